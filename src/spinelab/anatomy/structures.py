"""The named structures of the virtual spine: a sentence about each, and its sources."""

from __future__ import annotations

import msgspec

from spinelab.content.faults import ContentError, nearest
from spinelab.content.folder import data_folder
from spinelab.content.records import Record, Text
from spinelab.content.references import references
from spinelab.content.yamltext import read


class Structure(Record, frozen=True, kw_only=True):
    """What structures of these names are, in one sentence; `sources` are citation keys."""

    names: tuple[Text, ...]
    says: Text
    sources: tuple[Text, ...]


def structures() -> dict[str, Structure]:
    """Every name that `data/anatomy/structures.yaml` explains. Raises ContentError with file, line and nearest key."""
    document = read(data_folder() / "anatomy" / "structures.yaml")
    try:
        entries = msgspec.convert(document.value, tuple[Structure, ...])
    except msgspec.ValidationError as error:
        raise ContentError.at(document.file, 1, str(error)) from None
    works = references()
    faults, found = [], dict[str, Structure]()
    for index, entry in enumerate(entries):
        for key in entry.sources:
            if key not in works:
                faults.append(
                    document.fault((index, "sources"), f"no reference has the key {key}{nearest(key, works)}")
                )
        for name in entry.names:
            if name in found:
                faults.append(document.fault((index, "names"), f"‘{name}’ is explained twice"))
            found[name] = entry
    if faults:
        raise ContentError(faults)
    return found

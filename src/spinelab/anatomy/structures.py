"""The named structures of the virtual spine: a sentence about each, and its sources."""

from __future__ import annotations

from typing import Literal

from spinelab.content.faults import ContentError
from spinelab.content.folder import data_folder
from spinelab.content.records import Record, Text
from spinelab.content.references import references, unknown_keys
from spinelab.content.typed import typed
from spinelab.content.yamltext import read


class Structure(Record, frozen=True, kw_only=True):
    """What structures of these names are, in one sentence; `sources` are citation keys.

    A `space` is a hole or a hollow that bone only walls, a `surface` no more than the face of another structure.
    """

    names: tuple[Text, ...]
    kind: Literal["substance", "space", "surface"] = "substance"
    says: Text
    sources: tuple[Text, ...]


def structures() -> dict[str, Structure]:
    """Every name that `data/anatomy/structures.yaml` explains. Raises ContentError with file, line and nearest key."""
    document = read(data_folder() / "anatomy" / "structures.yaml")
    entries = typed(document, tuple[Structure, ...])
    works = references()
    faults, found = [], dict[str, Structure]()
    for index, entry in enumerate(entries):
        faults += [document.fault((index, "sources"), message) for message in unknown_keys(entry.sources, works)]
        for name in entry.names:
            if name in found:
                faults.append(document.fault((index, "names"), f"‘{name}’ is explained twice"))
            found[name] = entry
    if faults:
        raise ContentError(faults)
    return found

"""The simulated patients on whom the pathways are tried: a story, its facts, and the nodes that they must pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from spinelab.content import ContentError, data_folder, nearest, references
from spinelab.content.folder import stamps
from spinelab.content.references import unknown_keys
from spinelab.content.typed import typed
from spinelab.content.yamltext import read
from spinelab.treatment.pathway.catalogue import STATUSES, Value, accepted
from spinelab.treatment.pathway.reading import load
from spinelab.treatment.pathway.walking import Walk


class Patient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A simulated patient. `told` are the facts of the story, `taken` those it leaves out and we take as normal.

    The walk along `pathway` passes every node of `visits` and none of `avoids`. `deciding` says why, `tempting` is
    the wrong answer that people give; `contested` says where experts differ.
    """

    id: str
    title: str
    story: str
    pathway: str
    told: dict[str, Any]
    taken: dict[str, Any]
    visits: tuple[str, ...]
    avoids: tuple[str, ...]
    deciding: str
    tempting: str
    source: tuple[str, ...]
    status: str
    contested: str = ""

    @property
    def facts(self) -> dict[str, Value]:
        """All facts of the patient, those told and those taken as normal."""
        return accepted({**self.taken, **self.told})

    def walk(self) -> Walk:
        """The walk of this patient along the pathway."""
        return load(self.pathway).walk(self.facts)


def patients() -> tuple[Patient, ...]:
    """All test patients. Raises ContentError with every fault, among them a walk that goes elsewhere."""
    return _read(stamps("treatment", "*.yaml"), stamps("treatment/pathways", "*.yaml"), stamps("treatment", "*.csv"))


def patient(id: str) -> Patient:
    """One test patient. Raises LookupError naming the nearest id."""
    known = {patient.id: patient for patient in patients()}
    if id not in known:
        raise LookupError(f"no patient has the id ‘{id}’{nearest(id, known)}")
    return known[id]


@lru_cache(maxsize=4)
def _read(*_: tuple[tuple[Path, int, int], ...]) -> tuple[Patient, ...]:
    document = read(data_folder() / "treatment" / "patients.yaml")
    found = typed(document, tuple[Patient, ...])
    faults = [
        document.fault((at, *path), f"{one.id}: {said}") for at, one in enumerate(found) for path, said in _wrong(one)
    ]
    ids = [one.id for one in found]
    faults += [document.fault((at,), f"the id ‘{id}’ is used before") for at, id in enumerate(ids) if id in ids[:at]]
    if faults:
        raise ContentError(faults)
    return found


def _wrong(one: Patient) -> Iterator[tuple[tuple[str, ...], str]]:
    """The place in the record and the message of each fault of a patient."""
    for message in unknown_keys(one.source, references()):
        yield ("source",), message
    if one.status not in STATUSES:
        yield ("status",), f"‘status’ is ‘{one.status}’{nearest(one.status, STATUSES)}"
    for name in one.told.keys() & one.taken.keys():
        yield ("taken", name), f"‘{name}’ is told already"
    try:
        pathway = load(one.pathway)
        for id in (*one.visits, *one.avoids):
            pathway.node(id)
        walk = pathway.walk(one.facts)
    except (LookupError, ValueError) as error:
        yield (), str(error.args[0])
        return
    if walk.needs:
        yield (), f"the walk stops for {walk.needs.name}; say it in ‘told’ or ‘taken’"
    yield from ((("visits",), f"the walk does not pass {id}") for id in one.visits if id not in walk.nodes)
    yield from ((("avoids",), f"the walk passes {id}") for id in one.avoids if id in walk.nodes)

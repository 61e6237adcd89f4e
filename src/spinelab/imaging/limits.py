"""The published limits of what is measured on films, and what this course calls a small error."""

from __future__ import annotations

from dataclasses import dataclass

from spinelab.anatomy import craniovertebral
from spinelab.content.facts import Fact, facts, plain
from spinelab.content.references import Reference, references
from spinelab.imaging.measures import UNITS, definition

_LANDMARK = "measuring-landmark-mm"
_CLOSE = {"mm": "measuring-close-mm", "%": "measuring-close-percent", "deg": "measuring-close-degrees"}
_GRADES = ((1, "II"), (2, "III"), (3, "IV"))
_LIMITS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ranawat": (
        ("below", "ranawat-limit-men", "too short for a man"),
        ("below", "ranawat-limit-women", "too short for a woman and a man"),
    ),
    "redlund_johnell": (
        ("below", "redlund-limit-men", "too short for a man"),
        ("below", "redlund-limit-women", "too short for a woman and a man"),
    ),
    "mcgregor": (("above", "mcgregor-limit", "the dens may have risen into the skull"),),
    "chamberlain": (("above", "chamberlain-limit", "the dens may have risen into the skull"),),
    "mcrae": (
        ("below", "mcrae-normal", "higher than in any of 200 adults without disease"),
        ("below", "mcrae-limit", "the dens has risen into the foramen magnum"),
    ),
    "canal": (("below", "subaxial-canal-danger", "the cord is in danger"),),
    "slip": (("above", "subaxial-slip-limit", "a subluxation, as counted in rheumatoid arthritis"),),
    "wedge": (
        ("from", "genant-mild", "Genant grade 1, mild"),
        ("from", "genant-moderate", "Genant grade 2, moderate"),
        ("above", "genant-severe", "Genant grade 3, severe"),
    ),
}


@dataclass(frozen=True)
class Limit:
    """A published limit; `when` is `above`, `below` or `from`. `sources` are the works, `status` is the fact's."""

    when: str
    limit: float
    unit: str
    meaning: str
    sources: tuple[Reference, ...]
    status: str

    def crossed(self, value: float) -> bool:
        """Whether a value in the unit of the limit lies beyond it. The limit itself does only where it says `from`."""
        return craniovertebral.lies(self.when, self.limit, value)

    @property
    def words(self) -> str:
        """The limit with its meaning: `below 14 mm: the cord is in danger`."""
        return f"{self.when} {plain(self.limit)} {UNITS[self.unit]}: {self.meaning}"

    def __str__(self) -> str:
        return self.words if self.status in ("verified", "derived") else f"{self.words} [{self.status}]"


def limits(measure: str, level: str | None = None) -> tuple[Limit, ...]:
    """The published limits of a measure at a level, mildest first; none where none is used."""
    known, works = facts(), references()

    def limit(when: str, value: float, fact: Fact, meaning: str) -> Limit:
        sources = tuple(works[key] for key in fact.sources if key in works)
        return Limit(when, value, fact.unit, meaning, sources, fact.status)

    if measure in ("adi", "padi"):
        found = [one for one in craniovertebral.thresholds(known) if one.measure == measure.upper()]
        return tuple(limit(one.when, one.limit_mm, known[one.fact], one.meaning) for one in found)
    if measure == "slip" and not _in_neck(level):
        step, fifth = known["slip-grade-step"], known["slip-grade-fifth"]
        grades = [limit("above", n * _number(step), step, f"Meyerding grade {grade}") for n, grade in _GRADES]
        return (*grades, limit("above", _number(fifth), fifth, "Meyerding grade V: the body has left the one below"))
    if measure in ("wedge", "canal") and (measure == "canal") != _in_neck(level):
        return ()
    rows = _LIMITS.get(definition(measure).id, ())
    return tuple(limit(when, _number(known[fact]), known[fact], meaning) for when, fact, meaning in rows)


def close_enough(unit: str) -> float:
    """The largest error, in that unit, that this course calls small: a teaching assumption."""
    return _number(facts()[_CLOSE[unit]])


def landmark_reach_mm() -> float:
    """How far from a landmark this course still says that a point lies on it: a teaching assumption."""
    return _number(facts()[_LANDMARK])


def _in_neck(level: str | None) -> bool:
    return (level or "").startswith("C")


def _number(fact: Fact) -> float:
    """The value of a fact, or where its range begins."""
    value = fact.low if fact.value is None else fact.value
    if value is None:
        raise LookupError(f"the fact ‘{fact.id}’ has no value")
    return value

"""What is measured on a film: the points, the geometry, the true value and the published limits.

Points are (column, row) in pixels. Each definition is that of `Spine.truth` seen from the side: the value follows from
the points alone, and the true points give the true value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import craniovertebral, standing
from spinelab.anatomy.levels import ORDER, Region, below
from spinelab.content.facts import Fact, facts, plain
from spinelab.content.faults import InputError, nearest
from spinelab.content.references import Reference, references
from spinelab.imaging.radiography import Radiograph, a_film

Array = NDArray[np.float64]
Place = tuple[float, float]
Stroke = tuple[Place, Place]
UNITS = {"mm": "mm", "%": "%", "deg": "°"}
"""How a unit is written behind a number."""

_CLOSE = {"mm": "measuring-close-mm", "%": "measuring-close-percent", "deg": "measuring-close-degrees"}
_BEYOND = 0.12  # share by which a line is drawn past the points that it goes through


@dataclass(frozen=True)
class Point:
    """A point to be placed. `marks` are names of `Radiograph.landmarks`; several stand for their middle.

    `{level}` and `{below}` stand for the level and its lower neighbour. With `reach`, a value of `Spine.truth` in mm,
    the point lies that far from the first mark towards the second.
    """

    words: str
    marks: tuple[str, ...]
    reach: str = ""


@dataclass(frozen=True)
class Measure:
    """How a value is measured. `values` takes points (n, 2) in mm (forward, up) and a step in mm; it gives the value in
    each unit. `strokes` takes points in any unit and gives the lines to draw, the measured one first.

    `truth` names the value in `Spine.truth` by unit, the unit that is recorded first. `harmless` is said where no limit
    is crossed. `compared` is the fact about people without symptoms where there is no limit.
    """

    id: str
    name: str
    how: str
    points: tuple[Point, ...]
    values: Callable[[Array, float], dict[str, float]]
    strokes: Callable[[Array], list[Array]]
    truth: Mapping[str, str]
    harmless: str = ""
    compared: str = ""

    @property
    def unit(self) -> str:
        """The unit that is recorded: mm, % or deg."""
        return next(iter(self.truth))

    @property
    def by_level(self) -> bool:
        """Whether a level must be named."""
        return any("{" in mark for point in self.points for mark in point.marks)


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
        value = round(value, 2)  # what is asked of a spine is met but for the last bits
        if self.when == "from":
            return value >= self.limit
        return value > self.limit if self.when == "above" else value < self.limit

    def __str__(self) -> str:
        label = "" if self.status in ("verified", "derived") else f" [{self.status}]"
        return f"{self.when} {plain(self.limit)} {UNITS[self.unit]}: {self.meaning}{label}"


@dataclass(frozen=True)
class Plan:
    """One measure on one film: the true points (column, row) and the true value by unit.

    `step_mm` is how far the two bodies of a slip stand apart in the healthy model; it is taken off.
    """

    measure: Measure
    level: str | None
    pixel_mm: float
    true_points: tuple[Place, ...]
    truth: dict[str, float]
    step_mm: float

    @property
    def id(self) -> str:
        """The measure with its level: `adi`, `slip-L4`."""
        return f"{self.measure.id}-{self.level}" if self.level else self.measure.id

    @property
    def title(self) -> str:
        """What is measured, in words."""
        return f"{self.measure.name}, {self.level}" if self.level else self.measure.name

    @property
    def how(self) -> str:
        """How it is measured, in a sentence."""
        return _filled(self.measure.how, self.level)

    @property
    def point_words(self) -> tuple[str, ...]:
        """What each point is, in the order in which they are placed."""
        return tuple(_filled(point.words, self.level) for point in self.measure.points)

    def values(self, points: Sequence[Place]) -> dict[str, float]:
        """The value by unit that follows from the points."""
        return values_from(self.measure.id, points, self.pixel_mm, self.step_mm)

    def strokes(self, points: Sequence[Place]) -> list[Stroke]:
        """The lines to draw through points, in pixels; the measured one first."""
        drawn = self.measure.strokes(_flat(points))
        return [((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))) for a, b in drawn]

    def limits(self) -> tuple[Limit, ...]:
        """The published limits, mildest first."""
        return limits(self.measure.id, self.level)


@dataclass(frozen=True)
class Result:
    """Placed points beside the true ones: `value`, `truth` and `error` in the unit of the measure."""

    plan: Plan
    points: tuple[Place, ...]

    @property
    def values(self) -> dict[str, float]:
        """The measured value by unit."""
        return self.plan.values(self.points)

    @property
    def value(self) -> float:
        """The measured value."""
        return self.values[self.plan.measure.unit]

    @property
    def truth(self) -> float:
        """The true value."""
        return self.plan.truth[self.plan.measure.unit]

    @property
    def error(self) -> float:
        """Measured minus true."""
        return self.value - self.truth

    @property
    def close(self) -> bool:
        """Whether the error is small by the rule of this course."""
        return abs(self.error) <= close_enough(self.plan.measure.unit)

    @property
    def off_mm(self) -> tuple[float, ...]:
        """How far each point lies from the true one, mm."""
        apart = np.subtract(self.points, self.plan.true_points) * self.plan.pixel_mm
        return tuple(float(distance) for distance in np.hypot(*apart.T))

    def meaning(self, values: Mapping[str, float]) -> str:
        """What values by unit mean: the gravest limit that they cross, or that they cross none."""
        known = self.plan.limits()
        beyond = [limit.meaning for limit in known if limit.crossed(values[limit.unit])]
        if beyond or not known:
            return beyond[-1] if beyond else "no published limit is used here"
        return "Meyerding grade I at most" if known[0].unit == "%" and "mm" in values else self.plan.measure.harmless


def plan(radiograph: Radiograph, measure: str, level: str | None = None) -> Plan:
    """A measure on a film. ValueError, naming what is nearest, where it is unknown or the film does not show it."""
    known = definition(measure)
    if a_film(radiograph).view != "lateral":
        raise InputError(f"‘{measure}’ is measured on a lateral film; this film is ‘{radiograph.view}’")
    able = [at for name, at in measurable(radiograph) if name == measure]
    if known.by_level and level not in able:
        said = "needs a level" if level is None else f"cannot be measured at ‘{level}’ on this film"
        raise InputError(f"‘{measure}’ {said}{nearest('' if level is None else level, [at for at in able if at])}")
    if not known.by_level and level is not None:
        raise InputError(f"‘{measure}’ has one place only: leave the level ‘{level}’ out")
    if not able:
        here = f"{radiograph.levels[0]} to {radiograph.levels[-1]}"
        others = nearest("", [name for name, _ in measurable(radiograph)])
        raise InputError(f"‘{measure}’ cannot be measured on this film of {here}{others}")
    true = tuple(_true_point(point, level, radiograph) for point in known.points)
    truth = {unit: _true_value(radiograph.truth[name], level) for unit, name in known.truth.items()}
    if not np.isfinite([*true, *([value] * 2 for value in truth.values())]).all():
        raise InputError(f"‘{measure}’ cannot be measured: in this state the bones do not face each other there")
    step = _step_mm(radiograph.spine.region, level) if known.values is _slip and level else 0.0
    return Plan(known, level, radiograph.pixel_mm, true, truth, step)


def measurable(radiograph: Radiograph) -> list[tuple[str, str | None]]:
    """Every measure, with its level or None, that this film allows."""
    if radiograph.view != "lateral":
        return []
    return [
        (measure.id, level)
        for measure in MEASURES.values()
        for level in (radiograph.levels if measure.by_level else (None,))
        if all(name in radiograph.landmarks for point in measure.points for name in _marks(point, level))
    ]


def result(plan: Plan, points: Sequence[Place]) -> Result:
    """What placed points come to.

    ValueError when there are not as many as the measure needs, or when no line runs through them.
    """
    _counted(plan.measure, points)
    found = Result(plan, tuple((float(column), float(row)) for column, row in points))
    with np.errstate(divide="ignore", invalid="ignore"):
        if not np.isfinite([*found.values.values(), *np.ravel(plan.strokes(found.points))]).all():
            raise InputError(f"‘{plan.id}’ needs a line, and both of its points lie on one place: move one of them")
    return found


def definition(measure: str) -> Measure:
    """The measure with that id. ValueError naming the nearest."""
    if str(measure) not in MEASURES:
        raise InputError(f"there is no measure ‘{measure}’{nearest(measure, MEASURES)}")
    return MEASURES[measure]


def value_from(measure: str, points: Sequence[Place], pixel_mm: float, step_mm: float = 0.0) -> float:
    """The value of a measure, in the unit that is recorded, from its points in order."""
    return values_from(measure, points, pixel_mm, step_mm)[definition(measure).unit]


def values_from(measure: str, points: Sequence[Place], pixel_mm: float, step_mm: float = 0.0) -> dict[str, float]:
    """The value by unit. `step_mm`: see Plan. ValueError when there are not as many points as the measure needs."""
    known = definition(measure)
    _counted(known, points)
    return known.values(-pixel_mm * _flat(points), step_mm)


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


def spelled(value: float, unit: str, signed: bool = False) -> str:
    """A value as learners read it: `2.4 mm`, `+0.5 mm`, `12°`."""
    digits = f"{round(value, 1) + 0.0:{'+' if signed else ''}.1f}".replace("-", "−")
    return f"{digits}{UNITS[unit]}" if unit == "deg" else f"{digits} {UNITS[unit]}"


def _between(points: Array, _: float) -> dict[str, float]:
    return {"mm": float(np.hypot(*(points[1] - points[0])))}


def _above(points: Array, _: float) -> dict[str, float]:
    """How far the third point lies above the line from the second, behind, to the first, in front."""
    front, back, point = points
    y, z = front - back
    side = point - back
    return {"mm": float((y * side[1] - z * side[0]) / np.hypot(y, z))}


def _below(points: Array, _: float) -> dict[str, float]:
    return {"mm": -_above(points, 0)["mm"]}


def _slip(points: Array, step_mm: float) -> dict[str, float]:
    """How far the first point lies in front of the second, along the plate from the second to the third."""
    corner, back, front = points
    depth = np.hypot(*(front - back))
    slip = (corner - back) @ (front - back) / depth - step_mm
    return {"mm": float(slip), "%": float(100 * slip / depth)}


def _wedge(points: Array, _: float) -> dict[str, float]:
    front, back = np.hypot(*(points[0] - points[1])), np.hypot(*(points[2] - points[3]))
    return {"%": float(100 * (1 - front / back))}


def _lordosis(points: Array, _: float) -> dict[str, float]:
    """How much more the upper plate looks up in front than the lower one; each is given back, then front."""
    runs = points[1::2] - points[::2]
    upper, lower = np.degrees(np.arctan2(runs[:, 1], runs[:, 0]))
    return {"deg": float(upper - lower)}


def _kyphosis(points: Array, _: float) -> dict[str, float]:
    return {"deg": -_lordosis(points, 0)["deg"]}


def _straight(points: Array) -> list[Array]:
    return [points[:2]]


def _upright(points: Array) -> list[Array]:
    """From the third point at right angles to the line through the first two, and that line."""
    line = points[:2]
    foot = _foot(points[2], line)
    return [np.stack([foot, points[2]]), _drawn_out(np.vstack([line, foot]))]


def _along_plate(points: Array) -> list[Array]:
    """Along the plate from its back corner to below the corner above, the plate, and the way down to it."""
    corner, plate = points[0], points[1:]
    foot = _foot(corner, plate)
    return [np.stack([plate[0], foot]), _drawn_out(np.vstack([plate, foot])), np.stack([corner, foot])]


def _two_lines(points: Array) -> list[Array]:
    return [points[:2], points[2:]]


def _two_plates(points: Array) -> list[Array]:
    return [_drawn_out(points[:2], 1.5), _drawn_out(points[2:], 1.5)]


def _foot(point: Array, line: Array) -> Array:
    way = line[1] - line[0]
    foot: Array = line[0] + way * ((point - line[0]) @ way) / (way @ way)
    return foot


def _drawn_out(points: Array, beyond: float = _BEYOND) -> Array:
    """The line through the first two points, past all of them."""
    start, way = points[0], points[1] - points[0]
    at = (points - start) @ way / (way @ way)
    return np.stack([start + (at.min() - beyond) * way, start + (at.max() + beyond) * way])


_THROUGH_ATLAS = ("C1 back of the anterior arch", "C1 front of the posterior arch")
_PALATE = Point("back of the hard palate", ("occiput back of the hard palate",))
_OCCIPUT = Point("lowest point of the occiput", ("occiput lowest point of the occiput",))
_TIP = Point("tip of the dens", ("C2 tip of the dens",))


def _plate(level: str, side: str) -> tuple[Point, Point]:
    words = "the top of the sacrum" if level == "sacrum" else f"the {side} plate of {level}"
    back, front = (Point(f"{end} end of {words}", (f"{level} {side} {end} corner",)) for end in ("back", "front"))
    return back, front


MEASURES: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(
            "adi",
            "Anterior atlantodental interval (ADI)",
            "From the back of the anterior arch of the atlas straight back to the front of the dens.",
            (
                Point("back of the anterior arch", _THROUGH_ATLAS[:1]),
                Point("front of the dens", _THROUGH_ATLAS, reach="adi_mm"),
            ),
            _between,
            _straight,
            {"mm": "adi_mm"},
            "within the limit of healthy adults",
        ),
        Measure(
            "padi",
            "Posterior atlantodental interval (PADI)",
            "From the back of the dens straight back to the front of the posterior arch of the atlas.",
            (
                Point("back of the dens", _THROUGH_ATLAS[::-1], reach="padi_mm"),
                Point("front of the posterior arch", _THROUGH_ATLAS[1:]),
            ),
            _between,
            _straight,
            {"mm": "padi_mm"},
            "above the danger line",
        ),
        Measure(
            "ranawat",
            "Ranawat’s distance",
            "From the middle of the pedicles of the axis to the line through the middles of both arches of the atlas.",
            (
                Point("middle of the anterior arch", ("C1 middle of the anterior arch",)),
                Point("middle of the posterior arch", ("C1 middle of the posterior arch",)),
                Point("middle of the pedicles of the axis", ("C2 right pedicle", "C2 left pedicle")),
            ),
            _below,
            _upright,
            {"mm": "ranawat_mm"},
            "within the limits of men and women",
        ),
        Measure(
            "redlund_johnell",
            "Redlund-Johnell’s distance",
            "From the middle of the lower plate of the axis to McGregor’s line, which runs from the back of the hard "
            "palate to the lowest point of the occiput.",
            (_PALATE, _OCCIPUT, Point("middle of the lower plate of the axis", ("C2 lower plate",))),
            _below,
            _upright,
            {"mm": "redlund_johnell_mm"},
            "within the limits of men and women",
        ),
        Measure(
            "mcgregor",
            "Dens above McGregor’s line",
            "From McGregor’s line, which runs from the back of the hard palate to the lowest point of the occiput, up "
            "to the tip of the dens; below the line counts as negative.",
            (_PALATE, _OCCIPUT, _TIP),
            _above,
            _upright,
            {"mm": "mcgregor_mm"},
            "within the limit",
        ),
        Measure(
            "mcrae",
            "Dens below McRae’s line",
            "From McRae’s line, which runs from basion to opisthion, down to the tip of the dens; above the line "
            "counts as negative.",
            (
                Point("basion", ("occiput basion",)),
                Point("opisthion", ("occiput opisthion",)),
                _TIP,
            ),
            _below,
            _upright,
            {"mm": "mcrae_mm"},
            "within the range of healthy adults",
        ),
        Measure(
            "canal",
            "Depth of the canal",
            "From the back of the body to the front of the arch, across the canal.",
            (
                Point("front of the canal", ("{level} front of the canal",)),
                Point("back of the canal", ("{level} back of the canal",)),
            ),
            _between,
            _straight,
            {"mm": "canal_mm"},
            "above the danger line",
        ),
        Measure(
            "slip",
            "Slip on the level below",
            "How far the lower back corner of {level} stands in front of the upper back corner of {below}, along the "
            "plate of {below}.",
            (
                Point("lower back corner of {level}", ("{level} lower back corner",)),
                Point("upper back corner of {below}", ("{below} upper back corner",)),
                Point("upper front corner of {below}", ("{below} upper front corner",)),
            ),
            _slip,
            _along_plate,
            {"mm": "slip_mm", "%": "slip_percent"},
            "no more than the limit",
        ),
        Measure(
            "wedge",
            "Wedging of the body",
            "By what share the front of the body of {level} is lower than its back.",
            tuple(
                Point(f"{corner} corner of {{level}}", (f"{{level}} {corner} corner",))
                for corner in ("upper front", "lower front", "upper back", "lower back")
            ),
            _wedge,
            _two_lines,
            {"%": "wedge_percent"},
            "less than a mild fracture",
        ),
        Measure(
            "cervical_lordosis",
            "Lordosis of the neck, C2 to C7",
            "The angle between the lower plates of C2 and C7.",
            (*_plate("C2", "lower"), *_plate("C7", "lower")),
            _lordosis,
            _two_plates,
            {"deg": "cervical_lordosis_deg"},
            compared="neck-lordosis",
        ),
        Measure(
            "thoracic_kyphosis",
            "Kyphosis of the chest, T1 to T12",
            "The angle between the upper plate of T1 and the lower plate of T12.",
            (*_plate("T1", "upper"), *_plate("T12", "lower")),
            _kyphosis,
            _two_plates,
            {"deg": "thoracic_kyphosis_deg"},
            compared="thoracic-kyphosis",
        ),
        Measure(
            "lumbar_lordosis",
            "Lordosis of the low back, L1 to the sacrum",
            "The angle between the upper plates of L1 and of the sacrum.",
            (*_plate("L1", "upper"), *_plate("sacrum", "upper")),
            _lordosis,
            _two_plates,
            {"deg": "lumbar_lordosis_deg"},
            compared="lumbar-lordosis-standing",
        ),
    )
}

_GRADES = ((1, "II"), (2, "III"), (3, "IV"))
_LIMITS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ranawat": (
        ("below", "ranawat-limit-men", "too short for a man"),
        ("below", "ranawat-limit-women", "too short for a woman too"),
    ),
    "redlund_johnell": (
        ("below", "redlund-limit-men", "too short for a man"),
        ("below", "redlund-limit-women", "too short for a woman too"),
    ),
    "mcgregor": (("above", "mcgregor-limit", "the dens may have risen into the skull"),),
    "mcrae": (("below", "mcrae-normal", "closer to the line than in any of 200 healthy adults"),),
    "canal": (("below", "subaxial-canal-danger", "the cord is in danger"),),
    "slip": (("above", "subaxial-slip-limit", "a subluxation, as counted in rheumatoid arthritis"),),
    "wedge": (
        ("from", "genant-mild", "Genant grade 1: mild"),
        ("from", "genant-moderate", "Genant grade 2: moderate"),
        ("above", "genant-severe", "Genant grade 3: severe"),
    ),
}


def _in_neck(level: str | None) -> bool:
    return (level or "").startswith("C")


def _number(fact: Fact) -> float:
    """The value of a fact, or where its range begins."""
    value = fact.low if fact.value is None else fact.value
    if value is None:
        raise LookupError(f"the fact ‘{fact.id}’ has no value")
    return value


def _filled(text: str, level: str | None) -> str:
    if level is None:
        return text
    return text.format(level=level, below=below(level) if level in ORDER[:-1] else "")


def _marks(point: Point, level: str | None) -> list[str]:
    return [_filled(mark, level) for mark in point.marks]


def _true_point(point: Point, level: str | None, radiograph: Radiograph) -> Place:
    at = np.array([radiograph.landmarks[name] for name in _marks(point, level)])
    if point.reach:
        way = at[1] - at[0]
        found = at[0] + way / np.hypot(*way) * radiograph.truth[point.reach] / radiograph.pixel_mm
    else:
        found = at.mean(axis=0)
    return float(found[0]), float(found[1])


def _true_value(known: Any, level: str | None) -> float:
    return float(known if level is None else known[level])


@lru_cache(maxsize=64)
def _step_mm(region: Region, level: str) -> float:
    """What a slip shows at a level of the healthy model, whose bodies do not stand flush."""
    marks = standing.spine(region).landmarks()
    names = [_filled(mark, level) for point in MEASURES["slip"].points for mark in point.marks]
    at = [marks[name.split(" ", 1)[0]][name.split(" ", 1)[1]][1:] for name in names]
    return _slip(np.array(at), 0.0)["mm"]


def _flat(points: Sequence[Place]) -> Array:
    return np.asarray(points, float).reshape(-1, 2)


def _counted(measure: Measure, points: Sequence[Place]) -> None:
    if len(points) != len(measure.points):
        raise InputError(f"‘{measure.id}’ has {len(measure.points)} points, not {len(points)}")

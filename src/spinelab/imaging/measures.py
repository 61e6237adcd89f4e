"""How a value is measured: its points, what follows from them, and the lines to draw.

Each definition is that of `Spine.truth` seen from the side: the value follows from the points alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spinelab.content.faults import InputError, nearest

Array = NDArray[np.float64]
Place = tuple[float, float]
Stroke = tuple[Place, Place]
UNITS = {"mm": "mm", "%": "%", "deg": "°"}
"""How a unit is written behind a number."""

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
    is crossed. `compared` is the fact about the same levels in many people where there is no limit.
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

    def counted(self, points: Sequence[Place]) -> Array:
        """The points as an array (n, 2). ValueError when there are not as many as the measure needs."""
        if len(points) != len(self.points):
            raise InputError(f"‘{self.id}’ has {len(self.points)} points, not {len(points)}")
        return np.asarray(points, float)


def definition(measure: str) -> Measure:
    """The measure with that id. ValueError naming the nearest."""
    if str(measure).casefold().startswith("wackenheim"):
        raise InputError("Wackenheim’s line is looked at, not measured: imaging.lines(film) draws it")
    if str(measure) not in MEASURES:
        raise InputError(f"there is no measure ‘{measure}’{nearest(measure, MEASURES)}")
    return MEASURES[measure]


def values_from(measure: str, points: Sequence[Place], pixel_mm: float, step_mm: float = 0.0) -> dict[str, float]:
    """The value by unit. `step_mm`: see Plan. ValueError when there are not as many points as the measure needs."""
    known = definition(measure)
    return known.values(-pixel_mm * known.counted(points), step_mm)


def to_tenth(value: float) -> float:
    """A value as finely as it is told."""
    return round(value, 1) + 0.0  # which makes −0.0 a plain 0


def digits(value: float, signed: bool = False) -> str:
    """A value as finely as it is told, without its unit: `2.4`, `−1.2`; with a plus where `signed`."""
    told = to_tenth(value)
    return f"{told:{'+' if signed and told else ''}.1f}".replace("-", "−")


def spelled(value: float, unit: str, signed: bool = False) -> str:
    """A value as learners read it: `2.4 mm`, `+0.5 mm`, `12.3°`."""
    return f"{digits(value, signed)}{'' if unit == 'deg' else ' '}{UNITS[unit]}"


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
_OPISTHION = Point("opisthion", ("occiput opisthion",))
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
            "within the limits of men and women",
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
                Point(
                    "middle of the pedicles of the axis, at the back edge of its bright ring",
                    ("C2 right pedicle", "C2 left pedicle"),
                ),
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
            "chamberlain",
            "Dens above Chamberlain’s line",
            "From Chamberlain’s line, which runs from the back of the hard palate to the opisthion, up to the tip of "
            "the dens; below the line counts as negative.",
            (_PALATE, _OPISTHION, _TIP),
            _above,
            _upright,
            {"mm": "chamberlain_mm"},
            "within the limit",
        ),
        Measure(
            "mcrae",
            "Dens below McRae’s line",
            "From McRae’s line, which runs from basion to opisthion, down to the tip of the dens; above the line "
            "counts as negative.",
            (
                Point("basion", ("occiput basion",)),
                _OPISTHION,
                _TIP,
            ),
            _below,
            _upright,
            {"mm": "mcrae_mm"},
            "below the line, as in adults without disease",
        ),
        Measure(
            "canal",
            "Depth of the bone’s own canal",
            "From the back of the body to the front of the arch of the same bone. A slip does not narrow this canal; "
            "it narrows the room at the step between two bones.",
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
            compared="lumbar-lordosis-l1-s1",
        ),
    )
}

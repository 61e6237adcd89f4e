"""Measuring on a film: where the true points are, what placed points come to, and how far they are from the truth.

Points are (column, row) in pixels. The true points give the true value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from spinelab.anatomy import standing
from spinelab.anatomy.kept import BONES, COLUMN, kept
from spinelab.anatomy.levels import ORDER, Region, below
from spinelab.anatomy.truth import meyerding_grade
from spinelab.content.faults import InputError, nearest
from spinelab.imaging.limits import Limit, close_enough, landmark_reach_mm, limits
from spinelab.imaging.measures import (
    MEASURES,
    Measure,
    Place,
    Point,
    Stroke,
    definition,
    spelled,
    to_tenth,
    values_from,
)
from spinelab.imaging.radiography import Radiograph, a_film


@dataclass(frozen=True)
class Plan:
    """One measure on one film: the true points (column, row) and the true value by unit.

    `step_mm` is how far the two bodies of a slip stand apart in the healthy model; it is taken off. `glide_mm` is how
    far the upper one has glided with its spine, bent as it is, without having slipped; it stays in the value.
    `space_mm` is the room at the step below a canal whose bone has slipped.
    """

    measure: Measure
    level: str | None
    pixel_mm: float
    true_points: tuple[Place, ...]
    truth: dict[str, float]
    step_mm: float
    glide_mm: float
    space_mm: float | None = None

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
        drawn = self.measure.strokes(self.measure.counted(points))
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
        """Measured minus true, each as it is told, so that the learner can check the sum."""
        return to_tenth(to_tenth(self.value) - to_tenth(self.truth))

    @property
    def close(self) -> bool:
        """Whether the error is small by the rule of this course, and every point lies on its landmark."""
        return self.verdict == "close"

    @property
    def verdict(self) -> str:
        """What the course says of it: a value may be right by chance, from points that lie elsewhere."""
        if any(self.astray):
            return "wrong place"
        return "close" if abs(self.error) <= close_enough(self.plan.measure.unit) else "too far off"

    @property
    def off_mm(self) -> tuple[float, ...]:
        """How far each point lies from the true one, mm."""
        apart = np.subtract(self.points, self.plan.true_points) * self.plan.pixel_mm
        return tuple(float(distance) for distance in np.hypot(*apart.T))

    @property
    def astray(self) -> tuple[bool, ...]:
        """Which points lie too far from the true ones to be on the landmark, by the rule of this course."""
        reach = landmark_reach_mm()
        return tuple(to_tenth(off) > reach for off in self.off_mm)

    def meaning(self, values: Mapping[str, float]) -> str:
        """What values by unit mean: the gravest limit that they cross, or that they cross none.

        Of the canal of a bone that has slipped it also tells the room at the step, which the value does not show.
        """
        said, space = self._by_limits(values), self.plan.space_mm
        return said if space is None else f"{said}; at the step below {self.plan.level} {spelled(space, 'mm')} are left"

    def _by_limits(self, values: Mapping[str, float]) -> str:
        known = self.plan.limits()
        beyond = [limit.words for limit in known if limit.crossed(values[limit.unit])]
        if beyond or not known:
            return beyond[-1] if beyond else "no published limit is used here"
        if known[0].unit == "%" and "mm" in values:
            if meyerding_grade(values["mm"] - self.plan.glide_mm, values["%"]):
                return "Meyerding grade I"
            if meyerding_grade(min(values["mm"], self.plan.glide_mm), values["%"]):
                return "no slip: so bent, a healthy joint glides forward by about as much"
            return "no forward slip that a film can tell"
        return self.plan.measure.harmless


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
        others = nearest("", [name for name, _ in measurable(radiograph)])
        raise InputError(f"‘{measure}’ cannot be measured on this film of {radiograph.shown}{others}")
    true = tuple(_true_point(point, level, radiograph) for point in known.points)
    truth = {unit: _true_value(radiograph.truth[name], level) for unit, name in known.truth.items()}
    if not np.isfinite([*true, *([value] * 2 for value in truth.values())]).all():
        raise InputError(f"‘{measure}’ cannot be measured: in this state the bones do not face each other there")
    step = glide = 0.0
    if measure == "slip" and level:
        step, glide = _step_mm(radiograph.spine.region, level), radiograph.truth["glide_mm"][level]
    slipped = measure == "canal" and level in radiograph.spine.state.slip_mm
    space = _true_value(radiograph.truth["space_mm"], level) if slipped else None
    return Plan(known, level, radiograph.pixel_mm, true, truth, step, glide, space)


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

    ValueError when there are not as many as the measure needs, or when no line runs through them. The two ends of a
    distance cannot lie on one place either.
    """
    placed = plan.measure.counted(points)
    found = Result(plan, tuple((float(column), float(row)) for column, row in placed))
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.isfinite([*found.values.values(), *np.ravel(plan.strokes(found.points))]).all()
        if not drawn or len(set(found.points)) == 1:
            raise InputError(f"‘{plan.id}’ needs a line, and both of its points lie on one place: move one of them")
    return found


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


@kept(BONES, COLUMN, most=64)
def _step_mm(region: Region, level: str) -> float:
    """What a slip shows at a level of the healthy model, whose bodies do not stand flush."""
    marks = standing.spine(region).landmarks()
    slip = definition("slip")
    names = [mark for point in slip.points for mark in _marks(point, level)]
    at = [marks[name.split(" ", 1)[0]][name.split(" ", 1)[1]][1:] for name in names]
    return slip.values(np.array(at), 0.0)["mm"]

"""Random films to measure: which spine, which measure, and how hard it is. The same seed gives the same films."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any, Literal

import numpy as np

from spinelab.anatomy.levels import Region
from spinelab.anatomy.standing import spine
from spinelab.content.faults import InputError, nearest
from spinelab.imaging.measures import definition
from spinelab.imaging.radiography import Radiograph, radiograph

Difficulty = Literal["easy", "medium", "hard"]
MOST = 24
"""The most films of one sitting."""


@dataclass(frozen=True)
class Case:
    """One film to measure: `spine(region, **state)` on a lateral film, and a measure at a level or at its one place.

    `grain` is the strength of the film's grain, `seed` draws it.
    """

    region: Region
    state: dict[str, Any]
    measure: str
    level: str | None
    pixel_mm: float
    grain: float
    seed: int

    @property
    def title(self) -> str:
        """What is measured, in words."""
        name = definition(self.measure).name
        return f"{name}, {self.level}" if self.level else name

    def film(self) -> Radiograph:
        """The film of this case."""
        return radiograph(spine(self.region, **self.state), "lateral", self.pixel_mm, self.seed, self.grain)


@dataclass(frozen=True)
class _Grade:
    """How hard a film is: the share of the largest change that is drawn, and what blurs the film."""

    change: tuple[float, float]
    pixel_mm: float
    grain: float
    flexion_deg: tuple[float, float] = (0.0, 0.0)
    osteoporosis: tuple[float, float] = (0.0, 0.0)


_GRADES: dict[str, _Grade] = {
    "easy": _Grade((0.5, 1.0), 0.5, 0.5),
    "medium": _Grade((0.25, 0.7), 0.6, 1.5, (0.0, 10.0), (0.0, 0.4)),
    "hard": _Grade((0.0, 0.4), 0.8, 2.5, (-10.0, 20.0), (0.4, 0.9)),
}

_Change = Callable[[float, str | None], dict[str, Any]]


@dataclass(frozen=True)
class _Kind:
    """A measure in mm, where it is taken, and the disease that changes it by a share of its largest change."""

    measure: str
    region: Region
    change: _Change
    levels: tuple[str, ...] = field(default=())


def _forward(share: float, _: str | None) -> dict[str, Any]:
    return {"atlantoaxial_slip_mm": round(9 * share, 1)}


def _settled(share: float, _: str | None) -> dict[str, Any]:
    return {"settling_mm": round(7 * share, 1), "dens_erosion": round(0.5 * share, 2)}


def _steps(most_mm: float) -> _Change:
    return lambda share, level: {"slip_mm": {str(level): round(most_mm * share, 1)}}


_KINDS = (
    _Kind("adi", "cervical", _forward),
    _Kind("padi", "cervical", _forward),
    _Kind("ranawat", "cervical", _settled),
    _Kind("redlund_johnell", "cervical", _settled),
    _Kind("mcgregor", "cervical", _settled),
    _Kind("slip", "cervical", _steps(6), ("C3", "C4", "C5")),
    _Kind("slip", "lumbar", _steps(14), ("L3", "L4", "L5")),
)


def cases(n: int, seed: int = 0, difficulty: Difficulty | int = "easy") -> list[Case]:
    """Random films to measure, every kind of measure before any comes again. All are lengths in mm.

    Easy films show large changes with little grain. Hard ones show small changes or none, more grain, coarser pixels,
    a bent spine and thin bone. `difficulty` is a name, or 1 to 3. ValueError, naming what can be chosen.
    """
    if isinstance(n, bool) or not isinstance(n, Integral) or not 1 <= n <= MOST:
        raise InputError(f"a reading room has 1 to {MOST} films, not {n!r}")
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        raise InputError(f"the seed is {seed!r}; it must be a whole number from 0")
    name = graded(difficulty)
    grade = _GRADES[name]
    rng = np.random.default_rng([int(seed), list(_GRADES).index(name)])
    found: list[Case] = []
    while len(found) < int(n):
        found += [_case(_KINDS[at], grade, rng) for at in rng.permutation(len(_KINDS))]
    return found[: int(n)]


def graded(difficulty: Difficulty | int) -> Difficulty:
    """A difficulty by its name, or by its number from 1. ValueError, naming what can be chosen."""
    names: tuple[Difficulty, ...] = ("easy", "medium", "hard")
    for number, name in enumerate(names, 1):
        if difficulty in (name, number) and isinstance(difficulty, str | Integral) and not isinstance(difficulty, bool):
            return name
    raise InputError(f"there is no difficulty {difficulty!r}{nearest(str(difficulty), names)}")


def _case(kind: _Kind, grade: _Grade, rng: np.random.Generator) -> Case:
    level = str(rng.choice(kind.levels)) if kind.levels else None
    state = {
        **kind.change(rng.uniform(*grade.change), level),
        "flexion_deg": round(rng.uniform(*grade.flexion_deg)),
        "osteoporosis": round(rng.uniform(*grade.osteoporosis), 2),
    }
    if kind.region == "lumbar":  # the low back bends little backwards
        state["flexion_deg"] = max(state["flexion_deg"], 0)
    return Case(kind.region, state, kind.measure, level, grade.pixel_mm, grade.grain, int(rng.integers(1_000_000)))

"""What is asked of a spine: posture and disease as numbers, checked before anything is built."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from spinelab.anatomy.levels import ORDER, REGIONS, neighbours, segment
from spinelab.content.faults import nearest

FLEXION_DEG = {"cervical": (-25.0, 40.0), "whole": (-25.0, 40.0), "lumbar": (-8.0, 40.0)}
ATLANTOAXIAL_SLIP_MM, SETTLING_MM, PANNUS_MM = 12.0, 8.0, 8.0
SLIP_BACK_MM = -4.0
SLIP_MM = {"C": 8.0, "T": 6.0, "L": 18.0}
WEDGE = {"C": 0.5, "T": 0.6, "L": 0.6}
_NECK = "the joints between head and neck"


@dataclass(frozen=True)
class State:
    """Posture and disease of a spine; the default is a healthy spine at rest.

    Shares run from 0 (healthy) to 1; `syndesmophytes` are the steps of the mSASSS by segment (0 none, 1 corner eroded,
    2 spurs, 3 bridge), `sacroiliitis` the grades of the modified New York criteria by side, `fusion` the segments whose
    facet joints have grown together.
    """

    flexion_deg: float = 0.0
    atlantoaxial_slip_mm: float = 0.0
    settling_mm: float = 0.0
    dens_erosion: float = 0.0
    pannus_mm: float = 0.0
    facet_erosion: Mapping[str, float] = field(default_factory=dict)
    slip_mm: Mapping[str, float] = field(default_factory=dict)
    wedge: Mapping[str, float] = field(default_factory=dict)
    squaring: Mapping[str, float] = field(default_factory=dict)
    syndesmophytes: Mapping[str, int] = field(default_factory=dict)
    fusion: tuple[str, ...] = ()
    sacroiliitis: Mapping[str, int] = field(default_factory=dict)
    osteoporosis: float = 0.0


def asked(region: str, **wanted: Any) -> State:
    """The state of a spine of this region. Raises ValueError that says what cannot be, why, and the nearest choice."""
    known = [one.name for one in fields(State)]
    for name in wanted:
        if name not in known:
            raise ValueError(f"a spine has no state ‘{name}’{nearest(name, known)}")
    given = {name: value for name, value in wanted.items() if value is not None}
    here = REGIONS[region]
    segments = {segment(upper): upper for upper, _ in neighbours(region)}
    bodies = [level for level in here if level[0] in "CTL" and level not in ("C1", "C2")]
    discs = [name for name, upper in segments.items() if upper not in ("occiput", "C1")]
    found: dict[str, Any] = {}
    for name, most in _ATLANTOAXIAL.items():
        value = _number(name, given.get(name, 0), 0, most)
        if value and "C1" not in here:
            raise ValueError(f"{name} changes {_NECK}, which the region ‘{region}’ does not have: try ‘cervical’")
        found[name] = value
    found["osteoporosis"] = _number("osteoporosis", given.get("osteoporosis", 0), 0, 1)
    found["facet_erosion"] = _mapped("facet_erosion", given, segments, 0, 1)
    found["slip_mm"] = {
        level: _number(f"slip_mm of {level}", value, SLIP_BACK_MM, SLIP_MM[level[0]])
        for level, value in _mapped("slip_mm", given, [segments[name] for name in discs]).items()
    }
    found["wedge"] = {
        level: _number(f"wedge of {level}", value, 0, WEDGE[level[0]])
        for level, value in _mapped("wedge", given, bodies).items()
    }
    squared = given.get("squaring", {})
    if not isinstance(squared, Mapping):
        given["squaring"] = dict.fromkeys(bodies, squared)
    found["squaring"] = _mapped("squaring", given, bodies, 0, 1)
    found["syndesmophytes"] = _graded("syndesmophytes", given, discs, 3)
    found["sacroiliitis"] = _graded("sacroiliitis", given, ["left", "right"] if "sacrum" in here else [], 4)
    found["fusion"] = _fused(given.get("fusion", ()), segments)
    found["flexion_deg"] = _flexion(given.get("flexion_deg", 0), region, found["fusion"])
    return State(**found)


_ATLANTOAXIAL = {
    "atlantoaxial_slip_mm": ATLANTOAXIAL_SLIP_MM,
    "settling_mm": SETTLING_MM,
    "dens_erosion": 1.0,
    "pannus_mm": PANNUS_MM,
}


def _number(name: str, value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise ValueError(f"{name} is {value!r}; it must be a number from {least:g} to {most:g}")
    if not least <= value <= most:
        raise ValueError(f"{name} is {value:g}; this model can show {least:g} to {most:g}")
    return float(value)


def _mapped(
    name: str, given: Mapping[str, Any], keys: Collection[str], least: float = -1e9, most: float = 1e9
) -> dict[str, float]:
    values = given.get(name, {})
    if not isinstance(values, Mapping):
        raise ValueError(f"{name} is {values!r}; it must name the place, such as {{{_example(keys)!r}: {most:g}}}")
    for key in values:
        if key not in keys:
            raise ValueError(f"{name} cannot be at ‘{key}’ here{nearest(str(key), list(keys)) if keys else _NOWHERE}")
    numbers = {str(key): _number(f"{name} of {key}", value, least, most) for key, value in values.items()}
    return {key: value for key, value in numbers.items() if value}


def _graded(name: str, given: Mapping[str, Any], keys: Collection[str], most: int) -> dict[str, int]:
    grades = _mapped(name, given, keys, 0, most)
    for key, value in grades.items():
        if value != int(value):
            raise ValueError(f"{name} of {key} is {value:g}; grades are whole numbers from 0 to {most}")
    return {key: int(value) for key, value in grades.items()}


def _fused(value: Any, segments: Mapping[str, str]) -> tuple[str, ...]:
    if value is True:
        return tuple(name for name, upper in segments.items() if upper not in ("occiput", "C1"))
    wanted = (value,) if isinstance(value, str) else () if value is False else tuple(value)
    for name in wanted:
        if name not in segments:
            raise ValueError(f"fusion cannot be at ‘{name}’ here{nearest(str(name), list(segments))}")
    return tuple(name for name in segments if name in wanted)


def _flexion(value: Any, region: str, fused: Collection[str]) -> float:
    if region not in FLEXION_DEG:
        if value == 0:
            return 0.0
        raise ValueError(f"the region ‘{region}’ of this model does not bend: try ‘cervical’ or ‘lumbar’")
    degrees = _number("flexion_deg", value, *FLEXION_DEG[region])
    still = [segment(upper) for upper in bending(region)]
    if degrees and set(still) <= set(fused):
        raise ValueError(f"a spine that is fused from {still[0]} to {still[-1]} cannot bend by {degrees:g} degrees")
    return degrees


def bending(region: str) -> tuple[str, ...]:
    """The upper bones of the segments that bend when a spine of this region does."""
    if region == "lumbar":
        return ORDER[ORDER.index("T12") : ORDER.index("sacrum")]
    return ORDER[: ORDER.index("T1")] if region in ("cervical", "whole") else ()


def _example(keys: Collection[str]) -> str:
    return next(iter(keys), "C4")


_NOWHERE = ": this region has no place for it"

"""What is asked of a spine: posture and disease as numbers, checked before anything is built."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from numbers import Real
from typing import Any

from spinelab.anatomy import truth
from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.column import column
from spinelab.anatomy.levels import ORDER, REGIONS, below, in_this_course, neighbours, segment
from spinelab.content.faults import InputError, nearest

FLEXION_DEG = {"cervical": (-25.0, 40.0), "whole": (-25.0, 40.0), "lumbar": (-8.0, 40.0)}
ATLANTOAXIAL_SLIP_MM, SETTLING_MM, PANNUS_MM = 12.0, 8.0, 8.0
SLIP_BACK_MM = -4.0
SLIP_MM = {"C": 8.0, "T": 6.0, "L": 18.0}
WEDGE = {"C": 0.5, "T": 0.6, "L": 0.6}
_ROOM_MM = 6.0  # for a slip in the neck, for each 1 by which the body below is wedged less than the most
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

    @property
    def stiff(self) -> tuple[str, ...]:
        """The segments that bone holds: facet joints grown together, or a bridge from body to body."""
        return (*self.fusion, *(name for name in self.bridged if name not in self.fusion))

    @property
    def bridged(self) -> tuple[str, ...]:
        """The segments that a syndesmophyte bridges."""
        return tuple(name for name, step in self.syndesmophytes.items() if step == 3)


def asked(region: str, **wanted: Any) -> State:
    """The state of a spine of this region. Raises ValueError that says what cannot be, why, and the nearest choice."""
    known = [one.name for one in fields(State)]
    for name in wanted:
        if name not in known:
            raise InputError(f"a spine has no state ‘{name}’{nearest(_CHANGED_BY.get(name, name), known)}")
    given = {name: value for name, value in wanted.items() if value is not None}
    here = REGIONS[region]
    segments = {segment(upper): upper for upper, _ in neighbours(region)}
    bodies = [level for level in here if level[0] in "CTL" and level not in ("C1", "C2")]
    discs = [name for name, upper in segments.items() if upper not in ("occiput", "C1")]
    found: dict[str, Any] = {}
    for name, most in _ATLANTOAXIAL.items():
        value = _number(name, given.get(name, 0), 0, most)
        if value and "C1" not in here:
            raise InputError(f"{name} changes {_NECK}, which the region ‘{region}’ does not have: try ‘cervical’")
        found[name] = value
    found["osteoporosis"] = _number("osteoporosis", given.get("osteoporosis", 0), 0, 1)
    squared = given.get("squaring", {})
    if not isinstance(squared, Mapping):
        given["squaring"] = dict.fromkeys(bodies, _number("squaring", squared, 0, 1))
    sides = ["left", "right"] if "sacrum" in here else []
    for name, places, limits in (
        ("facet_erosion", segments, lambda _: (0, 1)),
        ("slip_mm", [segments[name] for name in discs], lambda level: (SLIP_BACK_MM, SLIP_MM[level[0]])),
        ("wedge", bodies, lambda level: (0, WEDGE[level[0]])),
        ("squaring", bodies, lambda _: (0, 1)),
        ("syndesmophytes", discs, lambda _: (0, 3)),
        ("sacroiliitis", sides, lambda _: (0, 4)),
    ):
        found[name] = _mapped(name, given.get(name, {}), region, places, limits)
    for level, share in found["wedge"].items():
        healthy = truth.wedge_percent(vertebra(level)) / 100
        if share < healthy:
            raise InputError(
                f"wedge of {level} is {share:g}, but a healthy {level} is already wedged by {healthy:.3f}: "
                f"ask for at least {math.ceil(100 * healthy) / 100:.2f}, or for 0 to leave it healthy"
            )
    for level, slip in found["slip_mm"].items():
        most = most_slip_mm(level, found["wedge"].get(below(level), 0.0))
        if slip > most:
            raise InputError(
                f"slip_mm of {level} is {slip:g}, but on so wedged a body of {below(level)} "
                f"this model can show at most {most:.1f}"
            )
    for name, most in (("syndesmophytes", 3), ("sacroiliitis", 4)):
        found[name] = _graded(name, found[name], most)
    found["fusion"] = _fused(given.get("fusion", ()), region, segments)
    at_rest = State(**found)
    for name in at_rest.bridged:
        if segments[name] in at_rest.slip_mm:
            raise InputError(f"slip_mm of {segments[name]} cannot be where syndesmophytes bridge {name}: choose one")
    return replace(at_rest, flexion_deg=_flexion(given.get("flexion_deg", 0), region, at_rest.stiff))


_Limits = Callable[[str], tuple[float, float]]
_CHANGED_BY = {
    **dict.fromkeys(("adi", "adi_mm", "padi", "padi_mm"), "atlantoaxial_slip_mm"),
    **dict.fromkeys(("ranawat_mm", "mcgregor_mm", "redlund_johnell_mm", "chamberlain_mm", "mcrae_mm"), "settling_mm"),
}
"""What is measured, and the state that changes it."""

_ATLANTOAXIAL = {
    "atlantoaxial_slip_mm": ATLANTOAXIAL_SLIP_MM,
    "settling_mm": SETTLING_MM,
    "dens_erosion": 1.0,
    "pannus_mm": PANNUS_MM,
}


def _number(name: str, value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or value != value:
        raise InputError(f"{name} is {value!r}; it must be a number from {least:g} to {most:g}")
    if not least <= value <= most:  # type: ignore[operator]  # numbers.Real declares no order with float
        raise InputError(f"{name} is {value}; this model can show {least:g} to {most:g}")
    return float(value) + 0.0  # -0.0 is nothing too


def _mapped(name: str, values: Any, region: str, places: Collection[str], limits: _Limits) -> dict[str, float]:
    if not isinstance(values, Mapping):
        place = next(iter(places), "C4")
        raise InputError(f"{name} is {values!r}; it must name the place, such as {{{place!r}: {limits(place)[1]:g}}}")
    _check_places(name, values, region, places)
    numbers = {place: _number(f"{name} of {place}", value, *limits(place)) for place, value in values.items()}
    return {place: value for place, value in numbers.items() if value}


def _check_places(name: str, wanted: Collection[Any], region: str, places: Collection[str]) -> None:
    for place in wanted:
        if place in places:
            continue
        meant = _from_above(in_this_course(place))
        elsewhere = [one for one in REGIONS if meant in _places(one)]
        if name == "slip_mm" and meant in ("C1", "C1-C2"):
            why = ": the atlas slips on the axis by atlantoaxial_slip_mm"
        elif elsewhere and region not in elsewhere:
            why = f": the region ‘{region}’ does not have it, try ‘{elsewhere[0]}’"
        elif not places:
            why = f": the region ‘{region}’ has no place for it"
        else:
            why = nearest("" if elsewhere and meant not in places else meant, places)
        raise InputError(f"{name} cannot be at ‘{place}’ here{why}")


def _from_above(place: str) -> str:
    """A segment named upwards, ‘C2-C1’, as it is named here."""
    downwards = "-".join(reversed(place.split("-")))
    return downwards if downwards in _places("whole") else place


def _places(region: str) -> set[str]:
    """Every place that a state can name in a region: levels, segments and sides."""
    sides = ("left", "right") if "sacrum" in REGIONS[region] else ()
    return {*REGIONS[region], *(segment(upper) for upper, _ in neighbours(region)), *sides}


def _graded(name: str, grades: Mapping[str, float], most: int) -> dict[str, int]:
    for place, value in grades.items():
        if value != int(value):
            raise InputError(f"{name} of {place} is {value:g}; grades are whole numbers from 0 to {most}")
    return {place: int(value) for place, value in grades.items()}


def _fused(value: Any, region: str, segments: Mapping[str, str]) -> tuple[str, ...]:
    if isinstance(value, bool):
        return tuple(name for name, upper in segments.items() if value and upper not in ("occiput", "C1"))
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list | tuple | set | frozenset):
        example = [*segments][-1]
        raise InputError(f"fusion is {value!r}; it must be a list of segments, such as [{example!r}], or True for all")
    _check_places("fusion", wanted, region, segments)
    return tuple(name for name in segments if name in wanted)


def _flexion(value: Any, region: str, stiff: Collection[str]) -> float:
    if region not in FLEXION_DEG:
        if isinstance(value, Real) and value == 0:
            return 0.0
        raise InputError(f"the region ‘{region}’ of this model does not bend: try ‘cervical’ or ‘lumbar’")
    degrees = _number("flexion_deg", value, *FLEXION_DEG[region])
    segments = [segment(upper) for upper in bending(region)]
    held = [name for name in segments if name in stiff]
    if degrees and held == segments:
        raise InputError(f"a spine that is stiff from {held[0]} to {held[-1]} cannot bend by {degrees:g} degrees")
    shares = column().flexion_shares
    left = 1 - sum(shares[name] for name in held) / sum(shares[name] for name in segments)
    least, most = (limit * left for limit in FLEXION_DEG[region])
    if not least <= degrees <= most:
        raise InputError(
            f"flexion_deg is {degrees:g}, but a spine that bone holds at {', '.join(held)} "
            f"bends from {least:.0f} to {most:.0f} degrees"
        )
    return degrees


def most_slip_mm(level: str, wedge_below: float) -> float:
    """How far a body can slip. In the neck the uncinate processes of a wedged body stand in the way of the next."""
    if level[0] != "C" or not wedge_below:
        return SLIP_MM[level[0]]
    return _ROOM_MM * (WEDGE["C"] - wedge_below)


def bending(region: str) -> tuple[str, ...]:
    """The upper bones of the segments that bend when a spine of this region does."""
    if region == "lumbar":
        return ORDER[ORDER.index("T12") : ORDER.index("sacrum")]
    return ORDER[: ORDER.index("T1")] if region in ("cervical", "whole") else ()

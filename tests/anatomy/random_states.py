"""Random states of the virtual spine: every argument of `spine`, alone and together, up to the limits of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from spinelab.anatomy import truth
from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.column import column
from spinelab.anatomy.levels import REGIONS, below, neighbours, segment
from spinelab.anatomy.state import asked

_LEFT_FOR_PANNUS_MM = 11.0  # what a healthy neck has behind the dens, less what must stay free


def random_state(rng: np.random.Generator, region: str) -> dict[str, Any]:
    """Keyword arguments of `spine` for a region, each there as often as not. All are possible together."""
    bodies = [level for level in REGIONS[region] if level[0] in "CTL" and level not in ("C1", "C2")]
    segments = [segment(upper) for upper, _ in neighbours(region)]
    discs = [name for name in segments if not name.startswith(("occiput", "C1"))]
    slipping = {segment(upper): upper for upper, _ in neighbours(region)}
    found: dict[str, Any] = {
        "osteoporosis": rng.uniform(),
        "facet_erosion": _some(rng, segments, lambda _: rng.uniform()),
        "slip_mm": _some(
            rng,
            [slipping[name] for name in discs],
            lambda level: rng.uniform(asked.SLIP_BACK_MM, asked.SLIP_MM[level[0]]),
        ),
        "wedge": _some(rng, bodies, lambda level: rng.uniform(_healthy_wedge(level), asked.WEDGE[level[0]])),
        "squaring": rng.uniform() if rng.integers(2) else _some(rng, bodies, lambda _: rng.uniform()),
        "syndesmophytes": _some(rng, discs, lambda _: int(rng.integers(4))),
        "fusion": tuple(_some(rng, segments, lambda _: True)),
    }
    if region in asked.FLEXION_DEG:
        found["flexion_deg"] = rng.uniform(*asked.FLEXION_DEG[region])
    if "C1" in REGIONS[region]:
        slip = rng.uniform(0, asked.ATLANTOAXIAL_SLIP_MM)
        found["atlantoaxial_slip_mm"] = slip
        found["settling_mm"] = rng.uniform(0, asked.SETTLING_MM)
        found["dens_erosion"] = rng.uniform()
        found["pannus_mm"] = rng.uniform(0, min(asked.PANNUS_MM, max(_LEFT_FOR_PANNUS_MM - slip, 0)))
    if "sacrum" in REGIONS[region]:
        found["sacroiliitis"] = {side: int(rng.integers(5)) for side in ("left", "right")}
    kept = {name: value for name, value in found.items() if rng.integers(2)}
    bridged = {name for name, step in kept.get("syndesmophytes", {}).items() if step == 3}
    for level in list(kept.get("slip_mm", {})):
        if segment(level) in bridged:
            del kept["slip_mm"][level]
    for level in kept.get("slip_mm", {}):
        most = asked.most_slip_mm(level, kept.get("wedge", {}).get(below(level), 0.0))
        kept["slip_mm"][level] = min(kept["slip_mm"][level], most)
    if "flexion_deg" in kept:
        shares = {name: column().flexion_shares[name] for name in map(segment, asked.bending(region))}
        free = sum(share for name, share in shares.items() if name not in {*kept.get("fusion", ()), *bridged})
        kept["flexion_deg"] *= free / sum(shares.values())
    return kept


def _healthy_wedge(level: str) -> float:
    return max(truth.wedge_percent(vertebra(level)) / 100, 0) + 0.01


def _some(rng: np.random.Generator, places: Sequence[str], drawn: Any) -> dict[str, Any]:
    """A value at a few places: one to four of them, as most are ill in one or two."""
    count = min(len(places), 1 + int(rng.integers(4)))
    return {str(place): drawn(str(place)) for place in rng.choice(places, count, replace=False)}

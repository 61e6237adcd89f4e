"""The mSASSS of a state, as a reader who sees everything would score it (Creemers2005)."""

from __future__ import annotations

from spinelab.anatomy.levels import neighbours, segment
from spinelab.anatomy.state.asked import State

_SCORED = ("C2", "C3", "C4", "C5", "C6", "C7", "T12", "L1", "L2", "L3", "L4", "L5")
_SQUARE = 0.5  # the share of squaring from which a lumbar body counts as square; neck bodies are square in health


def msasss(region: str, state: State) -> dict[str, int]:
    """The score of the front corners that stand in a region, 0 to 3 each, and `total`; 24 corners make 0 to 72."""
    found: dict[str, int] = {}
    for upper, lower in neighbours(region):
        if upper not in _SCORED:
            continue
        new_bone = state.syndesmophytes.get(segment(upper), 0)
        for level, corner in ((upper, "lower"), (lower, "upper")):
            square = level[0] in "TL" and upper[0] in "TL" and state.squaring.get(level, 0) >= _SQUARE
            found[f"{level} {corner}"] = max(new_bone, int(square))
    return {**found, "total": sum(found.values())}

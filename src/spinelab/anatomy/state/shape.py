"""The shape of each bone in a state of disease, in the bone's own axes."""

from __future__ import annotations

from typing import NamedTuple

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.levels import ORDER, segment
from spinelab.anatomy.state.asked import State
from spinelab.anatomy.state.bodies import brittle, corners_eroded, partly, squared, wedged
from spinelab.anatomy.state.erosion import dens_eroded, facets_eroded, sacroiliac_eroded


class _Harm(NamedTuple):
    """What a state does to one bone, thinning aside."""

    squaring: float
    wedge: float
    upper_corner: bool
    lower_corner: bool
    superior_facets: float
    inferior_facets: float
    dens: float
    left_sacroiliac: int
    right_sacroiliac: int


def shaped(level: str, state: State) -> Bone:
    """A bone as the state has left it, before it is put in its place."""
    over, under = _segments(level)
    harm = _Harm(
        state.squaring.get(level, 0.0),
        state.wedge.get(level, 0.0),
        state.syndesmophytes.get(over) == 1,
        state.syndesmophytes.get(under) == 1,
        state.facet_erosion.get(over, 0.0),
        state.facet_erosion.get(under, 0.0),
        state.dens_erosion if level == "C2" else 0.0,
        state.sacroiliitis.get("left", 0) if level in ("sacrum", "ilium_left") else 0,
        state.sacroiliitis.get("right", 0) if level in ("sacrum", "ilium_right") else 0,
    )
    bone = _harmed(level, harm)
    return partly(bone, _brittle(level, harm), state.osteoporosis) if state.osteoporosis else bone


# A slider changes one thing at a time: what stays as it was is not worked out again.
@kept(BONES)
def _harmed(level: str, harm: _Harm) -> Bone:
    bone = partly(vertebra(level), _squared(level), harm.squaring) if harm.squaring else vertebra(level)
    bone = wedged(bone, harm.wedge)
    if harm.upper_corner:
        bone = corners_eroded(bone, "upper")
    if harm.lower_corner:
        bone = corners_eroded(bone, "lower")
    bone = facets_eroded(bone, "superior", harm.superior_facets)
    bone = facets_eroded(bone, "inferior", harm.inferior_facets)
    bone = dens_eroded(bone, harm.dens)
    bone = sacroiliac_eroded(bone, "left", harm.left_sacroiliac)
    return sacroiliac_eroded(bone, "right", harm.right_sacroiliac)


@kept(BONES)
def _squared(level: str) -> Bone:
    return squared(vertebra(level))


@kept(BONES)
def _brittle(level: str, harm: _Harm) -> Bone:
    return brittle(_harmed(level, harm))


def _segments(level: str) -> tuple[str, str]:
    """The names of the segments above and below a bone; empty where there is none."""
    if level not in ORDER:
        return "", ""
    at = ORDER.index(level)
    return segment(ORDER[at - 1]) if at else "", segment(level) if at + 1 < len(ORDER) else ""

"""The levels of the spine in order, its regions, and the names of its segments."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

Region = Literal["cervical", "thoracic", "lumbar", "whole"]

ORDER = (
    *("occiput", "C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    "sacrum",
)
ILIA = ("ilium_right", "ilium_left")
REGIONS: dict[str, tuple[str, ...]] = {
    "cervical": ORDER[: ORDER.index("T1") + 1],
    "thoracic": ORDER[ORDER.index("T1") : ORDER.index("L1") + 1],
    "lumbar": (*ORDER[ORDER.index("T12") :], *ILIA),
    "whole": (*ORDER, *ILIA),
}
_OTHER_NAMES = {
    **{"atlas": "C1", "axis": "C2", "dens": "C2", "atlas-axis": "C1-C2"},
    **{"c0": "occiput", "skull": "occiput", "c0-c1": "occiput-C1"},
    **{"s1": "sacrum", "l5-sacrum": "L5-S1"},
}


def in_this_course(place: object) -> str:
    """What a bone or a segment is called here that goes by another name: ‘C1’ for ‘atlas’. Others stay as they are."""
    return _OTHER_NAMES.get(str(place).casefold(), str(place))


def below(level: str) -> str:
    """The bone on which a bone stands."""
    return ORDER[ORDER.index(level) + 1]


def segment(upper: str) -> str:
    """The name of the segment under a level: ‘C3-C4’, ‘L5-S1’."""
    lower = below(upper)
    return f"{upper}-{'S1' if lower == 'sacrum' else lower}"


def neighbours(region: str) -> list[tuple[str, str]]:
    """Pairs of bones of a region that stand on each other."""
    return list(pairwise(level for level in ORDER if level in REGIONS[region]))

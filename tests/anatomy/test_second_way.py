"""`Spine.truth()` against a second, independent way of measuring the same meshes: within half a millimetre.

A percentage counts by the millimetres that it means, an angle by what it lifts the end of a plate of 15 mm. Where an
eroded corner is gone, or an arch has bent after a slip, there is no longer one place from which to measure: those
bodies and canals are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from spinelab.anatomy import Spine, spine
from spinelab.anatomy.levels import REGIONS, below, segment

from .random_states import random_state
from .second_way import second_way

AGREE_MM = 0.5
PLATE_MM = 15.0


def differences(ill: Spine, state: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """By how many mm the two ways differ, measure by measure."""
    truth, second, healthy = ill.truth(), second_way(ill), _healthy(ill.region)
    gone = {level for name, step in state.get("syndesmophytes", {}).items() if step == 1 for level in _bodies(name)}
    bent = {level for upper in state.get("slip_mm", {}) for level in (upper, below(upper))}
    for name, value in second.items():
        if name == "canal_mm":
            for level, depth in value.items():
                if level not in bent:
                    yield f"{name} {level}", depth - truth[name][level]
        elif name == "slip_mm":
            for level, slip in value.items():
                yield f"{name} {level}", slip - healthy[name][level] - truth[name][level]
        elif name == "wedge_percent":
            for level, share in value.items():
                marks = ill.bones[level].landmarks
                back = float(np.linalg.norm(marks["upper back corner"] - marks["lower back corner"]))
                if level not in gone:
                    yield f"{name} {level}", (share - truth[name][level]) / 100 * back
        elif name.endswith("_deg"):
            if not gone:
                yield name, np.radians(value - truth[name]) * PLATE_MM
        else:
            yield name, value - truth[name]


def _bodies(name: str) -> tuple[str, str]:
    upper, lower = name.split("-")
    return upper, lower.replace("S1", "sacrum")


@lru_cache
def _healthy(region: str) -> dict[str, Any]:
    return second_way(spine(region))

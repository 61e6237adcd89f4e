"""`Spine.truth()` against a second, independent way of measuring the same meshes: within half a millimetre.

A percentage counts by the millimetres that it means, an angle by what it lifts the end of a plate of 15 mm. Left out is
what has no longer one place from which to measure: bodies with an eroded corner, or so crushed that the end of the
plate runs into the wall; canals whose arch has bent to follow a slip; the pedicles of the axis where the atlas has sunk
so far that they give way; and its lower plate where thin bone has sagged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from spinelab.anatomy import Spine, spine
from spinelab.anatomy.levels import REGIONS, below

from .random_states import random_state
from .second_way import second_way

AGREE_MM = 0.5
PLATE_MM = 15.0
SUNK_MM, THIN = 5.0, 0.5


def differences(ill: Spine, state: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """By how many mm the two ways differ, measure by measure."""
    truth, second, healthy = ill.truth(), second_way(ill), _healthy(ill.region)
    gone = {level for name, step in state.get("syndesmophytes", {}).items() if step == 1 for level in _bodies(name)}
    gone |= {level for level, share in state.get("wedge", {}).items() if share > _crushed(level)}
    bent = {level for upper in state.get("slip_mm", {}) for level in (upper, below(upper))}
    if state.get("settling_mm", 0) > SUNK_MM:
        bent.add("C2")
        second.pop("ranawat_mm", None)
    if state.get("osteoporosis", 0) > THIN:
        second.pop("redlund_johnell_mm", None)
    for name, value in second.items():
        if name.endswith("_deg"):
            if not gone:
                yield name, np.radians(value - truth[name]) * PLATE_MM
        elif not isinstance(value, dict):
            yield name, value - truth[name]
        elif name == "canal_mm":
            yield from ((f"{name} {at}", one - truth[name][at]) for at, one in value.items() if at not in bent)
        elif name == "slip_mm":
            yield from ((f"{name} {at}", one - healthy[name][at] - truth[name][at]) for at, one in value.items())
        else:
            for at in value.keys() - gone:
                yield f"{name} {at}", (value[at] - truth[name][at]) / 100 * _back_mm(ill, at)


def _crushed(level: str) -> float:
    """The share of wedging above which a body is left out: less where bodies are small."""
    return 0.3 if level[0] == "C" or level in ("T1", "T2") else 0.4


def _back_mm(ill: Spine, level: str) -> float:
    marks = ill.bones[level].landmarks
    return float(np.linalg.norm(marks["upper back corner"] - marks["lower back corner"]))


def _bodies(name: str) -> tuple[str, str]:
    upper, lower = name.split("-")
    return upper, lower.replace("S1", "sacrum")


@lru_cache
def _healthy(region: str) -> dict[str, Any]:
    return second_way(spine(region))


@pytest.mark.parametrize("region", REGIONS)
def test_in_health_both_ways_agree(region: str) -> None:
    found = dict(differences(spine(region), {}))
    assert {name.split()[0] for name in found} >= {"canal_mm", "slip_mm", "wedge_percent"}
    assert {name: value for name, value in found.items() if abs(value) > AGREE_MM} == {}


@pytest.mark.parametrize(
    "state",
    [
        *({"atlantoaxial_slip_mm": float(slip)} for slip in range(1, 13)),
        *({"settling_mm": float(sunk)} for sunk in range(1, 9)),
        *({"flexion_deg": float(bent)} for bent in (-25, -10, 10, 25, 40)),
        *({"dens_erosion": share} for share in (0.2, 0.5, 0.8, 1.0)),
        *({"wedge": {"C5": share}, "squaring": share} for share in (0.1, 0.2, 0.3)),
        *({"slip_mm": {"C4": slip}} for slip in (-4.0, -2.0, 2.0, 4.0, 8.0)),
        {"osteoporosis": 1.0},
        {"pannus_mm": 6.0, "fusion": True, "syndesmophytes": {"C3-C4": 3, "C4-C5": 2}},
    ],
    ids=str,
)
def test_one_change_of_the_neck_is_measured_alike(state: dict[str, Any]) -> None:
    found = differences(spine("cervical", **state), state)
    assert {name: value for name, value in found if abs(value) > AGREE_MM} == {}


@pytest.mark.parametrize(
    ("start", "count", "most"), [(0, 32, AGREE_MM), pytest.param(1000, 300, 0.75, marks=pytest.mark.full)]
)
def test_random_states_are_measured_alike(start: int, count: int, most: float) -> None:
    """Of many thousand measures, one in a thousand may differ by a little more: a corner that is hard to place."""
    apart, all_of_them = [], 0
    for number in range(start, start + count):
        region = list(REGIONS)[number % len(REGIONS)]
        state = random_state(np.random.default_rng(number), region)
        for name, value in differences(spine(region, **state), state):
            all_of_them += 1
            if abs(value) > AGREE_MM:
                apart.append((abs(value), f"state {number}, spine({region!r}, **{state}): {name} {value:+.2f}"))
    assert len(apart) <= all_of_them / 1000, "\n".join(words for _, words in apart)
    assert max(apart, default=(0.0, ""))[0] <= most, max(apart)


@pytest.mark.parametrize("level", ["T12", "L4"])
def test_a_bone_that_stands_elsewhere_is_measured_elsewhere(level: str) -> None:
    """The second way sees what the meshes show: a body carried forward has slipped for both ways alike."""
    healthy = spine("lumbar")
    away = healthy.bones[level].landmarks["upper front corner"] - healthy.bones[level].landmarks["upper back corner"]
    carried = healthy.bones[level].moved(np.eye(3), 3 * away / np.linalg.norm(away))
    slipped = Spine("lumbar", {**healthy.bones, level: carried})
    assert second_way(slipped)["slip_mm"][level] - _healthy("lumbar")["slip_mm"][level] == pytest.approx(3, abs=0.2)


def test_landmarks_that_lie_elsewhere_are_found_out() -> None:
    """Were the stored corners of a body a millimetre too low, the two ways would differ."""
    healthy = spine("lumbar")
    bone = healthy.bones["L3"]
    wrong = {**bone.landmarks, "upper front corner": bone.landmarks["upper front corner"] - [0, 0, 1.0]}
    told = Spine("lumbar", {**healthy.bones, "L3": replace(bone, landmarks=wrong)})
    assert [name for name, value in differences(told, {}) if abs(value) > AGREE_MM] == ["wedge_percent L3"]

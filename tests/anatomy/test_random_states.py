"""Random states of the whole model: every surface is sound, no bone touches the next, and what is asked for is met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from spinelab.anatomy import spine
from spinelab.anatomy.clearance import gap, inside
from spinelab.anatomy.levels import REGIONS
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.scene import soft_tissues
from spinelab.anatomy.standing import Spine
from spinelab.anatomy.state.asked import State

from .random_states import random_state

NEAR_MM = 0.05
COUNTS = [(0, 16), *(pytest.param(100 * part, 100, marks=pytest.mark.full) for part in range(1, 11))]


def drawn(number: int) -> tuple[str, dict[str, Any]]:
    """The region and the state of a number; regions take turns."""
    region = list(REGIONS)[number % len(REGIONS)]
    return region, random_state(np.random.default_rng(number), region)


@pytest.mark.parametrize(("start", "count"), COUNTS)
def test_a_random_state_is_sound_open_and_met(start: int, count: int) -> None:
    faults = []
    for number in range(start, start + count):
        region, state = drawn(number)
        ill = spine(region, **state)
        found = [*_unsound(ill), *_touching(ill), *_missed(ill, state)]
        if found:
            faults.append(f"state {number}, spine({region!r}, **{state}): {'; '.join(found)}")
    assert not faults, "\n".join(faults)


def _unsound(ill: Spine) -> Iterator[str]:
    """Surfaces that are open, inside out, not finite, or whose labels do not fit."""
    for level, bone in ill.bones.items():
        yield from _faulty(level, bone.vertices, bone.triangles)
        yield from _faulty(f"{level} under its cortex", bone.inner.vertices, bone.inner.triangles)
        if bone.structure_of.shape != (len(bone.vertices),) or bone.structure_of.max() >= len(bone.structures):
            yield f"{level} has vertices without a name"
        if not all(np.isfinite(at).all() for at in bone.landmarks.values()):
            yield f"{level} has landmarks that are nowhere"
    for tissue in soft_tissues(ill):
        yield from _faulty(tissue.name, tissue.mesh.vertices, tissue.mesh.triangles)


def _faulty(name: str, vertices: np.ndarray, triangles: np.ndarray) -> Iterator[str]:
    if not np.isfinite(vertices).all():
        yield f"{name} is not finite"
    if not _closed(np.ascontiguousarray(triangles, np.int64).tobytes()):
        yield f"{name} is not closed"
    p = np.asarray(vertices - vertices.mean(axis=0), float)[triangles]
    if np.einsum("ij,ij->", p[:, 0], np.cross(p[:, 1], p[:, 2])) <= 0:
        yield f"{name} has no volume"


@lru_cache(maxsize=512)
def _closed(triangles: bytes) -> bool:
    """Whether each edge is met once in each direction."""
    corners = np.frombuffer(triangles, np.int64).reshape(-1, 3)
    many = corners.max() + 1
    tail, head = corners.ravel(), np.roll(corners, -1, axis=1).ravel()
    forward, backward = np.sort(tail * many + head), np.sort(head * many + tail)
    return bool((np.diff(forward) > 0).all() and (forward == backward).all())


def _touching(ill: Spine) -> Iterator[str]:
    joints = ill.neighbours()
    if "sacrum" in ill.bones:
        joints += [("sacrum", "ilium_right"), ("sacrum", "ilium_left")]
    for one, other in joints:
        between = gap(ill.bones[one], ill.bones[other])
        if between <= 0:
            yield f"{one} touches {other} ({between:.2f} mm)"


def _missed(ill: Spine, state: dict[str, Any]) -> Iterator[str]:
    for name, value, wanted in _asked_and_found(ill, state):
        if abs(value - wanted) > NEAR_MM:
            yield f"{name} is {value:.2f}, asked for {wanted:.2f}"


def _asked_and_found(ill: Spine, state: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    found, healthy = ill.truth(), _healthy(ill.region)
    if "adi_mm" in found:
        yield "ADI", found["adi_mm"], healthy["adi_mm"] + state.get("atlantoaxial_slip_mm", 0)
        yield "Ranawat", found["ranawat_mm"], healthy["ranawat_mm"] - state.get("settling_mm", 0)
        yield "pannus", found["pannus_mm"], state.get("pannus_mm", 0)
    for level, slip in state.get("slip_mm", {}).items():
        yield f"slip of {level}", found["slip_mm"][level], slip
    for level, share in state.get("wedge", {}).items():
        yield f"wedge of {level}", found["wedge_percent"][level], 100 * share


@lru_cache
def _healthy(region: str) -> dict[str, Any]:
    return spine(region).truth()


def test_random_states_come_near_every_limit_and_together() -> None:
    states = [drawn(number)[1] for number in range(400)]
    assert all(any(argument.name in state for state in states) for argument in fields(State))
    assert max(state.get("atlantoaxial_slip_mm", 0) for state in states) > 11
    assert max(state.get("flexion_deg", 0) for state in states) > 35
    assert min(state.get("flexion_deg", 0) for state in states) < -20
    assert max(len(state) for state in states) >= 10
    assert min(len(state) for state in states) <= 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda bone: replace(bone, triangles=bone.triangles[:-1]), "C4 is not closed"),
        (lambda bone: replace(bone, vertices=bone.vertices * [1, 1, np.nan]), "C4 is not finite"),
        (lambda bone: replace(bone, triangles=bone.triangles[:, ::-1]), "C4 has no volume"),
        (lambda bone: replace(bone, structures=bone.structures[:1]), "C4 has vertices without a name"),
        (
            lambda bone: replace(bone, inner=Mesh(bone.inner.vertices, bone.inner.triangles[1:])),
            "C4 under its cortex is not closed",
        ),
        (lambda bone: bone.moved(np.eye(3), np.array([0, 0, -5.0])), "C4 touches C5"),
    ],
)
def test_a_fault_is_found(fault: Any, said: str) -> None:
    healthy = spine("cervical")
    broken = type(healthy)("cervical", {**healthy.bones, "C4": fault(healthy.bones["C4"])})
    check = _touching if "touches" in said else _unsound
    assert any(words.startswith(said) for words in check(broken))


def test_a_request_that_is_not_met_is_found() -> None:
    state = {"atlantoaxial_slip_mm": 6.0, "slip_mm": {"C4": 3.0}}
    assert list(_missed(spine("cervical", **state), state)) == []
    missed = list(_missed(spine("cervical", **state), {"atlantoaxial_slip_mm": 5.9, "slip_mm": {"C5": 3.0}}))
    assert [words.split(" is ")[0] for words in missed] == ["ADI", "slip of C5"]


@pytest.mark.parametrize("number", range(8))
def test_the_bone_under_the_cortex_stays_inside(number: int) -> None:
    region, state = drawn(number)
    for level, bone in spine(region, **state).bones.items():
        within = inside(bone.inner.vertices, bone.vertices.astype(float)[bone.triangles])
        assert within.mean() > 0.999, level

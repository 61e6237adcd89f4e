"""Joints that follow a slip: where two bones meet, both give way, so that their joint stays open.

A vertex near the neighbour goes along with the joint; farther away it goes along less and less. A vertex at rest at
the distance r goes along by the share w(r), which falls from 1 at 3 mm so slowly that what is lost of the move,
(1 - w)·d, is always less than r: no gap closes. Towards its other neighbour a bone keeps its shape.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed
from spinelab.anatomy.bone import Bone
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.levels import ORDER
from spinelab.anatomy.state.asked import SLIP_MM
from spinelab.anatomy.state.posture import on_top
from spinelab.anatomy.state.smooth import smooth_step

Array = NDArray[np.float64]
Side = Literal["above", "below"]
_ALL_MM = 3.0  # nearer than this to the neighbour, bone goes along all the way
_SLOPE = 1.3  # mm of distance over which a move of 1 mm fades
_OTHER_MM = (3.0, 11.0)  # from the bone on its other side: from where on a bone begins to go along, and goes wholly
_LOWER_MM = 4.0  # how far the lower bone gives way at most; the arch of the upper bone lags behind by the rest
_BEHIND_MM = (3.0, 7.0)  # behind the corners of the plates, which lie within the back wall: where the arch begins
_DENS_MM = (6.0, 9.0)  # from the median plane: the dens and the anterior arch do not give way, lateral masses do
_ARCH_Y_MM = -12.0


def giving_way(upper: Bone, lower: Bone, carried: Array) -> tuple[Bone, Bone]:
    """Both bones, in their own axes, after the upper one was carried by (3,) mm in the axes of the lower one."""
    length = float(np.linalg.norm(carried))
    if not length:
        return upper, lower
    of_lower = min(0.5, _LOWER_MM / length)
    back = -(1 - of_lower) * (on_top(upper.level).turn.T @ carried)
    fade = _SLOPE * length
    return (
        _shifted(upper, back, _nearness(upper.level, "below"), fade),
        _shifted(lower, of_lower * carried, _nearness(lower.level, "above"), fade),
    )


@dataclass(frozen=True)
class _Near:
    """How near the neighbour is, mm, and how freely it moves: for each outer and inner vertex, then each landmark."""

    distance: Array
    free: Array


def _shifted(bone: Bone, by: Array, near: _Near, fade: float) -> Bone:
    weight = near.free * np.clip(1 - (near.distance - _ALL_MM) / fade, 0, 1)
    moves = weight[:, None] * (bone.turn @ by)
    outer, inner, marks = np.split(moves, np.cumsum([len(bone.vertices), len(bone.inner.vertices)]))
    return replace(
        bone,
        vertices=(bone.vertices + outer).astype(np.float32),
        inner=packed.Mesh(bone.inner.vertices + inner, bone.inner.triangles),
        landmarks={name: at + step for (name, at), step in zip(bone.landmarks.items(), marks, strict=True)},
    )


@kept(BONES, most=48)
def _nearness(level: str, side: Side) -> _Near:
    """How near a bone is to the neighbour on one side at rest, and how freely it gives way there."""
    bone = packed.load(level)
    points = np.concatenate([bone.outer.vertices, bone.inner.vertices, list(bone.landmarks.values())])
    free = _arch(points, level, side, bone)
    if level == "C1" or (level == "C2" and side == "above"):
        free[-len(bone.landmarks) :] = 0  # what is measured between them was asked for
    elif level == "C2":
        free[-len(bone.landmarks) :] *= ["pedicle" not in name for name in bone.landmarks]  # Ranawat was asked for
    moving = np.flatnonzero(free)
    distance = np.full(len(points), np.inf)
    distance[moving] = _to_neighbour(points[moving], level, side)
    other: Side = "above" if side == "below" else "below"
    free[moving] *= _rising(_to_neighbour(points[moving], level, other), *_OTHER_MM)
    return _Near(distance, free)


def _arch(points: Array, level: str, side: Side, bone: packed.PackedBone) -> Array:
    if level == "C1" or (level == "C2" and side == "above"):
        beside = _rising(np.abs(points[:, 0]), *_DENS_MM)
        return np.asarray(np.maximum(beside, _rising(-points[:, 1], -_ARCH_Y_MM, -_ARCH_Y_MM + 3)))
    corner = "lower back corner" if side == "below" else "upper back corner"
    return _rising(float(bone.landmarks[corner][1]) - points[:, 1], *_BEHIND_MM)


def _rising(values: Array, start: float, end: float) -> Array:
    """From 0 at the start to 1 at the end."""
    return smooth_step((values - start) / (end - start))


def _to_neighbour(points: Array, level: str, side: Side) -> Array:
    """From each point of a bone to the nearest vertex of the bone above or below it, mm; inf where it is far."""
    at = ORDER.index(level) + (1 if side == "below" else -1)
    if not 0 <= at < len(ORDER):
        return np.full(len(points), np.inf)
    surface = packed.load(ORDER[at]).outer.vertices
    if side == "below":
        place = on_top(level)
        surface = (surface - place.shift) @ place.turn
    else:
        place = on_top(ORDER[at])
        surface = surface @ place.turn.T + place.shift
    far = _ALL_MM + _SLOPE * SLIP_MM.get(level[0], SLIP_MM["L"])
    found = np.full(len(points), np.inf)
    low, high = points.min(axis=0) - far, points.max(axis=0) + far
    target = surface[((surface > low) & (surface < high)).all(axis=1)].astype(np.float32)
    if not len(target):
        return found
    low, high = target.min(axis=0) - far, target.max(axis=0) + far
    close = np.flatnonzero(((points > low) & (points < high)).all(axis=1))
    squares = (target**2).sum(axis=1)
    for rows in np.array_split(close, len(close) // 500 + 1):
        mine = points[rows].astype(np.float32)
        apart = (mine**2).sum(axis=1) + (squares[:, None] - 2 * (target @ mine.T)).min(axis=0)
        found[rows] = np.sqrt(np.clip(apart, 0, None))
    return found

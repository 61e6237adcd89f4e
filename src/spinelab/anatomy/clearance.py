"""How far apart two bones stand: the smallest gap, negative where one enters the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone

Array = NDArray[np.float64]
_NEAR = 6.0  # mm: farther gaps are not told apart
_CANDIDATES = 16


def gap(one: Bone, other: Bone) -> float:
    """The smallest distance between the vertices of each bone and the surface of the other, mm; at most 6."""
    return min(_reach(one, other), _reach(other, one))


def _reach(one: Bone, other: Bone) -> float:
    points = one.vertices.astype(float)
    vertices, triangles = other.vertices.astype(float), other.triangles.astype(np.int64)
    low, high = vertices.min(axis=0) - _NEAR, vertices.max(axis=0) + _NEAR
    points = points[((points > low) & (points < high)).all(axis=1)]
    if not len(points):
        return _NEAR
    corners = vertices[triangles]
    kept = (
        (corners.max(axis=1) > points.min(axis=0) - _NEAR) & (corners.min(axis=1) < points.max(axis=0) + _NEAR)
    ).all(axis=1)
    corners = corners[kept]
    if not len(corners):
        return _NEAR
    middles = corners.mean(axis=1)
    least = _NEAR
    for chunk in np.array_split(points, len(points) // 500 + 1):
        far = ((chunk[:, None] - middles) ** 2).sum(axis=2)
        near = np.argpartition(far, min(_CANDIDATES, len(middles) - 1), axis=1)[:, :_CANDIDATES]
        distance, height = (np.stack(each) for each in zip(*[_from(chunk, corners[i]) for i in near.T], strict=True))
        # Where triangles are equally near, at an edge or a corner, they tell inside from outside together.
        side = np.where(distance <= distance.min(axis=0) + 1e-6, height, 0).sum(axis=0)
        signed = np.sign(side) * distance.min(axis=0)
        least = min(least, float(signed.min()))
    return least


def _from(points: Array, corners: Array) -> tuple[Array, Array]:
    """How far each point is from its triangle, and how high it stands over the triangle's plane."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    normal = np.cross(b - a, c - a)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
    height = np.einsum("ij,ij->i", points - a, normal)
    foot = points - height[:, None] * normal
    inside = np.ones(len(points), bool)
    for p, q in ((a, b), (b, c), (c, a)):
        inside &= np.einsum("ij,ij->i", np.cross(q - p, foot - p), normal) >= 0
    edge = np.min([_to_segment(points, p, q) for p, q in ((a, b), (b, c), (c, a))], axis=0)
    return np.where(inside, np.abs(height), edge), height


def _to_segment(points: Array, start: Array, end: Array) -> Array:
    step = end - start
    share = np.einsum("ij,ij->i", points - start, step) / (np.einsum("ij,ij->i", step, step) + 1e-12)
    return np.asarray(np.linalg.norm(points - start - np.clip(share, 0, 1)[:, None] * step, axis=1))

"""How far apart two bones stand: the smallest gap, negative where one enters the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]
_NEAR = 6.0  # mm: farther gaps are not told apart
_CELL = 5.0  # mm: cells in which points and triangles are compared together
_FIRST_TRIED = 40  # pairs of cells that bound the gap for all others
# Rays that ask whether a point lies inside run along the last row: aslant, as bones have edges along their own axes.
_ASLANT = np.linalg.qr(np.array([[0.61, 0.33, 0.72], [-0.45, 0.88, 0.11], [0.58, 0.29, -0.76]]))[0].T


def gap(one: Bone, other: Bone) -> float:
    """The smallest distance between the vertices of each bone and the surface of the other, mm; at most 6.

    Negative where a vertex lies inside the other bone: then how deep the deepest one lies.
    """
    return min(_reach(one, other), _reach(other, one))


def _reach(one: Bone, other: Bone) -> float:
    points, vertices = one.vertices.astype(float), other.vertices.astype(float)
    points = points[_within(points, vertices, _NEAR)]
    if not len(points):
        return _NEAR
    corners = vertices[other.triangles]
    low, high = points.min(axis=0) - _NEAR, points.max(axis=0) + _NEAR
    near = corners[((corners.max(axis=1) > low) & (corners.min(axis=1) < high)).all(axis=1)]
    if not len(near):
        return _NEAR
    shared = points[_within(points, vertices, 0.0)]
    entered = shared[inside(shared, corners)]
    if len(entered):
        return -_depth(entered, near)
    return min(_NEAR, _least(points, near))


def _within(points: Array, others: Array, margin: float) -> NDArray[np.bool_]:
    """Which points lie in the box about others, widened by a margin."""
    low, high = others.min(axis=0) - margin, others.max(axis=0) + margin
    return np.asarray(((points > low) & (points < high)).all(axis=1))


def inside(points: Array, corners: Array) -> NDArray[np.bool_]:
    """Which points lie in the closed surface of triangles (m, 3, 3): a ray leaves it once more often than it enters."""
    if not len(points):
        return np.zeros(0, bool)
    p, c = points @ _ASLANT.T, corners @ _ASLANT.T
    order = np.argsort(p[:, 0])
    across = p[order, 0]
    first = np.searchsorted(across, c[:, :, 0].min(axis=1))
    count = np.searchsorted(across, c[:, :, 0].max(axis=1)) - first
    triangle = np.repeat(np.arange(len(c)), count)
    point = order[np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - first, count)]
    y = p[point, 1]
    kept = (c[:, :, 1].min(axis=1)[triangle] < y) & (c[:, :, 1].max(axis=1)[triangle] > y)
    point, triangle = point[kept], triangle[kept]
    side = c[triangle] - p[point][:, None]
    u, v, w = (side[:, i, 0] * side[:, j, 1] - side[:, j, 0] * side[:, i, 1] for i, j in ((1, 2), (2, 0), (0, 1)))
    area = u + v + w
    met = ((u > 0) & (v > 0) & (w > 0)) | ((u < 0) & (v < 0) & (w < 0))
    met &= (u * side[:, 0, 2] + v * side[:, 1, 2] + w * side[:, 2, 2]) * np.sign(area) > 0
    return np.bincount(point[met], np.sign(area[met]), len(points)) > 0.5


def _least(points: Array, corners: Array) -> float:
    """The smallest distance from a point to a triangle, mm. Only neighbours that can be the nearest are compared."""
    middles = corners.mean(axis=1)
    radii = np.linalg.norm(corners - middles[:, None], axis=2).max(axis=1)
    of_point, of_triangle = _cells(points), _cells(middles)
    low, high = (ufunc.reduceat(points[of_point.order], of_point.first) for ufunc in (np.minimum, np.maximum))
    floor, roof = (
        ufunc.reduceat(edge(corners[of_triangle.order], axis=1), of_triangle.first)
        for ufunc, edge in ((np.minimum, np.min), (np.maximum, np.max))
    )
    apart = np.zeros((len(low), len(floor)))  # between the boxes of the cells, squared
    for i in range(3):
        apart += np.maximum(np.maximum(low[:, i, None] - roof[:, i], floor[:, i] - high[:, i, None]), 0) ** 2
    likely = np.argpartition(apart, min(_FIRST_TRIED, apart.size - 1), axis=None)[:_FIRST_TRIED]
    point, triangle = _members(of_point, of_triangle, likely)
    least = np.linalg.norm(points[point] - middles[triangle], axis=1).min()
    point, triangle = _members(of_point, of_triangle, np.flatnonzero(apart <= least**2))
    possible = np.linalg.norm(points[point] - middles[triangle], axis=1) <= least + radii[triangle]
    return float(_from(points[point[possible]], corners[triangle[possible]]).min())


class _Cells(NamedTuple):
    """Members in the order of their cells, and where in that order each cell begins and how many it has."""

    order: Numbers
    first: Numbers
    size: Numbers


def _cells(at: Array) -> _Cells:
    """Points (n, 3) by the cells of a grid that they lie in; cells without any are left out."""
    place = np.floor((at - at.min(axis=0)) / _CELL).astype(np.int64)
    high, wide, _ = place.max(axis=0) + 1
    key = place[:, 0] + high * (place[:, 1] + wide * place[:, 2])
    order = np.argsort(key, kind="stable")
    _, first, count = np.unique(key[order], return_index=True, return_counts=True)
    return _Cells(order, first, count)


def _members(one: _Cells, other: _Cells, pairs: Numbers) -> tuple[Numbers, Numbers]:
    """Every member of a cell with every member of another, for pairs of cells numbered row by row."""
    a, b = np.divmod(pairs, len(other.first))
    each = one.size[a] * other.size[b]
    pair = np.repeat(np.arange(len(pairs)), each)
    i, j = np.divmod(np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each), other.size[b][pair])
    return one.order[one.first[a][pair] + i], other.order[other.first[b][pair] + j]


def _depth(points: Array, corners: Array) -> float:
    """How far the deepest of points inside lies from the surface, mm."""
    return max(float(_from(np.broadcast_to(point, (len(corners), 3)), corners).min()) for point in points)


def _from(points: Array, corners: Array) -> Array:
    """How far each point is from its triangle."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    normal = np.cross(b - a, c - a)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
    height = np.einsum("ij,ij->i", points - a, normal)
    foot = points - height[:, None] * normal
    over = np.ones(len(points), bool)
    for p, q in ((a, b), (b, c), (c, a)):
        over &= np.einsum("ij,ij->i", np.cross(q - p, foot - p), normal) >= 0
    edge = np.min([_to_segment(points, p, q) for p, q in ((a, b), (b, c), (c, a))], axis=0)
    return np.asarray(np.where(over, np.abs(height), edge))


def _to_segment(points: Array, start: Array, end: Array) -> Array:
    step = end - start
    share = np.einsum("ij,ij->i", points - start, step) / (np.einsum("ij,ij->i", step, step) + 1e-12)
    return np.asarray(np.linalg.norm(points - start - np.clip(share, 0, 1)[:, None] * step, axis=1))

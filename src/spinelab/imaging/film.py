"""Path lengths of parallel rays through closed meshes, exact for the mesh: the physics of a simulated film.

The length inside a closed surface is the sum, over the triangles that a ray crosses, of their signed depth. Along a row
of pixels that sum is a broken line, and it breaks only where the row crosses an edge of the mesh. So each crossing adds
a step and a change of slope to one pixel, and a running sum over the row gives every length. Both triangles of an
edge share its crossings, so no pixel is counted twice or missed.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_THIN = 1e-7  # square pixels: a triangle seen so exactly edge-on that no pixel can fall into it


@dataclass(frozen=True)
class Body:
    """A closed mesh: vertices (n, 3) in mm, triangles (m, 3) facing outward, and attenuation per mm.

    `per_mm` is one number, or one for each triangle where several closed surfaces are kept as one body.
    """

    vertices: Array
    triangles: NDArray[np.integer[Any]]
    per_mm: float | Array = 1.0


@dataclass(frozen=True)
class Frame:
    """Where a film lies. `corner` (mm) is the middle of its first pixel; rows run down, columns along `right`.

    `right`, `up` and `near` (3,) are at right angles; rays run along `near`.
    """

    right: Array
    up: Array
    near: Array
    corner: tuple[float, float]
    shape: tuple[int, int]
    pixel_mm: float

    def place(self, points: Array) -> Array:
        """Column, row (pixels) and depth (mm, larger is nearer to the viewer) of points (n, 3)."""
        points = np.asarray(points, float)
        scale = 1 / self.pixel_mm
        across = (points @ self.right - self.corner[0]) * scale
        down = (self.corner[1] - points @ self.up) * scale
        return np.stack([across, down, points @ self.near], axis=-1)

    def part(self, rows: slice, columns: slice) -> Frame:
        """A piece of the film."""
        corner = self.corner[0] + columns.start * self.pixel_mm, self.corner[1] - rows.start * self.pixel_mm
        return replace(self, corner=corner, shape=(rows.stop - rows.start, columns.stop - columns.start))


class Darkroom:
    """Films of parts that mostly stay as they are: what did not move since the last films is not worked out again."""

    def __init__(self, keep: int = 96) -> None:
        self._keep = keep
        self._done: OrderedDict[bytes, tuple[slice, slice, NDArray[np.float32]]] = OrderedDict()

    def attenuation(self, groups: Sequence[Sequence[Body]], frame: Frame) -> NDArray[np.float32]:
        """What `path_lengths` gives for all groups together, each worked out over its own piece of the film."""
        total = np.zeros(frame.shape, np.float32)
        for bodies in groups:
            rows, columns, piece = self._piece(bodies, frame)
            total[rows, columns] += piece
        return total

    def _piece(self, bodies: Sequence[Body], frame: Frame) -> tuple[slice, slice, NDArray[np.float32]]:
        key = hashlib.blake2b(repr((frame.corner, frame.shape, frame.pixel_mm)).encode(), digest_size=16)
        for values in (frame.right, frame.up, *(value for body in bodies for value in (body.vertices, body.per_mm))):
            key.update(np.ascontiguousarray(values).data)
        key.update(repr([len(body.triangles) for body in bodies]).encode())
        name = key.digest()
        if name not in self._done:
            at = [frame.place(body.vertices) for body in bodies]
            rows, columns = (_span([one[:, axis] for one in at], frame.shape[1 - axis]) for axis in (1, 0))
            piece = path_lengths(bodies, frame.part(rows, columns)).astype(np.float32)
            self._done[name] = rows, columns, piece
            while len(self._done) > self._keep:
                self._done.popitem(last=False)
        self._done.move_to_end(name)
        return self._done[name]


def _span(places: Sequence[Array], size: int) -> slice:
    """The rows or columns of a film on which something falls, and one more on each side."""
    low = min(max(int(min(one.min() for one in places)) - 2, 0), size)
    return slice(low, min(max(int(max(one.max() for one in places)) + 3, low), size))


def path_lengths(bodies: Sequence[Body], frame: Frame) -> Array:
    """For each pixel the lengths (mm) inside the bodies, each times its `per_mm`. ValueError for an open mesh."""
    if not bodies:
        return np.zeros(frame.shape)
    mesh = _mesh_of(bodies)
    at = frame.place(np.concatenate([body.vertices for body in bodies]))
    per_mm = np.concatenate([np.broadcast_to(body.per_mm, len(body.triangles)) for body in bodies])
    return _swept(at, mesh, _planes(at, mesh.corners, per_mm), frame.shape)


def merged(bodies: Sequence[Body]) -> Body:
    """Several bodies as one, each surface with its own attenuation."""
    first = np.cumsum([0, *(len(body.vertices) for body in bodies)])
    return Body(
        np.concatenate([body.vertices for body in bodies]),
        np.concatenate([body.triangles + start for body, start in zip(bodies, first, strict=False)]),
        np.concatenate([np.broadcast_to(body.per_mm, len(body.triangles)) for body in bodies]),
    )


def _swept(at: Array, mesh: _Mesh, planes: tuple[Array, Array, Array], shape: tuple[int, int]) -> Array:
    high, wide = shape
    column, row = at[:, 0].copy(), at[:, 1].copy()
    below = np.clip(np.ceil(row), 0, high).astype(np.int64)  # the first row of pixels under each vertex
    one, other = below[mesh.ends[0]], below[mesh.ends[1]]
    crossed = np.flatnonzero(one != other)
    one, other = one[crossed], other[crossed]
    start, count = np.minimum(one, other), np.abs(one - other)
    first, last = mesh.ends[0, crossed], mesh.ends[1, crossed]
    r0, r1 = row[first], row[last]
    u0 = column[first]
    slope = (column[last] - u0) / (r1 - r0)
    u0 -= r0 * slope
    sign = np.where(r1 > r0, 1.0, -1.0)
    before, after = mesh.beside[0, crossed], mesh.beside[1, crossed]
    a, b, c = ((plane[before] - plane[after]) * sign for plane in planes)
    rows = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - start, count)
    columns = np.clip(np.ceil(np.repeat(u0, count) + rows * np.repeat(slope, count)), 0, wide).astype(np.int64)
    pixel = rows * (wide + 1) + columns
    size = high * (wide + 1)
    step = np.bincount(pixel, np.repeat(a, count) + np.repeat(c, count) * rows, size).reshape(high, wide + 1)
    bend = np.bincount(pixel, np.repeat(b, count), size).reshape(high, wide + 1)
    total = np.cumsum(bend, axis=1)
    total *= np.arange(wide + 1)
    total += np.cumsum(step, axis=1)
    return np.asarray(total[:, :wide])


def _planes(at: Array, corners: NDArray[np.int32], per_mm: Array) -> tuple[Array, Array, Array]:
    """Depth as a + b·column + c·row over each triangle, times its attenuation; zero for those seen edge-on."""
    u, v, d = (np.ascontiguousarray(at[:, i]) for i in range(3))
    i, j, k = corners
    pu, pv, pd = u[i], v[i], d[i]
    qu, qv, qd, ru, rv, rd = u[j] - pu, v[j] - pv, d[j] - pd, u[k] - pu, v[k] - pv, d[k] - pd
    area = qu * rv - ru * qv
    thin = np.abs(area) < _THIN
    share = np.where(thin, 0.0, per_mm) / np.where(thin, 1.0, area)
    b = (qd * rv - rd * qv) * share
    c = (qu * rd - ru * qd) * share
    return np.where(thin, 0.0, pd * per_mm) - b * pu - c * pv, b, c


@dataclass(frozen=True)
class _Mesh:
    """How several surfaces hang together: corners (3, m) of triangles, and of each edge its two ends (2, e) and the
    triangles (2, e) that run along it forward and backward.
    """

    corners: NDArray[np.int32]
    ends: NDArray[np.int32]
    beside: NDArray[np.int32]


def _mesh_of(bodies: Sequence[Body]) -> _Mesh:
    """The meshes of bodies as one; a slider shows the same meshes again and again, so it is kept with them."""
    triangles = tuple(body.triangles for body in bodies)
    key = tuple(map(id, triangles))
    kept = _KNOWN.get(key)
    if kept is None or any(one is not other for one, other in zip(kept[0], triangles, strict=True)):
        points = np.cumsum([0, *(len(body.vertices) for body in bodies)])
        faces = np.cumsum([0, *map(len, triangles)])
        edges = [_edges(np.ascontiguousarray(one, np.int64).tobytes()) for one in triangles]
        mesh = _Mesh(
            _joined(triangles, points),
            _joined([ends for ends, _ in edges], points),
            _joined([by for _, by in edges], faces),
        )
        kept = triangles, mesh
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = kept
    return kept[1]


def _joined(rows: Sequence[NDArray[np.integer[Any]]], starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """Rows of numbers, each counted on from where its body starts, turned to lie in columns."""
    return np.concatenate([one.T + start for one, start in zip(rows, starts, strict=False)], axis=1).astype(np.int32)


_KNOWN: dict[tuple[int, ...], tuple[tuple[NDArray[np.integer[Any]], ...], _Mesh]] = {}
_MOST_KNOWN = 48


def _edges(triangles: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each edge once: its ends (e, 2), and the triangles that run along it forward and backward (e, 2)."""
    corners = np.frombuffer(triangles, np.int64).reshape(-1, 3)
    tail, head = corners.ravel(), np.roll(corners, -1, axis=1).ravel()
    owner = np.repeat(np.arange(len(corners)), 3)
    key = np.minimum(tail, head) * (int(corners.max()) + 1) + np.maximum(tail, head)
    order = np.lexsort((tail > head, key))
    if len(order) % 2 or (key[order[::2]] != key[order[1::2]]).any() or (tail[order[::2]] > head[order[::2]]).any():
        raise ValueError("the mesh is not closed: some edge does not belong to two triangles that run opposite ways")
    forward, backward = order[::2], order[1::2]
    if (tail[backward] < head[backward]).any():
        raise ValueError("the mesh is not closed: some edge does not belong to two triangles that run opposite ways")
    ends = np.stack([tail[forward], head[forward]], axis=1)
    return ends, np.stack([owner[forward], owner[backward]], axis=1)

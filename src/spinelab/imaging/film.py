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
from functools import lru_cache
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
    body = merged(bodies)
    edges = [_edges_of(one.triangles) for one in bodies]
    points = np.cumsum([0, *(len(one.vertices) for one in bodies)])
    faces = np.cumsum([0, *(len(one.triangles) for one in bodies)])
    ends = np.concatenate([pair[0] + start for pair, start in zip(edges, points, strict=False)])
    beside = np.concatenate([pair[1] + start for pair, start in zip(edges, faces, strict=False)])
    at = frame.place(body.vertices)
    planes = _planes(at, body.triangles, np.asarray(body.per_mm))
    return _swept(at, ends, beside, planes, frame.shape)


def merged(bodies: Sequence[Body]) -> Body:
    """Several bodies as one, each surface with its own attenuation."""
    first = np.cumsum([0, *(len(body.vertices) for body in bodies)])
    return Body(
        np.concatenate([body.vertices for body in bodies]),
        np.concatenate([body.triangles + start for body, start in zip(bodies, first, strict=False)]),
        np.concatenate([np.broadcast_to(body.per_mm, len(body.triangles)) for body in bodies]),
    )


def _swept(
    at: Array,
    ends: NDArray[np.int64],
    beside: NDArray[np.int64],
    planes: tuple[Array, Array, Array],
    shape: tuple[int, int],
) -> Array:
    high, wide = shape
    column, row = at[:, 0].copy(), at[:, 1].copy()
    r0, r1 = row[ends[:, 0]], row[ends[:, 1]]
    start = np.clip(np.ceil(np.minimum(r0, r1)), 0, high).astype(np.int64)
    count = np.clip(np.ceil(np.maximum(r0, r1)), 0, high).astype(np.int64) - start
    crossed = np.flatnonzero(count)
    start, count, r0, r1 = start[crossed], count[crossed], r0[crossed], r1[crossed]
    u0 = column[ends[crossed, 0]]
    slope = (column[ends[crossed, 1]] - u0) / (r1 - r0)
    u0 -= r0 * slope
    sign = np.where(r1 > r0, 1.0, -1.0)
    before, after = beside[crossed, 0], beside[crossed, 1]
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


def _planes(at: Array, triangles: NDArray[np.integer[Any]], per_mm: Array) -> tuple[Array, Array, Array]:
    """Depth as a + b·column + c·row over each triangle, times its attenuation; zero for those seen edge-on."""
    u, v, d = (np.ascontiguousarray(at[:, i]) for i in range(3))
    i, j, k = (np.ascontiguousarray(triangles[:, n]) for n in range(3))
    pu, pv, pd = u[i], v[i], d[i]
    qu, qv, qd, ru, rv, rd = u[j] - pu, v[j] - pv, d[j] - pd, u[k] - pu, v[k] - pv, d[k] - pd
    area = qu * rv - ru * qv
    thin = np.abs(area) < _THIN
    share = np.where(thin, 0.0, per_mm) / np.where(thin, 1.0, area)
    b = (qd * rv - rd * qv) * share
    c = (qu * rd - ru * qd) * share
    return np.where(thin, 0.0, pd * per_mm) - b * pu - c * pv, b, c


def _edges_of(triangles: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The edges of a mesh; a slider shows the same mesh again and again, so they are kept with it."""
    kept = _KNOWN.get(id(triangles))
    if kept is None or kept[0] is not triangles:
        kept = triangles, _edges(np.ascontiguousarray(triangles, np.int64).tobytes())
        if len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[id(triangles)] = kept
    return kept[1]


_KNOWN: dict[int, tuple[NDArray[np.integer[Any]], tuple[NDArray[np.int64], NDArray[np.int64]]]] = {}
_MOST_KNOWN = 256


@lru_cache(maxsize=128)
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

"""Path lengths of parallel rays through closed meshes, exact for the mesh: the physics of a simulated film.

The length inside a closed surface is the sum, over the triangles that a ray crosses, of their signed depth. Along a row
of pixels that sum is a broken line: it bends where the row crosses an edge of the mesh, and nowhere else. So each
crossing adds its bend to one pixel, and two running sums over the row give every length. Both triangles of an edge
share its crossings, so no pixel is counted twice or missed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.intp]
_AT_HAND_BYTES = 5 << 19
_EDGE_ON = 1e-7  # square pixels: a triangle into which no pixel can fall


@dataclass(frozen=True, eq=False)
class Body:
    """A closed mesh: vertices (n, 3) in mm, triangles (m, 3) facing outward, and attenuation per mm.

    `per_mm` is one number, or one for each triangle where several closed surfaces are kept as one body.
    """

    vertices: NDArray[np.floating[Any]]
    triangles: NDArray[np.integer[Any]]
    per_mm: float | Array = 1.0


@dataclass(frozen=True, eq=False)
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

    def place(self, points: NDArray[np.floating[Any]]) -> Array:
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
    """Films of parts that mostly stay as they are: what did not move since the last films is not worked out again.

    It keeps the pieces of the last film, and of earlier ones up to `keep_mb` in all.
    """

    def __init__(self, keep_mb: float = 3) -> None:
        # glibc hands memory back after each film and fetches it again page by page, a sixth of a film's time. Once a
        # larger block was freed it keeps twice as much at hand (mallopt(3), M_TRIM_THRESHOLD).
        np.empty(_AT_HAND_BYTES, np.uint8)
        self._room = keep_mb * 1e6
        self._done: OrderedDict[tuple[object, ...], _Piece] = OrderedDict()

    def attenuation(self, groups: Sequence[Sequence[Body]], frame: Frame) -> Array:
        """What `path_lengths` gives for all groups together, each worked out over its own piece of the film.

        The vertices of bodies are kept to see what has moved, so nobody can write to them any more.
        """
        high, wide = frame.shape
        total = np.zeros((wide + 2, high))
        laid = frame.corner, frame.shape, frame.pixel_mm, frame.right.tobytes(), frame.up.tobytes()
        for number, bodies in enumerate(groups):
            piece = self._piece((number, _mesh_of(bodies), *laid), bodies, frame)
            total[piece.columns.start : piece.columns.stop + 2, piece.rows] += piece.bends
        while self._room < 0 and len(self._done) > len(groups):
            _, oldest = self._done.popitem(last=False)
            self._room += oldest.nbytes
        return _summed(total)

    def _piece(self, key: tuple[object, ...], bodies: Sequence[Body], frame: Frame) -> _Piece:
        known = self._done.pop(key, None)
        if known is None or not known.shows(bodies):
            self._room += known.nbytes if known else 0
            known = _piece(bodies, frame)
            self._room -= known.nbytes
        self._done[key] = known
        return known


@dataclass(frozen=True, eq=False)
class _Piece:
    """The rows and columns of a film on which bodies fall, how lengths bend there, and the bodies as they stood."""

    rows: slice
    columns: slice
    bends: NDArray[np.float32]
    stood: tuple[tuple[NDArray[np.floating[Any]], float | Array], ...]

    def shows(self, bodies: Sequence[Body]) -> bool:
        return all(
            np.array_equal(vertices, body.vertices) and np.array_equal(per_mm, body.per_mm)
            for (vertices, per_mm), body in zip(self.stood, bodies, strict=True)
        )

    @property
    def nbytes(self) -> int:
        return self.bends.nbytes + sum(vertices.nbytes for vertices, _ in self.stood)


def _piece(bodies: Sequence[Body], frame: Frame) -> _Piece:
    for body in bodies:
        body.vertices.flags.writeable = False
    at = _placed(bodies, frame)
    rows, columns = _span(at[1], frame.shape[0]), _span(at[0], frame.shape[1])
    at[0] -= columns.start
    at[1] -= rows.start
    bends = _bends(at, bodies, (rows.stop - rows.start, columns.stop - columns.start))
    return _Piece(rows, columns, bends.astype(np.float32), tuple((body.vertices, body.per_mm) for body in bodies))


def _span(places: Array, size: int) -> slice:
    """The rows or columns of a film on which something falls, and one more on each side."""
    low = min(max(int(places.min()) - 2, 0), size)
    return slice(low, min(max(int(places.max()) + 3, low), size))


def path_lengths(bodies: Sequence[Body], frame: Frame) -> Array:
    """For each pixel the lengths (mm) inside the bodies, each times its `per_mm`. ValueError for an open mesh."""
    return _summed(_bends(_placed(bodies, frame), bodies, frame.shape)) if bodies else np.zeros(frame.shape)


def _placed(bodies: Sequence[Body], frame: Frame) -> Array:
    """Columns, rows and depths (3, n) of all vertices."""
    return np.ascontiguousarray(frame.place(np.concatenate([body.vertices for body in bodies])).T)


def _summed(bends: Array) -> Array:
    """Lengths (high, wide) from their bends (wide + 2, high), which are used up."""
    slope = bends[0].copy()
    for before, column in pairwise(bends):
        slope += column
        np.add(before, slope, out=column)
    return bends[:-2].T


def merged(bodies: Sequence[Body]) -> Body:
    """Several bodies as one, each surface with its own attenuation."""
    first = np.cumsum([0, *(len(body.vertices) for body in bodies)])
    return Body(
        np.concatenate([body.vertices for body in bodies]),
        np.concatenate([body.triangles + start for body, start in zip(bodies, first, strict=False)]),
        np.concatenate([np.broadcast_to(body.per_mm, len(body.triangles)) for body in bodies]),
    )


def _bends(at: Array, bodies: Sequence[Body], shape: tuple[int, int]) -> Array:
    """Second differences (wide + 2, high) of the lengths along each row.

    Where an edge is crossed, at the column u, the length does not jump, since both triangles are as deep there; its
    slope changes by some b. The first pixel k to the right sees b·(k - u) of that, and each further one b more. Only
    where a wall seen edge-on meets the edge there is a jump, as high as the edge is deep.
    """
    high, wide = shape
    column, row, depth = at
    mesh = _mesh_of(bodies)
    slope, edge_on = _slopes(at, mesh.corners.astype(np.intp))
    faces = np.cumsum([0, *(len(body.triangles) for body in bodies)]).tolist()
    for body, start, end in zip(bodies, faces, faces[1:], strict=False):
        slope[start:end] *= body.per_mm
    below = np.clip(np.ceil(row), 0, high).astype(np.intp)  # the first row of pixels under each vertex
    start, end = below.take(mesh.ends.astype(np.intp))
    crossed = np.flatnonzero(start != end)
    start, end = start[crossed], end[crossed]
    first, last = mesh.ends.take(crossed, axis=1).astype(np.intp)
    before, after = mesh.beside.take(crossed, axis=1).astype(np.intp)
    sign, top, count = np.sign(end - start), np.minimum(start, end), np.abs(end - start)
    place, rows = _on_rows(top, count, row[first], row[last], column[first], column[last])
    right = np.clip(np.ceil(place), 0, wide)
    pixel = right.astype(np.intp)
    pixel *= high
    pixel += rows
    right -= place
    bend = np.repeat((slope[before] - slope[after]) * sign, count)
    size = high * (wide + 2)
    further = np.bincount(pixel, bend, size)
    bend *= right
    here = np.bincount(pixel, bend, size)
    if edge_on.any():
        walls = np.flatnonzero(edge_on[before] != edge_on[after])
        one, other, top, count = first[walls], last[walls], top[walls], count[walls]
        place, rows = _on_rows(top, count, row[one], row[other], column[one], column[other])
        deep, _ = _on_rows(top, count, row[one], row[other], depth[one], depth[other])
        per_mm = np.concatenate([np.broadcast_to(body.per_mm, len(body.triangles)) for body in bodies])
        jump = (sign * per_mm[before] * np.where(edge_on[before], -1, 1))[walls]
        pixel = rows + high * np.clip(np.ceil(place), 0, wide).astype(np.intp)
        here += np.bincount(pixel, deep * np.repeat(jump, count), size)
    further -= here
    here[high:] += further[:-high]
    return np.asarray(here, float).reshape(wide + 2, high)


def _on_rows(
    top: Whole, count: Whole, row: Array, last_row: Array, value: Array, last_value: Array
) -> tuple[Array, Whole]:
    """What runs straight from a value at one row to another at a last row, on the `count` whole rows from `top` on.

    Returns the values, line after line, and the row of each.
    """
    rows = np.arange(count.sum())
    rows -= np.repeat(np.cumsum(count) - count - top, count)
    lean = (last_value - value) / (last_row - row)
    found = np.repeat(lean, count)
    found *= rows
    found += np.repeat(value - row * lean, count)
    return np.asarray(found), rows


def _slopes(at: Array, corners: Whole) -> tuple[Array, NDArray[np.bool_]]:
    """How much deeper (mm a pixel to the right) each triangle lies, 0 for one seen edge-on; and which are."""
    (pu, qu, ru), (pv, qv, rv), (pd, qd, rd) = at.take(corners, axis=1)
    for corner, of_first in ((qu, pu), (ru, pu), (qv, pv), (rv, pv), (qd, pd), (rd, pd)):
        corner -= of_first
    area = qu * rv - ru * qv
    edge_on = np.abs(area) < _EDGE_ON
    area[edge_on] = np.inf
    return np.asarray((qd * rv - rd * qv) / area), edge_on


@dataclass(frozen=True, eq=False)
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

"""From a field to a closed mesh: sample near the surface, march through tetrahedra, project, thin out, check.

Marching tetrahedra needs no case table and never leaves a hole, so the only build dependency is the one that thins
the mesh out (fast-simplification: quadric edge collapse).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.build.field import Field
from spinelab.anatomy.build.primitives import Array

Triangles = NDArray[np.int64]
_BLOCKS = (8, 4, 2)
_STEEPEST = 2.0  # no part's field changes faster than this many mm per mm away from its creases

# The six tetrahedra of a cube that share its main diagonal; corner k of the cube is (k & 1, k >> 1 & 1, k >> 2).
_TETRAHEDRA = np.array([[0, 1, 3, 7], [0, 3, 2, 7], [0, 2, 6, 7], [0, 6, 4, 7], [0, 4, 5, 7], [0, 5, 1, 7]])


def extract(field: Field, spacing: float, depth: float = 0.0) -> tuple[Array, Triangles]:
    """The surface of a field, or the one `depth` mm under it: vertices and triangles that face outward."""
    origin = field.low - 2 * spacing
    counts = np.ceil((field.high - field.low + 4 * spacing) / spacing / _BLOCKS[0]).astype(int)
    live = np.stack(np.meshgrid(*[np.arange(n) for n in counts], indexing="ij"), axis=-1).reshape(-1, 3)
    for size, next_size in zip(_BLOCKS, (*_BLOCKS[1:], 1), strict=True):
        reach = 0.5 * np.sqrt(3) * size * spacing * _STEEPEST
        centres = origin + (live + 0.5) * size * spacing
        live = live[np.abs(field.value(centres, reach) + depth) < reach]
        parts = size // next_size
        inner = np.stack(np.meshgrid(*[np.arange(parts)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
        live = (live[:, None] * parts + inner).reshape(-1, 3)
    shape = counts * _BLOCKS[0] + 1
    strides = np.array([shape[1] * shape[2], shape[2], 1])
    corners = np.array([[k & 1, k >> 1 & 1, k >> 2] for k in range(8)])
    ids = live @ strides
    grid = np.unique((ids[:, None] + corners @ strides).ravel())
    where = np.stack(np.unravel_index(grid, shape), axis=1)
    chunks = np.array_split(where, len(where) // 100_000 + 1)
    values = np.concatenate([field.value(origin + chunk * spacing) for chunk in chunks]) + depth
    values = np.where(values == 0, 1e-9, values)
    corner_at = np.searchsorted(grid, ids[:, None] + corners @ strides)
    inside = values[corner_at] < 0
    crossed = inside.any(axis=1) & ~inside.all(axis=1)
    vertices, triangles = _march(corner_at[crossed][:, _TETRAHEDRA].reshape(-1, 4), where, values)
    return origin + vertices * spacing, triangles


def _march(tetrahedra: Triangles, where: NDArray[np.int64], values: Array) -> tuple[Array, Triangles]:
    inside = values[tetrahedra] < 0
    count = inside.sum(axis=1)
    faces: list[NDArray[np.int64]] = []
    for wanted in (1, 2, 3):
        some = tetrahedra[count == wanted]
        order = np.argsort(~inside[count == wanted], axis=1, kind="stable")
        a, b, c, d = np.take_along_axis(some, order, axis=1).T
        if wanted == 1:
            faces.append(np.stack([a, b, a, c, a, d], axis=1))
        elif wanted == 3:
            faces.append(np.stack([a, d, b, d, c, d], axis=1))
        else:
            faces.append(np.stack([a, c, a, d, b, d], axis=1))
            faces.append(np.stack([a, c, b, d, b, c], axis=1))
    ends = np.sort(np.concatenate(faces).reshape(-1, 2), axis=1)
    key = ends[:, 0] * len(values) + ends[:, 1]
    unique, triangles = np.unique(key, return_inverse=True)
    start, end = unique // len(values), unique % len(values)
    share = values[start] / (values[start] - values[end])
    # Kept off the grid points, so that no triangle has length zero.
    share = np.clip(share, 0.02, 0.98)[:, None]
    vertices = where[start] * (1 - share) + where[end] * share
    triangles = triangles.reshape(-1, 3)
    inward = where[np.where(values[start] < 0, start, end)] - vertices
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    facing = np.einsum("ij,ij->i", np.cross(b - a, c - a), inward[triangles].mean(axis=1))
    wrong = facing > 0
    triangles[wrong] = triangles[wrong][:, ::-1]
    return vertices, triangles


def project(field: Field, vertices: Array, depth: float = 0.0, times: int = 3, most: float = 0.3) -> Array:
    """Vertices moved onto the surface (or onto the level `depth` mm under it), at most `most` mm each time."""
    for _ in range(times):
        value = field.value(vertices) + depth
        slope = field.slope(vertices)
        size = (slope * slope).sum(axis=1) + 1e-6
        step = value / np.sqrt(size)
        vertices = vertices - (np.clip(step, -most, most) / np.sqrt(size))[:, None] * slope
    return vertices


def without_crumbs(vertices: Array, triangles: Triangles, least: float = 20.0) -> tuple[Array, Triangles]:
    """The surface without closed pieces smaller than `least` mm³, such as the marrow of a thin spike."""
    start, end = _edges(triangles).T
    piece = np.arange(len(vertices))
    while True:
        new = piece.copy()
        np.minimum.at(new, start, piece[end])
        new = new[new]
        if np.array_equal(new, piece):
            break
        piece = new
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    part = np.einsum("ij,ij->i", a, np.cross(b, c)) / 6
    whole = np.bincount(piece[triangles[:, 0]], part, minlength=len(vertices))
    used, kept = np.unique(triangles[np.abs(whole)[piece[triangles[:, 0]]] >= least], return_inverse=True)
    return vertices[used], kept.reshape(-1, 3)


def evened(vertices: Array, triangles: Triangles, times: int = 3) -> Array:
    """Vertices moved towards the middle of their neighbours, so that triangles are of even size."""
    start, end = _edges(triangles).T
    count = np.bincount(start, minlength=len(vertices))[:, None]
    for _ in range(times):
        middle = np.stack([np.bincount(start, vertices[end, i], minlength=len(vertices)) for i in range(3)], axis=1)
        vertices = 0.4 * vertices + 0.6 * middle / count
    return vertices


def thinned(vertices: Array, triangles: Triangles, wanted: int) -> tuple[Array, Triangles]:
    """About `wanted` triangles that keep the shape. Needs fast-simplification."""
    import fast_simplification

    if len(triangles) <= wanted:
        return vertices, triangles
    points, faces = fast_simplification.simplify(
        vertices.astype(np.float32), triangles.astype(np.int32), target_count=wanted, agg=6
    )
    return unpinched(points.astype(float), faces.astype(np.int64))


def halved(vertices: Array, triangles: Triangles, chosen: NDArray[np.bool_], longest: float) -> tuple[Array, Triangles]:
    """The surface with edges longer than `longest` mm halved in the triangles that touch chosen vertices.

    Neighbours are parted to match, so that a closed surface stays closed.
    """
    corner = np.arange(3)
    for _ in range(4):
        ends = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2)  # edge k runs from corner k to the next
        key = np.sort(ends, axis=2) @ [len(vertices), 1]
        length = np.linalg.norm(vertices[ends[:, :, 0]] - vertices[ends[:, :, 1]], axis=2)
        touched = np.asarray(chosen[triangles].any(axis=1))
        long = np.unique(key[(length > longest) & touched[:, None]])
        if not len(long):
            break
        middle = np.where(np.isin(key, long), len(vertices) + np.searchsorted(long, key), -1)
        one, other = long // len(vertices), long % len(vertices)
        vertices = np.vstack([vertices, (vertices[one] + vertices[other]) / 2])
        chosen = np.concatenate([chosen, chosen[one] | chosen[other]])
        # Each triangle is turned so that its first edges are the halved ones.
        count = (middle >= 0).sum(axis=1)
        whole = middle < 0
        first = np.where(count == 1, (~whole).argmax(axis=1), np.where(count == 2, whole.argmax(axis=1) + 1, 0))
        order = (first[:, None] + corner) % 3
        a, b, c = np.take_along_axis(triangles, order, axis=1).T
        p, q, r = np.take_along_axis(middle, order, axis=1).T
        parts = {
            0: ((a, b, c),),
            1: ((a, p, c), (p, b, c)),
            2: ((p, b, q), (a, p, q), (a, q, c)),
            3: ((a, p, r), (p, b, q), (r, q, c), (p, q, r)),
        }
        pieces = [np.stack(piece, axis=1)[count == n] for n, many in parts.items() for piece in many]
        triangles = np.concatenate(pieces)
    return vertices, triangles


def unpinched(vertices: Array, triangles: Triangles) -> tuple[Array, Triangles]:
    """The same surface with sheets parted that collapsing edges had welded together along an edge.

    Faces that cover each other are dropped; at an edge of four faces they are taken in pairs, and each vertex is
    given once to every fan of faces around it.
    """
    sheet = np.sort(triangles, axis=1)
    _, which, count = np.unique(sheet, axis=0, return_inverse=True, return_counts=True)
    triangles = triangles[count[which] == 1]
    edges = _edges(triangles)
    size = len(vertices)
    forward, backward = edges[:, 0] * size + edges[:, 1], edges[:, 1] * size + edges[:, 0]
    one, other = np.argsort(forward, kind="stable"), np.argsort(backward, kind="stable")
    if not np.array_equal(forward[one], backward[other]):
        return vertices, triangles
    faces = len(triangles)
    # The corners of half-edge e are corner[e] where it starts and corner_end[e] where it ends.
    corner = np.arange(3 * faces)
    corner_end = (corner + faces) % (3 * faces)
    left = np.concatenate([corner[one], corner_end[one]])
    right = np.concatenate([corner_end[other], corner[other]])
    fan = np.arange(3 * faces)
    while True:
        low = np.minimum(fan[left], fan[right])
        new = fan.copy()
        np.minimum.at(new, left, low)
        np.minimum.at(new, right, low)
        new = new[new]
        if np.array_equal(new, fan):
            break
        fan = new
    kept, index = np.unique(fan, return_inverse=True)
    old = triangles.T.ravel()
    return vertices[old[kept]], index.reshape(3, faces).T.copy()


def _edges(triangles: Triangles) -> Triangles:
    return np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])


def in_order(vertices: Array, triangles: Triangles) -> tuple[Array, Triangles]:
    """The same mesh with vertices sorted along z, y, x: the same bytes each time, and small when packed."""
    used = np.unique(triangles)
    vertices, triangles = vertices[used], np.searchsorted(used, triangles)
    order = np.lexsort(np.round(vertices, 4).T)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    triangles = rank[triangles]
    first = triangles.argmin(axis=1)
    triangles = np.take_along_axis(triangles, (first[:, None] + np.arange(3)) % 3, axis=1)
    return vertices[order], triangles[np.lexsort(triangles.T[::-1])]


def open_edges(triangles: Triangles) -> int:
    """How many edges are not shared by exactly two triangles that run along it in opposite directions."""
    edges = _edges(triangles)
    size = int(edges.max()) + 1
    forward = np.sort(edges[:, 0] * size + edges[:, 1])
    backward = np.sort(edges[:, 1] * size + edges[:, 0])
    single = len(np.unique(forward)) == len(forward)
    return 0 if single and np.array_equal(forward, backward) else max(1, int((forward != backward).sum()))


def volume(vertices: Array, triangles: Triangles) -> float:
    """The volume that a closed mesh encloses, mm³; positive when its triangles face outward."""
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)

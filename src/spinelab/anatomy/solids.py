"""Closed solids built ring by ring: stacks, tubes and smooth curves for what is not bone."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.packed import Mesh

Array = NDArray[np.float64]


def stack(centres: Array, half_breadth: Array, half_depth: Array, around: int = 28) -> Mesh:
    """A closed solid of level ellipses, one about each centre (k, 3)."""
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle), np.zeros(around)], axis=1)
    sizes = np.stack([half_breadth, half_depth, np.zeros(len(centres))], axis=1)
    return closed(centres[:, None, :] + ring[None] * sizes[:, None, :])


def tube(path: Array, half_breadth: Array, half_depth: Array, around: int = 12) -> Mesh:
    """A closed tube along a path (k, 3): `half_breadth` is measured sideways, `half_depth` at right angles to it."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    steep = np.abs(along[:, 2]) > 0.85
    sideways = np.where(steep[:, None], [1.0, 0, 0], np.cross(along, [0, 0, 1.0]))
    sideways -= along * np.einsum("ij,ij->i", sideways, along)[:, None]
    sideways /= np.linalg.norm(sideways, axis=1, keepdims=True)
    sideways *= np.where(np.einsum("ij,j->i", sideways, sideways[0]) < 0, -1, 1)[:, None]
    across = np.cross(along, sideways)
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    rings = path[:, None] + np.cos(angle)[None, :, None] * (sideways * half_breadth[:, None])[:, None]
    rings = rings + np.sin(angle)[None, :, None] * (across * half_depth[:, None])[:, None]
    return closed(rings)


def finer(values: Array, times: int = 2) -> Array:
    """A smooth curve through values (k, …), with `times` steps between neighbours (Catmull-Rom)."""
    values = np.asarray(values, float)
    return np.asarray(np.tensordot(_shares(len(values), times), values, 1))


@lru_cache(maxsize=32)
def _shares(count: int, times: int) -> Array:
    """What share each of `count` values has in each point of the smooth curve through them."""
    values = np.eye(count)
    ends = np.concatenate([2 * values[:1] - values[1:2], values, 2 * values[-1:] - values[-2:-1]])
    p, q, r, s = ends[:-3], ends[1:-2], ends[2:-1], ends[3:]
    found = []
    for t in np.arange(times) / times:
        found.append(0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3))
    return np.concatenate([np.stack(found, axis=1).reshape(-1, count), values[-1:]])


def closed(rings: Array) -> Mesh:
    """Rings of points (k, around, 3) as a closed surface: neighbours joined, both ends filled, facing outward."""
    vertices = np.vstack([rings.reshape(-1, 3), rings[0].mean(axis=0), rings[-1].mean(axis=0)])
    p = vertices[_faces(*rings.shape[:2], turned=False)]
    inward = np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum() < 0
    return Mesh(vertices, _faces(*rings.shape[:2], turned=bool(inward)))


@lru_cache(maxsize=64)
def _faces(levels: int, around: int, turned: bool) -> NDArray[np.int64]:
    i = np.arange(around)
    j = (i + 1) % around
    triangles: list[NDArray[np.int64]] = []
    for level in range(levels - 1):
        a, b, c, d = (level * around + i, level * around + j, (level + 1) * around + j, (level + 1) * around + i)
        triangles += [np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]
    first, last = levels * around, levels * around + 1
    triangles.append(np.stack([j, i, np.full(around, first)], axis=1))
    top = (levels - 1) * around
    triangles.append(np.stack([top + i, top + j, np.full(around, last)], axis=1))
    found = np.concatenate(triangles)[:, :: -1 if turned else 1].copy()
    found.flags.writeable = False  # every solid of this build gets the same array
    return found


def sheet(middle: Array, half_thickness: Array | float) -> Mesh:
    """A closed band about a grid of points (rows, across, 3): as thick on both sides as asked, thinner at its edges.

    `half_thickness` is one number or one for each row, mm. Two neighbouring rows that are one point each part the band
    in two without changing its triangles.
    """
    rows, across = middle.shape[:2]
    along, sideways = np.gradient(middle, axis=0), np.gradient(middle, axis=1)
    normal = np.cross(along, sideways)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-12
    edge = np.sqrt(np.clip(1.04 - np.linspace(-1, 1, across) ** 4, 0, None))
    half = np.broadcast_to(half_thickness, rows)[:, None] * edge
    normal *= half[:, :, None]
    return closed(np.concatenate([middle + normal, (middle - normal)[:, ::-1]], axis=1))

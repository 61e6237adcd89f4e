"""Points held to the surface of a bone: they follow it wherever it stands and whatever becomes of its shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone

Array = NDArray[np.float64]
_AT_ONCE = 400_000


@dataclass(frozen=True)
class Held:
    """Points (n) in triangles of a bone: `corners` (n, 3) are vertices, `share` (n, 3) their weights."""

    corners: NDArray[np.int64]
    share: Array

    def on(self, bone: Bone) -> Array:
        """Where the points are on the bone as it is now, (n, 3) mm."""
        return np.asarray(np.einsum("ij,ijk->ik", self.share, bone.vertices[self.corners].astype(float)))

    def some(self, which: NDArray[np.bool_]) -> Held:
        """A part of the points."""
        return Held(self.corners[which], self.share[which])


def met(bone: Bone, starts: Array, ways: Array, within_mm: float) -> tuple[Held, Array]:
    """Where rays (n) first meet a bone, and how far that is, mm; inf where one meets nothing within reach."""
    corners = bone.triangles.astype(np.int64)
    vertices = bone.vertices.astype(float)
    ends = np.concatenate([starts, starts + ways * within_mm])
    low, high = ends.min(axis=0) - 0.01, ends.max(axis=0) + 0.01
    at = vertices[corners]
    corners = corners[((at.max(axis=1) >= low) & (at.min(axis=1) <= high)).all(axis=1)]
    found, share = np.zeros((len(starts), 3), np.int64), np.zeros((len(starts), 3))
    far = np.full(len(starts), np.inf)
    if not len(corners):
        return Held(found, share), far
    a = vertices[corners[:, 0]]
    ab, ac = vertices[corners[:, 1]] - a, vertices[corners[:, 2]] - a
    for part in np.array_split(np.arange(len(starts)), len(starts) * len(corners) // _AT_ONCE + 1):
        way, offset = ways[part, None], starts[part, None] - a
        across, other = np.cross(way, ac), np.cross(offset, ab)
        scale = np.einsum("nmk,mk->nm", across, ab)
        flat = np.abs(scale) < 1e-12
        scale = np.where(flat, 1, scale)
        u = np.einsum("nmk,nmk->nm", offset, across) / scale
        v = np.einsum("nmk,nmk->nm", other, np.broadcast_to(way, other.shape)) / scale
        t = np.einsum("nmk,mk->nm", other, ac) / scale
        hit = ~flat & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (t > 0) & (t <= within_mm)
        t = np.where(hit, t, np.inf)
        best = t.argmin(axis=1)
        rows = np.arange(len(part))
        far[part], found[part] = t[rows, best], corners[best]
        share[part] = np.stack([1 - u[rows, best] - v[rows, best], u[rows, best], v[rows, best]], axis=1)
    return Held(found, share), far

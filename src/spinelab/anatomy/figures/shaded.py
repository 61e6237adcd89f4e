"""Shaded pictures of meshes with numpy alone: a depth buffer, two lamps, and shade in the hollows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spinelab.anatomy.bone import Bone
    from spinelab.anatomy.packed import Mesh

View = Literal["above", "below", "front", "behind", "left", "right"]
Array = NDArray[np.float64]

# Where screen-right and screen-up point in the body (x right, y anterior, z up).
SCREEN: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "above": ((1, 0, 0), (0, 1, 0)),
    "below": ((-1, 0, 0), (0, 1, 0)),
    "front": ((-1, 0, 0), (0, 0, 1)),
    "behind": ((1, 0, 0), (0, 0, 1)),
    "left": ((0, -1, 0), (0, 0, 1)),
    "right": ((0, 1, 0), (0, 0, 1)),
    "front left above": ((-0.8, -0.6, 0), (-0.3, -0.4, 0.87)),
    "behind right above": ((0.8, 0.55, 0), (-0.25, 0.35, 0.9)),
}
BONE = np.array([0.93, 0.87, 0.75])
_FARTHEST = 1e9


@dataclass(frozen=True)
class Shaded:
    """A finished view: `rgb` (h, w, 3) from 0 to 1, `vertex_at` (h, w) the nearest vertex or -1, and the projection."""

    rgb: Array
    vertex_at: NDArray[np.int64]
    scale: float
    centre: Array
    axes: Array

    def on_screen(self, points: Array) -> Array:
        """Screen x, y in pixels (y down) and depth in mm (larger is nearer) of points (n, 3)."""
        height, width = self.vertex_at.shape
        local = (np.atleast_2d(points) - self.centre) @ self.axes
        return np.stack([width / 2 + local[:, 0] * self.scale, height / 2 - local[:, 1] * self.scale, local[:, 2]], 1)


def screen_axes(view: str) -> Array:
    """Columns: screen right, screen up, towards the eye."""
    right, up = (np.array(axis, float) for axis in SCREEN[view])
    right /= np.linalg.norm(right)
    up -= right * (up @ right)
    up /= np.linalg.norm(up)
    return np.stack([right, up, np.cross(right, up)], axis=1)


def surfaces(bones: Sequence[Bone | Mesh]) -> tuple[Array, NDArray[np.int64]]:
    """The meshes of several bones and discs as one: vertices (n, 3) mm, and triangles."""
    starts = np.cumsum([0, *[len(bone.vertices) for bone in bones]])
    triangles = [np.asarray(bone.triangles, np.int64) + at for bone, at in zip(bones, starts[:-1], strict=True)]
    return np.vstack([np.asarray(bone.vertices, float) for bone in bones]), np.vstack(triangles)


def vertex_normals(vertices: Array, triangles: NDArray[np.int64]) -> Array:
    """Outward unit normals (n, 3), weighted by the area of the triangles around."""
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    normals = np.stack(
        [np.bincount(triangles.ravel(), np.repeat(face[:, i], 3), minlength=len(vertices)) for i in range(3)], axis=1
    )
    return np.asarray(normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12))


def shade(
    vertices: Array,
    triangles: NDArray[np.int64],
    view: str,
    width: int,
    height: int,
    scale: float | None = None,
    colours: Array | None = None,
    centre: Array | None = None,
    fine: int = 2,
    background: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> Shaded:
    """A picture of a closed mesh. `scale` is pixels per mm; without it the mesh fills the picture.

    `fine` renders that many times larger and averages down.
    """
    axes = screen_axes(view)
    if centre is None:
        centre = (vertices.max(axis=0) + vertices.min(axis=0)) / 2
    local = (vertices - centre) @ axes
    if scale is None:
        spread = np.abs(local).max(axis=0) * 2.08
        scale = float(min(width / spread[0], height / spread[1]))
    wide, high = width * fine, height * fine
    screen = np.stack(
        [wide / 2 + local[:, 0] * scale * fine, high / 2 - local[:, 1] * scale * fine, local[:, 2]], axis=1
    )
    depth, which, weight = _nearest(screen, triangles, wide, high)
    seen = which >= 0
    normals = vertex_normals(vertices, triangles) @ axes
    corners = triangles[which[seen]]
    share = weight[seen]
    normal = np.einsum("nk,nkd->nd", share, normals[corners])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    normal[:, 2] = np.abs(normal[:, 2])
    tint = BONE if colours is None else np.einsum("nk,nkd->nd", share, colours[corners])
    hollow = 0.55 * _openness(depth, 5 * scale * fine, scale * fine) + 0.45 * _openness(
        depth, 1.6 * scale * fine, scale * fine
    )
    open_ = hollow[seen]
    key, fill = np.array([-0.45, 0.6, 0.66]), np.array([0.75, -0.15, 0.5])
    key, fill = key / np.linalg.norm(key), fill / np.linalg.norm(fill)
    lit = np.clip(normal @ key, 0, None)
    half = key + np.array([0, 0, 1])
    shine = np.clip(normal @ (half / np.linalg.norm(half)), 0, None) ** 28
    rim = (1 - normal[:, 2]) ** 3
    light = (0.30 + 0.12 * normal[:, 1]) * open_ + 0.70 * lit * (0.35 + 0.65 * open_)
    light += 0.18 * np.clip(normal @ fill, 0, None) * open_
    colour = tint * light[:, None] * np.array([1.05, 1.0, 0.94]) + (0.08 * shine * open_)[:, None]
    colour -= 0.12 * rim[:, None] * tint
    image = np.empty((high, wide, 3))
    image[:] = background
    image[seen] = np.clip(colour, 0, 1) ** (1 / 1.35)
    image = image.reshape(height, fine, width, fine, 3).mean(axis=(1, 3))
    vertex_at = np.full((high, wide), -1, np.int64)
    vertex_at[seen] = corners[np.arange(len(corners)), share.argmax(axis=1)]
    return Shaded(image, vertex_at[fine // 2 :: fine, fine // 2 :: fine], scale, centre, axes)


def _nearest(
    screen: Array, triangles: NDArray[np.int64], wide: int, high: int
) -> tuple[Array, NDArray[np.int64], Array]:
    """Depth, triangle (or -1) and barycentric weights of what is nearest to the eye at each pixel."""
    a, b, c = (screen[triangles[:, i]] for i in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    points = np.stack([a[:, :2], b[:, :2], c[:, :2]])
    low = np.clip(np.ceil(points.min(axis=0) - 0.5), 0, [wide, high]).astype(np.int64)
    past = np.clip(np.floor(points.max(axis=0) - 0.5) + 1, 0, [wide, high]).astype(np.int64)
    size = np.clip(past - low, 0, None)
    count = np.where(area < 0, size[:, 0] * size[:, 1], 0)  # y runs down: what faces the eye turns clockwise
    owner = np.repeat(np.arange(len(triangles)), count)
    start = np.cumsum(count) - count
    nth = np.arange(len(owner)) - start[owner]
    x = low[owner, 0] + nth % np.maximum(size[owner, 0], 1)
    y = low[owner, 1] + nth // np.maximum(size[owner, 0], 1)
    px, py = x + 0.5 - a[owner, 0], y + 0.5 - a[owner, 1]
    ab, ac = (b - a)[owner], (c - a)[owner]
    v = (px * ac[:, 1] - ac[:, 0] * py) / area[owner]
    w = (ab[:, 0] * py - px * ab[:, 1]) / area[owner]
    inside = (v >= -1e-9) & (w >= -1e-9) & (v + w <= 1 + 1e-9)
    owner, x, y, v, w = owner[inside], x[inside], y[inside], v[inside], w[inside]
    z = a[owner, 2] + v * (b[owner, 2] - a[owner, 2]) + w * (c[owner, 2] - a[owner, 2])
    order = np.argsort(z, kind="stable")
    pixel = (y * wide + x)[order]
    depth, which = np.full(wide * high, -_FARTHEST), np.full(wide * high, -1, np.int64)
    weight = np.zeros((wide * high, 3))
    depth[pixel], which[pixel] = z[order], owner[order]
    weight[pixel] = np.stack([1 - v - w, v, w], axis=1)[order]
    return depth.reshape(high, wide), which.reshape(high, wide), weight.reshape(high, wide, 3)


def _openness(depth: Array, radius: float, pixels_per_mm: float) -> Array:
    """How much of the sky each pixel sees: 1 in the open, less beside something nearer to the eye."""
    total = np.zeros_like(depth)
    mm = depth * pixels_per_mm
    rings = 20
    for i in range(rings):
        far = radius * np.sqrt((i + 0.5) / rings)
        dx, dy = round(float(far * np.cos(i * 2.39996))), round(float(far * np.sin(i * 2.39996)))
        other = np.roll(mm, (dy, dx), axis=(0, 1))
        rise = other - mm
        total += np.where(
            rise > 0.15 * far, np.clip(rise / far - 0.15, 0, 1) * np.where(rise < 2.5 * radius, 1, 0.3), 0
        )
    return np.asarray(1 - 0.85 * total / rings)

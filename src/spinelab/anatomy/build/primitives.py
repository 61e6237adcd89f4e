"""The shapes that bones are made of, each as a field: negative inside, zero on the surface, about mm near it.

A shape has `field(points)` with points (n, 3) in mm, and `box`, its corners (2, 3). x is right, y anterior, z up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Shape(Protocol):
    """What every primitive offers."""

    box: Array

    def field(self, points: Array) -> Array:
        """The field at points (n, 3)."""


def turned(degrees: Sequence[float]) -> Array:
    """The rotation that turns about x, then y, then z by these degrees."""
    a, b, c = np.radians(np.asarray(degrees, float))
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x)


def smooth_union(a: Array, b: Array, blend: float) -> Array:
    """The union of two fields with a fillet about `blend` mm wide."""
    if blend <= 0:
        return np.minimum(a, b)
    overlap = np.clip(blend - np.abs(a - b), 0, None)
    return np.asarray(np.minimum(a, b) - overlap * overlap * (0.25 / blend))


def smooth_cut(a: Array, b: Array, blend: float) -> Array:
    """Field `a` with `b` taken away, its edge rounded."""
    return -smooth_union(-a, b, blend)


def _superellipsoid(offsets: Array, radii: Array, power: float) -> Array:
    """First-order distance to |x/a|^p + |y/b|^p + ... = 1; radii broadcast over the points."""
    scaled = np.abs(offsets) / radii
    if power == 2:
        size = np.sqrt((scaled * scaled).sum(axis=-1)) + 1e-9
        slope = np.sqrt(((scaled / radii) ** 2).sum(axis=-1)) / size + 1e-9
    else:
        size = (scaled**power).sum(axis=-1) ** (1 / power) + 1e-9
        slope = np.sqrt(((((scaled / size[..., None]) ** (power - 1)) / radii) ** 2).sum(axis=-1)) + 1e-9
    return np.asarray(np.maximum((size - 1) / slope, -np.asarray(radii).min(axis=-1)))


def _corners(centre: Array, half: Array, rotation: Array) -> Array:
    reach = np.abs(rotation) @ half
    return np.stack([centre - reach, centre + reach])


@dataclass
class Ellipsoid:
    """An ellipsoid; `power` above 2 makes it boxier."""

    centre: Array
    radii: Array
    rotation: Array
    power: float = 2.0

    def __post_init__(self) -> None:
        self.box = _corners(self.centre, self.radii, self.rotation)

    def field(self, points: Array) -> Array:
        return _superellipsoid((points - self.centre) @ self.rotation, self.radii, self.power)


@dataclass
class Block:
    """A box with rounded edges, given by half its sides."""

    centre: Array
    half: Array
    round: float
    rotation: Array

    def __post_init__(self) -> None:
        self.box = _corners(self.centre, self.half, self.rotation)

    def field(self, points: Array) -> Array:
        excess = np.abs((points - self.centre) @ self.rotation) - (self.half - self.round)
        outside = np.sqrt((np.clip(excess, 0, None) ** 2).sum(axis=1))
        return np.asarray(outside + np.minimum(excess.max(axis=1), 0) - self.round)


@dataclass
class Plate:
    """A flat elliptical disc: two radii, half its thickness, rounded rim.

    `shear` leans its sides along its second axis. `bow` is how far the rim lies under the middle along each axis:
    positive for a domed facet, negative for a hollow one.
    """

    centre: Array
    radii: Array
    half: float
    round: float
    rotation: Array
    shear: float = 0.0
    power: float = 2.0
    bow: Sequence[float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        half = np.array([*self.radii, self.half + float(np.abs(self.bow).sum())]) + np.array(
            [0, abs(self.shear) * self.half, 0]
        )
        self.box = _corners(self.centre, half, self.rotation)

    def field(self, points: Array) -> Array:
        local = (points - self.centre) @ self.rotation
        flat = local[:, :2].copy()
        flat[:, 1] -= self.shear * local[:, 2]
        rim = _superellipsoid(flat, self.radii - self.round, self.power)
        height = local[:, 2] + np.clip((flat / self.radii) ** 2, 0, 1.5) @ np.asarray(self.bow, float)
        face = np.abs(height) - (self.half - self.round)
        outside = np.sqrt(np.clip(rim, 0, None) ** 2 + np.clip(face, 0, None) ** 2)
        return np.asarray(outside + np.minimum(np.maximum(rim, face), 0) - self.round)


@dataclass
class Tube:
    """A curve through nodes with an elliptical section.

    A node is x, y, z, radius sideways, radius along `up`. `power` above 2 makes the section boxier; `taper` narrows
    it towards the side that `up` points to.
    """

    nodes: Array
    up: Array
    power: float = 2.0
    taper: float = 0.0

    def __post_init__(self) -> None:
        self._path, self._ups = _smooth_path(self.nodes, self.up)
        tangents = np.gradient(self._path[:, :3], axis=0)
        self._tangents = tangents / (np.linalg.norm(tangents, axis=1, keepdims=True) + 1e-12)
        reach = self._path[:, 3:].max(axis=1, keepdims=True) * (1 + abs(self.taper))
        self.box = np.stack([(self._path[:, :3] - reach).min(axis=0), (self._path[:, :3] + reach).max(axis=0)])

    def field(self, points: Array) -> Array:
        path = self._path
        start, step = path[:-1, :3], np.diff(path[:, :3], axis=0)
        length = (step * step).sum(axis=1) + 1e-12
        along_step = points @ step.T - (start * step).sum(axis=1)
        shares = np.clip(along_step / length, 0, 1)
        distance = (start * start).sum(axis=1) - 2 * points @ start.T - shares * (2 * along_step - shares * length)
        segment = distance.argmin(axis=1)
        share = np.take_along_axis(shares, segment[:, None], axis=1)[:, 0]
        t = share[:, None]
        here = path[segment] * (1 - t) + path[segment + 1] * t
        along = self._tangents[segment] * (1 - t) + self._tangents[segment + 1] * t
        along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-12
        up = self._ups[segment] * (1 - t) + self._ups[segment + 1] * t
        up -= np.einsum("ij,ij->i", up, along)[:, None] * along
        up /= np.linalg.norm(up, axis=1, keepdims=True) + 1e-9
        side = np.cross(along, up)
        offset = points - here[:, :3]
        parts = np.stack([np.einsum("ij,ij->i", offset, axis) for axis in (side, up, along)], axis=1)
        radii = np.stack([here[:, 3], here[:, 4], np.minimum(here[:, 3], here[:, 4])], axis=1)
        if self.taper:
            parts[:, 0] /= np.clip(1 - self.taper * parts[:, 1] / radii[:, 1], 0.2, 2)
        return _superellipsoid(parts, radii, self.power)


def _smooth_path(nodes: Array, up: Array, pieces: int = 6) -> tuple[Array, Array]:
    """A Catmull-Rom curve through the nodes, and the up direction along it."""
    ups = np.broadcast_to(up, (len(nodes), 3)).astype(float)
    if len(nodes) == 2:
        return nodes.astype(float), ups
    both = np.hstack([nodes, ups]).astype(float)
    padded = np.vstack([2 * both[0] - both[1], both, 2 * both[-1] - both[-2]])
    rows = []
    for i in range(1, len(padded) - 2):
        a, b, c, d = padded[i - 1 : i + 3]
        for t in np.arange(pieces) / pieces:
            rows.append(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
            )
    path = np.vstack([*rows, both[-1]])
    path[:, 3:5] = np.clip(path[:, 3:5], 0.15, None)
    return path[:, :5], path[:, 5:]


@dataclass
class Around:
    """All that lies within `gap` mm of a neighbouring bone: cut away, it leaves a joint of that width."""

    bone: Callable[[Array], Array]
    extent: Array
    gap: float

    def __post_init__(self) -> None:
        self.box = self.extent + np.array([[-self.gap], [self.gap]])

    def field(self, points: Array) -> Array:
        return np.clip(self.bone(points), None, 50) - self.gap


@dataclass
class Body:
    """A vertebral body: kidney-shaped plates above and below, a waist, hollow end plates, rounded rims.

    The middle of its back wall is the origin of its sides: y runs forward from `back`. `upper` and `lower` are width
    and depth of the plates, `front` and `rear` the heights of the walls, `hollow` the depth of each plate's hollow,
    `lip` how far the lower front edge hangs down, `bevel` how far the upper front edge falls off, `saddle` how far the
    sides of the upper plate rise, beginning at the share `saddle_from` of its half width.
    """

    back: float
    middle: float
    upper: Array
    lower: Array
    front: float
    rear: float
    hollow: Array
    notch: float = 0.0
    waist: float = 0.1
    lip: float = 0.0
    bevel: float = 0.0
    saddle: float = 0.0
    saddle_from: float = 0.5
    round: float = 1.2
    power: float = 2.4

    def __post_init__(self) -> None:
        wide = max(self.upper[0], self.lower[0]) / 2
        deep = max(self.upper[1], self.lower[1])
        high = max(self.front, self.rear) / 2 + self.lip + self.saddle + 1
        self.box = np.array(
            [[-wide, self.back - 1, self.middle - high], [wide, self.back + deep + 1, self.middle + high]]
        )

    def field(self, points: Array) -> Array:
        x, y, z = points[:, 0], points[:, 1] - self.back, points[:, 2] - self.middle
        mean_depth = (self.upper[1] + self.lower[1]) / 2
        forward = np.clip(y / mean_depth, -0.3, 1.3)
        half = (self.rear + (self.front - self.rear) * forward) / 2
        level = np.clip(z / half, -1.2, 1.2)
        up = (level + 1) / 2
        slim = 1 - self.waist * np.clip(1 - level * level, 0, None)
        a = (self.lower[0] + (self.upper[0] - self.lower[0]) * up) / 2 * slim
        b = (self.lower[1] + (self.upper[1] - self.lower[1]) * up) / 2
        slim_front = self.waist * np.clip(1 - level * level, 0, None) * b * 0.8
        b = b - slim_front
        centred = y - b
        behind = 1 / (1 + np.exp(np.clip(centred / (0.2 * b), -40, 40)))
        centred = centred - self.notch * behind * np.exp(-((x / (0.55 * a)) ** 2))
        side, ahead = np.abs(x) / a, np.abs(centred) / b
        rho = (side**self.power + ahead**self.power) ** (1 / self.power) + 1e-9
        slope = np.sqrt(((side / rho) ** (self.power - 1) / a) ** 2 + ((ahead / rho) ** (self.power - 1) / b) ** 2)
        wall = (rho - 1) / (slope + 1e-9)
        inner = np.clip(1 - rho * rho, 0, None)
        edge = np.clip((side - self.saddle_from) / (1 - self.saddle_from), 0, 1.2)
        fading = np.clip(1.1 - (np.clip(centred / b + 0.15, 0, None) / 0.75) ** 2, 0, 1)
        saddle = self.saddle * edge * edge * (3 - 2 * np.clip(edge, 0, 1)) * fading
        ahead_of_middle = np.clip(centred / b, 0, None)
        lip, bevel = self.lip * ahead_of_middle**3, self.bevel * ahead_of_middle**1.5
        top = z - (half - self.hollow[0] * inner + saddle - bevel)
        bottom = -z - (half - self.hollow[1] * inner + lip - 0.15 * saddle)
        ends = -smooth_union(-top, -bottom, self.round)
        return -smooth_union(-wall, -ends * 0.95, 2 * self.round)

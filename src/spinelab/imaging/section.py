"""Plane sections of the virtual spine: where a plane cuts the meshes, filled and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.scene import soft_tissues
from spinelab.anatomy.standing import Spine, a_spine
from spinelab.anatomy.structures import structures
from spinelab.content.faults import InputError, nearest
from spinelab.imaging import tissue
from spinelab.imaging.film import Body
from spinelab.imaging.lettering import lettering

Array = NDArray[np.float64]
# Plane → the axis that it cuts across; what screen right and screen up are; the letters left, right, top, bottom.
PLANES: dict[str, tuple[int, tuple[int, int], tuple[int, int], str]] = {
    "sagittal": (0, (1, -1), (2, 1), "APSI"),
    "coronal": (1, (0, -1), (2, 1), "RLSI"),
    "axial": (2, (0, -1), (1, 1), "RLAP"),
}
OUTSIDE, AIR, SOFT = 0, 1, 2
_FIRST = 3  # the first part of the model among the labels
_SHADES = {
    "outside": 8,
    "air": 8,
    "soft tissue": 74,
    "bone": 236,
    "cancellous": 152,
    "disc": 112,
    "cord": 176,
    "ligament": 40,
    "pannus": 138,
    "bridge": 236,
    "fusion": 200,
}
_DENSE = "dense bone (sclerosis)"
_MARGIN_MM = 14.0
_MOST_PIXELS = 700
_NEARNESS = 6  # power of nearness by which the surface votes on what the bone under it is called
_LEAST_MM = 0.01


@dataclass(frozen=True)
class Slice:
    """One section. `labels` (h, w) index `names`; `image` (h, w) is grey.

    In bone, `cancellous` (h, w) is spongy and `dense` (h, w) has been made dense by disease; the rest is cortex.
    Column and row of a point: (p·right − left) / pixel, (top − p·up) / pixel.
    """

    plane: str
    at_mm: float
    labels: NDArray[np.uint8]
    cancellous: NDArray[np.bool_]
    dense: NDArray[np.bool_]
    image: NDArray[np.uint8]


class Sections:
    """All that is needed to cut a spine again and again. `low` and `high` (3,) mm bound what is shown."""

    def __init__(self, spine: Spine, pixel_mm: float | None = None) -> None:
        self.bones: dict[str, Bone] = dict(a_spine(spine).bones)
        self.soft = soft_tissues(spine)
        points = np.concatenate([bone.vertices for bone in self.bones.values()]).astype(float)
        self.low = np.floor(points.min(axis=0) - _MARGIN_MM)
        self.high = np.ceil(points.max(axis=0) + _MARGIN_MM)
        if "C2" in self.bones and "C4" in self.bones:
            self.high[1] += 20
        self.pixel_mm = pixel_mm or max(0.5, float((self.high - self.low).max()) / _MOST_PIXELS)
        self.names = ("outside", "air", "soft tissue", *self.bones, *(one.name for one in self.soft))
        self._known = structures()
        self._dense = [Body(mesh.vertices, mesh.triangles) for mesh in spine.sclerosis.values()]
        around = [body for group in tissue.around(self.bones, mouth_open=True) for body in group]
        single = [body for body in around if not np.ndim(body.per_mm)]  # jaw and teeth: several surfaces in one
        self._around = sorted(single, key=lambda body: float(body.per_mm), reverse=True)  # air lies within what is soft

    def cut(self, plane: str, at_mm: float) -> Slice:
        """The section at a place along the axis across a plane. ValueError for an unknown plane or one outside."""
        if plane not in PLANES:
            raise InputError(f"there is no plane ‘{plane}’{nearest(plane, PLANES)}")
        across = PLANES[plane][0]
        if not self.low[across] <= at_mm <= self.high[across]:
            reach = f"it reaches from {self.low[across]:g} to {self.high[across]:g} mm"
            raise InputError(f"a {plane} section at {at_mm:g} mm misses the model; {reach}")
        labels = np.zeros(self.shape(plane), np.uint8)
        for body in self._around:
            inside = self._inside([body], [1], plane, at_mm)
            labels[inside > 0] = SOFT if float(body.per_mm) > 0 else AIR
        for number, thing in enumerate(self.soft, _FIRST + len(self.bones)):
            body = Body(thing.mesh.vertices, thing.mesh.triangles)
            labels[self._inside([body], [1], plane, at_mm) > 0] = number
        pairs = [tissue.bone_bodies(bone) for bone in self.bones.values()]
        numbers = range(_FIRST, _FIRST + len(pairs))
        bone = self._inside([outer for outer, _ in pairs], numbers, plane, at_mm)
        inside_bone = (bone > 0) & (bone < _FIRST + len(pairs))
        labels[inside_bone] = bone[inside_bone]
        cancellous = self._inside([inner for _, inner in pairs], [1] * len(pairs), plane, at_mm) > 0
        cancellous &= inside_bone
        dense = inside_bone & (self._inside(self._dense, [1] * len(self._dense), plane, at_mm) > 0)
        cancellous &= ~dense  # which is as white as cortex
        kinds = [*self.names[:_FIRST], *("bone" for _ in self.bones), *(thing.kind for thing in self.soft)]
        image = np.array([_SHADES.get(kind, 90) for kind in kinds], np.uint8)[labels]
        image[cancellous] = _SHADES["cancellous"]
        return Slice(plane, float(at_mm), labels, cancellous, dense, image)

    def shape(self, plane: str) -> tuple[int, int]:
        """Rows and columns of a section."""
        _, (right, _), (up, _), _ = PLANES[plane]
        size = (self.high - self.low) / self.pixel_mm
        return round(size[up]), round(size[right])

    def pixel(self, plane: str, point: Array) -> tuple[float, float]:
        """Column and row of a point (3,) mm in a section."""
        column, row = self._flat(plane, np.asarray(point, float)[None])[0]
        return float(column), float(row)

    def point(self, plane: str, at_mm: float, column: float, row: float) -> Array:
        """The point (3,) mm that a pixel of a section shows."""
        across, (right, way), (up, _), _ = PLANES[plane]
        found = np.empty(3)
        found[across] = at_mm
        edge = self.low if way > 0 else self.high
        found[right] = edge[right] + way * column * self.pixel_mm
        found[up] = self.high[up] - row * self.pixel_mm
        return found

    def name_at(self, section: Slice, column: float, row: float) -> str:
        """What a pixel shows, such as `C2: dens, cortex`.

        Bone is named after a structure near by that is bone itself, not after the hole that it walls; under the cortex
        not after a joint surface either.
        """
        high, wide = section.labels.shape
        i, j = min(max(int(row), 0), high - 1), min(max(int(column), 0), wide - 1)
        name = str(self.names[section.labels[i, j]])
        if name not in self.bones:
            return name
        bone = self.bones[name]
        made_of = "spongy bone" if section.cancellous[i, j] else _DENSE if section.dense[i, j] else "cortex"
        kinds = ("substance", "surface") if made_of == "cortex" else ("substance",)
        meant = np.isin(
            bone.structure_of, [i for i, one in enumerate(bone.structures) if self._known[one].kind in kinds]
        )
        away = bone.vertices[meant] - self.point(section.plane, section.at_mm, column, row)
        weights = np.linalg.norm(away, axis=1).clip(_LEAST_MM) ** -_NEARNESS
        structure = bone.structures[int(np.bincount(bone.structure_of[meant], weights).argmax())]
        return f"{name}: {structure}, {made_of}"

    def _flat(self, plane: str, points: Array) -> Array:
        _, (right, way), (up, _), _ = PLANES[plane]
        across = points[:, right] - self.low[right] if way > 0 else self.high[right] - points[:, right]
        return np.stack([across, self.high[up] - points[:, up]], axis=1) / self.pixel_mm

    def _inside(self, bodies: Sequence[Body], codes: Sequence[int], plane: str, at_mm: float) -> NDArray[np.int64]:
        """For each pixel the codes of the bodies that it lies in, added."""
        ends, weights = [], []
        mirrored = -1 if plane == "coronal" else 1  # screen right, screen up and the axis across make a left hand there
        for body, code in zip(bodies, codes, strict=True):
            found = crossings(body, PLANES[plane][0], at_mm)
            if len(found):
                ends.append(self._flat(plane, found.reshape(-1, 3)).reshape(-1, 2, 2))
                weights.append(np.full(len(found), code * mirrored))
        if not ends:
            return np.zeros(self.shape(plane), np.int64)
        return filled(np.concatenate(ends), np.concatenate(weights), self.shape(plane))


def crossings(body: Body, axis: int, at_mm: float) -> Array:
    """Where a plane cuts a closed mesh: directed segments (k, 2, 3) that close into rings."""
    vertices = np.asarray(body.vertices, float)
    above = vertices[:, axis] >= at_mm
    corners = above[body.triangles]
    cut = np.flatnonzero(corners.any(axis=1) & ~corners.all(axis=1))
    if not len(cut):
        return np.empty((0, 2, 3))
    triangles, corners = body.triangles[cut], corners[cut]
    alone = np.where(corners.sum(axis=1) == 1, corners.argmax(axis=1), (~corners).argmax(axis=1))
    rows = np.arange(len(cut))
    tip, next_, last = (triangles[rows, (alone + step) % 3] for step in range(3))
    one, other = _between(vertices, tip, next_, axis, at_mm), _between(vertices, tip, last, axis, at_mm)
    up = corners[rows, alone][:, None]
    return np.stack([np.where(up, one, other), np.where(up, other, one)], axis=1)


def _between(vertices: Array, a: NDArray[np.int64], b: NDArray[np.int64], axis: int, at_mm: float) -> Array:
    """Where edges meet the plane, the same from both of their triangles."""
    p, q = vertices[np.minimum(a, b)], vertices[np.maximum(a, b)]
    share = (at_mm - p[:, axis]) / (q[:, axis] - p[:, axis])
    return p + share[:, None] * (q - p)


def filled(segments: Array, weights: NDArray[np.int64], shape: tuple[int, int]) -> NDArray[np.int64]:
    """How often, with weights, closed rings of segments (k, 2, 2: column, row) wind round the middle of each pixel."""
    high, wide = shape
    p, q = segments[:, 0] - 0.5, segments[:, 1] - 0.5
    start = np.clip(np.ceil(np.minimum(p[:, 1], q[:, 1])), 0, high).astype(np.int64)
    count = np.clip(np.ceil(np.maximum(p[:, 1], q[:, 1])), 0, high).astype(np.int64) - start
    met = np.flatnonzero(count)
    p, q, start, count = p[met], q[met], start[met], count[met]
    slope = (q[:, 0] - p[:, 0]) / (q[:, 1] - p[:, 1])
    base = p[:, 0] - p[:, 1] * slope
    way = np.where(q[:, 1] > p[:, 1], -1, 1) * weights[met]
    rows = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - start, count)
    columns = np.clip(np.ceil(np.repeat(base, count) + rows * np.repeat(slope, count)), 0, wide).astype(np.int64)
    steps = np.bincount(rows * (wide + 1) + columns, np.repeat(way, count), high * (wide + 1)).reshape(high, wide + 1)
    return np.asarray(np.rint(np.cumsum(steps, axis=1))[:, :wide], np.int64)


def side_by_side(cuts: Sequence[Slice]) -> NDArray[np.uint8]:
    """Sections in a row on black, the top edges level, with the letters of their directions burnt in."""
    gap = 8
    wide = sum(cut.image.shape[1] for cut in cuts) + gap * (len(cuts) - 1)
    sheet = np.zeros((max(cut.image.shape[0] for cut in cuts), wide), np.uint8)
    left = 0
    for cut in cuts:
        high, across = cut.image.shape
        place = sheet[:high, left : left + across]
        place[:] = cut.image
        spots = ((4, high // 2), (across - 14, high // 2), (across // 2, 4), (across // 2, high - 18))
        for letter, (x, y) in zip(PLANES[cut.plane][3], spots, strict=True):
            ink = lettering(letter, 2)
            place[y : y + ink.shape[0], x : x + ink.shape[1]][ink] = 255
        left += across + gap
    return sheet

"""The field of a whole bone: its parts joined and cut in order, and which part a point of the surface belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.build.primitives import Array, Shape, smooth_cut, smooth_union

FAR = 1e3
REACH = 3.0  # mm beyond a part's box and blend up to which the field is exact
_TETRAHEDRON = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], float)


@dataclass(frozen=True)
class Part:
    """One named part: a shape that adds to the bone or cuts it, with the width of its fillet in mm."""

    name: str
    shape: Shape
    cut: bool
    blend: float
    mirrored: bool


@dataclass(frozen=True)
class Region:
    """A patch of the surface with a name of its own: an ellipse in a frame, such as a joint facet.

    Only what faces the frame's outward direction belongs to it, unless `any_side`.
    """

    name: str
    centre: Array
    axes: Array
    radii: Array
    depth: float = 1.5
    mirrored: bool = True
    any_side: bool = False


class Field:
    """Parts in order. Later parts see what earlier ones left."""

    def __init__(self, parts: Sequence[Part], regions: Sequence[Region] = ()) -> None:
        self.parts = list(parts)
        self.regions = list(regions)
        self.names = list(dict.fromkeys([part.name for part in parts] + [region.name for region in regions]))
        self._boxes = [_box(part) for part in parts]
        adding = [box for part, box in zip(parts, self._boxes, strict=True) if not part.cut]
        self.low = np.min([box[0] for box in adding], axis=0)
        self.high = np.max([box[1] for box in adding], axis=0)

    def value(self, points: Array, reach: float = REACH) -> Array:
        """The field at points (n, 3), exact near the surface; far from every part it is a large number."""
        return self._walk(points, reach)[0]

    def slope(self, points: Array, step: float = 0.1) -> Array:
        """The gradient (n, 3), by differences of the field."""
        corners = (points[None] + step * _TETRAHEDRON[:, None]).reshape(-1, 3)
        values = self.value(corners).reshape(4, -1)
        return np.asarray(np.einsum("cn,cd->nd", values, _TETRAHEDRON) / (4 * step))

    def label(self, points: Array, normals: Array) -> NDArray[np.uint8]:
        """The index in `names` of each surface point: its region, else the part that made the surface there."""
        index = {name: i for i, name in enumerate(self.names)}
        made_by = self._walk(points, REACH)[1]
        of_part = np.array([index[part.name] for part in self.parts])
        found = of_part[made_by]
        for region in self.regions:
            folded, turned = points.copy(), normals.copy()
            if region.mirrored:
                turned[:, 0] *= np.where(folded[:, 0] < 0, -1, 1)
                folded[:, 0] = np.abs(folded[:, 0])
            local = (folded - region.centre) @ region.axes
            inside = ((local[:, :2] / region.radii) ** 2).sum(axis=1) <= 1
            inside &= (np.abs(local[:, 2]) < region.depth) & ((turned @ region.axes[:, 2] > 0.5) | region.any_side)
            found[inside] = index[region.name]
        return found.astype(np.uint8)

    def _walk(self, points: Array, reach: float) -> tuple[Array, NDArray[np.intp]]:
        value = np.full(len(points), FAR)
        nearest = np.full(len(points), FAR)
        maker = np.zeros(len(points), np.intp)
        for i, (part, box) in enumerate(zip(self.parts, self._boxes, strict=True)):
            margin = reach + part.blend
            near = np.flatnonzero(((points >= box[0] - margin) & (points <= box[1] + margin)).all(axis=1))
            if not len(near):
                continue
            here = points[near]
            if part.mirrored:
                here = here.copy()
                here[:, 0] = np.abs(here[:, 0])
            own = part.shape.field(here)
            if part.cut:
                wall = -own > value[near] - 0.35
                maker[near[wall]] = i
                nearest[near[wall]] = np.minimum(nearest[near[wall]], 0)
                value[near] = smooth_cut(value[near], own, part.blend)
            else:
                closer = own < nearest[near]
                maker[near[closer]] = i
                nearest[near[closer]] = own[closer]
                value[near] = smooth_union(value[near], own, part.blend)
        return value, maker


def _box(part: Part) -> Array:
    box = part.shape.box.copy()
    if part.mirrored:
        reach = np.abs(box[:, 0]).max()
        box[:, 0] = -reach, reach
    return box

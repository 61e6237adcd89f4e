"""A second way to measure a spine: cut the bones where they stand, and measure on the contours as a reader would.

It knows neither the stored landmarks nor the rays of `Spine.truth()`. It uses closed contours of the median section,
their extreme points, corners, nearest points and centroids, and of a bone only the directions that it faces.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import Spine
from spinelab.anatomy.bone import Bone

Array = NDArray[np.float64]
_ASIDE = 1e-4  # mm beside the median plane: many vertices lie exactly in it
_RIM = 0.8  # mm from where a contour turns most to where a corner is marked
_NEAR_CORNER = 3.0  # mm
_TURN_MM = 2.5  # on each side of a corner
_SHARP = 0.35  # radians within that: a corner
_BODY_MM = {"C2": 8.0, "sacrum": 12.0}  # of bones that have corners at one end only
_FINE = 0.1  # mm between points of a contour


def loops(vertices: Array, triangles: NDArray[np.integer], normal: Array, at: float) -> list[Array]:
    """The closed contours in which a plane normal·p = at cuts a mesh, each (k, 3) in order, points 0.1 mm apart."""
    height = vertices @ normal - at
    corners = triangles[np.ptp(np.sign(height[triangles]), axis=1) > 0]
    onward: dict[tuple[int, int], tuple[tuple[int, int], Array]] = {}
    for corner in corners.tolist():
        ends = {}
        for i, j in ((0, 1), (1, 2), (2, 0)):
            p, q = corner[i], corner[j]
            if (height[p] > 0) != (height[q] > 0):
                share = height[p] / (height[p] - height[q])
                ends[height[p] > 0] = (min(p, q), max(p, q)), vertices[p] + share * (vertices[q] - vertices[p])
        onward[ends[True][0]] = ends[False][0], ends[True][1]
    found = []
    while onward:
        start = here = next(iter(onward))
        ring = []
        while here in onward:
            here, point = onward.pop(here)
            ring.append(point)
        assert here == start, "the surface is not closed"
        found.append(_fine(np.array(ring)))
    return sorted(found, key=lambda ring: -abs(_area(ring)))


def _fine(ring: Array) -> Array:
    ends = np.vstack([ring, ring[:1]])
    length = np.linalg.norm(np.diff(ends, axis=0), axis=1)
    along = np.concatenate([[0], np.cumsum(length)])
    steps = np.arange(0, along[-1], _FINE)
    return np.stack([np.interp(steps, along, ends[:, i]) for i in range(3)], axis=1)


def _area(ring: Array) -> float:
    y, z = (ring - ring.mean(axis=0))[:, 1:].T
    return 0.5 * float(y @ np.roll(z, -1) - np.roll(y, -1) @ z)


def _turning(ring: Array) -> Array:
    """By how much a contour turns within some millimetres about each of its points; outward corners are positive."""
    step = round(_TURN_MM / _FINE)
    before, after = ring - np.roll(ring, step, axis=0), np.roll(ring, -step, axis=0) - ring
    angle = np.arctan2(np.cross(before, after)[:, 0], np.einsum("ij,ij->i", before, after))
    return np.asarray(angle * np.sign(_area(ring)))


def _centroid(ring: Array) -> Array:
    """The middle of the area of a contour in the median plane."""
    y, z = ring[:, 1], ring[:, 2]
    cross = y * np.roll(z, -1) - np.roll(y, -1) * z
    return np.array([0, (y + np.roll(y, -1)) @ cross, (z + np.roll(z, -1)) @ cross]) / (3 * cross.sum())


def _middle(ring: Array, atlas: Contours) -> Array:
    """Half way between the ends of a contour, in the directions of its bone."""
    found = np.zeros(3)
    for way in (atlas.forward, atlas.up):
        reach = ring @ way
        found += way * (reach.max() + reach.min()) / 2
    return found


class Contours:
    """The median section of one bone, with what a reader finds in it."""

    def __init__(self, bone: Bone) -> None:
        self.bone = bone
        self.vertices = bone.vertices.astype(float)
        rings = loops(self.vertices, bone.triangles, np.array([1.0, 0, 0]), _ASIDE)
        self.rings = [ring for ring in rings if abs(_area(ring)) > 4]
        self.forward, self.up = bone.turn @ [0, 1, 0], bone.turn @ [0, 0, 1]

    def front_to_back(self) -> list[Array]:
        """The rings, the foremost first."""
        return sorted(self.rings, key=lambda ring: -float((ring @ self.forward).mean()))

    def corner(self, upper: bool, front: bool) -> Array:
        """A corner of the body: the last turn of the contour of its front or back before a plate, and a bit farther."""
        ring = self.front_to_back()[0]
        ahead, above = ring @ self.forward * (1 if front else -1), ring @ self.up * (1 if upper else -1)
        body = above > above.max() - _BODY_MM.get(self.bone.level, np.inf)
        end = body & (ahead > ahead[body].max() - np.ptp(ahead[body]) / 3)
        turn = _turning(ring)
        outmost = np.where(end & (turn > _SHARP), above, -np.inf).argmax()
        near = np.linalg.norm(ring - ring[outmost], axis=1) < _NEAR_CORNER
        sharpest = near & (turn > 0.8 * turn[near].max())
        corner = int(np.linalg.norm(ring - ring[sharpest].mean(axis=0), axis=1).argmin())
        onto = [(corner + round(way * _RIM / _FINE)) % len(ring) for way in (1, -1)]
        return ring[min(onto, key=lambda i: ahead[i])]

    def plate(self, upper: bool) -> tuple[Array, Array]:
        """Front and back corner of a plate."""
        return self.corner(upper, True), self.corner(upper, False)


def nearest(one: Array, other: Array) -> tuple[Array, Array]:
    """The points of two contours that are nearest to each other."""
    far = np.linalg.norm(one[:, None] - other, axis=2)
    i, j = np.unravel_index(far.argmin(), far.shape)
    return one[i], other[j]


def met(start: Array, way: Array, ring: Array) -> float:
    """How far along a line a contour is first met."""
    aside = np.cross(way, ring - start)[:, 0]
    along = (ring - start) @ way
    crossing = (aside * np.roll(aside, -1) <= 0) & (along > 0) & (np.abs(aside) < 1)
    return float(along[crossing].min())


def above(point: Array, front: Array, back: Array) -> float:
    """How far a point lies above a line, in the median plane."""
    way = (front - back) / np.linalg.norm(front - back)
    return float(np.cross(way, point - back)[0])


def second_way(spine: Spine) -> dict[str, object]:
    """Measures of a spine by their names in `truth()`. Slips are against `rest`, the same spine in health."""
    cut = {level: Contours(bone) for level, bone in spine.bones.items() if not level.startswith("ilium")}
    found: dict[str, object] = {}
    if "C1" in cut and "C2" in cut:
        found |= _atlantodental(cut["C1"], cut["C2"])
        if "occiput" in cut:
            found |= _against_the_skull(cut["occiput"], cut["C2"])
    found["canal_mm"] = {level: _canal(one) for level, one in cut.items() if level not in ("occiput", "C1")}
    column = [level for level in cut if level not in ("occiput", "C1")]
    found["slip_mm"] = {upper: _step(cut[upper], cut[lower]) for upper, lower in pairwise(column)}
    found["wedge_percent"] = {level: _wedge(cut[level]) for level in column if level not in ("C2", "sacrum")}
    for name, top, bottom, sides in (
        ("cervical_lordosis_deg", "C2", "C7", (False, False)),
        ("thoracic_kyphosis_deg", "T12", "T1", (False, True)),
        ("lumbar_lordosis_deg", "L1", "sacrum", (True, True)),
    ):
        if top in cut and bottom in cut:
            found[name] = _tilt(cut[top], sides[0]) - _tilt(cut[bottom], sides[1])
    return found


def _atlantodental(atlas: Contours, axis: Contours) -> dict[str, float]:
    """Along the line through the middles of both arches, from bone to bone; and its height over the pedicles."""
    front, back = atlas.front_to_back()[0], atlas.front_to_back()[-1]
    here, there = _middle(front, atlas), _middle(back, atlas)
    way = (here - there) / np.linalg.norm(here - there)
    dens = axis.front_to_back()[0]
    return {
        "adi_mm": met(here, -way, dens) - met(here, -way, front),
        "padi_mm": met(there, way, dens) - met(there, way, back),
        "ranawat_mm": -above(_pedicle(axis), here, there),
    }


def _pedicle(axis: Contours) -> Array:
    """The middle of the right pedicle where its cross-section is smallest, carried into the median plane."""
    right = axis.bone.turn @ [1, 0, 0]
    behind = (axis.front_to_back()[0] @ axis.forward).min()
    sections = []
    for at in np.arange(behind - 9, behind, 0.5):
        for ring in loops(axis.vertices, axis.bone.triangles, axis.forward, float(at)):
            across, height = ring @ right, ring @ axis.up
            cross = across * np.roll(height, -1) - np.roll(across, -1) * height
            area = abs(float(cross.sum())) / 2
            if 8 < across.mean() < 19 and area > 20:
                level = ((height + np.roll(height, -1)) @ cross) / (3 * cross.sum())
                sections.append((area, at * axis.forward + level * axis.up))
    return min(sections, key=lambda one: one[0])[1]


def _against_the_skull(skull: Contours, axis: Contours) -> dict[str, float]:
    palate, clivus, squama = skull.front_to_back()
    basion = clivus[(clivus @ (skull.forward + skull.up)).argmin()]
    opisthion = squama[(squama @ (skull.up - skull.forward)).argmin()]
    palate_back = palate[(palate @ (skull.forward + skull.up)).argmin()]
    way = np.array([0.0, 0.0, 0.0])
    lowest = squama[(squama @ skull.up).argmin()]
    for _ in range(4):  # the lowest point depends a little on the line that is drawn to it
        way = (palate_back - lowest) / np.linalg.norm(palate_back - lowest)
        lowest = squama[np.cross(way, squama - palate_back)[:, 0].argmin()]
    body = axis.front_to_back()[0]
    tip = body[(body @ axis.up).argmax()]
    front, back = axis.plate(False)
    beneath = body[np.abs((body - (front + back) / 2) @ axis.forward) < 0.2]
    plate = beneath[(beneath @ axis.up).argmin()]
    return {
        "mcgregor_mm": above(tip, palate_back, lowest),
        "chamberlain_mm": above(tip, palate_back, opisthion),
        "redlund_johnell_mm": -above(plate, palate_back, lowest),
        "mcrae_mm": -above(tip, basion, opisthion),
    }


def _canal(one: Contours) -> float:
    """Across the canal: from the back wall; of the axis half way down its lamina; of the sacrum at its first body."""
    front, back = one.front_to_back()[:2]
    if one.bone.level in _BODY_MM:
        if one.bone.level == "C2":
            ends = back[(back @ one.up).argmax()], back[(back @ (one.forward - one.up)).argmax()]
            back = back[np.abs(back @ one.up - np.mean(ends @ one.up)) < _FINE]
            front = front[np.abs(front @ one.up - (back @ one.up).mean()) < _FINE]
        else:
            front = front[front @ one.up > (front @ one.up).max() - _BODY_MM["sacrum"]]
        return float(np.linalg.norm(np.subtract(*nearest(front, back))))
    upper, lower = one.corner(True, False), one.corner(False, False)
    middle, wall = (upper + lower) / 2, (upper - lower) / np.linalg.norm(upper - lower)
    out = np.cross([1.0, 0, 0], wall)
    out = -out * np.sign(out @ one.forward)
    return met(middle, out, back) - met(middle, out, front)


def _step(upper: Contours, lower: Contours) -> float:
    """How far the back of a body stands in front of the back of the next, along the plate of that one."""
    front, back = lower.plate(True)
    return float((upper.corner(False, False) - back) @ (front - back) / np.linalg.norm(front - back))


def _wedge(one: Contours) -> float:
    heights = [np.linalg.norm(one.corner(True, front) - one.corner(False, front)) for front in (True, False)]
    return float(100 * (1 - heights[0] / heights[1]))


def _tilt(one: Contours, upper: bool) -> float:
    run = np.subtract(*one.plate(upper))
    return float(np.degrees(np.arctan2(run[2], run[1])))

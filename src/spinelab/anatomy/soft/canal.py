"""The way of the cord: a line through the canal, and the room in front of it and behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.levels import ORDER
from spinelab.anatomy.soft.junction import Junction
from spinelab.anatomy.soft.pannus import back_of
from spinelab.anatomy.soft.sizes import along_the_cord, ligament_mm
from spinelab.anatomy.soft.surface import Held, met
from spinelab.anatomy.solids import finer

if TYPE_CHECKING:
    from spinelab.anatomy.standing import Spine

Array = NDArray[np.float64]
STEPS = 8  # stations of the line between two bones
_RADIUS_MM = 11.0  # how tightly cord and membranes can bend around an edge
_EVERY_MM = 1.5
_REACH_MM = 24.0
_DURA_MM = 0.6
_LEAST_MM = 1.0  # what is left of a cord that is crushed
_STUB_MM = (3.6, 13.0)  # from the middle of the foramen magnum forward and up to the end of the medulla


@dataclass(frozen=True)
class Canal:
    """Stations (k) of the cord: `place` counts bones from the occiput down, as `ORDER` does.

    `middle` (k, 3) is the middle of the cord, `forward` (k, 3) the way to its front; it is `depth` (k) deep. `front`
    (k) is how far the ligaments on the front wall begin, mm.
    """

    place: Array
    middle: Array
    forward: Array
    depth: Array
    front: Array

    def between(self, top: float, bottom: float) -> slice:
        """The stations from one place to another."""
        inside = np.flatnonzero((self.place >= top - 1e-9) & (self.place <= bottom + 1e-9))
        return slice(int(inside[0]), int(inside[-1]) + 1)

    def line(self, before_mm: float, part: slice) -> Array:
        """A line along the front wall, so far in front of its surface, (n, 3)."""
        return self.middle[part] + (self.front[part] + before_mm)[:, None] * self.forward[part]


def canal(spine: Spine) -> Canal | None:
    """The canal of the bones that are there; None for a spine without one."""
    place, middle = _line(spine)
    if len(place) < 2:
        return None
    here = spine.junction
    front, back = _walls(spine, here)
    wanted, share = along_the_cord("depth", place), along_the_cord("in_front", place)
    for _ in range(3):
        along = _smooth(np.gradient(middle, axis=0), 8)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        forward = np.stack([along[:, 0] * 0, -along[:, 2], along[:, 1]], axis=1)
        forward /= np.linalg.norm(forward, axis=1, keepdims=True)
        before, behind = _room(middle, along, forward, front), _room(middle, along, -forward, back)
        room = before + behind
        depth = np.clip(room, _LEAST_MM, wanted)
        at = _smooth(before - depth / 2 - share * np.clip(room - depth, 0, None), 4)
        top, bottom = np.minimum(at + depth / 2, before), np.maximum(at - depth / 2, -behind)
        depth, at = np.maximum(top - bottom, _LEAST_MM), (top + bottom) / 2
        middle, before = middle + at[:, None] * forward, before - at
    return Canal(place, middle, forward, depth, before)


def _line(spine: Spine) -> tuple[Array, Array]:
    """Where the stations are before the walls are asked: through the middles of the canals."""
    levels = [level for level in ORDER if level in spine.bones]
    points, places = [], []
    for level in levels:
        marks = spine.bones[level].landmarks
        if level == "occiput":
            skull = spine.bones[level].turn
            hole = marks["basion"] * 0.55 + marks["opisthion"] * 0.45
            points += [hole + skull @ np.array([0.0, *_STUB_MM]), hole]
            places += [-1.0, 0.0]
        elif "middle of the canal" in marks:
            points.append(marks["middle of the canal"])
            places.append(float(ORDER.index(level)))
    if len(points) < 2:
        return np.empty(0), np.empty((0, 3))
    if levels[0] != "occiput":
        points.insert(0, points[0] + (points[0] - points[1]) * 0.6)
        places.insert(0, places[0] - 0.6)
    points.append(points[-1] + (points[-1] - points[-2]) * 0.6)
    places.append(places[-1] + 0.6)
    return finer(np.array(places), STEPS), finer(np.array(points), STEPS)


def _room(middle: Array, along: Array, way: Array, wall: Array) -> Array:
    """How far each station may go in its way before something that bends no tighter than the radius meets a wall."""
    ahead = way @ wall.T - np.einsum("ij,ij->i", way, middle)[:, None]
    beside = along @ wall.T - np.einsum("ij,ij->i", along, middle)[:, None]
    return np.asarray((ahead + beside**2 / (2 * _RADIUS_MM)).min(axis=1))


def _walls(spine: Spine, here: Junction | None) -> tuple[Array, Array]:
    """Points in the median plane in front of the cord, pushed back by what lies on the bone; and points behind it."""
    front, back = [], []
    for level in ORDER:
        if level not in spine.bones or level == "sacrum":
            continue
        bone = spine.bones[level]
        before, heights, behind = _median(level)
        wall = before.on(bone)
        if level == "C2" and here is not None:
            if spine.pannus is not None:
                swelling = back_of(spine.pannus)
                wall = np.concatenate([wall, swelling])
                heights = np.concatenate([heights, bone.into_own(swelling)[:, 2]])
            cover = _cover(here, heights)
        else:
            cover = np.full(len(wall), _DURA_MM + (_bands() if level == "occiput" else 0.4))
        front.append(wall - cover[:, None] * bone.turn[:, 1])
        back.append(behind.on(bone))
    return np.concatenate(front), np.concatenate(back)


def _bands() -> float:
    return ligament_mm("cruciform band thickness") + ligament_mm("tectorial membrane thickness")


def _cover(here: Junction, heights: Array) -> Array:
    """How deep the ligaments on the back of the axis are at each height, mm."""
    thin = np.interp(heights, [-20, -12], [_DURA_MM + 0.4, _bands()])
    thick = ligament_mm("transverse ligament thickness")
    if here.transverse_torn:
        thick = min(thick, max(here.padi_mm - here.pannus_mm - 1.2 * _LEAST_MM, _DURA_MM))
    else:
        thick += ligament_mm("tectorial membrane thickness")
    half = ligament_mm("transverse ligament height") / 2
    thin = np.minimum(thin, thick)
    return thin + (thick - thin) * np.exp(-(np.clip((heights - here.height_on_axis()) / half, -3, 3) ** 4))


@kept(BONES)
def _median(level: str) -> tuple[Held, Array, Held]:
    """Where rays in the median plane meet the front wall of a bone's canal, and how high; and its back wall."""
    bone = vertebra(level)
    marks = bone.landmarks
    if level == "occiput":
        start = float((marks["basion"] + marks["opisthion"])[1]) / 2
    else:
        start = float(marks["middle of the canal"][1])
    heights = np.arange(np.floor(bone.vertices[:, 2].min()), bone.vertices[:, 2].max(), _EVERY_MM)
    starts = np.stack([np.full(len(heights), 1e-4), np.full(len(heights), start), heights], axis=1)
    ways = np.tile([0.0, 1.0, 0.0], (len(heights), 1))
    front, far = met(bone, starts, ways, _REACH_MM)
    back, deep = met(bone, starts, -ways, _REACH_MM)
    return front.some(np.isfinite(far)), heights[np.isfinite(far)], back.some(np.isfinite(deep))


def _smooth(values: Array, times: int) -> Array:
    for _ in range(times):
        padded = np.concatenate([values[:1], values, values[-1:]])
        values = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return values

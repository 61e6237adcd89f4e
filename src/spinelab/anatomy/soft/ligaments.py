"""The named ligaments between skull, atlas and axis, and the two long ligaments of the column, between posed bones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.levels import ORDER
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.soft.canal import Canal
from spinelab.anatomy.soft.junction import Junction
from spinelab.anatomy.soft.sizes import ligament_mm
from spinelab.anatomy.soft.surface import Held, met
from spinelab.anatomy.solids import finer, sheet

if TYPE_CHECKING:
    from spinelab.anatomy.standing import Spine

Array = NDArray[np.float64]
_ROWS, _ACROSS = 28, 7
_FREE_MM = 0.1  # between the dens and the transverse ligament: a joint
_INTO_BONE_MM = 0.9
_SLACK_MM = 13.9  # from the anterior arch back to where the stumps of a torn transverse ligament point
_SIDES = {"right": 1.0, "left": -1.0}
# Where rays meet the bone that a ligament is fixed to: level, start and way in the bone's own axes, right side.
_FIXED = {
    "tubercle": ("C1", (0.0, 0.2, -0.3), (1.0, 0.0, 0.0)),
    "alar facet": ("C2", (0.0, -1.6, 6.6), (1.0, 0.0, 0.0)),
    "clivus": ("occiput", (1e-4, -10.0, 21.0), (0.0, 1.0, 0.0)),
    "upper clivus": ("occiput", (1e-4, -10.0, 27.0), (0.0, 1.0, 0.0)),
    "condyle": ("occiput", (3.4, -1.7, 7.2), (0.853, 0.04, 0.522)),
}
_BODY = 1.62  # how far down the cruciform ligament reaches, in bones


def ligaments(spine: Spine) -> dict[str, Mesh]:
    """The ligaments whose bones are there, by name, as closed surfaces.

    A ligament that must have failed is torn: the transverse ligament beyond the ADI of healthy adults, the alar and
    the apical ligaments beyond the ADI at which they are thought to fail. Torn or whole, the triangles are the same.
    """
    found: dict[str, Mesh] = {}
    here, way = spine.junction, spine.canal
    skull = spine.bones.get("occiput")
    if here is not None and way is not None:
        found["transverse ligament"] = _transverse(here)
        found["cruciform ligament, lower band"] = _cruciform(way, None)
        if skull is not None:
            found["cruciform ligament, upper band"] = _cruciform(way, skull)
            for side in _SIDES:
                found[f"{side} alar ligament"] = _alar(here, skull, side)
            found["apical ligament"] = _apical(here, skull)
            found["tectorial membrane"] = _tectorial(way, skull)
    if skull is not None and "C1" in spine.bones:
        found["anterior atlanto-occipital membrane"] = _in_front_of_the_dens(spine.bones["C1"], skull)
        found["posterior atlanto-occipital membrane"] = _over_the_cord(spine.bones["C1"], skull)
    if way is not None and "C3" in spine.bones:
        found["posterior longitudinal ligament"] = _posterior(way)
        found["anterior longitudinal ligament"] = _in_front_of_the_bodies(spine)
    return found


def _transverse(here: Junction) -> Mesh:
    """From tubercle to tubercle, behind dens and pannus."""
    atlas = here.atlas
    thick, high = ligament_mm("transverse ligament thickness"), ligament_mm("transverse ligament height")
    ends = {side: atlas.into_own(_at("tubercle", side, atlas)) for side in _SIDES}
    middle = atlas.into_own(here.behind + here.backward * (here.pannus_mm + _FREE_MM + thick / 2))
    if here.transverse_torn:
        middle = atlas.into_own(atlas.landmarks["back of the anterior arch"] + here.backward * _SLACK_MM)
    share = _shares(here.transverse_torn, 0.42)
    side = np.where(share < 0, 1.0, -1.0)
    end = np.where(side[:, None] > 0, ends["right"], ends["left"])
    out = np.abs(share)[:, None]
    path = np.stack([middle[0] + (end - middle)[:, 0] * out[:, 0], *((middle + (end - middle) * out**2)[:, 1:].T)], 1)
    path[:, 0] += side * _INTO_BONE_MM * out[:, 0] ** 8
    tall = high / 2 * (0.62 + 0.38 * (1 - out[:, 0] ** 2))
    return _band(atlas, path, np.array([0, 0, 1.0]), tall, thick / 2, here.transverse_torn)


def _alar(here: Junction, skull: Bone, side: str) -> Mesh:
    """From the side of the tip of the dens, up and outward to the condyle."""
    axis = here.axis
    start, end = _at("alar facet", side, axis), _at("condyle", side, skull)
    way = (end - start) / np.linalg.norm(end - start)
    start, end = start - way * 0.5, end + way * _INTO_BONE_MM
    out = ((_shares(here.alars_torn, 0.36) + 1) / 2)[:, None]
    path = start + (end - start) * out
    path[:, 2] -= 0.25 * np.sin(np.pi * out[:, 0])
    tall = ligament_mm("alar ligament height") / 2 * (0.86 + 0.3 * out[:, 0] ** 2)
    up = np.cross(way, axis.turn[:, 1])
    return _band(None, path, up, tall, ligament_mm("alar ligament thickness") / 2, here.alars_torn)


def _apical(here: Junction, skull: Bone) -> Mesh:
    """A cord from the tip of the dens to the front rim of the foramen magnum."""
    start = here.axis.landmarks["tip of the dens"] - here.axis.turn @ np.array([0, 0, 0.5])
    end = skull.landmarks["basion"] + skull.turn @ np.array([0, 0.8, 0.8])
    out = ((_shares(here.alars_torn, 0.36) + 1) / 2)[:, None]
    half = ligament_mm("apical ligament thickness") / 2
    path = start + (end - start) * out
    return _band(None, path, np.array([1.0, 0, 0]), np.full(_ROWS, half), half, here.alars_torn)


def _cruciform(way: Canal, skull: Bone | None) -> Mesh:
    """The band behind dens and transverse ligament: up to the clivus of a skull, or down to the body of the axis."""
    thick = ligament_mm("cruciform band thickness")
    before = ligament_mm("tectorial membrane thickness") + thick / 2
    if skull is None:
        line = way.line(before, way.between(1.0, _BODY))
    else:
        line = _from_the_clivus(skull, "clivus", way.line(before, way.between(-0.05, 1.0)))
    far = np.abs(np.linspace(0, 1, len(line)) - (0 if skull is None else 1))
    return _strip(line, ligament_mm("cruciform band width") / 2 * (1.0 - 0.3 * far + 0.35 * far**3), thick / 2)


def _tectorial(way: Canal, skull: Bone) -> Mesh:
    """The tectorial membrane: a sheet from the back of the axis to the clivus, behind all other ligaments."""
    thick, wide = ligament_mm("tectorial membrane thickness"), ligament_mm("tectorial membrane width")
    line = _from_the_clivus(skull, "upper clivus", way.line(thick / 2, way.between(-0.3, 2.1)))
    return _strip(line, wide / 2 * np.interp(np.linspace(0, 1, len(line)), [0, 0.5, 1], [1.15, 1.0, 0.72]), thick / 2)


def _posterior(way: Canal) -> Mesh:
    """The posterior longitudinal ligament: the same sheet further down, on the backs of the bodies."""
    thick, wide = ligament_mm("longitudinal ligament thickness"), ligament_mm("longitudinal ligament width")
    part = way.between(2.0, 99.0)
    half = wide / 2 * np.interp(way.place[part], [2, 3, 19, 24], [0.95, 0.75, 0.8, 0.6])
    return _strip(way.line(thick / 2, part), half, thick / 2)


def _from_the_clivus(skull: Bone, name: str, line: Array) -> Array:
    """A line that begins a little inside the clivus and goes on as the given one."""
    start = _at(name, "right", skull) + skull.turn @ np.array([0, 0.4, 0])
    return finer(np.concatenate([start[None], line]), 3)


def _in_front_of_the_dens(atlas: Bone, skull: Bone) -> Mesh:
    """The anterior membrane, from the upper edge of the anterior arch to the front rim of the foramen magnum."""
    u = np.linspace(-1, 1, 9)
    half = ligament_mm("atlanto-occipital membrane width") / 2
    front = atlas.into_own(atlas.landmarks["middle of the anterior arch"])
    low = np.stack([u * half, front[1] + 0.3 - 2.2 * u**2, front[2] + 3.9 - 0.6 * u**2], axis=1)
    rim = skull.into_own(skull.landmarks["basion"])
    high = np.stack([u * half * 0.9, rim[1] + 4.2 - 2.6 * u**2, rim[2] + 2.0 + 1.2 * u**2], axis=1)
    return _membrane(atlas.placed(low), skull.placed(high), atlas.turn[:, 1] * 0.6)


def _over_the_cord(atlas: Bone, skull: Bone) -> Mesh:
    """The posterior membrane, from the upper edge of the posterior arch to the back rim of the foramen magnum."""
    u = np.linspace(-1, 1, 9)
    half = ligament_mm("atlanto-occipital membrane width") / 2
    back = atlas.into_own(atlas.landmarks["middle of the posterior arch"])
    low = np.stack([u * half, back[1] - 0.2 + 5.4 * np.abs(u) ** 2.2, back[2] + 3.6 - 1.0 * u**2], axis=1)
    rim = skull.into_own(skull.landmarks["opisthion"])
    high = np.stack([u * half, rim[1] - 1.4 + 6.2 * u**2, rim[2] + 1.2 + 2.4 * u**2], axis=1)
    return _membrane(atlas.placed(low), skull.placed(high), -atlas.turn[:, 1] * 0.4)


def _membrane(low: Array, high: Array, bow: Array) -> Mesh:
    out = np.linspace(0, 1, 7)[:, None, None]
    middle = low[None] * (1 - out) + high[None] * out + bow * np.sin(np.pi * out)
    return sheet(middle, ligament_mm("atlanto-occipital membrane thickness") / 2)


def _in_front_of_the_bodies(spine: Spine) -> Mesh:
    """From the anterior tubercle of the atlas down the fronts of the bodies."""
    thick, wide = ligament_mm("longitudinal ligament thickness"), ligament_mm("longitudinal ligament width")
    points, places = [], []
    for level in ORDER[1:-1]:
        if level in spine.bones:
            bone = spine.bones[level]
            fronts = _fronts(level).on(bone)
            points.append(fronts + bone.turn[:, 1] * thick * 0.6)
            places.append(ORDER.index(level) + np.linspace(-0.35, 0.35, len(fronts)))
    line, place = finer(np.concatenate(points)), finer(np.concatenate(places))
    half = wide / 2 * np.interp(place, [1, 2, 8, 20, 24], [0.5, 0.8, 0.9, 1.5, 1.8])
    return _strip(line, half, thick / 2, wrap_mm=2.4 * half)


@kept(BONES)
def _fronts(level: str) -> Held:
    """Points down the front of a body, from rim to rim; one on the front of the atlas."""
    bone = vertebra(level)
    marks = bone.landmarks
    if level == "C1":
        heights = np.array([marks["anterior tubercle"][2]])
    elif level == "C2":
        heights = np.linspace(-13.0, marks["lower front corner"][2] + 1.2, 4)
    else:
        heights = np.linspace(marks["upper front corner"][2] - 0.8, marks["lower front corner"][2] + 0.8, 5)
    starts = np.stack([np.full(len(heights), 1e-4), np.full(len(heights), 60.0), heights], axis=1)
    return met(bone, starts, np.tile([0.0, -1.0, 0.0], (len(heights), 1)), 60.0)[0]


def _strip(line: Array, half: Array, half_thickness: float, wrap_mm: Array | float = np.inf) -> Mesh:
    """A sheet about a line in the median plane, bent round the vertical with a radius of `wrap_mm`."""
    u = np.linspace(-1, 1, _ACROSS)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    backward = np.stack([along[:, 0] * 0, along[:, 2], -along[:, 1]], axis=1)
    wide = half[:, None] * u
    sag = wide**2 / (2 * np.broadcast_to(wrap_mm, len(line))[:, None])
    middle = line[:, None] + wide[:, :, None] * np.array([1.0, 0, 0]) + backward[:, None] * sag[:, :, None]
    return sheet(middle, half_thickness)


def _band(bone: Bone | None, path: Array, up: Array, half: Array, half_thickness: float, torn: bool) -> Mesh:
    """A band about a path, in a bone's own axes when one is given; the two middle rows are points where it is torn."""
    u = np.linspace(-1, 1, _ACROSS)
    middle = path[:, None] + u[None, :, None] * half[:, None, None] * up
    thick = np.full(_ROWS, half_thickness)
    if torn:
        last = _ROWS // 2
        for i, step in ((last - 1, -1), (last, 1)):
            frayed = (path[i] - path[i + step]) * 1.6
            for row, much in ((i + step, 1.0), (i + 2 * step, 0.5)):
                middle[row] += frayed * much * np.sin(2.4 * np.arange(_ACROSS) + row)[:, None] * 0.5
                thick[row] *= 0.55 + 0.3 * (1 - much)
            middle[i], thick[i] = path[i] + frayed * 0.4, 0
    if bone is not None:
        middle = bone.placed(middle)
    return sheet(middle, thick)


def _shares(torn: bool, stump: float) -> Array:
    """Where the rows of a band lie on its way, from -1 to 1; a torn one keeps a stump at each end."""
    whole = np.linspace(-1, 1, _ROWS)
    if not torn:
        return whole
    return np.sign(whole) * (1 - stump * (1 - np.abs(whole)) * _ROWS / (_ROWS - 1))


def _at(name: str, side: str, bone: Bone) -> Array:
    """Where a ligament is fixed to a bone as it is now, (3,) mm."""
    return np.asarray(_held(name, side).on(bone)[0])


@kept(BONES, most=16)
def _held(name: str, side: str) -> Held:
    level, start, way = _FIXED[name]
    flip = np.array([_SIDES[side], 1, 1])
    held, far = met(vertebra(level), np.array([start]) * flip, np.array([way]) * flip, 30.0)
    assert np.isfinite(far).all(), f"nothing of {level} is met for the {name}"
    return held

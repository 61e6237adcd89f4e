"""The exact value of each measurement, from the bones as they stand: lengths in mm, angles in degrees."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed
from spinelab.anatomy.bone import Bone
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.measures import first_hits
from spinelab.content.facts import fact

Array = NDArray[np.float64]
_INSIDE = 0.01  # mm by which a ray starts inside the bone that it leaves
_GENANT = (20.0, 25.0, 40.01)  # percent of height lost at which grades 1 and 2 begin, and above which grade 3 does
_MEYERDING = (25.0, 50.0, 75.0, 100.0)  # percent of the plate at which grades 2 to 5 begin


def atlantodental(atlas: Bone, axis: Bone) -> tuple[float, float]:
    """ADI and PADI, along the front-to-back line of the atlas at the height of the middle of its ring."""
    forward = atlas.turn @ np.array([0.0, 1.0, 0.0])
    arch, ring = atlas.landmarks["back of the anterior arch"], atlas.landmarks["front of the posterior arch"]
    starts = np.stack([arch - _INSIDE * forward, ring + _INSIDE * forward])
    near = np.abs(axis.vertices[:, 0] - arch[0]) < 3
    first, second, third = axis.triangles.T
    met = first_hits(
        axis.vertices.astype(float),
        axis.triangles[near[first] | near[second] | near[third]].astype(np.int64),
        (starts, np.stack([-forward, forward]), np.full(2, 60.0)),
    )
    return float(met[0]) + _INSIDE, float(met[1]) + _INSIDE


def ranawat_mm(atlas: Bone, axis: Bone) -> float:
    """From the middle of the axis's pedicles to the line through the middles of both arches of the atlas."""
    pedicle = (axis.landmarks["right pedicle"] + axis.landmarks["left pedicle"]) / 2
    front, back = atlas.landmarks["middle of the anterior arch"], atlas.landmarks["middle of the posterior arch"]
    return -above(pedicle, front, back)


def against_the_skull(skull: Bone, axis: Bone) -> dict[str, float]:
    """McGregor, Redlund-Johnell, Chamberlain and McRae.

    McGregor's line runs from the back of the hard palate to the lowest point of the occiput, Chamberlain's to the
    opisthion, McRae's from basion to opisthion; the dens above its line counts as positive for McGregor and
    Chamberlain, below it for McRae.
    """
    line = skull.landmarks["back of the hard palate"], skull.landmarks["lowest point of the occiput"]
    rim = skull.landmarks["basion"], skull.landmarks["opisthion"]
    return {
        "mcgregor_mm": above(axis.landmarks["tip of the dens"], *line),
        "redlund_johnell_mm": -above(axis.landmarks["lower plate"], *line),
        "chamberlain_mm": above(axis.landmarks["tip of the dens"], line[0], rim[1]),
        "mcrae_mm": -above(axis.landmarks["tip of the dens"], *rim),
    }


def slip(upper: Bone, lower: Bone) -> tuple[float, float]:
    """How far a body stands forward on the next one, along its plate, against rest; and that plate's depth."""
    plate = lower.landmarks["upper front corner"] - lower.landmarks["upper back corner"]
    depth = float(np.linalg.norm(plate))
    at = (upper.landmarks["lower back corner"] - lower.landmarks["upper back corner"]) @ (plate / depth)
    return float(at) - _slip_at_rest(upper.level, lower.level), depth


def wedge_percent(bone: Bone) -> float:
    """Percent by which the front of a body is lower than its back; negative when it is higher."""
    front = _distance(bone.landmarks, "upper front corner", "lower front corner")
    back = _distance(bone.landmarks, "upper back corner", "lower back corner")
    return 100 * (1 - front / back)


def canal_mm(bone: Bone) -> float:
    """The depth of a bone's own canal in the median plane. A slip does not narrow it: see `space_mm`."""
    return _distance(bone.landmarks, "front of the canal", "back of the canal")


def space_mm(upper: Bone, lower: Bone) -> float:
    """The room for cord or nerves at the step between two bones, in the median plane.

    A slip brings the body of one bone nearer to the arch of the other. The smaller of two distances counts: from the
    upper back corner of the lower body to the arch of the upper bone, which a forward slip shortens, and from the lower
    back corner of the upper body to the arch of the lower bone, which a backward one does.
    """
    return min(
        _to_the_arch(lower.landmarks["upper back corner"], upper),
        _to_the_arch(upper.landmarks["lower back corner"], lower),
    )


def tilt_deg(bone: Bone, plate: str) -> float:
    """How far a plate looks up in front."""
    run = bone.landmarks[f"{plate} front corner"] - bone.landmarks[f"{plate} back corner"]
    return float(np.degrees(np.arctan2(run[2], run[1])))


def genant_grade(percent_lost: float) -> int:
    """Grade of a vertebral fracture, 0 to 3, from the height lost (Genant1993): from 20, from 25, above 40 percent."""
    return sum(round(percent_lost, 2) >= limit for limit in _GENANT)


def meyerding_grade(forward_mm: float, percent: float) -> int:
    """Grade of a forward slip, 0 to 5, by quarters of the plate below (Meyerding1932).

    `forward_mm` is how far the body has left its healthy place. 0 is no slip that a film can tell: two readings of one
    film differ by as much (SlipReliability1994).
    """
    if round(forward_mm, 2) < fact("slip-reader-mean").exact:
        return 0
    return 1 + sum(round(percent, 2) > limit for limit in _MEYERDING)


def above(point: Array, front: Array, back: Array) -> float:
    """How far a point lies above the line from `back` to `front`, in the sagittal plane."""
    y, z = (front - back)[1:]
    side = point - back
    return float((y * side[2] - z * side[1]) / np.hypot(y, z))


@kept(BONES)
def _slip_at_rest(upper: str, lower: str) -> float:
    over, under = packed.load(upper), packed.load(lower)
    assert over.pose is not None
    turn, shift = over.pose[:, :3], over.pose[:, 3]
    back = turn @ under.landmarks["upper back corner"] + shift
    front = turn @ under.landmarks["upper front corner"] + shift
    along = (front - back) / np.linalg.norm(front - back)
    return float((over.landmarks["lower back corner"] - back) @ along)


def _to_the_arch(corner: Array, bone: Bone) -> float:
    """From a point in front of an arch to the nearest point of it in the median plane."""
    front, back = bone.landmarks["front of the canal"], bone.landmarks["back of the canal"]
    left = bone.vertices[:, 0] < back[0]
    starts, ends = bone.triangles.ravel(), bone.triangles[:, [1, 2, 0]].ravel()
    across = left[starts] & ~left[ends]
    one, other = bone.vertices[starts[across]].astype(float), bone.vertices[ends[across]].astype(float)
    met = one + ((back[0] - one[:, 0]) / (other[:, 0] - one[:, 0]))[:, None] * (other - one)
    arch = met[(met - (front + back) / 2) @ (back - front) > 0]
    return float(np.linalg.norm((arch - corner)[:, 1:], axis=1).min())


def _distance(points: Mapping[str, Array], one: str, other: str) -> float:
    return float(np.linalg.norm(points[one] - points[other]))

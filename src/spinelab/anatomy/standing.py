"""The virtual spine at rest: bones where they stand, discs between them, and the exact value of each measurement.

Posture is a rigid move of each bone (`stance`), so a state of disease can change it, or move named vertices of a
bone, and everything that is measured follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed
from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.discs import disc_between
from spinelab.anatomy.measures import first_hits
from spinelab.content.faults import nearest
from spinelab.content.folder import data_folder
from spinelab.content.yamltext import read

Array = NDArray[np.float64]
Region = Literal["cervical", "thoracic", "lumbar", "whole"]
Stance = Mapping[str, tuple[Array, Array]]

ORDER = (
    *("occiput", "C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    "sacrum",
)
ILIA = ("ilium_right", "ilium_left")
REGIONS: dict[str, tuple[str, ...]] = {
    "cervical": ORDER[: ORDER.index("T1") + 1],
    "thoracic": ORDER[ORDER.index("T1") : ORDER.index("L1") + 1],
    "lumbar": (*ORDER[ORDER.index("T12") :], *ILIA),
    "whole": (*ORDER, *ILIA),
}


@dataclass(frozen=True)
class Spine:
    """Bones where they stand. `discs` are closed surfaces between neighbours, by segment such as ‘C5-C6’."""

    region: str
    bones: dict[str, Bone]

    def __repr__(self) -> str:
        first, last = next(iter(self.bones)), list(self.bones)[-1]
        return f"Spine {self.region}: {len(self.bones)} bones from {first} to {last}; a model, not a patient"

    @cached_property
    def discs(self) -> dict[str, packed.Mesh]:
        """The discs, each from the lower plate of one body to the upper plate of the next."""
        return {
            segment(upper): disc_between(self.bones[upper], self.bones[lower])
            for upper, lower in self.neighbours()
            if "lower plate" in self.bones[upper].landmarks
        }

    def neighbours(self) -> list[tuple[str, str]]:
        """Pairs of bones that stand on each other."""
        column = [level for level in ORDER if level in self.bones]
        return list(pairwise(column))

    def landmarks(self) -> dict[str, dict[str, Array]]:
        """Named points of every bone, mm."""
        return {level: dict(bone.landmarks) for level, bone in self.bones.items()}

    def truth(self) -> dict[str, Any]:
        """The value of every measurement of this spine: lengths in mm, angles in degrees.

        ADI and PADI run along the front-to-back line of the atlas at the height of the middle of its ring. Ranawat:
        middle of the axis's pedicles to the line through the middles of both arches of the atlas. McGregor's line:
        back of the hard palate to the lowest point of the occiput.
        """
        found: dict[str, Any] = {}
        if "C1" in self.bones and "C2" in self.bones:
            found |= self._atlas_and_axis()
        found["canal_mm"] = {
            level: _distance(bone.landmarks, "front of the canal", "back of the canal")
            for level, bone in self.bones.items()
            if "front of the canal" in bone.landmarks
        }
        found["slip_mm"] = {}
        found["slip_percent"] = {}
        for upper, lower in self.neighbours():
            if "lower back corner" in self.bones[upper].landmarks:
                slip, depth = self._slip(upper, lower)
                found["slip_mm"][upper] = slip
                found["slip_percent"][upper] = 100 * slip / depth
        found["wedge_percent"] = {
            level: _wedge(bone)
            for level, bone in self.bones.items()
            if {"upper front corner", "lower front corner"} <= set(bone.landmarks)
        }
        for name, (top, bottom) in {
            "cervical_lordosis_deg": (("C2", "lower"), ("C7", "lower")),
            "thoracic_kyphosis_deg": (("T1", "upper"), ("T12", "lower")),
            "lumbar_lordosis_deg": (("L1", "upper"), ("sacrum", "upper")),
        }.items():
            if top[0] in self.bones and bottom[0] in self.bones:
                angle = _tilt(self.bones[top[0]], top[1]) - _tilt(self.bones[bottom[0]], bottom[1])
                found[name] = -angle if "kyphosis" in name else angle
        return found

    def _atlas_and_axis(self) -> dict[str, float]:
        atlas, axis = self.bones["C1"], self.bones["C2"]
        forward = atlas.turn @ np.array([0.0, 1.0, 0.0])
        arch, ring = atlas.landmarks["back of the anterior arch"], atlas.landmarks["front of the posterior arch"]
        starts = np.stack([arch - 0.01 * forward, ring + 0.01 * forward])
        met = first_hits(
            axis.vertices.astype(float),
            axis.triangles.astype(np.int64),
            (starts, np.stack([-forward, forward]), np.full(2, 60.0)),
        )
        found = {"adi_mm": float(met[0]) + 0.01, "padi_mm": float(met[1]) + 0.01}
        pedicle = (axis.landmarks["right pedicle"] + axis.landmarks["left pedicle"]) / 2
        front, back = atlas.landmarks["middle of the anterior arch"], atlas.landmarks["middle of the posterior arch"]
        found["ranawat_mm"] = -_above(pedicle, front, back)
        if "occiput" in self.bones:
            skull = self.bones["occiput"].landmarks
            line = skull["back of the hard palate"], skull["lowest point of the occiput"]
            found["mcgregor_mm"] = _above(axis.landmarks["tip of the dens"], *line)
            found["redlund_johnell_mm"] = -_above(axis.landmarks["lower plate"], *line)
            found["mcrae_mm"] = -_above(axis.landmarks["tip of the dens"], skull["basion"], skull["opisthion"])
        return found

    def _slip(self, upper: str, lower: str) -> tuple[float, float]:
        """How far a body stands forward on the next one, along its plate, against rest; and that plate's depth."""
        below = self.bones[lower].landmarks
        plate = below["upper front corner"] - below["upper back corner"]
        depth = float(np.linalg.norm(plate))
        along = plate / depth
        at = (self.bones[upper].landmarks["lower back corner"] - below["upper back corner"]) @ along
        rest = _rest_slip(upper, lower)
        return float(at - rest), depth


def spine(region: Region = "cervical") -> Spine:
    """The spine at rest, standing: `cervical` (occiput to T1), `thoracic`, `lumbar` (T12 to pelvis) or `whole`.

    The neck stands in the axes of the atlas, the others with the pelvis as it stands. Raises ValueError when there is
    no such region.
    """
    if region not in REGIONS:
        raise ValueError(f"there is no region ‘{region}’ of the spine; nearest: {nearest(region, list(REGIONS))}")
    return standing(region, stance())


def standing(region: str, places: Stance) -> Spine:
    """The bones of a region, each moved to its place."""
    bones = {level: vertebra(level).moved(*places[level]) for level in REGIONS[region]}
    spine_here = Spine(region, bones)
    if region == "cervical":
        turn, shift = places["C1"]
        bones = {level: bone.moved(turn.T, -(turn.T @ shift)) for level, bone in bones.items()}
        return Spine(region, bones)
    return spine_here


def stance() -> dict[str, tuple[Array, Array]]:
    """Where each bone stands at rest: a turn and a shift from its own axes, the pelvis upright."""
    slope = np.radians(float(read(data_folder() / "anatomy" / "column.yaml").value["sacral_slope"]["degrees"]))
    c, s = np.cos(slope), np.sin(slope)
    places = {"sacrum": (np.array([[1, 0, 0], [0, c, s], [0, -s, c]]), np.zeros(3))}
    for upper, lower in zip(ORDER[-2::-1], ORDER[:0:-1], strict=True):
        pose = packed.load(upper).pose
        assert pose is not None, f"{upper} is packed without its place on {lower}"
        turn_below, shift_below = places[lower]
        turn = turn_below @ pose[:, :3].T
        places[upper] = turn, shift_below - turn @ pose[:, 3]
    for side in ILIA:
        places[side] = places["sacrum"]
    return {level: places[level] for level in (*ORDER, *ILIA)}


def segment(upper: str) -> str:
    """The name of the segment under a level: ‘C3-C4’, ‘L5-S1’."""
    lower = ORDER[ORDER.index(upper) + 1]
    return f"{upper}-{'S1' if lower == 'sacrum' else lower}"


def _rest_slip(upper: str, lower: str) -> float:
    kept, beneath = packed.load(upper), packed.load(lower)
    assert kept.pose is not None
    turn, shift = kept.pose[:, :3], kept.pose[:, 3]
    back = turn @ beneath.landmarks["upper back corner"] + shift
    front = turn @ beneath.landmarks["upper front corner"] + shift
    along = (front - back) / np.linalg.norm(front - back)
    return float((kept.landmarks["lower back corner"] - back) @ along)


def _distance(points: Mapping[str, Array], one: str, other: str) -> float:
    return float(np.linalg.norm(points[one] - points[other]))


def _above(point: Array, front: Array, back: Array) -> float:
    """How far a point lies above the line from `back` to `front`, in the sagittal plane."""
    y, z = (front - back)[1:]
    side = point - back
    return float((y * side[2] - z * side[1]) / np.hypot(y, z))


def _tilt(bone: Bone, plate: str) -> float:
    """How far a plate looks up in front, degrees."""
    run = bone.landmarks[f"{plate} front corner"] - bone.landmarks[f"{plate} back corner"]
    return float(np.degrees(np.arctan2(run[2], run[1])))


def _wedge(bone: Bone) -> float:
    """Percent by which the front of a body is lower than its back; negative when it is higher."""
    front = _distance(bone.landmarks, "upper front corner", "lower front corner")
    back = _distance(bone.landmarks, "upper back corner", "lower back corner")
    return 100 * (1 - front / back)

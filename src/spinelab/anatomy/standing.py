"""The virtual spine: bones where they stand, what lies between them, and the exact value of each measurement."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed, truth
from spinelab.anatomy.bone import Bone
from spinelab.anatomy.discs import disc_between
from spinelab.anatomy.levels import REGIONS, Region, neighbours, segment
from spinelab.anatomy.state.asked import State, asked
from spinelab.anatomy.state.erosion import Side
from spinelab.anatomy.state.joints import giving_way
from spinelab.anatomy.state.new_bone import fused_facets, fused_sacroiliac, syndesmophytes
from spinelab.anatomy.state.posture import posture
from spinelab.anatomy.state.sclerosis import sclerosis
from spinelab.anatomy.state.scores import msasss
from spinelab.anatomy.state.shape import shaped
from spinelab.content.faults import InputError, InputTypeError, nearest

if TYPE_CHECKING:
    from spinelab.anatomy.soft.canal import Canal
    from spinelab.anatomy.soft.junction import Junction

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spine:
    """Bones where they stand, in a state of posture and disease; healthy at rest when nothing else was asked for.

    Everything else follows from the bones and is a closed surface by name: `discs` by segment such as ‘C5-C6’, the
    `cord`, the `ligaments` between head and neck, `pannus`, new bone (`bridges`, `fusions`) and dense bone
    (`sclerosis`).
    """

    region: Region
    bones: dict[str, Bone]
    state: State = field(default_factory=State)

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

    @cached_property
    def junction(self) -> Junction | None:
        """Where atlas and axis stand to each other; None where they are not there."""
        from spinelab.anatomy.soft.junction import junction

        return junction(self)

    @cached_property
    def canal(self) -> Canal | None:
        """The way of the cord through the bones and the room that it has; None without a canal."""
        from spinelab.anatomy.soft.canal import canal

        return canal(self)

    @cached_property
    def cord(self) -> packed.Mesh | None:
        """The spinal cord; None where the region has none."""
        from spinelab.anatomy.soft.cord import cord

        return cord(self)

    @cached_property
    def ligaments(self) -> dict[str, packed.Mesh]:
        """The named ligaments between head and neck."""
        from spinelab.anatomy.soft.ligaments import ligaments

        return ligaments(self)

    @cached_property
    def pannus(self) -> packed.Mesh | None:
        """Inflamed tissue about the dens; None where there is none."""
        from spinelab.anatomy.soft.pannus import pannus

        return pannus(self)

    @cached_property
    def bridges(self) -> dict[str, packed.Mesh]:
        """Syndesmophytes, by segment and number."""
        return {
            f"syndesmophyte {segment(upper)} {number}": mesh
            for upper, lower in self.neighbours()
            if (grade := self.state.syndesmophytes.get(segment(upper), 0)) > 1
            for number, mesh in enumerate(syndesmophytes(self.bones[upper], self.bones[lower], grade), 1)
        }

    @cached_property
    def fusions(self) -> dict[str, packed.Mesh]:
        """Bone that fills a joint: facet joints by segment and side, sacroiliac joints by side."""
        found = {
            f"fused facet joint {segment(upper)} {side}": mesh
            for upper, lower in self.neighbours()
            if segment(upper) in self.state.fusion
            for side, mesh in zip(("right", "left"), fused_facets(self.bones[upper], self.bones[lower]), strict=True)
        }
        for side, grade in self.state.sacroiliitis.items():
            if grade == 4:
                plug = fused_sacroiliac(self.bones["sacrum"], self.bones[f"ilium_{side}"])
                found[f"fused sacroiliac joint {side}"] = plug
        return found

    @cached_property
    def sclerosis(self) -> dict[str, packed.Mesh]:
        """Dense bone beside inflamed sacroiliac joints, by bone and side; none below grade 2."""
        sides: tuple[Side, Side] = ("right", "left")
        return {
            f"sclerosis of {level} {side}": sclerosis(self.bones[level], side, grade)
            for side in sides
            if (grade := self.state.sacroiliitis.get(side, 0)) > 1
            for level in ("sacrum", f"ilium_{side}")
        }

    def neighbours(self) -> list[tuple[str, str]]:
        """Pairs of bones that stand on each other."""
        return neighbours(self.region)

    def landmarks(self) -> dict[str, dict[str, Array]]:
        """Named points of every bone, mm."""
        return {level: dict(bone.landmarks) for level, bone in self.bones.items()}

    def truth(self) -> dict[str, Any]:
        """The value of every measurement of this spine: lengths in mm, angles in degrees, grades as whole numbers.

        How each is defined stands in `spinelab.anatomy.truth`. Slips, canals, wedges and grades are by level, as is
        `glide_mm`, how much of a slip is no more than the glide of a healthy joint as the spine bends;
        `lordosis_deg` is that of the neck or of the lumbar spine, of a whole spine the lumbar one. `canal_mm` is the
        canal of each bone alone, which no slip narrows; `space_mm`, by the upper level, is the room at the step from a
        body to the next, which a slip does.
        """
        bones, found = self.bones, dict[str, Any]()
        if {"C1", "C2"} <= set(bones):
            found["adi_mm"], found["padi_mm"] = truth.atlantodental(bones["C1"], bones["C2"])
            found["ranawat_mm"] = truth.ranawat_mm(bones["C1"], bones["C2"])
            found["pannus_mm"] = self.state.pannus_mm
        if {"occiput", "C2"} <= set(bones):
            found |= truth.against_the_skull(bones["occiput"], bones["C2"])
        found["canal_mm"] = {
            level: truth.canal_mm(bone) for level, bone in bones.items() if "front of the canal" in bone.landmarks
        }
        slips = {
            upper: truth.slip(bones[upper], bones[lower])
            for upper, lower in self.neighbours()
            if "lower back corner" in bones[upper].landmarks
        }
        found["space_mm"] = {
            upper: truth.space_mm(bones[upper], bones[lower]) for upper, lower in self.neighbours() if upper in slips
        }
        found["slip_mm"] = {level: slip for level, (slip, _) in slips.items()}
        found["slip_percent"] = {level: 100 * slip / depth for level, (slip, depth) in slips.items()}
        # A healthy joint glides forward as the spine bends: so far its body stands in its healthy place.
        found["glide_mm"] = {
            level: 0.0 if level in self.state.slip_mm else max(slip, 0.0) for level, (slip, _) in slips.items()
        }
        found["meyerding_grade"] = {
            level: truth.meyerding_grade(slip - found["glide_mm"][level], found["slip_percent"][level])
            for level, slip in found["slip_mm"].items()
        }
        found["wedge_percent"] = {
            level: truth.wedge_percent(bone)
            for level, bone in bones.items()
            if {"upper front corner", "lower front corner"} <= set(bone.landmarks)
        }
        found["genant_grade"] = {level: truth.genant_grade(lost) for level, lost in found["wedge_percent"].items()}
        found["msasss"] = msasss(self.region, self.state)
        if "sacrum" in bones:
            found["sacroiliac_grade"] = {side: self.state.sacroiliitis.get(side, 0) for side in ("left", "right")}
        for name, (top, bottom) in {
            "cervical_lordosis_deg": (("C2", "lower"), ("C7", "lower")),
            "thoracic_kyphosis_deg": (("T1", "upper"), ("T12", "lower")),
            "lumbar_lordosis_deg": (("L1", "upper"), ("sacrum", "upper")),
        }.items():
            if top[0] in bones and bottom[0] in bones:
                angle = truth.tilt_deg(bones[top[0]], top[1]) - truth.tilt_deg(bones[bottom[0]], bottom[1])
                found[name] = -angle if "kyphosis" in name else angle
                if "lordosis" in name:
                    found["lordosis_deg"] = angle
        return found


def spine(region: Region = "cervical", **state: Any) -> Spine:
    """A standing spine: `cervical` (occiput to T1), `thoracic`, `lumbar` (T12 to pelvis) or `whole`.

    `state` bends it and makes it ill, each by name: flexion_deg (forward is positive), atlantoaxial_slip_mm,
    settling_mm, dens_erosion (0 to 1), pannus_mm, facet_erosion ({"C1-C2": 0 to 1}), slip_mm ({"L4": 9}), wedge
    ({"T12": 0.4}), squaring (0 to 1, or by level), syndesmophytes ({"L1-L2": 0 to 3}), fusion (segments, or True),
    sacroiliitis ({"left": 0 to 4}), osteoporosis (0 to 1). 0 leaves healthy what it names. What is measured is
    met: an `atlantoaxial_slip_mm` of 6 gives the healthy ADI plus 6, a `settling_mm` of 4 the healthy Ranawat less 4.
    So an eroded dens leaves the ADI as asked, and widens the PADI.

    A whole spine bends in the neck. The neck stands in the axes of the healthy atlas, the others with the pelvis as it
    stands. Raises ValueError that says why for a region or a state that cannot be.
    """
    if str(region) not in REGIONS:
        raise InputError(f"there is no region ‘{region}’ of the spine{nearest(region, REGIONS)}")
    wanted = asked(region, **state)
    bones = {level: shaped(level, wanted) for level in REGIONS[region]}
    places = posture(bones, wanted, region)
    for upper, lower in neighbours(region):
        if upper in places.carried:
            bones[upper], bones[lower] = giving_way(bones[upper], bones[lower], places.carried[upper])
    standing = {
        level: bone.moved(places.stance[level].turn, places.stance[level].shift) for level, bone in bones.items()
    }
    _check_room_for_pannus(standing, wanted)
    return Spine(region, standing, wanted)


def a_spine(model: object) -> Spine:
    """What was given, when it is a spine. TypeError that shows how to make one when it is not."""
    if not isinstance(model, Spine):
        raise InputTypeError(f'a {type(model).__name__} is no spine: try spine("cervical")')
    return model


def _check_room_for_pannus(bones: dict[str, Bone], state: State) -> None:
    if state.pannus_mm:
        room = truth.atlantodental(bones["C1"], bones["C2"])[1] - _LEAST_MM
        if state.pannus_mm > room:
            raise InputError(
                f"pannus_mm is {state.pannus_mm:g}, but only {max(room, 0):.1f} mm are left for it behind the dens"
            )


_LEAST_MM = 2.0  # what the arch leaves free behind the dens even when the cord is crushed

"""Atlas and axis as the soft tissues about them need them: where the dens is measured, and what has failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.truth import atlantodental
from spinelab.content.facts import fact

if TYPE_CHECKING:
    from spinelab.anatomy.standing import Spine

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Junction:
    """Atlas and axis where they stand.

    `behind` is the point at the back of the dens from which PADI runs, and `backward` the way it runs (3,).
    A ligament is torn where the ADI is beyond what it allows an adult while it holds.
    """

    atlas: Bone
    axis: Bone
    behind: Array
    backward: Array
    adi_mm: float
    padi_mm: float
    pannus_mm: float
    transverse_torn: bool
    alars_torn: bool

    def height_on_axis(self) -> float:
        """How high the ADI is measured, in the axis's own z, mm."""
        return float(self.axis.into_own(self.behind)[2])


def junction(spine: Spine) -> Junction | None:
    """The junction of a spine that has atlas and axis."""
    if not {"C1", "C2"} <= set(spine.bones):
        return None
    atlas, axis = spine.bones["C1"], spine.bones["C2"]
    adi, padi = atlantodental(atlas, axis)
    backward = atlas.turn @ np.array([0.0, -1.0, 0.0])
    behind = atlas.landmarks["front of the posterior arch"] - padi * backward
    torn, alars = adi > fact("adi-adult-limit").exact, adi > fact("adi-alar-limit").exact
    return Junction(atlas, axis, behind, backward, adi, padi, spine.state.pannus_mm, torn, alars)

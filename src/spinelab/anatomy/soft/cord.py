"""The spinal cord, from the medulla to its conus, in the room that bones and ligaments leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.levels import ORDER
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.soft.canal import canal
from spinelab.anatomy.soft.sizes import along_the_cord
from spinelab.anatomy.solids import closed

if TYPE_CHECKING:
    from spinelab.anatomy.standing import Spine

Array = NDArray[np.float64]
_AROUND = 24
_CONUS = (ORDER.index("T12") + 0.35, ORDER.index("L1") + 0.15)  # where it begins to narrow, and where it ends
_WIDEST = 1.35  # the most by which a cord that is pressed flat grows wider


def cord(spine: Spine) -> Mesh | None:
    """The cord as a closed tube; None where no bone has a canal that holds it.

    It ends behind the lower third of L1 (Saifuddin1998). Where bones leave it less than its depth it is pressed flat
    and grows wider: a teaching assumption, for a living cord suffers before bone squeezes it.
    """
    here = canal(spine)
    if here is None:
        return None
    part = here.place < _CONUS[1] + 1e-9
    if part.sum() < 2:
        return None
    place, depth = here.place[part], here.depth[part]
    wanted = along_the_cord("depth", place)
    width = along_the_cord("width", place) * np.minimum((wanted / depth) ** 0.5, _WIDEST)
    tapering = np.clip((_CONUS[1] - place) / (_CONUS[1] - _CONUS[0]), 0.02, 1) ** 0.75
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    across = np.array([1.0, 0, 0]) * np.cos(angle)[:, None]
    rings = here.middle[part][:, None] + across * (width * tapering / 2)[:, None, None]
    rings = rings + here.forward[part][:, None] * np.sin(angle)[:, None] * (depth * tapering / 2)[:, None, None]
    return closed(rings)

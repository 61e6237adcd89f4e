"""The spinal cord, from the medulla to its conus, in the room that bones and ligaments leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.soft.sizes import along_the_cord, conus
from spinelab.anatomy.solids import closed

if TYPE_CHECKING:
    from spinelab.anatomy.standing import Spine

Array = NDArray[np.float64]
_AROUND = 24
_WIDEST = 1.35  # the most by which a cord that is pressed flat grows wider
_DRAPED_MM = 3.5  # how far the sides of a cord that is pressed flat hang forward about the dens


def cord(spine: Spine) -> Mesh | None:
    """The cord as a closed tube; None where no bone has a canal that holds it.

    It ends behind the lower third of L1 (Saifuddin1998). Where bones leave it less than its depth it is pressed flat
    and grows wider: a teaching assumption, for a living cord suffers before bone squeezes it.
    """
    here = spine.canal
    if here is None:
        return None
    narrows, end = conus()
    part = here.place < end + 1e-9
    if part.sum() < 2:
        return None
    place, depth = here.place[part], here.depth[part]
    wanted = along_the_cord("depth", place)
    width = along_the_cord("width", place) * np.minimum((wanted / depth) ** 0.5, _WIDEST)
    tapering = np.clip((end - place) / (end - narrows), 0.02, 1) ** 0.75
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    sideways, ahead = np.cos(angle)[None], np.sin(angle)[None]
    draped = _DRAPED_MM * (1 - depth / wanted)[:, None] * sideways**2
    across = sideways * (width * tapering / 2)[:, None]
    along = ahead * (depth * tapering / 2)[:, None] + draped
    rings = here.middle[part][:, None] + across[:, :, None] * np.array([1.0, 0, 0])
    return closed(rings + along[:, :, None] * here.forward[part][:, None])

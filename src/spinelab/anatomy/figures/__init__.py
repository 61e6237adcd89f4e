"""Drawn teaching figures of the atlas and the axis. Each function returns a `Picture` and takes no arguments."""

from spinelab.anatomy.figures.artery import vertebral_artery_at_c1_c2
from spinelab.anatomy.figures.atlas import atlas_from_above, pivot_rotation, steels_thirds
from spinelab.anatomy.figures.axis import axis_from_front, axis_from_side
from spinelab.anatomy.figures.instability import adi_padi_normal, adi_padi_slip, synovitis_at_the_dens
from spinelab.anatomy.figures.ligaments import alar_ligaments_from_behind, craniovertebral_ligaments

__all__ = [
    "adi_padi_normal",
    "adi_padi_slip",
    "alar_ligaments_from_behind",
    "atlas_from_above",
    "axis_from_front",
    "axis_from_side",
    "craniovertebral_ligaments",
    "pivot_rotation",
    "steels_thirds",
    "synovitis_at_the_dens",
    "vertebral_artery_at_c1_c2",
]

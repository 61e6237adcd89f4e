"""Drawn teaching figures of the spine and its joints. Each function returns a `Picture` and takes no arguments."""

from spinelab.anatomy.figures.artery import vertebral_artery_at_c1_c2
from spinelab.anatomy.figures.atlas import atlas_from_above, pivot_rotation, steels_thirds
from spinelab.anatomy.figures.axis import axis_from_front
from spinelab.anatomy.figures.column import (
    column_from_the_side,
    column_with_numbers,
    three_vertebrae,
    three_vertebrae_lettered,
    vertebra_with_numbers,
)
from spinelab.anatomy.figures.cord import cord_and_roots, cord_with_numbers
from spinelab.anatomy.figures.facets import (
    bumps_and_joints,
    facet_load,
    facets_by_region,
    inside_a_facet_joint,
    lumbar_pair_lettered,
    medial_branches,
    three_vertebrae_unnamed,
)
from spinelab.anatomy.figures.instability import adi_padi_normal, adi_padi_slip, synovitis_at_the_dens
from spinelab.anatomy.figures.junction import (
    atlas_lettered,
    axis_lettered,
    ligaments_from_behind,
    ligaments_lettered,
)
from spinelab.anatomy.figures.ligaments import alar_ligaments_from_behind, craniovertebral_ligaments
from spinelab.anatomy.figures.movement import movement_by_region
from spinelab.anatomy.figures.segment import (
    across_the_disc_with_numbers,
    segment_cut,
    segment_from_the_side,
    segment_with_numbers,
    what_can_hurt,
)
from spinelab.anatomy.figures.slips import (
    crack_in_the_pars,
    meyerding_grades,
    roots_and_cauda_equina,
    slip_or_disc,
    slip_to_grade,
)

__all__ = [
    "across_the_disc_with_numbers",
    "adi_padi_normal",
    "adi_padi_slip",
    "alar_ligaments_from_behind",
    "atlas_from_above",
    "atlas_lettered",
    "axis_from_front",
    "axis_lettered",
    "bumps_and_joints",
    "column_from_the_side",
    "column_with_numbers",
    "cord_and_roots",
    "cord_with_numbers",
    "crack_in_the_pars",
    "craniovertebral_ligaments",
    "facet_load",
    "facets_by_region",
    "inside_a_facet_joint",
    "ligaments_from_behind",
    "ligaments_lettered",
    "lumbar_pair_lettered",
    "medial_branches",
    "meyerding_grades",
    "movement_by_region",
    "pivot_rotation",
    "roots_and_cauda_equina",
    "segment_cut",
    "segment_from_the_side",
    "segment_with_numbers",
    "slip_or_disc",
    "slip_to_grade",
    "steels_thirds",
    "synovitis_at_the_dens",
    "three_vertebrae",
    "three_vertebrae_lettered",
    "three_vertebrae_unnamed",
    "vertebra_with_numbers",
    "vertebral_artery_at_c1_c2",
    "what_can_hurt",
]

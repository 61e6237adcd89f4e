"""Drawn teaching figures of the spine and its joints. Each function returns a `Picture` and takes no arguments."""

from spinelab._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "artery": ["vertebral_artery_at_c1_c2"],
        "atlas": ["atlas_from_above", "pivot_rotation", "steels_thirds"],
        "axis": ["axis_from_front"],
        "column": [
            "column_from_the_side",
            "column_with_numbers",
            "three_vertebrae",
            "three_vertebrae_lettered",
            "vertebra_with_numbers",
        ],
        "cord": ["cord_and_roots", "cord_with_numbers"],
        "facets": [
            "bumps_and_joints",
            "facet_load",
            "facets_by_region",
            "inside_a_facet_joint",
            "lumbar_pair_lettered",
            "medial_branches",
            "three_vertebrae_unnamed",
        ],
        "instability": ["adi_padi_normal", "adi_padi_slip", "synovitis_at_the_dens"],
        "junction": ["atlas_lettered", "axis_lettered", "ligaments_from_behind", "ligaments_lettered"],
        "ligaments": ["alar_ligaments_from_behind", "craniovertebral_ligaments"],
        "movement": ["movement_by_region"],
        "segment": [
            "across_the_disc_with_numbers",
            "segment_cut",
            "segment_from_the_side",
            "segment_with_numbers",
            "what_can_hurt",
        ],
        "slips": ["crack_in_the_pars", "meyerding_grades", "roots_and_cauda_equina", "slip_or_disc", "slip_to_grade"],
    },
)

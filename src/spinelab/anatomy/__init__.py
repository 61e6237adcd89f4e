"""Anatomy of the spine: drawn figures, geometry and measures. Names load on first use, so importing this is light."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "craniovertebral": ("intervals", "adi_band", "padi_band", "Intervals"),
    "bone": ("vertebra", "Bone"),
    "standing": ("spine", "Spine"),
    "widgets": ("explore", "Explorer", "slip_diagram", "SlipDiagram"),
    "figures": (
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
    ),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

"""Anatomy of the spine: drawn figures, geometry and measures. Names load on first use, so importing this is light."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "craniovertebral": ("intervals", "adi_band", "padi_band", "Intervals"),
    "widgets": ("slip_diagram", "SlipDiagram"),
    "figures": (
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

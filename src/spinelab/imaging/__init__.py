"""Simulated films and slices of the virtual spine, and measuring on them. Names load on first use: this is light."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "craniovertebral_lines": ("lines",),
    "figures": (
        "agreement_example",
        "agreement_lettered",
        "corner_steps",
        "corners_to_score",
        "flexed_lettered",
        "healthy_and_slipped",
        "lines_at_the_skull",
        "lines_lettered",
        "neutral_and_flexed",
        "open_mouth_lettered",
        "pelves_numbered",
        "sacroiliac_grades",
        "slip_lettered",
        "slip_on_film",
        "staircase",
        "staircase_unmarked",
        "three_ways_lettered",
        "three_ways_to_see",
        "wedge_grades",
        "wedges_unnamed",
    ),
    "radiography": ("radiograph", "Radiograph"),
    "section": ("Sections", "Slice"),
    "widgets": ("measure", "Measurement", "reading_room", "ReadingRoom", "slices", "SectionViewer"),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

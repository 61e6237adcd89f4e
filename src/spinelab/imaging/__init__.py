"""Simulated films and slices of the virtual spine. Names load on first use, so importing this is light."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "radiography": ("radiograph", "Radiograph"),
    "section": ("Sections", "Slice"),
    "widgets": ("slices", "SectionViewer"),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

"""The names by which authored data calls code: `ROOM/FUNCTION` is a function in `spinelab.ROOM.figures`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from spinelab.content.faults import nearest
from spinelab.content.picture import Picture


def picture(name: str) -> Picture:
    """Draw the figure with that name, for example `anatomy/atlas_from_above`.

    Raises LookupError that names the nearest figure when there is none.
    """
    room, _, function = name.partition("/")
    figures = _figures(room, name)
    if function not in figures.__all__:
        raise LookupError(f"no figure is named ‘{name}’{nearest(name, picture_names(room))}")
    return cast(Picture, getattr(figures, function)())


def picture_names(room: str) -> list[str]:
    """The names of the figures of a room, sorted."""
    return sorted(f"{room}/{function}" for function in _figures(room, room).__all__)


def _figures(room: str, name: str) -> Any:
    if (
        not room.isidentifier()
        or find_spec(f"spinelab.{room}") is None
        or find_spec(f"spinelab.{room}.figures") is None
    ):
        raise LookupError(f"no figure is named ‘{name}’; a name is ROOM/FUNCTION, for example anatomy/atlas_from_above")
    return import_module(f"spinelab.{room}.figures")

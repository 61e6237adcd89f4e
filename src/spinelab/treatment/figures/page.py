"""The page that the pictures of this room are drawn on: pixels, colours, and text that fits."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from spinelab.content.figures import DPI, pixels
from spinelab.content.picture import small_png

TEXT_PT = 9.0
LINE_PX = 17.0
PAD_PX = 11.0

INK = "#1b1b1b"
SOFT = "#5a5a5a"
RULE = "#c9c9c9"
BLUE, GREEN, VERMILLION, ORANGE, GREY = "#0072B2", "#00664B", "#B34700", "#8A5A00", "#6e6e6e"


def wrapped(text: str, width_px: float) -> list[str]:
    """The text in lines no wider than that many pixels at the size of box text."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and line_px(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=4096)
def line_px(text: str, weight: str = "normal") -> float:
    """How wide a line is, in pixels, at the size of box text."""
    ruler: Any = RendererAgg
    font = FontProperties(size=TEXT_PT, weight=weight)
    width, _, _ = ruler(1, 1, DPI).get_text_width_height_descent(text, font, False)
    return float(width)


def png(figure: Figure) -> bytes:
    """The figure as PNG bytes, the same on each run, with few colours."""
    return small_png(pixels(figure), 64)

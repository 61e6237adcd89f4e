"""The sheet that the pictures of this room are drawn on, its colours, and the facts that they show."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from spinelab.content import fact
from spinelab.content.picture import Picture, small_png

DPI = 110
WIDTH = 760
INK, FAINT, GRID = "#1A1A1A", "#4A4A4A", "#C9CED4"
BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#B84A00", "#00664B", "#8C2F63"


class Sheet:
    """A white sheet measured in pixels from its upper left corner; it owns its figure, so there is no state."""

    def __init__(self, title: str, height: int) -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor="white")
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")
        self.text(12, 20, title, 11.5, bold=True)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 9.5,
        colour: str = INK,
        bold: bool = False,
        across: str = "left",
    ) -> None:
        self.axes.text(
            x, y, words, fontsize=size, color=colour, family="DejaVu Sans", weight="bold" if bold else "normal",
            ha=across, va="center", linespacing=1.2, zorder=9,
        )  # fmt: skip

    def line(
        self, x: tuple[float, float], y: tuple[float, float], colour: str = INK, width: float = 1, style: str = "-"
    ) -> None:
        self.axes.plot(x, y, color=colour, linewidth=width, linestyle=style, zorder=2, solid_capstyle="butt")

    def dot(self, x: float, y: float, colour: str, shape: str = "o", size: float = 8, filled: bool = True) -> None:
        self.axes.plot(
            [x], [y], shape, color=colour, markersize=size, markerfacecolor=colour if filled else "white",
            markeredgewidth=1.6, zorder=6,
        )  # fmt: skip

    def picture(self, alt: str, caption: str = "") -> Picture:
        canvas = FigureCanvasAgg(self.figure)
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above
        return Picture(small_png(pixels, 96), alt, caption, WIDTH)


def value_of(id: str) -> float:
    """The value of a fact. Raises LookupError when there is no such fact, or when it has no single value."""
    found = fact(id)
    if found.value is None:
        raise LookupError(f"the fact ‘{id}’ has no value to draw")
    return found.value

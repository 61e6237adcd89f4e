"""The blank page of drawn pictures: units are pixels, from the upper left corner; a figure has no state outside it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

DPI = 110
WIDTH = 760
INK = "#1A1A1A"


def page(width_px: float, height_px: float) -> tuple[Figure, Axes]:
    """A blank page whose units are pixels, with y running down."""
    figure = Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width_px)
    axes.set_ylim(height_px, 0)
    axes.axis("off")
    return figure, axes


def pixels(figure: Figure) -> NDArray[np.uint8]:
    """A finished page, (height, width, 4)."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
    return np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above


class Page:
    """A page as wide as a lesson, with a title."""

    def __init__(self, title: str, height: int, title_at: float = 20) -> None:
        self.height = height
        self.figure, self.axes = page(WIDTH, height)
        self.text(12, title_at, title, 11.5, bold=True)

    def text(
        self, x: float, y: float, words: str, size: float = 9.5, colour: str = INK, bold: bool = False,
        across: str = "left",
    ) -> None:  # fmt: skip
        """Words on white."""
        self.axes.text(
            x, y, words, fontsize=size, color=colour, family="DejaVu Sans", weight="bold" if bold else "normal",
            ha=across, va="center", linespacing=1.2, zorder=9,
        )  # fmt: skip

"""The sheet that the pictures of this room are drawn on, its colours, and the facts that they show."""

from __future__ import annotations

from spinelab.content import fact
from spinelab.content.figures import INK, WIDTH, Page, pixels
from spinelab.content.picture import Picture, small_png

FAINT, GRID = "#4A4A4A", "#C9CED4"
BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#B84A00", "#00664B", "#8C2F63"


class Sheet(Page):
    """A white sheet measured in pixels from its upper left corner."""

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
        return Picture(small_png(pixels(self.figure), 96), alt, caption, WIDTH)


def value_of(id: str) -> float:
    """The value of a fact. Raises LookupError when there is no such fact, or when it has no single value."""
    return fact(id).exact

"""The sheet that films and sections hang on: placed in pixels, cropped in mm, with lines and words over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.content.figures import INK, WIDTH, Page, pixels
from spinelab.content.picture import Picture, small_png
from spinelab.imaging.film import Frame
from spinelab.imaging.radiography import SIMULATED, Radiograph, stamped
from spinelab.imaging.section import crossings
from spinelab.imaging.tissue import bone_bodies

Array = NDArray[np.float64]
Spot = tuple[float, float]
Style = str | tuple[float, tuple[float, ...]]
FAINT = "#444444"
YELLOW, BLUE, ORANGE = "#FFE066", "#8FD3FF", "#FFB26B"  # on film
BLUE_INK, ORANGE_INK = "#004F7C", "#8A3600"  # on white
MODEL = "Simulated films of a model, not a patient."
_COLOURS, _GREY_STEP = 160, 5
_STRIP = (104.0, 22.0)  # pixels that the word SIMULATED takes


@dataclass(frozen=True)
class Hung:
    """A picture on the sheet: where it hangs (left, top, wide, high, in pixels) and how points (3,) mm come to lie."""

    frame: Frame
    origin: Spot
    scale: float
    box: tuple[float, float, float, float]

    def at(self, point: Array) -> Spot:
        """Where a point of the model lies on the sheet."""
        column, row, _ = self.frame.place(np.asarray(point, float)[None])[0]
        x = self.box[0] + (column + 0.5 - self.origin[0]) * self.scale
        return float(x), float(self.box[1] + (row + 0.5 - self.origin[1]) * self.scale)


class Lightbox(Page):
    """A white sheet on which films and sections hang."""

    def __init__(self, title: str, height: int) -> None:
        super().__init__(title, height, title_at=18)

    def hang(
        self, image: NDArray[np.uint8], frame: Frame, middle: Array, corner: Spot, size: Spot, scale: float
    ) -> Hung:
        """Put a part of a picture up: `size` pixels of the sheet with `middle` (3,) mm in their midst.

        `corner` is the upper left one; `scale` is how many pixels of the sheet one of the picture takes. What lies
        outside the picture stays black.
        """
        column, row, _ = frame.place(np.asarray(middle, float)[None])[0]
        wide, high = round(size[0] / scale), round(size[1] / scale)
        first = round(column - wide / 2), round(row - high / 2)
        part = np.zeros((high, wide, *image.shape[2:]), np.uint8)
        rows = slice(max(first[1], 0), min(first[1] + high, image.shape[0]))
        columns = slice(max(first[0], 0), min(first[0] + wide, image.shape[1]))
        part[rows.start - first[1] : rows.stop - first[1], columns.start - first[0] : columns.stop - first[0]] = image[
            rows, columns
        ]
        left, top = corner
        box = left, top, wide * scale, high * scale
        self.axes.imshow(
            part if part.ndim == 3 else np.repeat(part[..., None], 3, axis=2),
            extent=(left, left + box[2], top + box[3], top), interpolation="bilinear", aspect="auto", zorder=1,
        )  # fmt: skip
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(self.height, 0)
        return Hung(frame, (float(first[0]), float(first[1])), scale, box)

    def film(self, film: Radiograph, middle: Array, corner: Spot, size: Spot, mm_wide: float) -> Hung:
        """Hang a film so that `mm_wide` of it fill the width."""
        return self.hang(film.image, film.frame, middle, corner, size, size[0] / mm_wide * film.pixel_mm)

    def stamp(self, hung: Hung, film: Radiograph) -> None:
        """Write SIMULATED whole into the corner of a part of a film, over what the edge leaves of the film's own."""
        left, top, *_ = hung.box
        right, bottom = ((end + 1 - at) * hung.scale for end, at in zip(stamped(film), hung.origin, strict=True))
        strip = Rectangle((left, top), max(right, _STRIP[0]), max(bottom, _STRIP[1]), facecolor="black", zorder=2)
        self.axes.add_patch(strip)
        self.word(left + strip.get_width() / 2, top + strip.get_height() / 2, SIMULATED, across="center")

    def word(
        self, x: float, y: float, words: str, colour: str = "#FFFFFF", size: float = 10, across: str = "left"
    ) -> None:
        """Words on a film, set off from it by a dark rim."""
        self.axes.text(
            x, y, words, fontsize=size, color=colour, family="DejaVu Sans", weight="bold", ha=across, va="center",
            linespacing=1.2, zorder=10, path_effects=[withStroke(linewidth=2.6, foreground="black")],
        )  # fmt: skip

    def line(
        self, points: Sequence[Spot], colour: str = INK, width: float = 1.2, style: Style = "-", rim: bool = False,
        within: Hung | None = None,
    ) -> None:  # fmt: skip
        """A straight or broken line; `rim` sets it off from a film, `within` cuts it where that film ends."""
        x, y = zip(*points, strict=True)
        effects = [withStroke(linewidth=width + 1.6, foreground="black")] if rim else []
        (drawn,) = self.axes.plot(
            x, y, color=colour, linewidth=width, linestyle=style, zorder=6, solid_capstyle="butt", path_effects=effects
        )
        if within:
            left, top, wide, high = within.box
            drawn.set_clip_path(Rectangle((left, top), wide, high, transform=self.axes.transData))

    def outline(self, hung: Hung, bone: Bone, colour: str = "#FFFFFF") -> None:
        """Where the median plane cuts a bone: a thin line that helps to find it in the shadow."""
        ends = crossings(bone_bodies(bone)[0], 0, 0.0)
        spots = np.array([hung.at(point) for point in ends.reshape(-1, 3)]).reshape(-1, 2, 2)
        left, top, wide, high = hung.box
        lines = LineCollection(spots, colors=colour, linewidths=1.0, zorder=5)  # type: ignore[arg-type]  # an array will do
        self.axes.add_collection(lines, autolim=False)
        lines.set_clip_path(Rectangle((left, top), wide, high, transform=self.axes.transData))

    def dimension(self, start: Spot, end: Spot, colour: str = YELLOW, tick: float = 5.0, style: Style = "-") -> None:
        """A measured distance on a film: a line with a tick at each end."""
        run = np.array(end) - np.array(start)
        side = np.array([-run[1], run[0]]) / np.hypot(*run) * tick
        self.line([start, end], colour, 1.8, style, rim=True)
        for spot in (start, end):
            a, b = np.array(spot) - side, np.array(spot) + side
            self.line([(a[0], a[1]), (b[0], b[1])], colour, 1.8, rim=True)

    def leader(self, x: float, y: float, words: str, spot: Spot, across: str = "left", size: float = 10) -> None:
        """Words on a film with a thin line to what they name."""
        self.line(
            [(x + (-4 if across == "left" else 4 if across == "right" else 0), y), spot], "#FFFFFF", 0.9, rim=True
        )
        self.axes.plot(*spot, marker="o", markersize=3.6, color="#FFFFFF", markeredgecolor="black", zorder=8)
        self.word(x, y, words, size=size, across=across)

    def picture(self, alt: str, caption: str = MODEL) -> Picture:
        """The finished sheet as a picture."""
        # Fewer greys leave room in the palette for the colours of the lines.
        return Picture(small_png(pixels(self.figure) // _GREY_STEP * _GREY_STEP, _COLOURS), alt, caption, WIDTH)


def mark(film: Radiograph, *names: str, forward: float = 0, up: float = 0) -> Array:
    """A landmark of what was filmed, such as ‘C2 tip of the dens’, or the middle of several, moved by some mm."""
    found = [film.spine.bones[level].landmarks[point] for level, _, point in (name.partition(" ") for name in names)]
    return np.asarray(np.mean(found, axis=0) + np.array([0, forward, up]), float)


def ruler(sheet: Lightbox, hung: Hung, corner: Spot, length_mm: int) -> None:
    """A ruler with a tick each millimetre, a longer one each five. `corner` is its left end."""
    mm = hung.scale / hung.frame.pixel_mm
    x, y = corner
    sheet.line([(x, y), (x + length_mm * mm, y)], "#FFFFFF", 1.2, rim=True)
    for tick in range(length_mm + 1):
        high = 12 if tick % 5 == 0 else 6
        sheet.line([(x + tick * mm, y), (x + tick * mm, y - high)], "#FFFFFF", 1.0, rim=True)
        if tick % (5 if mm > 6 else 10) == 0:
            sheet.word(x + tick * mm, y - 21, str(tick), size=9, across="center")
    sheet.word(x + length_mm * mm + 10, y - 8, "mm", size=9)

"""The drawing board of the anatomy figures: tissues, leader lines, dimensions, in millimetres.

A plate keeps no global state: it owns a `matplotlib.figure.Figure` and is rendered to the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Literal

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from spinelab.anatomy.outline import Points, PointsLike, between, bezier
from spinelab.content.picture import Picture, small_png

DPI = 110
INK = "#222222"
BONE, BONE_EDGE = "#EFE0C0", "#6B5334"
CUT_BONE = "#F6EBD3"
CARTILAGE, CARTILAGE_EDGE = "#B9DCF0", "#00507D"
LIGAMENT, LIGAMENT_EDGE = "#F4CC7A", "#8A5A00"
CORD, CORD_EDGE = "#F5EC9A", "#6F6A00"
CSF, DURA = "#DCEBF5", "#00664B"
ARTERY, ARTERY_EDGE = "#E2703A", "#7F2F00"
SYNOVIUM, SYNOVIUM_EDGE = "#E3B4CE", "#8C2F63"
DISC, DISC_EDGE = "#CDE3DB", "#3E6B5E"
ALARM = "#A33B00"


class Plate:
    """A white sheet from (`left`, `bottom`) to (`right`, `top`) in mm. Later tissue covers earlier."""

    def __init__(self, title: str, left: float, right: float, bottom: float, top: float, width_px: int = 740) -> None:
        self.extent = left, right, bottom, top
        self.width_px = width_px
        self.height_px = round(width_px * (top - bottom) / (right - left))
        self.mm_per_px = (right - left) / width_px
        self.figure = Figure(figsize=(width_px / DPI, self.height_px / DPI), dpi=DPI, facecolor="white")
        self.canvas = FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(left, right)
        self.axes.set_ylim(bottom, top)
        self.axes.axis("off")
        self.words: list[Text] = []
        self._order = 1
        self.text(
            (left + 8 * self.mm_per_px, top - 8 * self.mm_per_px),
            title,
            size=11.5,
            bold=True,
            across="left",
            up="top",
        )

    # Tissue

    def fill(
        self,
        points: PointsLike,
        colour: str,
        edge: str = INK,
        width: float = 1.0,
        hatch: str = "",
        holes: Sequence[PointsLike] = (),
        closed: bool = True,
        dashed: bool = False,
    ) -> PathPatch:
        """A flat shape inside a smooth outline."""
        patch = PathPatch(
            _path(points, holes, closed), facecolor=colour, edgecolor=edge, linewidth=width, hatch=hatch or None,
            linestyle="--" if dashed else "-", zorder=self._next(), joinstyle="round",
        )  # fmt: skip
        self.axes.add_patch(patch)
        return patch

    def bone(
        self,
        points: PointsLike,
        holes: Sequence[PointsLike] = (),
        round_mm: float = 2.5,
        hollow: bool = False,
        colour: str = BONE,
        edge: str = BONE_EDGE,
    ) -> PathPatch:
        """A shape that looks rounded, lit from the upper left; `hollow` turns it into a dish."""
        path = _path(points, holes, True)
        patch = PathPatch(path, facecolor="none", edgecolor=edge, linewidth=1.1, zorder=self._next() + 0.5)
        self.axes.add_patch(patch)
        low, high = path.get_extents().get_points()
        pad = 2 * self.mm_per_px
        box = low[0] - pad, high[0] + pad, low[1] - pad, high[1] + pad
        shape = (
            int(np.ceil((box[3] - box[2]) / self.mm_per_px)),
            int(np.ceil((box[1] - box[0]) / self.mm_per_px)),
        )
        light = _pillow(_mask(path, box, shape), round_mm / self.mm_per_px)
        if hollow:
            light = 2 * light.mean() - light
        base = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        image = np.clip(base * light[..., None], 0, 1)
        shown = self.axes.imshow(
            image, extent=box, origin="lower", interpolation="bilinear", zorder=self._order, aspect="auto"
        )
        shown.set_clip_path(patch)
        left, right, bottom, top = self.extent
        self.axes.set_xlim(left, right)
        self.axes.set_ylim(bottom, top)
        return patch

    def outline(self, points: PointsLike) -> PathPatch:
        """An unseen outline, to clip other tissue with."""
        patch = PathPatch(_path(points, (), True), facecolor="none", edgecolor="none")
        self.axes.add_patch(patch)
        return patch

    def spongy(self, points: PointsLike, seed: int = 1) -> PathPatch:
        """Cut bone: a cortex line and a stipple of marrow spaces."""
        self.fill(points, CUT_BONE, BONE_EDGE, 1.8)
        path = _path(points, (), True)
        low, high = path.get_extents().get_points()
        rng = np.random.default_rng(seed)
        count = int(np.prod(high - low) * 0.9)
        dots = rng.uniform(low, high, (count, 2))
        dots = dots[path.contains_points(dots, radius=-0.9) | path.contains_points(dots, radius=0.0)]
        order = self._next()
        patch = PathPatch(path, facecolor="none", edgecolor=BONE_EDGE, linewidth=1.6, zorder=order + 0.5)
        self.axes.add_patch(patch)
        scatter = self.axes.scatter(dots[:, 0], dots[:, 1], s=1.6, c="#C9AE7E", linewidths=0, zorder=order)
        scatter.set_clip_path(patch)
        return patch

    def band(
        self,
        one_edge: PointsLike,
        other_edge: PointsLike,
        fibres: int = 4,
        colour: str = LIGAMENT,
        edge: str = LIGAMENT_EDGE,
        dashed: bool = False,
    ) -> None:
        """A ligament between two edges, listed in the same direction, with fibres along it."""
        one, other = np.asarray(one_edge, dtype=float), np.asarray(other_edge, dtype=float)
        self.fill(between(one, other), colour, edge, 1.0, dashed=dashed)
        for part in np.linspace(0, 1, fibres + 2)[1:-1]:
            self.line(one * (1 - part) + other * part, edge, 0.5)

    def line(
        self, points: PointsLike, colour: str = INK, width: float = 1.0, style: str = "-", smooth: bool = True
    ) -> None:
        """A curve, or straight pieces when not `smooth`. The width is in points."""
        path = _path(points, (), False) if smooth else Path(np.asarray(points, dtype=float))
        self.axes.add_patch(
            PathPatch(
                path,
                facecolor="none",
                edgecolor=colour,
                linewidth=width,
                linestyle=style,
                zorder=self._next(),
                capstyle="butt",
            )
        )

    def tube(
        self,
        points: PointsLike,
        width_mm: float,
        colour: str = ARTERY,
        edge: str = ARTERY_EDGE,
        cap: Literal["butt", "round"] = "round",
    ) -> None:
        """A vessel of that width with a light along it."""
        path = _path(points, (), False)
        width = width_mm / self.mm_per_px * 72 / DPI
        for shade, thick in ((edge, width + 1.8), (colour, width), (_lighter(colour), width * 0.28)):
            self.axes.add_patch(
                PathPatch(
                    path,
                    facecolor="none",
                    edgecolor=shade,
                    linewidth=thick,
                    zorder=self._next(),
                    capstyle=cap,
                )
            )

    # Words

    def text(
        self,
        at: tuple[float, float],
        words: str,
        size: float = 9.5,
        colour: str = INK,
        bold: bool = False,
        across: str = "center",
        up: str = "center",
        halo: bool = False,
    ) -> Text:
        """Words on the sheet; `halo` sets them off from tissue behind them."""
        font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
        text = self.axes.text(
            *at, words, fontproperties=font, color=colour, ha=across, va=up, zorder=900, linespacing=1.15
        )
        if halo:
            text.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
        self.words.append(text)
        return text

    def labels(self, side: str, x: float, items: Sequence[tuple[str, tuple[float, float]]], size: float = 9.5) -> None:
        """A column of names at `x`, top to bottom in the order given, each with a leader line to its target.

        A name stands level with its target unless its neighbours need the room. `side` is where the column stands,
        left or right of what it names.
        """
        line_mm = size * 1.32 / 72 * DPI * self.mm_per_px
        half = [line_mm * (words.count("\n") + 1.25) / 2 for words, _ in items]
        levels = _apart([target[1] for _, target in items], half)
        gap = 4 * self.mm_per_px
        for (words, target), y in zip(items, levels, strict=True):
            self.text((x, y), words, size, across="right" if side == "left" else "left")
            self.leader((x + gap if side == "left" else x - gap, y), target)

    def leader(self, start: tuple[float, float], target: tuple[float, float]) -> None:
        """A thin line from a name to what it names, ended by a dot."""
        self.axes.plot(
            *zip(start, target, strict=True), color=INK, linewidth=0.8, zorder=800, solid_capstyle="round",
            path_effects=[withStroke(linewidth=2.2, foreground=(1, 1, 1, 0.75))],
        )  # fmt: skip
        self.axes.plot(
            *target,
            marker="o",
            markersize=3.4,
            color=INK,
            markeredgecolor="white",
            markeredgewidth=0.6,
            zorder=801,
        )

    def dimension(
        self, start: tuple[float, float], end: tuple[float, float], colour: str = INK, ticks: float = 1.6
    ) -> None:
        """A measured distance: a line with a tick at each end, `ticks` mm to each side."""
        (x0, y0), (x1, y1) = start, end
        length = float(np.hypot(x1 - x0, y1 - y0))
        across = np.array([-(y1 - y0), x1 - x0]) / length * ticks
        order = self._next() + 700
        self.axes.plot([x0, x1], [y0, y1], color=colour, linewidth=1.6, zorder=order, solid_capstyle="butt")
        for x, y in (start, end):
            self.axes.plot(
                [x - across[0], x + across[0]],
                [y - across[1], y + across[1]],
                color=colour,
                linewidth=1.6,
                zorder=order,
            )

    def arrow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = INK,
        width: float = 1.6,
        bend: float = 0.0,
    ) -> None:
        """An arrow from start to end; `bend` curves it to one side."""
        self.axes.annotate(
            "", end, start, zorder=850,
            arrowprops={
                "arrowstyle": "-|>", "color": colour, "linewidth": width, "connectionstyle": f"arc3,rad={bend}",
                "shrinkA": 0, "shrinkB": 0,
            },
        )  # fmt: skip

    def compass(self, at: tuple[float, float], up: str, down: str, left: str, right: str, arm: float = 5.0) -> None:
        """A cross that names the directions."""
        x, y = at
        for dx, dy, words in ((0, 1, up), (0, -1, down), (-1, 0, left), (1, 0, right)):
            self.arrow((x, y), (x + dx * arm, y + dy * arm), "#555555", 1.0)
            self.text(
                (x + dx * (arm + 0.7), y + dy * (arm + 0.7)), words, 9, "#333333",
                across={-1: "right", 0: "center", 1: "left"}[dx], up={-1: "top", 0: "center", 1: "bottom"}[dy],
            )  # fmt: skip

    def scale_bar(self, at: tuple[float, float], length: float = 10) -> None:
        """A bar of `length` mm that starts at a point."""
        x, y = at
        self.dimension((x, y), (x + length, y), ticks=1.0)
        self.text((x + length / 2, y + 1.4), f"{length:g} mm", 9, up="bottom")

    def note(self, words: str, across: str = "left") -> None:
        """Small print at the foot of the sheet."""
        left, right, bottom, _ = self.extent
        margin = 8 * self.mm_per_px
        x = left + margin if across == "left" else right - margin
        self.text((x, bottom + margin), words, 9, "#444444", across=across, up="bottom")

    # Result

    def picture(self, alt: str, caption: str = "") -> Picture:
        """The finished sheet."""
        return Picture(png=self.png(), alt=alt, caption=caption, width_px=self.width_px)

    def png(self) -> bytes:
        """The sheet as a palette PNG; the same bytes each time."""
        self.canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        return small_png(np.asarray(self.canvas.buffer_rgba()), 192)  # type: ignore[no-untyped-call]  # as above

    def _next(self) -> int:
        self._order += 1
        return self._order


def drawn(alt: Callable[[], str], caption: str = "") -> Callable[[Callable[[], Plate]], Callable[[], Picture]]:
    """Turn a function that draws a plate into a figure. `alt` is called late, as it states figures from the data."""

    def decorate(draw: Callable[[], Plate]) -> Callable[[], Picture]:
        @wraps(draw)
        def figure() -> Picture:
            return draw().picture(alt(), caption)

        return figure

    return decorate


def _path(points: PointsLike, holes: Sequence[PointsLike], closed: bool) -> Path:
    parts = []
    for number, outline in enumerate((points, *holes)):
        curve = bezier(outline, closed)
        if holes and (_area(curve) > 0) == (number > 0):
            curve = curve[::-1]  # A hole runs the other way round.
        codes = np.full(len(curve), Path.CURVE4, dtype=Path.code_type)
        codes[0] = Path.MOVETO
        parts.append(Path(curve, codes))
    return Path.make_compound_path(*parts) if len(parts) > 1 else parts[0]


def _area(loop: Points) -> float:
    x, y = loop.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2


def _mask(path: Path, box: tuple[float, float, float, float], shape: tuple[int, int]) -> NDArray[np.float64]:
    """1 inside the path and 0 outside, on a grid over the box; a loop inside another is a hole."""
    image = Image.new("1", (shape[1], shape[0]))
    for polygon in path.to_polygons(closed_only=True):
        loop: Points = np.asarray(polygon)
        piece = Image.new("1", image.size)
        x = (loop[:, 0] - box[0]) / (box[1] - box[0]) * shape[1]
        y = (loop[:, 1] - box[2]) / (box[3] - box[2]) * shape[0]
        ImageDraw.Draw(piece).polygon(list(zip(x.tolist(), y.tolist(), strict=True)), fill=1)
        image = Image.fromarray(np.asarray(image) ^ np.asarray(piece))
    return np.asarray(image).astype(float)


def _pillow(mask: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """How bright a puffed-up shape is, around 1, lit from the upper left. Rows run upwards."""
    height = 0.55 * _blur(mask, radius) + 0.45 * _blur(mask, radius / 2.5)
    down, across = np.gradient(height)
    slope = radius * 1.1
    normal = np.stack([-across * slope, -down * slope, np.full_like(height, 1.0)])
    normal /= np.linalg.norm(normal, axis=0)
    light = np.array([-0.42, 0.52, 0.74])
    lit: NDArray[np.float64] = np.tensordot(light, normal, axes=1)
    return 0.62 + 0.52 * np.clip(lit, 0, 1)


def _blur(mask: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Gaussian blur; the sheet round the mask counts as empty."""
    pad = int(3 * sigma) + 1
    wide = np.pad(mask, pad)
    for axis in (0, 1):
        frequency = np.fft.rfftfreq(wide.shape[axis])
        gain = np.exp(-2 * (np.pi * frequency * sigma) ** 2)
        gain = gain[:, None] if axis == 0 else gain[None, :]
        wide = np.fft.irfft(np.fft.rfft(wide, axis=axis) * gain, n=wide.shape[axis], axis=axis)
    blurred: NDArray[np.float64] = wide[pad:-pad, pad:-pad]
    return blurred


def _apart(wanted: Sequence[float], half: Sequence[float]) -> list[float]:
    """Levels in falling order, as near to the wanted ones as their half heights allow."""
    groups: list[tuple[list[int], float]] = []
    offset = np.cumsum([0, *(half[i] + half[i + 1] for i in range(len(half) - 1))])
    for i, level in enumerate(wanted):
        groups.append(([i], level + float(offset[i])))
        # Neighbours that would collide become one block at their mean.
        while len(groups) > 1 and groups[-2][1] < groups[-1][1]:
            members = groups[-2][0] + groups[-1][0]
            groups[-2:] = [(members, float(np.mean([wanted[k] + offset[k] for k in members])))]
    return [base - float(offset[i]) for members, base in groups for i in members]


def _lighter(colour: str) -> str:
    return "#" + "".join(f"{round(int(colour[i : i + 2], 16) * 0.55 + 255 * 0.45):02X}" for i in (1, 3, 5))

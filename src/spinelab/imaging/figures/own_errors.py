"""The learner's own errors as Bland and Altman plot them, each over the true value, which is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from spinelab.content.picture import Picture, small_png
from spinelab.imaging.agreement import bland_altman, in_words, signed

Array = NDArray[np.float64]
_DPI, _WIDTH, _HEIGHT = 110, 720, 400
_INK, _GRID, _BLUE, _ORANGE = "#1A1A1A", "#C9CED4", "#0072B2", "#B84A00"
_LEAST_MM = 2.5  # the plot always shows at least this much above and below 0
_MARK_PX = 24  # how wide a numbered point is, with its rim


def own_errors(measured: Sequence[float], truth: Sequence[float]) -> Picture:
    """Errors of measurements in mm, numbered film by film from 1. ValueError as `bland_altman`."""
    found = bland_altman(measured, truth)
    errors = np.subtract(measured, truth)
    true = np.asarray(truth, float)
    figure = Figure(figsize=(_WIDTH / _DPI, _HEIGHT / _DPI), dpi=_DPI, facecolor="white")
    axes = figure.add_axes((0.09, 0.14, 0.66, 0.74))
    left, right = true.min() - 1.5, true.max() + 1.5
    reach = max(_LEAST_MM, 1.15 * float(np.nanmax(np.abs([*errors, found.lower, found.upper]))))
    axes.set_xlim(left, right)
    axes.set_ylim(-reach, reach)
    axes.axhline(0, color=_GRID, linewidth=1.2, zorder=1)
    lines = [("bias", found.bias, _BLUE, "-")]
    if found.n > 1:
        lines += [("upper limit", found.upper, _ORANGE, "--"), ("lower limit", found.lower, _ORANGE, "--")]
    spots = _apart([at for _, at, _, _ in lines], 0.075 * 2 * reach)
    for (name, at, colour, style), spot in zip(lines, spots, strict=True):
        axes.axhline(at, color=colour, linewidth=1.6, linestyle=style, zorder=2)
        axes.annotate(
            f"{name} {signed(at)}", (right, at), (right + 0.02 * (right - left), spot), fontsize=9.5, color=colour,
            va="center", annotation_clip=False,
        )  # fmt: skip
    places = _side_by_side(true, errors, axes.transData.transform)
    axes.plot(places, errors, "o", color=_INK, markersize=15, markerfacecolor="white", zorder=3)
    for number, (x, y) in enumerate(zip(places, errors, strict=True), 1):
        axes.text(x, y, str(number), fontsize=9, color=_INK, ha="center", va="center_baseline", zorder=4)
    axes.set_xlabel("true value, mm", fontsize=9.5, color=_INK)
    axes.set_ylabel("error: measured minus true, mm", fontsize=9.5, color=_INK)
    axes.set_title("Your errors, film by film", fontsize=11.5, color=_INK, weight="bold", loc="left")
    axes.tick_params(labelsize=9, colors=_INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above
    return Picture(small_png(pixels, 64), _alt(measured, truth), "", _WIDTH)


def _apart(wanted: Sequence[float], least: float) -> list[float]:
    """Places for labels as near to where they belong as lets each stand `least` from the next."""
    order = np.argsort(wanted)
    places = np.array(wanted, float)[order]
    for _ in range(20):
        for i in range(len(places) - 1):
            push = (least - (places[i + 1] - places[i])) / 2
            if push > 0:
                places[i] -= push
                places[i + 1] += push
    found = np.empty(len(places))
    found[order] = places
    return [float(place) for place in found]


def _side_by_side(true: Array, errors: Array, pixels: Callable[[Array], Array]) -> Array:
    """Where points stand across, (n,) mm: as near to their true value as they cover no other point."""
    aside = np.linspace(0, 2, 41)
    steps = np.column_stack([aside, -aside]).ravel()
    placed = np.empty((0, 2))
    for point in zip(true, errors, strict=True):
        wanted = np.array(point) + np.column_stack([steps, np.zeros(len(steps))])
        apart = pixels(wanted)[:, None] - pixels(placed)[None]
        free = (np.hypot(*np.moveaxis(apart, -1, 0)) >= _MARK_PX).all(axis=1)
        placed = np.vstack([placed, wanted[free.argmax()]])  # the first where all is taken
    return placed[:, 0]


def _alt(measured: Sequence[float], truth: Sequence[float]) -> str:
    points = ", ".join(
        f"film {number} {signed(value - true)} at {true:.1f} mm"
        for number, (value, true) in enumerate(zip(measured, truth, strict=True), 1)
    )
    return f"Bland-Altman plot of your errors, measured minus true. {in_words(measured, truth)} The points: {points}."

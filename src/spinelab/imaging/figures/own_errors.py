"""The learner's own errors as Bland and Altman plot them, each over the true value, which is known here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from spinelab.content.picture import Picture, small_png
from spinelab.imaging.agreement import bland_altman, in_words
from spinelab.imaging.measures import spelled

Array = NDArray[np.float64]
_DPI, _WIDTH, _HEIGHT = 110, 720, 400
_INK, _LEADER, _GRID, _BLUE, _ORANGE = "#1A1A1A", "#6B7480", "#C9CED4", "#0072B2", "#B84A00"
_LEAST_MM = 2.5  # the plot always shows at least this much above and below 0
_DOT_PX = 5.5  # from the middle of a point to what keeps clear of it
_DIGIT_PX = 9.0, 11.0  # how wide and how high a digit of a number is
_NEAR_PX = 18.0  # so near to its point a number needs no line to it
_NEAR = np.array([[0, 14], [0, -14], [13, 13], [-13, 13], [13, -13], [-13, -13], [18, 0], [-18, 0], [14, 0], [-14, 0]])
# Lines to numbers farther off climb or fall: one that lies would look like a minus.
_CLIMBS = np.radians([90, 270, 60, 120, 240, 300, 75, 105, 255, 285, 40, 140, 220, 320])
_FAR = np.concatenate(
    [reach * np.column_stack([np.cos(_CLIMBS), np.sin(_CLIMBS)]) for reach in np.arange(20, 120, 3.0)]
)
_ACROSS_PX = 12.0  # a number stands so much farther off rather than across a line of the plot


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
            f"{name} {spelled(at, 'mm', signed=True)}", (right, at), (right + 0.02 * (right - left), spot),
            fontsize=9.5, color=colour, va="center", annotation_clip=False,
        )  # fmt: skip
    axes.plot(true, errors, "o", color=_INK, markersize=5, zorder=4)
    dots = axes.transData.transform(np.column_stack([true, errors]))
    rows = axes.transData.transform([(left, at) for at in (0, *(at for _, at, _, _ in lines))])[:, 1]
    corners = axes.transAxes.transform([(0, 0), (1, 1)])
    to_data = axes.transData.inverted().transform
    crowded = []
    for number, (dot, spot) in enumerate(zip(dots, beside(dots, corners, rows), strict=True), 1):
        if np.isnan(spot).any():
            crowded.append(str(number))
        else:
            if np.hypot(*(spot - dot)) > _NEAR_PX + 1:
                axes.plot(*to_data([dot, spot]).T, color=_LEADER, linewidth=0.8, zorder=3)
            x, y = to_data(spot)
            axes.text(
                x, y, str(number), fontsize=9, color=_INK, ha="center", va="center_baseline", zorder=5,
                path_effects=[withStroke(linewidth=2.5, foreground="white")],
            )  # fmt: skip
    if crowded:
        said = f"No room for the number of film {', '.join(crowded)}: see the table."
        figure.text(0.985, 0.905, said, fontsize=9, color=_INK, ha="right")
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


def beside(dots: Array, corners: Array, rows: Array) -> Array:
    """Where the numbers of points stand, counted from 1: (n, 2) pixels, as `dots`; nan where there is no room.

    Each number is as near to its dot as it covers no dot, no other number and no line to one. `corners` (2, 2) are the
    lower left and the upper right end of the field; `rows` (k,) are lines across it, which numbers rather leave free.
    """
    half = np.array([[_DIGIT_PX[0] * len(str(number)), _DIGIT_PX[1]] for number in range(1, len(dots) + 1)]) / 2
    places = np.full(dots.shape, np.nan)
    drawn = np.empty((0, 2))  # points of the lines drawn so far
    crowd = (np.linalg.norm(dots[:, None] - dots, axis=2) < _FAR.max()).sum(axis=1)
    for i in np.argsort(-crowd, kind="stable"):
        others = dots[np.linalg.norm(dots - dots[i], axis=1) > 1]  # points on one place share it
        for spot in _spots(dots[i], half[i, 1], rows):
            reach = np.hypot(*(spot - dots[i]))
            line = dots[i] + np.linspace(_DOT_PX / reach, 1, 30)[:, None] * (spot - dots[i])
            far = reach > _NEAR_PX + 1
            if (
                (spot - half[i] > corners[0]).all()
                and (spot + half[i] < corners[1]).all()
                and not _within(dots, spot, half[i] + _DOT_PX).any()
                and not _within(drawn, spot, half[i] + 1).any()
                and not _within(places, spot, half[i] + half + 2).any()
                and (far or _clear(spot[None], others, 1.4 * reach))
                and not (far and any(_within(line, at, size + 1).any() for at, size in zip(places, half, strict=True)))
                and not (far and not (_clear(line, others, _DOT_PX) and _clear(line, drawn, 2.5)))
            ):
                places[i] = spot
                drawn = np.vstack([drawn, line]) if far else drawn
                break
    return places


def _spots(dot: Array, half: float, rows: Array) -> Array:
    """Where a number of that half height may stand beside a dot, the best place first."""
    steps = np.concatenate([_NEAR, _FAR])
    across = (np.abs(dot[1] + steps[:, 1:] - rows) < half).any(axis=1)
    return np.asarray(dot + steps[np.argsort(np.hypot(*steps.T) + _ACROSS_PX * across, kind="stable")])


def _within(points: Array, middle: Array, half: Array) -> NDArray[np.bool_]:
    """Which points lie in a box."""
    return np.asarray((np.abs(points - middle) < half).all(axis=1))


def _clear(points: Array, others: Array, least: float) -> bool:
    return bool((np.linalg.norm(points[:, None] - others, axis=2) >= least).all())


def _alt(measured: Sequence[float], truth: Sequence[float]) -> str:
    points = ", ".join(
        f"film {number} {spelled(value - true, 'mm', signed=True)} at {true:.1f} mm"
        for number, (value, true) in enumerate(zip(measured, truth, strict=True), 1)
    )
    return f"Bland-Altman plot of your errors, measured minus true. {in_words(measured, truth)} The points: {points}."

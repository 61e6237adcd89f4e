"""Smooth outlines through a few points, in millimetres: the same curve for a still figure and a live one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
PointsLike = Sequence[tuple[float, float]] | Points


def bezier(points: PointsLike, closed: bool = True) -> Points:
    """Cubic Bézier control points of a smooth curve through `points` (n × 2).

    Returns 3 k + 1 rows: the start, then two handles and an end for each of the k segments. A point given twice
    makes a corner. Raises ValueError for fewer than two points.
    """
    knots = np.asarray(points, dtype=float)
    if knots.ndim != 2 or knots.shape[1] != 2 or len(knots) < 2:
        raise ValueError(
            f"an outline needs at least two points of two coordinates, not an array of shape {knots.shape}"
        )
    before = np.roll(knots, 1, axis=0)
    after = np.roll(knots, -1, axis=0)
    if not closed:
        before[0], after[-1] = knots[0], knots[-1]
    to_here, to_next = knots - before, after - knots
    length_in = np.hypot(*to_here.T)[:, None]
    length_out = np.hypot(*to_next.T)[:, None]
    direction_in = to_here / np.where(length_in > 0, length_in, 1)
    direction_out = to_next / np.where(length_out > 0, length_out, 1)
    # Weighted by the other side's length, so that unequal spacing makes no overshoot. At a corner or an end one side
    # has no length, and the other alone gives the direction.
    both = np.where(length_in + length_out > 0, length_in + length_out, 1)
    tangent = (direction_in * length_out + direction_out * length_in) / both
    tangent = np.where(length_in == 0, direction_out, np.where(length_out == 0, direction_in, tangent))
    rows = [knots[0]]
    for i in range(len(knots) if closed else len(knots) - 1):
        j = (i + 1) % len(knots)
        rows += [
            knots[i] + tangent[i] * length_out[i] / 3,
            knots[j] - tangent[j] * length_out[i] / 3,
            knots[j],
        ]
    return np.array(rows)


def mirrored(half: PointsLike) -> Points:
    """A closed outline from its right half, listed from the midline (x = 0) round to the midline."""
    right = np.asarray(half, dtype=float)
    left = right[::-1] * (-1, 1)
    keep_first = right[-1, 0] != 0
    keep_last = right[0, 0] != 0
    return np.concatenate([right, left[0 if keep_first else 1 : None if keep_last else -1]])


def between(one_edge: PointsLike, other_edge: PointsLike) -> Points:
    """The closed outline of a band between two edges listed in the same direction, with a corner at each end."""
    one, other = np.asarray(one_edge, dtype=float), np.asarray(other_edge, dtype=float)[::-1]
    return np.concatenate([one[:1], one, one[-1:], other[:1], other, other[-1:]])


def rectangle(left: float, right: float, bottom: float, top: float) -> Points:
    """The outline of a box with sharp corners."""
    return between([(left, top), (right, top)], [(left, bottom), (right, bottom)])


def ellipse(centre: tuple[float, float], width: float, height: float, turned: float = 0.0, count: int = 16) -> Points:
    """Points on an ellipse, `turned` degrees anticlockwise about its centre."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    flat = np.column_stack([np.cos(angle) * width / 2, np.sin(angle) * height / 2])
    return moved(flat, by=centre, turned=turned)


def moved(points: PointsLike, by: tuple[float, float] = (0.0, 0.0), turned: float = 0.0) -> Points:
    """The points turned about the origin by `turned` degrees anticlockwise, then shifted."""
    angle = np.radians(turned)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    placed: Points = np.asarray(points, dtype=float) @ turn + np.asarray(by, dtype=float)
    return placed


def svg_path(points: PointsLike, closed: bool = True) -> str:
    """The smooth curve as the `d` of an SVG path. SVG's y runs down the page, so y changes its sign."""
    curve = np.round(bezier(points, closed) * (1, -1), 2) + 0.0
    words = [f"M{curve[0, 0]:g} {curve[0, 1]:g}"]
    words += ["C" + " ".join(f"{value:g}" for value in curve[i : i + 3].ravel()) for i in range(1, len(curve), 3)]
    return "".join(words) + ("Z" if closed else "")

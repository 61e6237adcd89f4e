"""A second way to measure a film: edges found in its greys, where brightness changes most along a line.

It takes places only to know about where to look; what it measures is where the edge lies. Edges are found in films
without grain, after the curve of the film is taken off, as the mean of some lines side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spinelab.imaging import Radiograph

Array = NDArray[np.float64]
Place = Sequence[float]
_STEP = 0.1  # mm between points of a line
_REACH_MM = 1.5  # how far an edge may lie from where it is looked for
_WALL_MM = 4.5  # along the line of `front_step`: the wall lies a little in front of the corner
_ARCHES = ("back of the anterior arch", "front of the posterior arch")
_DARKEST = 2e-3  # share of full white: bare film and burnt-out bone have no logarithm


class Profile(NamedTuple):
    """How dense the film is along a line: mm from its start, and density in steps of the film's curve."""

    at: Array
    density: Array

    def edge(self, about: float, rising: bool) -> float:
        """Where density rises or falls most near a place, between points by a parabola.

        nan where that cannot be told: when another edge near by is half as steep, or when none lies wholly near.
        """
        slope = np.gradient(self.density, self.at) * (1 if rising else -1)
        peaks = 1 + np.flatnonzero((slope[1:-1] > slope[:-2]) & (slope[1:-1] >= slope[2:]))
        near = peaks[np.abs(self.at[peaks] - about) <= _REACH_MM]
        steep = near[slope[near] > 0.5 * slope[near].max(initial=0.0)]
        if len(steep) != 1:
            return float("nan")
        before, here, after = slope[steep[0] - 1 : steep[0] + 2]
        return float(self.at[steep[0]] + 0.5 * (before - after) / (before - 2 * here + after) * _STEP)


def profile(film: Radiograph, start: Place, end: Place, beyond: float = 4.0, half: float = 2.0) -> Profile:
    """The mean of lines from one place (column, row) to another, `half` mm to each side, `beyond` mm past both."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    long = float(np.linalg.norm(b - a)) * film.pixel_mm
    along = (b - a) / np.linalg.norm(b - a)
    at = np.arange(-beyond, long + beyond, _STEP)
    aside = np.arange(-half, half + 1e-6, film.pixel_mm / 2)
    places = a + (at[:, None, None] * along + aside[None, :, None] * [-along[1], along[0]]) / film.pixel_mm
    return Profile(at, np.asarray(_density(film, places).mean(axis=1)))


def _density(film: Radiograph, places: Array) -> Array:
    """The density at places (…, 2: column, row), between pixels by straight lines."""
    share = np.clip(film.image / 255, _DARKEST, 1 - _DARKEST)
    density = np.log(share / (1 - share))
    high, wide = density.shape
    x, y = np.clip(places[..., 0], 0, wide - 1.001), np.clip(places[..., 1], 0, high - 1.001)
    i, j = y.astype(int), x.astype(int)
    fy, fx = y - i, x - j
    above = density[i, j] * (1 - fx) + density[i, j + 1] * fx
    return np.asarray(above * (1 - fy) + (density[i + 1, j] * (1 - fx) + density[i + 1, j + 1] * fx) * fy)


def atlantodental(film: Radiograph, about: Sequence[float]) -> tuple[float, float]:
    """ADI and PADI in mm, from edge to edge along the line between the arches of the atlas.

    `about` are four places on that line, in mm from the back of the anterior arch, near which the back of the anterior
    arch, front and back of the dens, and the front of the posterior arch are looked for.
    """
    start, end = (film.landmarks[f"C1 {name}"] for name in _ARCHES)
    line = profile(film, start, end)
    arch, front, back, ring = (
        line.edge(at, rising) for at, rising in zip(about, (False, True, False, True), strict=True)
    )
    return front - arch, ring - back


def wedge_percent(film: Radiograph, level: str, aside_mm: float) -> float:
    """By what share the front of a body is lower than its back, from plate to plate, `aside_mm` beside its corners."""
    heights = []
    for side in ("front", "back"):
        upper, lower = (np.array(film.landmarks[f"{level} {end} {side} corner"]) for end in ("upper", "lower"))
        shift = np.array([aside_mm / film.pixel_mm, 0])
        line = profile(film, upper + shift, lower + shift, half=0.5)
        long = float(np.linalg.norm(lower - upper)) * film.pixel_mm
        heights.append(line.edge(long + aside_mm / 2, False) - line.edge(aside_mm / 2, True))
    return 100 * (1 - heights[0] / heights[1])


def front_step(film: Radiograph, upper: str, lower: str, off_mm: float) -> float:
    """How far the front wall of a body stands in front of the next one, mm along the plate of that one, 2 mm off it."""
    front, back = (np.array(film.landmarks[f"{lower} upper {end} corner"]) for end in ("front", "back"))
    way = (back - front) / np.linalg.norm(back - front)
    up = np.array([way[1], -way[0]]) * (2.0 / film.pixel_mm)
    walls = []
    for near in (np.array(film.landmarks[f"{upper} lower front corner"]) + up, front - up):
        line = profile(film, near - way * 6 / film.pixel_mm, near + way * 4 / film.pixel_mm, beyond=0.0, half=0.5)
        walls.append(float(near @ way) * film.pixel_mm + line.edge(_WALL_MM + off_mm, True))
    return walls[1] - walls[0]

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
_DARKEST = 2e-3  # share of full white: bare film and burnt-out bone have no logarithm


class Profile(NamedTuple):
    """How dense the film is along a line: mm from its start, and density in steps of the film's curve."""

    at: Array
    density: Array

    def edge(self, about: float, reach: float, rising: bool) -> float:
        """Where density rises or falls most within `reach` mm of a place; between points by a parabola."""
        slope = np.gradient(self.density, self.at) * (1 if rising else -1)
        near = np.flatnonzero(np.abs(self.at - about) <= reach)
        i = int(near[slope[near].argmax()])
        before, here, after = slope[i - 1 : i + 2]
        bend = before - 2 * here + after
        return float(self.at[i] + (0.5 * (before - after) / bend if bend < 0 else 0.0) * _STEP)


def profile(film: Radiograph, start: Place, end: Place, beyond: float = 4.0, half: float = 0.6) -> Profile:
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

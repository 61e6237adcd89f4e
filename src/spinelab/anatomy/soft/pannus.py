"""Pannus: inflamed, thickened joint lining about the dens, between it and the ligaments behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.soft.junction import Junction
from spinelab.anatomy.soft.surface import Held, met
from spinelab.anatomy.solids import closed

if TYPE_CHECKING:
    from spinelab.anatomy.standing import Spine

Array = NDArray[np.float64]
_AROUND = 40
_LEVEL_Z = np.linspace(-13.0, 5.0, 19)  # rings at these heights of the axis, then a cap over the tip of the dens
_CAP_DEG = np.array([12.0, 26.0, 40.0, 55.0, 70.0, 84.0])
_CORE = np.array([0.0, -0.3])  # x and y of the line inside the dens from which the swelling is drawn
_BESIDE_MM, _FREE_MM = 2.2, 0.7  # the most beside the dens, and what stays free of the gap in front of it
_INSIDE_MM = 0.7  # how far the surface dips into the bone where there is no pannus
_DOWN_MM, _UP_MM = 10.5, 17.0  # how far below and above the ADI it runs out
_ARCH_MM, _TUBERCLES_MM = 6.5, 7.5  # half the height of the ring of the atlas, and half of what is free inside it
_OFF_MM, _CORD_MM = 0.4, 1.9  # what stays free behind the anterior arch, and before the posterior one
_NEAR_MM = 7.4  # bone farther than this from the core is not dens


def pannus(spine: Spine) -> Mesh | None:
    """The swelling as a closed surface that also holds the dens; None where there is none.

    Behind the dens it is exactly `spine.state.pannus_mm` thick where PADI is measured. Its form is a teaching
    assumption: thickest behind, thinner beside and above, and in front only what the gap there leaves free.
    """
    here = spine.junction
    if here is None or not here.pannus_mm:
        return None
    held, reach, ways, cores = _dens()
    surface = held.on(here.axis)
    core, way = here.axis.placed(cores), ways @ here.axis.turn.T
    surface = core + (surface - core) * reach[:, None]
    thick, behind = _thickness(here)
    column = np.arange(0, len(surface), _AROUND)
    share = _as_thick_as_asked(here, surface[column], way[column] * thick[column, None], behind[column])
    swollen = surface + way * np.where(thick > 0, thick * (1 + behind * (share - 1)), thick)[:, None]
    return closed(_within_the_ring(here, swollen).reshape(-1, _AROUND, 3))


def back_of(swelling: Mesh) -> Array:
    """The line down the back of a pannus in the median plane, (n, 3) mm, from below upwards."""
    return swelling.vertices[: len(_LEVEL_Z) * _AROUND : _AROUND]


def _within_the_ring(here: Junction, points: Array) -> Array:
    """What would enter the atlas is pressed flat against it."""
    atlas = here.atlas
    own = atlas.into_own(points)
    ring = np.stack([atlas.landmarks["back of the anterior arch"], atlas.landmarks["front of the posterior arch"]])
    front, back = atlas.into_own(ring)[:, 1]
    high = np.abs(own[:, 2]) < _ARCH_MM
    own[high, 1] = np.clip(own[high, 1], back + _CORD_MM + own[high, 0] ** 2 / 40, front - _OFF_MM)
    beside = high & (own[:, 1] > -6)
    own[beside, 0] = np.clip(own[beside, 0], -_TUBERCLES_MM, _TUBERCLES_MM)
    return atlas.placed(own)


def _thickness(here: Junction) -> tuple[Array, Array]:
    """How thick it is in each direction, mm, before it is made exact behind; and how much behind each direction is."""
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    front = np.clip(-np.cos(angle), 0, 1)[None]
    top = np.concatenate([np.zeros(len(_LEVEL_Z)), _CAP_DEG / 90])[:, None]
    height = np.concatenate([_LEVEL_Z, _LEVEL_Z[-1] + 4.2 * np.sin(np.radians(_CAP_DEG))])[:, None]
    high = here.height_on_axis()
    below, over = np.clip((high - height) / _DOWN_MM, 0, 1), np.clip((height - high) / _UP_MM, 0, 1)
    behind = np.clip(np.cos(angle), 0, 1)[None] ** (0.8 + 2 * below)
    fall = np.cos(np.pi / 2 * below**1.5) * np.cos(np.pi / 2 * over**2)
    bumps = np.sin(3 * angle + 0.9) * np.cos(0.75 * height) + 0.8 * np.sin(5 * angle - 1.3) * np.sin(0.9 * height + 0.7)
    lobes = 1 + 0.14 * bumps * (1 - top)
    beside = min(0.45 * here.pannus_mm, _BESIDE_MM)
    before = min(0.5 * here.pannus_mm, max(0.75 * (here.adi_mm - _FREE_MM), 0.1))
    around = beside + (here.pannus_mm - beside) * behind + (before - beside) * front
    above = min(0.55 * here.pannus_mm, 2.6)
    thick = ((1 - top) * around + top * above) * lobes * fall
    low = np.clip((high - 3.5 - height) / 4, 0, 1) * (1 - behind)  # beside and in front the bone widens below
    thick = thick * (1 - low) - _INSIDE_MM * np.maximum(low, np.where(height <= _LEVEL_Z[0], 1, 0))
    return thick.ravel(), (behind * (1 - top)).ravel()


def _as_thick_as_asked(here: Junction, surface: Array, swelling: Array, behind: Array) -> float:
    """By what the swelling behind the dens is multiplied, so that it is `pannus_mm` on the line of PADI."""
    upward = np.cross(here.backward, here.atlas.turn[:, 0])
    share = 1.0
    for _ in range(8):
        points = surface + swelling * (1 + behind * (share - 1))[:, None] - here.behind
        height, depth = points @ upward, points @ here.backward
        i = np.flatnonzero(np.diff(np.sign(height)))
        if not len(i):
            return share
        low, high = height[i], height[i + 1]
        found = float((depth[i] + (depth[i + 1] - depth[i]) * -low / (high - low)).max())
        if abs(found - here.pannus_mm) < 1e-9:
            break
        share *= 1 + (here.pannus_mm - found) / max(here.pannus_mm, 0.1)
    return share


@kept(BONES, most=1)
def _dens() -> tuple[Held, Array, Array, Array]:
    """Rays out of the dens (n): where they leave the bone, what part of that way counts, their ways and their starts.

    Ring by ring from below, each ring from the back over the right to the front and the left.
    """
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    flat = np.stack([np.sin(angle), -np.cos(angle), np.zeros(_AROUND)], axis=1)
    flat[0] = 0, -1, 0
    lift = np.radians(np.concatenate([np.zeros(len(_LEVEL_Z)), _CAP_DEG]))
    starts = np.concatenate([_LEVEL_Z, np.full(len(_CAP_DEG), _LEVEL_Z[-1])])
    ways = flat[None] * np.cos(lift)[:, None, None] + np.array([0, 0, 1.0]) * np.sin(lift)[:, None, None]
    cores = np.concatenate([np.tile(_CORE, (len(starts), 1)), starts[:, None]], axis=1)
    cores = np.repeat(cores, _AROUND, axis=0)
    ways = ways.reshape(-1, 3)
    held, far = met(vertebra("C2"), cores, ways, 60.0)
    near = np.where(ways[:, 1] < -0.9, 9.0, _NEAR_MM)
    return held, np.minimum(1, near / far), ways, cores

"""Intervertebral discs as closed surfaces that fill the room between two plates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed
from spinelab.anatomy.bone import Bone
from spinelab.anatomy.measures import first_hits
from spinelab.anatomy.solids import closed

Array = NDArray[np.float64]
_AROUND, _RINGS = 36, 5
_BULGE = 0.06  # the share of its height by which a disc stands out in the middle
_CARTILAGE_MM = 0.5  # left between bone and disc
_INSET = 0.94  # a disc is a little smaller than the plates, so that its rim does not cut the bone


def disc_between(upper: Bone, lower: Bone) -> packed.Mesh:
    """The disc under `upper`, from its lower plate to the upper plate of `lower`."""
    top = _outline(upper, "lower")
    bottom = _outline(lower, "upper")
    share = np.linspace(0.04, 0.96, _RINGS)[:, None, None]
    rings = top * (1 - share) + bottom * share
    middle = rings.mean(axis=1, keepdims=True)
    swell = 1 + 4 * _BULGE * share * (1 - share)
    rings = middle + (rings - middle) * swell
    disc = closed(rings)
    # The middles of both caps come last; where plates have sunk in, the disc fills the hollow.
    for at, bone, way in ((-2, upper, 1.0), (-1, lower, -1.0)):
        if bone.mineral < 1:
            disc.vertices[at] += _hollow(bone, rings.mean(axis=(0, 1)), way) * way * (bone.turn @ [0.0, 0, 1])
    return disc


def _hollow(bone: Bone, middle: Array, way: float) -> float:
    """How much farther from the middle of the disc the plate is than its rim lets expect, mm."""
    axis = way * (bone.turn @ [0.0, 0, 1])
    met = first_hits(
        bone.vertices.astype(float), bone.triangles.astype(np.int64), (middle[None], axis[None], np.array([20.0]))
    )[0]
    rim = bone.landmarks["lower plate" if way > 0 else "upper plate"]
    return float(max(met - (rim - middle) @ axis - _CARTILAGE_MM, 0)) if np.isfinite(met) else 0.0


def _outline(bone: Bone, side: str) -> Array:
    """The rim of a plate as a closed line of points, from the landmarks of its corners and its width."""
    front, back = bone.landmarks[f"{side} front corner"], bone.landmarks[f"{side} back corner"]
    width = packed.load(bone.level).plate_width_mm(side) * _INSET
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.85 * width / 2
    y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.85
    middle, half = (front + back) / 2, (front - back) / 2
    return np.asarray(middle + x[:, None] * (bone.turn @ np.array([1.0, 0, 0])) + y[:, None] * half)

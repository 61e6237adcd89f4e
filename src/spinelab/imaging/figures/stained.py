"""Sections in the greys of CT and of MRI. No physics: each tissue gets the shade that it has in such pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spinelab.imaging.section import SOFT, Sections, Slice

_CT = {
    "outside": 0,
    "air": 0,
    "soft tissue": 78,
    "bone": 250,
    "cancellous": 168,
    "disc": 96,
    "cord": 86,
    "pannus": 88,
    "bridge": 250,
    "fusion": 205,
}
_MRI = {
    "outside": 4,
    "air": 6,
    "soft tissue": 74,
    "bone": 16,
    "cancellous": 118,
    "disc": 62,
    "cord": 132,
    "pannus": 164,
    "bridge": 16,
    "fusion": 118,
}
_FLUID = 226
_FLUID_MM = 3.4  # how far round the cord the fluid is shown


def as_ct(cut: Slice, sections: Sections) -> NDArray[np.uint8]:
    """A section as CT shows it, (h, w): bone white, everything soft nearly one grey."""
    return _smooth(_shaded(cut, sections, _CT))


def as_mri(cut: Slice, sections: Sections) -> NDArray[np.uint8]:
    """A section as T2-weighted MRI shows it, (h, w): fluid bright, cortex black, cord and pannus in different greys."""
    image = _shaded(cut, sections, _MRI)
    cord = np.isin(cut.labels, [n for n, kind in enumerate(_kinds(sections)) if kind == "cord"])
    near = cord.copy()
    for _ in range(round(_FLUID_MM / sections.pixel_mm)):
        near = _grown(near) & ((cut.labels == SOFT) | cord)
    image[near & ~cord] = _FLUID
    return _smooth(image)


def _kinds(sections: Sections) -> list[str]:
    return ["outside", "air", "soft tissue", *("bone" for _ in sections.bones), *(one.kind for one in sections.soft)]


def _shaded(cut: Slice, sections: Sections, shades: dict[str, int]) -> NDArray[np.uint8]:
    grey = np.array([shades.get(kind, shades["soft tissue"]) for kind in _kinds(sections)], np.uint8)
    image = grey[cut.labels]
    image[cut.cancellous] = shades["cancellous"]
    return np.asarray(image, np.uint8)


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask and every pixel that touches it."""
    wide = np.pad(mask, 1)
    return wide[1:-1, 1:-1] | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]


def _smooth(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Blurred by a pixel, as real sections are."""
    wide = np.pad(image.astype(np.float32), 1, mode="edge")
    across = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    return np.asarray((across[:-2] + 2 * across[1:-1] + across[2:]) / 16, np.uint8)

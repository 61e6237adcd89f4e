"""The first view of a 3-D scene as a still picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spinelab.anatomy.figures.shaded import screen_axes, shade
from spinelab.anatomy.scene import Part
from spinelab.content.picture import Picture, small_png

WIDTH_PX, HEIGHT_PX = 560, 460
_TINTS = {
    "disc": (0.62, 0.78, 0.72),
    "cord": (0.93, 0.79, 0.22),
    "ligament": (0.7, 0.44, 0.14),
    "pannus": (0.7, 0.36, 0.46),
    "bridge": (0.72, 0.42, 0.3),
    "fusion": (0.72, 0.42, 0.3),
}
_BONE = (0.93, 0.87, 0.75)


def explored_picture(parts: Sequence[Part], view: str, alt: str, cut: bool = False) -> Picture:
    """All parts seen from one side, as a picture; with `cut` without those that lie wholly before the middle."""
    if cut:
        near = screen_axes(view)[:, 2]
        parts = [part for part in parts if (part.standing() @ near).min() < 0]
    standing = [part.standing() for part in parts]
    first = np.cumsum([0, *(len(points) for points in standing)])
    triangles = np.concatenate([part.triangles + start for part, start in zip(parts, first, strict=False)])
    tints = [np.tile(_TINTS.get(part.kind, _BONE), (len(part.vertices), 1)) for part in parts]
    drawn = shade(np.concatenate(standing), triangles, view, WIDTH_PX, HEIGHT_PX, colours=np.concatenate(tints), fine=1)
    place = view if view in ("above", "below", "behind") else f"the {view}"
    words = f"The 3-D view, seen from {place}: run the cell to turn it."
    return Picture(small_png((drawn.rgb * 255).astype(np.uint8), 96), alt, words, WIDTH_PX)

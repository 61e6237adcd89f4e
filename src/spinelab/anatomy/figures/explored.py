"""The first view of a 3-D scene as a still picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spinelab.anatomy.figures.placing import beyond, face_of_cut
from spinelab.anatomy.figures.shaded import shade
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.scene import Part
from spinelab.content.picture import Picture, small_png

WIDTH_PX, HEIGHT_PX = 560, 460
_Tinted = tuple[Mesh, tuple[float, float, float]]
_TINTS = {
    "disc": (0.62, 0.78, 0.72),
    "cord": (0.93, 0.79, 0.22),
    "ligament": (0.7, 0.44, 0.14),
    "pannus": (0.7, 0.36, 0.46),
    "bridge": (0.72, 0.42, 0.3),
    "fusion": (0.72, 0.42, 0.3),
}
_BONE = (0.93, 0.87, 0.75)
_BEHIND_MM = 0.4  # pannus holds the dens: soft tissue is cut a little deeper, so that bone shows in front of it


def explored_picture(parts: Sequence[Part], view: str, alt: str, cut: bool = False) -> Picture:
    """All parts seen from one side, as a picture; with `cut`, seen from the left, only their right halves."""
    seen: list[_Tinted] = []
    for part in parts:
        mesh, tint = Mesh(part.standing(), part.triangles), _TINTS.get(part.kind, _BONE)
        seen += _halved(mesh, tint, part.kind) if cut else [(mesh, tint)]
    first = np.cumsum([0, *(len(mesh.vertices) for mesh, _ in seen)])
    triangles = np.concatenate([mesh.triangles + start for (mesh, _), start in zip(seen, first, strict=False)])
    points = np.concatenate([mesh.vertices for mesh, _ in seen])
    tints = np.concatenate([np.tile(tint, (len(mesh.vertices), 1)) for mesh, tint in seen])
    drawn = shade(points, triangles, view, WIDTH_PX, HEIGHT_PX, colours=tints, fine=1)
    place = view if view in ("above", "below", "behind") else f"the {view}"
    words = f"The 3-D view, {'cut in the middle and ' if cut else ''}seen from {place}: run the cell to turn it."
    return Picture(small_png((drawn.rgb * 255).astype(np.uint8), 96), alt, words, WIDTH_PX)


def _halved(mesh: Mesh, tint: tuple[float, float, float], kind: str) -> list[_Tinted]:
    """The right half of a part, and the paler face where it was cut."""
    at_mm = 0.0 if kind == "bone" else _BEHIND_MM
    red, green, blue = (0.5 + 0.5 * value for value in tint)
    return [(beyond(mesh, 0, at_mm), tint), (face_of_cut(mesh, 0, at_mm), (red, green, blue))]

"""Atlas and axis on the model: their ligaments from behind, layer by layer, and both bones lettered for questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.figures.column import cartilage, placed, rgb, show
from spinelab.anatomy.figures.placing import cut
from spinelab.anatomy.figures.plate import BONE_EDGE, CORD, CUT_BONE, LIGAMENT, Plate, drawn
from spinelab.anatomy.figures.shaded import BONE, Shaded, shade
from spinelab.anatomy.outline import rectangle
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.standing import spine

Array = NDArray[np.float64]
Spot = tuple[float, float]
MODEL = "Model, not a patient"
BLUE = "#143C6E"
CROSS = ("cruciform ligament, upper band", "cruciform ligament, lower band", "transverse ligament")
ALAR = ("right alar ligament", "left alar ligament")
_CUT_MM = -14.0  # from the middle of the ring: behind the lateral masses of the atlas, in front of both arches
_MIDDLE = np.array([0.0, 0.0, 2.0])  # of a view of the junction, in the axes of the atlas


def beyond(mesh: Bone | Mesh, axis: int, level: float) -> Mesh:
    """What of a surface lies beyond the plane where coordinate `axis` is `level`, mm; open where it was cut."""
    vertices, triangles = np.asarray(mesh.vertices, float), np.asarray(mesh.triangles, np.int64)
    height = vertices[:, axis] - level
    kept = height > 0
    corners = kept[triangles].sum(axis=1)
    one, two = _odd_first(triangles[corners == 1], kept), _odd_first(triangles[corners == 2], ~kept)
    edges = np.sort(np.concatenate([part[:, way] for part in (one, two) for way in ([0, 1], [0, 2])]), axis=1)
    (start, end), at = (found.T for found in np.unique(edges, axis=0, return_inverse=True))
    share = (height[start] / (height[start] - height[end]))[:, None]
    ends = np.split(at.ravel() + len(vertices), np.cumsum([len(one), len(one), len(two)]))
    pieces = [
        triangles[corners == 3],
        np.stack([one[:, 0], ends[0], ends[1]], axis=1),
        np.stack([ends[2], two[:, 1], two[:, 2]], axis=1),
        np.stack([ends[2], two[:, 2], ends[3]], axis=1),
    ]
    points = np.concatenate([vertices, vertices[start] * (1 - share) + vertices[end] * share])
    used, renamed = np.unique(np.concatenate(pieces), return_inverse=True)
    return Mesh(points[used], renamed.reshape(-1, 3))


def _odd_first(triangles: NDArray[np.int64], odd: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The same triangles, each turned so that its one odd corner comes first."""
    first = odd[triangles].argmax(axis=1)
    return np.take_along_axis(triangles, (first[:, None] + np.arange(3)) % 3, axis=1)


# Ligaments from behind


def _open(plate: Plate, ligaments: Sequence[str], at: Spot, size: Spot, scale: float, cord: bool = False) -> Shaded:
    """Skull base, atlas and axis from behind without what lies behind the cut, in a window of the plate, mm.

    `scale` is how many mm of the plate one of the model takes. Use `_spot` for points on it.
    """
    neck = spine("cervical")
    bones = [neck.bones[level] for level in ("occiput", "C1", "C2")]
    parts = [(beyond(bone, 1, _CUT_MM), BONE) for bone in bones]
    parts += [(neck.ligaments[name], rgb(LIGAMENT)) for name in ligaments]
    if cord and neck.cord:
        parts.append((neck.cord, rgb(CORD)))
    first = np.cumsum([0, *(len(mesh.vertices) for mesh, _ in parts)])
    triangles = np.concatenate([mesh.triangles + start for (mesh, _), start in zip(parts, first, strict=False)])
    tints = np.concatenate([np.tile(tint, (len(mesh.vertices), 1)) for mesh, tint in parts])
    wide, high = (round(length / plate.mm_per_px) for length in size)
    vertices = np.concatenate([mesh.vertices for mesh, _ in parts])
    seen = shade(vertices, triangles, "behind", wide, high, scale / plate.mm_per_px, tints, _MIDDLE)
    left, right, bottom, top = at[0] - size[0] / 2, at[0] + size[0] / 2, at[1] - size[1] / 2, at[1] + size[1] / 2
    frame = plate.outline(rectangle(left, right, bottom, top))
    limits = plate.extent
    plate.axes.imshow(np.clip(seen.rgb, 0, 1), extent=(left, right, bottom, top), zorder=1, interpolation="bilinear")
    plate.axes.set_xlim(limits[:2])
    plate.axes.set_ylim(limits[2:])
    plate.axes.set_aspect("auto")
    for bone in bones:
        for loop in cut(bone, 1, _CUT_MM):
            section = plate.fill([_spot(point, at, scale) for point in loop], CUT_BONE, BONE_EDGE)
            section.set_clip_path(frame)
    return seen


def _spot(point: Array, at: Spot, scale: float) -> Spot:
    """Where a point of the model lies in a window from behind."""
    away = (np.asarray(point, float) - _MIDDLE) * scale
    return float(at[0] + away[0]), float(at[1] + away[2])


def _behind_alt() -> str:
    return "x" * 300


@drawn(_behind_alt, f"Skull base, atlas and axis from behind. {MODEL}.")
def ligaments_from_behind() -> Plate:
    """Cord and tectorial membrane, then the cruciform and alar ligaments under them."""
    plate = Plate("Behind the dens, layer by layer", -100, 100, -50, 50)
    _open(plate, ["tectorial membrane", *CROSS, *ALAR], (-50, 0), (92, 84), 1.25, cord=True)
    _open(plate, [*CROSS, *ALAR], (50, 0), (92, 84), 1.25)
    return plate

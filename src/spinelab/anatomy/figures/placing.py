"""Bones of the virtual spine on a drawing board: shaded from one side, or cut by a plane."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.figures.plate import CUT_BONE, INK, Plate
from spinelab.anatomy.figures.shaded import BONE, screen_axes, shade
from spinelab.anatomy.outline import Points
from spinelab.anatomy.packed import Mesh

Array = NDArray[np.float64]
Where = Callable[[Array], tuple[float, float]]
FACET = np.array([0.60, 0.79, 0.90])


def stand(
    plate: Plate,
    bones: Sequence[Bone],
    view: str,
    at: tuple[float, float],
    size: float = 1.0,
    faded: float = 0.0,
    without: Collection[str] = (),
    frame: Sequence[Bone] | None = None,
) -> Where:
    """Draw bones with their middle at a point of the plate, `size` mm of the plate for 1 mm of the model.

    `faded` is 0 for full colour and 1 for white. Structures in `without` are left out. `frame` are the bones whose
    middle counts, if not these. Returns where a point of the model, mm, lies on the plate.
    """
    where = placed(frame or bones, view, at, size)
    parts, tints, triangles, first = [], [], [], 0
    for bone in bones:
        of = bone.structure_of
        left_out = np.isin(of, [i for i, name in enumerate(bone.structures) if name in without])
        facets = np.isin(of, [i for i, name in enumerate(bone.structures) if "articular facet" in name])
        parts.append(bone.vertices.astype(float))
        tints.append(np.where(facets[:, None], FACET, BONE))
        kept = bone.triangles.astype(np.int64)
        triangles.append(kept[~left_out[kept].any(axis=1)] + first)
        first += len(bone.vertices)
    vertices = np.vstack(parts)
    right, up = screen_axes(view).T[:2]
    middle = (vertices.max(axis=0) + vertices.min(axis=0)) / 2
    scale = size / plate.mm_per_px
    wide, high = (int(np.ptp(vertices @ way) * scale) + 6 for way in (right, up))
    seen = shade(vertices, np.vstack(triangles), view, wide, high, scale, np.vstack(tints), middle)
    x, y = where(middle)
    half = wide * plate.mm_per_px / 2, high * plate.mm_per_px / 2
    image = 1 - (1 - np.clip(seen.rgb, 0, 1)) * (1 - faded)
    _image(plate, image, (x - half[0], x + half[0], y - half[1], y + half[1]))
    return where


def _image(plate: Plate, image: Array, box: tuple[float, float, float, float]) -> None:
    """Put a picture on the plate, white see-through, over what was drawn before."""
    blank = (image >= 0.999).all(axis=2)
    left, right, bottom, top = box
    frame = plate.fill([(left, bottom), (right, bottom), (right, top), (left, top)], "none", "none")
    plate.axes.imshow(
        np.dstack([image, ~blank]), extent=box, origin="upper", interpolation="bilinear", aspect="auto",
        zorder=frame.get_zorder(),
    )  # fmt: skip
    left, right, bottom, top = plate.extent
    plate.axes.set_xlim(left, right)
    plate.axes.set_ylim(bottom, top)


def placed(bones: Sequence[Bone], view: str, at: tuple[float, float], size: float) -> Where:
    """Where a point of the model, mm, lies when these bones stand with their middle at a point of the plate."""
    right, up = screen_axes(view).T[:2]
    vertices = np.vstack([bone.vertices for bone in bones]).astype(float)
    middle = (vertices.max(axis=0) + vertices.min(axis=0)) / 2

    def where(point: Array) -> tuple[float, float]:
        away = np.asarray(point, float) - middle
        return float(at[0] + size * (away @ right)), float(at[1] + size * (away @ up))

    return where


def draw_cut(
    plate: Plate, mesh: Bone | Mesh, where: Where, axis: int, level: float, colour: str = CUT_BONE, edge: str = INK
) -> None:
    """Fill the section of a closed mesh with the plane where coordinate `axis` of the model is `level`, mm."""
    for loop in cut(mesh, axis, level):
        plate.fill(np.array([where(point) for point in loop]), colour, edge)


def cut(mesh: Bone | Mesh, axis: int, level: float) -> list[Points]:
    """The closed lines, each (n, 3) mm, in which a plane meets a closed mesh."""
    vertices, triangles = np.asarray(mesh.vertices, float), np.asarray(mesh.triangles, np.int64)
    height = vertices[:, axis] - level
    height = np.where(np.abs(height) < 1e-6, 1e-6, height)
    crossing = triangles[np.ptp(np.sign(height[triangles]), axis=1) > 0]
    # Each crossed triangle joins two crossed edges; on a closed mesh they chain into loops.
    next_to: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for a, b, c in crossing.tolist():
        met = [(min(i, j), max(i, j)) for i, j in ((a, b), (b, c), (c, a)) if height[i] * height[j] < 0]
        for one, other in (met, met[::-1]):
            next_to.setdefault(one, []).append(other)
    loops = []
    while next_to:
        here = next(iter(next_to))
        line = []
        while here in next_to:
            line.append(here)
            onward = [edge for edge in next_to.pop(here) if edge in next_to]
            if not onward:
                break
            here = onward[0]
        i, j = np.array(line).T
        share = (height[i] / (height[i] - height[j]))[:, None]
        if len(line) > 2:
            loops.append(vertices[i] * (1 - share) + vertices[j] * share)
    return loops


def face_of_cut(mesh: Bone | Mesh, axis: int, level: float, grain_mm: float = 0.5) -> Mesh:
    """What a plane cuts of a closed mesh, to be shaded: small squares that look to where the coordinate falls."""
    loops = [np.delete(loop, axis, axis=1) for loop in cut(mesh, axis, level)]
    if not loops:
        return Mesh(np.empty((0, 3)), np.empty((0, 3), np.int64))
    every = np.vstack(loops)
    low = np.floor(every.min(axis=0))
    columns, rows = np.ceil((every.max(axis=0) - low) / grain_mm).astype(int) + 1
    grid = np.stack(np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij"), axis=-1)
    middles = (grid[:-1, :-1].reshape(-1, 2) + 0.5) * grain_mm + low
    inside = np.zeros(len(middles), bool)
    for loop in loops:
        inside ^= Path(loop).contains_points(middles)
    a = (grid[:-1, :-1, 0] * rows + grid[:-1, :-1, 1]).reshape(-1)[inside]
    b, c, d = a + rows, a + rows + 1, a + 1
    triangles = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
    flat = np.insert(grid.reshape(-1, 2) * grain_mm + low, axis, level, axis=1)
    return Mesh(flat, triangles if axis == 1 else triangles[:, ::-1])


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

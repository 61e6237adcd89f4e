"""Bone that grows where there was none: syndesmophytes along the discs, joints that have fused.

All are closed surfaces that follow the bones they are rooted in.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.measures import first_hits
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.solids import closed

Array = NDArray[np.float64]

_PLACES, _STEPS = 73, 9  # places along the rim, and steps from the root of a sheet to its free edge
_ARC = {"C": (26.0, 154.0), "T": (-14.0, 194.0), "L": (-16.0, 196.0)}  # degrees about a body; 90 is in front
_RIM_ARC = -0.35, np.pi + 0.35  # radians for which the rim of a plate is known
_UNDER_RIM_MM = 1.6  # how far from a plate its rim is widest
_THICK_MM, _THICKER = 0.6, 0.035  # thickness of a sheet, and more by the depth of the plate: 1.8 mm in a lumbar body
_WITHIN_RIM_MM = 1.4  # how far inside the rim a plate's height is taken
_ROOT_MM, _FACET_ROOT_MM, _SACROILIAC_ROOT_MM = 1.3, 0.8, 1.0
_RINGS, _AROUND = (0.35, 0.7, 1.0), 20
_ACROSS_MM = 6.0  # the widest gap that is still sacroiliac joint
_CALLUS_MM = 0.7  # how far a fused facet joint stands out about its edge


def syndesmophytes(upper: Bone, lower: Bone, grade: int) -> list[Mesh]:
    """The thin sheets that grow along the outer annulus of a disc: from the body above it, and from the one below.

    Grades are the steps of the mSASSS (Creemers2005): 2 are spurs that do not meet, 3 is a bridge, which the upper
    sheet makes; what is not seen hides inside the bones, as both sheets do at 0 and 1.
    """
    first, last = np.radians(_ARC[upper.level[0]])
    angle = np.linspace(last, first, _PLACES)
    above, below = _rim(upper, "lower", angle), _rim(lower, "upper", angle)
    thick = _THICK_MM + _THICKER * (above.depth + below.depth) / 2
    outward = _unit(above.outward + below.outward)
    root, other = (edge.at - edge.outward * thick * 0.55 - edge.into * _ROOT_MM for edge in (above, below))
    tall = np.linalg.norm(other - root, axis=1)
    # Columns of bone, one in front and others beside it; between them the sheet is thin and lies in the disc.
    fade = np.clip(np.minimum(angle - first, last - angle) / 0.25, 0, 1)
    wave = 0.5 + 0.5 * np.cos(5 * (angle - np.pi / 2) + 0.4 * np.sin(2 * angle))
    column = fade * wave ** (0.45 if grade >= 3 else 0.4)
    half = thick / 2 * (0.08 + 0.92 * np.sqrt(column))
    bulge = 0.35 * thick + 0.07 * (tall - 2 * _ROOT_MM).clip(0)
    sunk = thick * (1 - column) ** 2
    if grade >= 3:
        blunt, reach = 1.0, np.stack([np.ones(_PLACES), 0.3 * _ROOT_MM / tall])
    elif grade == 2:
        ragged = (0.84 + 0.16 * np.sin(5.0 * angle + [[0.0], [2.6]])) * (0.5 + 0.5 * np.sin(angle) ** 2)
        half, bulge, blunt = 1.15 * half, 0.5 * bulge, 0.0
        reach = (_ROOT_MM + 0.43 * ragged * (tall - 2 * _ROOT_MM) * column) / tall
    else:
        blunt, reach = 0.0, np.tile(0.3 * _ROOT_MM / tall, (2, 1))
        half, sunk = 0.4 * half, np.full(_PLACES, 1.4 * thick)
    step = np.linspace(0, 1, _STEPS)
    taper = blunt + (1 - blunt) * np.sqrt(1 - 0.94 * step**3)
    sheets = []
    for start, end, length in ((root, other, reach[0]), (other, root, reach[1])):
        t = (step * length[:, None])[..., None]
        out = 4 * t * (1 - t) * bulge[:, None, None] - sunk[:, None, None]
        run = start[:, None] * (1 - t) + end[:, None] * t + outward[:, None] * out
        side = outward[:, None] * (half[:, None] * taper)[..., None]
        sheets.append(closed(np.concatenate([run + side, (run - side)[:, ::-1]], axis=1)))
    return sheets


def fused_facets(upper: Bone, lower: Bone) -> list[Mesh]:
    """Bone that fills the facet joints between two bones, right then left."""
    return [_facet_plug(upper, lower, side) for side in ("right", "left")]


def fused_sacroiliac(sacrum: Bone, ilium: Bone) -> Mesh:
    """Bone that fills a sacroiliac joint over its ear-shaped surfaces."""
    in_sacrum, in_ilium, triangles = _sacroiliac(ilium.level.removeprefix("ilium_"))
    return Mesh(np.concatenate([sacrum.placed(in_sacrum), ilium.placed(in_ilium)]), triangles)


class _Rim(NamedTuple):
    """Places on the rim of a plate (n, 3), where outward and into the disc point there, and how deep the plate is."""

    at: Array
    outward: Array
    into: Array
    depth: float


def _rim(bone: Bone, plate: str, angle: Array) -> _Rim:
    """The rim of a plate at angles about its middle, 0 to the right, 90 degrees in front."""
    front, back = (bone.into_own(bone.landmarks[f"{plate} {end} corner"]) for end in ("front", "back"))
    outline = _around(bone.level, plate)
    radius, sunk = (np.interp(angle, np.linspace(*_RIM_ARC, outline.shape[1]), values) for values in outline)
    flat = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None]
    y = flat[:, 1] + (front + back)[1] / 2
    z = back[2] + (y - back[1]) * (front[2] - back[2]) / (front[1] - back[1]) - sunk * (1 if plate == "upper" else -1)
    run = np.gradient(flat, angle, axis=0)
    outward = _unit(np.stack([run[:, 1], -run[:, 0], np.zeros(len(angle))], axis=1))
    across = _unit(front - back)
    normal = np.cross([1.0, 0, 0], across) * (1 if plate == "upper" else -1)
    at = np.stack([flat[:, 0], y, z], axis=1)
    return _Rim(bone.placed(at), outward @ bone.turn.T, bone.turn @ normal, float(np.linalg.norm(front - back)))


@kept(BONES, most=64)
def _around(level: str, plate: str) -> Array:
    """The rim of a plate from right to left: how far from its middle, and how deep under its line, mm, (2, 49).

    The line runs from corner to corner; the middle is its middle.
    """
    bone = vertebra(level)
    front, back = bone.landmarks[f"{plate} front corner"], bone.landmarks[f"{plate} back corner"]
    angle = np.linspace(*_RIM_ARC, 49)
    way = np.stack([np.cos(angle), np.sin(angle), np.sin(angle) * (front - back)[2] / (front - back)[1]], axis=1)
    into = -1.0 if plate == "upper" else 1.0
    start = (front + back) / 2 + [0, 0, _UNDER_RIM_MM * into]
    # From outside, so that a hollow plate is not met from within.
    far = 60.0
    surface = _near(bone, start, np.array([far, far, 9]))
    met = first_hits(*surface, (start + far * way, -way, np.full(len(way), far)))
    radius = far - np.where(np.isfinite(met), met, np.nan)
    # Pedicles and processes stand out beside the rim: no place lies farther out than the one before it and a little.
    middle = len(radius) // 2
    for side in (1, -1):
        for here, there in pairwise(range(middle, len(radius) if side > 0 else -1, side)):
            if not radius[there] < radius[here] * 1.06:
                radius[there] = radius[here]
    near = start + way * (radius[:, None] - _WITHIN_RIM_MM) - [0, 0, _UNDER_RIM_MM * into]
    over = near - [0, 0, far * into]
    met = first_hits(*surface, (over, np.tile([0, 0, into], (len(over), 1)), np.full(len(way), 2 * far)))
    return np.stack([radius, np.where(np.isfinite(met), met - far, 0).clip(-1.5, 3)])


def _facet_plug(upper: Bone, lower: Bone, side: str) -> Mesh:
    top = _facet(upper.level, f"{side} inferior articular facet", upper.level)
    bottom = _facet(lower.level, f"{side} superior articular facet", upper.level)
    high, low = upper.placed(top), lower.placed(bottom)
    rim = (high[-1] + low[-1]) / 2
    rim += _CALLUS_MM * _unit(rim - rim.mean(axis=0))
    return closed(np.concatenate([high, rim[None], low[::-1]]))


@kept(BONES, most=128)
def _facet(level: str, name: str, sized_by: str) -> Array:
    """Rings on a joint facet, sunk into the bone by the depth of a root, own axes (rings, around, 3)."""
    bone = vertebra(level)
    at, normal = bone.landmarks[name], bone.normals[name]
    half = _facet_half(sized_by)
    sign = -1.0 if "superior" in name else 1.0  # both facets of a joint run round the same way
    one = sign * _unit(np.cross([1.0, 0, 0], normal))
    two = sign * np.cross(normal, one)
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    flat = np.array(_RINGS)[:, None, None] * (
        np.cos(angle)[:, None] * half[0] * one + np.sin(angle)[:, None] * half[1] * two
    )
    start = (at + flat + 3 * normal).reshape(-1, 3)
    surface = _near(bone, at, np.full(3, max(half) + 8))
    met = first_hits(*surface, (start, np.tile(-normal, (len(start), 1)), np.full(len(start), 7.0)))
    deep = np.where(np.isfinite(met), met, 3.0).clip(0.5, 5.5) + _FACET_ROOT_MM
    return np.asarray((start - deep[:, None] * normal).reshape(flat.shape))


@kept(BONES)
def _facet_half(level: str) -> tuple[float, float]:
    """Half the height and width of the lower facet of a bone."""
    bone = vertebra(level)
    names = [name for name in bone.structures if name in ("inferior articular facet", "joint surface of the condyle")]
    at, normal = bone.landmarks["right inferior articular facet"], bone.normals["right inferior articular facet"]
    on_it = bone.vertices[(bone.structure_of == bone.structures.index(names[0])) & (bone.vertices[:, 0] > 0)] - at
    one = _unit(np.cross([1.0, 0, 0], normal))
    reach = [float(np.percentile(np.abs(on_it @ axis), 94)) for axis in (one, np.cross(normal, one))]
    return reach[0], reach[1]


@kept(BONES, most=2)
def _sacroiliac(side: str) -> tuple[Array, Array, NDArray[np.int64]]:
    """The plug of a sacroiliac joint: its points in the sacrum, those in the ilium (own axes), its triangles."""
    sacrum, ilium = vertebra("sacrum"), vertebra(f"ilium_{side}")
    own = sacrum.own()
    sign = 1 if side == "right" else -1
    on_it = (sacrum.structure_of == sacrum.structures.index("auricular surface")) & (sign * own[:, 0] > 0)
    faces = sacrum.triangles.astype(np.int64)
    faces = faces[on_it[faces].all(axis=1)]
    across = np.cross(own[faces[:, 1]] - own[faces[:, 0]], own[faces[:, 2]] - own[faces[:, 0]])
    normal = np.zeros_like(own)
    for corner in faces.T:
        np.add.at(normal, corner, across)
    normal = _unit(_unit(normal) + 2 * _unit(across.sum(axis=0)))
    held = np.unique(faces)
    met = first_hits(
        ilium.own(), ilium.triangles.astype(np.int64), (own[held], normal[held], np.full(len(held), _ACROSS_MM))
    )
    gap = np.full(len(own), np.inf)
    gap[held] = met
    faces = faces[(gap[faces] < np.inf).all(axis=1)]
    used, corners = np.unique(faces, return_inverse=True)
    faces = corners.reshape(faces.shape)
    points, normal, gap = own[used], normal[used], gap[used]
    edges = np.concatenate([faces[:, [i, (i + 1) % 3]] for i in range(3)])
    key = edges[:, 0] * len(used) + edges[:, 1]
    rim = edges[~np.isin(edges[:, 1] * len(used) + edges[:, 0], key)]
    a, b = rim.T
    far = len(used)
    wall = np.concatenate([np.stack([a, b, b + far], axis=1), np.stack([a, b + far, a + far], axis=1)])
    triangles = np.concatenate([faces[:, ::-1], faces + far, wall])
    inside = points - _SACROILIAC_ROOT_MM * normal
    return inside, points + (gap + _SACROILIAC_ROOT_MM)[:, None] * normal, triangles


def _near(bone: Bone, at: Array, reach: Array) -> tuple[Array, NDArray[np.int64]]:
    """A bone's vertices, and the triangles that touch a box about a place (own axes): rays find them sooner."""
    own = bone.own()
    within = np.asarray((np.abs(own - at) < reach).all(axis=1))
    return own, bone.triangles[within[bone.triangles].any(axis=1)].astype(np.int64)


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12))

"""Dense bone beside an inflamed sacroiliac joint: what a film shows as a white band under the joint surface.

Each body is a closed lens in the marrow of the sacrum or an ilium. It lies just under the ear-shaped surface, follows
what erosion has left of that, and thins out towards its edge. The grades set where it lies: small areas low in the
joint at grade 2, a broad band at grade 3 (VanDerLinden1984). How deep it reaches in each bone, and that it fades once
the joint has fused, are teaching assumptions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.state.erosion import (
    AURICULAR,
    JointSurface,
    Side,
    all_points,
    low_in_the_joint,
    patches,
    thickness,
)
from spinelab.anatomy.state.smooth import smooth_step

Array = NDArray[np.float64]


class _Reach(NamedTuple):
    """How deep dense bone reaches under a joint, mm: `broad` everywhere, `patchy` more in separate areas.

    `low` is how far these areas keep to the lower part of the joint, 0 to 1.
    """

    broad: float = 0
    patchy: float = 0
    low: float = 0


_ILIUM = (_Reach(), _Reach(), _Reach(patchy=8.0, low=1), _Reach(broad=6.0, patchy=3.5), _Reach(broad=0.8))
_SACRUM = (_Reach(), _Reach(), _Reach(patchy=3.5, low=1), _Reach(broad=3.0, patchy=3.0), _Reach(broad=0.4))
_UNDER_MM = 0.25  # how deep under the joint surface a lens begins
_THINS_OUT_MM = 3.0  # from its edge inward
_PATCH_MM = 15.0  # between the middles of two areas
_MOST = 0.6  # of the thickness of the bone under the joint


def sclerosis(bone: Bone, side: Side, grade: int) -> Mesh:
    """The dense bone in a sacrum or ilium beside a sacroiliac joint of a modified New York grade (0 to 4).

    Every grade has the same triangles; at grades 0 and 1 the body has no thickness. Raises ValueError for a bone that
    is not beside that joint.
    """
    bed = _bed(bone.level, side)
    inward = -bone.turn @ bed.outward
    top = bone.vertices[bed.used].astype(float) + _UNDER_MM * inward
    return Mesh(np.concatenate([top, top + _deep(bone.level, side, grade)[:, None] * inward]), bed.triangles)


class _Bed(NamedTuple):
    """Where a lens lies: vertices of the joint surface, the way out of the bone there, and the triangles of the lens.

    `room` is how deep the lens may be under each vertex, mm, `from_edge` how far the vertex is from the edge, and
    `low` 1 where it lies low in the joint.
    """

    used: NDArray[np.int64]
    outward: Array
    triangles: NDArray[np.int64]
    room: Array
    from_edge: Array
    low: Array


@kept(BONES, most=4)
def _bed(level: str, side: Side) -> _Bed:
    if level not in ("sacrum", f"ilium_{side}"):
        raise ValueError(f"the {side} sacroiliac joint lies between the sacrum and ilium_{side}, not at {level}")
    bone = vertebra(level)
    joint = JointSurface.of(bone, AURICULAR, side, None, spread_mm=3.0)
    all_faces = bone.triangles.astype(np.int64)
    faces = all_faces[joint.on[all_faces].all(axis=1)]
    used, corners = np.unique(faces, return_inverse=True)
    faces, count = corners.reshape(faces.shape), len(used)
    edges = np.concatenate([faces[:, [i, (i + 1) % 3]] for i in range(3)])
    here, there = edges[~np.isin(edges @ [count, 1], edges @ [1, count])].T
    wall = np.stack([[here, here + count, there], [there, here + count, there + count]]).transpose(0, 2, 1)
    return _Bed(
        used,
        joint.outward,
        np.concatenate([faces, faces[:, ::-1] + count, wall.reshape(-1, 3)]),
        _MOST * thickness(bone, used, joint.outward),
        joint.from_edge[used],
        low_in_the_joint(all_points(bone), joint)[used],
    )


@kept(BONES)
def _deep(level: str, side: Side, grade: int) -> Array:
    """How deep the lens is under each of its vertices, mm."""
    bed = _bed(level, side)
    asked = (_SACRUM if level == "sacrum" else _ILIUM)[grade]
    areas = patches(vertebra(level).own()[bed.used], _PATCH_MM, 6 + 5 * (side == "left") + 4 * (level == "sacrum"))
    deep = asked.broad + asked.patchy * areas * (1 - asked.low * (1 - bed.low))
    return np.minimum(deep * smooth_step(bed.from_edge / _THINS_OUT_MM), bed.room)

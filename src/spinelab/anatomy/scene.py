"""What a 3-D view needs of a model: its parts, and their geometry as a few bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.standing import Spine
from spinelab.content.faults import InputTypeError

Array = NDArray[np.float64]
_STEPS = 65535
_LOOSE = "hard palate"
_BODIES = ("vertebral body", "body", "body of S1", "anterior arch")
HOLES = ("vertebral canal", "vertebral foramen", "transverse foramen", "foramen magnum")


@dataclass(frozen=True)
class SoftTissue:
    """A closed surface that is not bone. `kind` is what `structures.yaml` explains, such as disc."""

    name: str
    kind: str
    mesh: Mesh


@dataclass(frozen=True)
class Part:
    """One surface of a scene. `vertices` (n, 3), mm, are as the part was made; it stands at turn·p + shift."""

    name: str
    kind: str
    vertices: Array
    triangles: NDArray[np.int64]
    structures: tuple[str, ...]
    structure_of: NDArray[np.uint8]
    turn: Array
    shift: Array

    def standing(self) -> Array:
        """The vertices where they stand, (n, 3) mm."""
        return self.vertices @ self.turn.T + self.shift

    def body(self) -> Array | None:
        """The middle of a vertebra's body, (3,) mm as the part was made; of the atlas, that of its front arch."""
        return next((_middle(walls) for name in _BODIES if len(walls := self._walls(name))), None)

    def holes(self) -> dict[str, list[Array]]:
        """The middle of each hole that goes through, (3,) mm as the part was made; where there are two, of both."""
        found = {name: walls for name in HOLES if len(walls := self._walls(name))}
        paired = {name: np.abs(walls[:, 0]).min() > 1 for name, walls in found.items()}
        return {
            name: [_middle(walls[walls[:, 0] * side > 0]) for side in (1, -1)] if paired[name] else [_middle(walls)]
            for name, walls in found.items()
        }

    def _walls(self, structure: str) -> Array:
        return self.vertices[
            np.isin(self.structure_of, [i for i, name in enumerate(self.structures) if name == structure])
        ]


def soft_tissues(spine: Spine) -> list[SoftTissue]:
    """What a spine has besides bones as they were made: discs, cord, ligaments, pannus and new bone."""
    found = [SoftTissue(f"disc {segment}", "disc", mesh) for segment, mesh in spine.discs.items()]
    for name, mesh in (("cord", spine.cord), ("pannus", spine.pannus)):
        if mesh is not None:
            found.append(SoftTissue(name, name, mesh))
    for kind, meshes in (("ligament", spine.ligaments), ("bridge", spine.bridges), ("fusion", spine.fusions)):
        found += [SoftTissue(name, kind, mesh) for name, mesh in meshes.items()]
    return found


def parts(model: Bone | Spine) -> list[Part]:
    """The surfaces of a bone or of a column, bones first. TypeError for anything else."""
    if isinstance(model, Bone):
        return [_bone(model)]
    if not isinstance(model, Spine):
        raise InputTypeError(f'a {type(model).__name__} is neither a bone nor a spine: try spine("cervical")')
    bones = [part for bone in model.bones.values() for part in _apart(_bone(bone))]
    return [*bones, *map(_soft, soft_tissues(model))]


def packed(part: Part) -> tuple[dict[str, Any], bytes, bytes]:
    """A part for the page: what it is, its vertices and its triangles.

    A vertex is four 16-bit numbers, x, y, z in steps from `low` and its structure; a triangle is three 16-bit vertices.
    Raises ValueError for more than 65536 vertices.
    """
    count = len(part.vertices)
    if count > _STEPS + 1:
        raise ValueError(f"{part.name} has {count} vertices; the view takes at most {_STEPS + 1}")
    low = part.vertices.min(axis=0)
    step = np.maximum((part.vertices.max(axis=0) - low) / _STEPS, 1e-9)
    rows = np.empty((count, 4), "<u2")
    rows[:, :3] = np.round((part.vertices - low) / step)
    rows[:, 3] = part.structure_of
    about = {
        "name": part.name,
        "kind": part.kind,
        "structures": list(part.structures),
        "low": low.tolist(),
        "step": step.tolist(),
        "vertices": count,
        "triangles": len(part.triangles),
    }
    if part.kind == "bone":
        body = part.body()
        about["body"] = None if body is None else body.round(3).tolist()
        about["holes"] = {name: np.round(places, 3).tolist() for name, places in part.holes().items()}
    return about, rows.tobytes(), part.triangles.astype("<u2").tobytes()


def pose(part: Part) -> list[float]:
    """Where a part stands: nine numbers of its rotation, row by row, then three of its shift in mm."""
    return [round(float(value), 6) for value in (*part.turn.ravel(), *part.shift)]


def _bone(bone: Bone) -> Part:
    triangles = bone.triangles.astype(np.int64)
    return Part(bone.level, "bone", bone.own(), triangles, bone.structures, bone.structure_of, bone.turn, bone.shift)


def _apart(part: Part) -> list[Part]:
    """A bone, and as a part of its own the hard palate, which no bone of the model joins to the rest of the skull."""
    if _LOOSE not in part.structures:
        return [part]
    loose = part.structure_of == part.structures.index(_LOOSE)
    return [_some_of(part, ~loose, part.name), _some_of(part, loose, _LOOSE)]


def _some_of(part: Part, kept: NDArray[np.bool_], name: str) -> Part:
    """The piece of a part that these vertices make up, under a name of its own."""
    number = np.cumsum(kept) - 1
    there, structure_of = np.unique(part.structure_of[kept], return_inverse=True)
    return replace(
        part,
        name=name,
        vertices=part.vertices[kept],
        triangles=number[part.triangles[kept[part.triangles].all(axis=1)]],
        structures=tuple(part.structures[i] for i in there),
        structure_of=structure_of.astype(np.uint8),
    )


def _middle(points: Array) -> Array:
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def _soft(tissue: SoftTissue) -> Part:
    vertices = np.asarray(tissue.mesh.vertices, float)
    labels = np.zeros(len(vertices), np.uint8)
    triangles = np.asarray(tissue.mesh.triangles, np.int64)
    return Part(tissue.name, tissue.kind, vertices, triangles, (tissue.name,), labels, np.eye(3), np.zeros(3))

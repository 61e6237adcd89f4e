"""A bone of the virtual spine: its surface with named structures, its sizes and where they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.levels import in_this_course
from spinelab.anatomy.measures import first_hits, rays, size
from spinelab.content.faults import InputError, nearest

if TYPE_CHECKING:
    from spinelab.content.picture import Picture

Array = NDArray[np.float64]
View = Literal["above", "below", "front", "behind", "left", "right"]


@dataclass(frozen=True)
class Source:
    """Where a size comes from: what it is, the published mean, the work's citation key, how sure that is."""

    what: str
    value: float
    unit: str
    source: str
    status: str


@dataclass(frozen=True, eq=False)
class Bone:
    """A closed, labelled surface in mm: x to the patient's right, y forward, z up.

    `structures` are names; `structure_of` gives each vertex's index into them. `inner` is the surface under the
    cortex. `landmarks` are named points and `normals` the outward directions of joint facets. `turn` and `shift` are
    where the bone stands: a point p of the bone as it was made is now at turn·p + shift. `mineral` is the share of
    its mineral that is left.
    """

    level: str
    vertices: NDArray[np.float32]
    triangles: NDArray[np.int32]
    structures: tuple[str, ...]
    structure_of: NDArray[np.uint8]
    landmarks: dict[str, Array]
    normals: dict[str, Array]
    inner: packed.Mesh
    turn: Array
    shift: Array
    mineral: float = 1.0

    def __repr__(self) -> str:
        return f"Bone {self.level}: {len(self.triangles)} triangles, {len(self.structures)} named structures; a model"

    def measures(self) -> dict[str, float]:
        """Its sizes, mm or degrees, found with rays on this surface, which are laid out for the healthy shape.

        Raises ValueError for a bone so changed that some ray finds nothing: `truth()` of its spine tells the change.
        """
        definitions = _source_of(self.level).measures
        own = self.own()
        if self.level == "ilium_left":
            own = own * [-1, 1, 1]
        triangles = self.triangles.astype(np.int64)
        found = {name: size(what, first_hits(own, triangles, rays(what))) for name, what in definitions.items()}
        if lost := [name for name, value in found.items() if not np.isfinite(value)]:
            raise InputError(
                f"this {self.level} is so changed that its {', '.join(lost)} cannot be measured as in health: "
                f"ask truth() of its spine what has changed, or vertebra({self.level!r}) for the healthy sizes"
            )
        return found

    def sources(self) -> dict[str, Source]:
        """The published size behind each size of the model.

        The occiput is shaped by eye and has none. The one of an ilium, the width of its joint, lies between two bones.
        """
        return {name: Source(**row) for name, row in _source_of(self.level).sizes.items()}

    def moved(self, turn: Array, shift: Array) -> Bone:
        """The same bone turned by a rotation (3, 3), then shifted by (3,) mm."""
        turn, shift = np.asarray(turn, float), np.asarray(shift, float)
        inner = packed.Mesh(self.inner.vertices @ turn.T + shift, self.inner.triangles)
        return replace(
            self,
            vertices=(self.vertices @ turn.T + shift).astype(np.float32),
            landmarks=_turned(self.landmarks, turn, shift),
            normals=_turned(self.normals, turn, np.zeros(3)),
            inner=inner,
            turn=turn @ self.turn,
            shift=turn @ self.shift + shift,
        )

    def own(self) -> Array:
        """The vertices in the bone's own axes, (n, 3) mm."""
        return self.into_own(self.vertices.astype(float))

    def into_own(self, points: Array) -> Array:
        """Points (n, 3) or one (3,) mm, where they are in the bone's own axes."""
        return np.asarray((points - self.shift) @ self.turn)

    def placed(self, points: Array) -> Array:
        """Points (n, 3) mm of the bone's own axes, where they stand now."""
        return np.asarray(points @ self.turn.T + self.shift)

    def reshaped(self, move: Callable[[Array], Array]) -> Bone:
        """The same bone in another shape: `move` takes points (n, 3) in the bone's own axes to where they are now.

        It moves both surfaces and the landmarks; triangles, names and the directions of facets stay.
        """
        outer, inner = self.own(), self.into_own(self.inner.vertices)
        marks = self.into_own(np.array([*self.landmarks.values()]).reshape(-1, 3))
        here = self.placed(move(np.concatenate([outer, inner, marks])))
        outer, inner, marks = np.split(here, [len(outer), len(outer) + len(inner)])
        return replace(
            self,
            vertices=outer.astype(np.float32),
            inner=packed.Mesh(inner.copy(), self.inner.triangles),
            landmarks=dict(zip(self.landmarks, marks.copy(), strict=True)),
        )

    def draw(self, view: View = "above", label: bool = True) -> Picture:
        """A shaded picture from one side, its structures named. ValueError when there is no such view."""
        from spinelab.anatomy.figures.bones import bone_picture

        return bone_picture(self, view, label)


def _turned(named: dict[str, Array], turn: Array, shift: Array) -> dict[str, Array]:
    return dict(zip(named, np.array([*named.values()]).reshape(-1, 3) @ turn.T + shift, strict=True))


def vertebra(level: str) -> Bone:
    """A bone by its level: C1 to C7, T1 to T12, L1 to L5, sacrum, ilium_left, ilium_right, occiput.

    Raises ValueError that names the nearest level when there is no such bone.
    """
    return _made(str(level))


@kept(BONES)
def _made(level: str) -> Bone:
    if level not in levels():
        raise InputError(f"there is no bone ‘{level}’ in the virtual spine{nearest(in_this_course(level), levels())}")
    source = _source_of(level)
    mirror = level == "ilium_left"
    flip = np.array([-1, 1, 1]) if mirror else np.ones(3)
    turned = [0, 2, 1] if mirror else [0, 1, 2]
    inner = packed.Mesh(source.inner.vertices * flip, source.inner.triangles[:, turned]) if mirror else source.inner
    bone = Bone(
        level,
        (source.outer.vertices * flip).astype(np.float32),
        source.outer.triangles[:, turned].astype(np.int32),
        tuple(source.structures),
        source.structure_of,
        {name: at * flip for name, at in source.landmarks.items()},
        {name: way * flip for name, way in source.normals.items()},
        inner,
        np.eye(3),
        np.zeros(3),
    )
    # Everyone who asks for this bone gets the same arrays.
    shared: list[NDArray[Any]] = [bone.vertices, bone.triangles, bone.structure_of, bone.turn, bone.shift]
    shared += [bone.inner.vertices, bone.inner.triangles, *bone.landmarks.values(), *bone.normals.values()]
    for array in shared:
        array.flags.writeable = False
    return bone


def levels() -> list[str]:
    """Every level that `vertebra` knows, from the head down."""
    return [*packed.levels(), "ilium_left"]


def _source_of(level: str) -> packed.PackedBone:
    return packed.load("ilium_right" if level == "ilium_left" else level)

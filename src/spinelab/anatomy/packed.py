"""The finished bones as one file, `data/anatomy/spine.npz`: positions in 16 bits, labels, landmarks, sizes."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.kept import BONES, kept
from spinelab.content.folder import data_folder

Array = NDArray[np.float64]
_STEPS = 65535


@dataclass(frozen=True, eq=False)
class Mesh:
    """A closed surface: vertices (n, 3) in mm, triangles (m, 3) that face outward."""

    vertices: Array
    triangles: NDArray[np.int64]


@dataclass(frozen=True)
class PackedBone:
    """All that is kept of a bone.

    `sizes` are the published means, `solved` the numbers in the formulas that meet them; `pose` (3, 4) brings the next
    bone below into this one's axes at rest.
    """

    level: str
    outer: Mesh
    inner: Mesh
    structures: list[str]
    structure_of: NDArray[np.uint8]
    landmarks: dict[str, Array]
    normals: dict[str, Array]
    measures: Mapping[str, Mapping[str, Any]]
    sizes: dict[str, dict[str, Any]]
    solved: dict[str, float]
    pose: Array | None

    def plate_width_mm(self, side: str) -> float:
        """The published width of the upper or lower plate of a body."""
        names = (f"endplate_w_{side}", f"body_w_{side}", "s1_w")
        return next(float(self.sizes[name]["value"]) for name in names if name in self.sizes)


def file() -> Path:
    """Where the bones are."""
    return data_folder() / "anatomy" / BONES


def in_steps(outer: Mesh, inner: Mesh) -> tuple[Array, Array]:
    """Where positions start and the step between them, mm, so that both meshes fit into 16 bits."""
    both = np.vstack([outer.vertices, inner.vertices])
    low = np.round(both.min(axis=0) - 0.01, 4)
    return low, np.round((both.max(axis=0) - low + 0.01) / _STEPS, 8)


def settled(mesh: Mesh, low: Array, step: Array) -> Mesh:
    """The mesh as it will be read back: positions on whole steps."""
    return Mesh(low + np.round((mesh.vertices - low) / step) * step, mesh.triangles)


def store(bones: Sequence[PackedBone]) -> None:
    """Write the bones: the same bones give the same bytes."""
    arrays: dict[str, NDArray[Any]] = {}
    about: dict[str, Any] = {}
    for bone in bones:
        low, step = in_steps(bone.outer, bone.inner)
        for name, mesh in (("outer", bone.outer), ("inner", bone.inner)):
            arrays[f"{bone.level}/{name}/vertices"] = np.round((mesh.vertices - low) / step).astype(np.uint16).T.copy()
            arrays[f"{bone.level}/{name}/triangles"] = mesh.triangles.astype(np.uint16).T.copy()
        arrays[f"{bone.level}/structure_of"] = bone.structure_of
        about[bone.level] = {
            "low": low.tolist(),
            "step": step.tolist(),
            "structures": bone.structures,
            "landmarks": _rounded(bone.landmarks),
            "normals": _rounded(bone.normals),
            "measures": _rounded(bone.measures),
            "sizes": bone.sizes,
            "solved": bone.solved,
            "pose": None if bone.pose is None else np.round(bone.pose, 6).tolist(),
        }
    words = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    arrays["about"] = np.frombuffer(words, np.uint8)
    memory = io.BytesIO()
    np.savez_compressed(memory, **arrays)  # type: ignore[arg-type]  # numpy types no array of any kind by keyword
    file().write_bytes(memory.getvalue())


def levels() -> list[str]:
    """The levels in the file, from the head down."""
    return list(_about())


@kept(BONES)
def load(level: str) -> PackedBone:
    """One bone. KeyError when the file has no such level."""
    about = _about()[level]
    low, step = np.array(about["low"]), np.array(about["step"])
    with np.load(file(), allow_pickle=False) as arrays:
        outer, inner = (
            Mesh(
                low + arrays[f"{level}/{name}/vertices"].T * step,
                np.ascontiguousarray(arrays[f"{level}/{name}/triangles"].T).astype(np.int64),
            )
            for name in ("outer", "inner")
        )
        structure_of = arrays[f"{level}/structure_of"]
    return PackedBone(
        level,
        outer,
        inner,
        about["structures"],
        structure_of,
        {name: np.array(at) for name, at in about["landmarks"].items()},
        {name: np.array(at) for name, at in about["normals"].items()},
        about["measures"],
        about["sizes"],
        about["solved"],
        None if about["pose"] is None else np.array(about["pose"]),
    )


@kept(BONES, most=2)
def _about() -> dict[str, Any]:
    with np.load(file(), allow_pickle=False) as arrays:
        return dict(json.loads(arrays["about"].tobytes()))


def _rounded(value: Any) -> Any:
    """Plain JSON of nested arrays and numbers, to 0.0001 mm."""
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [_rounded(item) for item in value]
    return round(float(value), 4) if isinstance(value, float | int | np.floating) else value

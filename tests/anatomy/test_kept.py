"""What is kept in memory is made anew when the files of the model change: no kernel answers with old bones."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from spinelab.anatomy import packed, spine
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.packed import Mesh, PackedBone

NECK = {"flexion_deg": 8, "atlantoaxial_slip_mm": 2, "dens_erosion": 0.5, "pannus_mm": 3, "slip_mm": {"C4": 2}}
BACK = {
    "wedge": {"L2": 0.3},
    "squaring": 0.6,
    "syndesmophytes": {"L2-L3": 3},
    "fusion": ["L3-L4"],
    "facet_erosion": {"L4-L5": 0.7},
    "sacroiliitis": {"left": 3, "right": 4},
    "osteoporosis": 0.5,
}


def print_of() -> str:
    """One number for all that is shown of two ill spines: bones, soft tissue, and every measurement."""
    seen = hashlib.sha256()
    for ill in (spine("cervical", **NECK), spine("lumbar", **BACK)):
        soft = {"cord": ill.cord, "pannus": ill.pannus}
        meshes = [ill.discs, ill.ligaments, ill.bridges, ill.fusions, ill.sclerosis, soft]
        for mesh in [*ill.bones.values(), *(mesh for found in meshes for mesh in found.values() if mesh is not None)]:
            seen.update(np.asarray(mesh.vertices, float).tobytes())
        seen.update(repr(ill.truth()).encode())
    return seen.hexdigest()


def in_a_new_kernel() -> str:
    """The same from a Python that has nothing in memory."""
    script = "import runpy, sys; print(runpy.run_path(sys.argv[1])['print_of']())"
    run = subprocess.run([sys.executable, "-c", script, __file__], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def grown(bone: PackedBone) -> PackedBone:
    """The bone a little larger, and everything that was measured on it."""

    def larger(mesh: Mesh) -> Mesh:
        return Mesh(mesh.vertices * 1.01, mesh.triangles)

    marks = {name: at * 1.01 for name, at in bone.landmarks.items()}
    pose = None if bone.pose is None else bone.pose * [1, 1, 1, 1.02]
    return replace(bone, outer=larger(bone.outer), inner=larger(bone.inner), landmarks=marks, pose=pose)


def test_bones_built_anew_and_sizes_edited_show_at_once(change: Callable[[str, str, str], int]) -> None:
    before = print_of()
    packed.store([grown(packed.load(level)) for level in packed.levels()])
    change("anatomy/soft.yaml", "mm: 1.2", "mm: 1.4")
    change("anatomy/soft.yaml", "below_its_middle: 0.15", "below_its_middle: 0.25")
    change("anatomy/column.yaml", "degrees: 38", "degrees: 41")
    change("anatomy/column.yaml", "C4-C5: 0.16", "C4-C5: 0.26")
    after = print_of()
    assert after != before
    assert after == in_a_new_kernel()


def test_what_has_not_changed_is_kept(own_data: Path) -> None:
    asked = []

    @kept(BONES, most=2)
    def level(name: str) -> str:
        """A name."""
        asked.append(name)
        return name

    assert [level("C1"), level("C1"), level("C2")] == ["C1", "C1", "C2"]
    assert asked == ["C1", "C2"]
    packed.file().write_bytes(packed.file().read_bytes() + b" ")
    assert (level("C1"), asked, level.__name__) == ("C1", ["C1", "C2", "C1"], "level")

"""Contact sheets of the model's diseases for `docs/pictures`: the bones shaded, and under them the films.

`python -m spinelab.imaging.figures.states` draws them; so does `make spine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.build.report import docs
from spinelab.anatomy.figures.bones import INK, lettering
from spinelab.anatomy.figures.placing import beyond, face_of_cut
from spinelab.anatomy.figures.shaded import BONE, shade, surfaces
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.standing import Spine, spine
from spinelab.content.picture import small_png
from spinelab.imaging.radiography import View, radiograph

Array = NDArray[np.float64]
NOTICE = "Model, not a patient; films are simulated."
_DISCS = ("L1-L2", "L2-L3", "L3-L4")
NECK: dict[str, dict[str, Any]] = {
    "healthy": {},
    "atlas slipped\n7 mm forward": {"atlantoaxial_slip_mm": 7},
    "settled 6 mm, dens\neroded, pannus 5 mm": {
        "settling_mm": 6, "dens_erosion": 0.8, "pannus_mm": 5, "facet_erosion": {"C1-C2": 0.8},
    },
    "staircase: C3, C4\nand C5 slipped": {"slip_mm": {"C3": 2.5, "C4": 3.5, "C5": 2.5}},
}  # fmt: skip
LUMBAR: dict[str, dict[str, Any]] = {
    "healthy": {},
    "wedge of L2,\n35 %": {"wedge": {"L2": 0.35}},
    "osteoporosis": {"osteoporosis": 0.9},
    "bodies squared,\ncorners eroded": {"squaring": 0.9, "syndesmophytes": dict.fromkeys(_DISCS, 1)},
    "spurs\n(mSASSS 2)": {"squaring": 0.9, "syndesmophytes": dict.fromkeys(_DISCS, 2)},
    "bridges\n(mSASSS 3)": {"squaring": 0.9, "syndesmophytes": dict.fromkeys(_DISCS, 3)},
    "L4 slipped\n9 mm": {"slip_mm": {"L4": 9}},
}
GRADES: dict[str, dict[str, Any]] = {
    f"grade {grade}": {"sacroiliitis": {"right": grade, "left": grade} if grade else {}} for grade in range(5)
}
_BEHIND_MM = 0.4  # pannus holds the dens: soft tissue is cut a little deeper, so that bone shows in front of it
_CUT, _CORD, _PANNUS, _NEW = (0.99, 0.84, 0.66), (1.0, 0.93, 0.45), (0.86, 0.45, 0.60), (0.95, 0.62, 0.30)


def states_neck() -> Image.Image:
    """The neck cut in the midline, from the left, and on films: healthy, slipped, settled with pannus, a staircase."""
    at = np.array([0.0, -21, -29])
    rows = [
        ([_halved(spine("cervical", **state), at, (230, 280), 2.3) for state in NECK.values()]),
        ([_film(spine("cervical", **state), "lateral", at, (230, 280), 2.3) for state in NECK.values()]),
    ]
    return _sheet("The neck from the left, right half, and on films; front at the left", [*NECK], rows)


def states_lumbar() -> Image.Image:
    """The low back from the left and on films: broken, thin, squared, with new bone, slipped."""
    at = np.array([0.0, 6, 95])
    rows = [
        ([_whole(spine("lumbar", **state), at, (150, 330), 1.7) for state in LUMBAR.values()]),
        ([_film(spine("lumbar", **state), "lateral", at, (150, 330), 1.7) for state in LUMBAR.values()]),
    ]
    return _sheet("The low back from the left, shaded and on films; front at the left", [*LUMBAR], rows)


def states_sacroiliac() -> Image.Image:
    """Both sacroiliac joints on films in grades 0 to 4 of the modified New York criteria."""
    at = np.array([0.0, -25, -20])
    films = [_film(spine("lumbar", **state), "sacroiliac", at, (330, 190), 2.2) for state in GRADES.values()]
    return _sheet("The sacroiliac joints, modified New York grades; right at the left", [*GRADES], [films], across=3)


SHEETS = {"states-neck": states_neck, "states-lumbar": states_lumbar, "states-sacroiliac": states_sacroiliac}


def write() -> None:
    """Write the sheets to `docs/pictures`."""
    for name, drawn in SHEETS.items():
        (docs() / "pictures" / f"{name}.png").write_bytes(small_png(np.asarray(drawn()), 255))


def _halved(column: Spine, at: Array, size: tuple[int, int], scale: float) -> NDArray[np.uint8]:
    """The right half of a neck with its discs, cord and pannus, seen from the left; the face of the cut is paler."""
    parts: list[tuple[Bone | Mesh, tuple[float, ...]]] = []
    for bone in column.bones.values():
        parts += [(beyond(bone, 0, 0.0), tuple(BONE)), (face_of_cut(bone, 0, 0.0), _CUT)]
    soft = [(disc, (0.62, 0.75, 0.71)) for disc in column.discs.values()]
    soft += [(mesh, tint) for mesh, tint in ((column.cord, _CORD), (column.pannus, _PANNUS)) if mesh]
    for mesh, tint in soft:
        parts += [(beyond(mesh, 0, _BEHIND_MM), tint), (face_of_cut(mesh, 0, _BEHIND_MM), tint)]
    return _shaded(parts, at, size, scale)


def _whole(column: Spine, at: Array, size: tuple[int, int], scale: float) -> NDArray[np.uint8]:
    """A low back with its discs and what new bone has grown, from the left, without the left ilium."""
    parts: list[tuple[Bone | Mesh, tuple[float, ...]]] = [
        (bone, tuple(BONE)) for level, bone in column.bones.items() if not level.startswith("ilium")
    ]
    parts += [(disc, (0.62, 0.75, 0.71)) for disc in column.discs.values()]
    parts += [(mesh, _NEW) for mesh in (*column.bridges.values(), *column.fusions.values())]
    return _shaded(parts, at, size, scale)


def _shaded(
    parts: Sequence[tuple[Bone | Mesh, tuple[float, ...]]], at: Array, size: tuple[int, int], scale: float
) -> NDArray[np.uint8]:
    vertices, triangles = surfaces([mesh for mesh, _ in parts])
    tints = np.vstack([np.tile(tint, (len(mesh.vertices), 1)) for mesh, tint in parts])
    seen = shade(vertices, triangles, "left", *size, scale=scale, colours=tints, centre=at)
    return np.asarray(np.clip(seen.rgb, 0, 1) * 255 + 0.5, np.uint8)


def _film(column: Spine, view: View, at: Array, size: tuple[int, int], scale: float) -> NDArray[np.uint8]:
    """A part of a film about a point, so many pixels large, `scale` pixels to the millimetre."""
    film = radiograph(column, view, 1 / scale, seed=None)
    across, down, _ = film.frame.place(at[None])[0].round().astype(int)
    wide, high = size
    part = np.pad(film.image, ((high, high), (wide, wide)))[down + high // 2 :, across + wide // 2 :][:high, :wide]
    return np.repeat(part[..., None], 3, axis=2)


def _sheet(
    title: str, words: Sequence[str], rows: Sequence[Sequence[NDArray[np.uint8]]], across: int | None = None
) -> Image.Image:
    """Pictures in rows under their words."""
    count = across or len(words)
    wide = rows[0][0].shape[1]
    lines = max(word.count("\n") + 1 for word in words)
    band = 12 + 17 * lines
    blocks = -(-len(words) // count)
    tall = sum(row[0].shape[0] + 8 for row in rows) + band
    sheet = Image.new("RGB", (8 + (wide + 8) * count, 32 + blocks * tall + 26), "white")
    draw = ImageDraw.Draw(sheet)
    draw.text((8, 8), title, fill=INK, font=lettering(15, True))
    for nth, word in enumerate(words):
        x, y = 8 + nth % count * (wide + 8), 32 + nth // count * tall
        draw.multiline_text((x, y + 6), word, fill=INK, font=lettering(13, True), spacing=3)
        y += band
        for row in rows:
            sheet.paste(Image.fromarray(row[nth]), (x, y))
            y += row[nth].shape[0] + 8
    draw.text((8, sheet.height - 22), NOTICE, fill=INK, font=lettering(13, False))
    return sheet


if __name__ == "__main__":
    write()

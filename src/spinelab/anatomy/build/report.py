"""What `make spine` writes for people: the table of sizes and the contact sheets in `docs/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.morphometry import compared, table
from spinelab.anatomy.standing import spine
from spinelab.content.folder import data_folder
from spinelab.content.picture import small_png

if TYPE_CHECKING:
    from PIL import Image

SHEETS = {
    "bones-occiput-c1-c2": ("occiput", "C1", "C2"),
    "bones-c3-c7": ("C3", "C4", "C5", "C6", "C7"),
    "bones-t1-t6": tuple(f"T{n}" for n in range(1, 7)),
    "bones-t7-t12": tuple(f"T{n}" for n in range(7, 13)),
    "bones-l1-l5": tuple(f"L{n}" for n in range(1, 6)),
    "bones-pelvis": ("sacrum", "ilium_right", "ilium_left"),
}


def docs() -> Path:
    """The folder for the table and, in `pictures/`, the sheets."""
    return data_folder().parent / "docs"


def write() -> None:
    """Write `docs/morphometry.md` and the pictures."""
    from spinelab.anatomy.figures.bones import column_picture, sheet_of_sides

    (docs() / "morphometry.md").write_text(table(compared()), encoding="utf-8")
    for name, levels in SHEETS.items():
        _save(name, sheet_of_sides([vertebra(level) for level in levels]))
    _save("column-cervical", column_picture(list(spine("cervical").bones.values()), ("right", "front", "behind"), 560))
    _save("column-whole", column_picture(list(spine("whole").bones.values()), ("right", "front", "behind"), 860))


def _save(name: str, sheet: Image.Image) -> None:
    (docs() / "pictures" / f"{name}.png").write_bytes(small_png(np.asarray(sheet), 96))

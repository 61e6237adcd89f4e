"""Three linked sections of a spine: move the crosshair, read what lies under it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import traitlets

from spinelab.anatomy.standing import Spine
from spinelab.content.faults import InputError
from spinelab.content.picture import Picture
from spinelab.content.widgets import ScriptedWidget
from spinelab.imaging.png import png
from spinelab.imaging.section import PLANES, Sections, Slice, side_by_side

_HERE = Path(__file__).parent


class SectionViewer(ScriptedWidget):
    """Sagittal, coronal and axial sections through one point.

    `point_mm` (x to the right, y forward, z up) is where the crosshair stands; it can be set and observed. `under` says
    what is there. Setting a point outside the model raises ValueError and changes nothing.
    """

    script = _HERE / "section_viewer.js"
    style = _HERE / "section_viewer.css"

    views: traitlets.List[Any] = traitlets.List(read_only=True).tag(sync=True)
    bounds: traitlets.List[Any] = traitlets.List(read_only=True).tag(sync=True)
    images = traitlets.Dict(read_only=True).tag(sync=True)
    point_mm = traitlets.List(traitlets.Float()).tag(sync=True)
    shown_mm = traitlets.List(traitlets.Float(), read_only=True, help="the point that the images show").tag(sync=True)
    under = traitlets.Unicode(read_only=True).tag(sync=True)
    pointer: traitlets.List[Any] = traitlets.List().tag(sync=True)
    pointed = traitlets.Unicode(read_only=True).tag(sync=True)

    def __init__(self, spine: Spine) -> None:
        self._sections = Sections(spine)
        self._cut: dict[str, Slice] = {}
        super().__init__()
        self.set_trait("bounds", [self._sections.low.tolist(), self._sections.high.tolist()])
        self.set_trait("views", [_described(plane, self._sections) for plane in PLANES])
        self.point_mm = _start(spine)

    @traitlets.validate("point_mm")
    def _check_point(self, proposal: dict[str, Any]) -> list[float]:
        wanted = [float(value) for value in proposal["value"]]
        if len(wanted) != 3:
            raise InputError(f"a point has three coordinates in mm, not {len(wanted)}")
        for value, low, high, axis in zip(wanted, self._sections.low, self._sections.high, "xyz", strict=True):
            if not low <= value <= high:
                raise InputError(f"{axis} is {value:g} mm; the model reaches from {low:g} to {high:g} mm")
        return wanted

    @traitlets.observe("point_mm")
    def _cut_anew(self, _: object) -> None:
        images = dict(self.images)
        for plane, (across, *_rest) in PLANES.items():
            if plane not in self._cut or self._cut[plane].at_mm != self.point_mm[across]:
                self._cut[plane] = self._sections.cut(plane, self.point_mm[across])
                images[plane] = png(self._cut[plane].image)
        column, row = self._sections.pixel("axial", np.array(self.point_mm))
        name = self._sections.name_at(self._cut["axial"], column, row)
        with self.hold_sync():
            self.set_trait("under", name)
            self.set_trait("images", images)
            self.set_trait("shown_mm", self.point_mm)

    @traitlets.observe("pointer")
    def _point_at(self, _: object) -> None:
        if len(self.pointer) == 3 and self.pointer[0] in self._cut:
            plane, column, row = self.pointer
            self.set_trait("pointed", self._sections.name_at(self._cut[plane], float(column), float(row)))
        else:
            self.set_trait("pointed", "")

    def __repr__(self) -> str:
        return f"SectionViewer({self.under})"

    def fallback(self) -> dict[str, str]:
        """The three sections side by side."""
        image = side_by_side([self._cut[plane] for plane in PLANES])
        alt = (
            "Three sections of the simulated spine, from left to right: sagittal, front on the left; coronal, the "
            f"patient's right on the left; axial, seen from below. They meet in {self.under}."
        )
        picture = Picture(png(image), alt, "Sections of a model, not a patient: run the cell to move them.", 720)
        return {"text/html": picture.to_html(), "image/png": base64.b64encode(picture.png).decode("ascii")}


def slices(spine: Spine) -> SectionViewer:
    """Three linked sections of a spine, with a crosshair."""
    return SectionViewer(spine)


def _start(spine: Spine) -> list[float]:
    """Where the crosshair stands first: in the dens, or in the middle one of the vertebral bodies."""
    if "C2" in spine.bones:
        middle = spine.bones["C2"].landmarks["middle of the dens"]
    else:
        bodies = [bone.landmarks for bone in spine.bones.values() if "lower plate" in bone.landmarks]
        body = bodies[len(bodies) // 2]
        middle = (body["upper plate"] + body["lower plate"]) / 2
    return [round(float(value), 1) for value in middle + np.array([0.2, 0, 0.3])]


def _described(plane: str, sections: Sections) -> dict[str, Any]:
    across, (right, way), (up, _), letters = PLANES[plane]
    high, wide = sections.shape(plane)
    return {
        "plane": plane,
        "across": across,
        "right": right,
        "way": way,
        "up": up,
        "letters": letters,
        "wide": wide,
        "high": high,
        "pixel": sections.pixel_mm,
    }

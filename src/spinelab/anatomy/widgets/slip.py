"""The live measuring diagram: the atlas slides forward on a slider, both intervals follow."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import traitlets

from spinelab.anatomy import craniovertebral as cvj
from spinelab.anatomy.outline import svg_path
from spinelab.content.facts import Fact, facts, plain
from spinelab.content.widgets import ScriptedWidget

_HERE = Path(__file__).parent


class SlipDiagram(ScriptedWidget):
    """Atlas and axis in the median plane, with a slider for the slip of the atlas.

    `slip_mm` (0 to 12, rounded to the nearest 0.5) can be set and observed; `adi_mm` and `padi_mm` follow it and can be
    observed. Setting a slip outside raises ValueError and changes nothing.
    """

    script = _HERE / "slip.js"
    style = _HERE / "slip.css"

    slip_mm = traitlets.Float(0.0, help="forward slip of the atlas in mm").tag(sync=True)
    scene = traitlets.Dict(read_only=True).tag(sync=True)
    adi_mm = traitlets.Float(read_only=True, help="anterior atlantodental interval in mm")
    padi_mm = traitlets.Float(read_only=True, help="posterior atlantodental interval in mm")

    def __init__(self, slip_mm: float = 0.0, **traits: Any) -> None:
        self._known = facts()
        super().__init__(**traits)
        self.set_trait("scene", _scene(self._known))
        self.slip_mm = slip_mm
        self._measure()

    @traitlets.validate("slip_mm")
    def _check_slip(self, proposal: dict[str, Any]) -> float:
        cvj.intervals(proposal["value"], self._known)
        return float(round(proposal["value"] / cvj.SLIP_STEP_MM) * cvj.SLIP_STEP_MM)

    @traitlets.observe("slip_mm")
    def _measure(self, _: object = None) -> None:
        found = cvj.intervals(self.slip_mm, self._known)
        self.set_trait("adi_mm", found.adi_mm)
        self.set_trait("padi_mm", found.padi_mm)

    def __repr__(self) -> str:
        return f"SlipDiagram(slip {self.slip_mm:.1f} mm: ADI {self.adi_mm:.1f} mm, PADI {self.padi_mm:.1f} mm)"

    def fallback(self) -> dict[str, str]:
        """The picture of the same state."""
        # Drawing needs matplotlib, which a live diagram does not.
        from spinelab.anatomy.figures.instability import slip_picture

        picture = slip_picture(self.slip_mm)
        return {"text/html": picture.to_html(), "image/png": base64.b64encode(picture.png).decode("ascii")}


def slip_diagram(slip_mm: float = 0.0) -> SlipDiagram:
    """A diagram that starts at that slip. Raises ValueError outside 0 to 12 mm."""
    return SlipDiagram(slip_mm=slip_mm)


def _scene(known: dict[str, Fact]) -> dict[str, Any]:
    """Everything the view draws: outlines as SVG paths, and one state for each step of the slider."""
    limits = cvj.thresholds(known)
    healthy = cvj.intervals(0.0, known)
    full = cvj.cord_depth_mm(healthy.padi_mm, known)
    states = []
    for step in range(round(cvj.SLIP_MAX_MM / cvj.SLIP_STEP_MM) + 1):
        slip = step * cvj.SLIP_STEP_MM
        found = cvj.intervals(slip, known)
        beyond = cvj.crossed(found, limits)
        states.append(
            {
                "slip": slip,
                "adi": found.adi_mm,
                "padi": found.padi_mm,
                "cord": svg_path(cvj.cord_outline(slip, known)),
                "cordWords": cvj.cord_words(slip, known),
                "squeezed": cvj.cord_depth_mm(found.padi_mm, known) < full,
                "adiCrossed": [str(limit) for limit in beyond if limit.measure == "ADI"],
                "padiCrossed": [str(limit) for limit in beyond if limit.measure == "PADI"],
            }
        )
    return {
        "step": cvj.SLIP_STEP_MM,
        "max": cvj.SLIP_MAX_MM,
        "fixed": [svg_path(cvj.AXIS), svg_path(cvj.AXIS_SPINE)],
        "ligament": svg_path(cvj.TRANSVERSE_LIGAMENT),
        "moving": [svg_path(cvj.ANTERIOR_ARCH), svg_path(cvj.POSTERIOR_ARCH)],
        "densFront": healthy.adi_mm,
        "densBack": cvj.DENS_BACK_MM,
        "states": states,
        "note": f"A model drawn to published sizes, not a patient. Slip 0 to {plain(cvj.SLIP_MAX_MM)} mm.",
    }

"""The sum of the ring on films: ADI, dens and PADI of a healthy neck and of one whose atlas has slipped."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.kept import BONES, COLUMN, SOFT, kept
from spinelab.anatomy.standing import spine
from spinelab.content.facts import facts, plain
from spinelab.content.picture import Picture
from spinelab.imaging.figures.lightbox import BLUE, FAINT, MODEL, ORANGE, YELLOW, Hung, Lightbox, Style, mark
from spinelab.imaging.radiography import Radiograph, radiograph

Array = NDArray[np.float64]
FLEXION_DEG = 25
SLIP_MM, ASKED_SLIP_MM = 7, 4.2
_STYLES: dict[str, tuple[str, Style]] = {
    "ADI": (YELLOW, "-"),
    "dens": (ORANGE, (0, (1, 1))),
    "PADI": (BLUE, (0, (4, 1.5))),
    "ring": ("#FFFFFF", "-"),
}


@kept(BONES, COLUMN, SOFT, most=3)
def film(slip_mm: float) -> Radiograph:
    """The healthy neck with the head upright, or one whose atlas has slipped, with the head bent."""
    state = {"flexion_deg": FLEXION_DEG, "atlantoaxial_slip_mm": slip_mm} if slip_mm else {}
    return radiograph(spine("cervical", **state), "lateral", 0.25, seed=None)


def ends(film: Radiograph) -> dict[str, tuple[Array, Array]]:
    """The ends (3,) mm of ADI, dens, PADI and ring, which lie on one line along the atlas, front end first."""
    forward = film.spine.bones["C1"].turn @ np.array([0.0, 1.0, 0.0])
    arch, ring = mark(film, "C1 back of the anterior arch"), mark(film, "C1 front of the posterior arch")
    front, back = arch - forward * film.truth["adi_mm"], ring + forward * film.truth["padi_mm"]
    return {"ADI": (arch, front), "dens": (front, back), "PADI": (back, ring), "ring": (arch, ring)}


def lengths(film: Radiograph) -> dict[str, str]:
    """The lengths of the same four in mm, as they are written."""
    return {name: f"{np.linalg.norm(back - front):.1f}" for name, (front, back) in ends(film).items()}


def _alt() -> str:
    healthy, slipped = lengths(film(0)), lengths(film(SLIP_MM))
    known = facts()
    return (
        "Two simulated side films of the neck, models, the front on the left, with three lengths on one line through "
        f"the ring of the atlas, which is {healthy['ring']} mm deep. Left, healthy, head upright: ADI {healthy['ADI']} "
        f"mm, dens {healthy['dens']} mm, PADI {healthy['PADI']} mm. Right, the atlas has slipped forwards by {SLIP_MM} "
        f"mm, head bent: ADI {slipped['ADI']} mm, dens {slipped['dens']} mm, PADI {slipped['PADI']} mm, which is below "
        f"{plain(known['padi-danger'].value)} and below {plain(known['padi-no-recovery'].value)} mm (Boden 1993). The "
        "axis has stayed in line with the bodies below it. Neither film shows the cord or a ligament."
    )


def healthy_and_slipped() -> Picture:
    """ADI, dens and PADI on a healthy film and on a film of a slip."""
    sheet = Lightbox("The same sum on film", 444)
    for left, slip_mm, title in ((12, 0, "healthy, head upright"), (386, SLIP_MM, f"slip of {SLIP_MM} mm, head bent")):
        shown = film(slip_mm)
        sheet.text(left, 42, f"{title}: ring {lengths(shown)['ring']} mm", 10.5, bold=True)
        hung = _hang(sheet, shown, (left, 54), (362, 350), 58)
        for name, by in (("ADI", (-34.0, -74.0)), ("dens", (20.0, -112.0)), ("PADI", (4.0, 78.0))):
            _length(sheet, hung, shown, name, f"{name} {lengths(shown)[name]} mm", by)
    sheet.text(12, 424, f"{MODEL} Front on the left. Thin lines: atlas and axis cut in the midline.", 9, FAINT)
    return sheet.picture(_alt())


def _lettered_alt() -> str:
    return (
        "Simulated side film of a bent neck, a model, the front on the left, with four lettered lines along the ring "
        "of the atlas. Three lie one behind the other. A runs from the front arch of the ring to the front of the "
        "dens. B runs through the dens, from its front to its back. C runs from the back of the dens to the rear arch "
        "of the ring. D lies above them and runs from the front arch to the rear arch, past the dens. Thin lines show "
        "atlas and axis cut in the midline. No lengths are given."
    )


def slip_lettered() -> Picture:
    """A film of another slip with its lines lettered, for questions."""
    sheet = Lightbox("Side film, head bent", 430)
    shown = film(ASKED_SLIP_MM)
    hung = _hang(sheet, shown, (130, 40), (500, 356), 54)
    letters: Mapping[str, tuple[str, tuple[float, float]]] = {
        "ADI": ("A", (-22.0, 84.0)), "dens": ("B", (-4.0, 104.0)), "PADI": ("C", (34.0, 84.0)),
        "ring": ("D", (20.0, -64.0)),
    }  # fmt: skip
    for name, (letter, by) in letters.items():
        _length(sheet, hung, shown, name, letter, by, lift=26 if name == "ring" else 0)
    sheet.text(130, 414, MODEL, 9, FAINT)
    return sheet.picture(_lettered_alt())


def _hang(
    sheet: Lightbox, shown: Radiograph, corner: tuple[float, float], size: tuple[float, float], mm: float
) -> Hung:
    hung = sheet.film(shown, mark(shown, "C2 middle of the dens", forward=-6, up=-7), corner, size, mm)
    for level in ("C1", "C2"):
        sheet.outline(hung, shown.spine.bones[level])
    return hung


def _length(
    sheet: Lightbox, hung: Hung, shown: Radiograph, name: str, words: str, by: tuple[float, float], lift: float = 0
) -> None:
    """A length with its words `by` pixels away; `lift` draws it that many pixels beside where it is."""
    colour, style = _STYLES[name]
    start, end = (np.array(hung.at(point)) for point in ends(shown)[name])
    run = (end - start) / np.hypot(*(end - start))
    start, end = start + lift * np.array([run[1], -run[0]]), end + lift * np.array([run[1], -run[0]])
    sheet.dimension((start[0], start[1]), (end[0], end[1]), colour, 7, style)
    x, y = (start + end) / 2
    sheet.line([(x, y), (x + by[0] * 0.86, y + by[1] * 0.86)], colour, 0.9, rim=True)
    sheet.word(x + by[0], y + by[1], words, colour, 10.5 if len(words) > 1 else 13, "center")

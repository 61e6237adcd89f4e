"""Films and sections of the neck: which picture shows what, the bent film, the lines at the skull, the staircase."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.kept import BONES, COLUMN, SOFT, kept
from spinelab.anatomy.standing import Spine, spine
from spinelab.content.facts import facts, plain
from spinelab.content.picture import Picture
from spinelab.imaging.figures.lightbox import (
    BLUE,
    FAINT,
    MODEL,
    ORANGE,
    YELLOW,
    Hung,
    Lightbox,
    Spot,
    Style,
    mark,
    ruler,
)
from spinelab.imaging.figures.stained import as_ct, as_mri
from spinelab.imaging.film import Frame
from spinelab.imaging.measures import digits
from spinelab.imaging.radiography import Radiograph, View, radiograph
from spinelab.imaging.section import Sections

Array = NDArray[np.float64]
FLEXION_DEG, SLIP_MM = 25, 5.2
SETTLING_MM = 6
STEPS_MM = {"C3": 3.5, "C4": 4.0}


def upright() -> Spine:
    """The neck of the lesson's patient with the head upright."""
    return spine("cervical")


def bent() -> Spine:
    """The same neck with the head bent: the atlas slips forward."""
    return spine("cervical", flexion_deg=FLEXION_DEG, atlantoaxial_slip_mm=SLIP_MM)


def settled() -> Spine:
    """A neck whose dens has risen."""
    return spine("cervical", settling_mm=SETTLING_MM)


def stepped() -> Spine:
    """A neck with two steps below the axis."""
    return spine("cervical", flexion_deg=15, slip_mm=STEPS_MM)


def inflamed() -> Spine:
    """A neck with a slip, an eroded dens and pannus."""
    return spine("cervical", atlantoaxial_slip_mm=3, dens_erosion=0.5, pannus_mm=5)


@kept(BONES, COLUMN, SOFT, most=8)
def _film(of: str, pixel_mm: float = 0.25, view: View = "lateral") -> Radiograph:
    made = {"upright": upright, "bent": bent, "settled": settled, "stepped": stepped, "inflamed": inflamed}
    return radiograph(made[of](), view, pixel_mm, seed=None)


def _gaps(film: Radiograph) -> dict[str, Array]:
    """Ends of ADI and PADI (3,) mm along the atlas: A, B in front of the dens, C, D behind it."""
    atlas, found = film.spine.bones["C1"], film.truth
    forward = atlas.turn @ np.array([0.0, 1.0, 0.0])
    arch, ring = mark(film, "C1 back of the anterior arch"), mark(film, "C1 front of the posterior arch")
    return {
        "A": arch,
        "B": arch - forward * found["adi_mm"],
        "C": ring + forward * found["padi_mm"],
        "D": ring,
    }


# Which picture


_WAYS_ALT = (
    "Three pictures of one neck of the virtual spine, from the side, the front on the left: skull base to C4. Film: a "
    "shadow in which all bones lie over each other; behind the dens there is only grey. CT: a cut in the midline with "
    "thin white rims of bone; the dens is eroded; behind it greys that hardly differ. MRI: the same cut; fluid is "
    "bright, the cord a grey band in it; a lump of middle grey round the dens, pannus, pushes a dark band, the "
    "ligament behind it, against the cord; there the bright fluid is gone. Models of the three kinds of picture, not "
    "patients."
)
_LETTERED_ALT = (
    "Three pictures of one neck of the virtual spine, lettered A, B and C, from the side, the front on the left: skull "
    "base to C4. A: a shadow in which all bones lie over each other. B: a cut in the midline with thin white "
    "rims of bone, everything else in greys that hardly differ. C: the same cut in other greys, with a bright band "
    "behind the bodies, a grey band in it, and a lump of middle grey round the dens."
)


def three_ways_to_see() -> Picture:
    """One neck as film, CT and MRI show it."""
    return _three_ways(True).picture(_WAYS_ALT, "One model as a film, and cut as CT and MRI would show it.")


def three_ways_lettered() -> Picture:
    """The same three pictures without their names, for questions."""
    return _three_ways(False).picture(_LETTERED_ALT, "One model, pictured in three ways; simulated.")


def _three_ways(named: bool) -> Lightbox:
    sheet = Lightbox("One neck, three pictures", 352)
    film = _film("inflamed")
    middle = mark(film, "C2 middle of the dens", forward=-4, up=-10)
    sections = Sections(film.spine, 0.25)
    cut = sections.cut("sagittal", 0.0)
    frame = Frame(
        np.array([0.0, -1, 0]), np.array([0.0, 0, 1]), np.array([1.0, 0, 0]),
        (float(-sections.high[1]), float(sections.high[2])), cut.image.shape, sections.pixel_mm,
    )  # fmt: skip
    size, tops = (240.0, 268.0), 58.0
    hung = [sheet.film(film, middle, (12, tops), size, 70)]
    for image, left in ((as_ct(cut, sections), 260), (as_mri(cut, sections), 508)):
        hung.append(sheet.hang(image, frame, middle, (left, tops), size, size[0] / 70 * sections.pixel_mm))
    names = ("film: a shadow", "CT: bone, cut", "MRI: soft tissue, cut") if named else "ABC"
    for place, name in zip(hung, names, strict=True):
        sheet.text(place.box[0], 44, name, 10.5, bold=True)
    if named:
        _point(sheet, hung[0], "dens", mark(film, "C2 middle of the dens"), (-50, 44))
        _point(sheet, hung[1], "eroded\ndens", mark(film, "C2 middle of the dens"), (-46, 56))
        pannus = film.spine.pannus
        assert pannus is not None, "this neck has pannus"
        behind = pannus.vertices[pannus.vertices[:, 1] < mark(film, "C2 back of the dens")[1]].mean(axis=0)
        _point(sheet, hung[2], "pannus", behind * [0, 1, 1], (-52, 62))
        cord = film.spine.cord
        assert cord is not None, "a neck has a cord"
        level = cord.vertices[np.abs(cord.vertices[:, 2] - mark(film, "C3 upper plate")[2]) < 4].mean(axis=0)
        _point(sheet, hung[2], "cord", level * [0, 1, 1], (34, 34))
    sheet.text(12, 340, "Front on the left. Models of the three kinds of picture, not patients.", 9, FAINT)
    return sheet


def _point(sheet: Lightbox, hung: Hung, words: str, point: Array, by: Spot) -> None:
    x, y = hung.at(point)
    sheet.leader(x + by[0], y + by[1], words, (x, y), "left" if by[0] > 0 else "right")


# The bent film


def _bent_alt() -> str:
    rest, moved = _film("upright").truth, _film("bent").truth
    return (
        "Two simulated side films of one neck, the front on the left, skull base to C4. Left, head upright: the gap "
        f"between the anterior arch of the atlas and the dens (ADI) is {rest['adi_mm']:.1f} mm, the room behind the "
        f"dens (PADI) {rest['padi_mm']:.1f} mm. Right, head bent: the atlas has slid forward with the skull; the ADI "
        f"is {moved['adi_mm']:.1f} mm and the PADI {moved['padi_mm']:.1f} mm, which is below the danger line of "
        f"{plain(facts()['padi-danger'].value)} mm (Boden 1993). The axis and the bodies below it stay in line."
    )


def neutral_and_flexed() -> Picture:
    """The same unstable neck upright and bent, with both gaps."""
    sheet = Lightbox("One neck, upright and bent", 424)
    for number, (which, title) in enumerate((("upright", "head upright"), ("bent", "head bent"))):
        film = _film(which)
        left = 12 + number * 374
        hung = sheet.film(film, mark(film, "C2 middle of the dens", forward=-6, up=-8), (left, 54), (362, 330), 62)
        sheet.text(left, 42, title, 10.5, bold=True)
        _outlines(sheet, hung, film)
        gaps = {name: hung.at(point) for name, point in _gaps(film).items()}
        _gap(sheet, gaps["A"], gaps["B"], f"ADI {film.truth['adi_mm']:.1f} mm", YELLOW, -64, "-")
        _gap(sheet, gaps["C"], gaps["D"], f"PADI {film.truth['padi_mm']:.1f} mm", BLUE, 70, (0, (4, 1.5)))
    sheet.text(12, 404, f"{MODEL} Front on the left. Thin lines: atlas and axis cut in the midline.", 9, FAINT)
    return sheet.picture(_bent_alt())


def _outlines(sheet: Lightbox, hung: Hung, film: Radiograph) -> None:
    for level in ("C1", "C2"):
        sheet.outline(hung, film.spine.bones[level])


def _gap(sheet: Lightbox, start: Spot, end: Spot, words: str, colour: str, down: float, style: Style) -> None:
    sheet.dimension(start, end, colour, 7, style)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    sheet.line([(x, y), (x, y + down * 0.86)], colour, 0.9, rim=True)
    sheet.word(x, y + down, words, colour, 10.5, "center")


def flexed_lettered() -> Picture:
    """The bent film with the four edges lettered and a ruler, for questions."""
    sheet = Lightbox("Side film, head bent", 420)
    film = _film("bent")
    hung = sheet.film(film, mark(film, "C2 middle of the dens", forward=-6, up=-6), (130, 40), (500, 346), 56)
    _outlines(sheet, hung, film)
    lifts = {"A": (-30, -86), "B": (6, -104), "C": (40, 96), "D": (36, 84)}
    for name, point in _gaps(film).items():
        spot = hung.at(point)
        x, y = spot[0] + lifts[name][0], spot[1] + lifts[name][1]
        sheet.leader(x, y, name, spot, "center", 13)
    ruler(sheet, hung, (150, 366), 20)
    sheet.text(130, 403, MODEL, 9, FAINT)
    alt = (
        "Simulated side film of a bent neck, the front on the left, skull base to C3, with a ruler of 20 mm. Four "
        "letters point at edges of bone at the height of the ring of the atlas, from front to back. A: back of the "
        "anterior arch of the atlas. B: front of the dens. C: back of the dens. D: front of the posterior arch of the "
        "atlas. The distance from A to B is about two thirds of that from C to D."
    )
    return sheet.picture(alt)


# Lines at the skull


def _lines_alt() -> str:
    rest, risen = _film("upright").truth, _film("settled").truth
    return (
        "Two simulated side films of the upper neck with lines, the front on the left. A thin line runs from the hard "
        "palate to the lowest point of the occiput: McGregor's line. Healthy, left: the tip of the dens stands "
        f"{digits(rest['mcgregor_mm'])} mm above it, where a minus is below; Ranawat's distance, from the pedicles of "
        f"C2 up to the line through both arches of C1, is {rest['ranawat_mm']:.1f} mm; Redlund-Johnell's distance, "
        f"from the base of C2 up to McGregor's line, is {rest['redlund_johnell_mm']:.1f} mm. Settled, right: the skull "
        f"and the atlas have sunk, the tip stands {digits(risen['mcgregor_mm'])} mm above McGregor's line, Ranawat's "
        f"distance is {risen['ranawat_mm']:.1f} mm and Redlund-Johnell's {risen['redlund_johnell_mm']:.1f} mm."
    )


def lines_at_the_skull() -> Picture:
    """McGregor's line, Ranawat's and Redlund-Johnell's distance on a healthy and on a settled neck."""
    sheet = Lightbox("Lines at the skull", 420)
    for number, (which, title) in enumerate((("upright", "healthy"), ("settled", "the dens has risen"))):
        hung = _with_lines(sheet, _film(which), 12 + number * 374, title)
        _lengths(sheet, hung, _film(which))
    sheet.text(12, 402, f"{MODEL} Front on the left. Lengths in mm; minus: below the line.", 9, FAINT)
    return sheet.picture(_lines_alt())


def lines_lettered() -> Picture:
    """The settled neck with its lines, lettered, for questions."""
    sheet = Lightbox("Lines on a side film", 402)
    film = _film("settled")
    hung = _with_lines(sheet, film, 190, "", 44)
    _lengths(sheet, hung, film, letters=True)
    sheet.text(190, 388, MODEL, 9, FAINT)
    alt = (
        "Simulated side film of the upper neck, the front on the left, with lines and letters. A thin line runs from "
        "the hard palate to the lowest point of the occiput. P: a distance from the middle of the axis, at its "
        "pedicles, up to a dashed line through both arches of the atlas. Q: a longer distance from the base of the "
        "axis up to the thin line. R: the short distance from the thin line up to the tip of the dens."
    )
    return sheet.picture(alt)


def _with_lines(sheet: Lightbox, film: Radiograph, left: float, title: str, top: float = 56) -> Hung:
    middle = mark(film, "C2 middle of the dens", forward=4, up=-14)
    hung = sheet.film(film, middle, (left, top), (362, 326), 100)
    if title:
        sheet.text(left, 43, title, 10.5, bold=True)
    (palate, occiput), (front, back) = _ends(hung, film)
    sheet.line([_beyond(palate, occiput, -1), _beyond(palate, occiput, 2)], "#FFFFFF", 1.0, rim=True, within=hung)
    arches = _beyond(front, back, -0.35), _beyond(front, back, 1.3)
    sheet.line(arches, YELLOW, 1.0, (0, (4, 2)), rim=True, within=hung)
    return hung


def _ends(hung: Hung, film: Radiograph) -> tuple[tuple[Spot, Spot], tuple[Spot, Spot]]:
    """The ends of McGregor's line, and those of the line through both arches of the atlas."""
    names = (
        ("occiput back of the hard palate", "occiput lowest point of the occiput"),
        ("C1 middle of the anterior arch", "C1 middle of the posterior arch"),
    )
    first, second = ((hung.at(mark(film, one)), hung.at(mark(film, other))) for one, other in names)
    return first, second


def _lengths(sheet: Lightbox, hung: Hung, film: Radiograph, letters: bool = False) -> None:
    truth = film.truth
    mcgregor, arches = _ends(hung, film)
    pedicle = hung.at(mark(film, "C2 right pedicle", "C2 left pedicle"))
    base, tip = hung.at(mark(film, "C2 lower plate")), hung.at(mark(film, "C2 tip of the dens"))
    for end, line, name, letter, colour, put in (
        (pedicle, arches, f"Ranawat\n{truth['ranawat_mm']:.1f}", "P", YELLOW, (44, 22, "left")),
        (base, mcgregor, f"Redlund-\nJohnell {truth['redlund_johnell_mm']:.1f}", "Q", BLUE, (-44, 34, "right")),
        (tip, mcgregor, f"McGregor\n{digits(truth['mcgregor_mm'])}", "R", ORANGE, (56, -44, "left")),
    ):
        foot = _foot(end, *line)
        sheet.dimension(end, foot, colour, 5)
        x, y = end[0] + put[0], end[1] + put[1]
        sheet.line([(x, y), end], colour, 0.9, rim=True)
        words, size = (letter, 13) if letters else (name, 10)
        sheet.word(x + (4 if put[2] == "left" else -4), y, words, colour, size, put[2])


def _beyond(one: Spot, other: Spot, share: float) -> Spot:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _foot(point: Spot, one: Spot, other: Spot) -> Spot:
    """Where the perpendicular from a point meets a line."""
    run = np.subtract(other, one)
    share = float(np.dot(np.subtract(point, one), run) / np.dot(run, run))
    return _beyond(one, other, share)


# Below the axis


def staircase() -> Picture:
    """Steps below the axis, with the line along the backs of the bodies."""
    film = _film("stepped")
    steps = {level: film.truth["slip_mm"][level] for level in STEPS_MM}
    sheet = Lightbox("Steps below the axis", 420)
    hung = [_backs(sheet, _film("upright"), 12, "in line", True), _backs(sheet, film, 386, "a staircase", True)]
    for level, step in steps.items():
        x, y = hung[1].at(mark(film, f"{level} lower back corner"))
        sheet.leader(x + 60, y + 4, f"{level}: {step:.1f} mm", (x, y))
    sheet.text(12, 402, f"{MODEL} Front on the left. Dashed: the backs of the bodies.", 9, FAINT)
    told = ", ".join(f"{level} stands {step:.1f} mm in front of the body below" for level, step in steps.items())
    alt = (
        "Two simulated side films of the neck, C2 to T1, the front on the left, with a dashed line along the backs of "
        "the bodies. Left: the line is a smooth curve. Right, head a little bent: the line has steps like a staircase; "
        f"{told}. Each step is more than {plain(facts()['subaxial-slip-limit'].value)} mm, the limit used in RA."
    )
    return sheet.picture(alt)


def staircase_unmarked() -> Picture:
    """The same neck with its levels and no line, for questions."""
    sheet = Lightbox("Side film, head a little bent", 412)
    film = _film("stepped")
    hung = _backs(sheet, film, 190, "", False, 40)
    for level in ("C2", "C3", "C4", "C5", "C6", "C7"):
        x, y = hung.at(mark(film, f"{level} lower front corner", up=3.2 if level == "C2" else 6))
        sheet.word(x - 14, y, level, size=11, across="right")
    ruler(sheet, hung, (430, 366), 10)
    sheet.text(190, 398, MODEL, 9, FAINT)
    alt = (
        "Simulated side film of a neck, C2 to T1, the front on the left, levels named, with a ruler of 10 mm. The "
        "backs of the bodies do not make a smooth curve: two bodies stand a step of several millimetres in front of "
        "the body below them, in the upper part of the row. The bodies below them stand in line."
    )
    return sheet.picture(alt)


def _backs(sheet: Lightbox, film: Radiograph, left: float, title: str, line: bool, top: float = 54) -> Hung:
    middle = mark(film, "C2 lower plate", "C7 upper plate", forward=-8, up=2)
    hung = sheet.film(film, middle, (left, top), (362, 336), 96)
    if title:
        sheet.text(left, 42, title, 10.5, bold=True)
    if line:
        names = ["C2 lower", *(f"C{n} {part}" for n in range(3, 8) for part in ("upper", "lower"))]
        backs = [hung.at(mark(film, f"{name} back corner")) for name in names]
        sheet.line(backs, YELLOW, 1.6, (0, (3, 1.5)), rim=True)
    return hung


# Through the mouth


def open_mouth_lettered() -> Picture:
    """A film through the open mouth with three letters, for questions."""
    sheet = Lightbox("Film through the open mouth", 370)
    film = _film("upright", 0.25, "open-mouth")
    hung = sheet.film(film, mark(film, "C2 base of the dens", up=-2), (110, 40), (540, 296), 92)
    mass = mark(film, "C1 right superior articular facet", "C1 right inferior articular facet")
    joint = mark(film, "C1 left inferior articular facet", "C2 left superior articular facet")
    for letter, point, by in (
        ("A", mark(film, "C2 middle of the dens"), (50, -66)), ("B", mass, (-84, -10)), ("C", joint, (110, 44)),
    ):  # fmt: skip
        spot = hung.at(point)
        sheet.leader(spot[0] + by[0], spot[1] + by[1], letter, spot, "center", 13)
    sheet.text(110, 354, f"{MODEL} The patient's right is on the left.", 9, FAINT)
    alt = (
        "Simulated film through the open mouth, from the front, the patient's right on the left. A points at a peg of "
        "bone in the midline that stands up between two blocks. B points at the block on the left of the picture. C "
        "points at the gap below the block on the right, between it and the sloping shoulder of the bone below."
    )
    return sheet.picture(alt)

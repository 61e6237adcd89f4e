"""The four scales on films of the model: slips, wedge fractures, front corners and sacroiliac joints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.kept import BONES, COLUMN, SOFT, kept
from spinelab.anatomy.standing import Spine, spine
from spinelab.content.facts import facts, plain
from spinelab.content.picture import Picture
from spinelab.imaging.figures.lightbox import FAINT, MODEL, Lightbox, mark, ruler
from spinelab.imaging.figures.stained import as_ct
from spinelab.imaging.film import Frame
from spinelab.imaging.radiography import Radiograph, View, radiograph
from spinelab.imaging.section import Sections

Array = NDArray[np.float64]
WEDGES = (0.0, 0.22, 0.33, 0.5)
CORNERS = (0, 1, 2, 3)
SLIPPED_MM = 13.0
"""How far L4 stands forward in the question on slips: the second quarter of the plate below."""
SCORED = {"L1-L2": 3, "L2-L3": 2, "L3-L4": 1}
"""The steps at each disc in the question on corners, both front corners of a disc alike."""
PELVES = {"1": {"right": 1, "left": 1}, "2": {"right": 0, "left": 3}, "3": {"right": 4, "left": 4}}
"""Grades of sacroiliitis in the question on the film that counts."""
_GRADE_WORDS = ("normal", "grade 1, mild", "grade 2, moderate", "grade 3, severe")
_CORNER_WORDS = ("0: normal", "1: squared", "2: spurs", "3: bridge")
_CORNER_ALT = (
    "step 0, corners sharp and the front of the bodies hollow",
    "step 1, corners worn and the front of the bodies straight",
    "step 2, thin spurs at both corners that do not meet",
    "step 3, a thin bridge from one corner to the other",
)
_JOINT_WORDS = ("0 normal", "1 suspicious", "2 erosions", "3 advanced", "4 fused")


@kept(BONES, COLUMN, SOFT, most=16)
def _film(pixel_mm: float, view: View, state: str) -> Radiograph:
    return radiograph(_STATES[state](), view, pixel_mm, seed=None)


def _wedged(share: float) -> Spine:
    return spine("lumbar", wedge={"T12": share} if share else {})


def _cornered(step: int) -> Spine:
    return spine("lumbar", squaring=0.9 if step else 0, syndesmophytes={"L2-L3": step} if step else {})


def _jointed(grades: Mapping[str, int]) -> Spine:
    return spine("lumbar", sacroiliitis={side: grade for side, grade in grades.items() if grade})


_STATES: dict[str, Callable[[], Spine]] = {
    **{f"wedge {share}": partial(_wedged, share) for share in WEDGES},
    **{f"corner {step}": partial(_cornered, step) for step in CORNERS},
    **{f"joint {grade}": partial(_jointed, {"right": grade}) for grade in range(5)},
    **{f"pelvis {name}": partial(_jointed, grades) for name, grades in PELVES.items()},
    "slipped": partial(spine, "lumbar", slip_mm={"L4": SLIPPED_MM}),
    "scored": partial(spine, "lumbar", squaring={"L3": 0.9, "L4": 0.9}, syndesmophytes=SCORED),
}


# Slips


def slip_on_film() -> Picture:
    """L4 slipped on L5, with the plate below in quarters, for questions."""
    film = _film(0.4, "lateral", "slipped")
    sheet = Lightbox("Side film of the low back", 434)
    middle = mark(film, "L4 lower plate", "L5 upper plate", forward=6)
    hung = sheet.film(film, middle, (160, 40), (440, 346), 92)
    back, front = mark(film, "L5 upper back corner"), mark(film, "L5 upper front corner")
    for quarter in range(5):
        x, y = hung.at(back + (front - back) * quarter / 4)
        sheet.line([(x - 3, y + 4), (x - 5, y + 16)], "#FFFFFF", 1.6, rim=True)
    sheet.line([hung.at(back + (front - back) * share) for share in (0, 1)], "#FFFFFF", 1.2, rim=True)
    for level in ("L4", "L5"):
        x, y = hung.at(mark(film, f"{level} upper plate", f"{level} lower plate"))
        sheet.word(x, y, level, size=13, across="center")
    ruler(sheet, hung, (176, 366), 20)
    sheet.text(160, 402, "Front on the left. Ticks: quarters of the upper plate of L5.", 9, FAINT)
    sheet.text(160, 420, MODEL, 9, FAINT)
    alt = (
        "Simulated side film of the low back, the front on the left, with L4 and L5 named and a ruler of 20 mm. Five "
        "ticks cut the upper plate of L5 into quarters. The body of L4 has slid forward: its lower back corner stands "
        "between the second and the third tick, counted from the back, and its front corner hangs over the front of L5."
    )
    return sheet.picture(alt)


# Wedge fractures


def wedge_grades() -> Picture:
    """T12 whole and with a wedge fracture of each grade."""
    known = facts()
    sheet = Lightbox("Wedge fractures of T12", 268)
    told = []
    for number, (share, words) in enumerate(zip(WEDGES, _GRADE_WORDS, strict=True)):
        film = _wedge_tile(sheet, share, 12 + number * 185, words)
        lower = f"{film.truth['wedge_percent']['T12']:.0f} % lower"
        if share:
            told.append(f"{words[0].upper()}{words[1:]}: the front is {lower} than the back")
        else:
            told.append(f"First: T12 whole; its front is {lower} than its back, as in the healthy model")
        sheet.text(12 + number * 185, 226, f"front {lower}", 9.5)
        assert film.truth["genant_grade"]["T12"] == number
    sheet.text(12, 250, f"{MODEL} Front on the left.", 9, FAINT)
    alt = (
        "Four simulated side films of T12 on L1, the front on the left. "
        f"{'. '.join(told)}. The back wall keeps its height, so that the body becomes a wedge. Grades by Genant 1993: "
        f"mild from {plain(known['genant-mild'].low)} %, moderate from {plain(known['genant-moderate'].low)} %, severe "
        f"above {plain(known['genant-severe'].value)} % of height lost."
    )
    return sheet.picture(alt)


def wedges_unnamed() -> Picture:
    """The same four films in another order, lettered, for questions."""
    sheet = Lightbox("Four films of T12", 244)
    for number, (share, letter) in enumerate(zip((0.33, 0.0, 0.5, 0.22), "ABCD", strict=True)):
        _wedge_tile(sheet, share, 12 + number * 185, letter)
    sheet.text(12, 228, f"{MODEL} Front on the left.", 9, FAINT)
    alt = (
        "Four simulated side films of T12 on L1, lettered A to D, the front on the left. The back of T12 is equally "
        "high in all. In A the front has lost about a third of its height. In B it has lost nearly nothing. In C it "
        "has lost half. In D it has lost between a fifth and a quarter."
    )
    return sheet.picture(alt)


def _wedge_tile(sheet: Lightbox, share: float, left: float, title: str) -> Radiograph:
    film = _film(0.3, "lateral", f"wedge {share}")
    middle = mark(film, "L1 upper plate", forward=-4, up=2)
    sheet.film(film, middle, (left, 52), (178, 162), 68)
    sheet.text(left, 40, title, 10.5, bold=True)
    return film


# Front corners


def corner_steps() -> Picture:
    """The four steps of mSASSS at the front corners of one disc."""
    sheet = Lightbox("Front corners of L2 and L3: points of the mSASSS", 300)
    for number, words in enumerate(_CORNER_WORDS):
        film = _film(0.25, "lateral", f"corner {number}")
        left = 12 + number * 185
        middle = mark(film, "L2 lower front corner", "L3 upper front corner", forward=-7)
        sheet.film(film, middle, (left, 52), (178, 212), 46)
        sheet.text(left, 40, words, 10.5, bold=True)
    sheet.text(12, 284, f"{MODEL} Front on the left.", 9, FAINT)
    alt = (
        "Four simulated side films of the front edge of L2 and L3, the front on the left. "
        f"{'; '.join(_CORNER_ALT)}. The bridge runs straight up along the edge of the disc; it does not bulge forward "
        "like the spur of a worn disc."
    )
    return sheet.picture(alt)


def corners_to_score() -> Picture:
    """Three discs of one column with corners of several steps, for questions."""
    film = _film(0.25, "lateral", "scored")
    sheet = Lightbox("One low back, three discs", 310)
    for number, (upper, lower) in enumerate(name.split("-") for name in SCORED):
        left = 80 + number * 205
        middle = mark(film, f"{upper} lower front corner", f"{lower} upper front corner", forward=-7)
        sheet.film(film, middle, (left, 40), (194, 230), 46)
        for level, down in ((upper, 66), (lower, 244)):
            sheet.word(left + 160, down, level, size=12, across="center")
    sheet.text(80, 292, f"{MODEL} Front on the left.", 9, FAINT)
    alt = (
        "Three parts of one simulated side film, the front edges of L1 to L4, the front on the left. Between L1 and L2 "
        "a thin bridge joins the front corners. Between L2 and L3 a thin spur stands at each front corner; the two do "
        "not meet. At L3 and L4 both front corners are worn, and the front edges are straight; there are no spurs."
    )
    return sheet.picture(alt)


# Sacroiliac joints


def sacroiliac_grades() -> Picture:
    """The right sacroiliac joint in grades 0 to 4: on the film, and cut across."""
    sheet = Lightbox("Right sacroiliac joint: grades of the modified New York criteria", 416)
    for grade, words in enumerate(_JOINT_WORDS):
        left = 12 + grade * 148
        sheet.text(left, 40, words, 10.5, bold=True)
        film = _film(0.35, "sacroiliac", f"joint {grade}")
        sheet.film(film, _joint(film), (left, 52), (141, 170), 62)
        cut = _cut(film)
        sheet.hang(*cut, _joint(film, -6), (left, 230), (141, 132), 141 / 62 * cut[1].pixel_mm)
    sheet.text(12, 380, "Above: films from the front. Below: the joint cut across as by CT, front up.", 9, FAINT)
    sheet.text(12, 400, f"{MODEL} Its right is on the left.", 9, FAINT)
    alt = (
        "Five pairs of simulated pictures of the right sacroiliac joint: above a film from the front, below the joint "
        "cut across, front up. Grade 0: a smooth, even gap. Grade 1: hardly to be told from grade 0; the gap is a "
        "trace less even. Grade 2: a few small bites out of the ilium, low in the joint, and a patch of white bone "
        "behind them; between and beside the bites the gap has its normal width. Grade 3: a ragged edge like that of "
        "a postage stamp, a wider gap, and dense white bone beside it. Grade 4: the gap is filled with bone."
    )
    return sheet.picture(alt)


def pelves_numbered() -> Picture:
    """Three pelves with different grades left and right, as films and cut across, for questions."""
    sheet = Lightbox("Three pelves", 420)
    for number, name in enumerate(PELVES):
        left = 12 + number * 248
        sheet.text(left, 40, f"person {name}", 10.5, bold=True)
        film = _film(0.4, "sacroiliac", f"pelvis {name}")
        sheet.film(film, _joint(film, 0, -4) * [0, 1, 1], (left, 52), (240, 150), 150)
        cut = _cut(film)
        hung = sheet.hang(*cut, _joint(film, -8) * [0, 1, 1], (left, 210), (240, 150), 240 / 150 * cut[1].pixel_mm)
        sheet.word(left + 8, hung.box[1] + 14, "R", size=11)
        sheet.word(left + 232, hung.box[1] + 14, "L", size=11, across="right")
    sheet.text(12, 380, "Above: films from the front. Below: both joints cut across as by CT, front up.", 9, FAINT)
    sheet.text(12, 400, f"{MODEL} R is the person's right.", 9, FAINT)
    alt = (
        "Simulated films of three pelves from the front, and below each both sacroiliac joints cut across; the "
        "person's right is on the left. Person 1: both joints have an even gap; their edge is at most a trace uneven. "
        "Person 2: the right joint is smooth; the left one has a ragged edge, a wide gap and dense white bone beside "
        "it. Person 3: on both sides bone fills the gap."
    )
    return sheet.picture(alt)


def _joint(film: Radiograph, forward: float = 0, up: float = 0) -> Array:
    """The middle of the right sacroiliac joint, mm, moved by some."""
    return mark(film, "sacrum right upper limb", "sacrum right lower limb", forward=forward, up=up)


def _cut(film: Radiograph) -> tuple[NDArray[np.uint8], Frame]:
    """The pelvis cut across its sacroiliac joints, front up, the person's right on the left, and how it lies."""
    sections = Sections(film.spine, 0.35)
    row_of_small_erosions = float(mark(film, "sacrum right lower limb")[2]) + 1.5
    cut = sections.cut("axial", row_of_small_erosions)
    frame = Frame(
        np.array([-1.0, 0, 0]), np.array([0.0, 1, 0]), np.array([0.0, 0, -1]),
        (float(-sections.high[0]), float(sections.high[1])), cut.image.shape, sections.pixel_mm,
    )  # fmt: skip
    return as_ct(cut, sections), frame

"""The pictures of lesson 07: from an inflamed enthesis to a fused spine. Every figure drawn is a fact.

Bones are line drawings, front to the left in side views; nothing is measured on them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from matplotlib.patches import Polygon, Rectangle
from numpy.typing import NDArray

from spinelab.content import fact
from spinelab.content.facts import plain
from spinelab.content.figures import INK, WIDTH
from spinelab.content.intervals import wilson
from spinelab.content.picture import Picture
from spinelab.disease.figures.sheet import BLUE, FAINT, GREEN, GRID, ORANGE, PURPLE, Sheet, value_of
from spinelab.disease.side_view import smooth

Points = NDArray[np.float64]

_BONE, _EDGE, _DISC, _NEW, _DENSE = "#F3E6C8", "#5B452A", "#D5E9E2", "#8C2F63", "#B08B4F"


def _shape(
    sheet: Sheet,
    points: Points,
    fill: str = _BONE,
    edge: str = _EDGE,
    width: float = 1.2,
    above: int = 3,
    hatch: str = "",
) -> None:
    sheet.axes.add_patch(
        Polygon(points, closed=True, facecolor=fill, edgecolor=edge, linewidth=width, zorder=above, hatch=hatch or None)
    )


def _moved(points: Points, across: float, along: float) -> Points:
    return np.asarray(points + np.array([across, along]), dtype=np.float64)


def _curve(
    sheet: Sheet, points: Points, colour: str = _EDGE, width: float = 1.2, style: str = "-", above: int = 5
) -> None:
    sheet.axes.plot(
        points[:, 0], points[:, 1], color=colour, linewidth=width, linestyle=style, zorder=above, solid_capstyle="round"
    )


# ---------------------------------------------------------------- from enthesis to bridge

_T = np.linspace(0, 1, 25)


def _body(x: float, y: float, width: float, height: float, waist: float) -> Points:
    """A vertebral body in side view; `waist` is how far its front wall is hollowed."""
    bow = np.sin(np.pi * _T)
    front = np.column_stack([x + waist * bow, y + height * (1 - _T)])
    top = np.column_stack([x + width * _T, y + 2.5 * bow])
    back = np.column_stack([x + width - 0.6 * waist * bow, y + height * _T])
    bottom = np.column_stack([x + width * (1 - _T), y + height - 2.5 * bow])
    return np.vstack([front, top, back, bottom])


def _stack(
    sheet: Sheet, x: float, y: float, size: tuple[float, float], discs: list[float], waist: float
) -> list[float]:
    """Bodies with a disc below each but the last; returns the upper edge of each body."""
    width, height = size
    tops = [y]
    for disc in discs:
        low = tops[-1] + height
        _shape(sheet, _body(x + 1.5, low - 2, width - 3, disc + 4, -2), _DISC, "#7FA89A", 0.8, above=2)
        tops.append(low + disc)
    for top in tops:
        _shape(sheet, _body(x, top, width, height, waist))
    return tops


def _spur(x: float, y: float, length: float, down: bool) -> Points:
    """A thin upright spur that starts at a corner."""
    sign = 1 if down else -1
    shape = [(4, -8), (-2, -3), (-5, 0.4 * length), (-2, length), (0.6, 0.5 * length), (4, 1)]
    return np.array([(x + across, y + sign * along) for across, along in shape])


def _spark(sheet: Sheet, x: float, y: float, up: bool) -> None:
    """Inflammation of a corner: a tinted wedge with dots, so that it also reads without colour."""
    sign = -1 if up else 1
    _shape(sheet, np.array([(x, y), (x + 24, y), (x + 3, y + sign * 25)]), "#F5B48A", ORANGE, 1.2, above=4)
    for across, along in ((5, 5), (12, 4), (18, 3), (5, 12), (10, 10), (5, 18)):
        sheet.dot(x + across, y + sign * along, ORANGE, "o", 2.2)


def _bite(sheet: Sheet, x: float, y: float, up: bool) -> None:
    sign = -1 if up else 1
    edge = np.array([(15, -2), (13, 4), (9, 4), (9, 9), (4, 9), (4, 14), (-2, 14)], dtype=float)
    hole = np.vstack([edge, [(-2, -2)]]) * (1, sign) + (x, y)
    _shape(sheet, hole, "white", "white", 0.5, above=5)
    _curve(sheet, edge * (1, sign) + (x, y), _EDGE, 1.6, above=6)


_STEPS = (
    "Healthy", "1 The corner\nis inflamed", "2 It is eroded", "3 Shiny, and\nsquare", "4 Syndes-\nmophyte", "5 Bridge",
)  # fmt: skip


def enthesis_to_bridge() -> Picture:
    """Two vertebral corners from health to bridge, and the three kinds of new bone side by side."""
    sheet = Sheet("From an inflamed corner to a bridge", 640)
    sheet.text(12, 44, "Side view, front to the left. Two vertebral bodies with the disc between them.", 9, FAINT)
    erosion, spur, bridge = (plain(value_of(f"msasss-{name}")) for name in ("erosion", "syndesmophyte", "corner-most"))
    marks = ("0", "0\n(seen on MRI)", erosion, erosion, spur, bridge)
    width, height, disc, top = 74.0, 58.0, 24.0, 106.0
    for step, (name, points) in enumerate(zip(_STEPS, marks, strict=True)):
        x = 34 + 122.0 * step
        sheet.text(x - 8, 78, name, 9.5, bold=True)
        waist = 0.0 if step >= 3 else 9.0
        first, second = _stack(sheet, x, top, (width, height), [disc], waist)
        upper, lower = first + height, second
        _curve(sheet, np.array([(x - 4, first - 8), (x - 4, second + height + 8)]), "#8A8F96", 1.4, above=2)
        if step == 0:
            for ahead in (2, 6, 10):
                _curve(sheet, np.array([(x + ahead, upper - 1), (x + ahead - 3, lower + 1)]), "#3D6B5C", 1, above=6)
        if step == 1:
            _spark(sheet, x, upper, True)
            _spark(sheet, x, lower, False)
        if step == 2:
            _bite(sheet, x, upper, True)
            _bite(sheet, x, lower, False)
        if step == 3:
            for y, sign in ((upper, -1), (lower, 1)):
                wedge = np.array([(x, y), (x + 22, y), (x, y + sign * 24)])
                _shape(sheet, wedge, "#FFFFFF", _EDGE, 1.2, above=4, hatch="/////")
            for y in (first, second):
                hollow = np.column_stack([x + 9 * np.sin(np.pi * _T), y + height * _T])
                _curve(sheet, hollow, "#8A6A3A", 1.1, ":", above=6)
        if step == 4:
            _shape(sheet, _spur(x, upper, 15, True), _NEW, _NEW, 1.4, above=6)
            _shape(sheet, _spur(x, lower, 7, False), _NEW, _NEW, 1.4, above=6)
        if step == 5:
            _shape(sheet, _bridge(x, upper, lower), _NEW, _NEW, 1, above=6)
        sheet.text(x - 8, 276 + 8 * points.count("\n"), f"mSASSS {points}", 9, FAINT)
    sheet.text(12, 312, "mSASSS: what a film gives one corner, 0 to 3. Dots: inflammation. Hatched: dense bone.", 9)
    sheet.line((12, WIDTH - 12), (332, 332), GRID)
    sheet.text(12, 354, "Three kinds of new bone on a film", 11, bold=True)
    _three_kinds(sheet)
    note = "A model drawing after Creemers2005, Kiefer2023, Leibushor2017 and RadiopaediaSyndesmophyte."
    sheet.text(12, 626, note, 9, FAINT)
    return sheet.picture(
        "Above, six side views of two vertebral bodies and the disc between them, front to the left. Healthy: hollow "
        "front walls, fibres from corner to corner. One: both corners are inflamed, seen on MRI only. Two: the corners "
        f"are eroded, mSASSS {erosion}. Three: the corners are dense and shiny, and the front wall has filled in: "
        f"it is square, mSASSS {erosion}. Four: a thin upright spur grows along the disc, a syndesmophyte, "
        f"mSASSS {spur}. Five: the spurs have met in a bridge, mSASSS {bridge}. Below, three columns of four bodies. "
        "Ankylosing spondylitis: thin, upright bridges at the edge of normal discs. Wear: broad spurs that point "
        "forwards, beside narrow discs. DISH: a thick wavy band that flows in front of "
        f"{plain(value_of('dish-vertebrae'))} vertebrae or more, with a gap behind it and discs of normal height.",
    )


def _bridge(x: float, upper: float, lower: float) -> Points:
    """A thin bridge over the edge of one disc, from corner to corner."""
    front = np.column_stack([x - 1 - 4 * np.sin(np.pi * _T), upper - 8 + (lower - upper + 16) * _T])
    return np.vstack([front, _moved(front[::-1], 5, 0)])


def _three_kinds(sheet: Sheet) -> None:
    size, top = (56.0, 42.0), 382.0
    rows, full = plain(value_of("dish-vertebrae")), "discs keep\ntheir height"
    kinds = [
        ("Ankylosing\nspondylitis", ["thin", "upright", "from corner\nto corner", full], [12.0] * 3),
        ("Wear\n(osteophyte)", ["broad at\nits base", "points\nforwards", "beside a\nnarrow disc"], [12.0, 6.0, 5.0]),
        ("DISH", ["thick, flows\nlike wax", f"{rows} vertebrae\nor more", "a gap behind", full], [12.0] * 3),
    ]
    for index, (name, words, discs) in enumerate(kinds):
        x = 44 + 250.0 * index
        tops = _stack(sheet, x, top, size, discs, (0.0, 6.0, 9.0)[index])
        if index == 0:
            for upper, lower in pairwise(tops):
                _shape(sheet, _bridge(x, upper + size[1], lower), _NEW, _NEW, 1, above=6)
        if index == 1:
            for upper, lower in pairwise(tops[1:]):
                _shape(sheet, _claw(x, upper + size[1] - 5, 1), _NEW, _NEW, 1, above=6)
                _shape(sheet, _claw(x, lower + 5, -1), _NEW, _NEW, 1, above=6)
        if index == 2:
            low = tops[-1] + size[1]
            t = np.linspace(0, 1, 120)
            wave = 3.0 * np.cos(2 * np.pi * t * 4)
            front = np.column_stack([x - 16 + wave, top - 6 + (low - top + 12) * t])
            back = np.column_stack([x - 3 + 0.3 * wave, top - 6 + (low - top + 12) * t])
            _shape(sheet, np.vstack([front, back[::-1]]), _NEW, _NEW, 1, above=6)
        sheet.text(x + 70, 394, name, 10, bold=True)
        y = 432.0
        for line in words:
            lines = line.count("\n")
            sheet.text(x + 70, y + 8 * lines, line, 9.5)
            y += 26 + 17 * lines


def _claw(x: float, y: float, sign: int) -> Points:
    """A broad spur that starts beside the edge and points forwards."""
    shape = [(4, -9), (-6, -5), (-15, 1), (-17, 4), (-13, 5), (-4, 3), (3, 3)]
    return smooth(np.array([(x + across, y + sign * along) for across, along in shape]))


# ---------------------------------------------------------------- sacroiliac joints

_GRADES = (
    ("normal", "smooth, even"),
    ("suspicious", "an edge is hazy"),
    ("small changes", "small erosions or\ndense bone;\nwidth unchanged"),
    ("definite", "erosions, dense\nbone, wider or nar-\nrower, part fused"),
    ("fused", "no joint left"),
)


def sacroiliac_grades() -> Picture:
    """Where the sacroiliac joints lie, and the five grades of the modified New York criteria."""
    sheet = Sheet("The sacroiliac joints, and the five grades of a film", 640)
    _pelvis(sheet, 216, 186)
    both, one = plain(value_of("mny-grade-bilateral")), plain(value_of("mny-grade-unilateral"))
    words = [
        (70, "The pelvis from the front", True),
        (98, "The joint slants between sacrum and ilium,", False),
        (116, "from above and outside to below and inside.", False),
        (148, "Solid: lined with cartilage, below and in front.", False),
        (166, "The film is read here.", False),
        (198, "Dotted: held by ligament, above and behind.", False),
        (238, f"A film counts from grade {both} on both sides,", True),
        (256, f"or from grade {one} on one side.", True),
    ]
    for y, text, bold in words:
        sheet.text(398, y, text, 9.5 if not bold else 10, bold=bold)
    sheet.line((12, WIDTH - 12), (322, 322), GRID)
    sheet.text(12, 342, "One joint, enlarged: sacrum at the left, ilium at the right", 10, bold=True)
    for grade, (name, what) in enumerate(_GRADES):
        x = 14 + 148.0 * grade
        _joint(sheet, x, 362, grade)
        sheet.text(x + 66, 546, f"Grade {grade}\n{name}", 9.5, bold=True, across="center")
        sheet.text(x + 66, 573 + 8 * what.count("\n"), what, 9, across="center")
    sheet.text(12, 628, "A model drawing. Grades: VanDerLinden1984 (read on a reference page).", 9, FAINT)
    said = "; ".join(f"grade {grade}, {name}: {what}" for grade, (name, what) in enumerate(_GRADES)).replace("\n", " ")
    return sheet.picture(
        "Above, the pelvis from the front: the sacrum in the middle, an ilium on each side, and between them the "
        "sacroiliac joints, slanting from above and outside to below and inside. The lower front part is lined with "
        f"cartilage, the upper rear part is ligament. Below, one joint five times: {said}. "
        f"A film counts from grade {both} on both sides or from grade {one} on one side.",
    )


def _pelvis(sheet: Sheet, x: float, y: float) -> None:
    hip = smooth(
        np.array([
            (62, -66), (80, -94), (112, -110), (146, -100), (168, -74), (172, -54), (158, -36), (150, -18), (156, 2),
            (146, 22), (140, 44), (134, 66), (122, 98), (102, 112), (70, 104), (38, 92), (7, 84), (7, 54), (38, 50),
            (72, 46), (90, 32), (84, 17), (64, 15), (50, 18), (59, -12), (66, -40),
        ], dtype=float), 6,
    )  # fmt: skip
    right = [(0, -72), (30, -76), (58, -66), (64, -48), (57, -14), (48, 15), (34, 36), (15, 52), (7, 66), (0, 72)]
    left = [(-across, along) for across, along in reversed(right[1:-1])]
    sacrum = smooth(np.array([*right, *left], dtype=float), 6)
    lumbar = np.array([(-38, -112), (38, -112), (35, -98), (40, -82), (-40, -82), (-35, -98)], dtype=float)
    angle = np.linspace(0, 2 * np.pi, 24)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    for side in (-1, 1):
        _shape(sheet, (ring * 23 + (152, 26)) * (side, 1) + (x, y), "#FBF5E6", width=0.9, above=2)
        _shape(sheet, hip * (side, 1) + (x, y), "#FBF5E6")
        _shape(sheet, (ring * (23, 14) + (76, 78)) * (side, 1) + (x, y), "white", width=0.9)
        wing = np.array([(36, -102), (66, -108), (68, -101), (36, -92)], dtype=float)
        _shape(sheet, wing * (side, 1) + (x, y), "#FBF5E6", width=0.9)
    _shape(sheet, _moved(sacrum, x, y))
    _shape(sheet, _moved(lumbar, x, y))
    for across, along, size in ((27, -36, 6), (23, -12, 5.5), (19, 10, 5), (14, 30, 4)):
        for side in (-1, 1):
            _shape(sheet, ring * (size, 0.8 * size) + (side * across + x, along + y), "white", width=0.9)
    for side in (-1, 1):
        low = np.array([(64, -38), (61, -24), (57, -8), (49, 18)], dtype=float) * (side, 1) + (x, y)
        high = np.array([(61, -68), (65, -54), (64, -38)], dtype=float) * (side, 1) + (x, y)
        _curve(sheet, low, BLUE, 4)
        _curve(sheet, high, BLUE, 3, ":")
    sheet.text(x, y - 56, "sacrum", 9, across="center")
    sheet.text(x + 120, y - 70, "ilium", 9, across="center")
    sheet.text(x - 120, y - 70, "ilium", 9, across="center")
    sheet.text(x, y - 97, "L5", 9, across="center")


def _rim(x: float, y: float, away: float, bites: tuple[tuple[float, float, float], ...] = ()) -> Points:
    """One side of the joint from above to below; `away` from the sacrum, with bites as (place, depth, half width)."""
    t = np.linspace(0, 1, 160)
    side = 1 if away > 0 else -1
    across = x + 84 - 44 * t + 5 * np.sin(2 * np.pi * t) + away
    for place, depth, half in bites:
        across = across + side * depth * np.clip(1 - ((t - place) / half) ** 2, 0, None)
    return np.column_stack([across, y + 8 + 148 * t])


def _joint(sheet: Sheet, x: float, y: float, grade: int) -> None:
    """A joint between two blocks of bone, changed as a film of that grade shows it."""
    width, height = 132, 164
    add = sheet.axes.add_patch
    if grade == 4:
        add(Rectangle((x, y), width, height, facecolor=_BONE, edgecolor=_EDGE, linewidth=1.2, zorder=3))
        _curve(sheet, _rim(x, y, 0), "#A48F66", 1, ":", above=5)
        for row in range(12):
            start = _rim(x, y, 0)[8 + 13 * row]
            _curve(sheet, np.array([(-30, -7), (-8, -2), (10, 3), (32, 6)]) + start, "#8A6A3A", 1, above=4)
        return
    iliac = {2: ((0.52, 4, 0.035), (0.66, 5, 0.04), (0.8, 4, 0.035)),
             3: ((0.2, 5, 0.05), (0.36, 10, 0.07), (0.52, 8, 0.05), (0.78, 6, 0.05), (0.9, 7, 0.05))}  # fmt: skip
    sacral = {3: ((0.3, 6, 0.06), (0.48, 7, 0.05), (0.86, 6, 0.05))}
    left, right = _rim(x, y, -4.5, sacral.get(grade, ())), _rim(x, y, 4.5, iliac.get(grade, ()))
    add(Rectangle((x, y), width, height, facecolor="white", edgecolor=_EDGE, linewidth=1.2, zorder=2))
    near = [(left[-1, 0], y + height), (x, y + height), (x, y)]
    _shape(sheet, np.vstack([[(left[0, 0], y)], left, near]), width=0)
    edge = [(x + width, y + height), (x + width, y)]
    _shape(sheet, np.vstack([[(right[0, 0], y)], right, [(right[-1, 0], y + height)], edge]), width=0)
    if grade >= 2:
        span = slice(70, 140) if grade == 2 else slice(18, 152)
        depth = 16 if grade == 2 else 26
        swell = depth * np.sin(np.linspace(0, np.pi, len(right[span])))[:, None] * (1.0, 0.0)
        _shape(sheet, np.vstack([right[span], (right[span] + swell)[::-1]]), _DENSE, _EDGE, 0.6, above=4, hatch="////")
        if grade == 3:
            _shape(sheet, np.vstack([left[span], (left[span] - 0.6 * swell)[::-1]]), _DENSE, _EDGE, 0.6, 4, "////")
    if grade == 1:
        hazy = right[60:130]
        _shape(sheet, np.vstack([_moved(hazy, -3, 0), _moved(hazy[::-1], 7, 0)]), "#E4D3AC", "none", 0, above=4)
        _curve(sheet, left, width=1.8)
        _curve(sheet, right[:60], width=1.8)
        _curve(sheet, right[130:], width=1.8)
        _curve(sheet, hazy, width=1.4, style=":")
    else:
        _curve(sheet, left, width=1.8)
        _curve(sheet, right, width=1.8)
    if grade == 3:
        _shape(
            sheet,
            np.vstack([_moved(left[96:116], -3, 0), _moved(right[96:116][::-1], 3, 0)]),
            _DENSE,
            "none",
            0,
            6,
            "////",
        )
    add(Rectangle((x, y), width, height, facecolor="none", edgecolor=_EDGE, linewidth=1.2, zorder=7))


# ---------------------------------------------------------------- ASDAS and BASDAI


def _scale(left: float, right: float, most: float) -> Callable[[float], float]:
    return lambda value: left + (right - left) * value / most


def _band(sheet: Sheet, start: float, stop: float, y: float, name: str, colour: str) -> None:
    box = Rectangle((start, y - 18), stop - start, 36, facecolor=colour, edgecolor=INK, linewidth=1)
    sheet.axes.add_patch(box)
    sheet.text((start + stop) / 2, y, name, 10, bold=True, across="center")


def asdas_and_basdai() -> Picture:
    """The bands of ASDAS beside BASDAI with its conventional cut-off, and what goes into each."""
    sheet = Sheet("Two scores of activity, and what goes into them", 560)
    low, high, very = (value_of(id) for id in ("asdas-low-from", "asdas-high-from", "asdas-very-high-above"))
    active, most = value_of("basdai-active"), value_of("basdai-highest")
    left, right, end = 116.0, 736.0, 6.0
    at = _scale(left, right, end)
    sheet.text(12, 84, "ASDAS", 11, bold=True)
    bands = [
        (0.0, low, "inactive", "#E8F3EC"), (low, high, "low", "#CFE3F2"), (high, very, "high", "#F6D9B8"),
        (very, end, "very high", "#E9B9A6"),
    ]  # fmt: skip
    for start, stop, name, colour in bands:
        _band(sheet, at(start), at(stop), 84, name, colour)
    for value in (low, high, very):
        sheet.line((at(value), at(value)), (60, 110), INK, 1.6)
        sheet.text(at(value), 122, plain(value), 10, bold=True, across="center")
    sheet.text(at(0), 122, "0", 9, FAINT, across="center")
    sheet.text(at(end), 122, "6 and more", 9, FAINT, across="right")
    better, much = value_of("asdas-improved"), value_of("asdas-much-improved")
    sheet.text(left, 144, f"A fall of {plain(better)} is an important improvement, of {plain(much)} a major one.", 9)
    here = _scale(left, right, most)
    sheet.text(12, 196, "BASDAI", 11, bold=True)
    _band(sheet, here(0), here(active), 196, "below the cut-off", "#F4F5F6")
    _band(sheet, here(active), here(most), 196, "high (“active”) by convention", "#F6D9B8")
    sheet.line((here(active), here(active)), (172, 222), INK, 1.6)
    for value in (0.0, active, most):
        sheet.text(here(value), 234, plain(value), 10 if value == active else 9, bold=value == active, across="center")
    sheet.text(left, 256, "One line, drawn by habit. Chen2022basdai calls it arbitrary.", 9)
    rows = [
        ("Fatigue", False, True), ("Pain of back, neck or hips", True, True),
        ("Pain or swelling of other joints", True, True), ("Tender spots (entheses)", False, True),
        ("Morning stiffness: how bad", False, True),
        ("Morning stiffness: how long", True, True), ("Patient's own global judgement", True, False),
        ("CRP or ESR, from the laboratory", True, False),
    ]  # fmt: skip
    sheet.text(390, 292, "ASDAS", 10, bold=True, across="center")
    sheet.text(500, 292, "BASDAI", 10, bold=True, across="center")
    said = []
    for row, (name, asdas, basdai) in enumerate(rows):
        y = 316 + 26.0 * row
        sheet.line((12, 560), (y - 13, y - 13), "#E3E6EA", 0.8)
        sheet.text(12, y, name, 9.5, bold=row == len(rows) - 1)
        for x, inside in ((390, asdas), (500, basdai)):
            if inside:
                sheet.dot(x, y, BLUE, "o", 9)
            else:
                sheet.line((x - 6, x + 6), (y, y), "#7D858D", 2)
        where = "both" if asdas and basdai else "ASDAS only" if asdas else "BASDAI only"
        said.append(f"{name.lower()}: {where}")
    sheet.dot(592, 316, BLUE, "o", 9)
    sheet.text(606, 316, "goes in", 9.5)
    sheet.line((586, 598), (342, 342), "#7D858D", 2)
    sheet.text(606, 342, "does not", 9.5)
    sheet.text(580, 394, "BASDAI has no\nlaboratory value:\nit hears only\nwhat is felt.", 9.5)
    note = "Cut-offs: Machado2011, Machado2018, Chen2022basdai. Contents: ASDASard238393, Garrett1994."
    sheet.text(12, 544, note, 9, FAINT)
    return sheet.picture(
        f"Two scales. ASDAS: inactive below {plain(low)}, low below {plain(high)}, high up to {plain(very)}, very "
        f"high above. A fall of {plain(better)} is an important improvement, of {plain(much)} a major one. BASDAI runs "
        f"from 0 to {plain(most)}; from {plain(active)} it is called high, or active, by convention. Below, a table of "
        f"what goes into each: {'; '.join(said)}. BASDAI has no laboratory value."
    )


# ---------------------------------------------------------------- HLA-B27


def b27_is_no_diagnosis() -> Picture:
    """How common HLA-B27 is with the disease and without it, and how many carriers are ill."""
    sheet = Sheet("HLA-B27: common in AS, and mostly carried in health", 560)
    left, right = 270.0, 600.0
    at = _scale(left, right, 100)
    said = []

    def row(
        y: float, words: str, value: float, span: tuple[float, float] | None, text: str, mark: tuple[str, str]
    ) -> None:
        sheet.text(258, y, words, 9.5, across="right")
        if span:
            sheet.line((at(span[0]), at(span[1])), (y, y), mark[0], 2.6)
        sheet.dot(at(value), y, mark[0], mark[1], 8)
        sheet.text(616, y, text, 9.5)
        said.append(f"{words}: {text}".replace("\n", " "))

    for percent in range(0, 101, 20):
        sheet.axes.plot([at(percent)] * 2, [66, 352], color=GRID, linewidth=0.8, zorder=0)
        sheet.text(at(percent), 366, f"{percent} %", 9, FAINT, across="center")
    sheet.text(12, 54, "Who carries HLA-B27?", 10, BLUE, bold=True)
    people = [
        ("People with AS, pooled", "as-b27", ORANGE, "D"), ("Berlin blood donors", "b27-berlin", BLUE, "o"),
        ("United States, adults", "b27-us-interval", BLUE, "o"),
        ("of these, non-Hispanic white", "b27-us-white", BLUE, "o"),
        ("of these, Mexican American", "b27-us-mexican", BLUE, "o"),
    ]  # fmt: skip
    for index, (words, id, colour, shape) in enumerate(people):
        found = fact(id)
        span = (found.low, found.high) if found.low is not None and found.high is not None else None
        row(82 + 30.0 * index, words, value_of(id), span, found.text, (colour, shape))
    sheet.text(12, 252, "Who has spondyloarthritis? (Berlin donors)", 10, BLUE, bold=True)
    for index, (words, id, colour, shape) in enumerate(
        [("With HLA-B27", "b27-carriers-ill", ORANGE, "D"), ("Without it", "b27-others-ill", BLUE, "o")]
    ):
        found = fact(id)
        ill, n = int(value_of(id)), int(found.n or 0)
        sure = wilson(ill, n)
        text = f"{100 * ill / n:.1f} % ({sure.low:.1f}–{sure.high:.1f})"
        row(282 + 34.0 * index, f"{words}: {ill} of {n}", 100 * ill / n, (sure.low, sure.high), text, (colour, shape))
    share = round(100 * value_of("b27-carriers-ill") / (fact("b27-carriers-ill").n or 1))
    sheet.text(12, 400, "So, of 100 carriers among those donors:", 10, bold=True)
    for index in range(100):
        affected = index < share
        x, y = 22 + 18.0 * (index % 25), 426 + 20.0 * (index // 25)
        colour, shape, size = (ORANGE, "D", 8) if affected else ("#7D858D", "o", 6)
        sheet.dot(x, y, colour, shape, size, filled=affected)
    sheet.dot(500, 436, ORANGE, "D", 8)
    sheet.text(514, 436, f"{share} have spondyloarthritis", 10)
    sheet.dot(500, 466, "#7D858D", "o", 6, filled=False)
    sheet.text(514, 466, f"{100 - share} do not", 10)
    sheet.text(
        12, 528, "Lines are 95 % intervals; those of the donors are Wilson intervals that we computed from counts.\n"
        "Sources: DeWinter2016, BraunJ1998, Reveille2012. No interval is printed for the Berlin frequency.", 9, FAINT,
    )  # fmt: skip
    return sheet.picture(
        f"A plot of shares with intervals. {'. '.join(said)}. Below, 100 marks for 100 carriers among the Berlin "
        f"donors: {share} filled diamonds have spondyloarthritis, {100 - share} open circles do not.",
        "Most people with AS carry the gene. Most carriers do not have AS.",
    )


# ---------------------------------------------------------------- the fused spine breaks


def fused_spine_breaks() -> Picture:
    """A stooped fused spine with a fracture of the lower neck, and the figures of such fractures."""
    sheet = Sheet("The fused spine breaks like a long bone", 480)
    path = smooth(np.array([
        (150, 440), (146, 380), (150, 320), (158, 262), (148, 204), (116, 152), (84, 122), (60, 112),
        (60, 112.5), (84, 122.5), (116, 152.5), (148, 204.5), (158, 262.5), (150, 320.5), (146, 380.5), (150, 440.5),
    ], dtype=float), 12)[: 12 * 7]  # fmt: skip
    steps = np.r_[0, np.cumsum(np.hypot(*np.diff(path, axis=0).T))]
    marks = np.linspace(12, steps[-1] - 6, 23)
    centres = np.column_stack([np.interp(marks, steps, path[:, k]) for k in (0, 1)])
    heading = np.gradient(centres, axis=0)
    heading /= np.hypot(*heading.T)[:, None]
    broken = 18
    for index, (centre, along) in enumerate(zip(centres, heading, strict=True)):
        across = np.array([-along[1], along[0]])
        size = 17 - 0.35 * index
        box = [centre + a * size * across + b * 6.4 * along for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        _shape(sheet, np.array(box), width=1)
        if index and index != broken:
            for side in (-1, 1):
                edge = side * (size + 1) * across
                _curve(sheet, np.array([centre - 9 * along + edge, centre + 2 * along + edge]), _NEW, 3, above=6)
    gap, along = (centres[broken] + centres[broken - 1]) / 2, heading[broken]
    across = np.array([-along[1], along[0]])
    teeth = ((-22, -4), (-12, 3), (-3, -3), (6, 4), (14, -3), (24, 3))
    zigzag = np.array([gap + a * across + b * along for a, b in teeth])
    _curve(sheet, zigzag, "white", 6, above=7)
    _curve(sheet, zigzag, ORANGE, 3, above=8)
    angle = np.linspace(0, 2 * np.pi, 40)
    _shape(sheet, np.column_stack([46 + 36 * np.cos(angle), 92 + 29 * np.sin(angle)]), "#FBF5E6", above=2)
    sheet.text(160, 118, "break", 9.5, ORANGE, bold=True)
    sheet.line((154, 118), (118, 136), ORANGE, 1)
    sheet.text(12, 462, "A model drawing; thick lines are bridges.", 9, FAINT)
    _fracture_figures(sheet)
    levels = "; ".join(f"{name}: {plain(value_of(id))}" for name, id in _LEVELS)
    missed = fact("as-fracture-film-missed")
    n, people = plain(fact("as-fracture-cervical").n), plain(value_of("as-fracture-people"))
    return sheet.picture(
        "Left, a stooped spine whose vertebrae are joined by bridges, broken through the lower neck. Right, figures. "
        f"Of {n} fractures in {people} people with AS: {levels}. On plain films "
        f"{plain(missed.value)} of {plain(missed.n)} neck fractures were not seen, "
        f"{fact('as-fracture-film-missed-share').text}. On admission {fact('as-fracture-deficit').text} of "
        f"{plain(fact('as-fracture-deficit').n)} people had a neurologic deficit. Odds ratio of vertebral fracture: "
        f"{fact('as-fracture-or').text} and {fact('as-fracture-or-other').text} in two meta-analyses.",
    )


_LEVELS = (("neck", "as-fracture-cervical"), ("upper back", "as-fracture-thoracic"), ("low back", "as-fracture-lumbar"))


def _fracture_figures(sheet: Sheet) -> None:
    left, right = 340.0, 600.0
    at = _scale(left, right, 100)
    n = int(fact("as-fracture-cervical").n or 0)
    people = plain(value_of("as-fracture-people"))
    sheet.text(250, 60, f"Where? {n} fractures in {people} people (Robinson2015)", 10, BLUE, bold=True)
    for row, (name, id) in enumerate(_LEVELS):
        _share(sheet, 86 + 28.0 * row, name, int(value_of(id)), n, at)
    sheet.text(250, 194, "Not seen on plain films of the neck (Anwar2011)", 10, BLUE, bold=True)
    missed = fact("as-fracture-film-missed")
    _share(sheet, 220, "missed", int(value_of("as-fracture-film-missed")), int(missed.n or 0), at)
    sheet.text(250, 270, "Neurologic deficit on admission (Westerveld2009)", 10, BLUE, bold=True)
    deficit = fact("as-fracture-deficit")
    admitted = int(deficit.n or 0)
    _share(sheet, 296, "deficit", round((deficit.value or 0) * admitted / 100), admitted, at)
    for percent in range(0, 101, 25):
        sheet.axes.plot([at(percent)] * 2, [76, 312], color=GRID, linewidth=0.8, zorder=0)
        sheet.text(at(percent), 326, f"{percent} %", 9, FAINT, across="center")
    sheet.text(250, 362, "Odds ratio of a vertebral fracture, AS against others", 10, BLUE, bold=True)
    for row, id in enumerate(("as-fracture-or", "as-fracture-or-other")):
        found = fact(id)
        y = 386 + 24.0 * row
        wide = _scale(left, right, 8)
        sheet.text(328, y, found.sources[0], 9, across="right")
        if found.low is None or found.high is None:
            raise LookupError(f"the fact ‘{id}’ needs an interval to be drawn")
        sheet.line((wide(found.low), wide(found.high)), (y, y), GREEN, 2.6)
        sheet.dot(wide(value_of(id)), y, GREEN, "s", 7)
        sheet.text(612, y, found.text.replace(" times", ""), 9)
    wide = _scale(left, right, 8)
    for times in (1, 2, 4, 6, 8):
        sheet.axes.plot([wide(times)] * 2, [376, 422], color=INK if times == 1 else GRID, linewidth=0.9, zorder=0)
        sheet.text(wide(times), 434, f"{times}", 9, FAINT, across="center")
    sheet.text(340, 462, "Lines are 95 % intervals; for counts, Wilson intervals.", 9, FAINT)


def _share(sheet: Sheet, y: float, name: str, count: int, n: int, at: Callable[[float], float]) -> None:
    span = wilson(count, n)
    sheet.text(328, y, name, 9.5, across="right")
    sheet.line((at(span.low), at(span.high)), (y, y), PURPLE, 2.6)
    sheet.dot(at(100 * count / n), y, PURPLE, "o", 7)
    sheet.text(612, y, f"{count} of {n}: {100 * count / n:.0f} %", 9)

"""The pictures of lesson 06: where the pain of a person with lupus comes from, and what the criteria count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Circle, Ellipse, PathPatch, Rectangle
from matplotlib.path import Path

from spinelab.content import fact
from spinelab.content.facts import plain
from spinelab.content.figures import INK, WIDTH
from spinelab.content.picture import Picture
from spinelab.disease.figures.sheet import BLUE, FAINT, GRID, ORANGE, PURPLE, Sheet, value_of
from spinelab.disease.instruments import instrument
from spinelab.disease.side_view import smooth

_SKIN, _SKIN_EDGE, _BONE, _BONE_EDGE = "#F6EDE6", "#B9A99C", "#FFFFFF", "#5B5B5B"
_MIDDLE = 366.0
_SIGNS = {"lupus": ("o", PURPLE), "treatment": ("^", ORANGE), "beside": ("s", BLUE)}
_WORDS = {"lupus": "lupus itself", "treatment": "its treatment, or infection", "beside": "beside lupus"}


# ---------------------------------------------------------------- where the pain comes from


def lupus_and_the_back() -> Picture:
    """A back seen from behind: what hurts, how often it was found, and whether lupus or its treatment does it."""
    sheet = Sheet("A back in lupus: eight places where pain may come from", 660)
    _body(sheet)
    rows = _places()
    for side, x, across in (("left", 14.0, "left"), ("right", 516.0, "left")):
        for place in [row for row in rows if row[0] == side]:
            _, y, sort, words, spot = place
            shape, colour = _SIGNS[sort]
            sheet.dot(x + 4, y, colour, shape, 8)
            lines = words.split("\n")
            sheet.text(x + 16, y, lines[0], 9.5, bold=True, across=across)
            sheet.text(x + 16, y + 9 + 8.5 * len(lines[1:]), "\n".join(lines[1:]), 9)
            edge = 242.0 if side == "left" else 512.0
            sheet.axes.plot((edge, spot[0]), (y, spot[1]), color=INK, linewidth=0.8, zorder=7)
            sheet.axes.plot([spot[0]], [spot[1]], shape, color=colour, markersize=6, zorder=8, markeredgecolor="white")
    for x, (sort, words) in zip((18, 120, 326), _WORDS.items(), strict=True):
        shape, colour = _SIGNS[sort]
        sheet.dot(x, 640, colour, shape, 8)
        sheet.text(x + 12, 640, words, 9)
    sheet.text(548, 640, "A drawing, seen from behind.", 9, FAINT)
    arthritis = fact("sle-arthritis")
    share = f"{plain(arthritis.low)} to {plain(arthritis.high)} %"
    hands = f"The arthritis of lupus, in {share}, is in hands, wrists and knees."
    sheet.text(14, 614, hands, 9.5)
    said = "; ".join(f"{_WORDS[sort]}: {' '.join(words.split())}" for _, _, sort, words, _ in rows)
    return sheet.picture(
        "A back seen from behind with the spine, the two lowest ribs, kidneys, pelvis and hips. Eight places are "
        f"named, each with a sign for its origin. {said}. {hands}",
        "SLE_JRheumTable, Yilmaz2020, Bitencourt2020, Almehed2010, TMlupus2017, Gontero2015, Wu2004, FMinSLE2024, "
        "Balow2005.",
    )


def _places() -> list[tuple[str, float, str, str, tuple[float, float]]]:
    """Side of the label, its height, the origin, the words, and the spot in the drawing (pixels)."""
    v = value_of
    myelitis = fact("sle-transverse-myelitis")
    return [
        ("left", 84, "beside", f"Fibromyalgia\nacross the body, {plain(v('sle-fibromyalgia'))} %", (304, 150)),
        (
            "left", 190, "lupus",
            f"Muscle\naches often, but is inflamed\nin {plain(v('sle-myositis'))} % only", (320, 226),
        ),
        ("left", 318, "lupus", "Kidney\nnephritis is usually silent;\nstones and infection hurt", (324, 338)),
        ("left", 452, "lupus", f"Sacroiliac joint\nspared as a rule; inflamed\nin {plain(v('sle-sacroiliitis'))} % "
         "of one study", (338, 452)),
        (
            "right", 84, "lupus",
            f"Cord\ntransverse myelitis,\n{plain(myelitis.low)} to {plain(myelitis.high)} %: an emergency", (366, 205),
        ),
        (
            "right", 218, "treatment",
            f"Vertebra\nfractured on the film in\n{plain(v('sle-vertebral-fracture'))} % of "
            f"{plain(fact('sle-vertebral-fracture').n)} women", (372, 292),
        ),
        (
            "right", 340, "treatment",
            "Disc and bone: infection\nrare; one steady spot,\nfever may be absent", (370, 374),
        ),
        (
            "right", 470, "treatment",
            f"Hip: dead bone\nosteonecrosis, {plain(v('sle-osteonecrosis'))} % of "
            f"{plain(fact('sle-osteonecrosis').n)};\nfelt in groin, buttock, knee", (447, 512),
        ),
    ]  # fmt: skip


def _closed(sheet: Sheet, points: object, fill: str, edge: str, order: float, width: float = 1.0) -> None:
    curve = smooth(np.asarray(points, dtype=float))
    sheet.axes.add_patch(
        PathPatch(Path(np.vstack([curve, curve[:1]])), facecolor=fill, edgecolor=edge, linewidth=width, zorder=order)
    )


def _mirrored(half: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A closed outline from its right half, given from the top down, as offsets from the middle line."""
    return [(_MIDDLE + x, y) for x, y in half] + [(_MIDDLE - x, y) for x, y in reversed(half)]


def _body(sheet: Sheet) -> None:
    trunk = [
        (14, 48), (26, 52), (28, 78), (30, 96), (62, 112), (100, 124), (112, 150), (106, 190), (98, 240), (90, 300),
        (86, 340), (94, 390), (118, 440), (134, 500), (132, 560), (126, 588),
    ]  # fmt: skip
    _closed(sheet, _mirrored(trunk), _SKIN, _SKIN_EDGE, 0.5, 1.4)
    for side in (-1.0, 1.0):
        _pelvis_and_hip(sheet, side)
        top = 326 if side < 0 else 334  # the right kidney lies a little lower; from behind it is on the right
        _kidney(sheet, _MIDDLE + side * 40, top, side)
        for start, end, length in ((282, 322, 76), (297, 330, 50)):
            t = np.linspace(0, 1, 20)
            sheet.axes.plot(
                _MIDDLE + side * (9 + length * t), start + (end - start) * t**1.6 + 6 * t,
                color=_BONE_EDGE, linewidth=3.4, zorder=3.4, solid_capstyle="round",
            )  # fmt: skip
            sheet.axes.plot(
                _MIDDLE + side * (9 + length * t), start + (end - start) * t**1.6 + 6 * t,
                color=_BONE, linewidth=1.8, zorder=3.5, solid_capstyle="round",
            )  # fmt: skip
    _closed(sheet, _mirrored([(17, 420), (26, 426), (24, 446), (15, 468), (6, 486), (3, 500)]), _BONE, _BONE_EDGE, 3.2)
    sheet.axes.plot([_MIDDLE, _MIDDLE], [64, 318], color="#C79A2B", linewidth=3.2, zorder=4.5)  # cord, to L1
    y = 64.0
    for level in range(24):
        high = 10.0 if level < 7 else 14.5 if level < 19 else 22.4
        wide = 9.0 if level < 7 else 8 + 0.45 * (level - 6) if level < 19 else 14.5
        box = Rectangle(
            (_MIDDLE - wide, y), 2 * wide, high * 0.78, facecolor=_BONE, edgecolor=_BONE_EDGE, linewidth=0.9, zorder=3
        )
        sheet.axes.add_patch(box)
        reach = wide + (5 if level < 7 else 8 if level < 19 else 11)
        for side in (-1, 1):
            sheet.line(
                (_MIDDLE + side * wide, _MIDDLE + side * reach), (y + high * 0.3, y + high * 0.3), _BONE_EDGE, 1.6
            )
        y += high


def _pelvis_and_hip(sheet: Sheet, side: float) -> None:
    def placed(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(_MIDDLE + side * x, y) for x, y in points]

    ilium = [
        (24, 432), (40, 416), (66, 410), (88, 424), (94, 450), (84, 474), (80, 496), (62, 500), (46, 478), (28, 470),
    ]  # fmt: skip
    _closed(sheet, placed(ilium), _BONE, _BONE_EDGE, 2.8)
    ischium = [(58, 492), (78, 498), (72, 524), (60, 546), (46, 548), (42, 534), (52, 520)]
    _closed(sheet, placed(ischium), _BONE, _BONE_EDGE, 2.7)
    femur = [
        (86, 497), (98, 502), (109, 493), (119, 500), (120, 520), (115, 546), (112, 588), (97, 588), (98, 550),
        (95, 531), (85, 520),
    ]  # fmt: skip
    _closed(sheet, placed(femur), _BONE, _BONE_EDGE, 2.9)
    head = Circle((_MIDDLE + side * 81, 508), 12.5, facecolor=_BONE, edgecolor=_BONE_EDGE, linewidth=1.1, zorder=3)
    sheet.axes.add_patch(head)


def _kidney(sheet: Sheet, x: float, y: float, side: float) -> None:
    bean = [(0, -30), (12, -26), (19, -8), (18, 12), (10, 28), (-1, 30), (-7, 18), (-3, 4), (-4, -8), (-8, -20)]
    _closed(sheet, [(x + side * dx, y + dy) for dx, dy in bean], "#E7C3C6", "#8A4B55", 2.2)


# ---------------------------------------------------------------- fractures seen and known


def fractures_seen_and_known() -> Picture:
    """The women of one study: how many had a vertebral fracture on the film, and how many of them knew."""
    people = int(fact("sle-vertebral-fracture").n or 0)
    broken = round(people * value_of("sle-vertebral-fracture") / 100)
    known = round(people * value_of("sle-vertebral-fracture-known") / 100)
    sheet = Sheet(f"{people} women with lupus, and their spinal films", 300)
    for index in range(people):
        column, row = divmod(index, 6)
        x, y = 36 + column * 27.4, 60 + row * 27
        if index < known:
            sheet.dot(x, y, ORANGE, "^", 10)
        elif index < broken:
            sheet.dot(x, y, ORANGE, "^", 10, filled=False)
        else:
            sheet.dot(x, y, GRID, "o", 8)
    rows = [
        (ORANGE, "^", True, f"{known} knew of their fracture"),
        (ORANGE, "^", False, f"{broken - known} had one on the film and did not know"),
        (GRID, "o", True, f"{people - broken} had none"),
    ]
    for index, (colour, shape, filled, words) in enumerate(rows):
        sheet.dot(28, 230 + 22 * index, colour, shape, 9, filled)
        sheet.text(42, 230 + 22 * index, words, 9.5)
    sheet.text(430, 274, "Counted from rounded shares. Almehed2010.", 9, FAINT)
    return sheet.picture(
        f"{people} marks, one for each woman with lupus in one study. {known} filled triangles: women who knew of a "
        f"vertebral fracture. {broken - known} open triangles: women with a fracture on the film who did not know. "
        f"{people - broken} grey circles: no fracture. So about one in seven of the fractures was known."
    )


# ---------------------------------------------------------------- what myelitis looks like

_MYELITIS = [
    ("sle-myelitis-sensory", "Numbness"),
    ("sle-myelitis-motor", "Weakness"),
    ("sle-myelitis-sphincter", "Bladder trouble"),
    ("sle-myelitis-first-sign", "First sign of lupus"),
    ("sle-myelitis-full-recovery", "Full recovery"),
]


def myelitis_signs() -> Picture:
    """What was found in people with lupus and a long myelitis, and how many recovered fully."""
    people = int(fact("sle-myelitis-sensory").n or 0)
    sheet = Sheet(f"Myelitis in lupus: {people} published patients with long lesions", 280)
    left, right = 200.0, 690.0
    said = []
    for percent in range(0, 101, 25):
        x = left + (right - left) * percent / 100
        sheet.line((x, x), (50, 226), GRID, 0.8)
        sheet.text(x, 240, f"{percent} %", 9, FAINT, across="center")
    for index, (id, name) in enumerate(_MYELITIS):
        y = 66 + 36 * index
        share = value_of(id)
        x = left + (right - left) * share / 100
        late = id.endswith(("first-sign", "full-recovery"))
        sheet.text(left - 12, y, name, 9.5, across="right")
        box = Rectangle(
            (left, y - 9), x - left, 18, facecolor="white" if late else PURPLE, edgecolor=PURPLE, linewidth=1.4,
            hatch="///" if late else None, zorder=3,
        )  # fmt: skip
        sheet.axes.add_patch(box)
        sheet.text(x + 8, y, f"{plain(share)} %", 9.5, bold=True)
        said.append(f"{name.lower()} {plain(share)} %")
    sheet.text(12, 264, "Filled: signs. Hatched: the history. The study counts no back pain. Espinosa2010.", 9, FAINT)
    segments = plain(value_of("sle-myelitis-segments"))
    return sheet.picture(
        f"Bar chart of {people} people with lupus and a myelitis over more than {segments} segments of the cord: "
        f"{', '.join(said)}. The three signs stand far above the rest; few recovered fully."
    )


# ---------------------------------------------------------------- what the 2019 criteria count


def sle_2019_points() -> Picture:
    """The domains of the 2019 criteria, with the points of each item; in a domain only the heaviest counts."""
    rules = instrument("sle_2019")
    cut = plain(rules.limits["cut_off"])
    sheet = Sheet("The 2019 criteria: in each domain only the heaviest finding counts", 420)
    left, step = 250.0, 44.0
    said = []
    for points in range(0, 11, 2):
        sheet.line((left + step * points, left + step * points), (50, 366), GRID, 0.8)
        sheet.text(left + step * points, 380, str(points), 9, FAINT, across="center")
    for index, group in enumerate(rules.groups):
        y = 66 + 31 * index
        clinical = group.kind == "clinical"
        colour, shape = (PURPLE, "o") if clinical else (BLUE, "s")
        weights = sorted({item.points for item in rules.items if item.group == group.id})
        sheet.text(left - 16, y, group.name, 9.5, across="right")
        sheet.line((left, left + step * weights[-1]), (y, y), colour, 3.0)
        for weight in weights:
            sheet.dot(left + step * weight, y, colour, shape, 10, filled=weight == weights[-1])
        said.append(f"{group.name} {' or '.join(plain(weight) for weight in weights)}")
    sheet.text(left + step * 5, 398, "points", 9, FAINT, across="center")
    sheet.dot(24, 398, PURPLE, "o", 8)
    sheet.text(36, 398, "clinical", 9)
    sheet.dot(100, 398, BLUE, "s", 8)
    sheet.text(112, 398, "immunologic", 9)
    sheet.text(WIDTH - 12, 398, "Filled: the heaviest of its domain.", 9, FAINT, across="right")
    sheet.axes.add_patch(Ellipse((left + step * 10, 66 + 31 * 6), 30, 26, fill=False, edgecolor=INK, zorder=8))
    sheet.text(left + step * 10 - 22, 66 + 31 * 6 + 17, "one biopsy is enough", 9, INK, across="right")
    return sheet.picture(
        f"Ten domains of the 2019 criteria for lupus and the points of their findings: {'; '.join(said)}. {cut} points "
        "meet the criteria, with antinuclear antibodies and at least one clinical finding. A biopsy with class III or "
        "IV nephritis reaches them alone.",
        "Aringer2019.",
    )

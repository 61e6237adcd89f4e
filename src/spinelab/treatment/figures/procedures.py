"""The pictures of lesson 11: blocks, operations on the upper neck, and what became of the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from spinelab.content import Picture, fact, nearest
from spinelab.content.facts import plain
from spinelab.content.figures import page as blank
from spinelab.content.intervals import wilson
from spinelab.treatment.figures import page
from spinelab.treatment.figures.page import BLUE, GREEN, GREY, INK, RULE, SOFT, TEXT_PT, VERMILLION

Point = tuple[float, float]

BONE, BONE_EDGE, FAR_BONE = "#EFE0C0", "#6B5334", "#F8F1E2"
CORD, CORD_EDGE = "#F5EC9A", "#6F6A00"
STEEL = "#33475B"
GRAFT = "#B9DCF0"
REGIONS = {"low back": "lumbar", "neck": "neck"}

# Outlines in pixels, y running down. Lumbar vertebra from behind: right halves, or one side, about its middle.
# fmt: off
LUMBAR_BODY = [(0, -44), (58, -42), (54, 8), (58, 46), (0, 44)]
TRANSVERSE_PROCESS = [(34, -22), (62, -28), (108, -30), (116, -22), (108, -14), (62, -6), (34, -4)]
SUPERIOR_PROCESS = [(30, -2), (28, -30), (31, -62), (42, -70), (54, -54), (50, -26), (48, -2)]
LAMINA = [
    (0, -26), (34, -22), (44, -6), (33, 16), (30, 40), (33, 84), (24, 96), (13, 84), (12, 52), (0, 44),
]
LUMBAR_SPINE = [(0, -12), (8, -6), (10, 24), (13, 52), (0, 60)]

# Cervical vertebra from the left side, about the top of its articular pillar.
CERVICAL_BODY = [(-104, -16), (-76, -18), (-50, -20), (-48, 14), (-50, 40), (-76, 42), (-106, 46), (-102, 14)]
PEDICLE = [(-60, 2), (-20, -4), (-20, 18), (-60, 22)]
PILLAR = [
    (-30, -34), (-26, -30), (30, 8), (32, 14), (25, 28), (32, 74), (30, 78), (22, 78), (-28, 42), (-31, 36), (-24, 4),
    (-31, -30),
]
CERVICAL_SPINE = [(14, 6), (46, 16), (92, 40), (104, 58), (90, 66), (50, 50), (10, 40)]

# Skull and upper neck in the midline, the face on the left.
CLIVUS = [(78, 10), (90, 8), (116, 46), (123, 64), (115, 68), (98, 48)]
OCCIPUT = [(212, 62), (222, 58), (262, 44), (306, 12), (318, 20), (284, 58), (232, 74), (214, 72)]
FRONT_OF_C1 = [(104, 84), (116, 84), (118, 100), (114, 116), (104, 116), (101, 100)]
ARCH_OF_C1 = [(198, 90), (214, 90), (222, 102), (214, 114), (198, 114), (194, 102)]
C2 = [
    (128, 104), (126, 86), (136, 78), (146, 86), (146, 108), (148, 134), (152, 172), (132, 176), (112, 180), (120, 140),
]
SPINE_OF_C2 = [(190, 146), (204, 142), (244, 162), (248, 180), (226, 178), (196, 164)]
BODY_BELOW = [(112, 0), (132, -3), (152, 0), (150, 18), (152, 36), (132, 38), (110, 38), (114, 18)]
SPINE_BELOW = [(192, 6), (204, 4), (232, 18), (234, 30), (214, 28), (194, 20)]
GRAFT_BETWEEN = [(198, 118), (226, 112), (240, 138), (232, 150), (204, 140)]
# fmt: on


def medial_branch_targets() -> Picture:
    """Where the medial branches run and where the needle goes: low back from behind, neck from the left side."""
    figure, axes = blank(760, 536)
    _heading(axes, 12, 20, "Low back from behind: joint L4/5")
    _heading(axes, 404, 20, "Neck from the left: joint C4/5")
    axes.plot([390, 390], [12, 452], color=RULE, linewidth=1)
    _lumbar(axes, 150, (112, 234, 356))
    _cervical(axes, 560, (84, 164, 244, 324))
    key = (
        ("◎", VERMILLION, "target of the needle"),
        ("━", GREEN, "medial branch and its twigs"),
        ("━", BLUE, "the joint in question"),
    )
    for (sign, colour, words), x in zip(key, (14, 200, 428), strict=True):
        _words(axes, x, 476, sign, colour, weight="bold")
        _words(axes, x + 22, 476, words)
    _words(axes, 14, 500, "One joint, two nerves: two needles in each region. Model drawing, not to scale.", SOFT)
    _words(axes, 14, 520, "The joint C2/3 has its own nerve, the third occipital nerve.", SOFT)
    alt = (
        "Two drawings of bones with nerves. Left: L3, L4 and L5 from behind. On the right-hand side the medial branch "
        "of L3 comes down from above, crosses the angle between the superior articular process and the transverse "
        "process of L4, turns towards the midline and sends twigs to the joints L3/4 and L4/5. The medial branch of L4 "
        "does the same one level lower, at L5. A needle from the side ends at each of these two angles: both branches "
        "serve the joint L4/5. Right: C3 to C6 from the side, the vertebral bodies on the left, the articular pillars "
        "as slanting blocks behind them, the spinous processes on the right. Each medial branch crosses the waist of "
        "its pillar. For the joint C4/5 the needles end on the waists of C4 and C5; they are seen end on."
    )
    return Picture(page.png(figure), alt, "Sources: Tran2022, Lumbarmbb_oblique, CervicalMBB, NerveRule.", 760)


def one_block_or_two(region: str = "low back") -> Picture:
    """Of 100 people with long-lasting pain in the `low back` or the `neck`: who answers to one block, and to two.

    Raises LookupError that names the nearest region.
    """
    true, false = block_counts(region)
    figure, axes = blank(760, 390)
    _heading(axes, 12, 20, f"100 people with chronic pain in the {region}, and a block of the medial branches")
    for number in range(100):
        kind = "true" if number < true else "false" if number < true + false else "none"
        _person(axes, 32 + 31 * (number % 10), 56 + 30 * (number // 10), kind)
    positive = true + false
    share = round(100 * false / positive)
    lines = (
        ("none", 70, f"{100 - positive} do not answer to the first block.", "The joint is unlikely to be the cause."),
        ("false", 142, f"{false} answer to the first block only.", "The second block fails: a false positive."),
        ("true", 214, f"{true} answer to both blocks.", "The joint is a likely cause. Nobody sees the truth."),
    )
    for kind, y, first, second in lines:
        _person(axes, 372, y, kind)
        _words(axes, 394, y - 9, first, weight="bold")
        _words(axes, 394, y + 11, second, SOFT)
    axes.add_patch(FancyBboxPatch((362, 254), 384, 92, boxstyle="round,pad=0,rounding_size=6", fc="#F2F6FA", ec=BLUE))
    _words(axes, 376, 276, f"After one block: {positive} “positive”", BLUE, weight="bold")
    _words(axes, 376, 298, f"{false} of these {positive} are false: about {share} in 100.")
    _words(axes, 376, 324, f"After two blocks: {true} are left.", BLUE, weight="bold")
    _words(axes, 12, 374, "One pain clinic; people sent there for blocks. Elsewhere the shares differ.", SOFT)
    alt = (
        f"A hundred marks, one a person with chronic pain in the {region} at one pain clinic. Filled blue circles: "
        f"{true} people answer to the first and the second block. Hollow orange squares: {false} people answer to the "
        f"first block and not to the second. Small grey dots: {100 - positive} people do not answer to the first. "
        f"After one block {positive} count as positive, and {false} of them, about {share} in 100, are false. "
        f"After two blocks {true} are left."
    )
    return Picture(page.png(figure), alt, "Counted from the shares of Manchikanti2004.", 760)


def block_counts(region: str = "low back") -> tuple[int, int]:
    """Of 100 people: how many answer to both blocks, and how many to the first only. Raises LookupError."""
    if region not in REGIONS:
        raise LookupError(f"no region is named ‘{region}’{nearest(region, REGIONS)}")
    share, rate = (fact(f"facet-{REGIONS[region]}-{part}").value or 0 for part in ("share", "false-positive"))
    return round(share), round((100 - share) * rate / 100)


def neck_operations() -> Picture:
    """A slipped atlas, and three operations: C1-C2 fusion, occiput to neck, laminectomy alone."""
    figure, axes = blank(760, 736)
    panels = {
        "1  The problem: C1 has slipped": (
            "The ring moves forward with the skull.",
            "The cord is caught between dens and arch.",
        ),
        "2  Fusion of C1 and C2": (
            "Put back, held by screws and rods beside",
            "the cord; a graft grows into bone.",
        ),
        "3  Fusion from the skull to the neck": (
            "For settling: the dens stands in the foramen,",
            "and the plate must hold the skull as well.",
        ),
        "4  Laminectomy alone": (
            "The arch is gone, and nothing holds C1.",
            "It slips on, and the cord bends over the dens.",
        ),
    }
    corners = ((0, 0), (380, 0), (0, 366), (380, 366))
    for (x, y), (title, (first, second)) in zip(corners, panels.items(), strict=True):
        axes.add_patch(Rectangle((x + 6, y + 6), 368, 354, fc="none", ec=RULE, lw=1))
        _heading(axes, x + 16, y + 24, title)
        _words(axes, x + 16, y + 326, first)
        _words(axes, x + 16, y + 345, second)
    _neck(axes, 20, 40, slip=24)
    _arrow(axes, (124, 156), (82, 156))
    for words, y, end in (("skull", 104, (272, 84)), ("arch of C1", 142, (206, 142)), ("spinal cord", 262, (192, 258))):
        _pointer(axes, (288, y), end, words)
    for words, y, end in (("front of C1", 124, (102, 136)), ("dens of C2", 196, (150, 168)), ("C3", 246, (144, 246))):
        _pointer(axes, (94, y), end, words, left=True)
    _neck(axes, 380, 40, graft=True)
    for words, y, end in (("screws, rod", 140, (608, 152)), ("graft", 178, (608, 174))):
        _pointer(axes, (650, y), end, words)
    _screws(axes, 380, 40, [((222, 112), (142, 100)), ((216, 160), (132, 140))])
    _neck(axes, 0, 406, settled=26)
    _screws(axes, 0, 406, [((264, 70), (252, 92)), ((216, 160), (132, 142)), ((212, 206), (140, 200))])
    _neck(axes, 380, 406, slip=34, arch=False)
    _pointer(axes, (272, 530), (236, 520), "plate and rod")
    _arrow(axes, (490, 524), (444, 524))
    _pointer(axes, (622, 508), (554, 508), "arch removed")
    alt = (
        "Four drawings of the upper neck cut in the midline, the face on the left. One: the atlas, C1, has moved "
        "forward with the skull; a gap has opened in front of the dens, and the spinal cord is caught between the "
        "dens and the rear arch of C1. Two, fusion of C1 and C2: the atlas is back in place; two screws on each "
        "side go forward beside the cord into C1 and C2 and are joined by a rod; a bone graft lies between the "
        "arches. Three, fusion from the skull to the neck: the skull has settled and the dens stands in the "
        "foramen; a rod runs from screws in the back of the skull to C2 and C3. Four, laminectomy alone: the rear "
        "arch of C1 is taken away and shown as a dashed outline; C1 and the skull have slipped further forward, "
        "and the cord is bent over the dens. "
        "Model drawings, not to scale."
    )
    return Picture(page.png(figure), alt, "Model drawings, not to scale. Screws lie beside the cord, not in it.", 760)


@dataclass(frozen=True)
class Result:
    """A row of the outcome picture: who, what happened, and the share with an interval where people were counted."""

    who: str
    what: str
    share: float
    low: float | None
    high: float | None
    counted: str
    source: str

    @property
    def text(self) -> str:
        if self.low is None or self.high is None:
            return f"{plain(round(self.share, 1))} %, no interval"
        return f"{self.counted}: {self.share:.0f} % ({self.low:.0f} to {self.high:.0f})"


def results() -> list[tuple[str, list[Result]]]:
    """The rows in their three groups; a count gets its Wilson interval, a bare percentage none."""
    years = plain(fact("ranawat-survival-clock").value)
    alive = [
        _share(f"class {name}", f"alive after {years} years", f"ranawat-{id}-survival")
        for name, id in (("I", "one"), ("II", "two"), ("IIIA", "threea"), ("IIIB", "threeb"))
    ]
    recovered = [
        _share("class IIIA", "class I or II afterwards", "casey-walking-better"),
        _share("class IIIB", "class I or II afterwards", "casey-not-walking-better"),
        _count("class IIIB", "favourable outcome", "casey-bedbound-better"),
        _count("class IIIB, fit for surgery", "walks again", "nannapaneni-walk-again"),
    ]
    left = [
        _count("cord signs, collar", "worse", "boden-collar-all-worse"),
        _count("cord signs, refused it", "worse", "sunahara-worse"),
    ]
    return [("After an operation: alive", alive), ("After an operation: better", recovered), ("No operation", left)]


def outcomes_by_class() -> Picture:
    """What became of people with a rheumatoid neck, by Ranawat class before the operation, with intervals."""
    groups = results()
    height = 60 + sum(44 + 34 * len(rows) for _, rows in groups) + 46
    figure, axes = blank(760, height)
    _heading(axes, 12, 20, "The rheumatoid neck: what became of the people, by class before the operation")
    left, right = 376.0, 546.0
    y = 46.0
    for title, rows in groups:
        _words(axes, 12, y + 12, title, weight="bold")
        axes.plot([12, 748], [y + 26, y + 26], color=INK, linewidth=1)
        bottom = y + 34 + 34 * len(rows)
        for tick in (0, 50, 100):
            x = left + (right - left) * tick / 100
            axes.plot([x, x], [y + 28, bottom], color=RULE, linewidth=0.8, zorder=0)
        for place, row in enumerate(rows):
            _result(axes, row, y + 50 + 34 * place, left, right)
        y = bottom + 10
    for tick in (0, 50, 100):
        x = left + (right - left) * tick / 100
        _words(axes, x, y + 6, f"{tick} %", SOFT, ha="center")
    key = "■ counted, with 95 % interval (Wilson)   ○ only a percentage was printed: no interval"
    _words(axes, 12, y + 34, key, SOFT)
    told = " ".join(
        f"{title}: " + "; ".join(f"{row.who}, {row.what}: {row.text}, {row.source}" for row in rows) + "."
        for title, rows in groups
    )
    alt = (
        f"Chart of outcomes of the rheumatoid neck in three groups, on a scale from 0 to 100 %. {told} "
        "No trial compared operation and no operation; the groups differ in how ill they were."
    )
    cites = dict.fromkeys(row.source for _, rows in groups for row in rows)
    return Picture(page.png(figure), alt, f"Sources: {', '.join(cites)}. No trial; the groups differ.", 760)


def _share(who: str, what: str, id: str) -> Result:
    item = fact(id)
    return Result(who, what, item.value or 0, None, None, "", item.sources[0])


def _count(who: str, what: str, id: str) -> Result:
    item = fact(id)
    count, n = int(item.value or 0), int(item.n or 0)
    around = wilson(count, n)
    return Result(who, what, 100 * count / n, around.low, around.high, f"{count} of {n}", item.sources[0])


def _result(axes: Axes, row: Result, y: float, left: float, right: float) -> None:
    def at(share: float) -> float:
        return left + (right - left) * share / 100

    _words(axes, 12, y, row.who)
    _words(axes, 206, y, row.what, SOFT)
    counted = row.low is not None and row.high is not None
    if row.low is not None and row.high is not None:
        axes.plot([at(row.low), at(row.high)], [y, y], color=BLUE, linewidth=2, solid_capstyle="butt")
    axes.plot([at(row.share)], [y], "s" if counted else "o", color=BLUE, ms=7, mfc=BLUE if counted else "white")
    _words(axes, 566, y, row.text)


def _person(axes: Axes, x: float, y: float, kind: str) -> None:
    looks: dict[str, tuple[str, str, str, float]] = {
        "true": ("o", BLUE, BLUE, 12),
        "false": ("s", VERMILLION, "white", 11),
        "none": ("o", GREY, GREY, 4),
    }
    marker, edge, inside, size = looks[kind]
    axes.plot([x], [y], marker, color=edge, markerfacecolor=inside, markersize=size, markeredgewidth=2)


def _lumbar(axes: Axes, middle: float, levels: Sequence[float]) -> None:
    """Three lumbar vertebrae from behind, with the two branches of the joint between the lower two."""
    names = ("L3", "L4", "L5")
    for y in levels:
        _shape(axes, _both(LUMBAR_BODY, middle, y), FAR_BONE, GREY, 0.8)
    for y in reversed(levels):
        _vertebra_from_behind(axes, middle, y)
    for name, y in zip(names, levels, strict=True):
        _words(axes, middle, y + 34, name, ha="center", weight="bold")
    upper, lower = levels[1], levels[2]
    joint = [(middle + 27, lower - 60), (middle + 30, lower - 44), (middle + 29, lower - 28)]
    axes.plot([x for x, _ in joint], [y for _, y in joint], color=BLUE, linewidth=4, solid_capstyle="round", zorder=6)
    for number, (name, y) in enumerate((("L3 branch", upper), ("L4 branch", lower)), 1):
        target = (middle + 53, y - 17)
        trunk = [(middle + 74, y - 84), (middle + 62, y - 50), target, (middle + 40, y + 4)]
        _nerve(axes, trunk)
        _nerve(axes, [trunk[-1], (middle + 36, y - 16), (middle + 31, y - 30)], 1.4)
        _nerve(axes, [trunk[-1], (middle + 34, y + 40), (middle + 30, y + 66)], 1.4)
        _needle(axes, (middle + 128, y + 14), target)
        _words(axes, middle + 134, y + 8, f"needle {number}:", VERMILLION, weight="bold")
        _words(axes, middle + 134, y + 26, f"{name},")
        _words(axes, middle + 134, y + 43, f"at {names[number]}")


def _vertebra_from_behind(axes: Axes, middle: float, y: float) -> None:
    for side in (-1, 1):
        _bone(axes, _placed(TRANSVERSE_PROCESS, middle, y, side))
        _bone(axes, _placed(SUPERIOR_PROCESS, middle, y, side))
    _bone(axes, _both(LAMINA, middle, y))
    _shape(axes, _both(LUMBAR_SPINE, middle, y), FAR_BONE, BONE_EDGE)


def _cervical(axes: Axes, pillar: float, levels: Sequence[float]) -> None:
    """Four cervical vertebrae from the left side, with the two branches of the joint between the middle two."""
    for name, y in zip(("C3", "C4", "C5", "C6"), levels, strict=True):
        for outline in (CERVICAL_SPINE, CERVICAL_BODY, PEDICLE, PILLAR):
            _bone(axes, _placed(outline, pillar, y))
        _words(axes, pillar - 78, y + 13, name, ha="center", weight="bold")
    for number, (name, y) in enumerate((("C4 branch", levels[1]), ("C5 branch", levels[2])), 1):
        target = (pillar + 1, y + 18)
        _nerve(axes, [(pillar - 46, y + 34), (pillar - 28, y + 22), target, (pillar + 36, y + 22)])
        _nerve(axes, [(pillar + 28, y + 21), (pillar + 20, y + 12), (pillar + 12, y - 2)], 1.4)
        _nerve(axes, [(pillar + 28, y + 22), (pillar + 26, y + 46), (pillar + 12, y + 62)], 1.4)
        _target(axes, target)
        axes.plot([target[0] + 8, pillar + 118], [y + 16, y + 6], color=VERMILLION, linewidth=0.9, zorder=8)
        _words(axes, pillar + 120, y + 2, f"needle {number}:", VERMILLION, weight="bold")
        _words(axes, pillar + 120, y + 20, name)
    y = levels[2]
    axes.plot([pillar - 28, pillar + 27], [y - 36, y + 2], color=BLUE, linewidth=4, solid_capstyle="round", zorder=6)
    _words(axes, pillar - 78, levels[-1] + 84, "front", SOFT, ha="center")
    _words(axes, pillar + 80, levels[-1] + 84, "back", SOFT, ha="center")


def _neck(
    axes: Axes, x: float, y: float, slip: float = 0, settled: float = 0, arch: bool = True, graft: bool = False
) -> None:
    """The upper neck in the midline: `slip` moves skull and C1 forward, `settled` moves them down, in pixels."""

    moved = (x - slip, y + settled)
    caught = min(1.0, slip / 24) if arch else 0.0
    front = [
        *((154 - slip, 6), (158 - slip * 0.9, 50), (159 - slip * 0.45 + 6 * caught, 80)),
        *((156, 104), (156, 130), (160, 170), (162, 276)),
    ]
    back = [
        *((188 - slip, 6), (190 - slip * 0.9, 50), (184 - slip * 0.5, 80), (180 - 7 * caught, 104)),
        *((180, 134), (184, 176), (184, 276)),
    ]
    cord = [*_smooth(_placed(front, x, y)), *reversed(_smooth(_placed(back, x, y)))]
    _shape(axes, cord, CORD, CORD_EDGE, rounded=False)
    for outline in (CLIVUS, OCCIPUT):
        _bone(axes, _placed(outline, *moved))
    for outline in (C2, SPINE_OF_C2):
        _bone(axes, _placed(outline, x, y))
    for top in (188, 234):
        _bone(axes, _placed(BODY_BELOW, x, y + top))
        _bone(axes, _placed(SPINE_BELOW, x, y + top))
    if graft:
        _shape(axes, _placed(GRAFT_BETWEEN, x, y), GRAFT, BLUE)
    _bone(axes, _placed(FRONT_OF_C1, *moved))
    if arch:
        _bone(axes, _placed(ARCH_OF_C1, *moved))
    else:
        _shape(axes, _placed(ARCH_OF_C1, *moved), "none", GREY, dashed=True)


def _screws(axes: Axes, x: float, y: float, screws: Sequence[tuple[Point, Point]]) -> None:
    """Screws from head to tip, and the rod that joins the heads."""
    rod = [(x + head[0], y + head[1]) for head, _ in screws]
    axes.plot([px for px, _ in rod], [py for _, py in rod], color=STEEL, linewidth=5, solid_capstyle="round", zorder=9)
    for head, tip in screws:
        axes.plot([x + head[0], x + tip[0]], [y + head[1], y + tip[1]], color=STEEL, linewidth=3.2, zorder=8)
        axes.add_patch(Ellipse((x + head[0], y + head[1]), 14, 14, fc=STEEL, ec="white", lw=1, zorder=10))


def _placed(outline: Sequence[Point], x: float, y: float, side: int = 1) -> list[Point]:
    """An outline moved to (x, y); side -1 mirrors it."""
    return [(x + side * across, y + down) for across, down in outline]


def _both(right: Sequence[Point], x: float, y: float) -> list[Point]:
    """An outline from its right half, mirrored."""
    left = [point for point in reversed(right) if point[0]]
    return _placed(right, x, y) + _placed(left, x, y, -1)


def _bone(axes: Axes, points: Sequence[Point]) -> None:
    _shape(axes, points, BONE, BONE_EDGE)


def _shape(
    axes: Axes,
    points: Sequence[Point],
    fill: str,
    edge: str,
    width: float = 1.3,
    rounded: bool = True,
    dashed: bool = False,
) -> None:
    """A closed outline; rounded ones touch the middle of each side and bend towards each corner."""
    path = Path([*points, points[0]], closed=True)
    if rounded:
        middles = _middles([*points, points[0]])
        vertices = [middles[-1]]
        for corner, middle in zip(points, middles, strict=True):
            vertices += [corner, middle]
        path = Path(vertices, [Path.MOVETO] + [Path.CURVE3] * (2 * len(points)))
    style = "--" if dashed else "-"
    axes.add_patch(PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=width, linestyle=style))


def _middles(points: Sequence[Point]) -> list[Point]:
    """The middle of each side."""
    return [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(points)]


def _smooth(points: Sequence[Point]) -> list[Point]:
    """A curve through all the points (Catmull-Rom), eight steps from one to the next."""
    ends = [points[0], *points, points[-1]]
    curve = [points[0]]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(1, 9):
            t = step / 8
            weights = (
                (-(t**3) + 2 * t**2 - t) / 2, (3 * t**3 - 5 * t**2 + 2) / 2,
                (-3 * t**3 + 4 * t**2 + t) / 2, (t**3 - t**2) / 2,
            )  # fmt: skip
            through = (before, start, end, after)
            x = sum(weight * point[0] for weight, point in zip(weights, through, strict=True))
            y = sum(weight * point[1] for weight, point in zip(weights, through, strict=True))
            curve.append((x, y))
    return curve


def _nerve(axes: Axes, points: Sequence[Point], width: float = 2.6) -> None:
    """A smooth line through the points."""
    middles = _middles(points[1:])
    vertices, codes = [points[0]], [Path.MOVETO]
    for corner, end in zip(points[1:-1], [*middles[:-1], points[-1]], strict=True):
        vertices += [corner, end]
        codes += [Path.CURVE3, Path.CURVE3]
    axes.add_patch(PathPatch(Path(vertices, codes), facecolor="none", edgecolor=GREEN, linewidth=width, zorder=7))


def _needle(axes: Axes, start: Point, end: Point) -> None:
    axes.plot([start[0], end[0]], [start[1], end[1]], color=VERMILLION, linewidth=1.6, zorder=8)
    _target(axes, end)


def _target(axes: Axes, at: Point) -> None:
    axes.plot([at[0]], [at[1]], "o", color=VERMILLION, mfc="white", markersize=11, mew=2, zorder=9)
    axes.plot([at[0]], [at[1]], "o", color=VERMILLION, markersize=4, zorder=10)


def _arrow(axes: Axes, start: Point, end: Point) -> None:
    look = {"arrowstyle": "-|>", "color": VERMILLION, "lw": 4, "mutation_scale": 22, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=look)


def _pointer(axes: Axes, at: Point, end: Point, words: str, left: bool = False) -> None:
    axes.plot([at[0], end[0]], [at[1], end[1]], color=INK, linewidth=0.8, zorder=8)
    axes.plot([end[0]], [end[1]], "o", color=INK, markersize=2.5, zorder=9)
    _words(axes, at[0] + (-4 if left else 4), at[1], words, ha="right" if left else "left")


def _heading(axes: Axes, x: float, y: float, words: str) -> None:
    axes.text(x, y, words, fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")


def _words(axes: Axes, x: float, y: float, words: str, colour: str = INK, **more: Any) -> None:
    axes.text(x, y, words, fontsize=TEXT_PT, color=colour, va="center", zorder=11, **more)

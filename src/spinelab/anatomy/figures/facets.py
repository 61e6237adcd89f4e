"""The facet joints: where they are, which way they face, what they are made of, what they carry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.figures.placing import Where, draw_cut, placed, stand
from spinelab.anatomy.figures.plate import (
    ALARM,
    CARTILAGE,
    CARTILAGE_EDGE,
    CSF,
    DISC,
    DISC_EDGE,
    INK,
    SYNOVIUM,
    SYNOVIUM_EDGE,
    Plate,
    drawn,
)
from spinelab.anatomy.outline import between, ellipse, moved, rectangle
from spinelab.anatomy.standing import spine
from spinelab.content.facts import facts, plain

Array = NDArray[np.float64]
NERVE = "#F2D64B", "#6F5A00"
MUSCLE, MUSCLE_EDGE, SKIN = "#DDA79B", "#8A4A3C", "#B0765A"
LINE = "#00507D"
MODEL = "Model, not a patient"


def lumbar(*levels: str) -> list[Bone]:
    """Bones of the lumbar spine where they stand."""
    bones = spine("lumbar").bones
    return [bones[level] for level in levels]


# Bumps and joints


def _bumps_alt() -> str:
    return (
        "Two pictures of the virtual spine, a model. Left: L3, L4 and L5 from behind. In the midline stands a row of "
        "spinous processes, one for each vertebra; these are the bumps that a hand feels. To the left and right of "
        "them lie the facet joints, in pairs: at each level the inferior articular processes of the upper vertebra "
        "fit between the superior articular processes of the lower one. Right: a cut across the back at the joints "
        "between L3 and L4, front at the top. The tip of the spinous process lies just under the skin, where a "
        "finger presses. The two facet joints lie deep on either side, under a thick bed of muscle, beside the "
        "vertebral canal; the disc is in front."
    )


@drawn(_bumps_alt, f"The bumps you feel are spinous processes. {MODEL}; skin and muscle are sketched.")
def bumps_and_joints() -> Plate:
    """The bumps that one feels are spinous processes; the facet joints lie deep on either side."""
    plate = Plate("One bump in the middle, one joint on each side", 0, 200, -10, 112)
    bones = lumbar("L3", "L4", "L5")
    at = stand(plate, bones, "behind", (62, 47), 0.78)
    plate.text((62, 97), "From behind", 10, bold=True)
    l3, l4, l5 = bones
    plate.labels(
        "left",
        23,
        [
            ("spinous\nprocess:\na bump", at(l3.landmarks["tip of the spinous process"] + [-1, 0, 6])),
            ("facet joint\nL3/4", at(l4.landmarks["left superior articular facet"] + [-3.4, 0, 0])),
            ("facet joint\nL4/5", at(l5.landmarks["left superior articular facet"] + [-3.4, 0, 0])),
        ],
    )
    level = float(l4.landmarks["right superior articular facet"][2]) - 1.0
    across = _across(plate, l3, l4, level, (154, 50), 0.86)
    plate.text((154, 97), "Cut across at L3/4, front up", 10, bold=True)
    tip = across(l3.landmarks["tip of the spinous process"])
    joint = across(l4.landmarks["right superior articular facet"])
    plate.arrow((154, tip[1] - 15), (154, tip[1] - 4.6), ALARM, 2.4)
    plate.text((154, tip[1] - 15.4), "a finger feels this bump", 9.5, up="top")
    plate.text((134, joint[1] - 18), "muscle", 9.5)
    plate.text((174, joint[1] - 18), "muscle", 9.5)
    plate.text((154, 74), "disc", 9.5)
    plate.text((154, joint[1] + 8.6), "canal", 9.5)
    plate.labels("right", 184, [("facet\njoint", (joint[0] - 1.3, joint[1] - 0.9))])
    plate.labels("left", 124, [("facet\njoint", (309.3 - joint[0], joint[1] - 0.9))])
    plate.note(MODEL)
    return plate


def _across(plate: Plate, upper: Bone, lower: Bone, level: float, at: tuple[float, float], size: float) -> Where:
    """A horizontal cut through two bones, their disc, and sketched muscle and skin; front up."""
    across = placed([upper, lower], "above", at, size)
    tip = across(upper.landmarks["tip of the spinous process"])
    for side in (-1, 1):
        bed = moved(ellipse((0, 0), 34 * size, 25 * size, turned=-12 * side), (at[0] + side * 22 * size, tip[1] + 13))
        plate.fill(bed, MUSCLE, MUSCLE_EDGE, 0.8)
    x, y = at[0], tip[1]
    right = [(0, -4.4), (5, -3.6), (20, -2.6), (34, -1.5), (44, 4)]
    plate.line([(x - dx, y + dy) for dx, dy in right[::-1]] + [(x + dx, y + dy) for dx, dy in right[1:]], SKIN, 3.2)
    draw_cut(plate, spine("lumbar").discs[f"{upper.level}-{lower.level}"], across, 2, level, DISC, DISC_EDGE)
    for bone in (upper, lower):
        draw_cut(plate, bone, across, 2, level)
    return across


LETTERS = "ABCDE"


def _lettered_alt() -> str:
    return (
        "L4 and L5 of the virtual spine, a model, seen from behind, with five lettered dots. A is on the plate that "
        "sticks out backwards in the midline of L4. B is in the narrow curved cleft on the right between L4 and L5, "
        "where two processes meet. C is on the bar that reaches out sideways from L5. D is on the flat plate of bone "
        "of L4 beside the midline. E is on the large block of L5 in front, below and behind everything else in this "
        "view."
    )


@drawn(_lettered_alt, f"L4 and L5 from behind. {MODEL}.")
def lumbar_pair_lettered() -> Plate:
    """L4 and L5 from behind with five letters, for questions."""
    plate = Plate("L4 and L5 from behind", -70, 70, -42, 50, 560)
    l4, l5 = bones = lumbar("L4", "L5")
    at = stand(plate, bones, "behind", (0, 0), 1.0)
    marks = l5.landmarks
    targets = [
        l4.landmarks["tip of the spinous process"] + [0, 0, -3],
        marks["right superior articular facet"] + [2.6, 0, 0],
        marks["left transverse process"] + [8, 0, 0],
        l4.landmarks["left inferior articular facet"] + [9, 0, 9],
        marks["lower back corner"] + [13, 0, -4],
    ]
    for letter, target, (dx, dy) in zip(
        LETTERS, targets, [(0, 36), (38, 8), (-14, -20), (-38, 14), (36, 6)], strict=True
    ):
        x, y = at(target)
        plate.leader((x + dx * 0.9, y + dy * 0.9), (x, y))
        plate.text((x + dx, y + dy + (1.6 if dy > 20 else 0)), letter, 13, bold=True, halo=True)
    plate.note(MODEL)
    return plate


# Which way they face


def _faces_alt() -> str:
    known = facts()
    return (
        "Three vertebrae of the virtual spine, a model: C4 for the neck, T6 for the chest, L4 for the low back, each "
        "from the right and from above, with a line along its superior facets. From the right, the facet of C4 "
        f"slopes at {plain(known['facet-tilt-c4'].value)} degrees to the horizontal, that of T6 is nearly upright, "
        "that of L4 upright. From above, the facets of C4 face backwards, those of T6 backwards and a little "
        "outwards, those of L4 towards the midline. Below, two scales of published angles. Tilt to the transverse "
        f"plane: C3 to C7 measured, {plain(known['facet-tilt-c5'].value)} to {plain(known['facet-tilt-c3'].value)} "
        f"degrees; T1 to T12 worked out from an equation, {_range('facet-tilt-chest')}; L1 to L5 from memory, "
        f"{_range('facet-tilt-lowback')}. Turn to the midline plane: C3 to C7 measured, {_range('facet-turn-neck')}; "
        f"T1 to T11 measured, 115 to 120, as they stand {_range('facet-frontal-chest')} off the frontal plane; L2/3 "
        f"to L5/S1 measured, {plain(known['facet-turn-l2-l3'].value)} to {plain(known['facet-turn-l5-s1'].value)}."
    )


@drawn(_faces_alt, f"Facets by region, with published angles. {MODEL}; not to one scale.")
def facets_by_region() -> Plate:
    """The slope of the superior facets in neck, chest and low back: on three bones and on two scales."""
    plate = Plate("Which way do the facets face?", 0, 200, 0, 200)
    known = facts()
    chest, low = known["facet-frontal-chest"], known["facet-tilt-lowback"]
    for x, level, size, region, tilt, turn in (
        (38, "C4", 0.95, "Neck (C4)", f"tilt {plain(known['facet-tilt-c4'].value)}°", "back and up"),
        (103, "T6", 0.66, "Chest (T6)", f"tilt {plain(known['facet-tilt-t6'].value)}°, worked out", "back and out"),
        (
            166,
            "L4",
            0.56,
            "Low back (L4)",
            f"tilt {plain(low.low)} to {plain(low.high)}°, from memory",
            "to the midline",
        ),
    ):
        bone = vertebra(level)
        plate.text((x, 186), region, 10.5, bold=True)
        side = stand(plate, [bone], "right", (x, 158), size)
        facet = bone.landmarks["right superior articular facet"]
        _, ny, nz = bone.normals["right superior articular facet"]
        _facet_line(plate, side, facet, np.array([0, nz, -ny]), 10 / size)
        fx, fy = side(facet)
        plate.line([(fx - 11, fy), (fx + 11, fy)], INK, 1.2, "--", smooth=False)
        plate.text((x, 132), tilt, 9.5, LINE)
        above = stand(plate, [bone], "above", (x, 94.5), size)
        for which in ("right", "left"):
            middle = bone.landmarks[f"{which} superior articular facet"]
            nx, ny, _ = bone.normals[f"{which} superior articular facet"]
            _facet_line(plate, above, middle, np.array([ny, -nx, 0]), 8 / size)
            start = above(middle)
            away = np.array([nx, ny]) / np.hypot(nx, ny) * 9
            plate.arrow(start, (start[0] + away[0], start[1] + away[1]), LINE, 1.8)
        plate.text((x, 66), f"faces {turn}", 9.5, LINE)
    plate.text((2, 180), "From the right", 9.5, "#333333", across="left", up="top")
    plate.text((2, 128.5), "From above, front up", 9.5, "#333333", across="left", up="top")
    _scale(plate, (28, 96), 0, 90, (0, 30, 60, 90), "Tilt: 0° flat, 90° upright")
    _scale(plate, (112, 192), 0, 130, (0, 45, 90, 130), "Turn: 0° to the midline, 90° back")
    for y, name in ((42, "neck"), (33, "chest"), (24, "low back")):
        plate.text((24, y), name, 9.5, across="right")
    for level in ("c3", "c4", "c5", "c6", "c7"):
        _dot(plate, (28, 96), 90, known[f"facet-tilt-{level}"].value or 0, 42)
    _bar(plate, (28, 96), 90, known["facet-tilt-chest"].low or 0, known["facet-tilt-chest"].high or 0, 33, "////")
    _bar(plate, (28, 96), 90, low.low or 0, low.high or 0, 24, "", dashed=True)
    _bar(plate, (112, 192), 130, known["facet-turn-neck"].low or 0, known["facet-turn-neck"].high or 0, 42)
    _bar(plate, (112, 192), 130, 90 + (chest.low or 0), 90 + (chest.high or 0), 33)
    for joint in ("l2-l3", "l3-l4", "l4-l5", "l5-s1"):
        _dot(plate, (112, 192), 130, known[f"facet-turn-{joint}"].value or 0, 24)
    plate.note("Filled: measured.  Hatched: worked out.  Dashed: from memory.")
    plate.note(MODEL, across="right")
    return plate


def _facet_line(plate: Plate, where: Where, middle: Array, along: Array, half: float) -> None:
    step = along / np.linalg.norm(along) * half
    ends = [where(middle - step), where(middle + step)]
    plate.line(ends, "#FFFFFF", 5.0, smooth=False)
    plate.line(ends, ALARM, 2.8, smooth=False)


def _scale(
    plate: Plate, across: tuple[float, float], low: float, high: float, ticks: Sequence[float], words: str
) -> None:
    left, right = across
    plate.text((left, 56), words, 9.5, bold=True, across="left")
    plate.line([(left, 17), (right, 17)], INK, 1.0, smooth=False)
    for tick in ticks:
        x = left + (right - left) * (tick - low) / (high - low)
        plate.line([(x, 17), (x, 48)], "#BBBBBB", 0.7, smooth=False)
        plate.text((x, 15.6), f"{tick:g}°", 9, up="top")


def _dot(plate: Plate, across: tuple[float, float], high: float, value: float, y: float) -> None:
    x = across[0] + (across[1] - across[0]) * value / high
    plate.fill(ellipse((x, y), 2.6, 2.6), LINE, "#FFFFFF", 0.6)


def _bar(
    plate: Plate, across: tuple[float, float], top: float, low: float, high: float, y: float, hatch: str = "",
    dashed: bool = False,
) -> None:  # fmt: skip
    left, wide = across[0], across[1] - across[0]
    box = rectangle(left + wide * low / top, left + wide * high / top, y - 2, y + 2)
    plate.fill(box, "#FFFFFF" if hatch or dashed else LINE, LINE, 1.4, hatch, dashed=dashed)


def _range(id: str) -> str:
    fact = facts()[id]
    return f"{plain(fact.low)} to {plain(fact.high)}"


def _unnamed_alt() -> str:
    return (
        "Three vertebrae of the virtual spine, a model, seen from above, front up, numbered 1, 2 and 3 and drawn to "
        "the same width. On each, a line marks both superior facets. Bone 1: the two lines stand nearly along the "
        "midline, and the facets face each other. Bone 2: the two lines lie nearly across, and the facets face "
        "backwards; there is a hole in each transverse process. Bone 3: the two lines lie across and open forwards, "
        "and the facets face backwards and a little outwards; the canal is round and small."
    )


@drawn(_unnamed_alt, f"Three vertebrae from above. {MODEL}; not to one scale.")
def three_vertebrae_unnamed() -> Plate:
    """One lumbar, one cervical and one thoracic vertebra from above without their names, for questions."""
    plate = Plate("From above, front up", 0, 200, -7, 76)
    for number, (x, level, size) in enumerate(((34, "L4", 0.7), (102, "C4", 1.0), (166, "T6", 0.8)), 1):
        bone = vertebra(level)
        above = stand(plate, [bone], "above", (x, 36), size)
        for which in ("right", "left"):
            nx, ny, _ = bone.normals[f"{which} superior articular facet"]
            middle = bone.landmarks[f"{which} superior articular facet"]
            _facet_line(plate, above, middle, np.array([ny, -nx, 0]), 8 / size)
        plate.text((x - 24, 62), str(number), 14, bold=True)
    plate.note(MODEL)
    return plate


# Inside the joint


def _inside_alt() -> str:
    known = facts()
    return (
        "A lumbar facet joint on the right side, cut across and enlarged; front up, outer side to the right. A "
        "sketch. The superior articular process of the lower vertebra lies in front and outside like a hook. The "
        "inferior articular process of the upper vertebra lies behind and inside. Each is covered by cartilage. "
        "Between them a thin film of fluid. The front wall of the joint is the ligamentum flavum, next to the canal. "
        f"The back wall is the capsule, about {plain(known['facet-capsule'].value)} mm thick, covered by the "
        "multifidus muscle. At the back end a synovial fold, lined by synovium, reaches like a wedge between the two "
        f"cartilages. The whole joint holds {_range('facet-capacity')} mL of fluid."
    )


FRONT = [(-9.6, 7.4), (-5.5, 8.6), (-1.0, 7.4), (2.6, 3.8), (4.3, -1.0), (5.0, -6.0), (5.2, -10.4)]
SUPERIOR = [
    (-9.6, 9.0), (-5.4, 10.2), (-0.2, 8.8), (4.0, 4.6), (5.8, -0.6), (6.5, -6.0), (6.8, -10.6), (8.4, -12.8),
    (11.6, -12.6), (14.6, -9.6), (16.8, -3.0), (16.4, 5.0), (12.6, 12.0), (6.0, 16.0), (-1.6, 16.6), (-8.0, 14.2),
    (-10.4, 11.2),
]  # fmt: skip
INFERIOR = [
    (-9.8, 6.0), (-5.6, 7.0), (-1.8, 6.0), (1.2, 2.8), (2.8, -1.4), (3.4, -6.2), (3.5, -10.4), (2.2, -14.0),
    (-2.6, -16.6), (-10.0, -16.4), (-18.0, -14.6), (-25.0, -12.0), (-25.0, -6.4), (-18.0, -3.6), (-13.2, 0.6),
    (-11.2, 4.0),
]  # fmt: skip


@drawn(_inside_alt, "A lumbar facet joint in section. Drawing; cartilage and gap are drawn thicker than they are.")
def inside_a_facet_joint() -> Plate:
    """Cartilage, fluid, capsule, synovial fold and ligamentum flavum of a lumbar facet joint in section."""
    plate = Plate("Inside a facet joint (lumbar, right side, cut across)", -60, 62, -35, 30)
    plate.fill(moved(ellipse((0, 0), 40, 13, turned=8), (-6, -22.5)), MUSCLE, MUSCLE_EDGE, 0.8)
    plate.spongy(SUPERIOR, 3)
    plate.spongy(INFERIOR, 4)
    gap = np.array(FRONT)
    along = np.gradient(gap, axis=0)
    out = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    plate.fill(between(gap + out * 0.45, gap - out * 0.45), CSF, CARTILAGE_EDGE, 0.4)
    for near, far in ((0.45, 1.75), (-0.45, -1.75)):
        plate.fill(between(gap + out * near, gap + out * far), CARTILAGE, CARTILAGE_EDGE, 0.9)
    fold = [(5.0, -14.2), (5.4, -11.4), (5.05, -8.6), (4.85, -5.8), (4.6, -8.6), (4.3, -11.4), (4.2, -13.8)]
    capsule = (
        [(8.6, -13.0), (7.0, -15.4), (4.6, -16.6), (1.6, -16.2), (-1.4, -16.2)],
        [(7.6, -12.0), (6.2, -13.6), (4.6, -14.4), (3.0, -14.2), (0.6, -15.2)],
    )
    plate.fill([(6.6, -11.0), (7.4, -12.4), (5.0, -14.6), (2.6, -13.8), (3.4, -10.8), (5.0, -10.6)], CSF, "none", 0.1)
    plate.band(*capsule, fibres=2)
    plate.fill(fold, SYNOVIUM, SYNOVIUM_EDGE, 1.0)
    plate.band(
        [(-8.0, 14.4), (-12.8, 11.4), (-14.4, 6.0), (-15.2, -0.8)],
        [(-9.4, 10.4), (-11.0, 9.2), (-11.2, 6.0), (-12.6, 1.2)],
        fibres=3,
    )
    plate.fill([(-9.4, 9.4), (-11.2, 9.0), (-11.4, 6.4), (-9.8, 6.4), (-9.2, 8.0)], CSF, "none", 0.1)
    plate.labels(
        "right",
        27,
        [
            ("superior articular process\nof the lower vertebra", (10, 8)),
            ("film of fluid", (3.55, 1.4)),
            ("cartilage", (5.6, -4.0)),
            ("synovial fold", (4.9, -9.6)),
            (f"capsule, about {plain(facts()['facet-capsule'].value)} mm", (6.2, -15.0)),
        ],
    )
    plate.labels(
        "left",
        -28,
        [
            ("ligamentum flavum", (-12.6, 8.0)),
            ("inferior articular process\nof the upper vertebra", (-8, -9)),
            ("multifidus muscle", (-18, -23.0)),
        ],
    )
    plate.text((-30, 16), "canal", 10)
    plate.compass((44, -26.5), "front", "back", "midline", "outside", 4.0)
    return plate


def _branches_alt() -> str:
    return (
        "L3, L4 and L5 of the virtual spine, a model, from behind, with nerves drawn on the right. The medial branch "
        "of L3 crosses the root of the transverse process of L4, sends a twig up to the L3/4 joint, and runs on down "
        "to the L4/5 joint. The medial branch of L4 crosses the root of the transverse process of L5, sends a twig "
        "up to the same L4/5 joint, and runs on down to L5/S1. So each joint has two nerves. The L4/5 joint is "
        "ringed: its nerves are the medial branches of L3 and L4."
    )


@drawn(_branches_alt, f"Two nerves for each joint. {MODEL}; nerves are sketched.")
def medial_branches() -> Plate:
    """Each lumbar facet joint is served by two medial branches."""
    plate = Plate("Two nerves for each facet joint", -66, 84, -56, 62, 700)
    bones = lumbar("L3", "L4", "L5")
    at = stand(plate, bones, "behind", (0, 1.5), 0.94, faded=0.3)
    joints = {bone.level: at(bone.landmarks["right superior articular facet"]) for bone in bones}
    for level in ("L4", "L5"):
        x, y = joints[level]
        # Over the root of the transverse process, along the foot of the superior process, then in to the lamina.
        turn = (x + 4.4, y - 12.0)
        plate.tube([(x + 11.5, y + 2.0), (x + 9.6, y - 3.5), turn, (x + 0.6, y - 16.5), (x - 0.4, y - 23)], 1.5, *NERVE)
        plate.tube([turn, (x + 1.2, y - 9.6), (x + 0.2, y - 5.0)], 1.0, *NERVE)
    x, y = joints["L5"]
    plate.line([*ellipse((x, y), 13, 21), (x + 6.5, y)], ALARM, 2.2)
    for level, words, up in (("L4", "medial branch of L3", 0.0), ("L5", "medial branch of L4", -6.0)):
        place = joints[level][0] + 9.3, joints[level][1] - 4.0
        plate.text((50, place[1] + up), words, 9.5, across="left")
        plate.leader((49, place[1] + up), place)
    plate.text((50, y + 6), "joint L4/5", 9.5, across="left")
    plate.leader((49, y + 6), (x + 5.6, y + 5))
    for bone in bones:
        x, y = at(bone.landmarks["left transverse process"])
        plate.text((x - 6, y), bone.level, 11, bold=True)
    plate.note(f"From behind. {MODEL}")
    return plate


# What they carry


def _load_alt() -> str:
    known = facts()
    front, pillar = plain(known["neck-load-front"].value), plain(known["neck-load-pillar"].value)
    return (
        "Bars: the share of the load that the facet joints of a segment carry, in specimens. Neck: both columns of "
        f"joints together {plain(known['neck-load-pillars'].value)} %, that is {pillar} % each; bodies and discs "
        f"{front} %. Low back, standing, with a disc flattened by long loading: "
        f"{plain(known['facet-load-standing'].value)} %. Low back, sitting slightly bent: "
        f"{plain(known['facet-load-sitting'].value)} %. Low back with a very narrow disc: up to "
        f"{plain(known['facet-load-narrow-disc'].value)} %. Two older figures are from memory and dashed: "
        f"{_range('facet-load-yang')} % for joints that are not worn, up to "
        f"{plain(known['facet-load-yang-worn'].value)} % for worn ones."
    )


@drawn(_load_alt, "The share of the load on the facet joints, in specimens.")
def facet_load() -> Plate:
    """The share of the load on the facet joints: neck and low back, posture, narrow disc."""
    plate = Plate("How much of the load do the facet joints carry?", 0, 200, 0, 84)
    known = facts()
    left, right = 78.0, 182.0
    for tick in (0, 25, 50, 75, 100):
        x = left + (right - left) * tick / 100
        plate.line([(x, 13), (x, 72)], "#BBBBBB", 0.7, smooth=False)
        plate.text((x, 11.5), f"{tick} %", 9, up="top")
    rows = (
        ("neck, both sides", None, "neck-load-pillars", False),
        ("low back, standing", None, "facet-load-standing", False),
        ("low back, sitting bent", None, "facet-load-sitting", False),
        ("low back, disc very narrow", 0.0, "facet-load-narrow-disc", False),
        ("low back, joint not worn", known["facet-load-yang"].low, "facet-load-yang", True),
        ("low back, joint worn", 0.0, "facet-load-yang-worn", True),
    )
    for number, (words, low, id, recalled) in enumerate(rows):
        y = 67 - number * 10
        high = known[id].value if known[id].value is not None else known[id].high
        start = left + (right - left) * (low or 0) / 100
        end = left + (right - left) * (high or 0) / 100
        plate.text((left - 3, y), words, 9.5, across="right")
        colour = "#FFFFFF" if recalled else LINE if low is None else "#7FA7BE"
        plate.fill(rectangle(start, max(end, start + 0.6), y - 2.6, y + 2.6), colour, LINE, 1.4, dashed=recalled)
        said = (
            f"{plain(high)} %"
            if low is None
            else f"{plain(low)} to {plain(high)} %"
            if low
            else f"up to {plain(high)} %"
        )
        plate.text((end + 2, y), said + (", from memory" if recalled else ""), 9.5, across="left")
    plate.note("Specimens.")
    return plate

"""Slips, herniated discs and roots of the low back, drawn on cuts of the virtual spine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.figures.facets import MODEL, NERVE, lumbar
from spinelab.anatomy.figures.placing import Where, cut, placed, stand
from spinelab.anatomy.figures.plate import (
    ALARM,
    BONE_EDGE,
    CORD,
    CORD_EDGE,
    CUT_BONE,
    DISC,
    DISC_EDGE,
    INK,
    Plate,
    drawn,
)
from spinelab.anatomy.outline import Points, between, ellipse
from spinelab.anatomy.standing import spine
from spinelab.content.facts import facts, plain

Array = NDArray[np.float64]
BACK_PARTS = ("lamina", "spinous process", "inferior articular process", "inferior articular facet", "vertebral canal")
STILL = np.eye(3)


def forward(upper: Bone, lower: Bone, share: float) -> Bone:
    """`upper` slid forward along the upper plate of `lower` by a share of that plate's depth."""
    return upper.moved(STILL, along(lower) * share)


def along(bone: Bone) -> Array:
    """From the back to the front corner of the upper plate, mm."""
    return bone.landmarks["upper front corner"] - bone.landmarks["upper back corner"]


def part_of(bone: Bone, behind: bool) -> Bone:
    """What lies behind a crack in the pars on both sides, or what lies in front of it."""
    back = np.isin(bone.structure_of, [i for i, name in enumerate(bone.structures) if name in BACK_PARTS])
    kept = bone.triangles[(back == behind)[bone.triangles].all(axis=1)]
    return replace(bone, triangles=kept)


def _compare_alt() -> str:
    return (
        "Four side views of L4, L5 and the sacrum of the virtual spine, a model, cut in the midline over a pale view "
        "of the whole bones; front to the right. A yellow tube of nerve roots runs down the canal behind the bodies. "
        "One, healthy: the backs of the bodies are in line. Two, herniated disc: the bones are in line; the disc "
        "between L4 and L5 has broken out backwards and dents the roots. Three, isthmic slip: L5 is cracked through "
        "the pars. Its body has slid forward on the sacrum and has taken L4 with it; its lamina and spinous process "
        "have stayed behind, so the canal there is wider. Four, degenerative slip: L4 has slid forward on L5 in one "
        "piece. Its lamina has come along, so the canal between that lamina and the back of L5 is narrower and "
        "pinches the roots."
    )


@drawn(_compare_alt, f"A disc breaks out; a vertebra slides. {MODEL}.")
def slip_or_disc() -> Plate:
    """A herniated disc beside an isthmic and a degenerative slip, in side view."""
    plate = Plate("What has moved: a bone or a disc?", 0, 200, 0, 206)
    l4, l5, sacrum = lumbar("L4", "L5", "sacrum")
    titles = ("1  Healthy", "2  Herniated disc L4/5", "3  Isthmic slip of L5", "4  Degenerative slip of L4")
    places = ((54, 144), (152, 144), (54, 51), (152, 51))
    for title, at in zip(titles, places, strict=True):
        plate.text((at[0] - 48, at[1] + 45), title, 10.5, bold=True, across="left")
    _segment(plate, places[0], [l4, l5, sacrum])
    where = _segment(plate, places[1], [l4, l5, sacrum], herniated=True)
    out = where((l4.landmarks["lower back corner"] + l5.landmarks["upper back corner"]) / 2)
    plate.labels("left", places[1][0] - 22, [("disc", (out[0] - 3.6, out[1]))])
    gone = along(sacrum) * 0.3
    front, back = (part_of(l5, behind=behind) for behind in (False, True))
    where = _segment(plate, places[2], [l4.moved(STILL, gone), front.moved(STILL, gone), back, sacrum])
    wide = where(l5.landmarks["middle of the canal"] + gone * 0.3)
    stayed = where(l5.landmarks["tip of the spinous process"] + [0, 8, 0])
    plate.labels("left", places[2][0] - 28, [("stays\nbehind", stayed), ("wider", wide)])
    slipped = forward(l4, l5, 0.25)
    where = _segment(plate, places[3], [slipped, l5, sacrum])
    pinch = where((slipped.landmarks["back of the canal"] + l5.landmarks["upper back corner"]) / 2 + [0, 0, -3])
    plate.labels("left", places[3][0] - 30, [("pinched", pinch)])
    plate.note(f"Front to the right. {MODEL}")
    return plate


def _segment(plate: Plate, at: tuple[float, float], bones: Sequence[Bone], herniated: bool = False) -> Where:
    """L4 to S1 in the midline: pale bones, cut bodies and spinous processes, discs, and the tube of roots.

    A cracked L5 comes as two: what lies in front of the crack, then what lies behind it.
    """
    rest = lumbar("L4", "L5", "sacrum")
    where = placed(rest, "right", at, 0.66)
    stand(plate, bones, "right", at, 0.66, faded=0.5, frame=rest)
    l4, l5, *lamina, sacrum = bones
    _roots(plate, where, l4, l5, lamina[0] if lamina else l5, sacrum, herniated)
    for upper, lower in ((l4, l5), (l5, sacrum)):
        _disc(plate, where, upper, lower, herniated and upper is l4)
    for bone, still in zip(rest, (l4, l5, sacrum), strict=True):
        # In the midline a bone is two pieces, the body and the spinous process; each goes where its part went.
        for piece in cut(bone, 0, 0.0):
            behind = float(piece[:, 1].mean()) < float(bone.landmarks["front of the canal"][1])
            shift = (lamina[0] if lamina and behind and bone.level == "L5" else still).shift - bone.shift
            plate.fill(np.array([where(point + shift) for point in piece]), CUT_BONE, BONE_EDGE)
    return where


def _roots(plate: Plate, where: Where, l4: Bone, l5: Bone, lamina: Bone, sacrum: Bone, herniated: bool) -> None:
    """The tube of roots between the backs of the bodies and the fronts of the laminae."""
    on = (sacrum.landmarks["front of the canal"] - sacrum.landmarks["upper back corner"]) * 1.2
    bodies = [
        l4.landmarks["upper back corner"],
        l4.landmarks["lower back corner"],
        l5.landmarks["upper back corner"],
        l5.landmarks["lower back corner"],
        sacrum.landmarks["upper back corner"],
        sacrum.landmarks["front of the canal"],
        sacrum.landmarks["front of the canal"] + on,
    ]
    arches = [
        l4.landmarks["back of the canal"] + [0, 0, 10],
        l4.landmarks["back of the canal"] + [0, 0, -4],
        lamina.landmarks["back of the canal"] + [0, 0, 8],
        lamina.landmarks["back of the canal"] + [0, 0, -4],
        sacrum.landmarks["back of the canal"],
        sacrum.landmarks["back of the canal"] + on,
    ]
    front = [np.array(where(point)) for point in bodies]
    if herniated:
        front.insert(2, (front[1] + front[2]) / 2 - np.array([6.0, 0]))
    one = np.array(front) - np.array([1.0, 0])
    two = np.array([where(point) for point in arches]) + np.array([1.0, 0])
    plate.fill(between(one, two), CORD, CORD_EDGE, 1.0)
    for share in (0.3, 0.5, 0.7):
        steps = np.linspace(0.02, 0.98, 24)
        plate.line(np.array([_on(one, step) * (1 - share) + _on(two, step) * share for step in steps]), CORD_EDGE, 0.6)


def _on(line: Points, share: float) -> Points:
    """The point at a share of the height of a line that runs down."""
    height = line[0, 1] + (line[-1, 1] - line[0, 1]) * share
    return np.array([np.interp(-height, -line[:, 1], line[:, 0]), height])


def _disc(plate: Plate, where: Where, upper: Bone, lower: Bone, herniated: bool) -> None:
    """A disc between the plates of two bodies, in the midline."""
    corners = [
        upper.landmarks["lower back corner"], upper.landmarks["lower front corner"],
        lower.landmarks["upper front corner"], lower.landmarks["upper back corner"],
    ]  # fmt: skip
    a, b, c, d = (np.array(where(point)) for point in corners)
    behind = (a + d) / 2
    plate.fill(np.array([a, a, b, b, (b + c) / 2 + [0.8, 0], c, c, d, d, behind - np.array([0.5, 0])]), DISC, DISC_EDGE)
    if herniated:
        around = [(0.6, -1.3), (-2.2, -1.7), (-4.6, -2.8), (-6.6, -0.6), (-5.6, 2.2), (-2.6, 1.7), (0.6, 1.3)]
        plate.fill(behind + np.array(around), DISC, ALARM, 1.8)


def _crack_alt() -> str:
    return (
        "Two side views of L4, L5 and the sacrum of the virtual spine, a model, front to the right. Left: healthy. "
        "The narrow bridge of bone between the upper and the lower articular process of L5, the pars "
        "interarticularis, is ringed. Right: the pars of L5 is cracked on both sides. The body of L5, with its "
        "pedicles and upper articular processes, has slid forward on the sacrum, and L4 with it. The lamina, the "
        "lower articular processes and the spinous process of L5 stay on the sacrum. A gap shows where the pars was."
    )


@drawn(_crack_alt, f"An isthmic slip: L5 parts at the pars. {MODEL}.")
def crack_in_the_pars() -> Plate:
    """L4 to S1 from the side, healthy and with an isthmic slip of L5."""
    plate = Plate("An isthmic slip: the pars is cracked", 0, 200, 0, 104)
    rest = lumbar("L4", "L5", "sacrum")
    l4, l5, sacrum = rest
    gone = along(sacrum) * 0.3
    pars = (l5.landmarks["right superior articular facet"] + l5.landmarks["right inferior articular facet"]) / 2
    front, back = (part_of(l5, behind=behind) for behind in (False, True))
    for x, bones, shift, words in (
        (50, rest, gone * 0, "Healthy"),
        (146, [l4.moved(STILL, gone), front.moved(STILL, gone), back, sacrum], gone * 0.5, "L5 has slid forward"),
    ):
        where = stand(plate, bones, "right", (x, 49), 0.68, frame=rest)
        spot = where(pars + shift)
        plate.line([*ellipse(spot, 12, 12), (spot[0] + 6, spot[1])], ALARM, 2.2)
        plate.text((x - 42, 91), words, 10.5, bold=True, across="left")
        plate.labels("left", x - 28, [("pars" if x < 100 else "crack", (spot[0] - 6, spot[1]))])
    plate.note(f"Front to the right. {MODEL}", across="right")
    return plate


# How far


GRADES = ("I", "II", "III", "IV", "V")
SHOWN = (0.2, 0.4, 0.65, 0.9, 1.1)


def _grades_alt() -> str:
    step = plain(facts()["slip-grade-step"].value)
    return (
        "Five side views of two vertebral bodies of the virtual spine, a model, cut in the midline, front to the "
        f"right. A ruler divides the upper plate of the lower body into quarters of {step} % each. The upper body has "
        "slid forward: in grade I by 20 %, in grade II by 40 %, in grade III by 65 %, in grade IV by 90 %, and in "
        f"grade V by more than {plain(facts()['slip-grade-fifth'].value)} %, so that it has left the lower body and "
        "drops in front of it. A line marks the back of the upper body; the grade is the quarter in which it stands."
    )


@drawn(_grades_alt, f"The Meyerding grades. {MODEL}; the amounts are examples.")
def meyerding_grades() -> Plate:
    """The five grades of a slip, by quarters of the plate below."""
    plate = Plate("Meyerding grades: how far has the upper body slid?", 0, 200, 0, 66)
    for number, (grade, share) in enumerate(zip(GRADES, SHOWN, strict=True)):
        _grade(plate, (16.0 + 38.4 * number, 28), share)
        words = f"over {plain(facts()['slip-grade-fifth'].value)} %" if share > 1 else f"{100 * share:.0f} %"
        plate.text((19 + 38.4 * number, 54), f"{grade}: {words}", 9.5, bold=True)
    plate.note(f"One quarter is {plain(facts()['slip-grade-step'].value)} %. Front to the right.")
    plate.note(MODEL, across="right")
    return plate


def _grade(plate: Plate, at: tuple[float, float], share: float) -> None:
    l4, l5 = lumbar("L4", "L5")
    size = 0.47
    middle = (l5.landmarks["upper back corner"] + l5.landmarks["upper front corner"]) / 2

    # The lower plate is laid level, so that the ruler is.
    way = along(l5)
    tilt = np.arctan2(way[2], way[1])

    def where(point: Array) -> tuple[float, float]:
        _, y, z = np.asarray(point, float) - middle
        flat = y * np.cos(tilt) + z * np.sin(tilt), -y * np.sin(tilt) + z * np.cos(tilt)
        return float(at[0] - 3 + size * flat[0]), float(at[1] + size * flat[1])

    slid = way * share + (np.array([0, 2.0, -9.0]) if share > 1 else 0)
    for bone, shift in ((l5, np.zeros(3)), (l4, slid)):
        body = max(cut(bone, 0, 0.0), key=lambda loop: float(loop[:, 1].mean()))
        plate.fill(np.array([where(point + shift) for point in body]), CUT_BONE, BONE_EDGE, 1.4)
    start, end = np.array(where(l5.landmarks["upper back corner"])), np.array(where(l5.landmarks["upper front corner"]))
    back = where(l4.landmarks["lower back corner"] + slid)
    plate.line([(back[0], back[1] + 3), (back[0], start[1] - 4.5)], ALARM, 2.0, smooth=False)
    for quarter in range(5):
        x, y = start * (1 - quarter / 4) + end * quarter / 4
        plate.line([(x, y - 1.0), (x, y - 4.0)], INK, 1.2, smooth=False)


def _slip_unnamed_alt() -> str:
    return (
        "Side view of two vertebral bodies of the virtual spine, a model, cut in the midline, front to the right. A "
        "ruler divides the upper plate of the lower body into four quarters. The upper body has slid forward. The "
        "line at its back edge stands past the second of the five ticks and a little short of the third, which marks "
        "the middle of the plate. The first tick is the back edge."
    )


@drawn(_slip_unnamed_alt, f"A slip to grade. {MODEL}.")
def slip_to_grade() -> Plate:
    """A slip without its grade, for questions."""
    plate = Plate("A slip to grade", 0, 56, 0, 44, 420)
    _grade(plate, (24, 18.5), 0.42)
    plate.note(f"Front to the right. {MODEL}")
    return plate


# Roots


def _tail_alt() -> str:
    return (
        "The virtual spine, a model, from T12 to the sacrum, from behind, with laminae and spinous processes taken "
        "away. The cord ends at the lower third of L1, as it does on average; in some people it reaches the top of L3. "
        "Below it a bundle of roots fills the canal: the cauda equina. On each side a root leaves under the pedicle of "
        "its own vertebra: L4 under L4, L5 under L5, then S1. The root L5 crosses the disc L4/5 before it leaves, so a "
        "disc that breaks out there, a little to the side, catches L5 and spares L4. A disc that breaks out in the "
        "middle catches the whole bundle. A list says what each root does. L4: straightens the knee; knee jerk. L5: "
        "lifts the big toe; skin of the top of the foot. S1: pushes the foot down; ankle jerk; skin of the outer foot. "
        "S2 to S4: bladder, bowel, sexual function; skin of the saddle."
    )


@drawn(_tail_alt, f"Roots and cauda equina. {MODEL}; nerves are sketched.")
def roots_and_cauda_equina() -> Plate:
    """Where the cord ends, which root meets which disc, and what each root does."""
    plate = Plate("Below the top of L3 there is no cord: there are roots", 0, 200, 0, 172)
    levels = ("T12", "L1", "L2", "L3", "L4", "L5", "sacrum")
    bones = lumbar(*levels)
    crests = ("median sacral crest", "intermediate sacral crest", "lateral sacral crest")
    taken = (*BACK_PARTS, "pars interarticularis", *crests)
    at = stand(plate, bones, "behind", (60, 82), 0.6, faded=0.45, without=taken)
    named = dict(zip(levels, bones, strict=True))
    for segment, mesh in spine("lumbar").discs.items():
        middle = at(np.asarray(mesh.vertices).mean(axis=0))
        plate.fill(ellipse(middle, 22, 4.4), DISC, DISC_EDGE, 0.8)
        if segment in ("L4-L5", "L5-S1"):
            plate.text((30, middle[1]), f"disc {segment.replace('-', '/')}", 9.5, across="right")
            plate.leader((31, middle[1]), (middle[0] - 10, middle[1]))
    x, top = at(named["T12"].landmarks["middle of the canal"])
    l1 = named["L1"].landmarks
    _, end = at(l1["lower back corner"] * 0.7 + l1["upper back corner"] * 0.3)
    wide = [(x - 3.2, top + 13), (x + 3.2, top + 13)]
    plate.fill([*wide[:1] * 2, *wide[1:] * 2, (x + 3.0, end + 13), (x, end), (x - 3.0, end + 13)], CORD, CORD_EDGE, 1.2)
    exits = {}
    for level, lane in (("L3", 3.7), ("L4", 3.0), ("L5", 2.3), ("sacrum", 1.6)):
        for side, name in ((1, "right"), (-1, "left")):
            px, py = at(named["L5" if level == "sacrum" else level].landmarks[f"{name} pedicle"])
            if level == "sacrum":
                px, py = px - side * 1.5, py - 23
            line = [
                (x + side * 0.8, end + 4), (x + side * lane, end - 9), (x + side * lane, py + 19),
                (x + side * 5.4, py + 10), (px - side * 1.5, py - 3.5), (px + side * 5, py - 7.5),
            ]  # fmt: skip
            plate.tube(line, 1.2, *NERVE)
            if side == 1:
                exits[level] = px + 4, py - 6.8
    _, low = at(named["sacrum"].landmarks["back of the canal"])
    for lane in (-0.8, -0.3, 0.3, 0.8):
        plate.tube([(x + lane / 2, end + 2), (x + lane, end - 14), (x + lane, low - 20)], 0.8, *NERVE)
    plate.labels(
        "right",
        106,
        [
            ("the cord ends, on average\nin the lower third of L1", (x + 0.4, end + 4)),
            ("cauda equina: the bundle of roots", (x + 2.0, end - 26)),
            ("L4: straightens the knee;\nknee jerk", exits["L4"]),
            ("L5: lifts the big toe;\nskin of the top of the foot", exits["L5"]),
            ("S1: pushes the foot down;\nankle jerk; outer foot", exits["sacrum"]),
            ("S2 to S4: bladder, bowel, sex;\nskin of the saddle", (x + 0.8, low - 18)),
        ],
    )
    plate.note(f"From behind, arches taken away. {MODEL}")
    return plate

"""The motion segment L4-L5: cut in the midline, from the side, and across its disc with what can hurt."""

from __future__ import annotations

import numpy as np

from spinelab.anatomy.bone import Array, Bone
from spinelab.anatomy.figures.column import MODEL, by, cartilage, discs, numbered, part_of, placed, rgb, show, standing
from spinelab.anatomy.figures.placing import cut
from spinelab.anatomy.figures.plate import (
    ALARM,
    BONE,
    BONE_EDGE,
    CARTILAGE_EDGE,
    CORD,
    CORD_EDGE,
    CSF,
    DISC,
    DISC_EDGE,
    DURA,
    LIGAMENT,
    LIGAMENT_EDGE,
    Plate,
    drawn,
)  # fmt: skip
from spinelab.anatomy.kept import BONES, COLUMN, kept
from spinelab.anatomy.measures import first_hits
from spinelab.anatomy.outline import Points, between, mirrored, moved


@kept(BONES, COLUMN, most=1)
def _pair() -> tuple[Bone, Bone]:
    """L4 and L5 as they stand, the lower plate of L4 level and its middle at the origin."""
    upper, lower = standing()["L4"], standing()["L5"]
    plate = upper.landmarks["lower front corner"] - upper.landmarks["lower back corner"]
    tilt = -np.arctan2(plate[2], plate[1])
    cos, sin = np.cos(tilt), np.sin(tilt)
    turn = np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    shift = -turn @ upper.landmarks["lower plate"]
    return upper.moved(turn, shift), lower.moved(turn, shift)


# Cut in the midline. On the plate the front is at the left, as on a film: plate x is -y of the bone.


def _section() -> dict[str, Points]:
    """The cut outlines of the two bodies and the two spines, (x, y) on the plate."""
    found = {}
    for name, bone in zip(("upper", "lower"), _pair(), strict=True):
        front = bone.landmarks["middle of the canal"][1]
        for loop in sorted(cut(bone, 0, 0.0), key=len)[-2:]:
            kind = "body" if loop[:, 1].mean() > front else "spine"
            found[f"{name} {kind}"] = loop[::4, 1:] * [-1, 1]
    return found


_NAMES_OF_CUT = {
    "vertebral body": "1",
    "nucleus": "2",
    "annulus": "3",
    "anterior longitudinal ligament": "4",
    "posterior longitudinal ligament": "5",
    "dural sac with nerve roots": "6",
    "ligamentum flavum": "7",
    "interspinous ligament": "8",
    "supraspinous ligament": "9",
}


def _cut(title: str) -> tuple[Plate, dict[str, tuple[float, float]]]:
    """Two lumbar vertebrae cut in the midline with disc, ligaments and sac; where each can be pointed at."""
    plate = Plate(title, -75, 133, -66, 66)
    upper, lower = _pair()
    sections = _section()

    def corner(bone: Bone, name: str) -> Array:
        return bone.landmarks[name][1:] * [-1, 1]

    uf, ub = corner(upper, "lower front corner"), corner(upper, "lower back corner")
    lf, lb = corner(lower, "upper front corner"), corner(lower, "upper back corner")
    top_f, top_b = corner(upper, "upper front corner"), corner(upper, "upper back corner")
    low_f, low_b = corner(lower, "lower front corner"), corner(lower, "lower back corner")
    # The canal, and in it the dural sac with the roots of the cauda equina.
    back = [corner(bone, "back of the canal") for bone in (upper, lower)]
    behind = np.array(
        [
            (back[0][0] + 1.5, 50),
            back[0] - [0.6, 0],
            (back[0] + back[1]) / 2 - [1.0, 0],
            back[1] - [0.6, 0],
            (back[1][0] + 4, -58),
        ]
    )
    ahead = np.array(
        [
            (top_b[0] + 2, 50),
            top_b + by(2.2, -4),
            ub + by(2.4, 0),
            lb + by(2.4, 0),
            low_b + by(2.2, 0),
            (low_b[0] + 7, -58),
        ]
    )
    walls = ahead + by(1.2, 0), behind - [1.6, 0]
    plate.fill(between(*walls), CSF, DURA, 1.4)
    ys = np.linspace(50, -58, 14)
    inside = [np.interp(ys, wall[::-1, 1], wall[::-1, 0]) for wall in walls]
    for share in (0.2, 0.4, 0.6, 0.8):
        plate.line(np.stack([inside[0] * (1 - share) + inside[1] * share, ys], axis=1), CORD_EDGE, 1.3)
    # Disc: annulus with fibres, nucleus a little behind the middle.
    disc = np.array(
        [
            uf + by(-0.8, 0),
            (uf + lf) / 2 + by(-2.2, 0),
            lf + by(-0.8, 0),
            lf,
            lb,
            lb + by(0.4, 0),
            (ub + lb) / 2 + by(1.1, 0),
            ub + by(0.4, 0),
            ub,
            uf,
        ]
    )
    plate.fill(disc, DISC, DISC_EDGE, 1.2)
    for share in (0.06, 0.14, 0.22, 0.80, 0.87, 0.94):
        high, low = uf * (1 - share) + ub * share, lf * (1 - share) + lb * share
        out = [-(2.0 - 6 * share) if share < 0.5 else 1.2 * (share - 0.72) / 0.2, 0]
        plate.line(np.array([high, (high + low) / 2 + out, low]), DISC_EDGE, 0.6)
    centre = (uf + lf) / 2 * 0.46 + (ub + lb) / 2 * 0.54
    angle = np.linspace(0, 2 * np.pi, 25)[:-1]
    plate.fill(centre + np.stack([9.0 * np.cos(angle), 4.3 * np.sin(angle)], axis=1), "#E8F3F0", DISC_EDGE, 1.0)
    # Ligaments.
    front = np.array(
        [
            (top_f[0] - 3, 50),
            top_f + by(-1.6, 2),
            top_f + by(0.5, -12),
            uf + by(-0.6, 3),
            (uf + lf) / 2 + by(-2.4, 0),
            lf + by(-0.8, -3),
            (lf + low_f) / 2 + by(1.4, 0),
            low_f + by(-1.0, 0),
            (low_f[0] + 2, -58),
        ]
    )
    plate.band(front, front + by(-2.2, 0), fibres=2)
    rear = np.array(
        [
            (top_b[0] + 0.3, 50),
            top_b + by(0.4, -2),
            (top_b + ub) / 2 + by(-0.3, 0),
            ub + by(0.6, 0),
            lb + by(0.6, 0),
            (lb + low_b) / 2 + by(-0.3, 0),
            low_b + by(0.4, 0),
            (low_b[0] + 5.6, -58),
        ]
    )
    plate.band(rear, rear + by(1.5, 0), fibres=1)
    spine_u, spine_l = sections["upper spine"], sections["lower spine"]
    root_u = spine_u[spine_u[:, 0] < spine_u[:, 0].min() + 6]
    root_l = spine_l[spine_l[:, 0] < spine_l[:, 0].min() + 6]
    flavum_from, flavum_to = root_u[root_u[:, 1].argmin()], root_l[root_l[:, 1].argmax()]
    yellow = np.array(
        [flavum_from + by(-0.6, 4), flavum_from + by(-0.6, 0), flavum_to + by(-0.6, 0), flavum_to + by(-0.4, -2)]
    )
    under = _edge(spine_u, np.linspace(flavum_from[0] + 3, spine_u[:, 0].max() - 2, 8), lowest=True)
    over = _edge(spine_l, np.linspace(flavum_to[0] + 3, spine_l[:, 0].max() - 2, 8), lowest=False)
    plate.band(under, over, fibres=6)
    plate.band(yellow, yellow + by(3.4, 0), fibres=2, colour="#F1DD6B", edge="#7A6200")
    tip_u, tip_l = spine_u[spine_u[:, 0].argmax()], spine_l[spine_l[:, 0].argmax()]
    cord = np.array(
        [
            (tip_u[0] - 1, 50),
            tip_u + by(-0.6, 8),
            tip_u + by(-0.5, -4),
            tip_l + by(-0.6, 3),
            tip_l + by(-0.8, -4),
            (tip_l[0] - 4, -58),
        ]
    )
    plate.band(cord, cord + by(2.6, 0), fibres=2)
    for part in sections.values():
        plate.spongy(part)
    spots = {
        "vertebral body": tuple((uf + top_b) / 2),
        "nucleus": tuple(centre),
        "annulus": tuple((uf + lf) / 2 + by(3.2, 0)),
        "anterior longitudinal ligament": tuple(front[1] + by(-1.1, 1.5)),
        "posterior longitudinal ligament": tuple(top_b + by(1.2, 6)),
        "dural sac with nerve roots": (float((ahead[0][0] + behind[0][0]) / 2), 42.0),
        "ligamentum flavum": tuple((flavum_from + flavum_to) / 2 + by(1.2, 0)),
        "interspinous ligament": tuple(under[3] * 0.55 + over[3] * 0.45),
        "supraspinous ligament": tuple(cord[2] + by(1.4, -3)),
    }
    plate.note(MODEL)
    return plate, {name: (float(x), float(y)) for name, (x, y) in spots.items()}


def _edge(loop: Points, across: Array, lowest: bool) -> Points:
    """Points on the lower or upper edge of an outline at some x."""
    rows = []
    for x in across:
        near = loop[np.abs(loop[:, 0] - x) < 3]
        rows.append([x, near[:, 1].min() if lowest else near[:, 1].max()])
    return np.array(rows)


def _cut_alt() -> str:
    return (
        "Two lumbar vertebrae of the virtual spine, L4 and L5, cut in the midline and seen from the left, front at "
        "the left. Between the bodies lies the disc: a ring of fibres, the annulus, round a soft nucleus. The "
        "anterior longitudinal ligament runs down the front of bodies and discs, the posterior longitudinal ligament "
        "down their back, inside the canal. Behind it is the dural sac, which holds nerve roots at this level and no "
        "cord. The ligamentum flavum joins the laminae behind the sac. The interspinous ligament fills the space "
        "between the spinous processes, and the supraspinous ligament ties their tips. Bones are a model; soft "
        "tissue is drawn on."
    )


@drawn(_cut_alt, "L4 and L5 cut in the midline. Bones are a model; soft tissue is drawn on.")
def segment_cut() -> Plate:
    """Disc and ligaments of one segment, named."""
    plate, spots = _cut("One segment cut in the midline, from the left")
    left = ("vertebral body", "anterior longitudinal ligament", "annulus", "nucleus")
    names = {
        "anterior longitudinal ligament": "anterior\nlongitudinal\nligament",
        "annulus": "annulus\nof the disc",
        "nucleus": "nucleus\nof the disc",
        "vertebral body": "body of L4",
    }
    plate.labels("left", -44, [(names[name], spots[name]) for name in sorted(left, key=lambda n: -spots[n][1])])
    right = [
        ("posterior longitudinal\nligament", spots["posterior longitudinal ligament"]),
        ("dural sac with\nnerve roots, no cord", spots["dural sac with nerve roots"]),
        ("supraspinous ligament", spots["supraspinous ligament"]),
        ("interspinous ligament", spots["interspinous ligament"]),
        ("ligamentum flavum", spots["ligamentum flavum"]),
    ]
    plate.labels("right", 82, sorted(right, key=lambda item: -item[1][1]))
    return plate


@drawn(
    lambda: (
        "Two lumbar vertebrae of the virtual spine cut in the midline, front at the left, with nine numbers and no "
        "names. 1: the upper body. 2: the soft centre of the cushion between the bodies. 3: the ring of fibres round "
        "it. 4: a band down the front of the bodies. 5: a thin band down their back. 6: a sac with threads, in the "
        "canal. 7: a yellow band between the two arches, just behind the sac. 8: a sheet between the two spines. 9: "
        "a cord over the tips of the spines. Bones are a model; soft tissue is drawn on."
    )
)
def segment_with_numbers() -> Plate:
    """The same cut for questions: numbers for names."""
    plate, spots = _cut("What do the numbers mark?")
    rings = {
        "1": (-52, 30), "2": (-52, -18), "3": (-52, -2), "4": (-52, 46), "5": (60, 24), "6": (60, 42), "7": (92, -40),
        "8": (92, -22), "9": (92, -4),
    }  # fmt: skip
    items = {ring: spots[name] for name, ring in _NAMES_OF_CUT.items()}
    numbered(plate, [(ring, (float(rings[ring][0]), float(rings[ring][1])), at) for ring, at in items.items()])
    return plate


# From the side

_AT = (0.0, 0.0)


@drawn(
    lambda: (
        "L4 and L5 of the virtual spine seen from the left, front at the left, with the disc between their bodies. "
        "Above the disc and behind the bodies a gap opens sideways: the intervertebral foramen. Its roof is the "
        "pedicle of L4, its floor the pedicle of L5, in front are the body and the disc, behind is the facet joint. "
        "The L4 nerve root, drawn in yellow, leaves through the upper part of it, close under the pedicle of L4 and "
        "above the disc. The facet joint is where the inferior process of L4 meets the superior process of L5. Bones "
        "are a model; the nerve is drawn on."
    ),
    "L4 and L5 from the left. Bones are a model; the nerve root is drawn on.",
)
def segment_from_the_side() -> Plate:
    """The foramen, its four walls, and the root that leaves through it."""
    plate = Plate("The way out for a nerve root: L4 and L5 from the left", -98, 108, -46, 58)
    pair = _pair()
    cushions = discs({"L4": pair[0], "L5": pair[1]})
    tints = np.vstack([*(cartilage(bone) for bone in pair), np.tile(rgb(DISC), (len(cushions[0].vertices), 1))])
    seen = show(plate, [*pair, *cushions], "left", _AT, tints)

    def at(point: Array) -> tuple[float, float]:
        return placed(seen, _AT, point)

    roof, floor = (at(part_of(bone, "pedicle", -1)) for bone in pair)
    joint = at(part_of(pair[0], "inferior articular facet", -1))
    # The root fills the upper part of the foramen, right under the pedicle, and turns down and forward as it leaves.
    back = pair[0].landmarks["lower back corner"]
    below = by(pair[0].landmarks["left pedicle"][0], back[1] - 5.5, back[2])
    (rise,) = first_hits(pair[0].vertices.astype(float), pair[0].triangles.astype(np.int64), _upward(below))
    x, y = at(below + by(0, 0, float(rise)))
    root = [(x + 0.6, y - 3.0), (x - 3.2, y - 4.2), (x - 6.4, y - 6.0), (x - 8.6, y - 8.2)]
    plate.tube(root, 5.0, CORD, CORD_EDGE)
    middle = at(below)
    disc = (at(pair[0].landmarks["lower plate"])[0] - 6, at(pair[0].landmarks["lower plate"])[1] - 5)
    plate.labels(
        "left",
        -46,
        [
            (
                "body of L4",
                at((pair[0].landmarks["lower plate"] + pair[0].landmarks["upper plate"]) / 2 + by(0, 10, 0)),
            ),
            ("root L4, close\nunder its pedicle", root[1]),
            ("disc L4-5", disc),
            ("body of L5", at((pair[1].landmarks["lower plate"] + pair[1].landmarks["upper plate"]) / 2 + by(0, 8, 0))),
        ],
    )
    plate.labels(
        "right",
        52,
        [
            ("roof: pedicle of L4", roof),
            ("intervertebral\nforamen", (middle[0] + 1.5, middle[1] + 0.8)),
            ("behind: the facet\njoint of L4 and L5", (joint[0] + 3.2, joint[1] - 2.5)),
            ("floor: pedicle of L5", (floor[0] + 2.5, floor[1] + 1)),
        ],
    )
    plate.note(MODEL)
    return plate


def _upward(point: Array) -> tuple[Array, Array, Array]:
    """A ray that starts at a point and goes up."""
    return point[None], np.array([[0.0, 0, 1]]), np.array([40.0])


# Across the disc

_HURTS = {
    "outer annulus": ("1", True),
    "nucleus": ("2", False),
    "posterior longitudinal ligament": ("3", True),
    "dural sac": ("4", True),
    "nerve root": ("5", True),
    "facet joint capsule": ("6", True),
    "muscle": ("7", True),
    "inner annulus": ("8", False),
}
_MUSCLE, _MUSCLE_EDGE = "#E9C3BA", "#8A3B2E"


def _across(title: str) -> tuple[Plate, dict[str, tuple[float, float]]]:
    """A slice across the L4-5 disc from above, front at the top; where each tissue can be pointed at."""
    plate = Plate(title, -102, 104, -74, 42)
    half = [(0, 17.5), (9, 17), (17, 13.6), (22.6, 7), (24, -1), (21.6, -9), (15.5, -14.6), (8, -16.2), (0, -15.6)]
    outer = mirrored(half)
    for sign in (1, -1):
        psoas = np.array([(27, 5), (36, 9), (44, 2), (43, -9), (35, -14), (27, -9)]) * [sign, 1]
        plate.fill(psoas, _MUSCLE, _MUSCLE_EDGE, 0.9)
        deep = np.array([(6.0, -42), (12, -38), (22, -38.5), (33, -37), (41, -44), (37, -56), (22, -62), (7, -60)]) * [
            sign,
            1,
        ]
        plate.fill(deep, _MUSCLE, _MUSCLE_EDGE, 0.9)
    plate.fill(outer, DISC, DISC_EDGE, 2.6)
    for share in (0.92, 0.84, 0.76):
        plate.fill(moved(outer * share, (0.0, 0.2)), "none", DISC_EDGE, 0.7)
    plate.fill(moved(outer * 0.5, (0.0, -1.0)), "#E8F3F0", DISC_EDGE, 1.0)
    # The sac with its roots, the two L5 roots that pass the disc, the L4 roots already outside.
    sac = mirrored([(0, -17.8), (6, -18.2), (9.6, -21.6), (9.2, -26.5), (5, -31), (0, -32.6)])
    plate.fill(sac, CSF, DURA, 1.6)
    for x, y in ((3, -21), (6.4, -23.6), (3.4, -25.5), (6.2, -27.4), (1.6, -29)):
        for sign in (1, -1):
            _dot(plate, (sign * x, y), 0.95)
    plate.fill(
        mirrored([(0, -15.8), (5.6, -16.2), (7.8, -16.7), (5.6, -17.6), (0, -17.4)]), LIGAMENT, LIGAMENT_EDGE, 1.0
    )
    for sign in (1, -1):
        _dot(plate, (sign * 12.2, -18.6), 2.1)
        _dot(plate, (sign * 26.0, -13.6), 2.4)
        above = np.array(
            [
                (14.6, -24.0),
                (19.4, -21.4),
                (24.6, -23.4),
                (26.2, -29.4),
                (23.8, -35.2),
                (20.6, -34.4),
                (19.6, -30),
                (16.4, -27),
            ]
        )
        below = np.array(
            [
                (12.6, -26.4),
                (15.6, -29.0),
                (18.2, -32.0),
                (19.4, -36.4),
                (15.6, -38.6),
                (9.0, -38.4),
                (3.6, -37.2),
                (8.6, -33.6),
            ]
        )
        for shape in (above, below):
            plate.fill(shape * [sign, 1], BONE, BONE_EDGE, 1.3)
        plate.line(
            np.array([(14.4, -25.6), (17.0, -28.4), (19.2, -31.2), (20.2, -35.2)]) * [sign, 1], CARTILAGE_EDGE, 2.6
        )
        plate.line(np.array([(19.8, -36.4), (22.2, -37.4), (24.6, -35.8)]) * [sign, 1], ALARM, 2.6)
        plate.line(np.array([(13.2, -24.4), (11.0, -25.6), (11.6, -27.4)]) * [sign, 1], ALARM, 2.6)
        plate.band(
            np.array([(1.2, -35.6), (6.4, -31.6), (10.6, -26.6)]) * [sign, 1],
            np.array([(1.2, -34.2), (5.6, -30.8), (9.9, -25.4)]) * [sign, 1],
            fibres=1,
            colour="#F1DD6B",
            edge="#7A6200",
        )
    plate.fill(
        np.array([(-3.6, -37.2), (3.6, -37.2), (2.4, -44), (2.2, -60), (0, -62.5), (-2.2, -60), (-2.4, -44)]),
        BONE,
        BONE_EDGE,
        1.3,
    )
    spots = {
        "outer annulus": (-16.0, 13.6),
        "inner annulus": (-13.6, -4.6),
        "nucleus": (5.0, 1.0),
        "posterior longitudinal ligament": (-3.6, -16.6),
        "dural sac": (8.2, -27.4),
        "nerve root": (12.2, -18.6),
        "facet joint capsule": (22.4, -37.2),
        "muscle": (-24.0, -50.0),
        "ligamentum flavum": (-6.0, -31.2),
    }
    plate.text((0, 23), "FRONT", 9, "#143C6E", bold=True)
    return plate, spots


def _dot(plate: Plate, at: tuple[float, float], radius: float) -> None:
    angle = np.linspace(0, 2 * np.pi, 13)[:-1]
    ring = np.array(at) + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    plate.fill(ring, CORD, CORD_EDGE, 1.0)


def _hurt_alt() -> str:
    return (
        "A slice across the L4-5 disc seen from above, front at the top, drawn. Each tissue is marked with a plus or "
        "a minus sign. Plus, it can hurt: the outer ring of the disc (outer annulus), the posterior longitudinal "
        "ligament behind it, the dural sac, the nerve root L5 that passes beside it when it is swollen or stretched, "
        "the capsule of the facet joint, and the back muscles. Minus, no pain fibres when healthy: the inner annulus "
        "and the soft nucleus in the middle of the disc. The root L4 lies farther out and has already left. The rest "
        "of the ring round the sac is ligamentum flavum and bone."
    )


@drawn(_hurt_alt, "Across the L4-5 disc, from above. Drawn; + can hurt, − has no pain fibres when healthy.")
def what_can_hurt() -> Plate:
    """Which tissues round a disc carry pain fibres."""
    plate, spots = _across("What can hurt? Across the L4-5 disc, from above")
    plate.labels(
        "left",
        -52,
        [
            ("+ outer annulus", spots["outer annulus"]),
            ("− inner annulus", spots["inner annulus"]),
            ("+ posterior\nlongitudinal ligament", spots["posterior longitudinal ligament"]),
            ("ligamentum flavum", spots["ligamentum flavum"]),
            ("+ back muscle", spots["muscle"]),
        ],
    )
    plate.labels(
        "right",
        52,
        [
            ("− nucleus", spots["nucleus"]),
            ("root L4, already out", (26.0, -13.6)),
            ("+ root L5, passing:\n   when swollen", spots["nerve root"]),
            ("+ dural sac", spots["dural sac"]),
            ("+ facet joint capsule", spots["facet joint capsule"]),
        ],
    )
    plate.note("+ can hurt    − no pain fibres when healthy")
    return plate


@drawn(
    lambda: (
        "A slice across the L4-5 disc seen from above, front at the top, drawn, with numbers and no names. 1: the "
        "outermost ring of the disc. 2: its soft middle. 3: a thin band behind the disc. 4: a round sac with "
        "threads, in the canal. 5: a cord beside the sac, close to the back corner of the disc. 6: the covering of "
        "the joint behind. 7: muscle."
    )
)
def across_the_disc_with_numbers() -> Plate:
    """The same slice for questions: numbers for names and no signs."""
    plate, spots = _across("What do the numbers mark?")
    rings = {
        "1": (-60, 22),
        "2": (60, 14),
        "3": (-60, -18),
        "4": (60, -34),
        "5": (60, -10),
        "6": (60, -54),
        "7": (-60, -56),
    }
    numbered(
        plate,
        [
            (ring, (float(rings[ring][0]), float(rings[ring][1])), spots[name])
            for name, (ring, _) in _HURTS.items()
            if ring in rings
        ],
    )
    return plate

"""The atlas from above: the ring, the pivot, the thirds."""

from __future__ import annotations

import numpy as np

from spinelab.anatomy.figures.plate import (
    BONE,
    BONE_EDGE,
    CARTILAGE,
    CARTILAGE_EDGE,
    CORD,
    CORD_EDGE,
    CSF,
    DURA,
    LIGAMENT,
    LIGAMENT_EDGE,
    Plate,
    drawn,
)  # fmt: skip
from spinelab.anatomy.outline import Points, PointsLike, ellipse, mirrored, moved, rectangle
from spinelab.content.facts import Fact, facts, plain

# Millimetres. The facet for the dens is at the origin, forward is up, the right side is on the right.
# fmt: off
OUTER = mirrored([
    (0, 6.0), (2.4, 5.5), (4.6, 4.6), (8.5, 4.2), (11.5, 4.9), (14.8, 5.0), (18.5, 3.6), (21.6, 0.6), (23.6, -2.9),
    (26.0, -5.2), (29.5, -6.0), (32.8, -7.4), (35.2, -9.8), (35.6, -12.4), (33.8, -14.8), (30.2, -16.2),
    (26.6, -17.2),
    (24.0, -18.4), (22.6, -20.4), (21.3, -23.8), (18.4, -28.0), (14.0, -31.6), (9.0, -34.0), (4.6, -35.0),
    (2.3, -35.7), (0, -36.2),
])
CANAL = mirrored([
    (0, 0), (2.6, -0.35), (4.7, -1.3), (6.6, -1.5), (9.2, -2.0), (11.0, -3.8), (11.3, -6.0), (10.4, -8.0),
    (10.6, -9.8),
    (12.2, -12.0), (13.3, -15.5), (13.5, -19.5), (12.4, -24.0), (9.4, -27.8), (5.0, -29.6), (0, -30.0),
])
RIGHT_FACET = [
    (12.6, 3.0), (15.2, 2.9), (18.6, 0.2), (20.8, -3.4), (21.9, -7.2), (22.6, -11.0), (23.4, -14.6), (22.3, -17.3),
    (19.6, -17.2), (17.0, -14.6), (15.4, -11.4), (13.6, -8.6), (12.0, -4.8), (11.2, -0.4),
]
RIGHT_LATERAL_MASS = [
    (10.6, 2.2), (13.0, 4.4), (17.0, 3.4), (21.4, -0.2), (23.2, -4.2), (23.4, -9.0), (24.6, -14.0), (24.6, -17.4),
    (22.0, -19.4), (18.0, -18.8),
    (14.6, -15.6), (12.6, -12.0), (10.7, -9.4), (10.5, -7.8), (11.4, -5.6), (10.8, -2.0),
]
RIGHT_FORAMEN = ellipse((26.3, -11.2), 5.4, 7.7, turned=-8)
DENS = [(-4.2, -2.6), (-2.2, -1.5), (0, -1.3), (2.2, -1.5), (4.2, -2.6), (4.9, -5.6), (4.5, -8.8), (2.8, -11.2),
    (0, -11.9),
        (-2.8, -11.2), (-4.5, -8.8), (-4.9, -5.6)]
LIGAMENT_FRONT = [(-10.6, -7.6), (-7.5, -10.0), (-4.4, -11.6), (0, -12.4), (4.4, -11.6), (7.5, -10.0), (10.6, -7.6)]
LIGAMENT_BACK = [(-10.9, -9.9), (-8.0, -12.4), (-4.6, -14.4), (0, -15.3), (4.6, -14.4), (8.0, -12.4), (10.9, -9.9)]
CORD_SECTION = [(0, -16.9), (2.4, -16.4), (5.0, -17.4), (6.2, -20.0), (5.0, -22.6), (2.4, -23.8), (0, -24.0),
                (-2.4, -23.8), (-5.0, -22.6), (-6.2, -20.0), (-5.0, -17.4), (-2.4, -16.4)]
DURAL_SAC = [(0, -15.6), (4.6, -15.2), (9.4, -15.8), (11.4, -19.0), (10.9, -23.2), (8.0, -27.0), (3.4, -29.0),
    (0, -29.3),
             (-3.4, -29.0), (-8.0, -27.0), (-10.9, -23.2), (-11.4, -19.0), (-9.4, -15.8), (-4.6, -15.2)]
RIGHT_GROOVE = [(20.6, -20.6), (17.4, -20.8), (14.4, -22.9), (13.2, -25.6), (14.6, -28.6), (18.0, -26.8),
    (20.6, -23.2)]
PIVOT = (0.0, -6.6)
ALAR_AT_DENS, ALAR_AT_CONDYLE = (3.5, -9.4), (11.6, -6.2)
# fmt: on


def left_of(right: PointsLike) -> Points:
    """The mirror image on the other side of the midline."""
    return moved(right) * (-1, 1)


def about_dens(points: PointsLike, turned: float = 0.0, by: tuple[float, float] = (0.0, 0.0)) -> Points:
    """The points turned about the axis of the dens by `turned` degrees anticlockwise, then shifted."""
    return moved(moved(points, by=(-PIVOT[0], -PIVOT[1])), by=(PIVOT[0] + by[0], PIVOT[1] + by[1]), turned=turned)


def draw_atlas(plate: Plate, turned: float = 0.0, by: tuple[float, float] = (0.0, 0.0)) -> None:
    """The bony ring with its facets, turned about the dens by `turned` degrees anticlockwise, then shifted."""

    def at(points: PointsLike) -> Points:
        return about_dens(points, turned, by)

    holes = [at(CANAL), at(RIGHT_FORAMEN), at(left_of(RIGHT_FORAMEN))]
    plate.bone(at(OUTER), holes, round_mm=3.0)
    for side in (RIGHT_GROOVE, left_of(RIGHT_GROOVE)):
        plate.bone(at(side), round_mm=2.0, hollow=True, edge="#B79F72")
    for mass in (RIGHT_LATERAL_MASS, left_of(RIGHT_LATERAL_MASS)):
        plate.bone(at(mass), round_mm=2.2, edge="#B79F72")
    for facet in (RIGHT_FACET, left_of(RIGHT_FACET)):
        plate.bone(at(facet), round_mm=3.0, hollow=True, colour=CARTILAGE, edge=CARTILAGE_EDGE)


def draw_canal_contents(plate: Plate) -> None:
    """Dural sac with the cord, and a pair of roots, inside the ring."""
    plate.fill(DURAL_SAC, CSF, DURA, 1.8)
    plate.fill(CORD_SECTION, CORD, CORD_EDGE, 1.2)
    plate.line([(0, -16.9), (0, -18.2)], CORD_EDGE, 1.0)
    grey = [(0, -19.6), (1.2, -19.2), (2.2, -17.9), (3.2, -18.4), (3.0, -19.8), (2.1, -20.6), (2.5, -22.4),
            (2.0, -22.9), (1.2, -21.0), (0, -20.5)]  # fmt: skip
    plate.fill(mirrored(grey), "#D9CE6A", "#A39A30", 0.7)


def _atlas_alt() -> str:
    known = facts()
    return (
        "The first neck vertebra seen from above, front at the top, right side on the right. It is a ring of bone "
        f"with no body, about {known['c1-width'].brief} wide and {known['c1-outer-depth'].brief} deep. A short "
        "anterior arch closes the front; it has a small tubercle outside and a facet for the dens inside. On each "
        "side stands a thick lateral mass that carries a long, kidney-shaped superior facet, about "
        f"{known['c1-superior-facet-length'].brief} by {known['c1-superior-facet-width'].brief}; the two facets "
        "converge towards the front. Outside each mass the transverse process surrounds a foramen for the "
        "vertebral artery. On the left the artery leaves its foramen, bends back and inwards round the lateral "
        "mass, and lies in the groove on the posterior arch before it enters the canal. The posterior arch closes "
        "the ring behind and ends in a tubercle. Inside the ring, from front to back: the dens in section, just "
        "behind the anterior arch; the transverse ligament, a strap behind the dens between the tubercles of the "
        "two lateral masses; the dura with the spinal cord, and free space around the cord."
    )


@drawn(
    _atlas_alt,
    "Seen from above. A CT or MRI slice is seen from below: there the patient's right is on your left.",
)
def atlas_from_above() -> Plate:
    """The atlas as a ring, seen from above, with the dens, the transverse ligament and the cord inside it. To scale."""
    plate = Plate("The atlas (C1) from above", -62, 62, -52, 17, 760)
    draw_atlas(plate)
    draw_canal_contents(plate)
    plate.band(LIGAMENT_FRONT, LIGAMENT_BACK, 3)
    plate.bone(DENS, round_mm=2.2)
    plate.tube(
        [
            (-26.3, -11.0),
            (-27.0, -15.0),
            (-25.4, -19.4),
            (-21.4, -22.4),
            (-17.0, -23.0),
            (-14.0, -21.6),
            (-11.0, -19.6),
        ],
        3.6,
    )
    plate.labels(
        "left", -37.5,
        [
            ("Anterior arch", (-8.0, 2.0)),
            ("Superior facet\n(carries the head)", (-18.0, -4.0)),
            ("Dens of the axis", (-2.6, -6.5)),
            ("Vertebral artery", (-26.5, -14.4)),
            ("Spinal cord", (-3.8, -20.0)),
            ("Dura", (-10.6, -24.0)),
            ("Posterior arch", (-10.0, -31.4)),
        ],
    )  # fmt: skip
    plate.labels(
        "right", 38.5,
        [
            ("Anterior\ntubercle", (0.6, 5.2)),
            ("Facet for\nthe dens", (1.4, -0.5)),
            ("Transverse\nprocess", (33.4, -9.4)),
            ("Transverse\nforamen", (26.6, -11.5)),
            ("Tubercle on the\nlateral mass", (10.6, -8.4)),
            ("Transverse\nligament", (4.6, -13.0)),
            ("Groove for the\nvertebral artery", (17.0, -25.0)),
            ("Posterior\ntubercle", (0.8, -35.2)),
        ],
    )  # fmt: skip
    plate.compass((-49.5, -43), "anterior", "posterior", "L", "R")
    plate.scale_bar((48, -47.5))
    return plate


# fmt: off
AXIS_ABOVE = mirrored([
    (0, 1.6), (5.0, 1.4), (9.0, 0.8), (13.5, 1.2), (19.0, 0.6), (23.6, -3.0), (25.2, -8.4), (27.4, -12.4),
    (27.6, -15.2), (24.4, -16.6),
    (22.6, -19.6), (21.6, -24.0), (18.4, -27.6), (12.4, -32.4), (6.6, -37.0), (5.2, -40.6), (7.2, -45.6),
    (5.6, -47.6),
    (3.0, -46.6), (1.0, -43.4), (0, -42.6),
])
AXIS_CANAL = mirrored([
    (0, -13.6), (5.0, -13.4), (9.4, -13.6), (11.6, -16.4), (11.8, -20.4), (9.6, -24.8), (5.0, -30.0), (0, -32.4),
])
# fmt: on


def _rotation_alt() -> str:
    known = facts()
    return (
        "Two views from above, front at the top. In each the axis stays still: its dens in the middle and its "
        "forked spinous process behind. Left view, neutral: the ring of the atlas is square over the axis, and "
        "the two alar ligaments run outwards from the back of the dens to the occipital condyles, equally slack. "
        f"Right view, head turned to the right: the ring has turned about {_deg(known['c1-c2-rotation'])} to the "
        "right around the dens. The left side of the atlas has moved forwards, the right side backwards, so the "
        "left alar ligament is pulled tight round the dens and the right one is slack. Between occiput and axis "
        f"happens {known['c0-c2-rotation-share'].brief} of active neck rotation, between axis and first thoracic "
        f"vertebra {known['c2-t1-rotation-share'].brief} (means of {plain(known['c0-c2-rotation-share'].n)} women)."
    )


@drawn(
    _rotation_alt,
    "C1 turns on C2 like a ring on a peg; the alar ligament of the other side stops the turn (Dvorak 1987).",
)
def pivot_rotation() -> Plate:
    """The atlas turning about the dens: neutral, and turned to the right as far as living people reach."""
    known = facts()
    angle = known["c1-c2-rotation"]
    assert angle.value is not None
    plate = Plate("The pivot: C1 turns about the dens of C2", -48, 138, -76, 28, 760)
    for by, turned in (((0.0, -8.0), 0.0), ((90.0, -8.0), -angle.value)):
        plate.bone(moved(AXIS_ABOVE, by=by), [moved(AXIS_CANAL, by=by)], round_mm=3.0, colour="#D5DBDE", edge="#4A5860")
        draw_atlas(plate, turned, by)
        plate.bone(moved(DENS, by=by), round_mm=2.2, colour="#D5DBDE", edge="#4A5860")
        for side in (-1, 1):
            _alar(plate, side, turned, by)
    plate.text((0, 12), "Neutral", 10.5, bold=True)
    plate.text((90, 17), f"Head turned to the right: {_deg(angle)} at C1-C2", 10.5, bold=True)
    plate.arrow((74, 7), (110, 5), "#A33B00", 2.2, bend=-0.25)
    plate.text((45, 1), "Dens (C2)", 9.5)
    plate.leader((35.2, 0.5), (2.5, -12.5))
    plate.leader((54.8, 0.5), (88.6, -12.5))
    plate.text((45, -7.5), "Alar ligament", 9.5, across="center")
    plate.leader((32, -8), (7.6, -15.6))
    plate.text((45, -45), "Left alar: tight", 9.5, colour="#8A3200", bold=True)
    plate.leader((44, -42.5), (84.6, -12.4))
    plate.text((127, 6), "Right alar:\nslack", 9.5)
    plate.leader((119.5, 4), (96.8, -19.6))
    plate.text((-24, -45), "C1 (atlas)", 9.5, across="right")
    plate.leader((-23, -44), (-15.0, -39.2))
    plate.text((18, -53), "C2 (axis)", 9.5, across="left")
    plate.leader((17, -53), (3.4, -49.6))
    share, below = known["c0-c2-rotation-share"], known["c2-t1-rotation-share"]
    plate.text(
        (54, -67.5),
        f"Share of active neck rotation: occiput to C2 {share.brief}, C2 to T1 {below.brief}"
        f"\n(means of {plain(share.n)} women; measured separately, so they need not add up to 100 %)",
        9.5,
    )  # fmt: skip
    plate.compass((-32, -62), "anterior", "posterior", "L", "R")
    return plate


def _alar(plate: Plate, side: int, turned: float, by: tuple[float, float]) -> None:
    """An alar ligament in one posture: straight and thin when pulled, wavy when slack."""
    dens = np.array(ALAR_AT_DENS) * (side, 1) + by
    condyle = about_dens([(ALAR_AT_CONDYLE[0] * side, ALAR_AT_CONDYLE[1])], turned, by)[0]
    along = condyle - dens
    length = float(np.hypot(*along))
    across = np.array([-along[1], along[0]]) / length
    rest = float(np.hypot(ALAR_AT_CONDYLE[0] - ALAR_AT_DENS[0], ALAR_AT_CONDYLE[1] - ALAR_AT_DENS[1]))
    bow = 0.9 * np.sqrt(max(0.0, rest - length))
    part = np.linspace(0, 1, 7)
    middle = dens + part[:, None] * along + bow * np.sin(2 * np.pi * part)[:, None] * across
    half = (1.6 * rest / max(length, rest) * across)[None, :]
    tight = length > rest + 1
    plate.band(middle + half, middle - half, 3, "#F08A5D" if tight else LIGAMENT, "#7F2F00" if tight else LIGAMENT_EDGE)


def _thirds_alt() -> str:
    known = facts()
    return (
        f"The atlas ring from above with its front-to-back depth of about {known['steel-ring'].brief} cut into "
        f"three equal bands. Front third, {known['steel-dens'].brief}: the dens. Middle third, "
        f"{known['steel-cord'].brief}: the spinal cord. Back third, {known['steel-free-space'].brief}: free space, "
        "the reserve. Beside it a column of measured sizes: gap in front of the dens "
        f"{known['adi-healthy-ct'].brief}, dens {known['c2-dens-depth'].brief}, transverse ligament "
        f"{known['transverse-ligament-thickness'].brief}, space in front of the cord "
        f"{known['space-in-front-of-cord-at-c1'].brief}, cord {known['cord-depth-at-c1'].brief}, space behind the "
        f"cord {known['space-behind-cord-at-c1'].brief}. The real cord is thinner than the rule says, and the free "
        "space is shared between front and back."
    )


@drawn(_thirds_alt, "The rule of thirds is easy to remember; the measured sizes are means of different groups.")
def steels_thirds() -> Plate:
    """Steel's rule of thirds on the ring, and the measured sizes beside it. To scale."""
    known = facts()
    plate = Plate("The rule of thirds (Steel)", -39, 120, -50, 15, 780)
    draw_atlas(plate)
    thirds = [
        ("Dens", "steel-dens", BONE, ""),
        ("Cord", "steel-cord", CORD, ".."),
        ("Free space", "steel-free-space", CSF, "///"),
    ]
    parts = [
        ("gap in front of dens", "adi-healthy-ct", "#FFFFFF", ""), ("dens", "c2-dens-depth", BONE, ""),
        ("transverse ligament", "transverse-ligament-thickness", LIGAMENT, "---"),
        ("space in front of cord", "space-in-front-of-cord-at-c1", CSF, "///"),
        ("cord", "cord-depth-at-c1", CORD, ".."),
        ("space behind cord", "space-behind-cord-at-c1", CSF, "///"),
    ]  # fmt: skip
    y = 0.0
    for name, id, colour, hatch in thirds:
        size = known[id].value or 0.0
        inside = plate.fill(rectangle(-14, 14, y - size, y), colour, "#8A8A8A", 0.8, hatch)
        inside.set_clip_path(plate.outline(CANAL))
        _box(plate, 42, 52, y, size, colour, hatch)
        plate.text((0, y - size / 2), name, 10, bold=True, halo=True)
        plate.text((47, y - size / 2), known[id].brief, 9.5, bold=True, halo=True)
        plate.line([(13 if y else 5, y), (42, y)], "#555555", 0.8, "--")
        y -= size
    plate.line([(5, y), (42, y)], "#555555", 0.8, "--")
    plate.fill(CANAL, "none", BONE_EDGE, 1.2)
    for section, ids in ((DENS, ("steel-dens", "c2-dens-depth")), (CORD_SECTION, ("steel-cord", "cord-depth-at-c1"))):
        drawn_as, real = (known[id].value or 0.0 for id in ids)
        shape = np.asarray(section) - np.mean(section, axis=0)
        middle = -drawn_as / 2 if section is DENS else -drawn_as * 1.5
        plate.fill(shape * drawn_as / real * 0.94 + (0, middle), "none", "#6A6A6A", 1.1)
    y, rows = 0.0, []
    for name, id, colour, hatch in parts:
        size = known[id].value or 0.0
        _box(plate, 57, 67, y, size, colour, hatch)
        rows.append((f"{name} {known[id].brief}", (67.0, y - size / 2)))
        y -= size
    plate.labels("right", 71, rows)
    plate.text((45.5, 3.4), "The rule", 10, bold=True)
    plate.text((64.5, 3.4), "Measured", 10, bold=True)
    plate.compass((-28, -39), "anterior", "posterior", "L", "R", 4)
    plate.scale_bar((42, -40))
    plate.note("Measured sizes come from different groups, so their sum need not be the ring.", across="right")
    return plate


def _box(plate: Plate, left: float, right: float, top: float, size: float, colour: str, hatch: str) -> None:
    plate.fill(rectangle(left, right, top - size, top), colour, "#555555", 1.0, hatch)


def _deg(known: Fact) -> str:
    return f"{plain(known.value)}°"

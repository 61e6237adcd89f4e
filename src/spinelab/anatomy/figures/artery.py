"""The course of the vertebral artery at the atlas and axis."""

from __future__ import annotations

import numpy as np

from spinelab.anatomy.figures.axis import (
    SIDE_ARCH,
    SIDE_BODY,
    SIDE_INFERIOR,
    SIDE_LATERAL_MASS,
    SIDE_TRANSVERSE,
    SOFT_EDGE,
)  # fmt: skip
from spinelab.anatomy.figures.plate import ARTERY_EDGE, Plate, drawn
from spinelab.anatomy.outline import ellipse, mirrored, moved
from spinelab.content.facts import facts, plain

FAR = "#DCC9A2"
# fmt: off
# From the left side, in the axis's own millimetres: front on the left, the dens stands on y = 0.
ATLAS_SIDE = [
    (-6.4, 9.0), (-5.6, 12.6), (-3.4, 13.8), (-0.4, 13.0), (2.0, 15.0), (4.6, 17.2), (8.6, 15.2), (13.0, 14.8),
    (17.4, 17.6), (19.4, 16.0), (18.6, 11.8),
    (20.4, 9.8), (23.6, 9.6), (27.0, 11.2), (32.0, 12.4), (36.4, 11.6), (38.2, 8.6), (36.6, 5.4), (31.0, 4.4),
    (25.0, 5.2), (19.6, 5.4),
    (18.6, 1.0), (16.0, -0.2), (13.0, 2.6), (8.6, 3.8), (4.2, 1.6), (1.6, 0.4), (0.6, 4.0), (-2.4, 4.8), (-5.2, 5.8),
]
ATLAS_TIP = [(5.2, 9.8), (7.4, 12.6), (11.6, 12.8), (15.6, 11.2), (17.2, 8.4), (15.4, 5.8), (11.0, 4.8), (7.0, 5.8)]
C3_BODY = [(-1.2, -25.6), (4.0, -23.6), (9.0, -22.6), (14.6, -22.0), (15.4, -28.0), (15.0, -36.0), (8.6, -35.8),
(2.0, -37.0), (-1.6, -38.2), (-0.6, -31.0)]
C3_ARCH = [(16.0, -24.0), (20.0, -21.6), (24.4, -25.6), (28.0, -27.0), (33.0, -26.4), (39.0, -30.4),
(43.6, -36.4), (42.6, -40.0), (37.0, -39.6), (31.0, -38.0), (28.6, -38.6),
           (26.6, -42.4), (22.6, -43.4), (19.6, -38.6), (16.0, -35.0)]
C3_TIP = [(4.6, -28.0), (7.6, -26.4), (12.0, -26.2), (17.0, -26.8), (19.0, -30.0), (17.2, -33.6), (12.6, -35.8),
(7.6, -35.4), (4.8, -32.4)]
SIDE_COURSE = [(10.4, -46.0), (10.8, -38.0), (11.2, -30.0), (11.2, -20.0), (11.4, -12.0), (14.2, -6.4),
    (15.0, -1.4), (12.2, 3.0), (11.2, 8.0), (11.6, 13.6)]
SIDE_LOOP = [(11.4, 12.6), (13.0, 17.4), (17.4, 18.6), (20.6, 15.4), (22.0, 11.6), (20.4, 9.6)]
# From behind, in the same millimetres: the patient's right on the right.
ATLAS_BACK = mirrored([
    (0, 12.4), (8.0, 12.2), (12.0, 11.4), (16.6, 9.8), (20.2, 10.6), (22.2, 15.0), (25.0, 16.8), (26.4, 14.4),
    (27.6, 11.6), (31.0, 11.2), (34.6, 9.4), (35.6, 6.6), (34.0, 4.2),
    (30.4, 3.4), (27.2, 3.6), (26.2, 0.6), (22.0, 0.8), (15.0, 3.8), (11.0, 4.4), (6.0, 3.8), (2.4, 2.6), (0, 2.4),
])
AXIS_BACK = mirrored([
    (0, -4.2), (5.0, -3.4), (9.4, -0.6), (14.0, -1.0), (20.0, -3.0), (24.8, -6.2), (25.8, -9.6), (28.6, -12.0),
    (29.0, -15.0), (26.4, -16.4), (22.6, -15.0), (21.4, -17.6),
    (20.8, -22.4), (18.0, -25.0), (13.6, -24.0), (11.0, -20.8), (8.6, -20.4), (8.4, -24.6), (6.4, -27.6),
    (3.6, -27.0), (1.6, -23.6), (0, -22.6),
])
C3_BACK = mirrored([
    (0, -27.4), (6.0, -27.0), (12.0, -25.0), (17.4, -24.4), (20.4, -26.6), (21.4, -30.0), (25.6, -31.4),
    (26.6, -34.4), (23.6, -36.2), (20.8, -35.6), (20.2, -40.4), (16.6, -43.0),
    (12.0, -41.6), (9.0, -38.4), (5.2, -39.4), (4.2, -43.0), (2.0, -42.4), (0, -40.2),
])
DENS_BACK = mirrored([(0, 17.6), (2.4, 17.0), (4.4, 14.6), (4.9, 11.0), (4.4, 5.0), (5.4, -2.0), (5.4, -2.0),
    (0, -2.0)])
OCCIPUT_BACK = mirrored([(0, 25.0), (6.0, 24.6), (11.6, 22.0), (14.4, 18.6), (17.0, 16.4), (21.0, 18.6),
    (25.4, 22.4), (32.0, 25.0), (36.0, 29.0), (36.0, 37.0), (36.0, 37.0), (0, 37.0)])
BACK_HIDDEN = [(15.4, -46.0), (15.2, -36.0), (15.0, -26.0), (15.4, -16.0), (18.4, -10.6), (23.6, -8.4)]
BACK_RISE = [(23.0, -8.6), (26.8, -6.6), (28.2, -2.0), (27.6, 4.0), (27.2, 8.0)]
BACK_LOOP = [(27.2, 10.6), (27.0, 14.6), (24.0, 16.6), (20.6, 13.6), (17.4, 11.4), (13.6, 12.0), (10.6, 14.0)]
BACK_INSIDE = [(10.6, 14.0), (7.6, 16.8), (4.6, 21.4), (3.4, 27.0)]
# fmt: on
WIDTH_MM = 3.4


def _alt() -> str:
    known = facts()
    return (
        "Two drawings of the vertebral artery at the top of the neck. Left, from the left side, front on the "
        "left: the artery climbs through the foramina in the transverse processes of C3 and C2, swings out to the "
        "foramen of the atlas, passes through it, then turns sharply back and inwards behind the lateral mass and "
        "lies in the groove on the posterior arch. Right, from behind, both arteries: they leave C2 sideways, "
        "rise to the wide-set foramina of the atlas, loop behind its lateral masses, run inwards in the grooves, "
        "pierce the posterior atlanto-occipital membrane and the dura, and enter the foramen magnum, where they "
        f"come together. Numbers mark the steps 1 to 4. In about {plain(known['c1-arcuate-foramen'].value)} % of "
        "people a bridge of bone covers the groove."
    )


@drawn(_alt, "1 through C3 and C2 · 2 out to the atlas · 3 back and in along the groove · 4 through membrane and dura")
def vertebral_artery_at_c1_c2() -> Plate:
    """The vertebral artery from C3 to the foramen magnum, from the side and from behind. Not to scale."""
    plate = Plate("The vertebral artery at C1 and C2", -44, 140, -71, 46, 780)
    _from_the_side(plate)
    _from_behind(plate, 101.0)
    plate.text((12, 32), "From the left side", 10, bold=True)
    plate.text((101, 40.5), "From behind", 10, bold=True)
    for words, at in (
        ("1", (5.0, -21.0)),
        ("2", (20.6, -0.4)),
        ("3", (24.6, 17.6)),
        ("1", (116.0, -46.6)),
        ("2", (133.8, -3.0)),
        ("3", (132.0, 17.0)),
        ("4", (101.0, 20.6)),
    ):
        _step(plate, words, at)
    plate.text(
        (-40, -50),
        "1  up through the foramina of C3 and C2\n"
        "3  back and inwards, in the groove behind\n    the lateral mass of the atlas",
        9.5,
        across="left",
        up="top",
    )
    plate.text(
        (52, -50),
        "2  outwards to the foramen of the atlas\n"
        "4  through membrane and dura, then through\n    the foramen magnum into the skull",
        9.5,
        across="left",
        up="top",
    )
    plate.compass((-26, -38), "up", "down", "anterior", "posterior", 3.4)
    plate.compass((64, -38), "", "", "L", "R", 3.4)
    plate.note("Drawing, not to scale", across="right")
    return plate


def _from_the_side(plate: Plate) -> None:
    plate.bone(SIDE_ARCH, round_mm=3.0)
    plate.bone(C3_ARCH, round_mm=3.0)
    plate.bone(C3_BODY, round_mm=3.0)
    plate.bone(SIDE_BODY, round_mm=3.0)
    plate.bone(SIDE_INFERIOR, round_mm=2.6, edge=SOFT_EDGE)
    plate.bone(SIDE_LATERAL_MASS, round_mm=3.0)
    plate.bone(ATLAS_SIDE, round_mm=2.8)
    plate.tube(SIDE_COURSE, WIDTH_MM)
    plate.bone(C3_TIP, round_mm=2.2)
    low = [point for point in SIDE_TRANSVERSE if point[1] < -10]
    plate.bone([*low, (8.0, -10.6), (12.0, -11.6)], round_mm=2.0)
    plate.bone(ATLAS_TIP, round_mm=2.2)
    plate.tube(SIDE_LOOP, WIDTH_MM)
    plate.labels(
        "left", -9,
        [("Atlas (C1)", (-3.4, 9.4)), ("Transverse\nprocess of C1", (8.4, 8.6)), ("Axis (C2)", (2.4, -8.0)),
        ("Foramen of C2", (10.4, -9.4)), ("C3", (2.0, -31.0))],
    )  # fmt: skip
    plate.labels("right", 37, [("Groove on the\nposterior arch", (22.6, 10.2))])


def _from_behind(plate: Plate, x: float) -> None:
    by = (x, 0.0)
    for side in (1, -1):
        plate.tube(moved(np.array(BACK_INSIDE) * (side, 1), by), WIDTH_MM)
    plate.bone(moved(OCCIPUT_BACK, by), round_mm=3.0)
    for side in (1, -1):
        for edge in (-WIDTH_MM / 2, WIDTH_MM / 2):
            plate.line(moved(np.array(BACK_INSIDE[1:]) * (side, 1), (x + edge, 0.0)), ARTERY_EDGE, 1.2, ":")
    plate.bone(moved(DENS_BACK, by), round_mm=2.4, colour=FAR)
    plate.bone(moved(C3_BACK, by), round_mm=2.8)
    plate.bone(moved(AXIS_BACK, by), round_mm=2.8)
    for side in (1, -1):
        for edge in (-WIDTH_MM / 2, WIDTH_MM / 2):
            plate.line(moved(np.array(BACK_HIDDEN) * (side, 1), (x + edge, 0.0)), ARTERY_EDGE, 1.2, ":")
        plate.tube(moved(np.array(BACK_RISE) * (side, 1), by), WIDTH_MM)
    plate.bone(moved(ATLAS_BACK, by), round_mm=2.6)
    for side in (1, -1):
        plate.tube(moved(np.array(BACK_LOOP) * (side, 1), by), WIDTH_MM)
    plate.text((x, 31), "Occipital bone", 9.5)
    plate.text((x, 7.4), "C1", 10, bold=True)
    plate.text((x, -12.5), "C2", 10, bold=True)
    plate.text((x, -33), "C3", 10, bold=True)


def _step(plate: Plate, number: str, at: tuple[float, float]) -> None:
    plate.fill(ellipse(at, 4.6, 4.6), "#FFFFFF", ARTERY_EDGE, 1.4)
    plate.text(at, number, 9.5, "#5A2200", bold=True)

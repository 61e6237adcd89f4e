"""The axis from the front, and its outlines from the side."""

from __future__ import annotations

import numpy as np

from spinelab.anatomy.figures.plate import CARTILAGE, CARTILAGE_EDGE, Plate, drawn
from spinelab.anatomy.outline import Points, PointsLike, ellipse, mirrored
from spinelab.content.facts import facts

SOFT_EDGE = "#A98F63"
FAR = "#DCC9A2"

# Millimetres. The dens stands on y = 0; y is up. From the front x = 0 is the midline.
# fmt: off
BODY_AND_DENS = mirrored([
    (0, 17.6), (2.4, 17.0), (4.2, 14.8), (4.89, 11.4), (4.7, 8.0), (4.27, 4.8), (4.5, 2.4), (5.9, 0.2),
    (8.6, -1.4), (9.6, -3.4),
    (8.9, -6.4), (7.8, -9.6), (7.5, -13.0), (8.1, -16.4), (8.6, -18.6), (7.4, -19.9), (4.4, -20.3), (0, -21.2),
])
FRONT_RIDGE = [(-0.6, 0.2), (0.6, 0.2), (1.1, -7.0), (2.8, -13.6), (4.6, -18.4), (0, -20.0), (-4.6, -18.4),
    (-2.8, -13.6), (-1.1, -7.0)]
DENS_FACET = ellipse((0, 9.2), 7.86, 9.67)
LATERAL_MASS = [
    (6.4, 0.4), (8.6, 3.0), (13.0, 2.8), (18.6, 0.6), (23.2, -3.0), (24.4, -5.8), (23.2, -8.4), (19.4, -10.4),
    (14.6, -10.8),
    (10.0, -9.6), (7.6, -7.0), (6.2, -3.0),
]
SUPERIOR_FACET = [
    (6.7, 1.0), (8.6, 3.0), (13.0, 2.8), (18.6, 0.6), (23.2, -3.0), (24.3, -5.6), (22.6, -6.0), (18.4, -4.0),
    (13.4, -1.8), (8.8, -0.4),
]
TRANSVERSE_PROCESS = [
    (17.6, -8.0), (21.6, -8.4), (25.4, -10.0), (27.8, -12.4), (28.2, -14.8), (26.4, -16.2), (23.6, -15.6),
    (20.0, -14.2), (17.0, -12.6),
]
INFERIOR_PROCESS = [
    (10.6, -8.6), (17.0, -9.6), (20.2, -13.4), (21.2, -18.6), (20.4, -22.6), (16.8, -24.4), (12.6, -23.4),
    (11.0, -19.4), (9.6, -14.0),
]
INFERIOR_FACET = [(11.6, -20.2), (15.4, -18.9), (19.8, -19.6), (20.3, -22.3), (16.8, -24.1), (12.8, -23.1)]
LAMINAE_BEHIND = mirrored([(0, -9.0), (7.0, -8.0), (14.0, -10.0), (14.5, -19.0), (10.5, -20.6), (7.4, -21.6),
    (7.6, -24.2), (5.2, -25.6),
                           (2.4, -24.4), (1.2, -22.6), (0, -22.2)])

# From the left side: x runs from front to back.
SIDE_BODY = [
    (5.0, 17.0), (7.6, 17.6), (10.4, 16.2), (11.8, 13.0), (11.6, 9.8), (11.2, 7.4), (11.7, 4.0), (13.0, 0.4),
    (14.4, -4.0), (14.6, -11.0),
    (14.8, -17.2), (14.4, -18.6), (10.6, -18.3), (5.8, -18.6), (1.8, -20.2), (-0.6, -21.4), (-1.6, -20.2),
    (-0.6, -16.4), (0.6, -11.0), (0.4, -5.0),
    (0.9, -0.6), (1.6, 3.4), (1.2, 6.0), (1.0, 9.2), (1.6, 13.0), (2.9, 15.6),
]
SIDE_ARCH = [
    (14.0, -3.0), (18.6, -3.0), (23.0, -4.6), (28.0, -5.2), (33.0, -5.6), (38.0, -7.8), (43.0, -12.4),
    (47.4, -16.2), (48.6, -19.2),
    (47.2, -21.6), (44.0, -21.8), (40.6, -20.2), (36.0, -20.4), (32.0, -20.2), (28.0, -18.0), (24.0, -14.0),
    (17.0, -12.0), (14.0, -8.0),
]
SIDE_INFERIOR = [
    (17.0, -6.4), (22.0, -7.0), (26.6, -10.0), (28.6, -14.6), (27.6, -19.4), (24.6, -23.6), (21.6, -25.4),
    (18.4, -23.2), (16.6, -20.0), (17.4, -16.0),
    (17.6, -12.0),
]
SIDE_LATERAL_MASS = [
    (1.6, -4.2), (3.6, -0.4), (8.4, 2.4), (13.4, 2.0), (17.6, -0.6), (20.0, -4.2), (20.2, -7.6), (17.6, -10.2),
    (12.0, -10.6), (5.6, -10.0), (2.0, -7.2),
]
SIDE_TRANSVERSE = [
    (6.4, -8.4), (9.2, -6.4), (13.6, -6.6), (16.6, -8.4), (17.4, -11.4), (15.8, -15.0), (12.6, -17.6),
    (9.2, -17.6), (6.8, -15.2), (5.6, -11.6),
]
# fmt: on


def _both(points: PointsLike) -> tuple[Points, Points]:
    right = np.asarray(points, dtype=float)
    return right, right * (-1, 1)


def _front_alt() -> str:
    known = facts()
    return (
        "The second neck vertebra from the front, the patient's right on the left of the picture. A peg, the "
        f"dens, stands upright on a short body: about {known['c2-dens-height'].brief} high, "
        f"{known['c2-dens-width'].brief} at its widest, with a waist of {known['c2-dens-waist'].brief} below. The "
        "front of the dens carries an oval facet for the anterior arch of the atlas. Beside the foot of the dens "
        f"the two superior facets, about {known['c2-superior-facet-length'].brief} by "
        f"{known['c2-superior-facet-width'].brief}, slope outwards and down like shoulders. Below them a small "
        "transverse process points out and down on each side. Behind and below hang the inferior articular "
        "processes with facets that face forward and down. The front of the body "
        f"({known['c2-body-anterior-height'].brief} high) ends in a lip. Behind the body the two tips of the forked "
        "spinous process show."
    )


@drawn(_front_alt)
def axis_from_front() -> Plate:
    """The axis from the front: dens, sloping superior facets, body. To scale."""
    plate = Plate("The axis (C2) from the front", -62, 62, -45, 26, 760)
    plate.bone(LAMINAE_BEHIND, round_mm=2.0, colour=FAR)
    for part in _both(INFERIOR_PROCESS):
        plate.bone(part, round_mm=2.4)
    for part in _both(INFERIOR_FACET):
        plate.bone(part, round_mm=1.6, colour=CARTILAGE, edge=CARTILAGE_EDGE)
    for part in _both(TRANSVERSE_PROCESS):
        plate.bone(part, round_mm=2.2)
    for part in _both(LATERAL_MASS):
        plate.bone(part, round_mm=3.0)
    for part in _both(SUPERIOR_FACET):
        plate.bone(part, round_mm=2.2, colour=CARTILAGE, edge=CARTILAGE_EDGE)
    plate.bone(BODY_AND_DENS, round_mm=2.8)
    plate.bone(FRONT_RIDGE, round_mm=2.6, edge="#E3D0A6")
    plate.bone(DENS_FACET, round_mm=2.6, colour=CARTILAGE, edge=CARTILAGE_EDGE)
    plate.labels(
        "left", -33,
        [
            ("Tip of the dens", (-1.4, 16.4)),
            ("Facet for the\nanterior arch of C1", (-2.0, 9.0)),
            ("Superior facet\n(slopes outwards)", (-15.0, 0.6)),
            ("Transverse process", (-26.0, -13.6)),
            ("Inferior facet", (-16.0, -21.4)),
            ("Forked spinous\nprocess (behind)", (-5.0, -24.2)),
        ],
    )  # fmt: skip
    plate.labels(
        "right", 35,
        [
            ("Dens (peg)", (3.0, 14.4)),
            ("Waist of the dens", (4.2, 4.7)),
            ("Lateral mass", (18.0, -7.0)),
            ("Body", (4.6, -10.4)),
            ("Inferior articular\nprocess", (18.6, -17.0)),
            ("Lip of the body\n(front lower edge)", (2.6, -20.2)),
        ],
    )  # fmt: skip
    plate.compass((-50, -37.5), "up", "down", "R", "L", 3.4)
    plate.scale_bar((47, -42))
    return plate

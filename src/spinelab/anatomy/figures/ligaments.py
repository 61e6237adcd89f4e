"""The ligaments and joints between skull, atlas and axis."""

from __future__ import annotations

import numpy as np

from spinelab.anatomy import craniovertebral as cvj
from spinelab.anatomy.figures.plate import (
    CORD,
    CORD_EDGE,
    CSF,
    DISC,
    DISC_EDGE,
    DURA,
    LIGAMENT_EDGE,
    SYNOVIUM,
    SYNOVIUM_EDGE,
    Plate,
    drawn,
)  # fmt: skip
from spinelab.anatomy.outline import Points, between, ellipse, mirrored, moved
from spinelab.content.facts import Fact, facts, plain

# The median section, continued from `craniovertebral`: millimetres, front on the left.
# fmt: off
CLIVUS = [(4.3, 14.6), (5.5, 16.4), (0.2, 23.6), (-5.6, 31.6), (-8.8, 36.0), (-8.8, 36.0), (-21.0, 36.0),
    (-21.0, 36.0), (-17.0, 29.6), (-10.0, 23.4), (-3.6, 18.0), (1.4, 15.0)]
OCCIPITAL = [(38.4, 12.2), (40.6, 10.8), (46.0, 10.8), (54.0, 13.6), (59.0, 16.4), (59.0, 16.4), (59.0, 25.4),
    (59.0, 25.4), (53.0, 21.4), (46.0, 17.4), (40.8, 14.8)]
FRONT_DURA = [(15.9, -48), (15.8, -38), (15.9, -28), (15.6, -16), (15.8, -6), (15.7, 1), (15.2, 6), (13.6, 11.2),
    (10.6, 15.6), (6.6, 20.0), (1.4, 27.0),
              (-5.0, 36)]
BACK_DURA = [(59, 26), (53.0, 21.8), (46.0, 17.8), (40.6, 15.2), (37.6, 12.2), (33.0, 7.0), (29.4, 1.0),
    (29.0, -6), (29.4, -16), (29.6, -28), (29.6, -38),
             (29.6, -48)]
TONSIL = [(23.5, 36), (23.5, 36), (25.6, 29), (28.2, 22.6), (31.2, 18.6), (34.6, 17.6), (39.6, 19.2),
    (46.0, 22.2), (53.0, 26.4), (56.6, 31), (58.4, 36), (58.4, 36)]
DISC_C2_C3 = [(-1.7, -28.8), (2.4, -27.3), (8.0, -25.9), (14.6, -26.2), (15.0, -28.4), (14.6, -30.4),
(8.0, -31.0), (2.2, -31.9), (-1.8, -33.0), (-2.3, -31.0)]
C3 = [(-1.7, -33.4), (2.2, -32.3), (8.0, -31.4), (14.6, -30.8), (14.9, -32.0), (14.3, -37.6), (14.9, -43.0),
(14.8, -44.0), (8.0, -44.2), (2.0, -45.2), (-1.9, -46.2), (-2.0, -45.0),
      (-0.9, -39.4), (-2.0, -34.4)]
C3_SPINE = [(31.6, -32.0), (33.4, -30.0), (38.6, -32.0), (43.4, -36.4), (43.0, -39.4), (38.0, -38.8),
(33.6, -37.6), (31.6, -35.0)]
FRONT_CAVITY = [(0.65, 5.0), (0.15, 3.0), (0.1, 0.0), (0.1, -3.0), (0.8, -4.9), (1.35, -3.0), (1.2, 0.0), (1.25, 3.2)]
BACK_CAVITY = [(11.4, 5.2), (11.1, 2.6), (11.2, 0.0), (11.2, -3.0), (11.7, -5.2), (11.9, -3.2), (11.75, 0.0),
    (11.9, 3.2)]
TECTORIAL = (
    [(14.7, -24.6), (14.6, -16), (14.8, -8), (14.6, 0), (14.2, 5), (12.9, 9.8), (9.9, 14.0), (6.6, 17.8),
    (1.0, 24.8), (-6.2, 34.4)],
    [(15.4, -24.6), (15.2, -16), (15.5, -8), (15.4, 0), (15.0, 5.2), (13.6, 10.4), (10.6, 14.9), (7.4, 18.6),
    (1.8, 25.6), (-5.4, 35.0)],
)
UPPER_BAND = ([(12.4, 4.2), (11.5, 8.6), (8.8, 12.7), (6.4, 15.4), (2.3, 20.9)], [(13.7, 4.2), (12.5, 9.2),
    (9.5, 13.7), (6.6, 17.0), (2.8, 21.6)])
LOWER_BAND = ([(12.4, -4.4), (13.4, -8.6), (14.1, -13.0), (14.3, -17.0)], [(13.6, -4.2), (14.4, -8.6),
    (14.5, -13.0), (14.6, -17.0)])
APICAL = ([(5.6, 11.8), (4.9, 13.2), (4.0, 14.8)], [(6.8, 11.8), (5.9, 13.4), (4.9, 15.0)])
FRONT_MEMBRANE = ([(-3.0, 4.6), (-3.6, 10.0), (-2.6, 17.0)], [(-1.7, 4.9), (-1.9, 10.0), (-0.8, 15.8)])
BACK_MEMBRANE = ([(32.2, 1.4), (34.2, 7.0), (38.2, 12.4)], [(33.6, 1.5), (35.4, 6.6), (39.6, 11.4)])
BACK_MEMBRANE_BELOW = ([(32.2, -7.0), (32.4, -9.0), (33.4, -11.4)], [(33.8, -7.4), (34.2, -9.0), (34.8, -10.2)])
FLAVUM = ([(33.0, -18.6), (31.8, -25.0), (31.6, -32.0)], [(34.6, -20.8), (33.2, -26.0), (33.2, -30.2)])
FRONT_LONGITUDINAL = (
    [(-5.6, -3.4), (-3.6, -9), (-1.5, -14), (-1.5, -20), (-3.1, -27.4), (-3.0, -32.6), (-1.9, -39), (-3.0, -46)],
    [(-3.6, -5.0), (-0.8, -9.5), (0.3, -14), (-0.1, -20), (-2.2, -27), (-2.2, -32.8), (-1.0, -39), (-2.0, -46)],
)
BACK_LONGITUDINAL = ([(14.7, -24.6), (15.0, -28.4), (14.4, -37.4), (15.0, -44), (15.0, -48)], [(15.4, -24.6),
    (15.7, -28.4), (15.3, -37.4), (15.7, -44), (15.7, -48)])
# fmt: on


# The same joints from behind, back wall and cord taken away: the patient's right on the right.
# fmt: off
OCCIPUT_BEHIND = mirrored([
    (0, 17.4), (4.0, 17.0), (8.0, 15.6), (10.6, 13.2), (11.2, 9.6), (11.8, 5.2), (14.0, 2.8), (18.0, 3.6),
    (22.6, 7.2), (25.4, 10.6), (30.0, 12.4), (34.4, 15.4),
    (35.6, 20.0), (34.0, 26.0), (34.0, 26.0), (0, 26.0),
])
ATLAS_SIDE_BEHIND = [
    (11.4, 1.6), (13.8, 0.9), (18.2, 2.0), (22.8, 5.6), (25.2, 8.8), (26.4, 6.6), (26.6, 3.4), (30.6, 2.2),
    (34.6, 0.4), (35.6, -2.2), (34.0, -4.8), (30.4, -5.4), (26.8, -5.2),
    (26.4, -8.4), (25.2, -10.6), (19.0, -7.8), (12.6, -5.0), (11.0, -3.6), (10.3, -1.2), (10.6, 0.6),
]
AXIS_BEHIND = mirrored([
    (0, 12.0), (2.4, 11.3), (4.1, 8.8), (4.8, 4.8), (4.4, 0.4), (4.4, -3.0), (5.6, -5.4), (8.4, -5.4),
    (12.4, -6.4), (18.4, -9.2), (24.6, -12.0), (26.4, -14.4), (28.4, -17.6),
    (27.8, -20.2), (24.6, -20.2), (21.0, -18.8), (20.6, -23.0), (18.4, -26.4), (13.4, -26.0), (9.6, -24.2),
    (7.6, -25.0), (0, -25.6),
])
ATLAS_CUT = ellipse((19.0, -1.6), 8.0, 5.2, turned=18)
AXIS_CUT = ellipse((15.0, -16.6), 8.6, 6.0, turned=-20)
TRANSVERSE_BAND = (
    [(-11.0, 1.8), (-7.0, 3.2), (0, 4.2), (7.0, 3.2), (11.0, 1.8)],
    [(-11.0, -2.2), (-7.0, -3.8), (0, -4.6), (7.0, -3.8), (11.0, -2.2)],
)
# fmt: on


def alar_line(side: int) -> Points:
    """The middle of an alar ligament from dens to condyle, by its published length and angle. `side` is 1 for right."""
    known = facts()
    length, between = (known[id].value or 0.0 for id in ("alar-ligament-length", "alar-ligament-angle"))
    half = np.radians(between / 2)
    start = np.array([3.3 * side, 8.6])
    return np.array([start, start + length * np.array([side * np.sin(half), np.cos(half)])])


def draw_from_behind(plate: Plate, by: tuple[float, float] = (0.0, 0.0), size: float = 1.0) -> None:
    """Condyles, lateral masses of the atlas and the axis with its dens, seen from behind."""
    plate.bone(moved(OCCIPUT_BEHIND * size, by), round_mm=3.0 * size)
    for side in (1, -1):
        plate.bone(moved(np.array(ATLAS_SIDE_BEHIND) * (side, 1) * size, by), round_mm=2.6 * size)
    plate.bone(moved(AXIS_BEHIND * size, by), round_mm=2.8 * size)
    for side in (1, -1):
        for cut in (ATLAS_CUT, AXIS_CUT):
            plate.spongy(moved(cut * (side, 1) * size, by))


def draw_alars(plate: Plate) -> None:
    """The pair of alar ligaments, spread towards the condyles."""
    for side in (-1, 1):
        line = alar_line(side)
        along = line[1] - line[0]
        across = np.array([-along[1], along[0]]) / np.hypot(*along)
        ends = line + np.array([-0.08, 0.1])[:, None] * along
        plate.band(ends + across * [[1.5], [2.3]], ends - across * [[1.5], [2.3]], 4)


def _alar_alt() -> str:
    known = facts()
    return (
        "The upper neck joints from behind, with the back of the bones and the cord taken away; the patient's "
        "right is on the right. The dens stands in the middle. From each side of its tip an alar ligament, about "
        f"{known['alar-ligament-length'].brief} long, runs outwards and up to the inner side of an occipital "
        f"condyle. The angle between the two is about {plain(known['alar-ligament-angle'].value)} degrees. Lower "
        "down the transverse ligament crosses the back of the dens like a seat belt, from the tubercle of one "
        f"lateral mass of the atlas to the other; it is about {known['transverse-ligament-length'].brief} long and "
        f"{known['transverse-ligament-thickness'].brief} thick. Stumps of the upper and lower bands make it a "
        "cross. On each side the condyle rests on the hollow upper facet of the atlas, and the atlas rests on the "
        "sloping shoulder of the axis."
    )


@drawn(_alar_alt, "The transverse ligament holds the dens; the alar ligaments check the turning head.")
def alar_ligaments_from_behind() -> Plate:
    """The alar ligaments with their angle, and the transverse ligament, from behind. To scale."""
    known = facts()
    plate = Plate("Alar and transverse ligaments from behind", -66, 66, -41, 34, 780)
    draw_from_behind(plate)
    draw_alars(plate)
    plate.band([(-2.0, 3.8), (-1.6, 6.0), (-1.3, 8.0)], [(2.0, 3.8), (1.6, 6.0), (1.3, 8.0)], 2)
    plate.band([(-2.4, -4.2), (-2.0, -8.0), (-1.8, -11.6)], [(2.4, -4.2), (2.0, -8.0), (1.8, -11.6)], 2)
    plate.band(*TRANSVERSE_BAND, fibres=5)
    _angle(plate, known["alar-ligament-angle"])
    plate.labels(
        "left", -39,
        [
            ("Occipital bone", (-24.0, 19.0)),
            ("Occipital condyle", (-16.4, 6.0)),
            ("Lateral mass of C1", (-21.6, 2.6)),
            ("Posterior arch (cut)", (-19.0, -1.6)),
            ("Lateral joint C1-C2", (-18.4, -8.4)),
            ("Arch of C2 (cut)", (-15.0, -16.6)),
            ("Body of C2", (-4.0, -20.4)),
        ],
    )  # fmt: skip
    plate.labels(
        "right", 39,
        [
            ("Foramen magnum:\nfront rim (basion)", (1.6, 17.0)),
            (f"Alar ligament\n{known['alar-ligament-length'].brief} long", (8.2, 11.4)),
            ("Tip of the dens", (0.6, 11.2)),
            ("Cruciform ligament:\nupper band (cut)", (0.9, 6.6)),
            (f"Transverse ligament\n{known['transverse-ligament-length'].brief} long", (7.2, -0.2)),
            ("Tubercle on the\nlateral mass", (10.9, -2.6)),
            ("Cruciform ligament:\nlower band (cut)", (1.2, -9.6)),
        ],
    )  # fmt: skip
    plate.compass((-54, -33), "up", "down", "L", "R", 3.4)
    plate.scale_bar((51, -38))
    return plate


def _angle(plate: Plate, between: Fact) -> None:
    """The angle between the alars, drawn from where their lines meet."""
    half = np.radians((between.value or 0.0) / 2)
    right = alar_line(1)
    apex = np.array([0.0, right[0, 1] - right[0, 0] / np.tan(half)])
    for side in (-1, 1):
        plate.line(
            [tuple(apex), tuple(apex + 17.5 * np.array([side * np.sin(half), np.cos(half)]))],
            "#00507D",
            1.2,
            "--",
            smooth=False,
        )
    turn = np.linspace(-half, half, 9)
    plate.line(apex + 14.5 * np.column_stack([np.sin(turn), np.cos(turn)]), "#00507D", 1.6)
    plate.text((0, apex[1] + 17.6), f"{plain(between.value)}°", 11, "#003B5C", bold=True, halo=True)


def draw_section(plate: Plate) -> None:
    """Everything in the median plane from the skull base to C3."""
    plate.fill(between([*FRONT_DURA, FRONT_DURA[-1], (59.0, 36.0)], BACK_DURA[::-1]), CSF, "none", 0)
    plate.fill(TONSIL, "#E9DCE4", "#8D7285", 1.0)
    plate.fill(cvj.cord_outline(0.0), CORD, CORD_EDGE, 1.2)
    for dura in (FRONT_DURA, BACK_DURA):
        plate.line(dura, DURA, 2.0)
    for bone in (CLIVUS, OCCIPITAL, cvj.POSTERIOR_ARCH, cvj.AXIS_SPINE, C3_SPINE, C3, cvj.AXIS, cvj.ANTERIOR_ARCH):
        plate.spongy(bone)
    plate.fill(DISC_C2_C3, DISC, DISC_EDGE, 1.1, "---")
    for cavity in (FRONT_CAVITY, BACK_CAVITY):
        plate.fill(cavity, SYNOVIUM, SYNOVIUM_EDGE, 1.1)
    for membrane in (FRONT_MEMBRANE, BACK_MEMBRANE, BACK_MEMBRANE_BELOW, FLAVUM, FRONT_LONGITUDINAL, APICAL):
        plate.band(*membrane, fibres=1)
    plate.band(*BACK_LONGITUDINAL, fibres=0, colour="#E59A3C")
    plate.band(*TECTORIAL, fibres=0, colour="#E59A3C")
    for vertical in (UPPER_BAND, LOWER_BAND):
        plate.band(*vertical, fibres=1)
    plate.fill(cvj.TRANSVERSE_LIGAMENT, "#F4CC7A", LIGAMENT_EDGE, 1.3, "...")


def _ligaments_alt() -> str:
    return (
        "The junction of skull and neck cut in the midline, front on the left. Above, the clivus ends in the "
        "basion, the front rim of the foramen magnum; behind, the occipital bone ends in the opisthion, its back "
        "rim. Below the basion lies the anterior arch of the atlas in section, a small oval, and close behind it "
        "the dens, which stands on the body of the axis; then the C2/3 disc and C3. Behind the canal are the "
        "posterior arch of the atlas and the spinous processes of C2 and C3. From front to back: the anterior "
        "atlanto-occipital membrane from the anterior arch to the skull, continued downwards as the anterior "
        "longitudinal ligament; the apical ligament, a short cord from the tip of the dens to the basion; the "
        "cruciform ligament behind the dens, whose strong transverse band is cut across as an oval, with a thin "
        "upper band to the clivus and a lower band to the body of the axis; the tectorial membrane behind it, "
        "which is the posterior longitudinal ligament carried up to the clivus; the dura and the cord. Behind the "
        "cord the posterior atlanto-occipital membrane joins the posterior arch to the opisthion. Two synovial "
        "cavities are marked: one between anterior arch and dens, one between dens and transverse ligament."
    )


@drawn(_ligaments_alt, "Median section. Membranes are drawn a little apart so that each can be seen.")
def craniovertebral_ligaments() -> Plate:
    """Skull base to C3 in the median plane, with every ligament in front of and behind the cord. To scale."""
    plate = Plate("Ligaments from skull to axis: median section", -58, 98, -58, 44, 780)
    draw_section(plate)
    plate.labels(
        "left", -25,
        [
            ("Clivus", (-10.0, 28.4)),
            ("Basion", (3.6, 15.4)),
            ("Apical ligament", (5.3, 13.2)),
            ("Anterior atlanto-\noccipital membrane", (-2.8, 9.6)),
            ("Anterior arch of C1", (-3.6, 1.6)),
            ("Front synovial cavity", (0.6, -1.2)),
            ("Dens", (5.0, -3.0)),
            ("Anterior longitudinal\nligament", (-1.6, -11.0)),
            ("Body of C2", (5.0, -19.0)),
            ("C2/3 disc", (3.0, -29.4)),
            ("C3", (4.0, -38.6)),
        ],
    )  # fmt: skip
    plate.labels(
        "right", 63,
        [
            ("Cerebellum", (44.0, 28.0)),
            ("Tectorial membrane", (7.0, 18.2)),
            ("Opisthion", (38.8, 12.6)),
            ("Cruciform ligament:\nupper band", (10.4, 12.2)),
            ("Posterior atlanto-\noccipital membrane", (34.6, 6.2)),
            ("Cruciform ligament:\ntransverse band", (13.4, 1.6)),
            ("Back synovial cavity", (11.6, -1.6)),
            ("Posterior arch of C1", (33.6, -3.0)),
            ("Cruciform ligament:\nlower band", (13.9, -10.0)),
            ("Spinous process of C2", (42.0, -18.6)),
            ("Spinal cord", (21.8, -26.4)),
            ("Dura", (29.6, -42.0)),
            ("Posterior longitudinal\nligament", (15.1, -45.4)),
        ],
    )  # fmt: skip
    plate.compass((-38, -48), "up", "down", "anterior", "posterior", 3.6)
    plate.scale_bar((82, -56))
    return plate

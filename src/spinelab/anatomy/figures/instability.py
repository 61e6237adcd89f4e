"""What rheumatoid arthritis does at the dens: the two intervals, the slip and the pannus."""

from __future__ import annotations

from textwrap import wrap

import numpy as np

from spinelab.anatomy import craniovertebral as cvj
from spinelab.anatomy.figures import ligaments
from spinelab.anatomy.figures.plate import (
    ALARM,
    CORD,
    CORD_EDGE,
    CSF,
    DURA,
    LIGAMENT,
    LIGAMENT_EDGE,
    SYNOVIUM,
    SYNOVIUM_EDGE,
    Plate,
    drawn,
)  # fmt: skip
from spinelab.anatomy.outline import between, moved, rectangle
from spinelab.content.facts import facts
from spinelab.content.picture import Picture

SLIP_SHOWN_MM = 9.0
BLUE = "#00507D"


def slip_plate(slip_mm: float) -> Plate:
    """The median section with both intervals measured, after a slip. To scale."""
    known = facts()
    found = cvj.intervals(slip_mm, known)
    healthy = slip_mm == 0
    title = (
        "Healthy: the dens is held against the anterior arch"
        if healthy
        else f"The atlas has slipped forward by {slip_mm:g} mm"
    )
    limits = [line for limit in cvj.crossed(found, cvj.thresholds(known)) for line in wrap(str(limit), 88)]
    plate = Plate(title, -50, 92, -42.5 - 3.3 * len(limits), 34, 740)
    window = plate.outline(rectangle(-40, 80, -33, 18))
    plate.fill(cvj.cord_outline(slip_mm, known), CORD, CORD_EDGE, 1.2, "..").set_clip_path(window)
    plate.spongy(cvj.AXIS_SPINE)
    plate.spongy(cvj.AXIS)
    plate.fill(
        cvj.TRANSVERSE_LIGAMENT, LIGAMENT if healthy else "#FFFFFF", LIGAMENT_EDGE, 1.3, "///", dashed=not healthy
    )
    for arch in (cvj.ANTERIOR_ARCH, cvj.POSTERIOR_ARCH):
        if not healthy:
            plate.fill(arch, "none", "#6A6A6A", 1.0, dashed=True)
        plate.spongy(moved(arch, by=(-slip_mm, 0)))
    if not healthy:
        plate.arrow((-3.0, -9.0), (-3.0 - slip_mm, -9.0), ALARM, 2.0)
        plate.arrow((36.0, 5.5), (36.0 - slip_mm, 5.5), ALARM, 2.0)
    _measure(plate, -slip_mm, 1.3, 3.0, 21.0, f"ADI {found.adi_mm:.1f} mm", "right")
    _measure(plate, cvj.DENS_BACK_MM, 30 - slip_mm, -1.0, 21.0, f"PADI {found.padi_mm:.1f} mm", "left")
    plate.labels(
        "left", -21,
        [("Dens of C2", (4.0, 8.0)), ("Anterior arch of C1", (-3.4 - slip_mm, -1.0)), ("Body of C2", (4.0, -17.0))],
    )  # fmt: skip
    ligament = "Transverse ligament" if healthy else "Transverse ligament,\nstretched or torn"
    plate.labels(
        "right", 53,
        [(ligament, (13.0, 2.6)), ("Posterior arch of C1", (33.4 - slip_mm, -2.6)),
        ("Spinous process of C2", (43.0, -17.6)),
         ("Spinal cord", (21.8, -25.0))],
    )  # fmt: skip
    plate.compass((-34, -28), "up", "down", "anterior", "posterior", 3.4)
    plate.scale_bar((76, -31))
    heading = "Published limits crossed:" if limits else "No published limit is crossed."
    cord = cvj.cord_words(slip_mm, known)
    plate.text((-48, -37.5), f"{cord[0].upper()}{cord[1:]}. {heading}", 9.5, bold=True, across="left", up="top")
    if limits:
        plate.text((-48, -41.0), "\n".join(limits), 9.5, across="left", up="top")
    return plate


def slip_alt(slip_mm: float) -> str:
    """The words for the section after a slip."""
    known = facts()
    found = cvj.intervals(slip_mm, known)
    limits = "; ".join(map(str, cvj.crossed(found, cvj.thresholds(known))))
    place = (
        "The anterior arch of the atlas lies close in front of the dens, held by the transverse ligament behind it."
        if slip_mm == 0
        else f"The atlas has slid forward by {slip_mm:.1f} mm: a gap has opened between anterior arch and dens, "
        "and the posterior arch has come towards the dens. The transverse ligament is stretched or torn."
    )
    return (
        f"Drawing of atlas and axis cut in the midline, front on the left. {place} Between dens and posterior arch "
        "runs the spinal cord. The anterior atlantodental interval (ADI), from the back of the anterior arch to "
        f"the front of the dens, is {found.adi_mm:.1f} mm. The posterior interval (PADI), from the back of the "
        f"dens to the front of the posterior arch, is {found.padi_mm:.1f} mm. In the drawing: "
        f"{cvj.cord_words(slip_mm, known)}. "
        + (f"Published limits crossed: {limits}." if limits else "No published limit is crossed.")
    )


def slip_picture(slip_mm: float) -> Picture:
    """The section after any slip from 0 to 12 mm. Raises ValueError outside."""
    return slip_plate(slip_mm).picture(slip_alt(slip_mm))


@drawn(lambda: slip_alt(0.0), "ADI: the gap in front of the dens. PADI: the room behind it, where the cord lies.")
def adi_padi_normal() -> Plate:
    """Both atlantodental intervals in health. To scale."""
    return slip_plate(0.0)


@drawn(lambda: slip_alt(SLIP_SHOWN_MM), "What the front gap gains, the cord's room loses.")
def adi_padi_slip() -> Plate:
    """Both atlantodental intervals after a severe slip. To scale."""
    return slip_plate(SLIP_SHOWN_MM)


def _measure(plate: Plate, start: float, end: float, low: float, y: float, words: str, anchor: str) -> None:
    """A dimension line at height y, with dotted lines down to what it measures."""
    for x in (start, end):
        plate.line([(x, low), (x, y + 1.5)], BLUE, 0.9, ":")
    plate.dimension((start, y), (end, y), BLUE)
    x = end + 1 if anchor == "right" else start + 1
    plate.text((x, y + 2.2), words, 10.5, "#003B5C", bold=True, across=anchor, up="bottom", halo=True)


# Disease in the median plane, millimetres: the atlas has slid forward, pannus fills the gaps.
DISEASE_SLIP_MM = 4.0
# fmt: off
ERODED_AXIS = [
    (6.6, 11.2), (4.6, 11.0), (3.0, 9.4), (3.8, 7.4), (2.2, 5.8), (3.6, 3.4), (2.6, 1.2), (3.6, -1.2),
    (2.0, -3.0), (1.9, -5.8), (1.4, -8.6), (0.4, -12.6), (0.1, -18.6),
    (-0.8, -23.8), (-2.2, -27.0), (-1.6, -28.4), (2.5, -26.8), (8.0, -25.4), (13.0, -25.4), (14.7, -25.8),
    (14.7, -23.6), (14.2, -18.0), (13.8, -12.2),
    (12.6, -8.2), (11.5, -5.6), (10.0, -4.0), (10.8, -1.8), (9.0, 0.4), (10.2, 2.8), (8.8, 4.8), (9.8, 7.2),
    (8.2, 9.6),
]
FRONT_PANNUS = [(-4.2, 5.8), (-2.0, 8.6), (1.6, 9.4), (3.4, 7.4), (2.6, 4.0), (3.4, 0.4), (2.6, -4.0),
    (2.0, -6.6), (-0.4, -8.0), (-3.4, -6.4), (-4.1, -2.4), (-4.0, 2.0)]
BACK_PANNUS = [(9.0, 9.4), (10.8, 11.4), (13.8, 11.6), (17.4, 8.8), (19.0, 4.2), (19.1, -0.8), (17.4, -5.8),
    (14.2, -9.4), (12.2, -9.6), (10.8, -6.0), (9.8, -2.2), (9.4, 1.0),
               (9.2, 5.0)]
STRETCHED = ([(16.6, 8.0), (18.0, 4.6), (18.3, 0.4), (17.4, -4.6), (15.6, -7.6)], [(17.4, 8.6), (18.9, 4.8),
    (19.2, 0.2), (18.3, -5.0), (16.4, -8.4)])
PRESSED_FRONT = [(4.4, 36.0), (9.0, 26.5), (13.8, 17.5), (18.0, 11.0), (20.2, 5.0), (20.7, 0.0), (19.6, -6.0),
    (17.8, -12.0), (17.2, -18.0), (17.6, -30.0), (18.0, -48.0)]
PRESSED_BACK = [(20.0, 36.0), (22.0, 26.5), (23.8, 16.5), (24.8, 8.5), (25.4, 2.5), (25.2, -3.0), (25.2, -8.5),
    (25.8, -18.0), (26.2, -30.0), (26.6, -48.0)]
LATERAL_PANNUS = [(9.4, -3.6), (12.6, -3.8), (18.6, -6.4), (25.4, -9.0), (28.4, -9.6), (28.6, -12.6),
    (25.0, -13.8), (18.0, -10.8), (12.0, -7.8), (8.8, -6.6)]
UPPER_PANNUS = [(9.6, 2.6), (13.6, 2.8), (18.2, 3.8), (22.6, 7.2), (26.2, 10.4), (26.8, 7.8), (22.6, 4.6),
    (18.2, 1.2), (13.8, 0.0), (9.6, 0.6)]
# fmt: on


def _synovitis_alt() -> str:
    return (
        "Two drawings of rheumatoid synovitis. Left, the midline section, front on the left: inflamed synovium "
        "(pannus) fills the cavity between anterior arch and dens and the cavity between dens and transverse "
        "ligament. It has gnawed notches into the front, back and tip of the dens, which looks like a thin, "
        "ragged peg. The transverse ligament is stretched thin over the pannus, the atlas has slipped forward, so "
        "the gap in front of the dens is wide, and the spinal cord is pressed between the pannus in front and the "
        "posterior arch behind. Right, the joints from behind: pannus also swells in both lateral joints between "
        "atlas and axis and in the joints between skull and atlas."
    )


@drawn(_synovitis_alt, "Wherever there is synovium, pannus can grow.")
def synovitis_at_the_dens() -> Plate:
    """Where pannus grows round the dens and what it does to dens, ligament and cord. Not to scale."""
    plate = Plate("Synovitis at the dens", -48, 124, -53, 40, 780)
    window = plate.outline(rectangle(-40, 80, -33, 27))
    arch = moved(cvj.POSTERIOR_ARCH, by=(-DISEASE_SLIP_MM, 0))
    sac = between(moved(PRESSED_FRONT, (-1.0, 0.0)), moved(PRESSED_BACK, (1.6, 0.0)))
    plate.fill(sac, CSF, DURA, 1.4).set_clip_path(window)
    cord = between(PRESSED_FRONT, PRESSED_BACK)
    plate.fill(cord, CORD, CORD_EDGE, 1.2).set_clip_path(window)
    plate.spongy(cvj.AXIS_SPINE)
    plate.spongy(arch)
    for pannus in (FRONT_PANNUS, BACK_PANNUS):
        plate.fill(pannus, SYNOVIUM, SYNOVIUM_EDGE, 1.3, "xx")
    plate.spongy(ERODED_AXIS)
    plate.spongy(moved(cvj.ANTERIOR_ARCH, by=(-DISEASE_SLIP_MM, 0)))
    plate.band(*STRETCHED, fibres=1)
    plate.text((12, 30), "Median section", 10, bold=True)
    plate.labels(
        "left", -15,
        [
            ("Eroded dens", (4.4, 8.6)),
            ("Pannus in the\nfront cavity", (-1.0, 5.0)),
            ("Anterior arch,\nslipped forward", (-8.0, -1.0)),
            ("Body of C2", (4.0, -19.0)),
        ],
    )  # fmt: skip
    plate.labels(
        "right", 35,
        [
            ("Cord, pressed", (23.0, 12.6)),
            ("Pannus in the\nback cavity", (14.6, 8.4)),
            ("Transverse\nligament, thin", (18.7, 3.4)),
            ("Posterior arch", (31.0, -1.6)),
        ],
    )  # fmt: skip
    behind = (95.0, -9.0)
    plate.text((95, 30), "Joints from behind", 10, bold=True)
    ligaments.draw_from_behind(plate, behind, 0.75)
    for side in (-1, 1):
        for pannus in (LATERAL_PANNUS, UPPER_PANNUS):
            plate.fill(moved(np.array(pannus) * (0.75 * side, 0.75), by=behind), SYNOVIUM, SYNOVIUM_EDGE, 1.2, "xx")
    plate.text((95, 5.5), "occipital bone", 9.5)
    plate.text((95, -37), "Pannus in the lateral joints", 9.5, up="top")
    for side in (-1, 1):
        plate.leader((95 + side * 8, -36.4), (95 + side * 14, -15.6))
    plate.compass((-28, -43), "up", "down", "anterior", "posterior", 3.4)
    plate.compass((58, -43), "", "", "L", "R", 3.0)
    plate.note("Drawing, not to scale", across="right")
    return plate

"""The cord, where it ends, the roots below it and the sciatic nerve, drawn over the lower column from behind."""

from __future__ import annotations

import numpy as np

from spinelab.anatomy.bone import Array
from spinelab.anatomy.figures.column import MODEL, numbered, placed, show
from spinelab.anatomy.figures.plate import CORD, CORD_EDGE, INK, Plate, drawn
from spinelab.anatomy.figures.shaded import BONE
from spinelab.anatomy.standing import spine
from spinelab.content.facts import facts

_AT = (0.0, 0.0)
_LEVELS = ("T11", "T12", "L1", "L2", "L3", "L4", "L5", "sacrum", "ilium_right", "ilium_left")
# How far down the sacrum the nerves S1 to S3 leave, as a share of its length, and how far from the midline (mm).
_SACRAL = {"S1": (0.24, 21.0), "S2": (0.43, 19.0), "S3": (0.60, 17.0)}

Spot = tuple[float, float]


def _cord(title: str) -> tuple[Plate, dict[str, Spot]]:
    """The pale bones, the cord and the nerves; where each can be pointed at."""
    plate = Plate(title, -215, 215, -205, 200)
    bones = spine("whole").bones
    shown = [bones[level] for level in _LEVELS]
    tints = np.tile(BONE * 0.35 + 0.65, (sum(len(bone.vertices) for bone in shown), 1))
    seen = show(plate, shown, "behind", _AT, tints)

    def at(point: Array) -> Spot:
        return placed(seen, _AT, point)

    def level(name: str, share: float) -> float:
        """The height on the plate of a body, from its upper (0) to its lower plate (1)."""
        marks = bones[name].landmarks
        return at(marks["upper plate"] * (1 - share) + marks["lower plate"] * share)[1]

    tip = level("L1", 5 / 6)
    top = level("T11", -0.6)
    sacrum = bones["sacrum"].landmarks
    high, low = at(sacrum["upper plate"])[1], at(sacrum["lower end"])[1]
    spots: dict[str, Spot] = {}
    for sign in (-1, 1):
        exits: list[tuple[str, Spot]] = []
        for name in ("T12", "L1", "L2", "L3", "L4", "L5"):
            pedicle = at(bones[name].landmarks["right pedicle" if sign > 0 else "left pedicle"])
            exits.append((name, (pedicle[0] + sign * 3, pedicle[1] - 9)))
        exits += [(name, (sign * out, high + (low - high) * down)) for name, (down, out) in _SACRAL.items()]
        for nth, (name, (x, y)) in enumerate(exits):
            start = tip + 26 - 3 * nth
            lane = sign * (5.4 - 0.55 * nth)
            turn = min(start - 4, y + 16)
            path = [(lane, start), (lane, (start + turn) / 2), (lane * 1.1, turn), (x, y)]
            plate.line(path, CORD_EDGE, 3.0)
            plate.line(path, CORD, 1.7)
            if sign > 0:
                spots[name] = (x, y)
        bottom = -186.0
        meeting = sign * 62.0, low + 22
        for name, (x, y) in exits:
            if name in ("L4", "L5", "S1", "S2", "S3"):
                path = [(x, y), ((x + meeting[0]) / 2 + sign * 4, (y + meeting[1]) / 2 + 4), meeting]
                plate.line(path, CORD_EDGE, 4.2)
                plate.line(path, CORD, 2.6)
            else:
                path = [(x, y), (x + sign * 14, y - 8)]
                plate.line(path, CORD_EDGE, 3.6)
                plate.line(path, CORD, 2.2)
        trunk = [meeting, (sign * 70.0, (meeting[1] + bottom) / 2), (sign * 72.0, bottom)]
        plate.tube(trunk, 8.0, CORD, CORD_EDGE)
        if sign > 0:
            spots["sciatic nerve"] = (71.0, (meeting[1] + bottom) / 2)
    half = [
        (5.2, top),
        (5.4, level("T12", 0.0)),
        (6.0, level("T12", 0.8)),
        (4.6, level("L1", 0.3)),
        (1.6, tip + 4),
        (0, tip),
    ]
    outline = np.array([*half, *[(-x, y) for x, y in half[-2::-1]]])
    plate.fill(outline, CORD, CORD_EDGE, 1.5)
    spots |= {
        "cord": (0.0, level("T12", 0.1)),
        "tip": (0.0, tip),
        "cauda equina": (2.0, level("L2", 1.1)),
        "T12 middle": (0.0, level("T12", 0.5)),
        "L3 upper": (0.0, level("L3", 1 / 6)),
    }
    for name in ("T12", "L1", "L3", "L4", "L5"):
        spots[f"body {name}"] = (0.0, level(name, 0.5))
    plate.note(MODEL)
    return plate, spots


def _alt() -> str:
    return (
        "The lower column and the pelvis of the virtual spine from behind, pale, with the nerves drawn over them. "
        "The spinal cord comes down from above and ends in a cone (conus medullaris) at the lower third of L1 on "
        f"average. A bracket shows where it ended in {facts()['conus-people'].text}: from the middle of T12 to the "
        "top of L3. Below it hang only nerve roots, the cauda equina. Each lumbar root leaves on both sides under "
        "the pedicle of its own vertebra: L4 below the pedicle of L4, L5 below the pedicle of L5. S1, S2 and S3 "
        "leave through the sacrum. The roots L4, L5, S1, S2 and S3 join on each side to the sciatic nerve, which "
        "runs down into the leg. Bones are a model."
    )


@drawn(_alt, "The end of the cord and the nerves below it, from behind. Bones are a model; nerves are drawn on.")
def cord_and_roots() -> Plate:
    """Where the cord ends and the roots leave, named."""
    plate, spots = _cord("From cord to sciatic nerve, seen from behind")
    high, low = spots["T12 middle"][1], spots["L3 upper"][1]
    plate.line([(64, high), (72, high), (72, low), (64, low)], INK, 1.6, smooth=False)
    plate.text(
        (78, (high + low) / 2), f"where the cord ended\nin {facts()['conus-people'].text}:\nT12 to L3", across="left"
    )
    plate.labels(
        "left",
        -112,
        [
            ("spinal cord", spots["cord"]),
            ("end of the cord,\nmean: low L1", spots["tip"]),
            ("cauda equina:\nroots, no cord", spots["cauda equina"]),
        ],
    )
    plate.labels(
        "right",
        136,
        [
            ("root L4", spots["L4"]),
            ("root L5", spots["L5"]),
            ("roots S1, S2, S3", spots["S1"]),
            ("sciatic nerve:\nL4 to S3", spots["sciatic nerve"]),
        ],
    )
    for name in ("T12", "L1", "L3", "L4", "L5"):
        plate.text((-34, spots[f"body {name}"][1]), name, 9.5, "#143C6E", bold=True, halo=True)
    return plate


@drawn(
    lambda: (
        "The lower column and the pelvis of the virtual spine from behind, pale, with nerves drawn over them and six "
        "numbers in place of names. 1 points to the thick band in the canal above the first lumbar vertebra. 2 "
        "points to the bundle of threads in the canal at the third lumbar vertebra. 3 points to a root that leaves "
        "under the pedicle of the fourth lumbar vertebra. 4 points to the root that leaves under the pedicle of the "
        "fifth. 5 points to a root that leaves through the top hole of the sacrum. 6 points to the thick nerve that "
        "runs down beside the sacrum. A model."
    )
)
def cord_with_numbers() -> Plate:
    """The same for questions: numbers for names."""
    plate, spots = _cord("What do the numbers mark?")
    targets = {"1": "cord", "2": "cauda equina", "3": "L4", "4": "L5", "5": "S1", "6": "sciatic nerve"}
    rings: dict[str, Spot] = {
        "1": (-150, 0),
        "2": (-150, 0),
        "3": (160, 0),
        "4": (160, 0),
        "5": (160, 0),
        "6": (160, 0),
    }
    lifts = {"5": -6.0}
    numbered(
        plate,
        [
            (ring, (rings[ring][0], spots[name][1] + lifts.get(ring, 0.0)), spots[name])
            for ring, name in targets.items()
        ],
    )
    return plate

"""Where each bone stands: the rest posture, bent, slipped, and tilted by what has happened to the bodies below.

All moves lie in the sagittal plane. Each is written in the axes of the bone below: what stood at p now stands at
turn·p + shift.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed, truth
from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.column import column
from spinelab.anatomy.kept import BONES, COLUMN, kept
from spinelab.anatomy.levels import ILIA, ORDER, below, segment
from spinelab.anatomy.state.asked import State, bending

Array = NDArray[np.float64]
CONDYLE_CENTRE = np.array([0.0, 0.6, 24.0])  # in the atlas, about which the head nods
# How much of a plate's tilt the bone above takes on; discs take the rest, in the neck nearly all of it.
_TILTED = {"C": 0.15, "T": 1.0, "L": 1.0, "s": 1.0}
_TURNING_POINT = 0.4, 0.3  # of the plate below, from its back corner: how far forward, and how far under it


@dataclass(frozen=True)
class Move:
    """A rigid move: a point p comes to turn·p + shift."""

    turn: Array
    shift: Array

    def then(self, later: Move) -> Move:
        """This move, then another."""
        return Move(later.turn @ self.turn, later.turn @ self.shift + later.shift)


STILL = Move(np.eye(3), np.zeros(3))
Stance = Mapping[str, Move]


@dataclass(frozen=True)
class Posture:
    """Where each bone stands, and by how much (mm, in the axes of the bone below) its joints were carried along."""

    stance: dict[str, Move]
    carried: dict[str, Array]


@kept(BONES, COLUMN, most=2)
def rest() -> Stance:
    """Where each bone stands at rest, the pelvis upright."""
    slope = np.radians(column().sacral_slope.degrees)
    c, s = np.cos(slope), np.sin(slope)
    places = {"sacrum": Move(np.array([[1, 0, 0], [0, c, s], [0, -s, c]]), np.zeros(3))}
    for upper in ORDER[-2::-1]:
        places[upper] = on_top(upper).then(places[below(upper)])
    return {**places, **dict.fromkeys(ILIA, places["sacrum"])}


def posture(bones: Mapping[str, Bone], state: State, region: str) -> Posture:
    """Where the bones of a region stand in a state; `bones` are in their own axes and in the shape of that state."""
    levels = [level for level in ORDER if level in bones]
    at_rest = rest()
    base = _of_the_atlas(at_rest) if region == "cervical" else STILL
    stance = {level: at_rest[level].then(base) for level in (levels[-1], *ILIA) if level in bones}
    bent = _bent(region, state)
    carried = {}
    for upper, lower in zip(levels[-2::-1], levels[:0:-1], strict=True):
        move = _with_the_plate(bones[lower])
        if bent.get(upper):
            move = move.then(_about(_turning_point(upper, bones[lower]), bent[upper]))
            if upper not in ("occiput", "C1"):
                move = move.then(_gliding(upper, bones[lower], move))
        if upper == "C1":
            slid, sunk = _between_head_and_neck(bones["C1"], bones["C2"], state, move)
            move = move.then(slid)
            carried["C1"] = sunk
        elif upper in state.slip_mm or lower in state.wedge:
            # On a tilted plate a body would seem to have slipped although it only tilts less.
            slid = _slipped(bones[upper], bones[lower], state.slip_mm.get(upper, 0.0), move)
            move = move.then(slid)
            carried[upper] = slid.shift
        stance[upper] = on_top(upper).then(move).then(stance[lower])
    return Posture(stance, carried)


@kept(BONES)
def on_top(upper: str) -> Move:
    """What brings a bone from its own axes into those of the bone below, at rest."""
    pose = packed.load(upper).pose
    assert pose is not None, f"{upper} is packed without its place on the bone below"
    return Move(pose[:, :3].T, -pose[:, :3].T @ pose[:, 3])


def _bent(region: str, state: State) -> dict[str, float]:
    """Degrees of flexion of each segment: shares of the whole, given to those that can still move."""
    if not state.flexion_deg:
        return {}
    shares = column().flexion_shares
    moving = {level: shares[segment(level)] for level in bending(region) if segment(level) not in state.stiff}
    return {level: state.flexion_deg * share / sum(moving.values()) for level, share in moving.items()}


def _about(centre: Array, flexion_deg: float) -> Move:
    angle = -np.radians(flexion_deg)
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    return Move(turn, centre - turn @ centre)


def _turning_point(upper: str, lower: Bone) -> Array:
    if upper == "occiput":
        return CONDYLE_CENTRE
    if upper == "C1":
        return np.asarray(lower.landmarks["right superior articular facet"] * [0, 1, 1])
    plate = lower.landmarks["upper front corner"] - lower.landmarks["upper back corner"]
    forward, under = _TURNING_POINT
    down = np.array([0, plate[2], -plate[1]])
    return np.asarray(lower.landmarks["upper back corner"] + forward * plate + under * down)


def _gliding(upper: str, lower: Bone, move: Move) -> Move:
    """What keeps the facets of a joint as far apart as at rest, so that they glide on each other."""
    normal = lower.normals["right superior articular facet"]
    own = vertebra(upper).landmarks["right inferior articular facet"]
    at_rest = on_top(upper).turn @ own + on_top(upper).shift
    nearer = float((at_rest - move.turn @ at_rest - move.shift) @ normal)
    sagittal = normal * [0, 1, 1]
    return Move(np.eye(3), sagittal * nearer / float(sagittal @ sagittal))


def _with_the_plate(lower: Bone) -> Move:
    """How the upper plate of a body has moved from where it is in health: what stands on it moves along."""
    if "upper back corner" not in lower.landmarks:
        return STILL
    healthy = vertebra(lower.level).landmarks
    back, front = healthy["upper back corner"], healthy["upper front corner"]
    back_now, front_now = lower.landmarks["upper back corner"], lower.landmarks["upper front corner"]
    if np.array_equal(back, back_now) and np.array_equal(front, front_now):
        return STILL
    was, now = front - back, front_now - back_now
    angle = float(np.degrees(np.arctan2(was[2], was[1]) - np.arctan2(now[2], now[1])))
    turned = _about(back, angle * _TILTED[lower.level[0]])
    return Move(turned.turn, turned.shift + back_now - back)


def _slipped(upper: Bone, lower: Bone, slip_mm: float, move: Move) -> Move:
    plate = lower.landmarks["upper front corner"] - lower.landmarks["upper back corner"]
    along = plate / np.linalg.norm(plate)
    there = on_top(upper.level).then(move)
    now, _ = truth.slip(upper.moved(there.turn, there.shift), lower)
    return Move(np.eye(3), (slip_mm - now) * along)


def _between_head_and_neck(atlas: Bone, axis: Bone, state: State, move: Move) -> tuple[Move, Array]:
    """What brings the atlas to the height and the gap that are asked for, and how far it sank with its joints."""
    if move is STILL and not (state.settling_mm or state.atlantoaxial_slip_mm or state.dens_erosion):
        return STILL, np.zeros(3)
    adi, ranawat = _healthy_neck()
    there = on_top("C1").then(move)
    atlas = atlas.moved(there.turn, there.shift)
    up, forward = atlas.turn @ [0.0, 0, 1], atlas.turn @ [0.0, 1, 0]
    rise = ranawat - state.settling_mm - truth.ranawat_mm(atlas, axis)
    atlas = atlas.moved(np.eye(3), rise * up)
    slide = adi + state.atlantoaxial_slip_mm - truth.atlantodental(atlas, axis)[0]
    return Move(np.eye(3), rise * up + slide * forward), -state.settling_mm * up


@kept(BONES, most=2)
def _healthy_neck() -> tuple[float, float]:
    there = on_top("C1")
    atlas, axis = vertebra("C1").moved(there.turn, there.shift), vertebra("C2")
    return truth.atlantodental(atlas, axis)[0], truth.ranawat_mm(atlas, axis)


def _of_the_atlas(stance: Stance) -> Move:
    turn, shift = stance["C1"].turn, stance["C1"].shift
    return Move(turn.T, -(turn.T @ shift))

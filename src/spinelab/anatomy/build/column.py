"""How the bones stand on each other at rest, and where a joint facet must lie to face its neighbour across a gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from spinelab.anatomy.build.field import Field, Part
from spinelab.anatomy.build.primitives import Around, Array
from spinelab.anatomy.build.recipe import Frame, Recipe, recipe, skeleton
from spinelab.anatomy.column import column
from spinelab.anatomy.levels import ORDER, segment
from spinelab.anatomy.levels import below as under

LEAST_SHARE = 0.65  # no part of a bone comes nearer to the next than this share of their joint's gap
MADE_ROOM = {"C1": "lateral mass", "occiput": "occipital condyle"}
UPPER, LOWER = "superior articular facet", "inferior articular facet"


class Column:
    """Recipes from the sacrum up, each fitted to the one below. `solved` holds calibrated sizes by level."""

    def __init__(self, solved: Mapping[str, Mapping[str, float]]) -> None:
        self.solved = {level: dict(sizes) for level, sizes in solved.items()}
        self._recipes: dict[str, Recipe] = {}

    def recipe(self, level: str) -> Recipe:
        """The recipe of a level, fitted to its neighbour below."""
        if level not in self._recipes:
            self._recipes[level] = self.fresh(level)
        return self._recipes[level]

    def fresh(self, level: str) -> Recipe:
        """The same, built anew from the sizes solved so far."""
        near = {"sacrum": self.recipe("sacrum").field} if level == "ilium_right" else {}
        return recipe(level, self.solved.get(level, {}), self._mates(level), near)

    def finished(self, level: str) -> Recipe:
        """The recipe with all cut away that would come too near to the bone below: joints have room everywhere."""
        bone = self.recipe(level)
        if level not in ORDER or level == "sacrum":
            return bone
        below = self.recipe(under(level)).field
        turn, shift = self.pose_below(level)
        corners = np.array([below.low, below.high])
        corners = np.array(
            [[corners[i, 0], corners[j, 1], corners[k, 2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
        )
        corners = corners @ turn.T + shift
        near = Around(
            lambda points: below.value((points - shift) @ turn),
            np.stack([corners.min(axis=0), corners.max(axis=0)]),
            LEAST_SHARE * column().joint_gaps[segment(level)],
        )
        room = Part(MADE_ROOM.get(level, "inferior articular process"), near, True, 0.5, False)
        return replace(bone, field=Field([*bone.field.parts, room], bone.field.regions))

    def keep(self, level: str, sizes: Mapping[str, float]) -> None:
        """Remember solved sizes of a level."""
        self.solved[level] = dict(sizes)
        self._recipes.pop(level, None)

    def pose_below(self, level: str) -> tuple[Array, Array]:
        """Rotation and shift that bring the next bone below into this level's axes."""
        below = under(level)
        if level in ("occiput", "C1"):
            return np.eye(3), np.zeros(3)
        names = skeleton(level, self.solved.get(level, {})).names
        beneath = skeleton(below, self.solved.get(below, {})).names
        height = column().discs[segment(level)]
        angle = np.radians(column().disc_angles[segment(level)])
        return _stacked(names, beneath, height, float(angle))

    def _mates(self, level: str) -> dict[str, Frame]:
        if level not in ORDER or level == "sacrum":
            return {}
        below = under(level)
        facet = skeleton(below, self.solved.get(below, {})).frames[UPPER]
        gap = column().joint_gaps[segment(level)]
        turn, shift = self.pose_below(level)
        at = turn @ (facet.at + gap * facet.normal) + shift
        up, out = turn @ facet.axes[:, 1], -(turn @ facet.normal)
        return {"below": Frame(at, np.stack([np.cross(up, out), up, out], axis=1))}


def _stacked(
    upper: Mapping[str, float], lower: Mapping[str, float], height: float, angle: float
) -> tuple[Array, Array]:
    """Plate on plate, `height` apart at the middle, opened in front by `angle` (radians)."""
    tilt = np.arctan(upper["low_slope"])
    tilt_below = np.arctan(lower["top_slope"])
    turn = _about_x(tilt - angle - tilt_below)
    plate = np.array([0, upper["low_y"], upper["low_z"]])
    normal = np.array([0, -np.sin(tilt - angle / 2), np.cos(tilt - angle / 2)])
    other = plate - height * normal
    return turn, other - turn @ np.array([0, lower["top_y"], lower["top_z"]])


def _about_x(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])

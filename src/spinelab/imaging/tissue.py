"""What else a film shows: skin and muscle, air, jaw and teeth. Plain shapes around the bones, for the look only.

Nothing is measured on them. They follow the bones, so that a bent neck carries its throat and its jaw along.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.solids import finer, stack, tube
from spinelab.imaging.film import Body, merged

Array = NDArray[np.float64]
SOFT_PER_MM = 0.0068
CORTEX_PER_MM, CANCELLOUS_PER_MM = 0.06, 0.022
SCLEROSIS_PER_MM, FUSED_PER_MM = 0.035, 0.036  # what whitened bone adds, and what fills a joint: teaching assumptions
_CORTEX_LOSS = 0.4  # cortex keeps this power of the mineral that cancellous bone keeps
_AIR_CELLS = 1.2  # what the air cells take from the mastoid, as a share of what cancellous bone weakens
_AROUND_SKIN, _AROUND_TOOTH = 28, 8  # corners of a ring: no more than a film shows
_STEPS_SKIN = 4  # from one ring that is given to the next
_TOOTH_PER_MM, _HYOID_PER_MM = 0.04, 0.025

NECK = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")
# Depth of the tissue in front of each neck vertebra, and half the breadth of the neck there, mm: teaching assumptions.
_BEFORE_MM = (5, 4.5, 4.5, 5.5, 11, 14, 14)
_TRUNK_SHARE = 0.6  # of the soft tissue of the trunk weakens rays as that of the neck does: it holds fat and more air
_TRUNK_RINGS, _BEHIND_MM, _HALF_DEPTH_MM, _HALF_TRUNK_MM = 7, 26.0, 108.0, 165.0
# A lung at some levels: how far its middle lies beside and before the front of the body, half its breadth and depth,
# mm; how much of the left one the heart takes; and what share of soft tissue's weight a lung lacks. Gas in the colon:
# how far to the right it lies, beside which bodies, and how far before them. Teaching assumptions, like all sizes here.
_LUNG = {
    "T2": (26, 0, 12, 18), "T3": (36, 4, 22, 34), "T5": (50, 14, 35, 55), "T7": (60, 20, 44, 68),
    "T9": (66, 22, 49, 74), "T10": (70, 16, 48, 66), "T11": (74, 2, 40, 46), "T12": (92, -20, 7, 9),
}  # fmt: skip
_HEART_MM = (0, 0, 2, 14, 26, 24, 6, 0)
_AIRY = 0.75
_COLON = {78.0: ("L3", "L4", "L5"), -86.0: ("L1", "L2", "L3", "L4")}
_COLON_MM = 34.0
_BESIDE_MM, _OVER_A_HIP_MM = 25.0, 40.0  # soft tissue beside the widest bone, and from how far above it on
_BELOW_MM = 30.0  # how far shoulders and chest reach under the lowest bone, so that no film shows their end
_HALF_BREADTH_MM = (62, 60, 56, 54, 56, 66, 92)


def around(bones: Mapping[str, Bone], mouth_open: bool = False) -> list[list[Body]]:
    """Soft tissue and air, jaw and teeth about these bones, in groups that move together."""
    if "C2" in bones and "C4" in bones:
        return [_neck(bones), _head(bones, mouth_open)]
    return [_trunk(bones)]


def bone_bodies(bone: Bone) -> list[Body]:
    """A bone as cortex and, inside it, cancellous bone; mineral is lost from cancellous bone first."""
    cortex = CORTEX_PER_MM * bone.mineral**_CORTEX_LOSS
    cancellous = CANCELLOUS_PER_MM * bone.mineral
    return [
        Body(bone.vertices, bone.triangles, cortex - SOFT_PER_MM),
        Body(bone.inner.vertices, bone.inner.triangles, cancellous - cortex),
    ]


def new_bone(mesh: Mesh, per_mm: float = CORTEX_PER_MM) -> list[Body]:
    """Bone that has grown where none belongs: a thin bridge is as dense as cortex, a filled joint as what is inside."""
    return [Body(mesh.vertices, mesh.triangles, per_mm - SOFT_PER_MM)]


def _neck(bones: Mapping[str, Bone]) -> list[Body]:
    levels = [level for level in NECK if level in bones]
    fronts = np.array([_front(bones[level]) for level in levels])
    backs = np.array([_back(bones[level]) for level in levels])
    before = np.interp([NECK.index(level) for level in levels], range(7), _BEFORE_MM)
    half = np.interp([NECK.index(level) for level in levels], range(7), _HALF_BREADTH_MM)
    down = fronts[-1] - fronts[-2]
    throat = fronts + np.array([0, 1, 0]) * before[:, None]
    air_depth = np.interp(range(len(levels)), [0, 3, 4.2, 6], [6.5, 7.5, 8.5, 8.5])
    air_breadth = np.interp(range(len(levels)), [0, 2.5, 4, 6], [17, 17, 8, 8.5])
    middle = throat + np.array([0, 1, 0]) * air_depth[:, None]
    middle = np.vstack([middle[0] + [0, 7, 26], middle, middle[-1] + down * 2.5])
    air_depth = np.array([5.0, *air_depth, 8.5])
    air_breadth = np.array([12.0, *air_breadth, 8.5])
    front = throat[:, 1] + np.interp(range(len(levels)), [0, 2, 3, 5, 6], [58, 50, 36, 32, 42])
    rear = backs[:, 1] - np.interp(range(len(levels)), [0, 1, 6], [44, 30, 22])
    height = (fronts[:, 2] + backs[:, 2]) / 2
    rings = np.stack([(front + rear) / 2, height, (front - rear) / 2, half], axis=1)
    step = rings[-1] - rings[-2]
    trunk = {level: bone for level, bone in bones.items() if level not in (*NECK, "occiput", "T1")}
    if trunk:
        low = _trunk_rings(trunk, _TRUNK_SHARE)
    else:
        low = rings[-1:] + np.array([step[0], step[1] * 3, 30, 90])
        low[0, 1] = min(low[0, 1], min(float(bone.vertices[:, 2].min()) for bone in bones.values()) - _BELOW_MM)
    dome = rings[0] + np.array([[0, 66, -40, -50], [0, 52, -12, -16], [0, 30, 4, 4]])  # it ends within the head
    skin = _skin(np.vstack([dome, rings, low]))
    throat_air = tube(finer(middle), finer(air_breadth), finer(air_depth))
    return [
        _body(skin, SOFT_PER_MM),
        _body(throat_air, -SOFT_PER_MM),
        *_air_of_the_trunk(trunk, SOFT_PER_MM, _TRUNK_SHARE),
    ]


def _skin(rings: Array) -> Mesh:
    """A closed skin about rings (k, 4): the y and z of their middle, half their depth, half their breadth, mm."""
    centres = np.stack([np.zeros(len(rings)), rings[:, 0], rings[:, 1]], axis=1)
    centres, breadth, depth = (finer(values, _STEPS_SKIN) for values in (centres, rings[:, 3], rings[:, 2]))
    return stack(centres, breadth, depth, _AROUND_SKIN)


def _head(bones: Mapping[str, Bone], mouth_open: bool) -> list[Body]:
    """Jaw, teeth and skin with the skull, or with the atlas where there is none; the hyoid with C4."""
    holder = bones.get("occiput") or bones["C1"]
    bodies = [
        Body(still.vertices @ holder.turn.T + holder.shift, still.triangles, still.per_mm)
        for still in _face(mouth_open)
    ]
    if not mouth_open:
        arch = np.array([[-20, -22, 4], [-17, -8, 1], [-9, 2, -1], [0, 5, -2], [9, 2, -1], [17, -8, 1], [20, -22, 4]])
        at = _front(bones["C4"]) + np.array([0, 40, 8])
        hyoid = tube(at + arch, np.full(7, 2.6), np.array([1.6, 2.2, 3, 4, 3, 2.2, 1.6]))
        bodies.append(_body(hyoid, _HYOID_PER_MM))
    return bodies


@lru_cache(maxsize=2)
def _face(mouth_open: bool) -> tuple[Body, ...]:
    """Jaw, teeth and the air cells of the mastoids as one body, cheeks and scalp, in the axes of the skull."""
    hard: list[Body] = []
    for side in (-1, 1):
        hard += [*([] if mouth_open else _jaw(side)), *_teeth(side, 15 if mouth_open else 0), _air_cells(side)]
    return merged(hard), *_cheeks_and_scalp()


def _jaw(side: int) -> list[Body]:
    """Half of the lower jaw, as cortex and what is inside it."""
    x = np.array([50, 50, 48, 46, 40, 24, 1.5]) * side
    path = np.stack([x, [17, 20, 27, 33, 52, 72, 80], [26, 16, -8, -28, -40, -44, -45]], axis=1)
    thick, tall = np.array([3, 4, 3.5, 4.5, 5, 5.5, 6]), np.array([3.5, 7, 15, 14, 12, 12, 13])
    weights = {0.0: CORTEX_PER_MM - SOFT_PER_MM, 2.2: CANCELLOUS_PER_MM - CORTEX_PER_MM}
    return [
        _body(tube(finer(path), finer(thick - shrink), finer(tall - shrink)), weight * 0.75)
        for shrink, weight in weights.items()
    ]


def _teeth(side: int, lift: float) -> list[Body]:
    """Half of the upper and the lower teeth, parted by an open mouth: the upper ones raised by `lift`, mm."""
    bodies = []
    for n in range(8):
        angle = np.radians(8 + 11.5 * n)
        at = np.array([27 * np.sin(angle) * side, 44 + 32 * np.cos(angle), 0])
        broad = (3.0 + 0.22 * n + 0.7 * (n > 4)) * np.array([0.5, 0.9, 1.15, 0.7])
        upper = at + np.array([[0, -3, 9], [0, -1, 0], [0, 0.5, -6], [0, 0, -11]]) + [0, 0, lift]
        lower = at + np.array([[0, -1, -12], [0, 0, -17], [0, -1, -23], [0, -2, -32]]) - [0, 0, 1.6 * lift]
        bodies += [_body(tube(upper, broad, broad, _AROUND_TOOTH), _TOOTH_PER_MM)]
        bodies += [_body(tube(lower, broad[::-1], broad[::-1], _AROUND_TOOTH), _TOOTH_PER_MM)]
    return bodies


def _air_cells(side: int) -> Body:
    """What air takes from a mastoid: without it both would hide the dens."""
    rings = np.array([[-4.8, 0, 3, 2], [-5.4, 4, 6.4, 3.4], [-5.6, 9, 7.6, 4.2], [-8, 15, 9, 4.6], [-11, 22, 10, 4.2]])
    at = np.stack([np.full(len(rings), 51.0 * side), rings[:, 0], rings[:, 1]], axis=1)
    return _body(
        stack(finer(at), finer(rings[:, 3]), finer(rings[:, 2]), _AROUND_TOOTH), -_AIR_CELLS * CANCELLOUS_PER_MM
    )


def _cheeks_and_scalp() -> list[Body]:
    cheeks = np.array(
        [
            [36, 110, 52, 66],
            [46, 60, 44, 65],
            [52, 10, 39, 62],
            [53, -20, 40, 56],
            [56, -44, 37, 46],
            [60, -58, 28, 30],
            [61, -64, 17, 14],
            [58, -68, 6, 5],
        ]
    )
    scalp = np.array(
        [
            [-24, -4, 24, 2],
            [-25, 4, 40, 40],
            [-28, 13, 53, 60],
            [-34, 32, 62, 66],
            [-38, 60, 68, 68],
            [-38, 110, 68, 68],
        ]
    )
    return [_body(_skin(rings.astype(float)), SOFT_PER_MM * 0.6) for rings in (cheeks, scalp)]


def _trunk(bones: Mapping[str, Bone]) -> list[Body]:
    rings = _trunk_rings(bones)
    above = rings[0] + [0, 2 * _BELOW_MM, 0, 0]
    skin = _body(_skin(np.vstack([above, rings])), SOFT_PER_MM * _TRUNK_SHARE)
    return [skin, *_air_of_the_trunk(bones, SOFT_PER_MM * _TRUNK_SHARE)]


def _air_of_the_trunk(bones: Mapping[str, Bone], per_mm: float, breadth: float = 1.0) -> list[Body]:
    """Lungs beside the chest and gas in the bowel of the low back, in soft tissue that weakens rays by `per_mm`.

    `breadth` is how broad the trunk is drawn, as a share of its own.
    """
    fronts = {level: _front(bone) for level, bone in bones.items()}
    found = []
    if set(_LUNG) <= set(fronts):
        at = np.array([fronts[level] for level in _LUNG])
        for side, heart_mm in ((1.0, np.zeros(len(at))), (-1.0, np.array(_HEART_MM, float))):
            found.append(_body(_lung(at, side * breadth, heart_mm), -_AIRY * per_mm))
    for beside_mm, levels in _COLON.items():
        if set(levels) <= set(fronts):
            at = np.array([fronts[level] for level in levels])
            path = finer(at + np.array([beside_mm * breadth, _COLON_MM, 0]), 4)
            radius = 10 + 4 * np.sin(2.3 * np.arange(len(path)))  # pouches
            found.append(_body(tube(path, radius * breadth, radius), -per_mm))
    return found


def _lung(fronts: Array, to_the_right: float, heart_mm: Array) -> Mesh:
    """A lung beside the fronts of bodies (k, 3); the heart takes some of its breadth from the middle."""
    beside, before, half_breadth, half_depth = np.array([*_LUNG.values()], float).T
    x = to_the_right * (beside + heart_mm / 2)
    centres = np.stack([x, fronts[:, 1] + before, fronts[:, 2]], axis=1)
    return stack(finer(centres), finer(abs(to_the_right) * (half_breadth - heart_mm / 2)), finer(half_depth))


def _trunk_rings(bones: Mapping[str, Bone], share: float = 1.0) -> Array:
    """Rings of skin from the highest bone to below the lowest, some way behind the processes, (k, 4)."""
    backs = np.array([_back(bone) for level, bone in bones.items() if not level.startswith("ilium")])
    lowest = min(float(bone.vertices[:, 2].min()) for bone in bones.values())
    heights = np.linspace(backs[0, 2], lowest - _BELOW_MM, _TRUNK_RINGS)
    order = np.argsort(backs[:, 2])
    rear = np.interp(heights, backs[order, 2], backs[order, 1]) - _BEHIND_MM
    depth, breadth = np.full(len(heights), _HALF_DEPTH_MM), np.full(len(heights), _HALF_TRUNK_MM * share)
    for bone in bones.values():
        top, wide = float(bone.vertices[:, 2].max()) + _OVER_A_HIP_MM, float(np.abs(bone.vertices[:, 0]).max())
        breadth[heights < top] = np.maximum(breadth[heights < top], wide + _BESIDE_MM)
    return np.stack([rear + _HALF_DEPTH_MM, heights, depth, breadth], axis=1)


def _front(bone: Bone) -> Array:
    for name in ("front of the body", "lower front corner", "anterior tubercle"):
        if name in bone.landmarks:
            return np.asarray(bone.landmarks[name], float)
    return np.asarray(bone.vertices[bone.vertices[:, 1].argmax()], float)


def _back(bone: Bone) -> Array:
    for name in ("tip of the spinous process", "posterior tubercle"):
        if name in bone.landmarks:
            return np.asarray(bone.landmarks[name], float)
    return np.asarray(bone.vertices[bone.vertices[:, 1].argmin()], float)


def _body(mesh: Mesh, per_mm: float) -> Body:
    return Body(mesh.vertices, mesh.triangles, per_mm)

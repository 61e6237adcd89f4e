"""What disease does to a vertebral body: the wedge fracture, the squared front wall, the eroded corner, thin bone.

Each is a bone in another shape. Corners are the landmarks of the rims of both plates, in the median plane.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy import packed
from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.state.smooth import smooth_step

Array = NDArray[np.float64]
Plate = Literal["upper", "lower"]

_CRUST = 0.12  # the share of a body's height under a broken plate that sinks with it as one piece
_STEEPEST = 2.5  # how much of the crush of a fracture lies near the plate: the power of its height
_CRUSHED = 0.7  # the most that any layer is crushed
_TILT_MOST = 1.08  # how far the rim in front of the corner sinks, as a share of the corner
_BUCKLE, _DIP = 0.22, 0.16  # how far the front wall stands out and the plate sags, as shares of the loss of height
_BUCKLE_MOST = 0.12  # and the wall at most, as a share of half the body's depth
_EROSION_REACH_MM, _EROSION_DEPTH = 4.2, 0.5  # how far about the corner a Romanus lesion reaches; its depth, of that
_CORTEX_LOST, _MINERAL_LOST = 0.55, 0.55  # teaching assumptions: what severe osteoporosis takes
_SAG = 0.055  # how far a plate sags in severe osteoporosis, as a share of half its depth: no fracture by its height yet
_RIM_MM = 1.6  # the breadth of the rim of a plate


def wedged(bone: Bone, share: float) -> Bone:
    """The body with its front wall lower than its back wall by `share` of it, as after a wedge fracture.

    The upper plate sinks in front; the back wall, the pedicles and all behind them keep their place. The walls are
    the straight distances between corners, as in `truth()["wedge_percent"]` (Genant1993).
    """
    if share == 0:
        return bone
    body = _Body.of(bone)
    back = float(np.linalg.norm(body.upper_back - body.lower_back))
    run = body.upper_front - body.lower_front
    sink = float(run[2] - np.sqrt(((1 - share) * back) ** 2 - run[0] ** 2 - run[1] ** 2))
    hinge = _hinge(bone.level)
    crust = _CRUST * back
    most = _TILT_MOST * max(sink, 0.0) / (run[2] - crust)
    power = float(np.clip(_CRUSHED / max(most, 1e-9), 1, _STEEPEST))

    buckle = min(_BUCKLE * sink, _BUCKLE_MOST * body.half_depth)

    def ahead(y: Array) -> Array:
        return np.asarray((y - hinge) / (body.upper_front[1] - hinge))

    def tilt(y: Array) -> Array:
        """How much of the loss a place of the plate takes: none behind the hinge, all at the front corner."""
        t = ahead(y).clip(0)
        return np.asarray(np.where(t < 0.3, t * t / 0.6, t - 0.15) / 0.85).clip(0, _TILT_MOST)

    def move(points: Array) -> Array:
        x, y, z = points.T
        low = body.plate_z("lower", y)
        up = np.clip((z - low) / (body.plate_z("upper", y) - crust - low), 0, 1)
        beside = smooth_step((body.half_width + 3 - np.abs(x)) / 3.0)
        across = (1 - (x / body.half_width) ** 2).clip(0)
        dip = (1 - ((ahead(y) - 0.5) / 0.45) ** 2).clip(0) ** 2 * across
        down = sink * (tilt(y) + _DIP * dip) * up**power * beside
        # The front wall buckles under the plate, which keeps its rim: a step in the outline.
        height = smooth_step((up - 0.25) / 0.5) * np.clip((1 - up) / 0.2, 0, 1)
        out = buckle * height * smooth_step(2 * ahead(y) - 0.9) * across
        return np.asarray(points + np.stack([np.zeros(len(x)), out, -down], axis=1))

    broken = bone.reshaped(move)
    at = _own(bone, "upper plate")
    at = at - [0, 0, sink * float(tilt(at[1:2])[0])]  # the middle between the rims, not the bottom of the dip
    return replace(broken, landmarks={**broken.landmarks, "upper plate": bone.turn @ at + bone.shift})


def squared(bone: Bone) -> Bone:
    """The body with its concave front wall filled: straight from rim to rim."""
    body = _Body.of(bone)
    y, z, edges, weight = _front_outline(bone)
    hollow = _hollow(y, z)
    if not hollow.depth > 0:
        return bone
    order = np.argsort(z)
    heights, wall = z[order], y[order]
    reach = 0.25 * (hollow.high[1] - hollow.low[1])  # the rims, on which the straight edge rests, keep their place
    wanted = np.clip(hollow.line(heights) - wall, 0, None)
    wanted *= smooth_step((heights - hollow.low[1]) / reach) * smooth_step((hollow.high[1] - heights) / reach)

    def taken(points: Array) -> Array:
        """The share of the filling that a place takes: less inside the bone, and beside the median plane."""
        x, y, z = np.moveaxis(points, -1, 0)
        beside = smooth_step((0.95 * body.half_width - np.abs(x)) / (0.6 * body.half_width))
        return np.asarray(np.clip(y / np.interp(z, heights, wall), 0, 1) ** 2 * beside)

    # The surface is flat between vertices; a small change of scale takes the middle of the wall where it belongs.
    ends = bone.own()[edges]
    at_ends = np.interp(ends[..., 2], heights, wanted) * taken(ends)
    met = at_ends[:, 0] * (1 - weight) + at_ends[:, 1] * weight
    scale = hollow.depth / float(np.interp(hollow.middle, heights, met[order]))

    def move(points: Array) -> Array:
        forward = scale * np.interp(points[:, 2], heights, wanted) * taken(points)
        return points + forward[:, None] * [0, 1, 0]

    return bone.reshaped(move)


def front_concavity_mm(bone: Bone) -> float:
    """How far the middle of the front wall lies behind a straight edge laid on it from rim to rim, median plane, mm."""
    y, z, _, _ = _front_outline(bone)
    hollow = _hollow(y, z)
    return float(hollow.depth / np.hypot(1, hollow.slope))


def corners_eroded(bone: Bone, plate: Plate) -> Bone:
    """The front corner of a plate with a shallow, ragged notch: a Romanus lesion. The corner's landmark stays."""
    sign = 1.0 if plate == "upper" else -1.0
    corner = _own(bone, f"{plate} front corner")
    half_depth = float((corner - _own(bone, f"{plate} back corner"))[1]) / 2
    half_width = _plate_half_width(bone.level, plate)
    other = bone.landmarks.get(f"{'lower' if plate == 'upper' else 'upper'} front corner")
    room = np.inf if other is None else float(np.linalg.norm(other - bone.landmarks[f"{plate} front corner"]))
    # Two lesions leave the middle of a wall, even of a crushed one.
    reach = min(_EROSION_REACH_MM, 0.7 * half_depth, 0.3 * room)
    rim = corner + np.array([0, _RIM_MM / 2, -sign * _RIM_MM / 2])

    def move(points: Array) -> Array:
        x, y, z = points.T
        # The rim bends back beside the median plane, and the notch follows it.
        back = half_depth * (1 - np.sqrt((1 - (x / half_width) ** 2).clip(0)))
        apart = np.sqrt((y - rim[1] + back) ** 2 + (z - rim[2]) ** 2 + _RIM_MM**2) - _RIM_MM
        ragged = 0.87 + 0.1 * np.sin(1.1 * x + 0.7) + 0.03 * np.sin(2.3 * x + 0.8 * z)
        near = np.clip(1 - apart / reach, 0, 1) * smooth_step((0.85 - np.abs(x) / half_width) / 0.3)
        depth = _EROSION_DEPTH * reach * ragged * near
        return np.asarray(points + depth[:, None] * [0, -0.75, -0.66 * sign])

    return replace(bone.reshaped(move), landmarks=bone.landmarks)


def brittle(bone: Bone) -> Bone:
    """The bone after the severest osteoporosis: a thin cortex, less mineral, plates that sag between their rims.

    The corners and plates as landmarks keep their place. How much is lost is a teaching assumption.
    """
    plates = [side for side in ("upper", "lower") if f"{side} front corner" in bone.landmarks]

    def move(points: Array) -> Array:
        down = np.zeros(len(points))
        for side in plates:
            down += _sag(bone, side, points)
        return points + down[:, None] * [0, 0, 1]

    thin = bone.reshaped(move) if plates else bone
    outer = thin.vertices[_nearest_outer(bone.level)].mean(axis=1, dtype=float)
    inner = thin.inner.vertices + _CORTEX_LOST * (outer - thin.inner.vertices)
    return replace(
        thin,
        inner=packed.Mesh(inner, bone.inner.triangles),
        landmarks=bone.landmarks,
        mineral=bone.mineral * (1 - _MINERAL_LOST),
    )


def partly(bone: Bone, worst: Bone, share: float) -> Bone:
    """The bone a share of its straight way to `worst`, the same bone as bad as can be."""
    if share == 0:
        return bone
    inner = bone.inner.vertices + share * (worst.inner.vertices - bone.inner.vertices)
    return replace(
        bone,
        vertices=bone.vertices + np.float32(share) * (worst.vertices - bone.vertices),
        inner=packed.Mesh(inner, bone.inner.triangles),
        landmarks={name: at + share * (worst.landmarks[name] - at) for name, at in bone.landmarks.items()},
        mineral=bone.mineral + share * (worst.mineral - bone.mineral),
    )


@dataclass(frozen=True)
class _Body:
    """The corners of a body in the bone's own axes, and half its width and depth."""

    upper_front: Array
    upper_back: Array
    lower_front: Array
    lower_back: Array
    half_width: float
    half_depth: float

    @classmethod
    def of(cls, bone: Bone) -> _Body:
        names = [f"{plate} {end} corner" for plate in ("upper", "lower") for end in ("front", "back")]
        if lacking := [name for name in names if name not in bone.landmarks]:
            raise ValueError(f"{bone.level} has no {lacking[0]}; C3 to L5 have bodies with four corners")
        uf, ub, lf, lb = (_own(bone, name) for name in names)
        half_width = max(_half_width(bone.level, "body_w", f"endplate_w_{plate}") for plate in ("upper", "lower"))
        return cls(uf, ub, lf, lb, half_width, float(uf[1] - ub[1]) / 2)

    def plate_z(self, plate: str, y: Array) -> Array:
        """The height of a plate's line from corner to corner."""
        front, back = (self.upper_front, self.upper_back) if plate == "upper" else (self.lower_front, self.lower_back)
        return np.asarray(back[2] + (y - back[1]) * (front[2] - back[2]) / (front[1] - back[1]))


@dataclass(frozen=True)
class _Hollow:
    """The straight edge on a front wall: it rests on `low` and `high` (y, z), and is `depth` ahead of the `middle`."""

    low: Array
    high: Array
    middle: float
    depth: float

    @property
    def slope(self) -> float:
        return float((self.high[0] - self.low[0]) / (self.high[1] - self.low[1]))

    def line(self, z: Array) -> Array:
        return np.asarray(self.low[0] + (z - self.low[1]) * self.slope)


def _front_outline(bone: Bone) -> tuple[Array, Array, NDArray[np.int64], Array]:
    """The front of the median section: y and z where it meets edges, those edges, and how far along each."""
    edges = _median_edges(bone.level)
    own = bone.into_own(bone.vertices[edges].astype(float))
    one, other = own[:, 0], own[:, 1]
    weight = one[:, 0] / (one[:, 0] - other[:, 0])
    at = one + (other - one) * weight[:, None]
    return at[:, 1], at[:, 2], edges, weight


def _hollow(y: Array, z: Array) -> _Hollow:
    middle = float(z.max() + z.min()) / 2
    rim = 0.25 * (z.max() - z.min())
    above, below = np.flatnonzero(z > z.max() - rim), np.flatnonzero(z < z.min() + rim)
    rise = z[above, None] - z[below]
    held = y[below] + (y[above, None] - y[below]) * (middle - z[below]) / rise
    i, j = np.unravel_index(held.argmax(), held.shape)
    low, high = below[j], above[i]
    order = np.argsort(z)
    depth = float(held[i, j] - np.interp(middle, z[order], y[order]))
    return _Hollow(np.array([y[low], z[low]]), np.array([y[high], z[high]]), middle, depth)


@kept(BONES)
def _median_edges(level: str) -> NDArray[np.int64]:
    """The edges of the front wall that cross the median plane, (n, 2) vertices."""
    bone = vertebra(level)
    own, triangles = bone.own(), bone.triangles.astype(np.int64)
    edges = np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)])
    edges = edges[edges[:, 0] < edges[:, 1]]
    one, other = own[edges[:, 0]], own[edges[:, 1]]
    crossing = edges[one[:, 0] * other[:, 0] < 0]
    one, other = own[crossing[:, 0]], own[crossing[:, 1]]
    at = one + (other - one) * (one[:, :1] / (one[:, :1] - other[:, :1]))
    upper, lower = bone.landmarks["upper front corner"], bone.landmarks["lower front corner"]
    wall = lower[1] + (at[:, 2] - lower[2]) * (upper[1] - lower[1]) / (upper[2] - lower[2])
    reach = upper[2] - lower[2]
    within = np.abs(at[:, 2] - (upper[2] + lower[2]) / 2) < 0.49 * reach
    return np.asarray(crossing[within & (at[:, 1] > wall - 0.12 * reach)])


@kept(BONES)
def _hinge(level: str) -> float:
    """How far forward the pedicles reach, own y: a wedge fracture spares what is behind."""
    bone = vertebra(level)
    spared = [bone.structures.index(name) for name in ("pedicle", "superior costal facet") if name in bone.structures]
    behind = bone.vertices[np.isin(bone.structure_of, spared), 1]
    return float(max(bone.landmarks["upper back corner"][1], behind.max()))


@kept(BONES)
def _nearest_outer(level: str) -> NDArray[np.int64]:
    """The three outer vertices nearest to each inner one, (n, 3)."""
    bone = vertebra(level)
    outer, inner = bone.vertices, bone.inner.vertices.astype(np.float32)
    found = np.empty((len(inner), 3), np.int64)
    cell = np.round(inner / 12).astype(np.int64) @ [1, 1000, 1000000]
    for which in np.split(np.argsort(cell, kind="stable"), np.cumsum(np.unique(cell, return_counts=True)[1])[:-1]):
        block = inner[which]
        low, high = block.min(axis=0) - 8, block.max(axis=0) + 8
        near = np.flatnonzero(((outer > low) & (outer < high)).all(axis=1))
        apart = (outer[near] ** 2).sum(axis=1) - 2 * block @ outer[near].T
        found[which] = near[np.argpartition(apart, 2, axis=1)[:, :3]]
    return found


def _sag(bone: Bone, plate: str, points: Array) -> Array:
    """How far points move up as this plate sags at share 1: most in its middle, nothing at its rim."""
    front, back = _own(bone, f"{plate} front corner"), _own(bone, f"{plate} back corner")
    into = -1.0 if plate == "upper" else 1.0
    middle, half_depth = (front + back) / 2, (front - back)[1] / 2
    half_width = _plate_half_width(bone.level, plate)
    # Front and back rim hold; the sides sag half as far as the middle, so that a side film shows the hollow.
    beside = np.abs(points[:, 0]) / half_width
    across = (1 - 0.5 * smooth_step(beside)) * smooth_step((half_width + 3 - np.abs(points[:, 0])) / 3)
    share = (1 - ((points[:, 1] - middle[1]) / half_depth) ** 2).clip(0) ** 1.5 * across
    level = back[2] + (points[:, 1] - back[1]) * (front[2] - back[2]) / (front[1] - back[1])
    deep = into * (points[:, 2] - level) / (0.7 * half_depth)
    return np.asarray(into * _SAG * half_depth * share * np.clip(1 - deep, 0, 1))


def _plate_half_width(level: str, plate: str) -> float:
    return packed.load(level).plate_width_mm(plate) / 2


def _half_width(level: str, *names: str) -> float:
    """Half of the first of these sizes that the bone has."""
    sizes = packed.load(level).sizes
    return next(float(sizes[name]["value"]) for name in names if name in sizes) / 2


def _own(bone: Bone, landmark: str) -> Array:
    return bone.into_own(bone.landmarks[landmark])

"""Bone that inflammation eats: a dens thinned by pannus, pitted joint facets, the edges of a sacroiliac joint.

Where a bone is eaten is found once, on the bone as it was made, and kept; a state then only scales it. Every move
squeezes the bone under a surface evenly, so that the surface cannot fold and the cortex stays under it. How deep and
how ragged the lesions are is a teaching assumption; what they look like follows the radiological descriptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.clearance import inside
from spinelab.anatomy.kept import BONES, kept
from spinelab.anatomy.measures import first_hits
from spinelab.anatomy.state.smooth import smooth_step

Array = NDArray[np.float64]
Side = Literal["left", "right"]
Facets = Literal["superior", "inferior"]

DEEPEST_MM = 2.8  # of a pit in a joint facet
_FACETS: dict[Facets, tuple[str, ...]] = {
    "superior": ("superior articular facet",),
    "inferior": ("inferior articular facet", "joint surface of the condyle"),
}
_LESS_BEFORE, _RUBBED_MM = 0.55, 1.3  # the front of the dens keeps more than its back
_PITS_MM, _EDGES_A_PIT = 4.2, 2.6  # between the middles of two pits, at least so many edges of the mesh
_ROUNDED = 0.45  # how far the rim of a facet draws in, for each mm that it sinks
_REACH_OF_A_FACET, _MOST_OF_A_FACET = 0.5, 0.36  # of the thickness of the bone under it, for what gives way and a pit
_PLATE_EATEN = 0.5  # of a pit's depth is lost from the plate under a joint facet
_EVEN_FROM = 85  # percentile of the depth in a facet
_UNDER_A_FACET_MM = 6.0  # depth to which bone gives way under a pit
_UNDER_THE_AURICULAR_SURFACE_MM = 9.0
_NEAR_A_PIT_MM = 4.0
AURICULAR = "auricular surface"
_BITE_MM, _BITES_APART_MM = 2.1, 11.0  # radius of a small erosion of a sacroiliac joint, and how far the next is
_FIRST_ROW_MM, _ROWS_APART_MM = 6.0, 9.0  # above the lowest part of the joint, and from there on
_LEVEL = np.array([[0, 0.788, 0.616], [0, -0.616, 0.788]])  # forwards and up for a sacrum that stands
_FRONT_TO_BACK = np.array([1, 0.5, 1])  # broad erosions of a sacroiliac joint are longer from front to back
_EVERY = 5  # of this many points of a facet one tells how thick the bone is
_BONE_MM = 60.0  # more than any bone is thick under a joint
_LIP_MM = 1.2  # bone as thin as this under the edge of a joint goes with it
_THINNEST_MM = 0.1  # of the cortex under a pit
_ROOF_MM = 2.0  # about a point of the marrow that comes bare, the surface keeps more of its bone
_TURN = 0.12  # cosine of the angle by which the deepest pit may turn a triangle


@dataclass(frozen=True)
class _Grade:
    """What a grade does to the bones beside a sacroiliac joint, mm: first the ilium, then the sacrum.

    `blur` are tiny irregularities, `bites` the depth of small round erosions low in the joint, `pits` that of broad
    ones everywhere, `lost` bone lost along the entire surface, `dense` how much thicker the plate under it is.
    """

    blur: tuple[float, float] = (0, 0)
    bites: tuple[float, float] = (0, 0)
    pits: tuple[float, float] = (0, 0)
    lost: tuple[float, float] = (0, 0)
    dense: tuple[float, float] = (0, 0)


# The modified New York grades (VanDerLinden1984): 1 suspicious, 2 small erosions or sclerosis at unchanged width,
# 3 definite erosions, widening and sclerosis, 4 ankylosis, when the plates under the joint go too. The steps in mm are
# teaching assumptions. What is dense deeper in the bone is `sclerosis`.
_GRADES = (
    _Grade(),
    _Grade(blur=(0.3, 0.3)),
    _Grade(blur=(0.3, 0.3), bites=(5.6, 1.2), dense=(0.8, 0.4)),
    _Grade(blur=(0.3, 0.3), pits=(3.6, 2.2), lost=(0.8, 0.5), dense=(1.4, 0.8)),
    _Grade(blur=(0.3, 0.3), dense=(-1.3, -1.3)),
)


def dens_eroded(axis: Bone, share: float) -> Bone:
    """The axis with its dens eaten by pannus: `share` 0 is healthy, 1 a pencil-thin, ragged dens, never cut through.

    The waist goes first, most of all behind, where the transverse ligament runs; at high shares the tip is lower.
    """
    if not share:
        return axis
    thinner, lower = _dens()
    return axis.reshaped(lambda points: points + share * thinner + share**2 * lower)


def facets_eroded(bone: Bone, facets: Facets, share: float) -> Bone:
    """The bone with ragged pits in both of its upper or lower joint facets: at the rim first, at most 2.8 mm deep.

    Raises ValueError where the bone has no such facets.
    """
    if not share:
        return bone
    pitted = _facets(bone.level)
    if facets not in pitted:
        raise ValueError(f"{bone.level} has no {facets} articular facet that could be eroded")
    early, late = pitted[facets]
    return bone.reshaped(lambda points: points + share * early + share**2 * late)


def sacroiliac_eroded(bone: Bone, side: Side, grade: int) -> Bone:
    """The sacrum or an ilium as a sacroiliac joint of a modified New York grade (0 to 4) leaves it.

    The ilium is eaten more than the sacrum, and the plate under the joint grows thicker. The joint of grade 4 is closed
    by new bone, which is a solid of its own, and its plates have nearly gone. Raises ValueError for a bone that is not
    beside that joint.
    """
    if not grade:
        return bone
    move = _sacroiliac(bone.level, side, grade)
    return bone.reshaped(lambda points: points + move)


@kept(BONES, most=1)
def _dens() -> tuple[Array, Array]:
    """How each point of the axis moves as the dens thins, and as its tip crumbles, mm at share 1."""
    axis = vertebra("C2")
    points = all_points(axis)
    base, tip = axis.landmarks["base of the dens"][2], axis.landmarks["tip of the dens"][2]
    x, y, z = points.T
    y = y + 0.2
    out = np.hypot(x, y) + 1e-9
    column = smooth_step((z - base) / 3.6) * smooth_step((10 - out) / 3)
    # In front the loss goes on below the base: there the arch of an atlas that has sunk rubs on the axis.
    rubbed = smooth_step((z - base + 9) / 4) * smooth_step((y - 1) / 3) * smooth_step((11 - np.abs(x)) / 3)
    behind, before = np.clip(-y / out, 0, 1) ** 1.5, np.clip(y / out, 0, 1) ** 2
    # The bursa of the transverse ligament lies a little lower than the joint with the atlas.
    bursa = behind * np.exp(-(((z + 2.6) / 3.6) ** 2))
    joint = before * np.exp(-(((z - 0.2) / 3.4) ** 2))
    ragged = _noise(points * [1, 1, 0.85], 4.6, 3)
    loss = 0.40 + 0.12 * bursa + 0.06 * joint + 0.14 * ragged
    thinner = np.zeros_like(points)
    thinner[:, 0], thinner[:, 1] = -x * loss * column, -y * loss * column * np.where(y > 0, _LESS_BEFORE, 1)
    thinner[:, 1] = np.minimum(thinner[:, 1], -_RUBBED_MM * rubbed) * (y > 0) + thinner[:, 1] * (y <= 0)
    lower = np.zeros_like(points)
    crumbled = 0.7 + 1.6 * _noise(points * [1, 1, 0], 3.8, 5)
    lower[:, 2] = -crumbled * smooth_step((z - tip + 7) / 7) * smooth_step((10 - out) / 3)
    _hold(axis, thinner, moving=("tip of the dens", "front of the dens", "back of the dens"))
    _hold(axis, lower, moving=("tip of the dens",))
    firm = _firm(axis, thinner + lower)[:, None]
    return thinner * firm, lower * firm


@kept(BONES)
def _facets(level: str) -> dict[Facets, tuple[Array, Array]]:
    """How each point of a bone moves under its upper and its lower facets, mm at share 1: early pits, and late ones.

    What is firm is found for all facets together, as thin bone lies between them.
    """
    bone = vertebra(level)
    known = [(facets, name) for facets, names in _FACETS.items() for name in names if name in bone.structures]
    pitted = {facets: _pitted(bone, facets, name) for facets, name in known}
    firm = _firm(bone, sum((early + late for early, late in pitted.values()), np.zeros_like(all_points(bone))))
    _hold(bone, firm)
    return {facets: (early * firm[:, None], late * firm[:, None]) for facets, (early, late) in pitted.items()}


def _pitted(bone: Bone, facets: Facets, name: str) -> tuple[Array, Array]:
    """How each point would move if nothing held it: pits of the rim, which come first, and pits of the middle."""
    points, facing = all_points(bone), _normals(bone.own(), bone.triangles)
    early, late = np.zeros_like(points), np.zeros_like(points)
    sides: tuple[Side, Side] = ("right", "left")
    for number, side in enumerate(sides):
        joint = JointSurface.of(bone, name, side, bone.normals[f"{side} {facets} articular facet"], spread_mm=1.6)
        rim = np.exp(-((joint.from_edge / 2.2) ** 2))
        seed = 11 + 7 * number + sum(map(ord, bone.level + facets))
        thick = float(np.median(thickness(bone, np.flatnonzero(joint.on)[::_EVERY], joint.outward)))
        follows = joint.share(min(_UNDER_A_FACET_MM, _REACH_OF_A_FACET * thick), beside_mm=1.8)
        apart = max(_PITS_MM, _EDGES_A_PIT * _edge(points, bone.triangles[joint.on[bone.triangles].all(axis=1)]))
        first = _settled(bone, joint, follows, rim * (0.25 + 0.75 * patches(points, apart, seed)), _PLATE_EATEN)
        then = 0.1 + (0.5 + 0.5 * rim) * patches(points, 1.2 * apart, seed + 3)
        then = _settled(bone, joint, follows, then, _PLATE_EATEN)
        way = -joint.outward + _ROUNDED * rim[:, None] * joint.inward
        # Bone is only lost: what looks another way slides along itself, never out.
        out = np.einsum("ij,ij->i", way[: len(facing)], facing).clip(0)
        way[: len(facing)] -= out[:, None] * facing
        # A few single points would go far deeper than the rest: depths level off towards the deepest.
        depth = first + then
        much = np.percentile(depth[: len(joint.on)][joint.on], _EVEN_FROM)
        deepest = min(DEEPEST_MM, _MOST_OF_A_FACET * thick) / much / (1 + (depth / much) ** 4) ** 0.25
        way *= (deepest / np.linalg.norm(way, axis=1).clip(1))[:, None]
        early += first[:, None] * way
        late += then[:, None] * way
    return early, late


@kept(BONES, most=16)
def _sacroiliac(level: str, side: Side, grade: int) -> Array:
    if level not in ("sacrum", f"ilium_{side}"):
        raise ValueError(f"the {side} sacroiliac joint lies between the sacrum and ilium_{side}, not at {level}")
    bone, asked, which = vertebra(level), _GRADES[grade], int(level == "sacrum")
    points = all_points(bone)
    joint = JointSurface.of(bone, AURICULAR, side, None, spread_mm=3.0)
    seed = 5 * (side == "left") + 17 * which
    rim = 0.55 + 0.45 * np.exp(-((joint.from_edge / 5) ** 2))
    depth = (
        asked.lost[which]
        + asked.blur[which] * _noise(points, 5.0, seed)
        + asked.bites[which] * low_in_the_joint(points, joint) * _bites(points, joint)
        + asked.pits[which] * rim * patches(points * _FRONT_TO_BACK, 7.5, seed + 2)
    )
    depth = _settled(bone, joint, joint.share(_UNDER_THE_AURICULAR_SURFACE_MM, beside_mm=3.0), depth)
    move = -depth[:, None] * joint.outward
    outer, inner = len(bone.vertices), len(bone.inner.vertices)
    dense = asked.dense[which] * joint.share(_UNDER_THE_AURICULAR_SURFACE_MM, beside_mm=5.0)
    dense[:outer] = dense[outer + inner :] = 0
    move -= dense[:, None] * joint.outward
    firm = _firm(bone, move)
    _hold(bone, firm)
    return move * firm[:, None]


def _bites(points: Array, joint: JointSurface) -> Array:
    """Small round erosions of a sacroiliac joint, bone between them: 1 in the middle of one, 0 away from all.

    They lie in staggered rows, level in a person who stands.
    """
    along, up = (points @ _LEVEL.T).T
    rows = (up - np.percentile(up[: len(joint.on)][joint.on], 2) - _FIRST_ROW_MM) / _ROWS_APART_MM
    steps = along / _BITES_APART_MM + 0.5 * np.rint(rows)
    apart = np.hypot((steps - np.rint(steps)) * _BITES_APART_MM, (rows - np.rint(rows)) * _ROWS_APART_MM)
    return np.asarray(np.exp(-((apart / _BITE_MM) ** 2)))


@dataclass(frozen=True)
class JointSurface:
    """A joint surface seen along its outward direction, and where each point of the bone lies to it, mm.

    `under` is how deep a point lies below the surface, `beside` how far outside its edge, `from_edge` how far from
    the edge, all seen along `outward`; `on` tells which vertices of the bone the joint surface has.
    """

    outward: Array
    on: NDArray[np.bool_]
    under: Array
    beside: Array
    from_edge: Array
    inward: Array
    free: Array

    @classmethod
    def of(cls, bone: Bone, name: str, side: Side, outward: Array | None, spread_mm: float) -> JointSurface:
        """The joint surface `name` of one side; `outward` None takes the mean direction of the surface."""
        points, outer = all_points(bone), bone.own()
        here = (bone.structure_of == bone.structures.index(name)) & ((outer[:, 0] > 0) == (side == "right"))
        facing = _normals(outer, bone.triangles)
        if outward is None:
            outward = facing[here].mean(axis=0)
        outward = outward / np.linalg.norm(outward)
        here &= facing @ outward > 0.6
        surface = outer[here]
        across = np.linalg.svd(outward[None])[2][1:].T
        flat, seen = surface @ across, points @ across
        near = np.full(len(points), np.inf)
        close = np.flatnonzero((np.abs((points - surface.mean(axis=0)) @ outward) < 16) & _within(seen, flat, 8))
        apart = np.linalg.norm(seen[close, None] - flat, axis=2)
        near[close] = apart.min(axis=1)
        edges = np.concatenate([bone.triangles[:, [0, 1]], bone.triangles[:, [1, 2]], bone.triangles[:, [2, 0]]])
        rim = np.unique(edges[here[edges[:, 0]] & ~here[edges[:, 1]], 0])
        edge = np.full(len(points), np.inf)
        edge[close] = np.linalg.norm(seen[close, None] - outer[rim] @ across, axis=2).min(axis=1)
        # The surface's height: a curved sheet through it, and what the surface departs from that, smoothed.
        sheet = np.linalg.lstsq(_quadric(flat), surface @ outward, rcond=None)[0]
        left = surface @ outward - _quadric(flat) @ sheet
        weight = np.exp(-(apart**2 - apart.min(axis=1, keepdims=True) ** 2) / (2 * spread_mm**2))
        under = np.full(len(points), np.inf)
        height = _quadric(seen[close]) @ sheet + weight @ left / weight.sum(axis=1)
        under[close] = height - points[close] @ outward
        # Walls that look away from the joint stay, but for a thin lip; the inner surface keeps ahead of the outer one.
        free = np.ones(len(points))
        lip = smooth_step(2 - under[: len(outer)] / _LIP_MM)
        free[: len(outer)] = np.maximum(smooth_step((facing @ outward + 0.25) / 0.5), lip)
        under[len(outer) :] = 1.3 * (under[len(outer) :] - 0.8)
        middle = (flat.mean(axis=0) - seen) @ across.T
        inward = _unit(middle)
        # Where bone rises beside the joint, its wall must not come forward.
        walls = np.concatenate([facing, _normals(bone.inner.vertices, bone.inner.triangles)])
        rising = np.einsum("ij,ij->i", walls, inward[: len(walls)])
        inward[: len(walls)] *= 1 - smooth_step(4 * rising)[:, None]
        return cls(outward, here, under, near, edge, inward, free)

    def share(self, deep_mm: float, beside_mm: float) -> Array:
        """How far a point follows the surface: 1 on it, 0 at `deep_mm` under it and `beside_mm` outside its edge."""
        down = np.clip(1 - np.clip(self.under, 0, None) / deep_mm, 0, 1) * smooth_step((self.under + 4) / 2)
        return np.asarray(down * smooth_step(1.4 - self.beside / beside_mm))


def thickness(bone: Bone, vertices: NDArray[np.integer], outward: Array) -> Array:
    """How thick a bone as it was made is under some of its vertices, mm, straight in from a joint."""
    inward = np.tile(-outward, (len(vertices), 1))
    cast = bone.own()[vertices] + _THINNEST_MM * inward, inward, np.full(len(inward), _BONE_MM)
    return np.minimum(first_hits(bone.own(), bone.triangles.astype(np.int64), cast), _BONE_MM)


def low_in_the_joint(points: Array, joint: JointSurface) -> Array:
    """1 in the lower third of a sacroiliac joint, where inflammation is seen first, 0 in its upper half."""
    low, high = np.percentile(points[: len(joint.on)][joint.on, 2], [2, 98])
    return 1 - smooth_step((points[:, 2] - low - 0.3 * (high - low)) / (0.4 * (high - low)))


def all_points(bone: Bone) -> Array:
    """Outer vertices, inner vertices and landmarks of a bone as it was made, in the order in which it is reshaped."""
    return np.concatenate([bone.own(), bone.inner.vertices, np.array([*bone.landmarks.values()])])


def _hold(bone: Bone, move: Array, moving: tuple[str, ...] = ()) -> None:
    """Keep the landmarks that are not `moving` where they are: measures stand on them."""
    marks = move[len(move) - len(bone.landmarks) :]
    marks[[name not in moving for name in bone.landmarks]] = 0


def _settled(bone: Bone, joint: JointSurface, follows: Array, depth: Array, plate_eaten: float = 0) -> Array:
    """How deep each point goes: evened out over the surface; the marrow goes as deep as the pits near it.

    `plate_eaten` is the share of a pit's depth by which it eats into the cortex.
    """
    count = len(bone.vertices)
    outer = (depth * follows)[:count]
    start, end = bone.triangles.ravel(), bone.triangles[:, [1, 2, 0]].ravel()
    around = np.bincount(start, outer[end], minlength=count) / np.bincount(start, minlength=count)
    outer = (outer + around) / 2 * joint.free[:count]
    settled = np.zeros(len(depth))
    settled[:count] = outer
    eaten = np.flatnonzero(outer > 0)
    marrow = count + np.flatnonzero(follows[count : count + len(bone.inner.vertices)] > 0)
    points = all_points(bone)
    apart = np.linalg.norm(points[marrow, None] - points[eaten], axis=2)
    near = np.where(apart < _NEAR_A_PIT_MM, outer[eaten], 0).max(axis=1, initial=0)
    settled[marrow] = (1 - plate_eaten) * follows[marrow] * near
    return settled


def _firm(bone: Bone, move: Array) -> Array:
    """The share of a move that each point can make, 0 to 1: no triangle turns over, the marrow stays in its cortex."""
    points, firm, count = all_points(bone), np.ones(len(move)), len(bone.vertices)
    inner = slice(count, count + len(bone.inner.vertices))
    triangles = np.concatenate([bone.triangles, bone.inner.triangles + count])
    before = _faces(points, triangles)
    going = np.linalg.norm(move, axis=1) > 0.02
    nearby = _within(points, points[going], _NEAR_A_PIT_MM)
    surface, marrow = np.flatnonzero(nearby[:count]), count + np.flatnonzero(nearby[inner])
    moved, inner_moved = surface[going[surface]], marrow[going[marrow]]
    for round_ in range(60):
        now = points + firm[:, None] * move
        after = _faces(now, triangles)
        sizes = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
        turned = np.einsum("ij,ij->i", before, after) < _TURN * sizes
        if turned.any():
            firm[np.unique(triangles[turned])] *= 0.85
            continue
        under = now[surface] - _THINNEST_MM * _normals(now[:count], bone.triangles)[surface]
        thin = surface[inside(under, now[inner][bone.inner.triangles])]
        over = now[marrow] + _THINNEST_MM * _normals(now[inner], bone.inner.triangles)[marrow - count]
        bare = marrow[~inside(over, now[:count][bone.triangles])]
        if not (len(thin) or len(bare)):
            break
        reach = _ROOF_MM * (1 + round_ / 10)  # wider and wider, where triangles are large
        roof, floor = _about(now, bare, moved, reach), _about(now, thin[~going[thin]], inner_moved, reach)
        firm[np.unique(np.concatenate([thin, roof, bare, floor]))] *= 0.85
    return firm


def _about(points: Array, places: NDArray[np.int64], others: NDArray[np.int64], reach: float) -> NDArray[np.int64]:
    """Those of the other points that lie about these places."""
    near = np.linalg.norm(points[others, None] - points[places], axis=2) < reach
    return np.asarray(others[near.any(axis=1)])


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-12))


def _faces(points: Array, triangles: NDArray[np.integer]) -> Array:
    a, b, c = (points[triangles[:, i]] for i in range(3))
    return np.cross(b - a, c - a)


def _edge(points: Array, triangles: NDArray[np.integer]) -> float:
    """The length of a usual edge, mm."""
    return float(np.median(np.linalg.norm(points[triangles[:, 0]] - points[triangles[:, 1]], axis=1)))


def _quadric(flat: Array) -> Array:
    u, v = flat.T
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)


def _within(seen: Array, flat: Array, margin: float) -> NDArray[np.bool_]:
    return np.asarray(((seen > flat.min(axis=0) - margin) & (seen < flat.max(axis=0) + margin)).all(axis=1))


def _normals(vertices: Array, triangles: NDArray[np.integer]) -> Array:
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    faces = np.cross(b - a, c - a)
    found = np.stack(
        [np.bincount(triangles.ravel(), np.repeat(faces[:, i], 3), minlength=len(vertices)) for i in range(3)], axis=1
    )
    return _unit(np.asarray(found, float))


def _noise(points: Array, period_mm: float, seed: int) -> Array:
    """A smooth, uneven value from 0 to 1 at each point, the same each time: six waves in directions set by `seed`."""
    k = np.arange(6)
    # Golden-ratio steps spread directions over the sphere and phases over the circle.
    z, turn = (2 * ((seed * 0.754 + k * 0.618034) % 1) - 1), 2 * np.pi * ((seed * 0.569 + k * 0.381966 * 1.7) % 1)
    flat = np.sqrt(1 - z * z)
    ways = np.stack([flat * np.cos(turn), flat * np.sin(turn), z], axis=1)
    phases = 2 * np.pi * ((seed * 0.413 + k * 0.7548777) % 1)
    waves = np.sin(points @ ways.T * (2 * np.pi / period_mm) * (0.8 + 0.08 * k) + phases)
    return np.asarray(np.clip(0.5 + waves.sum(axis=1) / 5.2, 0, 1))


def patches(points: Array, period_mm: float, seed: int) -> Array:
    """Separate patches, 0 between them and 1 in their middle, the same each time."""
    return smooth_step((_noise(points, period_mm, seed) - 0.45) / 0.3)

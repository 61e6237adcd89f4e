"""The column of the virtual spine: its regions and curves, a typical vertebra, and the three kinds of vertebrae."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from spinelab.anatomy.bone import Array, Bone, vertebra
from spinelab.anatomy.discs import disc_between
from spinelab.anatomy.figures.plate import DISC, INK, Plate, drawn
from spinelab.anatomy.figures.shaded import BONE, Shaded, screen_axes, shade, surfaces
from spinelab.anatomy.kept import BONES, COLUMN, kept
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.standing import spine
from spinelab.content.facts import facts

MODEL = "Model, not a patient"
# Bone colours of the regions: light enough for words on them, and told apart by brackets and names as well.
REGIONS = {
    "cervical": ("C1", "C7", (0.72, 0.84, 0.93)),
    "thoracic": ("T1", "T12", (0.93, 0.87, 0.75)),
    "lumbar": ("L1", "L5", (0.95, 0.78, 0.66)),
    "sacral": ("sacrum", "sacrum", (0.80, 0.86, 0.76)),
}


@kept(BONES, COLUMN, most=1)
def standing() -> dict[str, Bone]:
    """The bones from the atlas to the sacrum as they stand."""
    bones = spine("whole").bones
    return {level: bone for level, bone in bones.items() if level != "occiput" and not level.startswith("ilium")}


def discs(bones: dict[str, Bone]) -> list[Mesh]:
    """The discs between neighbouring bones, from C2 down. There is none above C2."""
    levels = [level for level in bones if level != "C1"]
    return [disc_between(bones[upper], bones[lower]) for upper, lower in pairwise(levels)]


def show(
    plate: Plate, bones: Sequence[Bone | Mesh], view: str, at: tuple[float, float], tints: Array | None = None
) -> Shaded:
    """Put shaded bones on a plate, life size; their centre comes to `at`. Use `placed` for points on them."""
    vertices, triangles = surfaces(bones)
    pixels = 1 / plate.mm_per_px
    wide, high = (int(size * pixels) + 12 for size in np.ptp(vertices @ screen_axes(view), axis=0)[:2])
    seen = shade(vertices, triangles, view, wide, high, scale=pixels, colours=tints)
    left, right, bottom, top = plate.extent
    half = wide / 2 * plate.mm_per_px, high / 2 * plate.mm_per_px
    rgba = np.dstack([seen.rgb, (seen.vertex_at >= 0) | (seen.rgb < 0.999).any(axis=2)])
    box = at[0] - half[0], at[0] + half[0], at[1] - half[1], at[1] + half[1]
    plate.axes.imshow(rgba, extent=box, zorder=1, interpolation="bilinear")
    plate.axes.set_xlim(left, right)
    plate.axes.set_ylim(bottom, top)
    plate.axes.set_aspect("auto")
    return seen


def placed(seen: Shaded, at: tuple[float, float], point: Array) -> tuple[float, float]:
    """Where a point of a bone shown at `at` lies on the plate."""
    across, up, _ = (np.asarray(point, float) - seen.centre) @ seen.axes
    return float(at[0] + across), float(at[1] + up)


def middle_of(bone: Bone) -> Array:
    """A point in the middle of a bone's body."""
    if bone.level == "C1":
        return np.asarray(bone.vertices.astype(float).mean(axis=0))
    if bone.level == "sacrum":
        return np.asarray(bone.vertices.astype(float).mean(axis=0))
    return np.asarray((bone.landmarks["upper plate"] + bone.landmarks["lower plate"]) / 2)


def regional_tints(bones: Sequence[Bone]) -> Array:
    """A colour for each vertex of the bones taken together, by region."""
    parts = []
    for bone in bones:
        letter = {"C": "cervical", "T": "thoracic", "L": "lumbar", "s": "sacral"}[bone.level[0]]
        parts.append(np.tile(REGIONS[letter][2], (len(bone.vertices), 1)))
    return np.vstack(parts)


def _tint(bodies: Sequence[Bone | Mesh], colour: Array | tuple[float, ...]) -> Array:
    """One colour for each vertex of the bodies taken together."""
    return np.tile(colour, (sum(len(body.vertices) for body in bodies), 1))


def by(*step: float) -> Array:
    """A step, to add to a point."""
    return np.array(step, float)


def rgb(colour: str) -> Array:
    """A #RRGGBB colour as three parts from 0 to 1."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def number(plate: Plate, at: tuple[float, float], words: str) -> None:
    """A number in a ring, for questions that hide the names."""
    radius = 9.5 * plate.mm_per_px
    angle = np.linspace(0, 2 * np.pi, 13)[:-1]
    ring = np.array(at) + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    plate.fill(ring, "white", INK, 1.3).set_zorder(890)
    plate.text(at, words, 10, bold=True)


def numbered(plate: Plate, items: Sequence[tuple[str, tuple[float, float], tuple[float, float]]]) -> None:
    """Numbers in rings, each with a leader line to what it stands for: (number, ring, target)."""
    for words, at, target in items:
        plate.leader(at, target)
        number(plate, at, words)


# The whole column

_SIDE_AT = (0.0, 0.0)


def _column(title: str, by_region: bool) -> tuple[Plate, Shaded, dict[str, Bone]]:
    plate = Plate(title, -330, 330, -345, 365)
    bones = standing()
    between = discs(bones)
    every = list(bones.values())
    colours = regional_tints(every) if by_region else _tint(every, BONE)
    tints = np.vstack([colours, _tint(between, rgb(DISC))])
    seen = show(plate, [*every, *between], "left", _SIDE_AT, tints)
    plate.note(MODEL)
    return plate, seen, bones


def _bracket(plate: Plate, x: float, high: float, low: float) -> None:
    plate.line([(x - 10, high), (x, high), (x, low), (x - 10, low)], INK, 1.6, smooth=False)


def _column_alt() -> str:
    known = facts()
    return (
        "The column of the virtual spine from the left, front at the left: a model, not a patient. From the top: "
        f"{known['column-cervical'].text} cervical vertebrae (C1 to C7) whose curve opens backwards (lordosis, on "
        f"average {known['neck-lordosis'].value:.0f} degrees); {known['column-thoracic'].text} thoracic vertebrae (T1 "
        f"to T12) whose curve opens forwards (kyphosis, {known['thoracic-kyphosis'].value:.0f} degrees); "
        f"{known['column-lumbar'].text} large lumbar vertebrae (L1 to L5) with a lordosis of "
        f"{known['lumbar-lordosis-standing'].value:.0f} degrees standing; and the sacrum, "
        f"{known['column-sacral'].text} vertebrae fused, curved like a bowl open to the front. The coccyx is not "
        "drawn. Each region has its own tint, a bracket and its name. Discs lie between the bodies; there is none "
        "above or below the atlas."
    )


@drawn(_column_alt, "The column from the left, with published mean curves. The bones are a model.")
def column_from_the_side() -> Plate:
    """Regions, counts and curves on the standing column."""
    known = facts()
    plate, seen, bones = _column("The column from the left", by_region=True)
    names = {
        "cervical": f"neck (cervical)\nC1 to C7: {known['column-cervical'].text} bones",
        "thoracic": f"chest (thoracic)\nT1 to T12: {known['column-thoracic'].text} bones,\neach with a pair of ribs",
        "lumbar": f"low back (lumbar)\nL1 to L5: {known['column-lumbar'].text} bones",
        "sacral": f"sacrum: {known['column-sacral'].text} fused bones\n(below it the coccyx)",
    }
    for region, (first, last, _) in REGIONS.items():
        high, low = _extent(seen, bones, first, last)
        _bracket(plate, 118, high, low)
        plate.text((126, (high + low) / 2), names[region], across="left")
    curves = (
        ("C5", "lordosis", "neck-lordosis", "C2 to C7"),
        ("T7", "kyphosis", "thoracic-kyphosis", "T1 to T12"),
        ("L3", "lordosis", "lumbar-lordosis-standing", "T12 to S1, standing"),
    )
    for level, kind, id, between in curves:
        x, y = placed(seen, _SIDE_AT, middle_of(bones[level]))
        plate.text((-322, y), f"{kind}, about {known[id].value:.0f}°\n{between}", across="left")
        plate.arrow((-160, y), (x - 24, y), width=1.2)
    atlas = placed(seen, _SIDE_AT, middle_of(bones["C1"]))
    plate.text((-322, atlas[1] + 14), "no disc above the atlas,\nnone between C1 and C2", across="left")
    plate.arrow((-138, atlas[1] + 4), (atlas[0] - 26, atlas[1] - 10), width=1.2)
    plate.text((-322, -304), "front", 10, "#143C6E", bold=True, across="left")
    plate.text((322, -304), "back", 10, "#143C6E", bold=True, across="right")
    return plate


def _extent(seen: Shaded, bones: dict[str, Bone], first: str, last: str) -> tuple[float, float]:
    """The heights on the plate between which a region's bodies lie."""
    top, bottom = bones[first], bones[last]
    high = float(top.vertices[:, 2].max()) if first == "C1" else float(top.landmarks["upper plate"][2])
    low = float(bottom.vertices[:, 2].min()) if last == "sacrum" else float(bottom.landmarks["lower plate"][2])
    return placed(seen, _SIDE_AT, by(0, 0, high - 2))[1], placed(seen, _SIDE_AT, by(0, 0, low + 2))[1]


@drawn(
    lambda: (
        "The column of the virtual spine from the left, front at the left, with seven numbered pointers and no "
        "names. Number 1 points between the ring-shaped first bone and the second. Number 2 points to the tip of a "
        "long spine at the root of the neck. Number 3 points to the body in the middle of the backward bend of the "
        "chest, the eleventh above the sacrum. Number 4 points to the sixth body above the sacrum. Number 5 points to "
        "the lower third of the body just below it. Number 6 points to the second lowest disc. Number 7 points to "
        "the lowest disc, on the sacrum. A model, not a patient."
    )
)
def column_with_numbers() -> Plate:
    """The same column for questions: numbers for names, and one tint for all regions."""
    plate, seen, bones = _column("What do the numbers mark?", by_region=False)

    def spot(point: Array) -> tuple[float, float]:
        return placed(seen, _SIDE_AT, point)

    def disc(upper: str, lower: str) -> tuple[float, float]:
        return spot((bones[upper].landmarks["lower plate"] + bones[lower].landmarks["upper plate"]) / 2)

    low_third = bones["L1"].landmarks["lower plate"] * 0.8 + bones["L1"].landmarks["upper plate"] * 0.2
    joint = bones["C2"].vertices.astype(float)
    shoulder = joint[np.argsort(joint[:, 2])[-1]] * [1, 1, 1] - [0, 0, 22]
    targets = {
        "1": (spot(shoulder), -150),
        "2": (spot(bones["C7"].landmarks["tip of the spinous process"]), 150),
        "3": (spot(middle_of(bones["T7"])), -150),
        "4": (spot(middle_of(bones["T12"])), -150),
        "5": (spot(low_third), -190),
        "6": (disc("L4", "L5"), -190),
        "7": (disc("L5", "sacrum"), -190),
    }
    numbered(plate, [(words, (x, target[1]), target) for words, (target, x) in targets.items()])
    plate.text((-322, -304), "front", 10, "#143C6E", bold=True, across="left")
    plate.text((322, -304), "back", 10, "#143C6E", bold=True, across="right")
    return plate


# One vertebra

_L4_ABOVE, _L4_LEFT = (-52.0, 4.0), (50.0, 4.0)


@drawn(
    lambda: (
        "A lumbar vertebra of the virtual spine, L4, twice: at the left seen from above with its front at the top, "
        "at the right seen from its left side with its front at the left. Nine parts carry numbers and no names. "
        "From above: 1 the large drum in front; 2 the short bar that goes back from the drum; 3 the wing that points "
        "sideways; 4 the process that carries a joint surface facing up and inwards; 5 the plate that closes the "
        "ring behind; 6 the process that points straight back in the midline; 7 the hole in the ring. From the side: "
        "8 the process that reaches down behind with a joint surface; 9 the hollow under number 2. A model, not a "
        "patient."
    )
)
def vertebra_with_numbers() -> Plate:
    """A typical vertebra for questions: numbers for names."""
    plate = Plate("One vertebra, from above and from the left", -103, 103, -62, 66)
    bone = vertebra("L4")
    above = show(plate, [bone], "above", _L4_ABOVE, cartilage(bone))
    side = show(plate, [bone], "left", _L4_LEFT, cartilage(bone))
    mark = bone.landmarks

    def top(point: Sequence[float] | Array) -> tuple[float, float]:
        return placed(above, _L4_ABOVE, np.asarray(point, float))

    def left(point: Sequence[float] | Array) -> tuple[float, float]:
        return placed(side, _L4_LEFT, np.asarray(point, float))

    def seen(part: str, sign: int) -> Array:
        return part_of(bone, part, sign)

    numbered(
        plate,
        [
            ("1", (-94, 42), top(mark["upper plate"] + by(-12, 6, 0))),
            ("2", (-94, 14), top(seen("pedicle", -1) + by(4, 0, 0))),
            ("3", (-94, -22), top(mark["left transverse process"] + by(5, 2, 0))),
            ("4", (-10, 12), top(seen("superior articular process", 1))),
            ("5", (-10, -36), top(seen("lamina", 1))),
            ("6", (-94, -48), top(mark["tip of the spinous process"] + by(0, 10, 0))),
            ("7", (-10, 50), top(mark["middle of the canal"])),
            ("8", (62, -44), left(seen("inferior articular process", -1))),
            ("9", (36, -44), left(seen("inferior vertebral notch", -1))),
        ],
    )
    plate.text((_L4_ABOVE[0], 52), "FRONT", 9, "#143C6E", bold=True)
    plate.text((_L4_LEFT[0] - 38, -20), "FRONT", 9, "#143C6E", bold=True)
    plate.note(MODEL)
    return plate


def part_of(bone: Bone, part: str, sign: int = 0) -> Array:
    """The middle of a named structure, on the right (1), the left (-1) or both sides (0)."""
    at = bone.vertices[bone.structure_of == bone.structures.index(part)].astype(float)
    if sign:
        at = at[at[:, 0] * sign > 0]
    return np.asarray(at[((at - at.mean(axis=0)) ** 2).sum(axis=1).argmin()])


def cartilage(bone: Bone) -> Array:
    """Bone colour for each vertex, bluish on the joint facets."""
    tints = np.tile(BONE, (len(bone.vertices), 1))
    for i, name in enumerate(bone.structures):
        if "facet" in name:
            tints[bone.structure_of == i] = (0.62, 0.80, 0.90)
    return tints


# Three kinds of vertebrae

_COLUMNS = (-80.0, 0.0, 82.0)


def _three(title: str, levels: Sequence[str], heads: Sequence[str], notes: Sequence[str]) -> Plate:
    plate = Plate(title, -126, 126, -100, 98)
    for level, x, head, note in zip(levels, _COLUMNS, heads, notes, strict=True):
        bone = vertebra(level)
        show(plate, [bone], "above", (x, 30), cartilage(bone))
        show(plate, [bone], "left", (x, -55), cartilage(bone))
        plate.text((x, 80), head, 11, bold=True)
        if note:
            plate.text((x, -84), note, 9.5)
    plate.text((-118, 60), "from\nabove", 9, "#143C6E", bold=True, across="left")
    plate.text((-118, -28), "from\nthe left", 9, "#143C6E", bold=True, across="left")
    plate.note(MODEL)
    return plate


@drawn(
    lambda: (
        "Three vertebrae of the virtual spine at one scale, each from above (front at the top) and from the left "
        "(front at the left). Neck, C5: a small wide body with raised side edges (uncinate processes), a hole in "
        "each transverse process (transverse foramen), a wide three-cornered canal, a short forked spine. Chest, T6: "
        "a body about as deep as it is wide, joint surfaces for ribs on the body and the transverse processes "
        "(costal facets), a small round canal, a long spine that slopes down. Low back, L3: a large kidney-shaped "
        "body, no holes and no rib facets, a broad spine like a hatchet that points straight back, and joint "
        "processes that face each other across the midline. A model."
    ),
    "A neck, a chest and a lumbar vertebra at one scale. Models.",
)
def three_vertebrae() -> Plate:
    """How to tell neck, chest and lumbar vertebrae apart."""
    return _three(
        "Neck, chest and low back, at one scale",
        ("C5", "T6", "L3"),
        ("neck: C5", "chest: T6", "low back: L3"),
        ("a hole in\neach wing", "facets for ribs,\nsloping spine", "large body,\nhatchet spine"),
    )


@drawn(
    lambda: (
        "Three vertebrae of the virtual spine without names, lettered A, B and C, each from above and from the left, "
        "at one scale. A has a body about as deep as it is wide, a small round canal, extra joint surfaces on its "
        "sides and on its wings, and a long spine that slopes steeply down. B has a small wide body, a hole in each "
        "wing, a wide three-cornered canal and a short spine. C has the largest body, no hole in its wings, and a "
        "broad spine that points straight back. Models."
    )
)
def three_vertebrae_lettered() -> Plate:
    """The same three for questions, in another order and without names."""
    return _three("Which vertebra is which?", ("T6", "C5", "L3"), ("A", "B", "C"), ("", "", ""))

"""Atlas and axis on the model: their ligaments from behind, layer by layer, and both bones lettered for questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.figures.column import cartilage, rgb, show
from spinelab.anatomy.figures.placing import beyond, cut
from spinelab.anatomy.figures.plate import BONE_EDGE, CORD, CUT_BONE, Plate, drawn
from spinelab.anatomy.figures.shaded import BONE, Shaded, shade
from spinelab.anatomy.outline import rectangle
from spinelab.anatomy.standing import spine

Array = NDArray[np.float64]
Spot = tuple[float, float]
MODEL = "Model, not a patient"
BLUE = "#143C6E"
_FIBRES, _MEMBRANE = "#D2933A", "#E9C78C"  # darker than in the drawings: shading pales them
_TINTS = {"cord": CORD, "tectorial membrane": _MEMBRANE}
CROSS = ("cruciform ligament, upper band", "cruciform ligament, lower band", "transverse ligament")
ALAR = ("right alar ligament", "left alar ligament")
ALAR_FACET = "alar facet of the dens"
_CUT_MM = -14.0  # from the middle of the ring: behind the lateral masses of the atlas, in front of both arches
_MIDDLE = np.array([0.0, 0.0, 2.0])  # of a view of the junction, in the axes of the atlas


# What is seen of a structure


def deepest(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """The pixel (column, row) of an area that is farthest from its edge. ValueError when the area is empty."""
    if not mask.any():
        raise ValueError("nothing of it is seen in this view")
    while True:
        edged = np.pad(mask, 1)
        smaller = mask & edged[:-2, 1:-1] & edged[2:, 1:-1] & edged[1:-1, :-2] & edged[1:-1, 2:]
        if not smaller.any():
            break
        mask = smaller
    rows, columns = np.nonzero(mask)
    nearest = ((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2).argmin()
    return int(columns[nearest]), int(rows[nearest])


def of_structure(seen: Shaded, bone: Bone, structure: str, side: str = "") -> NDArray[np.bool_]:
    """The pixels in which a structure of the one bone in view is seen, on one `side` of the picture or on both."""
    named = bone.structure_of == bone.structures.index(structure)
    mask = np.where(seen.vertex_at >= 0, named[np.clip(seen.vertex_at, 0, None)], False)
    half = mask.shape[1] // 2
    if side:
        mask[:, slice(half, None) if side == "left" else slice(half)] = False
    return np.asarray(mask)


def _on_plate(plate: Plate, seen: Shaded, at: Spot, pixel: tuple[int, int]) -> Spot:
    high, wide = seen.vertex_at.shape
    away = pixel[0] + 0.5 - wide / 2, high / 2 - pixel[1] - 0.5
    return at[0] + away[0] * plate.mm_per_px, at[1] + away[1] * plate.mm_per_px


def _lettered(plate: Plate, letter: str, spot: Spot, by: Spot) -> None:
    x, y = spot[0] + by[0], spot[1] + by[1]
    plate.leader((spot[0] + by[0] * 0.9, spot[1] + by[1] * 0.9), spot)
    plate.text((x, y), letter, 13, bold=True, halo=True)


# Ligaments from behind


def _open(
    plate: Plate, ligaments: Sequence[str], at: Spot, size: Spot, scale: float, cord: bool = False
) -> dict[str, Spot]:
    """Skull base, atlas and axis from behind without what lies behind the cut, in a window of the plate, mm.

    `scale` is how many mm of the plate one of the model takes. Returns where each soft tissue in view is seen best,
    and where the posterior arch of the atlas and the arch of the axis are cut, on the right.
    """
    neck = spine("cervical")
    bones = [neck.bones[level] for level in ("occiput", "C1", "C2")]
    soft = {name: neck.ligaments[name] for name in ligaments} | ({"cord": neck.cord} if cord and neck.cord else {})
    meshes = [*(beyond(bone, 1, _CUT_MM) for bone in bones), *soft.values()]
    tints = [BONE] * len(bones) + [rgb(_TINTS.get(name, _FIBRES)) for name in soft]
    sizes = [len(mesh.vertices) for mesh in meshes]
    first = np.cumsum([0, *sizes[:-1]])
    wide, high = (round(length / plate.mm_per_px) for length in size)
    seen = shade(
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate([mesh.triangles + start for mesh, start in zip(meshes, first, strict=True)]),
        "behind", wide, high, scale / plate.mm_per_px, np.repeat(tints, sizes, axis=0), _MIDDLE,
    )  # fmt: skip
    left, right, bottom, top = at[0] - size[0] / 2, at[0] + size[0] / 2, at[1] - size[1] / 2, at[1] + size[1] / 2
    frame = plate.outline(rectangle(left, right, bottom, top))
    limits = plate.extent
    plate.axes.imshow(np.clip(seen.rgb, 0, 1), extent=(left, right, bottom, top), zorder=1, interpolation="bilinear")
    plate.axes.set_xlim(limits[:2])
    plate.axes.set_ylim(limits[2:])
    plate.axes.set_aspect("auto")
    owner = np.where(seen.vertex_at < 0, -1, np.repeat(np.arange(len(meshes)), sizes)[seen.vertex_at])
    spots = {
        name: _on_plate(plate, seen, at, deepest(owner == number))
        for number, name in enumerate(soft, len(bones))
        if number in owner
    }
    for bone in bones:
        for loop in cut(bone, 1, _CUT_MM):
            section = np.array(at) + (loop - _MIDDLE)[:, [0, 2]] * scale
            plate.fill(section, CUT_BONE, BONE_EDGE).set_clip_path(frame)
            if loop[:, 0].mean() > 0:
                spots[f"{bone.level} cut"] = (float(section[:, 0].mean()), float(section[:, 1].mean()))
    return spots


def _behind_alt() -> str:
    return (
        "Two pictures of the virtual spine, a model: skull base, atlas and axis seen from behind, with the back of the "
        "skull and both arches cut away; cut bone is pale. Left: the spinal cord runs straight down in the midline. In "
        "front of it the tectorial membrane, a broad band, comes down from the skull and hides the dens. Right: cord "
        "and membrane are taken away. The transverse ligament runs across behind the dens, from one lateral mass of "
        "the atlas to the other. A narrow band goes up from it to the skull and another down to the axis; with it they "
        "make a cross, the cruciform ligament. The two alar ligaments run from the sides of the dens upwards and "
        "outwards to the occipital condyles."
    )


@drawn(_behind_alt, f"Skull base, atlas and axis from behind, the arches cut away. {MODEL}.")
def ligaments_from_behind() -> Plate:
    """Cord and tectorial membrane from behind, then the cruciform and alar ligaments that they hide."""
    plate = Plate("Behind the dens, layer by layer", -112, 112, -51, 58)
    first = _open(plate, ["tectorial membrane", *CROSS], (-37, -1), (72, 86), 1.0, cord=True)
    second = _open(plate, [*CROSS, *ALAR], (37, -1), (72, 86), 1.0)
    plate.text((-37, 45), "with cord and membrane", 9.5, bold=True)
    plate.text((37, 45), "both taken away", 9.5, bold=True)
    membrane, atlas, axis = (
        (-74 - first[name][0], first[name][1]) for name in ("tectorial membrane", "C1 cut", "C2 cut")
    )
    plate.labels(
        "left",
        -77,
        [
            ("base of the\nskull, cut", (-64, 22)),
            ("tectorial\nmembrane", membrane),
            ("arch of the\natlas, cut", atlas),
            ("arch of the\naxis, cut", axis),
            ("spinal cord", (first["cord"][0] - 3, -36)),
        ],
    )
    upper, lower, across = (second[name] for name in CROSS)
    plate.labels(
        "right",
        77,
        [
            ("upper band\nof the cross", upper),
            ("alar\nligament", second["right alar ligament"]),
            ("transverse\nligament", across),
            ("lower band\nof the cross", lower),
        ],
    )
    plate.note(f"{MODEL}. The patient's left is on the left.")
    return plate


def _ligaments_alt() -> str:
    return (
        "Skull base, atlas and axis of the virtual spine, a model, seen from behind, with the back of the skull, both "
        "arches, the cord and the membrane in front of it taken away. Three letters. A points at the pale cut face of "
        "bone at the side of the ring of the atlas, where its arch was taken away. B points at one of two short bands "
        "that run upwards and outwards from the top of the peg to the skull. C points at the broad band that lies "
        "across the back of the peg."
    )


@drawn(_ligaments_alt, f"From behind, the arches cut away. {MODEL}.")
def ligaments_lettered() -> Plate:
    """The same ligaments with letters for names, for questions."""
    plate = Plate("Behind the dens", -62, 62, -42, 44, 560)
    spots = _open(plate, [*CROSS, *ALAR], (0, -2), (96, 74), 1.12)
    _lettered(plate, "A", spots["C1 cut"], (35, 10))
    _lettered(plate, "B", spots["left alar ligament"], (-45, -2))
    _lettered(plate, "C", spots["transverse ligament"], (-50, -7))
    plate.note(f"{MODEL}. The patient's left is on the left.")
    return plate


# The two bones, lettered


def _atlas_alt() -> str:
    return (
        "The atlas of the virtual spine, a model, seen from above, front at the top, with five letters and no names. A "
        "points at the hollow bluish joint surface on one side. B points at the long curved bar that closes the ring "
        "behind. C points at a shallow gutter on the top of the rear bar, just behind the joint surface of the other "
        "side. D points at the short bar that closes the ring in front. E points at a knob on the inner wall of the "
        "ring, beside a joint surface."
    )


@drawn(_atlas_alt, f"The atlas from above. {MODEL}.")
def atlas_lettered() -> Plate:
    """The atlas from above with letters for names, for questions."""
    plate = Plate("The atlas from above", -50, 50, -32, 34, 600)
    bone, at = vertebra("C1"), (0.0, 0.0)
    seen = show(plate, [bone], "above", at, cartilage(bone))
    for letter, structure, side, by in (
        ("A", "superior articular facet", "left", (-24.0, 8.0)),
        ("B", "posterior arch", "left", (-24.0, -8.0)),
        ("C", "groove for the vertebral artery", "right", (22.0, -8.0)),
        ("D", "anterior arch", "right", (14.0, 10.0)),
        ("E", "tubercle for the transverse ligament", "right", (-4.0, -10.0)),
    ):
        _lettered(plate, letter, _on_plate(plate, seen, at, deepest(of_structure(seen, bone, structure, side))), by)
    plate.text((0, 28), "FRONT", 9, BLUE, bold=True)
    plate.note(MODEL)
    return plate


def _axis_alt() -> str:
    return (
        "The axis of the virtual spine, a model, twice: at the left seen from behind, at the right seen from its left "
        "side with its front at the left. Five letters and no names. From behind: A points at the back of the peg. "
        "From the left: B points at the side of the top of the peg; C at the bluish surface on the front of the peg; D "
        "at the broad bluish surface beside the foot of the peg, which slopes down and outwards; E at the bluish "
        "surface under the arch, which looks down and forwards."
    )


@drawn(_axis_alt, f"The axis from behind and from the left. {MODEL}.")
def axis_lettered() -> Plate:
    """The axis from behind and from the left with letters for names, for questions."""
    plate = Plate("The axis from behind and from the left", -62, 62, -28, 37, 640)
    bone, behind, left = vertebra("C2"), (-29.0, -2.0), (31.0, -2.0)
    tints = cartilage(bone)
    tints[bone.structure_of == bone.structures.index(ALAR_FACET)] = BONE  # a ligament, not cartilage
    places = {"behind": behind, "left": left}
    views = {view: show(plate, [bone], view, at, tints) for view, at in places.items()}
    for letter, structure, view, by in (
        ("A", "groove for the transverse ligament", "behind", (-14.0, 6.0)),
        ("B", ALAR_FACET, "left", (16.0, 2.0)),
        ("C", "facet for the atlas", "left", (-12.0, 3.0)),
        ("D", "superior articular facet", "left", (-16.0, 4.0)),
        ("E", "inferior articular facet", "left", (-9.0, -11.0)),
    ):
        pixel = deepest(of_structure(views[view], bone, structure))
        _lettered(plate, letter, _on_plate(plate, views[view], places[view], pixel), by)
    plate.text((behind[0], 27.5), "from behind", 9, BLUE, bold=True)
    plate.text((left[0], 27.5), "from the left, front on the left", 9, BLUE, bold=True)
    plate.note(MODEL)
    return plate

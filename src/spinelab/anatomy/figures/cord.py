"""The cord, where it ends, the roots below it and the sciatic nerve, in the lower column laid open from behind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spinelab.anatomy.bone import Array, Bone
from spinelab.anatomy.figures.column import MODEL, by, numbered, placed, rgb, show
from spinelab.anatomy.figures.placing import beyond, face_of_cut
from spinelab.anatomy.figures.plate import CORD_EDGE, DISC, INK, Plate, drawn
from spinelab.anatomy.figures.shaded import BONE
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.solids import finer, tube
from spinelab.anatomy.standing import Spine, spine
from spinelab.content.facts import facts

_AT = (0.0, -7.0)
_VERTEBRAE = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")
_ROOTS = ("L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3")
# Ways on the right side, mm: through the sacral canal and out of its front holes in the sacrum's own axes, then as the
# column stands over the ala and in front of the sacrum to the notch of the ilium, and down the thigh.
_SACRAL_CANAL = ((0, -26, -6), (0, -27, -24), (0, -30, -42))
_HOLES = {
    "S1": ((12, -25, -21), (19.5, -20, -26), (21, -6, -27), (25, 4, -33)),
    "S2": ((9, -28, -41), (17, -25, -45), (18.5, -12, -46), (25, -5, -52)),
    "S3": ((7, -34, -58), (14, -31, -63), (15.5, -19, -64), (23, -14, -64)),
}
_OVER_THE_ALA = (35.0, 4.0, 2.0), (42.0, -8.0, -22.0)
_NOTCH = (55.0, -38.0, -50.0)
_THIGH = ((65.0, -52.0, -80.0), (72.0, -54.0, -115.0), (75.0, -54.0, -150.0))
_LEAN = np.arctan2(0.21, 1.0)  # of the plane that lays the sacral canal open
_HIDDEN_MM = 3.5  # a nerve this far in front of what is seen is covered
_PALE, _CUT, _NERVE, _RIM = BONE * 0.5 + 0.5, rgb("#DDB98A"), rgb("#FFE650"), rgb("#4A4600")

Spot = tuple[float, float]


def _opened(bone: Bone) -> tuple[Mesh, Mesh]:
    """What is left of a bone when a plane through its pedicles takes the arch away, and the face of the cut."""
    lean = _LEAN if bone.level == "sacrum" else 0.0
    turn = np.array([[1, 0, 0], [0, np.cos(lean), -np.sin(lean)], [0, np.sin(lean), np.cos(lean)]])
    own = Mesh(bone.own() @ turn.T, bone.triangles.astype(np.int64))
    if bone.level == "sacrum":
        level = float((turn @ np.array(_SACRAL_CANAL[1], float))[1])
    else:
        level = float(bone.into_own(bone.landmarks["right pedicle"])[1]) - 1
    parts = beyond(own, 1, level), face_of_cut(own, 1, level)
    kept, face = (Mesh(part.vertices @ turn @ bone.turn.T + bone.shift, part.triangles) for part in parts)
    return kept, face


def _ways(column: Spine) -> dict[str, Array]:
    """The way of each root on the right side, from the cord to where it leaves the picture or joins others, mm."""
    bones = column.bones
    sacrum = bones["sacrum"]

    def middle(level: str, share: float) -> Array:
        """The middle of the canal, from the upper plate of a vertebra (0) to its lower one (1)."""
        marks = bones[level].landmarks
        high, low = marks["upper back corner"][2], marks["lower back corner"][2]
        return np.asarray(marks["middle of the canal"] * [1, 1, 0] + by(0, 0, high + (low - high) * share))

    canal = [(nth, middle(level, share)) for nth, level in enumerate(_VERTEBRAE[1:]) for share in (0.15, 0.85)]
    canal += [(len(_VERTEBRAE) - 1, _in_place(sacrum, at)) for at in _SACRAL_CANAL]
    found = {}
    for nth, name in enumerate(_ROOTS):
        start = middle("T11", 0.7) * (1 - nth / 8.2) + middle("L1", 0.75) * (nth / 8.2)
        if name in _HOLES:
            out = [_in_place(sacrum, at) for at in _HOLES[name]] + [np.array(_NOTCH)]
        else:
            pedicle = bones[name].landmarks["right pedicle"] * [1, 1, 0] + by(0, 0, _under(bones[name]))
            out = [pedicle + by(-7, -5, 5), pedicle + by(-1, -2, -2.6), pedicle + by(8, 3, -8)]
            far = (*_OVER_THE_ALA, _NOTCH) if name in ("L4", "L5") else (pedicle + by(17, 10, -20),)
            out += [np.array(at) for at in far]
        # In the canal the next root to leave lies outermost, the last ones lie in the middle.
        inside = [
            at + by(max(7.0 - 1.15 * (nth + 1 - passed), 0.7), 1, 0)
            for passed, at in canal
            if passed <= nth and out[0][2] + 4 < at[2] < start[2] - 8
        ]
        found[name] = finer(np.array([start + by(4.2 - 0.42 * nth, 1.5, 0), *inside, *out]), 8)
    found["sciatic nerve"] = finer(np.array([_NOTCH, *_THIGH]), 10)
    return found


def _leaving(bones: dict[str, Bone], name: str) -> Array:
    """Where a root leaves on the right: beside the lower edge of its pedicle, or in its hole of the sacrum."""
    if name in _HOLES:
        return _in_place(bones["sacrum"], _HOLES[name][1])
    return np.asarray(bones[name].landmarks["right pedicle"] * [1, 1, 0] + by(8, 0, _under(bones[name]) - 8))


def _in_place(bone: Bone, at: Sequence[float]) -> Array:
    """Where a point of the bone's own axes stands."""
    return np.asarray(bone.turn @ np.array(at, float) + bone.shift)


def _under(bone: Bone) -> float:
    """The height of the lower edge of the pedicles."""
    return float(bone.vertices[bone.structure_of == bone.structures.index("pedicle"), 2].min())


def _cord_from(column: Spine, height: float) -> Mesh:
    """The cord below a height, mm."""
    assert column.cord is not None
    below = beyond(Mesh(column.cord.vertices * [1, 1, -1], column.cord.triangles[:, ::-1]), 2, -height)
    return Mesh(below.vertices * [1, 1, -1], below.triangles[:, ::-1])


def _cord(title: str) -> tuple[Plate, dict[str, Spot]]:
    """The bones laid open, the cord and the nerves; where each can be pointed at."""
    plate = Plate(title, -215, 215, -205, 200)
    column = spine("whole")
    bones = column.bones
    opened = [_opened(bones[level]) for level in (*_VERTEBRAE, "sacrum")]
    bony = [mesh for mesh, _ in opened] + [bones["ilium_right"], bones["ilium_left"]]
    discs = [column.discs[name] for name in column.discs if name.split("-")[0] in _VERTEBRAE]
    ways = _ways(column)
    nerves, rims = [], []
    for name, way in ways.items():
        run = np.linspace(0, 1, len(way))
        thick = 4.6 + 0 * run if name == "sciatic nerve" else 0.62 + 1.3 * np.clip((run - 0.45) / 0.4, 0, 1)
        for sign in (1, -1):
            path = way * [sign, 1, 1]
            nerves.append(tube(path, thick, 0.7 * thick))
            rims.append(tube(path + by(0, 1.4, 0), thick + 0.5, 0.7 * thick))
    cord = _cord_from(column, 215.0)
    parts = [
        *((mesh, _PALE) for mesh in bony), *((face, _CUT) for _, face in opened),
        *((mesh, rgb(DISC)) for mesh in discs), (cord, _NERVE),
        *((mesh, _NERVE) for mesh in nerves), *((mesh, _RIM) for mesh in rims),
    ]  # fmt: skip
    tints = np.vstack([np.tile(tint, (len(mesh.vertices), 1)) for mesh, tint in parts])
    seen = show(plate, [mesh for mesh, _ in parts], "behind", _AT, tints)

    def at(point: Array) -> Spot:
        return placed(seen, _AT, point)

    # Where bone covers a nerve, a broken line shows its way.
    bony_count = sum(len(mesh.vertices) for mesh in bony)
    every = np.vstack([np.asarray(mesh.vertices, float) for mesh, _ in parts])
    for way in ways.values():
        column_, row, _ = seen.on_screen(way).round().astype(int).T
        nearest = seen.vertex_at[row, column_]
        hidden = (nearest >= 0) & (nearest < bony_count) & (every[nearest][:, 1] < way[:, 1] - _HIDDEN_MM)
        for part in np.split(np.arange(len(way)), np.flatnonzero(np.diff(hidden)) + 1):
            if hidden[part[0]] and len(part) > 1:
                for sign in (1, -1):
                    plate.line([at(point * [sign, 1, 1]) for point in way[part]], CORD_EDGE, 1.6, "--", smooth=False)

    def level(name: str, share: float) -> Spot:
        """A place in the midline at the height of a body, from its upper (0) to its lower plate (1)."""
        marks = bones[name].landmarks
        return 0.0, at(marks["upper plate"] * (1 - share) + marks["lower plate"] * share)[1]

    end = at(cord.vertices[cord.vertices[:, 2].argmin()])
    spots = {
        "cord": level("T12", 0.1),
        "tip": (0.0, end[1] + 1),
        "cauda equina": (3.0, level("L3", 0.1)[1]),
        "T12 middle": level("T12", 0.5),
        "L3 upper": level("L3", 1 / 6),
        **{f"body {name}": level(name, 0.5) for name in _VERTEBRAE[1:]},
    }
    spots |= {name: at(_leaving(bones, name)) for name in _ROOTS}
    spots["sciatic nerve"] = at(np.array(_THIGH[1]))
    plate.note(MODEL)
    return plate, spots


def _alt() -> str:
    return (
        "The lower column and the pelvis of the virtual spine from behind, laid open: the arches of T11 to L5 and the "
        "back wall of the sacrum are cut away through the pedicles, so that one looks into the canal. The spinal cord "
        "comes down from above and ends in a cone (conus medullaris) at the lower third of L1 on "
        f"average. A bracket shows where it ended in {facts()['conus-people'].text}: from the middle of T12 to the "
        "top of L3. Below it hang only nerve roots, the cauda equina. Each lumbar root leaves on both sides under "
        "the pedicle of its own vertebra: L4 below the pedicle of L4, L5 below the pedicle of L5. S1, S2 and S3 run "
        "on down in the canal of the sacrum and leave it forwards, through its front holes. Broken lines show nerves "
        "behind bone, in front of the sacrum. L4, L5, S1, S2 and S3 join on each side to the sciatic nerve, which "
        "leaves the pelvis below the sacroiliac joint and runs down into the leg. Bones and cord are a model; roots "
        "and nerves are drawn on."
    )


@drawn(_alt, "The end of the cord and the nerves below it, from behind. Bones and cord are a model; nerves are drawn.")
def cord_and_roots() -> Plate:
    """Where the cord ends and the roots leave, named."""
    plate, spots = _cord("From cord to sciatic nerve, seen from behind, arches cut away")
    high, low = spots["T12 middle"][1], spots["L3 upper"][1]
    plate.line([(64, high), (72, high), (72, low), (64, low)], INK, 1.6, smooth=False)
    plate.text(
        (78, (high + low) / 2), f"where the cord ended\nin {facts()['conus-people'].text}:\nT12 to L3", across="left"
    )
    plate.labels(
        "left",
        -70,
        [
            ("spinal cord", spots["cord"]),
            ("end of the cord,\nmean: low L1", spots["tip"]),
            ("cauda equina:\nroots, no cord", spots["cauda equina"]),
        ],
    )
    plate.labels(
        "right",
        140,
        [
            ("root L4", spots["L4"]),
            ("root L5", spots["L5"]),
            ("roots S1, S2, S3:\nout to the front", spots["S1"]),
            ("sciatic nerve:\nL4 to S3", spots["sciatic nerve"]),
        ],
    )
    for name in ("T12", "L1", "L3", "L4", "L5"):
        plate.text((-42, spots[f"body {name}"][1]), name, 9.5, "#143C6E", bold=True, halo=True)
    return plate


@drawn(
    lambda: (
        "The lower column and the pelvis of the virtual spine from behind, the arches and the back wall of the sacrum "
        "cut away, with nerves and six numbers in place of names. 1 points to the thick band in the canal above the "
        "first lumbar vertebra. 2 points to the bundle of threads in the canal at the third lumbar vertebra. 3 points "
        "to a root that leaves under the pedicle of the fourth lumbar vertebra. 4 points to the root that leaves "
        "under the pedicle of the fifth. 5 points to a root that leaves forwards through the top hole of the sacrum. "
        "6 points to the thick nerve that runs down below the pelvis. A model."
    )
)
def cord_with_numbers() -> Plate:
    """The same for questions: numbers for names."""
    plate, spots = _cord("What do the numbers mark?")
    targets = {"1": "cord", "2": "cauda equina", "3": "L4", "4": "L5", "5": "S1", "6": "sciatic nerve"}
    lifts = {"3": 4.0, "5": -4.0}
    numbered(
        plate,
        [
            (ring, (-150 if ring in "12" else 165, spots[name][1] + lifts.get(ring, 0.0)), spots[name])
            for ring, name in targets.items()
        ],
    )
    return plate

"""A side view of the spine as outlines in mm: skull, vertebrae, discs, sacrum, coccyx, and the pelvis behind.

Front is to the left. The column is built upwards from the sacral endplate: each vertebra leans by an angle, so that
the lumbar, thoracic and cervical curves come out near 60°, 45° and 40°. Sizes are rounded teaching values: the picture
shows where things are, and nothing is measured on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Outline:
    """A closed outline of shape (n, 2) in mm. `level` is C1 … L5, skull, sacrum, coccyx, ilium or joint."""

    level: str
    part: str
    points: Points


# Level, lean forward in degrees, body height, body depth, disc below, all in mm. From the bottom up.
_COLUMN = [
    ("L5", 27, 27, 34, 11), ("L4", 14, 27, 34, 11), ("L3", 3, 27, 33, 10), ("L2", -7, 27, 32, 9),
    ("L1", -14, 26, 31, 8),
    ("T12", -18, 25, 30, 7), ("T11", -19, 24, 29, 6), ("T10", -17, 23, 28, 5.5), ("T9", -13, 22, 27, 5),
    ("T8", -8, 21.5, 26, 4.5), ("T7", -3, 21, 25, 4.5), ("T6", 3, 20.5, 24, 4), ("T5", 8, 20, 23, 4),
    ("T4", 13, 19.5, 22, 4), ("T3", 18, 19, 21, 4), ("T2", 22, 18.5, 20, 4), ("T1", 25, 18, 18, 4.5),
    ("C7", 22, 15, 18, 5), ("C6", 15, 14, 17.5, 5), ("C5", 8, 14, 17, 5), ("C4", 2, 14, 16.5, 5), ("C3", -4, 14, 16, 5),
    ("C2", -8, 18, 16, 5),
]  # fmt: skip
# Behind the body: canal depth, reach of the spinous process, its fall below the pedicle, its height at the tip.
_BEHIND = (
    dict.fromkeys(["L1", "L2", "L3", "L4"], (17, 32, 7, 19)) | {"L5": (17, 25, 7, 14)}
    | {"T12": (16, 27, 10, 14), "T11": (15, 27, 15, 10), "T10": (15, 28, 22, 8), "T9": (15, 28, 27, 7)}
    | dict.fromkeys(["T5", "T6", "T7", "T8"], (15, 27, 31, 7)) | {"T4": (15, 27, 27, 7), "T3": (15, 28, 22, 7)}
    | {"T2": (15, 30, 17, 8), "T1": (15, 32, 12, 9), "C7": (15, 33, 9, 8), "C6": (15, 25, 8, 7)}
    | dict.fromkeys(["C3", "C4", "C5"], (15, 17, 6, 7)) | {"C2": (16, 22, 4, 12)}
)  # fmt: skip


def outlines() -> list[Outline]:
    """All outlines, those behind first."""
    parts: list[Outline] = []
    where = np.array([0.0, 0.0])
    parts += _sacrum()
    for level, lean, height, depth, disc in _COLUMN:
        frame = _Frame(where, lean)
        parts.append(Outline(level, "disc", frame.place(_disc(depth, disc))))
        frame = _Frame(frame.place([[0, disc]])[0], lean)
        parts += _vertebra(level, frame, height, depth)
        where = frame.place([[0, height]])[0]
    parts += _atlas_and_skull(_Frame(where, -6))
    return sorted(parts, key=lambda outline: _DEPTH[outline.part])


_DEPTH = {
    "ilium": 0,
    "skull": 0,
    "posterior": 2,
    "disc": 3,
    "ring": 3,
    "body": 4,
    "facet": 5,
    "dens": 6,
    "tubercle": 6,
    "joint": 7,
}


class _Frame:
    """A place on the column: the middle of an endplate, leaning forward. Local axes are front and up, in mm."""

    def __init__(self, origin: Points, lean_deg: float) -> None:
        lean = np.radians(lean_deg)
        self.origin = origin
        self.axes = np.array([[-np.cos(lean), -np.sin(lean)], [-np.sin(lean), np.cos(lean)]])

    def place(self, local: ArrayLike) -> Points:
        """Local (front, up) points as (x, y)."""
        placed: Points = self.origin + np.asarray(local, dtype=float) @ self.axes
        return placed


def _body(height: float, depth: float) -> list[list[float]]:
    """A body with a waist in front and behind, and slightly dished endplates."""
    half, waist = depth / 2, 0.06 * depth
    return [
        [-half, 0.3], [0, 1.4], [half, 0.3], [half - 0.7 * waist, 0.3 * height], [half - waist, 0.5 * height],
        [half - 0.7 * waist, 0.7 * height], [half, height - 0.3], [0, height - 1.4], [-half, height - 0.3],
        [-half + waist, 0.7 * height], [-half + waist, 0.3 * height],
    ]  # fmt: skip


def _disc(depth: float, height: float) -> list[list[float]]:
    half = depth / 2
    return [[-half, 0], [half, 0], [half + 1, height / 2], [half, height], [-half, height], [-half - 1, height / 2]]


def _vertebra(level: str, frame: _Frame, height: float, depth: float) -> list[Outline]:
    canal, reach, fall, tip = _BEHIND[level]
    back, top = -depth / 2, 0.86 * height
    pedicle = 0.45 * height
    arch = back - canal
    # Pedicle, superior articular process, lamina, spinous process, inferior articular process.
    posterior = [
        [back + 2, top], [back - 3, top - 1], [back - 5, top + 0.20 * height], [back - 9, top + 0.24 * height],
        [back - 10, top - 0.10 * height], [arch, top - 0.12 * height],
        [arch - 0.55 * reach, top - 0.2 * height - 0.55 * fall],
        [arch - reach, top - 0.15 * height - fall], [arch - reach - 1, top - 0.15 * height - fall - tip],
        [arch - 0.8 * reach, top - 0.2 * height - fall - tip], [arch - 0.35 * reach, top - 0.55 * height - 0.42 * fall],
        [arch - 1, pedicle - 0.42 * height], [back - 11, -0.20 * height], [back - 7, -0.16 * height],
        [back - 6, pedicle - 0.10 * height], [back + 2, pedicle],
    ]  # fmt: skip
    facet = [
        [back - 5.5, top + 0.16 * height],
        [back - 9.5, top + 0.2 * height],
        [back - 10.5, top - 0.05 * height],
        [back - 7, top - 0.08 * height],
    ]
    parts = [Outline(level, "posterior", frame.place(posterior)), Outline(level, "facet", frame.place(facet))]
    parts.append(Outline(level, "body", frame.place(_body(height, depth))))
    if level == "C2":
        dens = [
            [-3.5, height - 2],
            [4.5, height - 2],
            [5, height + 4],
            [4.5, height + 12],
            [1, height + 16],
            [-3, height + 13],
            [-4, height + 5],
        ]
        parts.append(Outline(level, "dens", frame.place(dens)))
    return parts


def _atlas_and_skull(frame: _Frame) -> list[Outline]:
    """C1 round the dens, seen from the side, and the skull on it; the frame stands on top of the body of C2."""
    tubercle: list[list[float]] = [[7, 3], [11.5, 4], [12.5, 8], [10, 11.5], [6.6, 11]]
    ring: list[list[float]] = [
        [7, 5],
        [-8, 4],
        [-16, 5],
        [-28, 4],
        [-33, 5],
        [-35, 8],
        [-32, 11],
        [-26, 10],
        [-16, 9.5],
        [-8, 12],
        [2, 13],
        [7, 10],
    ]
    skull = [
        [8, 19], [2, 17], [-8, 16], [-16, 15], [-26, 17], [-38, 22], [-54, 32], [-70, 52], [-76, 78],
        [-70, 104], [-52, 126],
        [-24, 140], [10, 142], [42, 132], [62, 112], [70, 88], [71, 72], [75, 62], [82, 50], [76, 45],
        [77, 34], [74, 26],
        [77, 18], [74, 8], [76, -6], [72, -14], [58, -12], [36, -2], [24, 8], [20, 24], [14, 25],
    ]  # fmt: skip
    return [
        Outline("C1", "ring", frame.place(ring)),
        Outline("C1", "tubercle", frame.place(tubercle)),
        Outline("skull", "skull", frame.place(0.86 * np.array(skull, dtype=float) + np.array([0, 2.5]))),
    ]


def _sacrum() -> list[Outline]:
    """Sacrum, coccyx, the ilium behind them, and the ear-shaped sacroiliac joint."""
    frame = _Frame(np.array([0.0, 0.0]), 40)
    front = [[17, 0], [11, -9], [8, -19], [4, -38], [2, -58], [4, -78], [11, -94]]
    back = [
        [5, -97],
        [-4, -83],
        [-11, -69],
        [-19, -60],
        [-17, -51],
        [-26, -43],
        [-23, -33],
        [-32, -25],
        [-29, -13],
        [-17, 0],
    ]
    coccyx = [[10, -97], [4, -99], [7, -110], [14, -121], [22, -128], [24, -123], [18, -113], [14, -104]]
    joint = [
        [5, -6], [9, -16], [4, -31], [-1, -45], [-7, -57], [-13, -54], [-11, -43], [-8, -33], [-12, -24], [-19, -17],
        [-16, -8], [-5, -4],
    ]  # fmt: skip
    # The hip bone is placed in world axes, as a faint shape behind.
    ilium = np.array([
        [-78, -8], [-72, 18], [-48, 42], [-10, 52], [26, 40], [52, 10], [66, -20], [58, -44], [32, -52], [22, -70],
        [36, -92], [24, -100], [38, -126], [24, -146], [0, -142], [-26, -130], [-62, -130], [-76, -114], [-62, -100],
        [-58, -82], [-70, -56], [-64, -38],
    ], dtype=float)  # fmt: skip
    return [
        Outline("ilium", "ilium", ilium),
        Outline("joint", "joint", frame.place(joint)),
        Outline("sacrum", "body", frame.place(front + back)),
        Outline("coccyx", "body", frame.place(coccyx)),
    ]


def smooth(points: Points, steps: int = 8) -> Points:
    """A closed Catmull-Rom curve through the points, `steps` points for each."""
    before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    beyond = np.roll(points, -2, axis=0)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * points + (after - before) * t + (2 * before - 5 * points + 4 * after - beyond) * t**2
        + (3 * points - before - 3 * after + beyond) * t**3
    )  # fmt: skip
    return np.asarray(curve.transpose(1, 0, 2).reshape(-1, 2))

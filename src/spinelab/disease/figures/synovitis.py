"""How the upper neck comes loose in rheumatoid arthritis: four drawings of the midline section."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from spinelab.content.figures import INK
from spinelab.content.picture import Picture
from spinelab.disease.figures.sheet import FAINT, Sheet
from spinelab.disease.side_view import smooth

# The median section in millimetres: front on the left, 0 at the front of the dens and the middle of the atlas.
# fmt: off
_ARCH = [(-1.4, 3.8), (-2.6, 5.6), (-5.0, 5.9), (-7.4, 3.6), (-8.0, 0.2), (-7.2, -3.4), (-5.2, -5.6), (-2.8, -5.2),
         (-1.5, -3.4), (-1.2, 0.0)]
_BACK_ARCH = [(29.0, 0.2), (29.9, 3.2), (32.4, 4.7), (35.6, 4.3), (37.8, 1.8), (37.6, -1.6), (35.2, -3.8),
              (31.6, -3.8), (29.5, -2.4)]
_AXIS = [(0.4, 7.6), (1.8, 10.6), (4.8, 12.2), (8.0, 11.2), (10.0, 8.2), (10.6, 4.4), (10.1, 0.0), (10.3, -4.4),
         (11.6, -8.6), (13.4, -12.6), (14.4, -17.4), (14.8, -24.8), (8.2, -26.0), (2.6, -26.6), (-2.4, -28.8),
         (-2.6, -26.0), (-1.0, -19.4), (-0.2, -13.4), (0.5, -8.2), (0.3, -3.6), (0.0, 0.0), (0.1, 4.0)]
_ERODED = [(1.6, 7.2), (2.6, 9.2), (4.8, 10.8), (7.2, 10.0), (8.4, 8.0), (7.4, 6.2), (9.2, 4.0), (8.0, 1.6),
           (8.4, -1.0), (7.2, -3.4), (9.6, -6.0), (12.2, -10.0), (13.6, -13.6), (14.4, -17.4), (14.8, -24.8),
           (8.2, -26.0),
           (2.6, -26.6), (-2.4, -28.8), (-2.6, -26.0), (-1.0, -19.4), (-0.2, -13.4), (1.0, -8.6), (2.6, -5.4),
           (1.4, -3.0), (2.8, -0.4), (1.4, 2.4), (2.9, 5.0)]
_AXIS_SPINE = [(28.6, -12.4), (31.6, -10.8), (37.0, -12.4), (43.6, -14.6), (48.0, -17.8), (48.6, -21.6), (45.0, -23.6),
               (38.4, -21.6), (32.4, -18.8), (29.0, -16.6)]
_LIGAMENT = [(11.2, 4.2), (12.4, 5.4), (13.8, 4.2), (14.4, 0.8), (14.2, -2.8), (13.0, -5.0), (11.5, -4.0), (11.0, 0.0)]
_LIGAMENT_PUSHED = [(13.4, 5.6), (14.8, 6.6), (16.2, 4.8), (16.9, 0.8), (16.5, -3.4), (15.0, -6.0), (13.8, -4.8),
                    (14.5, -2.6), (14.9, 0.6), (14.3, 3.6)]
_LIGAMENT_THIN = [(14.8, 7.0), (16.2, 7.4), (17.8, 4.6), (18.4, 0.6), (17.8, -4.2), (16.2, -7.2), (15.3, -6.6),
                  (16.8, -3.6), (17.3, 0.6), (16.7, 4.2)]
_FRONT_LINING = [(-1.6, 4.6), (-0.9, 6.4), (0.0, 6.2), (-0.5, 3.6), (-0.6, 0.0), (-0.5, -3.4), (0.2, -6.4),
                 (-1.0, -6.4), (-1.7, -4.4), (-0.9, 0.0)]
_BACK_LINING = [(10.4, 6.4), (11.4, 7.0), (11.4, 5.2), (10.9, 0.2), (11.4, -5.2), (11.6, -6.8), (10.5, -6.4),
                (10.5, -3.0), (10.4, 0.4), (10.8, 3.6)]
_FRONT_SWOLLEN = [(-3.4, 5.8), (-3.0, 9.2), (-0.2, 10.2), (0.8, 8.4), (0.0, 4.4), (-0.2, 0.0), (0.4, -4.0),
                  (0.4, -8.2), (-1.6, -9.6), (-4.0, -8.2), (-3.4, -5.4), (-1.4, -3.4), (-1.0, 0.0), (-1.4, 3.6)]
_BACK_SWOLLEN = [(9.0, 9.8), (10.2, 12.4), (13.2, 11.6), (15.0, 8.4), (15.0, 6.0), (13.6, 4.6), (14.3, 0.8),
                 (13.8, -3.4),
                 (14.6, -6.6), (14.2, -9.0), (12.0, -10.2), (10.6, -7.0), (10.3, -4.4), (10.1, 0.0), (10.6, 4.4)]
_FRONT_PANNUS = [(-3.6, 5.6), (-3.0, 9.8), (0.6, 11.8), (3.6, 10.6), (3.2, 8.2), (3.8, 5.2), (2.4, 2.4), (3.6, -0.4),
                 (2.2, -3.0), (3.4, -5.6), (1.6, -8.8), (-1.0, -10.8), (-4.4, -8.8), (-3.6, -5.4), (-1.2, -3.4),
                 (-0.9, 0.0), (-1.2, 3.8)]
_BACK_PANNUS = [(6.8, 9.2), (8.0, 12.6), (12.4, 13.4), (16.0, 10.6), (16.2, 7.0), (17.2, 4.2), (17.5, 0.6),
                (17.0, -3.6),
                (15.8, -6.8), (15.4, -10.2), (12.6, -11.8), (10.0, -8.6), (8.8, -6.0), (6.4, -3.4), (7.6, -1.0),
                (7.2, 1.6), (8.4, 4.0), (6.6, 6.2)]
# Front and back edge of the sac and of the cord, from above down.
_SAC = ([(6.6, 20.0), (13.6, 13.0), (15.4, 7.0), (15.6, 0.0), (15.2, -8.0), (15.8, -16.0), (16.0, -31.0)],
        [(30.5, 20.0), (28.6, 13.0), (28.2, 7.0), (28.2, 0.0), (28.0, -8.0), (28.0, -16.0), (28.0, -31.0)])
_CORD = ([(12.0, 20.0), (16.6, 13.0), (18.2, 7.0), (18.6, 0.0), (18.4, -8.0), (18.6, -16.0), (18.6, -31.0)],
         [(24.2, 20.0), (25.6, 13.0), (26.2, 7.0), (26.4, 0.0), (26.2, -8.0), (26.2, -16.0), (26.2, -31.0)])
_SAC_PUSHED = ([(6.6, 20.0), (14.4, 13.0), (17.4, 7.0), (18.4, 0.6), (17.4, -8.0), (16.2, -16.0), (16.0, -31.0)],
               _SAC[1])
_CORD_PUSHED = ([(12.0, 20.0), (17.2, 13.0), (19.4, 7.0), (20.2, 0.4), (19.4, -8.0), (18.8, -16.0), (18.6, -31.0)],
                [(24.2, 20.0), (26.0, 13.0), (27.0, 7.0), (27.4, 0.2), (27.0, -8.0), (26.4, -16.0), (26.2, -31.0)])
_SAC_CAUGHT = ([(6.0, 20.0), (14.2, 13.0), (17.6, 7.0), (18.6, 0.6), (17.8, -8.0), (16.4, -16.0), (16.0, -31.0)],
               [(28.4, 20.0), (25.4, 13.0), (22.2, 6.5), (21.7, 3.5), (21.7, -3.4), (22.4, -7.0),
                (27.0, -14.0), (28.0, -31.0)])
_CORD_CAUGHT = ([(11.6, 20.0), (16.6, 13.0), (18.6, 7.0), (18.9, 0.6), (18.6, -8.0), (18.4, -16.0), (18.6, -31.0)],
                [(22.8, 20.0), (23.2, 13.0), (21.4, 6.5), (21.2, 3.5), (21.2, -3.4), (21.6, -7.0),
                 (25.4, -14.0), (26.2, -31.0)])
# fmt: on
_SLIP_MM = 7.0
_PX_PER_MM = 4.9
_BONE, _BONE_EDGE = "#F3E6C8", "#5B452A"
_SYNOVIUM, _SYNOVIUM_EDGE = "#E89A94", "#8E1B1B"
_BAND, _BAND_EDGE = "#B9C7BD", "#2F4A3A"
_NERVE, _NERVE_EDGE = "#F2CF7A", "#7A5A00"
_FLUID, _FLUID_EDGE = "#E2EEF7", "#6B8CA8"

Edges = tuple[list[tuple[float, float]], list[tuple[float, float]]]


@dataclass(frozen=True)
class _Step:
    """One panel: what is drawn in it, its title and what it says."""

    title: str
    words: str
    axis: list[tuple[float, float]]
    ligament: list[tuple[float, float]]
    synovium: tuple[list[tuple[float, float]], list[tuple[float, float]]]
    sac: Edges
    cord: Edges
    slip_mm: float = 0


_STEPS = [
    _Step(
        "1  Healthy", "A thin lining in front of the dens\nand behind it. The ligament holds.",
        _AXIS, _LIGAMENT, (_FRONT_LINING, _BACK_LINING), _SAC, _CORD,
    ),
    _Step(
        "2  Synovitis", "The lining swells. Bone is whole.\nIt may ache, or not be felt at all.",
        _AXIS, _LIGAMENT_PUSHED, (_FRONT_SWOLLEN, _BACK_SWOLLEN), _SAC_PUSHED, _CORD_PUSHED,
    ),
    _Step(
        "3  Pannus", "The lining grows over bone and gnaws\nat the dens. The ligament thins.",
        _ERODED, _LIGAMENT_THIN, (_FRONT_PANNUS, _BACK_PANNUS), _SAC_PUSHED, _CORD_PUSHED,
    ),
    _Step(
        "4  Slip", "The neck bends, and the atlas slides\nforward. The cord is caught behind.",
        _ERODED, _LIGAMENT_THIN, (_FRONT_PANNUS, _BACK_PANNUS), _SAC_CAUGHT, _CORD_CAUGHT, _SLIP_MM,
    ),
]  # fmt: skip


def synovitis_to_slip() -> Picture:
    """The joint between atlas and dens in four steps, cut in the midline. A drawing, not to scale."""
    sheet = Sheet("From synovitis to pannus to slip: the top of the neck, cut in the midline", 770)
    for index, step in enumerate(_STEPS):
        left, top = 12 + 374 * (index % 2), 42 + 352 * (index // 2)
        panel = _Panel(sheet, left, top)
        panel.draw(step)
        sheet.text(left + 8, top + 13, step.title, 10.5, bold=True)
        sheet.text(left + 8, top + 311, step.words, 9.5)
        _labels(panel, index)
    note = "Front is on the left. Pink, crossed: synovium. Yellow: spinal cord. Drawn, not to scale."
    sheet.text(12, 754, note, 9, FAINT)
    return sheet.picture(
        "Four drawings of atlas and axis cut in the midline, front on the left. One, healthy: the front arch of the "
        "atlas lies close in front of the dens, with a thin synovial lining between them; behind the dens a second "
        "lining, then the transverse ligament, then the spinal cord with free room round it, then the back arch. Two, "
        "synovitis: both linings are swollen and bulge above and below; the bone is whole. Three, pannus: the tissue "
        "has spread over the dens and eaten notches into its front, back and tip; the transverse ligament is thin and "
        "pushed back. Four, slip: in a bent neck the atlas has slid forward, with a wide gap in front of the dens "
        "filled by pannus; the ligament is torn or loose, and the back arch of the atlas has come forward and pinches "
        "the cord against dens and pannus.",
        "Where synovium lies against bone and ligament, rheumatoid arthritis can loosen both.",
    )


class _Panel:
    """A window of the sheet that takes millimetres."""

    def __init__(self, sheet: Sheet, left: float, top: float) -> None:
        self.sheet, self.left, self.top = sheet, left, top
        frame = Rectangle((left, top), 362, 288, facecolor="#FBFBFA", edgecolor="#9AA1A8", linewidth=0.9, zorder=0)
        self.frame = sheet.axes.add_patch(frame)

    def at(self, points: ArrayLike) -> NDArray[np.float64]:
        """Millimetres to pixels of the sheet."""
        placed: NDArray[np.float64] = np.asarray(points, dtype=float) * (_PX_PER_MM, -_PX_PER_MM)
        placed += (self.left + 92, self.top + 124)
        return placed

    def fill(self, points: ArrayLike, face: str, edge: str, order: float, hatch: str = "", width: float = 1.3) -> None:
        """A smooth closed shape, cut off at the frame."""
        self.path(_closed(points), face, edge, order, hatch, width)

    def path(
        self, points: ArrayLike, face: str, edge: str, order: float, hatch: str = "", width: float = 1, style: str = "-"
    ) -> None:
        """A closed shape with corners as they are."""
        patch = PathPatch(
            Path(self.at(points)), facecolor=face, edgecolor=edge, linewidth=width, linestyle=style, hatch=hatch,
            zorder=order,
        )  # fmt: skip
        self.sheet.axes.add_patch(patch)
        patch.set_clip_path(self.frame)

    def between(self, edges: Edges, face: str, edge: str, order: float) -> None:
        """What lies between a front and a back edge, both drawn smooth from above down."""
        front, back = (_eased(line) for line in edges)
        self.path(np.vstack([front, back[::-1], front[:1]]), face, edge, order)

    def draw(self, step: _Step) -> None:
        """Sac and cord, then synovium, then bone, and the ligament on top."""
        forward = np.array([-step.slip_mm, 0.0])
        self.between(step.sac, _FLUID, _FLUID_EDGE, 1)
        self.between(step.cord, _NERVE, _NERVE_EDGE, 1.2)
        front, back = step.synovium
        for lining in (_drawn_out(front, step.slip_mm), back):
            self.fill(lining, _SYNOVIUM, _SYNOVIUM_EDGE, 2, "xx", 1.1)
        for bone in (_AXIS_SPINE, step.axis):
            self.fill(bone, _BONE, _BONE_EDGE, 3)
        for arch in (_ARCH, _BACK_ARCH):
            self.fill(np.asarray(arch) + forward, _BONE, _BONE_EDGE, 3)
            if step.slip_mm:
                self.path(_closed(arch), "none", "#5A5A5A", 2.5, style="--")
        if step.slip_mm:
            self.path(_closed(step.ligament), "#FFFFFF", _BAND_EDGE, 4, width=1.2, style="--")
        else:
            self.fill(step.ligament, _BAND, _BAND_EDGE, 4, width=1.2)

    def label(self, words: str, at: tuple[float, float], to: tuple[float, float], across: str = "left") -> None:
        """Words at a place of the panel in pixels, with a line to a point in millimetres.

        The line leaves words that are on the `left` or `right` at their side, and `center` words above or below.
        """
        x, y = self.left + at[0], self.top + at[1]
        end = self.at([to])[0]
        beside = {"left": -3, "right": 3, "center": 0}[across]
        away = (9 + 7 * words.count("\n")) * (1 if end[1] > y else -1) if across == "center" else 0
        self.sheet.axes.plot([x + beside, end[0]], [y + away, end[1]], color=INK, linewidth=0.9, zorder=8)
        self.sheet.axes.plot([end[0]], [end[1]], "o", color=INK, markersize=2.6, zorder=8)
        self.sheet.text(x, y, words, 9, across=across)

    def arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """An arrow between two points in millimetres."""
        style = {"arrowstyle": "-|>", "color": _SYNOVIUM_EDGE, "lw": 2.2}
        self.sheet.axes.annotate("", tuple(self.at([end])[0]), tuple(self.at([start])[0]), arrowprops=style, zorder=8)


def _closed(points: ArrayLike) -> NDArray[np.float64]:
    curve = smooth(np.asarray(points, dtype=float))
    return np.vstack([curve, curve[:1]])


def _drawn_out(lining: list[tuple[float, float]], slip_mm: float) -> NDArray[np.float64]:
    """The tissue in front of the dens, drawn out to the arch that has moved away."""
    shape = np.array(lining)
    shape[:, 0] -= np.where(shape[:, 0] < 0, slip_mm, 0)
    return shape


def _eased(points: list[tuple[float, float]]) -> NDArray[np.float64]:
    """A smooth line through points that go from above down."""
    line = np.array(points)
    y = np.linspace(line[0, 1], line[-1, 1], 60)
    order = np.argsort(line[:, 1])
    x = np.interp(y, line[order, 1], line[order, 0])
    weights = np.array([1, 2, 3, 4, 3, 2, 1]) / 16
    eased = np.convolve(np.pad(x, 3, mode="edge"), weights, mode="valid")
    return np.column_stack([eased, y])


def _labels(panel: _Panel, index: int) -> None:
    if index == 0:
        panel.label("front arch\nof atlas", (44, 66), (-5.6, 4.2), "center")
        panel.label("dens", (84, 40), (4.6, 10.0), "right")
        panel.label("thin lining", (82, 214), (-0.4, -5.6), "right")
        panel.label("transverse\nligament", (272, 60), (13.2, 3.2))
        panel.label("back arch\nof atlas", (288, 108), (35.0, 1.0))
        panel.label("cord", (224, 24), (21.0, 15.5))
        panel.label("axis", (44, 252), (4.0, -20.0), "right")
        panel.label("spine of axis", (296, 262), (41.0, -20.0), "center")
    elif index == 1:
        panel.label("swollen\nlining", (62, 56), (-1.6, 8.0), "right")
        panel.label("swollen lining", (238, 48), (13.0, 9.4))
    elif index == 2:
        panel.label("pannus", (60, 56), (-0.6, 9.4), "right")
        panel.label("notch in\nthe dens", (66, 212), (2.6, -4.4), "right")
        panel.label("thin ligament", (252, 48), (16.9, 5.0))
    else:
        panel.arrow((-4.4, 14.4), (-4.4 - _SLIP_MM, 14.4))
        panel.arrow((33.4, -7.4), (33.4 - _SLIP_MM, -7.4))
        panel.label("gap filled\nby pannus", (42, 234), (-5.0, -6.0), "center")
        panel.label("ligament, torn", (236, 24), (17.0, 5.6))
        panel.label("cord, caught", (256, 62), (20.3, 3.0))
        panel.label("back arch", (286, 122), (28.6, 0.4))

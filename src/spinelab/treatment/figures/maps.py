"""The map of a pathway: every question, action, review and end, and the way of one patient."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import cos, pi, sin

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from spinelab.content import Picture
from spinelab.content.figures import page as blank
from spinelab.treatment import layout, pathway
from spinelab.treatment.figures import page
from spinelab.treatment.figures.page import BLUE, GREEN, INK, LINE_PX, ORANGE, SOFT, TEXT_PT, VERMILLION
from spinelab.treatment.layout import Arrow, Box, Layout
from spinelab.treatment.pathway import Node, Pathway, Walk

LOOKS = {
    "decision": ("#e6f1f8", BLUE),
    "action": ("#fbe9df", VERMILLION),
    "monitor": ("#fdf3d8", ORANGE),
    "end": ("#e3f3ee", GREEN),
}
CORNER_PX = 14
KEY = "Shapes: questions have cut corners, actions square ones, reviews a double side, ends round sides."
INDENT_PX = 14
MARKS = {"passed": "✓ passed", "asks": "◄ asks", "waits": "◄ waits", "ends": "◄ ends"}


def pathway_map(id: str = "ra_neck", facts: Mapping[str, object] | None = None, start: str | None = None) -> Picture:
    """The whole pathway as a flow chart; with a patient's `facts` the way that they take is marked.

    Raises LookupError for an unknown pathway or start, ValueError for a wrong fact.
    """
    drawn, places = pathway.load(id), layout.load(id)
    walk = None if facts is None else drawn.walk(facts, start)
    return map_of(drawn, places, walk)


def map_of(drawn: Pathway, places: Layout, walk: Walk | None) -> Picture:
    """The picture of a pathway and, where there is one, of a walk along it."""
    passed = walk.nodes if walk else ()
    key = page.wrapped(KEY, places.width - 2 * INDENT_PX)
    figure, axes = blank(places.width, places.height + len(key) * LINE_PX + INDENT_PX)
    for arrow in places.arrows:
        walked = _walked(arrow, drawn, passed)
        _arrow(axes, drawn, arrow, walked, faded=walk is not None and not walked)
    for box in places.boxes:
        _box(axes, drawn, places, box, mark(walk, box.id), faded=walk is not None and box.id not in passed)
    for number, line in enumerate(key):
        y = places.height + 10 + number * LINE_PX
        axes.text(INDENT_PX, y, line, fontsize=TEXT_PT, color=SOFT, va="center")
    cites = dict.fromkeys(guideline.source for guideline in drawn.guidelines)
    caption = (
        f"{drawn.title}. For teaching; not advice for one person. Sources: {', '.join(cites)} and those of each step."
    )
    return Picture(page.png(figure), said(drawn, places, walk), caption, int(places.width))


def mark(walk: Walk | None, id: str) -> str:
    """What stands beside the kind in a box that the walk passes or stops at."""
    if walk is None or id not in walk.nodes:
        return ""
    if id != walk.nodes[-1]:
        return MARKS["passed"]
    return MARKS["asks" if walk.needs else "waits" if walk.paused_at else "ends"]


def said(drawn: Pathway, places: Layout, walk: Walk | None) -> str:
    """The map in words: the way of the patient where there is one, else every box with what follows it."""
    head = f"Flow chart: {drawn.title}. {len(places.boxes)} boxes, read from the top."
    if walk is not None:
        steps = " ".join(f"{places.number(step.node)}: {step.title.rstrip('.?')}." for step in walk)
        return f"{head} The way of this patient is drawn in bold, each box of it marked. {steps} {walk.stop}"
    parts = []
    for box in places.boxes:
        node = drawn.nodes[box.id]
        ways = ", ".join(_way(node, place, places) for place in range(len(node.edges)))
        parts.append(
            f"{places.number(box.id)}, {layout.KINDS[node.kind].lower()}: {node.title.rstrip('.?')}; {ways or 'end'}."
        )
    return f"{head} {' '.join(parts)}"


def _way(node: Node, place: int, places: Layout) -> str:
    edge = node.edges[place]
    words = edge.when.words() if edge.when else "otherwise" if node.kind == "decision" else "then"
    return f"{words} to {places.number(edge.to)}"


def _walked(arrow: Arrow, drawn: Pathway, passed: tuple[str, ...]) -> bool:
    """Whether the walk goes along this arrow; of two arrows between the same boxes the first counts."""
    if (arrow.start, arrow.end) not in pairwise(passed):
        return False
    same = [place for place, edge in enumerate(drawn.nodes[arrow.start].edges) if edge.to == arrow.end]
    return arrow.edge == same[0]


def outline(kind: str, box: Box) -> list[tuple[float, float]]:
    """The corners of a box; its kind shows in its shape."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    if kind not in ("decision", "end"):
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    turns = 1 if kind == "decision" else 8  # a cut corner, or a round one
    centres = [(right, bottom, 0), (left, bottom, 1), (left, top, 2), (right, top, 3)]
    points = []
    for x, y, quarter in centres:
        middle = (x + CORNER_PX * (-1 if x == right else 1), y + CORNER_PX * (-1 if y == bottom else 1))
        for turn in range(turns + 1):
            angle = (quarter + turn / turns) * pi / 2
            points.append((middle[0] + CORNER_PX * cos(angle), middle[1] + CORNER_PX * sin(angle)))
    return points


def _box(axes: Axes, drawn: Pathway, places: Layout, box: Box, mark: str, faded: bool) -> None:
    node = drawn.nodes[box.id]
    fill, edge = LOOKS[node.kind]
    wide = 3.4 if mark else 1.2
    look = {"facecolor": "white" if faded else fill, "edgecolor": edge, "linewidth": wide, "zorder": 2}
    axes.add_patch(Polygon(outline(node.kind, box), closed=True, joinstyle="round", **look))
    if node.kind == "monitor":
        for x in (box.x + 5, box.x + box.width - 5):
            axes.plot([x, x], [box.y, box.y + box.height], color=edge, linewidth=1, zorder=3)
    y = box.y + LINE_PX
    head = f"{places.number(box.id)}  {layout.KINDS[node.kind]}" + (f"  {mark}" if mark else "")
    axes.text(box.x + INDENT_PX, y, head, fontsize=TEXT_PT, weight="bold", color=edge, va="center", zorder=4)
    for line in places.lines(node):
        y += LINE_PX
        axes.text(box.x + INDENT_PX, y, line, fontsize=TEXT_PT, color=SOFT if faded else INK, va="center", zorder=4)


def _arrow(axes: Axes, drawn: Pathway, arrow: Arrow, walked: bool, faded: bool) -> None:
    colour = INK if not faded else "#8a8a8a"
    codes = [Path.MOVETO, *[Path.CURVE4] * (len(arrow.curve) - 1)]
    wide = 3.2 if walked else 1.2
    axes.add_patch(
        PathPatch(Path(list(arrow.curve), codes), facecolor="none", edgecolor=colour, linewidth=wide, zorder=1)
    )
    axes.add_patch(Polygon(head(arrow), closed=True, facecolor=colour, edgecolor=colour, zorder=5))
    if arrow.label:
        node = drawn.nodes[arrow.start]
        lines = layout.condition_lines(node, node.edges[arrow.edge])
        x, y = arrow.label
        top = y - (len(lines) - 1) * LINE_PX / 2
        for number, line in enumerate(lines):
            axes.text(
                x, top + number * LINE_PX, line, fontsize=TEXT_PT, weight="bold" if walked else "normal",
                color=SOFT if faded else INK, ha="center", va="center", zorder=4,
            )  # fmt: skip


def head(arrow: Arrow, length: float = 10.0, half: float = 4.5) -> list[tuple[float, float]]:
    """The three corners of an arrow's head, along the last piece of its curve."""
    (x, y), (fx, fy) = arrow.curve[-1], arrow.curve[-2]
    far = max(((x - fx) ** 2 + (y - fy) ** 2) ** 0.5, 1e-6)
    ux, uy = (x - fx) / far, (y - fy) / far
    back = (x - ux * length, y - uy * length)
    return [(x, y), (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half)]

"""Lays out the maps of all pathways: `make pathways`. Needs Graphviz, which the extra [build] installs.

Only this step uses it; a learner's kernel reads the finished maps.
"""

from __future__ import annotations

from typing import Any

from spinelab.treatment import layout, pathway
from spinelab.treatment.layout import Arrow, Box, Layout
from spinelab.treatment.pathway import Pathway

BOX_WIDTH_PX = 204
LINE_PX = 17
PAD_PX = 18
MARGIN_PX = 12
DOTS_PER_INCH = 72
"""Graphviz takes sizes in inches and gives places in points; we call a point a pixel."""
STRAIGHTNESS = (1, 8)
"""How hard the ways called `else` are pulled straight. Both are tried: a row of questions then runs down or aslant."""


def lay_out(drawn: Pathway) -> Layout:
    """The narrower map of a pathway, so that its words stay readable on a page."""
    return min((_laid_out(drawn, straightness) for straightness in STRAIGHTNESS), key=lambda places: places.width)


def _laid_out(drawn: Pathway, straightness: int) -> Layout:
    """A map by Graphviz' layered layout: arrows run down and around boxes, conditions have room."""
    try:
        import pygraphviz
    except ImportError:
        raise SystemExit("Laying out needs Graphviz: pip install 'spinelab[build]'") from None
    back = layout.returns(drawn)
    graph = pygraphviz.AGraph(directed=True, strict=False, nodesep=0.2, ranksep=0.35)
    for node in drawn.nodes.values():
        again = [node.edges[place] for start, _, place in back if start == node.id]
        lines = [*layout.title_lines(node), *(line for edge in again for line in layout.return_lines(node, edge, 99))]
        height = (1 + len(lines)) * LINE_PX + PAD_PX
        size = {"width": BOX_WIDTH_PX / DOTS_PER_INCH, "height": height / DOTS_PER_INCH}
        graph.add_node(node.id, shape="box", fixedsize=True, label="", **size)
    for node in drawn.nodes.values():
        for place, edge in enumerate(node.edges):
            if (node.id, edge.to, place) not in back:
                lines = layout.condition_lines(node, edge)
                pull = straightness if node.kind == "decision" and edge.when is None else 1
                graph.add_edge(node.id, edge.to, key=str(place), arrowhead="none", weight=pull, **_room(lines))
    graph.layout("dot")
    return _measured(graph, back)


def _room(lines: list[str]) -> dict[str, str]:
    """An empty label as large as its text will be."""
    if not lines:
        return {}
    from spinelab.treatment.figures.page import line_px  # it loads matplotlib

    width, height = max(line_px(line, "bold") for line in lines) + 12, len(lines) * LINE_PX + 4
    table = f'<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height}"><TR><TD></TD></TR></TABLE>'
    return {"label": f"<{table}>"}


def _measured(graph: Any, back: list[tuple[str, str, int]]) -> Layout:
    _, _, width, height = map(float, graph.graph_attr["bb"].split(","))

    def at(text: str) -> tuple[float, float]:
        x, y = map(float, text.split(","))
        return round(x + MARGIN_PX), round(height - y + MARGIN_PX)

    boxes = []
    for node in graph.nodes():
        x, y = at(node.attr["pos"])
        w, h = (round(float(node.attr[side]) * DOTS_PER_INCH) for side in ("width", "height"))
        boxes.append(Box(str(node), x - round(w / 2), y - round(h / 2), w, h))
    arrows = []
    for start, end, place in graph.edges(keys=True):
        drawn = graph.get_edge(start, end, place).attr
        curve = tuple(at(point) for point in drawn["pos"].split())
        label = at(drawn["lp"]) if drawn["lp"] else None
        arrows.append(Arrow(str(start), str(end), int(place), curve, label))
    boxes.sort(key=lambda box: (box.y, box.x))
    order = {box.id: place for place, box in enumerate(boxes)}
    arrows.sort(key=lambda arrow: (order[arrow.start], arrow.edge))
    return Layout(width + 2 * MARGIN_PX, height + 2 * MARGIN_PX, tuple(boxes), tuple(arrows), tuple(back))


def main() -> None:
    """Lay out every pathway and say how large its map is."""
    for id in pathway.names():
        drawn = lay_out(pathway.load(id))
        layout.save(id, drawn)
        print(f"{id:16} {drawn.width:5.0f} × {drawn.height:5.0f} px, {len(drawn.boxes)} boxes")


if __name__ == "__main__":
    main()

"""Where the boxes and arrows of a pathway stand: computed once by `make pathways`, kept as data, read here.

Pixels, with y running down. The words are not kept: they come from the pathway, cut into lines here, for the picture
and the explorer alike.
"""

from __future__ import annotations

import textwrap
from functools import lru_cache
from pathlib import Path

import msgspec

from spinelab.content import ContentError, data_folder, nearest
from spinelab.content.folder import short_name, stamps
from spinelab.treatment.pathway import Edge, Node, Pathway

TITLE_CHARS = 22
CONDITION_CHARS = 20
CONDITION_LINES = 3
KINDS = {"decision": "Question", "action": "Action", "monitor": "Review", "end": "End"}
"""What stands above the title of a box, so that its kind does not hang on its shape or colour."""


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The box of one node: its upper left corner and its size."""

    id: str
    x: float
    y: float
    width: float
    height: float


class Arrow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """The arrow of an edge, by its place in the node's list. `curve` is a start and then three points a piece.

    `label` is the middle of its condition, where it has one.
    """

    start: str
    end: str
    edge: int
    curve: tuple[tuple[float, float], ...]
    label: tuple[float, float] | None = None


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The map of a pathway. Boxes stand from top to bottom; a box's number is its place in that order.

    `returns` are edges that lead back up (from, to, place in the node's list): told in words in their box, not drawn.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    returns: tuple[tuple[str, str, int], ...] = ()

    def box(self, id: str) -> Box:
        """The box of a node. Raises LookupError naming the nearest."""
        for box in self.boxes:
            if box.id == id:
                return box
        raise LookupError(f"no box is named ‘{id}’{nearest(id, [box.id for box in self.boxes])}")

    def number(self, id: str) -> int:
        """The number that stands in the box of a node, from 1."""
        return self.boxes.index(self.box(id)) + 1

    def lines(self, node: Node) -> list[str]:
        """All that stands in a box under its kind: the title, a doubt, and where it leads back to."""
        again = [(node.edges[place], to) for start, to, place in self.returns if start == node.id]
        return [*title_lines(node), *(line for edge, to in again for line in return_lines(node, edge, self.number(to)))]


def load(id: str) -> Layout:
    """The map of a pathway. Raises LookupError when it was never computed."""
    for stamp in stamps("treatment/layout", "*.json"):
        if stamp[0].stem == id:
            return _read(stamp)
    raise LookupError(f"the pathway ‘{id}’ has no map yet; run: make pathways")


def save(id: str, layout: Layout) -> Path:
    """Write the map of a pathway as JSON, one box or arrow a line. Returns the file."""
    path = data_folder() / "treatment" / "layout" / f"{id}.json"
    path.parent.mkdir(exist_ok=True)
    lists = []
    for name in ("boxes", "arrows", "returns"):
        rows = ",\n  ".join(msgspec.json.encode(row).decode() for row in getattr(layout, name))
        lists.append(f'"{name}": [\n  {rows}\n]' if rows else f'"{name}": []')
    head = f'"width": {layout.width:g},\n"height": {layout.height:g},\n'
    path.write_text("{\n" + head + ",\n".join(lists) + "\n}\n", encoding="utf-8")
    return path


@lru_cache(maxsize=64)
def _read(stamp: tuple[Path, int, int]) -> Layout:
    try:
        return msgspec.json.decode(stamp[0].read_bytes(), type=Layout)
    except msgspec.DecodeError as error:
        raise ContentError.at(short_name(stamp[0]), 0, f"{str(error).replace('`', '’')}; run: make pathways") from None


def title_lines(node: Node) -> list[str]:
    """The title of a box in lines, and its status where that is not verified."""
    doubt = [] if node.status == "verified" else [f"[{node.status}]"]
    return [*textwrap.wrap(node.title, TITLE_CHARS), *doubt]


def condition_lines(node: Node, edge: Edge) -> list[str]:
    """What stands at an arrow: its condition in words, cut where it is long; nothing where there is no choice."""
    if node.kind != "decision":
        return []
    words = edge.when.words() if edge.when else "otherwise"
    return textwrap.wrap(words, CONDITION_CHARS, max_lines=CONDITION_LINES, placeholder=" …")


def return_lines(node: Node, edge: Edge, number: int) -> list[str]:
    """What a box says of an edge that leads back up to a number: when it is taken, cut where that is long."""
    when = f" if {edge.when.words()}" if edge.when else " otherwise" if node.kind == "decision" else ""
    return textwrap.wrap(f"↺ back to {number}{when}", TITLE_CHARS, max_lines=CONDITION_LINES, placeholder=" …")


def returns(pathway: Pathway) -> list[tuple[str, str, int]]:
    """The edges that lead back to a node on the way to them, found by walking down from the start."""
    found: list[tuple[str, str, int]] = []
    open_, done = set(), set()

    def descend(id: str) -> None:
        open_.add(id)
        for place, edge in enumerate(pathway.nodes[id].edges):
            if edge.to in open_:
                found.append((id, edge.to, place))
            elif edge.to not in done:
                descend(edge.to)
        open_.remove(id)
        done.add(id)

    descend(pathway.start)
    return found

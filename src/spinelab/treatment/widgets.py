"""The explorer in a notebook: build a patient, and the way along the pathway lights up."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets

from spinelab.content import references
from spinelab.content.widgets import ELEMENTS, ScriptedWidget
from spinelab.treatment import layout, pathway
from spinelab.treatment.layout import Layout
from spinelab.treatment.pathway import Pathway, Question, Walk

_HERE = Path(__file__).parent


class Explorer(ScriptedWidget):
    """A pathway as a map with a patient to build beside it.

    `facts` (by name) can be set and observed; a wrong one raises ValueError and changes nothing. `walk` follows it.
    The map is sent once (`scene`); after that the view gets the ids of the nodes passed and of the next question
    (`way`). Reasons and what would change the answer are sent when somebody opens them.
    """

    shared = (ELEMENTS,)
    script = _HERE / "explorer.js"
    style = _HERE / "explorer.css"

    scene = traitlets.Dict(read_only=True).tag(sync=True)
    facts = traitlets.Dict().tag(sync=True, echo_update=False)
    way = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, drawn: Pathway, places: Layout, facts: Mapping[str, object]) -> None:
        self._drawn, self._places = drawn, places
        super().__init__()
        self.set_trait("scene", _scene(drawn, places))
        self.facts = dict(facts)
        if not facts:
            self._follow()
        self.start = self.walk
        self.on_msg(self._receive)

    @property
    def walk(self) -> Walk:
        """The way of the patient with the present facts."""
        return self._drawn.walk(self.facts)

    @traitlets.validate("facts")
    def _check_facts(self, proposal: dict[str, Any]) -> dict[str, Any]:
        self._drawn.walk(proposal["value"])
        return dict(proposal["value"])

    @traitlets.observe("facts")
    def _follow(self, _: object = None) -> None:
        walk = self.walk
        stop = "asks" if walk.needs else "waits" if walk.paused_at else "ends"
        asks = walk.needs.name if walk.needs else ""
        # The count makes every answer differ from the last, so that the view sees that it was answered.
        self.set_trait("way", {"nodes": list(walk.nodes), "stop": stop, "asks": asks, "n": self.way.get("n", 0) + 1})

    def _receive(self, _: object, content: Any, buffers: object) -> None:
        """Answer the view: the reason of one step, or what would change the answer. Anything else is not for us."""
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "why":
            self.send({"type": "why", "node": content.get("node"), "text": self._why(content.get("node"))})
        elif kind == "changes":
            found = [[change.words, change.at, change.to] for change in self._drawn.what_would_change(self.facts)]
            self.send({"type": "changes", "changes": found})

    def _why(self, node: object) -> str:
        return next((step.because for step in self.walk if step.node == node), "")

    def __repr__(self) -> str:
        return f"Explorer({self._drawn.id}: {len(self.start)} steps to {self.start.nodes[-1]}; {self.start.stop})"

    def fallback(self) -> dict[str, str]:
        """The map with the way that it starts with, and that way in words."""
        # Drawing needs matplotlib, which a live explorer does not.
        from spinelab.treatment.figures.maps import map_of

        picture = map_of(self._drawn, self._places, self.start)
        note = "<p>Run this cell to build a patient and see the way change.</p>"
        html = f"{note}{picture.to_html()}{self.start.to_html()}"
        return {"text/html": html, "image/png": base64.b64encode(picture.png).decode("ascii")}


def explore(pathway_id: str, facts: Mapping[str, object] | None = None) -> Explorer:
    """An explorer of a pathway that starts with these facts, or with none: then it asks its first question.

    Raises LookupError that names the nearest pathway, ValueError for a wrong fact.
    """
    return Explorer(pathway.load(pathway_id), layout.load(pathway_id), facts or {})


def _scene(drawn: Pathway, places: Layout) -> dict[str, Any]:
    """All that the view draws and tells, as plain values; lists are in the order of the boxes' numbers."""
    works = references()
    cited = dict.fromkeys(key for node in drawn.nodes.values() for key in node.source)
    edges = (edge for node in drawn.nodes.values() for edge in node.edges)
    cited |= dict.fromkeys(key for edge in edges for key in edge.source)
    return {
        "id": drawn.id,
        "title": drawn.title,
        "size": [places.width, places.height],
        "boxes": [_box(drawn, places, box) for box in places.boxes],
        "arrows": [
            {
                "ends": [arrow.start, arrow.end],
                "d": _path(arrow.curve),
                "at": arrow.label,
                "lines": layout.condition_lines(drawn.nodes[arrow.start], drawn.nodes[arrow.start].edges[arrow.edge]),
            }
            for arrow in places.arrows
        ],
        "questions": [_question(question) for question in drawn.questions],
        "links": {key: works[key].link for key in cited if key in works},
    }


def _box(drawn: Pathway, places: Layout, box: layout.Box) -> dict[str, Any]:
    node = drawn.nodes[box.id]
    sources = dict.fromkeys([*node.source, *(key for edge in node.edges for key in edge.source)])
    return {
        "id": box.id,
        "kind": node.kind,
        "word": layout.KINDS[node.kind],
        "place": [box.x, box.y, box.width, box.height],
        "lines": places.lines(node),
        "title": node.title,
        "text": node.text,
        "status": node.status,
        "note": node.note,
        "sources": list(sources),
    }


def _path(curve: tuple[tuple[float, float], ...]) -> str:
    start, *rest = (f"{x:g} {y:g}" for x, y in curve)
    return f"M{start}C{' '.join(rest)}"


def _question(question: Question) -> dict[str, Any]:
    shared = {"name": question.name, "type": question.type, "label": question.label, "text": question.text}
    if question.type == "enum":
        return {**shared, "values": [[value, question.shown(value)] for value in question.values]}
    if question.type == "bool":
        return shared
    unit = "°" if question.unit == "deg" else question.unit
    return {**shared, "low": question.low, "high": question.high, "step": question.step, "unit": unit}

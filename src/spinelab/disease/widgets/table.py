"""The comparison table in a notebook: choose conditions, a region and a question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets

from spinelab.content import references
from spinelab.content.widgets import ELEMENTS, ScriptedWidget
from spinelab.disease import features
from spinelab.disease.features import Table

_CAPTION = "What each condition does, question by question"


class Comparison(ScriptedWidget):
    """A filterable table of conditions (columns) and questions (rows).

    `conditions` (ids), `region` and `question` (an id, or empty for all) are what is chosen; they can be set and
    observed. The filter itself runs in the view, so it also answers while the kernel is busy.
    """

    shared = (ELEMENTS,)
    script = Path(__file__).with_name("table.js")
    style = Path(__file__).with_name("table.css")

    table = traitlets.Dict().tag(sync=True)
    conditions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    region = traitlets.Unicode("").tag(sync=True)
    question = traitlets.Unicode("").tag(sync=True)

    def __init__(self, whole: Table, start: Table) -> None:
        self.start = start
        chosen = start.conditions if len(start.conditions) < len(whole.conditions) else _diseases(whole)
        super().__init__(table=_described(whole), conditions=[condition.id for condition in chosen])

    def __repr__(self) -> str:
        sizes = f"{len(self.start.conditions)} conditions, {len(self.start.questions)} questions"
        return f"Comparison({sizes}, {self.start.fingerprint})"

    def fallback(self) -> dict[str, str]:
        """The table that it starts with."""
        return {"text/html": to_html(self.start)}


def comparison(*conditions: str) -> Comparison:
    """The comparison as a table to filter, starting with these conditions, or with the three diseases.

    Raises LookupError that names the nearest condition for an unknown one.
    """
    whole = features.load()
    return Comparison(whole, whole.filtered(conditions or None))


def to_html(table: Table) -> str:
    """The table as it shows without a kernel: the diseases, then the mimics, so that no part is too wide."""
    parts = []
    for kind, words in (("disease", "diseases"), ("mimic", "mimics")):
        ids = [condition.id for condition in table.conditions if condition.kind == kind]
        if ids:
            parts.append(table.filtered(ids).to_html(f"{_CAPTION}: {words}"))
    return "".join(parts)


def _diseases(table: Table) -> list[features.Condition]:
    return [condition for condition in table.conditions if condition.kind == "disease"]


def _described(table: Table) -> dict[str, Any]:
    """What the view needs, as plain values."""
    works = references()
    return {
        "caption": _CAPTION,
        "regions": [{"id": region.id, "name": f"{region.name} ({region.levels})"} for region in table.regions],
        "conditions": [{"id": one.id, "name": one.name, "kind": one.kind} for one in table.conditions],
        "questions": [{"id": asked.id, "ask": asked.ask} for asked in table.questions],
        "answers": [
            {
                "condition": answer.condition,
                "question": answer.question,
                "regions": list(answer.regions),
                "place": table.place(answer),
                "text": answer.text,
                "sources": [[key, works[key].link] for key in answer.sources],
                "doubt": "" if answer.status == "verified" else answer.status,
            }
            for answer in table.answers
        ],
    }

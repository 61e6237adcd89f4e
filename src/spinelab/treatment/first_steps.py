"""What is done first for spinal pain: home care and physical therapy, and what is known of each treatment.

Everything is read from `data/treatment/`; the figures in the texts come from `data/evidence/facts/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from spinelab.content import data_folder, fact, nearest, references
from spinelab.content.csvtext import Row, by_name, read_rows
from spinelab.content.facts import Fact, fill
from spinelab.content.references import Reference, keys_in, linked_keys
from spinelab.content.shown import Shown

KINDS = {
    "home": "At home",
    "active": "Active physical therapy",
    "passive": "Passive physical therapy",
    "occupational": "Occupational therapy and work",
}
"""The kinds of treatment, in the order in which they are shown."""

DIRECTIONS = {
    "helps": "helps",
    "small": "helps a little",
    "none": "no useful effect shown",
    "unknown": "not known",
}
"""What the evidence says of a treatment."""

CERTAINTIES = {
    "high": 4,
    "moderate": 3,
    "low": 2,
    "very low": 1,
    "not graded": 0,
    "too little": 0,
    "link only": 0,
    "no trials": 0,
}
"""How sure the reviewers are: GRADE's four steps as 4 to 1; 0 where nobody graded."""

STUDIED = {"yes": "yes", "hands": "hands only", "no": "no"}
"""Whether a treatment was tried in a group of people."""

COLUMNS = (
    "id",
    "name",
    "kind",
    "named_in",
    "direction",
    "effect",
    "outcome",
    "certainty",
    "studied_in",
    "low_back",
    "ra",
    "ra_spine",
    "effects",
    "citations",
    "status",
    "safety",
)

LEFT = "text-align:left"


@dataclass(frozen=True)
class Treatment:
    """One home or physical treatment and what is known of it.

    `effect` is a sentence part with its figures filled in; `effects` are the facts that a forest plot can draw.
    `low_back`, `ra` and `ra_spine` say whether it was tried there: yes, hands or no.
    """

    id: str
    name: str
    kind: str
    named_in: tuple[str, ...]
    direction: str
    effect: str
    outcome: str
    certainty: str
    studied_in: str
    low_back: str
    ra: str
    ra_spine: str
    effects: tuple[Fact, ...]
    citations: tuple[str, ...]
    status: str
    safety: str


def treatments() -> tuple[Treatment, ...]:
    """All home and physical treatments, by kind and then as in the file. Raises ContentError with every fault."""
    sources = references()
    rows = read_rows(data_folder() / "treatment" / "home_and_physical.csv", COLUMNS)
    found = by_name(rows, "id", lambda row: _treatment(row, sources))
    order = list(KINDS)
    return tuple(sorted(found.values(), key=lambda treatment: order.index(treatment.kind)))


@dataclass(frozen=True)
class TreatmentTable(Shown):
    """A table of treatments for the page: caption, column and row headers, links to the sources."""

    caption: str
    treatments: tuple[Treatment, ...]
    sources: dict[str, Reference]

    def __repr__(self) -> str:
        mark = sha256(self.to_html().encode()).hexdigest()[:8]
        return f"Table: {self.caption} ({len(self.treatments)} rows, {mark})"

    def to_html(self) -> str:
        """The table; each kind of treatment is a group of rows with its own header."""
        heads = {"Treatment": 15, "Does it help?": 22, "How sure": 9, "Studied in": 18, "Take care": 22, "Sources": 14}
        head = "".join(f'<th scope="col" style="{LEFT};width:{wide}%">{title}</th>' for title, wide in heads.items())
        groups = "".join(self._group(kind) for kind in KINDS if any(t.kind == kind for t in self.treatments))
        return (
            f'<table style="{LEFT}"><caption style="{LEFT}">{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead>{groups}</table>"
        )

    def _group(self, kind: str) -> str:
        rows = "".join(self._row(treatment) for treatment in self.treatments if treatment.kind == kind)
        title = f'<tr><th scope="rowgroup" colspan="6" style="{LEFT}">{escape(KINDS[kind])}</th></tr>'
        return f"<tbody>{title}{rows}</tbody>"

    def _row(self, treatment: Treatment) -> str:
        unsure = "" if treatment.status == "verified" else f" [{treatment.status}]"
        cells = (
            f"<strong>{escape(DIRECTIONS[treatment.direction])}</strong>: {escape(treatment.effect)}{escape(unsure)}",
            escape(treatment.certainty),
            escape(treatment.studied_in),
            escape(treatment.safety),
            linked_keys(treatment.citations, self.sources),
        )
        row = "".join(f'<td style="{LEFT};vertical-align:top">{cell}</td>' for cell in cells)
        head = f'<th scope="row" style="{LEFT};vertical-align:top">{escape(treatment.name)}</th>'
        return f"<tr>{head}{row}</tr>"


def home_and_physical(kind: str = "") -> TreatmentTable:
    """The treatments as a table: all, or one kind (`home`, `active`, `passive`, `occupational`).

    Raises LookupError that names the nearest kind.
    """
    if kind and kind not in KINDS:
        raise LookupError(f"no kind of treatment is named ‘{kind}’{nearest(kind, KINDS)}")
    chosen = tuple(treatment for treatment in treatments() if kind in ("", treatment.kind))
    title = KINDS[kind] if kind else "Home and physical treatments"
    note = "Figures compare with a control group; SD is standard deviation. The notes of care are teaching advice."
    return TreatmentTable(f"{title}: what is known. {note}", chosen, references())


def _treatment(row: Row, sources: dict[str, Reference]) -> Treatment:
    allowed = {"kind": [*KINDS], "direction": [*DIRECTIONS], "certainty": [*CERTAINTIES]}
    allowed |= {column: [*STUDIED] for column in ("low_back", "ra", "ra_spine")}
    for column, words in allowed.items():
        if row[column] not in words:
            raise row.error(f"{column} holds ‘{row[column]}’{nearest(row[column], words)}")
    cites = keys_in(row, "citations", sources)
    try:
        effects = tuple(fact(id) for id in row.listed("effects"))
        texts = {column: fill(row[column]) for column in ("effect", "outcome", "studied_in", "safety")}
    except LookupError as error:
        raise row.error(f"{row['id']}: {error.args[0]}") from None
    cells: dict[str, Any] = {**row.cells, **texts, "named_in": row.listed("named_in")}
    return Treatment(**{**cells, "effects": effects, "citations": cites})

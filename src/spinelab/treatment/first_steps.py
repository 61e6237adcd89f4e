"""What is done first for spinal pain: the questions of the first contact, home care and physical therapy.

Everything is read from `data/treatment/`; the figures in the texts come from `data/evidence/facts/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Annotated, Any, Literal

import msgspec

from spinelab.content import ContentError, data_folder, fact, nearest, references
from spinelab.content.csvtext import Row, read_rows
from spinelab.content.facts import Fact, fill
from spinelab.content.references import Reference
from spinelab.content.yamltext import Document, read

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
Size = Annotated[float, msgspec.Meta(gt=0)]


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


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A box of a pathway: what it says, what it is, who says so, and where it stands (pixels)."""

    id: str
    kind: Literal["start", "decision", "action", "end"]
    label: str
    text: str
    citations: tuple[str, ...]
    x: float
    y: float
    width: Size
    height: Size


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """An arrow of a pathway; without an answer it is always taken."""

    start: str
    end: str
    answer: str = ""


class Pathway(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision graph with its layout in pixels."""

    title: str
    width: Size
    height: Size
    start: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, id: str) -> Node:
        """The box with that id. Raises LookupError naming the nearest."""
        for node in self.nodes:
            if node.id == id:
                return node
        raise LookupError(f"no box is named ‘{id}’{nearest(id, [node.id for node in self.nodes])}")

    def leaving(self, id: str) -> list[Edge]:
        """The arrows that leave a box, in the order of the file."""
        return [edge for edge in self.edges if edge.start == id]


def treatments() -> tuple[Treatment, ...]:
    """All home and physical treatments, by kind and then as in the file. Raises ContentError with every fault."""
    sources = references()
    found: list[Treatment] = []
    faults = []
    for row in read_rows(data_folder() / "treatment" / "home_and_physical.csv", COLUMNS):
        try:
            found.append(_treatment(row, sources))
            if found[-1].id in [earlier.id for earlier in found[:-1]]:
                raise row.error(f"the id ‘{row['id']}’ is used before")
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(faults)
    order = list(KINDS)
    return tuple(sorted(found, key=lambda treatment: order.index(treatment.kind)))


def pathway(name: str = "first_contact") -> Pathway:
    """The pathway in `data/treatment/NAME.yaml`, its figures filled in.

    Raises ContentError when a box or an arrow is wrong, LookupError when there is no such pathway.
    """
    path = data_folder() / "treatment" / f"{name}.yaml"
    if not path.is_file():
        names = [other.stem for other in path.parent.glob("*.yaml")]
        raise LookupError(f"no pathway is named ‘{name}’{nearest(name, names)}")
    document = read(path)
    try:
        drawn = msgspec.convert(document.value, Pathway)
    except msgspec.ValidationError as error:
        raise ContentError([document.fault((), str(error).replace("`", "’"))]) from None
    _check(drawn, document)
    try:
        nodes = tuple(msgspec.structs.replace(node, text=fill(node.text)) for node in drawn.nodes)
    except LookupError as error:
        raise ContentError([document.fault(("nodes",), str(error.args[0]))]) from None
    return msgspec.structs.replace(drawn, nodes=nodes)


def follow(answers: Sequence[str] = (), name: str = "first_contact") -> tuple[Node, ...]:
    """The boxes that a patient passes who gives these answers (`yes` or `no`), as far as they reach.

    Raises ValueError for another answer, or for answers after the end.
    """
    drawn = pathway(name)
    given = list(answers)
    passed = [drawn.node(drawn.start)]
    while arrows := drawn.leaving(passed[-1].id):
        here = passed[-1]
        if arrows[0].answer:
            if not given:
                break
            answer = given.pop(0)
            chosen = [edge for edge in arrows if edge.answer == answer]
            if not chosen:
                wanted = " or ".join(f"“{edge.answer}”" for edge in arrows)
                raise ValueError(f"{here.label} takes {wanted}; found “{answer}”")
            arrows = chosen
        passed.append(drawn.node(arrows[0].end))
    if given:
        raise ValueError(f"the way ends at “{passed[-1].label}”; {len(given)} answers too many: {', '.join(given)}")
    return tuple(passed)


@dataclass(frozen=True)
class TreatmentTable:
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
            ", ".join(_linked(self.sources[key]) for key in treatment.citations),
        )
        row = "".join(f'<td style="{LEFT};vertical-align:top">{cell}</td>' for cell in cells)
        head = f'<th scope="row" style="{LEFT};vertical-align:top">{escape(treatment.name)}</th>'
        return f"<tr>{head}{row}</tr>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": repr(self)}


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


def _linked(source: Reference) -> str:
    if not source.link:
        return escape(source.key)
    return f'<a href="{escape(source.link)}" target="_blank" rel="noopener">{escape(source.key)}</a>'


def _treatment(row: Row, sources: dict[str, Reference]) -> Treatment:
    allowed = {"kind": [*KINDS], "direction": [*DIRECTIONS], "certainty": [*CERTAINTIES]}
    allowed |= {column: [*STUDIED] for column in ("low_back", "ra", "ra_spine")}
    for column, words in allowed.items():
        if row[column] not in words:
            raise row.error(f"{column} holds ‘{row[column]}’{nearest(row[column], words)}")
    cites = _listed(row["citations"])
    for key in cites:
        if key not in sources:
            raise row.error(f"{row['id']}: {key} is not a reference{nearest(key, sources)}")
    try:
        effects = tuple(fact(id) for id in _listed(row["effects"]))
        texts = {column: fill(row[column]) for column in ("effect", "outcome", "studied_in", "safety")}
    except LookupError as error:
        raise row.error(f"{row['id']}: {error.args[0]}") from None
    cells: dict[str, Any] = {**row.cells, **texts, "named_in": _listed(row["named_in"])}
    return Treatment(**{**cells, "effects": effects, "citations": cites})


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _check(drawn: Pathway, document: Document) -> None:
    """Every arrow joins two boxes, every question has both answers, every box is reached."""
    ids = [node.id for node in drawn.nodes]
    faults = []
    for index, edge in enumerate(drawn.edges):
        for end in (edge.start, edge.end):
            if end not in ids:
                faults.append(document.fault(("edges", index), f"no box is named ‘{end}’{nearest(end, ids)}"))
    for index, node in enumerate(drawn.nodes):
        answers = sorted(edge.answer for edge in drawn.leaving(node.id))
        expected = {"decision": ["no", "yes"], "end": []}.get(node.kind, answers)
        if answers != expected or (node.kind == "start" and answers != [""]):
            faults.append(document.fault(("nodes", index), f"{node.id} is a {node.kind}, but its arrows say {answers}"))
        if node.id in ids[:index]:
            faults.append(document.fault(("nodes", index), f"the id ‘{node.id}’ is used before"))
        if node.id != drawn.start and node.id not in [edge.end for edge in drawn.edges]:
            faults.append(document.fault(("nodes", index), f"no arrow leads to {node.id}"))
    if drawn.start not in ids:
        faults.append(document.fault(("start",), f"no box is named ‘{drawn.start}’{nearest(drawn.start, ids)}"))
    if faults:
        raise ContentError(faults)

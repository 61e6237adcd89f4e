"""A pathway: nodes with their ways out, what a patient's facts choose among them, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from spinelab.content import ContentError, Fault, nearest
from spinelab.treatment.pathway.catalogue import Question, Value, accepted
from spinelab.treatment.pathway.conditions import Condition, Facts, Test
from spinelab.treatment.pathway.walking import Step, Walk

KINDS = ("decision", "action", "monitor", "end")


@dataclass(frozen=True)
class Edge:
    """A way out of a node. Without a condition (`when`) it is taken when no earlier one is.

    `because` is the authors' reason for it, with its own source and status.
    """

    to: str
    when: Condition | None = None
    because: str = ""
    source: tuple[str, ...] = ()
    status: str = ""
    line: int = 0


@dataclass(frozen=True)
class Node:
    """A place on the pathway. `title` is short enough for a box; `text` says it in full; `note` qualifies the status.

    `kind` is decision, action, monitor (time passes, something new is learnt) or end. `continues` names the pathway
    that an end leads to.
    """

    id: str
    kind: str
    title: str
    text: str
    source: tuple[str, ...]
    status: str
    note: str = ""
    edges: tuple[Edge, ...] = ()
    continues: str = ""
    line: int = 0

    def choose(self, facts: Facts) -> Edge | Question | None:
        """The edge that these facts take, else the question to ask first; None where no edge fits."""
        for edge in self.edges:
            if edge.when is None:
                return edge
            held = edge.when.truth(facts)
            if held is None:
                return edge.when.asks(facts)
            if held:
                return edge
        return None


@dataclass(frozen=True)
class Guideline:
    """A guideline that the pathway follows: its name, year, citation key, and how well it was seen."""

    name: str
    year: int
    source: str
    status: str


class Change(NamedTuple):
    """A single fact that would flip a step: at the node `at` the way would go to `to` instead of `instead_of`.

    `value` is the nearest value of the fact that does it; `words` says it as a sentence part.
    """

    name: str
    value: Value
    words: str
    at: str
    instead_of: str
    to: str


@dataclass(frozen=True)
class Pathway:
    """A decision graph read from `data/treatment/pathways/ID.yaml`.

    `guidelines` are what it follows, newest first; `changed` says what the newest changed, `differs` where
    authorities (EULAR, ACR and others) give different advice. `problems` are the faults found while reading.
    """

    id: str
    title: str
    scope: str
    start: str
    nodes: Mapping[str, Node]
    guidelines: tuple[Guideline, ...] = ()
    changed: str = ""
    differs: str = ""
    file: str = ""
    problems: tuple[Fault, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"Pathway({self.id}: {self.title}; {len(self.nodes)} nodes)"

    def node(self, id: str) -> Node:
        """The node with that id. Raises LookupError naming the nearest."""
        if id not in self.nodes:
            raise LookupError(f"{self.id} has no node ‘{id}’{nearest(id, self.nodes)}")
        return self.nodes[id]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every fact that the pathway may ask for, in the order of the file."""
        tests = (leaf for node in self.nodes.values() for leaf in _leaves(node))
        return tuple({test.question.name: test.question for test in tests}.values())

    def walk(self, facts: Mapping[str, object], start: str | None = None) -> Walk:
        """Walk from `start` (by default the first node) as far as these facts reach.

        The walk stops at an end, at the first monitor after its start, or where a fact is missing: then `needs` is
        the question. Raises ValueError for an unknown fact or a wrong value, LookupError for an unknown start,
        ContentError when the file has faults.
        """
        if self.problems:
            raise ContentError(self.problems)
        given = accepted(facts)
        node = self.node(start or self.start)
        steps = [_step(node, "The walk starts here.", ())]
        while node.kind != "end":
            if node.kind == "monitor" and len(steps) > 1:
                return Walk(self.id, self.title, tuple(steps), paused_at=node.id)
            chosen = node.choose(given)
            if isinstance(chosen, Question):
                return Walk(self.id, self.title, tuple(steps), needs=chosen)
            if chosen is None:
                message = f"no edge of {node.id} fits; give it an ‘else’"
                raise ContentError.at(self.file, node.line, message)
            because = _because(node, chosen, given)
            node = self.node(chosen.to)
            steps.append(_step(node, because, chosen.source))
        return Walk(self.id, self.title, tuple(steps), end=node.id)

    def what_would_change(self, facts: Mapping[str, object], start: str | None = None) -> tuple[Change, ...]:
        """Single facts that, changed alone, flip a step of this walk: the nearest value of each that does.

        Only facts that were given are changed. Where several values of a fact lead to different nodes, each is told.
        Raises as `walk`.
        """
        given = accepted(facts)
        nodes = self.walk(given, start).nodes
        changes: dict[tuple[str, str, str], Change] = {}
        for here, after in pairwise(nodes):
            node = self.nodes[here]
            for test in _leaves(node):
                question = test.question
                for value in _others(test, given):
                    other = self.walk({**given, question.name: value}, start).nodes
                    parted = _parting(nodes, other)
                    if parted is None or other[parted - 1] != here:
                        continue
                    change = Change(question.name, value, _told(test, value, given), here, after, other[parted])
                    changes.setdefault((question.name, here, other[parted]), change)
        return tuple(changes.values())

    def check(self) -> list[Fault]:
        """Every fault of the pathway, each with file and line; empty when it is sound.

        Looks for unknown facts, wrong types and values, missing sources, nodes that cannot be reached, dead ends,
        edges that earlier ones shadow, decisions that leave a case out, and circles without a monitor.
        """
        from spinelab.treatment.pathway.checking import faults_of

        return list(self.problems) or faults_of(self)


def _leaves(node: Node) -> list[Test]:
    return [leaf for edge in node.edges if edge.when for leaf in edge.when.leaves()]


def _step(node: Node, because: str, source: tuple[str, ...]) -> Step:
    keys = tuple(dict.fromkeys((*node.source, *source)))
    return Step(node.id, node.kind, node.text, because, keys, node.status, node.title, node.note)


def _because(node: Node, chosen: Edge, facts: Facts) -> str:
    """What decided: the condition that held or, for `else`, why the ones before did not."""
    if node.kind != "decision":
        return "This follows in every case."
    if chosen.when:
        reasons = chosen.when.why(facts)
    else:
        reasons = list(dict.fromkeys(said for edge in node.edges if edge.when for said in edge.when.why(facts)))
    said = "; ".join(reasons)
    tail = f" {chosen.because[0].upper()}{chosen.because[1:].rstrip('.')}." if chosen.because else ""
    return f"{said[:1].upper()}{said[1:]}.{tail}"


def _others(test: Test, facts: Facts) -> list[Value]:
    """The values of a fact nearest to the patient's own that answer this comparison differently."""
    question = test.question
    found = facts.get(question.name)
    if found is None:
        return []
    if question.type == "bool":
        return [not found]
    if question.type == "enum":
        held = test.truth(facts)
        return [value for value in question.values if test.truth({question.name: value}) is not held]
    limit = float(test.value) if isinstance(test.value, int | float) else 0.0
    beside = [limit, limit - question.step, limit + question.step]
    held = test.truth(facts)
    fit = [value for value in beside if question.low <= value <= question.high]
    flipping = [value for value in fit if test.truth({question.name: value}) is not held]
    nearest_first = sorted(flipping, key=lambda value: abs(value - float(found)))
    exact = [round(value, 6) for value in nearest_first[:1]]
    return [int(value) if question.type == "int" else value for value in exact]


def _parting(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    """The index of the first node that differs, where both walks have one there."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return None


def _told(test: Test, value: Value, facts: Facts) -> str:
    held = test.truth({**facts, test.question.name: value})
    if test.question.type in ("bool", "enum"):
        return f"{test.question.label}: {test.question.shown(value)}"
    return test.words(holds=bool(held))

"""Faults in the shape of a pathway, found by following its own choices through every case."""

from __future__ import annotations

from collections.abc import Iterator

from spinelab.content import ContentError, Fault
from spinelab.content.facts import plain
from spinelab.treatment.pathway.catalogue import Question, Value
from spinelab.treatment.pathway.conditions import Test
from spinelab.treatment.pathway.graph import Edge, Node, Pathway
from spinelab.treatment.pathway.reading import load, names
from spinelab.treatment.pathway.vignettes import patients


def check() -> list[Fault]:
    """Every fault of all pathways, of the table of facts and of the test patients, sorted."""
    faults: list[Fault] = []
    for id in names():
        try:
            faults += load(id).check()
        except ContentError as error:
            faults += error.faults
    try:
        patients()
    except ContentError as error:
        faults += error.faults
    return sorted(set(faults))


def faults_of(pathway: Pathway) -> list[Fault]:
    """The faults of one pathway that was read without any."""
    found = [*_unreached(pathway), *_circles(pathway)]
    for node in pathway.nodes.values():
        if node.kind == "decision":
            found += _decision(pathway, node)
    return sorted(found)


def cells(question: Question, tests: list[Test]) -> list[Value]:
    """Values of a fact, one for each way in which these comparisons of it can come out."""
    if question.type == "bool":
        return [False, True]
    if question.type == "enum":
        return list(question.values)
    limits = [float(test.value) for test in tests if isinstance(test.value, int | float)]
    beside = [limit + shift for limit in limits for shift in (-question.step, 0.0, question.step)]
    inside = {round(value, 6) for value in beside if question.low <= value <= question.high}
    values = sorted(inside | {question.low, question.high})
    return [int(value) for value in values] if question.type == "int" else list(values)


def cases(node: Node) -> Iterator[tuple[dict[str, Value], Edge | None]]:
    """Every case that a decision can meet, with the edge that it takes: ask, try each answer, go on."""
    tests: dict[str, list[Test]] = {}
    for edge in node.edges:
        for leaf in edge.when.leaves() if edge.when else ():
            tests.setdefault(leaf.question.name, []).append(leaf)
    open_cases: list[dict[str, Value]] = [{}]
    while open_cases:
        facts = open_cases.pop()
        chosen = node.choose(facts)
        if isinstance(chosen, Question):
            answers = cells(chosen, tests[chosen.name])
            open_cases += [{**facts, chosen.name: answer} for answer in answers]
        else:
            yield facts, chosen


def _decision(pathway: Pathway, node: Node) -> Iterator[Fault]:
    taken: set[int] = set()
    missed: dict[str, Value] | None = None
    for facts, edge in cases(node):
        if edge is None:
            missed = missed or facts
        else:
            taken.add(node.edges.index(edge))
    for place, edge in enumerate(node.edges):
        if place not in taken:
            message = f"{node.id}: the edge to {edge.to} is never taken; the edges before it take every such case"
            yield Fault(pathway.file, edge.line, message)
    if missed is not None:
        case = ", ".join(
            f"{name} {value if isinstance(value, bool | str) else plain(value)}" for name, value in missed.items()
        )
        yield Fault(pathway.file, node.line, f"{node.id} has no way out for {case}; add an ‘else’")


def _unreached(pathway: Pathway) -> Iterator[Fault]:
    reached, waiting = {pathway.start}, [pathway.start]
    while waiting:
        for edge in pathway.nodes[waiting.pop()].edges:
            if edge.to not in reached:
                reached.add(edge.to)
                waiting.append(edge.to)
    for node in pathway.nodes.values():
        if node.id not in reached:
            yield Fault(pathway.file, node.line, f"no way leads from {pathway.start} to {node.id}")


def _circles(pathway: Pathway) -> Iterator[Fault]:
    """A circle that passes no monitor would be walked for ever. Nodes without a way on are taken off until none is."""
    left = {id: node for id, node in pathway.nodes.items() if node.kind != "monitor"}
    while closed := [id for id, node in left.items() if not any(edge.to in left for edge in node.edges)]:
        for id in closed:
            del left[id]
    for start in left:
        if _returns(start, left):
            yield Fault(pathway.file, left[start].line, f"{start} lies on a circle without a monitor")
            return


def _returns(start: str, nodes: dict[str, Node]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for edge in nodes[waiting.pop()].edges:
            if edge.to == start:
                return True
            if edge.to in nodes and edge.to not in seen:
                seen.add(edge.to)
                waiting.append(edge.to)
    return False

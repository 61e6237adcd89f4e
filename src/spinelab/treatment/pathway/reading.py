"""Reading pathways from `data/treatment/pathways/ID.yaml`: each fault is kept with its line, none stops the reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from spinelab.content import Fault, nearest, references
from spinelab.content.facts import fill
from spinelab.content.folder import stamps
from spinelab.content.references import unknown_keys
from spinelab.content.yamltext import Document, read
from spinelab.treatment.pathway import conditions
from spinelab.treatment.pathway.catalogue import STATUSES, Question, questions
from spinelab.treatment.pathway.conditions import RELATIONS, Condition, Test
from spinelab.treatment.pathway.graph import KINDS, Edge, Guideline, Node, Pathway

Path_ = tuple[str | int, ...]
FOLDER = "treatment/pathways"
TOP = ("title", "scope", "start", "guidelines", "changed", "differs", "nodes")
GUIDELINE = ("name", "year", "source", "status")
NODE = ("kind", "title", "text", "source", "status", "note", "edges", "then", "continues")
EDGE = ("to", "when", "else", "because", "source", "status")


def names() -> list[str]:
    """The ids of all pathways, sorted."""
    return [path.stem for path, _, _ in stamps(FOLDER, "*.yaml")]


def load(id: str) -> Pathway:
    """The pathway with that id. A file with faults is loaded too: `check()` tells them, `walk()` refuses.

    Raises LookupError naming the nearest id, ContentError when the file is not YAML.
    """
    for stamp in stamps(FOLDER, "*.yaml"):
        if stamp[0].stem == id:
            rest = (stamps("treatment", "facts.csv"), stamps("evidence/facts", "*.csv"), stamps("references", "*.json"))
            return _load(stamp, *rest)
    raise LookupError(f"no pathway is named ‘{id}’{nearest(id, names())}")


@lru_cache(maxsize=64)
def _load(stamp: tuple[Path, int, int], *_: object) -> Pathway:
    path = stamp[0]
    return _Reader(read(path)).pathway(path.stem)


class _Reader:
    """Turns one document into a pathway and collects what is wrong with it."""

    def __init__(self, document: Document):
        self.document = document
        self.faults: list[Fault] = []
        self.known = questions()
        self.works = references()

    def fault(self, path: Path_, message: str) -> None:
        self.faults.append(self.document.fault(path, message))

    def pathway(self, id: str) -> Pathway:
        top = self._mapping(self.document.value, (), TOP, "the file")
        nodes: dict[str, Node] = {}
        written = top.get("nodes")
        if not isinstance(written, dict) or not written:
            self.fault(("nodes",), "‘nodes’ is missing: a mapping from ids to nodes")
            written = {}
        for name, node in written.items():
            nodes[name] = self._node(name, node, list(written))
        start = top.get("start", "")
        if start not in nodes:
            self.fault(("start",), f"‘start’ is ‘{start}’, which is no node{nearest(str(start), nodes)}")
        guidelines = top.get("guidelines")
        if not isinstance(guidelines, list) or not guidelines:
            self.fault(("guidelines",), "‘guidelines’ is missing: a list of name, year, source and status")
            guidelines = []
        return Pathway(
            id,
            self._text(top, "title", ()),
            self._text(top, "scope", ()),
            start,
            nodes,
            tuple(self._guideline(entry, ("guidelines", place)) for place, entry in enumerate(guidelines)),
            self._text(top, "changed", (), needed=False),
            self._text(top, "differs", (), needed=False),
            self.document.file,
            tuple(sorted(set(self.faults))),
        )

    def _guideline(self, entry: object, path: Path_) -> Guideline:
        found = self._mapping(entry, path, GUIDELINE, "a guideline")
        year = found.get("year")
        if not isinstance(year, int) or not 1900 < year < 2100:
            self.fault((*path, "year"), f"‘year’ is {year!r}; expected a year such as 2022")
        source = self._sources(found, path)
        return Guideline(
            self._text(found, "name", path),
            year if isinstance(year, int) else 0,
            source[0] if source else "",
            self._status(found, path),
        )

    def _node(self, id: str, entry: object, ids: list[str]) -> Node:
        path: Path_ = ("nodes", id)
        found = self._mapping(entry, path, NODE, f"the node {id}")
        kind = self._one_of(found, "kind", path, KINDS)
        edges: tuple[Edge, ...] = ()
        if kind == "decision":
            edges = self._edges(found.get("edges"), (*path, "edges"), id, ids)
            if "then" in found:
                self.fault((*path, "then"), f"{id} is a decision: write ‘edges’, not ‘then’")
        elif "edges" in found:
            self.fault((*path, "edges"), f"{id} is no decision: write ‘then’, not ‘edges’")
        elif kind == "end" and "then" in found:
            self.fault((*path, "then"), f"{id} is an end: nothing follows")
        elif kind in ("action", "monitor"):
            if "then" not in found:
                self.fault(path, f"{id} is a dead end: ‘then’ must name the next node")
            else:
                edges = (Edge(self._target(found["then"], (*path, "then"), ids), line=self._line(*path, "then")),)
        continues = found.get("continues", "")
        if continues and (kind != "end" or continues not in names()):
            wrong = "only an end continues elsewhere" if kind != "end" else f"no pathway is named ‘{continues}’"
            self.fault((*path, "continues"), wrong + ("" if kind != "end" else nearest(str(continues), names())))
        return Node(
            id,
            kind,
            self._text(found, "title", path),
            self._text(found, "text", path),
            self._sources(found, path),
            self._status(found, path),
            self._text(found, "note", path, needed=False),
            edges,
            str(continues),
            self._line(*path),
        )

    def _edges(self, entries: object, path: Path_, id: str, ids: list[str]) -> tuple[Edge, ...]:
        if not isinstance(entries, list) or not entries:
            self.fault(path, f"{id} is a dead end: a decision needs ‘edges’")
            return ()
        edges = []
        for place, entry in enumerate(entries):
            here = (*path, place)
            found = self._mapping(entry, here, EDGE, f"an edge of {id}")
            last = "else" in found
            if last and ("to" in found or "when" in found):
                self.fault(here, f"{id}: an ‘else’ edge names its node itself (else: NODE), without ‘to’ and ‘when’")
            if last and place < len(entries) - 1:
                self.fault(here, f"{id}: ‘else’ is tried last; the edges after it are never taken")
            to = self._target(found.get("else" if last else "to"), (*here, "else" if last else "to"), ids)
            when = None if last else self._condition(found.get("when"), (*here, "when"))
            if not last and when is None:
                continue
            source = self._sources(found, here) if "source" in found else ()
            status = self._status(found, here) if "status" in found else ""
            because = self._text(found, "because", here, needed=False)
            edges.append(Edge(to, when, because, source, status, self._line(*here)))
        return tuple(edges)

    def _condition(self, entry: object, path: Path_) -> Condition | None:
        if not isinstance(entry, dict) or len(entry) != 1:
            self.fault(path, "a condition is one of all: […], any: […], not: …, or one fact with its value")
            return None
        (name, value), inner = next(iter(entry.items())), (*path, next(iter(entry)))
        if name == "not":
            member = self._condition(value, inner)
            return conditions.Not(member) if member else None
        if name in ("all", "any"):
            if not isinstance(value, list) or not value:
                self.fault(inner, f"‘{name}’ holds a list of conditions")
                return None
            parts = [self._condition(part, (*inner, place)) for place, part in enumerate(value)]
            members = tuple(part for part in parts if part)
            return conditions.All(members) if name == "all" else conditions.Any(members)
        if name not in self.known:
            self.fault(path, f"no fact is named ‘{name}’{nearest(name, self.known)}")
            return None
        return self._test(self.known[name], value, inner)

    def _test(self, question: Question, value: object, path: Path_) -> Test | None:
        relation = "is"
        if isinstance(value, dict):
            allowed = ("in",) if question.type == "enum" else RELATIONS if question.type in ("int", "float") else ()
            relation = next(iter(value), "")
            if len(value) != 1 or relation not in allowed:
                expected = f"one of {', '.join(allowed)}" if allowed else "true or false"
                self.fault(path, f"{question.name} is compared by ‘{', '.join(value)}’; expected {expected}")
                return None
            value = value[relation]
        try:
            if relation == "in":
                if not isinstance(value, list) or not value:
                    raise ValueError(f"‘in’ holds a list of values of {question.name}")
                return Test(question, relation, tuple(str(question.accept(part)) for part in value))
            return Test(question, relation, question.accept(value))
        except ValueError as error:
            self.fault(path, str(error))
            return None

    def _target(self, to: object, path: Path_, ids: list[str]) -> str:
        if to not in ids:
            self.fault(path, f"no node is named ‘{to}’{nearest(str(to), ids)}")
        return str(to)

    def _sources(self, found: Mapping[str, Any], path: Path_) -> tuple[str, ...]:
        written = found.get("source")
        keys = [written] if isinstance(written, str) else written
        if not isinstance(keys, list) or not keys:
            self.fault(path, "‘source’ is missing; name at least one citation key")
            return ()
        sources = tuple(map(str, keys))
        for message in unknown_keys(sources, self.works):
            self.fault((*path, "source"), message)
        return sources

    def _status(self, found: Mapping[str, Any], path: Path_) -> str:
        return self._one_of(found, "status", path, STATUSES)

    def _one_of(self, found: Mapping[str, Any], key: str, path: Path_, choices: Sequence[str]) -> str:
        value = found.get(key)
        if value is None:
            self.fault(path, f"‘{key}’ is missing; expected one of {', '.join(choices)}")
        elif value not in choices:
            self.fault((*path, key), f"‘{key}’ is ‘{value}’{nearest(str(value), choices)}")
        return str(value)

    def _text(self, found: Mapping[str, Any], key: str, path: Path_, needed: bool = True) -> str:
        value = found.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault((*path, key), f"‘{key}’ is missing; expected a text")
            return ""
        try:
            return fill(value)
        except LookupError as error:
            self.fault((*path, key), str(error.args[0]))
            return value

    def _mapping(self, value: object, path: Path_, keys: Sequence[str], what: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.fault(path, f"{what} must hold {', '.join(keys)}")
            return {}
        for key in value:
            if key not in keys:
                self.fault((*path, key), f"{what} has no ‘{key}’{nearest(key, keys)}")
        return value

    def _line(self, *path: str | int) -> int:
        return self.document.line(*path)

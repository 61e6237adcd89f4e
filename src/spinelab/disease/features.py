"""The comparison of the three diseases and their mimics: read, checked, filtered, written as a table.

One file, `data/disease/features.yaml`, serves the table, the picture and the text. Figures in it are facts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from spinelab.content import ContentError, Fault, data_folder, nearest, references
from spinelab.content.facts import fill
from spinelab.content.records import Id, Record, Text
from spinelab.content.references import Reference, unknown_keys
from spinelab.content.typed import typed
from spinelab.content.yamltext import Document, read
from spinelab.disease.tables import cites_html, doubt_html, table_html

Strength = Literal["usual", "sometimes", "rare", "disputed", "felt", "spared"]
Status = Literal["verified", "from memory", "teaching assumption"]


class Region(Record, frozen=True, kw_only=True):
    """A stretch of the spine."""

    id: Id
    name: Text
    levels: Text


class Condition(Record, frozen=True, kw_only=True):
    """A disease, or a mimic of one. `short`, `begins` and `eased_by` are words for a picture."""

    id: Id
    name: Text
    short: Annotated[str, Meta(min_length=1, max_length=9)]
    kind: Literal["disease", "mimic"]
    begins: Text
    eased_by: Text


class Asked(Record, frozen=True, kw_only=True):
    """A question that is put to every condition."""

    id: Id
    ask: Text


class Answer(Record, frozen=True, kw_only=True):
    """What one condition does, for one question; along `regions`, or, without them, for the whole person.

    `strength` says how often the condition strikes there; only the question `where` has it.
    """

    condition: Id
    question: Id
    text: Text
    sources: tuple[Text, ...]
    regions: tuple[Id, ...] = ()
    strength: Strength | None = None
    status: Status = "verified"


class _File(Record, frozen=True, kw_only=True):
    regions: tuple[Region, ...]
    conditions: tuple[Condition, ...]
    questions: tuple[Asked, ...]
    answers: tuple[Answer, ...]


_Named = TypeVar("_Named", Region, Condition, Asked)
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")


@dataclass(frozen=True)
class Table:
    """The comparison, or a part of it."""

    regions: tuple[Region, ...]
    conditions: tuple[Condition, ...]
    questions: tuple[Asked, ...]
    answers: tuple[Answer, ...]

    def cell(self, condition: str, question: str) -> list[Answer]:
        """The answers of one condition to one question, in authored order."""
        return [answer for answer in self.answers if (answer.condition, answer.question) == (condition, question)]

    def strength(self, condition: str, region: str) -> Strength:
        """How often a condition strikes a region."""
        for answer in self.cell(condition, "where"):
            if region in answer.regions and answer.strength:
                return answer.strength
        raise LookupError(f"{condition} has no answer for the region ‘{region}’")

    def filtered(
        self, conditions: Iterable[str] | None = None, region: str | None = None, question: str | None = None
    ) -> Table:
        """The part for these conditions, this region and this question; None leaves a choice open.

        With a region, only answers that hold there stay. Questions without an answer left are dropped. Raises
        LookupError that names the nearest id for an unknown one.
        """
        chosen = tuple(
            self.conditions if conditions is None else (_named(id, self.conditions, "condition") for id in conditions)
        )
        if region is not None:
            _named(region, self.regions, "region")
        if question is not None:
            _named(question, self.questions, "question")
        ids = {condition.id for condition in chosen}
        answers = tuple(
            answer
            for answer in self.answers
            if answer.condition in ids
            and (region is None or region in answer.regions)
            and (question is None or answer.question == question)
        )
        left = {answer.question for answer in answers}
        return Table(self.regions, chosen, tuple(asked for asked in self.questions if asked.id in left), answers)

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that change when a word of the table changes."""
        written = msgspec.json.encode([self.regions, self.conditions, self.questions, self.answers])
        return hashlib.blake2s(written, digest_size=4).hexdigest()

    def place(self, answer: Answer) -> str:
        """Where an answer holds, in words: `Upper neck: usual`; empty for the whole person."""
        names = [region.name for region in self.regions if region.id in answer.regions]
        where = "Whole spine" if len(names) == len(self.regions) else ", ".join(names)
        return f"{where}: {answer.strength}" if answer.strength else where

    def to_html(self, caption: str) -> str:
        """An HTML table: a row for each question, a column for each condition."""
        works = references()
        rows = [
            [escape(asked.ask), *(self._cell_html(one.id, asked.id, works) for one in self.conditions)]
            for asked in self.questions
        ]
        return table_html(escape(caption), ["Question", *(escape(one.name) for one in self.conditions)], rows)

    def _cell_html(self, condition: str, question: str, works: dict[str, Reference]) -> str:
        parts = []
        for answer in self.cell(condition, question):
            place = self.place(answer)
            lead = f"<b>{escape(place)}.</b> " if place else ""
            rest = f"{cites_html(answer.sources, works)}{doubt_html(answer.status)}"
            parts.append(f"<p>{lead}{escape(answer.text)} {rest}</p>")
        return "".join(parts) or "–"


def load() -> Table:
    """The whole comparison, facts filled in. Raises ContentError with every fault: file, line, nearest valid choice."""
    document = read(data_folder() / "disease" / "features.yaml")
    file = typed(document, _File)
    table = Table(file.regions, file.conditions, file.questions, file.answers)
    faults = list(_faults(document, table))
    filled = []
    for index, answer in enumerate(file.answers):
        try:
            filled.append(msgspec.structs.replace(answer, text=_tied(fill(answer.text))))
        except LookupError as error:
            faults.append(document.fault(("answers", index, "text"), str(error.args[0])))
    if faults:
        raise ContentError(faults)
    return Table(file.regions, file.conditions, file.questions, tuple(filled))


def _tied(text: str) -> str:
    """Text in which a figure and its percent sign stay on one line."""
    return text.replace(" %", "\u00a0%")


def _faults(document: Document, table: Table) -> Iterable[Fault]:
    works = references()
    seen: dict[tuple[str, str, str], int] = {}
    for index, answer in enumerate(table.answers):
        at = ("answers", index)
        try:
            _named(answer.condition, table.conditions, "condition")
            _named(answer.question, table.questions, "question")
            for region in answer.regions:
                _named(region, table.regions, "region")
            for message in unknown_keys(answer.sources, works):
                raise LookupError(message)
        except LookupError as error:
            yield document.fault(at, str(error.args[0]))
            continue
        if (answer.strength is None) == (answer.question == "where"):
            yield document.fault(at, "‘strength’ belongs to the question ‘where’, and to no other")
        if not answer.sources and answer.status == "verified":
            yield document.fault(at, "a verified answer names its sources; else write ‘status: from memory’")
        for region in answer.regions or ("",):
            line = seen.setdefault((answer.condition, answer.question, region), document.line(*at))
            if line != document.line(*at):
                twice = f"{answer.condition} answers ‘{answer.question}’ for {region or 'the whole person'} twice"
                yield document.fault(at, f"{twice}; first on line {line}")
    for condition in table.conditions:
        for asked in table.questions:
            if not table.cell(condition.id, asked.id):
                yield document.fault(("answers",), f"{condition.id} has no answer to ‘{asked.id}’")
        for place in table.regions:
            if (condition.id, "where", place.id) not in seen:
                message = f"{condition.id} does not say whether it strikes the region ‘{place.id}’"
                yield document.fault(("answers",), message)


def _named(id: str, among: tuple[_Named, ...], kind: str) -> _Named:
    for one in among:
        if one.id == id:
            return one
    raise LookupError(f"no {kind} is named ‘{id}’{nearest(id, [one.id for one in among])}")

"""What a pathway may ask of a patient: each fact has a type, a unit, a range and a question in plain words.

The table is `data/treatment/facts.csv`. A fact is never guessed: it is given, or it is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spinelab.content import nearest, references
from spinelab.content.csvtext import Row, by_name, read_rows
from spinelab.content.facts import plain
from spinelab.content.folder import stamps
from spinelab.content.references import Reference, keys_in

Value = bool | int | float | str
TYPES = ("bool", "int", "float", "enum")
STATUSES = ("verified", "secondary", "from memory", "inference", "contested")
"""How well a statement was seen. `contested`: seen, and good sources or surgeons disagree."""

COLUMNS = (
    "fact",
    "type",
    "unit",
    "low",
    "high",
    "step",
    "values",
    "label",
    "question",
    "meaning",
    "source",
    "status",
)


@dataclass(frozen=True)
class Question:
    """One fact of a patient and how to ask for it.

    `type` is bool, int, float or enum. Numbers lie from `low` to `high` in `unit`, written in steps of `step`;
    an enum is one of `values`, said as in `words`. `label` is its short name, `text` the question, `meaning` what
    counts as an answer.
    """

    name: str
    type: str
    unit: str
    low: float
    high: float
    step: float
    values: tuple[str, ...]
    words: tuple[str, ...]
    label: str
    text: str
    meaning: str
    source: tuple[str, ...]
    status: str

    def accept(self, value: object) -> Value:
        """The value as this fact holds it. Raises ValueError naming the fact, the value and what was expected."""
        if self.type == "bool" and isinstance(value, bool):
            return value
        if self.type == "enum" and isinstance(value, str):
            if value in self.values:
                return value
            raise ValueError(f"{self.name} is ‘{value}’{nearest(value, self.values)}; expected {self.expected}")
        if self.type in ("int", "float") and isinstance(value, int | float) and not isinstance(value, bool):
            whole = self.type == "float" or (math.isfinite(value) and value == int(value))
            if whole and self.low <= value <= self.high:  # NaN fails both
                return int(value) if self.type == "int" else value
        raise ValueError(f"{self.name} is {value!r}; expected {self.expected}")

    @property
    def expected(self) -> str:
        """What an answer must be, in words."""
        if self.type == "bool":
            return "True or False"
        if self.type == "enum":
            return "one of " + ", ".join(self.values)
        number = "a whole number" if self.type == "int" else "a number"
        return f"{number} from {plain(self.low)} to {self.shown(self.high)}"

    def shown(self, value: Value) -> str:
        """A value as a person writes it: `yes`, `12 mm`, `IIIA`."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self.words[self.values.index(value)]
        unit = "°" if self.unit == "deg" else f" {self.unit}" if self.unit else ""
        return f"{plain(value)}{unit}"


def questions() -> dict[str, Question]:
    """All facts by name, in authored order. Raises ContentError with every fault of the table."""
    return dict(_read(stamps("treatment", "facts.csv")))


def accepted(facts: Mapping[str, object]) -> dict[str, Value]:
    """A patient's facts, each checked. Raises ValueError naming the wrong one and the nearest valid choice."""
    known = _read(stamps("treatment", "facts.csv"))
    for name in facts:
        if name not in known:
            raise ValueError(f"no fact is named ‘{name}’{nearest(str(name), known)}")
    return {name: known[name].accept(value) for name, value in facts.items()}


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int, int], ...]) -> dict[str, Question]:
    works = references()
    rows = (row for path, _, _ in files for row in read_rows(path, COLUMNS))
    return by_name(rows, "fact", lambda row: _question(row, works))


def _question(row: Row, works: Mapping[str, Reference]) -> Question:
    name = row["fact"]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise row.error(f"the fact ‘{name}’ must be small letters, digits and underscores")
    if row["type"] not in TYPES:
        raise row.error(f"{name}: the type ‘{row['type']}’ is not known{nearest(row['type'], TYPES)}")
    if row["status"] not in STATUSES:
        raise row.error(f"{name}: the status ‘{row['status']}’ is not known{nearest(row['status'], STATUSES)}")
    for column in ("label", "question", "meaning", "source"):
        if not row[column]:
            raise row.error(f"{name}: ‘{column}’ is missing")
    numeric = row["type"] in ("int", "float")
    low, high, step = (row.number(column) for column in ("low", "high", "step"))
    if numeric and (low is None or high is None or not step or low >= high or step < 0):
        raise row.error(f"{name}: a number needs low, high and step, low below high")
    choices = [choice.partition("=") for choice in row["values"].split("|") if choice]
    if (row["type"] == "enum") != (len(choices) > 1) or not all(words for _, _, words in choices):
        raise row.error(f"{name}: ‘values’ lists the choices of an enum (a=first|b=second), and of nothing else")
    return Question(
        name,
        row["type"],
        row["unit"],
        low or 0.0,
        high or 0.0,
        step or 0.0,
        tuple(value for value, _, _ in choices),
        tuple(words for _, _, words in choices),
        row["label"],
        row["question"],
        row["meaning"],
        keys_in(row, "source", works),
        row["status"],
    )

"""Figures that the course states: each has an id, a source and a status, and lives in one place.

Texts, tables, pictures and questions take a figure from here by its id, so that a corrected figure is corrected
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spinelab.content.csvtext import Row, read_rows
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import stamps

COLUMNS = ("id", "what", "value", "low", "high", "n", "unit", "source", "status", "checked")
STATUSES = ("verified", "from memory", "derived", "teaching assumption")
SLOT = re.compile(r"\{([a-z][a-z0-9_-]*)(?:\.(value|low|high|n))?\}")


@dataclass(frozen=True)
class Fact:
    """One figure: its value, the interval or range around it, how many it was seen in, its unit and source."""

    id: str
    what: str
    value: float | None
    low: float | None
    high: float | None
    n: float | None
    unit: str
    sources: tuple[str, ...]
    status: str
    checked: str
    file: str
    line: int

    @property
    def numbers(self) -> tuple[float, ...]:
        """All numbers that a sentence may take from this fact."""
        return tuple(number for number in (self.value, self.low, self.high, self.n) if number is not None)

    @property
    def exact(self) -> float:
        """The value. LookupError where the fact is an interval without one."""
        if self.value is None:
            raise LookupError(f"the fact ‘{self.id}’ has no value")
        return self.value

    @property
    def brief(self) -> str:
        """The value with its unit alone, such as `24 mm`."""
        return f"{plain(self.value)} {self.unit}"

    @property
    def text(self) -> str:
        """The figure as learners read it, such as `24 % (13–36)`; marked when it is not verified or derived."""
        unit = "°" if self.unit in ("deg", "°") else f" {self.unit}" if self.unit else ""
        interval = f"{plain(self.low)}–{plain(self.high)}" if self.low is not None and self.high is not None else ""
        if self.value is None:
            shown = f"{interval}{unit}"
        else:
            shown = f"{plain(self.value)}{unit}" + (f" ({interval})" if interval else "")
        return shown if self.status in ("verified", "derived") else f"{shown} [{self.status}]"


def plain(number: float | None) -> str:
    """A number without needless zeros: 24.0 becomes 24."""
    return "" if number is None else f"{number:.10g}".replace("-", "−")


def facts() -> dict[str, Fact]:
    """All facts by id, read again when a file has changed. Raises ContentError with every fault found."""
    return dict(_read(stamps("evidence/facts", "*.csv")))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int, int], ...]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    faults: list[Fault] = []
    for path, _, _ in files:
        try:
            rows = read_rows(path, COLUMNS)
        except ContentError as error:
            faults += error.faults
            continue
        for row in rows:
            try:
                fact = _fact(row)
            except ContentError as error:
                faults += error.faults
                continue
            if fact.id in found:
                other = found[fact.id]
                faults.append(
                    Fault(row.file, row.line, f"the id ‘{fact.id}’ is used before, in {other.file}:{other.line}")
                )
            found[fact.id] = fact
    if faults:
        raise ContentError(faults)
    return found


def fact(id: str) -> Fact:
    """One fact. Raises LookupError naming the nearest id."""
    known = facts()
    if id not in known:
        raise LookupError(f"no fact has the id ‘{id}’{nearest(id, known)}")
    return known[id]


def fill(text: str, keep: Container[str] = ()) -> str:
    """Replace each `{fact-id}` by the fact's text, and `{fact-id.value}` (low, high, n) by that number.

    Names in `keep` stay as they are. Raises LookupError for an unknown id or an empty number.
    """
    if "{" not in text:
        return text

    def shown(match: re.Match[str]) -> str:
        if match[1] in keep:
            return match[0]
        found = fact(match[1])
        if not match[2]:
            return found.text
        number: float | None = getattr(found, match[2])
        if number is None:
            raise LookupError(f"the fact ‘{match[1]}’ has no {match[2]}")
        return plain(number)

    return SLOT.sub(shown, text)


def _fact(row: Row) -> Fact:
    id = row["id"]
    if not re.fullmatch(r"[a-z][a-z0-9-]*", id):
        raise row.error(f"the id ‘{id}’ must be small letters, digits and hyphens, starting with a letter")
    if row["status"] not in STATUSES:
        raise row.error(f"the status ‘{row['status']}’ is not known{nearest(row['status'], STATUSES)}")
    value, low, high, n = (row.number(column) for column in ("value", "low", "high", "n"))
    if value is None and (low is None or high is None):
        raise row.error(f"{id} has neither a value nor a low and a high")
    if low is not None and high is not None and low > high:
        raise row.error(f"{id}: low {plain(low)} is above high {plain(high)}")
    sources = row.listed("source")
    if not sources and row["status"] == "verified":
        raise row.error(f"{id} is called verified but names no source")
    return Fact(
        id,
        row["what"],
        value,
        low,
        high,
        n,
        row["unit"],
        sources,
        row["status"],
        row["checked"],
        row.file,
        row.line,
    )

"""A simulated cohort: people with a condition and findings, drawn from a table of probabilities.

Nobody in it exists. `data/disease/cohort.csv` holds P(finding | condition) with a source and a status for each cell;
many are teaching assumptions. Given the condition, findings are drawn independently, which real findings are not.
So a cohort shows how probabilities work; it is no epidemiology.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from math import fsum
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from spinelab.content import ContentError, Fault, data_folder, references
from spinelab.content.csvtext import Row, read_rows
from spinelab.content.faults import InputError, nearest
from spinelab.content.folder import stamps
from spinelab.content.references import keys_in
from spinelab.content.shown import Shown
from spinelab.disease import arguments, features, findings
from spinelab.disease.findings import percent
from spinelab.disease.tables import cites_html, table_html

CELL_COLUMNS = ("finding", "condition", "probability", "low", "high", "source", "status", "note")
MIX_COLUMNS = ("mix", "condition", "share", "source", "status")
STATUSES = ("verified", "derived", "chosen within a published range", "teaching assumption")
MOST = 10_000_000
_LABEL = "SIMULATED"

Yes = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cell:
    """The probability of a finding in a condition, where it is from, and the range that sources give."""

    finding: str
    condition: str
    probability: float
    low: float
    high: float
    sources: tuple[str, ...]
    status: str
    note: str

    @property
    def published(self) -> bool:
        """Whether a source gives this value; a value chosen within a published range is still a choice."""
        return self.status in ("verified", "derived")


@dataclass(frozen=True)
class Matrix:
    """All cells, findings (rows) by conditions (columns), and the named mixes of conditions."""

    conditions: dict[str, str]
    findings: dict[str, str]
    cells: dict[tuple[str, str], Cell]
    mixes: dict[str, dict[str, float]]
    probabilities: npt.NDArray[np.float64] = field(repr=False)


@dataclass(frozen=True, repr=False)
class Column(Shown):
    """One finding of a cohort: who has it (`values`, an array of True and False), and the cells behind it."""

    finding: str
    name: str
    values: Yes = field(repr=False)
    cells: tuple[Cell, ...]

    @property
    def status(self) -> Literal["published", "partly published", "teaching assumption"]:
        """Whether the probabilities of the conditions in this cohort are published."""
        published = [cell.published for cell in self.cells]
        if all(published):
            return "published"
        return "partly published" if any(published) else "teaching assumption"

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.array(self.values, dtype=dtype, copy=copy)

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"<{_LABEL} {self.name}: {np.count_nonzero(self.values)} of {len(self)} people, {self.status}>"

    def to_html(self) -> str:
        """A table of the probabilities behind the column, with their status and sources."""
        works = references()
        names = matrix().conditions
        rows = [
            (
                escape(names[cell.condition]),
                percent(cell.probability) if cell.probability else "0 %",
                f"{100 * cell.low:g} to {100 * cell.high:g} %",
                escape(cell.status),
                cites_html(cell.sources, works) or "none",
            )
            for cell in self.cells
        ]
        heads = ("Condition", "Probability", "Range", "Status", "Source")
        return table_html(escape(f"{_LABEL} people: the probabilities of {self.name}"), heads, rows)


@dataclass(frozen=True)
class Group:
    """A group of simulated people: how many, and how many of them have what was counted.

    `expected` is the probability that they were drawn with, and `status` says whether it is published.
    """

    id: str
    name: str
    people: int
    having: int
    expected: float | None = None
    status: str = ""

    @property
    def share(self) -> float:
        """The share that has it, from 0 to 1; 0 in an empty group."""
        return self.having / self.people if self.people else 0.0


@dataclass(frozen=True, repr=False)
class Count(Shown):
    """Who has one finding, or several together, group by group."""

    name: str
    groups: tuple[Group, ...]
    title: str

    @property
    def having(self) -> int:
        """Everyone who has it."""
        return sum(group.having for group in self.groups)

    def __getitem__(self, id: str) -> Group:
        """A group: a condition such as `axspa`, or `with` and `without`. Raises InputError that names the nearest."""
        findings.known(id, [group.id for group in self.groups], "group")
        return next(group for group in self.groups if group.id == id)

    def __repr__(self) -> str:
        told = ", ".join(f"{group.name} {group.having} of {group.people}" for group in self.groups)
        return f"<{self.title}; {self.name}: {told}>"

    def to_html(self) -> str:
        """A table: a row for each group, and the same people counted the other way round."""
        status = any(group.status for group in self.groups)
        rows = []
        for group in self.groups:
            of_all = f"{100 * group.having / self.having:.0f} %" if self.having else "–"
            row = [escape(group.name), f"{group.people}", f"{group.having}", f"{100 * group.share:.0f} %", of_all]
            if status:
                drawn = "–" if group.expected is None else f"{100 * group.expected:.3g} %, {group.status}"
                row.append(escape(drawn))
            rows.append(tuple(row))
        people = sum(group.people for group in self.groups)
        share = f"{100 * self.having / people:.0f} %" if people else "–"
        rows.append(("all", f"{people}", f"{self.having}", share, "100 %" if self.having else "–", "")[: 5 + status])
        heads = ("Group", "People", "Have it", "Of the group, have it", "Of all who have it", "Drawn with")
        return table_html(escape(f"{self.title}: {self.name}"), heads[: 5 + status], rows)


@dataclass(frozen=True, repr=False)
class Cohort(Shown):
    """Simulated people. `cohort["hla_b27"]` is a column; `condition` names the condition of each person."""

    seed: int
    mix: str
    codes: npt.NDArray[np.int8] = field(repr=False)
    having: Yes = field(repr=False)
    matrix: Matrix = field(repr=False)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def findings(self) -> list[str]:
        """The names of the columns."""
        return list(self.matrix.findings)

    @property
    def condition(self) -> npt.NDArray[np.str_]:
        """The condition of each person, by id such as `axspa`."""
        return np.array(list(self.matrix.conditions))[self.codes]

    @property
    def conditions(self) -> list[str]:
        """The conditions that occur, by id, in authored order."""
        there = set(np.unique(self.codes).tolist())
        return [id for code, id in enumerate(self.matrix.conditions) if code in there]

    def __getitem__(self, finding: str) -> Column:
        """A column. Raises InputError that names the nearest."""
        findings.known(finding, self.matrix.findings, "finding")
        place = self.findings.index(finding)
        cells = tuple(self.matrix.cells[finding, condition] for condition in self.conditions)
        return Column(finding, self.matrix.findings[finding], self.having[place], cells)

    def count(self, *names: str, by: str = "condition") -> Count:
        """Count who has a finding, or several together, in each condition, or with and without another finding.

        Raises InputError for an unknown finding.
        """
        if not names:
            raise InputError(f"name a finding to count, such as {self.findings[0]!r}")
        columns = [self[name] for name in names]
        has = np.logical_and.reduce([column.values for column in columns])
        if by == "condition":
            groups = tuple(self._group_of(condition, has, names) for condition in self.conditions)
        else:
            findings.known(by, [*self.matrix.findings, "condition"], "group")
            other = self[by]
            groups = tuple(
                Group(word, f"{word} {other.name}", int(np.count_nonzero(who)), int(np.count_nonzero(has & who)))
                for word, who in (("with", other.values), ("without", ~other.values))
            )
        title = f"{_LABEL} cohort of {len(self)} (seed {self.seed})"
        return Count(" and ".join(column.name for column in columns), groups, title)

    def _group_of(self, condition: str, has: Yes, names: tuple[str, ...]) -> Group:
        who = self.codes == list(self.matrix.conditions).index(condition)
        cells = [self.matrix.cells[name, condition] for name in names]
        drawn = float(np.prod([cell.probability for cell in cells]))
        assumed = [cell.status for cell in cells if not cell.published]
        status = (assumed or [cells[0].status])[0]
        people, having = int(np.count_nonzero(who)), int(np.count_nonzero(has & who))
        return Group(condition, self.matrix.conditions[condition], people, having, drawn, status)

    def __repr__(self) -> str:
        drawn = hashlib.blake2s(self.codes.tobytes() + np.packbits(self.having).tobytes(), digest_size=4).hexdigest()
        size = f"{len(self)} people, {len(self.findings)} findings"
        return f"<{_LABEL} cohort: {size}, {self.mix}, seed {self.seed}, {drawn}>"

    def to_html(self) -> str:
        """Who is in the cohort, and how much of it rests on sources."""
        counts = np.bincount(self.codes, minlength=len(self.matrix.conditions))
        rows = []
        for code, (id, name) in enumerate(self.matrix.conditions.items()):
            if counts[code]:
                cells = [self.matrix.cells[finding, id] for finding in self.matrix.findings]
                published = sum(cell.published for cell in cells)
                rows.append((escape(name), f"{counts[code]}", f"{published} of {len(cells)}"))
        heads = ("Condition", "People", "Findings drawn with a published probability")
        caption = f"{_LABEL} cohort of {len(self)} (seed {self.seed}). Nobody in it exists."
        note = (
            "The other probabilities are teaching assumptions or choices within a published range. Within a condition "
            "findings are drawn one by one, as if they were strangers to each other."
        )
        return f"{table_html(escape(caption), heads, rows)}<p>{note}</p>"


def simulate(n: int, seed: int, mix: str | Mapping[str, float] = "teaching_clinic") -> Cohort:
    """Draw `n` people; the same `seed` draws the same people.

    `mix` is a name of `data/disease/mixes.csv`, such as "chronic_back_pain", or the share of each condition, such as
    {"axspa": 0.05, "mechanical": 0.95}. Raises InputError (a ValueError) for what cannot be drawn.
    """
    people = arguments.count("n", n, MOST, 1)
    known = matrix()
    draw = np.random.default_rng(arguments.count("seed", seed, 2**63 - 1))
    ends = np.cumsum(_shares(mix, known))
    codes = np.searchsorted(ends / ends[-1], draw.random(people), side="right").astype(np.int8)
    having = np.empty((len(known.findings), people), dtype=np.bool_)
    for row, chances in enumerate(known.probabilities):
        having[row] = draw.random(people) < chances[codes]
    for array in (codes, having):
        array.flags.writeable = False
    return Cohort(int(seed), mix if isinstance(mix, str) else "own mix", codes, having, known)


def matrix() -> Matrix:
    """P(finding | condition), each cell with its source and status, read again when a file has changed.

    Raises ContentError with every fault: file, line, nearest valid choice.
    """
    return _read(stamps("disease", "*"), stamps("evidence/facts", "*"))


def _shares(mix: object, known: Matrix) -> list[float]:
    if isinstance(mix, str):
        mix = known.mixes[findings.known(mix, known.mixes, "mix")]
    if not isinstance(mix, Mapping):
        names = ", ".join(known.mixes)
        raise InputError(f"mix is {mix!r}; expected a name ({names}) or the share of each condition")
    for condition, share in mix.items():
        findings.known(condition, known.conditions, "condition")
        arguments.number(f"the share of {condition} in mix", share, 0, 1)
    total = fsum(mix.values())
    if abs(total - 1) > 1e-6:
        raise InputError(f"the shares in mix add up to {total:g}; expected 1")
    return [float(mix.get(condition, 0)) for condition in known.conditions]


@lru_cache(maxsize=2)
def _read(*_: tuple[tuple[Path, int, int], ...]) -> Matrix:
    known = {condition.id: condition.name for condition in features.load().conditions}
    names = findings.names()
    faults: list[Fault] = []
    cells: dict[tuple[str, str], Cell] = {}
    folder = data_folder() / "disease"
    rows = read_rows(folder / "cohort.csv", CELL_COLUMNS)
    for row in rows:
        try:
            cell = _cell(row, names, known)
            if (cell.finding, cell.condition) in cells:
                raise row.error(f"{cell.finding} in {cell.condition} is given twice")
            cells[cell.finding, cell.condition] = cell
        except ContentError as error:
            faults += error.faults
    conditions = {id: name for id, name in known.items() if any(condition == id for _, condition in cells)}
    drawn = {id: name for id, name in names.items() if any(finding == id for finding, _ in cells)}
    for finding in drawn:
        for condition in conditions:
            if (finding, condition) not in cells:
                faults.append(Fault(rows[0].file, 0, f"{finding} has no probability in {condition}"))
    mixes: dict[str, dict[str, float]] = {}
    for row in read_rows(folder / "mixes.csv", MIX_COLUMNS):
        try:
            _sources_and_status(row)
            condition = _one_of(row, "condition", conditions)
            mixes.setdefault(row["mix"], {})[condition] = findings.probability(row, "share")
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(faults)
    table = np.array([[cells[finding, condition].probability for condition in conditions] for finding in drawn])
    return Matrix(conditions, drawn, cells, mixes, table)


def _cell(row: Row, names: Mapping[str, str], conditions: Mapping[str, str]) -> Cell:
    probability, low, high = (findings.probability(row, column) for column in ("probability", "low", "high"))
    if not low - 1e-9 <= probability <= high + 1e-9:
        raise row.error(f"the probability {probability:g} is outside its range {low:g} to {high:g}")
    finding, condition = _one_of(row, "finding", names), _one_of(row, "condition", conditions)
    return Cell(finding, condition, probability, low, high, *_sources_and_status(row), row["note"])


def _one_of(row: Row, column: str, known: Iterable[str]) -> str:
    names = list(known)
    if row[column] not in names:
        raise row.error(f"‘{row[column]}’ is no {column}{nearest(row[column], names)}")
    return row[column]


def _sources_and_status(row: Row) -> tuple[tuple[str, ...], str]:
    sources = keys_in(row, "source", references())
    if row["status"] not in STATUSES:
        raise row.error(f"the status ‘{row['status']}’ is not known{nearest(row['status'], STATUSES)}")
    if not sources and row["status"] != "teaching assumption":
        raise row.error(f"a value that is {row['status']} names its source")
    return sources, row["status"]

"""Reading authored CSV tables, each row with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import short_name
from spinelab.content.textfile import read_text, reject_invisible

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Row:
    """One row of a CSV table: its cells by column, stripped, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fault(self, message: str) -> Fault:
        """A fault in this row."""
        return Fault(self.file, self.line, message)

    def error(self, message: str) -> ContentError:
        """The error of one fault in this row."""
        return ContentError([self.fault(message)])

    def listed(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that semicolons separate, stripped; empty ones are left out."""
        return tuple(part.strip() for part in self.cells[column].split(";") if part.strip())

    def number(self, column: str) -> float | None:
        """The cell as a number, None when empty. Raises ContentError when it is something else."""
        text = self.cells[column]
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            raise self.error(f"column ‘{column}’ holds ‘{text}’; expected a number or nothing") from None
        if value != value or abs(value) == float("inf"):
            raise self.error(f"column ‘{column}’ holds ‘{text}’; expected a finite number")
        return value


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows of a CSV file with exactly these columns. Raises ContentError with file and line otherwise."""
    return list(_rows(read_text(path), short_name(path), columns))


def by_name(rows: Iterable[Row], column: str, make: Callable[[Row], _Made]) -> dict[str, _Made]:
    """What `make` makes of each row, by the row's name in `column`, in order.

    Raises ContentError with the faults of all rows; a name that is used before is one.
    """
    made: dict[str, _Made] = {}
    faults: list[Fault] = []
    for row in rows:
        try:
            one = make(row)
        except ContentError as error:
            faults += error.faults
            continue
        if row[column] in made:
            faults.append(row.fault(f"the {column} ‘{row[column]}’ is used before"))
        made[row[column]] = one
    if faults:
        raise ContentError(faults)
    return made


def _rows(text: str, file: str, columns: Sequence[str]) -> Iterator[Row]:
    reject_invisible(text, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        for name in header:
            if name not in columns:
                raise ContentError.at(file, 1, f"unknown column ‘{name}’{nearest(name, columns)}")
        missing = [name for name in columns if name not in header]
        if missing or len(set(header)) != len(header):
            raise ContentError.at(
                file, 1, f"expected the columns {', '.join(columns)}; found {', '.join(header) or 'none'}"
            )
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                if len(cells) != len(header):
                    raise ContentError.at(
                        file,
                        line,
                        f"{len(cells)} cells; expected {len(header)} (quote a cell that holds a comma)",
                    )
                yield Row(file, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ContentError.at(file, reader.line_num, f"not valid CSV: {error}") from None

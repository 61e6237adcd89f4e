"""The findings of the disease room by id, and the words for them: one list for ratios, cohort and pictures."""

from __future__ import annotations

from collections.abc import Iterable

from spinelab.content import data_folder, nearest
from spinelab.content.arithmetic import evaluate
from spinelab.content.csvtext import Row, read_rows
from spinelab.content.facts import fill
from spinelab.content.faults import InputError

COLUMNS = ("id", "name")


def names() -> dict[str, str]:
    """The words for each finding, by id, in authored order. Raises ContentError for a row written twice."""
    found: dict[str, str] = {}
    for row in read_rows(data_folder() / "disease" / "findings.csv", COLUMNS):
        if row["id"] in found:
            raise row.error(f"the finding ‘{row['id']}’ is named twice")
        found[row["id"]] = row["name"]
    return found


def known(name: object, names: Iterable[str], kind: str) -> str:
    """The name, when there is such a thing. Raises InputError that names the nearest."""
    there = list(names)
    if not isinstance(name, str):
        raise InputError(f"{kind} is {name!r}; expected one of: {', '.join(there)}")
    if name not in there:
        raise InputError(f"no {kind} is named ‘{name}’{nearest(name, there)}")
    return name


def probability(row: Row, column: str) -> float:
    """A cell as a probability: a number, or a sum with facts. Raises ContentError with file and line."""
    try:
        value = evaluate(fill(row[column]), {})
    except (LookupError, ValueError) as error:
        raise row.error(f"column ‘{column}’: {error.args[0]}") from None
    if not 0 <= value <= 1:
        raise row.error(f"column ‘{column}’ is {value:g}; expected a probability from 0 to 1")
    return value


def percent(share: float) -> str:
    """A share of 1 as learners read it: whole percents, a decimal near the ends, and never 0 or 100."""
    of_100 = 100 * share
    if share < 0.001:
        return "under 0.1 %"
    if share > 0.999:
        return "over 99.9 %"
    return f"{of_100:.1f} %" if of_100 < 1 or of_100 > 99 else f"{of_100:.0f} %"

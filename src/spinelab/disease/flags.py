"""Red flags: what each points to, how much a flag alone is worth, and what it triggers."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from spinelab.content import ContentError, data_folder, fact, nearest, references
from spinelab.content.csvtext import Row, read_rows
from spinelab.content.facts import Fact
from spinelab.content.references import Reference, keys_in
from spinelab.content.shown import Shown
from spinelab.disease.tables import cites_html, doubt_html, table_html

COLUMNS = ("id", "flag", "points_to", "figures", "weight", "triggers", "when", "sources", "status")
WHEN = ("Now", "Today", "Days", "Weeks")


@dataclass(frozen=True)
class RedFlag:
    """One red flag. `figures` are facts; `when` is Now, Today, Days or Weeks."""

    id: str
    flag: str
    points_to: str
    figures: tuple[Fact, ...]
    weight: str
    triggers: str
    when: str
    sources: tuple[str, ...]
    status: str


def load() -> list[RedFlag]:
    """All red flags, in authored order. Raises ContentError with file, line and the nearest valid choice."""
    works = references()
    found = []
    for row in read_rows(data_folder() / "disease" / "red_flags.csv", COLUMNS):
        try:
            found.append(_red_flag(row, works))
        except LookupError as error:
            raise row.error(str(error.args[0])) from None
    return found


def _red_flag(row: Row, works: dict[str, Reference]) -> RedFlag:
    if row["when"] not in WHEN:
        raise row.error(f"‘{row['when']}’ is no urgency{nearest(row['when'], WHEN)}")
    sources = keys_in(row, "sources", works)
    figures = tuple(fact(id) for id in row.listed("figures"))
    weight, triggers, when = row["weight"], row["triggers"], row["when"]
    return RedFlag(row["id"], row["flag"], row["points_to"], figures, weight, triggers, when, sources, row["status"])


@dataclass(frozen=True)
class RedFlagTable(Shown):
    """The red flags as a table, the most urgent first."""

    flags: tuple[RedFlag, ...]

    def __repr__(self) -> str:
        return f"RedFlagTable({len(self.flags)} flags; first: {self.flags[0].flag})"

    def to_html(self) -> str:
        """An HTML table with a row for each flag."""
        works = references()
        heads = ("Red flag", "Points to", "Alone it is worth", "It triggers", "When")
        caption = "Red flags, what each is worth alone, and what it triggers. Local pathways differ."
        return table_html(caption, heads, (_row(flag, works) for flag in self.flags))


def red_flag_table() -> RedFlagTable:
    """The red flags as a table, the most urgent first."""
    flags = load()
    if not flags:
        raise ContentError.at("data/disease/red_flags.csv", 0, "holds no red flag")
    return RedFlagTable(tuple(sorted(flags, key=lambda flag: WHEN.index(flag.when))))


def _row(flag: RedFlag, works: dict[str, Reference]) -> tuple[str, ...]:
    figures = "".join(f"<br>{escape(one.what[:1].upper() + one.what[1:])}: {escape(one.text)}" for one in flag.figures)
    worth = f"{escape(flag.weight)}.{figures} {cites_html(flag.sources, works)}{doubt_html(flag.status)}"
    return escape(flag.flag), escape(flag.points_to), worth, escape(flag.triggers), escape(flag.when)

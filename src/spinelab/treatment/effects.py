"""What treatments did in studies: absolute differences and numbers needed to treat, computed from the counts.

Everything is read from `data/treatment/effects.csv`. A count that a study printed only as a percentage is rebuilt from
the percentage and the group's size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from math import ceil, inf, sqrt
from pathlib import Path

from spinelab.content import nearest, references
from spinelab.content.csvtext import Row, by_name, read_rows
from spinelab.content.facts import plain
from spinelab.content.folder import stamps
from spinelab.content.intervals import Interval, wilson
from spinelab.content.references import Reference, keys_in, linked_keys
from spinelab.content.shown import Shown

TOPICS = {
    "axspa": "Drugs in axial spondyloarthritis",
    "ra": "Drugs in rheumatoid arthritis, and the neck",
    "lupus": "Drugs in lupus",
    "safety": "Harms of drugs",
    "blocks": "Facet joints: blocks and radiofrequency",
    "surgery": "Surgery of the neck and the stiff spine",
    "bone": "Bone",
    "exercise": "Exercise",
}
"""The groups of effects, in the order in which they are shown."""

STATUSES = ("verified", "secondary", "from memory")
COLUMNS = (
    "id", "topic", "people", "treatment", "comparator", "outcome", "when", "better",
    "n", "events", "percent", "n_other", "events_other", "percent_other",
    "measure", "value", "low", "high", "unit", "sources", "status", "note",
)  # fmt: skip
_LEFT = "text-align:left;vertical-align:top"


@dataclass(frozen=True)
class Group:
    """One arm of a study: how many people (`n`), how many had the outcome, and what share that is, in %.

    Anything that the study does not give is None.
    """

    n: int | None
    events: int | None
    percent: float | None

    @property
    def counted(self) -> tuple[int, int] | None:
        """Events and people; the events are rebuilt from the percentage where only that was printed."""
        if self.n is None:
            return None
        if self.events is not None:
            return self.events, self.n
        return None if self.percent is None else (round(self.percent * self.n / 100), self.n)

    @property
    def share(self) -> float | None:
        """The share with the outcome, in %."""
        if self.percent is not None:
            return self.percent
        return None if self.events is None or not self.n else 100 * self.events / self.n

    @property
    def text(self) -> str:
        """Such as `48 of 93 (51.6 %)`; empty when nothing is known."""
        share = "" if self.share is None else f"{plain(round(self.share, 1))} %"
        if self.events is not None and self.n is not None:
            return f"{self.events} of {self.n} ({share})"
        if self.n is not None and share:
            return f"{share} of {self.n}"
        return share or (f"{self.n} people" if self.n is not None else "")


@dataclass(frozen=True)
class RiskDifference:
    """How many more in 100 are better off, with its 95 % interval. Below zero they are worse off."""

    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """Such as `26.1 (12.2 to 38.6)`."""
        return f"{_fixed(self.value)} ({_fixed(self.low)} to {_fixed(self.high)})"


@dataclass(frozen=True)
class NumberNeeded:
    """How many must be treated for one more to be better off (positive) or worse off (negative).

    `best` and `worst` come from the two ends of the difference's 95 % interval. Where the difference can be zero, the
    interval runs from one helped for every `best`, through infinity, to one harmed for every `worst` (Altman1998).
    """

    value: float
    best: float
    worst: float

    @property
    def text(self) -> str:
        """In words; whole people, rounded up."""
        if self.value == inf:
            return "no difference"
        best, worst = _people(self.best), _people(self.worst)
        if (self.best > 0) == (self.worst > 0):
            helped = "helped" if self.value > 0 else "harmed"
            near, far = sorted((best, worst))
            return f"one more {helped} for every {_people(self.value)} treated ({near} to {far})"
        side = "helped" if self.value > 0 else "harmed"
        return (
            f"not clear: one more {side} for every {_people(self.value)} treated, but anything fits from one helped "
            f"for every {best}, through no difference, to one harmed for every {worst}"
        )


def risk_difference(events: int, n: int, events_other: int, n_other: int, level: float = 0.95) -> RiskDifference:
    """The difference of two shares, in 100 people, with Newcombe's interval (Newcombe1998difference, method 10).

    It joins the Wilson intervals of both shares, so it holds for small groups and never leaves -100 to 100.
    Raises ValueError when a group cannot exist.
    """
    first, second = wilson(events, n, level), wilson(events_other, n_other, level)
    share, other = 100 * events / n, 100 * events_other / n_other
    difference = share - other
    low = difference - sqrt((share - first.low) ** 2 + (second.high - other) ** 2)
    high = difference + sqrt((first.high - share) ** 2 + (other - second.low) ** 2)
    return RiskDifference(difference, low, high)


def number_needed(difference: RiskDifference) -> NumberNeeded:
    """The number needed to treat of a risk difference: 100 divided by it and by the ends of its interval."""
    return NumberNeeded(*(_inverse(end) for end in (difference.value, difference.high, difference.low)))


@dataclass(frozen=True)
class Published:
    """An effect as its source prints it, where it cannot be computed: a ratio or a difference of means."""

    measure: str
    value: float
    low: float | None
    high: float | None
    unit: str

    @property
    def text(self) -> str:
        """Such as `hazard ratio 2.32 (1.16 to 4.63)`."""
        interval = f" ({plain(self.low)} to {plain(self.high)})" if self.low is not None else ""
        return f"{self.measure} {plain(self.value)}{f' {self.unit}' if self.unit else ''}{interval}"


@dataclass(frozen=True, repr=False)
class Effect:
    """One result of one study.

    `better` says whether `more` or `fewer` of the outcome is good; differences are counted so that plus is good.
    `status` is verified, secondary or from memory.
    """

    id: str
    topic: str
    people: str
    treatment: str
    comparator: str
    outcome: str
    when: str
    better: str
    group: Group
    other: Group
    published: Published | None
    sources: tuple[str, ...]
    status: str
    note: str

    @property
    def difference(self) -> RiskDifference | None:
        """The difference in favour of the treatment, computed from the counts; None without two counted groups."""
        one, two = self.group.counted, self.other.counted
        if one is None or two is None:
            return None
        return risk_difference(*one, *two) if self.better == "more" else risk_difference(*two, *one)

    @property
    def needed(self) -> NumberNeeded | None:
        """The number needed to treat, computed; None without two counted groups."""
        return None if self.difference is None else number_needed(self.difference)

    @property
    def interval(self) -> Interval | None:
        """For a study of one group: the interval of its share, in %, computed."""
        counted = self.group.counted
        return wilson(*counted) if counted and self.other.counted is None else None

    @property
    def title(self) -> str:
        """What was compared with what."""
        return " against ".join(filter(None, (self.treatment, self.comparator))) or self.people

    def __repr__(self) -> str:
        return f"{self.title}, {self.outcome}{f', {self.when}' if self.when else ''}: {self.result}"

    @property
    def result(self) -> str:
        """The result in one line of words."""
        parts = [" against ".join(filter(None, (self.group.text, self.other.text)))]
        if self.difference and self.needed:
            parts.append(f"{self.difference.text} more in 100 better off; {self.needed.text}")
        if self.interval:
            parts.append(f"95 % interval {self.interval}")
        if self.published:
            parts.append(self.published.text)
        return "; ".join(filter(None, parts)) + ("" if self.status == "verified" else f" [{self.status}]")


@dataclass(frozen=True, repr=False)
class EffectTable(Shown):
    """Effects as a table for the page: caption, column and row headers, links to the sources."""

    caption: str
    effects: tuple[Effect, ...]
    sources: dict[str, Reference]

    def __repr__(self) -> str:
        mark = sha256(self.to_html().encode()).hexdigest()[:8]
        return f"Table: {self.caption} ({len(self.effects)} rows, {mark})"

    def to_html(self) -> str:
        """The table; each topic is a group of rows with its own header."""
        heads = {
            "What was compared": 22, "In whom": 14, "What happened": 20, "More in 100 better off": 11,
            "Number needed to treat": 19, "Source": 14,
        }  # fmt: skip
        head = "".join(f'<th scope="col" style="{_LEFT};width:{wide}%">{title}</th>' for title, wide in heads.items())
        shown = [topic for topic in TOPICS if any(effect.topic == topic for effect in self.effects)]
        body = "".join(self._group(topic, len(heads)) for topic in shown)
        return (
            f'<table style="text-align:left"><caption style="text-align:left">{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead>{body}</table>"
        )

    def _group(self, topic: str, columns: int) -> str:
        title = f'<tr><th scope="rowgroup" colspan="{columns}" style="{_LEFT}">{escape(TOPICS[topic])}</th></tr>'
        rows = "".join(self._row(effect) for effect in self.effects if effect.topic == topic)
        return f"<tbody>{title}{rows}</tbody>"

    def _row(self, effect: Effect) -> str:
        what = escape(effect.outcome) + (f", {escape(effect.when)}" if effect.when else "")
        groups = " against ".join(filter(None, (effect.group.text, effect.other.text)))
        published = effect.published.text if effect.published else ""
        if effect.interval:
            published = f"95 % interval {effect.interval}"
        unsure = "" if effect.status == "verified" else f" <strong>[{escape(effect.status)}]</strong>"
        cells = (
            escape(effect.people),
            f"{what}: {escape('; '.join(filter(None, (groups, published))))}",
            escape(effect.difference.text) if effect.difference else "not computed",
            escape(effect.needed.text) if effect.needed else "not computed",
            linked_keys(effect.sources, self.sources) + unsure
            + (f"<br>{escape(effect.note)}" if effect.note else ""),
        )  # fmt: skip
        row = "".join(f'<td style="{_LEFT}">{cell}</td>' for cell in cells)
        return f'<tr><th scope="row" style="{_LEFT}">{escape(effect.title)}</th>{row}</tr>'


def effects(topic: str = "") -> tuple[Effect, ...]:
    """All effects, or those of one topic, in the order of the file.

    Raises ContentError with every fault of the file, and LookupError that names the nearest topic.
    """
    if topic and topic not in TOPICS:
        raise LookupError(f"no topic is named ‘{topic}’{nearest(topic, TOPICS)}")
    return tuple(effect for effect in _read(stamps("treatment", "effects.csv")) if topic in ("", effect.topic))


def get(id: str) -> Effect:
    """One effect. Raises LookupError naming the nearest id."""
    known = {effect.id: effect for effect in effects()}
    if id not in known:
        raise LookupError(f"no effect has the id ‘{id}’{nearest(id, known)}")
    return known[id]


def table(topic: str = "") -> EffectTable:
    """The effects as a table: all, or one topic. Raises LookupError that names the nearest topic."""
    title = TOPICS.get(topic, "What treatments did in studies")
    caption = (
        f"{title}. Differences and numbers needed to treat are computed from the counts (95 % intervals by Newcombe). "
        "Studies differ in people, week and measure: do not rank drugs by these rows."
    )
    return EffectTable(caption, effects(topic), references())


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int, int], ...]) -> tuple[Effect, ...]:
    known = references()
    rows = (row for path, _, _ in files for row in read_rows(path, COLUMNS))
    return tuple(by_name(rows, "id", lambda row: _effect(row, known)).values())


def _effect(row: Row, known: dict[str, Reference]) -> Effect:
    for column, words in (("topic", TOPICS), ("better", ("more", "fewer")), ("status", STATUSES)):
        if row[column] not in words:
            raise row.error(f"{row['id']}: {column} holds ‘{row[column]}’{nearest(row[column], words)}")
    sources = keys_in(row, "sources", known)
    if not sources:
        raise row.error(f"{row['id']} names no source")
    value, low, high = (row.number(column) for column in ("value", "low", "high"))
    if (value is None) != (not row["measure"]) or (low is None) != (high is None):
        raise row.error(f"{row['id']}: an effect as printed needs its measure, its value, and both ends or neither")
    if value is not None and low is not None and high is not None and not low <= value <= high:
        raise row.error(f"{row['id']}: {plain(value)} lies outside its interval {plain(low)} to {plain(high)}")
    published = None if value is None else Published(row["measure"], value, low, high, row["unit"])
    words = {column: row[column] for column in ("id", "topic", "people", "treatment", "comparator", "outcome", "when")}
    groups = (_group(row, ""), _group(row, "_other"))
    if groups[0].text == groups[1].text == "" and published is None:
        raise row.error(f"{row['id']} has neither a count, a percentage nor an effect as printed")
    return Effect(
        **words, better=row["better"], group=groups[0], other=groups[1], published=published, sources=sources,
        status=row["status"], note=row["note"],
    )  # fmt: skip


def _group(row: Row, which: str) -> Group:
    n, events, percent = (row.number(f"{column}{which}") for column in ("n", "events", "percent"))
    if n is not None and (n < 1 or n % 1):
        raise row.error(f"{row['id']}: n{which} is {plain(n)}; expected a whole number of people")
    if events is not None and (n is None or not 0 <= events <= n or events % 1):
        raise row.error(f"{row['id']}: events{which} is {plain(events)}; expected a whole number from 0 to n{which}")
    if percent is not None and (events is not None or not 0 <= percent <= 100):
        raise row.error(f"{row['id']}: percent{which} is from 0 to 100, and stays empty where events are counted")
    return Group(None if n is None else int(n), None if events is None else int(events), percent)


def _inverse(percent: float) -> float:
    return 100 / percent if percent else inf


def _people(number: float) -> float:
    """Whole people, rounded up; the rounding error of a division is not a person."""
    return inf if abs(number) == inf else ceil(round(abs(number), 6))


def _fixed(number: float) -> str:
    return f"{round(number, 1) + 0:.1f}".replace("-", "−")

"""Forest plots of what treatments did, by topic. Differences come from the counts, all else as its source prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log

from matplotlib.axes import Axes

from spinelab.content import Picture
from spinelab.content.facts import plain
from spinelab.content.figures import page as blank
from spinelab.treatment import effects
from spinelab.treatment.effects import TOPICS, Effect
from spinelab.treatment.figures import page
from spinelab.treatment.figures.page import BLUE, INK, LINE_PX, RULE, SOFT, TEXT_PT, VERMILLION

WIDTH_PX = 760
LEFT_PX, RIGHT_PX, TEXT_PX, VALUE_PX = 360, 580, 330, 600
HEAD_PX, FOOT_PX, GAP_PX = 40, 46, 10


@dataclass(frozen=True)
class Mark:
    """One row of a panel: a value, its interval where there is one, and where no difference lies."""

    effect: Effect
    value: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Panel:
    """The rows on one scale: `neutral` is no difference; `ends` say what lies to the left and to the right."""

    title: str
    marks: list[Mark]
    neutral: float | None
    ends: tuple[str, str]
    ratio: bool = False


def forest(topic: str = "axspa") -> Picture:
    """The effects of one topic: `axspa`, `ra`, `lupus`, `safety`, `blocks`, `surgery`, `bone` or `exercise`.

    Filled squares have an interval; hollow diamonds have one that touches no difference; circles have none.
    Raises LookupError that names the nearest topic.
    """
    rows = effects.effects(topic)
    panels = [panel for panel in _panels(rows) if panel.marks]
    height = 40 + sum(HEAD_PX + FOOT_PX + sum(_height(mark) for mark in panel.marks) for panel in panels) + 24
    figure, axes = blank(WIDTH_PX, height)
    axes.text(12, 20, TOPICS[topic], fontsize=TEXT_PT + 2, weight="bold", color=INK, va="center")
    y = 40.0
    for panel in panels:
        y = _draw(axes, panel, y)
    note = "■ clear of no difference   ◇ not clear   ○ no interval   | compared with   * not verified, see the table"
    axes.text(12, height - 14, note, fontsize=TEXT_PT, color=SOFT, va="center")
    cites = dict.fromkeys(key for panel in panels for mark in panel.marks for key in mark.effect.sources)
    told = " ".join(
        f"{panel.title}: " + "; ".join(f"{_named(mark.effect)}: {mark.text}" for mark in panel.marks) + "."
        for panel in panels
    )
    alt = f"Forest plot: {TOPICS[topic]}, one row a study, with 95 % intervals, on {len(panels)} scales. {told}"
    return Picture(page.png(figure), alt, f"Sources: {', '.join(cites)}.", WIDTH_PX)


def _panels(rows: tuple[Effect, ...]) -> list[Panel]:
    computed = [
        Mark(row, row.difference.value, row.difference.low, row.difference.high, row.difference.text)
        for row in rows if row.difference
    ]  # fmt: skip
    rest = [row for row in rows if row.difference is None]
    printed = [(row, row.published) for row in rest if row.published]
    also = [
        _printed(row, "in 100") for row, found in printed if found.measure == "risk difference"
    ]  # fmt: skip
    panels = [Panel("More in 100 who are better off", [*computed, *also], 0, ("← fewer", "more →"))]
    for title, words, neutral, ratio in (
        ("Ratio (hazard or odds)", ("hazard ratio", "odds ratio"), 1.0, True),
        ("Difference in standard deviations", ("standardised difference",), 0.0, False),
        ("Difference of means, on the scale named", ("mean difference",), 0.0, False),
    ):
        marks = [_printed(row) for row, found in printed if found.measure in words]
        panels.append(Panel(title, marks, neutral, ("← less", "more →"), ratio))
    shares = [_share(row) for row in rest if row.published is None and row.group.share is not None]
    shares += [_printed(row) for row, found in printed if found.measure == "share"]
    panels.append(Panel("Share of people, in %", shares, None, ("", "")))
    return panels


def _printed(row: Effect, *known: str) -> Mark:
    """An effect as its source prints it; the unit is left out where the panel tells it (`known`)."""
    found = row.published
    assert found is not None
    unit = f" {found.unit}" if found.unit not in ("", "SD", "%", *known) else ""
    interval = f" ({plain(found.low)} to {plain(found.high)})" if found.low is not None else ""
    return Mark(row, found.value, found.low, found.high, f"{plain(found.value)}{unit}{interval}")


def _share(row: Effect) -> Mark:
    share = row.group.share or 0.0
    if row.interval is None:
        other = "" if row.other.share is None else f" against {plain(round(row.other.share, 1))}"
        return Mark(row, share, None, None, f"{plain(round(share, 1))}{other} %")
    low, high = row.interval.low, row.interval.high
    return Mark(
        row, share, low, high, f"{plain(round(share, 1))} ({plain(round(low, 1))} to {plain(round(high, 1))}) %"
    )


def _named(effect: Effect) -> str:
    doubt = "" if effect.status == "verified" else f" [{effect.status}]"
    return f"{effect.title}, in {effect.people}, {effect.outcome}{doubt}"


def _words(mark: Mark) -> tuple[list[str], list[str]]:
    """The lines of a row: what was compared, then in whom and what happened."""
    effect = mark.effect
    star = "" if effect.status == "verified" else " *"
    about = "; ".join(
        filter(None, (effect.people if effect.people != effect.title else "", effect.outcome, effect.when))
    )
    return page.wrapped(effect.title + star, TEXT_PX - 30), page.wrapped(about, TEXT_PX)


def _height(mark: Mark) -> float:
    return sum(map(len, _words(mark))) * LINE_PX + GAP_PX


def _draw(axes: Axes, panel: Panel, top: float) -> float:
    place = _scale(panel)
    axes.text(12, top + 16, panel.title, fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")
    axes.plot([12, WIDTH_PX - 12], [top + 30, top + 30], color=INK, linewidth=1)
    y = top + HEAD_PX
    bottom = y + sum(_height(mark) for mark in panel.marks)
    for tick in _ticks(panel):
        axes.plot([place(tick)] * 2, [y, bottom], color=RULE, linewidth=0.7, zorder=0)
        axes.text(place(tick), bottom + 12, plain(tick), fontsize=TEXT_PT, color=SOFT, ha="center", va="center")
    if panel.neutral is not None:
        axes.plot([place(panel.neutral)] * 2, [y, bottom], color=INK, linewidth=1.2, zorder=1)
        axes.text(LEFT_PX, bottom + 29, panel.ends[0], fontsize=TEXT_PT, color=SOFT, va="center")
        axes.text(RIGHT_PX, bottom + 29, panel.ends[1], fontsize=TEXT_PT, color=SOFT, ha="right", va="center")
    for mark in panel.marks:
        title, about = _words(mark)
        for number, line in enumerate([*title, *about]):
            weight, colour = ("bold", INK) if number < len(title) else ("normal", SOFT)
            at = y + LINE_PX * (number + 0.5)
            axes.text(12, at, line, fontsize=TEXT_PT, weight=weight, color=colour, va="center")
        _mark(axes, panel, mark, place, y + (_height(mark) - GAP_PX) / 2)
        y += _height(mark)
    return bottom + FOOT_PX


def _mark(axes: Axes, panel: Panel, mark: Mark, place: Callable[[float], float], y: float) -> None:
    if mark.low is None or mark.high is None:
        colour, inside, shape = BLUE, "white", "o"
    else:
        clear = panel.neutral is None or not mark.low <= panel.neutral <= mark.high
        colour, shape = (BLUE, "s") if clear else (VERMILLION, "D")
        inside = colour if clear else "white"
        ends = [place(mark.low), place(mark.high)]
        axes.plot(ends, [y, y], color=colour, linewidth=2, solid_capstyle="butt", zorder=3)
    axes.plot([place(mark.value)], [y], shape, color=colour, markersize=7, markerfacecolor=inside, zorder=4)
    if panel.neutral is None and mark.effect.other.share is not None:
        axes.plot([place(mark.effect.other.share)], [y], "|", color=SOFT, markersize=12, markeredgewidth=2, zorder=3)
    lines = page.wrapped(mark.text, WIDTH_PX - VALUE_PX - 8)
    for number, line in enumerate(lines):
        at = y + LINE_PX * (number - (len(lines) - 1) / 2)
        axes.text(VALUE_PX, at, line, fontsize=TEXT_PT, color=INK, va="center")


def _ends(panel: Panel) -> tuple[float, float]:
    """The range of a panel's axis: all intervals, and no difference."""
    points = [point for mark in panel.marks for point in (mark.value, mark.low, mark.high) if point is not None]
    if panel.neutral is None:
        return 0.0, 100.0
    low, high = min([*points, panel.neutral]), max([*points, panel.neutral])
    if panel.ratio:
        return min(low, 0.5) * 0.95, max(high, 2.0) * 1.05
    room = 0.05 * (high - low)
    return low - room, high + room


def _scale(panel: Panel) -> Callable[[float], float]:
    low, high = _ends(panel)
    if panel.ratio:
        return lambda value: LEFT_PX + (RIGHT_PX - LEFT_PX) * log(value / low) / log(high / low)
    return lambda value: LEFT_PX + (RIGHT_PX - LEFT_PX) * (value - low) / (high - low)


def _ticks(panel: Panel) -> list[float]:
    low, high = _ends(panel)
    if panel.ratio:
        return [tick for tick in (0.25, 0.5, 1, 2, 4) if low <= tick <= high]
    step = next(step for step in (0.5, 1, 2, 5, 10, 20, 25, 50, 100) if (high - low) / step <= 5)
    first = -int(-low // step)
    return [tick * step for tick in range(first, int(high // step) + 1)]

"""The pictures of lesson 09: the first steps of treatment. Every figure drawn comes from `data/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import blended_transform_factory

from spinelab.content import Picture, fact
from spinelab.content.facts import Fact, plain
from spinelab.content.figures import DPI
from spinelab.content.figures import page as blank
from spinelab.treatment.figures import page
from spinelab.treatment.figures.page import BLUE, GREEN, GREY, INK, ORANGE, RULE, SOFT, TEXT_PT, VERMILLION
from spinelab.treatment.first_steps import (
    CERTAINTIES,
    DIRECTIONS,
    KINDS,
    STUDIED,
    Treatment,
    treatments,
)

ROW_PX = 44

Effect = tuple[Treatment, Fact]

SIGNS = {"helps": ("●", GREEN), "small": ("◐", BLUE), "none": ("○", VERMILLION), "unknown": ("?", GREY)}


def evidence_strength() -> Picture:
    """Each treatment: does it help, how sure are we, and was it ever tried in the back, in RA, in the RA spine?"""
    rows = treatments()
    row_px, head_px, top_px = 26, 34, 74
    height = top_px + row_px * len(rows) + head_px * len(KINDS) + 62
    figure, axes = blank(760, height)
    columns = {"Treatment": 14, "Does it help?": 258, "How sure": 452, "Back": 610, "RA": 654, "RA spine": 714}
    axes.text(596, 20, "Was it tried in …", fontsize=TEXT_PT, color=INK, ha="left", va="center")
    for title, x in columns.items():
        aside = x >= columns["Back"]
        axes.text(
            x, 44, title, fontsize=TEXT_PT, weight="bold", color=INK, ha="center" if aside else "left", va="center"
        )
    y = float(top_px)
    for kind, title in KINDS.items():
        axes.plot([8, 752], [y - 8, y - 8], color=INK, linewidth=1)
        axes.text(14, y + 9, title, fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")
        y += head_px
        for treatment in (row for row in rows if row.kind == kind):
            _evidence_row(axes, treatment, y, columns)
            y += row_px
    axes.plot([8, 752], [y - 8, y - 8], color=INK, linewidth=1)
    key = "● helps    ◐ helps a little    ○ no useful effect shown    ? not known"
    axes.text(14, y + 10, key, fontsize=TEXT_PT, color=INK, va="center")
    sure = "How sure: GRADE steps as filled squares, from very low (1) to high (4); none where nobody graded."
    axes.text(14, y + 30, sure, fontsize=TEXT_PT, color=INK, va="center")
    return Picture(page.png(figure), _said_evidence(rows), "Sources: the table of home and physical treatments.", 760)


def exercise_effects() -> Picture:
    """Forest plot: the effects of first steps that were published with an interval, on two scales."""
    points = [(row, item) for row in treatments() for item in row.effects if item.unit == "points of 100"]
    spread = [(row, item) for row in treatments() for item in row.effects if item.unit == "SMD"]
    matters = (fact("nsaid-smallest-useful"), fact("exercise-smallest-useful"))
    tops = (86.0, 86.0 + len(points) * ROW_PX + 120)
    height = tops[1] + len(spread) * ROW_PX + 60
    figure = Figure(figsize=(760 / DPI, height / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    first = _forest(figure, points, tops[0], height, "Points less pain, of 100", (-12, 22))
    low, high = (item.value or 0 for item in matters)
    first.axvspan(low, high, color="#e3f3ee", zorder=0)
    band = f"from {plain(low)} or {plain(high)} on, a difference matters"
    first.text((low + high) / 2, -0.62, band, fontsize=TEXT_PT, color=GREEN, ha="center", va="bottom")
    _forest(figure, spread, tops[1], height, "Standardised difference, in standard deviations", (-0.6, 1.6))
    return Picture(page.png(figure), _said_forest(points, spread, low, high), _works([*points, *spread]), 760)


def back_pain_course() -> Picture:
    """Mean pain over a year when low back pain is new, and when it has lasted long."""
    weeks = [0, 6, 26, 52]
    names = ("start", "6-weeks", "26-weeks", "52-weeks")
    courses = {kind: [fact(f"{kind}-back-pain-{name}") for name in names] for kind in ("acute", "persistent")}
    figure = Figure(figsize=(700 / DPI, 380 / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.09, 0.15, 0.87, 0.73))
    looks = {"acute": (BLUE, "o", "-", -1.0), "persistent": (VERMILLION, "s", "--", 1.0)}
    for kind, course in courses.items():
        colour, marker, line, side = looks[kind]
        values = [item.value or 0 for item in course]
        places = [week + side * 0.35 for week in weeks]
        below = [value - (item.low or 0) for value, item in zip(values, course, strict=True)]
        above = [(item.high or 0) - value for value, item in zip(values, course, strict=True)]
        axes.errorbar(
            places, values, yerr=[below, above], color=colour, marker=marker, linestyle=line, linewidth=2, capsize=4
        )
        for x, value in list(zip(places, values, strict=True))[1:]:
            axes.text(x + 1.2, value + 2.2, plain(value), fontsize=TEXT_PT, color=colour)
    axes.text(16, 36, "has lasted long", fontsize=TEXT_PT + 1, color=VERMILLION)
    axes.text(10.5, 9, "new", fontsize=TEXT_PT + 1, color=BLUE)
    axes.set_xlim(-1.5, 56)
    axes.set_ylim(0, 65)
    axes.set_xticks(weeks)
    axes.tick_params(labelsize=TEXT_PT, colors=INK)
    axes.set_xlabel("Weeks of follow-up", fontsize=TEXT_PT, color=INK)
    axes.set_title("Mean pain, of 100, with 95 % intervals", fontsize=TEXT_PT + 1, color=INK, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    said = "; ".join(
        f"{'New' if kind == 'acute' else 'long-lasting'} low back pain "
        + ", ".join(f"{_with_interval(item)} at week {week}" for item, week in zip(course, weeks, strict=True))
        for kind, course in courses.items()
    )
    alt = (
        f"Line chart of mean pain from 0 to 100 over a year, with 95 % intervals. {said}. Both lines fall most in the "
        "first weeks; the line for long-lasting pain flattens far above the other."
    )
    return Picture(page.png(figure), alt, "Pooled cohorts, MenezesCosta2012.", 700)


def _evidence_row(axes: Axes, treatment: Treatment, y: float, columns: dict[str, int]) -> None:
    axes.plot([8, 752], [y + 13, y + 13], color=RULE, linewidth=0.6)
    axes.text(columns["Treatment"], y, _short(treatment.name), fontsize=TEXT_PT, color=INK, va="center")
    sign, colour = SIGNS[treatment.direction]
    x = columns["Does it help?"]
    axes.text(x, y, sign, fontsize=TEXT_PT + 3, color=colour, va="center", ha="center")
    axes.text(x + 14, y, DIRECTIONS[treatment.direction], fontsize=TEXT_PT, color=colour, va="center")
    x = columns["How sure"]
    steps = CERTAINTIES[treatment.certainty]
    for step in range(4):
        filled = step < steps
        box = FancyBboxPatch(
            (x + step * 11, y - 4), 8, 8, boxstyle="square,pad=0", facecolor=INK if filled else "none", edgecolor=GREY
        )
        axes.add_patch(box)
    axes.text(x + 49, y, treatment.certainty, fontsize=TEXT_PT, color=INK, va="center")
    for title, state in (("Back", treatment.low_back), ("RA", treatment.ra), ("RA spine", treatment.ra_spine)):
        colour = {"yes": GREEN, "hands": ORANGE, "no": SOFT}[state]
        weight = "bold" if state == "yes" else "normal"
        axes.text(columns[title], y, state, fontsize=TEXT_PT, color=colour, weight=weight, va="center", ha="center")


def _short(name: str) -> str:
    """A name without its aside, so that it fits one line."""
    return name.partition(" (")[0].partition(":")[0].partition(",")[0]


def _forest(
    figure: Figure, rows: Sequence[Effect], top_px: float, page_px: float, title: str, span: tuple[float, float]
) -> Axes:
    """One panel: a row an effect, its name at the left, its figures at the right."""
    height_px = len(rows) * ROW_PX
    axes = figure.add_axes((0.40, 1 - (top_px + height_px) / page_px, 0.34, height_px / page_px))
    axes.set_xlim(*span)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.axvline(0, color=INK, linewidth=1)
    beside = blended_transform_factory(figure.transFigure, axes.transData)
    for place, (treatment, item) in enumerate(rows):
        value, low, high = item.value or 0, item.low or 0, item.high or 0
        sure = low > 0
        colour = BLUE if sure else VERMILLION
        axes.plot([low, high], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
        inside = colour if sure else "white"
        axes.plot([value], [place], marker="s" if sure else "D", color=colour, markersize=7, markerfacecolor=inside)
        words: dict[str, Any] = {"transform": beside, "fontsize": TEXT_PT, "va": "center"}
        axes.text(0.01, place - 0.18, _short(treatment.name), weight="bold", color=INK, **words)
        axes.text(0.01, place + 0.21, item.what.partition(":")[0].replace(", ", "; ", 1), color=SOFT, **words)
        axes.text(0.75, place, _with_interval(item), color=INK, **words)
    axes.text(0.01, -1.25, title, transform=beside, fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")
    axes.set_yticks([])
    axes.tick_params(labelsize=TEXT_PT, colors=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xlabel("← worse     better →", fontsize=TEXT_PT, color=INK)
    return axes


def _with_interval(item: Fact) -> str:
    return f"{plain(item.value)} ({plain(item.low)} to {plain(item.high)})"


def _works(rows: Sequence[Effect]) -> str:
    keys = dict.fromkeys(key for _, item in rows for key in item.sources)
    return "Sources: " + ", ".join(keys) + "."


def _said_evidence(rows: Sequence[Treatment]) -> str:
    said = (
        f"{_short(row.name)}: {DIRECTIONS[row.direction]}, certainty {row.certainty}, tried in the back "
        f"{STUDIED[row.low_back]}, in RA {STUDIED[row.ra]}, in the RA spine {STUDIED[row.ra_spine]}"
        for row in rows
    )
    none = sum(row.ra_spine == "no" for row in rows)
    return (
        f"Chart with one row a treatment. For {none} of {len(rows)} no trial in the rheumatoid spine was found. "
        f"{'; '.join(said)}."
    )


def _said_forest(points: Sequence[Effect], spread: Sequence[Effect], low: float, high: float) -> str:
    def said(rows: Sequence[Effect]) -> str:
        return "; ".join(f"{_short(row.name)}, {item.what}: {_with_interval(item)}" for row, item in rows)

    return (
        "Forest plot in two panels; to the right is better, the line at zero is no difference. "
        f"Points less pain of 100, with a band from {plain(low)} to {plain(high)}, where reviewers say that a "
        f"difference starts to matter: {said(points)}. "
        f"Standardised differences: {said(spread)}."
    )

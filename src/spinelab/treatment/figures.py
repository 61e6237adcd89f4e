"""Pictures of the first steps of treatment. Every figure drawn comes from `data/`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import blended_transform_factory

from spinelab.content import Picture, fact
from spinelab.content.facts import Fact, plain
from spinelab.treatment.first_steps import (
    CERTAINTIES,
    DIRECTIONS,
    KINDS,
    STUDIED,
    Edge,
    Node,
    Pathway,
    Treatment,
    follow,
    pathway,
    treatments,
)

__all__ = ["back_pain_course", "evidence_strength", "exercise_effects", "first_contact"]

DPI = 110
TEXT_PT = 9.0
LINE_PX = 17.0
PAD_PX = 11.0
ROW_PX = 44

Effect = tuple[Treatment, Fact]

INK = "#1b1b1b"
SOFT = "#5a5a5a"
RULE = "#c9c9c9"
BLUE, GREEN, VERMILLION, ORANGE, GREY = "#0072B2", "#00664B", "#B34700", "#8A5A00", "#6e6e6e"
BOXES = {
    "start": ("#f2f2f2", GREY),
    "decision": ("#e6f1f8", BLUE),
    "action": ("#fbe9df", VERMILLION),
    "end": ("#e3f3ee", GREEN),
}
SIGNS = {"helps": ("●", GREEN), "small": ("◐", BLUE), "none": ("○", VERMILLION), "unknown": ("?", GREY)}


def first_contact(answers: Sequence[str] = ()) -> Picture:
    """The questions of the first contact, the dangerous ones first; the way of one patient in bold with `answers`.

    Raises ValueError when an answer is neither `yes` nor `no`.
    """
    drawn = pathway("first_contact")
    way = [node.id for node in follow(answers)] if answers else []
    figure, axes = _page(drawn.width, drawn.height)
    for edge in drawn.edges:
        _arrow(axes, drawn, edge, walked=_steps(way, edge))
    for node in drawn.nodes:
        _box(axes, node, walked=node.id in way, faded=bool(way) and node.id not in way)
    axes.text(
        drawn.width / 2,
        drawn.height - 22,
        "At each visit start again at question 1. A drawing for teaching; not advice for one person.",
        ha="center",
        va="center",
        fontsize=TEXT_PT,
        color=SOFT,
    )
    return Picture(_png(figure), _said_pathway(drawn, way), _sources_of(drawn), int(drawn.width))


def evidence_strength() -> Picture:
    """Each treatment: does it help, how sure are we, and was it ever tried in the back, in RA, in the RA spine?"""
    rows = treatments()
    row_px, head_px, top_px = 26, 34, 74
    height = top_px + row_px * len(rows) + head_px * len(KINDS) + 62
    figure, axes = _page(760, height)
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
    return Picture(_png(figure), _said_evidence(rows), "Sources: the table of home and physical treatments.", 760)


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
    return Picture(_png(figure), _said_forest(points, spread, low, high), _works([*points, *spread]), 760)


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
    return Picture(_png(figure), alt, "Pooled cohorts, MenezesCosta2012.", 700)


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


def _page(width_px: float, height_px: float) -> tuple[Figure, Axes]:
    """A blank page whose units are pixels, with y running down."""
    figure = Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width_px)
    axes.set_ylim(height_px, 0)
    axes.axis("off")
    return figure, axes


def _box(axes: Axes, node: Node, walked: bool, faded: bool) -> None:
    fill, edge = BOXES[node.kind]
    rounded = "round,pad=0,rounding_size=10" if node.kind in ("decision", "end", "start") else "square,pad=0"
    axes.add_patch(
        FancyBboxPatch(
            (node.x, node.y),
            node.width,
            node.height,
            boxstyle=rounded,
            facecolor="white" if faded else fill,
            edgecolor=edge,
            linewidth=3.2 if walked else 1.2,
            zorder=2,
        )
    )
    top = node.y + PAD_PX + LINE_PX / 2 - 2
    left = node.x + PAD_PX
    mark = "  ✓ this patient" if walked else ""
    axes.text(left, top, node.label + mark, fontsize=TEXT_PT, weight="bold", color=edge, va="center", zorder=3)
    for number, line in enumerate(wrapped(node.text, node.width - 2 * PAD_PX), 1):
        axes.text(left, top + number * LINE_PX, line, fontsize=TEXT_PT, color=INK, va="center", zorder=3)


def _arrow(axes: Axes, drawn: Pathway, edge: Edge, walked: bool) -> None:
    """A straight arrow: down along the questions, right to what is done, and back where both stand."""
    start, end = drawn.node(edge.start), drawn.node(edge.end)
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 3.0 if walked else 1.2, "shrinkA": 0, "shrinkB": 0}
    if end.x > start.x and end.y < start.y + start.height:
        tail = (start.x + start.width, start.y + start.height / 2)
        tip = (end.x, tail[1])
        label_at = ((tail[0] + tip[0]) / 2 - 3, tail[1] - 10)
    elif end.x > start.x:
        tail = (start.x + start.width, start.y + start.height / 2)
        corner = (end.x + end.width / 2, tail[1])
        axes.plot([tail[0], corner[0]], [tail[1], corner[1]], color=INK, linewidth=look["linewidth"], zorder=1)
        label_at = ((tail[0] + end.x) / 2 - 3, tail[1] - 10)
        tail, tip = corner, (corner[0], end.y)
    elif end.x < start.x:
        tail = (start.x + 40, start.y + start.height)
        corner = (tail[0], end.y - 20)
        middle = (end.x + end.width - 60, corner[1])
        axes.plot(
            [tail[0], corner[0], middle[0]],
            [tail[1], corner[1], middle[1]],
            color=INK,
            linewidth=look["linewidth"],
            zorder=1,
        )
        label_at = ((corner[0] + middle[0]) / 2, corner[1] - 9)
        tail, tip = middle, (middle[0], end.y)
    else:
        x = start.x + start.width / 2 - 60
        tail, tip = (x, start.y + start.height), (x, end.y)
        label_at = (x + 16, (tail[1] + tip[1]) / 2)
    axes.annotate("", xy=tip, xytext=tail, arrowprops=look, zorder=1)
    word = edge.answer or ("then" if end.x < start.x else "")
    axes.text(*label_at, word, fontsize=TEXT_PT, weight="bold", color=INK, ha="center", va="center", zorder=3)


def _steps(way: Sequence[str], edge: Edge) -> bool:
    return (edge.start, edge.end) in list(pairwise(way))


def wrapped(text: str, width_px: float) -> list[str]:
    """The text in lines no wider than that many pixels at the size of box text."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width_px(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width_px(text: str) -> float:
    ruler: Any = RendererAgg
    width, _, _ = ruler(1, 1, DPI).get_text_width_height_descent(text, FontProperties(size=TEXT_PT), False)
    return float(width)


def _png(figure: Figure) -> bytes:
    """The figure as PNG bytes, the same on each run, with few colours."""
    from PIL import Image

    raw = io.BytesIO()
    figure.savefig(raw, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
    picture = Image.open(raw).convert("RGB").quantize(colors=64, dither=Image.Dither.NONE)
    small = io.BytesIO()
    picture.save(small, format="PNG", optimize=True)
    return small.getvalue()


def _with_interval(item: Fact) -> str:
    return f"{plain(item.value)} ({plain(item.low)} to {plain(item.high)})"


def _said_pathway(drawn: Pathway, way: Sequence[str]) -> str:
    """The pathway in words, question by question."""
    said = []
    for node in drawn.nodes:
        if node.kind != "decision":
            continue
        answers = {edge.answer: drawn.node(edge.end) for edge in drawn.leaving(node.id)}
        no = f"If no, {_where(answers['no'])}."
        said.append(f"{node.label}: {node.text} If yes, {_where(answers['yes'])}. {no}")
    walked = "".join(f" {drawn.node(id).label}." for id in way)
    patient = f" The way of this patient is drawn in bold:{walked}" if way else ""
    return f"Flow chart, read from the top. {' '.join(said)}{patient}"


def _where(node: Node) -> str:
    return (
        f"go to {node.label.lower()}" if node.kind == "decision" else f"{node.label.lower()}: {node.text.rstrip('.')}"
    )


def _sources_of(drawn: Pathway) -> str:
    keys = dict.fromkeys(key for node in drawn.nodes for key in node.citations)
    return "Sources: " + ", ".join(keys) + "."


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

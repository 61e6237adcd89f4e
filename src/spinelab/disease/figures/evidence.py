"""The pictures of lesson 12: what became of a number, what a comparison shows, and how sure a share is."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.patches import Rectangle

from spinelab.content import fact
from spinelab.content.facts import plain
from spinelab.content.intervals import Interval, wilson
from spinelab.content.picture import Picture
from spinelab.disease.figures.sheet import BLUE, FAINT, GREEN, GRID, ORANGE, PURPLE, Sheet, value_of

_LEFT, _RIGHT = 212, 492
"""The scale of shares, from 0 to 100 %, in pixels of the sheet."""

_PALE = "#E3A877"
_GROUPS = (50, 500, 5000)


class _Step(NamedTuple):
    """One place where the number stood: who wrote it, what they wrote, and what had changed by then."""

    who: str
    words: str
    share: float
    changed: str
    counted: bool = False


def what_became_of_80_percent() -> Picture:
    """The path of “more than 80 %” from the study that counted to the article, each bar a share of all people."""
    upper, lower = value_of("ra-winfield-atlantoaxial"), value_of("ra-winfield-subaxial")
    within, clock = plain(value_of("ra-subluxed-within-two-years")), plain(value_of("ra-subluxed-clock"))
    claimed = value_of("claim-spinal-problems-share")
    more, pooled, slipped = f"> {plain(claimed)} %", fact("ra-aas-2000s"), upper + lower
    steps = [
        _Step(
            "Winfield 1981\nthe study",
            f"slips: {plain(upper)} at C1-C2, {plain(lower)} lower",
            slipped,
            "Counted on films,\nonce a year",
            True,
        ),
        _Step(
            "The same study",
            f"of these, > {within} % in {clock} years",
            slipped,
            "A share of the few;\nclock: first symptoms",
            True,
        ),
        _Step(
            "Gillick 2015\na review", f"{more} may have a diseased neck", claimed, "A review: it counts\nnobody itself"
        ),
        _Step(
            "DOC000\nan article", f"{more} have some disease there", claimed, "“May” comes and goes;\nclock: diagnosis"
        ),
        _Step("DOC001\nan article", f"{more}, some after {clock} years", claimed, "Neck became spine;\n“may” has gone"),
        _Step(
            "DOC002\nan article", f"{more} within {clock} years", claimed, "“Some” has gone: two\nsentences became one"
        ),
    ]
    sheet = Sheet("“More than 80 %”: the path of a number", 604)
    for number, step in enumerate(steps):
        _draw_step(sheet, 88 + 68 * number, f"{number + 1}  {step.who}", step)
    _fill(sheet, 88, 0, upper, ORANGE)
    _fill(sheet, 88, upper, slipped, _PALE)
    _fill(sheet, 156, 0, slipped * float(within) / 100, ORANGE)
    y = 99 + 68 * len(steps)
    _grid(sheet, y - 13, y + 13)
    _interval(sheet, y, Interval(pooled.low or 0, pooled.high or 0), pooled.value or 0, GREEN)
    sheet.text(12, y, f"Zhang 2015\n{plain(value_of('ra-neck-studies'))} studies pooled", 9, bold=True)
    share = f"{plain(pooled.value)} % ({plain(pooled.low)} to {plain(pooled.high)})"
    sheet.text(506, y, f"A slip at C1-C2,\nin the 2000s: {share}", 9)
    _scale(sheet, 554, 560, "of all people with rheumatoid arthritis")
    return sheet.picture(
        "The path of a number in six steps, each drawn as a share of all people with rheumatoid arthritis. 1: a study "
        f"of 1981 counted, among 100 people, {plain(upper)} with a slip at C1-C2 and {plain(lower)} more with one "
        f"lower down. 2: of those who slipped, over {within} % did so within {clock} years of the first symptoms; "
        "on the scale of all people this is only a part of the first bar. 3: a review of 2015, which counts nobody "
        f"itself: more than {plain(claimed)} % may have a diseased neck. 4: DOC000 says so once with “may” and once "
        f"without, and counts from diagnosis. 5: DOC001 says spinal problems, some {clock} years after diagnosis. "
        f"6: DOC002 says more than {plain(claimed)} % within {clock} years of diagnosis. Below, the pooled share of "
        f"slips at C1-C2 in the 2000s: {share}.",
        "Filled: counted on films. Hatched: repeated without counting.",
    )


def missing_controls() -> Picture:
    """Chronic back pain with and without rheumatoid arthritis: what was quoted, and what the study found."""
    ill, well = fact("neva-ra-people"), fact("neva-controls-people")
    rows = [
        ("People with RA", value_of("ra-chronic-back-pain-neva"), _of(ill.value, ill.n), ill, ORANGE),
        ("People without RA", value_of("controls-chronic-back-pain-neva"), _of(well.value, well.n), well, BLUE),
    ]
    sheet = Sheet("Chronic back pain: half of a result, and the whole", 300)
    sheet.text(12, 52, "What the article tells", 10, bold=True)
    sheet.text(12, 146, "What the study found", 10, bold=True)
    _scale(sheet, 40, 262, "with chronic back pain", most=40)
    for y, row in zip((90, 184, 230), (rows[0], *rows), strict=True):
        name, share, interval, counts, colour = row
        end = _x(share, most=40)
        sheet.axes.add_patch(Rectangle((_LEFT, y - 13), end - _LEFT, 26, facecolor=colour, edgecolor=colour, alpha=0.9))
        sheet.text(24, y, f"{name}\n{plain(counts.value)} of {plain(counts.n)}", 9)
        if y > 90:
            _interval(sheet, y, interval, share, "#1A1A1A", most=40, dot=False)
        words = f"{plain(share)} %, with nothing beside it" if y == 90 else f"{plain(share)} % ({interval})"
        sheet.text(_RIGHT + 16, y, words, 9)
    ra, controls = rows
    return sheet.picture(
        f"Two pictures of one survey, as bars. What the article tells: {plain(ra[1])} % of people with rheumatoid "
        f"arthritis have chronic back pain; nothing stands beside it. What the study found: {plain(ra[1])} % of "
        f"{plain(ill.n)} people with rheumatoid arthritis (interval {ra[2]}) and {plain(controls[1])} % of "
        f"{plain(well.n)} people without it (interval {controls[2]}). The two intervals do not overlap: back pain was "
        "rarer in rheumatoid arthritis.",
        "Lines: 95 % Wilson intervals, calculated from the counts.",
    )


def same_share_more_people() -> Picture:
    """One share in groups of three sizes, with the interval that each size leaves open."""
    pooled = fact("ra-aas-2000s")
    share = pooled.value or 0
    rows = [(f"{plain(share * n / 100)} of {n} people", wilson(round(share * n / 100), n), BLUE) for n in _GROUPS]
    rows.append(("Pooled studies, 2000s", Interval(pooled.low or 0, pooled.high or 0), GREEN))
    sheet = Sheet(f"The same {plain(share)} %, and what each group leaves open", 294)
    _scale(sheet, 40, 250, "share in the whole population", most=50)
    for number, (name, interval, colour) in enumerate(rows):
        y = 74 + 48 * number
        _interval(sheet, y, interval, share, colour, most=50)
        sheet.text(12, y, name, 9.5)
        sheet.text(_RIGHT + 16, y, f"{interval}", 9.5)
    told = "; ".join(f"{name}: {interval}" for name, interval, _ in rows)
    return sheet.picture(
        f"Four lines on one scale from 0 to 50 %, each with a dot at {plain(share)} %. The first three are imagined "
        "groups, with 95 % Wilson intervals that shrink as the group grows. The fourth is the pooled share of "
        "atlantoaxial slips in rheumatoid arthritis in the 2000s; its interval is as wide as that of a small group, "
        f"because the studies disagree. {told}.",
        "Blue: imagined groups. Green: the pooled share of C1-C2 slips, with the interval as it was printed.",
    )


def _draw_step(sheet: Sheet, y: float, who: str, step: _Step) -> None:
    """A row: who, what they say, the bar on the scale, and what had changed by then. Hatched unless it is filled."""
    _grid(sheet, y - 2, y + 24)
    end, counted = _x(step.share), step.counted
    bar = Rectangle((_LEFT, y + 3), end - _LEFT, 16, facecolor="white", edgecolor=ORANGE if counted else PURPLE)
    bar.set_hatch("" if counted else "///")
    sheet.axes.add_patch(bar)
    sheet.text(12, y, who, 9, bold=True)
    sheet.text(_LEFT + 4, y - 17, step.words, 9)
    sheet.text(_RIGHT + 14, y, step.changed, 9, colour=FAINT)


def _fill(sheet: Sheet, y: float, low: float, high: float, colour: str) -> None:
    sheet.axes.add_patch(Rectangle((_x(low), y + 3), _x(high) - _x(low), 16, facecolor=colour, edgecolor=ORANGE))


def _scale(sheet: Sheet, top: float, bottom: float, words: str, most: int = 100) -> None:
    _grid(sheet, top, bottom, most)
    for tick in _ticks(most):
        sheet.text(_x(tick, most), bottom + 11, f"{tick} %", 9, colour=FAINT, across="center")
    sheet.text((_LEFT + _RIGHT) / 2, bottom + 29, words, 9, colour=FAINT, across="center")


def _grid(sheet: Sheet, top: float, bottom: float, most: int = 100) -> None:
    for tick in _ticks(most):
        sheet.line((_x(tick, most), _x(tick, most)), (top, bottom), GRID)


def _ticks(most: int) -> range:
    return range(0, most + 1, 20 if most > 50 else 10)


def _interval(
    sheet: Sheet, y: float, interval: Interval, share: float, colour: str, most: int = 100, dot: bool = True
) -> None:
    low, high = _x(interval.low, most), _x(interval.high, most)
    sheet.line((low, high), (y, y), colour, 2.4)
    for end in (low, high):
        sheet.line((end, end), (y - 6, y + 6), colour, 2.4)
    if dot:
        sheet.dot(_x(share, most), y, colour)


def _x(share: float, most: int = 100) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share / most


def _of(count: float | None, n: float | None) -> Interval:
    return wilson(round(count or 0), round(n or 0))

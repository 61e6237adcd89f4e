"""The figures of lesson 05 as pictures: slips by era, low back pain, the 2010 criteria and DAS28."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.patches import Rectangle

from spinelab.content import fact
from spinelab.content.facts import plain
from spinelab.content.figures import INK, WIDTH
from spinelab.content.intervals import wilson
from spinelab.content.picture import Picture
from spinelab.disease.figures.sheet import BLUE, FAINT, GREEN, GRID, ORANGE, PURPLE, Sheet, value_of
from spinelab.disease.scores import das28_esr, scale

# ---------------------------------------------------------------- shares with intervals


@dataclass(frozen=True)
class _Share:
    """A share of people with its interval: published, or worked out from the count (Wilson), or not to be had."""

    words: str
    note: str
    value: float
    low: float | None
    high: float | None
    n: float | None
    computed: bool
    control: bool = False

    @property
    def said(self) -> str:
        interval = "no interval" if self.low is None else f"interval {self.low:.0f} to {self.high:.0f}"
        group = "" if self.n is None else f" of {plain(self.n)} people"
        return f"{self.words}, {self.note}: {plain(self.value)} %{group}, {interval}"


def _share(id: str, words: str, note: str, control: bool = False) -> _Share:
    """A fact as a share: its own interval where it has one, else the Wilson interval when its people were counted."""
    found = fact(id)
    value = value_of(id)
    if found.low is not None and found.high is not None and found.unit == "%" and found.low < value < found.high:
        return _Share(words, note, value, found.low, found.high, None, False, control)
    if found.n is None:
        return _Share(words, note, value, None, None, None, False, control)
    people = value if found.unit == "people" else value * found.n / 100
    interval = wilson(round(people), round(found.n))
    percent = 100 * value / found.n if found.unit == "people" else value
    return _Share(words, note, round(percent, 1), interval.low, interval.high, found.n, True, control)


class _Scale:
    """A percent scale across the sheet, with a row for each share."""

    def __init__(self, sheet: Sheet, left: float, right: float, top: float, bottom: float) -> None:
        self.sheet, self.left, self.right = sheet, left, right
        for percent in range(0, 101, 20):
            sheet.line((self.at(percent),) * 2, (top, bottom), GRID, 0.8)
            sheet.text(self.at(percent), bottom + 13, f"{percent} %", 9, FAINT, across="center")

    def at(self, percent: float) -> float:
        return self.left + (self.right - self.left) * percent / 100

    def row(self, y: float, share: _Share, colour: str) -> None:
        if share.low is not None and share.high is not None:
            self.sheet.line((self.at(share.low), self.at(share.high)), (y, y), colour, 2.6)
            for end in (share.low, share.high):
                self.sheet.line((self.at(end),) * 2, (y - 5, y + 5), colour, 1.6)
        shape = "D" if share.low is None else "^" if share.control else "s" if share.computed else "o"
        self.sheet.dot(self.at(share.value), y, colour, shape, 8, filled=share.low is not None)
        edge = max(share.value + 3, (share.high or 0) + 2)
        self.sheet.text(self.at(edge), y, f"{plain(share.value)} %", 9.5, bold=True)


def subluxation_by_era() -> Picture:
    """How often the atlas slips in RA, by era and by who was looked at; beside it the study that comes near 80 %."""
    studies = f"{plain(value_of('ra-neck-studies'))} studies in all"
    one = [
        _share("ra-aas-before-1980s", "Pooled studies, before the 1980s", f"ZhangPope2015, {studies}"),
        _share("ra-aas-2000s", "Pooled studies, the 2000s", f"ZhangPope2015, {studies}"),
        _share("ra-aas-shenzhen", "Two hospitals, 2015 to 2019", "ZhangL2020"),
        _share("ra-neck-slip-early-dmard", "Early DMARDs, after 8 to 13 years", "Neva2003"),
        _share("ra-winfield-atlantoaxial", "Followed from the first year", "Winfield1981"),
        _share("ra-neck-slip-clinic", "A rheumatology clinic", "Alp2024"),
    ]
    whole = [
        _share("ra-instability-shenzhen", "Two hospitals, 2015 to 2019", "ZhangL2020"),
        _share("ra-ten-years-unstable", "After more than 10 years", "Neurospine10y"),
    ]
    sheet = Sheet("How common? It depends on the slip, the decade and the people", 640)
    scale = _Scale(sheet, 300, 716, 58, 398)
    sheet.text(12, 52, "The atlas slips forward on the axis", 10, BLUE, bold=True)
    y = 82.0
    for share in one:
        _named(sheet, y, share)
        scale.row(y, share, BLUE)
        y += 36
    sheet.text(12, y + 8, "Any slip anywhere in the neck", 10, ORANGE, bold=True)
    y += 40
    for share in whole:
        _named(sheet, y, share)
        scale.row(y, share, ORANGE)
        y += 36
    sheet.dot(212, 436, FAINT, "o", 8)
    sheet.text(224, 436, "bar: interval as published", 9, FAINT)
    sheet.dot(432, 436, FAINT, "s", 8)
    sheet.text(444, 436, "bar: worked out from n (Wilson interval)", 9, FAINT)
    said = _eighty(sheet, 474)
    return sheet.picture(
        "Shares of people with rheumatoid arthritis. Forward slip of the atlas: "
        + "; ".join(share.said for share in one)
        + ". Any slip in the neck: "
        + "; ".join(share.said for share in whole)
        + f". Below, three bars: {said}.",
        "Near 80 % are those who were still filmed after ten years and more, not everyone with rheumatoid arthritis.",
    )


def _named(sheet: Sheet, y: float, share: _Share) -> None:
    n = "" if share.n is None else f", n = {plain(share.n)}"
    sheet.text(24, y - 8, share.words, 9.5)
    sheet.text(24, y + 8, share.note + n, 9, FAINT)


def _eighty(sheet: Sheet, top: float) -> str:
    """What is behind a figure near 80 %: whom they filmed, whom they filmed again, in whom they found it."""
    all_, again, found = (value_of(f"ra-ten-years-{name}") for name in ("enrolled", "filmed", "unstable"))
    sheet.text(12, top, "Behind “80 %”: of whom?", 10, ORANGE, bold=True)
    rows = [
        (all_, "filmed at the start (2001, 2002)", "#EEF0F2"),
        (again, "filmed again after more than 10 years", "#F3CDB4"),
        (found, "of these with any slip: the numerator", ORANGE),
    ]
    for index, (people, words, face) in enumerate(rows):
        y = top + 32 + 34 * index
        width = 440 * people / all_
        bar = Rectangle((24, y - 11), width, 22, facecolor=face, edgecolor="#5A5A5A", linewidth=0.9, zorder=3)
        sheet.axes.add_patch(bar)
        sheet.text(32, y, plain(people), 10, "#FFFFFF" if face == ORANGE else INK, bold=True)
        sheet.text(24 + width + 10, y, words, 9.5)
    share = 100 * found / again
    lost = plain(all_ - again)
    note = f"{plain(found)} of {plain(again)} is {share:.1f} %. The necks of the {lost} who did not return are unknown."
    sheet.text(24, top + 134, note, 9.5)
    return (
        f"{plain(all_)} people filmed at the start, {plain(again)} filmed again after more than ten years, "
        f"{plain(found)} of these with any slip, {share:.1f} %; {lost} did not return"
    )


def low_back_pain_in_ra() -> Picture:
    """How many people with RA have low back pain: seven answers, with what was asked, where, and of how many."""
    rows = [
        _share("ra-low-back-pain-baykara", "Chronic, at one moment", "Baykara2013, one hospital"),
        _share("ra-low-back-pain-kothe", "“Low back pain”, questionnaire", "Kothe2007, patients"),
        _share("ra-low-back-pain-kawaguchi", "“Low back pain”, questionnaire", "Kawaguchi2003, one hospital"),
        _share("ra-low-back-pain-miura", "Pain that limits daily life", "Miura2019, two hospitals"),
        _share("ra-low-back-pain-mochizuki", "Pain of 30 mm or more of 100", "Mochizuki2021, one hospital"),
        _share("ra-low-back-pain-yamada", "Pain of 50 mm or more of 100", "Yamada2015, one hospital"),
        _share("ra-chronic-back-pain-neva", "Chronic back pain, by post", "Neva2011, people with RA"),
        _share("controls-chronic-back-pain-neva", "Chronic back pain, by post", "Neva2011, people WITHOUT RA", True),
    ]
    sheet = Sheet("Low back pain in rheumatoid arthritis: one question, seven answers", 520)
    scale = _Scale(sheet, 334, 724, 58, 440)
    sheet.text(12, 46, "What counted, and where", 9.5, FAINT, bold=True)
    sheet.text(316, 46, "n", 9.5, FAINT, bold=True, across="right")
    last = 84 + 46 * (len(rows) - 1)
    band = Rectangle((12, last - 69), WIDTH - 24, 92, facecolor="#FBEFE6", edgecolor="none", zorder=0)
    sheet.axes.add_patch(band)
    for index, share in enumerate(rows):
        y = 84.0 + 46 * index
        sheet.text(20, y - 8, share.words, 9.5, bold=share.control)
        sheet.text(20, y + 8, share.note, 9, FAINT if not share.control else ORANGE)
        sheet.text(316, y, "not printed" if share.n is None else plain(share.n), 9.5, across="right")
        scale.row(y, share, ORANGE if share.control else BLUE)
    sheet.dot(24, 484, BLUE, "s", 8)
    sheet.text(36, 484, "RA, Wilson interval of n", 9, FAINT)
    sheet.dot(228, 484, BLUE, "D", 8, filled=False)
    sheet.text(240, 484, "RA, n not printed: no interval", 9, FAINT)
    sheet.dot(470, 484, ORANGE, "^", 8)
    sheet.text(482, 484, "control group, the only one here", 9, FAINT)
    sheet.text(12, 506, "Shaded: the only two rows that were asked in the same way and can be compared.", 9, FAINT)
    return sheet.picture(
        "Shares of people with low back pain in seven studies of rheumatoid arthritis, from the highest to the lowest, "
        "and in the only control group. " + ". ".join(share.said for share in rows) + ".",
        "What was asked, and where, moves the figure more than the arthritis does.",
    )


# ---------------------------------------------------------------- the 2010 criteria

_PARTS = {
    "joints": [
        (None, "1 large\njoint"), ("ra2010-large-several", "2–10\nlarge"), ("ra2010-small-few", "1–3\nsmall"),
        ("ra2010-small-several", "4–10\nsmall"), ("ra2010-many", "over 10,\n1 small"),
    ],
    "serology": [
        (None, "both\nnegative"), ("ra2010-serology-low", "one low\npositive"),
        ("ra2010-serology-high", "one high\npositive"),
    ],
    "blood": [(None, "CRP, ESR\nnormal"), ("ra2010-blood", "one is\nraised")],
    "duration": [(None, "under\n6 weeks"), ("ra2010-duration", "6 weeks\nor more")],
}  # fmt: skip
_PART_NAMES = {"joints": "Joints", "serology": "RF, ACPA", "blood": "CRP, ESR", "duration": "Duration"}
_PART_COLOURS = {"joints": BLUE, "serology": ORANGE, "blood": GREEN, "duration": PURPLE}


def points_2010(joints: int = 3, serology: int = 3, blood: int = 1, duration: int = 1) -> Picture:
    """What each of the four parts of the 2010 criteria adds, with one person's points marked and summed.

    Each argument is the points of that part. Raises ValueError for points that the part does not give.
    """
    chosen = {"joints": joints, "serology": serology, "blood": blood, "duration": duration}
    needed, most = value_of("ra2010-needed"), value_of("ra2010-most")
    sheet = Sheet("The 2010 criteria: one choice from each row, then add", 452)
    said = []
    for row, (part, choices) in enumerate(_PARTS.items()):
        y, name = 76.0 + 72 * row, _PART_NAMES[part]
        given = {int(0 if id is None else value_of(id)): words for id, words in choices}
        if chosen[part] not in given:
            raise ValueError(f"{part} is {chosen[part]!r}; expected one of {', '.join(map(str, given))}")
        sheet.text(12, y, name, 10.5, _PART_COLOURS[part], bold=True)
        for index, (points, words) in enumerate(given.items()):
            _choice(sheet, 116 + 128 * index, y, points, words, _PART_COLOURS[part] if points == chosen[part] else None)
        said.append(
            f"{name}: " + ", ".join(f"{words} {points}".replace("\n", " ") for points, words in given.items())
            + f"; here {chosen[part]}"
        )  # fmt: skip
    total = sum(chosen.values())
    verdict = "criteria met" if total >= needed else "criteria not met"
    _sum(sheet, 384, chosen, needed, most)
    sheet.text(640, 384, f"{total} points:\n{verdict}", 10.5, bold=True)
    return sheet.picture(
        "The four parts of the 2010 classification criteria with the points of each choice. "
        + ". ".join(said)
        + f". The sum is {total} of {plain(most)}; {plain(needed)} are needed: {verdict}.",
        "Asked only when a joint is swollen and no other disease explains it better (Aletaha2010).",
    )


def _choice(sheet: Sheet, x: float, y: float, points: int, words: str, colour: str | None) -> None:
    """A box with words and points; the chosen one has a thick edge, a tick and bold points."""
    box = Rectangle(
        (x, y - 26), 118, 52, facecolor="white" if colour is None else "#F4F7FA", edgecolor=colour or "#9AA1A8",
        linewidth=1 if colour is None else 3, zorder=2,
    )  # fmt: skip
    sheet.axes.add_patch(box)
    sheet.text(x + 9, y, words, 9.5, INK if colour else FAINT)
    sheet.text(x + 92, y, str(points), 13, colour or FAINT, bold=colour is not None, across="center")
    if colour:
        sheet.axes.plot([x + 102, x + 106, x + 113], [y - 15, y - 10, y - 20], color=colour, linewidth=2.2, zorder=8)


def _sum(sheet: Sheet, y: float, chosen: dict[str, int], needed: float, most: float) -> None:
    """The points end to end on a bar of ten, with a line at the number that is needed."""
    left, unit = 116.0, 50.0
    sheet.text(12, y, "Sum", 10.5, bold=True)
    for point in range(int(most)):
        cell = Rectangle((left + unit * point, y - 16), unit, 32, facecolor="#F2F3F4", edgecolor="white", linewidth=1)
        sheet.axes.add_patch(cell)
    start = left
    for part, points in chosen.items():
        if points:
            width = unit * points
            bar = Rectangle((start, y - 16), width, 32, facecolor=_PART_COLOURS[part], edgecolor="white", zorder=3)
            sheet.axes.add_patch(bar)
            sheet.text(start + width / 2, y, str(points), 11, "white", bold=True, across="center")
            start += width
    line = left + unit * needed
    sheet.axes.plot([line, line], [y - 28, y + 28], color=INK, linewidth=2.2, zorder=6)
    sheet.text(line, y + 42, f"{plain(needed)} needed", 9.5, bold=True, across="center")


# ---------------------------------------------------------------- DAS28 on its scale

# The three visits of the lesson's simulated patient: tender joints, swollen joints, ESR, global score.
_VISITS = [(10, 8, 44, 62), (4, 2, 18, 35), (1, 1, 12, 20)]
_FACES = ["#DFF0E8", "#EAF1D5", "#FBEBC8", "#F7D3BF"]


def das28_scale(*scores: float) -> Picture:
    """One or more values of DAS28-ESR, visit by visit, on the bands of activity.

    Without values, the three visits of the lesson's patient. Raises ValueError for a value outside 0 to 10.
    """
    visits = scores or tuple(das28_esr(*visit).value for visit in _VISITS)
    for score in visits:
        if not 0 <= score <= 10:
            raise ValueError(f"a DAS28 is {score}; expected 0 to 10")
    bands = scale("das28_esr").bands
    ends = [0.0, *(float(band.below or band.to or 10) for band in bands)]
    left, unit, top = 60.0, 66.0, 64.0
    bottom = top + 42 * len(visits) + 12
    sheet = Sheet("DAS28, visit by visit", int(bottom + 70))
    for low, high, band, face in zip(ends, ends[1:], bands, _FACES, strict=False):
        strip = Rectangle((left + unit * low, top), unit * (high - low), bottom - top, facecolor=face, edgecolor=FAINT)
        sheet.axes.add_patch(strip)
        sheet.text(left + unit * (low + high) / 2, top - 13, band.name, 9.5, bold=True, across="center")
        if low:
            sheet.text(left + unit * low, bottom + 14, plain(low), 9.5, across="center")
    said = []
    for index, score in enumerate(visits):
        x, y = left + unit * score, top + 32 + 42 * index
        sheet.text(12, y, f"visit {index + 1}", 9)
        if index:
            before = left + unit * visits[index - 1]
            sheet.line((before, before), (y - 42, y), FAINT, 1, ":")
            if abs(before - x) > 16:
                arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.6}
                sheet.axes.annotate("", (x + (8 if before > x else -8), y), (before, y), arrowprops=arrow)
        sheet.dot(x, y, INK, "o", 9)
        edge = min(ends[1:], key=lambda end: abs(end - score))  # a label is pushed off a border that would cut it
        push = 0.0 if abs(edge - score) > 0.3 else (20 if score > edge else -20) - unit * (score - edge)
        sheet.text(x + push, y - 15, f"{score:.2f}", 10, bold=True, across="center")
        said.append(f"visit {index + 1}: {score:.2f}, {next(band.name for band in bands if band.holds(score))}")
    ends_in_words = [f"below {plain(band.below)}" if band.below else f"up to {plain(band.to)}" for band in bands[:-1]]
    limits = ", ".join(f"{band.name} {end}" for band, end in zip(bands, ends_in_words, strict=False))
    note = "On the line itself: 2.6 is no longer remission, 3.2 is still low, 5.1 is still moderate."
    sheet.text(12, bottom + 44, note, 9, FAINT)
    return sheet.picture(
        f"A scale of DAS28 from 0 to 10 with its bands: {limits}, {bands[-1].name} above. On it, a mark for each visit "
        f"of one person, with an arrow from one visit to the next. {'; '.join(said)}.",
        "The bands are published cut-offs; the person is simulated.",
    )

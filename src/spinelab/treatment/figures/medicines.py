"""The pictures of lesson 10: what medicines do to damage, what a steroid costs, when one looks."""

from __future__ import annotations

from matplotlib.axes import Axes

from spinelab.content import ContentError, Picture, data_folder, fact, nearest, references
from spinelab.content.csvtext import Row, read_rows
from spinelab.content.facts import Fact, plain
from spinelab.content.figures import page as blank
from spinelab.content.references import unknown_keys
from spinelab.treatment.figures import page
from spinelab.treatment.figures.page import BLUE, GREEN, GREY, INK, ORANGE, RULE, SOFT, TEXT_PT, VERMILLION

PLACES = {
    "ra_joints": "RA: joints",
    "ra_neck": "RA: neck",
    "axspa_spine": "axSpA: spine",
    "lupus_organs": "Lupus: organs",
}
"""Where a medicine may act, with its heading."""

WORDS = {
    "slows": ("●", "slows damage", GREEN),
    "first": ("◕", "first damage only", GREEN),
    "price": ("◆", "works, at a price", ORANGE),
    "calms": ("◐", "calms inflammation", BLUE),
    "eases": ("○", "eases only", VERMILLION),
    "fails": ("×", "no effect shown", VERMILLION),
    "avoided": ("×", "not long-term", VERMILLION),
    "unknown": ("?", "not known", GREY),
    "unused": ("–", "not used", GREY),
}
"""What a medicine does in one place: its sign, its words and its colour. The words alone say it all."""

DOSES = ("none", "low", "mid", "high")
WEEKS = 52
WEEKS_IN_A_MONTH = WEEKS / 12


def slows_or_eases() -> Picture:
    """Each class of medicines in four places: does it slow damage, calm, or only ease pain?"""
    rows = _rows()
    row_px, top_px, width = 29, 66, 880
    height = top_px + row_px * len(rows) + 86
    figure, axes = blank(width, height)
    lefts = dict(zip(PLACES, (238, 406, 562, 732), strict=True))
    axes.text(14, 38, "Medicine", fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")
    for place, title in PLACES.items():
        axes.text(lefts[place], 38, title, fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")
    axes.plot([8, width - 8], [top_px - 10, top_px - 10], color=INK, linewidth=1)
    for number, row in enumerate(rows):
        y = top_px + row_px * (number + 0.5) - 6
        axes.text(14, y, row["medicine"] + _doubt(row), fontsize=TEXT_PT, color=INK, va="center")
        for place, x in lefts.items():
            sign, words, colour = WORDS[row[place]]
            axes.text(x, y, sign, fontsize=TEXT_PT + 2, color=colour, va="center", family="DejaVu Sans")
            axes.text(x + 17, y, words, fontsize=TEXT_PT, color=colour, va="center")
        axes.plot([8, width - 8], [y + row_px / 2, y + row_px / 2], color=RULE, linewidth=0.6)
    notes = (
        "“First damage only”: fewer new lesions in a clear neck; a loose ligament is not mended.",
        "“Calms inflammation”: what it does to damage is not clear. “Not known”: nobody has shown it.",
        "* part of the row is from memory or from a secondary source.",
    )
    for number, note in enumerate(notes):
        axes.text(14, height - 64 + 20 * number, note, fontsize=TEXT_PT, color=SOFT, va="center")
    said = ". ".join(
        f"{row['medicine']}{' (not all verified)' if _doubt(row) else ''}: "
        + "; ".join(f"{title} {WORDS[row[place]][1]}" for place, title in PLACES.items())
        for row in rows
    )
    alt = f"Table of {len(rows)} classes of medicines and four places where they may act. {said}."
    cites = dict.fromkeys(key for row in rows for key in row.listed("sources"))
    return Picture(page.png(figure), alt, f"Sources: {', '.join(cites)}.", width)


def steroid_dose() -> Picture:
    """What a daily dose of prednisolone costs: vertebral fracture in all users, infection in RA."""
    low, high = fact("gc-fracture-limit-low"), fact("gc-fracture-limit-high")
    five, ten = fact("gc-infection-limit-low"), fact("gc-infection-limit-high")
    bone = [("none", None), *((group, fact(f"gc-fracture-{group}")) for group in DOSES[1:])]
    hospital = [(group, fact(f"gc-infection-{group}")) for group in DOSES]
    bone_names = ("none", f"below {low.text}", f"{plain(low.value)} to {high.text}", f"{high.text} or more")
    hospital_names = ("none", f"up to {five.text}", f"above {plain(five.value)} to {ten.text}", f"above {ten.text}")
    figure, axes = blank(740, 384)
    axes.text(
        14,
        18,
        "Vertebral fracture: how many times as often",
        fontsize=TEXT_PT + 1,
        weight="bold",
        color=INK,
        va="center",
    )
    _bars(axes, 36, bone_names, [item for _, item in bone], 7.0, VERMILLION, "1 (compared with)")
    axes.text(
        14,
        196,
        "RA: in hospital for an infection within a year, %",
        fontsize=TEXT_PT + 1,
        weight="bold",
        color=INK,
        va="center",
    )
    _bars(axes, 214, hospital_names, [item for _, item in hospital], 22.0, BLUE, "")
    note = "Thin lines: 95 % intervals. People who take more are also more ill, so not all of this is the drug."
    axes.text(14, 368, note, fontsize=TEXT_PT, color=SOFT, va="center")
    told_bone = ", ".join(
        f"{name} {item.text if item else '1 (the comparison)'}"
        for name, (_, item) in zip(bone_names, bone, strict=True)
    )
    told_hospital = ", ".join(f"{name} {item.text}" for name, (_, item) in zip(hospital_names, hospital, strict=True))
    alt = (
        f"Two bar charts of what a daily dose of prednisolone goes with. Vertebral fracture, relative rate: "
        f"{told_bone}. In hospital for an infection within a year, in RA: {told_hospital}. Both rise step by step with "
        "the dose, and both are above the first bar even in the lowest group."
    )
    return Picture(page.png(figure), alt, "Cohorts, not trials: VanStaa2000jbmr, George2020.", 740)


def monitoring_year() -> Picture:
    """The first year on each medicine: when blood, eyes and bone are looked at."""
    lanes = monitoring()
    left, right, row_px, top_px = 204, 722, 44, 60
    height = top_px + row_px * len(lanes) + 62
    figure, axes = blank(740, height)

    def across(week: float) -> float:
        return left + (right - left) * week / WEEKS

    axes.text(14, 16, "When one looks, in the first year", fontsize=TEXT_PT + 1, weight="bold", color=INK, va="center")
    for month in range(0, 13, 3):
        x = across(month * WEEKS_IN_A_MONTH)
        axes.plot([x, x], [top_px - 12, height - 54], color=RULE, linewidth=0.8, zorder=0)
        title = "start" if month == 0 else f"month {month}"
        axes.text(
            x, top_px - 22, title, fontsize=TEXT_PT, color=SOFT, ha="center" if month < 12 else "right", va="center"
        )
    for number, (name, looked, weeks, after, _) in enumerate(lanes):
        y = top_px + row_px * number + 10
        axes.text(14, y, name, fontsize=TEXT_PT, weight="bold", color=INK, va="center")
        axes.text(14, y + 16, looked, fontsize=TEXT_PT, color=SOFT, va="center")
        axes.plot([left, right], [y, y], color=RULE, linewidth=1, zorder=1)
        for week in weeks:
            axes.plot([across(week)], [y], "o", color=BLUE, markersize=6, zorder=3)
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        axes.text(right, y + 16, after, fontsize=TEXT_PT, color=SOFT, ha="right", va="center", bbox=ground)
    notes = (
        f"Methotrexate: an example, steady from week {plain(fact('mtx-acr-weeks').high)}. A change starts it anew.",
        "Local schedules differ. The newest British one follows the risk of each person.",
    )
    for number, note in enumerate(notes):
        axes.text(14, height - 36 + 20 * number, note, fontsize=TEXT_PT, color=SOFT, va="center")
    told = ". ".join(
        f"{name}, {looked}: at week {', '.join(plain(round(week)) for week in weeks)}; {after}"
        for name, looked, weeks, after, _ in lanes
    )
    alt = f"Timeline of the first year on five kinds of medicine, a dot for each check. {told}. {' '.join(notes)}"
    cites = dict.fromkeys(key for lane in lanes for key in lane[4])
    return Picture(page.png(figure), alt, f"Sources: {', '.join(cites)}, Bsrcsdmard2025.", 740)


Lane = tuple[str, str, list[float], str, tuple[str, ...]]


def monitoring() -> list[Lane]:
    """A lane for each medicine: name, what is looked at, the weeks of the first year, what follows, sources."""
    stable = _value("mtx-acr-weeks", "high") + _value("mtx-blood-stable")
    fortnight = _value("mtx-blood-fortnight")
    steps = [fortnight * step for step in range(int(stable / fortnight) + 1)]
    steps += [stable + WEEKS_IN_A_MONTH * month for month in range(1, int(_value("mtx-blood-monthly")) + 1)]
    later = _value("mtx-blood-later") * WEEKS_IN_A_MONTH
    while steps[-1] + later <= WEEKS:
        steps.append(steps[-1] + later)
    jak = [0.0, _value("jak-blood-first"), _value("jak-blood-second")]
    while jak[-1] + _value("jak-blood-later") * WEEKS_IN_A_MONTH <= WEEKS:
        jak.append(jak[-1] + _value("jak-blood-later") * WEEKS_IN_A_MONTH)
    months = [0.0, _value("biologic-blood-first"), _value("biologic-blood-second")]
    months.append(months[-1] + _value("biologic-blood-later"))
    density = fact("gc-bone-density-years")
    return [
        ("Methotrexate", "blood, liver, kidney", steps, f"then every {fact('mtx-blood-later').text}",
         fact("mtx-blood-stable").sources),
        ("JAK inhibitor", "blood, liver, kidney", jak, f"then every {fact('jak-blood-later').text}",
         fact("jak-blood-first").sources),
        ("TNF inhibitor", "blood, liver, kidney", [month * WEEKS_IN_A_MONTH for month in months],
         f"then every {fact('biologic-blood-later').text}", fact("biologic-blood-first").sources),
        ("Hydroxychloroquine", "eyes; no blood tests", [0.0],
         f"eyes every year from year {plain(fact('hcq-eye-year').value)}", fact("hcq-eye-year").sources),
        ("Prednisolone", "bone, glucose, pressure", [0.0],
         f"bone density every {plain(density.low)} to {plain(density.high)} years", density.sources),
    ]  # fmt: skip


def _value(id: str, part: str = "value") -> float:
    number: float | None = getattr(fact(id), part)
    if number is None:
        raise ValueError(f"the fact {id} has no {part}; expected a number")
    return number


def _bars(
    axes: Axes, top: float, names: tuple[str, ...], items: list[Fact | None], most: float, colour: str, first: str
) -> None:
    """Four bars with their values; the first may stand for the group that the others are compared with."""
    left, right = 150.0, 560.0
    for number, (name, item) in enumerate(zip(names, items, strict=True)):
        y = top + 34 * number + 12
        value = item.value if item and item.value is not None else 1.0
        end = left + (right - left) * value / most
        axes.text(left - 10, y, name, fontsize=TEXT_PT, color=INK, ha="right", va="center")
        axes.fill_between([left, end], y - 9, y + 9, color=colour, alpha=0.35 if item is None else 0.75, linewidth=0)
        if item and item.low is not None and item.high is not None:
            ends = [left + (right - left) * limit / most for limit in (item.low, item.high)]
            axes.plot(ends, [y, y], color=INK, linewidth=1.4)
        axes.text(
            right + 10, y, item.text.replace(" times", "") if item else first, fontsize=TEXT_PT, color=INK, va="center"
        )
    axes.plot([left, left], [top - 4, top + 34 * len(names) - 4], color=INK, linewidth=1)


def _doubt(row: Row) -> str:
    return "" if row["status"] == "verified" else " *"


def _rows() -> list[Row]:
    known, faults = references(), []
    rows = read_rows(
        data_folder() / "treatment" / "medicines_by_disease.csv", ("medicine", *PLACES, "sources", "status")
    )
    for row in rows:
        faults += [row.fault(message) for message in unknown_keys(row.listed("sources"), known)]
        faults += [
            row.fault(f"{place} holds ‘{row[place]}’{nearest(row[place], WORDS)}")
            for place in PLACES
            if row[place] not in WORDS
        ]
        if row["status"] not in ("verified", "secondary", "from memory"):
            faults.append(row.fault(f"the status ‘{row['status']}’ is not known"))
    if faults:
        raise ContentError(faults)
    return rows

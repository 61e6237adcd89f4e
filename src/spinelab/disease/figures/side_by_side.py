"""The pictures of lesson 08. Every figure in them is a fact; what strikes where comes from the comparison."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.patches import Circle, PathPatch, Rectangle, Wedge
from matplotlib.path import Path

from spinelab.content import fact
from spinelab.content.facts import plain
from spinelab.content.figures import INK, WIDTH
from spinelab.content.picture import Picture
from spinelab.disease import features
from spinelab.disease.figures.sheet import BLUE, FAINT, GRID, ORANGE, PURPLE, Sheet, value_of
from spinelab.disease.likelihood import finding, sort_people
from spinelab.disease.side_view import Outline, outlines, smooth

_TINT = {
    "upper-neck": "#F7D9C4",
    "lower-neck": "#FBEBC8",
    "thoracic": "#DDEEDD",
    "lumbar": "#D6E8F5",
    "sacroiliac": "#EBD9E6",
}
_WORDS = {
    "usual": "usual site",
    "sometimes": "sometimes",
    "rare": "rare",
    "disputed": "disputed",
    "felt": "pain felt, no damage",
    "spared": "spared",
}


# ---------------------------------------------------------------- where it strikes


def where_it_strikes() -> Picture:
    """Each condition against five regions of the spine, beside a side view of it."""
    table = features.load()
    sheet = Sheet("Where each condition strikes along the spine", 850)
    scale, x0, y0 = 0.78, 100.0, 694.0
    levels = _bands(scale, y0)
    heads = levels["upper-neck"][0] - 16
    columns = [318 + 57.5 * index for index in range(len(table.conditions))]
    for region in table.regions:
        top, bottom = levels[region.id]
        sheet.axes.add_patch(Rectangle((12, top), WIDTH - 24, bottom - top - 3, facecolor=_TINT[region.id], zorder=0))
        sheet.text(184, (top + bottom) / 2 - 8, region.name, 9.5, bold=True)
        sheet.text(184, (top + bottom) / 2 + 9, region.levels.replace("Sacrum and ilium", "Sacrum, ilium"), 9, FAINT)
        for x, condition in zip(columns, table.conditions, strict=True):
            _sign(sheet, x, (top + bottom) / 2, table.strength(condition.id, region.id), condition.kind == "disease")
    for x, condition in zip(columns, table.conditions, strict=True):
        sheet.text(x, heads, condition.short, 9.5, bold=condition.kind == "disease", across="center")
    sheet.line((296, 460), (heads - 16, heads - 16), BLUE, 1.6)
    sheet.text(378, heads - 28, "three diseases", 9, BLUE, across="center")
    sheet.line((474, 748), (heads - 16, heads - 16), FAINT, 1.6)
    sheet.text(611, heads - 28, "mimics", 9, FAINT, across="center")
    for outline in outlines():
        _bone(sheet, outline, scale, x0, y0)
    for index, (strength, words) in enumerate(_WORDS.items()):
        x, y = 310 + 126 * (index // 2), 62 + 26 * (index % 2)
        _sign(sheet, x, y, strength, True)
        sheet.text(x + 18, y, words, 9)
    note = "A model drawing, front to the left. Mech.: mechanical pain. FM: fibromyalgia. MS: multiple sclerosis."
    sheet.text(12, 836, note, 9, FAINT)
    said = "; ".join(
        f"{condition.name}: "
        + ", ".join(f"{region.name.lower()} {table.strength(condition.id, region.id)}" for region in table.regions)
        for condition in table.conditions
    )
    return sheet.picture(
        "Side view of the spine from skull to coccyx with its five regions as coloured bands. Beside it a grid says "
        f"how often each of eight conditions strikes each region. {said}.",
        "Rheumatoid arthritis strikes from the top, ankylosing spondylitis from the bottom, lupus hardly at all.",
    )


def _bands(scale: float, y0: float) -> dict[str, tuple[float, float]]:
    """The top and bottom of each region on the sheet, from the outlines of its bodies."""
    bodies = {o.level: y0 - scale * o.points[:, 1] for o in outlines() if o.part == "body"}
    skull = y0 - scale * min(o.points[:, 1].min() for o in outlines() if o.part == "ring")
    c2, c7, t12 = bodies["C2"].max(), bodies["C7"].max(), bodies["T12"].max()
    l5 = float(np.mean(bodies["L5"]) + 14)
    edges = [float(skull) - 42, float(c2) + 4, float(c7), float(t12), l5, 814.0]
    names = ["upper-neck", "lower-neck", "thoracic", "lumbar", "sacroiliac"]
    return {name: (edges[i], edges[i + 1]) for i, name in enumerate(names)}


_FILL = {
    "skull": "#FFFFFF", "ilium": "#FFFFFF", "posterior": "#E3D1A6", "disc": "#B9DCD0", "ring": "#E3D1A6",
    "body": "#F3E6C8", "facet": "#B8935A", "dens": "#F3E6C8", "tubercle": "#E3D1A6", "joint": "none",
}  # fmt: skip


def _bone(sheet: Sheet, outline: Outline, scale: float, x0: float, y0: float) -> None:
    points = smooth(outline.points) * (scale, -scale) + (x0, y0)
    behind = outline.part in ("skull", "ilium")
    patch = PathPatch(
        Path(points, closed=False), facecolor=_FILL[outline.part], edgecolor="#9A8F7C" if behind else "#5B452A",
        linewidth=1.3 if outline.part == "joint" else 0.8, linestyle="--" if outline.part == "joint" else "-",
        alpha=0.6 if behind else 1, zorder=3,
    )  # fmt: skip
    sheet.axes.add_patch(patch)


def _sign(sheet: Sheet, x: float, y: float, strength: str, disease: bool) -> None:
    """A sign that differs in shape, not only in colour."""
    colour = BLUE if disease else "#3D3D3D"
    add = sheet.axes.add_patch
    if strength == "usual":
        add(Circle((x, y), 9.5, facecolor=colour, edgecolor=colour, zorder=5))
    elif strength == "sometimes":
        add(Circle((x, y), 9, facecolor="white", edgecolor=colour, linewidth=1.6, zorder=5))
        add(Wedge((x, y), 9, 90, 270, facecolor=colour, edgecolor=colour, zorder=6))
    elif strength == "rare":
        add(Circle((x, y), 5, facecolor="white", edgecolor=colour, linewidth=1.6, zorder=5))
    elif strength == "disputed":
        add(Circle((x, y), 9, facecolor="white", edgecolor=colour, linewidth=1.6, zorder=5))
        sheet.text(x, y, "?", 10, colour, bold=True, across="center")
    elif strength == "felt":
        wave = np.linspace(-10, 10, 40)
        sheet.axes.plot(x + wave, y + 4 * np.sin(wave / 10 * 2 * np.pi), color=colour, linewidth=2, zorder=6)
    else:
        sheet.line((x - 6, x + 6), (y, y), colour, 2)


# ---------------------------------------------------------------- age and onset


def age_and_onset() -> Picture:
    """At what age each condition begins, how fast, and what eases it."""
    table = features.load()
    sheet = Sheet("Age at the start, how it begins, and what eases it", 512)
    left, right, top, step = 168.0, 426.0, 88.0, 44.0

    def at(years: float) -> float:
        return left + (right - left) * years / 90

    bottom = top + step * len(table.conditions) - 16
    for years in range(0, 91, 15):
        sheet.line((at(years), at(years)), (top - 22, bottom), GRID, 0.8)
        sheet.text(at(years), bottom + 14, str(years), 9, FAINT, across="center")
    sheet.text((left + right) / 2, bottom + 34, "age in years", 9, FAINT, across="center")
    sheet.text(444, top - 34, "Begins over", 9.5, bold=True)
    sheet.text(606, top - 34, "Eased by", 9.5, bold=True)
    said = []
    for row, condition in enumerate(table.conditions):
        y = top + row * step
        disease = condition.kind == "disease"
        if row:
            sheet.line((12, WIDTH - 12), (y - step / 2, y - step / 2), "#E3E6EA", 0.8)
        name = condition.name.split(" (")[0].replace(" or degenerative", "")
        sheet.text(12, y, name.replace(" ", "\n", 1), 9.5, bold=disease)
        sheet.text(444, y, condition.begins.replace(", ", ",\n"), 9)
        sheet.text(606, y, condition.eased_by.replace(", ", ",\n"), 9)
        age = _age(sheet, condition.id, at, y)
        said.append(f"{condition.name}: {age}; begins over {condition.begins}; eased by {condition.eased_by}")
    notes = "Dot: median or mean. Bar: middle half of people. Arrow: most people start before this age."
    sheet.text(12, 474, notes, 9, FAINT)
    old, young = plain(value_of("vf-age-old")), plain(value_of("vf-age-from"))
    sheet.text(
        12, 494, f"Triangles: share with a fracture among all from {young} and among all from {old} years.", 9, FAINT
    )
    return sheet.picture(
        "Chart of the age at which eight conditions begin, with words for how fast each begins and what eases it. "
        + ". ".join(said) + ".",
        "Sources: Innala2014, RELESSERlate, Boel2022, Walton2020, NHANESvfx, Huh2015, and the comparison table.",
    )  # fmt: skip


def _age(sheet: Sheet, condition: str, place: Callable[[float], float], y: float) -> str:
    """Draw what is known of the age of one condition, years to pixels by `place`; returns it in words."""
    if condition == "axspa":
        said = []
        for id, group, up in (("axspa-onset-b27-positive", "B27+", -9), ("axspa-onset-b27-negative", "B27−", 9)):
            found = fact(id)
            if found.low is None or found.high is None:
                raise LookupError(f"the fact ‘{id}’ has no range to draw")
            sheet.line((place(found.low), place(found.high)), (y + up, y + up), BLUE, 6)
            sheet.dot(place(value_of(id)), y + up, INK, size=6)
            sheet.text(place(found.high) + 8, y + up, f"{plain(found.value)}, {group}", 9)
            said.append(f"median {found.text}, {group}")
        return " and ".join(said)
    if condition == "lupus":
        limit, share = value_of("sle-onset-limit"), value_of("sle-onset-before-50")
        arrow = {"arrowstyle": "-|>", "color": BLUE, "lw": 2}
        sheet.axes.annotate("", (place(0), y), (place(limit), y), arrowprops=arrow)
        sheet.text(place(limit) + 6, y, f"{plain(share)} % before {plain(limit)}", 9)
        return f"{plain(share)} % begin before {plain(limit)}"
    if condition == "fracture":
        for frequency, age in (("vf-prevalence", "vf-age-from"), ("vf-after-80", "vf-age-old")):
            sheet.dot(place(value_of(age)), y + 5, "#3D3D3D", "^", 8)
            sheet.text(place(value_of(age)), y - 10, f"{plain(value_of(frequency))} %", 9, across="center")
        sheet.line((place(value_of("vf-age-from")), place(value_of("vf-age-old"))), (y + 5, y + 5), "#3D3D3D", 1.4)
        return (
            f"present in {plain(value_of('vf-prevalence'))} % from {plain(value_of('vf-age-from'))} years and "
            f"{plain(value_of('vf-after-80'))} % from {plain(value_of('vf-age-old'))} years"
        )
    single = {"ra": ("ra-onset-median", "median"), "ms": ("ms-age", "mean"), "myelitis": ("tm-age", "mean")}
    if condition in single:
        id, word = single[condition]
        colour = BLUE if condition == "ra" else "#3D3D3D"
        sheet.dot(place(value_of(id)), y, colour, size=9)
        sheet.text(place(value_of(id)) + 11, y, f"{word} {plain(value_of(id))}", 9)
        return f"{word} {plain(value_of(id))} years"
    words = {"mechanical": "any age, more with age", "fibromyalgia": "no figure that we trust"}[condition]
    sheet.text((place(0) + place(90)) / 2, y, words, 9, FAINT, across="center")
    return words


# ---------------------------------------------------------------- pain patterns


_PATTERNS = [
    (
        "In people sent on from first contact (Braun2011)",
        "primary_care",
        (
            "better_with_movement",
            "wakes_second_half_of_night",
            "morning_stiffness_over_30_min",
            "alternating_buttock_pain",
            "good_nsaid_response",
            "hla_b27",
        ),
    ),
    (
        "In specialist clinics (Rudwaleit2004, Rudwaleit2006easy)",
        "clinic",
        ("inflammatory_back_pain", "good_nsaid_response", "anterior_uveitis", "hla_b27"),
    ),
]


def pain_patterns() -> Picture:
    """How often a feature is found with axial spondyloarthritis and without, at first contact and in clinics."""
    sheet = Sheet("The same sign, with axSpA and without it", 575)
    left, right = 318.0, 636.0

    def at(percent: float) -> float:
        return left + (right - left) * percent / 100

    y = 62.0
    said = []
    sheet.dot(24, y - 12, BLUE, "o", 9)
    sheet.text(36, y - 12, "with axSpA", 9.5)
    sheet.dot(150, y - 12, ORANGE, "s", 8, filled=False)
    sheet.text(164, y - 12, "without", 9.5)
    sheet.text(694, y - 2, "likelihood\nratio", 9.5, bold=True, across="center")
    first = y + 8
    for index, (heading, setting, signs) in enumerate(_PATTERNS):
        y += 40 if index else 28
        sheet.text(12, y, heading, 9.5, FAINT, bold=True)
        y += 4
        for feature in signs:
            y += 32
            found = finding(feature, setting)
            words = found.name[:1].upper() + found.name[1:]
            without = 100 - found.specificity
            sheet.text(left - 14, y, words, 9.5, across="right")
            sheet.line((at(without), at(found.sensitivity)), (y, y), "#8A929B", 2.4)
            sheet.dot(at(without), y, ORANGE, "s", 8, filled=False)
            sheet.dot(at(found.sensitivity), y, BLUE, "o", 9)
            sheet.text(694, y, f"{found.ratio():.1f}", 10, bold=found.ratio() >= 3, across="center")
            shares = f"{plain(found.sensitivity)} % with and {plain(round(without, 1))} % without"
            said.append(f"{words}: {shares}, ratio {found.ratio():.1f}")
        said[-len(signs)] = f"{heading}. " + said[-len(signs)]
    for percent in range(0, 101, 20):
        sheet.axes.plot([at(percent)] * 2, [first + 24, y + 16], color=GRID, linewidth=0.8, zorder=0)
        sheet.text(at(percent), y + 30, f"{percent} %", 9, FAINT, across="center")
    sheet.text((left + right) / 2, y + 50, "share of people who have the sign", 9, FAINT, across="center")
    sheet.text(
        12, 560, "The further apart the two marks, the more the sign tells. A ratio of 1 tells nothing.", 9, FAINT
    )
    return sheet.picture(
        "For ten signs, a blue dot marks how often people with axial spondyloarthritis have it, and an open orange "
        f"square how often people without have it; the likelihood ratio stands at the right. {'. '.join(said)}.",
    )


# ---------------------------------------------------------------- natural frequencies


def _limit() -> str:
    return plain(fact("axspa-onset-limit").value)


def natural_frequencies(
    feature: str = "inflammatory_back_pain", pre_test: float | None = None, setting: str = "clinic"
) -> Picture:
    """Four hundred people with chronic back pain, sorted by axial spondyloarthritis and by one finding.

    `pre_test` is the share that has the disease, from 0 to 1; 0.05 when left out. Raises ValueError for an unknown
    finding or setting, and for a share that is not between 0 and 1.
    """
    crowd = 400
    share = value_of("axspa-pretest") / 100 if pre_test is None else pre_test
    found = finding(feature, setting)
    people = sort_people(crowd, share, found)
    before, sign = round(100 * share, 6), found.name
    sheet = Sheet(f"What does {sign} tell?", 480)
    sheet.text(12, 46, f"{crowd} people with back pain that has lasted months and began before {_limit()}", 9.5, FAINT)
    groups = (people.ill_with, people.well_with, people.ill_without, people.well_without)
    marks = [(BLUE, "o", True, 8.5), (ORANGE, "s", True, 7.2), (BLUE, "o", False, 7), ("#A9B0B7", "s", False, 4.6)]
    order = [mark for count, mark in zip(groups, marks, strict=True) for _ in range(count)]
    for index, (colour, shape, filled, size) in enumerate(order):
        sheet.dot(26 + 18.6 * (index % 20), 74 + 18.6 * (index // 20), colour, shape, size, filled)
    ill = people.ill_with + people.ill_without
    words = [
        (BLUE, "o", True, f"{people.ill_with} have axSpA and the sign"),
        (ORANGE, "s", True, f"{people.well_with} have the sign without axSpA"),
        (BLUE, "o", False, f"{people.ill_without} have axSpA without the sign"),
        ("#7D858D", "s", False, f"{people.well_without} have neither"),
    ]
    for row, (colour, shape, filled, text) in enumerate(words):
        sheet.dot(436, 100 + 34 * row, colour, shape, 9, filled)
        sheet.text(452, 100 + 34 * row, text, 10)
    result = f"{people.ill_with} of {people.with_finding}"
    sheet.text(430, 264, "Of all who have the sign,", 10.5)
    sheet.text(430, 288, f"{result} have axSpA:", 10.5)
    sheet.text(430, 326, f"{people.percent_ill:.0f} %", 22, BLUE, bold=True)
    sheet.text(430, 368, f"Before, it was {ill} of {crowd}: {plain(before)} %.", 10)
    sheet.text(430, 398, f"Likelihood ratio {found.ratio():.1f}", 10)
    sheet.text(430, 420, f"= {plain(found.sensitivity)} % ÷ {plain(round(100 - found.specificity, 1))} %", 10)
    sheet.text(12, 464, f"People are counted whole. Sensitivity and specificity: {', '.join(found.sources)}.", 9, FAINT)
    return sheet.picture(
        f"{crowd} marks for people with chronic back pain. {ill} have axial spondyloarthritis. With {sign}: "
        f"{people.ill_with} who have the disease and {people.well_with} who do not. Without it: {people.ill_without} "
        f"who have the disease and {people.well_without} who do not. So {result} people with the sign have the "
        f"disease: {people.percent_ill:.0f} %, up from {plain(before)} %. The likelihood ratio is {found.ratio():.1f}."
    )


# ---------------------------------------------------------------- red flags


_FRACTURE_FLAGS = [
    ("Older age", "redflag-older-age"),
    ("Severe trauma", "redflag-severe-trauma"),
    ("Long steroid use", "redflag-corticosteroid"),
    ("Bruise or graze over the spine", "redflag-contusion"),
    ("Several of these together", "redflag-several-fracture"),
]


def red_flags() -> Picture:
    """How common red flags are, how rare serious disease is, and what each flag makes of the probability."""
    sheet = Sheet("Red flags are common. Serious disease is rare. One flag seldom decides.", 500)
    any_flag, serious = fact("redflag-any"), fact("redflag-serious")
    cases, fractures = fact("redflag-serious-people"), fact("redflag-serious-fractures")
    n = plain(any_flag.n)
    sheet.text(12, 54, f"Of {n} people with new back pain at first contact (Henschke2009)", 9.5, FAINT, bold=True)
    for row, (words, found, colour) in enumerate(
        [("have at least one red flag", any_flag, ORANGE), ("have a serious disease", serious, BLUE)]
    ):
        y = 86.0 + 36 * row
        sheet.text(240, y, words, 9.5, across="right")
        sheet.axes.add_patch(Rectangle((252, y - 10), 360, 20, facecolor="#EEF0F2", edgecolor="#7D858D", linewidth=0.8))
        sheet.axes.add_patch(Rectangle((252, y - 10), 3.6 * (found.value or 0), 20, facecolor=colour, zorder=3))
        sheet.text(626, y, found.text, 10, bold=True)
    sheet.text(252, 150, f"{plain(cases.value)} people, {plain(fractures.value)} of them with a fracture", 9.5)
    left, right = 252.0, 612.0
    y = 190.0

    def at(percent: float) -> float:
        return left + (right - left) * percent / 100

    sheet.text(12, y, "Probability once the flag is found (Downie2013)", 9.5, FAINT, bold=True)
    said, top = [], y + 14
    rows = [("of a fracture", words, id) for words, id in _FRACTURE_FLAGS]
    rows.append(("of cancer", "A history of cancer", "redflag-cancer-history"))
    for kind, words, id in rows:
        y += 34 if kind == "of a fracture" else 46
        found = fact(id)
        if found.value is None or found.low is None or found.high is None:
            raise LookupError(f"the fact ‘{id}’ needs a value and a range to be drawn")
        colour, shape = (ORANGE, "o") if kind == "of a fracture" else (PURPLE, "D")
        sheet.text(240, y, words, 9.5, across="right")
        sheet.line((at(found.low), at(found.high)), (y, y), colour, 2.4)
        sheet.dot(at(found.value), y, colour, shape, 8)
        sheet.text(626, y, found.text, 9.5)
        said.append(f"{words}: {found.text} {kind}")
    for percent in range(0, 101, 20):
        sheet.axes.plot([at(percent)] * 2, [top, y + 18], color=GRID, linewidth=0.8, zorder=0)
        sheet.text(at(percent), y + 32, f"{percent} %", 9, FAINT, across="center")
    sheet.dot(254, y + 58, ORANGE, "o", 8)
    sheet.text(266, y + 58, "of a fracture", 9)
    sheet.dot(374, y + 58, PURPLE, "D", 7)
    sheet.text(386, y + 58, "of cancer in the spine", 9)
    sheet.text(560, y + 58, "Bar: 95 % interval", 9, FAINT)
    return sheet.picture(
        f"Above, two bars: of {n} people with new back pain, {any_flag.text} have at least one red flag and "
        f"{serious.text} a serious disease, {plain(cases.value)} people, {plain(fractures.value)} with a fracture. "
        f"Below, the probability of fracture or cancer once a flag is found, with its interval. {'. '.join(said)}."
    )

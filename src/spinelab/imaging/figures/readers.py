"""Bland and Altman's plot: how far readings differ from the truth, drawn for readers that are invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spinelab.content.figures import INK
from spinelab.content.picture import Picture
from spinelab.imaging.agreement import Agreement, bland_altman, standard_deviations
from spinelab.imaging.figures.lightbox import BLUE_INK, FAINT, ORANGE_INK, Lightbox
from spinelab.imaging.measures import spelled

Array = NDArray[np.float64]
FILMS = 20


@dataclass(frozen=True)
class Reader:
    """An invented reader: mean and standard deviation of the errors, mm; they come out exactly so."""

    bias_mm: float
    sd_mm: float

    def errors_mm(self) -> Array:
        """The errors on the films, (20,) mm: most of them small, in an order that looks like chance."""
        shares = (np.arange(FILMS) + 0.5) / FILMS
        spread = np.log(shares / (1 - shares))[np.random.default_rng(2).permutation(FILMS)]
        spread = (spread - spread.mean()) / spread.std(ddof=1)
        return np.asarray(self.bias_mm + self.sd_mm * spread, float)

    @property
    def agreement(self) -> Agreement:
        """Bias and limits of agreement."""
        return bland_altman((truths_mm() + self.errors_mm()).tolist(), truths_mm().tolist())


LESSON = Reader(0.8, 0.7)
ASKED = {"A": Reader(0.0, 0.4), "B": Reader(1.8, 0.4), "C": Reader(0.0, 1.6)}


def truths_mm() -> Array:
    """The true ADI of the films, (20,) mm."""
    return np.linspace(1.5, 9.5, FILMS)


def agreement_example() -> Picture:
    """One reader's errors, with bias and limits of agreement."""
    found = LESSON.agreement
    sheet = Lightbox("One invented reader: 20 films, 20 errors", 380)
    _plot(sheet, LESSON, (96, 62, 470, 246), 3.0, named=True)
    sheet.text(331, 342, "true ADI, mm", 9.5, across="center")
    sheet.text(12, 42, "error: reading minus truth, mm", 9.5)
    sheet.text(12, 364, "Each dot is one film. The reader is invented.", 9, FAINT)
    bias, lower, upper = (spelled(value, "mm", signed=True) for value in found[:3])
    alt = (
        "A plot of Bland and Altman for one invented reader and 20 films. Across: the true ADI, 1.5 to 9.5 mm. Up: the "
        "reader's error, reading minus truth. The dots lie in a band that does not climb or fall. A solid line marks "
        f"the mean error, the bias: {bias}, so this reader reads too much. Two dashed lines mark the "
        f"limits of agreement, {lower} and {upper}: {standard_deviations():g} standard "
        f"deviations of {LESSON.sd_mm} mm to each side."
    )
    return sheet.picture(alt, "Bias and limits of agreement. The reader is invented.")


def agreement_lettered() -> Picture:
    """Three readers' errors without their names, for questions."""
    sheet = Lightbox("Three invented readers, the same 20 films", 300)
    for number, (letter, reader) in enumerate(ASKED.items()):
        left = 52 + number * 244
        sheet.text(left, 42, letter, 12, bold=True)
        _plot(sheet, reader, (left, 56, 186, 186), 4.0, named=False)
        sheet.text(left + 93, 276, "true ADI, mm", 9, across="center")
    alt = (
        "Three plots of Bland and Altman, lettered A, B and C, with the true ADI across and the error up, from minus 4 "
        "to plus 4 mm. A: the dots lie close together about zero. B: the dots lie just as close together, but all of "
        "them well above zero. C: the dots lie about zero on average, but far apart, up to several mm above and below. "
        "In each plot a solid line marks the mean and two dashed lines the limits of agreement."
    )
    return sheet.picture(alt, "Three invented readers.")


def _plot(sheet: Lightbox, reader: Reader, box: tuple[float, float, float, float], reach: float, named: bool) -> None:
    left, top, wide, high = box

    def across(mm: float) -> float:
        return left + wide * mm / 10

    def up(mm: float) -> float:
        return top + high * (reach - mm) / (2 * reach)

    for tick in range(-int(reach), int(reach) + 1, 1 if named else 2):
        sheet.line([(left, up(tick)), (left + wide, up(tick))], "#C9CED4", 0.7)
        sheet.text(left - 6, up(tick), f"{tick:+d}".replace("-", "\N{MINUS SIGN}") if tick else "0", 9, across="right")
    for tick in (0, 5, 10):
        sheet.text(across(tick), top + high + 14, str(tick), 9, across="center")
    sheet.line([(left, up(0)), (left + wide, up(0))], INK, 1.0)
    found = reader.agreement
    for value, colour, style in (
        (found.bias, BLUE_INK, "-"), (found.lower, ORANGE_INK, "--"), (found.upper, ORANGE_INK, "--")
    ):  # fmt: skip
        sheet.line([(left, up(value)), (left + wide, up(value))], colour, 1.8, style)
    sheet.axes.scatter(
        [across(mm) for mm in truths_mm()], [up(mm) for mm in reader.errors_mm()],
        s=22, color=INK, edgecolors="white", linewidths=0.6, zorder=8,
    )  # fmt: skip
    if named:
        for value, words, colour in (
            (found.upper, "upper limit", ORANGE_INK),
            (found.bias, "bias", BLUE_INK),
            (found.lower, "lower limit", ORANGE_INK),
        ):
            sheet.text(
                left + wide + 8, up(value), f"{words} {spelled(value, 'mm', signed=True)}", 9.5, colour, bold=True
            )

"""What neck or back pain keeps a person from doing: Oswestry and Neck Disability Index, by number only."""

from __future__ import annotations

from fractions import Fraction

from spinelab.content.faults import InputError
from spinelab.disease.arguments import count, ratings
from spinelab.disease.outcome import Score
from spinelab.disease.scores.scales import Row, summed

SECTIONS, MOST, FEWEST = 10, 5, 8


def oswestry(items: list[int | None]) -> Score:
    """The Oswestry Disability Index in percent: ten sections, each 0 to 5; None for one not answered.

    Unanswered sections leave the denominator. Raises ValueError for fewer than eight answers or one out of range.
    Sources: ODIexample (bands), ODIscoring (prorating).
    """
    return _percent("oswestry", items)


def neck_disability(items: list[int | None]) -> Score:
    """The Neck Disability Index in percent: ten sections, each 0 to 5; None for one not answered.

    Unanswered sections leave the denominator. Raises ValueError for fewer than eight answers or one out of range.
    Source: VernonNDI.
    """
    return _percent("neck_disability", items)


def _percent(name: str, items: list[int | None]) -> Score:
    answers = [
        None if answer is None else count(f"items[{index}]", answer, MOST)
        for index, answer in enumerate(ratings("items", items, SECTIONS))
    ]
    answered = sum(answer is not None for answer in answers)
    if answered < FEWEST:
        raise InputError(f"items has {answered} answers of {SECTIONS}; expected at least {FEWEST}")
    possible = MOST * answered
    rows: list[Row] = []
    for n, answer in enumerate(answers, 1):
        if answer is None:
            rows.append((f"Section {n}", None, "not answered, left out"))
        else:
            rows.append((f"Section {n}", Fraction(100 * answer, possible), f"{answer} of {possible}"))
    return summed(name, rows)

"""The pictures of lesson 12 follow the facts, and its derived intervals are what Wilson's formula gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spinelab.content import fact
from spinelab.content.intervals import wilson
from spinelab.disease import disputes, figures


@pytest.mark.parametrize(
    ("id", "count", "n"),
    [
        ("winfield-slip-interval", 12, 100),
        ("reitblat-none-interval", 0, 34),
        ("group-of-50-interval", 12, 50),
        ("group-of-500-interval", 120, 500),
        ("group-of-5000-interval", 1200, 5000),
        ("neva-ra-interval", 205, 1076),
        ("neva-controls-interval", 367, 1491),
    ],
)
def test_a_derived_interval_is_wilsons(id: str, count: int, n: int) -> None:
    held, found = fact(id), wilson(count, n)
    assert (held.low, held.high, held.n) == (round(found.low, 1), round(found.high, 1), n)
    assert held.value == round(100 * count / n)


def test_the_counts_of_the_survey_give_its_percentages() -> None:
    for share, people in (
        ("ra-chronic-back-pain-neva", "neva-ra-people"),
        ("controls-chronic-back-pain-neva", "neva-controls-people"),
    ):
        counts = fact(people)
        assert counts.value is not None
        assert counts.n == fact(share).n
        assert fact(share).value == round(100 * counts.value / counts.n)


def test_the_pictures_follow_the_facts(change: Callable[[str, str, str], int]) -> None:
    before = {name: getattr(figures, name)() for name in ("what_became_of_80_percent", "missing_controls")}
    change("evidence/facts/disease.csv", "mean of 7.2 years,12,,,100,", "mean of 7.2 years,17,,,100,")
    change("evidence/facts/disease.csv", "in the same survey,367,,,1491,", "in the same survey,411,,,1491,")
    after = {name: getattr(figures, name)() for name in before}
    assert "17 with a slip at C1-C2" in after["what_became_of_80_percent"].alt
    assert f"(interval {wilson(411, 1491)})" in after["missing_controls"].alt
    assert all(before[name].png != after[name].png for name in before)


def test_a_larger_group_has_a_narrower_line() -> None:
    alt = figures.same_share_more_people().alt
    places = [alt.index(words) for words in ("12 of 50 people: 14.3", "120 of 500 people: 20.5", "5000 people: 22.8")]
    assert places == sorted(places)


def test_disputes_of_some_instruments_only() -> None:
    some = disputes("CDAI", "ASDAS")
    assert {entry.instrument for entry in some.entries} == {"CDAI", "ASDAS"}
    assert len(some.entries) < len(disputes().entries)
    with pytest.raises(LookupError, match="no dispute is about ‘CDAY’; did you mean ‘CDAI’"):
        disputes("CDAY")

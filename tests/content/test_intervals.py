"""The interval of a share, against published examples (Newcombe1998, table I, Wilson score without correction)."""

import pytest

from spinelab.content.intervals import Interval, wilson

PUBLISHED = [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.00, 16.11), (1, 29, 0.61, 17.18)]


@pytest.mark.parametrize(("count", "n", "low", "high"), PUBLISHED)
def test_published_intervals_are_found(count: int, n: int, low: float, high: float) -> None:
    found = wilson(count, n)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_more_people_make_it_narrower_and_more_confidence_makes_it_wider() -> None:
    few, many, surer = wilson(12, 50), wilson(1200, 5000), wilson(12, 50, level=0.99)
    assert few.low < many.low < 24 < many.high < few.high
    assert surer.low < few.low < few.high < surer.high


@pytest.mark.parametrize("n", [1, 2, 7, 1000])
def test_it_never_leaves_the_scale(n: int) -> None:
    for count in {0, 1, n}:
        found = wilson(count, n)
        assert 0 <= found.low <= 100 * count / n <= found.high <= 100


def test_nobody_and_everybody_are_mirror_images() -> None:
    none, all_of_them = wilson(0, 10), wilson(10, 10)
    assert (none.low, all_of_them.high) == pytest.approx((0, 100))
    assert none.high == pytest.approx(100 - all_of_them.low)


def test_it_reads_as_percent() -> None:
    assert repr(wilson(12, 50)) == "14.3 to 37.4 %"
    assert Interval(0, 16.11) == Interval(0, 16.11)


@pytest.mark.parametrize(
    ("count", "n", "level", "words"),
    [
        (3, 0, 0.95, "n is 0; expected the number of people"),
        (3, float("nan"), 0.95, "n is nan"),
        (51, 50, 0.95, "count is 51; expected 0 to 50"),
        (-1, 50, 0.95, "count is -1"),
        (float("nan"), 50, 0.95, "count is nan"),
        (12, 50, 95, "level is 95; expected a number between 0 and 1"),
    ],
)
def test_a_group_that_cannot_exist_is_refused(count: int, n: int, level: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wilson(count, n, level)

"""Bias and limits of agreement: against a sum done by hand, at their edges, in words and as a plot."""

import math
import re

import pytest
from matplotlib.axes import Axes

from spinelab.imaging.agreement import bland_altman, in_words, signed
from spinelab.imaging.figures.own_errors import own_errors

MEASURED, TRUTH = [2.1, 15.2, 3.4, 16.9, 22.0, 7.7], [1.9, 15.7, 5.0, 16.1, 21.2, 7.6]


def test_bias_and_limits_are_those_of_a_sum_by_hand() -> None:
    """Errors 1, 2, 3, 4: mean 2.5, squares about it 2.25, 0.25, 0.25, 2.25, so their variance is 5 / 3."""
    found = bland_altman([11, 22, 33, 44], [10, 20, 30, 40])
    assert found.n == 4
    assert found.bias == pytest.approx(2.5)
    assert found.lower == pytest.approx(2.5 - 1.96 * math.sqrt(5 / 3))
    assert found.upper == pytest.approx(2.5 + 1.96 * math.sqrt(5 / 3))


def test_equal_errors_leave_no_room_between_the_limits() -> None:
    assert bland_altman([3, 5], [2, 4]) == (1, 1, 1, 2)


def test_one_error_has_no_limits() -> None:
    found = bland_altman([3.5], [2])
    assert found.bias == 1.5
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)
    assert "1.5 mm too long. Limits of agreement need two films" in in_words([3.5], [2])


def test_nothing_and_uneven_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        bland_altman([], [])
    with pytest.raises(ValueError, match="2 measurements cannot be compared with 1"):
        bland_altman([1, 2], [1])


def test_the_words_say_bias_limits_and_how_many_were_close() -> None:
    words = in_words(MEASURED, TRUTH)
    assert "Bias: on average neither too long nor too short." in words
    assert "between −1.8 mm and +1.7 mm. From so few films the limits are rough." in words
    assert "Within 1 mm of the truth: 5 of 6; within 2 mm: 6 of 6." in words
    assert "0.5 mm too short" in in_words([1.5, 1.5], [2, 2])
    assert "rough" not in in_words(MEASURED * 2, TRUTH * 2)


def test_signs_are_written_as_people_read_them() -> None:
    assert [signed(mm) for mm in (0.44, -1.26, -0.04)] == ["+0.4 mm", "−1.3 mm", "0.0 mm"]


def test_the_plot_carries_its_numbers_in_words() -> None:
    plot = own_errors(MEASURED, TRUTH)
    assert plot.alt.startswith("Bland-Altman plot of your errors, measured minus true. 6 films measured.")
    assert in_words(MEASURED, TRUTH) in plot.alt
    assert "film 3 −1.6 mm at 5.0 mm" in plot.alt
    assert re.search(r"film 6 \+0\.1 mm", plot.alt)
    assert len(plot.png) < 60_000
    assert own_errors([2.1], [2]).png != plot.png


def test_points_on_one_place_stand_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[list[float], list[float]]] = []
    plot = Axes.plot
    monkeypatch.setattr(Axes, "plot", lambda self, x, y, *a, **k: drawn.append((x, y)) or plot(self, x, y, *a, **k))
    own_errors([7, 12, 7, 7], [8, 12, 8, 8.1])
    ((places, errors),) = drawn
    assert list(errors) == pytest.approx([-1, 0, -1, -1.1])
    first, second, third, fourth = places
    assert (first, second) == (8, 12)
    assert len({first, third, fourth}) == 3
    assert max(abs(third - 8), abs(fourth - 8.1)) < 1

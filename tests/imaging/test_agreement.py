"""Bias and limits of agreement: against a sum done by hand, at their edges, in words and as a plot."""

import math
import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from spinelab import anatomy
from spinelab.imaging import agreement
from spinelab.imaging.agreement import bland_altman, in_words
from spinelab.imaging.cases import cases
from spinelab.imaging.figures import own_errors as drawing
from spinelab.imaging.figures.own_errors import own_errors
from spinelab.imaging.measures import definition, to_tenth

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


def test_an_error_of_the_limit_itself_is_within_it() -> None:
    """4.4 − 3.4 is a little more than 1 to a computer."""
    assert "Within 1 mm of the truth: 3 of 3; within 2 mm: 3 of 3." in in_words([4.4] * 3, [3.4] * 3)
    assert "Within 1 mm of the truth: 0 of 3; within 2 mm: 3 of 3." in in_words([5.4] * 3, [3.4] * 3)


def test_what_counts_as_close_is_what_the_measurement_calls_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "close_enough", lambda unit: {"mm": 0.5}[unit])
    assert "Within 0.5 mm of the truth: 3 of 6; within 1 mm: 5 of 6." in in_words(MEASURED, TRUTH)


def test_the_plot_carries_its_numbers_in_words() -> None:
    plot = own_errors(MEASURED, TRUTH)
    assert plot.alt.startswith("Bland-Altman plot of your errors, measured minus true. 6 films measured.")
    assert in_words(MEASURED, TRUTH) in plot.alt
    assert "film 3 −1.6 mm at 5.0 mm" in plot.alt
    assert re.search(r"film 6 \+0\.1 mm", plot.alt)
    assert len(plot.png) < 60_000
    assert own_errors([2.1], [2]).png != plot.png


def session(films: int, seed: int) -> tuple[list[float], list[float]]:
    """What a learner may measure in a reading room, and the truth."""
    truth = []
    for case in cases(films, seed, "easy"):
        true = anatomy.spine(case.region, **case.state).truth()[definition(case.measure).truth["mm"]]
        truth.append(to_tenth(true[case.level] if case.level else true))
    errors = np.random.default_rng(seed).normal(0, 0.4, films)
    return [to_tenth(true + error) for true, error in zip(truth, errors, strict=True)], truth


def inked(text: Text) -> Bbox:
    """The pixels that a number fills."""
    middle = text.get_transform().transform(text.get_position())
    ink = TextPath((0, 0), text.get_text(), text.get_fontsize() * text.get_figure().dpi / 72).get_extents()
    half = np.array([ink.width, ink.height]) / 2
    return Bbox([middle - half, middle + half])


@pytest.mark.parametrize(("films", "seed"), [(4, 0), (7, 0), (12, 0), (24, 0), (24, 3)])
def test_points_stand_at_their_true_place_and_numbers_beside_them(
    films: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets: list[Figure] = []
    monkeypatch.setattr(drawing, "Figure", lambda **how: sheets.append(Figure(**how)) or sheets[-1])
    measured, truth = session(films, seed)
    plot = own_errors(measured, truth)
    ((axes,),) = (sheet.axes for sheet in sheets)
    dots = next(line for line in axes.lines if line.get_marker() == "o")
    assert dots.get_xydata() == pytest.approx(np.column_stack([truth, np.subtract(measured, truth)]))
    at = axes.transData.transform(dots.get_xydata())
    lines = [axes.transData.transform(line.get_xydata()) for line in axes.lines if line.get_linewidth() == 0.8]
    boxes = {int(text.get_text()): inked(text) for text in axes.texts if text.get_text().isdecimal()}
    for number, box in boxes.items():
        others = [other for one, other in boxes.items() if one != number]
        assert not any(box.overlaps(other) for other in others), number
        away = np.hypot(*(at - np.clip(at, box.min, box.max)).T)
        assert away.min() > 2.5, f"{number} covers a point"
        joined = any(np.hypot(*(line[0] - at[number - 1])) < 0.1 and box.padded(1).contains(*line[1]) for line in lines)
        assert joined or away.argmin() == number - 1, f"{number} seems to belong to another point"
    without = sorted(set(range(1, films + 1)) - set(boxes))
    assert len(without) <= films // 12
    said = [f"No room for the number of film {', '.join(map(str, without))}: see the table."] if without else []
    assert [text.get_text() for text in sheets[0].texts] == said
    assert all(f"film {number} " in plot.alt for number in range(1, films + 1))


def test_points_on_one_place_have_a_number_each() -> None:
    places = drawing.beside(np.full((3, 2), 200.0), np.array([[0, 0], [400, 400]]), np.array([200.0]))
    assert np.isfinite(places).all()
    assert min(np.hypot(*(one - other)) for one, other in combinations(places, 2)) > 9


def test_a_number_without_room_is_left_out() -> None:
    field = np.array([[190, 190], [210, 210]])
    assert np.isnan(drawing.beside(np.full((1, 2), 200.0), field, np.array([200.0]))).all()

"""The pictures of lesson 07 follow the facts: a corrected figure is redrawn and said anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spinelab.content import fact
from spinelab.content.intervals import wilson
from spinelab.content.picture import Picture
from spinelab.disease import criteria, figures, scores


@pytest.mark.parametrize(
    ("draw", "id", "old", "new", "said"),
    [
        (figures.asdas_and_basdai, "asdas-high-from", "2.1", "2.2", "low below 2.2"),
        (figures.asdas_and_basdai, "basdai-active", "4", "5", "from 5 it is called high"),
        (figures.b27_is_no_diagnosis, "as-b27", "78", "79", "People with AS, pooled: 79 % (74–82)"),
        (figures.b27_is_no_diagnosis, "b27-carriers-ill", "19", "28", "20 filled diamonds have spondyloarthritis, 80"),
        (figures.enthesis_to_bridge, "msasss-syndesmophyte", "2", "2.5", "a syndesmophyte, mSASSS 2.5"),
        (figures.fused_spine_breaks, "as-fracture-cervical", "534", "535", "neck: 535"),
        (figures.sacroiliac_grades, "mny-grade-unilateral", "3", "4", "or from grade 4 on one side"),
    ],
)
def test_a_corrected_fact_changes_words_and_drawing(
    draw: Callable[[], Picture],
    id: str,
    old: str,
    new: str,
    said: str,
    correct: Callable[[str, str, str], None],
) -> None:
    before = draw()
    assert said not in before.alt
    correct(id, old, new)
    after = draw()
    assert said in after.alt
    assert after.png != before.png


def test_the_intervals_of_the_donors_are_wilson_intervals() -> None:
    ill = fact("b27-carriers-ill")
    assert ill.value
    assert ill.n
    span = wilson(int(ill.value), int(ill.n))
    assert f"({span.low:.1f}–{span.high:.1f})" in figures.b27_is_no_diagnosis().alt


def test_the_drawn_bands_are_those_of_the_scores() -> None:
    low, high, very = (fact(f"asdas-{name}").value for name in ("low-from", "high-from", "very-high-above"))
    drawn = [("inactive", low), ("low", high), ("high", very), ("very high", None)]
    assert [(band.name, band.below or band.to) for band in scores.scale("asdas_crp").bands] == drawn
    alt = figures.asdas_and_basdai().alt
    assert f"inactive below {low}, low below {high}, high up to {very}, very high above" in alt


@pytest.mark.parametrize(
    ("left", "right", "counts"), [(2, 1, False), (2, 2, True), (3, 0, True), (1, 1, False), (1, 4, True)]
)
def test_the_film_counts_as_the_drawing_says(left: int, right: int, counts: bool) -> None:
    both, one = fact("mny-grade-bilateral").value, fact("mny-grade-unilateral").value
    assert both
    assert one
    assert (min(left, right) >= both or max(left, right) >= one) is counts
    assert criteria.modified_new_york_1984(left, right, True, False, False).meets is counts

"""The pictures of the procedures: every figure from the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from spinelab import content
from spinelab.content import Picture, fact
from spinelab.content.intervals import wilson
from spinelab.treatment.figures import procedures


@pytest.mark.parametrize("name", ["medial_branch_targets", "neck_operations", "one_block_or_two", "outcomes_by_class"])
def test_a_question_can_show_the_picture(name: str) -> None:
    assert content.picture(f"treatment/{name}") == getattr(procedures, name)()


@pytest.mark.parametrize(("region", "id"), [("low back", "lumbar"), ("neck", "neck")])
def test_the_hundred_people_agree_with_the_facts_that_the_lesson_cites(region: str, id: str) -> None:
    true, false = procedures.block_counts(region)
    assert true == fact(f"facet-{id}-share").value
    assert false == fact(f"block-{id}-hundred-false").value
    assert true + false == fact(f"block-{id}-hundred-positive").value
    assert round(100 * false / (true + false)) == fact(f"block-{id}-false-share").value


def test_the_hundred_people_are_drawn_one_by_one(
    drawn: Callable[[Callable[[], Picture]], tuple[Figure, Picture]],
) -> None:
    figure, _ = drawn(procedures.one_block_or_two)
    marks = [line for line in figure.axes[0].get_lines() if line.get_xdata()[0] < 350]
    true, false = procedures.block_counts("low back")
    assert len(marks) == 100
    assert sum(mark.get_marker() == "s" for mark in marks) == false
    assert sum(mark.get_markersize() == 12 for mark in marks) == true


def test_an_unknown_region_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="neck"):
        procedures.block_counts("nek")


def test_a_count_has_its_wilson_interval_and_a_bare_percentage_none() -> None:
    rows = [row for _, group in procedures.results() for row in group]
    bedbound = next(row for row in rows if row.what == "favourable outcome")
    around = wilson(14, 55)
    assert (bedbound.low, bedbound.high) == (around.low, around.high)
    survival = next(row for row in rows if row.who == "class IIIB" and row.what.startswith("alive"))
    assert survival.low is None
    assert "no interval" in survival.text
    for row in rows:
        assert row.text in procedures.outcomes_by_class().alt, row

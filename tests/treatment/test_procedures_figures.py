"""The pictures of lesson 11: text apart and large enough, told in words, and every figure from the data."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from spinelab import content
from spinelab.content import Picture, fact
from spinelab.content.intervals import wilson
from spinelab.treatment.figures import page, procedures

DRAWN = {
    "medial_branch_targets": procedures.medial_branch_targets,
    "neck_operations": procedures.neck_operations,
    "one_block_or_two": procedures.one_block_or_two,
    "one_block_or_two in the neck": lambda: procedures.one_block_or_two("neck"),
    "outcomes_by_class": procedures.outcomes_by_class,
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Figure, Picture]]:
    """Each picture, and the matplotlib figure behind it."""
    png = page.png
    with pytest.MonkeyPatch.context() as patch:
        seen: list[Figure] = []
        patch.setattr(page, "png", lambda figure: seen.append(figure) or png(figure))
        pictures = {name: draw() for name, draw in DRAWN.items()}
    return dict(zip(DRAWN, zip(seen, pictures.values(), strict=True), strict=True))


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_lies_on_text_or_leaves_the_page(name: str, drawn: dict[str, tuple[Figure, Picture]]) -> None:
    figure, _ = drawn[name]
    assert min(text.get_fontsize() for text in texts(figure)) >= 9
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.x1 <= figure.bbox.x1, words
        assert box.y0 >= 0, words
        assert box.y1 <= figure.bbox.y1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        shared = first.intersection(first, second)
        assert shared is None or shared.width < 1 or shared.height < 3, f"“{one}” lies on “{other}”"


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_small_the_same_each_time_and_told_in_words(
    name: str, drawn: dict[str, tuple[Figure, Picture]]
) -> None:
    picture = drawn[name][1]
    assert DRAWN[name]() == picture
    assert len(picture.png) < 60_000
    assert len(picture.alt) > 200


@pytest.mark.parametrize("name", [name for name in DRAWN if " " not in name])
def test_a_question_can_show_the_picture(name: str) -> None:
    assert content.picture(f"treatment/{name}") == DRAWN[name]()


@pytest.mark.parametrize(("region", "id"), [("low back", "lumbar"), ("neck", "neck")])
def test_the_hundred_people_agree_with_the_facts_that_the_lesson_cites(region: str, id: str) -> None:
    true, false = procedures.block_counts(region)
    assert true == fact(f"facet-{id}-share").value
    assert false == fact(f"block-{id}-hundred-false").value
    assert true + false == fact(f"block-{id}-hundred-positive").value
    assert round(100 * false / (true + false)) == fact(f"block-{id}-false-share").value


def test_the_hundred_people_are_drawn_one_by_one(drawn: dict[str, tuple[Figure, Picture]]) -> None:
    figure, _ = drawn["one_block_or_two"]
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

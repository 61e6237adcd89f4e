"""Every picture of this room: text apart and large enough, told in words, drawn from the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from spinelab.content import Picture, picture, picture_names
from spinelab.treatment import effects, figures, layout, pathway
from spinelab.treatment.figures import page

DRAWN = {
    **{name: getattr(figures, name) for name in figures.__all__},
    **{f"forest {topic}": partial(figures.forest, topic) for topic in effects.TOPICS},
    "one_block_or_two in the neck": partial(figures.one_block_or_two, "neck"),
    "pathway_map, the narrowest": partial(figures.pathway_map, "sle_myelitis"),
    "pathway_map of a patient": lambda: figures.pathway_map("ra_neck", pathway.patient("V01").facts),
}
"""Every picture of the room, and the forms that may fit less well."""

Drawn = Callable[[Callable[[], Picture]], tuple[Figure, Picture]]


def test_the_registry_knows_the_figures() -> None:
    assert picture_names("treatment") == [f"treatment/{name}" for name in sorted(figures.__all__)]
    assert picture("treatment/forest") == figures.forest()


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_lies_on_text_or_leaves_the_page(name: str, drawn: Drawn) -> None:
    figure, _ = drawn(DRAWN[name])
    shown = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    assert min(text.get_fontsize() for text in shown) >= 9
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    for words, box in boxes:
        assert min(box.x0, box.y0) >= 0, words
        assert box.x1 <= figure.bbox.x1, words
        assert box.y1 <= figure.bbox.y1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        shared = first.intersection(first, second)
        assert shared is None or shared.width < 1 or shared.height < 3, f"“{one}” lies on “{other}”"


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_small_the_same_each_time_and_told_in_words(name: str, drawn: Drawn) -> None:
    _, first = drawn(DRAWN[name])
    assert DRAWN[name]() == first
    assert len(first.png) < (100_000 if name.startswith(("forest", "pathway_map")) else 60_000)
    assert len(first.alt) > 200


@pytest.mark.parametrize("topic", effects.TOPICS)
def test_a_forest_tells_every_effect_that_has_a_scale(topic: str) -> None:
    alt = figures.forest(topic).alt
    for effect in effects.effects(topic):
        if effect.difference:
            assert effect.difference.text in alt, effect.id
        elif effect.published is None or effect.published.measure not in ("NNT, published", "medians"):
            assert effect.outcome in alt, effect.id


def test_an_interval_that_crosses_no_difference_looks_different(drawn: Drawn) -> None:
    """Tocilizumab failed, upadacitinib did not: a hollow diamond and a filled square."""
    figure, _ = drawn(DRAWN["forest axspa"])
    marks = [(line.get_marker(), line.get_markerfacecolor()) for line in figure.axes[0].lines]
    assert ("D", "white") in marks
    assert ("s", page.BLUE) in marks


def test_an_unknown_topic_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘surgery’"):
        figures.forest("surgry")


def test_the_map_tells_the_way_of_a_patient() -> None:
    patient = pathway.patient("V01")
    walk = patient.walk()
    places = layout.load("ra_neck")
    alt = figures.pathway_map("ra_neck", patient.facts).alt
    for step in walk:
        assert f"{places.number(step.node)}: {step.title.rstrip('.?')}." in alt
    assert walk.stop in alt


def test_the_map_without_a_patient_tells_every_box_and_where_it_leads() -> None:
    drawn, alt = pathway.load("ra_neck"), figures.pathway_map("ra_neck").alt
    for node in drawn.nodes.values():
        assert node.title.rstrip(".?") in alt
    assert alt.count(" to ") >= sum(len(node.edges) for node in drawn.nodes.values())


def test_a_figure_follows_the_data(change: Callable[[str, str, str], int]) -> None:
    before = figures.forest("bone")
    change("treatment/effects.csv", ",173,3,,", ",173,2,,")
    after = figures.forest("bone")
    assert after.png != before.png
    assert after.alt != before.alt

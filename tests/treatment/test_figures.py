"""The pictures of this room beyond lesson 09: text apart and large enough, told in words, drawn from the data."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from spinelab import content
from spinelab.content import Picture, picture, picture_names
from spinelab.treatment import effects, figures, layout, pathway
from spinelab.treatment.figures import page

DRAWN = {
    **{f"forest {topic}": lambda topic=topic: figures.forest(topic) for topic in effects.TOPICS},
    "care_timeline": figures.care_timeline,
    "pathway_map": figures.pathway_map,
    "pathway_map, the narrowest": lambda: figures.pathway_map("sle_myelitis"),
    "pathway_map of a patient": lambda: figures.pathway_map("ra_neck", pathway.patient("V01").facts),
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


def test_the_registry_knows_the_figures() -> None:
    assert picture_names("treatment") == [f"treatment/{name}" for name in sorted(figures.__all__)]
    assert picture("treatment/forest") == figures.forest()


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_lies_on_text_or_leaves_the_page(name: str, drawn: dict[str, tuple[Figure, Picture]]) -> None:
    figure, _ = drawn[name]
    shown = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    assert min(text.get_fontsize() for text in shown) >= 9
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.x1 <= figure.bbox.x1 + 1, words
        assert box.y0 >= -1, words
        assert box.y1 <= figure.bbox.y1 + 1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        shared = first.intersection(first, second)
        assert shared is None or shared.width < 1 or shared.height < 3, f"“{one}” lies on “{other}”"


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_small_the_same_each_time_and_told_in_words(
    name: str, drawn: dict[str, tuple[Figure, Picture]]
) -> None:
    first = drawn[name][1]
    assert DRAWN[name]() == first
    assert len(first.png) < 100_000
    assert len(first.alt) > 200


@pytest.mark.parametrize("topic", effects.TOPICS)
def test_a_forest_tells_every_effect_that_has_a_scale(topic: str) -> None:
    alt = figures.forest(topic).alt
    for effect in effects.effects(topic):
        if effect.difference:
            assert effect.difference.text in alt, effect.id
        elif effect.published is None or effect.published.measure not in ("NNT, published", "medians"):
            assert effect.outcome in alt, effect.id


def test_an_interval_that_crosses_no_difference_looks_different() -> None:
    """Tocilizumab failed, upadacitinib did not: a hollow diamond and a filled square."""
    seen: list[Figure] = []
    with pytest.MonkeyPatch.context() as patch:
        png = page.png
        patch.setattr(page, "png", lambda figure: seen.append(figure) or png(figure))
        figures.forest("axspa")
    marks = [(line.get_marker(), line.get_markerfacecolor()) for line in seen[0].axes[0].lines]
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


def test_a_figure_follows_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = figures.forest("bone")
    shutil.copytree(content.data_folder(), tmp_path / "data")
    path = tmp_path / "data" / "treatment" / "effects.csv"
    text = path.read_text(encoding="utf-8")
    assert ",173,3,," in text
    path.write_text(text.replace(",173,3,,", ",173,2,,"), encoding="utf-8")
    monkeypatch.setenv("SPINELAB_DATA", str(tmp_path / "data"))
    after = figures.forest("bone")
    assert after.png != before.png
    assert after.alt != before.alt

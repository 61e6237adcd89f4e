"""The pictures: what they say, that nothing overlaps, and that they follow the data."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from spinelab.content import Picture, picture, picture_names
from spinelab.disease import figures
from spinelab.disease.figures.sheet import Sheet
from spinelab.disease.side_view import outlines

NAMES = picture_names("disease")
Drawn = Callable[[str], tuple[Figure, Picture]]


def test_the_registry_knows_the_figures() -> None:
    assert [f"disease/{name}" for name in sorted(figures.__all__)] == NAMES


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Draws a picture once; gives the matplotlib figure and the picture."""

    @cache
    def draw(name: str) -> tuple[Figure, Picture]:
        finish, seen = Sheet.picture, list[Figure]()

        def kept(sheet: Sheet, *words: str) -> Picture:
            seen.append(sheet.figure)
            return finish(sheet, *words)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Sheet, "picture", kept)
            shown = picture(name)
        (figure,) = seen
        return figure, shown

    return draw


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_the_same_each_time_and_small(name: str, drawn: Drawn) -> None:
    _, first = drawn(name)
    assert first == picture(name)
    assert len(first.png) < 60_000
    assert len(first.alt) > 200


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_on_the_sheet_and_do_not_overlap(name: str, drawn: Drawn) -> None:
    figure, _ = drawn(name)
    renderer = FigureCanvasAgg(figure).get_renderer()
    words = [text for text in figure.axes[0].texts if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in words]
    width, height = figure.bbox.width, figure.bbox.height
    assert all(text.get_fontsize() >= 9 for text in words)
    outside = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    assert outside == []
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        across, up = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or up <= 1, f"‘{one}’ overlaps ‘{other}’"


def test_where_it_strikes_says_each_strength() -> None:
    alt = figures.where_it_strikes().alt
    assert "Rheumatoid arthritis: upper neck usual, lower neck sometimes" in alt
    assert "Axial spondyloarthritis (AS): upper neck sometimes, lower neck sometimes, thoracic usual" in alt


@pytest.mark.parametrize(
    ("feature", "before", "setting", "said"),
    [
        ("inflammatory_back_pain", None, "clinic", "15 of 106 people with the sign have the disease: 14 %"),
        ("hla_b27", 0.2, "clinic", "69 %, up from 20 %"),
        ("hla_b27", None, "primary_care", "7 of 42 people with the sign have the disease: 17 %"),
    ],
)
def test_natural_frequencies_count_people(feature: str, before: float | None, setting: str, said: str) -> None:
    assert said in figures.natural_frequencies(feature, before, setting).alt


def test_the_side_view_has_every_bone_in_order() -> None:
    bodies = {o.level: o.points[:, 1].mean() for o in outlines() if o.part == "body" and o.level[1:].isdigit()}
    names = [f"C{n}" for n in range(2, 8)] + [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)]
    assert sorted(bodies, key=lambda level: -bodies[level]) == names
    assert {o.level for o in outlines()} >= {"C1", "skull", "sacrum", "coccyx", "ilium", "joint"}


def test_the_side_view_has_lordosis_kyphosis_lordosis() -> None:
    front = {o.level: o.points[:, 0].mean() for o in outlines() if o.part == "body"}
    assert front["L4"] < front["T12"]
    assert front["T7"] > front["T12"]
    assert front["C4"] < front["T4"]

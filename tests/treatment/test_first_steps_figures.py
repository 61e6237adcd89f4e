"""The pictures of the first steps: text inside its box, no text on text, words that stand for the picture."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from spinelab import content
from spinelab.content import Picture
from spinelab.treatment.figures import first_steps, page
from spinelab.treatment.first_steps import treatments

NAMES = ["back_pain_course", "evidence_strength", "exercise_effects"]


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Figure, Picture]]:
    """Each picture, and the matplotlib figure behind it."""
    png = page.png
    with pytest.MonkeyPatch.context() as patch:
        seen: list[Figure] = []
        patch.setattr(page, "png", lambda figure: seen.append(figure) or png(figure))
        pictures = {name: content.picture(f"treatment/{name}") for name in NAMES}
    return dict(zip(NAMES, zip(seen, pictures.values(), strict=True), strict=True))


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_lies_on_text_or_leaves_the_page(name: str, drawn: dict[str, tuple[Figure, Picture]]) -> None:
    figure, _ = drawn[name]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.x1 <= figure.bbox.x1, words
        assert box.y0 >= 0, words
        assert box.y1 <= figure.bbox.y1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        shared = first.intersection(first, second)
        assert shared is None or shared.width < 1 or shared.height < 3, f"“{one}” lies on “{other}”"


@pytest.mark.parametrize("name", NAMES)
def test_text_is_large_enough(name: str, drawn: dict[str, tuple[Figure, Picture]]) -> None:
    assert min(text.get_fontsize() for text in texts(drawn[name][0])) >= 9


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_the_same_each_time(name: str, drawn: dict[str, tuple[Figure, Picture]]) -> None:
    assert getattr(first_steps, name)().png == drawn[name][1].png


def test_every_treatment_and_every_effect_is_told_in_words(drawn: dict[str, tuple[Figure, Picture]]) -> None:
    strength, effects = drawn["evidence_strength"][1].alt, drawn["exercise_effects"][1].alt
    for treatment in treatments():
        assert first_steps._short(treatment.name) in strength
        for effect in treatment.effects:
            if effect.unit in ("points of 100", "SMD"):
                assert effect.what in effects, effect.id

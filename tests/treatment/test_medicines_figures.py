"""The pictures of the medicines: text inside its box, no text on text, and figures that follow the data."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from spinelab import content
from spinelab.content import ContentError, Picture
from spinelab.treatment.figures import medicines, page

NAMES = ["monitoring_year", "slows_or_eases", "steroid_dose"]


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
        assert min(box.x0, box.y0) >= 0, words
        assert box.x1 <= figure.bbox.x1, words
        assert box.y1 <= figure.bbox.y1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        shared = first.intersection(first, second)
        assert shared is None or shared.width < 1 or shared.height < 3, f"“{one}” lies on “{other}”"


@pytest.mark.parametrize("name", NAMES)
def test_text_is_large_enough_and_the_picture_small_and_told(
    name: str, drawn: dict[str, tuple[Figure, Picture]]
) -> None:
    figure, picture = drawn[name]
    assert min(text.get_fontsize() for text in texts(figure)) >= 9
    assert len(picture.png) < 60_000
    assert len(picture.alt) > 200
    assert getattr(medicines, name)().png == picture.png


def test_each_dose_stands_in_the_picture_with_its_figure(drawn: dict[str, tuple[Figure, Picture]]) -> None:
    figure, picture = drawn["steroid_dose"]
    shown = {text.get_text() for text in texts(figure)}
    for id in ("gc-infection-none", "gc-infection-low", "gc-infection-mid", "gc-infection-high"):
        assert content.fact(id).text in shown
        assert content.fact(id).text in picture.alt
    for id in ("gc-fracture-low", "gc-fracture-mid", "gc-fracture-high"):
        assert content.fact(id).text.replace(" times", "") in shown


def test_methotrexate_is_checked_by_the_guideline() -> None:
    weeks = {name: found for name, _, found, _, _ in medicines.monitoring()}["Methotrexate"]
    steady = 6 + 6  # the dose is reached at week 6 in the example, and stable for six weeks at week 12
    assert [week for week in weeks if week <= steady] == [0, 2, 4, 6, 8, 10, 12]
    gaps = [after - before for before, after in pairwise(week for week in weeks if week >= steady)]
    month = 52 / 12
    assert gaps == pytest.approx([month] * 3 + [3 * month] * 2)


def test_the_table_says_that_a_conventional_drug_fails_in_the_spine() -> None:
    alt = medicines.slows_or_eases().alt
    assert "Methotrexate: RA: joints slows damage; RA: neck first damage only; axSpA: spine no effect shown" in alt
    assert "NSAIDs: RA: joints eases only" in alt


def test_a_wrong_word_in_the_table_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {word: shown for word, shown in medicines.WORDS.items() if word != "fails"}
    monkeypatch.setattr(medicines, "WORDS", words)
    with pytest.raises(ContentError, match=r"medicines_by_disease\.csv:4: axspa_spine holds ‘fails’"):
        medicines.slows_or_eases()

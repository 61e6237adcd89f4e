"""The pictures of the medicines: they show what the data say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from spinelab import content
from spinelab.content import ContentError, Picture
from spinelab.treatment.figures import medicines


def test_each_dose_stands_in_the_picture_with_its_figure(
    drawn: Callable[[Callable[[], Picture]], tuple[Figure, Picture]],
) -> None:
    figure, picture = drawn(medicines.steroid_dose)
    shown = {text.get_text() for text in figure.findobj(Text)}
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

"""Lesson 08 and its data: a corrected figure is corrected everywhere, or the text fails."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from spinelab.content import facts, notebooks_folder
from spinelab.content.citations import held_by_source, unsupported_numbers
from spinelab.content.quizzes import load
from spinelab.disease import features, figures, flags

LESSON = "08-telling-them-apart"


def _text() -> str:
    cells = json.loads((notebooks_folder() / f"{LESSON}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def test_one_changed_figure_shows_in_table_picture_and_question_and_fails_the_text(
    correct: Callable[[str, str, str], None],
) -> None:
    assert list(unsupported_numbers(_text(), held_by_source(facts()))) == []
    correct("ra-aas-2000s", "24", "26")
    correct("redflag-contusion", "62", "63")

    assert "in 26\u00a0% (13–36)" in features.load().cell("ra", "where")[0].text
    assert "63 % (49–74)" in figures.red_flags().alt
    assert "63 % (49–74)" in flags.red_flag_table().to_html()
    quiz = load(f"{LESSON}/check-1")
    assert "26 % (13–36)" in quiz.questions[0].explanation
    said = [message for _, message in unsupported_numbers(_text(), held_by_source(facts()))]
    assert said
    assert all("“24”" in message or "“62”" in message for message in said)


@pytest.mark.parametrize("heading", ["## What the sources say", "## Red flags", "## Three diseases side by side"])
def test_sections_that_claims_point_to_exist(heading: str) -> None:
    assert heading in _text().split("\n")

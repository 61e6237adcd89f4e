"""An assignment as it is released, in JupyterLab with nbgrader's extension beside it."""

from __future__ import annotations

import json
from pathlib import Path

from spinelab import learner_copy

from .lab_page import LabServer, OpenNotebook, Visitor

NAME = "telling-them-apart"
SOURCE = Path(__file__).parents[2] / "exercises" / "source" / NAME


def test_a_graded_quiz_records_beside_the_notebook_and_may_be_changed(lab: LabServer, visitor: Visitor) -> None:
    learner_copy.release(SOURCE, lab.folder / "assignments" / NAME)
    page = visitor.page
    opened = OpenNotebook(page, lab, f"assignments/{NAME}/by-reasoning.ipynb")
    assert opened.run_all() == []
    question = page.locator(".spinelab-quiz form.question").first
    label = question.locator("label").first
    control, words = label.locator("input").bounding_box(), label.locator(".words").bounding_box()
    assert control
    assert words
    assert 0 < words["x"] - (control["x"] + control["width"]) < 30, "the words stand beside their control"

    for place, button in ((1, "Save answer"), (2, "Change answer")):
        if place == 2:
            question.get_by_role("button", name=button).click()
        question.locator("label").nth(place).click()
        question.get_by_role("button", name="Save answer").click()
        question.get_by_text("Your instructor marks it.").wait_for()
        assert not question.get_by_role("button", name="Show the answer").is_visible()
    (journal,) = (lab.folder / "assignments" / NAME / "answers").glob("*.jsonl")
    results = [json.loads(line)["result"] for line in journal.read_text(encoding="utf-8").splitlines()]
    assert [set(result) for result in results] == [{"response"}, {"response"}]
    assert results[0] != results[1]
    opened.close()

"""Quiz files: accepted, or refused with file, line and the nearest valid choice."""

from pathlib import Path

import pytest

from spinelab import quiz
from spinelab.content.faults import ContentError
from spinelab.content.quizzes import load_file

GOOD = """\
id: demo/one
title: Demo
questions:
  - id: ring
    type: single
    prompt: Which bone is a ring?
    options:
      - text: Atlas
        correct: true
        feedback: It has no body.
      - text: Axis
        feedback: It has a body and the dens.
  - id: gap
    type: numeric
    prompt: The gap is {gap} mm. What is left of 30 mm?
    parameters: {gap: {from: 3, to: 9}}
    answer: 30 - gap
    unit: mm
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "demo.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_quiz_in_a_file_of_its_own_is_loaded_by_path(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert quiz.load(path) == quiz.load(str(path))
    assert [question.id for question in quiz.load(path).questions] == ["ring", "gap"]


def test_an_edited_question_shows_on_the_next_load(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    quiz.load(path)
    write(tmp_path, GOOD.replace("Which bone is a ring?", "Which bone has no body?"))
    assert quiz.load(path).questions[0].prompt == "Which bone has no body?"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("type: single", "type: singel", 5, "unknown type ‘singel’; did you mean ‘single’?"),
        ("prompt: Which", "promt: Which", 6, "unknown field ‘promt’; did you mean ‘prompt’?"),
        ("        feedback: It has a body", "        feedbak: It has a body", 12, "did you mean ‘feedback’?"),
        ("correct: true", "correct: yes", 9, "expected true or false; found text"),
        ("        correct: true\n", "", 7, "exactly one correct option; found 0"),
        ("text: Axis", "text: Atlas", 11, "‘Atlas’ is written twice in ‘options’"),
        ("id: gap", "id: ring", 13, "the question id ‘ring’ is used twice"),
        ("answer: 30 - gap", "answer: 30 - gapp", 17, "‘gapp’ is not a parameter"),
        ("answer: 30 - gap", "answer: __import__('os')", 17, "cannot be used in a sum"),
        ("{gap} mm", "3 mm", 16, "the parameter ‘gap’ is not in the prompt"),
        ("title: Demo", "titel: Demo", 2, "did you mean ‘title’?"),
        ("Which bone is a ring?", "About {no-such-fact}?", 4, "no fact has the id ‘no-such-fact’"),
        ("    prompt: Which bone is a ring?\n", "    prompt: x\n    alt: A ring.\n", 7, "‘alt’ stands without"),
        ("    prompt: Which bone is a ring?\n", "", 4, "‘prompt’ is missing"),
    ],
)
def test_refused_with_the_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    with pytest.raises(ContentError) as caught:
        load_file(write(tmp_path, GOOD.replace(old, new, 1)))
    assert any(fault.line == line and words in fault.message for fault in caught.value.faults), str(caught.value)


def test_every_fault_is_listed_not_the_first_only(tmp_path: Path) -> None:
    text = GOOD.replace("type: single", "type: singel").replace("answer: 30 - gap", "answer: 30 -")
    with pytest.raises(ContentError) as caught:
        load_file(write(tmp_path, text))
    assert [fault.line for fault in caught.value.faults] == [5, 17]


def test_an_unknown_quiz_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘02-atlas-and-axis/check-1’"):
        quiz.load("02-atlas-and-axis/chek-1")
    with pytest.raises(LookupError, match="did you mean ‘02-atlas-and-axis’"):
        quiz.load("02-atlas-and-axs/check-1")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="does not exist"):
        quiz.load(tmp_path / "none.yaml")

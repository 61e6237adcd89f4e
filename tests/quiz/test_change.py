"""The change between a lesson's start and its end."""

from pathlib import Path

import msgspec
import pytest

from spinelab.content.records import Question
from spinelab.quiz.change import before, change
from spinelab.quiz.history import History

from .bank import MULTIPLE, SINGLE, quiz_of


def question(raw: dict, id: str, repeats: str | None = None) -> Question:
    return msgspec.convert(raw | {"id": id, "repeats": repeats}, Question)


EARLIER = {"old-1": question(SINGLE, "old-1"), "old-2": question(MULTIPLE, "old-2")}
LATER = [question(SINGLE, "new-1", "old-1"), question(MULTIPLE, "new-2", "old-2"), question(SINGLE, "new-3")]


def test_first_tries_are_compared() -> None:
    then = {"old-1": History(("bad",)), "old-2": History(("yes",))}
    now = {"new-1": History(("good",)), "new-2": History(("no", "yes[,]also")), "new-3": History(("good",))}
    assert change(LATER, now, EARLIER, then) == [
        {"question": "new-1", "before": "wrong", "now": "right"},
        {"question": "new-2", "before": "partly", "now": "wrong"},
    ]


def test_a_question_without_an_answer_then_is_said_to_have_none() -> None:
    rows = change(LATER, {"new-1": History(("good",))}, EARLIER, {"old-2": History(("no",))})
    assert [(row["before"], row["now"]) for row in rows] == [("", "right"), ("wrong", "")]


def test_nothing_is_compared_where_nothing_was_answered_then() -> None:
    assert change(LATER, {"new-1": History(("good",))}, EARLIER, {}) == []


LESSON = """
quizzes:
  - {id: lesson/before, title: Before, kind: before, questions: [{id: old, type: text, prompt: "?", answers: [x]}]}
  - {id: lesson/check-1, title: Check, questions: [{id: mid, type: text, prompt: "?", answers: [x]}]}
"""


def test_the_quizzes_before_the_lesson_are_found(course_data: Path) -> None:
    repeating = quiz_of(SINGLE | {"repeats": "old"}, kind="exit")
    assert before(repeating) == ()
    (course_data / "quizzes").mkdir()
    (course_data / "quizzes" / "lesson.yaml").write_text(LESSON)
    assert [quiz.id for quiz in before(repeating)] == ["lesson/before"]
    assert before(quiz_of(SINGLE, kind="exit")) == ()


@pytest.mark.parametrize("text", ["quizzes: [", "quizzes: [{id: lesson/before}]"])
def test_a_fault_in_the_lesson_does_not_cost_the_quiz(course_data: Path, text: str) -> None:
    (course_data / "quizzes").mkdir()
    (course_data / "quizzes" / "lesson.yaml").write_text(text)
    assert before(quiz_of(SINGLE | {"repeats": "old"}, kind="exit")) == ()

"""What a lesson changed: questions asked before it, and asked again at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spinelab.content import ContentError, data_folder
from spinelab.content.quizzes import load_file
from spinelab.content.records import Question, Quiz
from spinelab.quiz.faces import Json
from spinelab.quiz.history import UNTOUCHED, History
from spinelab.quiz.view import first_verdict


def before(quiz: Quiz) -> tuple[Quiz, ...]:
    """The quizzes that open the lesson, where a question of this quiz repeats one of theirs; else none."""
    if not any(question.repeats for question in quiz.questions):
        return ()
    path = data_folder() / "quizzes" / f"{quiz.id.partition('/')[0]}.yaml"
    try:
        lesson = load_file(path) if path.is_file() else []
    except ContentError:  # a fault elsewhere in the lesson must not cost the learner this quiz
        return ()
    return tuple(earlier for earlier in lesson if earlier.kind == "before")


def change(
    questions: Iterable[Question],
    now: Mapping[str, History],
    earlier: Mapping[str, Question],
    then: Mapping[str, History],
) -> list[Json]:
    """The verdict on the first try then and now (`""` without one), for each question that repeats an earlier one.

    Nothing where none of them was answered then. Questions are drawn for the learner.
    """
    rows = [
        {
            "question": question.id,
            "before": first_verdict(asked, then.get(asked.id, UNTOUCHED).tries),
            "now": first_verdict(question, now.get(question.id, UNTOUCHED).tries),
        }
        for question in questions
        if (asked := earlier.get(question.repeats or ""))
    ]
    return rows if any(row["before"] for row in rows) else []

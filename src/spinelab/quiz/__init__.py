"""Quizzes: load one, show it in a notebook, mark a response."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spinelab.content.quizzes import load
from spinelab.content.records import Quiz
from spinelab.quiz.drawing import draw, order
from spinelab.quiz.marking import Mark, mark

if TYPE_CHECKING:
    from spinelab.quiz.widgets import ClaimsWorkbench, QuizWidget

__all__ = ["Mark", "Quiz", "claims", "draw", "load", "mark", "order", "show"]


def show(id_or_path: str | Path) -> QuizWidget:
    """The quiz with that id, such as `02-atlas-and-axis/check-1`, or in that file, ready to be answered.

    Answers to a graded quiz are kept in `answers/` beside its file, so that they are handed in with it.
    Raises ContentError (with file and line) or LookupError (with the nearest id).
    """
    from spinelab import progress
    from spinelab.quiz import assignment
    from spinelab.quiz.change import before
    from spinelab.quiz.widgets import QuizWidget

    quiz = load(id_or_path)
    store = assignment.store(Path(id_or_path).parent) if quiz.kind == "graded" else progress.store()
    return QuizWidget(quiz, progress.learner(), store, before(quiz))


def claims() -> ClaimsWorkbench:
    """The claims of the five source documents, to be judged before our verdict is shown. Raises ContentError."""
    from spinelab import progress
    from spinelab.content.claims import claims as all_claims
    from spinelab.quiz.widgets import ClaimsWorkbench

    return ClaimsWorkbench(all_claims(), progress.store())

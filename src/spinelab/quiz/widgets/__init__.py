"""The widgets of this room: the quiz, and the workbench on the claims. Each is one widget model."""

from spinelab.quiz.widgets.quiz import QuizWidget
from spinelab.quiz.widgets.workbench import ClaimsWorkbench

__all__ = ["ClaimsWorkbench", "QuizWidget"]

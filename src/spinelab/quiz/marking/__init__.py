"""Marks: a pure function from a question and a response to points and feedback, one module a question type.

Responses are written as xAPI writes interactions: ids of chosen parts joined by `[,]`, a number or words as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from spinelab.content.records import (
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    SingleChoice,
    TextAnswer,
)
from spinelab.quiz.marking.choice import chosen, mark_choice, option_ids
from spinelab.quiz.marking.mark import Mark, Response
from spinelab.quiz.marking.matching import mark_matching
from spinelab.quiz.marking.numeric import mark_number, number
from spinelab.quiz.marking.ordering import mark_ordering
from spinelab.quiz.marking.text import mark_text

__all__ = ["Mark", "Response", "chosen", "mark", "number", "option_ids"]


def mark(question: Question, response: Response) -> Mark:
    """Mark a response. None, "" and an empty list mean that nothing was answered.

    A choice is given by option ids (joined by `[,]` or as a list), by the options' texts, or by their places from 0;
    an ordering likewise; a matching as `left[.]right` pairs or a mapping; numbers and words as typed.
    Raises ValueError, in words for the learner, when the response cannot be read: that is not a wrong answer.
    """
    if response is None or (isinstance(response, str | Sequence | Mapping) and len(response) == 0):
        return Mark(0.0, question.points, None)
    match question:
        case SingleChoice() | MultipleChoice():
            return mark_choice(question, response)
        case Numeric():
            return mark_number(question, response)
        case TextAnswer():
            return mark_text(question, response)
        case Ordering():
            return mark_ordering(question, response)
        case Matching():
            return mark_matching(question, response)
    assert_never(question)

"""Marks of typed words."""

from __future__ import annotations

from spinelab.content.records import TextAnswer
from spinelab.content.spelling import distance, key
from spinelab.quiz.marking.mark import Mark, Response

_SHORT = 5


def mark_text(question: TextAnswer, response: Response) -> Mark:
    """Right when an accepted answer is meant; a wrong word that learners write gets its own feedback.

    A known wrong word stays wrong, however near it is to the right one.
    """
    if not isinstance(response, str):
        raise ValueError("Type a word or two.")
    typed = key(response)
    if not typed:
        raise ValueError("Type a word or two.")
    for wrong in question.wrong:
        if typed == key(wrong.text):
            return Mark(0.0, question.points, False, (wrong.feedback,))
    right = any(_meant(typed, key(answer), question.spelling) for answer in question.answers)
    return Mark(question.points if right else 0.0, question.points, right)


def _meant(typed: str, answer: str, spelling: int | None) -> bool:
    if typed == answer:
        return True
    if spelling is None:
        spelling = int(len(answer) >= _SHORT and not any(c.isdigit() for c in typed + answer))
    return abs(len(typed) - len(answer)) <= spelling and distance(typed, answer) <= spelling

"""Marks of numbers."""

from __future__ import annotations

import re

from spinelab.content.arithmetic import evaluate
from spinelab.content.records import Numeric
from spinelab.quiz.marking.mark import Mark, Response

_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_SPACES = re.compile(r"\s+")


def number(text: str, unit: str = "") -> float:
    """A number as learners type it: comma or point, the unit or none. Raises ValueError in their words."""
    bare = _SPACES.sub(" ", text.replace("−", "-").replace("–", "-")).strip()
    found = _NUMBER.match(bare)
    if found:
        rest = bare[found.end() :].replace(" ", "")
        if rest.casefold() in ("", unit.replace(" ", "").casefold()):
            value = float(found[0].replace(",", "."))
            if abs(value) < 1e300:
                return value
        elif unit and rest[0].isalpha():
            raise ValueError(f"Give one number in {unit}. Found ‘{rest[:20]}’.")
    example = f", for example 12.5 {unit}".rstrip()
    raise ValueError(f"‘{text.strip()[:40]}’ is not a number. Type one number{example}.")


def mark_number(question: Numeric, response: Response) -> Mark:
    """Right within the tolerance; a known wrong number gets its own feedback."""
    if question.parameters:
        raise ValueError("draw the numbers of this question first: quiz.draw(question, learner)")
    if isinstance(response, bool) or not isinstance(response, str | int | float):
        raise ValueError("Type one number.")
    given = number(response, question.unit) if isinstance(response, str) else float(response)
    right = _near(given, _sum(question.answer), question.tolerance)
    feedback = () if right else _caught(question, given)
    return Mark(question.points if right else 0.0, question.points, right, feedback)


def _caught(question: Numeric, given: float) -> tuple[str, ...]:
    for wrong in question.wrong:
        if wrong.value is not None:
            if _near(given, _sum(wrong.value), question.tolerance):
                return (wrong.feedback,)
            continue
        low = float("-inf") if wrong.low is None else wrong.low
        high = float("inf") if wrong.high is None else wrong.high
        if low <= given <= high:
            return (wrong.feedback,)
    return ()


def _sum(expression: float | str) -> float:
    return evaluate(expression, {}) if isinstance(expression, str) else float(expression)


def _near(given: float, answer: float, tolerance: float) -> bool:
    return abs(given - answer) <= tolerance + 1e-9 * max(1.0, abs(answer))

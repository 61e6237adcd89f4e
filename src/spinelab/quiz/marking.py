"""Marks: a pure function from a question and a response to points and feedback.

Responses are written as xAPI writes interactions: the ids of chosen options joined by `[,]`, a number as text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spinelab.content.arithmetic import evaluate
from spinelab.content.records import Choice, MultipleChoice, Numeric, Option, Question, SingleChoice

JOIN = "[,]"
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")

Response = str | int | float | Sequence[str | int] | None


@dataclass(frozen=True)
class Mark:
    """The mark of one response. `correct` is None when nothing was answered, which differs from wrong.

    `feedback` holds one message for each thing chosen or typed, in the authored order of the options.
    """

    points: float
    out_of: float
    correct: bool | None
    feedback: tuple[str, ...] = ()


def mark(question: Question, response: Response) -> Mark:
    """Mark a response. None, "" and an empty list mean that nothing was answered.

    A choice is given by option ids (joined by `[,]` or as a list), by the options' texts, or by their places from 0.
    Raises ValueError, in words for the learner, when the response cannot be read: that is not a wrong answer.
    """
    if response is None or (isinstance(response, str | Sequence) and len(response) == 0):
        return Mark(0.0, question.points, None)
    if isinstance(question, Numeric):
        return _mark_number(question, response)
    return _mark_choice(question, chosen(question, response))


def option_ids(question: Choice) -> tuple[str, ...]:
    """The lasting id of each option, in authored order: its own, or a short hash of its text."""
    return tuple(
        option.id or hashlib.sha256(option.text.strip().encode()).hexdigest()[:8] for option in question.options
    )


def chosen(question: Choice, response: Response) -> list[int]:
    """The places (from 0, in authored order) of the options that a response names. Raises ValueError otherwise."""
    parts: Iterable[str | int]
    if isinstance(response, str):
        parts = response.split(JOIN)
    elif isinstance(response, Sequence):
        parts = response
    elif isinstance(response, int):
        parts = [response]
    else:
        raise ValueError("Choose from the options.")
    ids, texts = option_ids(question), [option.text for option in question.options]
    places = set()
    for part in parts:
        if isinstance(part, int) and not isinstance(part, bool) and 0 <= part < len(ids):
            places.add(part)
        elif part in ids:
            places.add(ids.index(str(part)))
        elif part in texts:
            places.add(texts.index(str(part)))
        else:
            raise ValueError(f"‘{part}’ is not one of the options of this question.")
    if isinstance(question, SingleChoice) and len(places) > 1:
        raise ValueError("Choose one option only.")
    return sorted(places)


def number(text: str, unit: str = "") -> float:
    """A number as learners type it: comma or point, spaces, the unit or none. Raises ValueError in their words."""
    bare = _SPACES.sub(" ", text.replace("−", "-").replace("–", "-")).strip()
    found = _NUMBER.match(bare.replace(" ", ""))
    if found:
        rest = bare.replace(" ", "")[found.end() :]
        if rest.casefold() in ("", unit.replace(" ", "").casefold()):
            value = float(found[0].replace(",", "."))
            if abs(value) < 1e300:
                return value
        elif rest and not rest[0].isdigit() and unit:
            raise ValueError(f"Give the number in {unit}. Found ‘{rest}’.")
    example = f", for example 12.5 {unit}".rstrip()
    raise ValueError(f"‘{text.strip()[:40]}’ is not a number. Type one number{example}.")


def _mark_choice(question: Choice, places: list[int]) -> Mark:
    if not places:
        return Mark(0.0, question.points, None)
    feedback = tuple(question.options[place].feedback for place in places)
    share = _share(question.options, places)
    if isinstance(question, MultipleChoice):
        return Mark(round(share * question.points, 4), question.points, share == 1, feedback)
    return Mark(question.points if share == 1 else 0.0, question.points, share == 1, feedback)


def _share(options: Sequence[Option], places: list[int]) -> float:
    """Share of the right options ticked less share of the wrong ones ticked, so that ticking all earns nothing."""
    right = sum(option.correct for option in options)
    hits = sum(options[place].correct for place in places)
    misses = len(places) - hits
    wrong = len(options) - right
    return max(0.0, hits / right - (misses / wrong if wrong else 0.0))


def _mark_number(question: Numeric, response: Response) -> Mark:
    if question.parameters:
        raise ValueError("draw the numbers of this question first: quiz.draw(question, learner)")
    if isinstance(response, bool) or not isinstance(response, str | int | float):
        raise ValueError("Type one number.")
    given = number(response, question.unit) if isinstance(response, str) else float(response)
    if _near(given, _sum(question.answer), question.tolerance):
        return Mark(question.points, question.points, True, ())
    return Mark(0.0, question.points, False, tuple(_caught(question, given)))


def _caught(question: Numeric, given: float) -> Iterable[str]:
    for wrong in question.wrong:
        if wrong.value is not None and _near(given, _sum(wrong.value), question.tolerance):
            return [wrong.feedback]
        low = float("-inf") if wrong.low is None else wrong.low
        high = float("inf") if wrong.high is None else wrong.high
        if wrong.value is None and low <= given <= high:
            return [wrong.feedback]
    return []


def _sum(expression: float | str) -> float:
    return evaluate(expression, {}) if isinstance(expression, str) else float(expression)


def _near(given: float, answer: float, tolerance: float) -> bool:
    return abs(given - answer) <= tolerance + 1e-9 * max(1.0, abs(answer))

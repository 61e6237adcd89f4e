"""Marks of single and multiple choice."""

from __future__ import annotations

from collections.abc import Sequence

from spinelab.content.records import Choice, Option, SingleChoice
from spinelab.quiz.marking.mark import Mark, Response, scored
from spinelab.quiz.marking.parts import part_id, places


def option_ids(question: Choice) -> tuple[str, ...]:
    """The lasting id of each option, in authored order."""
    return tuple(part_id(option.text, option.id) for option in question.options)


def chosen(question: Choice, response: Response) -> list[int]:
    """The places (from 0, in authored order) of the options that a response names. Raises ValueError otherwise."""
    texts = [option.text for option in question.options]
    named = sorted(set(places(response, option_ids(question), texts, "option")))
    if isinstance(question, SingleChoice) and len(named) > 1:
        raise ValueError("Choose one option only.")
    return named


def mark_choice(question: Choice, response: Response) -> Mark:
    """A single choice is right or wrong; a multiple choice can be partly right."""
    named = chosen(question, response)
    share = _share(question.options, named)
    if isinstance(question, SingleChoice):
        share = float(share == 1)
    return scored(share, question.points, tuple(question.options[place].feedback for place in named))


def _share(options: Sequence[Option], named: list[int]) -> float:
    """Share of the right options ticked less share of the wrong ones ticked, so that ticking all earns nothing.

    Without its key a graded question has no right option, and earns nothing.
    """
    right = sum(option.correct for option in options)
    if not right:
        return 0.0
    wrong = len(options) - right
    hits = sum(options[place].correct for place in named)
    return max(0.0, hits / right - ((len(named) - hits) / wrong if wrong else 0.0))

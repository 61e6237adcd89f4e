"""Marks of things put in order."""

from __future__ import annotations

from itertools import combinations

from spinelab.content.records import Ordering
from spinelab.quiz.marking.mark import Mark, Response, scored
from spinelab.quiz.marking.parts import part_id, places


def item_ids(question: Ordering) -> tuple[str, ...]:
    """The lasting id of each item, in the right order."""
    return tuple(part_id(item.text, item.id) for item in question.items)


def arranged(question: Ordering, response: Response) -> list[int]:
    """The places of the items in the learner's order. Raises ValueError unless each item is named once."""
    named = places(response, item_ids(question), [item.text for item in question.items], "item")
    if sorted(named) != list(range(len(question.items))):
        raise ValueError("Put every item in order, each once.")
    return named


def mark_ordering(question: Ordering, response: Response) -> Mark:
    """Pairs of items in the right order, less pairs in the wrong one, so that chance earns nothing on average."""
    named = arranged(question, response)
    pairs = list(combinations(named, 2))
    share = max(0.0, 2 * sum(a < b for a, b in pairs) / len(pairs) - 1)
    feedback = (item.feedback for place, item in enumerate(question.items) if named[place] != place)
    return scored(share, question.points, tuple(text for text in feedback if text))

"""Marks of pairs that belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from spinelab.content.records import Matching
from spinelab.quiz.marking.mark import Mark, Response, scored
from spinelab.quiz.marking.parts import JOIN, PAIR, part_id


def left_ids(question: Matching) -> tuple[str, ...]:
    """The lasting id of each left side, in authored order."""
    return tuple(part_id(pair.left) for pair in question.pairs)


def rights(question: Matching) -> tuple[str, ...]:
    """The right sides to choose from: each once, in authored order, then those that belong to none."""
    return tuple(dict.fromkeys([*(pair.right for pair in question.pairs), *question.others]))


def matched(question: Matching, response: Response) -> dict[int, str]:
    """The right side that a learner gave to each left side, by its place; those left open are absent.

    A response is `left[.]right[,]left[.]right` in ids, or a mapping of texts or ids. Raises ValueError otherwise.
    """
    if isinstance(response, str):
        given = [tuple(pair.split(PAIR)) for pair in response.split(JOIN)]
    elif isinstance(response, Mapping):
        given = [(str(left), str(right)) for left, right in response.items()]
    else:
        raise ValueError("Match each item on the left to one on the right.")
    lefts = {id: place for place, id in enumerate(left_ids(question))}
    lefts |= {pair.left: place for place, pair in enumerate(question.pairs)}
    sides = {part_id(right): right for right in rights(question)} | {right: right for right in rights(question)}
    found: dict[int, str] = {}
    for pair in given:
        if len(pair) != 2 or pair[0] not in lefts or pair[1] not in sides or lefts[pair[0]] in found:
            raise ValueError("Match each item on the left to one on the right.")
        found[lefts[pair[0]]] = sides[pair[1]]
    return found


def mark_matching(question: Matching, response: Response) -> Mark:
    """Right pairs beyond those that giving one right side to all would earn."""
    found = matched(question, response)
    pairs = question.pairs
    hits = sum(found.get(place) == pair.right for place, pair in enumerate(pairs))
    free = max(Counter(pair.right for pair in pairs).values())
    share = max(0.0, (hits - free) / (len(pairs) - free)) if len(pairs) > free else float(hits == len(pairs))
    feedback = (pair.feedback for place, pair in enumerate(pairs) if found.get(place) != pair.right)
    return scored(share, question.points, tuple(text for text in feedback if text))

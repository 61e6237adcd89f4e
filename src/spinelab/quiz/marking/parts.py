"""Naming the parts of a question (options, items, sides of pairs) in a response, as xAPI does: ids joined by `[,]`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from spinelab.quiz.marking.mark import Response

JOIN = "[,]"
PAIR = "[.]"


def part_id(text: str, id: str | None = None) -> str:
    """The lasting id of a part: its own, or a short hash of its text, so that reordering changes nothing."""
    return id or hashlib.sha256(text.strip().encode()).hexdigest()[:8]


def places(response: Response, ids: Sequence[str], texts: Sequence[str], what: str) -> list[int]:
    """The places (from 0, in authored order) that a response names, in its order.

    A part is named by its id, its text, or its place. Raises ValueError in words for the learner otherwise.
    """
    if isinstance(response, str):
        parts: Sequence[str | int] = response.split(JOIN)
    elif isinstance(response, int) and not isinstance(response, bool):
        parts = [response]
    elif isinstance(response, Sequence):
        parts = response
    else:
        raise ValueError(f"Choose from the {what}s.")
    return [_place(part, ids, texts, what) for part in parts]


def _place(part: str | int, ids: Sequence[str], texts: Sequence[str], what: str) -> int:
    if isinstance(part, int) and not isinstance(part, bool) and 0 <= part < len(ids):
        return part
    if part in ids:
        return ids.index(str(part))
    if part in texts:
        return texts.index(str(part))
    raise ValueError(f"‘{str(part)[:40]}’ is not an {what} of this question.")

"""The plain records of progress, and what a store of them can do."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct, field


class Answer(Struct, frozen=True, gc=False):
    """One answer that was marked.

    `response` is written as xAPI writes interactions, `kind` is xAPI's interaction type (choice, numeric, fill-in,
    sequencing, matching). `time` is ISO 8601 in UTC. `attempt` counts from 1. `drawn` holds the numbers that were
    drawn for a parameterised question, so that a mark can be recomputed. `id` makes the same answer the same answer
    wherever it is met again.
    """

    quiz: str
    question: str
    response: str
    points: float
    out_of: float
    correct: bool
    attempt: int
    time: str
    kind: str = "other"
    drawn: dict[str, float] = {}
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


class Receipt(Struct, frozen=True):
    """What became of a record: whether it is safe, and what the learner must know if it is not."""

    saved: bool
    notice: str = ""


class Store(Protocol):
    """Keeps answers. `record` returns before feedback is shown."""

    def record(self, answer: Answer) -> Receipt:
        """Keep one answer."""
        ...

    def answers(self, quiz: str) -> Sequence[Answer]:
        """The answers to a quiz, oldest first."""
        ...

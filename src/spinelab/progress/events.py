"""The plain records of progress, and what a store of them can do."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, Protocol

from msgspec import Struct, field


def _new_id() -> str:
    return str(uuid.uuid4())


def now() -> str:
    """The time of an event: ISO 8601 in UTC, fine enough that events of one learner sort in their order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Answer(Struct, frozen=True, gc=False):
    """One answer. `correct` is None when it was recorded without being marked.

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
    correct: bool | None
    attempt: int
    time: str
    kind: str = "other"
    drawn: dict[str, float] = {}
    id: str = field(default_factory=_new_id)


class Started(Struct, frozen=True, gc=False):
    """A finished quiz begun anew. What was answered before is kept, and counts no more."""

    quiz: str
    time: str
    id: str = field(default_factory=_new_id)


class Helped(Struct, frozen=True, gc=False):
    """A hint that was asked for, or the answer."""

    quiz: str
    question: str
    help: Literal["hint", "answer"]
    time: str
    id: str = field(default_factory=_new_id)


Event = Answer | Started | Helped


class Receipt(Struct, frozen=True):
    """What became of a record: whether it is safe, and what the learner must know if it is not."""

    saved: bool
    notice: str = ""


class Store(Protocol):
    """Keeps events. `record` returns before feedback is shown."""

    def record(self, event: Event) -> Receipt:
        """Keep one event, and whatever could not be kept before."""
        ...

    def flush(self) -> Receipt:
        """Try again to keep what could not be kept before."""
        ...

    def events(self, quiz: str) -> Sequence[Event]:
        """What was done in a quiz, oldest first."""
        ...

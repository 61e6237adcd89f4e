"""What counts of all that a learner did in a quiz: what came after it was last begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spinelab.progress import Answer, Event, Helped, Started


@dataclass(frozen=True)
class History:
    """One question: the recorded responses, oldest first, the hints that were asked for, and whether the answer was."""

    tries: tuple[str, ...] = ()
    hints: int = 0
    revealed: bool = False


UNTOUCHED = History()


def histories(events: Iterable[Event]) -> dict[str, History]:
    """The history of each question that was touched since the quiz was last begun. `events` are oldest first."""
    found: dict[str, History] = {}
    for event in events:
        if isinstance(event, Started):
            found.clear()
            continue
        known = found.get(event.question, UNTOUCHED)
        match event:
            case Answer():
                found[event.question] = replace(known, tries=(*known.tries, event.response))
            case Helped(help="hint"):
                found[event.question] = replace(known, hints=known.hints + 1)
            case Helped():
                found[event.question] = replace(known, revealed=True)
    return found

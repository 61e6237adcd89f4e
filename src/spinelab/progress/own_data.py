"""A learner's own data in their own hands: look at it, take it away, erase it, hand a lesson in."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from spinelab.progress.events import Answer, Event
from spinelab.progress.journal import Journal
from spinelab.progress.statements import to_line


def summary(events: Sequence[Event]) -> list[str]:
    """One line a quiz: how many questions were answered, and the points of the last answer to each."""
    answers = [event for event in events if isinstance(event, Answer)]
    lines = []
    for quiz in sorted({answer.quiz for answer in answers}):
        last = {answer.question: answer for answer in answers if answer.quiz == quiz}
        points, out_of = sum(a.points for a in last.values()), sum(a.out_of for a in last.values())
        tries = sum(answer.quiz == quiz for answer in answers)
        when = max(answer.time for answer in last.values())[:10]
        lines.append(f"{quiz}: {len(last)} questions, {points:g} of {out_of:g} points, {tries} answers, last {when}")
    return lines


def export(journal: Journal, actor: str, target: Path) -> int:
    """Write every event as xAPI statements (JSON Lines) into a file; returns how many answers are among them.

    Raises FileExistsError rather than write over a file, OSError when it cannot be written.
    """
    return _write(target, journal.all(), actor)


def hand_in(journal: Journal, lesson: str, own_id: str, folder: Path) -> Path:
    """Write what was done in a lesson into one pseudonymous file of `folder`; returns its path.

    The same learner has the same pseudonym in every file. Raises LookupError when the lesson has no answers.
    """
    events = [event for event in journal.all() if event.quiz.partition("/")[0] == lesson]
    if not events:
        raise LookupError(f"there are no answers to {lesson} yet")
    name = pseudonym(own_id)
    path = folder / f"{lesson}-{name}.jsonl"
    path.unlink(missing_ok=True)
    _write(path, events, name)
    return path


def pseudonym(own_id: str) -> str:
    """A short name that does not lead back to the learner's id or account."""
    return hashlib.sha256(b"spinelab hand-in " + own_id.encode()).hexdigest()[:12]


def erase(journal: Journal, home: Path) -> int:
    """Delete every event and the learner's id from the disk; returns how many files were deleted."""
    files = [*journal.files(), home / "learner"]
    there = [path for path in files if path.exists()]
    for path in there:
        path.unlink()
    return len(there)


def _write(target: Path, events: Sequence[Event], actor: str) -> int:
    """Write a file whole or not at all."""
    if target.exists():
        raise FileExistsError(f"{target} is there already; name another file")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.writelines(to_line(event, actor) for event in events)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return sum(isinstance(event, Answer) for event in events)

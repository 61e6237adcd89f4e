"""What a learner did: who they are to the course, and the store of their answers."""

import atexit
from functools import cache
from pathlib import Path

from spinelab.progress.events import Answer, Event, Helped, Receipt, Started, Store, now
from spinelab.progress.journal import Journal
from spinelab.progress.learner import home, learner, own_id

__all__ = [
    "Answer",
    "Event",
    "Helped",
    "Journal",
    "Receipt",
    "Started",
    "Store",
    "answers_folder",
    "home",
    "learner",
    "now",
    "own_id",
    "store",
]


def answers_folder() -> Path:
    """Where the learner's answers are kept."""
    return home() / "answers"


def store() -> Journal:
    """The store of this kernel, for the learner of this kernel."""
    return _store(answers_folder(), learner())


@cache
def _store(folder: Path, actor: str) -> Journal:
    journal = Journal(folder, actor)
    atexit.register(journal.flush)  # the last chance for what could not be written
    return journal

"""What a learner did: who they are to the course, and the store of their answers."""

from functools import cache
from pathlib import Path

from spinelab.progress.events import Answer, Receipt, Store
from spinelab.progress.journal import Journal
from spinelab.progress.learner import home, learner, own_id

__all__ = ["Answer", "Journal", "Receipt", "Store", "answers_folder", "home", "learner", "own_id", "store"]


def answers_folder() -> Path:
    """Where the learner's answers are kept."""
    return home() / "answers"


def store() -> Journal:
    """The store of this kernel, for the learner of this kernel."""
    return _store(answers_folder(), learner())


@cache
def _store(folder: Path, actor: str) -> Journal:
    return Journal(folder, actor)

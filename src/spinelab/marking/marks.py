"""The marks of an assignment's quiz, worked out anew from the responses. Scores that were handed in are not read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spinelab import quiz
from spinelab.content.records import Question
from spinelab.marking.key import QUESTIONS, keyed, read_key
from spinelab.quiz.assignment import responses
from spinelab.quiz.marking import Mark, mark


@dataclass(frozen=True)
class Marks:
    """The mark of each question by id. As text: a line for each, with what a wrong answer reveals."""

    by_question: dict[str, Mark]

    @property
    def points(self) -> float:
        """The sum of the points."""
        return sum(found.points for found in self.by_question.values())

    def __str__(self) -> str:
        return "\n".join(line for id, found in self.by_question.items() for line in _lines(id, found))


def marks(assignment: str, handed_in: Path | None = None) -> Marks:
    """Mark the quiz answers in a folder that was handed in (default: the current one).

    Quiz and key are those of the course folder above it, never the learner's copies. Raises LookupError when no
    folder above has a key for the assignment, or when quiz and key do not fit; ContentError when either has faults.
    """
    folder = (handed_in or Path()).resolve()
    course = _course(folder, assignment)
    key = read_key(course / "keys" / f"{assignment}.yaml")
    asked = keyed(quiz.load(course / "source" / assignment / QUESTIONS), key)
    given = responses(folder, asked.id)
    return Marks({question.id: _mark(question, given.get(question.id)) for question in asked.questions})


def _course(folder: Path, assignment: str) -> Path:
    """The nearest folder above that holds the key. What the learner handed in is not looked at."""
    for above in folder.parents:
        if (above / "keys" / f"{assignment}.yaml").is_file():
            return above
    raise LookupError(f"no folder above {folder.name} has keys/{assignment}.yaml; mark inside the course folder")


def _mark(question: Question, response: str | None) -> Mark:
    try:
        return mark(question, response)
    except ValueError:  # a response that no control of the quiz can give
        return Mark(0.0, question.points, False)


def _lines(id: str, found: Mark) -> list[str]:
    if found.correct is None:
        return [f"{id}: 0 of {found.out_of:g}, not answered"]
    remarks = [] if found.correct else [f"    {remark}" for remark in found.feedback]
    return [f"{id}: {found.points:g} of {found.out_of:g}", *remarks]

"""The key of an assignment: what is asked, for how many points, what is right, and what each wrong answer reveals.

It lies in `keys/NAME.yaml` of the course folder, away from `source/NAME/`, whose files are all given to learners.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, field

from spinelab import quiz
from spinelab.content import ContentError, Fault, nearest, yamltext
from spinelab.content.facts import fill
from spinelab.content.folder import short_name
from spinelab.content.records import Choice, Id, MultipleChoice, Question, Quiz, Record, SingleChoice, Text
from spinelab.content.typed import typed

QUESTIONS = "questions.yaml"
"""The graded quiz of an assignment, beside its notebooks: prompts and options, nothing on what is right."""


class Part(Record, frozen=True, kw_only=True):
    """One cell that earns points. Its id is the cell's `grade_id`; a part marked by hand has a rubric."""

    id: Id
    asked: Text
    points: Annotated[float, Meta(gt=0)]
    marked: Literal["by key", "by hand", "by tests"]
    rubric: tuple[Text, ...] = ()


class Route(Record, frozen=True, kw_only=True):
    """One notebook of the assignment. A learner takes one route; the best one counts."""

    notebook: Id
    parts: Annotated[tuple[Part, ...], Meta(min_length=1)]


class Answered(Record, frozen=True, kw_only=True):
    """The key to one question of the quiz: right options by id, and the misconception behind each wrong one."""

    right: Annotated[tuple[Id, ...], Meta(min_length=1)]
    why: Text
    wrong: dict[Id, Text]
    sources: tuple[Text, ...] = ()


class Submission(Record, frozen=True, kw_only=True):
    """A wrong submission and the points that each of its parts must get; what is not named is left as released.

    `choices` are options by question, `cells` the contents of cells by id, `by_hand` the points that an instructor
    gives to parts marked by hand.
    """

    name: Id
    misconception: Text
    points: dict[Id, float]
    choices: dict[Id, tuple[Id, ...]] = field(default_factory=dict)
    cells: dict[Id, Text] = field(default_factory=dict)
    by_hand: dict[Id, float] = field(default_factory=dict)


class Key(Record, frozen=True, kw_only=True):
    """The key of one assignment."""

    assignment: Id
    routes: Annotated[tuple[Route, ...], Meta(min_length=1)]
    quiz: dict[Id, Answered] = field(default_factory=dict)
    wrong_submissions: tuple[Submission, ...] = ()


def read_key(path: Path) -> Key:
    """The key in a file. Raises ContentError with file and line."""
    document = yamltext.read(path)
    key = typed(document, Key)
    if key.assignment != path.stem:
        raise ContentError([document.fault(("assignment",), f"‘{key.assignment}’ is not the name of this file")])
    return key


def keyed(asked: Quiz, key: Key) -> Quiz:
    """The graded quiz with its key put in, facts filled in, ready to be marked.

    Raises LookupError when the two do not fit.
    """
    strangers = sorted(set(key.quiz) - {question.id for question in asked.questions})
    if strangers:
        raise LookupError(f"no question is named ‘{strangers[0]}’")
    questions = []
    for question in asked.questions:
        if question.id not in key.quiz:
            raise LookupError(f"the question ‘{question.id}’ has no key")
        questions.append(_keyed(question, key.quiz[question.id]))
    filled: Quiz = msgspec.structs.replace(asked, questions=tuple(questions))
    return filled


def check(course: Path) -> Iterator[Fault]:
    """The faults of every assignment of a course folder: stray files, quiz, key, and whether the two fit."""
    for source in sorted(path for path in (course / "source").glob("*") if path.is_dir()):
        yield from _strays(source)
        path = course / "keys" / f"{source.name}.yaml"
        try:
            key = read_key(path)
            if (source / QUESTIONS).is_file() or key.quiz:
                keyed(quiz.load(source / QUESTIONS), key)
        except ContentError as error:
            yield from error.faults
        except LookupError as error:
            yield Fault(short_name(path), 0, str(error.args[0]))


def _strays(source: Path) -> Iterator[Fault]:
    """nbgrader gives learners every file beside a source, so nothing may lie there by accident."""
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if path.is_file() and ".ipynb_checkpoints" not in inside.parts and not _wanted(inside):
            message = f"would be given to learners; expected only notebooks and {QUESTIONS} beside a source"
            yield Fault(short_name(path), 0, message)


def _wanted(inside: Path) -> bool:
    return len(inside.parts) == 1 and (inside.suffix == ".ipynb" or inside.name == QUESTIONS)


def _keyed(question: Question, answered: Answered) -> Choice:
    if not isinstance(question, SingleChoice | MultipleChoice):
        raise LookupError(f"‘{question.id}’ is not a choice")
    ids = [option.id or "" for option in question.options]
    if "" in ids:
        raise LookupError(f"{question.id}: each option of a graded question needs an ‘id’ for its key")
    for id in (*answered.right, *answered.wrong):
        if id not in ids:
            raise LookupError(f"{question.id}: no option has the id ‘{id}’{nearest(id, ids)}")
    if sorted((*answered.right, *answered.wrong)) != sorted(ids):
        raise LookupError(f"{question.id}: the key must name each option once, as right or as wrong")
    if isinstance(question, SingleChoice) and len(answered.right) != 1:
        raise LookupError(f"{question.id}: a single choice has exactly one right option")
    feedback: dict[str, Any] = dict.fromkeys(answered.right, answered.why) | answered.wrong
    options = tuple(
        msgspec.structs.replace(option, correct=id in answered.right, feedback=fill(feedback[id]))
        for id, option in zip(ids, question.options, strict=True)
    )
    filled: Choice = msgspec.structs.replace(
        question, options=options, explanation=fill(answered.why), sources=answered.sources
    )
    return filled

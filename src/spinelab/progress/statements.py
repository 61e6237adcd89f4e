"""Answers as xAPI 1.0.3 statements, one JSON line each.

The right answer (`correctResponsesPattern`) is never written.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from spinelab.progress.events import Answer

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
QUESTION = "urn:spinelab:question:"
QUIZ = "urn:spinelab:quiz:"
ATTEMPT = "urn:spinelab:attempt"
DRAWN = "urn:spinelab:drawn"
HOME_PAGE = "urn:spinelab:learner"


class _Plain(Struct, gc=False):
    """A part of a statement."""


class Account(_Plain):
    """Who: a name that means something to the course only."""

    name: str
    homePage: str = HOME_PAGE


class Actor(_Plain):
    """The learner."""

    account: Account


class Verb(_Plain):
    """What was done."""

    id: str = ANSWERED


class Definition(_Plain):
    """What kind of question it was."""

    interactionType: str = "other"
    type: str = INTERACTION


class Activity(_Plain):
    """A question, or the quiz that holds it."""

    id: str
    definition: Definition | UnsetType = UNSET


class Score(_Plain):
    """Points and their maximum."""

    raw: float
    max: float
    min: float = 0


class Result(_Plain):
    """What was answered and what it was worth then. Marks are recomputed from `response` when they count."""

    response: str
    success: bool
    score: Score


class Parents(_Plain):
    """The quiz that a question belongs to."""

    parent: list[Activity]


class Context(_Plain):
    """Where it happened, and what is needed to mark it again."""

    contextActivities: Parents
    extensions: dict[str, Any] = field(default_factory=dict)


class Statement(_Plain):
    """One line of the record."""

    id: str
    actor: Actor
    verb: Verb
    object: Activity
    result: Result
    context: Context
    timestamp: str


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Statement)


def to_line(answer: Answer, actor: str) -> bytes:
    """One JSON line, newline included."""
    extensions: dict[str, Any] = {ATTEMPT: answer.attempt}
    if answer.drawn:
        extensions[DRAWN] = dict(answer.drawn)
    statement = Statement(
        id=answer.id,
        actor=Actor(Account(actor, HOME_PAGE)),
        verb=Verb(ANSWERED),
        object=Activity(QUESTION + answer.question, Definition(answer.kind, INTERACTION)),
        result=Result(answer.response, answer.correct, Score(answer.points, answer.out_of)),
        context=Context(Parents([Activity(QUIZ + answer.quiz)]), extensions),
        timestamp=answer.time,
    )
    return _encoder.encode(statement) + b"\n"


def from_line(line: bytes) -> Answer | None:
    """The answer on a line; None when the line is torn or is not one of ours."""
    try:
        statement = _decoder.decode(line)
        quiz = statement.context.contextActivities.parent[0].id
        question, extensions = statement.object, statement.context.extensions
        attempt, drawn = extensions.get(ATTEMPT, 1), extensions.get(DRAWN) or {}
    except (msgspec.DecodeError, IndexError, UnicodeDecodeError):
        return None
    if not (quiz.startswith(QUIZ) and question.id.startswith(QUESTION) and isinstance(attempt, int)):
        return None
    result, score = statement.result, statement.result.score
    return Answer(
        quiz[len(QUIZ) :],
        question.id[len(QUESTION) :],
        result.response,
        score.raw,
        score.max,
        result.success,
        attempt,
        statement.timestamp,
        question.definition.interactionType if question.definition is not UNSET else "other",
        drawn if isinstance(drawn, dict) else {},
        statement.id,
    )

"""Events as xAPI 1.0.3 statements, one JSON line each.

The right answer (`correctResponsesPattern`) is never written.
"""

from __future__ import annotations

from typing import Literal, assert_never

import msgspec
from msgspec import UNSET, Struct, UnsetType

from spinelab.progress.events import Answer, Event, Helped, Started

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
ASKED = "http://adlnet.gov/expapi/verbs/asked"
INITIALIZED = "http://adlnet.gov/expapi/verbs/initialized"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
QUESTION = "urn:spinelab:question:"
QUIZ = "urn:spinelab:quiz:"
ATTEMPT = "urn:spinelab:attempt"
DRAWN = "urn:spinelab:drawn"
HELP = "urn:spinelab:help"
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

    id: str


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
    success: bool | UnsetType = UNSET
    score: Score | UnsetType = UNSET


class Parents(_Plain):
    """The quiz that a question belongs to."""

    parent: list[Activity]


class Extensions(_Plain, rename={"attempt": ATTEMPT, "drawn": DRAWN, "help": HELP}):
    """What xAPI has no place for: which try it was, the numbers that were drawn, which help was asked for."""

    attempt: int | UnsetType = UNSET
    drawn: dict[str, float] | UnsetType = UNSET
    help: Literal["hint", "answer"] | UnsetType = UNSET


class Context(_Plain):
    """Where it happened, and what is needed to mark it again."""

    contextActivities: Parents
    extensions: Extensions


class Deed(_Plain):
    """What was done: a question answered, help with one asked for, or a quiz begun anew."""

    id: str
    verb: Verb
    object: Activity
    timestamp: str
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET


class Statement(Deed, kw_only=True):
    """One line of the record: what was done, and by whom."""

    actor: Actor


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Deed)  # who did it is not read: a folder is one learner's


def to_line(event: Event, actor: str) -> bytes:
    """One JSON line, newline included."""
    quiz = Activity(QUIZ + event.quiz)
    statement = Statement(event.id, Verb(""), quiz, event.time, actor=Actor(Account(actor)))
    match event:
        case Answer():
            statement.verb = Verb(ANSWERED)
            statement.object = Activity(QUESTION + event.question, Definition(event.kind))
            statement.result = Result(event.response)
            if event.correct is not None:
                statement.result = Result(event.response, event.correct, Score(event.points, event.out_of))
            statement.context = Context(Parents([quiz]), Extensions(event.attempt, event.drawn or UNSET))
        case Helped():
            statement.verb = Verb(ASKED)
            statement.object = Activity(QUESTION + event.question)
            statement.context = Context(Parents([quiz]), Extensions(help=event.help))
        case Started():
            statement.verb = Verb(INITIALIZED)
        case _:
            assert_never(event)
    return _encoder.encode(statement) + b"\n"


def from_line(line: bytes) -> Event | None:
    """The event on a line; None when the line is torn or is not one of ours."""
    try:
        deed = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    object, verb, context, result = deed.object.id, deed.verb.id, deed.context, deed.result
    if context is UNSET:
        begun = verb == INITIALIZED and object.startswith(QUIZ)
        return Started(object[len(QUIZ) :], deed.timestamp, deed.id) if begun else None
    parents, extensions = context.contextActivities.parent, context.extensions
    if not (parents and parents[0].id.startswith(QUIZ) and object.startswith(QUESTION)):
        return None
    quiz, question = parents[0].id[len(QUIZ) :], object[len(QUESTION) :]
    if verb == ASKED and extensions.help is not UNSET:
        return Helped(quiz, question, extensions.help, deed.timestamp, deed.id)
    if verb != ANSWERED or result is UNSET:
        return None
    definition = deed.object.definition
    score = Score(0, 0) if result.score is UNSET else result.score
    return Answer(
        quiz,
        question,
        result.response,
        score.raw,
        score.max,
        None if result.success is UNSET else result.success,
        1 if extensions.attempt is UNSET else extensions.attempt,
        deed.timestamp,
        "other" if definition is UNSET else definition.interactionType,
        {} if extensions.drawn is UNSET else extensions.drawn,
        deed.id,
    )

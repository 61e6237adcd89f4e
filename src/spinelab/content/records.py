"""The shapes of authored records. Each rule that a type can hold is held by the type."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="letters, digits, hyphens; no spaces")]
QuizId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_./-]*$", description="LESSON/QUIZ in the course")]
ObjectiveId = Annotated[str, Meta(pattern=r"^\d\d\.\d+$", description="LESSON NUMBER.OBJECTIVE, such as 02.1")]


class Record(Struct, forbid_unknown_fields=True, frozen=True, gc=False, omit_defaults=True):
    """An authored record: unknown fields are errors, so that a misspelt name is found."""


class Option(Record, frozen=True, kw_only=True):
    """One answer to choose. The feedback of a wrong option names the misconception that it catches.

    `id` is written only to keep recorded answers when the text is reworded.
    """

    text: Text
    feedback: str = ""
    correct: bool = False
    id: Id | None = None


class Range(Record, frozen=True, rename={"start": "from", "end": "to"}):
    """Where a parameter draws from: `from` to `to` in steps of `step`."""

    start: float
    end: float
    step: Annotated[float, Meta(gt=0)] = 1


class WrongNumber(Record, frozen=True, kw_only=True):
    """A wrong number that learners reach, as a value or a range, and what it reveals."""

    feedback: Text
    value: float | str | None = None
    low: float | None = None
    high: float | None = None


class _Asked(Record, frozen=True, kw_only=True):
    """What every question has.

    A figure brings its own text alternative; `alt` replaces it where that would give the answer away, or where the
    question needs other words. `repeats` names the question of the lesson's start that an exit quiz asks again.
    """

    id: Id
    prompt: Text
    explanation: str = ""
    objective: Text | None = None
    sources: tuple[Text, ...] = ()
    hints: tuple[Text, ...] = ()
    points: Annotated[float, Meta(gt=0, le=100)] = 1
    figure: Text | None = None
    alt: Text | None = None
    repeats: Id | None = None


class SingleChoice(_Asked, frozen=True, tag="single", tag_field="type", kw_only=True):
    """Exactly one option is right."""

    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=10)]
    shuffle: bool = True


class MultipleChoice(_Asked, frozen=True, tag="multiple", tag_field="type", kw_only=True):
    """One or more options are right; wrong ticks cost what right ticks earn."""

    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=10)]
    shuffle: bool = True


class Numeric(_Asked, frozen=True, tag="numeric", tag_field="type", kw_only=True):
    """A number within `tolerance` of `answer`, in `unit`.

    With `parameters` the numbers of the prompt are drawn anew for each learner, and `answer` is a sum written with
    their names.
    """

    answer: float | str
    tolerance: Annotated[float, Meta(ge=0)] = 0
    unit: str = ""
    wrong: tuple[WrongNumber, ...] = ()
    parameters: dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")], Range] = field(default_factory=dict)


class WrongText(Record, frozen=True, kw_only=True):
    """A wrong word that learners write, and what it reveals."""

    text: Text
    feedback: Text


class TextAnswer(_Asked, frozen=True, tag="text", tag_field="type", kw_only=True):
    """A word or two, typed. Case, accents and spaces do not count.

    `spelling` is how many letters may be wrong; by default one in a word of five letters or more, none in a shorter
    one or one with a digit (C1 is not C2).
    """

    answers: Annotated[tuple[Text, ...], Meta(min_length=1)]
    wrong: tuple[WrongText, ...] = ()
    spelling: Annotated[int, Meta(ge=0, le=3)] | None = None


class Item(Record, frozen=True, kw_only=True):
    """One thing to put in order. Its feedback is shown when it stands in the wrong place."""

    text: Text
    feedback: str = ""
    id: Id | None = None


class Ordering(_Asked, frozen=True, tag="ordering", tag_field="type", kw_only=True):
    """Items to put in order; they are authored in the right one."""

    items: Annotated[tuple[Item, ...], Meta(min_length=3, max_length=10)]


class Pair(Record, frozen=True, kw_only=True):
    """Two things that belong together. The feedback is shown when the left one was matched to something else."""

    left: Text
    right: Text
    feedback: str = ""


class Matching(_Asked, frozen=True, tag="matching", tag_field="type", kw_only=True):
    """Things on the left, each to be matched to one on the right.

    Several may share a right side. `others` are right sides that belong to none.
    """

    pairs: Annotated[tuple[Pair, ...], Meta(min_length=2, max_length=10)]
    others: tuple[Text, ...] = ()


Choice = SingleChoice | MultipleChoice
Question = SingleChoice | MultipleChoice | Numeric | TextAnswer | Ordering | Matching


class Quiz(Record, frozen=True, kw_only=True):
    """A few questions shown together. Feedback of a quiz of kind `before` is held back until the lesson's end.

    A `graded` one belongs to an assignment: it goes to learners without a word on what is right.
    """

    id: QuizId
    title: Text
    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]
    kind: Literal["before", "practice", "exit", "graded"] = "practice"


class Objective(Record, frozen=True, kw_only=True):
    """What a learner can do after a lesson: a verb that can be tested."""

    id: ObjectiveId
    text: Text


class Lesson(Record, frozen=True, kw_only=True):
    """A lesson of the course: its notebook has the same name."""

    id: Id
    title: Text
    part: str
    minutes: Annotated[int, Meta(gt=0, le=240)]
    promise: Text
    needs: tuple[Id, ...] = ()
    objectives: tuple[Objective, ...] = ()


class Course(Record, frozen=True, kw_only=True):
    """The lessons in teaching order, and the clinicians who have reviewed them."""

    title: Text
    lessons: tuple[Lesson, ...]
    reviewers: tuple[Text, ...] = ()

"""What a view of a quiz is told: first the questions, without a word on what is right; then what each answer earned.

Pure: plain values in, JSON values out. What a learner typed leaves as text, authored Markdown leaves as safe HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from spinelab import content
from spinelab.content.markdown import to_html
from spinelab.content.objectives import objectives
from spinelab.content.records import Question, Quiz
from spinelab.quiz.drawing import draw
from spinelab.quiz.faces import Json, controls, outcome, right_answer
from spinelab.quiz.history import History
from spinelab.quiz.marking import Mark, mark

TRIES = 2
"""A question is settled, and its explanation shown, after this many tries that were not right."""

_NO_REMARK = "Work it through once more."
_WITH_FEEDBACK = ("practice", "exit")


def gives_feedback(quiz: Quiz) -> bool:
    """Whether learners may see marks and answers while they work. Kinds that are not listed hold them back."""
    return quiz.kind in _WITH_FEEDBACK


def describe(quiz: Quiz, learner: str) -> Json:
    """The quiz as the view first draws it: titles, prompts, controls in this learner's order. No answers.

    Raises LookupError for a figure that does not exist.
    """
    questions = [_describe(draw(question, learner), learner, gives_feedback(quiz)) for question in quiz.questions]
    return {"title": quiz.title, "kind": quiz.kind, "questions": questions}


def standing(question: Question, history: History, *, feedback: bool, graded: bool = False) -> Json:
    """Where the learner stands with a drawn question.

    A response that the question no longer understands is passed over. Without `feedback` the learner sees only that
    the answer was noted; in a `graded` quiz it may be changed.
    """
    marks = _marks(question, history.tries)
    state: Json = {
        "response": marks[-1][0] if marks else "",
        "tries": len(marks),
        "out_of": question.points,
        "hints": [to_html(hint) for hint in question.hints[: history.hints]],
    }
    if not marks:
        return state | {"settled": False, "points": 0.0, "verdict": "", "again": False}
    if not feedback:
        verdict = "recorded" if graded else "noted"
        return state | {"settled": not graded, "points": 0.0, "verdict": verdict, "again": False}
    response, last = marks[-1]
    settled = bool(last.correct) or history.revealed or len(marks) >= TRIES
    state |= {
        "settled": settled,
        "points": last.points,
        "verdict": _verdict(last),
        "again": settled and not (last.correct and len(marks) == 1),
        **outcome(question, response, settled),
    }
    if not state["feedback"] and not settled:
        state["feedback"] = [{"html": to_html(_NO_REMARK)}]
    if settled:
        state |= {"explanation": to_html(question.explanation), "sources": sources(question.sources)}
        if not last.correct:
            state["answer"] = right_answer(question)
        if state["again"]:
            state["objective"] = _objective(question)
    return state


def first_verdict(question: Question, tries: Sequence[str]) -> str:
    """The verdict on the first of the recorded responses: right, partly or wrong; empty while there is none."""
    marks = _marks(question, tries)
    return _verdict(marks[0][1]) if marks else ""


def earned(question: Question, tries: Sequence[str]) -> float | None:
    """The points of the last of the recorded responses; None while there is none that can be read."""
    marks = _marks(question, tries)
    return marks[-1][1].points if marks else None


def sources(keys: Sequence[str]) -> list[Json]:
    """The works with these citation keys, each with label, full entry and link."""
    try:
        known = content.references() if keys else {}
    except content.ContentError:  # a damaged list of references must not cost the learner the feedback
        known = {}
    return [
        {"label": work.label, "full": work.full, "link": work.link}
        if (work := known.get(key))
        else {"label": key, "full": "", "link": ""}
        for key in keys
    ]


def _describe(question: Question, learner: str, feedback: bool) -> Json:
    described: Json = {
        "id": question.id,
        "type": question.__struct_config__.tag,
        "prompt": to_html(question.prompt),
        "points": question.points,
        "hints": len(question.hints) if feedback else 0,
        **controls(question, learner),
    }
    if question.figure:
        figure = content.picture(question.figure)
        described["figure"] = {"src": figure.data_uri(), "alt": question.alt or figure.alt}
    return described


def _objective(question: Question) -> str:
    """What the question practises, in words; empty where that is not known."""
    with suppress(content.ContentError, msgspec.ValidationError):  # faults of the course must not cost the feedback
        return objectives().get(question.objective or "", "")
    return ""


def _marks(question: Question, tries: Sequence[str]) -> list[tuple[str, Mark]]:
    """Each response that can still be read, with its mark."""
    marks = []
    for response in tries:
        with suppress(ValueError):
            marks.append((response, mark(question, response)))
    return [(response, found) for response, found in marks if found.correct is not None]


def _verdict(found: Mark) -> str:
    if found.correct:
        return "right"
    return "partly" if found.points > 0 else "wrong"

"""The quiz in a notebook: one widget model for a whole quiz, marked in the kernel.

The view sends messages and never learns which answer is right before the learner has answered.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import anywidget
import msgspec
import traitlets
from msgspec import Meta, Struct

from spinelab.content.records import Question, Quiz
from spinelab.progress import Answer, Store
from spinelab.quiz import fallback
from spinelab.quiz.drawing import draw, numbers
from spinelab.quiz.faces import Json, interaction
from spinelab.quiz.marking import mark
from spinelab.quiz.view import describe, earned, gives_feedback, standing

_LONGEST_NAME = 200
_Name = Annotated[str, Meta(max_length=_LONGEST_NAME)]


class _Hello(Struct, tag="hello", frozen=True):
    n: _Name = ""


class _Respond(Struct, tag="answer", frozen=True):
    question: _Name
    response: Annotated[str, Meta(max_length=10_000)]
    n: _Name = ""


class _Hint(Struct, tag="hint", frozen=True):
    question: _Name
    n: _Name = ""


class _Reveal(Struct, tag="reveal", frozen=True):
    question: _Name
    n: _Name = ""


class QuizWidget(anywidget.AnyWidget):
    """A quiz to be answered. Works alone or inside an ipywidgets box.

    `answered` (questions), `points` and `out_of` can be observed. Points of a quiz that holds feedback back stay 0.
    Messages from the view: hello, answer, hint, reveal. Each is answered; what cannot be understood is answered by
    an error message, never by an exception.
    """

    _esm = Path(__file__).with_name("quiz.js")
    _css = Path(__file__).with_name("quiz.css")

    view = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    points = traitlets.Float(0.0).tag(sync=True)
    out_of = traitlets.Float(0.0).tag(sync=True)

    def __init__(self, quiz: Quiz, learner: str, store: Store) -> None:
        self.quiz = quiz
        self._store = store
        self._questions = {question.id: draw(question, learner) for question in quiz.questions}
        self._drawn = {question.id: numbers(question, learner) for question in quiz.questions}
        self._hints = dict.fromkeys(self._questions, 0)
        self._revealed: set[str] = set()
        super().__init__(view=describe(quiz, learner), **self._tally())
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return fallback.to_text(self.quiz)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[Json, Json]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        words = {"text/plain": repr(self), "text/html": fallback.to_html(self.quiz)}
        return {**data, **words}, metadata

    def _receive(self, _: object, content: Any, buffers: object) -> None:
        n = content.get("n") if isinstance(content, dict) else ""
        n = n if isinstance(n, str) and len(n) <= _LONGEST_NAME else ""
        try:
            message = msgspec.convert(content, _Hello | _Respond | _Hint | _Reveal)
            self.send({**self._reply(message), "n": n})
        except Exception as error:
            # The learner waits for an answer: whatever goes wrong here must be told.
            self.send({"type": "error", "text": f"The quiz could not do that: {error}", "n": n})

    def _reply(self, message: _Hello | _Respond | _Hint | _Reveal) -> Json:
        if isinstance(message, _Hello):
            self._count()  # another kernel may have written answers
            return self._told("state", *self._questions)
        if message.question not in self._questions:
            raise LookupError(f"this quiz has no question ‘{message.question}’")
        if isinstance(message, _Respond):
            return self._answer(self._questions[message.question], message.response)
        if isinstance(message, _Reveal):
            return self._reveal(message.question)
        return self._hint(message.question)

    def _answer(self, question: Question, response: str) -> Json:
        """Mark a response, keep it, and only then tell what it earned."""
        tries = self._tries()[question.id]
        if self._standing(question.id, tries)["settled"]:
            return self._told("marked", question.id) | {"saved": True, "notice": "This question was answered already."}
        try:
            found = mark(question, response)
        except ValueError as error:
            return {"type": "unread", "question": question.id, "notice": str(error)}
        if found.correct is None:
            return {"type": "unread", "question": question.id, "notice": "There is no answer yet."}
        receipt = self._store.record(
            Answer(
                quiz=self.quiz.id,
                question=question.id,
                response=response,
                points=found.points,
                out_of=found.out_of,
                correct=found.correct,
                attempt=len(tries) + 1,
                time=datetime.now(UTC).isoformat(timespec="milliseconds"),
                kind=interaction(question),
                drawn=self._drawn[question.id],
            )
        )
        self._count()
        return self._told("marked", question.id) | {"saved": receipt.saved, "notice": receipt.notice}

    def _hint(self, id: str) -> Json:
        if gives_feedback(self.quiz):
            self._hints[id] = min(self._hints[id] + 1, len(self._questions[id].hints))
        return self._told("hint", id)

    def _reveal(self, id: str) -> Json:
        """Give the answer away, once the learner has tried."""
        if gives_feedback(self.quiz) and self._tries()[id]:
            self._revealed.add(id)
        return self._told("revealed", id)

    def _tries(self) -> dict[str, list[str]]:
        """The recorded responses to each question, oldest first."""
        tries: dict[str, list[str]] = {id: [] for id in self._questions}
        for answer in self._store.answers(self.quiz.id):
            tries.setdefault(answer.question, []).append(answer.response)
        return tries

    def _standing(self, id: str, tries: list[str]) -> Json:
        return standing(
            self._questions[id],
            tries,
            hints=self._hints[id],
            revealed=id in self._revealed,
            feedback=gives_feedback(self.quiz),
        )

    def _told(self, type: str, *ids: str) -> Json:
        tries = self._tries()
        return {"type": type, "questions": {id: self._standing(id, tries[id]) for id in ids}}

    def _tally(self) -> Json:
        tries = self._tries()
        points = [
            found for id, question in self._questions.items() if (found := earned(question, tries[id])) is not None
        ]
        return {
            "answered": len(points),
            "points": float(sum(points)) if gives_feedback(self.quiz) else 0.0,
            "out_of": float(sum(question.points for question in self.quiz.questions)),
        }

    def _count(self) -> None:
        with self.hold_sync():
            for name, value in self._tally().items():
                self.set_trait(name, value)

"""The quiz in a notebook: one widget model for a whole quiz, marked in the kernel.

The view sends messages and never learns which answer is right before the learner has answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import traitlets
from msgspec import Meta, Struct

from spinelab.content.records import Question, Quiz
from spinelab.content.widgets import ScriptedWidget
from spinelab.progress import Answer, Helped, Receipt, Started, Store, now
from spinelab.quiz import fallback
from spinelab.quiz.change import change
from spinelab.quiz.drawing import draw, numbers
from spinelab.quiz.faces import Json, interaction
from spinelab.quiz.history import UNTOUCHED, History, histories
from spinelab.quiz.marking import mark
from spinelab.quiz.view import describe, earned, gives_feedback, standing

_LONGEST_NAME = 200
_Name = Annotated[str, Meta(max_length=_LONGEST_NAME)]


class _Hello(Struct, tag="hello", frozen=True):
    n: _Name = ""


class _Start(Struct, tag="start", frozen=True):
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


class QuizWidget(ScriptedWidget):
    """A quiz to be answered. Works alone or inside an ipywidgets box.

    `answered` (questions), `points` and `out_of` can be observed. Points of a quiz that holds feedback back stay 0.
    `before` are the quizzes whose questions this one repeats. Messages from the view: hello, start, answer, hint,
    reveal. Each is answered; what cannot be understood is answered by an error message, never by an exception.
    """

    shared = (Path(__file__).with_name("page.js"),)
    script = Path(__file__).with_name("quiz.js")
    style = Path(__file__).with_name("quiz.css")

    view = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    points = traitlets.Float(0.0).tag(sync=True)
    out_of = traitlets.Float(0.0).tag(sync=True)

    def __init__(self, quiz: Quiz, learner: str, store: Store, before: Sequence[Quiz] = ()) -> None:
        self.quiz = quiz
        self._store = store
        self._questions = {question.id: draw(question, learner) for question in quiz.questions}
        self._drawn = {question.id: numbers(question, learner) for question in quiz.questions}
        self._before = [quiz.id for quiz in before]
        self._earlier = {asked.id: draw(asked, learner) for quiz in before for asked in quiz.questions}
        super().__init__(view=describe(quiz, learner), **self._tally())
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return fallback.to_text(self.quiz)

    def fallback(self) -> dict[str, str]:
        """The quiz as a page that runs nothing."""
        return {"text/html": fallback.to_html(self.quiz)}

    def _receive(self, _: object, content: Any, buffers: object) -> None:
        n = content.get("n") if isinstance(content, dict) else ""
        n = n if isinstance(n, str) and len(n) <= _LONGEST_NAME else ""
        try:
            message = msgspec.convert(content, _Hello | _Start | _Respond | _Hint | _Reveal)
            self.send({**self._reply(message), "n": n})
        except Exception as error:
            # The learner waits for an answer: whatever goes wrong here must be told.
            self.send({"type": "error", "text": f"The quiz could not do that: {error}", "n": n})

    def _reply(self, message: _Hello | _Start | _Respond | _Hint | _Reveal) -> Json:
        if isinstance(message, _Hello):
            self._count()  # another kernel may have written answers
            return self._told("state", self._store.flush())
        if isinstance(message, _Start):
            return self._start()
        if message.question not in self._questions:
            raise LookupError(f"this quiz has no question ‘{message.question}’")
        if isinstance(message, _Respond):
            return self._answer(self._questions[message.question], message.response)
        if isinstance(message, _Reveal):
            return self._reveal(message.question)
        return self._hint(message.question)

    def _start(self) -> Json:
        """Begin a finished quiz anew; one that another view has begun already is only shown."""
        if not (gives_feedback(self.quiz) and self._over()):
            return self._told("state", self._store.flush())
        receipt = self._store.record(Started(self.quiz.id, now()))
        self._count()
        return self._told("state", receipt)

    def _answer(self, question: Question, response: str) -> Json:
        """Mark a response, keep it, and only then tell what it earned."""
        history = self._histories().get(question.id, UNTOUCHED)
        if self._standing(question.id, history)["settled"]:
            receipt = self._store.flush()
            said = Receipt(True, "This question was answered already.") if receipt.saved else receipt
            return self._told("marked", said, question.id)
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
                correct=None if self.quiz.kind == "graded" else found.correct,
                attempt=len(history.tries) + 1,
                time=now(),
                kind=interaction(question),
                drawn=self._drawn[question.id],
            )
        )
        self._count()
        return self._told("marked", receipt, question.id)

    def _hint(self, id: str) -> Json:
        given = self._histories().get(id, UNTOUCHED).hints
        more = gives_feedback(self.quiz) and given < len(self._questions[id].hints)
        return self._told("hint", self._help(id, "hint") if more else self._store.flush(), id)

    def _reveal(self, id: str) -> Json:
        """Give the answer away, once the learner has tried."""
        history = self._histories().get(id, UNTOUCHED)
        tried = gives_feedback(self.quiz) and history.tries and not self._standing(id, history)["settled"]
        return self._told("revealed", self._help(id, "answer") if tried else self._store.flush(), id)

    def _help(self, id: str, help: Literal["hint", "answer"]) -> Receipt:
        return self._store.record(Helped(self.quiz.id, id, help, now()))

    def _histories(self) -> dict[str, History]:
        return histories(self._store.events(self.quiz.id))

    def _standing(self, id: str, history: History) -> Json:
        graded = self.quiz.kind == "graded"
        return standing(self._questions[id], history, feedback=gives_feedback(self.quiz), graded=graded)

    def _over(self) -> bool:
        known = self._histories()
        return all(self._standing(id, known.get(id, UNTOUCHED))["settled"] for id in self._questions)

    def _told(self, type: str, receipt: Receipt, *ids: str) -> Json:
        """A message on some questions, or on all, and on the change since the lesson began once the quiz is over."""
        known = self._histories()
        states = {id: self._standing(id, known.get(id, UNTOUCHED)) for id in ids or self._questions}
        told: Json = {"type": type, "questions": states, "saved": receipt.saved, "notice": receipt.notice}
        if self._earlier and self._over():
            then = histories(event for quiz in self._before for event in self._store.events(quiz))
            told["change"] = change(self._questions.values(), known, self._earlier, then)
        return told

    def _tally(self) -> Json:
        known = self._histories()
        points = [
            found
            for id, question in self._questions.items()
            if (found := earned(question, known.get(id, UNTOUCHED).tries)) is not None
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

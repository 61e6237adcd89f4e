"""What differs from learner to learner: the order of options, and the numbers of parameterised questions.

Both follow from the learner and the question alone, so they are the same on every machine and every run.
"""

from __future__ import annotations

import hashlib

import msgspec

from spinelab.content.arithmetic import evaluate
from spinelab.content.facts import plain
from spinelab.content.quizzes import with_texts
from spinelab.content.records import Choice, Numeric, Question, Range
from spinelab.quiz.marking import option_ids


def draw(question: Question, learner: str) -> Question:
    """The question as this learner meets it: parameters drawn, sums worked out. Options stay in authored order."""
    if not isinstance(question, Numeric) or not question.parameters:
        return question
    values = {name: _value(span, learner, question.id, name) for name, span in question.parameters.items()}

    def shown(text: str) -> str:
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", plain(value))
        return text

    drawn = with_texts(question, shown)
    wrong = tuple(
        msgspec.structs.replace(item, value=evaluate(item.value, values) if isinstance(item.value, str) else item.value)
        for item in drawn.wrong
    )
    answer = evaluate(drawn.answer, values) if isinstance(drawn.answer, str) else drawn.answer
    filled: Numeric = msgspec.structs.replace(drawn, answer=answer, wrong=wrong, parameters={})
    return filled


def order(question: Choice, learner: str) -> tuple[int, ...]:
    """The authored places of the options in the order in which this learner sees them."""
    places = range(len(question.options))
    if not question.shuffle:
        return tuple(places)
    ids = option_ids(question)
    return tuple(sorted(places, key=lambda place: _digest(learner, question.id, ids[place])))


def _value(span: Range, learner: str, question: str, name: str) -> float:
    steps = int((span.end - span.start) / span.step + 1e-9) + 1
    return span.start + _digest(learner, question, name) % steps * span.step


def _digest(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:8], "big")

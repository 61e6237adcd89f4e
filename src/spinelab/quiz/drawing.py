"""What differs from learner to learner: the order of options, and the numbers of parameterised questions.

Both follow from the learner and the question alone, so they are the same on every machine and every run.
"""

from __future__ import annotations

import hashlib

import msgspec

from spinelab.content.arithmetic import evaluate
from spinelab.content.facts import plain
from spinelab.content.quizzes import with_texts
from spinelab.content.records import Choice, Matching, Numeric, Ordering, Question, Range
from spinelab.quiz.marking import option_ids
from spinelab.quiz.marking.matching import rights
from spinelab.quiz.marking.ordering import item_ids
from spinelab.quiz.marking.parts import part_id


def draw(question: Question, learner: str) -> Question:
    """The question as this learner meets it: parameters drawn, sums worked out. Options stay in authored order."""
    if not isinstance(question, Numeric):
        return question
    values = numbers(question, learner)

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


def numbers(question: Question, learner: str) -> dict[str, float]:
    """The numbers drawn for this learner, by the names of the question's parameters."""
    spans = question.parameters if isinstance(question, Numeric) else {}
    return {name: _value(span, learner, question.id, name) for name, span in spans.items()}


def order(question: Choice | Ordering | Matching, learner: str) -> tuple[int, ...]:
    """The authored places of the options, items or right sides, in the order in which this learner sees them.

    Items to be put in order never start in the right one.
    """
    match question:
        case Ordering():
            ids = item_ids(question)
        case Matching():
            ids = tuple(part_id(right) for right in rights(question))
        case _:
            if not question.shuffle:
                return tuple(range(len(question.options)))
            ids = option_ids(question)
    places = tuple(sorted(range(len(ids)), key=lambda place: _digest(learner, question.id, ids[place])))
    if isinstance(question, Ordering) and places == tuple(range(len(ids))):
        return places[1:] + places[:1]
    return places


def _value(span: Range, learner: str, question: str, name: str) -> float:
    steps = int((span.end - span.start) / span.step + 1e-9) + 1
    return span.start + _digest(learner, question, name) % steps * span.step


def _digest(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:8], "big")

"""The face of each question type: its controls, what is shown beside a marked response, and the right answer in words.

Pure: JSON values and safe HTML. A new type adds a case to each function here, a marking module, and an entry to the
table of types in `quiz.js`.
"""

from __future__ import annotations

from html import escape
from typing import Any, assert_never

from spinelab.content.arithmetic import evaluate
from spinelab.content.facts import plain
from spinelab.content.markdown import to_html, to_inline_html
from spinelab.content.records import (
    Choice,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    SingleChoice,
    TextAnswer,
)
from spinelab.quiz.drawing import order
from spinelab.quiz.marking import chosen, mark, option_ids
from spinelab.quiz.marking.matching import left_ids, matched, rights
from spinelab.quiz.marking.ordering import arranged, item_ids
from spinelab.quiz.marking.parts import part_id

Json = dict[str, Any]


def interaction(question: Question) -> str:
    """The name that xAPI gives to this way of answering."""
    match question:
        case SingleChoice() | MultipleChoice():
            return "choice"
        case Numeric():
            return "numeric"
        case TextAnswer():
            return "fill-in"
        case Ordering():
            return "sequencing"
        case Matching():
            return "matching"
    assert_never(question)


def controls(question: Question, learner: str) -> Json:
    """What the view needs to draw the controls, in this learner's order, without a word on what is right."""
    match question:
        case SingleChoice() | MultipleChoice():
            places = order(question, learner)
            texts, ids = [option.text for option in question.options], option_ids(question)
            return {"options": [_part(ids[place], texts[place]) for place in places]}
        case Numeric():
            return {"unit": question.unit}
        case TextAnswer():
            return {}
        case Ordering():
            items, ids = question.items, item_ids(question)
            return {"items": [_part(ids[place], items[place].text) for place in order(question, learner)]}
        case Matching():
            sides = rights(question)
            return {
                "lefts": [_part(id, pair.left) for id, pair in zip(left_ids(question), question.pairs, strict=True)],
                "rights": [_part(part_id(sides[place]), sides[place]) for place in order(question, learner)],
            }
    assert_never(question)


def outcome(question: Question, response: str, settled: bool) -> Json:
    """What the view shows beside a marked response: `feedback` items, and `marks` on parts of the controls by id.

    What the learner did not choose is marked only once the question is `settled`.
    """
    match question:
        case SingleChoice() | MultipleChoice():
            return _chosen_parts(question, response, settled)
        case Numeric() | TextAnswer():
            return {"feedback": [{"html": to_html(text)} for text in mark(question, response).feedback]}
        case Ordering():
            fits = [place == rank for rank, place in enumerate(arranged(question, response))]
            ids = item_ids(question)
            misplaced = [item for item, fit in zip(question.items, fits, strict=True) if not fit]
            return {
                "feedback": [_remark(item.text, item.feedback) for item in misplaced if item.feedback],
                "marks": {id: _verdict(fit) for id, fit in zip(ids, fits, strict=True)},
            }
        case Matching():
            found = matched(question, response)
            fits = [found.get(place) == pair.right for place, pair in enumerate(question.pairs)]
            wrong = [pair for pair, fit in zip(question.pairs, fits, strict=True) if not fit]
            return {
                "feedback": [_remark(pair.left, pair.feedback) for pair in wrong if pair.feedback],
                "marks": {id: _verdict(fit) for id, fit in zip(left_ids(question), fits, strict=True)},
            }
    assert_never(question)


def right_answer(question: Question) -> str:
    """The right answer to a drawn question, as inline HTML."""
    match question:
        case SingleChoice() | MultipleChoice():
            return "; ".join(to_inline_html(option.text) for option in question.options if option.correct)
        case Numeric():
            answer = question.answer
            number = evaluate(answer, {}) if isinstance(answer, str) else answer
            return escape(f"{plain(number)} {question.unit}".strip())
        case TextAnswer():
            return to_inline_html(question.answers[0])
        case Ordering():
            return " → ".join(to_inline_html(item.text) for item in question.items)
        case Matching():
            return "; ".join(f"{to_inline_html(pair.left)}: {to_inline_html(pair.right)}" for pair in question.pairs)
    assert_never(question)


def _chosen_parts(question: Choice, response: str, settled: bool) -> Json:
    named, ids = chosen(question, response), option_ids(question)
    marks: dict[str, str] = {}
    feedback: list[Json] = []
    for place, option in enumerate(question.options):
        if place in named:
            marks[ids[place]] = _verdict(option.correct)
            about = option.text if isinstance(question, MultipleChoice) else ""
            feedback += [_remark(about, option.feedback)] if option.feedback else []
        elif settled and option.correct:
            marks[ids[place]] = "missed"
    return {"feedback": feedback, "marks": marks}


def _part(id: str, text: str) -> tuple[str, str]:
    """A part of the controls: its id and its HTML, as a pair, which is short to send."""
    return id, to_inline_html(text)


def _remark(about: str, text: str) -> Json:
    return {"about": to_inline_html(about), "html": to_html(text)}


def _verdict(right: bool) -> str:
    return "right" if right else "wrong"

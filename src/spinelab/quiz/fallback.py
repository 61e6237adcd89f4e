"""A quiz on paper: what stands in a stored notebook before a kernel runs, in print, and on a page that runs nothing.

The authored order, an example set of numbers, nothing of the learner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import assert_never

import msgspec

from spinelab import content
from spinelab.content.markdown import to_html as markdown_html
from spinelab.content.markdown import to_inline_html
from spinelab.content.records import (
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    Quiz,
    SingleChoice,
    TextAnswer,
)
from spinelab.content.references import linked
from spinelab.quiz.drawing import draw
from spinelab.quiz.faces import controls, right_answer
from spinelab.quiz.view import gives_feedback, sources

_NOBODY = ""


def to_text(quiz: Quiz) -> str:
    """One line that changes when anything authored in the quiz changes: id, number of questions, hash of all of it."""
    digest = hashlib.sha256(msgspec.json.encode(quiz)).hexdigest()[:8]
    count = len(quiz.questions)
    return f"Quiz({quiz.id}: {count} question{'' if count == 1 else 's'}, {digest})"


def to_html(quiz: Quiz) -> str:
    """The quiz as plain HTML, without style or script.

    Answers are folded away below each question where the kind of quiz gives feedback at once, and absent otherwise.
    A dollar is a dollar: formulas are Unicode, and Jupyter must not set any.
    """
    title = escape(quiz.title)
    return (
        f'<section class="mathjax_ignore" aria-label="Quiz: {title}"><p><strong>{title}</strong></p>'
        f"{_list('ol', (_question(question, gives_feedback(quiz)) for question in quiz.questions))}"
        "<p><em>Run this cell to answer.</em></p></section>"
    )


def _question(question: Question, with_answer: bool) -> str:
    drawn = draw(question, _NOBODY)
    example = "<p><em>Your own numbers may differ.</em></p>" if drawn.prompt != question.prompt else ""
    parts = [markdown_html(drawn.prompt), example, _figure(drawn), _blank(drawn)]
    if with_answer:
        parts += [folded("Hint", markdown_html(hint)) for hint in drawn.hints]
        parts.append(folded("Answer", _answer(drawn)))
    return "".join(parts)


def _figure(question: Question) -> str:
    if not question.figure:
        return ""
    figure = content.picture(question.figure)
    return f'<figure><img alt="{escape(question.alt or figure.alt)}" src="{figure.data_uri()}"></figure>'


def _blank(question: Question) -> str:
    """The controls of a question on paper. What must be put in order or matched stands in a mixed order."""
    match question:
        case SingleChoice() | MultipleChoice():
            return _lettered(to_inline_html(option.text) for option in question.options)
        case Numeric():
            return f"<p>Your answer: ________ {escape(question.unit)}</p>"
        case TextAnswer():
            return "<p>Your answer: ________________</p>"
        case Ordering():
            return _list("ul", (html for _, html in controls(question, _NOBODY)["items"]))
        case Matching():
            sides = controls(question, _NOBODY)
            lefts, rights = ([html for _, html in sides[side]] for side in ("lefts", "rights"))
            return f"{_list('ul', lefts)}<p>Match each to one of these:</p>{_lettered(rights)}"
    assert_never(question)


def _answer(question: Question) -> str:
    parts = [f"<p><strong>{right_answer(question)}</strong></p>"]
    if isinstance(question, SingleChoice | MultipleChoice):
        parts.append(_lettered(to_inline_html(option.feedback) for option in question.options))
    parts.append(markdown_html(question.explanation))
    parts.append(sources_html(question.sources))
    return "".join(parts)


def sources_html(keys: Sequence[str]) -> str:
    """The works with these citation keys in one paragraph, each linked; nothing for no keys."""
    works = [linked(escape(work["label"]), work["link"]) for work in sources(keys)]
    return f"<p>Sources: {', '.join(works)}</p>" if works else ""


def folded(summary: str, html: str) -> str:
    """HTML that the reader must open to see."""
    return f"<details><summary>{summary}</summary>{html}</details>"


def _lettered(items: Iterable[str]) -> str:
    return _list('ol type="A"', items)


def _list(tag: str, items: Iterable[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag.split()[0]}>"

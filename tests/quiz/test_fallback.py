"""The quiz on paper: readable without a kernel, the same for all learners, silent where answers are held back."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from spinelab import content
from spinelab.content.records import Quiz
from spinelab.quiz.fallback import to_html, to_text

from .bank import ALL, MATCHING, MULTIPLE, NUMERIC, ORDERING, SINGLE, quiz_of

pytestmark = pytest.mark.usefixtures("course_data")

VOID = {"img"}


class Outline(HTMLParser):
    """The text of a page, and of it what is folded away. Unbalanced tags fail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.shown = self.folded = ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "details" in self.open:
            self.folded += data
        else:
            self.shown += data


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
def test_answers_hints_and_reasons_are_folded_away(raw: dict[str, Any]) -> None:
    page = Outline(to_html(quiz_of(raw)))
    assert "CLUE" in page.folded
    assert "BECAUSE" in page.folded
    assert not re.search("CLUE|BECAUSE|REMARK|ATLAS", page.shown)


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
def test_before_a_lesson_nothing_is_given_away(raw: dict[str, Any]) -> None:
    page = Outline(to_html(quiz_of(raw, kind="before")))
    assert "details" not in page.tags
    assert not re.search("CLUE|BECAUSE|REMARK|ATLAS|Known", page.shown)


def test_it_is_plain_html() -> None:
    page = Outline(to_html(quiz_of(*ALL)))
    assert not page.tags & {"style", "script", "input", "button", "form"}
    assert "Run this cell to answer." in page.shown


def test_a_dollar_is_a_dollar() -> None:
    assert to_html(quiz_of(SINGLE)).startswith('<section class="mathjax_ignore" ')


def test_options_keep_the_authored_order() -> None:
    shown = Outline(to_html(quiz_of(MULTIPLE))).shown
    assert [shown.index(option["text"]) for option in MULTIPLE["options"]] == sorted(
        shown.index(option["text"]) for option in MULTIPLE["options"]
    )


def test_what_must_be_put_in_order_is_not_in_order() -> None:
    shown = Outline(to_html(quiz_of(ORDERING))).shown
    assert re.findall("first|second|third", shown) != ["first", "second", "third"]
    rights = re.findall("right [0-9]|none", Outline(to_html(quiz_of(MATCHING))).shown)
    assert sorted(rights) == ["none", "right 0", "right 1", "right 2"]
    assert rights != sorted(rights, key=lambda words: (words == "none", words))


def test_numbers_are_an_example_and_said_to_be_one() -> None:
    shown = Outline(to_html(quiz_of(NUMERIC))).shown
    assert re.search(r"\d\d plus one\?", shown)
    assert "Your own numbers may differ." in shown
    assert "Your own numbers" not in Outline(to_html(quiz_of(SINGLE))).shown


def test_sources_are_linked_where_they_are_known() -> None:
    html = to_html(quiz_of(SINGLE))
    assert '<a href="https://doi.org/10.1000/known" target="_blank" rel="noopener">Known 2001</a>, Lost2002' in html


def test_a_figure_carries_the_questions_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "picture", lambda name: content.Picture(b"png", "other words"))
    html = to_html(quiz_of(SINGLE | {"figure": "anatomy/ring", "alt": 'The "ring" <seen> from above'}))
    assert '<img alt="The &quot;ring&quot; &lt;seen&gt; from above" src="data:image/png;base64,cG5n">' in html


def test_a_figure_without_words_of_the_question_carries_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "picture", lambda name: content.Picture(b"png", "its <own> words"))
    assert '<img alt="its &lt;own&gt; words" ' in to_html(quiz_of(SINGLE | {"figure": "anatomy/ring"}))


def test_authored_html_is_shown_as_text() -> None:
    bad = "<script>alert(1)</script>"
    quiz = quiz_of(SINGLE | {"prompt": bad, "explanation": bad, "hints": [bad], "sources": [bad]}, title=bad)
    html = to_html(quiz)
    assert "<script" not in html
    assert html.count("&lt;script") == 6


def test_the_line_of_text_names_quiz_and_size() -> None:
    assert re.fullmatch(r"Quiz\(lesson/check: 1 question, [0-9a-f]{8}\)", to_text(quiz_of(SINGLE)))
    assert re.fullmatch(r"Quiz\(lesson/check: 2 questions, [0-9a-f]{8}\)", to_text(quiz_of(SINGLE, NUMERIC)))
    assert to_text(quiz_of(SINGLE)) == to_text(quiz_of(SINGLE))


def test_the_line_of_text_changes_with_anything_authored() -> None:
    quiz = quiz_of(*ALL)
    lines = [to_text(changed) for changed in [quiz, *changes(quiz)]]
    assert len(lines) > 60
    assert len(set(lines)) == len(lines)


def test_nothing_of_the_learner_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = set()
    for name in ("ada", "bob"):
        monkeypatch.setenv("JUPYTERHUB_USER", name)
        monkeypatch.setenv("SPINELAB_HOME", str(tmp_path / name))
        pages.add(to_html(quiz_of(*ALL)) + to_text(quiz_of(*ALL)))
    assert len(pages) == 1


def changes(quiz: Quiz) -> list[Quiz]:
    """The quiz with each of its texts, numbers and truth values changed in turn."""
    raw = json.loads(msgspec.json.encode(quiz))
    found: list[Quiz] = []

    def walk(value: Any, put: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key not in ("type", "kind", "id"):
                    walk(inner, lambda new, key=key, value=value: value.__setitem__(key, new))
            return
        if isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, lambda new, index=index, value=value: value.__setitem__(index, new))
            return
        if value is None:
            return
        put(not value if isinstance(value, bool) else value + "x" if isinstance(value, str) else value + 1)
        found.append(msgspec.convert(raw, Quiz))
        put(value)

    walk(raw, None)
    return found

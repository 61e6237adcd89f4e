"""A quiz of lesson 02 in JupyterLab: answered by mouse, by keyboard only, and after the kernel restarts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from spinelab import quiz
from spinelab.content.records import Option

from .lab_page import ROOT, OpenNotebook, Visitor

LESSON = "02-atlas-and-axis.ipynb"
QUIZ = "02-atlas-and-axis/check-1"
SCREENSHOTS = ROOT / "build" / "screenshots"
README_PICTURE = ROOT / "docs" / "pictures" / "lesson.png"
PICTURE_SIZE = ViewportSize(width=1000, height=1200)
MOST_TABS = 80
ANSWER_MS = 15_000


@dataclass
class QuizCell:
    """The quiz in the page, and the cells that make it."""

    notebook: OpenNotebook
    cells: list[int]

    @property
    def page(self) -> Page:
        return self.notebook.page

    def run(self) -> None:
        """Run the import and the quiz."""
        for index in self.cells:
            self.notebook.run_cell(index)
        expect(self.output.get_by_role("button", name="Check").first).to_be_visible(timeout=ANSWER_MS)

    @property
    def output(self) -> Locator:
        return self.notebook.output(self.cells[-1])

    def question(self, number: int) -> Locator:
        return self.output.locator("form").nth(number)


def choices(kind: str) -> list[tuple[int, tuple[Option, ...]]]:
    """Place and options of each question of a type in the quiz's bank."""
    questions = quiz.load(QUIZ).questions
    return [(place, q.options) for place, q in enumerate(questions) if q.__struct_config__.tag == kind]


def words(markdown: str) -> re.Pattern[str]:
    """Authored text as the page shows it, without Markdown's marks."""
    return re.compile(re.escape(re.sub(r"[*_`]", "", markdown)))


def option(question: Locator, text: str) -> Locator:
    return question.get_by_label(words(text))


@pytest.fixture(scope="module")
def quiz_cell(open_notebook: Callable[[str], OpenNotebook]) -> QuizCell:
    """Lesson 02, open, with the import and one quiz run."""
    notebook = open_notebook(LESSON)
    sources = ["".join(cell["source"]) if cell["cell_type"] == "code" else "" for cell in notebook.cells()]
    imports = next(index for index, source in enumerate(sources) if source.startswith("from spinelab import"))
    shows = next(index for index, source in enumerate(sources) if QUIZ in source)
    cell = QuizCell(notebook, [imports, shows])
    cell.run()
    return cell


def test_answered_by_mouse_with_feedback_on_a_wrong_answer(quiz_cell: QuizCell) -> None:
    place, options = choices("single")[0]
    question = quiz_cell.question(place)
    wrong = next(option for option in options if not option.correct)
    right = next(option for option in options if option.correct)

    option(question, wrong.text).check()
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Not yet", timeout=ANSWER_MS)
    expect(question).to_contain_text(words(wrong.feedback))
    expect(question).not_to_contain_text(words(right.feedback))

    question.get_by_role("button", name="Try again").click()
    option(question, right.text).check()
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
    expect(question).to_contain_text(words(right.feedback))
    expect(question.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    take_pictures(quiz_cell, question)


def test_answered_by_keyboard_only(quiz_cell: QuizCell) -> None:
    place, options = choices("single")[-1]
    question = quiz_cell.question(place)
    right = option(question, next(option.text for option in options if option.correct))
    keyboard = quiz_cell.page.keyboard

    quiz_cell.page.locator("body").focus()
    keyboard.press("Escape")
    tab_until(quiz_cell.page, question.get_by_role("radio"))
    keyboard.press("Space")
    for _ in options:
        if not right.is_checked():
            keyboard.press("ArrowDown")
    expect(right).to_be_checked()
    tab_until(quiz_cell.page, question.get_by_role("button", name="Check"))
    keyboard.press("Enter")
    expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
    expect(question.get_by_role("button", name=re.compile("Next question|See your result"))).to_be_focused()


def test_restart_is_told_and_the_next_run_works(quiz_cell: QuizCell) -> None:
    expect(quiz_cell.output).not_to_contain_text("Not connected")
    quiz_cell.notebook.restart_kernel()
    expect(quiz_cell.output.get_by_text("Not connected: run this cell").first).to_be_visible(timeout=ANSWER_MS)

    quiz_cell.run()
    place, options = choices("multiple")[0]
    question = quiz_cell.question(place)
    for each in options:
        if each.correct:
            option(question, each.text).check()
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
    expect(quiz_cell.output).not_to_contain_text("Not connected")


def test_nothing_went_wrong_meanwhile(quiz_cell: QuizCell, visitor: Visitor) -> None:
    assert visitor.outside == []
    assert visitor.console_errors == []


def tab_until(page: Page, wanted: Locator) -> None:
    """Press Tab until one of the wanted controls has the focus, as a person without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if any(control.evaluate("control => control === document.activeElement") for control in wanted.all()):
            return
    pytest.fail(f"{MOST_TABS} presses of Tab do not reach {wanted}")


def take_pictures(quiz_cell: QuizCell, question: Locator) -> None:
    """Keep what a learner sees after an answer; renew the picture in README when asked to."""
    paths = [SCREENSHOTS / "quiz.png"]
    if os.environ.get("SPINELAB_RENEW_PICTURES") == "1":
        paths.append(README_PICTURE)
    page = quiz_cell.page
    before = page.viewport_size
    page.set_viewport_size(PICTURE_SIZE)
    quiz_cell.notebook.hide_file_list()
    question.evaluate("question => question.scrollIntoView({block: 'end'})")
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
    page.set_viewport_size(before or PICTURE_SIZE)

"""A morning on the real hub: two learners, a restart, an assignment handed in, and nothing left when it stops."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from spinelab import quiz

from ..browser.lab_page import OpenNotebook
from .hub_process import ASSIGNMENTS, COURSE, HubProcess, LearnerServer, is_free, log_in

LESSON = "02-atlas-and-axis.ipynb"
QUIZ = "02-atlas-and-axis/check-1"
ASSIGNMENT = "telling-them-apart"
ANSWER_MS = 20_000
SPAWN_MS = 90_000


@contextmanager
def browser_of(browser: Browser) -> Iterator[Page]:
    """A person's own browser."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def open_lesson(page: Page, server: LearnerServer) -> OpenNotebook:
    # The hub's own address opens the first lesson too, at any later moment, and in front of this one.
    page.goto(f"{server.address}/lab?reset")
    return OpenNotebook(page, server, f"{COURSE}/{LESSON}")


def run_quiz(notebook: OpenNotebook) -> Locator:
    """Run the import and the quiz; return the question of these tests."""
    sources = ["".join(cell["source"]) if cell["cell_type"] == "code" else "" for cell in notebook.cells()]
    notebook.run_cell(next(index for index, source in enumerate(sources) if source.startswith("from spinelab import")))
    notebook.run_cell(next(index for index, source in enumerate(sources) if QUIZ in source))
    return shown_question(notebook)


def shown_question(notebook: OpenNotebook) -> Locator:
    """The quiz's first single-choice question, live."""
    shows = next(index for index, cell in enumerate(notebook.cells()) if QUIZ in "".join(cell["source"]))
    question = notebook.output(shows).locator("form").nth(question_and_answer()[0])
    expect(question.get_by_role("button").first).to_be_visible(timeout=ANSWER_MS)  # the stored picture has none
    return question


def question_and_answer() -> tuple[int, str]:
    """Place of the first single-choice question of the quiz, and the text of its right option."""
    for place, question in enumerate(quiz.load(QUIZ).questions):
        if question.__struct_config__.tag == "single":
            return place, next(option.text for option in question.options if option.correct)
    raise AssertionError(f"{QUIZ} has no single-choice question")


def assert_nothing_is_left(hub: HubProcess, seen: list[psutil.Process]) -> None:
    assert [process for process in seen if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
    assert [port for port in range(hub.port, hub.port + 3) if not is_free(port)] == []
    assert list(hub.temporary.iterdir()) == []


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("eve", None)])
def test_only_the_named_learners_get_in(hub: HubProcess, browser: Browser, name: str, password: str | None) -> None:
    with browser_of(browser) as page:
        page.goto(f"{hub.address}/hub/login")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password or hub.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Invalid username or password")).to_be_visible(timeout=ANSWER_MS)
    assert not (hub.state / "homes" / "eve").exists()


def test_lessons_are_read_only_and_the_password_is_private(hub: HubProcess) -> None:
    for path in [hub.lessons, *hub.lessons.rglob("*")]:
        assert path.stat().st_mode & 0o222 == 0
    for path in (hub.state / "password", hub.state / "cookie_secret", hub.state):
        assert path.stat().st_mode & 0o077 == 0
    assert "instructor" not in (hub.lessons / LESSON).read_text(encoding="utf-8")


def test_two_learners_a_restart_and_an_assignment(hub: HubProcess, browser: Browser) -> None:
    _, right = question_and_answer()
    with browser_of(browser) as page:
        page.goto(hub.address)
        expect(page.get_by_text("Demonstration login.")).to_be_visible()

        ada = log_in(page, hub, "ada")
        notebook = open_lesson(page, ada)
        assert notebook.run_all() == []
        question = shown_question(notebook)
        question.get_by_label(right).check()
        question.get_by_role("button", name="Check").click()
        expect(question.get_by_role("status").filter(has_text="Saved")).to_be_visible(timeout=ANSWER_MS)
        assert notebook.save() == (hub.lessons / LESSON).read_bytes()

        seen = hub.processes()
        assert hub.stop() == 0
        assert_nothing_is_left(hub, seen)
        hub.start(hub.port)

        page.goto(f"{hub.address}/hub/spawn")
        page.wait_for_url(f"{ada.address}/lab/**", timeout=SPAWN_MS)
        question = run_quiz(open_lesson(page, ada))
        expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
        expect(question.get_by_label(right)).to_be_checked()

        hand_in(page)
        expect_handed_in(hub, "ada")

    with browser_of(browser) as page:
        ben = log_in(page, hub, "ben")
        question = run_quiz(open_lesson(page, ben))
        expect(question).not_to_contain_text("Correct")
        expect(question.get_by_label(right)).not_to_be_checked()
        for address in (f"{ada.address}/api/contents/{COURSE}/{LESSON}", f"{ada.address}/lab"):
            assert page.request.get(address).status in (403, 404)
        assert not list((hub.home("ben") / ".spinelab").rglob("*.jsonl"))

    seen = hub.processes()
    assert {"ada", "ben"} <= {process.environ().get("JUPYTERHUB_USER") for process in seen}
    assert hub.stop() == 0
    assert_nothing_is_left(hub, seen)


def hand_in(page: Page) -> None:
    """Hand the assignment in as a learner does, from nbgrader's list."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.get_by_role("button", name="Submit", exact=True).click(timeout=ANSWER_MS)


def expect_handed_in(hub: HubProcess, learner: str) -> None:
    deadline = time.monotonic() + ANSWER_MS / 1000
    while not (found := sorted(hub.handed_in.glob(f"{learner}+{ASSIGNMENT}+*"))):
        assert time.monotonic() < deadline, "nothing was handed in"
        time.sleep(0.1)
    released = {path.name for path in (hub.lessons / ASSIGNMENTS / ASSIGNMENT).iterdir()}
    assert released <= {path.name for path in found[0].iterdir()}


def test_a_hub_that_is_killed_takes_everything_with_it_and_starts_again(hub: HubProcess, browser: Browser) -> None:
    with browser_of(browser) as page:
        log_in(page, hub, "ada")
    seen = hub.processes()
    next(process for process in seen if "jupyterhub" in process.cmdline()).kill()
    assert hub.wait() == 1
    assert "the hub ended by itself" in hub.said()
    assert_nothing_is_left(hub, seen)

    hub.start(hub.port)
    seen = hub.processes()
    assert hub.stop(signal.SIGTERM) == 0
    assert_nothing_is_left(hub, seen)

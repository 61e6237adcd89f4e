"""The workbench on the claims in JupyterLab: judged by mouse and by keyboard only, filtered, and restored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from spinelab.content.claims import claims

from .lab_page import LabServer, OpenNotebook, Visitor
from .scratch import write_notebook

NAME = "scratch-claims.ipynb"
ANSWER_MS = 15_000
CLAIMS = claims()
FIRST, SECOND = list(CLAIMS.values())[:2]


@pytest.fixture(scope="module")
def workbench(lab: LabServer, open_notebook: Callable[[str], OpenNotebook]) -> OpenNotebook:
    write_notebook(lab, NAME, ["from spinelab import quiz\nquiz.claims()"])
    notebook = open_notebook(NAME)
    assert notebook.run_all() == []
    expect(notebook.output(0)).to_contain_text(FIRST.claim, timeout=ANSWER_MS)
    return notebook


def view(notebook: OpenNotebook) -> Locator:
    return notebook.output(0).locator(".spinelab-claims")


def test_judged_by_mouse_and_only_then_told(workbench: OpenNotebook) -> None:
    page = view(workbench)
    expect(page).not_to_contain_text(FIRST.why)
    page.get_by_role("button", name="Judge").click()
    expect(page).to_contain_text("Choose a verdict first.")
    page.get_by_role("radio", name="disputed").check()
    page.get_by_label("Where did the error creep in?").select_option("no control group")
    page.get_by_role("button", name="Judge").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=ANSWER_MS)
    expect(page).to_contain_text("Different verdict")
    for told in (FIRST.why, FIRST.evidence):
        expect(page).to_contain_text(told)
    expect(page.get_by_role("link").first).to_have_attribute("href", "https://doi.org/10.1186/s13075-015-0643-0")
    expect(page).to_contain_text("1 of 80 judged")


def test_judged_by_keyboard_only(workbench: OpenNotebook) -> None:
    page, keyboard = view(workbench), workbench.page.keyboard
    expect(page.get_by_role("button", name="Next claim")).to_be_focused()
    keyboard.press("n")
    expect(page.locator("blockquote")).to_be_focused()
    expect(page).to_contain_text(SECOND.claim)
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="right but incomplete")).to_be_checked()
    keyboard.press("Tab")
    keyboard.type("left out")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page).to_contain_text("Same verdict", timeout=ANSWER_MS)
    expect(page).to_contain_text("2 of 80 judged")
    keyboard.press("p")
    expect(page.locator("blockquote")).to_have_text(FIRST.claim)
    expect(page).to_contain_text("Different verdict")
    assert len(workbench.cells()) == 1  # the letters did not reach the notebook


def test_filters_leave_what_fits(workbench: OpenNotebook) -> None:
    page = view(workbench)
    document, about, standing = (page.get_by_label(name, exact=True) for name in ("Document", "About", "Show"))
    document.select_option("DOC003")
    expect(page).to_contain_text("Claim 1 of 9")
    about.select_option("sources")
    expect(page).to_contain_text("No claim fits this choice.")
    document.select_option("")
    about.select_option("")
    standing.select_option("right but incomplete")
    expect(page.locator("blockquote")).to_have_text(SECOND.claim)
    page.get_by_text("Your agreement, by kind of error").click()
    expect(page.get_by_role("row", name="left out 1 1")).to_be_visible()


def test_the_next_run_restores_what_was_judged(workbench: OpenNotebook) -> None:
    workbench.restart_kernel()
    expect(view(workbench)).to_contain_text("Not connected: run this cell", timeout=ANSWER_MS)
    workbench.run_all()
    page = view(workbench)
    expect(page).to_contain_text("2 of 80 judged", timeout=ANSWER_MS)
    expect(page.locator("blockquote")).to_have_text(list(CLAIMS.values())[2].claim)
    page.get_by_role("button", name="Previous").click()
    expect(page).to_contain_text(SECOND.why)


def test_nothing_was_asked_of_other_machines(workbench: OpenNotebook, visitor: Visitor) -> None:
    assert visitor.outside == []
    assert [error for error in visitor.console_errors if "WebSocket" not in error] == []

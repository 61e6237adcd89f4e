"""Each lesson opens, reads without a kernel's work, runs, shows its widgets, and is saved as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from .lab_page import NOTEBOOKS, OpenNotebook, Visitor, stored

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
WIDGET_LOST = re.compile("model not found|Error displaying widget|Loading widget")
REOPENED = "02-atlas-and-axis"
"""The lesson that is opened a second time. All are saved as they were, so one shows what a saved lesson is like: the
page trusts what was run in it, and cleans the HTML of a lesson that it sees for the first time."""


@dataclass
class Shown:
    """What a page shows below the cells that have a stored HTML output."""

    words: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    heights_px: list[float] = field(default_factory=list)
    broken_pictures: list[str] = field(default_factory=list)
    whole_page: str = ""


@dataclass
class Visit:
    """One tour of a lesson: read, run all, save, and reopen one of them."""

    before: Shown
    errors: list[str]
    widgets: int
    dead_widgets: list[int]
    after: str
    saved: bytes
    reopened: Shown | None
    asked: list[str]
    outside: list[str]
    console_errors: list[str]


class Fallback(HTMLParser):
    """The words that a reader sees at once, and the picture alternatives, of a stored HTML output."""

    def __init__(self, html: str):
        super().__init__()
        self.words = ""
        self.alts: list[str] = []
        self._skip = 0
        self._closed: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.alts.append(dict(attributes).get("alt") or "")
        if tag == "details":
            self._closed.append("open" not in dict(attributes))
            self._skip += self._closed[-1]
        elif tag == "summary" and self._closed[-1]:
            self._skip -= 1
        else:
            self._skip += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._skip -= self._closed.pop()
        elif tag == "summary" and self._closed[-1]:
            self._skip += 1
        else:
            self._skip -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words += data


def stored_fallbacks(cells: list[dict[str, Any]]) -> dict[int, Fallback]:
    """The stored HTML of each cell that has some, by cell index."""
    found = {}
    for index, cell in enumerate(cells):
        pieces = ["".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])]
        if any(pieces):
            found[index] = Fallback("".join(pieces))
    return found


def look_at(notebook: OpenNotebook, cells: list[int]) -> Shown:
    """Look at the page as a person does who has run nothing."""
    looks = notebook.panel.evaluate(
        """async (panel, places) => {
            const cells = [...panel.querySelectorAll('.jp-Cell')], looks = [];
            for (const place of places) {
                const output = cells[place].querySelector('.jp-OutputArea'), pictures = [];
                output.scrollIntoView({ block: 'nearest' });
                for (const picture of output.querySelectorAll('img')) {
                    const whole = await picture.decode().then(() => picture.naturalWidth > 50, () => false);
                    pictures.push([picture.alt, whole]);
                }
                looks.push([output.innerText, output.getBoundingClientRect().height, pictures]);
            }
            return looks;
        }""",
        cells,
    )
    shown = Shown(whole_page=notebook.panel.inner_text())
    for words, height_px, pictures in looks:
        shown.words.append(squeezed(words))
        shown.heights_px.append(height_px)
        shown.alts += [alt for alt, _ in pictures]
        shown.broken_pictures += [alt for alt, whole in pictures if not whole]
    return shown


def squeezed(words: str) -> str:
    """Words without the white space that HTML and the page lay out differently."""
    return re.sub(r"\s+", "", words)


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Path:
    """The stored notebook of the lesson to visit."""
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def visit(lesson: Path, visitor: Visitor, open_notebook: Callable[[str], OpenNotebook]) -> Visit:
    cells = list(stored_fallbacks(stored(lesson)["cells"]))
    visitor.forget()
    notebook = open_notebook(lesson.name)
    before = look_at(notebook, cells)
    errors = notebook.run_all()
    live = notebook.live_widgets()
    after = notebook.panel.inner_text()
    saved = notebook.save()
    notebook.close()
    reopened, console_errors = None, [*visitor.console_errors]
    if lesson.stem == REOPENED:
        notebook = open_notebook(lesson.name)
        reopened, console_errors = look_at(notebook, cells), [*visitor.console_errors]
        notebook.close()
    asked = visitor.page.locator(".Toastify__toast").all_inner_texts()
    if reopened:
        visitor.page.goto("about:blank")  # JupyterLab may complain later of a kernel that was shut down so early
    dead = [cell for cell, shown in live.items() if not shown]
    return Visit(before, errors, len(live), dead, after, saved, reopened, asked, visitor.outside, console_errors)


def test_there_are_lessons() -> None:
    assert LESSONS, f"no notebook in {NOTEBOOKS}"
    assert REOPENED in [lesson.stem for lesson in LESSONS]


def test_fallbacks_show_without_a_run(lesson: Path, visit: Visit) -> None:
    expected = stored_fallbacks(stored(lesson)["cells"])
    for shown in filter(None, (visit.before, visit.reopened)):
        assert [alt for fallback in expected.values() for alt in fallback.alts] == shown.alts
        assert shown.broken_pictures == []
        assert not WIDGET_LOST.search(shown.whole_page)
        for fallback, words, height_px in zip(expected.values(), shown.words, shown.heights_px, strict=True):
            assert height_px > 20
            assert squeezed(fallback.words)[:80] in words


def test_runs_without_error(visit: Visit) -> None:
    assert visit.errors == []


def test_its_widgets_are_alive_after_the_run(visit: Visit) -> None:
    assert visit.widgets > 0
    assert visit.dead_widgets == []
    assert not WIDGET_LOST.search(visit.after)


def test_save_after_run_all_equals_git(lesson: Path, visit: Visit) -> None:
    saved, stored_lines = visit.saved.decode().splitlines(), lesson.read_text(encoding="utf-8").splitlines()
    pairs = enumerate(zip_longest(saved, stored_lines, fillvalue=""), 1)
    changed = [f"line {number}: {new[:100]!r} was {old[:100]!r}" for number, (new, old) in pairs if new != old]
    assert changed[:5] == []
    assert visit.saved == lesson.read_bytes()


def test_nothing_is_fetched_from_elsewhere(visit: Visit) -> None:
    assert visit.outside == []


def test_console_has_no_errors(visit: Visit) -> None:
    assert visit.console_errors == []


def test_jupyter_asks_the_learner_nothing(visit: Visit) -> None:
    assert visit.asked == []

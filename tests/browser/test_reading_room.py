"""The reading room in JupyterLab: from film to film, by mouse and by keyboard, to the plot of one's own errors."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, expect

from spinelab.imaging import measures, measuring
from spinelab.imaging.cases import cases

from .lab_page import LabServer, OpenNotebook, Visitor
from .scratch import ran

SOURCES = [
    "from spinelab import imaging, progress",
    "room = imaging.reading_room(2, seed=2)\nroom",
    "print(room.film, len(room.results), room.says)",
    "print([answer.question for answer in progress.store().events('measuring')][-2:])",
    "open('until').read()",  # the kernel is busy until this can be read
]


@pytest.fixture(scope="module")
def notebook(lab: LabServer, open_notebook: Callable[[str], OpenNotebook]) -> OpenNotebook:
    (lab.folder / "until").touch()
    return ran(lab, open_notebook, "reading-room.ipynb", SOURCES)


@pytest.fixture
def room(notebook: OpenNotebook) -> Locator:
    """The room with nothing measured yet."""
    notebook.run_cell(1)
    shown = notebook.output(1).locator(".spinelab-reading-room")
    expect(shown.locator(".film .stage")).to_have_count(1)
    return shown


@pytest.fixture(scope="module")
def plans() -> list[measuring.Plan]:
    """What is to be measured on each film, and where its points truly lie."""
    return [measuring.plan(case.film(), case.measure, case.level) for case in cases(2, 2)]


def click(room: Locator, at: tuple[float, float]) -> None:
    """Click on a place of the film that is shown, in its pixels."""
    sheet = room.locator(".film .stage > svg")
    box, wide = sheet.bounding_box(), sheet.evaluate("svg => svg.viewBox.baseVal.width")
    assert box is not None
    scale = box["width"] / wide
    room.locator(".film .stage").click(position={"x": (at[0] + 0.5) * scale, "y": (at[1] + 0.5) * scale})


def measure_by_mouse(room: Locator, planned: measuring.Plan, right: float = 0.0) -> None:
    """Place all points, the first one some pixels too far to the right."""
    for n, (column, row) in enumerate(planned.true_points, 1):
        click(room, (column + (right if n == 1 else 0), row))
        expect(room.locator(".film .yours text")).to_have_count(n)
    expect(room.locator(".film .result table")).to_have_count(1)


def kernel_says(notebook: OpenNotebook, cell: int, pattern: str) -> None:
    """A view sends its changes when the kernel is free; so ask until the last one is there."""
    deadline = time.monotonic() + 20
    while True:
        notebook.run_cell(cell)
        said = "".join(notebook.cells()[cell]["outputs"][0]["text"]).strip()
        if re.fullmatch(pattern, said):
            return
        assert time.monotonic() < deadline, said


def test_by_mouse_to_the_plot(notebook: OpenNotebook, room: Locator, plans: list[measuring.Plan]) -> None:
    status = room.locator("> .status")
    expect(status).to_have_text("2 films to measure, easy.")
    expect(room.get_by_role("heading")).to_have_text(f"Film 1 of 2: {plans[0].title}")
    expect(room.get_by_role("button", name="Previous film")).to_be_disabled()
    measure_by_mouse(room, plans[0], right=-4)
    expect(status).to_have_text("1 of 2 films measured, 1 to go.")
    expect(room.locator(".results tbody tr")).to_have_count(1)
    expect(room.locator("> img")).to_be_hidden()
    room.get_by_role("button", name="Next film").click()
    expect(room.get_by_role("heading")).to_have_text(f"Film 2 of 2: {plans[1].title}")
    expect(room.locator(".film .title")).to_have_text(plans[1].title)
    expect(room.locator(".film .stage")).to_have_count(1)
    measure_by_mouse(room, plans[1])
    expect(status).to_have_text("All 2 films measured: your errors stand below the film.")
    cells = room.locator(".results tbody tr").nth(1).locator("th, td")
    truth = measures.spelled(plans[1].truth["mm"], "mm")
    expect(cells.nth(1)).to_have_text(plans[1].title)
    expect(cells.nth(3)).to_have_text(truth)
    expect(cells.nth(5)).to_have_text("✓ close")
    expect(room.locator("> .says")).to_have_text(re.compile("^2 films measured. Bias: .* within 2 mm: [12] of 2.$"))
    plot = room.get_by_role("img", name=re.compile("Bland-Altman plot of your errors"))
    expect(plot).to_be_visible()
    assert plot.evaluate("image => image.complete && image.naturalWidth") == 720
    kernel_says(notebook, 2, "2 2 2 films measured. Bias: .*")
    kernel_says(notebook, 3, re.escape(str([planned.id for planned in plans])))


def test_by_keyboard(notebook: OpenNotebook, room: Locator, plans: list[measuring.Plan], visitor: Visitor) -> None:
    keys = visitor.page.keyboard
    room.get_by_role("button", name="Next film").focus()
    keys.press("Enter")
    expect(room.get_by_role("heading", name="Film 2 of 2")).to_be_focused()
    expect(room.locator(".film .title")).to_have_text(plans[1].title)
    keys.press("Tab")
    expect(room.get_by_role("button", name="Previous film")).to_be_focused()
    keys.press("Space")
    expect(room.get_by_role("heading", name="Film 1 of 2")).to_be_focused()
    expect(room.locator(".film .title")).to_have_text(plans[0].title)
    room.locator(".film .stage").focus()
    for n in range(len(plans[0].true_points)):
        keys.press("Shift+ArrowRight")
        keys.press("Enter")
        expect(room.locator(".film .yours text")).to_have_count(n + 1)
    expect(room.locator(".results tbody tr")).to_have_count(1)
    expect(room.locator(".results")).to_have_attribute("tabindex", "0")
    kernel_says(notebook, 2, "1 1")


def test_a_film_that_was_measured_stays_measured(room: Locator, plans: list[measuring.Plan]) -> None:
    measure_by_mouse(room, plans[0], right=-6)
    first = room.locator(".results tbody tr").inner_text()
    room.get_by_role("button", name="Next film").click()
    expect(room.locator(".film .title")).to_have_text(plans[1].title)
    room.get_by_role("button", name="Previous film").click()
    expect(room.locator(".film .result table")).to_have_count(1)
    room.get_by_role("button", name="Measure again").click()
    measure_by_mouse(room, plans[0])
    assert room.locator(".results tbody tr").inner_text() == first


def test_no_other_film_stands_below_a_heading_while_the_kernel_is_busy(
    lab: LabServer, notebook: OpenNotebook, room: Locator, plans: list[measuring.Plan], visitor: Visitor
) -> None:
    until = lab.folder / "until"
    until.unlink()
    os.mkfifo(until)
    try:
        visitor.page.evaluate(
            """() => {
                window.jupyterapp.shell.currentWidget.content.activeCellIndex = 4;
                window.jupyterapp.commands.execute('notebook:run-cell');
            }"""
        )
        expect(notebook.panel.locator(".jp-Cell").nth(4)).to_contain_text("[*]")
        room.get_by_role("button", name="Next film").click()
        expect(room.get_by_role("heading")).to_have_text(f"Film 2 of 2: {plans[1].title}")
        expect(room.locator(".film")).to_contain_text("Loading the film")
        expect(room.locator(".film .stage")).to_have_count(0)
    finally:
        until.write_text("")
    notebook.wait_until_idle()
    expect(room.locator(".film .title")).to_have_text(plans[1].title)
    expect(room.locator(".film .loading")).to_have_count(0)


@pytest.fixture
def tall_window(visitor: Visitor) -> Iterator[None]:
    """A window in which the room is seen whole, as axe judges no colours out of sight."""
    visitor.page.set_viewport_size({"width": 1300, "height": 2600})
    visitor.page.evaluate("document.body.style.height = '100vh'")  # it has none, so axe would take all of it for hidden
    yield
    visitor.page.evaluate("document.body.style.height = ''")
    visitor.page.set_viewport_size({"width": 1300, "height": 1000})


@pytest.mark.usefixtures("tall_window")
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(room: Locator, plans: list[measuring.Plan], visitor: Visitor, theme: str) -> None:
    page = visitor.page
    measure_by_mouse(room, plans[0], right=-4)
    room.get_by_role("button", name="Next film").click()
    expect(room.locator(".film .title")).to_have_text(plans[1].title)
    measure_by_mouse(room, plans[1])
    expect(room.locator("> img")).to_be_visible()
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)  # it covers the page while a theme loads
    page.evaluate(AXE_SCRIPT)
    found = room.evaluate("node => axe.run(node)")
    assert {rule["id"]: [node["html"][:90] for node in rule["nodes"]] for rule in found["violations"]} == {}
    colours = sum(len(rule["nodes"]) for rule in found["passes"] if rule["id"] == "color-contrast")
    assert colours > 20, "axe must have looked at the colours"


def test_nothing_came_from_elsewhere(visitor: Visitor) -> None:
    assert visitor.outside == []
    assert [line for line in visitor.console_errors if "GPU stall" not in line] == []

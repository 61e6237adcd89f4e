"""Measuring on a film in JupyterLab: by mouse, by keyboard, in both themes, and what is kept of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, expect

from spinelab import anatomy, imaging
from spinelab.imaging import measuring
from spinelab.imaging.measures import spelled

from .lab_page import LabServer, OpenNotebook, Visitor
from .scratch import ran

ADI, SLIP, PADI, BEGIN_ANEW = 1, 2, 6, 7
SOURCES = [
    "from spinelab import anatomy, imaging, progress\n"
    "neck = imaging.radiograph(anatomy.spine('cervical', atlantoaxial_slip_mm=6))\n"
    "back = imaging.radiograph(anatomy.spine('lumbar', slip_mm={'L4': 9}))",
    "adi = imaging.measure(neck, 'adi')\nadi",
    "slip = imaging.measure(back, 'slip', 'L4')\nslip",
    "print(adi.value, slip.value)",
    "print([(answer.question, answer.correct) for answer in progress.store().events('measuring')[-1:]])",
    "imaging.lines(neck)",
    "imaging.measure(neck, 'padi')",
    "adi.points = []",
]


@pytest.fixture(scope="module")
def notebook(lab: LabServer, open_notebook: Callable[[str], OpenNotebook]) -> OpenNotebook:
    return ran(lab, open_notebook, "measure.ipynb", SOURCES)


@pytest.fixture
def adi(notebook: OpenNotebook) -> Locator:
    notebook.run_cell(ADI)
    return notebook.output(ADI).locator(".spinelab-measure")


@pytest.fixture
def slip(notebook: OpenNotebook) -> Locator:
    notebook.run_cell(SLIP)
    return notebook.output(SLIP).locator(".spinelab-measure")


@pytest.fixture(scope="module")
def adi_plan() -> measuring.Plan:
    return measuring.plan(imaging.radiograph(anatomy.spine("cervical", atlantoaxial_slip_mm=6)), "adi")


@pytest.fixture(scope="module")
def padi_plan() -> measuring.Plan:
    return measuring.plan(imaging.radiograph(anatomy.spine("cervical", atlantoaxial_slip_mm=6)), "padi")


@pytest.fixture(scope="module")
def slip_plan() -> measuring.Plan:
    return measuring.plan(imaging.radiograph(anatomy.spine("lumbar", slip_mm={"L4": 9})), "slip", "L4")


def stage(widget: Locator) -> Locator:
    return widget.get_by_role("application", name=re.compile("Simulated radiograph, not a patient"))


def click(widget: Locator, at: tuple[float, float]) -> None:
    """Click on a place of the film, in its pixels."""
    box = widget.locator(".stage > svg").bounding_box()
    wide = widget.locator(".stage > svg").evaluate("svg => svg.viewBox.baseVal.width")
    assert box is not None
    scale = box["width"] / wide
    stage(widget).click(position={"x": (at[0] + 0.5) * scale, "y": (at[1] + 0.5) * scale})


def kernel_says(notebook: OpenNotebook, cell: int, pattern: str) -> re.Match[str]:
    """A view sends its changes when the kernel is free; so ask until the last one is there."""
    deadline = time.monotonic() + 20
    while True:
        notebook.run_cell(cell)
        said = "".join(notebook.cells()[cell]["outputs"][0]["text"]).strip()
        found = re.fullmatch(pattern, said)
        if found or time.monotonic() > deadline:
            assert found, said
            return found


def test_by_mouse(notebook: OpenNotebook, adi: Locator, adi_plan: measuring.Plan) -> None:
    status = adi.get_by_role("status")
    expect(status).to_have_text("Point 1 of 2: back of the anterior arch.")
    (column, row), last = adi_plan.true_points
    click(adi, (column, row))
    expect(status).to_have_text("Placed back of the anterior arch. Point 2 of 2: front of the dens.")
    expect(adi.get_by_role("button", name="front of the dens")).to_have_attribute("aria-current", "step")
    expect(adi.locator(".result table")).to_have_count(0)
    click(adi, (last[0] + 4, last[1]))
    expect(status).to_contain_text(f"the truth is {spelled(adi_plan.truth['mm'], 'mm')}")
    expect(adi.locator(".state")).to_have_text([re.compile("^✓ 0.. mm off$"), re.compile("^✓ [12].. mm off$")])
    found = kernel_says(notebook, 3, r"(\S+) None")
    assert float(found[1]) == pytest.approx(adi_plan.truth["mm"] + 2, abs=0.6)
    expect(adi.locator(".result li")).to_have_count(4)
    expect(adi.get_by_role("link", name="Rojas 2007").first).to_have_attribute("href", re.compile("^https://doi.org/"))
    expect(adi.locator(".truth circle.true")).to_have_count(2)
    kernel_says(notebook, 4, r"\[\('adi', False\)\]")
    notebook.run_cell(BEGIN_ANEW)
    expect(status).to_have_text("Point 1 of 2: back of the anterior arch.")
    expect(adi.locator(".state")).to_have_text(["→ next", "○ to come"])
    for place in adi_plan.true_points:
        click(adi, place)
    adi.get_by_role("button", name="Measure again").click()
    expect(status).to_have_text("Anew. Point 1 of 2: back of the anterior arch.")
    expect(adi.locator(".truth circle")).to_have_count(0)
    kernel_says(notebook, 3, "None None")


@pytest.fixture
def padi(notebook: OpenNotebook) -> Locator:
    notebook.run_cell(PADI)
    return notebook.output(PADI).locator(".spinelab-measure")


def test_points_in_the_wrong_place_get_a_cross_and_are_named(padi: Locator, padi_plan: measuring.Plan) -> None:
    """The value is right, but by chance: the two points were swapped."""
    for place in reversed(padi_plan.true_points):
        click(padi, place)
    status = padi.get_by_role("status")
    expect(status).to_contain_text("measured in the wrong place")
    expect(status.get_by_role("listitem")).to_have_text(
        [
            re.compile(rf"^✗ Point {n} should lie on the {words}, in ring {n}: it is \S+ mm off.$")
            for n, words in enumerate(padi_plan.point_words, 1)
        ]
    )
    expect(padi.locator(".state")).to_have_text([re.compile("^✗ .* mm off$")] * 2)
    expect(padi.locator(".truth text")).to_have_text(["1", "2"])
    expect(padi.locator(".result table")).to_contain_text("✗ wrong place")
    expect(padi.locator(".result table")).not_to_contain_text("✓")


def test_taking_back_by_its_button_leaves_the_keyboard_on_the_film(adi: Locator, adi_plan: measuring.Plan) -> None:
    click(adi, adi_plan.true_points[0])
    button = adi.get_by_role("button", name="Take back")
    button.focus()
    button.press("Enter")
    expect(adi.locator(".yours g")).to_have_count(0)
    expect(stage(adi)).to_be_focused()


def test_points_on_one_place_are_refused_also_when_placed_there_again(adi: Locator) -> None:
    for _ in range(2):
        stage(adi).press("Enter")
    notice = adi.get_by_role("alert")
    expect(notice).to_contain_text("both of its points lie on one place")
    expect(adi.get_by_role("status")).to_have_text("Not measured yet.")
    stage(adi).press("Enter")
    assert "both of its points lie on one place" in notice.inner_text()
    assert adi.get_by_role("status").inner_text() == "Not measured yet."


def test_a_point_can_be_moved_while_others_are_to_come(adi: Locator, adi_plan: measuring.Plan) -> None:
    first, _ = adi_plan.true_points
    click(adi, (first[0] + 3, first[1]))
    was = adi.locator(".yours g").get_attribute("transform")
    click(adi, first)  # a press near a point takes hold of it
    expect(adi.locator(".yours g")).to_have_count(1)
    assert adi.locator(".yours g").get_attribute("transform") != was
    expect(adi.get_by_role("status")).to_contain_text("Point 2 of 2")


def test_by_keyboard(notebook: OpenNotebook, slip: Locator, slip_plan: measuring.Plan, visitor: Visitor) -> None:
    keys, status = visitor.page.keyboard, slip.get_by_role("status")
    film = stage(slip)
    slip.get_by_role("button", name="Larger film").focus()
    keys.press("Tab")
    expect(film).to_be_focused()
    expect(film).to_have_css("outline-style", "solid")
    wide, high = film.locator("> svg").evaluate("svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]")
    at = [round(wide / 2), round(high / 2)]

    def go_to(place: tuple[float, float]) -> None:
        for axis, (less, more) in enumerate((("ArrowLeft", "ArrowRight"), ("ArrowUp", "ArrowDown"))):
            way = round(place[axis]) - at[axis]
            tens, ones = divmod(abs(way), 10)
            for key in ["Shift+" + (more if way > 0 else less)] * tens + [more if way > 0 else less] * ones:
                keys.press(key)
            at[axis] = round(place[axis])

    first, second, third = slip_plan.true_points
    go_to((first[0] + 20, first[1]))
    expect(slip.locator(".unseen")).to_have_text(
        f"Crosshair {(at[0] + 1) // 2} mm from the left, {(at[1] + 1) // 2} mm from the top."
    )
    expect(status).to_have_text("Point 1 of 3: lower back corner of L4.")
    keys.press("Enter")
    expect(status).to_contain_text("Placed lower back corner of L4")
    keys.press("Backspace")
    expect(status).to_have_text("Taken back. Point 1 of 3: lower back corner of L4.")
    go_to(first)
    keys.press("Enter")
    go_to(third)
    for _ in range(20):  # from the film through the list
        keys.press("Tab")
        if slip.get_by_role("button", name="upper front corner of L5").evaluate(
            "node => node === document.activeElement"
        ):
            break
    keys.press("Enter")
    expect(film).to_be_focused()
    expect(status).to_contain_text("Point 3 of 3: upper front corner of L5.")
    keys.press("Enter")
    expect(status).to_contain_text("Point 2 of 3: upper back corner of L5.")
    go_to(second)
    keys.press("Enter")
    expect(status).to_contain_text("the truth is 9.0 mm")
    expect(slip.locator(".result")).to_contain_text("Meyerding grade II")
    found = kernel_says(notebook, 3, r"\S+ (\d\S*)")
    assert float(found[1]) == pytest.approx(9, abs=0.8)
    kernel_says(notebook, 4, r"\[\('slip-L4', True\)\]")
    film.press("Enter")
    expect(status).to_contain_text("“Measure again” starts anew")


def test_size_and_loupe(adi: Locator) -> None:
    film = stage(adi)
    expect(adi.locator(".loupe")).to_be_hidden()
    film.focus()
    expect(adi.locator(".loupe")).to_be_visible()
    before = film.bounding_box()
    film.press("+")
    expect(adi.locator(".unseen")).to_have_text("The film is shown at 1.5 times its first size.")
    after = film.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(1.5 * before["width"], rel=0.03)  # less what a scroll bar takes
    side, view = adi.locator(".side").bounding_box(), adi.locator(".viewport").bounding_box()
    assert side is not None
    assert view is not None
    assert side["x"] > view["x"] + view["width"], "a larger film leaves its words beside it"
    expect(adi.locator(".stage > svg image")).to_have_css("image-rendering", "pixelated")
    adi.get_by_role("button", name="Smaller film").click()
    expect(adi.locator(".size")).to_have_text("1×")


def test_lines_are_drawn_when_they_are_asked_for(notebook: OpenNotebook, adi: Locator) -> None:
    expect(adi.locator("g.lines text")).to_have_count(0)
    adi.get_by_role("checkbox", name="Show the lines of the craniovertebral junction").check()
    expect(adi.locator("g.lines text")).to_have_text(
        ["Wackenheim", "McRae", "Chamberlain", "McGregor", "Ranawat", "Redlund-Johnell"]
    )
    expect(adi.locator(".named li").first).to_contain_text("Wackenheim: down the back of the clivus")
    adi.get_by_role("checkbox").uncheck()
    expect(adi.locator("g.lines text")).to_have_count(0)
    expect(notebook.output(5).get_by_role("img", name=re.compile("McGregor: from the back"))).to_be_visible()
    expect(notebook.output(SLIP).get_by_role("checkbox")).to_have_count(0)


@pytest.fixture
def tall_window(visitor: Visitor) -> Iterator[None]:
    """A window in which the widget is seen whole, as axe judges no colours out of sight."""
    visitor.page.set_viewport_size({"width": 1300, "height": 2200})
    visitor.page.evaluate("document.body.style.height = '100vh'")  # it has none, so axe would take all of it for hidden
    yield
    visitor.page.evaluate("document.body.style.height = ''")
    visitor.page.set_viewport_size({"width": 1300, "height": 1000})


@pytest.mark.usefixtures("tall_window")
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(adi: Locator, adi_plan: measuring.Plan, visitor: Visitor, theme: str) -> None:
    page = visitor.page
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)  # it covers the page while a theme loads
    page.evaluate(AXE_SCRIPT)
    first, last = adi_plan.true_points
    click(adi, first)
    adi.get_by_role("checkbox").check()
    for _ in range(2):  # while a point is to come, and with the result
        found = adi.evaluate("node => axe.run(node)")
        assert {rule["id"]: [node["html"][:90] for node in rule["nodes"]] for rule in found["violations"]} == {}
        colours = sum(len(rule["nodes"]) for rule in found["passes"] if rule["id"] == "color-contrast")
        assert colours > 10, "axe must have looked at the colours"
        if not adi.locator(".result table").count():
            click(adi, (last[0] - 5, last[1]))
            expect(adi.locator(".mind")).to_have_text("⚠ Your error changes what the film says.")


def test_at_twice_the_size_nothing_is_cut_off(adi: Locator, adi_plan: measuring.Plan, visitor: Visitor) -> None:
    """A window half as wide is what a page shows at 200 %. Points are as exact there."""
    visitor.page.set_viewport_size({"width": 650, "height": 900})
    try:
        page, stands = visitor.page, adi.locator(".stage").element_handle()
        page.wait_for_function("node => node.getBoundingClientRect().right < innerWidth", arg=stands)
        for place in adi_plan.true_points:
            click(adi, place)
        status, film = adi.get_by_role("status"), adi.locator(".viewport")
        expect(status).to_contain_text(f"the truth is {spelled(adi_plan.truth['mm'], 'mm')}")
        expect(adi.locator(".result table")).to_contain_text("✓ close")
        words, seen = status.bounding_box(), film.bounding_box()
        assert words is not None
        assert seen is not None
        assert words["y"] + words["height"] <= seen["y"], "what came of it stands above the film"
        assert film.evaluate("node => node.scrollWidth <= node.clientWidth"), "the film fits"
        adi.get_by_role("checkbox").check()
        expect(adi.locator("g.lines text")).to_have_count(6)
        for name in adi.locator("g.lines text").all():
            box = name.bounding_box()
            assert box is not None
            assert seen["x"] <= box["x"]
            assert box["x"] + box["width"] <= seen["x"] + seen["width"]
        outer = adi.evaluate("node => node.parentElement.getBoundingClientRect().right")
        for part in (".viewport", ".side", "ol", ".tools"):
            box = adi.locator(part).first.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= outer + 1, part
    finally:
        visitor.page.set_viewport_size({"width": 1300, "height": 1000})


def test_a_kernel_that_forgot_the_widget_is_told(
    notebook: OpenNotebook, adi: Locator, adi_plan: measuring.Plan
) -> None:
    notebook.restart_kernel()
    for place in adi_plan.true_points:
        click(adi, place)
    expect(adi.get_by_role("alert")).to_have_text("The kernel does not answer. Wait for it, or run this cell again.")


def test_nothing_came_from_elsewhere(visitor: Visitor) -> None:
    assert visitor.outside == []
    assert [line for line in visitor.console_errors if "GPU stall" not in line] == []

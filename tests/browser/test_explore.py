"""The 3-D view and the sections in JupyterLab: by mouse, by keyboard, in both themes."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, expect

from spinelab.anatomy import spine
from spinelab.anatomy.course_of_disease import diseases
from spinelab.anatomy.course_of_disease import ill as ill_at
from spinelab.anatomy.structures import structures

from .lab_page import ROOT, LabServer, OpenNotebook, Visitor
from .scratch import ran

SOURCES = [
    "from spinelab import anatomy, imaging\nneck = anatomy.spine('cervical')",
    "view = anatomy.explore(neck)\nview",
    "print(view.picked)",
    "cuts = imaging.slices(neck)\ncuts",
    "print(cuts.under)",
    "imaging.radiograph(neck)",
    "from dataclasses import replace\n"
    "slim = replace(neck.bones['C4'], vertices=neck.bones['C4'].vertices * [0.5, 1, 1])\n"
    "view.show(replace(neck, bones={**neck.bones, 'C4': slim}))",
    "ill = anatomy.explore(neck, disease='rheumatoid arthritis')\nill",
    "print(ill.stage)",
    "ill.stage = 'synovitis: pannus 2 mm'",
]
SCREENSHOTS = ROOT / "build" / "screenshots"


@pytest.fixture(scope="module")
def notebook(lab: LabServer, open_notebook: Callable[[str], OpenNotebook]) -> OpenNotebook:
    return ran(lab, open_notebook, "explore.ipynb", SOURCES)


@pytest.fixture
def view(notebook: OpenNotebook) -> Locator:
    notebook.run_cell(1)
    shown = notebook.output(1).locator(".spinelab-bones")
    expect(shown.locator(".labels text", has_text="C4")).to_be_visible()
    return shown


def settled(view: Locator) -> None:
    """Wait until what was done is drawn and its labels came, which a new drawing takes away and a faint one has not."""
    view.evaluate(
        """async (view) => {
            for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
            for (let n = 0; n < 20 && !view.querySelector('.labels text'); n += 1) {
                await new Promise((done) => setTimeout(done, 25));
            }
        }"""
    )


def pixels(view: Locator) -> str:
    """What the stage shows."""
    settled(view)
    return str(hash(view.locator(".stage").screenshot()))


def changed(view: Locator, *before: str) -> str:
    """What the stage shows as soon as it shows none of these: what the kernel changes comes when it comes."""
    deadline = time.monotonic() + 20
    while (seen := pixels(view)) in before:
        assert time.monotonic() < deadline, "the stage still shows what it showed before"
    return seen


def assert_kernel_says(notebook: OpenNotebook, cell: int, words: str) -> None:
    """A view sends its changes one by one, each when the kernel is free; so the last may come after the first look."""
    deadline = time.monotonic() + 20
    while True:
        notebook.run_cell(cell)
        said = "".join(notebook.cells()[cell]["outputs"][0]["text"]).strip()
        if said == words or time.monotonic() > deadline:
            assert said == words
            return


def test_turn_and_zoom_by_key(view: Locator) -> None:
    canvas = view.locator("canvas")
    canvas.focus()
    seen = [pixels(view)]
    for key in ("ArrowLeft", "ArrowUp", "+"):
        canvas.press(key)
        seen.append(changed(view, *seen))
    view.get_by_role("button", name="behind").press("Enter")
    expect(view.get_by_role("status")).to_have_text("Seen from behind.")


def apart(view: Locator) -> float:
    """How far the dots of C1 and C3 stand apart on the stage, in pixels."""
    settled(view)
    names = [text.strip() for text in view.locator(".labels text").all_text_contents()]
    high = [view.locator(".labels circle").nth(names.index(level)).get_attribute("cy") for level in ("C1", "C3")]
    return abs(float(high[0] or 0) - float(high[1] or 0))


def test_zoom_with_a_button_in_focus_reaches_the_view_alone(notebook: OpenNotebook, view: Locator) -> None:
    whole, cells = apart(view), len(notebook.cells())
    view.get_by_role("button", name="front").press("+")
    assert apart(view) == pytest.approx(1.2 * whole, rel=0.08)
    view.get_by_role("button", name="Zoom out").press("Enter")
    assert apart(view) == pytest.approx(whole, rel=0.08)
    assert len(notebook.cells()) == cells


def test_pick_from_the_list_reaches_the_kernel(notebook: OpenNotebook, view: Locator) -> None:
    view.get_by_role("combobox", name="Bone").select_option("C2")
    view.get_by_role("combobox", name="Structure").select_option("dens")
    expect(view.get_by_role("status")).to_have_text(f"dens (C2). {structures()['dens'].says}")
    assert_kernel_says(notebook, 2, "C2/dens")


def test_pick_by_click(view: Locator) -> None:
    names = [text.strip() for text in view.locator(".labels text").all_text_contents()]
    dot = view.locator("svg circle").nth(names.index("C5"))
    at = {"x": float(dot.get_attribute("cx") or 0), "y": float(dot.get_attribute("cy") or 0)}
    view.locator("canvas").click(position=at)
    expect(view.get_by_role("status")).to_have_text(re.compile(r"\(C5\)\. "))


def test_clip_and_see_through(view: Locator) -> None:
    whole = pixels(view)
    view.get_by_label("Cut").select_option("left")
    half = changed(view, whole)
    view.get_by_label("How deep").press("ArrowRight")
    deeper = changed(view, whole, half)
    view.get_by_label("how much").press("End")
    changed(view, whole, half, deeper)


def test_a_bone_that_changed_in_the_kernel_changes_in_the_view(notebook: OpenNotebook, view: Locator) -> None:
    view.get_by_role("button", name="front").click()
    whole = pixels(view)
    notebook.run_cell(6)
    changed(view, whole)
    expect(view.locator(".notice")).to_be_hidden()


@pytest.fixture
def ill(notebook: OpenNotebook) -> Locator:
    notebook.run_cell(7)
    shown = notebook.output(7).locator(".spinelab-bones")
    expect(shown.locator(".labels text", has_text="C4")).to_be_visible()
    return shown


def test_a_disease_is_followed_by_keyboard(notebook: OpenNotebook, ill: Locator) -> None:
    followed = diseases()["rheumatoid arthritis"]
    slider = ill.get_by_role("slider", name="Rheumatoid arthritis, stage")
    pannus = ill.get_by_label("Bone").locator("option[value=pannus]")
    assert pannus.is_disabled()
    healthy = pixels(ill)
    slider.focus()
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", f"2 of 6: {followed.stages[1].name}")
    expect(ill.locator(".labels text", has_text="pannus")).to_be_visible()
    assert pannus.is_enabled()
    swollen = changed(ill, healthy)
    slider.press("End")
    last = followed.stages[-1]
    expect(ill.get_by_role("status")).to_contain_text(f"{last.name}. {followed.told(ill_at(spine('cervical'), last))}")
    expect(ill.get_by_role("status")).to_contain_text(last.says)
    changed(ill, healthy, swollen)
    assert_kernel_says(notebook, 8, last.name)
    slider.press("Home")
    assert_kernel_says(notebook, 8, "healthy")
    changed(ill, swollen)


def test_a_disease_is_followed_by_mouse(notebook: OpenNotebook, ill: Locator) -> None:
    slider = ill.get_by_role("slider", name="Rheumatoid arthritis, stage")
    box = slider.bounding_box()
    assert box is not None
    slider.click(position={"x": box["width"] - 4, "y": box["height"] / 2})
    assert_kernel_says(notebook, 8, diseases()["rheumatoid arthritis"].stages[-1].name)


def test_a_stage_set_in_the_kernel_moves_the_slider(notebook: OpenNotebook, ill: Locator) -> None:
    notebook.run_cell(9)
    expect(ill.get_by_role("slider", name="Rheumatoid arthritis, stage")).to_have_value("1")
    expect(ill.locator(".course")).to_contain_text("2 of 6: synovitis: pannus 2 mm")
    expect(ill.locator(".labels text", has_text="pannus")).to_be_visible()


def test_sections_follow_the_keyboard_and_the_mouse(notebook: OpenNotebook) -> None:
    notebook.run_cell(3)
    cuts = notebook.output(3).locator(".spinelab-sections")
    status = cuts.get_by_role("status")
    expect(status).to_have_text(re.compile("C2: dens, spongy bone"))
    sagittal = cuts.get_by_role("application", name=re.compile("Sagittal"))
    sagittal.press("Shift+ArrowRight")
    sagittal.press("Shift+ArrowRight")
    expect(status).to_have_text(re.compile("^cord"))
    box = sagittal.bounding_box()
    assert box is not None
    sagittal.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.4})
    expect(status).not_to_have_text(re.compile("^cord"))
    words = status.text_content()
    assert_kernel_says(notebook, 4, words or "")


@pytest.fixture
def impatient(visitor: Visitor) -> Iterator[None]:
    """A page in which the two seconds that the sections give the kernel are over at once. `waits` counts them."""
    visitor.page.evaluate(
        """() => {
            window.patient = window.setTimeout;
            window.waits = 0;
            window.setTimeout = (f, ms, ...more) => patient(f, ms === 2000 && ++waits ? 0 : ms, ...more);
        }"""
    )
    yield
    visitor.page.evaluate("window.setTimeout = window.patient")


@pytest.mark.usefixtures("impatient")
def test_sections_tell_where_the_crosshair_is_and_wait_for_no_answer_that_cannot_come(notebook: OpenNotebook) -> None:
    notebook.run_cell(3)
    cuts = notebook.output(3).locator(".spinelab-sections")
    sagittal, notice = cuts.get_by_role("application", name=re.compile("Sagittal")), cuts.locator(".notice")
    slider = cuts.get_by_role("slider", name="Back to front")
    status = cuts.get_by_role("status")
    sagittal.press("ArrowUp")
    expect(cuts.locator(".unseen")).to_have_text(re.compile(r"^Crosshair \d+\.\d millimetres from the bottom\.$"))
    sagittal.press("ArrowLeft")
    expect(cuts.locator(".unseen")).to_have_text(f"Crosshair {slider.get_attribute('aria-valuetext')}.")
    slider.press("End")
    expect(status).to_have_text("outside")
    expect(notice).to_be_hidden()
    waits = cuts.page.evaluate("waits")
    assert waits, "a move waits for the kernel"
    sagittal.press("ArrowLeft")  # in front of the neck already
    assert cuts.page.evaluate("waits") == waits
    slider.press("ArrowLeft")  # the next section, of nothing too
    assert_kernel_says(notebook, 4, "outside")
    assert cuts.page.evaluate("waits") == waits + 1
    expect(notice).to_be_hidden()


def test_a_film_has_words(notebook: OpenNotebook) -> None:
    film = notebook.output(5).get_by_role("img", name=re.compile("Simulated radiograph, not a patient"))
    expect(film).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(notebook: OpenNotebook, view: Locator, ill: Locator, visitor: Visitor, theme: str) -> None:
    page = visitor.page
    view.get_by_role("combobox", name="Bone").select_option("C2")
    notebook.run_cell(3)
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)  # it covers the page while a theme loads
    page.evaluate(AXE_SCRIPT)
    ill.get_by_role("slider", name="Rheumatoid arthritis, stage").press("End")
    for name, shown in (
        ("explore", view),
        ("disease", ill),
        ("sections", notebook.output(3).locator(".spinelab-sections")),
    ):
        shown.scroll_into_view_if_needed()
        if os.environ.get("SPINELAB_SCREENSHOTS") == "1":
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(400)
            shown.screenshot(path=SCREENSHOTS / f"{name}-{theme[11:].lower()}.png")
        found = shown.evaluate("node => axe.run(node)")
        assert {rule["id"]: [node["html"][:90] for node in rule["nodes"]] for rule in found["violations"]} == {}


def test_nothing_came_from_elsewhere(visitor: Visitor) -> None:
    assert visitor.outside == []
    assert [line for line in visitor.console_errors if "GPU stall" not in line] == []

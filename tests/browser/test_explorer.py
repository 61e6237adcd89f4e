"""The pathway explorer in JupyterLab: built by mouse and by keyboard, told to a screen reader, light on the wire."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from spinelab.treatment import layout, pathway

from .lab_page import ROOT, LabServer, OpenNotebook, Visitor
from .scratch import write_notebook

NAME = "scratch-explorer.ipynb"
BIG = ("ra_neck", "axspa_2022", "ra_eular_2025")
CELLS = ["from spinelab import treatment", *(f'treatment.explore("{id}")' for id in BIG)]
WAIT_MS = 20_000
MOST_BYTES = 2000
MOST_TABS = 60
SCREENSHOTS = ROOT / "build" / "screenshots"


@pytest.fixture(scope="module")
def sizes(visitor: Visitor) -> list[int]:
    """Bytes of each widget message that the page receives."""
    found: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: isinstance(frame, bytes) and found.append(content_bytes(frame)))

    visitor.page.on("websocket", listen)
    return found


@pytest.fixture(scope="module")
def notebook(lab: LabServer, visitor: Visitor, sizes: list[int]) -> Iterator[OpenNotebook]:
    """The three big pathways, run."""
    write_notebook(lab, NAME, CELLS)
    opened = OpenNotebook(visitor.page, lab, NAME)
    opened.hide_file_list()
    assert opened.run_all() == []
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def neck(notebook: OpenNotebook) -> Locator:
    """The explorer of the rheumatoid neck."""
    explorer = notebook.output(1).locator(".spinelab-pathway")
    expect(explorer).to_be_visible(timeout=WAIT_MS)
    return explorer


def fact(explorer: Locator, name: str) -> Locator:
    """The row of one fact."""
    label = next(question.label for question in pathway.load("ra_neck").questions if question.name == name)
    return explorer.locator("fieldset").filter(has=explorer.page.locator("legend", has_text=label)).first


def lit(explorer: Locator) -> list[str]:
    """The numbers of the boxes that are lit, in the order of the map."""
    return [words.split()[0] for words in explorer.locator("g.box.lit .head").all_text_contents()]


def content_bytes(frame: bytes) -> int:
    """Bytes of the content of a widget message in Jupyter's binary protocol; 0 for any other frame."""
    count = int.from_bytes(frame[:8], "little")
    offsets = [int.from_bytes(frame[8 * (i + 1) : 8 * (i + 2)], "little") for i in range(count)]
    if count < 6 or b'"comm_msg"' not in frame[offsets[1] : offsets[2]]:
        return 0
    return offsets[5] - offsets[4]


def test_the_first_question_is_asked_and_its_box_is_lit(neck: Locator) -> None:
    drawn = pathway.load("ra_neck")
    asked = drawn.walk({}).needs
    assert asked is not None
    expect(neck.get_by_role("status")).to_contain_text(asked.text)
    expect(neck.locator("fieldset.next")).to_contain_text("asked next")
    assert lit(neck) == [str(layout.load("ra_neck").number(drawn.start))]


def test_a_patient_built_by_mouse_lights_the_way_in_small_updates(neck: Locator, sizes: list[int]) -> None:
    sizes.clear()
    walked = pathway.patient("V01")
    for name in ("neck_pain", "myelopathy"):
        fact(neck, name).get_by_label("yes").click()
    fact(neck, "ranawat_class").get_by_role("combobox").select_option(str(walked.facts["ranawat_class"]))
    expect(neck.get_by_role("status")).to_contain_text("It waits at", timeout=WAIT_MS)
    places = layout.load("ra_neck")
    assert lit(neck) == sorted((str(places.number(node)) for node in walked.walk().nodes), key=int)
    assert 0 < max(sizes) <= MOST_BYTES


def test_a_step_unfolds_its_reason_source_and_status(neck: Locator) -> None:
    step = neck.locator(".steps details").last
    step.locator("summary").click()
    expect(step.locator(".why")).to_contain_text("Why: ", timeout=WAIT_MS)
    expect(step).to_contain_text("Status:")
    expect(step.get_by_role("link").first).to_have_attribute("href", re.compile("^https?://"))


def test_it_tells_what_would_change_the_answer(neck: Locator) -> None:
    neck.get_by_text("What would change the answer?").click()
    expect(neck.locator("ul li").first).to_contain_text("the way would go to", timeout=WAIT_MS)


def test_doubts_are_words(neck: Locator) -> None:
    doubtful = [node for node in pathway.load("ra_neck").nodes.values() if node.status != "verified"]
    assert doubtful
    for node in doubtful:
        expect(neck.locator("g.box", has_text=f"[{node.status}]").first).to_be_attached()


def test_the_keyboard_is_enough(neck: Locator, notebook: OpenNotebook) -> None:
    page = notebook.page
    neck.get_by_role("button", name="New patient").focus()
    page.keyboard.press("Enter")
    expect(neck.get_by_role("status")).to_contain_text("It asks:", timeout=WAIT_MS)
    neck.get_by_role("button", name="Answer it").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(fact(neck, "neck_pain").get_by_label("yes")).to_be_checked()
    expect(fact(neck, "neck_pain").get_by_label("yes")).to_be_focused()
    slider = fact(neck, "padi_mm").get_by_role("slider")
    tab_until(page, slider)
    page.keyboard.press("ArrowLeft")
    expect(fact(neck, "padi_mm").locator(".value")).to_contain_text("mm")
    before = slider.input_value()
    page.keyboard.press("ArrowLeft")
    assert float(slider.input_value()) < float(before)
    tab_until(page, fact(neck, "padi_mm").get_by_role("button"))
    page.keyboard.press("Enter")
    expect(fact(neck, "padi_mm").locator(".value")).to_have_text("not told")
    expect(slider).to_be_focused()


def test_the_map_grows_and_shrinks(neck: Locator) -> None:
    sheet = neck.locator("svg")
    width = (sheet.bounding_box() or {"width": 0})["width"]
    neck.get_by_role("button", name="Larger map").click()
    assert (sheet.bounding_box() or {"width": 0})["width"] > width
    neck.get_by_role("button", name="Fit width").click()
    frame = neck.get_by_role("region")
    assert (sheet.bounding_box() or {"width": 0})["width"] <= (frame.bounding_box() or {"width": 0})["width"]


def test_every_big_pathway_is_drawn_in_light_and_dark(notebook: OpenNotebook) -> None:
    page = notebook.page
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        notebook._js("await window.jupyterapp.commands.execute('apputils:change-theme', {theme: ARGUMENT});", theme)
        for index, id in enumerate(BIG, 1):
            explorer = notebook.output(index).locator(".spinelab-pathway")
            expect(explorer.locator("g.box")).to_have_count(len(pathway.load(id).nodes))
            if os.environ.get("SPINELAB_SCREENSHOTS") == "1":
                SCREENSHOTS.mkdir(parents=True, exist_ok=True)
                explorer.screenshot(path=SCREENSHOTS / f"explorer-{id}-{theme[11:].lower()}.png")
        colours = page.locator(".spinelab-pathway").first.evaluate(
            "root => [root, root.querySelector('.box path')].map(node => getComputedStyle(node))"
            ".map(style => [style.color, style.fill])"
        )
        assert colours[0][0] != colours[1][1], "ink and ground differ"


def test_nothing_went_wrong_meanwhile(neck: Locator, visitor: Visitor) -> None:
    assert visitor.outside == []
    assert visitor.console_errors == []


def tab_until(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted control has the focus, as a person without a mouse does."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{MOST_TABS} presses of Tab do not reach {wanted}")

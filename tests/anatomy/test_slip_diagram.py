"""The live measuring diagram: its state in Python, its fallback, and its view in a browser."""

import base64
import json
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from spinelab import anatomy
from spinelab.anatomy import widgets
from spinelab.anatomy.widgets import SlipDiagram

ROOM = Path(widgets.__file__).parent
CHROMIUM = Path("/usr/bin/chromium")


def test_the_intervals_follow_the_slip() -> None:
    diagram = anatomy.slip_diagram()
    seen: list[tuple[float, float]] = []
    diagram.observe(lambda _: seen.append((diagram.slip_mm, diagram.adi_mm)), "adi_mm")
    diagram.slip_mm = 6
    assert (diagram.adi_mm, diagram.padi_mm) == (7.3, 12.7)
    assert seen == [(6.0, 7.3)]


def test_a_slip_goes_to_the_nearest_half_millimetre() -> None:
    assert SlipDiagram(slip_mm=3.2).slip_mm == 3.0


@pytest.mark.parametrize("slip_mm", [-1.0, 12.5])
def test_a_slip_outside_is_refused_and_changes_nothing(slip_mm: float) -> None:
    diagram = SlipDiagram(slip_mm=2)
    with pytest.raises(ValueError, match="between 0 and 12 mm"):
        diagram.slip_mm = slip_mm
    assert diagram.slip_mm == 2
    with pytest.raises(ValueError, match="between 0 and 12 mm"):
        anatomy.slip_diagram(slip_mm)


def test_the_intervals_cannot_be_set() -> None:
    with pytest.raises(Exception, match="read-only"):
        SlipDiagram().adi_mm = 5.0


def test_every_stored_state_agrees_with_the_measures() -> None:
    diagram = SlipDiagram()
    for state in diagram.scene["states"]:
        diagram.slip_mm = state["slip"]
        assert (state["adi"], state["padi"]) == (diagram.adi_mm, diagram.padi_mm)
    assert len(diagram.scene["states"]) == 25
    assert len(json.dumps(diagram.scene)) < 40_000


def test_before_a_kernel_runs_the_diagram_is_a_picture_with_words() -> None:
    data = SlipDiagram(slip_mm=9)._repr_mimebundle_()
    assert data["text/plain"] == "SlipDiagram(slip 9.0 mm: ADI 10.3 mm, PADI 9.7 mm)"
    assert 'alt="Drawing of atlas and axis' in data["text/html"]
    assert "slid forward by 9.0 mm" in data["text/html"]
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data


def test_it_stands_in_a_box() -> None:
    assert len(ipywidgets.VBox([SlipDiagram(), SlipDiagram()]).children) == 2


@pytest.fixture(scope="module")
def page() -> Any:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.is_file():
        pytest.skip("the view is tested in Chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 800, "height": 900})
        browser.close()


def show(page: Any, diagram: SlipDiagram) -> None:
    """Render the view with a small stand-in for the widget model."""
    module = "data:text/javascript;base64," + base64.b64encode((ROOM / "slip.js").read_bytes()).decode()
    page.set_content("<main></main>")
    page.add_style_tag(path=str(ROOM / "slip.css"))
    page.evaluate(
        """async ([module, state]) => {
            const listeners = {};
            window.model = {
                saved: 0,
                get: (key) => state[key],
                set: (key, value) => { state[key] = value; (listeners["change:" + key] ?? []).forEach((f) => f()); },
                save_changes: () => { window.model.saved += 1; },
                on: (name, f) => { (listeners[name] ??= []).push(f); },
                off: (name, f) => { listeners[name] = (listeners[name] ?? []).filter((g) => g !== f); },
            };
            const view = (await import(module)).default;
            window.stop = view.render({ model: window.model, el: document.querySelector("main") });
        }""",
        [module, {"scene": diagram.scene, "slip_mm": diagram.slip_mm}],
    )


def test_the_keyboard_moves_the_atlas_and_the_words_follow(page: Any) -> None:
    show(page, SlipDiagram(slip_mm=8.5))
    slider = page.get_by_label("Forward slip of the atlas")
    slider.press("ArrowRight")
    assert page.evaluate("[window.model.get('slip_mm'), window.model.saved]") == [9, 1]
    assert (
        page.locator("[aria-live=polite]")
        .inner_text()
        .startswith("ADI 10.3 mm, PADI 9.7 mm; cord squeezed from 7.7 to 6.8 mm.")
    )
    assert page.locator("li", has_text="PADI below 10 mm").count() == 1
    assert page.locator(".slip-atlas").get_attribute("transform") == "translate(-9 0)"
    assert "squeezed" in page.locator(".slip-cord").get_attribute("fill")
    assert "⚠ PADI 9.7 mm" in page.locator("svg").text_content()


def test_the_notebook_does_not_take_the_arrow_keys(page: Any) -> None:
    show(page, SlipDiagram())
    page.evaluate("document.addEventListener('keydown', (event) => event.preventDefault())")
    page.get_by_label("Forward slip of the atlas").press("ArrowRight")
    assert page.evaluate("window.model.get('slip_mm')") == 0.5


def test_a_slip_set_in_python_shows_in_the_view(page: Any) -> None:
    show(page, SlipDiagram())
    assert "No published limit is crossed." in page.locator("[aria-live=polite]").inner_text()
    page.evaluate("window.model.set('slip_mm', 4)")
    assert page.get_by_label("Forward slip of the atlas").input_value() == "4"
    assert "slipped forward by 4.0 mm" in page.locator("svg title").text_content()
    page.evaluate("window.stop()")
    page.evaluate("window.model.set('slip_mm', 6)")
    assert page.get_by_label("Forward slip of the atlas").input_value() == "4"

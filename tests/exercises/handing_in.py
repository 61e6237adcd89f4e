"""A learner at work in a fetched assignment: cells filled in, quiz answers given through the quiz itself."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from spinelab import quiz
from spinelab.marking import Key

ROOT = Path(__file__).parents[2]
NAME = "telling-them-apart"
SOURCE = ROOT / "exercises" / "source" / NAME
KEY = ROOT / "exercises" / "keys" / f"{NAME}.yaml"


def run(folder: Path, home: Path, *arguments: str) -> str:
    """Run a Python module's command in a folder, with a home and Jupyter folders of its own; return what it wrote."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader calls alembic by name
    own = {"HOME": home, "SPINELAB_HOME": home / "spinelab", "IPYTHONDIR": home / "ipython"}
    own |= {"JUPYTER_CONFIG_DIR": home / "config", "JUPYTER_DATA_DIR": home / "data"}
    environment = {**os.environ, **{name: str(place) for name, place in own.items()}, "PATH": path}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def course_in(folder: Path) -> Path:
    """A copy of the course folder of the assignments, as it is in git."""
    for name in ("source", "keys"):
        shutil.copytree(ROOT / "exercises" / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "exercises" / "nbgrader_config.py", folder)
    return folder


def solutions() -> dict[str, str]:
    """The cells of the sources that hold a solution, by id."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for path in SOURCE.glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def fill_in(folder: Path, cells: Mapping[str, str]) -> None:
    """Write the contents of cells, by id, into the notebooks of a fetched assignment."""
    left = set(cells)
    for path in folder.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if id in left:
                cell["source"] = cells[id]
                left.remove(id)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    assert not left, f"no cell is named {left}"


def choose(folder: Path, choices: Mapping[str, tuple[str, ...]]) -> list[dict]:
    """Answer the quiz of a fetched assignment as its view does; return the replies."""
    shown = quiz.show(folder / "questions.yaml")
    replies: list[dict] = []
    shown.send = lambda content, buffers=None: replies.append(content)
    for question, options in choices.items():
        content = {"type": "answer", "question": question, "response": "[,]".join(options), "n": question}
        shown._receive(shown, content, [])
    return replies


def right_choices(key: Key) -> dict[str, tuple[str, ...]]:
    """The right options of each question."""
    return {id: answered.right for id, answered in key.quiz.items()}

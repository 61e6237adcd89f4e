"""Notebooks and quizzes that the tests write beside the lessons, in the folder that the Lab server shows."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spinelab.content import data_folder

from .lab_page import LabServer, OpenNotebook


def write_notebook(lab: LabServer, name: str, sources: list[str]) -> None:
    """A notebook with these code cells, not run."""
    cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    cells = [{**cell, "id": f"cell-{number}", "source": source} for number, source in enumerate(sources)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (lab.folder / name).write_text(json.dumps(notebook), encoding="utf-8")


def ran(lab: LabServer, open_notebook: Callable[[str], OpenNotebook], name: str, sources: list[str]) -> OpenNotebook:
    """A notebook with these code cells, open over the whole window and run without an error."""
    write_notebook(lab, name, sources)
    notebook = open_notebook(name)
    notebook.hide_file_list()
    assert notebook.run_all() == []
    return notebook


def write_data(folder: Path, lesson: str, quizzes: list[dict[str, Any]]) -> str:
    """The course's data with the quizzes of one more lesson; returns the line that makes a notebook use them."""
    shutil.copytree(data_folder(), folder)
    text = json.dumps({"quizzes": quizzes}, ensure_ascii=False)  # JSON is YAML too
    (folder / "quizzes" / f"{lesson}.yaml").write_text(text, encoding="utf-8")
    return f"import os; os.environ['SPINELAB_DATA'] = {os.fspath(folder)!r}"

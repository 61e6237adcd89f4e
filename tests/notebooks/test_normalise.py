"""The stored form: what goes, what stays, and what Jupyter's save makes of it."""

from __future__ import annotations

import copy
import json
import logging
from pathlib import Path
from typing import Any

import nbformat
import pytest

from spinelab import content
from spinelab.content import ContentError
from spinelab.stored_notebooks import KERNEL, WIDGET_VIEW, normalise, pre_save, refresh, stale

VIEW = {WIDGET_VIEW: {"model_id": "f00", "version_major": 2, "version_minor": 0}}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code(*outputs: dict[str, Any], source: str = "x", **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"c{len(outputs)}",
        "source": source,
        "metadata": metadata,
        "outputs": list(outputs),
        "execution_count": 1,
    }


def words(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "w", "source": source, "metadata": {}}


def result(**data: Any) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def first_output(cell: dict[str, Any]) -> dict[str, Any]:
    output: dict[str, Any] = normalise(notebook(cell))["cells"][0]["outputs"][0]
    return output


def test_widget_view_goes_where_a_fallback_stands() -> None:
    with_fallback = result(**VIEW, **{"text/html": "<p>Quiz</p>", "text/plain": "Quiz()"})
    assert set(first_output(code(with_fallback))["data"]) == {"text/html", "text/plain"}


def test_widget_view_stays_where_nothing_else_would_show() -> None:
    assert WIDGET_VIEW in first_output(code(result(**VIEW, **{"text/plain": "IntSlider()"})))["data"]


def test_memory_addresses_stay_to_fail_the_check() -> None:
    assert first_output(code(result(**{"text/plain": "<Bone at 0x7f00>"})))["data"]["text/plain"] == "<Bone at 0x7f00>"


def test_tracebacks_keep_only_what_was_wrong() -> None:
    error = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "'C8'",
        "traceback": ["File /home/ines/x.py"],
    }
    assert first_output(code(error))["traceback"] == ["KeyError: 'C8'"]


def test_streams_are_joined() -> None:
    pieces = [{"output_type": "stream", "name": "stdout", "text": text} for text in ("a\n", "b\n")]
    assert first_output(code(*pieces))["text"] == "a\nb\n"


def test_view_state_and_timings_go_and_what_authors_mean_stays() -> None:
    jupyter = {"outputs_hidden": True}
    meant = {"tags": ["raises-exception"], "slideshow": {"slide_type": "slide"}}
    cell = code(collapsed=True, scrolled=True, trusted=True, execution={"t": "1"}, jupyter=jupyter, **meant)
    assert normalise(notebook(cell))["cells"][0]["metadata"] == meant


def test_python_kernels_get_one_name_and_others_keep_theirs() -> None:
    mine = notebook() | {
        "metadata": {"kernelspec": {"name": "spine", "display_name": "My spine"}, "widgets": {"state": {}}}
    }
    assert normalise(mine)["metadata"] == {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    other = notebook() | {"metadata": {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}}
    assert normalise(other)["metadata"] == other["metadata"]


def test_normalising_twice_changes_nothing_and_the_original_is_left_alone() -> None:
    key = next(iter(content.references()))
    raw = notebook(words(f"So it was found [@{key}]."), code(result(**VIEW, **{"text/html": "<p>"}), collapsed=True))
    before = copy.deepcopy(raw)
    once = normalise(raw)
    assert raw == before
    assert once != raw
    assert normalise(once) == once


def test_citations_become_links() -> None:
    key, work = next((key, work) for key, work in content.references().items() if work.doi)
    stored = normalise(notebook(words(f"So it was found [@{key}].")))
    assert stored["cells"][0]["source"] == f"So it was found [{key}](https://doi.org/{work.doi})."


def test_unknown_citation_names_notebook_cell_and_nearest_key() -> None:
    key = next(iter(content.references()))
    raw = notebook(words("Fine."), words(f"So it was found [@{key}x]."))
    with pytest.raises(ContentError) as raised:
        normalise(raw, file="02.ipynb")
    assert str(raised.value) == f"02.ipynb: cell 2: [@{key}x] is not a reference; did you mean ‘{key}’?"


def test_saving_in_jupyter_stores_the_normal_form() -> None:
    model = {"type": "notebook", "content": notebook(code(collapsed=True))}
    pre_save(model, path="02.ipynb", contents_manager=None)
    assert model["content"] == normalise(notebook(code(collapsed=True)))


def test_saving_never_fails(caplog: pytest.LogCaptureFixture) -> None:
    damaged: dict[str, Any] = {"type": "notebook", "content": {"cells": [words("[@Nobody1899]"), {}]}}
    with caplog.at_level(logging.WARNING):
        pre_save(damaged, path="02.ipynb", contents_manager=None)
    assert damaged["content"]["cells"] == [words("[@Nobody1899]"), {}]
    assert "02.ipynb is saved as it is" in caplog.text


def test_other_files_are_saved_untouched() -> None:
    for model in ({"type": "file", "content": "collapsed"}, {"type": "directory", "content": None}):
        before = dict(model)
        pre_save(model, path="notes.txt", contents_manager=None)
        assert model == before


def test_refresh_runs_writes_once_and_says_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.from_dict(notebook(code(source="6 * 7"))), path)
    assert stale([path]) == [path]
    assert refresh([path]) == [path]
    assert refresh([path]) == stale([path]) == []
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert stored["cells"][0]["outputs"][0]["data"] == {"text/plain": ["42"]}
    assert path.read_bytes().endswith(b"}\n")


def test_refresh_sees_an_empty_learner_folder_and_the_notebooks_own_folder(tmp_path: Path) -> None:
    path = tmp_path / "one.ipynb"
    source = "import os, pathlib\nos.listdir(os.environ['SPINELAB_HOME']), pathlib.Path.cwd().name"
    nbformat.write(nbformat.from_dict(notebook(code(source=source))), path)
    refresh([path])
    assert tmp_path.name in path.read_text(encoding="utf-8")
    assert "([], " in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps(notebook(words("Text."), code(source="bone"))), "cell 2 stopped with NameError: name 'bone'"),
        ("{", "this is not a notebook of nbformat 4"),
        ("[]", "this is not a notebook of nbformat 4"),
    ],
)
def test_refresh_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "one.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=f"one.ipynb: {said}"):
        refresh([path])
    assert path.read_text(encoding="utf-8") == text

"""Notebooks as git keeps them: executed, readable before a kernel runs, equal after each Run All and save.

`normalise` removes what differs from run to run. It serves `spinelab notebooks` (`refresh`, `stale`), the tests,
and Jupyter's save (`pre_save`), so a notebook that a person opens, runs and saves equals the stored one.
"""

from __future__ import annotations

import copy
import logging
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spinelab import content
from spinelab.content import ContentError, Fault, citations

Json = dict[str, Any]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
"""JupyterLab prefers this to the fallback beside it, and shows “model not found” when no kernel runs."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

_VIEW_STATE = {
    "collapsed",
    "scrolled",
    "trusted",
    "execution",
    "ExecuteTime",
    "heading_collapsed",
    "jp-MarkdownHeadingCollapsed",
}
_HIDDEN = {"outputs_hidden", "source_hidden"}
_CELL_TIMEOUT_S = 120


def normalise(notebook: Json, *, file: str = "notebook") -> Json:
    """The stored form of a notebook: a new nbformat 4 dict, the same for each run. Normalising twice changes nothing.

    Drops the widget view where an HTML fallback stands beside it, widget state, timings, view state, and the
    frames of a traceback (they name folders of one machine). Fixes the kernel's names. A citation `[@Boden1993]` in a
    Markdown cell becomes a link. Memory addresses stay: they must fail the check.

    Raises ContentError that names `file`, cell and nearest key for a citation that is not a reference.
    """
    stored = copy.deepcopy(notebook)
    metadata = stored.setdefault("metadata", {})
    metadata.pop("widgets", None)
    if _is_python(metadata):
        metadata["kernelspec"] = dict(KERNEL)
        metadata["language_info"] = {"name": "python"}
    for cell in stored["cells"]:
        _drop_view_state(cell)
        for output in cell.get("outputs", []):
            _drop_what_differs(output)
        if "outputs" in cell:
            cell["outputs"] = list(_joined_streams(cell["outputs"]))
    _link_citations(stored["cells"], file)
    return stored


def refresh(paths: Iterable[Path]) -> list[Path]:
    """Run each notebook in a fresh kernel and write its stored form. Returns those that changed.

    Raises ContentError that names the notebook and the cell when a cell fails.
    """
    changed = []
    for path in paths:
        notebook = _read(path)
        _execute(notebook, path)
        after = _as_saved(normalise(notebook, file=path.name))
        if after != path.read_text(encoding="utf-8"):
            path.write_text(after, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def stale(paths: Iterable[Path]) -> list[Path]:
    """The notebooks whose file is not in stored form. Nothing is run."""
    return [
        path for path in paths if path.read_text(encoding="utf-8") != _as_saved(normalise(_read(path), file=path.name))
    ]


def engine_environment(home: Path) -> dict[str, str]:
    """The environment in which stored notebooks are run and checked. `home` is an empty learner folder.

    Warnings name the cell the same on each run, sets print in one order, and no earlier answer shows.
    """
    fixed = {"IPYKERNEL_CELL_NAME": "<cell>", "PYTHONHASHSEED": "0", "SPINELAB_HOME": str(home)}
    return {**os.environ, **fixed}


def pre_save(model: Json, path: str = "", contents_manager: Any = None, **_: Any) -> None:
    """Jupyter's pre-save hook: normalises a notebook in place. It never stops a save.

    What cannot be normalised (an unknown citation, say) is logged and saved as it is.
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    try:
        model["content"] = normalise(model["content"], file=path)
    except Exception as problem:  # a person's work must reach the disk, whatever is wrong with it
        log = getattr(contents_manager, "log", None) or logging.getLogger(__name__)
        log.warning("%s is saved as it is: %s", path, problem)


def _execute(notebook: Any, path: Path) -> None:
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    # No kernel folders: the kernel is this Python, not one that a person installed under the same name.
    kernel = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(notebook, km=kernel, timeout=_CELL_TIMEOUT_S, store_widget_state=False, record_timing=False)
    with tempfile.TemporaryDirectory() as home:
        try:
            client.execute(
                cwd=str(path.resolve().parent),
                env=engine_environment(Path(home)),
                stderr=subprocess.DEVNULL,
                cleanup_kc=True,  # nbclient stops only kernels whose manager it made itself
            )
        except CellExecutionError:
            why = _first_error(notebook)
        except CellTimeoutError:
            why = f"a cell ran for more than {_CELL_TIMEOUT_S} s"
        except DeadKernelError:
            why = "the kernel died"
        else:
            return
    raise ContentError([Fault(path.name, 0, why)])


def _first_error(notebook: Json) -> str:
    """The first error that its author did not announce, in words."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if "raises-exception" not in cell["metadata"].get("tags", []):
            for output in cell.get("outputs", []):
                if output["output_type"] == "error":
                    return f"cell {number} stopped with {output['ename']}: {output['evalue']}"
    return "a cell stopped with an error"


def _read(path: Path) -> Json:
    import nbformat

    try:
        notebook: Json = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, AttributeError, KeyError):  # not JSON, or JSON of another shape
        raise ContentError([Fault(path.name, 0, "this is not a notebook of nbformat 4")]) from None
    return notebook


def _as_saved(notebook: Json) -> str:
    import nbformat

    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    return text if text.endswith("\n") else text + "\n"


def _is_python(metadata: Json) -> bool:
    """A person may keep notebooks in other languages in the same folder; their kernel is theirs."""
    spec = metadata.get("kernelspec", {})
    language = metadata.get("language_info", {}).get("name") or spec.get("language") or "python"
    return bool(language == "python")


def _drop_view_state(cell: Json) -> None:
    metadata = {key: value for key, value in cell["metadata"].items() if key not in _VIEW_STATE}
    if "jupyter" in metadata:
        metadata["jupyter"] = {key: value for key, value in metadata["jupyter"].items() if key not in _HIDDEN}
        if not metadata["jupyter"]:
            del metadata["jupyter"]
    cell["metadata"] = metadata


def _drop_what_differs(output: Json) -> None:
    if output["output_type"] == "error":
        output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
    elif "text/html" in output.get("data", {}):
        output["data"].pop(WIDGET_VIEW, None)
        output["metadata"].pop(WIDGET_VIEW, None)


def _joined_streams(outputs: list[Json]) -> Iterator[Json]:
    """Printed text in one piece: how the kernel happened to cut it differs from run to run."""
    pending: Json | None = None
    for output in outputs:
        if pending and output["output_type"] == "stream" and output["name"] == pending["name"]:
            pending["text"] = _text(pending["text"]) + _text(output["text"])
            continue
        if pending:
            yield pending
        pending = output
    if pending:
        yield pending


def _link_citations(cells: list[Json], file: str) -> None:
    citing = [
        (number, cell)
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "markdown" and "[@" in _text(cell["source"])
    ]
    known = content.references() if citing else {}
    faults = []
    for number, cell in citing:
        try:
            cell["source"] = citations.link(_text(cell["source"]), known)
        except LookupError as error:
            faults.append(Fault(file, 0, f"cell {number}: {error}"))
    if faults:
        raise ContentError(faults)


def _text(lines: str | list[str]) -> str:
    """A text that nbformat may hold as one string or as a list of lines."""
    return "".join(lines)

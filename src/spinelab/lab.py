"""`spinelab lab`: lay the lessons out in a folder and open JupyterLab on them."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from spinelab.content import in_checkout, notebooks_folder
from spinelab.learner_copy import without_notes

ADDRESS = "127.0.0.1"
FIRST_LESSON = "00-welcome.ipynb"
MANIFEST = ".spinelab.json"
"""Kept in a learner's folder: the SHA-256 of each file as it was delivered, so that a changed file is known."""

_SKIPPED = {".ipynb_checkpoints", "__pycache__"}


class LabError(Exception):
    """The lessons cannot be opened. The message is one line that says why and what to do."""


def open_lab(folder: Path | None = None, port: int | None = None, browser: bool = True) -> None:
    """Open JupyterLab on the lessons; return when it is stopped.

    A checkout opens its own `notebooks/`. Elsewhere, or when `folder` is given, the lessons are copied first.
    Raises LabError when the port is taken or the folder cannot be written.
    """
    if port is not None:
        _check_port(port)
    root = _folder_to_open(folder).resolve()
    print(f"The lessons are in {root}\nCtrl-C stops the course.", flush=True)
    arguments = server_arguments(root, port, browser and has_browser())
    os.environ.update(server_environment())
    try:
        from jupyterlab.labapp import LabApp

        LabApp.launch_instance(arguments)
    except KeyboardInterrupt:
        return


def deliver(lessons: Path, folder: Path) -> list[Path]:
    """Copy the lessons, without instructor notes, into a learner's folder; return the files written.

    A file that the learner changed is never overwritten: when a lesson is newer than the changed file,
    it is put beside it as `NAME (new).ipynb`. Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    delivered = _read_manifest(folder)
    written = []
    for lesson in sorted(path for path in lessons.rglob("*") if path.is_file() and not _SKIPPED & set(path.parts)):
        name = lesson.relative_to(lessons).as_posix()
        content = without_notes(lesson.read_bytes(), lesson.name)
        version = hashlib.sha256(content).hexdigest()
        if delivered.get(name) == version and (folder / name).exists():
            continue
        place = next(place for place in _places(name) if _is_free(folder / place, {version, delivered.get(place)}))
        delivered[name] = delivered[place] = version
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        _write(folder / place, content)
        written.append(folder / place)
    _write(folder / MANIFEST, json.dumps(delivered, indent=1, sort_keys=True).encode() + b"\n")
    return written


def server_environment() -> dict[str, str]:
    """The environment of JupyterLab: it finds our page settings, which ask the learner no question about news."""
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, [str(Path(__file__).with_name("jupyter")), before]))}


def server_arguments(root: Path, port: int | None, browser: bool) -> list[str]:
    """The command line of JupyterLab: this machine only, stored-form saving, no request to another machine."""
    arguments = [
        f"--ServerApp.ip={ADDRESS}",
        f"--ServerApp.root_dir={root}",
        "--ServerApp.answer_yes=True",
        "--Application.log_level=WARN",
        "--FileContentsManager.pre_save_hook=spinelab.stored_notebooks.pre_save",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
    ]
    if (root / FIRST_LESSON).is_file():
        arguments.append(f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}")
    if port is not None:
        arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return arguments


def has_browser() -> bool:
    """Whether a browser with windows can be opened: a server without a screen offers text browsers at most."""
    if sys.platform.startswith("linux") and not {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _folder_to_open(folder: Path | None) -> Path:
    if folder is None and in_checkout():
        return notebooks_folder()
    folder = folder or Path("spine-lab")
    try:
        deliver(notebooks_folder(), folder)
    except OSError as error:
        raise LabError(
            f"cannot write the lessons to {folder}: {error.strerror}; choose another with --folder"
        ) from None
    return folder


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere this option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise LabError(f"port {port} cannot be used: {error.strerror}; choose another with --port") from None


def _places(name: str) -> Iterator[str]:
    """Where a lesson may go: its own name, then `NAME (new)`, `NAME (new 2)` and so on."""
    own = PurePosixPath(name)
    yield name
    yield str(own.with_stem(f"{own.stem} (new)"))
    number = 2
    while True:
        yield str(own.with_stem(f"{own.stem} (new {number})"))
        number += 1


def _is_free(path: Path, ours: set[str | None]) -> bool:
    return not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() in ours


def _read_manifest(folder: Path) -> dict[str, str]:
    """The delivered versions; none when the file is absent or spoilt, which makes each file count as changed."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: a full disk must not leave half a lesson."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)

"""Who the learner is to the course: the hub's user name, else a random id kept on this computer."""

from __future__ import annotations

import os
import re
import uuid
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

_ID = re.compile(r"[0-9a-f]{32}")


def home() -> Path:
    """The folder of the learner's own data: `SPINELAB_HOME`, else the platform's data folder. It may not exist yet."""
    named = os.environ.get("SPINELAB_HOME")
    return Path(named) if named else user_data_path("spinelab", appauthor=False)


def learner() -> str:
    """The learner's name to the course. It decides the order of options and the numbers of questions."""
    return os.environ.get("JUPYTERHUB_USER") or own_id(home())


@cache
def own_id(folder: Path) -> str:
    """The random id kept in `folder/learner`, made on first use. Kernels that start at once agree on one.

    Where nothing can be written, an id that lasts as long as the kernel.
    """
    path = folder / "learner"
    new = uuid.uuid4().hex
    try:
        return _read(path) or _claim(path, new)
    except OSError:
        return new


def _claim(path: Path, new: str) -> str:
    """Put a finished file in place in one step, unless another kernel was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".learner-{new}")
    draft.write_text(new, encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        if not _read(path):
            draft.replace(path)
            return new
    except OSError:  # a file system without hard links
        draft.replace(path)
        return new
    draft.unlink()
    return _read(path)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return text if _ID.fullmatch(text) else ""

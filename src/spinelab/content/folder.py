"""Where the course's data and notebooks are: a checkout, a wheel, or a folder that `SPINELAB_DATA` names."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def data_folder() -> Path:
    """The folder of authored data. Read anew on each call, so that an edited file shows on the next run."""
    named = os.environ.get("SPINELAB_DATA")
    return Path(named) if named else _beside("data")


def notebooks_folder() -> Path:
    """The folder of the lessons as they are published."""
    return _beside("notebooks")


def exercises_folder() -> Path:
    """The folder of the assignments with their keys. It is in a checkout only: it is never installed."""
    return _beside("exercises")


@cache
def in_checkout() -> bool:
    """Whether the code runs from a checkout, with `data/` and `notebooks/` beside `src/`."""
    return (_PACKAGE.parents[1] / "pyproject.toml").is_file() and _PACKAGE.parent.name == "src"


def short_name(path: Path) -> str:
    """A path as messages show it: relative to the data folder's parent where it lies inside it."""
    try:
        return path.resolve().relative_to(data_folder().resolve().parent).as_posix()
    except ValueError:
        return path.name


def stamps(folder: str, pattern: str) -> tuple[tuple[Path, int, int], ...]:
    """The files of a data folder with their time and size: a key under which to keep what was read from them."""
    found = []
    for path in sorted((data_folder() / folder).glob(pattern)):
        about = path.stat()
        found.append((path, about.st_mtime_ns, about.st_size))
    return tuple(found)


@cache
def _beside(name: str) -> Path:
    return _PACKAGE.parents[1] / name if in_checkout() else _PACKAGE / f"_{name}"

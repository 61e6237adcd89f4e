"""What is worked out from the files of `data/anatomy`, kept for as long as they stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from spinelab.content.folder import data_folder

BONES, COLUMN, SOFT = "spine.npz", "column.yaml", "soft.yaml"

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def kept(*files: str, most: int = 32) -> Callable[[Callable[_Given, _Answer]], Callable[_Given, _Answer]]:
    """A function that keeps its last `most` answers, and works them out anew once one of these files has changed.

    Everyone gets the same answer: nobody may change it. Raises FileNotFoundError where a file is not there.
    """

    def keeping(work_out: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
        @lru_cache(maxsize=most)
        def known(_: object, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
            return work_out(*given, **named)

        @wraps(work_out)
        def answer(*given: _Given.args, **named: _Given.kwargs) -> _Answer:
            return known(_stamps(files), *given, **named)  # type: ignore[arg-type]  # lru_cache asks for Hashable

        return answer

    return keeping


def _stamps(files: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    """Where the files are, when they were written, and their sizes: asked some thirty times for one spine."""
    abouts = [(name, path.stat()) for name, path in _paths(data_folder(), files)]
    return tuple((name, about.st_mtime_ns, about.st_size) for name, about in abouts)


@lru_cache(maxsize=32)
def _paths(folder: Path, files: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    return tuple((str(folder / "anatomy" / file), folder / "anatomy" / file) for file in files)

"""The course's data, copied, for the tests that damage or correct it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spinelab.content import data_folder


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the course's data that the course reads and a test may change."""
    copy = tmp_path / "data"
    shutil.copytree(data_folder(), copy)
    monkeypatch.setenv("SPINELAB_DATA", str(copy))
    return copy


@pytest.fixture
def change(own_data: Path) -> Callable[[str, str, str], int]:
    """Replaces the first such text in a file of the copy, named below `data/`; returns the line where it stood."""

    def changed(file: str, old: str, new: str) -> int:
        path = own_data / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return changed

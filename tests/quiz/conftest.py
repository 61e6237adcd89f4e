"""A course whose only reference is Known2001."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def course_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one reference."""
    item = {"id": "Known2001", "title": "Known", "author": [{"family": "Known"}], "DOI": "10.1000/known"}
    folder = tmp_path / "data"
    (folder / "references").mkdir(parents=True)
    (folder / "references" / "test.json").write_text(json.dumps([item | {"issued": {"date-parts": [[2001]]}}]))
    monkeypatch.setenv("SPINELAB_DATA", str(folder))
    return folder

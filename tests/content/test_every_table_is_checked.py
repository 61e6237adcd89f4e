"""`spinelab check` reads every table that the lessons show, not only what they cite."""

from __future__ import annotations

from pathlib import Path

import pytest

from spinelab import course

TABLES = [
    "anatomy/column.yaml",
    "anatomy/diseases.yaml",
    "anatomy/soft.yaml",
    "anatomy/structures.yaml",
    "disease/cohort.csv",
    "disease/features.yaml",
    "disease/disputes.yaml",
    "disease/findings.csv",
    "disease/likelihood.yaml",
    "treatment/drugs.csv",
    "treatment/effects.csv",
    "treatment/facts.csv",
    "treatment/home_and_physical.csv",
]


@pytest.mark.parametrize("name", TABLES)
def test_damage_is_told_with_its_file(name: str, own_data: Path) -> None:
    lines = (own_data / name).read_text(encoding="utf-8").splitlines(keepends=True)
    (own_data / name).write_text("".join([*lines, "one,two,three: [four\n"]), encoding="utf-8")
    assert any(fault.file.endswith(name) for fault in course.check())

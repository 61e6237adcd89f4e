"""`spinelab check` reads every table that the lessons show, not only what they cite."""

from __future__ import annotations

from pathlib import Path

import pytest

from spinelab import course

TOGETHER = (
    (
        "anatomy/column.yaml",
        "anatomy/diseases.yaml",
        "anatomy/soft.yaml",
        "anatomy/structures.yaml",
        "disease/features.yaml",
        "disease/disputes.yaml",
        "disease/likelihood.yaml",
        "treatment/drugs.csv",
        "treatment/effects.csv",
        "treatment/facts.csv",
        "treatment/home_and_physical.csv",
    ),
    ("disease/cohort.csv",),  # read after the features, and before the findings
    ("disease/findings.csv",),
)


@pytest.mark.parametrize("names", TOGETHER)
def test_damage_is_told_with_its_file_and_place(names: tuple[str, ...], own_data: Path) -> None:
    ends = {}
    for name in names:
        text = (own_data / name).read_text(encoding="utf-8")
        (own_data / name).write_text(f"{text}one,two,three: [four\n", encoding="utf-8")
        ends[f"data/{name}"] = text.count("\n")
    told = {fault.file for fault in course.check() if fault.line > ends.get(fault.file, fault.line)}
    assert told == set(ends)

"""What is authored of the model is checked: `spinelab check` tells file, line and the nearest valid choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spinelab import course
from spinelab.anatomy.column import column
from spinelab.anatomy.soft.sizes import sizes
from spinelab.content import ContentError, Fault

Change = Callable[[str, str, str], int]


def test_the_check_finds_what_is_misspelt_in_any_file_of_the_model(change: Change) -> None:
    wrong = [
        ("soft.yaml", "source: Lu1998", "sorce: Lu1998", "unknown field ‘sorce’; did you mean ‘source’?"),
        ("column.yaml", "  C5-C6: 0.16", "  C5-6: 0.16", "‘C5-6’ is no segment here; did you mean ‘C5-C6’?"),
        ("structures.yaml", "says:", "say:", "unknown field ‘say’; did you mean ‘says’?"),
        ("atlas.yaml", "source: ", "source: X", " is not a reference; did you mean ‘"),
    ]
    lines = {file: change(f"anatomy/{file}", old, new) for file, old, new, _ in wrong}
    faults = [fault for fault in course.check() if fault.file.startswith("data/anatomy/")]
    for file, _, _, said in wrong:
        here = [fault for fault in faults if fault.file == f"data/anatomy/{file}" and said in fault.message]
        assert [fault.line for fault in here] == [lines[file]], faults


@pytest.mark.parametrize(
    ("load", "file", "old", "new", "said"),
    [
        (sizes, "soft.yaml", "name: transverse ligament thickness", "name: transverse ligament", "transverse ligament"),
        (sizes, "soft.yaml", "values: {C1: 7.73}", "values: {C11: 7.73}", "no bone ‘C11’; did you mean ‘C1’?"),
        (sizes, "soft.yaml", "level: L1", "level: L7", "there is no bone ‘L7’"),
        (sizes, "soft.yaml", "mm: 9.0", "mm: tall", "ligaments[1].mm: expected a number; found text"),
        (column, "column.yaml", "sacral_slope:", "sacral_slop:", "unknown field ‘sacral_slop’; did you mean ‘sacral_s"),
        (
            column,
            "column.yaml",
            "name: thoracic_kyphosis_deg",
            "name: kyphosis",
            "].name: found ‘kyphosis’; there is: ",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(
    load: Callable[[], object], file: str, old: str, new: str, said: str, change: Change
) -> None:
    line = change(f"anatomy/{file}", old, new)
    assert [(fault.line, said in fault.message) for fault in _faults(load)] == [(line, True)]


def test_a_size_that_is_lacking_is_told(own_data: Path) -> None:
    path = own_data / "anatomy" / "soft.yaml"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if "tectorial membrane width" not in row), encoding="utf-8")
    assert [fault.message for fault in _faults(sizes)] == ["‘ligaments’ lacks tectorial membrane width"]


def _faults(load: Callable[[], object]) -> list[Fault]:
    with pytest.raises(ContentError) as raised:
        load()
    return raised.value.faults

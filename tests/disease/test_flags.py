"""Red flags: read and shown, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spinelab.content import ContentError
from spinelab.disease import flags

Change = Callable[[str, str, str], int]


def test_covers_what_must_not_be_missed() -> None:
    points = {flag.points_to for flag in flags.load()}
    assert {
        "Cauda equina syndrome", "Cervical myelopathy", "Spinal infection", "Vertebral fracture", "Cancer in the spine",
    } <= points  # fmt: skip


def test_the_most_urgent_come_first() -> None:
    order = [flags.WHEN.index(flag.when) for flag in flags.red_flag_table().flags]
    assert order == sorted(order)
    assert order[0] == 0


def test_every_flag_names_a_source() -> None:
    assert all(flag.sources for flag in flags.load())


def test_the_table_shows_facts_and_scoped_headers() -> None:
    table = flags.red_flag_table()
    bundle = table._repr_mimebundle_()
    assert bundle["text/plain"].startswith("RedFlagTable(14 flags; first: Numb saddle area")
    assert "62 % (49–74)" in bundle["text/html"]
    assert bundle["text/html"].count('scope="row"') == len(table.flags)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",Today,", ",Tooday,", "did you mean ‘Today’"),
        ("Dionne2019", "Dionne2091", "Dionne2091"),
        ("redflag-contusion", "redflag-contusio", "did you mean ‘redflag-contusion’"),
    ],
)
def test_a_fault_names_file_and_line(change: Change, old: str, new: str, said: str) -> None:
    change("disease/red_flags.csv", old, new)
    with pytest.raises(ContentError, match=r"data/disease/red_flags\.csv:\d+: ") as caught:
        flags.load()
    assert said in str(caught.value)

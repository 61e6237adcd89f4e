"""What does not fit a record is told at its own line, by the name that stands there, in the author's words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, field

from spinelab.content import ContentError
from spinelab.content.records import Id, Record, Text
from spinelab.content.typed import typed
from spinelab.content.yamltext import parse


class Size(Record, frozen=True, kw_only=True):
    mm: float
    status: Literal["verified", "derived"] = "derived"


class Thing(Record, frozen=True, kw_only=True):
    id: Id
    says: Text = "x"
    sizes: dict[str, Size] = field(default_factory=dict)
    rows: Annotated[tuple[Size, ...], Meta(max_length=2)] = ()
    levels: dict[str, float] | None = None


CASES = [
    (Thing, "id: a\nsay: b", 2, "unknown field ‘say’; did you mean ‘says’?"),
    (Thing, "says: b", 1, "‘id’ is missing"),
    (Thing, "id: a b", 1, "id: expected letters, digits and hyphens without spaces"),
    (Thing, "id: a\nsays: ' '", 2, "says: expected some text"),
    (Thing, "id: a\nsays: 3", 2, "says: expected text; found a whole number"),
    (Thing, "id: a\nrows:\n  - mm: 1\n  - status: derived", 4, "‘mm’ is missing in rows[1]"),
    (Thing, "id: a\nrows:\n  - mm: 1\n    statu: x", 4, "unknown field ‘statu’; did you mean ‘status’?"),
    (
        Thing,
        "id: a\nrows:\n  - mm: 1\n    status: verify",
        4,
        "rows[0].status: found ‘verify’; did you mean ‘verified’?",
    ),
    (Thing, "id: a\nsizes:\n  C1: {mm: 2}\n  C2: {mn: 2}", 4, "unknown field ‘mn’; there is: mm, status"),
    (Thing, "id: a\nsizes:\n  C1: {mm: 2}\n  C2:\n    mm: wide", 5, "sizes.C2.mm: expected a number; found text"),
    (Thing, "id: a\nlevels:\n  C1: 3\n  C2: wide", 4, "levels.C2: expected a number; found text"),
    (tuple[Size, ...], "- mm: 1\n- mm: wide", 2, "mm: expected a number; found text"),
    (tuple[Size, ...], "mm: 1", 1, "expected a list; found a list of ‘name: value’ lines"),
    (dict[str, float], "C1: 2\nC2: wide", 2, "C2: expected a number; found text"),
]


@pytest.mark.parametrize(("shape", "text", "line", "said"), CASES)
def test_a_misfit_is_told(shape: Any, text: str, line: int, said: str) -> None:
    with pytest.raises(ContentError) as raised:
        typed(parse(text, "file.yaml"), shape)
    (fault,) = raised.value.faults
    assert (fault.file, fault.line, fault.message) == ("file.yaml", line, said)


def test_what_fits_is_given_back() -> None:
    assert typed(parse("id: a\nsizes: {C1: {mm: 2}}", "file.yaml"), Thing) == Thing(id="a", sizes={"C1": Size(mm=2.0)})

"""`data/anatomy/column.yaml`: how the bones stand on each other at rest, and how a bend is shared among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spinelab.anatomy.kept import COLUMN, kept
from spinelab.anatomy.levels import ORDER, segment
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import data_folder
from spinelab.content.records import Record, Text
from spinelab.content.typed import typed
from spinelab.content.yamltext import Document, read

Status = Literal["verified", "derived", "teaching assumption"]
_SEGMENTS = tuple(segment(upper) for upper in ORDER[:-1])
_WITH_DISC = tuple(name for name in _SEGMENTS if name.startswith(("C", "T", "L")) and name != "C1-C2")


class Slope(Record, frozen=True, kw_only=True):
    """How far the upper plate of the sacrum is tilted forward."""

    degrees: float
    source: Text
    status: Status


class Measure(Record, frozen=True, kw_only=True):
    """A published size of the standing column: a curve or an interval; `name` is that of `Spine.truth`."""

    name: Literal["adi_mm", "padi_mm", "cervical_lordosis_deg", "thoracic_kyphosis_deg", "lumbar_lordosis_deg"]
    what: Text
    value: float
    source: Text
    status: Status


class Outside(Record, frozen=True, kw_only=True):
    """A size of a level (or of the ‘column’) that differs from the published one, and why."""

    level: Text
    name: Text
    why: Text


class Column(Record, frozen=True, kw_only=True):
    """All of it, by segment such as ‘C3-C4’: heights of discs and gaps of joints in mm, angles in degrees.

    `flexion_shares` are those of the neck, then those of the trunk; those that can move share a bend in proportion.
    """

    discs: dict[str, float]
    disc_angles: dict[str, float]
    joint_gaps: dict[str, float]
    sacral_slope: Slope
    measures: tuple[Measure, ...]
    outside: tuple[Outside, ...]
    flexion_shares: dict[str, float]


@kept(COLUMN, most=2)
def column() -> Column:
    """The file. Raises ContentError with every fault: file, line, nearest valid choice."""
    document = read(data_folder() / "anatomy" / "column.yaml")
    found = typed(document, Column)
    if faults := list(_faults(document, found)):
        raise ContentError(faults)
    return found


def _faults(document: Document, found: Column) -> Iterator[Fault]:
    of_bends = [name for name in _SEGMENTS if not name.startswith("T") or name == "T12-L1"]
    for key, segments in (
        ("discs", _WITH_DISC),
        ("disc_angles", _WITH_DISC),
        ("joint_gaps", _SEGMENTS),
        ("flexion_shares", of_bends),
    ):
        given = getattr(found, key)
        for name in given:
            if name not in segments:
                yield document.fault((key, name), f"‘{name}’ is no segment here{nearest(name, segments)}")
        if lacking := [name for name in segments if name not in given]:
            yield document.fault((key,), f"‘{key}’ lacks {', '.join(lacking)}")

"""`data/anatomy/soft.yaml`: the sizes of cord and ligaments, each with its source and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.column import Status
from spinelab.anatomy.kept import SOFT, kept
from spinelab.anatomy.levels import ORDER
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import data_folder
from spinelab.content.records import Record, Text
from spinelab.content.typed import typed
from spinelab.content.yamltext import Document, read

Array = NDArray[np.float64]
Measure = Literal["depth", "width", "in_front"]
Ligament = Literal[
    "transverse ligament thickness",
    "transverse ligament height",
    "alar ligament thickness",
    "alar ligament height",
    "apical ligament thickness",
    "cruciform band thickness",
    "cruciform band width",
    "tectorial membrane thickness",
    "tectorial membrane width",
    "atlanto-occipital membrane thickness",
    "atlanto-occipital membrane width",
    "longitudinal ligament thickness",
    "longitudinal ligament width",
]


class CordSize(Record, frozen=True, kw_only=True):
    """One size of the cord, mm (`in_front`: a share), by the vertebra at whose height it holds."""

    measure: Measure
    what: Text
    source: Text
    status: Status
    values: dict[str, float]


class Conus(Record, frozen=True, kw_only=True):
    """Where the cord ends: so far below the middle of the canal of a level, in bones, and over how many it narrows."""

    what: Text
    source: Text
    status: Status
    level: Text
    below_its_middle: float
    tapers_over: float


class LigamentSize(Record, frozen=True, kw_only=True):
    """One size of a ligament, mm."""

    name: Ligament
    source: Text
    status: Status
    mm: float


class Sizes(Record, frozen=True, kw_only=True):
    """All of them."""

    cord: tuple[CordSize, ...]
    conus: Conus
    ligaments: tuple[LigamentSize, ...]


@kept(SOFT, most=2)
def sizes() -> Sizes:
    """The file. Raises ContentError with every fault: file, line, nearest valid choice."""
    document = read(data_folder() / "anatomy" / "soft.yaml")
    found = typed(document, Sizes)
    if faults := list(_faults(document, found)):
        raise ContentError(faults)
    return found


def along_the_cord(measure: Measure, place: Array) -> Array:
    """A size of the cord at places counted in bones from the occiput down (0 occiput, 1 atlas …)."""
    known = {ORDER.index(at): mm for row in sizes().cord if row.measure == measure for at, mm in row.values.items()}
    levels = sorted(known)
    return np.asarray(np.interp(place, levels, [known[level] for level in levels]))


def conus() -> tuple[float, float]:
    """The places where the cord begins to narrow and where it ends, counted as in `along_the_cord`."""
    here = sizes().conus
    end = ORDER.index(here.level) + here.below_its_middle
    return end - here.tapers_over, end


def ligament_mm(name: Ligament) -> float:
    """A size of a ligament, such as `transverse ligament thickness`, mm."""
    return next(row.mm for row in sizes().ligaments if row.name == name)


def _faults(document: Document, found: Sizes) -> Iterator[Fault]:
    for place, row in enumerate(found.cord):
        for level in row.values:
            if level not in ORDER:
                where = ("cord", place, "values", level)
                yield document.fault(where, f"there is no bone ‘{level}’{nearest(level, ORDER)}")
    if found.conus.level not in ORDER:
        message = f"there is no bone ‘{found.conus.level}’{nearest(found.conus.level, ORDER)}"
        yield document.fault(("conus", "level"), message)
    for key, wanted, given in (
        ("cord", get_args(Measure), {row.measure for row in found.cord}),
        ("ligaments", get_args(Ligament), {row.name for row in found.ligaments}),
    ):
        if lacking := [name for name in wanted if name not in given]:
            yield document.fault((key,), f"‘{key}’ lacks {', '.join(lacking)}")

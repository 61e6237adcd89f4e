"""`data/anatomy/soft.yaml`: the sizes of cord and ligaments, each with its source and how sure it is."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.levels import ORDER
from spinelab.content.faults import ContentError
from spinelab.content.folder import data_folder
from spinelab.content.records import Record, Text
from spinelab.content.yamltext import read

Array = NDArray[np.float64]
Measure = Literal["depth", "width", "in_front"]
Status = Literal["verified", "derived", "teaching assumption"]


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

    name: Text
    source: Text
    status: Status
    mm: float


class Sizes(Record, frozen=True, kw_only=True):
    """All of them."""

    cord: tuple[CordSize, ...]
    conus: Conus
    ligaments: tuple[LigamentSize, ...]


@lru_cache(maxsize=1)
def sizes() -> Sizes:
    """The file. Raises ContentError with file and line when it does not hold what it should."""
    document = read(data_folder() / "anatomy" / "soft.yaml")
    try:
        return msgspec.convert(document.value, Sizes)
    except msgspec.ValidationError as error:
        raise ContentError.at(document.file, 1, str(error)) from None


def along_the_cord(measure: Measure, place: Array) -> Array:
    """A size of the cord at places counted in bones from the occiput down (0 occiput, 1 atlas …)."""
    known = {ORDER.index(at): mm for row in sizes().cord if row.measure == measure for at, mm in row.values.items()}
    levels = sorted(known)
    return np.asarray(np.interp(place, levels, [known[level] for level in levels]))


def conus() -> tuple[float, float]:
    """The places where the cord begins to narrow and where it ends, counted as in `along_the_cord`."""
    kept = sizes().conus
    end = ORDER.index(kept.level) + kept.below_its_middle
    return end - kept.tapers_over, end


@lru_cache(maxsize=32)
def ligament_mm(name: str) -> float:
    """A size of a ligament, such as `transverse ligament thickness`."""
    return next(size.mm for size in sizes().ligaments if size.name == name)

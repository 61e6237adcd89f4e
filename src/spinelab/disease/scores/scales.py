"""The scales of the scores: title, formula in words, bands and sources, from `data/disease/scores.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal

from spinelab.content import nearest
from spinelab.content.folder import stamps
from spinelab.content.records import Record, Text
from spinelab.content.typed import typed
from spinelab.content.yamltext import read
from spinelab.disease.outcome import Part, Score

Row = tuple[str, Fraction | None, str]
"""A part of a score: its name, what it counts (None: left out), and how it was worked out."""


class Band(Record, frozen=True, kw_only=True):
    """A band: values less than `below`, or up to `to` and with it; the last band has no end."""

    name: Text
    below: float | None = None
    to: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value that no earlier band holds is in this one."""
        if self.below is not None:
            return value < self.below
        return self.to is None or value <= self.to


class Scale(Record, frozen=True, kw_only=True):
    """What is published of a score. `seen` says where its formula and its cut-offs were read."""

    title: Text
    formula: Text
    bands: tuple[Band, ...]
    sources: tuple[Text, ...]
    status: Literal["verified", "secondary", "from memory"]
    seen: Text

    def band(self, value: float) -> str:
        """The band that an unrounded value falls into."""
        return next(band.name for band in self.bands if band.holds(value))


def scale(name: str) -> Scale:
    """The scale of a score by name, such as `das28_esr`. Raises LookupError naming the nearest."""
    known = _read(stamps("disease", "scores.yaml"))
    if name not in known:
        raise LookupError(f"no score is named ‘{name}’{nearest(name, known)}")
    return known[name]


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int, int], ...]) -> dict[str, Scale]:
    ((path, _, _),) = files
    return typed(read(path), dict[str, Scale])


def exact(value: float) -> Fraction:
    """The number as it was written: 2.7 is 27/10, so that 0.1 + 2.7 is 2.8 and not a little more."""
    return Fraction(repr(float(value)))


def words(name: str) -> str:
    """An argument's name as a person reads it: `back_pain` is “Back pain”."""
    return name.replace("_", " ").capitalize()


def summed(name: str, rows: Sequence[Row]) -> Score:
    """The score that is the sum of its parts, exact to the end, in the band of its scale."""
    value = float(sum((counts for _, counts, _ in rows if counts is not None), Fraction(0)))
    found = scale(name)
    detail = tuple(Part(part, None if counts is None else float(counts), how) for part, counts, how in rows)
    return Score(value, found.band(value), detail, title=found.title)

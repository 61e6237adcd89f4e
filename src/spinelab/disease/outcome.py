"""What a score and a rule give back, and how a notebook shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from spinelab.content.shown import Shown
from spinelab.disease.tables import table_html


@dataclass(frozen=True)
class Part:
    """One part of a score: its name, how it was worked out, and what it adds (None: it decides, but adds nothing)."""

    name: str
    counts: float | None
    how: str = ""


@dataclass(frozen=True, repr=False)
class Score(Shown):
    """A score: its value, unrounded; the band it falls into; and its parts, in order.

    The band is decided on the unrounded value.
    """

    value: float
    band: str
    detail: tuple[Part, ...]
    title: str = field(default="Score", kw_only=True)

    @property
    def verdict(self) -> str:
        """The result in a few words: `4.56, moderate`; the band alone where nothing was added up."""
        counted = not self.detail or any(part.counts is not None for part in self.detail)
        return f"{shown(self.value)}, {self.band}" if counted else self.band

    def __repr__(self) -> str:
        return f"<{self.title}: {self.verdict}>"

    def to_html(self) -> str:
        """An HTML table: a row for each part."""
        rows = [
            (escape(part.name), escape(part.how), "–" if part.counts is None else _plain(part.counts, 2))
            for part in self.detail
        ]
        caption = f"{escape(self.title)}: <b>{escape(self.verdict)}</b>"
        return table_html(caption, ("Part", "How", "Counts"), rows)


@dataclass(frozen=True, repr=False)
class Classification(Shown):
    """Whether a set of criteria is met, its points (None where it has none), and why, line by line.

    Criteria classify people for studies. They do not make a diagnosis.
    """

    meets: bool
    points: float | None
    because: list[str]
    title: str = field(default="Criteria", kw_only=True)

    @property
    def verdict(self) -> str:
        """The result in a few words, such as `met, 11 points`."""
        points = "" if self.points is None else f", {shown(self.points)} point{'' if self.points == 1 else 's'}"
        return f"{met(self.meets)}{points}"

    def __repr__(self) -> str:
        return f"<{self.title}: {self.verdict}>"

    def to_html(self) -> str:
        """The verdict, and a list of the reasons."""
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.because)
        return f"<div><p>{escape(self.title)}: <b>{self.verdict}</b></p><ul>{lines}</ul></div>"


def met(yes: bool) -> str:
    """How a rule is said to have come out."""
    return "met" if yes else "not met"


def shown(value: float) -> str:
    """A value with two decimals, or with more where two would put it on a cut-off that it does not reach.

    Cut-offs are tenths: 2.5996 is written 2.5996, not 2.60, which would read as the next band.
    """
    for digits in (2, 4, 6):
        written = round(value, digits)
        if abs(written - round(value, 1)) > 1e-9 or abs(written - value) < 1e-9:
            return _plain(value, digits)
    return repr(value)


def _plain(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".").replace("-", "−")

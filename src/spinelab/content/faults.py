"""Faults, told to the person who made them: in authored content, and in what somebody asked of a function."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with authored content: where it is, and what to do.

    `file` is relative to the data folder or the checkout. `line` counts from 1; 0 means the whole file.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message}"


class ContentError(ValueError):
    """Authored content that cannot be used. `faults` lists each thing found, one line each when printed."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))

    @classmethod
    def at(cls, file: str, line: int, message: str) -> ContentError:
        """The error of a single fault."""
        return cls([Fault(file, line, message)])

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a traceback: the author needs the place, not the stack."""
        return [str(fault) for fault in self.faults]


class _Told(Exception):
    """What a notebook shows as the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class InputError(_Told, ValueError):
    """A value that a function of the course cannot take. A notebook shows the sentence alone."""


class InputTypeError(_Told, TypeError):
    """A thing of another kind than a function of the course takes. A notebook shows the sentence alone."""


def nearest(wrong: object, valid: Iterable[str]) -> str:
    """`"; did you mean ‘x’?"` with the valid name closest to a wrong one, or the first few valid names.

    Capitals and small letters count as the same. What is not even text is compared as it is printed. Names are listed
    by their letters, then by their numbers: T2 before T10.
    """
    names = sorted(set(valid), key=_counted)
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(str(wrong).casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"; did you mean ‘{folded[close[0]]}’?"
    if not names:
        return ""
    few = ", ".join(names[:8])
    return f"; there is: {few}" + (" …" if len(names) > 8 else "")


def _counted(name: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]

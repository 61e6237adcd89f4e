"""A mark, and what a response may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Response = str | int | float | Sequence[str | int] | Mapping[str, str] | None


@dataclass(frozen=True)
class Mark:
    """The mark of one response. `correct` is None when nothing was answered, which differs from wrong.

    `feedback` holds one message for each thing chosen or typed, in the authored order.
    """

    points: float
    out_of: float
    correct: bool | None
    feedback: tuple[str, ...] = ()


def scored(share: float, out_of: float, feedback: tuple[str, ...]) -> Mark:
    """The mark for a share (0 to 1) of the points; only the whole is correct."""
    return Mark(round(share * out_of, 4) if share < 1 else out_of, out_of, share >= 1, feedback)

"""How well measurements agree with the truth, as Bland and Altman compare two ways of measuring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from spinelab.content.facts import fact
from spinelab.content.faults import InputError

CLOSE_MM, NEAR_MM = 1.0, 2.0
"""Errors that the reading room counts: a teaching choice, not a published limit."""
_FEW = 10  # films; from fewer, limits of agreement are no more than a first look


class Agreement(NamedTuple):
    """The mean error, the limits between which 95 of 100 errors are expected, and how many were compared.

    One error alone has no limits: they are nan.
    """

    bias: float
    lower: float
    upper: float
    n: int


def bland_altman(measured: Sequence[float], truth: Sequence[float]) -> Agreement:
    """Bias and limits of agreement of measurements with the truth, in their unit (BlandAltman1986, BlandAltman1999).

    The limits lie 1.96 standard deviations of the errors on either side of the bias. ValueError when there is nothing
    to compare, or when the two differ in number.
    """
    if len(measured) != len(truth):
        raise InputError(f"{len(measured)} measurements cannot be compared with {len(truth)} true values")
    if not len(measured):
        raise InputError("there is nothing to compare: measure a film first")
    errors = np.subtract(measured, truth)
    bias = float(errors.mean())
    spread = standard_deviations() * float(errors.std(ddof=1)) if len(errors) > 1 else float("nan")
    return Agreement(bias, bias - spread, bias + spread, len(errors))


def standard_deviations() -> float:
    """How many standard deviations of the errors the limits of agreement lie from the bias."""
    return fact("limits-of-agreement").exact


def in_words(measured: Sequence[float], truth: Sequence[float]) -> str:
    """The agreement of lengths in mm as a few sentences. ValueError as `bland_altman`."""
    found = bland_altman(measured, truth)
    if found.n == 1:
        return f"One film measured: {_error(found.bias)}. Limits of agreement need two films or more."
    errors = np.abs(np.subtract(measured, truth))
    close, near = (int((errors <= limit).sum()) for limit in (CLOSE_MM, NEAR_MM))
    rough = " From so few films the limits are rough." if found.n < _FEW else ""
    return (
        f"{found.n} films measured. Bias: on average {_error(found.bias)}. Limits of agreement: about 95 of 100 errors "
        f"like yours are expected between {signed(found.lower)} and {signed(found.upper)}.{rough} "
        f"Within {CLOSE_MM:g} mm of the truth: {close} of {found.n}; within {NEAR_MM:g} mm: {near} of {found.n}."
    )


def signed(mm: float) -> str:
    """An error in mm with its sign: +0.4 mm, −1.2 mm, 0.0 mm."""
    shown = f"{abs(mm):.1f}"
    sign = "" if shown == "0.0" else "+" if mm > 0 else "\u2212"
    return f"{sign}{shown} mm"


def _error(bias: float) -> str:
    shown = f"{abs(bias):.1f}"
    if shown == "0.0":
        return "neither too long nor too short"
    return f"{shown} mm too {'long' if bias > 0 else 'short'}"

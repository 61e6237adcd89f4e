"""How well measurements agree with the truth, as Bland and Altman compare two ways of measuring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from spinelab.content.facts import fact
from spinelab.content.faults import InputError
from spinelab.imaging.limits import close_enough
from spinelab.imaging.measures import spelled, to_tenth

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
    errors = [abs(to_tenth(error)) for error in np.subtract(measured, truth)]
    close_mm = close_enough("mm")
    close, near = (sum(error <= limit for error in errors) for limit in (close_mm, 2 * close_mm))
    rough = " From so few films the limits are rough." if found.n < _FEW else ""
    return (
        f"{found.n} films measured. Bias: on average {_error(found.bias)}. Limits of agreement: about 95 of 100 errors "
        f"like yours are expected between {spelled(found.lower, 'mm', signed=True)} and "
        f"{spelled(found.upper, 'mm', signed=True)}.{rough} "
        f"Within {close_mm:g} mm of the truth: {close} of {found.n}; within {2 * close_mm:g} mm: {near} of {found.n}."
    )


def _error(bias: float) -> str:
    if not to_tenth(bias):
        return "neither too long nor too short"
    return f"{spelled(abs(bias), 'mm')} too {'long' if bias > 0 else 'short'}"

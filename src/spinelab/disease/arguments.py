"""What a person gave a score or a rule, checked: an error names the argument, the value and what is allowed."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Sequence
from numbers import Real

import numpy as np

from spinelab.content.faults import InputError, nearest


def number(argument: str, value: object, low: float, high: float, unit: str = "") -> float:
    """A finite number from `low` to `high`. Raises InputError for text, a bool, NaN and what lies outside."""
    expected = f"expected a number from {low:g} to {high:g}{f' {unit}' if unit else ''}"
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise _wrong(argument, value, expected)
    try:
        found = float(value)
    except OverflowError:
        raise _wrong(argument, value, expected) from None
    if not low <= found <= high:  # NaN compares false, so it is refused here, too
        raise _wrong(argument, value, expected)
    return found


def count(argument: str, value: object, high: int, low: int = 0) -> int:
    """A whole number from `low` to `high`. Raises InputError otherwise."""
    expected = f"expected a whole number from {low} to {high}"
    try:
        found = number(argument, value, low, high)
    except InputError:
        raise _wrong(argument, value, expected) from None
    if not found.is_integer():
        raise _wrong(argument, value, expected)
    return int(found)


def yes_no(argument: str, value: object) -> bool:
    """True or False. Raises InputError for anything else: 1, "yes" and None are no answers."""
    if not isinstance(value, bool | np.bool_):
        raise _wrong(argument, value, "expected True or False")
    return bool(value)


def one_of(argument: str, value: object, allowed: Sequence[str]) -> str:
    """One of a few words. Raises InputError that lists them."""
    if not isinstance(value, str) or value not in allowed:
        raise _wrong(argument, value, f"expected {', '.join(map(repr, allowed[:-1]))} or {allowed[-1]!r}")
    return value


def names(argument: str, value: object, allowed: Iterable[str]) -> list[str]:
    """The names in a list or set, each once, in the order of `allowed`. Raises InputError naming the nearest one."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise _wrong(argument, value, "expected a list of item names")
    known, given = list(allowed), list(value)
    for name in given:
        if not isinstance(name, str) or name not in known:
            hint = nearest(name, known) if isinstance(name, str) else "; expected item names"
            raise InputError(f"{argument} holds {reprlib.repr(name)}, which is no item{hint}")
    return [name for name in known if name in given]


def ratings(argument: str, value: object, how_many: int) -> list[object]:
    """A list of exactly `how_many` answers, not yet checked one by one. Raises InputError otherwise."""
    if isinstance(value, str | bytes | dict) or not isinstance(value, Iterable):
        raise _wrong(argument, value, f"expected a list of {how_many} answers")
    found = list(value)
    if len(found) != how_many:
        raise InputError(f"{argument} holds {len(found)} answers; expected {how_many}")
    return found


def _wrong(argument: str, value: object, expected: str) -> InputError:
    kind = "" if isinstance(value, Real) and not isinstance(value, bool) else f" ({type(value).__name__})"
    return InputError(f"{argument} is {reprlib.repr(value)}{kind}; {expected}")

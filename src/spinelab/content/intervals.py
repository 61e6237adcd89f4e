"""How sure a share is: the interval that a count of people leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, repr=False)
class Interval:
    """The lowest and the highest share, in %, that fit with a count."""

    low: float
    high: float

    def __repr__(self) -> str:
        return f"{self.low:.1f} to {self.high:.1f} %"


def wilson(count: int, n: int, level: float = 0.95) -> Interval:
    """The Wilson score interval of `count` people among `n`, in % (Newcombe1998).

    Unlike the textbook interval (share ± 1.96 standard errors) it never leaves 0 to 100 % and holds for small `n`.
    `level` is the share of such intervals that hold the truth. Raises ValueError when no such group can exist.
    """
    if not n >= 1:
        raise ValueError(f"n is {n}; expected the number of people in the group, 1 or more")
    if not 0 <= count <= n:
        raise ValueError(f"count is {count}; expected 0 to {n}, the number of people in the group")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; expected a number between 0 and 1, such as 0.95")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends of the scale the formula is exact, and rounding is not.
    return Interval(100 * (middle - half) if count else 0.0, 100 * (middle + half) if count < n else 100.0)

"""Words burnt into a film: a few capital letters of five by seven dots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_DOTS = {
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "I": "01110 00100 00100 00100 00100 00100 01110",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "R": "11110 10001 10001 11110 10100 10010 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
}


def lettering(words: str, dot_px: int = 1) -> NDArray[np.bool_]:
    """Where ink falls, (h, w). KeyError for a letter that is not cut."""
    signs = [np.array([list(row) for row in _DOTS[letter].split()]) == "1" for letter in words]
    gap = np.zeros((7, 1), bool)
    line = np.hstack([part for sign in signs for part in (sign, gap)][:-1])
    return np.repeat(np.repeat(line, dot_px, axis=0), dot_px, axis=1)

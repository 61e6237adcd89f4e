"""How a change fades out: the step that bones are reshaped with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def smooth_step(x: Array) -> Array:
    """From 0 where x is 0 or less to 1 where it is 1 or more, without an edge at either end."""
    x = np.clip(x, 0, 1)
    return np.asarray(x * x * (3 - 2 * x))

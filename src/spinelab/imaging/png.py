"""A grey picture as PNG bytes, fast enough for a slider."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray


def png(image: NDArray[np.uint8]) -> bytes:
    """PNG of a grey image (h, w), or of a coloured one (h, w, 3): the same image gives the same bytes."""
    high, wide = image.shape[:2]
    rows = np.zeros((high, 1 + image[0].size), np.uint8)
    rows[:, 1:] = image.reshape(high, -1)
    head = struct.pack(">IIBBBBB", wide, high, 8, 2 if image.ndim == 3 else 0, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

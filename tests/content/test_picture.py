"""Small PNGs of pixels."""

import io

import numpy as np
from PIL import Image

from spinelab.content.picture import small_png


def test_few_colours_keep_size_and_look_and_give_the_same_bytes() -> None:
    ramp = np.zeros((40, 256, 4), np.uint8)
    ramp[..., :3], ramp[..., 3] = np.arange(256)[None, :, None], 255
    png = small_png(ramp, 64)
    shown = Image.open(io.BytesIO(png))
    assert (shown.size, shown.mode, len(shown.getcolors())) == ((256, 40), "P", 64)
    assert np.abs(np.asarray(shown.convert("RGB")).astype(int) - ramp[..., :3]).max() <= 4
    assert png == small_png(ramp.copy(), 64)
    assert len(png) < 1000

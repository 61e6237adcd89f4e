"""The matplotlib figure behind a picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from matplotlib.figure import Figure

from spinelab.content import Picture
from spinelab.treatment.figures import page


@pytest.fixture(scope="session")
def drawn() -> Callable[[Callable[[], Picture]], tuple[Figure, Picture]]:
    """Draws a picture once; gives the matplotlib figure and the picture."""

    @cache
    def draw(make: Callable[[], Picture]) -> tuple[Figure, Picture]:
        png, seen = page.png, list[Figure]()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(page, "png", lambda figure: seen.append(figure) or png(figure))
            picture = make()
        (figure,) = seen
        return figure, picture

    return draw

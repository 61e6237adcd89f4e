"""The contact sheets of disease: each state shows, each sheet is small and the same bytes each time."""

import numpy as np
import pytest

from spinelab.anatomy.standing import spine
from spinelab.content.picture import small_png
from spinelab.imaging.figures import states


@pytest.mark.parametrize(("region", "asked"), [("cervical", states.NECK), ("lumbar", states.LUMBAR)])
def test_each_state_of_a_sheet_is_seen_on_its_film(region, asked):
    at = np.array([0.0, -21, -29]) if region == "cervical" else np.array([0.0, 6, 95])
    films = [
        states._film(spine(region, **state), "lateral", at, (150, 280), 1.7).astype(int) for state in asked.values()
    ]
    for film in films[1:]:
        assert (np.abs(film - films[0]) > 40).sum() > 250


def test_sheets_are_small_and_the_same_each_time():
    drawn = {name: small_png(np.asarray(draw()), 255) for name, draw in states.SHEETS.items()}
    assert max(map(len, drawn.values())) < 250_000
    assert small_png(np.asarray(states.states_sacroiliac()), 255) == drawn["states-sacroiliac"]

"""What is true of the model is what its films show: edges found in the greys agree within half a millimetre.

Where two edges lie on each other no reader can tell them apart, and neither does the second way: it says so. A share of
the films must be told. Wedging is read from T4 to L4: in the neck the uncinate processes lie over the plates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from spinelab.anatomy import spine
from spinelab.anatomy.levels import below
from spinelab.imaging import Radiograph, radiograph

from .second_way_on_films import atlantodental, front_step, wedge_percent

AGREE_MM = 0.5
LOOK_OFF_MM = 0.5  # the places near which edges are looked for are off by up to this


def film(region: str, **state: Any) -> Radiograph:
    """A film without grain, with fine pixels."""
    return radiograph(spine(region, **state), pixel_mm=0.25, seed=None)


@pytest.fixture
def off() -> Iterator[float]:
    """Numbers by which a place is off, always the same ones."""
    rng = np.random.default_rng(7)
    return iter(lambda: float(rng.uniform(-LOOK_OFF_MM, LOOK_OFF_MM)), None)


def agree(errors: list[float], told: float, mistaken: int = 0) -> None:
    """Of all films this share could be told, and all errors but so many are small."""
    found = np.array(errors)
    assert np.isfinite(found).mean() >= told, np.round(found, 2)
    assert (np.abs(found) > AGREE_MM).sum() <= mistaken, np.round(found, 2)
    if mistaken:
        assert np.nanmedian(np.abs(found)) < AGREE_MM / 2, np.round(found, 2)


@pytest.mark.parametrize(
    "also",
    [{}, {"osteoporosis": 0.5}, {"settling_mm": 3.0}, {"flexion_deg": 12}, {"flexion_deg": -10}, {"dens_erosion": 0.5}],
    ids=str,
)
def test_adi_and_padi_are_what_the_film_shows(also: dict[str, Any], off: Iterator[float]) -> None:
    """An edge of a lateral mass that lies on that of the dens may be taken for it: once, or twice if that is ragged."""
    mistaken = 1 + ("dens_erosion" in also)
    errors: dict[str, list[float]] = {"adi_mm": [], "padi_mm": []}
    for slip in range(0, 13):
        shown = film("cervical", atlantoaxial_slip_mm=float(slip), **also)
        start, end = (
            np.array(shown.landmarks[f"C1 {name}"])
            for name in ("back of the anterior arch", "front of the posterior arch")
        )
        long = float(np.linalg.norm(end - start)) * shown.pixel_mm
        about = (0.0, shown.truth["adi_mm"], long - shown.truth["padi_mm"], long)
        found = atlantodental(shown, [at + next(off) for at in about])
        for name, value in zip(errors, found, strict=True):
            errors[name].append(value - shown.truth[name])
    agree(errors["adi_mm"], 0.5, mistaken)
    agree(errors["padi_mm"], 0.6, mistaken)


@pytest.mark.parametrize(
    ("region", "level"),
    [("thoracic", "T6"), ("thoracic", "T10"), ("lumbar", "T12"), ("lumbar", "L1"), ("lumbar", "L2")],
)
def test_a_wedge_is_what_the_film_shows(region: str, level: str, off: Iterator[float]) -> None:
    errors = []
    for share in (0.0, 0.15, 0.2, 0.3, 0.4, 0.5):
        shown = film(region, wedge={level: share})
        corners = (shown.landmarks[f"{level} {end} back corner"] for end in ("upper", "lower"))
        back = float(np.linalg.norm(np.subtract(*corners))) * shown.pixel_mm
        apart = wedge_percent(shown, level, next(off)) - shown.truth["wedge_percent"][level]
        errors.append(apart * back / 100)
    agree(errors, 0.6)


@pytest.mark.parametrize(
    ("region", "level"),
    [("cervical", "C3"), ("cervical", "C4"), ("lumbar", "L2"), ("lumbar", "L3"), ("lumbar", "L4"), ("lumbar", "L5")],
)
def test_a_slip_is_what_the_film_shows(region: str, level: str, off: Iterator[float]) -> None:
    at_rest = front_step(film(region), level, below(level), next(off))
    errors = []
    for slip in (-3, -1, 1, 2, 4, 6, *((9, 12, 16) if region == "lumbar" else ())):
        shown = film(region, slip_mm={level: slip})
        errors.append(front_step(shown, level, below(level), next(off)) - at_rest - shown.truth["slip_mm"][level])
    agree(errors, 0.7)


def test_a_truth_that_were_wrong_by_a_millimetre_would_be_found(off: Iterator[float]) -> None:
    errors = []
    for slip in (4, 8, 12):
        shown = film("lumbar", slip_mm={"L4": slip})
        errors.append(front_step(shown, "L4", "L5", next(off)) - front_step(film("lumbar"), "L4", "L5", 0.0) - slip - 1)
    with pytest.raises(AssertionError):
        agree(errors, 0.7)
    with pytest.raises(AssertionError):
        agree([float("nan")] * 3, 0.7)

"""The lines of the craniovertebral junction: they run where the books say, and their distances are the true ones."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from spinelab import anatomy, imaging
from spinelab.imaging.craniovertebral_lines import Line, in_words, junction_lines
from spinelab.imaging.lettering import lettering

NAMES = ["Wackenheim", "McRae", "Chamberlain", "McGregor", "Ranawat", "Redlund-Johnell"]


@pytest.fixture(scope="module", params=[{}, {"settling_mm": 6, "atlantoaxial_slip_mm": 7, "flexion_deg": 20}], ids=str)
def film(request: pytest.FixtureRequest) -> imaging.Radiograph:
    return imaging.radiograph(anatomy.spine("cervical", **request.param), seed=None)


@pytest.fixture
def lines(film: imaging.Radiograph) -> dict[str, Line]:
    return {line.name: line for line in junction_lines(film)}


def away_mm(film: imaging.Radiograph, line: Line, mark: str) -> float:
    """How far a landmark lies from the line."""
    assert line.line is not None
    (x, y), way = np.subtract(film.landmarks[mark], line.line[0]), np.subtract(*line.line[::-1])
    return float(abs(x * way[1] - y * way[0]) / np.hypot(*way) * film.pixel_mm)


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("McRae", ["occiput basion", "occiput opisthion"]),
        ("Chamberlain", ["occiput back of the hard palate", "occiput opisthion"]),
        ("McGregor", ["occiput back of the hard palate", "occiput lowest point of the occiput"]),
        ("Ranawat", ["C1 middle of the anterior arch", "C1 middle of the posterior arch"]),
    ],
)
def test_a_line_runs_through_its_landmarks(
    film: imaging.Radiograph, lines: dict[str, Line], name: str, marks: list[str]
) -> None:
    for mark in marks:
        assert away_mm(film, lines[name], mark) < 0.01


def test_distances_are_the_true_ones(film: imaging.Radiograph, lines: dict[str, Line]) -> None:
    for name, measure in (("Ranawat", "ranawat_mm"), ("Redlund-Johnell", "redlund_johnell_mm")):
        distance = lines[name].distance
        assert distance is not None
        assert np.hypot(*np.subtract(*distance)) * film.pixel_mm == pytest.approx(film.truth[measure], abs=0.01)


def test_what_is_said_of_the_dens_is_true(film: imaging.Radiograph, lines: dict[str, Line]) -> None:
    for name, measure, positive, negative in (
        ("McRae", "mcrae_mm", "below", "above"),
        ("McGregor", "mcgregor_mm", "above", "below"),
        ("Chamberlain", "chamberlain_mm", "above", "below"),
    ):
        value = film.truth[measure]
        assert f"{abs(value):.1f} mm {positive if value >= 0 else negative} it" in lines[name].says
        assert away_mm(film, lines[name], "C2 tip of the dens") == pytest.approx(abs(value), abs=0.01)


def test_wackenheim_runs_down_the_back_of_the_clivus_and_judges_the_dens(
    film: imaging.Radiograph, lines: dict[str, Line]
) -> None:
    line = lines["Wackenheim"]
    assert line.line is not None
    assert line.line[0][1] < film.landmarks["occiput basion"][1] < line.line[1][1]
    assert away_mm(film, line, "occiput basion") < 5
    away = away_mm(film, line, "C2 tip of the dens")
    assert f"{away:.1f} mm {'behind' if film.truth['mcrae_mm'] < 0 else 'in front of'} it" in line.says


def test_names_stand_on_the_film_and_apart(film: imaging.Radiograph, lines: dict[str, Line]) -> None:
    high, wide = film.image.shape
    assert list(lines) == NAMES
    for side in ("left", "right"):
        labels = sorted(line.label[1] for line in lines.values() if line.side == side)
        assert np.diff(labels).min() * film.pixel_mm >= 6.99
    assert all(0 < line.label[0] < wide and 0 < line.label[1] < high for line in lines.values())


def test_the_still_says_what_it_shows(film: imaging.Radiograph) -> None:
    picture = imaging.lines(film)
    assert picture.png == imaging.lines(film).png
    assert picture.alt.endswith(in_words(film))
    assert re.findall(r"([A-Z][\w-]+): ", in_words(film)) == NAMES


def test_the_still_cuts_no_words(film: imaging.Radiograph) -> None:
    """The film's own SIMULATED lies under a whole one: painting the strip over changes nothing."""
    ink = lettering("SIMULATED", film.image.shape[1] // 180)
    high, wide = ink.shape
    assert (film.image[6 : 6 + high, 6 : 6 + wide][ink] == 255).all()
    painted = film.image.copy()
    painted[: high + 9, : wide + 9] = 128
    assert imaging.lines(replace(film, image=painted)).png == imaging.lines(film).png


def test_a_film_without_the_junction_is_refused() -> None:
    with pytest.raises(ValueError, match="need a lateral film of occiput, C1 and C2; this film is ‘lateral’, T12"):
        imaging.lines(imaging.radiograph(anatomy.spine("lumbar"), pixel_mm=1.5))
    with pytest.raises(ValueError, match="this film is ‘ap’"):
        imaging.lines(imaging.radiograph(anatomy.spine("cervical"), "ap", pixel_mm=1.5))

"""Random films to measure: the same seed gives the same films, and a harder one is harder."""

import numpy as np
import pytest

from spinelab.imaging.cases import MOST, Case, cases
from spinelab.imaging.measures import definition
from spinelab.imaging.measuring import plan


def test_the_same_seed_gives_the_same_cases() -> None:
    assert cases(10, 3, "hard") == cases(10, 3, "hard")
    assert cases(10, 3, "hard")[:4] == cases(4, 3, "hard")
    assert cases(10, 3, "hard") != cases(10, 4, "hard")
    assert cases(3, 1, 2) == cases(3, 1, "medium")


def test_every_kind_of_measure_comes_before_any_comes_again() -> None:
    found = [(case.measure, case.region) for case in cases(14, 5)]
    assert len(set(found[:7])) == len(set(found[7:])) == 7


def test_harder_films_change_less_and_blur_more() -> None:
    def changes(difficulty: str) -> list[float]:
        drawn = cases(MOST, 0, difficulty)
        return [float(case.state["atlantoaxial_slip_mm"]) for case in drawn if "atlantoaxial_slip_mm" in case.state]

    easy, medium, hard = (cases(1, 0, name)[0] for name in ("easy", "medium", "hard"))
    assert min(changes("easy")) > max(changes("hard"))
    assert np.mean(changes("easy")) > np.mean(changes("medium")) > np.mean(changes("hard"))
    assert easy.pixel_mm < medium.pixel_mm < hard.pixel_mm
    assert easy.grain < medium.grain < hard.grain
    assert not any(case.state["flexion_deg"] or case.state["osteoporosis"] for case in cases(MOST, 0, "easy"))
    assert all(case.state["osteoporosis"] >= 0.4 for case in cases(MOST, 0, "hard"))


@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
def test_each_film_can_be_measured_in_mm_and_shows_what_was_asked(difficulty: str) -> None:
    for case in cases(7, 11, difficulty):
        film = case.film()
        planned = plan(film, case.measure, case.level)
        assert definition(case.measure).unit == "mm"
        assert film.pixel_mm == case.pixel_mm
        assert case.title == planned.title
        if case.measure == "slip":
            assert planned.truth["mm"] == pytest.approx(case.state["slip_mm"][case.level], abs=0.05)


def test_stronger_grain_is_seen() -> None:
    case = cases(1)[0]
    calm, rough = (
        Case(**{**vars(case), "grain": grain}).film().image.astype(int)[100:200, 100:200] for grain in (0.2, 3.0)
    )
    clean = Case(**{**vars(case), "grain": 0.0}).film().image.astype(int)[100:200, 100:200]
    assert np.abs(rough - clean).mean() > 5 * np.abs(calm - clean).mean() > 0


@pytest.mark.parametrize("n", [0, MOST + 1, True, 2.5])
def test_a_number_of_films_that_cannot_be_is_refused(n: object) -> None:
    with pytest.raises(ValueError, match=f"1 to {MOST} films"):
        cases(n)  # type: ignore[arg-type]


@pytest.mark.parametrize("difficulty", ["esay", 0, 4, True, 1.0])
def test_an_unknown_difficulty_is_answered_with_the_nearest(difficulty: object) -> None:
    with pytest.raises(ValueError, match=r"there is no difficulty .*(easy, hard, medium|‘easy’)"):
        cases(2, 0, difficulty)  # type: ignore[arg-type]

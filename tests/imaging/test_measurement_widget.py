"""The measuring widget without a page: what it tells, what it keeps to itself, and what it records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spinelab import anatomy, imaging, progress
from spinelab.content import fact
from spinelab.content.faults import InputError
from spinelab.imaging import measuring
from spinelab.imaging.measures import MEASURES, Measure
from spinelab.imaging.widgets import Measurement
from spinelab.imaging.widgets.measurement import QUIZ
from spinelab.progress import Answer, Event, Journal, Receipt, own_data


@pytest.fixture(scope="module")
def film() -> imaging.Radiograph:
    return imaging.radiograph(anatomy.spine("cervical", atlantoaxial_slip_mm=6))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path, "ada")


@pytest.fixture
def adi(film: imaging.Radiograph, journal: Journal) -> Measurement:
    return Measurement(film, measuring.plan(film, "adi"), journal)


def true_points(film: imaging.Radiograph, measure: str = "adi", front_px: float = 0) -> list[list[float]]:
    """The true points, the first one moved forward by some pixels."""
    points = [list(point) for point in measuring.plan(film, measure).true_points]
    points[0][0] -= front_px
    return points


def answers(journal: Journal) -> list[Answer]:
    return [event for event in journal.events(QUIZ) if isinstance(event, Answer)]


def test_nothing_is_told_before_the_last_point(adi: Measurement, film: imaging.Radiograph, journal: Journal) -> None:
    first, last = true_points(film)
    state = {name: value for name, value in adi.get_state().items() if not name.startswith("_") and name != "film"}
    for number in (*first, *last, film.truth["adi_mm"]):
        assert f"{number:.1f}" not in json.dumps(state, default=str)
    adi.points = [None, last]
    assert (adi.result, adi.value, adi.truth, adi.error) == ({}, None, None, None)
    assert answers(journal) == []
    assert "not measured yet" in repr(adi)


def test_the_last_point_tells_value_truth_and_error(adi: Measurement, film: imaging.Radiograph) -> None:
    seen: list[float] = []
    adi.observe(lambda change: seen.append(change["new"]), "error")
    adi.points = true_points(film, front_px=4)
    assert adi.truth == film.truth["adi_mm"]
    assert adi.value == pytest.approx(adi.truth + 2)
    assert seen == [adi.error]
    assert adi.result["error"] == "+2.0 mm"
    assert not adi.result["close"]
    assert adi.result["off"] == ["2.0 mm", "0.0 mm"]
    assert adi.result["astray"] == (False, False)
    assert [row["yours"] for row in adi.result["limits"]] == [True, True, True, False]
    assert adi.result["limits"][0]["sources"][0]["link"].startswith("https://")
    assert adi.result["notice"] == ""
    told = f"{adi.value:.1f} mm, truth {adi.truth:.1f} mm, error +2.0 mm"
    assert repr(adi) == f"Measurement(Anterior atlantodental interval (ADI): {told})"


def test_an_error_that_changes_what_the_film_says_is_told(adi: Measurement, film: imaging.Radiograph) -> None:
    adi.points = true_points(film, front_px=-5)
    assert adi.result["meaning"] == "above 3 mm: too wide on the film of a woman and a man"
    assert adi.result["trueMeaning"] == "above 6 mm: the alar ligaments have probably failed too"


def test_points_in_the_wrong_order_are_told_and_recorded_as_wrong(film: imaging.Radiograph, journal: Journal) -> None:
    padi = Measurement(film, measuring.plan(film, "padi"), journal)
    padi.points = true_points(film, "padi")[::-1]
    assert padi.result["error"] == "0.0 mm"
    assert (padi.result["verdict"], padi.result["astray"]) == ("wrong place", (True, True))
    assert not answers(journal)[0].correct


def test_each_measurement_is_recorded_and_read_back(
    adi: Measurement, film: imaging.Radiograph, journal: Journal, tmp_path: Path
) -> None:
    adi.points = true_points(film, front_px=4)
    adi.points = []
    assert adi.result == {}
    adi.points = true_points(film, front_px=1)
    first, second = answers(Journal(tmp_path, "ada"))
    true = film.truth["adi_mm"]
    assert (first.question, first.response, first.correct, first.attempt) == ("adi", f"{true + 2:.2f}", False, 1)
    assert (second.response, second.correct, second.points, second.out_of, second.attempt) == (
        f"{true + 0.5:.2f}",
        True,
        1,
        1,
        2,
    )
    assert second.kind == "numeric"
    assert second.drawn == {"truth": pytest.approx(film.truth["adi_mm"], abs=0.001)}
    assert own_data.summary(journal.all())[0].startswith("measuring: 1 questions, 1 of 1 points, 2 answers")


def test_a_level_is_part_of_the_name_and_percent_come_along(journal: Journal) -> None:
    film = imaging.radiograph(anatomy.spine("lumbar", slip_mm={"L4": 9}))
    plan = measuring.plan(film, "slip", "L4")
    slip = Measurement(film, plan, journal)
    slip.points = [list(point) for point in plan.true_points]
    assert answers(journal)[0].question == "slip-L4"
    assert slip.result["truth"] == f"9.0 mm ({film.truth['slip_percent']['L4']:.1f} %)"
    assert slip.result["trueMeaning"] == "above 25 %: Meyerding grade II"
    assert "0.9 mm behind the other" in slip.result["step"]
    assert not slip.scene["lines"]


def test_what_cannot_be_saved_is_told_and_the_result_shown(film: imaging.Radiograph) -> None:
    class ReadOnly:
        def record(self, event: Event) -> Receipt:
            return Receipt(False, "Not saved: the folder is read-only.")

        def flush(self) -> Receipt:
            return Receipt(True)

        def events(self, quiz: str) -> list[Event]:
            return []

    adi = Measurement(film, measuring.plan(film, "adi"), ReadOnly())
    adi.points = true_points(film)
    assert adi.result["notice"] == "Not saved: the folder is read-only."
    assert adi.error == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([[1, 1], [2, 2], [3, 3]], "‘adi’ has 2 points, not 3"),
        ([[1, 1], [900, 2]], "not on the film; columns go to"),
        ([[1, 1], [2, -5]], "not on the film"),
        ([[1, 1, 1]], r"\[1, 1, 1\] is no point; a point is \(column, row\)"),
        ([[1]], "is no point"),
        ([[1, None]], "is no point"),
        (["ab"], "is no point"),
        ([5], "is no point"),
    ],
)
def test_points_that_cannot_be_are_refused(adi: Measurement, points: list[list[float]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        adi.points = points
    assert adi.points == []


def test_the_lines_come_when_they_are_asked_for(adi: Measurement) -> None:
    assert adi.scene["lines"]
    assert adi.lines == []
    adi.show_lines = True
    assert [line["name"] for line in adi.lines][:2] == ["Wackenheim", "McRae"]


def test_measure_uses_the_learners_own_store(
    film: imaging.Radiograph, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "store", lambda: journal)
    imaging.measure(film, "adi").points = true_points(film)
    assert len(answers(journal)) == 1
    with pytest.raises(ValueError, match="did you mean ‘padi’"):
        imaging.measure(film, "padii")


def test_people_without_symptoms_stand_where_no_limit_is_published(film: imaging.Radiograph, journal: Journal) -> None:
    plan = measuring.plan(film, "cervical_lordosis")
    curve = Measurement(film, plan, journal)
    curve.points = [list(point) for point in plan.true_points]
    assert curve.result["limits"] == []
    assert curve.result["compared"]["words"].startswith("curve of the neck, C2-C7, people without symptoms: 12.71")
    assert curve.result["compared"]["sources"][0]["label"] == "Guo 2018"


@pytest.mark.parametrize("measure", [one for one in MEASURES.values() if one.compared], ids=lambda one: one.id)
def test_a_curve_is_compared_between_the_levels_that_are_measured(measure: Measure) -> None:
    first, last = (measure.points[i].marks[0].split()[0].replace("sacrum", "S1") for i in (0, -1))
    assert f"{first}-{last}" in fact(measure.compared).what


def test_the_stored_picture_says_what_is_to_be_done(adi: Measurement, film: imaging.Radiograph) -> None:
    stored = adi.fallback()
    assert stored == Measurement(film, measuring.plan(film, "adi"), progress.store()).fallback()
    assert 'alt="Simulated radiograph, not a patient. Side film' in stored["text/html"]
    assert "<li>back of the anterior arch</li><li>front of the dens</li>" in stored["text/html"]


def test_points_on_one_place_are_told_not_measured(film: imaging.Radiograph, journal: Journal) -> None:
    slip = Measurement(film, measuring.plan(film, "slip", "C4"), journal)
    seen: list[str] = []
    slip.observe(lambda change: seen.append(change["new"].get("notice", "")), "result")
    slip.points = [[100, 100]] * 3
    assert slip.result == {
        "notice": "‘slip-C4’ needs a line, and both of its points lie on one place: move one of them."
    }
    assert slip.value is None
    slip.points = [[101, 100]] * 3
    assert seen == [slip.result["notice"], "", slip.result["notice"]], "the page waits for an answer each time"
    assert answers(journal) == []
    slip.points = [list(at) for at in measuring.plan(film, "slip", "C4").true_points]
    assert slip.result["close"]
    adi = Measurement(film, measuring.plan(film, "adi"), journal)
    adi.points = [[100, 100]] * 2
    assert adi.result == {"notice": "‘adi’ needs a line, and both of its points lie on one place: move one of them."}
    assert len(answers(journal)) == 1

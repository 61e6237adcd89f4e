"""The reading room: one film after another; the first measurement of each counts; at the end the errors are told."""

import base64

import pytest

from spinelab import imaging
from spinelab.imaging.agreement import bland_altman, in_words
from spinelab.imaging.measures import to_tenth
from spinelab.imaging.measuring import plan
from spinelab.progress import Answer, Event, Receipt


class Kept:
    """A store in memory."""

    def __init__(self) -> None:
        self.kept: list[Event] = []

    def record(self, event: Event) -> Receipt:
        self.kept.append(event)
        return Receipt(saved=True)

    def flush(self) -> Receipt:
        return Receipt(saved=True)

    def events(self, quiz: str) -> list[Event]:
        return [event for event in self.kept if event.quiz == quiz]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Kept:
    kept = Kept()
    monkeypatch.setattr("spinelab.progress.store", lambda: kept)
    return kept


def place(room: imaging.ReadingRoom, right: float = 0.0) -> None:
    """Put the points of the film that is shown where they belong, the first one some pixels to the right."""
    case = room.cases[room.film - 1]
    points = [list(at) for at in plan(case.film(), case.measure, case.level).true_points]
    points[0][0] += right
    room.measurement.points = points


def test_every_film_is_measured_recorded_and_told(store: Kept) -> None:
    room = imaging.reading_room(3, seed=2)
    assert [room.agreement, room.rows, room.says, room.plot] == [None, [], "", {}]
    for number in (1, 2, 3):
        assert room.says == ""
        room.film = number
        place(room, right=number)
    assert [row["film"] for row in room.rows] == [1, 2, 3]
    assert [row["measure"] for row in room.rows] == [case.title for case in room.cases]
    values, truths = zip(*((to_tenth(one.value), to_tenth(one.truth)) for one in room.results.values()), strict=True)
    assert room.agreement == bland_altman(values, truths)
    assert any(abs(value - truth) > 0.2 for value, truth in zip(values, truths, strict=True))
    assert room.says == in_words(values, truths)
    assert room.says in room.plot["alt"]
    assert room.plot["png"].startswith(b"\x89PNG")
    answers = [event for event in store.kept if isinstance(event, Answer)]
    assert [answer.response for answer in answers] == [f"{one.value:.2f}" for one in room.results.values()]


def test_the_first_measurement_of_a_film_counts(store: Kept) -> None:
    room = imaging.reading_room(2, seed=2)
    place(room, right=6)
    first = dict(room.rows[0])
    room.measurement.points = []
    place(room)
    assert room.rows == [first]
    assert room.measurement.error == pytest.approx(0, abs=0.01)
    assert abs(room.results[1].error) > 0.5
    assert len(store.kept) == 2


def test_going_back_finds_the_film_as_it_was_left(store: Kept) -> None:
    room = imaging.reading_room(2, seed=2)
    first, shown = room.measurement, room.shown
    room.measurement.points = [[10.0, 20.0]]
    room.film = 2
    assert room.measurement is not first
    assert room.shown != shown
    room.film = 1
    assert room.measurement is first
    assert room.shown == shown == {"film": 1, "view": f"anywidget:{first.model_id}"}
    assert room.measurement.points == [[10.0, 20.0]]


def test_a_film_that_is_not_there_is_refused(store: Kept) -> None:
    room = imaging.reading_room(2)
    for number in (0, 3):
        with pytest.raises(ValueError, match=f"no film {number}; this reading room has films 1 to 2"):
            room.film = number
    assert room.film == 1


def test_nothing_that_goes_to_the_page_tells_the_truth_before_it_is_measured(store: Kept) -> None:
    room = imaging.reading_room(1, seed=2)
    truth = plan(room.cases[0].film(), room.cases[0].measure, room.cases[0].level).truth["mm"]
    sent = repr({**room.get_state(), "_esm": "", "_css": ""})
    assert f"{truth:.1f}" not in sent
    place(room)
    assert f"{truth:.1f}" in repr(room.rows)


def test_before_a_kernel_runs_the_room_is_its_first_film_with_words(store: Kept) -> None:
    room = imaging.reading_room(2, seed=2, difficulty=3)
    shown = room._repr_mimebundle_()
    assert shown["text/plain"] == "ReadingRoom(hard: 0 of 2 films measured)"
    assert "Simulated radiograph, not a patient. Side film" in shown["text/html"]
    assert all(case.title in shown["text/html"] for case in room.cases)
    assert base64.b64decode(shown["image/png"]) == room.cases[0].film().png

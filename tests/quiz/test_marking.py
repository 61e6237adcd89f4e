"""Marks: partial credit that cannot be gamed, numbers as people type them, unanswered apart from wrong."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinelab import quiz
from spinelab.content.records import MultipleChoice, Numeric, Option, SingleChoice
from spinelab.quiz.marking import number, option_ids


def options(*right: bool) -> tuple[Option, ...]:
    return tuple(Option(text=f"option {i}", correct=c, feedback=f"about {i}") for i, c in enumerate(right))


SINGLE = SingleChoice(id="s", prompt="?", options=options(False, True, False), points=2)
MULTIPLE = MultipleChoice(id="m", prompt="?", options=options(True, True, False, False))
NUMERIC = Numeric(id="n", prompt="?", answer="30 - 10 - 6", tolerance=0.5, unit="mm")


@pytest.mark.parametrize("empty", [None, "", [], ()])
@pytest.mark.parametrize("question", [SINGLE, MULTIPLE, NUMERIC])
def test_unanswered_is_not_wrong(question: quiz.Quiz, empty: object) -> None:
    mark = quiz.mark(question, empty)  # type: ignore[arg-type]
    assert (mark.points, mark.correct, mark.feedback) == (0, None, ())


def test_a_choice_is_named_by_id_text_or_place() -> None:
    ids = option_ids(SINGLE)
    for response in (ids[1], "option 1", 1, [1]):
        assert quiz.mark(SINGLE, response) == quiz.Mark(2, 2, True, ("about 1",))
    assert quiz.mark(SINGLE, ids[0]) == quiz.Mark(0, 2, False, ("about 0",))


def test_option_ids_outlive_reordering() -> None:
    turned = msgspec.structs.replace(SINGLE, options=SINGLE.options[::-1])
    assert quiz.mark(turned, option_ids(SINGLE)[1]).correct


@pytest.mark.parametrize("response", ["nonsense", 7, -1, 1.5, "option 0[,]option 1"])
def test_a_response_that_cannot_be_read_is_no_wrong_answer(response: object) -> None:
    with pytest.raises(ValueError, match=r"option|Choose"):
        quiz.mark(SINGLE, response)  # type: ignore[arg-type]


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(lambda right: any(right) and not all(right)))
def test_ticking_everything_earns_nothing(right: list[bool]) -> None:
    question = MultipleChoice(id="m", prompt="?", options=options(*right))
    assert quiz.mark(question, list(range(len(right)))).points == 0


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(any), st.data())
def test_points_stay_in_range_and_only_the_right_set_is_correct(right: list[bool], data: st.DataObject) -> None:
    question = MultipleChoice(id="m", prompt="?", options=options(*right), points=3)
    ticked = data.draw(st.sets(st.integers(0, len(right) - 1), min_size=1))
    mark = quiz.mark(question, sorted(ticked))
    assert 0 <= mark.points <= 3
    assert mark.correct == (ticked == {i for i, c in enumerate(right) if c})
    assert (mark.points == 3) == mark.correct


def test_half_of_the_right_ones_earns_half() -> None:
    assert quiz.mark(MULTIPLE, [0]).points == 0.5
    assert quiz.mark(MULTIPLE, [0, 2]).points == 0


@pytest.mark.parametrize("typed", ["14", "14 mm", "14,3", " 13.5mm", "+14", "1.4e1", "14\u00a0mm"])
def test_numbers_as_people_type_them(typed: str) -> None:
    assert quiz.mark(NUMERIC, typed).correct


@pytest.mark.parametrize("typed", ["14.6", "13.4", "-14", "140", "0"])
def test_outside_the_tolerance_is_wrong(typed: str) -> None:
    assert quiz.mark(NUMERIC, typed).correct is False


@pytest.mark.parametrize("typed", ["fourteen", "14 cm", "14-15", "1.2.3", "", "mm", "nan", "inf", "1e999", "<b>"])
def test_what_is_not_a_number_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="number"):
        number(typed, "mm")


def test_a_known_slip_gets_its_own_feedback() -> None:
    wrong = ({"value": "30 - 10", "feedback": "subtract the gap too"}, {"low": 25, "high": 30, "feedback": "the dens"})
    raw = {"type": "numeric", "id": "n", "prompt": "?", "answer": 14, "wrong": list(wrong)}
    question = msgspec.convert(raw, Numeric)
    assert quiz.mark(question, "20").feedback == ("subtract the gap too",)
    assert quiz.mark(question, "26").feedback == ("the dens",)
    assert quiz.mark(question, "3").feedback == ()

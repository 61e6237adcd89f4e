"""Marks of typed words, orderings and matchings."""

from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinelab import quiz
from spinelab.content.records import Item, Matching, Ordering, Pair, TextAnswer, WrongText
from spinelab.content.spelling import distance, key
from spinelab.quiz.marking.matching import rights
from spinelab.quiz.marking.ordering import item_ids

TEXT = TextAnswer(
    id="t", prompt="?", answers=("dens", "odontoid process"), wrong=(WrongText(text="odontoit", feedback="nearly"),)
)
ORDERING = Ordering(id="o", prompt="?", items=tuple(Item(text=t, feedback=f"{t} elsewhere") for t in "ABCD"), points=3)
MATCHING = Matching(
    id="m",
    prompt="?",
    pairs=tuple(
        Pair(left=a, right=b, feedback=f"{a} is {b}") for a, b in [("RA", "C1"), ("AS", "SIJ"), ("disc", "L4")]
    ),
    others=("none",),
)


@pytest.mark.parametrize(
    "typed", ["dens", "DENS", " Dens. ", "Odontoid-Process", "odontoid  process", "odontoid proces"]
)
def test_accepted_words(typed: str) -> None:
    assert quiz.mark(TEXT, typed).correct


@pytest.mark.parametrize("typed", ["den", "dent", "lens", "odontoid", "process", "odontoit"])
def test_other_words(typed: str) -> None:
    assert quiz.mark(TEXT, typed).correct is False


def test_a_known_wrong_word_stays_wrong_and_gets_its_feedback() -> None:
    question = msgspec.structs.replace(TEXT, answers=("odontoid",), spelling=2)
    assert quiz.mark(question, "odontoyd").correct
    assert quiz.mark(question, "odontoit") == quiz.Mark(0, 1, False, ("nearly",))


@pytest.mark.parametrize(("answer", "typed", "right"), [("C1", "C2", False), ("épistrophée", "epistrophee", True)])
def test_levels_are_exact_and_accents_do_not_count(answer: str, typed: str, right: bool) -> None:
    assert quiz.mark(TextAnswer(id="t", prompt="?", answers=(answer,)), typed).correct is right


@pytest.mark.parametrize("typed", ["   ", "...", 5, ["dens"]])
def test_no_words_are_no_wrong_answer(typed: object) -> None:
    with pytest.raises(ValueError, match="Type a word"):
        quiz.mark(TEXT, typed)  # type: ignore[arg-type]


@given(st.text(max_size=8), st.text(max_size=8))
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert key(key(one)) == key(one)


def test_swapped_neighbours_are_one_slip() -> None:
    assert [distance("facet", other) for other in ("facet", "fcaet", "facett", "faect", "", "atlas")] == [
        0,
        1,
        1,
        1,
        5,
        5,
    ]


def test_only_the_right_order_is_correct_and_chance_earns_little() -> None:
    marks = [quiz.mark(ORDERING, list(order)) for order in permutations(range(4))]
    assert [mark.correct for mark in marks] == [True] + [False] * 23
    assert max(mark.points for mark in marks[1:]) < 3
    assert sum(mark.points for mark in marks) / len(marks) < 0.3 * 3
    assert quiz.mark(ORDERING, [3, 2, 1, 0]).points == 0


def test_an_order_names_each_item_once_and_tells_which_stand_wrong() -> None:
    ids = item_ids(ORDERING)
    swapped = "[,]".join([ids[1], ids[0], ids[2], ids[3]])
    mark = quiz.mark(ORDERING, swapped)
    assert mark.points == 2
    assert mark.feedback == ("A elsewhere", "B elsewhere")
    for response in ([0, 1], [0, 0, 1, 2], "A[,]B[,]C[,]X"):
        with pytest.raises(ValueError, match="item"):
            quiz.mark(ORDERING, response)


def test_items_never_start_in_the_right_order() -> None:
    orders = {quiz.order(ORDERING, f"learner {i}") for i in range(300)}
    assert (0, 1, 2, 3) not in orders
    assert len(orders) > 20


def test_a_matching_by_text_or_id() -> None:
    assert rights(MATCHING) == ("C1", "SIJ", "L4", "none")
    assert quiz.mark(MATCHING, {"RA": "C1", "AS": "SIJ", "disc": "L4"}).correct
    mark = quiz.mark(MATCHING, "RA[.]C1[,]AS[.]SIJ[,]disc[.]none")
    assert (mark.points, mark.correct, mark.feedback) == (0.5, False, ("disc is L4",))
    assert quiz.mark(MATCHING, {"RA": "C1"}).points == 0


@pytest.mark.parametrize("response", ["RA", "RA[.]", "XX[.]C1", "RA[.]C1[,]RA[.]SIJ", 3, ["RA"]])
def test_a_matching_that_cannot_be_read(response: object) -> None:
    with pytest.raises(ValueError, match="Match each"):
        quiz.mark(MATCHING, response)  # type: ignore[arg-type]


def test_one_right_side_for_all_earns_nothing() -> None:
    shared = msgspec.structs.replace(MATCHING, pairs=(*MATCHING.pairs, Pair(left="dens", right="C1")))
    for right in rights(shared):
        assert quiz.mark(shared, {pair.left: right for pair in shared.pairs}).points == 0

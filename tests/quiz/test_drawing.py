"""Order and parameters: the same for one learner on every run, different between learners."""

import msgspec

from spinelab import quiz
from spinelab.content.records import Numeric, Option, SingleChoice

RAW = {
    "type": "numeric", "id": "padi", "prompt": "The gap is {slip} mm.", "answer": "30 - 10 - slip",
    "hints": ["{slip}"],
    "parameters": {"slip": {"from": 3, "to": 9, "step": 0.5}},
    "wrong": [{"value": "30 - slip", "feedback": "dens {slip}"}],
}  # fmt: skip
QUESTION = msgspec.convert(RAW, Numeric)
CHOICE = SingleChoice(id="c", prompt="?", options=tuple(Option(text=str(i), correct=i == 0) for i in range(6)))


def test_the_numbers_fit_the_prompt() -> None:
    drawn = quiz.draw(QUESTION, "ada")
    slip = float(drawn.hints[0])
    assert drawn.prompt == f"The gap is {drawn.hints[0]} mm."
    assert quiz.mark(drawn, str(20 - slip)).correct
    assert quiz.mark(drawn, str(30 - slip)).feedback == (f"dens {drawn.hints[0]}",)


def test_each_learner_keeps_their_own_draw() -> None:
    learners = [f"learner {i}" for i in range(60)]
    prompts = {name: quiz.draw(QUESTION, name).prompt for name in learners}
    assert prompts == {name: quiz.draw(QUESTION, name).prompt for name in learners}
    assert len(set(prompts.values())) == 13


def test_options_are_shuffled_for_each_learner_and_fixed_where_asked() -> None:
    orders = {quiz.order(CHOICE, f"learner {i}") for i in range(60)}
    assert len(orders) > 30
    assert all(sorted(order) == list(range(6)) for order in orders)
    assert quiz.order(msgspec.structs.replace(CHOICE, shuffle=False), "ada") == tuple(range(6))


def test_the_first_place_is_not_favoured() -> None:
    firsts = [quiz.order(CHOICE, f"learner {i}")[0] for i in range(600)]
    assert all(60 <= firsts.count(place) <= 140 for place in range(6))

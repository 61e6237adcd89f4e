"""What the view is told: nothing of the answers first, then just what the learner has earned."""

import json
from pathlib import Path

import msgspec
import pytest

from spinelab import content
from spinelab.content.records import Question
from spinelab.quiz import draw
from spinelab.quiz.history import History
from spinelab.quiz.view import describe, earned, first_verdict, standing

from .bank import ALL, MATCHING, MULTIPLE, NUMERIC, ORDERING, SECRETS, SINGLE, TEXT, quiz_of

pytestmark = pytest.mark.usefixtures("course_data")

RIGHT = {"one": "good", "many": "yes[,]also", "word": "atlas", "row": "first[,]second[,]third"}
RIGHT["pairs"] = "left 0[.]right 0[,]left 1[.]right 1[,]left 2[.]right 2"
WRONG = {"one": "bad", "many": "no", "word": "axis", "row": "third[,]second[,]first", "sum": "-1"}
WRONG["pairs"] = "left 0[.]none[,]left 1[.]none[,]left 2[.]none"


def question(raw: dict) -> Question:
    return draw(msgspec.convert(raw, Question), "ada")


def ids(raw: dict, words: str) -> str:
    """A response in words turned to one in ids, which is what a view sends."""
    names = {}
    for part in describe(quiz_of(raw), "ada")["questions"][0].values():
        if isinstance(part, list):
            names |= {html: id for id, html in part}
    return "[,]".join("[.]".join(names.get(text, text) for text in pair.split("[.]")) for pair in words.split("[,]"))


def after(raw: dict, *responses: str, hints: int = 0, revealed: bool = False, feedback: bool = True) -> dict:
    tries = [ids(raw, response) for response in responses]
    return standing(question(raw), History(tuple(tries), hints, revealed), feedback=feedback)


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
@pytest.mark.parametrize("kind", ["before", "practice", "exit"])
def test_a_description_holds_no_answer(raw: dict, kind: str) -> None:
    told = json.dumps(describe(quiz_of(raw, kind=kind), "ada"))
    assert not [secret for secret in SECRETS if secret in told]
    assert raw.get("answers", ["ATLAS"])[0] not in told


def test_options_come_in_the_learners_order() -> None:
    def texts(learner: str) -> tuple[str, ...]:
        return tuple(html for _, html in describe(quiz_of(MULTIPLE), learner)["questions"][0]["options"])

    assert len({texts(f"learner {i}") for i in range(30)}) > 10
    assert texts("ada") == texts("ada")


@pytest.mark.parametrize(
    ("own", "told"), [({}, "its own words"), ({"alt": "a question's words"}, "a question's words")]
)
def test_a_figure_is_told_in_the_questions_words_or_its_own(
    own: dict, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "picture", lambda name: content.Picture(b"png", "its own words"))
    described = describe(quiz_of(SINGLE | {"figure": "anatomy/ring"} | own), "ada")["questions"][0]
    assert described["figure"] == {"src": "data:image/png;base64,cG5n", "alt": told}


def test_the_numbers_in_the_prompt_are_the_learners() -> None:
    described = describe(quiz_of(NUMERIC), "ada")["questions"][0]
    assert described["prompt"] == f"<p>{question(NUMERIC).prompt}</p>"
    assert described["unit"] == "mm"


def test_a_question_without_an_answer_is_open() -> None:
    state = after(SINGLE)
    assert (state["tries"], state["settled"], state["verdict"], state["points"]) == (0, False, "", 0)
    assert not {"feedback", "explanation", "answer", "marks"} & set(state)


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
def test_a_right_answer_settles_and_explains(raw: dict) -> None:
    right = RIGHT.get(raw["id"]) or str(question(raw).answer)
    state = after(raw, right)
    assert (state["verdict"], state["settled"], state["points"], state["again"]) == ("right", True, 2, False)
    assert state["explanation"] == "<p>BECAUSE</p>"
    assert "answer" not in state
    assert set(state.get("marks", {}).values()) <= {"right"}


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
def test_a_first_wrong_answer_gives_feedback_but_not_the_answer(raw: dict) -> None:
    state = after(raw, WRONG[raw["id"]])
    assert (state["verdict"], state["settled"], state["points"]) == ("wrong", False, 0)
    assert state["feedback"]
    told = json.dumps(state)
    assert "BECAUSE" not in told
    assert "missed" not in told
    assert not {"answer", "explanation"} & set(state)


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
def test_a_second_wrong_answer_settles_and_gives_the_answer(raw: dict) -> None:
    state = after(raw, WRONG[raw["id"]], WRONG[raw["id"]])
    assert (state["tries"], state["settled"], state["again"]) == (2, True, True)
    assert state["explanation"] == "<p>BECAUSE</p>"
    assert state["answer"]


def test_right_at_the_second_try_is_to_be_looked_at_again() -> None:
    state = after(SINGLE, "bad", "good")
    assert (state["verdict"], state["settled"], state["again"], state["points"]) == ("right", True, True, 2)


def test_the_answer_can_be_asked_for() -> None:
    state = after(SINGLE, "bad", revealed=True)
    assert (state["settled"], state["answer"], state["points"], state["again"]) == (True, "good", 0, True)


def test_part_of_the_right_options_is_partly_right() -> None:
    state = after(MULTIPLE, "yes")
    assert (state["verdict"], state["points"], state["settled"]) == ("partly", 1, False)
    assert [remark["about"] for remark in state["feedback"]] == ["yes"]


def test_what_was_missed_is_marked_once_settled() -> None:
    marks = after(MULTIPLE, "no", "yes[,]no")["marks"]
    assert sorted(marks.values()) == ["missed", "right", "wrong"]
    assert marks[ids(MULTIPLE, "also")] == "missed"


def test_a_known_wrong_number_gets_its_own_remark() -> None:
    wrong = str(question(NUMERIC).wrong[0].value)
    assert after(NUMERIC, wrong)["feedback"] == [{"html": "<p>REMARK plus</p>"}]


def test_a_sum_is_worked_out_in_the_right_answer() -> None:
    raw = {"type": "numeric", "id": "left", "prompt": "What is left?", "answer": "30 - 10.5", "unit": "mm"}
    assert after(raw, "1", revealed=True)["answer"] == "19.5 mm"


def test_items_out_of_place_are_marked_and_remarked_on() -> None:
    state = after(ORDERING, "second[,]first[,]third")
    assert [state["marks"][ids(ORDERING, text)] for text in ("first", "second", "third")] == ["wrong", "wrong", "right"]
    assert [remark["about"] for remark in state["feedback"]] == ["first", "second"]
    assert after(ORDERING, "third[,]second[,]first", revealed=True)["answer"] == "first → second → third"


def test_wrong_pairs_are_marked_by_their_left_side() -> None:
    state = after(MATCHING, "left 0[.]right 0[,]left 1[.]right 2[,]left 2[.]right 1")
    assert [state["marks"][ids(MATCHING, f"left {i}")] for i in range(3)] == ["right", "wrong", "wrong"]
    assert [remark["about"] for remark in state["feedback"]] == ["left 1", "left 2"]


def test_what_a_learner_typed_is_given_back_as_typed() -> None:
    assert after(TEXT, "<img src=x onerror=alert(1)>")["response"] == "<img src=x onerror=alert(1)>"
    assert "onerror" not in json.dumps(after(TEXT, "<img src=x onerror=alert(1)>")["feedback"])


@pytest.mark.parametrize("raw", ALL, ids=lambda raw: raw["type"])
def test_without_feedback_the_answer_is_only_noted(raw: dict) -> None:
    states = [after(raw, response, feedback=False) for response in (WRONG[raw["id"]], RIGHT.get(raw["id"], "50"))]
    for state in states:
        assert (state["verdict"], state["settled"], state["points"]) == ("noted", True, 0)
        del state["response"]
        assert not [secret for secret in SECRETS if secret in json.dumps(state)]
    assert states[0] == states[1]


def test_hints_come_one_by_one() -> None:
    assert after(SINGLE)["hints"] == []
    assert after(SINGLE, hints=1)["hints"] == ["<p>CLUE <em>one</em></p>"]
    assert after(SINGLE, hints=2)["hints"][1] == "<p>CLUE two</p>"


def test_an_answer_to_an_option_that_is_gone_is_passed_over() -> None:
    assert after(SINGLE, "an option of last year")["tries"] == 0
    assert after(SINGLE, "an option of last year", "bad")["tries"] == 1


COURSE = """
title: Course
lessons:
  - {id: 01-demo, title: Demo, part: One, minutes: 5, promise: Much, objectives: [{id: "01.1", text: Tell them apart.}]}
"""


def test_what_to_look_at_again_names_the_objective(course_data: Path) -> None:
    (course_data / "course.yaml").write_text(COURSE)
    raw = SINGLE | {"objective": "01.1"}
    assert after(raw, "bad", "good")["objective"] == "Tell them apart."
    assert "objective" not in after(raw, "bad")
    assert "objective" not in after(raw, "good")
    assert after(SINGLE | {"objective": "01.9"}, "bad", "good")["objective"] == ""


@pytest.mark.parametrize("course", [None, "title: [", "title: Course"])
def test_a_damaged_course_does_not_cost_the_feedback(course_data: Path, course: str | None) -> None:
    if course:
        (course_data / "course.yaml").write_text(course)
    state = after(SINGLE | {"objective": "01.1"}, "bad", "good")
    assert (state["objective"], state["verdict"]) == ("", "right")


def test_the_first_verdict_is_on_the_first_answer_that_can_be_read() -> None:
    assert first_verdict(question(MULTIPLE), []) == ""
    assert first_verdict(question(MULTIPLE), ["lost", "yes", "yes[,]also"]) == "partly"
    assert first_verdict(question(SINGLE), ["good"]) == "right"


def test_sources_carry_links_where_they_are_known() -> None:
    known, lost = after(SINGLE, "good")["sources"]
    assert (known["label"], known["link"]) == ("Known 2001", "https://doi.org/10.1000/known")
    assert lost == {"label": "Lost2002", "full": "", "link": ""}


def test_damaged_references_do_not_cost_the_feedback(course_data: Path) -> None:
    (course_data / "references" / "bad.json").write_text("{")
    assert [work["label"] for work in after(SINGLE, "good")["sources"]] == ["Known2001", "Lost2002"]


def test_points_are_those_of_the_last_answer() -> None:
    assert earned(question(MULTIPLE), []) is None
    assert earned(question(MULTIPLE), ["yes"]) == 1
    assert earned(question(MULTIPLE), ["yes", "no"]) == 0
    assert earned(question(MULTIPLE), ["unknown"]) is None

"""Marks of an assignment's quiz are worked out from the responses, with the course's own key and quiz."""

import json
import shutil
from pathlib import Path

import pytest

from spinelab import marking, quiz
from spinelab.content import ContentError

from .handing_in import KEY, NAME, SOURCE, choose, course_in, right_choices

KEY_TEXT = KEY.read_text(encoding="utf-8")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder, and a learner folder of our own."""
    monkeypatch.setenv("SPINELAB_HOME", str(tmp_path / "home"))
    return course_in(tmp_path / "course")


@pytest.fixture
def handed_in(course: Path) -> Path:
    """An assignment as a learner has it, where nbgrader marks it."""
    folder = course / "autograded" / "ada" / NAME
    folder.mkdir(parents=True)
    shutil.copy(course / "source" / NAME / "questions.yaml", folder)
    return folder


def test_right_answers_earn_all_points(handed_in: Path) -> None:
    choose(handed_in, right_choices(marking.read_key(KEY)))
    assert marking.marks(NAME, handed_in).points == 6


def test_no_answer_earns_nothing_and_says_so(handed_in: Path) -> None:
    found = marking.marks(NAME, handed_in)
    assert found.points == 0
    assert str(found).count("not answered") == 5


def test_a_wrong_answer_is_told_its_misconception(handed_in: Path) -> None:
    choose(handed_in, {"tta-number": ("sensitivity",)})
    assert "This is the sensitivity." in str(marking.marks(NAME, handed_in))


def test_ticking_all_earns_nothing(handed_in: Path) -> None:
    choose(handed_in, {"tta-leaflet": ("controls", "proud", "place", "large")})
    assert marking.marks(NAME, handed_in).points == 0


def test_the_last_saved_answer_counts(handed_in: Path) -> None:
    choose(handed_in, {"tta-number": ("after",)})
    (reply,) = choose(handed_in, {"tta-number": ("sensitivity",)})
    assert (reply["type"], reply["saved"]) == ("marked", True)
    assert marking.marks(NAME, handed_in).points == 0
    choose(handed_in, {"tta-number": ("after",)})
    assert marking.marks(NAME, handed_in).points == 1


def test_a_recorded_answer_holds_no_score(handed_in: Path) -> None:
    (reply,) = choose(handed_in, {"tta-number": ("after",)})
    told = reply["questions"]["tta-number"]
    assert (told["verdict"], told["points"], told["settled"]) == ("recorded", 0, False)
    (line,) = [line for path in (handed_in / "answers").glob("*") for line in path.read_text().splitlines()]
    assert json.loads(line)["result"] == {"response": "after"}


def test_a_score_that_was_handed_in_is_not_read(handed_in: Path) -> None:
    choose(handed_in, {"tta-number": ("sensitivity",)})
    (path,) = (handed_in / "answers").glob("*")
    statement = json.loads(path.read_text())
    statement["result"] |= {"success": True, "score": {"raw": 6, "max": 6, "min": 0}}
    path.write_text(json.dumps(statement) + "\n")
    assert marking.marks(NAME, handed_in).points == 0


def test_a_quiz_or_key_that_was_handed_in_is_not_read(handed_in: Path) -> None:
    choose(handed_in, {"tta-number": ("sensitivity",)})
    (handed_in / "keys").mkdir()
    swapped = KEY_TEXT.replace("right: [after]", "right: [sensitivity]").replace("sensitivity: This", "after: This")
    assert swapped.count("sensitivity") == KEY_TEXT.count("sensitivity")
    assert swapped != KEY_TEXT
    (handed_in / "keys" / f"{NAME}.yaml").write_text(swapped)
    (handed_in / "questions.yaml").write_text("id: telling-them-apart/quiz")
    assert marking.marks(NAME, handed_in).points == 0


@pytest.mark.parametrize("response", ["elsewhere", "after[,]sensitivity", "\ud800", "x" * 100_000])
def test_a_response_that_no_control_gives_earns_nothing(handed_in: Path, response: str) -> None:
    choose(handed_in, {"tta-number": ("after",)})
    (path,) = (handed_in / "answers").glob("*")
    statement = json.loads(path.read_text())
    statement["result"]["response"] = response
    path.write_text(json.dumps(statement) + "\n")
    assert marking.marks(NAME, handed_in).points == 0


def test_without_a_key_above_it_says_where_to_mark(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"keys/telling-them-apart\.yaml; mark inside the course folder"):
        marking.marks(NAME, tmp_path)


def test_an_instructor_s_own_try_is_kept_at_home(course: Path) -> None:
    choose(course / "source" / NAME, right_choices(marking.read_key(KEY)))
    assert not (course / "source" / NAME / "answers").exists()
    assert list((course.parent / "home" / "answers").glob("*.jsonl"))


@pytest.mark.parametrize("folder", ["source", "elsewhere"])
def test_a_learner_s_answers_lie_in_the_assignment_whatever_its_folder_is_called(course: Path, folder: str) -> None:
    place = course.parent / folder / NAME
    shutil.copytree(course / "source" / NAME, place)
    choose(place, {"tta-ivo": ("ct",)})
    assert list((place / "answers").glob("*.jsonl"))


def test_the_course_s_assignments_have_no_faults(course: Path) -> None:
    assert list(marking.check(course)) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("right: [refer]", "right: [refuse]", "no option has the id ‘refuse’; did you mean ‘refer’?"),
        ("right: [refer]", "right: [refer, film]", "name each option once"),
        ("right: [after]\n", "right: [after, before]\n", "name each option once"),
        ("  tta-ivo:", "  tta-iwo:", "no question is named ‘tta-iwo’"),
        ("rubric:", "rubrik:", "rubrik"),
        ("assignment: telling", "assignment: selling", "is not the name of this file"),
        ("{as-b27}", "{as-b28}", "as-b28"),
    ],
)
def test_a_key_that_does_not_fit_is_found(course: Path, before: str, after: str, message: str) -> None:
    assert before in KEY_TEXT
    (course / "keys" / f"{NAME}.yaml").write_text(KEY_TEXT.replace(before, after, 1))
    (fault,) = marking.check(course)
    assert message in str(fault)


@pytest.mark.parametrize("name", ["notes.txt", "answers/20260101.jsonl", "solution.py", "deep/questions.yaml"])
def test_a_file_beside_a_source_is_found(course: Path, name: str) -> None:
    path = course / "source" / NAME / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    (fault,) = marking.check(course)
    assert "would be given to learners" in str(fault)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("text: Refer him", "correct: true\n        text: Refer him", "‘correct’ would tell learners the answer"),
        ("text: Refer him", "feedback: Yes\n        text: Refer him", "‘feedback’ would tell learners the answer"),
        ("    points: 2\n", "    points: 2\n    explanation: Because\n", "‘explanation’ would tell learners"),
        ("type: multiple\n", "type: text\n    answers: [x]\n", "unknown field"),
    ],
)
def test_a_graded_quiz_holds_no_answer(course: Path, before: str, after: str, message: str) -> None:
    path = course / "source" / NAME / "questions.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(ContentError, match=message):
        quiz.load(path)


def test_a_graded_quiz_has_choices_only(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(
        "id: q\ntitle: Q\nkind: graded\nquestions: [{id: a, type: numeric, prompt: How many?, answer: 3}]\n"
    )
    with pytest.raises(ContentError, match="single and multiple choices only"):
        quiz.load(path)


def test_points_and_parts_of_the_key_are_those_of_the_notebooks() -> None:
    key = marking.read_key(KEY)
    for route in key.routes:
        cells = json.loads((SOURCE / f"{route.notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
        graded = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        points = {about["grade_id"]: about["points"] for about in graded if about.get("grade")}
        assert points == {part.id: part.points for part in route.parts}
        assert sum(points.values()) == 10
    asked = quiz.load(SOURCE / "questions.yaml")
    by_key = [part.points for route in key.routes for part in route.parts if part.marked == "by key"]
    assert by_key == [sum(question.points for question in asked.questions)]
    for part in (part for route in key.routes for part in route.parts):
        assert (part.marked == "by hand") == bool(part.rubric)
        assert not part.rubric or len(part.rubric) == part.points


def test_there_are_three_wrong_submissions() -> None:
    submissions = marking.read_key(KEY).wrong_submissions
    assert len(submissions) == 3
    assert len({submission.misconception for submission in submissions}) == 3

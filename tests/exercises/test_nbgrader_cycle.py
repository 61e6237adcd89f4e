"""nbgrader's own cycle on the command line, from the source to the marks, as `exercises/README.md` shows it."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from spinelab.marking import read_key

from .handing_in import KEY, NAME, ROOT, choose, course_in, fill_in, right_choices, run, solutions

HIDDEN = ("### BEGIN", "### END", "marking.marks")


def commands() -> list[list[str]]:
    """The instructor's six commands of the README."""
    readme = (ROOT / "exercises" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n(.*?)```", readme.partition("## Six commands")[2], re.DOTALL)
    assert block
    return [line.split("#")[0].split() for line in block[1].strip().split("\n")]


def test_an_assignment_goes_from_source_to_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPINELAB_HOME", str(tmp_path / "home" / "spinelab"))
    key = read_key(KEY)
    parts = {part.id: part.points for route in key.routes for part in route.parts}
    course, exchange, home = course_in(tmp_path / "course"), tmp_path / "exchange", tmp_path / "home"
    exchange.mkdir()
    home.mkdir()
    share = [f"--Exchange.root={exchange}", "--course=spine-lab"]

    def step(command: list[str]) -> None:
        said = run(course, home, "-m", *command, *(share if {"release_assignment", "collect"} & set(command) else []))
        assert "ERROR" not in said, said

    generate, release, collect, autograde, feedback, export = commands()
    step(generate)
    step(release)

    # Each learner works in a copy of what was fetched.
    (tmp_path / "fetched").mkdir()
    run(tmp_path / "fetched", home, "-m", "nbgrader", "fetch_assignment", NAME, *share)
    work = {submission.name: (submission.cells, submission.choices) for submission in key.wrong_submissions}
    work |= {"source": (solutions(), right_choices(key)), "untouched": ({}, {})}
    for learner, (cells, choices) in work.items():
        folder = tmp_path / learner / NAME
        shutil.copytree(tmp_path / "fetched" / NAME, folder)
        assert not any(word in path.read_text() for path in folder.glob("*") for word in HIDDEN)
        fill_in(folder, cells)
        choose(folder, choices)
        assert (folder / "answers").is_dir() == bool(choices)
        run(folder.parent, home, "-m", "nbgrader", "submit", NAME, f"--student={learner}", *share)

    step(collect)
    assert list((course / "submitted" / "source" / NAME / "answers").glob("*.jsonl"))
    step(autograde)
    by_hand = {submission.name: submission.by_hand for submission in key.wrong_submissions}
    by_hand["source"] = {part.id: part.points for route in key.routes for part in route.parts if part.rubric}
    book = Path(__file__).with_name("gradebook.py")
    scores = json.loads(run(course, home, str(book), json.dumps(by_hand)).strip().split("\n")[-1])
    assert scores.pop("source") == parts
    assert scores.pop("untouched") == dict.fromkeys(parts, 0)
    assert scores == {submission.name: submission.points for submission in key.wrong_submissions}

    step(feedback)
    page = (course / "feedback" / "sensitivity-for-probability" / NAME / "by-reasoning.html").read_text()
    assert "This is the sensitivity." in page

    step(export)
    lines = (course / "marks.csv").read_text(encoding="utf-8").splitlines()
    rows = {row["student_id"]: row for row in csv.DictReader(lines)}
    routes = {route.notebook: [part.id for part in route.parts] for route in key.routes}
    for submission in key.wrong_submissions:
        best = max(sum(submission.points[id] for id in ids) for ids in routes.values())
        assert float(rows[submission.name]["score"]) == best
    assert [float(rows["source"][column]) for column in ("score", "max_score")] == [10, 10]
    assert float(rows["untouched"]["score"]) == 0
    assert {row["wait_for_hand_marking"] for row in rows.values()} == {"False"}

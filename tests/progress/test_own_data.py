"""A learner's rights over their data, and the id that goes with it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from spinelab.progress import Answer, Helped, Journal, Started, own_data
from spinelab.progress.learner import own_id


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "answers", "ada")
    for number, lesson in enumerate(["02", "02", "08"]):
        time = f"2026-11-21T10:00:0{number}+00:00"
        journal.record(Answer(f"{lesson}/exit", f"q{number}", "x", number, 2.0, number == 2, 1, time))
    return journal


def test_the_summary_counts_the_last_answer_to_each_question(journal: Journal) -> None:
    journal.record(Answer("02/exit", "q0", "y", 2.0, 2.0, True, 2, "2026-11-22T10:00:00+00:00"))
    first, second = own_data.summary(journal.all())
    assert first == "02/exit: 2 questions, 3 of 4 points, 3 answers, last 2026-11-22"
    assert second.startswith("08/exit: 1 questions, 2 of 2 points")


def test_export_holds_every_answer_and_never_overwrites(journal: Journal, tmp_path: Path) -> None:
    target = tmp_path / "mine.jsonl"
    assert own_data.export(journal, "ada", target) == 3
    assert len([json.loads(line) for line in target.read_text().splitlines()]) == 3
    with pytest.raises(FileExistsError):
        own_data.export(journal, "ada", target)


def test_starts_and_help_are_exported_and_not_counted(journal: Journal, tmp_path: Path) -> None:
    before = own_data.summary(journal.all())
    journal.record(Helped("02/exit", "q0", "hint", "2026-11-22T10:00:00+00:00"))
    journal.record(Started("02/exit", "2026-11-22T10:00:01+00:00"))
    assert own_data.summary(journal.all()) == before
    target = tmp_path / "mine.jsonl"
    assert own_data.export(journal, "ada", target) == 3
    assert target.read_text().count("\n") == 5
    assert own_data.hand_in(journal, "02", "f" * 32, tmp_path).read_text().count("\n") == 4


def test_a_hand_in_holds_one_lesson_under_a_pseudonym(journal: Journal, tmp_path: Path) -> None:
    path = own_data.hand_in(journal, "02", "f" * 32, tmp_path)
    text = path.read_text()
    assert text.count("\n") == 2
    assert "ada" not in text
    assert "f" * 32 not in text
    assert own_data.hand_in(journal, "02", "f" * 32, tmp_path) == path
    with pytest.raises(LookupError, match="no answers to 09"):
        own_data.hand_in(journal, "09", "f" * 32, tmp_path)


def test_a_failing_rename_leaves_no_half_file(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError("no")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no"):
        own_data.export(journal, "ada", tmp_path / "out" / "mine.jsonl")
    assert list((tmp_path / "out").iterdir()) == []


def test_erase_leaves_nothing(journal: Journal, tmp_path: Path) -> None:
    own_id(tmp_path)
    assert own_data.erase(journal, tmp_path) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_kernels_that_start_at_once_agree_on_the_learner(tmp_path: Path) -> None:
    code = "import sys, pathlib; from spinelab.progress.learner import own_id; print(own_id(pathlib.Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(tmp_path / "home")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    ids = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(ids) == 1
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["learner"]


def test_an_id_that_cannot_be_kept_still_serves(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert len(own_id(tmp_path / "file")) == 32

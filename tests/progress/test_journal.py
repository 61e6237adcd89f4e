"""The store: what it acknowledges is on disk, and nothing another kernel wrote is lost or doubled."""

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from spinelab.progress import Answer, Event, Helped, Journal, Started
from spinelab.progress.statements import from_line, to_line


def answer(number: int = 0, **changed: object) -> Answer:
    fields = {
        "quiz": "02/check-1", "question": f"q{number}", "response": "a[,]b", "points": 1.0, "out_of": 2.0,
        "correct": False, "attempt": 1, "time": f"2026-11-21T10:00:{number:02d}.000+00:00", "kind": "choice",
    }  # fmt: skip
    return Answer(**{**fields, **changed})  # type: ignore[arg-type]


def test_a_statement_is_xapi_and_comes_back_whole() -> None:
    given = answer(drawn={"slip": 4.5}, response='a — ü \u2028 \n"')
    line = to_line(given, "ada")
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert b"correctResponsesPattern" not in line
    assert b'"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"}' in line
    assert from_line(line) == given


@pytest.mark.parametrize(
    ("given", "verb"),
    [
        (Started("02/exit", "2026-11-21T10:00:00+00:00"), "initialized"),
        (Helped("02/exit", "q1", "hint", "2026-11-21T10:00:00+00:00"), "asked"),
        (Helped("02/exit", "q1", "answer", "2026-11-21T10:00:00+00:00"), "asked"),
    ],
    ids=["started", "hint", "revealed"],
)
def test_starts_and_help_are_statements_too(given: Event, verb: str) -> None:
    line = to_line(given, "ada")
    assert f'"verb":{{"id":"http://adlnet.gov/expapi/verbs/{verb}"}}'.encode() in line
    assert b'"result"' not in line
    assert from_line(line) == given


def test_a_statement_of_another_kind_is_passed_over() -> None:
    for given in (answer(), Started("02/exit", "t"), Helped("02/exit", "q1", "hint", "t")):
        line = to_line(given, "ada")
        assert from_line(line.replace(b"expapi/verbs/", b"other/verbs/")) is None
        assert from_line(line.replace(b"urn:spinelab:quiz:", b"urn:other:quiz:")) is None
    assert from_line(to_line(Helped("02/exit", "q1", "hint", "t"), "ada").replace(b'"hint"', b'"lunch"')) is None


@pytest.mark.parametrize("line", [b"", b"{", b"null", b'{"id":"x"}', b"\xff\xfe", b'{"id":1}'])
def test_a_line_that_is_not_ours_is_none(line: bytes) -> None:
    assert from_line(line) is None


def test_what_is_acknowledged_is_read_by_another_kernel(tmp_path: Path) -> None:
    here, there = Journal(tmp_path, "ada"), Journal(tmp_path, "ada")
    assert here.record(answer(1)).saved
    assert there.record(answer(2)).saved
    assert [a.question for a in here.events("02/check-1")] == ["q1", "q2"] == [a.question for a in there.all()]
    assert here.events("02/exit") == []
    assert len(list(tmp_path.glob("*.jsonl"))) == 2


def test_one_write_and_one_fsync_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path, "ada")
    journal.record(answer(1))
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(handle), real(handle))[1])
    journal.record(answer(2))
    assert len(synced) == 1


def test_a_torn_last_line_is_passed_over_and_never_appended_to(tmp_path: Path) -> None:
    torn = to_line(answer(1), "ada") + to_line(answer(2), "ada")[:40]
    (tmp_path / "20260101T000000-1-aaaa.jsonl").write_bytes(torn)
    journal = Journal(tmp_path, "ada")
    assert [a.question for a in journal.all()] == ["q1"]
    journal.record(answer(3))
    assert [a.question for a in Journal(tmp_path, "ada").all()] == ["q1", "q3"]
    assert (tmp_path / "20260101T000000-1-aaaa.jsonl").read_bytes() == torn


def test_a_line_still_being_written_is_read_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "20260101T000000-1-aaaa.jsonl"
    line = to_line(answer(1), "ada")
    path.write_bytes(line[:30])
    journal = Journal(tmp_path, "ada")
    assert journal.all() == []
    path.write_bytes(line)
    assert journal.all() == [answer(1, id=journal.all()[0].id)]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """While the list holds an error number, fsync fails with it."""
    errors: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        if errors:
            raise OSError(errors[0], os.strerror(errors[0]))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return errors


def test_a_failing_fsync_is_told_kept_and_written_when_possible(tmp_path: Path, failing: list[int]) -> None:
    journal = Journal(tmp_path, "ada")
    failing.append(errno.ENOSPC)
    receipt = journal.record(answer(1))
    assert not receipt.saved
    assert "the disk is full" in receipt.notice
    assert "2 answers" in journal.record(answer(2)).notice
    assert [a.question for a in journal.all()] == ["q1", "q2"]
    failing.clear()
    assert journal.record(answer(3)).saved
    assert [a.question for a in Journal(tmp_path, "ada").all()] == ["q1", "q2", "q3"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    journal = Journal(tmp_path / "file" / "answers", "ada")
    receipt = journal.record(answer(1))
    assert not receipt.saved
    assert receipt.notice.startswith("Not saved: ")
    assert [a.question for a in journal.all()] == ["q1"]


def test_the_notice_says_what_is_kept(tmp_path: Path, failing: list[int]) -> None:
    journal = Journal(tmp_path, "ada")
    failing.append(errno.EDQUOT)
    start = journal.record(Started("02/exit", "2026-11-21T10:00:00+00:00")).notice
    assert start.startswith("Not saved: your disk quota is used up. What you did is kept")
    assert "Your answer is kept" in journal.record(answer(1)).notice
    assert "2 answers are kept" in journal.record(answer(2)).notice
    failing.clear()
    assert journal.flush() == journal.flush()
    assert journal.flush().saved
    assert len(Journal(tmp_path, "ada").all()) == 3


LEAVING = """
import os
from spinelab import progress
real = os.fsync
def fail(handle): raise OSError(28, "full")
os.fsync = fail
assert not progress.store().record(progress.Started("02/exit", progress.now())).saved
os.fsync = real
"""


def test_a_kernel_that_ends_tries_once_more(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVING], env={**os.environ, "SPINELAB_HOME": str(tmp_path)}, check=True)
    files = list((tmp_path / "answers").iterdir())
    assert len(files) == 2  # the first may be torn, as far as the journal knows
    assert [event.quiz for event in Journal(tmp_path / "answers", "ada").all()] == ["02/exit"]


def test_a_full_disk_is_not_filled_with_empty_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path, "ada")
    real = Path.open

    class Full:
        def __init__(self, path: Path) -> None:
            self.path = path

        def __enter__(self) -> "Full":
            real(self.path, "ab").close()
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, data: bytes) -> int:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(
        Path, "open", lambda path, mode="r", **how: Full(path) if mode == "ab" else real(path, mode, **how)
    )
    assert "the disk is full" in journal.record(answer(1)).notice
    assert not journal.flush().saved
    assert list(tmp_path.iterdir()) == []


def test_a_short_write_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource", reason="file size limits are POSIX")
    journal = Journal(tmp_path, "ada")
    journal.record(answer(1))
    (path,) = journal.files()
    import signal

    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, limits[1]))
    try:
        assert not journal.record(answer(2)).saved
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, old)
    assert journal.record(answer(3)).saved
    assert [a.question for a in Journal(tmp_path, "ada").all()] == ["q1", "q2", "q3"]


def test_threads_of_one_kernel_share_a_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "ada")

    def write(thread: int) -> None:
        for number in range(10):
            assert journal.record(answer(number, question=f"t{thread}-{number}")).saved

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    assert len(journal.all()) == len(Journal(tmp_path, "ada").all()) == 80
    assert len(journal.files()) == 1

"""The lasting store: one JSON-Lines file a kernel, appended to and never changed.

No two kernels write one file, so there is no lock, and shared network folders are safe. Reading merges all files of
the folder, skips a line that a crash tore, and drops what was written twice.
"""

from __future__ import annotations

import errno
import os
import secrets
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from spinelab.progress.events import Answer, Receipt
from spinelab.progress.statements import from_line, to_line

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the folder is read-only",
    errno.EACCES: "the folder may not be written to",
}


class Journal:
    """Answers in a folder. Each answer is on disk before `record` says that it is saved."""

    def __init__(self, folder: Path, actor: str):
        self._folder = folder
        self._actor = actor
        self._file: Path | None = None
        self._waiting: list[Answer] = []
        self._read: dict[Path, int] = {}
        self._known: dict[str, Answer] = {}
        self._lock = threading.RLock()  # answers arrive on another thread while a cell runs

    def record(self, answer: Answer) -> Receipt:
        """Write one answer, and any that could not be written before. Nothing is lost while the kernel lives."""
        with self._lock:
            self._known[answer.id] = answer
            self._waiting.append(answer)
            return self.flush()

    def flush(self) -> Receipt:
        """Write what is waiting: one write and one fsync. The receipt says why when it cannot be written."""
        with self._lock:
            return self._write_waiting()

    def answers(self, quiz: str) -> list[Answer]:
        """The answers to a quiz from all kernels, oldest first."""
        return [answer for answer in self.all() if answer.quiz == quiz]

    def all(self) -> list[Answer]:
        """Every answer in the folder and in memory, oldest first. Only what is new on disk is read."""
        with self._lock:
            for path in self.files():
                self._catch_up(path)
            return sorted(self._known.values(), key=lambda answer: (answer.time, answer.id))

    def files(self) -> list[Path]:
        """The files of the folder, oldest first; none where it does not exist or cannot be read."""
        try:
            return sorted(self._folder.glob("*.jsonl"))
        except OSError:
            return []

    def _write_waiting(self) -> Receipt:
        if not self._waiting:
            return Receipt(saved=True)
        try:
            self._append(b"".join(to_line(answer, self._actor) for answer in self._waiting))
        except OSError as error:
            self._file = None  # its last line may be torn: never append to it again
            reason = _REASONS.get(error.errno or 0, error.strerror or "the folder cannot be written to")
            count = "Your answer is" if len(self._waiting) == 1 else f"{len(self._waiting)} answers are"
            return Receipt(
                False, f"Not saved: {reason}. {count} kept while this notebook runs, and saved when possible."
            )
        self._waiting.clear()
        return Receipt(saved=True)

    def _append(self, lines: bytes) -> None:
        new = self._file is None
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            self._file = self._folder / f"{stamp}-{os.getpid()}-{secrets.token_hex(4)}.jsonl"
        with self._file.open("ab", buffering=0) as file:
            written = file.write(lines)
            if written != len(lines):
                raise OSError(errno.ENOSPC, "the disk is full")
            os.fsync(file.fileno())
        if new:
            _fsync_folder(self._folder)

    def _catch_up(self, path: Path) -> None:
        """Read the whole lines that were added since the last time. An unfinished last line waits, or stays torn."""
        start = self._read.get(path, 0)
        try:
            with path.open("rb") as file:
                file.seek(start)
                added = file.read()
        except OSError:
            return
        whole = added.rpartition(b"\n")[0]
        for line in whole.split(b"\n"):
            answer = from_line(line)
            if answer is not None:
                self._known.setdefault(answer.id, answer)
        self._read[path] = start + len(whole) + 1 if whole else start


def _fsync_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

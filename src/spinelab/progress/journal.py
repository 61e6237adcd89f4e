"""The lasting store: one JSON-Lines file a kernel, appended to and never changed.

No two kernels write one file, so there is no lock, and shared network folders are safe. Reading merges all files of
the folder, skips a line that a crash tore, and drops what was written twice.
"""

from __future__ import annotations

import errno
import os
import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from spinelab.progress.events import Answer, Event, Receipt
from spinelab.progress.statements import from_line, to_line

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the folder is read-only",
    errno.EACCES: "the folder may not be written to",
}


class Journal:
    """Events in a folder. Each is on disk before `record` says that it is saved."""

    def __init__(self, folder: Path, actor: str):
        self._folder = folder
        self._actor = actor
        self._file: Path | None = None
        self._waiting: list[Event] = []
        self._read: dict[Path, int] = {}
        self._known: dict[str, Event] = {}
        self._lock = threading.RLock()  # answers arrive on another thread while a cell runs

    def record(self, event: Event) -> Receipt:
        """Write one event, and any that could not be written before. Nothing is lost while the kernel lives."""
        with self._lock:
            self._known[event.id] = event
            self._waiting.append(event)
            return self.flush()

    def flush(self) -> Receipt:
        """Write what is waiting: one write and one fsync. The receipt says why when it cannot be written."""
        with self._lock:
            return self._write_waiting()

    def events(self, quiz: str) -> list[Event]:
        """What was done in a quiz, in all kernels, oldest first."""
        return _in_order(event for event in self._all() if event.quiz == quiz)

    def all(self) -> list[Event]:
        """Every event in the folder and in memory, oldest first."""
        return _in_order(self._all())

    def files(self) -> list[Path]:
        """The files of the folder, oldest first; none where it does not exist or cannot be read."""
        try:
            return sorted(self._folder.glob("*.jsonl"))
        except OSError:
            return []

    def _all(self) -> list[Event]:
        """Only what is new on disk is read."""
        with self._lock:
            for path in self.files():
                self._catch_up(path)
            return list(self._known.values())

    def _write_waiting(self) -> Receipt:
        if not self._waiting:
            return Receipt(saved=True)
        try:
            self._append(b"".join(to_line(event, self._actor) for event in self._waiting))
        except OSError as error:
            _remove_if_empty(self._file)
            self._file = None  # its last line may be torn: never append to it again
            reason = _REASONS.get(error.errno or 0, error.strerror or "the folder cannot be written to")
            count = sum(isinstance(event, Answer) for event in self._waiting)
            kept = f"{count} answers are" if count > 1 else "Your answer is" if count else "What you did is"
            return Receipt(
                False, f"Not saved: {reason}. {kept} kept while this notebook runs, and saved when possible."
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
            event = from_line(line)
            if event is not None:
                self._known.setdefault(event.id, event)
        self._read[path] = start + len(whole) + 1 if whole else start


def _in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.time, event.id))


def _remove_if_empty(file: Path | None) -> None:
    """A full disk may still take names of files: do not leave one for each try."""
    with suppress(OSError):
        if file and file.stat().st_size == 0:
            file.unlink()


def _fsync_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Reading 100,000 answers from 20 kernels' files: seconds, and how many times as long as reading their bytes.

The fastest of runs by turns, as others may use the machine. Budget: 0.5 s.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spinelab.progress import Answer, Journal
from spinelab.progress.statements import to_line

EVENTS, FILES, RUNS = 100_000, 20, 7
BUDGET_S = 0.5


def write(folder: Path) -> None:
    """As many kernels' files as a year of a course makes, with answers to 500 questions."""
    for file in range(FILES):
        lines = (to_line(answer(number), "ada") for number in range(file, EVENTS, FILES))
        (folder / f"20261121T{file:06d}-1-aaaa.jsonl").write_bytes(b"".join(lines))


def answer(number: int) -> Answer:
    """One answer; most questions are of the kind with options."""
    second = f"2026-11-21T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}.{number:06d}+00:00"
    return Answer(
        f"{number % 14:02d}-lesson/check-{number % 5}", f"question-{number % 500}", "1a2b3c4d[,]5e6f7a8b", 1.0, 2.0,
        number % 3 == 0, 1 + number % 2, second, "choice",
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Print both times; fail when reading is over its budget."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        write(folder)
        files = sorted(folder.iterdir())
        assert len(Journal(folder, "ada").all()) == EVENTS
        times = [
            (seconds(lambda: [path.read_bytes() for path in files]), seconds(lambda: Journal(folder, "ada").all()))
            for _ in range(RUNS)
        ]
        size = sum(path.stat().st_size for path in files) / 1e6
    raw, ours = (min(column) for column in zip(*times, strict=True))
    print(f"{EVENTS} events, {size:.0f} MB: {ours:.3f} s; their bytes alone: {raw:.3f} s; ratio {ours / raw:.1f}")
    if ours > BUDGET_S:
        print(f"over budget: {ours:.3f} > {BUDGET_S} s")
    return int(ours > BUDGET_S)


if __name__ == "__main__":
    sys.exit(main())

"""No acknowledged answer is lost, whatever happens to the kernel or beside it."""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spinelab.progress import Answer, Journal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these tests fork and send SIGKILL, which Windows has not")

WRITER = """
import sys
from pathlib import Path
from spinelab.progress import Answer, Journal
folder, kernel, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
journal = Journal(folder, "ada")
sys.stdin.readline()
for i in range(count):
    answer = Answer("02/exit", f"k{kernel}-{i}", "x", 1.0, 1.0, True, 1, f"2026-11-21T10:00:{i:02d}+00:00")
    assert journal.record(answer).saved
"""


@pytest.mark.parametrize("kills", [30, pytest.param(1000, marks=pytest.mark.full)])
def test_killed_kernels_lose_no_acknowledged_answer(tmp_path: Path, kills: int) -> None:
    seed = random.randrange(10**6)
    script = Path(__file__).with_name("answering.py")
    command = [sys.executable, str(script), str(tmp_path), str(kills), str(seed)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    found = re.fullmatch(r"(\d+) kills, (\d+) acknowledged, (\d+) lost, (\d+) unreadable\n", run.stdout)
    assert found, f"seed {seed}: {run.stdout}{run.stderr}"
    counts = [int(count) for count in found.groups()]
    assert counts[0] == kills
    assert counts[1] > kills / 2, f"seed {seed}: too few answers to mean anything: {run.stdout}"
    assert counts[2:] == [0, 0], f"seed {seed}: {run.stdout}"


def test_fifty_kernels_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    count = 8
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(number), str(count)], stdin=subprocess.PIPE, text=True
        )
        for number in range(50)
    ]
    reader = Journal(tmp_path, "ada")
    for kernel in kernels:
        kernel.communicate("go\n", timeout=120)
        reader.all()
    assert [kernel.returncode for kernel in kernels] == [0] * 50
    expected = sorted(f"k{number}-{i}" for number in range(50) for i in range(count))
    assert sorted(answer.question for answer in reader.all()) == expected
    assert sorted(answer.question for answer in Journal(tmp_path, "ada").all()) == expected


def test_an_answer_written_twice_is_read_once(tmp_path: Path) -> None:
    answer = Answer("02/exit", "q", "x", 1.0, 1.0, True, 1, "2026-11-21T10:00:00+00:00")
    Journal(tmp_path, "ada").record(answer)
    Journal(tmp_path, "ada").record(answer)
    assert Journal(tmp_path, "ada").all() == [answer]

"""Damaged files are accepted or refused in one line each, never with a traceback, and the line is right.

Each damage is drawn from a named list. `Damaged.line` is the line that a person would look at; None where the place
cannot be known (an open quote is noticed far below).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from spinelab.content.csvtext import read_rows
from spinelab.content.facts import COLUMNS, facts
from spinelab.content.faults import ContentError, Fault
from spinelab.content.quizzes import load_file

QUIZ = """\
quizzes:
  - id: demo/check-1
    title: Demo
    questions:
""" + "".join(
    f"""\
      - id: single-{i}
        type: single
        prompt: Which bone carries the dens?
        options:
          - text: Atlas
            feedback: It is the ring around the dens.
          - text: Axis
            correct: true
            feedback: The dens stands on its body.
        explanation: The dens belongs to the axis.
        points: 2
      - id: numeric-{i}
        type: numeric
        prompt: How many millimetres?
        answer: 14
        tolerance: 0.5
        unit: mm
"""
    for i in range(3)
)
FACTS = (
    ",".join(COLUMNS)
    + "\n"
    + "".join(f"fact-{i},what {i},{i + 1},0,9,100,mm,Key{i},verified,2026-01-01\n" for i in range(8))
)


@dataclass
class Damaged:
    """A damaged file: its bytes, and the line on which a fault should be told."""

    data: bytes
    line: int | None


Lines = list[str]
Damage = Callable[[Lines, random.Random], Damaged]


def _at(lines: Lines, draw: random.Random, *starts: str) -> int:
    """The place of a random line that starts with one of these, indentation aside."""
    return draw.choice([i for i, line in enumerate(lines) if line.strip(" -").startswith(starts)])


def _joined(lines: Lines, line: int | None) -> Damaged:
    return Damaged("\n".join(lines).encode(), line)


def misspelt_field(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "prompt", "answer", "explanation", "tolerance")
    head, _, tail = lines[place].partition(":")
    lines[place] = f"{head[:-2]}{head[-1]}{head[-2]}x:{tail}"
    first = max(i for i in range(place + 1) if lines[i].startswith("      - id"))
    return Damaged("\n".join(lines).encode(), -(first + 1) * 1000 - (place + 1))


def unknown_type(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "type")
    lines[place] = lines[place][:-1]
    return _joined(lines, place + 1)


def words_for_a_number(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "points", "tolerance")
    lines[place] = lines[place].partition(":")[0] + ": some"
    return _joined(lines, place + 1)


def yes_for_true(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "correct")
    lines[place] = lines[place].replace("true", "yes")
    return _joined(lines, place + 1)


def key_twice(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "prompt", "explanation", "answer", "unit")
    lines.insert(place, lines[place])
    return _joined(lines, place + 2)


def tab_for_indentation(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "prompt", "explanation", "unit")
    lines[place] = "\t" + lines[place].lstrip()
    return _joined(lines, place + 1)


def control_character(lines: Lines, draw: random.Random) -> Damaged:
    place = draw.randrange(len(lines) - 1)
    lines[place] += draw.choice("\x00\x01\x1b\x7f")
    return _joined(lines, place + 1)


def bytes_not_utf8(lines: Lines, draw: random.Random) -> Damaged:
    place = draw.randrange(len(lines) - 1)
    data = [line.encode() for line in lines]
    data[place] += draw.choice([b"\xff", b"\xe9t\xe9", b"\x80", b"\xc3"])
    return Damaged(b"\n".join(data), place + 1)


def anchor(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "prompt", "explanation")
    lines[place] = lines[place].replace(": ", ": &x ", 1)
    return _joined(lines, place + 1)


def empty_text(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "prompt", "text")
    lines[place] = lines[place].partition(":")[0] + ': ""'
    return _joined(lines, place + 1)


def open_quote(lines: Lines, draw: random.Random) -> Damaged:
    place = _at(lines, draw, "prompt", "explanation", "text")
    lines[place] = lines[place].replace(": ", ": '", 1)
    return _joined(lines, None)


def cut_off(lines: Lines, draw: random.Random) -> Damaged:
    text = "\n".join(lines)
    return Damaged(text[: draw.randrange(len(text))].encode(), None)


def lines_swapped(lines: Lines, draw: random.Random) -> Damaged:
    a, b = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return _joined(lines, None)


def random_bytes(lines: Lines, draw: random.Random) -> Damaged:
    data = bytearray("\n".join(lines).encode())
    for _ in range(draw.randrange(1, 6)):
        data[draw.randrange(len(data))] = draw.choice(b"{}[]:,-#&*!|>'\"%@`\n\t 09aZ\xff\x00")
    return Damaged(bytes(data), None)


def cell_too_many(lines: Lines, draw: random.Random) -> Damaged:
    place = draw.randrange(1, len(lines) - 1)
    lines[place] += draw.choice([",", ",x", ",x,y"])
    return _joined(lines, place + 1)


def words_in_a_number_cell(lines: Lines, draw: random.Random) -> Damaged:
    place = draw.randrange(1, len(lines) - 1)
    cells = lines[place].split(",")
    cells[draw.randrange(2, 6)] = draw.choice(["many", "1e", "nan", "inf", "1 2"])
    lines[place] = ",".join(cells)
    return _joined(lines, place + 1)


def id_twice(lines: Lines, draw: random.Random) -> Damaged:
    place = draw.randrange(1, len(lines) - 1)
    lines.insert(place, lines[place])
    return _joined(lines, place + 2)


def unknown_status(lines: Lines, draw: random.Random) -> Damaged:
    place = draw.randrange(1, len(lines) - 1)
    lines[place] = lines[place].replace("verified", draw.choice(["verifed", "sure", ""]))
    return _joined(lines, place + 1)


COMMON: list[Damage] = [control_character, bytes_not_utf8, cut_off, lines_swapped, random_bytes]
IN_YAML: list[Damage] = [
    *COMMON, misspelt_field, unknown_type, words_for_a_number, yes_for_true, key_twice, tab_for_indentation,
    anchor, empty_text, open_quote,
]  # fmt: skip
IN_CSV: list[Damage] = [*COMMON, cell_too_many, words_in_a_number_cell, id_twice, unknown_status]


def refused(read: Callable[[], object]) -> list[Fault]:
    """The faults told, none when accepted. Anything but ContentError is a failure of the reader."""
    faults: list[Fault] = []
    try:
        read()
    except ContentError as error:
        faults = error.faults or [Fault("", 0, "")]
    for fault in faults:
        assert fault.message
        assert "\n" not in str(fault)
        assert "Traceback" not in str(fault)
        assert len(str(fault)) < 400
    return faults


@pytest.mark.parametrize("count", [300, pytest.param(2000, marks=pytest.mark.full)])
def test_damaged_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    seed = random.randrange(10**6)
    draw = random.Random(seed)
    (tmp_path / "evidence" / "facts").mkdir(parents=True)
    monkeypatch.setenv("SPINELAB_DATA", str(tmp_path))
    known = right = 0
    unnoticed: list[str] = []
    wrong: list[str] = []
    for number in range(count):
        yaml = bool(draw.randrange(2))
        damage = draw.choice(IN_YAML if yaml else IN_CSV)
        damaged = damage((QUIZ if yaml else FACTS).split("\n"), draw)
        path = tmp_path / ("quiz.yaml" if yaml else "evidence/facts/facts.csv")
        path.write_bytes(damaged.data)
        try:
            faults = refused((lambda path=path: load_file(path)) if yaml else facts)
        except Exception as error:  # the point of the test: name the file that broke the reader
            pytest.fail(f"seed {seed}, file {number}, {damage.__name__}: {error!r}")
        if damaged.line is None:
            continue
        known += 1
        lines = {damaged.line} if damaged.line > 0 else {-damaged.line // 1000, -damaged.line % 1000}
        if not faults:
            unnoticed.append(damage.__name__)
        elif any(fault.line in lines for fault in faults):
            right += 1
        else:
            wrong.append(f"{damage.__name__}: told {faults[0]}, expected line {sorted(lines)}")
    assert known > count / 3
    assert unnoticed == [], f"seed {seed}: damaged files were accepted"
    assert right >= 0.95 * known, f"seed {seed}: {right} of {known}\n" + "\n".join(wrong[:10])


def test_the_undamaged_files_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "quiz.yaml").write_text(QUIZ)
    (tmp_path / "facts.csv").write_text(FACTS)
    assert len(load_file(tmp_path / "quiz.yaml")[0].questions) == 6
    assert len(read_rows(tmp_path / "facts.csv", COLUMNS)) == 8

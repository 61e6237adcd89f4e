"""A question of an exit quiz may repeat one that was asked before the lesson, and nothing else."""

from pathlib import Path

import pytest

from spinelab import course

LINE = "        repeats: 02-before-rotation-share\n"


@pytest.fixture
def questions(own_data: Path) -> Path:
    """The bank of lesson 02 in a copy of the course's data."""
    return own_data / "quizzes" / "02-atlas-and-axis.yaml"


def faults() -> list[str]:
    return [
        str(fault) for fault in course.check() if "repeat" in fault.message or "before this lesson" in fault.message
    ]


@pytest.mark.parametrize("name", ["02-before-rotation-shore", "02-dens-of-axis", "08-before-b27-positive"])
def test_what_is_repeated_was_asked_before_the_lesson(questions: Path, name: str) -> None:
    questions.write_text(questions.read_text().replace(LINE, f"        repeats: {name}\n"))
    (fault,) = faults()
    assert f"02-exit-rotation-share: ‘{name}’ is not asked before this lesson" in fault
    if name.endswith("shore"):
        assert "did you mean ‘02-before-rotation-share’?" in fault


def test_only_the_exit_quiz_repeats(questions: Path) -> None:
    text = questions.read_text()
    questions.write_text(text.replace("      - id: 02-dens-of-axis\n", "      - id: 02-dens-of-axis\n" + LINE))
    (fault,) = faults()
    assert "02-dens-of-axis: only a question of an exit quiz ‘repeats’ another" in fault

"""What learners can do after a lesson, by the ids that questions name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from spinelab.content.folder import stamps
from spinelab.content.records import Course


def objectives() -> dict[str, str]:
    """The text of each objective of the course by its id, read again when the file has changed.

    Raises ContentError, or msgspec's ValidationError, for a course file with faults; `spinelab check` says where.
    """
    return dict(_read(stamps(".", "course.yaml")))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int, int], ...]) -> dict[str, str]:
    from spinelab.content.yamltext import read  # a quiz needs it at its end only

    return {
        objective.id: objective.text
        for path, _, _ in files
        for lesson in msgspec.convert(read(path).value, Course).lessons
        for objective in lesson.objectives
    }

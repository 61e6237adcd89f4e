"""Marks out of nbgrader's gradebook, as CSV: one line a learner, with the route that counts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = (
    "assignment", "student_id", "last_name", "first_name", "route", "score", "max_score", "late_submission_penalty",
    "wait_for_hand_marking",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BestRoute(ExportPlugin):  # type: ignore[misc]  # published without types
    """What `nbgrader export` writes: each notebook of an assignment is one route, and the best one counts.

    A name that a spreadsheet would run as a formula gets an apostrophe before it.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that `--to` names (default: grades.csv)."""
        with Path(self.to or "grades.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if not self.assignment or assignment.name in map(str, self.assignment):
                    writer.writerows(map(_safe, row) for row in self._rows(gradebook, assignment))

    def _rows(self, gradebook: Gradebook, assignment: Any) -> Iterator[list[object]]:
        for student in gradebook.students:
            if self.student and student.id not in map(str, self.student):
                continue
            who = [assignment.name, student.id, student.last_name or "", student.first_name or ""]
            try:
                submission = gradebook.find_submission(assignment.name, student.id)
            except MissingEntry:
                yield [*who, "", 0.0, max(notebook.max_score for notebook in assignment.notebooks), 0.0, False]
                continue
            best = max(submission.notebooks, key=lambda notebook: notebook.score)
            late = submission.late_submission_penalty or 0.0
            waits = any(notebook.needs_manual_grade for notebook in submission.notebooks)
            yield [*who, best.name, max(0.0, best.score - late), best.max_score, late, waits]


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell

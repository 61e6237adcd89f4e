"""Read and mark by hand in the gradebook of a course: `python gradebook.py '{"learner": {"part": points}}'`."""

import json
import sys

from nbgrader.api import Gradebook

by_hand = json.loads(sys.argv[1])
scores: dict[str, dict[str, float]] = {}
with Gradebook("sqlite:///gradebook.db", "spine-lab") as book:
    for student in book.students:
        (submission,) = student.submissions
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                points = by_hand.get(student.id, {}).get(grade.name)
                if points is not None:
                    grade.manual_score, grade.needs_manual_grade = points, False
                    book.db.commit()
                scores.setdefault(student.id, {})[grade.name] = grade.score
print(json.dumps(scores))

"""The list of works that a lesson cites: in its text, and in its questions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from spinelab.content import quizzes
from spinelab.content.citations import cited
from spinelab.content.faults import nearest
from spinelab.content.folder import data_folder, notebooks_folder
from spinelab.content.references import Reference, linked, references
from spinelab.content.shown import Shown


@dataclass(frozen=True)
class Bibliography(Shown):
    """The references of a lesson, sorted by key."""

    lesson: str
    works: tuple[Reference, ...]

    def __repr__(self) -> str:
        return f"Bibliography({self.lesson}: {len(self.works)} works: {', '.join(work.key for work in self.works)})"

    def to_html(self) -> str:
        """A list with links, and the status of what was not seen at the source."""
        return f"<ul>{''.join(f'<li>{_entry(work)}</li>' for work in self.works)}</ul>"


def bibliography(lesson: str) -> Bibliography:
    """The works that a lesson cites. Raises LookupError when there is no such lesson."""
    path = notebooks_folder() / f"{lesson}.ipynb"
    if not path.is_file():
        raise LookupError(
            f"no lesson is named ‘{lesson}’{nearest(lesson, [p.stem for p in notebooks_folder().glob('*.ipynb')])}"
        )
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    keys = {key for text in texts for key, _ in cited(text)}
    if (data_folder() / "quizzes" / f"{lesson}.yaml").is_file():
        for quiz in quizzes.load_file(data_folder() / "quizzes" / f"{lesson}.yaml"):
            keys.update(key for question in quiz.questions for key in question.sources)
    known = references()
    return Bibliography(lesson, tuple(known[key] for key in sorted(keys) if key in known))


def _entry(work: Reference) -> str:
    name = f"<strong>{escape(work.key)}</strong>"
    note = "" if work.status in ("", "verified") else f" <em>[{escape(work.status)}]</em>"
    return f"{linked(name, work.link)}: {escape(work.full)}{note}"

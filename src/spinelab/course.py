"""The lessons in order, and the check of everything that is authored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from spinelab import marking
from spinelab.anatomy import course_of_disease
from spinelab.anatomy.column import column
from spinelab.anatomy.soft.sizes import sizes
from spinelab.anatomy.structures import structures
from spinelab.content import citations, quizzes
from spinelab.content.claims import claims
from spinelab.content.csvtext import read_rows
from spinelab.content.facts import facts
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import data_folder, exercises_folder, notebooks_folder, short_name
from spinelab.content.records import Course, Lesson, Question, Quiz
from spinelab.content.references import Reference, references, unknown_keys, unknown_sources
from spinelab.content.registry import picture_names
from spinelab.content.textfile import read_text
from spinelab.content.typed import typed
from spinelab.content.yamltext import Document, read
from spinelab.disease import cohort, disputed, features, flags, likelihood
from spinelab.treatment import drugs, effects, first_steps, pathway

T = TypeVar("T")
UNCITED_COLUMNS = ("lesson", "sentence", "why")
REASONS = {
    "objective": "says what the lesson teaches",
    "patient": "tells of a simulated patient",
    "task": "asks or tells the learner to do something",
    "meaning": "says what a word or a mark means",
    "summary": "repeats what the same lesson says with a source",
    "reasoning": "follows from what stands beside it",
    "picture": "describes the picture beside it, whose sizes have sources",
    "search": "says what we looked for and did not find",
}


TABLES: tuple[Callable[[], object], ...] = (
    features.load,
    flags.load,
    likelihood.table,
    cohort.matrix,
    disputed.disputes,
    first_steps.treatments,
    drugs.drugs,
    effects.effects,
    course_of_disease.diseases,
    column,
    sizes,
    structures,
)
"""What else is authored as data: reading it tells its faults."""


class Cell(NamedTuple):
    """A cell of a notebook: how messages name it, whether it is text, and its source."""

    name: str
    is_text: bool
    source: str


def course() -> Course:
    """The course as `data/course.yaml` describes it. Raises ContentError."""
    return _course()[0]


def lessons() -> tuple[Lesson, ...]:
    """The lessons in teaching order."""
    return course().lessons


def slug(heading: str) -> str:
    """A heading as claims name it: `Where rheumatoid arthritis strikes` is `where-rheumatoid-arthritis-strikes`."""
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower()))


def check() -> list[Fault]:
    """Every fault of the authored content, sorted by file and line. Nothing stops at the first."""
    faults: list[Fault] = []
    known = _collected(references, faults)
    held = _collected(facts, faults)
    for fact in held.values():
        faults += [
            Fault(fact.file, fact.line, f"{fact.id}: {message}") for message in unknown_keys(fact.sources, known)
        ]
    bank = _bank(faults)
    notebooks = _notebooks(notebooks_folder().glob("*.ipynb"), faults)
    exercises = _notebooks(exercises_folder().glob("source/*/*.ipynb"), faults)
    try:
        the_course, document = _course()
    except ContentError as error:
        return sorted({*faults, *error.faults})
    faults += _lesson_faults(the_course, document, bank)
    figures = citations.held_by_source(held)
    faults += _question_faults(the_course, bank, known, figures)
    faults += _text_faults({**notebooks, **exercises}, bank, known, figures)
    faults += _uncited_faults()
    faults += _claim_faults(notebooks, known)
    faults += marking.check(exercises_folder())
    faults += pathway.check()
    for path in sorted((data_folder() / "anatomy").glob("*.yaml")):
        try:
            faults += unknown_sources(read(path), known)
        except ContentError as error:
            faults += error.faults
    for table in TABLES:
        try:
            table()
        except ContentError as error:
            faults += error.faults
    return sorted(set(faults))


def _course() -> tuple[Course, Document]:
    document = read(data_folder() / "course.yaml")
    return typed(document, Course), document


def _collected(read: Callable[[], Mapping[str, T]], faults: list[Fault]) -> Mapping[str, T]:
    try:
        return read()
    except ContentError as error:
        faults += error.faults
        return {}


def _bank(faults: list[Fault]) -> dict[Path, list[Quiz]]:
    """The quizzes of each file that has no fault."""
    bank: dict[Path, list[Quiz]] = {}
    for path in sorted((data_folder() / "quizzes").glob("*.yaml")):
        try:
            bank[path] = quizzes.load_file(path)
        except ContentError as error:
            faults += error.faults
    return bank


def _notebooks(paths: Iterable[Path], faults: list[Fault]) -> dict[Path, list[Cell]]:
    """The cells of each notebook."""
    notebooks = {}
    for path in sorted(paths):
        try:
            cells = json.loads(read_text(path))["cells"]
            notebooks[path] = [
                Cell(
                    f"{short_name(path)} cell {number}",
                    cell["cell_type"] == "markdown",
                    "".join(cell["source"]),
                )
                for number, cell in enumerate(cells, 1)
            ]
        except (ValueError, KeyError, TypeError):
            faults.append(Fault(short_name(path), 0, "this is not a notebook"))
    return notebooks


def _lesson_faults(the_course: Course, document: Document, bank: dict[Path, list[Quiz]]) -> Iterator[Fault]:
    """Lessons against notebooks, objectives against questions, both ways."""
    ids = [lesson.id for lesson in the_course.lessons]
    asked = [question.objective for file in bank.values() for quiz in file for question in quiz.questions]
    for path in sorted(notebooks_folder().glob("*.ipynb")):
        if path.stem not in ids:
            yield Fault(short_name(path), 0, f"is not a lesson of data/course.yaml{nearest(path.stem, ids)}")
    for index, lesson in enumerate(the_course.lessons):
        spot = ("lessons", index)
        if not (notebooks_folder() / f"{lesson.id}.ipynb").is_file():
            yield document.fault(spot, f"‘{lesson.id}’ has no notebook notebooks/{lesson.id}.ipynb")
        for place, need in enumerate(lesson.needs):
            if need not in ids[:index]:
                there = nearest(need, ids[:index])
                yield document.fault((*spot, "needs", place), f"‘{need}’ is not an earlier lesson{there}")
        for place, objective in enumerate(lesson.objectives):
            times = asked.count(objective.id)
            where = (*spot, "objectives", place)
            if not objective.id.startswith(lesson.id[:2] + "."):
                yield document.fault(where, f"the objective {objective.id} must start with {lesson.id[:2]}.")
            if times < 2:
                message = f"objective {objective.id} is tested by {times} questions; expected two or more"
                yield document.fault(where, message)


def _question_faults(
    the_course: Course,
    bank: dict[Path, list[Quiz]],
    known: Mapping[str, Reference],
    held: Mapping[str, set[float]],
) -> Iterator[Fault]:
    """What the course's own questions must have, beyond what any quiz file must have."""
    objectives = {objective.id for lesson in the_course.lessons for objective in lesson.objectives}
    seen: dict[str, str] = {}
    for path, file in bank.items():
        lines, name = _id_lines(path), short_name(path)
        opening = [question.id for quiz in file if quiz.kind == "before" for question in quiz.questions]
        for quiz in file:
            if quiz.id.partition("/")[0] != path.stem:
                message = f"the quiz ‘{quiz.id}’ must start with {path.stem}/, as its file does"
                yield Fault(name, lines.get(quiz.id, 0), message)
            for question in quiz.questions:
                messages = list(_lacking(question, objectives, known, held))
                if quiz.kind == "graded":
                    messages.append("a graded quiz belongs in an assignment; lessons give feedback")
                if question.repeats and quiz.kind != "exit":
                    messages.append("only a question of an exit quiz ‘repeats’ another")
                elif question.repeats and question.repeats not in opening:
                    there = nearest(question.repeats, opening)
                    messages.append(f"‘{question.repeats}’ is not asked before this lesson{there}")
                if question.id in seen:
                    messages.append(f"the id is used before, in {seen[question.id]}")
                seen[question.id] = name
                for message in messages:
                    yield Fault(name, lines.get(question.id, 0), f"{question.id}: {message}")


def _lacking(
    question: Question, objectives: set[str], known: Mapping[str, Reference], held: Mapping[str, set[float]]
) -> Iterator[str]:
    if question.objective not in objectives:
        there = nearest(question.objective or "", objectives)
        yield f"the objective ‘{question.objective}’ is not in data/course.yaml{there}"
    if not question.explanation.strip():
        yield "‘explanation’ is missing"
    if not question.sources:
        yield "‘sources’ is missing; name at least one citation key"
    yield from unknown_keys(question.sources, known)
    if any(not option.feedback.strip() for option in getattr(question, "options", ())):
        yield "an option has no feedback"
    figures = set[float]().union(*(held.get(key, set()) for key in question.sources))
    told = [question.explanation, *(option.feedback for option in getattr(question, "options", ()))]
    for share in citations.unsupported_shares(" ".join(told), figures):
        yield f"“{share} %” is in no fact of {', '.join(question.sources)}"
    if question.figure:
        try:
            names = picture_names(question.figure.partition("/")[0])
        except LookupError as error:
            yield str(error.args[0])
            return
        if question.figure not in names:
            yield f"no figure is named ‘{question.figure}’{nearest(question.figure, names)}"


def _id_lines(path: Path) -> dict[str, int]:
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        written = re.match(r"[\s{-]*id:\s*['\"]?([^'\",}\s]+)", line)
        if written:
            found[written[1]] = number
    return found


def _text_faults(
    notebooks: dict[Path, list[Cell]],
    bank: dict[Path, list[Quiz]],
    known: Mapping[str, Reference],
    held: Mapping[str, set[float]],
) -> Iterator[Fault]:
    """Citations and figures in the text of the lessons, and the quizzes that their cells show."""
    there = {quiz.id for file in bank.values() for quiz in file}
    for cell in (cell for cells in notebooks.values() for cell in cells):
        if cell.is_text:
            for line, message in citations.wrong_citations(cell.source, known):
                yield Fault(cell.name, line, message)
            for line, message in citations.unsupported_numbers(cell.source, held):
                yield Fault(cell.name, line, message)
            continue
        for id in set(re.findall(r"quiz\.show\(\s*[\"']([^\"']+)", cell.source)) - there:
            try:
                quizzes.load(id)
            except ContentError:
                continue  # told where the quiz is written
            except LookupError as error:
                yield Fault(cell.name, 0, str(error.args[0]))


def uncited() -> list[tuple[str, str, str]]:
    """Each sentence of the lessons with a figure or a clinical word and no source: cell, lesson, sentence."""
    return [
        (cell.name, path.stem, sentence.text)
        for path, cells in _notebooks(notebooks_folder().glob("*.ipynb"), []).items()
        for cell in cells
        if cell.is_text
        for sentence in citations.uncited(cell.source)
    ]


def _uncited_faults() -> Iterator[Fault]:
    """Such a sentence is argued in `data/evidence/uncited.csv`, and nothing else is."""
    try:
        rows = read_rows(data_folder() / "evidence" / "uncited.csv", UNCITED_COLUMNS)
    except ContentError as error:
        yield from error.faults
        return
    argued = {(row["lesson"], row["sentence"]): row for row in rows}
    for row in rows:
        if row["why"] not in REASONS:
            yield row.fault(f"‘{row['why']}’ is not a reason{nearest(row['why'], REASONS)}")
    there = set()
    for cell, lesson, sentence in uncited():
        there.add((lesson, sentence))
        if (lesson, sentence) not in argued:
            yield Fault(cell, 0, f"no source, and no reason in data/evidence/uncited.csv: “{sentence}”")
    for key in argued.keys() - there:
        yield argued[key].fault(f"this sentence is not in {key[0]}, or has a source now; remove the row")


def _claim_faults(notebooks: dict[Path, list[Cell]], known: Mapping[str, Reference]) -> Iterator[Fault]:
    """Each claim names the lesson that teaches it, and the section once that lesson is written."""
    headings = {
        path.stem: {
            slug(line) for cell in cells if cell.is_text for line in cell.source.split("\n") if line.startswith("#")
        }
        for path, cells in notebooks.items()
    }
    try:
        the_claims = claims()
    except ContentError as error:
        yield from error.faults
        return
    for claim in the_claims.values():
        lesson, section = claim.lesson, claim.section
        for message in unknown_keys(claim.citations, known):
            yield claim.fault(message)
        if lesson in headings and section not in headings[lesson]:
            yield claim.fault(f"{lesson} has no section ‘{section}’{nearest(section, headings[lesson])}")
        if lesson not in headings and section:
            yield claim.fault(f"names a section of {lesson}, which has no notebook yet")

"""Quiz files: reading, checking beyond what types hold, and filling in the course's facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from spinelab.content import arithmetic
from spinelab.content.facts import fill
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import data_folder
from spinelab.content.records import (
    Choice,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    Quiz,
    SingleChoice,
    TextAnswer,
)
from spinelab.content.spelling import key
from spinelab.content.typed import misfit

if TYPE_CHECKING:
    from spinelab.content.yamltext import Document

_TYPES: dict[str, type[Question]] = {
    "single": SingleChoice,
    "multiple": MultipleChoice,
    "numeric": Numeric,
    "text": TextAnswer,
    "ordering": Ordering,
    "matching": Matching,
}


def load(id_or_path: str | Path) -> Quiz:
    """The quiz with that id (`LESSON/QUIZ`), or the one in that file.

    Facts named `{fact-id}` in its texts are filled in. Raises ContentError with file, line and the nearest valid
    choice; LookupError when the course has no quiz with that id.
    """
    if isinstance(id_or_path, Path) or id_or_path.endswith((".yaml", ".yml")):
        quizzes = load_file(Path(id_or_path))
        if len(quizzes) > 1:
            names = ", ".join(quiz.id for quiz in quizzes)
            raise LookupError(f"{Path(id_or_path).name} holds {len(quizzes)} quizzes; ask for one by id: {names}")
        return quizzes[0]
    lesson = id_or_path.partition("/")[0]
    path = data_folder() / "quizzes" / f"{lesson}.yaml"
    if not path.is_file():
        raise LookupError(f"no quiz has the id ‘{id_or_path}’{nearest(lesson, _lessons())}")
    quizzes = load_file(path)
    for quiz in quizzes:
        if quiz.id == id_or_path:
            return quiz
    raise LookupError(f"no quiz has the id ‘{id_or_path}’{nearest(id_or_path, [quiz.id for quiz in quizzes])}")


def load_file(path: Path) -> list[Quiz]:
    """All quizzes of a file: one quiz, or a list of them under `quizzes`. Raises ContentError with every fault."""
    from spinelab.content.yamltext import read  # a quiz that is at hand needs no YAML

    document = read(path)
    faults: list[Fault] = []
    quizzes = [quiz for place, raw in _raw_quizzes(document) for quiz in _quiz(document, place, raw, faults)]
    faults += _repeated(document, quizzes)
    if faults:
        raise ContentError(faults)
    return quizzes


def bank() -> Iterator[tuple[Path, list[Quiz]]]:
    """The files of the course's own bank with their quizzes, in lesson order."""
    for path in sorted((data_folder() / "quizzes").glob("*.yaml")):
        yield path, load_file(path)


def _lessons() -> list[str]:
    return [path.stem for path in (data_folder() / "quizzes").glob("*.yaml")]


def _raw_quizzes(document: Document) -> list[tuple[tuple[str | int, ...], Any]]:
    value = document.value
    if isinstance(value, dict) and "quizzes" in value:
        extra = [key for key in value if key != "quizzes"]
        if extra or not isinstance(value["quizzes"], list) or not value["quizzes"]:
            raise ContentError([document.fault((*extra[:1],), "expected one key, ‘quizzes’, with a list of quizzes")])
        return [(("quizzes", index), raw) for index, raw in enumerate(value["quizzes"])]
    return [((), value)]


def _quiz(document: Document, place: tuple[str | int, ...], raw: Any, faults: list[Fault]) -> Iterator[Quiz]:
    """The quiz, or nothing when it has faults. Questions are read one by one, so that each fault is found."""
    before = len(faults)
    if not isinstance(raw, dict):
        faults.append(document.fault(place, "expected a quiz with id, title and questions"))
        return
    raw_questions = raw.get("questions")
    if not isinstance(raw_questions, list) or not raw_questions:
        faults.append(document.fault((*place, "questions"), "a quiz needs ‘questions’, a list with at least one"))
        return
    questions = []
    for index, raw_question in enumerate(raw_questions):
        spot = (*place, "questions", index)
        question = _convert(document, spot, raw_question, Question, faults)
        if question is not None:
            faults += _meaning(document, spot, question, graded=raw.get("kind") == "graded")
            questions.append(_filled(document, spot, question, faults))
    shell = {**raw, "questions": [{"type": "numeric", "id": "x", "prompt": "x", "answer": 0}]}
    quiz = _convert(document, place, shell, Quiz, faults)
    if quiz is not None and len(faults) == before:
        yield msgspec.structs.replace(quiz, questions=tuple(questions))


def _convert(document: Document, place: tuple[str | int, ...], raw: Any, shape: Any, faults: list[Fault]) -> Any:
    if shape is Question and isinstance(raw, dict):
        kind = raw.get("type")
        if kind not in [*_TYPES]:
            said = f"unknown type ‘{kind}’{nearest(str(kind), _TYPES)}" if kind else f"no ‘type’{nearest('', _TYPES)}"
            faults.append(document.fault((*place, "type"), said))
            return None
        shape = _TYPES[kind]
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        faults.append(misfit(document, place, shape, error))
        return None


def _meaning(document: Document, place: tuple[str | int, ...], question: Any, graded: bool) -> Iterator[Fault]:
    """What no type can hold."""

    def at(message: str, *more: str | int) -> Fault:
        return document.fault((*place, *more), f"{question.id}: {message}")

    if question.alt and not question.figure:
        yield at("‘alt’ stands without a figure", "alt")
    if graded:
        yield from _sealed(question, at)
        return
    match question:
        case Numeric():
            yield from _numeric(question, at)
        case SingleChoice() | MultipleChoice():
            yield from _choice(question, at)
        case TextAnswer():
            yield from _twice("answers", [key(answer) for answer in question.answers], at)
            for index, wrong in enumerate(question.wrong):
                if key(wrong.text) in map(key, question.answers):
                    yield at(f"‘{wrong.text}’ is also a right answer", "wrong", index)
        case Ordering():
            yield from _twice("items", [item.text.strip() for item in question.items], at)
        case Matching():
            yield from _twice("pairs", [pair.left.strip() for pair in question.pairs], at)
            yield from _twice("others", [*question.others, *{pair.right for pair in question.pairs}], at)
            if len({*question.others, *(pair.right for pair in question.pairs)}) < 2:
                yield at("there is only one right side to choose from", "pairs")


def _choice(question: Choice, at: Callable[..., Fault]) -> Iterator[Fault]:
    right = sum(option.correct for option in question.options)
    if isinstance(question, SingleChoice) and right != 1:
        yield at(f"a single choice has exactly one correct option; found {right}", "options")
    if right == 0 and isinstance(question, MultipleChoice):
        yield at("no option is marked correct", "options")
    yield from _twice("options", [option.text.strip() for option in question.options], at)


def _sealed(question: Question, at: Callable[..., Fault]) -> Iterator[Fault]:
    """What a graded quiz may not hold, because learners can read its file."""
    if not isinstance(question, SingleChoice | MultipleChoice):
        yield at("a graded quiz has single and multiple choices only; other types hold their answer", "type")
        return
    if question.explanation:
        yield at("‘explanation’ would tell learners the answer; move it to the key", "explanation")
    for index, option in enumerate(question.options):
        for name in ("correct", "feedback"):
            if getattr(option, name):
                yield at(f"‘{name}’ would tell learners the answer; move it to the key", "options", index, name)
    yield from _twice("options", [option.text.strip() for option in question.options], at)


def _twice(name: str, texts: list[str], at: Callable[..., Fault]) -> Iterator[Fault]:
    for index, text in enumerate(texts):
        if text in texts[:index]:
            yield at(f"‘{text}’ is written twice in ‘{name}’", name, index)


def _numeric(question: Numeric, at: Callable[..., Fault]) -> Iterator[Fault]:
    names = set(question.parameters)
    for name, span in question.parameters.items():
        if span.end < span.start or (span.end - span.start) / span.step > 10_000:
            yield at(
                f"the parameter ‘{name}’ runs from {span.start:g} to {span.end:g} by {span.step:g}",
                "parameters",
                name,
            )
    trial = {name: span.start for name, span in question.parameters.items()}
    expressions: list[tuple[float | str, tuple[str | int, ...]]] = [(question.answer, ("answer",))]
    expressions += [
        (wrong.value, ("wrong", i, "value")) for i, wrong in enumerate(question.wrong) if wrong.value is not None
    ]
    for expression, where in expressions:
        if isinstance(expression, str):
            try:
                arithmetic.evaluate(fill(expression), trial)
            except (ValueError, LookupError) as error:
                yield at(str(error.args[0]), *where)
    for index, wrong in enumerate(question.wrong):
        if (wrong.value is None) == (wrong.low is None and wrong.high is None):
            yield at("a wrong number has either a ‘value’ or ‘low’ and ‘high’", "wrong", index)
    unused = names - set(re.findall(r"\{([a-z][a-z0-9_]*)\}", question.prompt))
    for name in sorted(unused):
        yield at(f"the parameter ‘{name}’ is not in the prompt as {{{name}}}", "parameters", name)


def _filled(document: Document, place: tuple[str | int, ...], question: Any, faults: list[Fault]) -> Any:
    """The question with `{fact-id}` replaced; a name that is neither a fact nor a parameter is a fault."""
    own = set(getattr(question, "parameters", ()))
    try:
        return with_texts(question, lambda text: fill(text, keep=own))
    except LookupError as error:
        faults.append(document.fault(place, f"{question.id}: {error.args[0]}"))
        return question


def with_texts(question: Any, change: Callable[[str], str]) -> Any:
    """The question with every text that a learner reads changed by a function."""
    replace = msgspec.structs.replace
    changed: dict[str, Any] = {
        "prompt": change(question.prompt),
        "explanation": change(question.explanation),
        "hints": tuple(change(hint) for hint in question.hints),
        "alt": change(question.alt) if question.alt else question.alt,
    }
    match question:
        case Numeric(answer=answer):
            changed["answer"] = change(answer) if isinstance(answer, str) else answer
            changed["wrong"] = tuple(
                replace(
                    wrong,
                    feedback=change(wrong.feedback),
                    value=change(wrong.value) if isinstance(wrong.value, str) else wrong.value,
                )
                for wrong in question.wrong
            )
        case SingleChoice(options=parts) | MultipleChoice(options=parts):
            changed["options"] = _each(parts, change, "text", "feedback")
        case TextAnswer():
            changed["wrong"] = _each(question.wrong, change, "feedback")
        case Ordering():
            changed["items"] = _each(question.items, change, "text", "feedback")
        case Matching():
            changed["pairs"] = _each(question.pairs, change, "left", "right", "feedback")
            changed["others"] = tuple(map(change, question.others))
    return replace(question, **changed)


def _each(parts: Iterable[Any], change: Callable[[str], str], *fields: str) -> tuple[Any, ...]:
    return tuple(
        msgspec.structs.replace(part, **{field: change(getattr(part, field)) for field in fields}) for part in parts
    )


def _repeated(document: Document, quizzes: list[Quiz]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for quiz in quizzes:
        for name, what in [(quiz.id, "quiz"), *((question.id, "question") for question in quiz.questions)]:
            if seen.get(name) == what:
                yield Fault(document.file, _line_of_id(document, name), f"the {what} id ‘{name}’ is used twice")
            seen[name] = what


def _line_of_id(document: Document, id: str) -> int:
    """The last line on which that id is written."""
    lines = [0]

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, dict):
            if value.get("id") == id:
                lines.append(document.line(*path, "id"))
            for key, inner in value.items():
                walk(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, (*path, index))

    walk(document.value, ())
    return lines[-1]

"""Damage to lessons, data and code, each with the part of the suite that must find it and the words it must say.

A damage is applied in a copy of the checkout, at a place drawn at random. A notebook damage gets the notebook as a
dict and returns whether it found something to damage; a data or code damage gets the copy's folder.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

from PIL import Image

from spinelab import content, stored_notebooks
from spinelab.content import citations
from spinelab.content.facts import Fact

ROOT = Path(__file__).parents[2]
COPIED = ("pyproject.toml", "src", "data", "notebooks", "instructor", "tests/notebooks")
SECONDS = 240

Notebook = dict[str, Any]
Cell = dict[str, Any]
Suite = Literal["nbval", "stored", "check"]


@dataclass(frozen=True)
class Damage:
    """`apply(folder, rng)` damages a copy and returns the notebook to test. `suite` must then say `reason`, a regex."""

    name: str
    suite: Suite
    reason: str
    apply: Callable[[Path, Random], Path]


class NothingToDamageError(Exception):
    """No notebook has what the damage needs."""


DAMAGES: list[Damage] = []


def copy_checkout(folder: Path) -> None:
    """Copy what the notebook tests need."""
    for name in filter(lambda name: (ROOT / name).exists(), COPIED):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
        else:
            unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)


def run(suite: Suite, folder: Path, notebook: Path) -> tuple[bool, str]:
    """Run a part of the suite of a copy on one notebook. Returns whether it is green, and what it said."""
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--color=no"]
    commands = {
        "nbval": [
            *pytest,
            "--nbval",
            "--nbval-current-env",
            "--nbval-sanitize-with=tests/notebooks/nbval.cfg",
            str(notebook),
        ],
        "stored": [*pytest, "-p", "no:nbval", "tests/notebooks/test_stored.py", "-k", notebook.stem],
        "check": [sys.executable, "-m", "spinelab.cli", "check"],
    }
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            commands[suite],
            cwd=folder,
            env=_environment(folder, Path(home)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    return done.returncode == 0, done.stdout


def _environment(folder: Path, home: Path) -> dict[str, str]:
    ours = ("PYTEST_", "SPINELAB_DATA")
    kept = {
        name: value for name, value in stored_notebooks.engine_environment(home).items() if not name.startswith(ours)
    }
    path = os.pathsep.join(filter(None, [str(folder / "src"), os.environ.get("PYTHONPATH")]))
    return {**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def smallest_first(folder: Path) -> list[Path]:
    """The lessons of a copy; small ones run sooner."""
    return sorted((folder / "notebooks").glob("*.ipynb"), key=lambda path: path.stat().st_size)


# ---- Damage to notebooks.


def in_notebook(suite: Suite, reason: str) -> Callable[[Callable[[Notebook, Random], bool]], None]:
    """List a function as damage to the first notebook in which it finds something to damage."""

    def listed(do: Callable[[Notebook, Random], bool]) -> None:
        def apply(folder: Path, rng: Random) -> Path:
            for path in smallest_first(folder):
                notebook = json.loads(path.read_text(encoding="utf-8"))
                if do(notebook, rng):
                    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
                    path.write_text(text + "\n", encoding="utf-8")
                    return path
            raise NothingToDamageError(do.__name__)

        DAMAGES.append(Damage(do.__name__, suite, reason, apply))

    return listed


def code(notebook: Notebook) -> list[Cell]:
    """The code cells after the import."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][1:]


def markdown(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]


def outputs(notebook: Notebook, mime: str) -> list[dict[str, Any]]:
    """The data of each output that has a form."""
    return [output["data"] for cell in code(notebook) for output in cell["outputs"] if mime in output.get("data", {})]


def change(data: dict[str, Any], mime: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> bool:
    """Replace the first match of a pattern in an output."""
    before = "".join(data[mime])
    data[mime] = re.sub(pattern, new, before, count=1)
    return bool(data[mime] != before)


def any_of(rng: Random, places: list[Any], do: Callable[[Any], bool]) -> bool:
    """Do it at the first of the places, in random order, where it can be done."""
    return any(do(place) for place in rng.sample(places, len(places)))


@in_notebook("nbval", r"mismatch 'text/html'")
def change_a_number_in_an_output(notebook: Notebook, rng: Random) -> bool:
    def other(digit: re.Match[str]) -> str:
        return str((int(digit[0]) + 1) % 10)

    # A digit among words: after white space or a bracket, outside tags and picture data.
    return any_of(rng, outputs(notebook, "text/html"), lambda data: change(data, "text/html", r"(?<=[\s(>])\d", other))


@in_notebook("nbval", r"mismatch 'text/html'")
def reword_an_output(notebook: Notebook, rng: Random) -> bool:
    return any_of(
        rng, outputs(notebook, "text/html"), lambda data: change(data, "text/html", r"(?<=\s)(?:the|a)(?=\s)", "no")
    )


@in_notebook("nbval", r"Unexpected output fields from running code")
def drop_an_output(notebook: Notebook, rng: Random) -> bool:
    with_output = [cell for cell in code(notebook) if len(cell["outputs"]) == 1]
    if with_output:
        rng.choice(with_output)["outputs"] = []
    return bool(with_output)


@in_notebook("nbval", r"Missing output fields from running code")
def add_an_output(notebook: Notebook, rng: Random) -> bool:
    silent = [cell for cell in code(notebook) if not any("name" in output for output in cell["outputs"])]
    if silent:
        printed = {"output_type": "stream", "name": "stdout", "text": ["7 mm\n"]}
        rng.choice(silent)["outputs"].append(printed)
    return bool(silent)


@in_notebook("nbval", r"Cell execution caused an exception")
def call_something_that_does_not_exist(notebook: Notebook, rng: Random) -> bool:
    def misspell(cell: Cell) -> bool:
        source = "".join(cell["source"])
        cell["source"] = re.sub(r"\.(\w+)\(", r".\1_of_nobody(", source, count=1)
        return bool(cell["source"] != source)

    return any_of(rng, code(notebook), misspell)


@in_notebook("stored", r"cells did not run once each, from first to last")
def swap_two_code_cells(notebook: Notebook, rng: Random) -> bool:
    places = [index for index, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    if len(places) < 3:
        return False
    one, other = rng.sample(places[1:], 2)
    cells = notebook["cells"]
    cells[one], cells[other] = cells[other], cells[one]
    return True


@in_notebook("stored", r"cells did not run once each, from first to last")
def leave_a_cell_unexecuted(notebook: Notebook, rng: Random) -> bool:
    cell = rng.choice(code(notebook))
    cell.update(execution_count=None, outputs=[])
    return True


@in_notebook("stored", r"an image has no alternative text")
def delete_an_alternative_text(notebook: Notebook, rng: Random) -> bool:
    return any_of(rng, outputs(notebook, "text/html"), lambda data: change(data, "text/html", r'alt="[^"]+"', 'alt=""'))


@in_notebook("stored", r"a picture is blank")
def blank_a_picture(notebook: Notebook, rng: Random) -> bool:
    pictures = outputs(notebook, "image/png")
    if pictures:
        blank = io.BytesIO()
        Image.new("RGB", (640, 400), rng.choice(["white", "black"])).save(blank, "PNG")
        rng.choice(pictures)["image/png"] = base64.b64encode(blank.getvalue()).decode("ascii")
    return bool(pictures)


@in_notebook("stored", r"not in stored form")
def put_the_widget_view_back(notebook: Notebook, rng: Random) -> bool:
    bundles = outputs(notebook, "text/html")
    if bundles:
        view = {"model_id": f"{rng.getrandbits(128):032x}", "version_major": 2, "version_minor": 0}
        rng.choice(bundles)[stored_notebooks.WIDGET_VIEW] = view
    return bool(bundles)


@in_notebook("stored", r"stored as a widget")
def lose_the_fallback_of_a_widget(notebook: Notebook, rng: Random) -> bool:
    quizzes = [data for data in outputs(notebook, "text/plain") if "".join(data["text/plain"]).startswith("Quiz(")]
    if quizzes:
        data = rng.choice(quizzes)
        del data["text/html"]
        data[stored_notebooks.WIDGET_VIEW] = {"model_id": "0", "version_major": 2, "version_minor": 0}
    return bool(quizzes)


@in_notebook("stored", r"\[@?Nobody1899\] is not a reference")
def cite_a_work_that_is_not_there(notebook: Notebook, rng: Random) -> bool:
    cell = rng.choice(markdown(notebook))
    mark = rng.choice(["[@Nobody1899]", "[Nobody1899](https://doi.org/10.1000/0)"])
    cell["source"] = "".join(cell["source"]) + f"\n\nSo it was found {mark}."
    return True


@in_notebook("stored", r"links to .*; expected https?://")
def send_a_citation_elsewhere(notebook: Notebook, rng: Random) -> bool:
    def misdirect(cell: Cell) -> bool:
        source = "".join(cell["source"])
        cell["source"] = re.sub(r"(\[[A-Z]\w*\d{4}\w*\]\(https?://[^)\s]+)\)", r"\g<1>0)", source, count=1)
        return bool(cell["source"] != source)

    return any_of(rng, markdown(notebook), misdirect)


@in_notebook("stored", r"raised False, tagged raises-exception True")
def announce_an_error_that_does_not_happen(notebook: Notebook, rng: Random) -> bool:
    rng.choice(code(notebook))["metadata"]["tags"] = ["raises-exception"]
    return True


@in_notebook("stored", r"raised True, tagged raises-exception False")
def store_an_error(notebook: Notebook, rng: Random) -> bool:
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'C8'", "traceback": ["KeyError: 'C8'"]}
    rng.choice(code(notebook))["outputs"].append(error)
    return True


@in_notebook("stored", r"is skipped by nbval|gives no reason|use a tag")
def hide_a_cell_from_nbval(notebook: Notebook, rng: Random) -> bool:
    cell = rng.choice(code(notebook))
    if rng.random() < 0.7:
        cell["metadata"]["tags"] = [rng.choice(["nbval-skip", "nbval-ignore-output"])]
    else:
        cell["source"] = "# NBVAL_IGNORE_OUTPUT\n" + "".join(cell["source"])
    return True


@in_notebook("stored", r"a memory address or a home folder|a place on one machine")
def print_something_of_this_machine(notebook: Notebook, rng: Random) -> bool:
    words = rng.choice(["<Spine object at 0x7f8b1c2d3e40>", str(Path.home() / "spine.csv"), "C:\\Users\\ines"])
    output = {"output_type": "stream", "name": "stdout", "text": [words + "\n"]}
    rng.choice(code(notebook))["outputs"].append(output)
    return True


@in_notebook("stored", r"writes to stderr")
def store_a_warning(notebook: Notebook, rng: Random) -> bool:
    output = {"output_type": "stream", "name": "stderr", "text": ["DeprecationWarning: soon\n"]}
    rng.choice(code(notebook))["outputs"].insert(0, output)
    return True


@in_notebook("stored", r"cell ids used twice")
def use_a_cell_id_twice(notebook: Notebook, rng: Random) -> bool:
    one, other = rng.sample(notebook["cells"], 2)
    one["id"] = other["id"]
    return True


@in_notebook("stored", r"a heading jumps from level")
def jump_a_heading_level(notebook: Notebook, rng: Random) -> bool:
    notebook["cells"].append({**rng.choice(markdown(notebook)), "id": "jump", "source": "## Two\n\n#### Four"})
    return True


@in_notebook("stored", r"kernel metadata differs")
def name_another_kernel(notebook: Notebook, rng: Random) -> bool:
    notebook["metadata"]["kernelspec"]["display_name"] = rng.choice(["Python 3 (ipykernel)", "spine"])
    return True


# nbformat drops `trusted` on reading, so only the stored form tells of it.
@in_notebook("stored", r"keeps view state or foreign metadata|not in stored form")
def keep_view_state(notebook: Notebook, rng: Random) -> bool:
    rng.choice(code(notebook))["metadata"][rng.choice(["collapsed", "scrolled", "trusted"])] = True
    return True


@in_notebook("stored", r"is not plain|has 6 lines|imports misplaced")
def write_a_cell_that_is_a_program(notebook: Notebook, rng: Random) -> bool:
    programs = ["def f():\n    return 1", "for i in range(3):\n    i", "%matplotlib inline", "import os", "x = 1\n" * 6]
    rng.choice(code(notebook))["source"] = rng.choice(programs)
    return True


# ---- Damage to data and code.


def in_course(suite: Suite, reason: str) -> Callable[[Callable[[Path, Random], Path]], None]:
    """List a function as damage to the copy's data or code. It returns the notebook that must turn red."""

    def listed(do: Callable[[Path, Random], Path]) -> None:
        DAMAGES.append(Damage(do.__name__, suite, reason, do))

    return listed


def shown_quizzes(folder: Path) -> Iterator[tuple[Path, str]]:
    """Notebook and id of each quiz that a lesson shows."""
    for path in smallest_first(folder):
        for id in re.findall(r"quiz\.show\(\\\"([^\\\"]+)", path.read_text(encoding="utf-8")):
            yield path, id


def edit_a_question(folder: Path, rng: Random, edit: Callable[[str], str]) -> Path:
    """Edit the text of one question of a quiz that a lesson shows and that has two or more."""
    shown = list(shown_quizzes(folder))
    for path, id in rng.sample(shown, len(shown)):
        bank = folder / "data" / "quizzes" / f"{id.partition('/')[0]}.yaml"
        text = bank.read_text(encoding="utf-8")
        quiz = text.partition(f"  - id: {id}\n")[2].partition("\n  - id: ")[0]
        questions = re.findall(r"^ {6}- id: .*\n(?: {7,}.*\n|\n)*", quiz + "\n", re.MULTILINE)
        for question in rng.sample(questions, len(questions)) if len(questions) > 1 else []:
            if edit(question) != question:
                bank.write_text(text.replace(question, edit(question)), encoding="utf-8")
                return path
    raise NothingToDamageError("no question of a shown quiz can be edited so")


@in_course("stored", r"is not the quiz in the bank")
def remove_a_question_from_the_bank(folder: Path, rng: Random) -> Path:
    return edit_a_question(folder, rng, lambda question: "")


@in_course("stored", r"is not the quiz in the bank")
def flip_the_correct_option(folder: Path, rng: Random) -> Path:
    def flip(question: str) -> str:
        if "type: single" not in question:
            return question
        right = next(line for line in question.splitlines(keepends=True) if line.strip() == "correct: true")
        options = question.split("          - text:")
        wrong = next(option for option in options[1:] if right not in option)
        feedback = " " * 12 + "feedback:"
        return question.replace(right, "").replace(wrong, wrong.replace(feedback, right + feedback, 1))

    return edit_a_question(folder, rng, flip)


@in_course("nbval", r"mismatch 'text/(html|plain)'")
def reword_a_question(folder: Path, rng: Random) -> Path:
    return edit_a_question(folder, rng, lambda question: re.sub(r"(prompt: )(?=\w)", r"\1Now, ", question))


def facts_stated_once(folder: Path) -> Iterator[tuple[Path, Fact]]:
    """Notebook and fact where a sentence states a value that only this fact of the cited works holds."""
    facts = content.facts().values()
    for path in smallest_first(folder):
        for cell in markdown(json.loads(path.read_text(encoding="utf-8"))):
            for sentence in citations.sentences("".join(cell["source"])):
                cited = [fact for fact in facts if set(fact.sources) & set(sentence.cites)]
                for number in sentence.numbers:
                    holders = [(fact, held) for fact in cited for held in fact.numbers if abs(held) == number]
                    if len(holders) == 1 and holders[0][0].value == holders[0][1]:
                        yield path, holders[0][0]


@in_course("check", r"is in no fact of")
def change_a_fact(folder: Path, rng: Random) -> Path:
    stated = list(facts_stated_once(folder))
    if stated:
        path, fact = rng.choice(stated)
        table = folder / fact.file
        line = table.read_text(encoding="utf-8").splitlines()[fact.line - 1]
        changed = re.sub(r'^([^,]*,(?:"[^"]*"|[^",]*),)[^,]*', r"\g<1>98.765", line)
        table.write_text(table.read_text(encoding="utf-8").replace(line, changed), encoding="utf-8")
        return path
    raise NothingToDamageError("no lesson states a fact")


@in_course("nbval", r"Cell execution caused an exception")
def break_a_figure(folder: Path, rng: Random) -> Path:
    for path in smallest_first(folder):
        calls = re.findall(r"\b(anatomy|disease|treatment|imaging)\.(\w+)\(", path.read_text(encoding="utf-8"))
        if calls:
            room, name = rng.choice(calls)
            with (folder / "src" / "spinelab" / room / "__init__.py").open("a", encoding="utf-8") as module:
                module.write(f"\n\ndef {name}(*_: object, **__: object) -> None:\n    raise ValueError('broken')\n")
            return path
    raise NothingToDamageError("no lesson draws a figure")

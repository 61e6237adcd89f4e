"""A figure lives in one place: change it there, and table, picture and questions follow while texts fail the check."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spinelab import content, course, disease, quiz, treatment
from spinelab.content.facts import COLUMNS, facts, plain
from spinelab.quiz.fallback import to_html


def questions(id: str) -> Callable[[], str]:
    return lambda: to_html(quiz.load(id))


def picture(name: str) -> Callable[[], str]:
    return lambda: content.picture(name).to_html()


CASES = [
    ("ra-aas-2000s", "08-telling-them-apart", lambda: disease.comparison().fallback()["text/html"]),
    ("ra-aas-2000s", "08-telling-them-apart", questions("08-telling-them-apart/check-1")),
    ("redflag-any", "08-telling-them-apart", picture("disease/red_flags")),
    ("axspa-ibp-clinic-sensitivity", "08-telling-them-apart", picture("disease/natural_frequencies")),
    ("exercise-fitness", "09-first-steps", picture("treatment/exercise_effects")),
    ("heat-wrap-pain", "09-first-steps", lambda: treatment.home_and_physical()._repr_mimebundle_()["text/html"]),
    ("exercise-back-pain", "09-first-steps", questions("09-first-steps/check-5")),
    ("padi-danger", "02-atlas-and-axis", picture("anatomy/adi_padi_slip")),
]


def changed(folder: Path, id: str) -> tuple[str, str]:
    """Change the value of a fact in a copy of the data; returns the value before and after."""
    for path in (folder / "evidence" / "facts").glob("*.csv"):
        lines = path.read_text(encoding="utf-8").split("\n")
        for place, line in enumerate(lines):
            if line.startswith(id + ","):
                fact = content.fact(id)
                assert fact.value is not None
                before, after = f"{fact.value:g}", f"{fact.value * 0.9 + 0.123:.3f}"
                head, _, tail = line.rpartition(f",{before},") if fact.low is None else line.partition(f",{before},")
                lines[place] = f"{head},{after},{tail}"
                path.write_text("\n".join(lines), encoding="utf-8")
                return before, plain(float(after))
    raise AssertionError(f"no fact {id} ({COLUMNS})")


@pytest.mark.parametrize(("id", "lesson", "shown"), CASES)
def test_what_shows_a_figure_follows_it(
    id: str, lesson: str, shown: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shown()
    shutil.copytree(content.data_folder(), tmp_path / "data")
    _, after = changed(tmp_path / "data", id)
    monkeypatch.setenv("SPINELAB_DATA", str(tmp_path / "data"))
    assert plain(content.fact(id).value) == after
    assert shown() != before


@pytest.mark.parametrize(("id", "lesson"), sorted({(id, lesson) for id, lesson, _ in CASES}))
def test_a_text_with_the_old_figure_fails_the_check(
    id: str, lesson: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = content.fact(id)
    # A text says a number and its source: another fact with both would bear it out just as well.
    same = [other for other in facts().values() if (other.value, other.sources) == (fact.value, fact.sources)]
    shutil.copytree(content.data_folder(), tmp_path / "data")
    for other in same:
        before, _ = changed(tmp_path / "data", other.id)
    monkeypatch.setenv("SPINELAB_DATA", str(tmp_path / "data"))
    faults = [str(fault) for fault in course.check()]
    assert any(lesson in fault and f"“{before}" in fault for fault in faults), faults

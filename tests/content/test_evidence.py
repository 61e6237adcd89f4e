"""Facts and citations: one place for each figure, and texts that must agree with it."""

import shutil
from pathlib import Path

import pytest

from spinelab import content, course
from spinelab.content import citations
from spinelab.content.facts import COLUMNS, fill
from spinelab.content.faults import ContentError
from spinelab.content.folder import notebooks_folder
from spinelab.content.references import Reference

HEADER = ",".join(COLUMNS) + "\n"
BODEN = Reference("Boden1993", ("Boden",), 1993, "T", "J", "75", "1", "10.2106/x", "", "", "verified")


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    facts = tmp_path / "evidence" / "facts"
    facts.mkdir(parents=True)
    monkeypatch.setenv("SPINELAB_DATA", str(tmp_path))
    return facts / "anatomy.csv"


def test_a_fact_reads_as_value_unit_and_interval(own_data: Path) -> None:
    own_data.write_text(HEADER + "aas,AAS,24,13,36,,%,ZhangPope2015,verified,2026-11-21\n")
    assert content.fact("aas").text == "24 % (13–36)"
    assert fill("now {aas}, at least {aas.low}") == "now 24 % (13–36), at least 13"


def test_a_fact_that_is_not_verified_says_so(own_data: Path) -> None:
    own_data.write_text(HEADER + "tilt,dens tilt,13,,,,deg,X1,from memory,2026-11-21\n")
    assert content.fact("tilt").text == "13° [from memory]"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,x,1,,,,mm,,verified,", "names no source"),
        ("a,x,1,5,3,,mm,K1,verified,", "low 5 is above high 3"),
        ("a,x,abc,,,,mm,K1,verified,", "expected a number"),
        ("a,x,,,,,mm,K1,verified,", "neither a value"),
        ("a,x,1,,,,mm,K1,verifed,", "did you mean ‘verified’"),
        ("A b,x,1,,,,mm,K1,verified,", "small letters"),
        ("a,x,1,,,mm,K1,verified,", "9 cells; expected 10"),
        ("a,x,1,,,,mm,K1,verified,\na,x,1,,,,mm,K1,verified,", "used before"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(own_data: Path, row: str, words: str) -> None:
    own_data.write_text(HEADER + row + "\n")
    with pytest.raises(ContentError) as caught:
        content.facts()
    assert words in str(caught.value)
    assert caught.value.faults[0].line == 2 + row.count("\n")


def test_citations_become_links_and_are_held_to_them() -> None:
    known = {"Boden1993": BODEN}
    text = citations.link("Paralysis follows a small space [@Boden1993].", known)
    assert text == "Paralysis follows a small space [Boden1993](https://doi.org/10.2106/x)."
    assert list(citations.wrong_citations(text, known)) == []
    ((line, message),) = citations.wrong_citations("a\n" + text.replace("2106", "2107"), known)
    assert line == 2
    assert "expected https://doi.org/10.2106/x" in message
    with pytest.raises(LookupError, match="did you mean ‘Boden1993’"):
        citations.link("[@Boden1994]", known)


def test_a_figure_in_a_cited_sentence_must_be_a_fact_of_that_work(own_data: Path) -> None:
    own_data.write_text(HEADER + "padi,PADI limit,14,,,,mm,Boden1993,verified,2026-11-21\n")
    held = citations.held_by_source(content.facts())
    good = "In C1 and C2, under 14 mm is danger [@Boden1993]. Free text with 99 mm."
    assert list(citations.unsupported_numbers(good, held)) == []
    ((line, message),) = citations.unsupported_numbers("Title\n\n" + good.replace("14 mm", "13 mm"), held)
    assert line == 3
    assert "“13” is in no fact of Boden1993" in message


def test_an_address_with_brackets_is_read_whole() -> None:
    text = "It eased pain [Hall2008](https://doi.org/10.1016/S0003-9993(08)00054-3)."
    assert citations.cited(text) == [("Hall2008", "https://doi.org/10.1016/S0003-9993(08)00054-3")]
    assert [sentence.numbers for sentence in citations.sentences(text)] == [[]]


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("HLA-B27 at C1-C2 in 2015", []),
        ("24 % (13–36) of 1,076", [24, 13, 36, 1.076]),
        ("about 3.5 mm, or 11°", [3.5, 11]),
        ("PADI of 14 mm at L4", [14]),
    ],
)
def test_which_numbers_of_a_sentence_are_figures(sentence: str, numbers: list[float]) -> None:
    (only,) = citations.sentences(sentence + " [@X1]")
    assert only.numbers == numbers


def test_the_course_has_no_fault() -> None:
    assert [str(fault) for fault in course.check()] == []


def test_a_lesson_shows_only_quizzes_of_the_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copytree(notebooks_folder(), tmp_path / "notebooks")
    lesson = copy / "02-atlas-and-axis.ipynb"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("axis/check-1", "axis/chck-1"), encoding="utf-8")
    monkeypatch.setattr(course, "notebooks_folder", lambda: copy)
    (fault,) = course.check()
    assert fault.file.startswith("02-atlas-and-axis.ipynb cell ")
    assert "‘02-atlas-and-axis/chck-1’; did you mean ‘02-atlas-and-axis/check-1’?" in fault.message


def test_the_works_of_a_lesson_can_be_listed_again_and_again() -> None:
    first, second = content.bibliography("02-atlas-and-axis"), content.bibliography("02-atlas-and-axis")
    assert first == second
    assert "Boden1993" in {work.key for work in first.works}
    with pytest.raises(LookupError, match="did you mean ‘02-atlas-and-axis’"):
        content.bibliography("02-atlas-and-axs")

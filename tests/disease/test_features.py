"""The comparison: read, checked, filtered, written as a table."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from spinelab.content import ContentError, data_folder
from spinelab.disease import features

Change = Callable[[str, str, str], int]
FILE = "disease/features.yaml"


def test_compares_eight_conditions_on_twelve_questions_along_five_regions() -> None:
    table = features.load()
    assert [condition.id for condition in table.conditions] == [
        "ra", "lupus", "axspa", "mechanical", "fibromyalgia", "ms", "fracture", "myelitis",
    ]  # fmt: skip
    assert (len(table.questions), len(table.regions)) == (12, 5)
    assert all(table.cell(one.id, asked.id) for one in table.conditions for asked in table.questions)


def test_no_figure_is_typed_in_the_comparison() -> None:
    text = (data_folder() / "disease" / "features.yaml").read_text(encoding="utf-8")
    answers = re.findall(r"^    text: (.*)$", text, re.MULTILINE)
    names = r"\{[^}]*\}|\b(?:[CTL]\d{1,2}|HLA-B27|AQP4|1980s)\b"
    typed = [answer for answer in answers if re.search(r"\d", re.sub(names, "", answer))]
    assert len(answers) > 100
    assert typed == []


def test_strengths_follow_the_three_diseases() -> None:
    table = features.load()
    assert table.strength("ra", "upper-neck") == "usual"
    assert table.strength("axspa", "sacroiliac") == "usual"
    assert table.strength("lupus", "lumbar") == "spared"


def test_filters_by_condition_region_and_question() -> None:
    part = features.load().filtered(["ra", "ms"], region="upper-neck", question="where")
    assert {answer.condition for answer in part.answers} == {"ra", "ms"}
    assert [asked.id for asked in part.questions] == ["where"]
    assert all("upper-neck" in answer.regions for answer in part.answers)


def test_a_region_drops_questions_without_an_answer_there() -> None:
    asked = {one.id for one in features.load().filtered(["ra"], region="sacroiliac").questions}
    assert asked == {"where"}


@pytest.mark.parametrize(
    ("wanted", "near"),
    [({"conditions": ["axspo"]}, "axspa"), ({"region": "lumbur"}, "lumbar"), ({"question": "nigt"}, "night")],
)
def test_an_unknown_choice_names_the_nearest(wanted: dict[str, str], near: str) -> None:
    with pytest.raises(LookupError, match=f"did you mean ‘{near}’"):
        features.load().filtered(**wanted)


def test_the_fingerprint_changes_with_a_word(change: Change) -> None:
    before = features.load().fingerprint
    change(FILE, "text: No spinal pattern of its own.", "text: No spinal pattern that is its own.")
    assert features.load().fingerprint != before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- condition: lupus", "- condition: lupos", "did you mean ‘lupus’"),
        ("{ra-prevalence}", "{ra-prevalense}", "did you mean ‘ra-prevalence’"),
        ("sources: [Gillick2015, ZhangPope2015]", "sources: [Gillick2051, ZhangPope2015]", "Gillick2051"),
        ("strength: usual", "strength: always", "always"),
        ("    strength: usual\n", "", "‘strength’ belongs to the question ‘where’"),
        ("    regions: [upper-neck]\n", "    regions: [lower-neck]\n", "twice"),
        ("sources: []\n    status: from memory", "sources: []\n    status: verified", "names its sources"),
        ("  - condition: myelitis\n    question: refer", "  - condition: myelitis\n    question: trap", "twice"),
    ],
)
def test_a_fault_names_file_line_and_what_to_do(change: Change, old: str, new: str, said: str) -> None:
    change(FILE, old, new)
    with pytest.raises(ContentError, match=r"data/disease/features\.yaml:\d+: ") as caught:
        features.load()
    assert said in str(caught.value)


def test_a_missing_region_is_a_fault(change: Change) -> None:
    change(FILE, "regions: [upper-neck, lower-neck, thoracic, lumbar, sacroiliac]", "regions: [upper-neck]")
    with pytest.raises(ContentError, match="fibromyalgia does not say whether it strikes the region ‘lumbar’"):
        features.load()


def test_the_html_table_has_a_caption_and_scoped_headers() -> None:
    html = features.load().filtered(["ra", "lupus"], question="who").to_html("Two & two")
    assert "<caption>Two &amp; two</caption>" in html
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 1
    assert 'href="https://doi.org/' in html


def test_what_is_from_memory_says_so() -> None:
    assert "[from memory]" in features.load().filtered(["ra"], question="night").to_html("x")

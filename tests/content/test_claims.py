"""The claims of the five source documents: each judged, cited, and taught somewhere."""

import csv
import re
from collections import Counter

import pytest

from spinelab import content
from spinelab.content.folder import notebooks_folder
from spinelab.course import CLAIM_COLUMNS, slug

CLAIMS_IN_A_DOCUMENT = {"DOC000": 29, "DOC001": 18, "DOC002": 13, "DOC003": 9, "DOC004": 11}
VERDICTS = {
    "right": "the evidence supports the claim as it stands",
    "right but incomplete": "true, but what is left out changes how it is used",
    "partly right": "one half holds, the other does not",
    "plausible": "reasonable, not shown directly",
    "weak evidence": "few, small or borrowed studies",
    "disputed": "good studies or good usage disagree",
    "imprecise": "the words are wrong, the thought may be right",
    "overstated": "true of fewer people, places or times than it says",
    "outdated": "was true, or was good practice, and is no longer",
    "not supported": "no evidence was found, or it points the other way",
    "misattributed": "the figure belongs to another source",
    "wrong": "the evidence contradicts it",
    "unsafe": "whoever acts on it may come to harm",
    "omission": "something that the document should have said",
}
STATUSES = {"verified", "partly verified", "from memory", "derived"}
LESSONS = {
    "00-welcome",
    "01-a-column-of-joints",
    "02-atlas-and-axis",
    "03-facet-joints",
    "04-seeing-the-spine",
    "05-rheumatoid-arthritis",
    "06-lupus",
    "07-ankylosing-spondylitis",
    "08-telling-them-apart",
    "09-first-steps",
    "10-medicines",
    "11-blocks-and-surgery",
    "12-reading-the-evidence",
}

with (content.data_folder() / "evidence" / "claims.csv").open(encoding="utf-8", newline="") as _file:
    _reader = csv.DictReader(_file)
    CLAIMS = list(_reader)
    HEADER = _reader.fieldnames

every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])


def headings(lesson: str) -> set[str]:
    text = (notebooks_folder() / f"{lesson}.ipynb").read_text(encoding="utf-8")
    return {slug(heading) for heading in re.findall(r'"#+ (.*?)(?:\\n)?"', text)}


def test_the_table_has_its_columns() -> None:
    assert tuple(HEADER or ()) == CLAIM_COLUMNS


def test_every_claim_of_every_document_is_there_once() -> None:
    assert Counter(claim["document"] for claim in CLAIMS) == CLAIMS_IN_A_DOCUMENT
    assert [claim["id"] for claim in CLAIMS] == [f"claim-{number:02d}" for number in range(1, len(CLAIMS) + 1)]


def test_every_verdict_of_the_list_is_used() -> None:
    assert {claim["verdict"] for claim in CLAIMS} == set(VERDICTS)


@every_claim
def test_a_claim_is_judged_and_explained(claim: dict[str, str]) -> None:
    assert claim["verdict"] in VERDICTS
    assert claim["status"] in STATUSES
    for column in ("claim", "why", "evidence"):
        assert claim[column].strip() == claim[column] != ""
    assert claim["verdict"] != "omission" or claim["claim"].startswith("(Left out)")


@every_claim
def test_a_claim_cites_what_it_rests_on(claim: dict[str, str]) -> None:
    keys = claim["citations"].split(";")
    assert set(keys) <= set(content.references())
    assert len(keys) == len(set(keys))


@every_claim
def test_a_claim_is_taught_in_one_lesson(claim: dict[str, str]) -> None:
    lesson, section = claim["lesson"], claim["section"]
    assert lesson in LESSONS
    if (notebooks_folder() / f"{lesson}.ipynb").is_file():
        assert section in headings(lesson), f"{lesson} has no section ‘{section}’"
    else:
        assert section == "", f"{lesson} is not written, so nothing there can teach a claim"


def test_the_figures_that_the_documents_got_wrong_are_put_right() -> None:
    by_id = {claim["id"]: claim for claim in CLAIMS}
    assert "65.5" in by_id["claim-08"]["claim"]
    assert "64.5 %" in by_id["claim-08"]["evidence"]
    assert "Controls 25 %" in by_id["claim-41"]["evidence"]
    assert "12 of 100" in by_id["claim-53"]["evidence"]

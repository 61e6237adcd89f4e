"""The claims of the five source documents: each judged, cited, and taught somewhere."""

import re
from collections import Counter
from pathlib import Path

import pytest

from spinelab import content
from spinelab.content import ContentError, claims
from spinelab.content.claims import Claim
from spinelab.content.folder import notebooks_folder
from spinelab.course import slug

CLAIMS_IN_A_DOCUMENT = {"DOC000": 29, "DOC001": 18, "DOC002": 13, "DOC003": 9, "DOC004": 11}
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

CLAIMS = list(claims.claims().values())

every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


def headings(lesson: str) -> set[str]:
    text = (notebooks_folder() / f"{lesson}.ipynb").read_text(encoding="utf-8")
    return {slug(heading) for heading in re.findall(r'"#+ (.*?)(?:\\n)?"', text)}


def test_every_claim_of_every_document_is_there_once() -> None:
    assert Counter(claim.document for claim in CLAIMS) == CLAIMS_IN_A_DOCUMENT
    assert [claim.id for claim in CLAIMS] == [f"claim-{number:02d}" for number in range(1, len(CLAIMS) + 1)]


def test_every_word_of_each_list_is_used() -> None:
    assert {claim.verdict for claim in CLAIMS} == {word for group in claims.VERDICTS.values() for word in group}
    assert {claim.topic for claim in CLAIMS} == set(claims.TOPICS)
    assert {error for claim in CLAIMS for error in claim.errors} == set(claims.ERRORS)


def test_a_verdict_knows_its_group() -> None:
    assert claims.group_of("disputed") == "It is open"
    with pytest.raises(LookupError, match="no verdict is called ‘disputd’; did you mean ‘disputed’"):
        claims.group_of("disputd")


@every_claim
def test_a_claim_is_judged_and_explained(claim: Claim) -> None:
    assert (claim.verdict == "right") != bool(claim.errors)
    assert len(claim.errors) == len(set(claim.errors)) <= 2
    for text in (claim.claim, claim.why, claim.evidence):
        assert text.strip() == text != ""
    assert claim.verdict != "omission" or claim.claim.startswith("(Left out)")


@every_claim
def test_a_claim_cites_what_it_rests_on(claim: Claim) -> None:
    assert claim.citations
    assert set(claim.citations) <= set(content.references())
    assert len(claim.citations) == len(set(claim.citations))


@every_claim
def test_a_claim_is_taught_in_one_lesson(claim: Claim) -> None:
    assert claim.lesson in LESSONS
    if (notebooks_folder() / f"{claim.lesson}.ipynb").is_file():
        assert claim.section in headings(claim.lesson), f"{claim.lesson} has no section ‘{claim.section}’"
    else:
        assert claim.section == "", f"{claim.lesson} is not written, so nothing there can teach a claim"


def test_the_figures_that_the_documents_got_wrong_are_put_right() -> None:
    by_id = claims.claims()
    assert "65.5" in by_id["claim-08"].claim
    assert "64.5 %" in by_id["claim-08"].evidence
    assert "Controls 25 %" in by_id["claim-41"].evidence
    assert "12 of 100" in by_id["claim-53"].evidence


ROW = "claim-01,DOC000,lupus,A claim,wrong,dated,Because,Seen,Known2001,verified,06-lupus,"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wrong", "wrnog", "‘wrnog’ is not a verdict; did you mean ‘wrong’"),
        ("dated", "dtaed", "‘dtaed’ is not a kind of error; did you mean ‘dated’"),
        ("dated", "", "a right claim has no ‘error’, and every other has one"),
        ("wrong", "right", "a right claim has no ‘error’, and every other has one"),
        ("lupus", "lupsu", "‘lupsu’ is not a topic; did you mean ‘lupus’"),
        ("verified", "seen", "‘seen’ is not a status"),
        ("Because", "", "‘why’ is empty"),
        ("verified,06-lupus,", f"verified,06-lupus,\n{ROW}", "the id is used before, in line 2"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evidence").mkdir()
    table = "\n".join([",".join(claims.COLUMNS), ROW.replace(old, new, 1), ""])
    (tmp_path / "evidence" / "claims.csv").write_text(table, encoding="utf-8")
    monkeypatch.setenv("SPINELAB_DATA", str(tmp_path))
    with pytest.raises(ContentError) as caught:
        claims.claims()
    (fault,) = caught.value.faults
    assert message in str(fault)
    assert f"evidence/claims.csv:{3 if 'line 2' in message else 2}" in str(fault)

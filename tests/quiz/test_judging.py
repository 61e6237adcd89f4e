"""Judging claims: how a judgement is written, marked and answered, and the page without a kernel."""

import json
import re
from dataclasses import replace

import pytest

from spinelab.content.claims import ERRORS, VERDICTS, Claim, claims
from spinelab.quiz import judging
from spinelab.quiz.judging import NOWHERE, Judgement

CLAIMS = claims()
CONTROLS = CLAIMS["claim-41"]  # right but incomplete; no control group, or left out
RIGHT = CLAIMS["claim-01"]
WORDS = [verdict for group in VERDICTS.values() for verdict in group]


@pytest.mark.parametrize("error", [NOWHERE, *ERRORS])
@pytest.mark.parametrize("verdict", WORDS)
def test_a_judgement_is_read_as_it_was_written(verdict: str, error: str) -> None:
    judgement = Judgement(verdict, error)
    assert re.fullmatch(r"verdict\[\.\][a-z-]+\[,\]error\[\.\][a-z-]+", judgement.response)
    assert judging.read(judgement.response) == judgement


@pytest.mark.parametrize("response", ["", "right", "verdict[.]right", "verdict[.]nice[,]error[.]nowhere", "x" * 99])
def test_what_is_no_judgement_is_not_read(response: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        judging.read(response)


def test_a_word_that_is_nearly_right_is_named() -> None:
    with pytest.raises(ValueError, match="‘rigth’ is not a verdict; did you mean ‘right’"):
        Judgement("rigth", NOWHERE)
    with pytest.raises(ValueError, match="‘clocks’ is not a kind of error; did you mean ‘clock’"):
        Judgement("wrong", "clocks")


@pytest.mark.parametrize(
    ("claim", "verdict", "error", "points", "correct"),
    [
        (CONTROLS, "right but incomplete", "no control group", 2, True),
        (CONTROLS, "right but incomplete", "left out", 2, True),
        (CONTROLS, "right", "left out", 1.5, False),
        (CONTROLS, "right", NOWHERE, 0.5, False),
        (CONTROLS, "wrong", "no control group", 1, False),
        (CONTROLS, "wrong", "clock", 0, False),
        (RIGHT, "right", NOWHERE, 2, True),
        (RIGHT, "wrong", "dated", 0, False),
    ],
)
def test_verdict_and_place_are_a_point_each(
    claim: Claim, verdict: str, error: str, points: float, correct: bool
) -> None:
    found = judging.mark(claim, Judgement(verdict, error))
    assert (found.points, found.out_of, found.correct) == (points, 2, correct)


def test_no_single_answer_earns_much() -> None:
    """Who says the same of each claim learns nothing, and the points show it."""
    best = max(
        sum(judging.mark(claim, Judgement(verdict, error)).points for claim in CLAIMS.values())
        for verdict in WORDS
        for error in (NOWHERE, *ERRORS)
    )
    assert best / (judging.OUT_OF * len(CLAIMS)) < 0.4


def test_the_view_learns_claims_and_no_verdicts() -> None:
    told = judging.describe(CLAIMS.values())
    assert [claim["id"] for claim in told["claims"]] == list(CLAIMS)
    assert {name for claim in told["claims"] for name in claim} == {"id", "document", "topic", "claim"}
    assert told["documents"][0] == ["DOC000", "DOC000: Verywell Health"]
    said = json.dumps(told, ensure_ascii=False)
    assert not [claim.id for claim in CLAIMS.values() if claim.evidence in said or claim.why in said]
    assert len(said.encode()) < 20_000


def test_what_is_revealed_holds_the_evidence_with_links() -> None:
    found = judging.reveal(CONTROLS, Judgement("right", NOWHERE))
    assert (found["agreement"], found["named"]) == ("close", False)
    assert (found["verdict"], found["errors"]) == ("right but incomplete", ["no control group", "left out"])
    assert "Controls 25 %" in found["evidence"]
    assert [source["link"] for source in found["sources"]] == ["https://doi.org/10.1093/rheumatology/ker173"]
    assert found["lesson"] == "lesson 12, reading the evidence"
    assert judging.reveal(RIGHT, Judgement("right", NOWHERE))["errors"] == [NOWHERE]


def test_what_was_not_verified_says_so() -> None:
    assert judging.reveal(CLAIMS["claim-17"], Judgement("wrong", "clock"))["status"] == "from memory"
    assert judging.reveal(CONTROLS, Judgement("wrong", "clock"))["status"] == ""


def test_the_page_without_a_kernel_folds_each_verdict_away() -> None:
    page = judging.to_html(list(CLAIMS.values()))
    assert page.count("<summary>Verdict</summary>") == len(CLAIMS)
    assert [f"DOC00{number}: {count} claims" in page for number, count in enumerate((29, 18, 13, 9, 11))] == [True] * 5
    assert "<strong>wrong</strong> <em>(merged statements, wrong denominator)</em>" in page
    assert "<script" not in page
    assert "open" not in re.findall(r"<details([^>]*)>", page)
    assert len(page.encode()) < 60_000


def test_the_line_of_text_changes_with_a_word_and_not_with_a_place() -> None:
    one, other = [CONTROLS], [replace(CONTROLS, why="Another reason")]
    assert re.fullmatch(r"Claims\(1 claims, [0-9a-f]{8}\)", judging.to_text(one))
    assert judging.to_text(one) != judging.to_text(other)
    assert judging.to_text(one) == judging.to_text([replace(CONTROLS, line=99)])


def test_a_claim_is_shown_as_text() -> None:
    page = judging.to_html([replace(CONTROLS, claim="<script>x</script>", why="<b>", evidence="&")])
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page

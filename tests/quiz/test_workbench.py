"""The workbench on the claims and its messages, as a view would meet them, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import comm
import ipywidgets
import pytest

from spinelab.content.claims import claims
from spinelab.progress import Answer, Event, Journal, Receipt
from spinelab.quiz.widgets import ClaimsWorkbench

from .test_widget import Memory, Wire, tell

CLAIMS = claims()
PAGE_LIMIT_BYTES = 40_000


@pytest.fixture(autouse=True)
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(comm, "create_comm", Wire)
    Wire.opened, Wire.sent = [], []
    yield
    ipywidgets.Widget.close_all()


@pytest.fixture
def store() -> Memory:
    return Memory()


def judge(widget: ClaimsWorkbench, claim: str, verdict: str, error: str) -> dict[str, Any]:
    return tell(widget, {"type": "judge", "claim": claim, "verdict": verdict, "error": error, "n": "v-1"})


def test_all_claims_are_two_models_and_little_to_send(store: Memory) -> None:
    ClaimsWorkbench(CLAIMS, store)
    assert [state["_model_name"] for state in Wire.opened] == ["LayoutModel", "AnyModel"]
    page = Wire.opened[-1]
    assert len(page["_esm"].encode()) + len(page["_css"].encode()) <= PAGE_LIMIT_BYTES
    assert len(json.dumps(page).encode()) <= 2 * PAGE_LIMIT_BYTES


def test_the_script_asks_for_nothing_and_sets_text_as_text() -> None:
    own = ClaimsWorkbench.script.read_text(encoding="utf-8")
    whole = ClaimsWorkbench.page_part(".js")
    assert not [word for word in ("import ", "fetch(", "XMLHttpRequest", "://", "eval(") if word in whole]
    assert "innerHTML" not in own
    assert "authored(" not in own


def test_what_is_sent_first_holds_no_verdict(store: Memory) -> None:
    ClaimsWorkbench(CLAIMS, store)
    sent = json.dumps(Wire.opened[-1]["view"], ensure_ascii=False)
    assert not [claim.id for claim in CLAIMS.values() if claim.why in sent or claim.evidence in sent]
    assert tell_hello(ClaimsWorkbench(CLAIMS, store))["claims"] == {}


def tell_hello(widget: ClaimsWorkbench) -> dict[str, Any]:
    return tell(widget, {"type": "hello", "n": "v-7"})


def test_a_judgement_is_kept_as_an_answer_and_then_answered(store: Memory) -> None:
    widget = ClaimsWorkbench(CLAIMS, store)
    reply = judge(widget, "claim-53", "wrong", "merged statements")
    assert (reply["type"], reply["n"], reply["saved"], reply["notice"]) == ("judged", "v-1", True, "")
    assert list(reply["claims"]) == ["claim-53"]
    assert reply["claims"]["claim-53"]["agreement"] == "same"
    (kept,) = store.kept
    assert (kept.quiz, kept.question) == ("12-reading-the-evidence/claims", "claims/claim-53")
    assert kept.response == "verdict[.]wrong[,]error[.]merged-statements"
    assert (kept.kind, kept.points, kept.out_of, kept.correct, kept.attempt) == ("matching", 2, 2, True, 1)
    assert (widget.answered, widget.points, widget.out_of) == (1, 2, 2)


def test_it_is_kept_before_the_verdict_is_told() -> None:
    class Watching(Memory):
        def record(self, event: Event) -> Receipt:
            assert not [sent for sent in Wire.sent if sent["method"] == "custom"]
            return super().record(event)

    watching = Watching()
    assert judge(ClaimsWorkbench(CLAIMS, watching), "claim-01", "right", "nowhere")["type"] == "judged"
    assert len(watching.kept) == 1


def test_the_first_judgement_counts(store: Memory) -> None:
    widget = ClaimsWorkbench(CLAIMS, store)
    judge(widget, "claim-01", "wrong", "dated")
    reply = judge(widget, "claim-01", "right", "nowhere")
    assert len(store.kept) == 1
    assert reply["claims"]["claim-01"]["yours"] == {"verdict": "wrong", "error": "dated"}
    assert (widget.answered, widget.points, widget.out_of) == (1, 0, 2)


def test_two_kernels_that_judge_at_once_agree_on_the_first(store: Memory) -> None:
    one, other = (
        Answer("12-reading-the-evidence/claims", "claims/claim-01", response, 0, 2, False, 1, time, "matching")
        for response, time in (
            ("verdict[.]wrong[,]error[.]dated", "2026-01-01T00:00:00.000001+00:00"),
            ("verdict[.]right[,]error[.]nowhere", "2026-01-01T00:00:00.000002+00:00"),
        )
    )
    store.kept = [one, other]
    assert tell_hello(ClaimsWorkbench(CLAIMS, store))["claims"]["claim-01"]["yours"]["verdict"] == "wrong"


def test_the_next_run_restores_what_was_judged(tmp_path: Path) -> None:
    judge(ClaimsWorkbench(CLAIMS, Journal(tmp_path, "ada")), "claim-41", "right", "nowhere")
    later = ClaimsWorkbench(CLAIMS, Journal(tmp_path, "ada"))
    assert (later.answered, later.points, later.out_of) == (1, 0.5, 2)
    reply = tell_hello(later)
    assert (reply["type"], reply["n"]) == ("state", "v-7")
    assert reply["claims"]["claim-41"]["agreement"] == "close"


def test_what_could_not_be_saved_is_told(store: Memory) -> None:
    store.receipt = Receipt(False, "Not saved: the disk is full.")
    reply = judge(ClaimsWorkbench(CLAIMS, store), "claim-01", "right", "nowhere")
    assert (reply["saved"], reply["notice"]) == (False, "Not saved: the disk is full.")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            {"type": "judge", "claim": "claim-99", "verdict": "right", "error": "nowhere"},
            "no claim is called ‘claim-99’",
        ),
        ({"type": "judge", "claim": "claim-01", "verdict": "nice", "error": "nowhere"}, "‘nice’ is not a verdict"),
        ({"type": "judge", "claim": "claim-01", "verdict": "wrong", "error": ""}, "is not a kind of error"),
        ({"type": "judge", "claim": "claim-01"}, "verdict"),
        ({"type": "judge", "claim": "x" * 9_999, "verdict": "right", "error": "nowhere"}, "length"),
        ({"type": "burn"}, "burn"),
        ("hello", "could not do that"),
        (None, "could not do that"),
    ],
)
def test_a_message_that_makes_no_sense_is_answered_and_kept_nowhere(store: Memory, message: Any, words: str) -> None:
    reply = tell(ClaimsWorkbench(CLAIMS, store), message)
    assert reply["type"] == "error"
    assert words in reply["text"]
    assert store.kept == []


def test_a_record_that_cannot_be_read_is_passed_over(store: Memory) -> None:
    store.kept = [Answer("12-reading-the-evidence/claims", "claims/claim-01", "nonsense", 0, 2, False, 1, "2026")]
    assert tell_hello(ClaimsWorkbench(CLAIMS, store))["claims"] == {}


def test_what_is_stored_holds_nothing_of_the_learner(store: Memory) -> None:
    widget = ClaimsWorkbench(CLAIMS, store)
    before = (repr(widget), widget.fallback())
    judge(widget, "claim-01", "wrong", "dated")
    assert (repr(widget), widget.fallback()) == before

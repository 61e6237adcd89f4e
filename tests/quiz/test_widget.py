"""The quiz widget and its messages, as a view would meet them, without a browser."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import comm
import ipywidgets
import msgspec
import pytest
from comm.base_comm import BaseComm

from spinelab.content.records import Question
from spinelab.progress import Answer, Event, Helped, Journal, Receipt, Started
from spinelab.quiz import draw
from spinelab.quiz.marking import option_ids
from spinelab.quiz.widgets import QuizWidget

from .bank import MULTIPLE, NUMERIC, SECRETS, SINGLE, TEXT, quiz_of

pytestmark = pytest.mark.usefixtures("course_data")

GOOD, BAD, WORSE = option_ids(msgspec.convert(SINGLE, Question))
SCRIPT_LIMIT_BYTES = 40_000


class Memory:
    """A store without a disk."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.receipt = Receipt(saved=True)

    def record(self, event: Event) -> Receipt:
        self.kept.append(event)
        return self.receipt

    def flush(self) -> Receipt:
        return self.receipt

    def events(self, quiz: str) -> list[Event]:
        return [event for event in self.kept if event.quiz == quiz]


class Wire(BaseComm):
    """What the kernel sends to the page."""

    opened: ClassVar[list[dict]] = []
    sent: ClassVar[list[dict]] = []

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        if msg_type == "comm_open":
            Wire.opened.append(data["state"])
        elif msg_type == "comm_msg":
            Wire.sent.append(data)


@pytest.fixture(autouse=True)
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Wire]]:
    monkeypatch.setattr(comm, "create_comm", Wire)
    Wire.opened, Wire.sent = [], []
    yield Wire
    ipywidgets.Widget.close_all()


@pytest.fixture
def store() -> Memory:
    return Memory()


def tell(widget: QuizWidget, message: Any) -> dict:
    """Send a message as a view does, and return the one message that answers it."""
    Wire.sent = []
    data = {"method": "custom", "content": message}
    widget.comm.handle_msg({"content": {"data": data}, "buffers": []})
    (reply,) = [sent["content"] for sent in Wire.sent if sent["method"] == "custom"]
    return reply


def answer(widget: QuizWidget, question: str, response: str) -> dict:
    return tell(widget, {"type": "answer", "question": question, "response": response, "n": "v-1"})


def test_a_quiz_is_two_models(store: Memory) -> None:
    QuizWidget(quiz_of(SINGLE, MULTIPLE, NUMERIC, TEXT), "ada", store)
    assert [state["_model_name"] for state in Wire.opened] == ["LayoutModel", "AnyModel"]


def test_what_is_sent_first_holds_no_answer(store: Memory) -> None:
    QuizWidget(quiz_of(SINGLE, MULTIPLE, NUMERIC, TEXT), "ada", store)
    sent = json.dumps([{k: v for k, v in state.items() if k not in ("_esm", "_css")} for state in Wire.opened])
    assert not [secret for secret in (*SECRETS[:3], "correct", "ATLAS") if secret in sent]


def test_the_script_stays_small_and_asks_for_nothing() -> None:
    script = QuizWidget.page_part(".js")
    assert len(script.encode()) <= SCRIPT_LIMIT_BYTES
    assert not [word for word in ("import ", "fetch(", "XMLHttpRequest", "://", "eval(") if word in script]
    assert script.count("innerHTML") == 1


def test_hello_is_answered_with_every_question(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE, NUMERIC), "ada", store)
    reply = tell(widget, {"type": "hello", "n": "v-7"})
    assert (reply["type"], reply["n"]) == ("state", "v-7")
    assert {id: state["tries"] for id, state in reply["questions"].items()} == {"one": 0, "sum": 0}


def test_a_right_answer_is_kept_marked_and_counted(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE, NUMERIC), "ada", store)
    seen: list[float] = []
    widget.observe(lambda change: seen.append(change["new"]), "points")
    reply = answer(widget, "one", GOOD)
    assert (reply["type"], reply["saved"], reply["notice"]) == ("marked", True, "")
    assert reply["questions"]["one"]["verdict"] == "right"
    assert (widget.answered, widget.points, widget.out_of) == (1, 2, 4)
    assert seen == [2]
    (kept,) = store.kept
    assert (kept.quiz, kept.question, kept.response, kept.kind) == ("lesson/check", "one", GOOD, "choice")
    assert (kept.points, kept.out_of, kept.correct, kept.attempt) == (2, 2, True, 1)


def test_an_answer_is_kept_before_its_mark_is_told() -> None:
    class Watching(Memory):
        def record(self, event: Event) -> Receipt:
            assert not [sent for sent in Wire.sent if sent["method"] == "custom"]
            return super().record(event)

    store = Watching()
    assert answer(QuizWidget(quiz_of(SINGLE), "ada", store), "one", BAD)["type"] == "marked"
    assert len(store.kept) == 1


def test_drawn_numbers_are_kept_with_the_answer(store: Memory) -> None:
    widget = QuizWidget(quiz_of(NUMERIC), "ada", store)
    number = int(draw(msgspec.convert(NUMERIC, Question), "ada").answer)
    assert answer(widget, "sum", f" {number},0 mm")["questions"]["sum"]["verdict"] == "right"
    assert store.kept[0].drawn == {"a": number - 1}
    assert store.kept[0].kind == "numeric"


def test_tries_are_numbered(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    answer(widget, "one", BAD)
    assert answer(widget, "one", WORSE)["questions"]["one"]["settled"]
    assert [kept.attempt for kept in store.kept] == [1, 2]


def test_a_settled_question_takes_no_further_answer(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    answer(widget, "one", GOOD)
    reply = answer(widget, "one", BAD)
    assert reply["notice"] == "This question was answered already."
    assert reply["questions"]["one"]["verdict"] == "right"
    assert len(store.kept) == 1


def test_what_is_not_saved_is_said_not_to_be(store: Memory) -> None:
    store.receipt = Receipt(saved=False, notice="The disk is full.")
    reply = answer(QuizWidget(quiz_of(SINGLE), "ada", store), "one", GOOD)
    assert (reply["saved"], reply["notice"]) == (False, "The disk is full.")


def test_a_response_without_sense_is_not_an_answer(store: Memory) -> None:
    widget = QuizWidget(quiz_of(NUMERIC), "ada", store)
    reply = answer(widget, "sum", "about <b>five</b>")
    assert reply == {"type": "unread", "question": "sum", "notice": reply["notice"], "n": "v-1"}
    assert "is not a number" in reply["notice"]
    assert (store.kept, widget.answered) == ([], 0)
    assert answer(widget, "sum", "")["type"] == "unread"


def test_hints_come_one_by_one_and_end(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    counts = [len(tell(widget, {"type": "hint", "question": "one"})["questions"]["one"]["hints"]) for _ in range(3)]
    assert counts == [1, 2, 2]


def test_the_answer_is_shown_only_after_a_try(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    reveal = {"type": "reveal", "question": "one"}
    assert "BECAUSE" not in json.dumps(tell(widget, reveal))
    assert not answer(widget, "one", BAD)["questions"]["one"]["settled"]
    state = tell(widget, reveal)["questions"]["one"]
    assert (state["settled"], state["answer"]) == (True, "good")


def test_before_a_lesson_nothing_is_given_away(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE, TEXT, kind="before"), "ada", store)
    messages = [
        {"type": "hint", "question": "one"},
        {"type": "answer", "question": "one", "response": GOOD},
        {"type": "reveal", "question": "one"},
        {"type": "answer", "question": "word", "response": "nonsense"},
        {"type": "hello"},
    ]
    told = json.dumps([tell(widget, message) for message in messages])
    assert not [
        secret for secret in (*SECRETS, "ATLAS", "right", "wrong") if f'"{secret}' in told or secret in told[:0]
    ]
    assert "BECAUSE" not in told
    assert "REMARK" not in told
    assert "CLUE" not in told
    assert (widget.answered, widget.points) == (2, 0)
    assert store.kept[0].correct


@pytest.mark.parametrize(
    "message",
    [
        None,
        "hello",
        [],
        {},
        {"type": "unknown"},
        {"type": ["hello"]},
        {"type": "answer"},
        {"type": "answer", "question": "one"},
        {"type": "answer", "question": "one", "response": 3},
        {"type": "answer", "question": "one", "response": "x" * 10_001},
        {"type": "answer", "question": "nowhere", "response": "x"},
        {"type": "answer", "question": {"one": 1}, "response": "x"},
        {"type": "hint", "question": None},
        {"type": "hello", "n": {"deep": []}},
        {"type": "hello", "n": "n" * 1000},
    ],
    ids=lambda message: repr(message)[:60],
)
def test_a_message_without_sense_is_answered_by_an_error(store: Memory, message: object) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    reply = tell(widget, message)
    assert reply["type"] == "error"
    assert reply["text"].startswith("The quiz could not do that: ")
    assert len(json.dumps(reply)) < 400
    assert store.kept == []
    assert answer(widget, "one", GOOD)["type"] == "marked"


def test_a_store_that_breaks_is_told_of() -> None:
    class Broken(Memory):
        def record(self, event: Event) -> Receipt:
            raise RuntimeError("no disk")

    assert "no disk" in answer(QuizWidget(quiz_of(SINGLE), "ada", Broken()), "one", GOOD)["text"]


def test_a_second_run_restores_what_was_answered(store: Memory) -> None:
    first = QuizWidget(quiz_of(SINGLE, MULTIPLE), "ada", store)
    answer(first, "one", BAD)
    again = QuizWidget(quiz_of(SINGLE, MULTIPLE), "ada", store)
    states = tell(again, {"type": "hello"})["questions"]
    assert states == tell(first, {"type": "hello"})["questions"]
    assert (states["one"]["response"], states["one"]["tries"]) == (BAD, 1)
    assert (again.answered, again.points) == (1, 0)


def test_a_finished_quiz_is_begun_again(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE, TEXT), "ada", store)
    answer(widget, "one", BAD)
    tell(widget, {"type": "hint", "question": "word"})
    answer(widget, "one", GOOD)
    answer(widget, "word", "atlas")
    reply = tell(widget, {"type": "start", "n": "v-2"})
    assert (reply["type"], reply["saved"], reply["n"]) == ("state", True, "v-2")
    fresh = tell(QuizWidget(quiz_of(SINGLE, TEXT), "ada", Memory()), {"type": "hello"})["questions"]
    assert reply["questions"] == fresh
    assert (widget.answered, widget.points) == (0, 0)
    assert isinstance(store.kept[-1], Started)
    assert answer(widget, "one", GOOD)["questions"]["one"]["again"] is False
    assert (store.kept[-1].attempt, widget.answered, widget.points) == (1, 1, 2)


def test_a_quiz_that_is_not_finished_is_not_begun_again(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE, TEXT), "ada", store)
    answer(widget, "one", GOOD)
    assert tell(widget, {"type": "start"})["questions"]["one"]["verdict"] == "right"
    assert [type(event) for event in store.kept] == [Answer]


def test_a_prediction_is_not_made_twice(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE, kind="before"), "ada", store)
    answer(widget, "one", BAD)
    assert tell(widget, {"type": "start"})["questions"]["one"]["verdict"] == "noted"
    assert [type(event) for event in store.kept] == [Answer]


def test_starts_hints_and_answers_given_away_outlive_the_kernel(tmp_path: Path) -> None:
    quiz = quiz_of(SINGLE, TEXT)
    first = QuizWidget(quiz, "ada", Journal(tmp_path, "ada"))
    for question in ("one", "word"):
        tell(first, {"type": "hint", "question": question})
        answer(first, question, BAD)
        tell(first, {"type": "reveal", "question": question})
    known = tell(first, {"type": "hello"})["questions"]
    second = QuizWidget(quiz, "ada", Journal(tmp_path, "ada"))
    assert tell(second, {"type": "hello"})["questions"] == known
    assert (len(known["one"]["hints"]), known["one"]["settled"], known["one"]["points"]) == (1, True, 0)
    tell(second, {"type": "start"})
    third = QuizWidget(quiz, "ada", Journal(tmp_path, "ada"))
    states = tell(third, {"type": "hello"})["questions"]
    assert [(state["tries"], state["hints"]) for state in states.values()] == [(0, []), (0, [])]


def test_help_is_recorded_only_when_it_was_given(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    for _ in range(4):
        tell(widget, {"type": "hint", "question": "one"})
    tell(widget, {"type": "reveal", "question": "one"})
    assert [event.help for event in store.kept] == ["hint", "hint"]
    answer(widget, "one", BAD)
    for _ in range(2):
        tell(widget, {"type": "reveal", "question": "one"})
    assert [event.help for event in store.kept if isinstance(event, Helped)] == ["hint", "hint", "answer"]


EARLIER = SINGLE | {"id": "old"}


def test_at_the_end_the_change_since_the_lesson_began_is_told(store: Memory) -> None:
    opening = quiz_of(EARLIER, TEXT, kind="before", id="lesson/before")
    answer(QuizWidget(opening, "ada", store), "old", BAD)
    last = QuizWidget(quiz_of(SINGLE | {"repeats": "old"}, NUMERIC, kind="exit"), "ada", store, [opening])
    assert "change" not in answer(last, "one", GOOD)
    assert "change" not in tell(last, {"type": "hello"})
    answer(last, "sum", "-1")
    rows = [{"question": "one", "before": "wrong", "now": "right"}]
    assert answer(last, "sum", "-1")["change"] == rows
    assert tell(last, {"type": "hello"})["change"] == rows


def test_two_kernels_on_one_quiz_agree_after_a_run(tmp_path: Path) -> None:
    quiz = quiz_of(SINGLE, MULTIPLE)
    here, there = (QuizWidget(quiz, "ada", Journal(tmp_path, "ada")) for _ in range(2))
    answer(here, "one", BAD)
    answer(there, "many", option_ids(quiz.questions[1])[0])
    tell(there, {"type": "hint", "question": "one"})
    runs = [QuizWidget(quiz, "ada", Journal(tmp_path, "ada")), here, there]
    states = [tell(widget, {"type": "hello"})["questions"] for widget in runs]
    assert states[0] == states[1] == states[2]
    assert [state["tries"] for state in states[0].values()] == [1, 1]
    assert len(states[0]["one"]["hints"]) == 1
    assert len({(widget.answered, widget.points) for widget in runs}) == 1

    for widget in (here, there):
        answer(widget, "one", WORSE)
    assert [tell(widget, {"type": "hello"})["questions"]["one"]["tries"] for widget in runs] == [2, 2, 2]


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "the folder is read-only"), (errno.ENOSPC, "the disk is full")]
)
def test_answers_that_cannot_be_written_stay_and_are_written_when_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    real, broken = Path.open, [True]

    def open_unless_broken(path: Path, mode: str = "r", *how: Any, **more: Any) -> Any:
        if broken and "r" not in mode:
            raise OSError(number, os.strerror(number))
        return real(path, mode, *how, **more)

    monkeypatch.setattr(Path, "open", open_unless_broken)
    quiz = quiz_of(SINGLE, TEXT)
    widget = QuizWidget(quiz, "ada", Journal(tmp_path, "ada"))
    reply = answer(widget, "one", GOOD)
    assert (reply["saved"], reply["questions"]["one"]["verdict"]) == (False, "right")
    assert reply["notice"].startswith(f"Not saved: {words}. Your answer is kept while this notebook runs")
    for message in ({"type": "hello"}, {"type": "hint", "question": "one"}, {"type": "start"}):
        assert words in tell(widget, message)["notice"]
    assert words in answer(widget, "one", GOOD)["notice"]
    assert widget.answered == 1

    broken.clear()
    assert (tell(widget, {"type": "hello"})["saved"], answer(widget, "word", "atlas")["saved"]) == (True, True)
    other = tell(QuizWidget(quiz, "ada", Journal(tmp_path, "ada")), {"type": "hello"})["questions"]
    assert [state["verdict"] for state in other.values()] == ["right", "right"]


def test_answers_of_another_kernel_are_met_at_hello(store: Memory) -> None:
    here, there = (QuizWidget(quiz_of(SINGLE), "ada", store) for _ in range(2))
    answer(there, "one", GOOD)
    assert tell(here, {"type": "hello"})["questions"]["one"]["verdict"] == "right"
    assert (here.answered, here.points) == (1, 2)


def test_the_bundle_holds_the_view_and_its_fallback(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    data = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert data["text/plain"] == repr(widget)
    assert data["text/plain"].startswith("Quiz(lesson/check: 1 question, ")
    assert data["text/html"].startswith("<section")


def test_it_works_inside_a_box(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    box = ipywidgets.VBox([widget])
    assert box.get_state()["children"] == [f"IPY_MODEL_{widget.model_id}"]

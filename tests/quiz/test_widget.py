"""The quiz widget and its messages, as a view would meet them, without a browser."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import comm
import ipywidgets
import msgspec
import pytest
from comm.base_comm import BaseComm

from spinelab.content.records import Question
from spinelab.progress import Answer, Receipt
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
        self.kept: list[Answer] = []
        self.receipt = Receipt(saved=True)

    def record(self, answer: Answer) -> Receipt:
        self.kept.append(answer)
        return self.receipt

    def answers(self, quiz: str) -> list[Answer]:
        return [answer for answer in self.kept if answer.quiz == quiz]


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
    script = str(QuizWidget._esm)
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
        def record(self, answer: Answer) -> Receipt:
            assert not [sent for sent in Wire.sent if sent["method"] == "custom"]
            return super().record(answer)

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
        def record(self, answer: Answer) -> Receipt:
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


def test_answers_of_another_kernel_are_met_at_hello(store: Memory) -> None:
    here, there = (QuizWidget(quiz_of(SINGLE), "ada", store) for _ in range(2))
    answer(there, "one", GOOD)
    assert tell(here, {"type": "hello"})["questions"]["one"]["verdict"] == "right"
    assert (here.answered, here.points) == (1, 2)


def test_the_bundle_holds_the_view_and_its_fallback(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    data, _ = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert data["text/plain"] == repr(widget)
    assert data["text/plain"].startswith("Quiz(lesson/check: 1 question, ")
    assert data["text/html"].startswith("<section")


def test_it_works_inside_a_box(store: Memory) -> None:
    widget = QuizWidget(quiz_of(SINGLE), "ada", store)
    box = ipywidgets.VBox([widget])
    assert box.get_state()["children"] == [f"IPY_MODEL_{widget.model_id}"]

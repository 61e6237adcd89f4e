"""What counts of a learner's events: what came after the quiz was last begun."""

from spinelab.progress import Answer, Helped, Started
from spinelab.quiz.history import History, histories


def answer(question: str, response: str) -> Answer:
    return Answer("quiz", question, response, 0.0, 1.0, False, 1, "2026-11-21T10:00:00+00:00")


def helped(question: str, help: str) -> Helped:
    return Helped("quiz", question, help, "2026-11-21T10:00:00+00:00")  # type: ignore[arg-type]


STARTED = Started("quiz", "2026-11-21T10:00:00+00:00")


def test_each_question_has_its_tries_hints_and_answer() -> None:
    events = [helped("a", "hint"), answer("a", "x"), answer("b", "y"), answer("a", "z"), helped("a", "answer")]
    assert histories(events) == {"a": History(("x", "z"), 1, True), "b": History(("y",))}


def test_only_what_came_after_the_newest_start_counts() -> None:
    events = [answer("a", "x"), STARTED, helped("a", "answer"), answer("a", "y"), STARTED, answer("b", "z")]
    assert histories(events) == {"b": History(("z",))}
    assert histories([*events, STARTED]) == {}

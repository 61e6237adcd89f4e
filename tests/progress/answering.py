"""Kernels that answer a quiz until they are killed; a script, so that it forks from a process without threads.

Usage: answering.py FOLDER KILLS SEED. Each forked kernel answers through the quiz widget and writes the id of each
answer that the view was told is saved to a pipe. It is killed (SIGKILL) at a random moment. Prints one line: kills,
acknowledged answers, answers lost, unreadable whole lines.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from spinelab.content.records import Option, Quiz, SingleChoice
from spinelab.progress import Answer, Journal, Receipt
from spinelab.progress.statements import from_line
from spinelab.quiz.marking import option_ids
from spinelab.quiz.widgets import QuizWidget

OPTIONS = (Option(text="atlas", feedback="no"), Option(text="axis", correct=True, feedback="yes"))
QUESTIONS = tuple(SingleChoice(id=f"q{i}", prompt="?", options=OPTIONS) for i in range(60))
QUIZ = Quiz(id="demo/kill", title="Kill", questions=QUESTIONS)


class Telling(Journal):
    """A journal that remembers the last receipt, for the pipe."""

    last = ""

    def record(self, answer: Answer) -> Receipt:
        receipt = super().record(answer)
        self.last = answer.id if receipt.saved else ""
        return receipt


def kernel(widget: QuizWidget, journal: Telling, pipe: int) -> None:
    """Answer question after question; tell each acknowledged answer."""
    told: list[dict[str, object]] = []
    widget.send = lambda content, buffers=None: told.append(content)
    right = option_ids(QUESTIONS[0])[1]
    for question in QUESTIONS:
        widget._receive(widget, {"type": "answer", "question": question.id, "response": right, "n": "1"}, [])
        if told[-1].get("saved"):
            os.write(pipe, journal.last.encode() + b"\n")
    time.sleep(60)


def killed_once(folder: Path, delay: float) -> set[str]:
    """Start a kernel, kill it after a moment, and return the answers it had acknowledged."""
    journal = Telling(folder, "ada")
    widget = QuizWidget(QUIZ, "ada", journal)
    end, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(end)
            kernel(widget, journal, pipe)
        finally:
            os._exit(0)
    os.close(pipe)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(end, "rb") as told:
        return {line.decode().strip() for line in told.read().split(b"\n") if len(line) == 36}


def main(folder: Path, kills: int, seed: int) -> None:
    moments = random.Random(seed)
    told = lost = unreadable = 0
    for number in range(kills):
        answers = folder / str(number)
        acknowledged = killed_once(answers, moments.uniform(0.0, 0.1))
        kept = {answer.id for answer in Journal(answers, "ada").all()}
        told, lost = told + len(acknowledged), lost + len(acknowledged - kept)
        for path in answers.glob("*.jsonl"):
            unreadable += sum(from_line(line) is None for line in path.read_bytes().split(b"\n")[:-1])
    print(f"{kills} kills, {told} acknowledged, {lost} lost, {unreadable} unreadable")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

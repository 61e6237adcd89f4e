"""Ten single-choice questions as our quiz, as plain ipywidgets and with jupyterquiz, each in fresh processes.

Prints models, data sent to them (script aside, then script alone), the cell's output, milliseconds to build, and memory
over a kernel with ipywidgets and matplotlib.pyplot: resident (`rss_MiB`, which counts the code of shared libraries in
each process that maps it) and what the process alone has written (`own_MiB`).
Each process finds byte code, as that of an installed package does: compiling costs a megabyte that no learner pays.
Budget of ours: 2 models, 6 kB of data, 5 ms, 2 MiB resident.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROCESSES = 5
BUILDS = 15
BUDGET = {"models": 2, "comm_kB": 6.0, "ms": 5.0, "rss_MiB": 2.0}
SCRIPTS = ("_esm", "_css")
PROMPT = "Question {n}: which part of the second neck vertebra lets the ring above it turn from side to side?"
OPTIONS = [
    "the dens, which stands up inside the ring",
    "the disc between the ring and the vertebra",
    "the long spinous process behind the cord",
    "the two holes for the vertebral arteries",
]
FEEDBACK = "This names the mistake behind the option in a sentence or two, as authors of the course write it."


def ours() -> Callable[[], Any]:
    """The quiz widget of this course, with a journal that nobody writes to."""
    from spinelab.content.records import Option, Quiz, SingleChoice
    from spinelab.progress import Journal
    from spinelab.quiz.widgets import QuizWidget

    options = tuple(Option(text=text, feedback=FEEDBACK, correct=text == OPTIONS[0]) for text in OPTIONS)
    questions = tuple(
        SingleChoice(
            id=f"bench-{n}", prompt=PROMPT.format(n=n), options=options, explanation=FEEDBACK, hints=(FEEDBACK,)
        )
        for n in range(10)
    )
    quiz = Quiz(id="bench/quiz", title="Ten questions", questions=questions)
    return lambda: QuizWidget(quiz, "ada", Journal(Path("no-such-folder"), "ada"))


def plain() -> Callable[[], Any]:
    """Radio buttons, a button and a line of HTML for each question."""
    import ipywidgets

    def question(n: int) -> ipywidgets.VBox:
        radio = ipywidgets.RadioButtons(options=OPTIONS, value=None)
        button, result = ipywidgets.Button(description="Check"), ipywidgets.HTML()
        return ipywidgets.VBox([ipywidgets.HTML(PROMPT.format(n=n)), radio, button, result])

    return lambda: ipywidgets.VBox([question(n) for n in range(10)])


def jupyterquiz() -> Callable[[], Any]:
    """Page code that marks in the browser: no models, everything travels as output."""
    from jupyterquiz import display_quiz

    answers = [{"answer": text, "correct": text == OPTIONS[0], "feedback": FEEDBACK} for text in OPTIONS]
    questions = [{"question": PROMPT.format(n=n), "type": "multiple_choice", "answers": answers} for n in range(10)]
    return lambda: display_quiz(questions)


CONTENDERS = {"ours": ours, "ipywidgets": plain, "jupyterquiz": jupyterquiz}


def measure(name: str) -> dict[str, float]:
    """One contender in this process: what it sends, how long it takes, what memory it adds."""
    import comm
    import ipykernel.kernelapp  # noqa: F401
    import ipywidgets  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    from comm.base_comm import BaseComm
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display
    from IPython.utils.capture import capture_output

    opened: list[dict[str, Any]] = []

    class Wire(BaseComm):
        def publish_msg(self, msg_type: str, data: Any = None, *_: Any, **__: Any) -> None:
            if msg_type == "comm_open":
                opened.append(data["state"])

    comm.create_comm = Wire
    InteractiveShell.instance()
    before = memory()
    build = CONTENDERS[name]()
    with capture_output() as captured:
        shown = build()
        if shown is not None:
            display(shown)
    after = memory()

    scripts = sum(len(state[key].encode()) for state in opened for key in SCRIPTS if key in state)
    data = sum(size({key: value for key, value in state.items() if key not in SCRIPTS}) for state in opened)
    page = sum(size(output.data) for output in captured.outputs)
    models = len(opened)
    times = []
    for _ in range(BUILDS):
        start = time.perf_counter()
        with capture_output():
            build()
        times.append((time.perf_counter() - start) * 1000)
    return {
        "models": models,
        "comm_kB": data / 1000,
        "script_kB": scripts / 1000,
        "output_kB": page / 1000,
        "ms": statistics.median(times),
        "rss_MiB": after[0] - before[0],
        "own_MiB": after[1] - before[1],
    }


def size(value: Any) -> int:
    """Bytes of a value as Jupyter sends it."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def memory() -> tuple[float, float]:
    """Resident and own memory of this process in MiB; not numbers where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return float("nan"), float("nan")
    kib = {line.split()[0]: int(line.split()[1]) for line in lines}
    return kib["Rss:"] / 1024, kib["Private_Dirty:"] / 1024


def run(name: str, byte_code: str) -> dict[str, float]:
    """Measure one contender in a process of its own that keeps byte code in a folder."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": byte_code}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run([sys.executable, __file__, name], check=True, capture_output=True, env=environment)
    return dict(json.loads(done.stdout))


def main() -> int:
    """Print one line for each contender; fail when ours is over its budget."""
    columns = ("models", "comm_kB", "script_kB", "output_kB", "ms", "rss_MiB", "own_MiB")
    print(" " * 12 + "".join(f"{column:>11}" for column in columns))
    over = []
    byte_code = tempfile.mkdtemp()
    for name in CONTENDERS:
        if name == "jupyterquiz" and find_spec(name) is None:
            print(f"{name:12}  not installed: pip install jupyterquiz to compare")
            continue
        runs = [run(name, byte_code) for _ in range(PROCESSES + 1)][1:]  # the first one compiles
        medians = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        print(f"{name:12}" + "".join(f"{value:11.2f}" for value in medians.values()))
        if name == "ours":
            over = [f"{key} {medians[key]:.2f} > {most}" for key, most in BUDGET.items() if medians[key] > most]
    shutil.rmtree(byte_code)
    if over:
        print("over budget: " + ", ".join(over))
    return bool(over)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        sys.exit(main())

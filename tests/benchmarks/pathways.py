"""Walking 10,000 random patients along each pathway: seconds, and how the walks stop. Budget: 5 s a pathway."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from spinelab.treatment import pathway
from spinelab.treatment.pathway import Pathway, Question, Walk

PATIENTS = 10_000
BUDGET_S = 5.0
UNKNOWN = 0.05
"""The share of facts that a random patient does not know."""


def answer(question: Question, draw: random.Random) -> bool | int | float | str:
    """A random value of a fact, over all of its range."""
    if question.type == "bool":
        return draw.random() < 0.3
    if question.type == "enum":
        return draw.choice(question.values)
    steps = draw.randint(0, round((question.high - question.low) / question.step))
    value = round(question.low + steps * question.step * draw.random() ** 2, 6)
    return int(value) if question.type == "int" else value


def random_facts(walked: Pathway, draw: random.Random, unknown: float = UNKNOWN) -> dict[str, bool | int | float | str]:
    """A random patient: a value for nearly every fact that the pathway may ask for."""
    return {one.name: answer(one, draw) for one in walked.questions if draw.random() >= unknown}


def stop(walk: Walk) -> str:
    """How a walk stops: at an end, at a pause, or with a named question."""
    reasons = [("end", walk.end), ("pause", walk.paused_at), ("question", walk.needs and walk.needs.name)]
    found = [name for name, value in reasons if value]
    return " and ".join(found) or "nowhere"


def main() -> int:
    """Print a line for each pathway; fail when one is over its budget."""
    late = 0
    for id in pathway.names():
        walked, draw = pathway.load(id), random.Random(id)
        patients = [random_facts(walked, draw) for _ in range(PATIENTS)]
        start = time.perf_counter()
        walks = [walked.walk(facts) for facts in patients]
        seconds = time.perf_counter() - start
        stops = Counter(stop(walk) for walk in walks)
        told = ", ".join(f"{name} {count}" for name, count in sorted(stops.items()))
        print(f"{id:16} {seconds:5.2f} s; stops: {told}")
        late += seconds > BUDGET_S
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())

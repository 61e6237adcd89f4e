"""What it costs to draw a simulated cohort, over as many bare random numbers: medians. Goal: 10⁵ people in a second."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from spinelab.disease import cohort

RUNS = 11
PEOPLE = 100_000


def seconds(work: Callable[[], object]) -> float:
    """The median time of some work."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the time of a cohort, of counting in it, and of the bare random numbers."""
    people = cohort.simulate(PEOPLE, seed=1)
    drawn = seconds(lambda: cohort.simulate(PEOPLE, seed=1))
    counted = seconds(lambda: people.count("hla_b27", "anterior_uveitis"))
    bare = seconds(lambda: np.random.default_rng(1).random((len(people.findings) + 1, PEOPLE)))
    print(f"{PEOPLE} people, {len(people.findings)} findings: {1000 * drawn:.0f} ms, ratio {drawn / bare:.1f}")
    print(f"counting two findings in them: {1000 * counted:.1f} ms")


if __name__ == "__main__":
    main()

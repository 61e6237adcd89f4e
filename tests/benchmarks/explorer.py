"""The explorer: milliseconds in the kernel from a moved slider to the lit path, and bytes of the update.

Every fact of every test patient is told one by one, on the pathway of that patient; the median and the worst of a few
runs. Budget: 30 ms and 2 kB an update.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from spinelab.treatment import explore, pathway

RUNS = 5
BUDGET_MS, BUDGET_BYTES = 30.0, 2000


def updates(patient: pathway.Patient) -> list[tuple[float, int]]:
    """Milliseconds and bytes of each update while this patient is told."""
    explorer = explore(patient.pathway)
    sent: list[dict[str, Any]] = []
    explorer._send = lambda msg, buffers=None: sent.append(msg)
    found = []
    for name, value in patient.facts.items():
        sent.clear()
        start = time.perf_counter()
        explorer.set_state({"facts": {**explorer.facts, name: value}})
        took = (time.perf_counter() - start) * 1000
        found.append((took, sum(len(json.dumps(message).encode()) for message in sent)))
    return found


def main() -> int:
    """Print what updates cost; fail when one is over its budget."""
    explore("ra_neck")  # reads the data, as the first cell of a lesson does
    told = pathway.patients()
    best: list[tuple[float, int]] = []
    for patient in told:
        runs = [updates(patient) for _ in range(RUNS)]
        best += [min(same) for same in zip(*runs, strict=True)]
    times, sizes = zip(*best, strict=True)
    print(f"{len(best)} updates of {len(told)} patients; median and most:")
    print(
        f"{statistics.median(times):.2f} and {max(times):.2f} ms, {statistics.median(sizes):.0f} and {max(sizes)} bytes"
    )
    over = max(times) > BUDGET_MS or max(sizes) > BUDGET_BYTES
    if over:
        print(f"over budget: {BUDGET_MS} ms and {BUDGET_BYTES} bytes")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())

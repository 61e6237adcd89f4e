"""The 3-D view of the neck: bytes over the wire, time to build, and time of a step of its slider; beside k3d.

The bytes are what a page gets, script aside. k3d shows the same surfaces when it is there; the course does not need it,
so put it elsewhere: `pip install --target DIR k3d`, then run this with `PYTHONPATH=DIR`. Budget: 1.5 MB, with and
without the slider; 30 ms from the message of the slider to new geometry, and as much processor time for a state that
was never shown before.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import ipywidgets
import numpy as np
from ipywidgets.widgets.widget import _remove_buffers

from spinelab import anatomy
from spinelab.anatomy import scene
from spinelab.anatomy.course_of_disease import diseases

RUNS = 9
BUDGET_BYTES, BUDGET_MS = 1_500_000, 30.0
DISEASE = "rheumatoid arthritis"


def wire_bytes(*widgets: ipywidgets.Widget) -> int:
    """The bytes of the state that a page gets of these widgets, their scripts and styles aside."""
    total = 0
    for widget in widgets:
        state = {name: value for name, value in widget.get_state().items() if name not in ("_esm", "_css")}
        plain, _, buffers = _remove_buffers(state)
        total += len(json.dumps(plain).encode()) + sum(memoryview(buffer).nbytes for buffer in buffers)
    return total


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def median(works: list[Callable[[], object]]) -> tuple[float, float]:
    """The median of both times."""
    wall, cpu = zip(*map(timed, works), strict=True)
    return statistics.median(wall), statistics.median(cpu)


def in_k3d(parts: list[scene.Part]) -> list[ipywidgets.Widget] | None:
    """The same surfaces as a k3d plot and its meshes; None when k3d is not there."""
    try:
        import k3d  # type: ignore[import-not-found]  # not one of the course's packages
    except ImportError:
        return None
    plot = k3d.plot()
    for part in parts:
        plot += k3d.mesh(part.standing().astype(np.float32), part.triangles.astype(np.uint32), name=part.name)
    return [plot, *plot.objects]


def step(explorer: Any, name: str) -> Callable[[], object]:
    """The work of the kernel when the page's slider asks for a stage: the answer is serialised, not sent."""

    def work() -> None:
        explorer.set_state({"stage": name})
        _remove_buffers({"poses": explorer.poses, "shapes": explorer.shapes})

    return work


def slipped(number: int) -> anatomy.Spine:
    """A neck in a state of its own."""
    return anatomy.spine("cervical", atlantoaxial_slip_mm=1 + number / 4, dens_erosion=number / 20)


def main() -> int:
    """Print bytes and times; fail when one is over its budget."""
    neck = anatomy.spine("cervical")
    parts = scene.parts(neck)
    explorer = anatomy.explore(neck)
    followed = anatomy.explore(neck, disease=DISEASE)
    over = False
    print(f"{len(parts)} surfaces, {sum(len(part.triangles) for part in parts)} triangles")
    views = [("the neck", explorer)]
    for name, disease in diseases().items():
        views.append((f"{disease.region} spine, {name}", anatomy.explore(anatomy.spine(disease.region), disease=name)))
    for words, view in views:
        size = wire_bytes(view)
        over |= size > BUDGET_BYTES
        print(
            f"{words}: {size / 1e6:.2f} MB, script and style aside ({(len(view._esm) + len(view._css)) / 1e3:.0f} kB)"
        )
    build: list[Callable[[], object]] = [lambda: anatomy.explore(neck)] * RUNS
    print("built in {:.0f} ms, {:.0f} ms of the processor".format(*median(build)))
    build = [lambda: anatomy.explore(neck, disease=DISEASE)] * 3
    print("built with all stages in {:.0f} ms, {:.0f} ms of the processor".format(*median(build)))

    names = [stage["name"] for stage in followed.course["stages"]]
    wall, cpu = median([step(followed, name) for name in (*names[1:], *names[::-1])])
    print(f"a step of the slider: {wall:.2f} ms, {cpu:.2f} ms of the processor")
    over |= wall > BUDGET_MS
    wall, cpu = median([lambda i=i: explorer.show(slipped(i)) for i in range(RUNS)])  # type: ignore[misc]
    print(f"a state that was never shown, made and shown: {wall:.1f} ms, {cpu:.1f} ms of the processor")
    over |= cpu > BUDGET_MS

    others = in_k3d(parts)
    if others is None:
        print("k3d: not installed; this file's head says how to set it beside")
    else:
        build = [lambda: in_k3d(parts)] * RUNS
        print(f"k3d, the same surfaces: {wire_bytes(*others) / 1e6:.2f} MB, {len(others)} models")
        print("k3d built in {:.0f} ms, {:.0f} ms of the processor".format(*median(build)))
    if over:
        print(f"over budget: {BUDGET_BYTES} bytes, {BUDGET_MS} ms")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())

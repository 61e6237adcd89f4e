"""The film: milliseconds from a moved slider to a new film, and beside it a sum of voxels that gives the same image.

A slider moves one number; then the spine is built and its side film made. Budget: 25 ms in the median, for each slider
alone on a healthy neck and for any slider of a random state of neck, chest and low back, and 1 s for the first film of
a kernel. Shown besides: the same for a whole spine, whose film has four times as many pixels, and a step from one
random state to a wholly other one. The voxel sum counts points of a 0.5 mm grid inside C4 alone, by the
parity of crossings along each ray, in plain numpy.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from spinelab import anatomy, imaging
from spinelab.anatomy.levels import Region
from spinelab.imaging.film import Body, Frame, path_lengths
from tests.anatomy.random_states import random_state

RUNS, STATES = 25, 60
REGIONS: dict[Region, int] = {"cervical": STATES, "thoracic": STATES // 2, "lumbar": STATES // 2, "whole": STATES // 6}
BUDGET_MS, FIRST_MS = 25.0, 1000.0


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall, and of the processor in this thread, not of one that OpenBLAS keeps turning."""
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000


def told(times: list[tuple[float, float]]) -> str:
    """Median on the wall and of the processor, and how long nine of ten take at most."""
    wall, cpu = (sorted(column) for column in zip(*times, strict=True))
    middle, ninth = statistics.median(wall), wall[int(0.9 * len(wall))]
    return f"{middle:.1f} ms, {statistics.median(cpu):.1f} ms of the processor; nine of ten within {ninth:.0f} ms"


def film(state: dict[str, Any], region: Region = "cervical") -> bytes:
    """A spine in a state, and its side film as it goes to the page."""
    return imaging.radiograph(anatomy.spine(region, **state)).png


def stepped(state: dict[str, Any], name: str, share: float) -> dict[str, Any]:
    """The state after the slider of one argument was moved by a small share of its way towards health."""
    value = state[name]
    if isinstance(value, dict):
        place, old = next((place, old) for place, old in value.items() if old)
        return {**state, name: {**value, place: old * (1 - share)}}
    return {**state, name: value * (1 - share)}


def sliders(state: dict[str, Any]) -> list[str]:
    """The arguments of a state that a slider can move by a little."""
    whole = {"fusion", "syndesmophytes", "sacroiliitis"}
    return [
        name
        for name, value in state.items()
        if name not in whole and (any(value.values()) if isinstance(value, dict) else value)
    ]


FULL = {
    "flexion_deg": 20.0, "atlantoaxial_slip_mm": 8.0, "settling_mm": 4.0, "dens_erosion": 0.8, "osteoporosis": 0.6,
    "facet_erosion": {"C1-C2": 0.8}, "slip_mm": {"C4": 4.0}, "wedge": {"C5": 0.3}, "squaring": 0.8,
}  # fmt: skip


def voxels(body: Body, frame: Frame, step_mm: float) -> np.ndarray:
    """Path lengths along `near` by counting grid points that lie inside, ray by ray."""
    at = frame.place(body.vertices)
    a, b, c = (at[body.triangles[:, i]] for i in range(3))
    found = np.zeros(frame.shape)
    depths = np.arange(at[:, 2].min(), at[:, 2].max(), step_mm)
    low, high = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    for row, column in np.ndindex(frame.shape):
        near = (low[:, 0] <= column) & (high[:, 0] > column) & (low[:, 1] <= row) & (high[:, 1] > row)
        p, q, r = (corner[near] - [column, row, 0] for corner in (a, b, c))
        u, v, w = (x[:, 0] * y[:, 1] - y[:, 0] * x[:, 1] for x, y in ((q, r), (r, p), (p, q)))
        hit = ((u > 0) & (v > 0) & (w > 0)) | ((u < 0) & (v < 0) & (w < 0))
        share = np.stack([u, v, w])[:, hit] / (u + v + w)[hit]
        crossings = share[0] * p[hit, 2] + share[1] * q[hit, 2] + share[2] * r[hit, 2]
        found[row, column] = ((crossings[:, None] > depths).sum(axis=0) % 2).sum() * step_mm
    return found


def main() -> int:
    """Print medians; fail when the films are over their budget of processor time."""
    first = timed(lambda: film({}))
    print(f"first film {first[0]:.0f} ms")
    over = first[1] > FIRST_MS
    for name, value in FULL.items():
        states = [stepped({name: value}, name, 0.9 - 0.03 * i) for i in range(RUNS)]
        times = [timed(partial(film, state)) for state in states]
        print(f"  slider of {name}: {told(times)}")
        over |= statistics.median(cpu for _, cpu in times) > BUDGET_MS
    rng = np.random.default_rng(3)
    for region, states in REGIONS.items():
        moves, others = [], []
        for _ in range(states):
            state = random_state(rng, region)
            others.append(timed(partial(film, state, region)))
            for name in sliders(state):
                moves.append(timed(partial(film, stepped(state, name, 0.02), region)))
        print(f"{region}, slider moved in a random state: {told(moves)}")
        print(f"{region}, from one random state to another: {told(others)}")
        over |= region != "whole" and statistics.median(cpu for _, cpu in moves) > BUDGET_MS
    spine = anatomy.spine("cervical")
    bone = spine.bones["C4"]
    body = Body(bone.vertices.astype(float), bone.triangles.astype(np.int64))
    corner = float((-body.vertices[:, 1]).min() - 1), float(body.vertices[:, 2].max() + 1)
    frame = Frame(np.array([0, -1.0, 0]), np.array([0, 0, 1.0]), np.array([-1.0, 0, 0]), corner, (60, 120), 0.5)
    exact = statistics.median(timed(lambda: path_lengths([body], frame))[0] for _ in range(RUNS))
    print(f"C4 alone, exact: {exact:.2f} ms")
    took = timed(lambda: voxels(body, frame, 0.5))[0]
    apart = np.abs(voxels(body, frame, 0.5) - path_lengths([body], frame)).max()
    print(f"C4 alone, voxels of 0.5 mm: {took:.0f} ms; the two differ by at most {apart:.2f} mm")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())

"""The film: milliseconds from a moved state to a new film, and beside it a sum of voxels that gives the same image.

A slide of the atlas moves two bones, bending moves them all. Budget: 25 ms a new film, 1 s the first. The voxel sum
counts points of a 0.5 mm grid inside C4 alone, by the parity of crossings along each ray, in plain numpy.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from spinelab import anatomy, imaging
from spinelab.imaging.film import Body, Frame, path_lengths

RUNS = 25
BUDGET_MS, FIRST_MS = 25.0, 1000.0


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def moved(spine: anatomy.Spine, levels: tuple[str, ...], mm: float) -> anatomy.Spine:
    """The spine with some bones carried forward."""
    carried = {level: spine.bones[level].moved(np.eye(3), np.array([0, mm, 0])) for level in levels}
    return replace(spine, bones={**spine.bones, **carried})


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
    spine = anatomy.spine("cervical")
    first = timed(lambda: imaging.radiograph(spine))
    print(f"first film {first[0]:.0f} ms")
    over = first[1] > FIRST_MS
    for words, levels in (("slide of the atlas", ("occiput", "C1")), ("all bones moved", tuple(spine.bones))):
        states = [moved(spine, levels, 0.1 + 0.17 * i) for i in range(RUNS)]
        times = [timed(lambda state=state: imaging.radiograph(state)) for state in states]  # type: ignore[misc]
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{words}: {wall:.1f} ms, {cpu:.1f} ms of the processor (median of {RUNS})")
        over |= cpu > BUDGET_MS
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

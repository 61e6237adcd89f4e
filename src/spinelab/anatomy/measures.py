"""Sizes of a bone, found with rays: the same definitions measure the formula that made a bone and its finished mesh.

A definition says where rays start and run; `rays` lays them out, `size` turns the distances at which they meet the
surface into mm or degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rays = tuple[Array, Array, Array]
"""Starts (n, 3), unit directions (n, 3), and how far each may run, mm (n,)."""

_FACET_STEP = 0.2  # mm between the rays that look for the edge of a joint facet
_FACET_ABOVE = 3.0  # mm over a facet at which its rays start
_EDGE = 0.45  # mm by which a surface has fallen away from the facet's curve where the facet ends


def rays(definition: Mapping[str, Any]) -> Rays:
    """The rays of a measure."""
    kind = definition["kind"]
    far = float(definition.get("far", 70))
    if kind == "width":
        start, along = _array(definition["from"]), _unit(definition["along"])
        return _rays([start, start], [along, -along], far)
    if kind in ("between", "tilt"):
        ends = definition["a"], definition["b"]
        if kind == "between":
            return _rays([_array(end["from"]) for end in ends], [_unit(end["along"]) for end in ends], far)
        return _rays([_array(end) for end in ends for _ in range(2)], [[0, 0, 1], [0, 0, -1]] * 2, far)
    if kind == "extent":
        return _extent_rays(definition, far)
    at, axes = _array(definition["in"]["at"]), _array(definition["in"]["axes"])
    if kind == "facet":
        reach = float(definition.get("most", 16))
        steps = np.arange(0, reach, _FACET_STEP)
        both = np.concatenate([-steps[:0:-1], steps])
        starts = at + both[:, None] * axes[:, int(definition["axis"])] + _FACET_ABOVE * axes[:, 2]
        return _rays(starts, np.tile(-axes[:, 2], (len(starts), 1)), _FACET_ABOVE + 4.5)
    if kind == "facing":
        span = float(definition.get("span", 3.0))
        grid = np.linspace(-span, span, 5)
        offsets = np.array([[u, v] for u in grid for v in grid])
        starts = at + offsets @ axes[:, :2].T + _FACET_ABOVE * axes[:, 2]
        return _rays(starts, np.tile(-axes[:, 2], (len(starts), 1)), _FACET_ABOVE + 4.5)
    raise ValueError(f"‘{kind}’ is not a kind of measure")


def size(definition: Mapping[str, Any], met: Array) -> float:
    """The size from the distances at which its rays met the surface (inf where they did not); nan if it has none."""
    kind = definition["kind"]
    if kind == "width":
        return float(met.sum())
    starts, directions, _ = rays(definition)
    points = starts + np.where(np.isfinite(met), met, np.nan)[:, None] * directions
    if kind == "between":
        apart = points[0] - points[1]
        axis = definition.get("axis")
        return float(np.linalg.norm(apart) if axis is None else abs(apart @ _unit(axis)))
    if kind == "extent":
        along = _unit(definition["along"])
        half = len(points) // 2
        return float(np.nanmax(points[:half] @ along) - np.nanmin(points[half:] @ along))
    if kind == "tilt":
        first, second = points[:2].mean(axis=0), points[2:].mean(axis=0)
        run = second - first
        return float(np.degrees(np.arctan2(-run[2], -run[1])))
    axes = _array(definition["in"]["axes"])
    if kind == "facet":
        return _facet_width(met)
    local = np.stack([(points - _array(definition["in"]["at"])) @ axes[:, i] for i in range(3)], axis=1)
    local = local[np.isfinite(local[:, 2])]
    if len(local) < 9:
        return float("nan")
    plane = np.linalg.lstsq(np.column_stack([local[:, :2], np.ones(len(local))]), local[:, 2], rcond=None)[0]
    normal = axes @ np.array([-plane[0], -plane[1], 1.0])
    x, y, z = normal / np.linalg.norm(normal)
    angles = {
        "transverse": np.degrees(np.arctan2(-y, z)),
        "sagittal": np.degrees(np.arctan2(-y, -x)),
        "slope": np.degrees(np.arctan2(x, z)),
    }
    return float(angles[definition["to"]])


def _facet_width(met: Array) -> float:
    middle = len(met) // 2
    height = _FACET_ABOVE - met
    at = (np.arange(len(met)) - middle) * _FACET_STEP
    near = np.abs(at) < 3.0
    if not np.isfinite(height[near]).all():
        return float("nan")
    curve = np.polyval(np.polyfit(at[near], height[near], 2), at)
    fallen = ~(np.abs(height - curve) < _EDGE)
    ends = []
    for side in (1, -1):
        path = np.flatnonzero(fallen[middle::side])
        if not len(path):
            return float("nan")
        i = int(path[0])
        here, before = middle + side * i, middle + side * (i - 1)
        gone, yet = abs(height[here] - curve[here]), abs(height[before] - curve[before])
        share = (_EDGE - yet) / (gone - yet) if np.isfinite(gone) and gone > yet else 0.5
        ends.append((i - 1 + float(np.clip(share, 0, 1))) * _FACET_STEP)
    return ends[0] + ends[1]


def _extent_rays(definition: Mapping[str, Any], far: float) -> Rays:
    along = _unit(definition["along"])
    spread = float(definition.get("spread", 2.5))
    others = [axis for axis in np.eye(3) if abs(axis @ along) < 0.9][:2]
    grid = np.linspace(-spread, spread, 7)
    offsets = np.array([u * others[0] + v * others[1] for u in grid for v in grid])
    high = _array(definition["from"]) + offsets
    low = _array(definition.get("to", _array(definition["from"]) * [-1, 1, 1])) + offsets
    count = len(offsets)
    return _rays(np.vstack([high, low]), np.vstack([np.tile(-along, (count, 1)), np.tile(along, (count, 1))]), far)


def _rays(starts: Any, directions: Any, far: float) -> Rays:
    origins = np.array(starts, float)
    return origins, np.array(directions, float), np.full(len(origins), far)


def _array(values: Any) -> Array:
    return np.asarray(values, float)


def _unit(values: Any) -> Array:
    vector = _array(values)
    return vector / np.linalg.norm(vector)


def first_hits(vertices: Array, triangles: NDArray[np.int64], cast: Rays) -> Array:
    """How far along each ray a mesh is first met, mm; inf when it is not."""
    starts, directions, far = cast
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    low, high = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    ab, ac = b - a, c - a
    found = np.full(len(starts), np.inf)
    for i, (start, way, limit) in enumerate(zip(starts, directions, far, strict=True)):
        end = start + way * limit
        box = np.minimum(start, end) - 1e-6, np.maximum(start, end) + 1e-6
        near = np.flatnonzero(((high >= box[0]) & (low <= box[1])).all(axis=1))
        if not len(near):
            continue
        across = np.cross(way, ac[near])
        scale = np.einsum("ij,ij->i", ab[near], across)
        flat = np.abs(scale) < 1e-12
        scale = np.where(flat, 1, scale)
        offset = start - a[near]
        u = np.einsum("ij,ij->i", offset, across) / scale
        other = np.cross(offset, ab[near])
        v = other @ way / scale
        t = np.einsum("ij,ij->i", ac[near], other) / scale
        hit = ~flat & (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6) & (t > 0) & (t <= limit)
        if hit.any():
            found[i] = t[hit].min()
    return found

"""Solves a bone's sizes: what is typed is what is measured on the finished surface.

A part's size is not the size of the bone: joints of parts round it off. So each published size that has a measure of
the same name is a target, and the number behind that name in the formulas is moved until the measure meets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from spinelab.anatomy.build.column import Column
from spinelab.anatomy.build.field import Field
from spinelab.anatomy.build.primitives import Array
from spinelab.anatomy.build.recipe import kinds
from spinelab.anatomy.measures import Rays, rays, size

TIMES = 9
_STEP = 0.4  # mm between the samples along a ray


def cast(field: Field, lines: Rays) -> Array:
    """How far along each ray the field changes sign, mm; inf when it does not."""
    starts, ways, far = lines
    counts = np.ceil(far / _STEP).astype(int) + 1
    owner = np.repeat(np.arange(len(starts)), counts)
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    along = nth * _STEP
    values = field.value(starts[owner] + along[:, None] * ways[owner])
    crossing = (np.sign(values[1:]) != np.sign(values[:-1])) & (owner[1:] == owner[:-1])
    index = np.flatnonzero(crossing)
    found = np.full(len(starts), np.inf)
    first, which = np.unique(owner[index], return_index=True)
    index = index[which]
    if not len(index):
        return found
    low, high = along[index], along[index + 1]
    at_low, at_high = values[index], values[index + 1]
    for _ in range(5):
        steep = np.clip(at_low / np.where(at_low == at_high, 1, at_low - at_high), 0.05, 0.95)
        middle = low + steep * (high - low)
        value = field.value(starts[first] + middle[:, None] * ways[first])
        left = np.sign(value) == np.sign(at_low)
        low, at_low = np.where(left, middle, low), np.where(left, value, at_low)
        high, at_high = np.where(left, high, middle), np.where(left, at_high, value)
    found[first] = (low + high) / 2
    return found


def measured(field: Field, definitions: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Every measure of a bone, on its field."""
    lines = {name: rays(definition) for name, definition in definitions.items()}
    if not lines:
        return {}
    starts, ways, far = (np.concatenate(parts) for parts in zip(*lines.values(), strict=True))
    met = cast(field, (starts, ways, far))
    ends = np.cumsum([len(line[0]) for line in lines.values()])
    pieces = np.split(met, ends[:-1])
    return {
        name: size(definition, piece) for (name, definition), piece in zip(definitions.items(), pieces, strict=True)
    }


def calibrate(column: Column, level: str) -> dict[str, float]:
    """Solve the sizes of one level in place and return the last measures. Levels go from the sacrum up."""
    published = kinds()[level].sizes(level)
    bone = column.fresh(level)
    targets = {name: published[name].value for name in bone.rays if name in published}
    sizes = dict(targets)
    slope = dict.fromkeys(targets, 1.0)
    before: dict[str, tuple[float, float]] = {}
    found: dict[str, float] = {}
    for _ in range(TIMES):
        column.keep(level, sizes)
        bone = column.recipe(level)
        found = measured(bone.field, {name: bone.rays[name] for name in targets})
        for name, target in targets.items():
            now = found[name]
            if not np.isfinite(now):
                continue
            if name in before:
                was, had = before[name]
                if abs(sizes[name] - was) > 0.02:
                    slope[name] = float(np.clip((now - had) / (sizes[name] - was), 0.45, 1.8))
            before[name] = sizes[name], now
            most = 0.15 * abs(target) + 0.5
            step = float(np.clip((target - now) / slope[name], -most, most))
            sizes[name] = round(float(np.clip(sizes[name] + 0.85 * step, 0.5 * target - 2, 1.6 * target + 3)), 4)
    return found

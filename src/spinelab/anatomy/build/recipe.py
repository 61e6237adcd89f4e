"""Reads `data/anatomy/*.yaml`: the parts of each type of bone as formulas of named sizes, and the sizes per level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache
from typing import Any

import numpy as np

from spinelab.anatomy.build.field import Field, Part, Region
from spinelab.anatomy.build.primitives import Around, Array, Block, Body, Ellipsoid, Plate, Shape, Tube, turned
from spinelab.content.arithmetic import evaluate
from spinelab.content.faults import ContentError, nearest
from spinelab.content.folder import data_folder
from spinelab.content.yamltext import Document, read

SHAPES = ("tube", "ellipsoid", "block", "plate", "body", "neighbour")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Size:
    """A published size of one level: what it is, its mean, where it comes from and how sure that is."""

    name: str
    what: str
    value: float
    unit: str
    source: str
    status: str


@dataclass(frozen=True)
class Frame:
    """A place on a bone with directions: columns of `axes` are sideways, upwards, outwards."""

    at: Array
    axes: Array

    @property
    def normal(self) -> Array:
        return self.axes[:, 2]


@dataclass
class Recipe:
    """One bone ready to be built: every number known."""

    level: str
    field: Field
    names: dict[str, float]
    frames: dict[str, Frame]
    rays: dict[str, dict[str, Any]] = made(default_factory=dict)
    points: dict[str, dict[str, Any]] = made(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A type of bone as it is written: the document, and the levels that it makes."""

    document: Document
    levels: tuple[str, ...]

    def sizes(self, level: str) -> dict[str, Size]:
        """The published sizes of a level, by name."""
        found: dict[str, Size] = {}
        for row in self.document.value["sizes"]:
            if level in row["values"]:
                unit = "degrees" if row["name"].endswith("_deg") else "mm"
                value = float(row["values"][level])
                found[row["name"]] = Size(row["name"], row["what"], value, unit, row["source"], row["status"])
        return found


@cache
def kinds() -> dict[str, Kind]:
    """Every level with the type of bone that it is."""
    found: dict[str, Kind] = {}
    for path in sorted((data_folder() / "anatomy").glob("*.yaml")):
        document = read(path)
        if "parts" not in document.value:
            continue
        kind = Kind(document, tuple(document.value["levels"]))
        for level in kind.levels:
            found[level] = kind
    return found


@dataclass
class Skeleton:
    """What a level's neighbours need of it: its sizes and names as numbers, and its frames."""

    kind: Kind
    reader: _Reader
    names: dict[str, float]
    frames: dict[str, Frame]


def skeleton(level: str, solved: Mapping[str, float]) -> Skeleton:
    """A level's sizes, names and frames. `solved` replaces published sizes by calibrated ones."""
    kind = kinds()[level]
    written = kind.document.value
    reader = _Reader(kind.document, level)
    names: dict[str, float] = {name: size.value for name, size in kind.sizes(level).items()}
    for name, value in (written.get("shape") or {}).items():
        chosen: Any = value.get(level, value.get("other")) if isinstance(value, dict) else value
        names[name] = float(chosen)
    names.update(solved)
    for name in [name for name in names if name.endswith("_deg")]:
        angle = np.radians(names[name])
        for word, number in (("sin", np.sin(angle)), ("cos", np.cos(angle)), ("tan", np.tan(angle))):
            names[f"{name.removesuffix('_deg')}_{word}"] = float(number)
    reader.names = names
    for name, formula in (written.get("names") or {}).items():
        names[name] = reader.number(formula, ("names", name))
    frames: dict[str, Frame] = {}
    for name, row in (written.get("frames") or {}).items():
        frames[name] = reader.frame(row, ("frames", name))
    return Skeleton(kind, reader, names, frames)


def recipe(
    level: str,
    solved: Mapping[str, float],
    mates: Mapping[str, Frame],
    neighbours: Mapping[str, Field] | None = None,
) -> Recipe:
    """A level's parts with numbers.

    `mates` are frames that neighbours give, their numbers `below_x`, `below_nx` ...; `neighbours` are bones that a part
    keeps clear of.
    """
    bones = skeleton(level, solved)
    bones.reader.neighbours = dict(neighbours or {})
    reader, names, frames = bones.reader, bones.names, {**bones.frames, **mates}
    for name, mate in mates.items():
        for i, axis in enumerate("xyz"):
            names[f"{name}_{axis}"] = float(mate.at[i])
            names[f"{name}_n{axis}"] = float(mate.normal[i])
    written = bones.kind.document.value

    def mine(group: str) -> list[tuple[tuple[str | int, ...], dict[str, Any]]]:
        rows = enumerate(written.get(group) or [])
        return [((group, i), row) for i, row in rows if level in row.get("levels", [level])]

    parts = [reader.part(row, path, frames) for path, row in mine("parts")]
    regions = []
    for path, row in mine("regions"):
        frame = frames[row["in"]]
        radii = reader.numbers(row["radii"], (*path, "radii"))
        depth = reader.number(row.get("depth", 1.5), (*path, "depth"))
        sides = row.get("mirrored", True), row.get("any_side", False)
        regions.append(Region(row["name"], frame.at, frame.axes, radii, depth, *sides))
    bone = Recipe(level, Field(parts, regions), names, frames)
    for group, wanted in (("measures", bone.rays), ("landmarks", bone.points)):
        for path, row in mine(group):
            body = {key: value for key, value in row.items() if key not in ("levels", "name", "what")}
            wanted[row["name"]] = reader.tree(body, path, frames)
    return bone


class _Reader:
    """Turns written numbers and formulas into values, and says file and line when one cannot be used."""

    def __init__(self, document: Document, level: str) -> None:
        self.document = document
        self.level = level
        self.names: dict[str, float] = {}
        self.neighbours: dict[str, Field] = {}

    def number(self, value: Any, path: tuple[str | int, ...]) -> float:
        if isinstance(value, dict):
            value = value.get(self.level, value.get("other"))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, str):
            raise self._error(path, f"‘{value}’ is not a number or a sum of named sizes")
        for name in _NAME.findall(value):
            if name not in self.names:
                raise self._error(path, f"‘{name}’ is not a size of {self.level}{nearest(name, self.names)}")
        try:
            return evaluate(value, self.names)
        except ValueError as error:
            raise self._error(path, str(error)) from None

    def numbers(self, values: Any, path: tuple[str | int, ...]) -> Array:
        if isinstance(values, dict):
            values = values.get(self.level, values.get("other"))
        return np.array([self.number(value, (*path, i)) for i, value in enumerate(values)])

    def tree(self, row: Any, path: tuple[str | int, ...], frames: Mapping[str, Frame]) -> Any:
        """A measure or landmark: its lists of numbers evaluated, words kept, a named frame put in its place."""
        if isinstance(row, dict) and "other" not in row:
            return {
                key: _place(frames[value]) if key == "in" else self.tree(value, (*path, key), frames)
                for key, value in row.items()
            }
        if isinstance(row, list):
            return [self.tree(item, (*path, i), frames) for i, item in enumerate(row)]
        if isinstance(row, str) and path[-1] in ("kind", "to"):
            return row
        return self.number(row, path)

    def frame(self, row: Mapping[str, Any], path: tuple[str | int, ...]) -> Frame:
        at = self.numbers(row["at"], (*path, "at"))
        if "tau" in row:
            tau, sigma = np.radians([self.number(row[key], (*path, key)) for key in ("tau", "sigma")])
            normal = np.array([-np.sin(tau) * np.cos(sigma), -np.sin(tau) * np.sin(sigma), np.cos(tau) * np.sin(sigma)])
        else:
            normal = self.numbers(row["normal"], (*path, "normal"))
        up = self.numbers(row.get("up", [0, 0, 1]), (*path, "up"))
        return Frame(at, _axes(normal, up))

    def part(self, row: Mapping[str, Any], path: tuple[str | int, ...], frames: Mapping[str, Frame]) -> Part:
        kinds_here = [key for key in row if key in SHAPES]
        if len(kinds_here) != 1:
            raise self._error(path, f"a part has exactly one of {', '.join(SHAPES)}")
        key = kinds_here[0]
        at = frames.get(row["in"]) if "in" in row else Frame(np.zeros(3), np.eye(3))
        if at is None:
            raise self._error(path, f"‘{row['in']}’ is not a frame{nearest(row['in'], frames)}")
        shape = self.shape(key, row, (*path, key), at)
        blend = self.number(row.get("blend", 1.5), (*path, "blend"))
        both = self.document.value.get("mirrored", True)
        return Part(row["name"], shape, row.get("op", "add") == "cut", blend, row.get("mirrored", both))

    def shape(self, key: str, row: Mapping[str, Any], path: tuple[str | int, ...], at: Frame) -> Shape:
        what = row[key]
        if key == "tube":
            nodes = np.array([self.numbers(node, (*path, i)) for i, node in enumerate(what)])
            if nodes.shape[1] == 4:
                nodes = np.hstack([nodes, nodes[:, 3:]])
            nodes[:, :3] = nodes[:, :3] @ at.axes.T + at.at
            ups = row.get("up", [0, 0, 1])
            turned_ups = (
                np.array([self.numbers(up, path) for up in ups])
                if isinstance(ups[0], list)
                else self.numbers(ups, path)
            ) @ at.axes.T
            return Tube(nodes, turned_ups, *(self.number(row.get(k, d), path) for k, d in (("power", 2), ("taper", 0))))
        if key == "neighbour":
            bone = self.neighbours[what["bone"]]
            return Around(bone.value, np.stack([bone.low, bone.high]), self.number(what["gap"], (*path, "gap")))
        given: dict[str, Any] = {
            name: self.numbers(value, (*path, name)) if isinstance(value, list) else self.number(value, (*path, name))
            for name, value in what.items()
        }
        if key == "body":
            return Body(**given)
        centre = at.at + at.axes @ given.pop("at", np.zeros(3))
        rotation = at.axes @ turned(given.pop("turn", np.zeros(3)))
        if key == "ellipsoid":
            return Ellipsoid(centre, given["radii"], rotation, given.get("power", 2.0))
        if key == "block":
            return Block(centre, given["half"], given["round"], rotation)
        rest = {name: given[name] for name in ("round", "shear", "power", "bow") if name in given}
        return Plate(centre, given["radii"], given["half"], rotation=rotation, **{"round": 0.8, **rest})

    def _error(self, path: tuple[str | int, ...], message: str) -> ContentError:
        return ContentError.at(self.document.file, self.document.line(*path), message)


def _place(frame: Frame) -> dict[str, Array]:
    return {"at": frame.at, "axes": frame.axes}


def _axes(normal: Array, up: Array) -> Array:
    normal = normal / np.linalg.norm(normal)
    up = up - (up @ normal) * normal
    up /= np.linalg.norm(up)
    return np.stack([np.cross(up, normal), up, normal], axis=1)

"""Builds every bone and packs the meshes; then draws the contact sheets and writes the table of sizes."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.build.calibrate import calibrate
from spinelab.anatomy.build.column import LOWER, Column
from spinelab.anatomy.build.field import Field
from spinelab.anatomy.build.primitives import Array
from spinelab.anatomy.build.recipe import Recipe, kinds
from spinelab.anatomy.build.surface import (
    evened,
    extract,
    halved,
    in_order,
    open_edges,
    project,
    thinned,
    volume,
    without_crumbs,
)
from spinelab.anatomy.levels import ORDER
from spinelab.anatomy.measures import first_hits, rays, size
from spinelab.anatomy.packed import Mesh, PackedBone, in_steps, settled, store

TIMES = 3
LEVELS = (*ORDER, "ilium_right")


@dataclass(frozen=True)
class Built:
    """A finished bone and the recipe that it came from."""

    recipe: Recipe
    bone: PackedBone


def solved() -> Column:
    """The whole column calibrated, from the sacrum up."""
    column = Column({})
    for level in reversed(ORDER):
        calibrate(column, level)
    return column


def one(column: Column, level: str, say: Any = lambda text: None) -> Built:
    """One bone of a calibrated column: outer and inner mesh, labels, landmarks, measures."""
    started = time.perf_counter()
    wanted = kinds()[level].document.value["mesh"]
    for time_left in reversed(range(TIMES)):
        recipe = column.finished(level)
        field = recipe.field
        outer = meshed(field, float(wanted["spacing_mm"]), int(wanted["triangles"]))
        if not time_left or not corrected(column, recipe, outer):
            break
    if "fine" in wanted:
        outer = refined(field, outer, str(wanted["fine"]), float(wanted["fine_mm"]))
    cortex = float(wanted["cortex_mm"])
    inner = meshed(field, float(wanted["spacing_mm"]) * 1.4, int(wanted["triangles"]) * 2 // 5, cortex)
    steps = in_steps(outer, inner)
    outer, inner = settled(outer, *steps), settled(inner, *steps)
    labels = labels_of(field, outer.vertices)
    used = np.unique(labels)
    names = [field.names[i] for i in used]
    landmarks, normals = _landmarks(recipe, outer)
    pose = None
    if level in ORDER and level != "sacrum":
        turn, shift = column.pose_below(level)
        pose = np.hstack([turn, shift[:, None]])
    sizes = {
        mean.name: {
            "what": mean.what,
            "value": mean.value,
            "unit": mean.unit,
            "source": mean.source,
            "status": mean.status,
        }
        for mean in kinds()[level].sizes(level).values()
    }
    say(f"{level}: {len(outer.triangles)} triangles, {time.perf_counter() - started:.1f} s")
    found = np.searchsorted(used, labels).astype(np.uint8)
    return Built(
        recipe,
        PackedBone(
            level,
            outer,
            inner,
            names,
            found,
            landmarks,
            normals,
            recipe.rays,
            sizes,
            column.solved.get(level, {}),
            pose,
        ),
    )


def corrected(column: Column, recipe: Recipe, mesh: Mesh) -> bool:
    """Move the sizes of joint facets, whose rims a mesh rounds a little, by what the mesh misses; whether any moved."""
    published, sizes = kinds()[recipe.level].sizes(recipe.level), dict(column.solved.get(recipe.level, {}))
    moved = False
    for name, definition in recipe.rays.items():
        if definition["kind"] == "facet" and name in published:
            target = published[name].value
            missing = target - size(definition, first_hits(mesh.vertices, mesh.triangles, rays(definition)))
            if abs(missing) > 0.7 * max(0.5, 0.02 * target):
                sizes[name] = round(sizes[name] + float(np.clip(0.7 * missing, -0.8, 0.8)), 4)
                moved = True
    if moved:
        column.keep(recipe.level, sizes)
    return moved


def meshed(field: Field, spacing: float, triangles: int, depth: float = 0.0) -> Mesh:
    """A closed mesh of a field, or of the level `depth` mm under its surface. RuntimeError when it is not closed.

    Collapsing edges sometimes pinches the surface, so a few more triangles are tried when it does.
    """
    for finer in (1.0, 0.85, 0.72):
        vertices, faces = without_crumbs(*extract(field, spacing * finer, depth))
        vertices = project(field, vertices, depth, times=1)
        vertices = np.round(project(field, evened(vertices, faces), depth, times=1), 4)
        for extra in range(4):
            few, kept = thinned(vertices, faces, round(triangles * (1 + 0.04 * extra)))
            few, kept = in_order(project(field, few, depth, times=2, most=0.15), kept)
            if not open_edges(kept) and volume(few, kept) > 0:
                return Mesh(few, kept)
    raise RuntimeError(f"the mesh is not closed: {open_edges(kept)} open edges at spacing {spacing} mm")


def refined(field: Field, mesh: Mesh, structure: str, longest: float) -> Mesh:
    """The mesh with edges of at most about `longest` mm on one structure, where lesions need the detail."""
    chosen = labels_of(field, mesh.vertices) == field.names.index(structure)
    vertices, triangles = halved(mesh.vertices, mesh.triangles, chosen, longest)
    return Mesh(*in_order(np.round(project(field, vertices, times=2, most=0.15), 4), triangles))


def _landmarks(recipe: Recipe, mesh: Mesh) -> tuple[dict[str, Array], dict[str, Array]]:
    points: dict[str, Array] = {}
    normals: dict[str, Array] = {}
    for name, row in recipe.points.items():
        if "at" in row:
            points[name] = np.array(row["at"])
            continue
        start, along = np.array([row["from"]], float), np.array([row["along"]], float)
        distance = first_hits(mesh.vertices, mesh.triangles, (start, along, np.array([150.0])))[0]
        if not np.isfinite(distance):
            raise RuntimeError(f"{recipe.level}: the landmark ‘{name}’ does not meet the bone")
        points[name] = start[0] + distance * along[0]
    for frame, place in recipe.frames.items():
        name = LOWER if frame == "below" else frame
        middle = abs(place.at[0]) < 1e-6
        for side, sign in (("", 1),) if middle else (("right ", 1), ("left ", -1)):
            points[side + name] = place.at * [sign, 1, 1]
            normals[side + name] = place.normal * [sign, 1, 1]
    return points, normals


def main() -> None:
    """Write the meshes, the pictures and the table. Exit with a message when a build dependency is missing."""
    if find_spec("fast_simplification") is None:
        sys.exit("make spine needs the extra ‘build’: pip install -e '.[build]'")
    column = solved()
    # From below upward: each bone keeps clear of the finished one under it.
    built = {level: one(column, level, lambda text: print(text, flush=True)).bone for level in reversed(LEVELS)}
    store([built[level] for level in LEVELS])
    from spinelab.anatomy.build import report

    report.write()


def labels_of(field: Field, vertices: Array) -> NDArray[np.uint8]:
    """Labels of surface points, for comparing a stored mesh with a field built anew."""
    slope = field.slope(vertices)
    return field.label(vertices, slope / (np.linalg.norm(slope, axis=1, keepdims=True) + 1e-12))

"""Cord, ligaments and pannus: closed, outside the bones, as thick as asked, and torn where they must have failed."""

from __future__ import annotations

import ast
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import spinelab
from spinelab.anatomy.clearance import gap
from spinelab.anatomy.figures.explored import _BONE, _TINTS
from spinelab.anatomy.measures import first_hits
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.soft.sizes import ligament_mm, sizes
from spinelab.anatomy.standing import Spine, spine
from spinelab.anatomy.structures import structures
from spinelab.content import fact
from spinelab.content.references import references

STATES: list[dict[str, Any]] = [
    {},
    {"atlantoaxial_slip_mm": 6},
    {"atlantoaxial_slip_mm": 4, "pannus_mm": 5, "settling_mm": 3},
    {"flexion_deg": 30, "slip_mm": {"C4": 4}},
    {"dens_erosion": 0.8, "pannus_mm": 3, "settling_mm": 6},
]
NECK = [
    "transverse ligament",
    "cruciform ligament, upper band",
    "cruciform ligament, lower band",
    "right alar ligament",
    "left alar ligament",
    "apical ligament",
    "tectorial membrane",
    "anterior atlanto-occipital membrane",
    "posterior atlanto-occipital membrane",
    "anterior longitudinal ligament",
    "posterior longitudinal ligament",
]


def everything(one: Spine) -> dict[str, Mesh]:
    found = dict(one.ligaments)
    if one.cord is not None:
        found["cord"] = one.cord
    if one.pannus is not None:
        found["pannus"] = one.pannus
    return found


def volume(mesh: Mesh) -> float:
    p = mesh.vertices[mesh.triangles]
    return float(np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum()) / 6


def is_closed(mesh: Mesh) -> bool:
    """Every edge runs once each way."""
    edges = mesh.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    there = {(int(a), int(b)) for a, b in edges}
    return len(there) == len(edges) and all((b, a) in there for a, b in there)


def pieces(mesh: Mesh) -> int:
    """How many bodies a mesh is when triangles without area are left out."""
    a, b, c = (mesh.vertices[mesh.triangles[:, i]] for i in range(3))
    kept = mesh.triangles[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-6]
    at = np.unique(np.round(mesh.vertices, 5), axis=0, return_inverse=True)[1].ravel()
    label = np.arange(at.max() + 1)
    for _ in range(200):
        least = label[at[kept]].min(axis=1)
        before = label.copy()
        for i in range(3):
            np.minimum.at(label, at[kept[:, i]], least)
        if (label == before).all():
            break
    return len(set(label[at[kept]].ravel().tolist()))


def middle_hits(mesh: Mesh, start: NDArray[np.float64], way: NDArray[np.float64]) -> float:
    rays = np.array([start]) + 1e-3 * np.eye(3)[:1], np.array([way]), np.array([60.0])
    return float(first_hits(mesh.vertices, mesh.triangles, rays)[0])


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_surface_is_closed_and_faces_outward(state: dict[str, Any]) -> None:
    for name, mesh in everything(spine("cervical", **state)).items():
        assert is_closed(mesh), name
        assert volume(mesh) > 1, name
        assert np.isfinite(mesh.vertices).all(), name


def test_the_triangles_stay_whatever_the_state() -> None:
    kinds: dict[str, list[Mesh]] = {}
    for state in STATES:
        for name, mesh in everything(spine("cervical", **state)).items():
            kinds.setdefault(name, []).append(mesh)
    assert set(kinds) == {*NECK, "cord", "pannus"}
    for name, meshes in kinds.items():
        for one, other in combinations(meshes, 2):
            assert np.array_equal(one.triangles, other.triangles), name


def test_the_cord_is_inside_the_canal_at_rest() -> None:
    one = spine("cervical")
    assert one.cord is not None
    for level, bone in one.bones.items():
        assert gap(one.cord, bone) > 0.3, level  # type: ignore[arg-type]


@pytest.mark.parametrize("slip", range(0, 10, 3))
def test_a_slip_presses_the_cord_flat_but_never_through_bone(slip: int) -> None:
    one = spine("cervical", atlantoaxial_slip_mm=slip)
    assert one.cord is not None
    assert one.canal is not None
    assert one.junction is not None
    assert volume(one.cord) > 8000
    for level, bone in one.bones.items():
        assert gap(one.cord, bone) > -0.4, level  # type: ignore[arg-type]
    room = one.junction.padi_mm - ligament_mm("transverse ligament thickness")
    least = one.canal.depth[np.abs(one.canal.place - 1) < 0.5].min()
    whole = fact("cord-depth-at-c1").value
    assert whole is not None
    assert least == pytest.approx(min(whole, room), abs=0.35)


def test_the_cord_is_as_deep_as_published() -> None:
    canal = spine("whole").canal
    assert canal is not None
    for place, depth in ((1, 7.73), (2, 8.8), (4, 8.7), (7, 7.4), (14, 6.3)):
        assert canal.depth[np.abs(canal.place - place).argmin()] == pytest.approx(depth, abs=0.05)


def test_the_cord_ends_behind_the_lower_third_of_l1() -> None:
    for region in ("whole", "lumbar", "thoracic"):
        one = spine(region)
        assert one.cord is not None
        tip = one.cord.vertices[one.cord.vertices[:, 2].argmin()]
        body = one.bones["L1"].landmarks
        top, bottom = body["upper back corner"], body["lower back corner"]
        share = (tip - top) @ (bottom - top) / ((bottom - top) @ (bottom - top))
        assert 2 / 3 < share < 1, region


@pytest.mark.parametrize("slip", [0, 4])
@pytest.mark.parametrize("asked", [1, 3, 5])
def test_pannus_is_exactly_as_thick_as_asked(asked: int, slip: int) -> None:
    one = spine("cervical", pannus_mm=asked, atlantoaxial_slip_mm=slip)
    atlas, axis = one.bones["C1"], one.bones["C2"]
    back = atlas.turn @ np.array([0.0, -1.0, 0.0])
    arch = atlas.landmarks["front of the posterior arch"]
    bone = Mesh(axis.vertices.astype(float), axis.triangles.astype(np.int64))
    assert one.pannus is not None
    found = middle_hits(bone, arch, -back) - middle_hits(one.pannus, arch, -back)
    assert found == pytest.approx(asked, abs=0.01)


def test_pannus_is_thicker_behind_than_beside_and_leaves_the_atlas_free() -> None:
    one = spine("cervical", pannus_mm=4)
    dens = one.bones["C2"].landmarks["middle of the dens"]
    bone = Mesh(one.bones["C2"].vertices.astype(float), one.bones["C2"].triangles.astype(np.int64))
    assert one.pannus is not None

    def thick(way: list[float]) -> float:
        far = dens + 30 * np.array(way)
        return middle_hits(bone, far, -np.array(way)) - middle_hits(one.pannus, far, -np.array(way))  # type: ignore[arg-type]

    assert thick([0, -1, 0]) > 1.5 * thick([1, 0, 0]) > 0
    assert thick([0, 1, 0]) > 0.1
    assert gap(one.pannus, one.bones["C1"]) > 0.2  # type: ignore[arg-type]
    assert spine("cervical").pannus is None


def test_ligaments_tear_where_the_atlas_has_slipped_too_far() -> None:
    torn_at = {0: set(), 2: {"transverse ligament"}, 6: {"transverse ligament", "apical ligament"}}
    for slip, torn in torn_at.items():
        found = spine("cervical", atlantoaxial_slip_mm=slip).ligaments
        alars = {"right alar ligament", "left alar ligament"} if slip == 6 else set()
        assert {name for name, mesh in found.items() if pieces(mesh) == 2} == torn | alars
        assert all(pieces(mesh) in (1, 2) for mesh in found.values())


def test_a_whole_transverse_ligament_is_as_thick_and_long_as_published() -> None:
    one = spine("cervical")
    mesh = one.ligaments["transverse ligament"]
    assert one.junction is not None
    dens = one.bones["C2"].landmarks["middle of the dens"]
    back = middle_hits(mesh, dens - [0, 30, 0], np.array([0, 1.0, 0]))
    front = middle_hits(mesh, dens, np.array([0, -1.0, 0]))
    assert 30 - back - front == pytest.approx(fact("transverse-ligament-thickness").value, abs=0.1)
    rings = mesh.vertices[:-2].reshape(28, 14, 3).mean(axis=1)
    length = np.linalg.norm(np.diff(rings, axis=0), axis=1).sum() - 1.8  # without what lies inside the bone
    assert length == pytest.approx(fact("transverse-ligament-length").value, abs=2)


def test_alar_ligaments_rise_outward_at_the_published_angle() -> None:
    one = spine("cervical")
    ways, lengths = [], []
    for side in ("right", "left"):
        rings = one.ligaments[f"{side} alar ligament"].vertices[:-2].reshape(28, 14, 3).mean(axis=1)
        way = rings[-1] - rings[0]
        lengths.append(float(np.linalg.norm(way)) - 1.4)  # without what lies inside the bones
        ways.append(way / np.linalg.norm(way))
    assert ways[0][0] > 0.5 > -0.5 > ways[1][0]
    assert np.degrees(np.arccos(ways[0] @ ways[1])) == pytest.approx(fact("alar-ligament-angle").value, abs=8)
    assert np.mean(lengths) == pytest.approx(fact("alar-ligament-length").value, abs=2.5)


def test_ligaments_follow_the_bones() -> None:
    bent = spine("cervical", flexion_deg=30)
    for name, level, mark in (
        ("apical ligament", "C2", "tip of the dens"),
        ("anterior atlanto-occipital membrane", "occiput", "basion"),
        ("posterior atlanto-occipital membrane", "C1", "middle of the posterior arch"),
        ("anterior longitudinal ligament", "C7", "front of the body"),
    ):
        at = bent.bones[level].landmarks[mark]
        assert np.linalg.norm(bent.ligaments[name].vertices - at, axis=1).min() < 6, name


def test_only_what_has_bones_is_there() -> None:
    assert spine("lumbar").ligaments == {}
    assert spine("lumbar").pannus is None
    assert sorted(spine("whole").ligaments) == sorted(NECK)


def test_every_ligament_is_explained() -> None:
    assert set(NECK) <= set(structures())


def test_sizes_have_sources_and_agree_with_the_facts() -> None:
    kept, works = sizes(), references()
    assert {row.source for row in (*kept.cord, *kept.ligaments, kept.conus)} <= set(works)
    depth = {level: mm for row in kept.cord if row.measure == "depth" for level, mm in row.values.items()}
    width = {level: mm for row in kept.cord if row.measure == "width" for level, mm in row.values.items()}
    assert depth["C1"] == fact("cord-depth-at-c1").value
    assert width["C2"] == fact("cord-width-at-c2").value
    assert ligament_mm("transverse ligament thickness") == fact("transverse-ligament-thickness").value


def test_colours_are_the_same_in_picture_and_page_and_stand_out_from_bone() -> None:
    script = (Path(spinelab.__file__).parent / "anatomy" / "widgets" / "explorer.js").read_text(encoding="utf-8")
    table = re.search(r"const COLOURS = \{(.*?)\};", script, re.S)
    assert table
    page = {kind: tuple(ast.literal_eval(rgb)) for kind, rgb in re.findall(r"(\w+): (\[[^]]+\])", table[1])}
    assert page == {"bone": _BONE, **_TINTS}

    def light(rgb: tuple[float, float, float]) -> float:
        line = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
        return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2]

    for kind in ("ligament", "pannus", "bridge", "fusion"):
        assert (light(_BONE) + 0.05) / (light(_TINTS[kind]) + 0.05) >= 3, kind

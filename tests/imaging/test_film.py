"""Path lengths through meshes: against formulas, against points counted inside a bone, and piece by piece."""

from dataclasses import replace

import numpy as np
import pytest

from spinelab import anatomy, imaging
from spinelab.anatomy.solids import tube
from spinelab.imaging import film
from spinelab.imaging.film import Body, Darkroom, Frame, merged, path_lengths
from spinelab.imaging.tissue import bone_bodies

from .solids import box, sphere

SIDE = Frame(np.array([0, -1.0, 0]), np.array([0, 0, 1.0]), np.array([-1.0, 0, 0]), (-30, 30), (120, 120), 0.5)


def test_a_box_is_as_long_as_its_side() -> None:
    found = path_lengths([box((10, 7, 5))], SIDE)
    assert found.max() == pytest.approx(10)
    assert found.sum() * 0.25 == pytest.approx(350)
    assert set(np.round(found.ravel(), 9)) == {0, 10}


@pytest.mark.parametrize("turn_deg", [10, 17, 30])
def test_a_turned_box_is_longer_by_the_cosine(turn_deg: float) -> None:
    found = path_lengths([box((10, 40, 5), turn_deg)], SIDE)
    assert found.max() == pytest.approx(10 / np.cos(np.radians(turn_deg)))
    assert found.min() == pytest.approx(0, abs=1e-9)


def test_a_sphere_follows_its_formula() -> None:
    found = path_lengths([sphere(20)], SIDE)
    row, column = np.indices(SIDE.shape)
    away = np.hypot(column * 0.5 - 30, 30 - row * 0.5)
    expected = 2 * np.sqrt(np.clip(400 - away**2, 0, None))
    inner = away < 19
    assert np.abs(found - expected)[inner].max() < 0.05
    assert np.abs(found[away > 20.01]).max() < 1e-9


def inside(points: np.ndarray, vertices: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Whether points lie in a closed mesh, by the solid angle that it fills around them."""
    found = []
    for point in points:
        a, b, c = (vertices[triangles[:, i]] - point for i in range(3))
        la, lb, lc = (np.linalg.norm(side, axis=1) for side in (a, b, c))
        top = np.einsum("ij,ij->i", a, np.cross(b, c))
        ab, bc, ca = (np.einsum("ij,ij->i", p, q) for p, q in ((a, b), (b, c), (c, a)))
        angle = np.arctan2(top, la * lb * lc + ab * lc + bc * la + ca * lb)
        found.append(angle.sum() > np.pi)
    return np.array(found)


def test_a_bone_is_as_long_as_points_counted_inside_it() -> None:
    bone = anatomy.vertebra("C4")
    vertices, triangles = bone.vertices.astype(float), bone.triangles.astype(np.int64)
    corner = float((-vertices[:, 1]).min() - 1), float(vertices[:, 2].max() + 1)
    frame = Frame(SIDE.right, SIDE.up, SIDE.near, corner, (60, 120), 0.5)
    found = path_lengths([Body(vertices, triangles)], frame)
    row, column = np.unravel_index([found.argmax(), *np.flatnonzero(found > 8)[::200]], found.shape)
    assert len(row) >= 5
    step = 0.2
    across = np.arange(vertices[:, 0].min() - 1, vertices[:, 0].max() + 1, step)
    for i, j in list(zip(row, column, strict=True))[:8]:
        y, z = -(corner[0] + j * 0.5), corner[1] - i * 0.5
        points = np.stack([across, np.full(len(across), y), np.full(len(across), z)], axis=1)
        assert inside(points, vertices, triangles).sum() * step == pytest.approx(found[i, j], abs=1.0)


def test_every_bone_has_its_volume_from_every_side() -> None:
    bone = anatomy.vertebra("C1")
    p = bone.vertices.astype(float)[bone.triangles]
    volume = np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum() / 6
    body = Body(bone.vertices.astype(float), bone.triangles.astype(np.int64))
    for right, up in (
        ((0, -1, 0), (0, 0, 1)),
        ((-1, 0, 0), (0, 0, 1)),
        ((0.6, 0.8, 0), (0, 0, 1)),
        ((1, 0, 0), (0, 1, 0)),
    ):
        frame = Frame(right, up, np.cross(right, up), (-60, 60), (480, 480), 0.25)
        lengths = path_lengths([body], frame)
        assert lengths.min() > -1e-6
        assert lengths.sum() * 0.0625 == pytest.approx(volume, rel=0.002)


def test_an_open_mesh_is_refused() -> None:
    whole = box((10, 7, 5))
    with pytest.raises(ValueError, match="not closed"):
        path_lengths([Body(whole.vertices, whole.triangles[:-1])], SIDE)
    turned = whole.triangles.copy()
    turned[0] = turned[0][::-1]
    with pytest.raises(ValueError, match="not closed"):
        path_lengths([Body(whole.vertices, turned)], SIDE)


def test_several_bodies_add_up() -> None:
    one, other = box((10, 7, 5)), sphere(9)
    heavy = Body(other.vertices, other.triangles, 2.5)
    together = path_lengths([one, heavy], SIDE)
    assert together == pytest.approx(path_lengths([one], SIDE) + 2.5 * path_lengths([other], SIDE), abs=1e-9)
    assert path_lengths([merged([one, heavy])], SIDE) == pytest.approx(together, abs=1e-9)


def test_pieces_give_the_whole_film_also_where_they_leave_it() -> None:
    spine = anatomy.spine("cervical")
    groups = [bone_bodies(bone) for bone in spine.bones.values()]
    frame = Frame(SIDE.right, SIDE.up, SIDE.near, (-40, 20), (200, 160), 0.5)  # cuts through bones on three sides
    room = Darkroom()
    whole = path_lengths([body for group in groups for body in group], frame)
    assert room.attenuation(groups, frame) == pytest.approx(whole, abs=1e-5)
    assert room.attenuation(groups, frame) == pytest.approx(whole, abs=1e-5)
    moved = [bone_bodies(bone.moved(np.eye(3), np.array([0, 3.3, 0]))) for bone in spine.bones.values()]
    assert not np.allclose(room.attenuation(moved, frame), whole, atol=0.1)


def test_what_changes_is_worked_out_again_and_what_stays_is_not() -> None:
    bodies = [box((10, 7, 5)), sphere(9)]
    room = Darkroom()
    first = room.attenuation([bodies], SIDE)
    denser = [bodies[0], Body(bodies[1].vertices, bodies[1].triangles, 2.0)]
    assert room.attenuation([denser], SIDE) == pytest.approx(path_lengths(denser, SIDE), abs=1e-3)
    wider = [Body(bodies[0].vertices * 1.1, bodies[0].triangles), bodies[1]]
    assert room.attenuation([wider], SIDE) == pytest.approx(path_lengths(wider, SIDE), abs=1e-3)
    lower = replace(SIDE, corner=(-30, 31))
    assert room.attenuation([wider], lower) == pytest.approx(path_lengths(wider, lower), abs=1e-3)
    assert room.attenuation([bodies], SIDE) == pytest.approx(first, abs=1e-9)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bodies each piece has that is worked out."""
    found: list[int] = []
    work_out = film._piece
    monkeypatch.setattr(film, "_piece", lambda bodies, frame: (found.append(len(bodies)), work_out(bodies, frame))[1])
    return found


def test_what_stands_as_before_is_not_worked_out_again(made: list[int]) -> None:
    ball = sphere(9)
    beside = Body(ball.vertices + 12, ball.triangles)  # another body of the same triangles, as all bridges have
    room, groups = Darkroom(), [[ball], [beside], [box((10, 7, 5)), ball]]
    first = room.attenuation(groups, SIDE)
    assert made == [1, 1, 2]
    again = [[Body(body.vertices.copy(), body.triangles) for body in bodies] for bodies in groups]
    assert np.array_equal(room.attenuation(again, SIDE), first)
    assert made == [1, 1, 2]
    again[1] = [Body(beside.vertices + 1, beside.triangles)]
    room.attenuation(again, SIDE)
    assert made == [1, 1, 2, 1]


def test_a_film_larger_than_the_room_is_kept_whole_and_no_more(made: list[int]) -> None:
    groups, room = [[sphere(9)], [box((10, 7, 5))]], Darkroom(keep_mb=0)
    other = replace(SIDE, pixel_mm=1.0, shape=(60, 60))
    for frame in (SIDE, SIDE, other, SIDE):
        found = room.attenuation(groups, frame)
        assert found == pytest.approx(path_lengths([body for bodies in groups for body in bodies], frame), abs=1e-3)
    assert len(made) == 6


def test_what_stood_before_a_film_cannot_be_written_to() -> None:
    ill = anatomy.spine("lumbar", sacroiliitis={"left": 4, "right": 3}, syndesmophytes={"L1-L2": 3})
    imaging.radiograph(ill)
    meshes = [*ill.bridges.values(), *ill.fusions.values(), *ill.sclerosis.values()]
    assert len(meshes) > 4
    for vertices in (bone.vertices for bone in (*ill.bones.values(), *meshes)):
        with pytest.raises(ValueError, match="read-only"):
            vertices += 1


def test_a_tube_keeps_its_thickness() -> None:
    path = np.array([[-10, 0, 0], [0, 0, 0], [12, 0, 0]], float)
    pipe = tube(path, np.full(3, 3.0), np.full(3, 3.0), around=90)
    found = path_lengths([Body(pipe.vertices, pipe.triangles)], SIDE)
    assert found.max() == pytest.approx(22, abs=0.1)

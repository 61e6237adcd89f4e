"""Dense bone beside a sacroiliac joint: closed, inside its bone, following it, more of it with each grade."""

from functools import cache

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.clearance import inside
from spinelab.anatomy.state.sclerosis import sclerosis

BESIDE = [("sacrum", "left"), ("sacrum", "right"), ("ilium_left", "left"), ("ilium_right", "right")]


@cache
def both(grade):
    """A low back with this grade on both sides."""
    return anatomy.spine("lumbar", sacroiliitis={"left": grade, "right": grade})


def volume(mesh):
    p = mesh.vertices[mesh.triangles]
    return float(np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum() / 6)


def dense(level, side, grade):
    return sclerosis(both(grade).bones[level], side, grade)


@pytest.mark.parametrize(("level", "side"), BESIDE)
def test_it_is_closed_and_keeps_its_triangles(level, side):
    triangles = dense(level, side, 0).triangles
    there = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    keys, back = there @ [10**6, 1], there @ [1, 10**6]
    assert len(np.unique(keys)) == len(keys)
    assert np.array_equal(np.sort(keys), np.sort(back))
    assert all(dense(level, side, grade).triangles is triangles for grade in range(1, 5))


@pytest.mark.parametrize("grade", [2, 3, 4])
@pytest.mark.parametrize(("level", "side"), BESIDE)
def test_it_lies_inside_its_bone(level, side, grade):
    bone = both(grade).bones[level]
    assert inside(dense(level, side, grade).vertices, bone.vertices.astype(float)[bone.triangles]).all()


@pytest.mark.parametrize(("level", "side"), BESIDE)
def test_there_is_none_in_health_some_at_2_most_at_3_and_little_once_fused(level, side):
    healthy, doubtful, small, broad, fused = (volume(dense(level, side, grade)) for grade in range(5))
    assert healthy == pytest.approx(0, abs=1e-6)
    assert doubtful == pytest.approx(0, abs=1e-6)
    assert 0 < fused < small
    assert broad > 3 * small > 300  # mm3


def deep(level, side, grade):
    """How far the body reaches under each place of the joint surface, mm."""
    points = dense(level, side, grade).vertices
    top, bottom = np.split(points, 2)
    return np.linalg.norm(bottom - top, axis=1), top


def test_small_areas_lie_low_and_broad_ones_everywhere():
    for level, side in BESIDE:
        reach, top = deep(level, side, 2)
        heights = top[:, 2]
        low, high = heights < np.percentile(heights, 45), heights > np.percentile(heights, 75)
        assert reach[low].max() > 2
        assert reach[low].mean() > 2 * reach[high].mean()
        assert (reach > 0.5).mean() < 0.6
        assert (deep(level, side, 3)[0] > 1).mean() > 0.7


def test_the_ilium_has_more_than_the_sacrum():
    for side in ("left", "right"):
        for grade in (2, 3):
            assert np.percentile(deep(f"ilium_{side}", side, grade)[0], 95) > np.percentile(
                deep("sacrum", side, grade)[0], 95
            )


def test_it_stands_where_the_bone_stands():
    bone = both(3).bones["sacrum"]
    turn, shift = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]]), np.array([3.0, -5, 7])
    here, there = sclerosis(bone, "left", 3), sclerosis(bone.moved(turn, shift), "left", 3)
    assert np.allclose(here.vertices @ turn.T + shift, there.vertices, atol=1e-3)


def test_a_spine_has_it_by_side_from_grade_2_on():
    assert not both(0).sclerosis
    assert not both(1).sclerosis
    assert not anatomy.spine("cervical").sclerosis
    one = anatomy.spine("whole", sacroiliitis={"left": 3, "right": 1}).sclerosis
    assert list(one) == ["sclerosis of sacrum left", "sclerosis of ilium_left left"]
    assert all(volume(mesh) > 0 for mesh in one.values())


def test_a_bone_that_is_not_beside_the_joint_says_so():
    with pytest.raises(ValueError, match="not at ilium_left"):
        sclerosis(vertebra("ilium_left"), "right", 3)

"""Eroded bones: how much is eaten, where, and what must stay whole."""

from itertools import pairwise

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy import packed
from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.clearance import gap, inside
from spinelab.anatomy.measures import first_hits, rays, size
from spinelab.anatomy.state.erosion import DEEPEST_MM, dens_eroded, facets_eroded, sacroiliac_eroded

AXIS = vertebra("C2")
WHOLE = anatomy.spine("whole")
FACETS = [("occiput", "inferior"), ("C1", "superior"), ("C1", "inferior"), ("C2", "superior"), ("C2", "inferior")] + [
    (level, facets)
    for level in ("C3", "C5", "C7", "T1", "T2", "T11", "T12", "L1", "L4")
    for facets in ("superior", "inferior")
]
AURICULAR = [("sacrum", "left"), ("sacrum", "right"), ("ilium_left", "left"), ("ilium_right", "right")]


def marrow_stays_inside(bone):
    """No point of the inner surface lies outside the outer one, and none of the outer surface inside the inner one."""
    outer, inner = bone.vertices.astype(float), bone.inner.vertices
    return inside(inner, outer[bone.triangles]).all() and not inside(outer, inner[bone.inner.triangles]).any()


def turned_over(healthy, changed):
    """How many triangles of the surface look the other way than before."""
    before, after = (
        np.cross(v[t[:, 1]] - v[t[:, 0]], v[t[:, 2]] - v[t[:, 0]])
        for v, t in ((bone.vertices.astype(float), bone.triangles) for bone in (healthy, changed))
    )
    return int((np.einsum("ij,ij->i", before, after) <= 0).sum())


def moved(healthy, changed):
    return np.linalg.norm(changed.vertices.astype(float) - healthy.vertices, axis=1)


def measured(bone, name):
    """One size of a bone, healthy or not, found as in health."""
    what = packed.load(bone.level).measures[name]
    return size(what, first_hits(bone.own(), bone.triangles.astype(np.int64), rays(what)))


def test_health_is_the_same_bone():
    assert dens_eroded(AXIS, 0) is AXIS
    assert facets_eroded(AXIS, "superior", 0) is AXIS
    sacrum = vertebra("sacrum")
    assert sacroiliac_eroded(sacrum, "left", 0) is sacrum


@pytest.mark.parametrize(("share", "low", "high"), [(0, 1, 1), (0.5, 0.70, 0.82), (1, 0.45, 0.56)])
def test_the_dens_thins_to_about_half(share, low, high):
    sizes = [measured(dens_eroded(AXIS, share), name) / measured(AXIS, name) for name in ("dens_waist", "dens_d")]
    assert low <= sizes[0] <= high
    assert low - 0.05 <= sizes[1] <= high + 0.08


def test_the_dens_is_eaten_most_behind_and_its_tip_sinks():
    healthy, eaten = AXIS.landmarks, dens_eroded(AXIS, 1).landmarks
    lost_before = healthy["front of the dens"][1] - eaten["front of the dens"][1]
    lost_behind = eaten["back of the dens"][1] - healthy["back of the dens"][1]
    assert lost_behind > 2.5
    assert 1 < lost_before < lost_behind
    assert 0.5 < healthy["tip of the dens"][2] - eaten["tip of the dens"][2] < 3
    same = set(healthy) - {"front of the dens", "back of the dens", "tip of the dens"}
    assert all(np.allclose(healthy[name], eaten[name], atol=1e-9) for name in same)


@pytest.mark.parametrize(
    ("name", "way"),
    [("front of the dens", (0, 1, 0)), ("back of the dens", (0, -1, 0)), ("tip of the dens", (0, 0, 1))],
)
def test_landmarks_of_the_dens_stay_on_its_surface(name, way):
    for share in (0.5, 1):
        bone = dens_eroded(AXIS, share)
        start = bone.landmarks[name] + 5 * np.array(way)
        cast = start[None], -np.array([way], float), np.array([10.0])
        assert first_hits(bone.vertices.astype(float), bone.triangles, cast)[0] == pytest.approx(5, abs=0.3)


def test_the_dens_is_never_cut_through_and_the_body_keeps_its_shape():
    for share in (0.25, 0.5, 0.75, 1):
        bone = dens_eroded(AXIS, share)
        assert not turned_over(AXIS, bone)
        assert marrow_stays_inside(bone)
    base = AXIS.landmarks["base of the dens"][2]
    _, y, z = AXIS.own().T
    # Under the dens only the front of the body is rubbed away, by the arch of an atlas that has sunk.
    assert moved(AXIS, bone)[(z < base - 0.01) & (y < 0)].max() == 0
    assert moved(AXIS, bone)[z < base - 9.01].max() == 0


def test_the_dens_loses_more_with_each_step():
    steps = [moved(AXIS, dens_eroded(AXIS, share)) for share in (0.2, 0.4, 0.6, 0.8, 1)]
    assert all((more >= less - 1e-5).all() for less, more in pairwise(steps))


@pytest.mark.parametrize(("level", "facets"), FACETS)
def test_facets_are_pitted_no_deeper_than_the_limit(level, facets):
    bone = WHOLE.bones[level]
    steps = [moved(bone, facets_eroded(bone, facets, share)) for share in (0.3, 0.6, 1)]
    for share, depth in zip((0.3, 0.6, 1), steps, strict=True):
        assert depth.max() <= DEEPEST_MM * share + 1e-4
    assert steps[-1].max() > 1
    assert all((more >= less - 1e-4).all() for less, more in pairwise(steps))


@pytest.mark.parametrize(("level", "facets"), FACETS)
def test_an_eroded_facet_leaves_the_bone_whole_and_the_joint_wider(level, facets):
    bone = WHOLE.bones[level]
    eaten = facets_eroded(bone, facets, 1)
    assert not turned_over(bone, eaten)
    assert marrow_stays_inside(eaten)
    assert all(np.allclose(bone.landmarks[name], at, atol=1e-4) for name, at in eaten.landmarks.items())
    for pair in WHOLE.neighbours():
        if level in pair:
            other = WHOLE.bones[pair[0] if pair[1] == level else pair[1]]
            assert gap(eaten, other) >= gap(bone, other) - 0.02  # at a ragged rim


@pytest.mark.parametrize(
    ("level", "facets"), [("C1", "inferior"), ("C2", "superior"), ("C4", "inferior"), ("C5", "superior")]
)
def test_an_eroded_facet_is_ragged_and_loses_its_plate(level, facets):
    bone = vertebra(level)
    here = bone.structure_of == bone.structures.index(f"{facets} articular facet")
    eaten = facets_eroded(bone, facets, 1)
    depth = moved(bone, eaten)[here]
    shallow, usual, deep = np.percentile(depth, [10, 50, 90])
    assert usual > 0.8
    assert deep > 1.7
    assert deep - shallow > 1
    assert 0.3 < moved(bone, facets_eroded(bone, facets, 0.3))[here].max() < 0.9
    plate, was = (bone_volume(one) - marrow_volume(one) for one in (eaten, bone))
    assert was - plate > 0.2 * (bone_volume(bone) - bone_volume(eaten))


@pytest.mark.parametrize("level", ["C1", "C2", "C4", "C6", "T5", "T12", "L3"])
def test_a_bone_stays_whole_when_all_its_facets_are_eaten(level):
    bone = vertebra(level)
    for share in (0.5, 1):
        eaten = facets_eroded(facets_eroded(bone, "superior", share), "inferior", share)
        assert not turned_over(bone, eaten)
        assert marrow_stays_inside(eaten)


def test_the_other_facets_are_untouched():
    for facets, other in (("superior", "inferior"), ("inferior", "superior")):
        depth = moved(AXIS, facets_eroded(AXIS, facets, 1))
        label = AXIS.structures.index
        assert depth[AXIS.structure_of == label(f"{other} articular facet")].max() == 0
        for right in (True, False):
            here = (AXIS.structure_of == label(f"{facets} articular facet")) & ((AXIS.own()[:, 0] > 0) == right)
            assert depth[here].max() > 1


def test_a_bone_without_such_facets_says_so():
    with pytest.raises(ValueError, match="sacrum has no inferior articular facet"):
        facets_eroded(vertebra("sacrum"), "inferior", 0.5)
    with pytest.raises(ValueError, match="not at ilium_left"):
        sacroiliac_eroded(vertebra("ilium_left"), "right", 2)


@pytest.mark.parametrize(("level", "side"), AURICULAR)
def test_sacroiliac_grades_follow_the_criteria(level, side):
    bone = WHOLE.bones[level]
    grades = [sacroiliac_eroded(bone, side, grade) for grade in range(5)]
    lost = [bone_volume(bone) - bone_volume(grade) for grade in grades]
    assert 0 < lost[1] < lost[2] < lost[3]
    assert moved(bone, grades[1]).max() <= 0.3 + 1e-4
    assert lost[4] < lost[2]
    dense = [bone_volume(grade) - marrow_volume(grade) for grade in grades]
    # The plate under the joint thickens from grade to grade; once the joint has fused, it has nearly gone.
    assert dense[4] < dense[0] < dense[2] < dense[3]
    for grade in grades[1:]:
        assert not turned_over(bone, grade)
        assert marrow_stays_inside(grade)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_sacroiliac_joint_widens_and_the_ilium_is_eaten_more(side):
    sacrum, ilium = WHOLE.bones["sacrum"], WHOLE.bones[f"ilium_{side}"]
    rest = gap(sacrum, ilium)
    for grade in range(1, 5):
        both = sacroiliac_eroded(sacrum, side, grade), sacroiliac_eroded(ilium, side, grade)
        assert gap(*both) >= rest - 1e-3
    assert gap(sacroiliac_eroded(sacrum, side, 3), sacroiliac_eroded(ilium, side, 3)) > rest + 0.5
    for grade in (2, 3):
        assert (
            moved(ilium, sacroiliac_eroded(ilium, side, grade)).max()
            > moved(sacrum, sacroiliac_eroded(sacrum, side, grade)).max()
        )


def test_the_other_side_of_the_sacrum_is_untouched():
    sacrum = vertebra("sacrum")
    for side, kept in (("left", sacrum.vertices[:, 0] > 0), ("right", sacrum.vertices[:, 0] < 0)):
        assert moved(sacrum, sacroiliac_eroded(sacrum, side, 3))[kept].max() == 0


def test_early_erosions_lie_in_the_lower_part_of_the_joint():
    ilium = vertebra("ilium_right")
    here = ilium.structure_of == ilium.structures.index("auricular surface")
    depth, heights = moved(ilium, sacroiliac_eroded(ilium, "right", 2))[here], ilium.vertices[here, 2]
    lowest, highest = heights < np.percentile(heights, 45), heights > np.percentile(heights, 70)
    assert depth[lowest].max() > 1
    assert depth[highest].max() < 0.5


@pytest.mark.parametrize(("level", "side"), AURICULAR)
def test_small_erosions_leave_the_joint_its_width_between_them(level, side):
    bone = vertebra(level)
    here = (bone.structure_of == bone.structures.index("auricular surface")) & (
        (bone.own()[:, 0] > 0) == (side == "right")
    )
    depth, heights = moved(bone, sacroiliac_eroded(bone, side, 2))[here], bone.vertices[here, 2]
    low = depth[heights < np.percentile(heights, 45)]
    assert np.median(low) < 0.5  # grade 1 already takes up to 0.3 mm
    assert (low > 1).mean() < 0.3
    assert low.max() > 4 * np.median(low)


def bone_volume(bone):
    a, b, c = (bone.vertices.astype(float)[bone.triangles[:, i]] for i in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6


def marrow_volume(bone):
    a, b, c = (bone.inner.vertices[bone.inner.triangles[:, i]] for i in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6

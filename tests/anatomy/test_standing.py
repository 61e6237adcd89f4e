"""The spine at rest: its curves, its joints, and the truth of what is measured on it."""

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy.clearance import gap
from spinelab.anatomy.levels import ORDER, REGIONS
from spinelab.anatomy.state.posture import rest

WHOLE = anatomy.spine("whole")
NECK = anatomy.spine("cervical")
PAIRS = WHOLE.neighbours()


@pytest.mark.parametrize(("upper", "lower"), PAIRS, ids=str)
def test_neighbours_do_not_touch(upper, lower):
    assert 0.3 < gap(WHOLE.bones[upper], WHOLE.bones[lower]) < 5


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_sacroiliac_joint_has_a_gap(side):
    assert 1 < gap(WHOLE.bones["sacrum"], WHOLE.bones[f"ilium_{side}"]) < 4


def test_a_bone_pushed_into_its_neighbour_is_found():
    pushed = WHOLE.bones["L4"].moved(np.eye(3), np.array([0.0, 0.0, -4.0]))
    assert gap(pushed, WHOLE.bones["L5"]) < 0


def test_curves_are_the_published_ones():
    truth = WHOLE.truth()
    assert truth["cervical_lordosis_deg"] == pytest.approx(12.71, abs=1)
    assert truth["thoracic_kyphosis_deg"] == pytest.approx(44.2, abs=1)
    assert truth["lumbar_lordosis_deg"] == pytest.approx(50.5, abs=1)
    assert truth["lordosis_deg"] == truth["lumbar_lordosis_deg"]
    assert NECK.truth()["lordosis_deg"] == pytest.approx(truth["cervical_lordosis_deg"], abs=1e-4)


def test_the_neck_is_normal_by_every_line():
    truth = NECK.truth()
    assert 1 < truth["adi_mm"] < 2.5
    assert truth["padi_mm"] > 14
    assert truth["ranawat_mm"] >= 15
    assert truth["redlund_johnell_mm"] >= 34, "the limit for men"
    assert truth["mcgregor_mm"] < 4.5
    assert 0.6 < truth["mcrae_mm"] < 10.4


def test_at_rest_nothing_has_slipped():
    assert max(abs(slip) for slip in WHOLE.truth()["slip_mm"].values()) < 0.05


def test_a_body_moved_forward_slips_by_as_much():
    bones = dict(WHOLE.bones)
    plate = bones["L5"].landmarks["upper front corner"] - bones["L5"].landmarks["upper back corner"]
    bones["L4"] = bones["L4"].moved(np.eye(3), 6 * plate / np.linalg.norm(plate))
    slipped = type(WHOLE)("whole", bones).truth()["slip_mm"]
    assert slipped["L4"] == pytest.approx(6, abs=0.05)


def test_the_atlas_moved_forward_widens_the_adi_by_as_much():
    bones = dict(NECK.bones)
    bones["C1"] = bones["C1"].moved(np.eye(3), np.array([0.0, 5.0, 0.0]))
    moved = type(NECK)("cervical", bones).truth()
    assert moved["adi_mm"] - NECK.truth()["adi_mm"] == pytest.approx(5, abs=0.05)
    assert moved["padi_mm"] - NECK.truth()["padi_mm"] == pytest.approx(-5, abs=0.05)


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_its_bones_and_discs(region):
    there = anatomy.spine(region)
    assert tuple(there.bones) == REGIONS[region]
    for name, disc in there.discs.items():
        upper, lower = name.split("-")
        assert upper in there.bones, name
        assert lower.replace("S1", "sacrum") in there.bones, name
        edges = np.concatenate([disc.triangles[:, [0, 1]], disc.triangles[:, [1, 2]], disc.triangles[:, [2, 0]]])
        assert np.array_equal(np.unique(edges, axis=0), np.unique(edges[:, ::-1], axis=0))
        a, b, c = (disc.vertices[disc.triangles[:, i]] for i in range(3))
        assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() > 0, name


BODIES = [upper for upper, _ in PAIRS if upper not in ("occiput", "C1")]


def test_in_health_the_room_between_two_bones_is_about_that_of_their_canals():
    truth = WHOLE.truth()
    assert [*truth["space_mm"]] == BODIES
    for upper, lower in PAIRS:
        if upper in BODIES:
            own = min(truth["canal_mm"][upper], truth["canal_mm"][lower])
            assert own - 1.3 < truth["space_mm"][upper] < own + 3.5, upper


@pytest.mark.parametrize(
    ("level", "region", "most"), [("C3", "cervical", 8), ("C6", "cervical", 8), ("L4", "lumbar", 18)]
)
def test_a_forward_slip_narrows_the_room_at_its_step_and_not_the_canal_of_its_bone(level, region, most):
    truths = [anatomy.spine(region, slip_mm={level: slip}).truth() for slip in np.linspace(0, most, 5)]
    space = [truth["space_mm"][level] for truth in truths]
    assert (np.diff(space) < -0.3).all()
    assert space[-1] < space[0] - 0.4 * most
    assert min(truth["canal_mm"][level] for truth in truths) > truths[0]["canal_mm"][level] - 0.1


def test_a_body_pushed_back_comes_near_the_arch_below():
    """Its lower corner comes near; the nearest point of the arch lies a little above or below the canal's."""
    bones = dict(NECK.bones)
    marks, arch = bones["C4"].landmarks, bones["C5"].landmarks["back of the canal"]
    back = (arch - marks["lower back corner"]) * [0, 1, 1]
    bones["C4"] = bones["C4"].moved(np.eye(3), 8 * back / np.linalg.norm(back))
    space = type(NECK)("cervical", bones).truth()["space_mm"]["C4"]
    left = np.linalg.norm(arch - bones["C4"].landmarks["lower back corner"])
    assert left - 2.5 < space <= left + 0.1
    assert space < NECK.truth()["space_mm"]["C4"] - 3


def test_the_spine_stands_up():
    heights = [rest()[level].shift[2] for level in ORDER]
    assert (np.diff(heights[2:]) < 0).all(), "the atlas and the axis share their origin, the others go down"
    assert 450 < heights[2] < 620


def test_an_unknown_region_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="‘lumber’ of the spine; did you mean ‘lumbar’"):
        anatomy.spine("lumber")

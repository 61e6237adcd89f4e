"""Syndesmophytes and fused joints: closed, thin, upright, rooted in the bones they join, and following them."""

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy.clearance import inside
from spinelab.anatomy.state.bodies import squared, wedged
from spinelab.anatomy.state.new_bone import fused_facets, fused_sacroiliac, syndesmophytes

WHOLE = anatomy.spine("whole")
NECK = anatomy.spine("cervical")
DISCS = [(upper, lower) for upper, lower in WHOLE.neighbours() if upper not in ("occiput", "C1")]
SOME = [("C2", "C3"), ("C5", "C6"), ("C7", "T1"), ("T7", "T8"), ("T12", "L1"), ("L2", "L3"), ("L5", "sacrum")]
SIDES = ("right", "left")


def pair(upper, lower):
    return WHOLE.bones[upper], WHOLE.bones[lower]


def volume(mesh):
    p = mesh.vertices[mesh.triangles]
    return float(np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum() / 6)


def is_closed(triangles):
    """Every edge is shared by exactly two triangles that run along it in opposite directions."""
    there = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    keys, back = there[:, 0] * 10**6 + there[:, 1], there[:, 1] * 10**6 + there[:, 0]
    return len(np.unique(keys)) == len(keys) and np.array_equal(np.sort(keys), np.sort(back))


def within(mesh, bone):
    """Which vertices of a mesh lie in a bone."""
    return inside(mesh.vertices, bone.vertices.astype(float)[bone.triangles])


def between(upper, lower):
    """The middle between two plates in front, the way from one to the other there, and their distance, mm."""
    high, low = upper.landmarks["lower front corner"], lower.landmarks["upper front corner"]
    tall = float(np.linalg.norm(high - low))
    return (high + low) / 2, (high - low) / tall, tall


def up(bones):
    upper, lower = bones
    way = upper.landmarks["lower plate"] - lower.landmarks["upper plate"]
    return way / np.linalg.norm(way)


@pytest.mark.parametrize("grade", [0, 1, 2, 3])
@pytest.mark.parametrize("segment", DISCS, ids="-".join)
def test_sheets_are_closed_face_outward_and_keep_their_triangles(segment, grade):
    sheets = syndesmophytes(*pair(*segment), grade)
    assert len(sheets) == 2
    for sheet, healthy in zip(sheets, syndesmophytes(*pair(*segment), 0), strict=True):
        assert is_closed(sheet.triangles)
        assert volume(sheet) > 0
        assert np.array_equal(sheet.triangles, healthy.triangles)
        assert sheet.vertices.shape == healthy.vertices.shape


def test_a_sheet_with_a_triangle_missing_is_not_closed():
    assert not is_closed(syndesmophytes(*pair("L2", "L3"), 3)[0].triangles[1:])


@pytest.mark.parametrize("segment", DISCS, ids="-".join)
def test_without_disease_nothing_shows(segment):
    for grade in (0, 1):
        for sheet, bone in zip(syndesmophytes(*pair(*segment), grade), pair(*segment), strict=True):
            assert within(sheet, bone).all()


@pytest.mark.parametrize("segment", DISCS, ids="-".join)
def test_spurs_show_at_both_corners_and_leave_a_gap(segment):
    upper, lower = bones = pair(*segment)
    above, below = syndesmophytes(*bones, 2)
    for spur, bone, other in ((above, upper, lower), (below, lower, upper)):
        seen = ~within(spur, bone)
        assert 0.1 < seen.mean() < 0.9
        assert not within(spur, other).any()
    # At every place along the rim the free edges are a good part of the height of the disc apart.
    apart = np.linalg.norm(above.vertices[:-2, None] - below.vertices[None, :-2], axis=2).min()
    assert apart > 0.07 * between(*bones)[2]
    assert (above.vertices @ up(bones)).mean() > (below.vertices @ up(bones)).mean()


@pytest.mark.parametrize("segment", DISCS, ids="-".join)
def test_a_bridge_has_no_gap_and_is_rooted_in_both_bones(segment):
    upper, lower = pair(*segment)
    bridge = syndesmophytes(upper, lower, 3)[0]
    assert 0.03 < within(bridge, upper).mean() < 0.5
    assert 0.03 < within(bridge, lower).mean() < 0.5
    heights = np.sort(bridge.vertices @ up((upper, lower)))
    assert np.diff(heights).max() < 0.25 * between(upper, lower)[2]


@pytest.mark.parametrize("segment", DISCS, ids="-".join)
@pytest.mark.parametrize("grade", [2, 3])
def test_new_bone_is_thin_and_upright(segment, grade):
    upper, lower = bones = pair(*segment)
    sheet = syndesmophytes(upper, lower, grade)[0]
    rings = sheet.vertices[:-2].reshape(73, -1, 3)
    steps = rings.shape[1] // 2
    outer, inner = rings[:, :steps], rings[:, : steps - 1 : -1]
    thick = np.linalg.norm(outer - inner, axis=2).max()
    assert (0.6 if segment[0][0] == "C" else 0.9) < thick < 2.1
    run = outer[:, -1] - outer[:, 0]
    longest = run[np.linalg.norm(run, axis=1).argmax()]
    if grade == 3:
        assert np.linalg.norm(longest) > 2.5 * thick
    # Never a horizontal beak: a spur runs from plate to plate, not away from the disc.
    way = up(bones)
    assert abs(longest @ way) > (0.6 if segment[0][0] == "C" else 0.8) * np.linalg.norm(longest)


@pytest.mark.parametrize("segment", [s for s in DISCS if s[0][0] != "C"], ids="-".join)
def test_a_bridge_bulges_a_little_past_the_rims(segment):
    upper, lower = pair(*segment)
    bridge = syndesmophytes(upper, lower, 3)[0]
    rings = bridge.vertices[:-2].reshape(73, -1, 3)
    front = rings[36, : rings.shape[1] // 2]
    line = front[0] + np.linspace(0, 1, len(front))[:, None] * (front[-1] - front[0])
    out = np.linalg.norm(front - line, axis=1).max()
    assert 0.5 < out < 2.2
    assert (front - line)[len(front) // 2] @ (upper.turn @ [0, 1, 0]) > 0


@pytest.mark.parametrize("segment", [("T9", "T10"), ("L2", "L3")], ids="-".join)
def test_new_bone_grows_in_front_and_at_both_sides_but_never_behind(segment):
    upper, lower = pair(*segment)
    own = (syndesmophytes(upper, lower, 3)[0].vertices - upper.shift) @ upper.turn
    wide = upper.landmarks["lower front corner"] - upper.landmarks["lower back corner"]
    assert own[:, 0].max() == pytest.approx(-own[:, 0].min(), rel=0.08)
    assert own[:, 0].max() > 0.55 * np.linalg.norm(wide)
    back = ((upper.landmarks["lower back corner"] - upper.shift) @ upper.turn)[1]
    assert own[:, 1].min() > back + 0.2 * np.linalg.norm(wide)


def test_bridges_follow_their_bones():
    upper, lower = pair("L2", "L3")
    turn = np.array([[1, 0, 0], [0, np.cos(0.2), np.sin(0.2)], [0, -np.sin(0.2), np.cos(0.2)]])
    shift = np.array([4.0, 30.0, -12.0])
    moved = syndesmophytes(upper.moved(turn, shift), lower.moved(turn, shift), 3)
    for before, after in zip(syndesmophytes(upper, lower, 3), moved, strict=True):
        assert np.abs(before.vertices @ turn.T + shift - after.vertices).max() < 1e-6
    leaning = syndesmophytes(wedged(squared(upper), 0.3), wedged(lower, 0.3), 3)[0]
    assert within(leaning, wedged(lower, 0.3)).any()


@pytest.mark.parametrize("segment", [*SOME, ("C1", "C2"), ("occiput", "C1"), ("T4", "T5")], ids="-".join)
def test_fused_facets_are_closed_and_rooted_in_both_bones(segment):
    upper, lower = pair(*segment)
    plugs = fused_facets(upper, lower)
    assert len(plugs) == 2
    for plug, side in zip(plugs, SIDES, strict=True):
        assert is_closed(plug.triangles)
        assert 60 < volume(plug) < 1600
        at = (
            upper.landmarks[f"{side} inferior articular facet"] + lower.landmarks[f"{side} superior articular facet"]
        ) / 2
        assert np.linalg.norm(plug.vertices.mean(axis=0) - at) < 3
        assert inside(at[None], plug.vertices[plug.triangles]).all()
        for bone in (upper, lower):
            assert within(plug, bone).mean() > 0.25
        assert (within(plug, upper) | within(plug, lower)).mean() < 0.9


def test_fused_facets_stay_rooted_when_a_joint_has_moved():
    upper, lower = pair("L4", "L5")
    slipped = upper.moved(np.eye(3), np.array([0, 1.5, 0.5]))
    for plug in fused_facets(slipped, lower):
        assert within(plug, slipped).mean() > 0.25
        assert within(plug, lower).mean() > 0.25


@pytest.mark.parametrize("side", SIDES)
def test_a_fused_sacroiliac_joint_is_closed_and_rooted_in_both_bones(side):
    sacrum, ilium = WHOLE.bones["sacrum"], WHOLE.bones[f"ilium_{side}"]
    plug = fused_sacroiliac(sacrum, ilium)
    assert is_closed(plug.triangles)
    assert volume(plug) > 800
    assert within(plug, sacrum).mean() > 0.4
    assert within(plug, ilium).mean() > 0.4
    own = (plug.vertices - sacrum.shift) @ sacrum.turn
    assert (own[:, 0] > 0).all() if side == "right" else (own[:, 0] < 0).all()

"""Broken, squared, eroded and thin bodies: what is asked for is met, and the rest of the bone stays as it was."""

import numpy as np
import pytest

from spinelab.anatomy.bone import vertebra
from spinelab.anatomy.clearance import inside
from spinelab.anatomy.levels import ORDER
from spinelab.anatomy.measures import first_hits
from spinelab.anatomy.state.bodies import brittle, corners_eroded, front_concavity_mm, partly, squared, wedged
from spinelab.anatomy.truth import genant_grade

BODIES = ORDER[ORDER.index("C3") : ORDER.index("sacrum")]
SOME = ("C5", "C7", "T6", "T12", "L3", "L5")
ENDS = [("C2", "lower"), ("sacrum", "upper")]  # bones with one plate
CORNERS = [f"{plate} {end} corner" for plate in ("upper", "lower") for end in ("front", "back")]


def standing(level):
    """A bone that has been turned and carried away, as in a column."""
    c, s = np.cos(0.4), np.sin(0.4)
    return vertebra(level).moved(np.array([[1, 0, 0], [0, c, s], [0, -s, c]]), np.array([3.0, -40.0, 250.0]))


def osteoporotic(bone, share):
    """A bone that has lost a share of what osteoporosis takes."""
    return partly(bone, brittle(bone), share)


def lost(bone):
    """By what share the front wall is lower than the back wall."""
    heights = [
        np.linalg.norm(bone.landmarks[f"upper {end} corner"] - bone.landmarks[f"lower {end} corner"])
        for end in ("front", "back")
    ]
    return 1 - heights[0] / heights[1]


def moved(healthy, changed):
    return np.linalg.norm(changed.own() - healthy.own(), axis=1)


def turned_over(healthy, changed):
    """How many triangles look the other way than before."""
    before, after = (
        np.cross(v[t[:, 1]] - v[t[:, 0]], v[t[:, 2]] - v[t[:, 0]])
        for v, t in ((bone.own(), bone.triangles) for bone in (healthy, changed))
    )
    return int((np.einsum("ij,ij->i", before, after) <= 0).sum())


def outside(bone):
    """How many vertices of the inner surface lie outside the bone."""
    return int((~inside(bone.inner.vertices, bone.vertices.astype(float)[bone.triangles])).sum())


def front_outline(bone):
    """y and z where the front wall cuts the median plane, from the top down (own axes)."""
    own, triangles = bone.own(), bone.triangles.astype(int)
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = edges[edges[:, 0] < edges[:, 1]]
    one, other = own[edges[:, 0]], own[edges[:, 1]]
    one, other = (end[one[:, 0] * other[:, 0] < 0] for end in (one, other))
    at = one + (other - one) * (one[:, :1] / (one[:, :1] - other[:, :1]))
    front = at[at[:, 1] > (vertebra(bone.level).landmarks["upper front corner"][1] - 3)]
    return front[np.argsort(-front[:, 2]), 1:]


def test_health_is_the_same_bone():
    bone = vertebra("L2")
    assert wedged(bone, 0) is bone
    assert partly(bone, squared(bone), 0) is bone
    assert (osteoporotic(bone, 0).vertices == bone.vertices).all()


@pytest.mark.parametrize("level", BODIES)
def test_a_wedge_is_met_exactly(level):
    bone = standing(level)
    for share in (0.1, 0.2, 0.33, 0.45, 0.6):
        assert lost(wedged(bone, share)) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("level", BODIES)
def test_behind_a_wedge_nothing_has_moved(level):
    bone = vertebra(level)
    broken = wedged(bone, 0.5)
    spared = np.isin(bone.structure_of, [bone.structures.index(n) for n in ("pedicle", "lamina", "vertebral canal")])
    spared |= bone.vertices[:, 1] < bone.landmarks["upper back corner"][1] + 0.5
    assert spared.sum() > 500
    assert moved(bone, broken)[spared].max() == 0
    for name in ("upper back corner", "lower back corner", "lower front corner", "lower plate", "front of the canal"):
        assert broken.landmarks[name] == pytest.approx(bone.landmarks[name], abs=1e-9)


@pytest.mark.parametrize("level", SOME)
def test_the_broken_plate_carries_its_landmarks_along(level):
    bone = vertebra(level)
    broken = wedged(bone, 0.5)
    fallen = {
        name: (bone.landmarks[name] - broken.landmarks[name])[2] for name in ("upper plate", "upper front corner")
    }
    assert 0.1 * fallen["upper front corner"] < fallen["upper plate"] < 0.6 * fallen["upper front corner"]
    for name in ("upper front corner", "upper back corner"):
        apart = np.linalg.norm(broken.own() - broken.landmarks[name], axis=1).min()
        assert apart < np.linalg.norm(bone.own() - bone.landmarks[name], axis=1).min() + 0.35


def step(bone):
    """By how much the upper half of the front wall comes forward again under a dent, mm."""
    y, z = front_outline(bone).T
    y = y[(z > (z.max() + z.min()) / 2) & (y > bone.landmarks["upper front corner"][1] + 0.6)]
    return max((y[i:].max() - y[i] for i in range(1, len(y)) if y[i] < y[i - 1]), default=0)


@pytest.mark.parametrize("level", ["T8", "T12", "L1", "L3"])
def test_the_broken_front_wall_has_a_step_under_the_plate(level):
    bone = vertebra(level)
    assert step(bone) < 0.1
    assert step(wedged(bone, 0.45)) > 0.3


@pytest.mark.parametrize("level", BODIES)
def test_a_wedge_keeps_the_marrow_inside_and_folds_nothing(level):
    bone = vertebra(level)
    for share, folds in ((0.25, 0), (0.4, 0), (0.6, 3)):
        broken = wedged(bone, share)
        assert outside(broken) == 0
        assert turned_over(bone, broken) <= folds


@pytest.mark.parametrize("level", BODIES)
def test_squaring_takes_its_share_of_the_hollow(level):
    bone = standing(level)
    hollow = front_concavity_mm(bone)
    assert 0.7 < hollow < 3
    for share in (0.1, 0.5, 0.8, 1):
        assert front_concavity_mm(partly(bone, squared(bone), share)) == pytest.approx((1 - share) * hollow, abs=0.02)


@pytest.mark.parametrize("level", SOME)
def test_a_squared_wall_is_straight_and_the_rest_as_it_was(level):
    bone = vertebra(level)
    square = squared(bone)
    y, z = front_outline(square).T
    within = np.abs(z) < 0.55 * bone.landmarks["upper front corner"][2]
    line = np.polyfit(z[within], y[within], 1)
    assert np.abs(np.polyval(line, z[within]) - y[within]).max() < 0.25
    own = bone.own()
    assert moved(bone, square)[own[:, 1] < 0].max() == 0
    for name in CORNERS:
        assert square.landmarks[name] == pytest.approx(bone.landmarks[name], abs=1e-9)
    assert turned_over(bone, square) == 0
    assert outside(square) == 0


def test_the_hollow_of_a_front_wall_is_what_a_straight_edge_shows():
    y, z = front_outline(vertebra("L3")).T
    hull = max(
        (y[j] + (0 - z[j]) * (y[i] - y[j]) / (z[i] - z[j]))
        for i in range(len(z))
        for j in range(len(z))
        if z[i] > 6 and z[j] < -6
    )
    assert front_concavity_mm(vertebra("L3")) == pytest.approx(hull - np.interp(0, z[::-1], y[::-1]), abs=0.1)


@pytest.mark.parametrize(
    ("level", "plate"), [*((level, plate) for level in SOME for plate in ("upper", "lower")), *ENDS]
)
def test_an_eroded_corner_is_a_ragged_bite_and_still_measured_from_the_old_outline(level, plate):
    bone = vertebra(level)
    eroded = corners_eroded(bone, plate)
    depth = moved(bone, eroded)
    assert 1.4 < depth.max() < 3
    corner = bone.landmarks[f"{plate} front corner"]
    far = np.abs(bone.own()[:, 2] - corner[2]) > 8
    assert depth[far].max() == 0
    bitten = depth[depth > 0.4 * depth.max()]
    assert len(bitten) >= 8
    assert np.std(bitten) > 0.1 * depth.max()
    assert turned_over(bone, eroded) <= 3  # slivers on the rim
    for name in bone.landmarks:
        assert (eroded.landmarks[name] == bone.landmarks[name]).all()
    assert outside(eroded) == 0


@pytest.mark.parametrize("level", [*ORDER, "ilium_left", "ilium_right"])
def test_thin_bone_keeps_its_marrow_inside(level):
    assert outside(osteoporotic(standing(level), 1)) == 0


@pytest.mark.parametrize("level", SOME)
def test_osteoporosis_moves_no_landmark_and_thins_the_cortex_to_about_half(level):
    bone = standing(level)
    thin = osteoporotic(bone, 1)
    assert thin.mineral == pytest.approx(0.45)
    assert osteoporotic(bone, 0.5).mineral == pytest.approx(0.725)
    for name in bone.landmarks:
        assert (thin.landmarks[name] == bone.landmarks[name]).all()
    own = bone.own()
    behind = own[:, 1] < vertebra(level).landmarks["upper back corner"][1]
    assert moved(bone, thin)[behind].max() < 0.01

    def cortex(b):
        sample = b.inner.vertices[::7]
        return np.median(np.linalg.norm(sample[:, None] - b.vertices[None], axis=2).min(axis=1))

    assert 0.4 < cortex(thin) / cortex(bone) < 0.75  # to the nearest vertex, which is farther than the surface


@pytest.mark.parametrize(("level", "low", "high"), [("C5", 0.2, 0.6), ("T8", 0.4, 0.9), ("L3", 0.6, 1.1)])
def test_plates_sag_between_their_rims(level, low, high):
    bone = vertebra(level)
    down = (osteoporotic(bone, 1).own() - bone.own())[:, 2]
    upper = bone.own()[:, 2] > 0
    assert low < -down[upper].min() < high
    assert low < down[~upper].max() < high


def test_faults_can_be_together():
    bone = osteoporotic(corners_eroded(wedged(partly(standing("L1"), squared(standing("L1")), 0.8), 0.4), "lower"), 0.7)
    assert lost(bone) == pytest.approx(0.4, abs=1e-9)
    assert outside(bone) == 0


def test_a_bone_without_a_body_says_so():
    with pytest.raises(ValueError, match="C1 has no upper front corner; C3 to L5"):
        wedged(vertebra("C1"), 0.2)


@pytest.mark.parametrize("level", [level for level in ORDER if level[0] in "TL"])
def test_osteoporosis_alone_is_no_fracture(level):
    """The middle of a body keeps so much height that a reader calls it no biconcave fracture (Genant1993)."""
    bone = osteoporotic(vertebra(level), 1)
    corners = np.array([bone.landmarks[name] for name in CORNERS])
    middle = corners.mean(axis=0)
    starts = np.repeat(middle[None] + np.linspace(-4, 4, 9)[:, None] * [0, 1, 0], 2, axis=0)
    ways = np.tile([[0.0, 0, 1], [0, 0, -1]], (9, 1))
    met = first_hits(bone.own(), bone.triangles.astype(np.int64), (starts, ways, np.full(18, 50.0)))
    back = np.linalg.norm(corners[1] - corners[3])
    assert genant_grade(100 * (1 - met.reshape(9, 2).sum(axis=1).min() / back)) == 0

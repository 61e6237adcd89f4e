"""Facets, slips and roots: what is drawn is what the model is and what the data say."""

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.figures import facets, slips
from spinelab.anatomy.figures.placing import cut, placed
from spinelab.content.facts import facts

KNOWN = facts()
LUMBAR = dict(zip(("L4", "L5", "sacrum"), facets.lumbar("L4", "L5", "sacrum"), strict=True))


def words(figure: str) -> list[str]:
    """All that is written on a figure, as drawn."""
    return [text.get_text() for text in getattr(anatomy, figure).__wrapped__().words]


def test_a_cut_of_a_closed_bone_is_closed_lines_in_the_plane() -> None:
    l4 = LUMBAR["L4"]
    loops = cut(l4, 0, 0.0)
    assert len(loops) == 2, "in the midline a lumbar vertebra is a body and a spinous process"
    assert all(np.abs(loop[:, 0]).max() < 1e-6 for loop in loops)
    edges = np.sort(l4.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    side = l4.vertices[np.unique(edges, axis=0), 0] > 0
    assert sum(map(len, loops)) == (side[:, 0] != side[:, 1]).sum(), "an edge that the plane meets is left out"


def test_the_midline_cut_of_a_body_has_the_published_height() -> None:
    body = max(cut(vertebra("L4"), 0, 0.0), key=lambda loop: float(loop[:, 1].mean()))
    height = np.ptp(body[body[:, 1] > body[:, 1].max() - 6, 2])
    assert height == pytest.approx(vertebra("L4").measures()["body_h_ant"], abs=1.5)


def test_a_cut_beside_the_bone_is_empty() -> None:
    assert cut(LUMBAR["L4"], 0, 200.0) == []


@pytest.mark.parametrize("share", [0.0, 0.25, 0.9])
def test_a_slip_is_a_share_of_the_plate_below(share: float) -> None:
    l4, l5 = LUMBAR["L4"], LUMBAR["L5"]
    slid = slips.forward(l4, l5, share)
    moved = slid.landmarks["lower back corner"] - l4.landmarks["lower back corner"]
    way = slips.along(l5)
    assert np.linalg.norm(moved) / np.linalg.norm(way) == pytest.approx(share)
    assert moved[1] >= 0, "a slip goes forward"


def test_the_grades_shown_stand_one_in_each_quarter() -> None:
    step = KNOWN["slip-grade-step"].value
    assert step is not None
    assert [int(100 * share // step) for share in slips.SHOWN] == [0, 1, 2, 3, 4]
    assert slips.SHOWN[-1] * 100 > (KNOWN["slip-grade-fifth"].value or 0) > slips.SHOWN[-2] * 100


def test_a_crack_in_the_pars_parts_body_from_lamina() -> None:
    l5 = LUMBAR["L5"]
    front, back = (slips.part_of(l5, behind=behind) for behind in (False, True))
    named = [set(part.structure_of[np.unique(part.triangles)]) for part in (front, back)]
    assert not named[0] & named[1]
    assert l5.structures.index("vertebral body") in named[0]
    assert {l5.structures.index("lamina"), l5.structures.index("spinous process")} <= named[1]


def test_a_degenerative_slip_narrows_the_canal_and_an_isthmic_one_does_not() -> None:
    l4, l5, sacrum = LUMBAR.values()
    rest = _room(l4, l5)
    assert _room(slips.forward(l4, l5, 0.25), l5) < rest - 3
    gone = slips.along(sacrum) * 0.3
    body = l5.moved(slips.STILL, gone)
    assert l5.landmarks["back of the canal"][1] < body.landmarks["front of the canal"][1] - 20


def test_the_low_back_faces_the_midline_and_neck_and_chest_do_not() -> None:
    turn = {}
    for level in ("C4", "T6", "L4"):
        nx, ny, _ = vertebra(level).normals["right superior articular facet"]
        turn[level] = np.degrees(np.arctan2(-ny, -nx))
    assert turn["L4"] == pytest.approx(KNOWN["facet-turn-l3-l4"].value, abs=2)
    assert turn["C4"] == pytest.approx(KNOWN["facet-turn-c4"].value, abs=3)
    assert turn["L4"] < 60 < turn["C4"] < 100 < turn["T6"]


def test_angles_and_loads_on_the_pictures_are_those_of_the_data() -> None:
    drawn = " ".join(words("facets_by_region"))
    for id in ("facet-tilt-c4", "facet-tilt-t6"):
        assert f"{KNOWN[id].value:g}°" in drawn
    for mark in ("from memory", "worked out"):
        assert mark in drawn
    load = words("facet_load")
    for id in ("neck-load-pillars", "facet-load-standing", "facet-load-sitting"):
        assert f"{KNOWN[id].value:g} %" in load
    assert sum("from memory" in line for line in load) == 2


def test_a_question_picture_does_not_tell_the_answer() -> None:
    for figure, told in (
        ("lumbar_pair_lettered", ("process", "facet", "lamina", "joint")),
        ("three_vertebrae_unnamed", ("neck", "chest", "lumbar", "C4", "T6", "L4")),
        ("slip_to_grade", ("II", "42", "%")),
    ):
        assert not [word for word in told if word in " ".join(words(figure))]


def test_a_point_stands_where_the_model_is_drawn() -> None:
    l4 = LUMBAR["L4"]
    where = placed([l4], "behind", (10.0, 20.0), 2.0)
    middle = (l4.vertices.max(axis=0) + l4.vertices.min(axis=0)) / 2
    assert where(middle) == pytest.approx((10.0, 20.0), abs=1e-4)
    assert where(middle + np.array([3, 0, 1])) == pytest.approx((16.0, 22.0), abs=1e-4), "from behind, right is right"


def _room(upper: Bone, lower: Bone) -> float:
    """From the lamina of the upper bone to the back of the lower body, front to back, mm."""
    return float(lower.landmarks["upper back corner"][1] - upper.landmarks["back of the canal"][1])

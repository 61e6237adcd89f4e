"""Posture and disease: what is asked for is met, what cannot be is refused, and joints stay open."""

import re

import numpy as np
import pytest

from spinelab.anatomy import spine
from spinelab.anatomy.clearance import gap
from spinelab.anatomy.state.scores import msasss
from spinelab.content.faults import InputError

NECK, LUMBAR = spine("cervical"), spine("lumbar")
HEALTHY = NECK.truth()


def gaps(column):
    return {pair: gap(*(column.bones[level] for level in pair)) for pair in column.neighbours()}


@pytest.mark.parametrize("slip", [0.5, 3, 6, 9, 12])
@pytest.mark.parametrize("also", [{}, {"settling_mm": 4}, {"flexion_deg": 25}, {"dens_erosion": 0.8}], ids=str)
def test_a_slip_of_the_atlas_is_met_whatever_else_is_wrong(slip, also):
    truth = spine(atlantoaxial_slip_mm=slip, **also).truth()
    assert truth["adi_mm"] == pytest.approx(HEALTHY["adi_mm"] + slip, abs=0.05)


@pytest.mark.parametrize("settling", [1, 4, 8])
@pytest.mark.parametrize("also", [{}, {"atlantoaxial_slip_mm": 6}, {"flexion_deg": -15}], ids=str)
def test_settling_takes_as_much_from_ranawat(settling, also):
    truth = spine(settling_mm=settling, **also).truth()
    assert truth["ranawat_mm"] == pytest.approx(HEALTHY["ranawat_mm"] - settling, abs=0.05)
    assert truth["mcgregor_mm"] > HEALTHY["mcgregor_mm"] + 0.8 * settling - 0.7


def test_what_the_front_of_the_dens_gains_its_back_loses():
    truth = spine(atlantoaxial_slip_mm=7).truth()
    assert truth["padi_mm"] == pytest.approx(HEALTHY["padi_mm"] - 7, abs=0.05)


@pytest.mark.parametrize(
    ("region", "level", "slip"),
    [("cervical", "C2", 2), ("cervical", "C4", 3.5), ("cervical", "C7", -3), ("lumbar", "L4", 9), ("lumbar", "L5", 18)],
)
def test_a_slip_of_a_body_is_met_and_its_joints_follow(region, level, slip):
    slipped = spine(region, slip_mm={level: slip})
    truth = slipped.truth()
    assert truth["slip_mm"][level] == pytest.approx(slip, abs=0.05)
    others = [value for other, value in truth["slip_mm"].items() if other != level]
    assert max(map(abs, others)) < 0.05
    assert min(gaps(slipped).values()) > 0.3
    if slip > 5:
        assert truth["meyerding_grade"][level] == 1 + (truth["slip_percent"][level] > 25) + (
            truth["slip_percent"][level] > 50
        )


def test_a_joint_that_did_not_follow_would_close():
    slipped = spine("lumbar", slip_mm={"L4": 9}).bones
    healthy = LUMBAR.bones["L4"]
    stiff = healthy.moved(np.eye(3), slipped["L4"].shift - healthy.shift)
    assert gap(stiff, LUMBAR.bones["L5"]) < 0 < gap(slipped["L4"], slipped["L5"])


def test_what_stands_above_a_slip_goes_along():
    slipped = spine("cervical", slip_mm={"C4": 3.5}).bones
    forward = [slipped[level].shift[1] - NECK.bones[level].shift[1] for level in ("occiput", "C1", "C3", "C4")]
    assert max(forward) - min(forward) < 0.01
    assert forward[0] > 3
    assert np.array_equal(slipped["C6"].vertices, NECK.bones["C6"].vertices)


@pytest.mark.parametrize("degrees", [-25, 15, 40])
def test_the_neck_bends_by_what_is_asked(degrees):
    bent = spine(flexion_deg=degrees)
    head, rest = bent.bones["occiput"].turn, NECK.bones["occiput"].turn
    turned = head @ rest.T
    assert np.degrees(np.arctan2(-turned[2, 1], turned[1, 1])) == pytest.approx(degrees, abs=0.01)
    assert (bent.bones["occiput"].vertices[:, 1].mean() > NECK.bones["occiput"].vertices[:, 1].mean()) == (degrees > 0)
    assert min(gaps(bent).values()) > 0


def test_a_fused_segment_does_not_bend_and_the_others_do_more():
    bent = spine(flexion_deg=20, fusion=["C4-C5", "C5-C6"])
    for upper, lower in (("C4", "C5"), ("C5", "C6")):
        one, other = (column.bones[upper].turn.T @ column.bones[lower].turn for column in (bent, NECK))
        assert np.allclose(one, other, atol=1e-9)
    assert not np.allclose(
        bent.bones["C3"].turn.T @ bent.bones["C4"].turn, NECK.bones["C3"].turn.T @ NECK.bones["C4"].turn
    )


@pytest.mark.parametrize(
    ("level", "region"), [("T12", "lumbar"), ("L2", "lumbar"), ("T7", "whole"), ("C5", "cervical")]
)
@pytest.mark.parametrize("share", [0.2, 0.4, 0.5])
def test_a_wedge_is_met_and_tilts_what_stands_on_it(level, region, share):
    broken, healthy = spine(region, wedge={level: share}), spine(region)
    assert broken.truth()["wedge_percent"][level] == pytest.approx(100 * share, abs=0.05)
    assert broken.truth()["genant_grade"][level] == {0.2: 1, 0.4: 2, 0.5: 3}[share]
    top = next(iter(broken.bones))
    if top != level:
        assert broken.bones[top].vertices[:, 1].mean() > healthy.bones[top].vertices[:, 1].mean()
    slips = broken.truth()["slip_mm"].values()
    assert max(map(abs, slips)) < 0.3
    pairs = [pair for pair in broken.neighbours() if level in pair]
    assert min(gap(broken.bones[a], broken.bones[b]) for a, b in pairs) > 0


def test_the_msasss_counts_front_corners():
    whole = spine("whole", syndesmophytes={"L1-L2": 3, "C4-C5": 2, "T12-L1": 1}, squaring={"L4": 1.0})
    score = whole.truth()["msasss"]
    assert (score["L1 lower"], score["L2 upper"], score["C4 lower"], score["T12 lower"]) == (3, 3, 2, 1)
    assert (score["L4 upper"], score["L4 lower"]) == (1, 1)
    assert score["total"] == 3 + 3 + 2 + 2 + 1 + 1 + 1 + 1
    assert len(score) - 1 == 24
    everywhere = spine("whole", syndesmophytes=dict.fromkeys(whole.discs, 3)).truth()["msasss"]
    assert everywhere["total"] == 72
    assert msasss("thoracic", NECK.state) == {"T12 lower": 0, "L1 upper": 0, "total": 0}


def test_osteoporosis_takes_mineral_and_leaves_measures():
    thin = spine("lumbar", osteoporosis=0.8)
    assert thin.bones["L3"].mineral < 0.7 < LUMBAR.bones["L3"].mineral
    assert thin.truth()["wedge_percent"] == pytest.approx(LUMBAR.truth()["wedge_percent"], abs=0.05)


@pytest.mark.parametrize(
    ("region", "state", "says"),
    [
        ("cervical", {"atlantoaxial_slip": 3}, "no state ‘atlantoaxial_slip’; did you mean ‘atlantoaxial_slip_mm’"),
        ("cervical", {"atlantoaxial_slip_mm": 13}, "atlantoaxial_slip_mm is 13; this model can show 0 to 12"),
        ("cervical", {"settling_mm": -1}, "settling_mm is -1; this model can show 0 to 8"),
        ("lumbar", {"settling_mm": 1}, "the joints between head and neck.*region ‘lumbar’.*try ‘cervical’"),
        ("lumbar", {"slip_mm": {"L6": 3}}, "slip_mm cannot be at ‘L6’ here; there is: L1, L2"),
        (
            "cervical",
            {"slip_mm": {"L4": 3}},
            "slip_mm cannot be at ‘L4’ here.*‘cervical’ does not have it, try ‘lumbar’",
        ),
        ("lumbar", {"slip_mm": {"l4": 3}}, "slip_mm cannot be at ‘l4’ here; did you mean ‘L4’"),
        ("lumbar", {"slip_mm": {"L4": "9"}}, "slip_mm of L4 is '9'; it must be a number from -4 to 18"),
        ("lumbar", {"slip_mm": {"L4": None}}, "slip_mm of L4 is None; it must be a number from -4 to 18"),
        ("lumbar", {"slip_mm": {"L4": 30}}, "slip_mm of L4 is 30; this model can show -4 to 18"),
        ("lumbar", {"slip_mm": 9}, "slip_mm is 9; it must name the place, such as {'T12': 6}"),
        ("lumbar", {"squaring": "all"}, "squaring is 'all'; it must be a number from 0 to 1"),
        ("lumbar", {"wedge": {"T12": 0.7}}, "wedge of T12 is 0.7; this model can show 0 to 0.6"),
        ("lumbar", {"wedge": {"T12": "a lot"}}, "wedge of T12 is 'a lot'; it must be a number"),
        ("lumbar", {"syndesmophytes": {"L1-L2": 1.5}}, "grades are whole numbers from 0 to 3"),
        ("lumbar", {"syndesmophytes": {"L1L2": 2}}, "cannot be at ‘L1L2’ here; did you mean ‘L1-L2’"),
        ("cervical", {"sacroiliitis": {"left": 2}}, "sacroiliitis cannot be at ‘left’ here.*try ‘lumbar’"),
        ("thoracic", {"sacroiliitis": {"both": 2}}, "‘both’ here: the region ‘thoracic’ has no place for it"),
        ("cervical", {"pannus_mm": 6, "atlantoaxial_slip_mm": 10}, r"only 4\.0 mm are left for it behind the dens"),
        ("thoracic", {"flexion_deg": 10}, "‘thoracic’ of this model does not bend"),
        ("lumbar", {"flexion_deg": 10, "fusion": True}, "stiff from T12-L1 to L5-S1 cannot bend"),
        ("lumbar", {"flexion_deg": 35, "syndesmophytes": {"L4-L5": 3}}, "that bone holds at L4-L5 bends from -6 to 31"),
        ("lumbar", {"slip_mm": {"L4": 3}, "syndesmophytes": {"L4-L5": 3}}, "slip_mm of L4 cannot be where syndesmoph"),
        ("lumbar", {"flexion_deg": 35, "fusion": ["L4-L5"]}, "bone holds at L4-L5 bends from -6 to 31 degrees"),
        ("cervical", {"slip_mm": {"C4": 4}, "wedge": {"C5": 0.3}}, "on so wedged a body of C5 .* at most 1.2"),
        ("lumbar", {"wedge": {"T12": 0.02}}, "wedge of T12 is 0.02, but a healthy T12 is already wedged by 0.1"),
        ("lumbar", {"wedge": {"T12": 0.1}}, "already wedged by 0.10.: ask for at least 0.11, or for 0 to leave"),
        ("cervical", {"syndesmophytes": {"C1-C2": 3}}, "cannot be at ‘C1-C2’ here; there is: C2-C3, C3-C4"),
        ("cervical", {"adi_mm": 6}, "no state ‘adi_mm’; did you mean ‘atlantoaxial_slip_mm’"),
        ("cervical", {"slip_mm": {"C1": 3}}, "slip_mm cannot be at ‘C1’ here: the atlas .* by atlantoaxial_slip_mm"),
        ("cervical", {"slip_mm": {"axis": 2}}, "slip_mm cannot be at ‘axis’ here; did you mean ‘C2’"),
        ("whole", {"facet_erosion": {"C0-C1": 1}}, "cannot be at ‘C0-C1’ here; did you mean ‘occiput-C1’"),
        ("cervical", {"facet_erosion": {"C2-C1": 0.5}}, "cannot be at ‘C2-C1’ here; did you mean ‘C1-C2’"),
        ("lumbar", {"syndesmophytes": {"S1-L5": 2}}, "cannot be at ‘S1-L5’ here; did you mean ‘L5-S1’"),
        ("lumbar", {"wedge": {"atlas": 0.3}}, "the region ‘lumbar’ does not have it, try ‘cervical’"),
        ("cervical", {"fusion": ["C9-C10"]}, "fusion cannot be at ‘C9-C10’"),
        ("cervical", {"fusion": 3}, r"fusion is 3; it must be a list of segments, such as \['C7-T1'\]"),
        ("cervical", {"fusion": {"C4-C5": False}}, "fusion is {'C4-C5': False}; it must be a list of segments"),
        ("cervical", {"dens_erosion": True}, "dens_erosion is True; it must be a number"),
        ("cervical", {"settling_mm": float("nan")}, "settling_mm is nan; it must be a number"),
        ("cervical", {"settling_mm": 10**400}, "settling_mm is 1000.*; this model can show 0 to 8"),
        (None, {}, "no region ‘None’.*there is: cervical"),
        ("Lumbar", {}, "no region ‘Lumbar’.*did you mean ‘lumbar’"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_what_cannot_be_is_refused_and_says_why(region, state, says):
    with pytest.raises(ValueError, match=says) as error:
        spine(region, **state)
    assert not re.search(r"nearest: ;|;;|1e\+09", str(error.value))
    assert isinstance(error.value, InputError), "a notebook would show a traceback"


@pytest.mark.parametrize("kind", [int, float, np.int64, np.float64, np.float32])
def test_every_kind_of_number_is_a_number(kind):
    assert spine(atlantoaxial_slip_mm=kind(3)).state == spine(atlantoaxial_slip_mm=3).state
    ill = spine("lumbar", slip_mm={"L4": kind(9)}, sacroiliitis={"left": kind(3)}, syndesmophytes={"L1-L2": kind(3)})
    assert ill.state == spine("lumbar", slip_mm={"L4": 9}, sacroiliitis={"left": 3}, syndesmophytes={"L1-L2": 3}).state


def test_nothing_asked_for_in_any_way_is_the_healthy_spine():
    nothing = {"settling_mm": -0.0, "slip_mm": {"C4": 0}, "squaring": 0, "fusion": False, "wedge": None}
    asked = spine(**nothing).state
    assert asked == NECK.state
    assert str(asked.settling_mm) == "0.0"

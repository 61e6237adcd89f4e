"""What is measured on a film: true points give true values, the geometry is that of the books, limits have sources."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from spinelab import anatomy, imaging
from spinelab.anatomy.truth import genant_grade, meyerding_grade
from spinelab.content.faults import InputTypeError
from spinelab.imaging import limits, measures, measuring
from spinelab.imaging.film import Body
from spinelab.imaging.section import crossings

STATES: list[tuple[str, dict[str, Any]]] = [
    ("cervical", {}),
    ("thoracic", {}),
    ("lumbar", {}),
    ("whole", {}),
    ("cervical", {"atlantoaxial_slip_mm": 6}),
    ("cervical", {"settling_mm": 6}),
    ("cervical", {"atlantoaxial_slip_mm": 8, "settling_mm": 5, "dens_erosion": 0.8, "flexion_deg": 20}),
    ("cervical", {"slip_mm": {"C4": 4}, "flexion_deg": -15}),
    ("lumbar", {"slip_mm": {"L4": 9}, "wedge": {"T12": 0.4, "L1": 0.3}}),
    ("lumbar", {"slip_mm": {"L5": 14}, "squaring": 1, "osteoporosis": 0.8, "flexion_deg": 20}),
]
every_state = pytest.mark.parametrize(
    "number", range(len(STATES)), ids=[f"{region} {state}" for region, state in STATES]
)


@cache
def film(number: int) -> imaging.Radiograph:
    region, state = STATES[number]
    return imaging.radiograph(anatomy.spine(region, **state), seed=None)


@every_state
def test_true_points_give_the_truth(number: int) -> None:
    shown = film(number)
    asked = measuring.measurable(shown)
    assert len(asked) >= 20
    for measure, level in asked:
        plan = measuring.plan(shown, measure, level)
        found = plan.values(plan.true_points)
        for unit, name in plan.measure.truth.items():
            true = shown.truth[name] if level is None else shown.truth[name][level]
            assert found[unit] == pytest.approx(true, abs=0.3), plan.id
            assert plan.truth[unit] == true


@every_state
def test_every_point_lies_on_the_film(number: int) -> None:
    shown = film(number)
    high, wide = shown.image.shape
    for measure, level in measuring.measurable(shown):
        for column, row in measuring.plan(shown, measure, level).true_points:
            assert 0 <= column < wide, measure
            assert 0 <= row < high, measure


@pytest.mark.parametrize("number", [0, 4, 5, 6])
@pytest.mark.parametrize("measure", ["adi", "padi"])
def test_the_points_on_the_dens_lie_on_its_outline(number: int, measure: str) -> None:
    """By another way than rays: the axis cut in the median plane."""
    shown = film(number)
    axis = shown.spine.bones["C2"]
    cut = crossings(Body(axis.vertices.astype(float), axis.triangles.astype(np.int64)), 0, 0.01)
    ends = np.stack([shown.frame.place(cut[:, end])[:, :2] for end in (0, 1)])
    point = np.array(measuring.plan(shown, measure).true_points[1 if measure == "adi" else 0])
    way = ends[1] - ends[0]
    share = np.clip(((point - ends[0]) * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-12), 0, 1)
    away = np.hypot(*(ends[0] + share[:, None] * way - point).T).min() * shown.pixel_mm
    assert away < 0.1


def test_the_geometry() -> None:
    """Worked out by hand; a pixel is half a millimetre, rows run down, the front is on the left."""

    def value(measure: str, *points: tuple[float, float]) -> float:
        return measures.values_from(measure, points, 0.5)[measures.definition(measure).unit]

    assert value("adi", (100, 100), (108, 106)) == pytest.approx(5)
    assert value("ranawat", (100, 100), (140, 100), (120, 130)) == pytest.approx(15)
    assert value("ranawat", (100, 100), (140, 130), (120, 140)) == pytest.approx(0.5 * 25 * 0.8)
    assert value("mcgregor", (100, 100), (140, 100), (120, 90)) == pytest.approx(5)
    assert value("mcrae", (100, 100), (140, 100), (120, 90)) == pytest.approx(-5)
    assert value("slip", (90, 80), (100, 100), (60, 100)) == pytest.approx(5)
    assert value("wedge", (10, 10), (10, 30), (50, 0), (50, 40)) == pytest.approx(50)
    assert value("cervical_lordosis", (50, 50), (10, 10), (50, 100), (10, 100)) == pytest.approx(45)
    assert value("thoracic_kyphosis", (50, 50), (10, 90), (50, 100), (10, 100)) == pytest.approx(45)
    slip = measures.values_from("slip", ((90, 80), (100, 100), (60, 100)), 0.5, step_mm=1)
    assert slip == pytest.approx({"mm": 4, "%": 20})


def test_a_result_tells_value_error_and_how_far_each_point_is_off() -> None:
    plan = measuring.plan(film(4), "adi")
    (a, b), (c, d) = plan.true_points
    found = measuring.result(plan, [(a - 4, b), (c, d)])
    assert found.error == pytest.approx(2)
    assert found.value == pytest.approx(film(4).truth["adi_mm"] + 2)
    assert found.off_mm == pytest.approx((2, 0))
    assert not found.close
    assert measuring.result(plan, [(a - 1.9, b), (c, d)]).close
    with pytest.raises(ValueError, match="‘adi’ has 2 points, not 1"):
        measuring.result(plan, [(a, b)])


def test_points_that_lie_elsewhere_are_not_close_though_the_value_is() -> None:
    plan = measuring.plan(film(4), "padi")
    swapped = measuring.result(plan, plan.true_points[::-1])
    assert swapped.error == 0
    assert (swapped.astray, swapped.verdict, swapped.close) == ((True, True), "wrong place", False)
    reach = limits.landmark_reach_mm() / plan.pixel_mm

    def lower_by(first: float) -> measuring.Result:
        """The first point moved down: the distance stays nearly the same."""
        (a, b), last = plan.true_points
        return measuring.result(plan, [(a, b + first), last])

    assert lower_by(0).verdict == "close"
    assert lower_by(reach).astray == (False, False)
    assert lower_by(reach + 0.5).astray == (True, False)
    assert measuring.result(plan, [(0, 0), plan.true_points[1]]).verdict == "wrong place"


def test_the_error_is_what_is_told_of_the_value_less_what_is_told_of_the_truth() -> None:
    plan = measuring.plan(film(0), "adi")
    start, (column, row) = plan.true_points

    def tenths(value: float) -> int:
        return round(float(measures.spelled(value, "mm", signed=True).removesuffix(" mm").replace("−", "-")) * 10)

    apart = set()
    for step in range(40):
        found = measuring.result(plan, [start, (column + 0.13 * step - 2, row)])
        assert tenths(found.error) == tenths(found.value) - tenths(found.truth)
        apart.add(tenths(found.error) - tenths(found.value - found.truth))
    assert apart > {0}, "the rounded difference must have differed somewhere"


def test_what_is_drawn_for_a_distance_to_a_line_is_that_distance() -> None:
    for measure in ("ranawat", "redlund_johnell", "mcgregor", "chamberlain", "mcrae"):
        plan = measuring.plan(film(0), measure)
        (start, end), *_ = plan.strokes(plan.true_points)
        assert np.hypot(*np.subtract(start, end)) * plan.pixel_mm == pytest.approx(abs(plan.truth["mm"]))


def test_each_limit_has_a_source_with_an_address_and_the_mildest_comes_first() -> None:
    seen = 0
    for number in (0, 2):
        for measure, level in measuring.measurable(film(number)):
            known = measuring.plan(film(number), measure, level).limits()
            seen += len(known)
            for limit in known:
                assert limit.sources, limit
                assert all(source.link for source in limit.sources), limit
            sign = -1 if known and known[0].when == "below" else 1
            assert [sign * limit.limit for limit in known] == sorted(sign * limit.limit for limit in known)
    assert seen > 40


def test_limits_of_the_neck_are_those_of_the_lesson_on_atlas_and_axis() -> None:
    from spinelab.anatomy.craniovertebral import thresholds

    said = [f"{measure.upper()} {limit}" for measure in ("adi", "padi") for limit in limits.limits(measure)]
    assert said == [str(limit).rpartition(" (")[0] for limit in thresholds()]


@pytest.mark.parametrize(("share", "grade"), [(19.9, 0), (20, 1), (25, 2), (39.9, 2), (40, 2), (40.1, 3)])
def test_wedges_are_graded_from_the_limit_on(share: float, grade: int) -> None:
    crossed = [limit for limit in limits.limits("wedge", "L1") if limit.crossed(share)]
    assert len(crossed) == grade == genant_grade(share)


@pytest.mark.parametrize("share", [5, 25, 25.1, 50, 50.1, 75.1, 100, 100.1])
def test_slips_are_graded_as_the_spine_tells_them(share: float) -> None:
    crossed = [limit for limit in limits.limits("slip", "L4") if limit.crossed(share)]
    assert 1 + len(crossed) == meyerding_grade(9, share)


def test_a_value_on_the_limit_but_for_the_last_bits_lies_on_it() -> None:
    (limit,) = limits.limits("canal", "C4")
    assert not limit.crossed(14 - 1e-9)
    assert limit.crossed(13.99)


@pytest.mark.parametrize(
    ("measure", "level"),
    [
        ("adi", None),
        ("padi", None),
        ("canal", "C4"),
        ("ranawat", None),
        ("mcgregor", None),
        ("slip", "C4"),
        ("wedge", "C4"),
        ("cervical_lordosis", None),
    ],
)
def test_points_on_one_place_give_no_line_and_no_value(measure: str, level: str | None) -> None:
    plan = measuring.plan(film(0), measure, level)
    with pytest.raises(ValueError, match=f"‘{plan.id}’ needs a line, and both of its points lie on one place"):
        measuring.result(plan, [(100.0, 100.0)] * len(plan.true_points))


def test_the_canal_of_a_bone_that_has_slipped_is_told_with_the_room_at_the_step() -> None:
    """The bone's own canal stays wide; what is left for the cord lies between two bones."""
    shown, healthy = film(7), film(0)
    plan = measuring.plan(shown, "canal", "C4")
    space = shown.truth["space_mm"]["C4"]
    assert space < healthy.truth["space_mm"]["C4"] - 1.5
    said = measuring.result(plan, plan.true_points).meaning(plan.truth)
    assert said == f"above the danger line; at the step below C4 {space:.1f} mm are left"
    assert "A slip does not narrow this canal" in plan.how
    other = measuring.plan(shown, "canal", "C6")
    assert measuring.result(other, other.true_points).meaning(other.truth) == "above the danger line"


def test_the_meaning_follows_from_the_gravest_limit_that_is_crossed() -> None:
    def meaning(number: int, measure: str, level: str | None = None) -> str:
        plan = measuring.plan(film(number), measure, level)
        return measuring.result(plan, plan.true_points).meaning(plan.truth)

    assert meaning(0, "adi") == "within the limits of men and women"
    assert meaning(4, "adi") == "above 6 mm: the alar ligaments have probably failed too"
    assert meaning(0, "ranawat") == "within the limits of men and women"
    assert meaning(5, "ranawat").endswith(" mm: too short for a woman and a man")
    assert meaning(8, "slip", "L4") == "above 25 %: Meyerding grade II"
    plan = measuring.plan(film(2), "slip", "L4")
    assert measuring.result(plan, plan.true_points).meaning({"mm": 2, "%": 6}) == "Meyerding grade I"
    assert meaning(2, "slip", "L2") == "no forward slip that a film can tell"
    assert meaning(5, "mcrae") == "below 0 mm: the dens has risen into the foramen magnum"
    risen = imaging.radiograph(anatomy.spine(settling_mm=4), pixel_mm=1.5, seed=None)
    assert 0 < risen.truth["mcrae_mm"] < 0.6
    plan = measuring.plan(risen, "mcrae")
    found = measuring.result(plan, plan.true_points).meaning(plan.truth)
    assert found == "below 0.6 mm: higher than in any of 200 adults without disease"
    assert meaning(7, "slip", "C4") == "above 3 mm: a subluxation, as counted in rheumatoid arthritis"
    assert meaning(8, "wedge", "T12") == "from 25 %: Genant grade 2, moderate"
    assert meaning(0, "mcrae") == "below the line, as in adults without disease"
    assert meaning(0, "wedge", "C4") == "no published limit is used here"


NO_SLIP = "no forward slip that a film can tell"
GLIDE = "no slip: so bent, a healthy joint glides forward by about as much"


@pytest.mark.parametrize(
    ("state", "grade", "said"),
    [
        ({}, 0, NO_SLIP),
        ({"slip_mm": {"L4": 0.5}}, 0, NO_SLIP),
        ({"slip_mm": {"L4": 0.9}}, 0, NO_SLIP),
        ({"slip_mm": {"L4": 1}}, 1, "Meyerding grade I"),
        ({"slip_mm": {"L4": -3}}, 0, NO_SLIP),
        ({"flexion_deg": -8}, 0, NO_SLIP),
        ({"flexion_deg": 20}, 0, NO_SLIP),
        ({"flexion_deg": 5}, 0, NO_SLIP),
        ({"flexion_deg": 40}, 0, GLIDE),
        ({"flexion_deg": 40, "slip_mm": {"L4": 3}}, 1, "Meyerding grade I"),
        ({"flexion_deg": 30, "slip_mm": {"L4": 9}}, 2, "above 25 %: Meyerding grade II"),
    ],
    ids=str,
)
def test_a_film_grades_a_slip_as_the_spine_does(state: dict[str, Any], grade: int, said: str) -> None:
    shown = imaging.radiograph(anatomy.spine("lumbar", **state), pixel_mm=1.5, seed=None)
    assert shown.truth["meyerding_grade"]["L4"] == grade
    plan = measuring.plan(shown, "slip", "L4")
    assert measuring.result(plan, plan.true_points).meaning(plan.truth) == said


def test_who_measures_a_slip_on_a_joint_that_glides_is_told_its_grade() -> None:
    shown = imaging.radiograph(anatomy.spine("lumbar", flexion_deg=40), pixel_mm=1.5, seed=None)
    plan = measuring.plan(shown, "slip", "L4")
    found = measuring.result(plan, plan.true_points)
    glide = shown.truth["slip_mm"]["L4"]
    assert glide > 1.3
    assert found.meaning({"mm": glide + 0.9, "%": 7}) == GLIDE
    assert found.meaning({"mm": glide + 1, "%": 7}) == "Meyerding grade I"
    assert found.meaning({"mm": 0.9, "%": 3}) == NO_SLIP


def test_a_joint_that_hardly_glides_is_not_blamed_for_a_reading() -> None:
    shown = imaging.radiograph(anatomy.spine("lumbar", flexion_deg=5), pixel_mm=1.5, seed=None)
    plan = measuring.plan(shown, "slip", "L4")
    assert 0 < shown.truth["glide_mm"]["L4"] < 0.4
    assert measuring.result(plan, plan.true_points).meaning({"mm": 1.1, "%": 4}) == NO_SLIP


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("ady",), "no measure ‘ady’; did you mean ‘adi’"),
        (("ADI",), "no measure ‘ADI’; did you mean ‘adi’"),
        ((None,), "no measure ‘None’; there is: adi"),
        (("slip", "c4"), "‘slip’ cannot be measured at ‘c4’ on this film; did you mean ‘C4’"),
        (("slip", 4), "‘slip’ cannot be measured at ‘4’ on this film"),
        (("slip",), "‘slip’ needs a level; there is: C2, C3"),
        (("slip", "L4"), "‘slip’ cannot be measured at ‘L4’ on this film; there is: C2"),
        (("wedge", "C8"), "‘wedge’ cannot be measured at ‘C8’ on this film; there is: C3"),
        (("adi", "C1"), "‘adi’ has one place only: leave the level ‘C1’ out"),
        (("lumbar_lordosis",), "cannot be measured on this film of occiput to T1; there is: adi"),
        (("wackenheim",), r"Wackenheim’s line is looked at, not measured: imaging.lines\(film\) draws it"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_what_is_nearest(asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        measuring.plan(film(0), *asked)


@pytest.mark.parametrize("given", [None, anatomy.spine(), "film"], ids=["None", "spine", "text"])
def test_what_is_no_film_is_refused(given: Any) -> None:
    for use in (lambda: measuring.plan(given, "adi"), lambda: imaging.lines(given)):
        with pytest.raises(InputTypeError, match=r"is no film: try radiograph\(spine\(\)\)"):
            use()


def test_a_film_that_ends_with_the_pelvis_is_called_so() -> None:
    for use in (lambda: measuring.plan(film(2), "adi"), lambda: imaging.lines(film(2))):
        with pytest.raises(ValueError, match="T12 to the pelvis"):
            use()


def test_other_views_are_refused() -> None:
    front = imaging.radiograph(anatomy.spine("cervical"), "ap", pixel_mm=1.5)
    assert measuring.measurable(front) == []
    with pytest.raises(ValueError, match="measured on a lateral film; this film is ‘ap’"):
        measuring.plan(front, "adi")


def test_values_are_spelled_with_sign_and_unit() -> None:
    assert measures.spelled(-0.04, "mm") == measures.spelled(0.04, "mm", signed=True) == "0.0 mm"
    assert measures.spelled(-2.06, "mm", signed=True) == "−2.1 mm"
    assert measures.spelled(12.34, "deg") == "12.3°"
    assert measures.spelled(3, "%", signed=True) == "+3.0 %"
    assert [measures.digits(mm) for mm in (0.44, -1.26, -0.04)] == ["0.4", "−1.3", "0.0"]

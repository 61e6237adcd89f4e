"""The pictures of lesson 05: that they follow the facts, the criteria and the scores, and that the drawing is sound."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from spinelab.content import fact, notebooks_folder
from spinelab.content.intervals import wilson
from spinelab.disease import criteria, figures, scores
from spinelab.disease.figures import synovitis
from spinelab.disease.figures.rheumatoid import _VISITS

LESSON = "05-rheumatoid-arthritis"


# ---------------------------------------------------------------- shares


def test_the_eras_keep_their_published_intervals_and_counts_get_wilsons() -> None:
    alt = figures.subluxation_by_era().alt
    assert "36 %, interval 30 to 42" in alt
    assert "24 %, interval 13 to 36" in alt
    twelve = wilson(12, 100)
    assert f"12 % of 100 people, interval {twelve.low:.0f} to {twelve.high:.0f}" in alt


def test_near_80_percent_is_shown_with_its_denominator() -> None:
    alt = figures.subluxation_by_era().alt
    assert "634 people filmed at the start, 233 filmed again" in alt
    assert "186 of these with any slip, 79.8 %; 401 did not return" in alt
    share = 100 * 186 / 233
    assert fact("ra-instability-ten-years").value == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(
    ("id", "count"),
    [
        ("ra-low-back-pain-kawaguchi", 42),
        ("ra-low-back-pain-yamada", 48),
        ("ra-low-back-pain-miura", 419),
    ],
)
def test_low_back_pain_gets_the_wilson_interval_of_its_count(id: str, count: int) -> None:
    found = fact(id)
    assert found.n is not None
    interval = wilson(count, round(found.n))
    said = f"{found.value:g} % of {found.n:g} people, interval {interval.low:.0f} to {interval.high:.0f}"
    assert said in figures.low_back_pain_in_ra().alt


def test_low_back_pain_has_one_control_group_and_no_interval_without_n() -> None:
    alt = figures.low_back_pain_in_ra().alt
    assert alt.count("WITHOUT RA") == 1
    assert "25 % of 1491 people" in alt
    assert "64.5 %, no interval" in alt


@pytest.mark.parametrize(
    ("name", "id", "old", "new", "said"),
    [
        ("subluxation_by_era", "ra-aas-2000s", "24", "26", "26 %, interval 13 to 36"),
        ("low_back_pain_in_ra", "controls-chronic-back-pain-neva", "25", "28", "28 % of 1491 people"),
        ("points_2010", "ra2010-needed", "6", "9", "9 are needed: criteria not met"),
    ],
)
def test_a_picture_follows_its_facts(
    name: str, id: str, old: str, new: str, said: str, correct: Callable[[str, str, str], None]
) -> None:
    assert said not in getattr(figures, name)().alt
    correct(id, old, new)
    assert said in getattr(figures, name)().alt


# ---------------------------------------------------------------- the 2010 criteria


@pytest.mark.parametrize(
    ("small", "large", "antibody", "raised", "days", "points"),
    [
        (0, 1, "negative", False, 7, (0, 0, 0, 0)),
        (0, 4, "high", True, 90, (1, 3, 1, 1)),
        (2, 0, "low", False, 90, (2, 2, 0, 1)),
        (6, 1, "negative", True, 120, (3, 0, 1, 1)),
        (6, 1, "high", True, 120, (3, 3, 1, 1)),
        (11, 0, "negative", False, 41, (5, 0, 0, 0)),
        (11, 0, "negative", False, 42, (5, 0, 0, 1)),
    ],
)
def test_points_agree_with_the_criteria(
    small: int, large: int, antibody: str, raised: bool, days: int, points: tuple[int, int, int, int]
) -> None:
    found = criteria.ra_2010(small, large, antibody, "negative", raised, False, days)
    alt = figures.points_2010(*points).alt
    assert f"The sum is {found.points:g} of 10" in alt
    assert ("criteria met" in alt) == found.meets


def test_points_that_a_part_does_not_give_are_refused() -> None:
    with pytest.raises(ValueError, match="joints is 4; expected one of 0, 1, 2, 3, 5"):
        figures.points_2010(joints=4)


# ---------------------------------------------------------------- DAS28


def test_the_patients_visits_are_scored_by_the_formula() -> None:
    alt = figures.das28_scale().alt
    for number, visit in enumerate(_VISITS, 1):
        found = scores.das28_esr(*visit)
        assert f"visit {number}: {found.value:.2f}, {found.band}" in alt


@pytest.mark.parametrize(
    ("score", "band"),
    [(2.59, "remission"), (2.6, "low"), (3.2, "low"), (3.21, "moderate"), (5.1, "moderate"), (5.2, "high")],
)
def test_the_scale_puts_a_score_on_a_line_into_the_right_band(score: float, band: str) -> None:
    assert f"visit 1: {score:.2f}, {band}." in figures.das28_scale(score).alt


def test_a_das28_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="a DAS28 is 14; expected 0 to 10"):
        figures.das28_scale(3.0, 14)


def test_the_cut_offs_that_the_lesson_cites_are_those_of_the_score() -> None:
    remission, low, moderate, _ = scores.scale("das28_esr").bands
    assert fact("das28-remission-below").value == remission.below
    assert fact("das28-low-to").value == low.to
    assert fact("das28-high-above").value == moderate.to


# ---------------------------------------------------------------- the drawing


def _room(edges: synovitis.Edges, height_mm: float) -> float:
    front, back = (synovitis._eased(line) for line in edges)
    at = [float(np.interp(-height_mm, -line[:, 1], line[:, 0])) for line in (front, back)]
    return at[1] - at[0]


def test_the_cord_is_free_in_health_and_caught_in_the_slip() -> None:
    healthy, swollen, _, slipped = synovitis._STEPS
    assert _room(healthy.cord, 0) > 7
    assert _room(swollen.cord, 0) > 6
    assert _room(slipped.cord, 0) < 0.5 * _room(healthy.cord, 0)
    for step in synovitis._STEPS:
        assert _room(step.sac, 0) >= _room(step.cord, 0)


@pytest.mark.parametrize("step", synovitis._STEPS, ids=lambda step: step.title)
def test_no_bone_lies_in_the_cord(step: synovitis._Step) -> None:
    front, back = (synovitis._eased(line) for line in step.cord)
    cord = np.vstack([front, back[::-1]])
    forward = np.array([-step.slip_mm, 0])
    bones = [step.axis, synovitis._AXIS_SPINE]
    bones += [np.asarray(arch) + forward for arch in (synovitis._ARCH, synovitis._BACK_ARCH)]
    for bone in bones:
        assert not Outline(synovitis._closed(bone)).contains_points(cord).any()


def test_bone_is_lost_only_once_there_is_pannus() -> None:
    healthy, swollen, pannus, slipped = (Outline(synovitis._closed(step.axis)) for step in synovitis._STEPS)
    grid = np.stack(np.meshgrid(np.arange(-4, 16, 0.2), np.arange(-30, 14, 0.2)), -1).reshape(-1, 2)
    sizes = [outline.contains_points(grid).sum() for outline in (healthy, swollen, pannus, slipped)]
    assert sizes[0] == sizes[1] > sizes[2] == sizes[3]


# ---------------------------------------------------------------- the lesson


@pytest.mark.parametrize(
    "used",
    [
        "scores.das28_esr", "scores.das28_crp", "scores.cdai", "scores.sdai", "scores.eular_response",
        "criteria.ra_2010", "scores.ranawat_class", "scores.nurick", "scores.mjoa", "scores.neck_disability",
    ],
)  # fmt: skip
def test_the_lesson_uses_each_of_its_functions(used: str) -> None:
    assert f"{used}(" in _code()


def test_the_visit_in_the_lesson_is_the_visit_in_the_picture() -> None:
    tender, swollen, esr, how = _VISITS[0]
    call = f"das28_esr(tender_28={tender}, swollen_28={swollen}, esr_mm_h={esr}, patient_global_mm={how})"
    assert call in _code()
    before, after = (scores.das28_esr(*visit).value for visit in _VISITS[:2])
    assert f"das28_before={before:.2f}, das28_after={after:.2f}" in _code()


def _code() -> str:
    cells = json.loads((notebooks_folder() / f"{LESSON}.ipynb").read_text(encoding="utf-8"))["cells"]
    return re.sub(r"\s+", " ", "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"))

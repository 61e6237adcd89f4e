"""Scores against worked examples, printed rules and hand sums; their limits; and what they refuse."""

from __future__ import annotations

import csv
import dataclasses
import inspect
import json
import math
import pickle
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinelab import content
from spinelab.content import ContentError
from spinelab.content.faults import InputError
from spinelab.disease import criteria, scores
from spinelab.disease.outcome import shown

Change = Callable[[str, str, str], int]

CASES = list(csv.DictReader((Path(__file__).parent / "score_cases.csv").read_text(encoding="utf-8").splitlines()))
SCALES = [
    "asdas_crp", "asdas_esr", "basdai", "basfi", "basmi_linear", "cdai", "das28_crp", "das28_crp_own", "das28_esr",
    "mjoa", "modified_schober", "neck_disability", "nurick", "oswestry", "ranawat_class", "sdai", "sledai_2k",
]  # fmt: skip

GOOD: dict[str, dict[str, Any]] = {
    "das28_esr": {"tender_28": 4, "swollen_28": 5, "esr_mm_h": 44, "patient_global_mm": 12},
    "das28_crp": {"tender_28": 4, "swollen_28": 5, "crp_mg_l": 44, "patient_global_mm": 12, "cutoffs": "das28"},
    "eular_response": {"das28_before": 5.2, "das28_after": 3.1},
    "cdai": {"tender_28": 4, "swollen_28": 5, "patient_global_cm": 5, "evaluator_global_cm": 6},
    "sdai": {"tender_28": 4, "swollen_28": 5, "patient_global_cm": 5, "evaluator_global_cm": 6, "crp_mg_dl": 1},
    "basdai": {
        "fatigue": 1, "spinal_pain": 2, "joint_pain": 3, "enthesitis": 4, "stiffness_severity": 5,
        "stiffness_duration": 6,
    },
    "basfi": {"items": [1] * 10},
    "basmi_linear": {
        "lateral_flexion_cm": 12, "tragus_to_wall_cm": 14, "lumbar_flexion_cm": 4, "intermalleolar_cm": 100,
        "cervical_rotation_deg": 60,
    },
    "asdas_crp": {"back_pain": 5, "stiffness_duration": 5, "patient_global": 5, "peripheral_pain": 5, "crp_mg_l": 10},
    "asdas_esr": {"back_pain": 5, "stiffness_duration": 5, "patient_global": 5, "peripheral_pain": 5, "esr_mm_h": 25},
    "sledai_2k": {"present": ["rash"]},
    "oswestry": {"items": [1] * 10},
    "neck_disability": {"items": [1] * 10},
    "ranawat_class": {
        "subjective_weakness": True, "hyperreflexia": False, "dysaesthesia": False, "objective_weakness": True,
        "walks": True,
    },
    "nurick": {"cord_signs": True, "walking": "normal"},
    "mjoa": {"upper_motor": 5, "lower_motor": 7, "upper_sensory": 3, "sphincter": 3},
    "modified_schober": {"flexed_cm": 20, "upright_cm": 15},
}  # fmt: skip

NOT_A_NUMBER = [
    None,
    "4",
    "",
    True,
    False,
    np.True_,
    math.nan,
    math.inf,
    -math.inf,
    -1,
    1e9,
    10**400,
    [4],
    1j,
    object(),
]
NOT_A_COUNT = [*NOT_A_NUMBER, 2.5, np.float64(1.5), np.nan]
NOT_A_LIST = [None, 3, "rash", b"rash"]
WRONG: dict[str, list[Any]] = {
    "tender_28": [*NOT_A_COUNT, 29], "swollen_28": [*NOT_A_COUNT, 29], "upper_motor": [*NOT_A_COUNT, 6],
    "lower_motor": [*NOT_A_COUNT, 8], "upper_sensory": [*NOT_A_COUNT, 4], "sphincter": [*NOT_A_COUNT, 4],
    "esr_mm_h": [*NOT_A_NUMBER, 301], "crp_mg_l": [*NOT_A_NUMBER, 1001], "crp_mg_dl": [*NOT_A_NUMBER, 101],
    "patient_global_mm": [*NOT_A_NUMBER, 100.1], "das28_before": [*NOT_A_NUMBER, 10.1],
    "das28_after": [*NOT_A_NUMBER, 10.1], "lateral_flexion_cm": [*NOT_A_NUMBER, 51],
    "tragus_to_wall_cm": [*NOT_A_NUMBER, 61], "lumbar_flexion_cm": [*NOT_A_NUMBER, 21],
    "intermalleolar_cm": [*NOT_A_NUMBER, 251], "cervical_rotation_deg": [*NOT_A_NUMBER, 131],
    "flexed_cm": [*NOT_A_NUMBER, 41, 14.9], "upright_cm": [*NOT_A_NUMBER, 31, 20.1],
    "present": [*NOT_A_LIST, ["rsh"], [3], ["rash", None]],
    "items": [*NOT_A_LIST, {}, [], [1] * 9, [1] * 11, *([*[1] * 9, wrong] for wrong in ("1", 11, math.nan, True))],
    "cutoffs": [None, "", "esr", "DAS28", 1], "walking": [None, "", "Normal", 0],
}  # fmt: skip
TENTHS = [*NOT_A_NUMBER, 10.1]
YES_NO = [None, 0, 1, "yes", "True", math.nan, []]


def wrong_values(argument: str, good: Any) -> list[Any]:
    """Values that an argument must refuse."""
    return WRONG.get(argument) or (YES_NO if isinstance(good, bool) else TENTHS)


def run(case: dict[str, str]) -> Any:
    """Call what a case names; `band` reads a scale."""
    arguments = json.loads(case["arguments"])
    if case["function"] == "band":
        return scores.scale(arguments["name"]).band(arguments["value"])
    return getattr(scores, case["function"])(**arguments)


def mismatch(case: dict[str, str]) -> str:
    """How a case differs from what is expected; empty when it agrees."""
    found, expected = run(case), json.loads(case["expected"])
    if not isinstance(expected, dict):
        return "" if found == expected else f"{found} in place of {expected}"
    for name, want in expected.items():
        got = found if isinstance(found, str) else getattr(found, name)
        if isinstance(want, float | int) and not isinstance(want, bool) and got is not None:
            if abs(got - want) > float(case["tolerance"]) + 1e-12:
                return f"{name} {got} in place of {want}"
        elif got != want:
            return f"{name} {got} in place of {want}"
    return ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['function']}-{case['kind'].replace(' ', '_')}")
def test_a_case_agrees(case: dict[str, str]) -> None:
    assert mismatch(case) == ""


def test_the_cases_are_enough_and_sourced() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert set(kinds) == {"worked example", "printed rule", "derived"}
    assert kinds["worked example"] >= 50
    assert kinds["worked example"] + kinds["printed rule"] >= 150
    works = content.references()
    assert [key for case in CASES for key in case["source"].split(";") if key not in works] == []
    covered = {case["function"] for case in CASES}
    assert set(GOOD) <= covered
    assert {json.loads(case["arguments"])["name"] for case in CASES if case["function"] == "band"} >= {
        "das28_esr", "das28_crp_own", "cdai", "sdai", "asdas_crp", "asdas_esr", "sledai_2k",
    }  # fmt: skip


def test_every_score_is_in_the_tables_of_this_file() -> None:
    public = {name for name in scores.__all__ if inspect.isfunction(getattr(scores, name)) and name != "scale"}
    assert public == set(GOOD)
    for name, arguments in GOOD.items():
        assert list(inspect.signature(getattr(scores, name)).parameters) == list(arguments)


@pytest.mark.parametrize("name", GOOD)
def test_bad_input_names_argument_and_value(name: str) -> None:
    function: Callable[..., Any] = getattr(scores, name)
    function(**GOOD[name])
    for argument, good in GOOD[name].items():
        for value in wrong_values(argument, good):
            with pytest.raises(ValueError, match=argument) as caught:
                function(**{**GOOD[name], argument: value})
            assert "expected" in str(caught.value) or "did you mean" in str(caught.value)
            assert isinstance(caught.value, InputError)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: scores.das28_esr("4", 5, 44, 12), "tender_28 is '4' (str); expected a whole number from 0 to 28"),
        (lambda: scores.das28_esr(4, 5, math.nan, 12), "esr_mm_h is nan; expected a number from 0 to 300 mm/h"),
        (lambda: scores.cdai(4, 5, True, 2), "patient_global_cm is True (bool); expected a number from 0 to 10 cm"),
        (lambda: scores.das28_crp(4, 5, 9, 9, "esr"), "cutoffs is 'esr' (str); expected 'das28' or 'crp'"),
        (lambda: scores.oswestry([1] * 7 + [None] * 3), "items has 7 answers of 10; expected at least 8"),
        (lambda: scores.oswestry([1] * 9 + [6]), "items[9] is 6; expected a whole number from 0 to 5"),
        (lambda: scores.sledai_2k(["hematuria"]), "did you mean ‘haematuria’?"),
        (lambda: scores.ranawat_class(walks=False), "expected objective_weakness=True"),
        (lambda: scores.nurick(False, "needs help"), "cord_signs is False; expected True"),
    ],
)
def test_an_error_reads_well(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert said in str(caught.value)
    assert caught.value._render_traceback_() == [f"InputError: {caught.value}"]


def test_numpy_numbers_and_whole_floats_are_numbers() -> None:
    assert scores.cdai(np.int64(4), 5.0, np.float32(5), 6) == scores.cdai(4, 5, 5, 6)


def test_a_band_is_decided_before_rounding() -> None:
    near = scores.asdas_crp(6, 5, 6, 3, 15)
    assert round(near.value, 2) == 3.5
    assert near.band == "very high"
    assert "3.5003, very high" in near.to_html()
    assert shown(2.5996) == "2.5996"
    assert shown(2.5999999) == "2.5999999"
    assert shown(2.6) == "2.6"
    assert shown(4.5634) == "4.56"
    assert shown(20.0) == "20"
    assert shown(0.0) == "0"


def test_decimals_are_exact() -> None:
    for tenths in range(29):
        first, second = tenths / 10, (28 - tenths) / 10
        assert scores.cdai(0, 0, first, second).band == "remission"
        assert scores.sdai(0, 0, first, second, 0.5).band == "remission"
    assert scores.eular_response(4.4, 3.2) == "moderate"


def test_one_crp_two_bands() -> None:
    older, own = (scores.das28_crp(6, 6, 40, 20, cutoffs=name) for name in ("das28", "crp"))
    assert (older.value, older.band, own.band) == (own.value, "moderate", "high")
    assert scores.das28_crp(6, 6, 40, 20) == older


@pytest.mark.parametrize("crp", [0, 0.4, 1, 1.9999, 2])
def test_asdas_has_a_floor_and_says_so(crp: float) -> None:
    found = scores.asdas_crp(2, 1, 2, 0, crp)
    assert found.value == scores.asdas_crp(2, 1, 2, 0, 2).value
    assert ("counts as 2" in found.detail[-1].how) == (crp < 2)


@pytest.mark.parametrize("esr", [0, 0.5, 1])
def test_an_esr_under_one_counts_as_one_and_says_so(esr: float) -> None:
    found = scores.das28_esr(4, 5, esr, 12)
    assert found.value == scores.das28_esr(4, 5, 1, 12).value
    assert ("counts as 1" in found.detail[2].how) == (esr < 1)


def test_a_crp_in_the_wrong_unit_is_asked_about() -> None:
    assert "measured in mg/L?" in scores.sdai(4, 5, 5, 6, 44).detail[-1].how
    assert "?" not in scores.sdai(4, 5, 5, 6, 4.4).detail[-1].how


def test_a_verdict_has_a_number_where_one_was_counted() -> None:
    assert scores.das28_esr(4, 5, 44, 12).verdict == "4.56, moderate"
    assert scores.sledai_2k([]).verdict == "0, none"
    assert repr(scores.ranawat_class(hyperreflexia=True)) == "<Ranawat class: II>"
    assert repr(scores.nurick(True, "needs help")) == "<Nurick: grade 4>"


def test_parts_have_two_decimals() -> None:
    page = scores.basmi_linear(30, 14, 4, 100, 30).to_html()
    assert ">1.4</td>" in page
    assert "= −4.24, held at 0; ÷ 5" in page


def test_unanswered_sections_leave_the_denominator() -> None:
    assert [part.counts for part in scores.oswestry([5] * 9 + [None]).detail][-2:] == [pytest.approx(100 / 9), None]
    full = scores.neck_disability([2] * 10)
    assert full.value == scores.neck_disability([2] * 8 + [None, None]).value == 40
    assert scores.oswestry([5] * 8 + [None, None]).value == 100


# What holds for every person

TENTH = st.floats(0, 10, allow_nan=False)
JOINTS = st.integers(0, 28)
CRP = st.floats(0, 1000)


@given(JOINTS, JOINTS, st.floats(0, 300), CRP, st.floats(0, 100))
def test_das28_stays_in_range(tender: int, swollen: int, esr: float, crp: float, well: float) -> None:
    assert 0 <= scores.das28_esr(tender, swollen, esr, well).value < 10
    assert 0.96 <= scores.das28_crp(tender, swollen, crp, well).value < 10


@given(JOINTS, JOINTS, TENTH, TENTH, st.floats(0, 100))
def test_sdai_is_cdai_and_crp(tender: int, swollen: int, patient: float, evaluator: float, crp: float) -> None:
    plain = scores.cdai(tender, swollen, patient, evaluator)
    assert 0 <= plain.value <= 76
    assert scores.sdai(tender, swollen, patient, evaluator, crp).value == pytest.approx(plain.value + crp)


@given(st.lists(TENTH, min_size=6, max_size=6))
def test_basdai_lies_between_its_answers(answers: list[float]) -> None:
    assert min(answers) - 1e-9 <= scores.basdai(*answers).value <= max(answers) + 1e-9


@given(st.lists(TENTH, min_size=10, max_size=10))
def test_basfi_is_the_mean(answers: list[float]) -> None:
    assert scores.basfi(answers).value == pytest.approx(sum(answers) / 10)


@given(st.tuples(st.floats(0, 50), st.floats(0, 60), st.floats(0, 20), st.floats(0, 250), st.floats(0, 130)))
def test_basmi_stays_in_range(measures: tuple[float, float, float, float, float]) -> None:
    found = scores.basmi_linear(*measures)
    assert 0 <= found.value <= 10
    assert all(0 <= (part.counts or 0) <= 2 for part in found.detail)


@given(st.sets(st.sampled_from(criteria.items("sledai_2k"))), st.sampled_from(criteria.items("sledai_2k")))
def test_sledai_never_falls_with_one_more_item(present: set[str], more: str) -> None:
    assert 0 <= scores.sledai_2k(present).value <= scores.sledai_2k(present | {more}).value <= 105


@given(st.lists(st.none() | st.integers(0, 5), min_size=10, max_size=10))
def test_percentages_need_eight_answers(answers: list[int | None]) -> None:
    given_ = [answer for answer in answers if answer is not None]
    if len(given_) < 8:
        with pytest.raises(ValueError, match="at least 8"):
            scores.oswestry(answers)
    else:
        share = 100 * sum(given_) / (5 * len(given_))
        assert scores.oswestry(answers).value == pytest.approx(share)
        assert scores.neck_disability(answers).value == pytest.approx(share)


@given(st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(0, 3), st.integers(0, 3)))
def test_mjoa_is_the_sum(parts: tuple[int, int, int, int]) -> None:
    assert scores.mjoa(*parts).value == sum(parts)


@given(st.floats(0, 10), st.floats(0, 10))
def test_a_response_needs_an_improvement(before: float, after: float) -> None:
    found = scores.eular_response(before, after)
    if found != "none":
        assert before - after > 0.59
    if found == "good":
        assert after <= 3.2


RISING = {
    "das28_esr": ("tender_28", "swollen_28", "esr_mm_h", "patient_global_mm"),
    "das28_crp": ("tender_28", "swollen_28", "crp_mg_l", "patient_global_mm"),
    "cdai": tuple(GOOD["cdai"]),
    "sdai": tuple(GOOD["sdai"]),
    "basdai": tuple(GOOD["basdai"]),
    "asdas_crp": tuple(GOOD["asdas_crp"]),
    "asdas_esr": tuple(GOOD["asdas_esr"]),
    "mjoa": tuple(GOOD["mjoa"]),
}
MOST = {
    "tender_28": 28, "swollen_28": 28, "esr_mm_h": 300, "crp_mg_l": 1000, "crp_mg_dl": 100, "patient_global_mm": 100,
    "upper_motor": 5, "lower_motor": 7, "upper_sensory": 3, "sphincter": 3,
}  # fmt: skip
WHOLE = {"tender_28", "swollen_28", "upper_motor", "lower_motor", "upper_sensory", "sphincter"}


@pytest.mark.parametrize(("name", "argument"), [(name, one) for name, many in RISING.items() for one in many])
@given(data=st.data())
def test_a_score_never_falls_when_a_part_rises(name: str, argument: str, data: st.DataObject) -> None:
    most = MOST.get(argument, 10)
    draw = st.integers(0, most) if argument in WHOLE else st.floats(0, most)
    low, high = sorted([data.draw(draw), data.draw(draw)])
    function = getattr(scores, name)
    less, more = (function(**{**GOOD[name], argument: value}) for value in (low, high))
    assert less.value <= more.value
    order = [band.name for band in scores.scale(name).bands]
    assert order.index(less.band) <= order.index(more.band)


@pytest.mark.parametrize(
    ("argument", "most", "sign"),
    [
        ("lateral_flexion_cm", 50, -1), ("tragus_to_wall_cm", 60, 1), ("lumbar_flexion_cm", 20, -1),
        ("intermalleolar_cm", 250, -1), ("cervical_rotation_deg", 130, -1),
    ],
)  # fmt: skip
@given(data=st.data())
def test_basmi_rises_with_stiffness(argument: str, most: float, sign: int, data: st.DataObject) -> None:
    low, high = sorted([data.draw(st.floats(0, most)), data.draw(st.floats(0, most))])
    less, more = (scores.basmi_linear(**{**GOOD["basmi_linear"], argument: value}).value for value in (low, high))
    assert sign * (more - less) >= 0


# How a score shows itself, and its data


@pytest.mark.parametrize("name", [name for name in GOOD if name != "eular_response"])
def test_a_score_shows_a_table(name: str) -> None:
    found = getattr(scores, name)(**GOOD[name])
    bundle = found._repr_mimebundle_()
    page = bundle["text/html"]
    assert bundle["text/plain"] == repr(found) == f"<{found.title}: {found.verdict}>"
    assert page.count('scope="row"') == len(found.detail) > 0
    assert page.count('scope="col"') == 3
    assert f"<caption>{found.title}: <b>" in page
    if name not in ("ranawat_class", "nurick"):
        assert sum(part.counts or 0 for part in found.detail) == pytest.approx(found.value)
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.value = 0


def test_a_docstring_names_a_source_that_exists() -> None:
    works = content.references()
    for name in GOOD:
        said = re.search(r"Sources?: ([^\"]+?)\.?\s*$", inspect.getdoc(getattr(scores, name)) or "")
        assert said, name
        keys = re.findall(r"[A-Z][A-Za-z]*(?:\d{2,}\w*|[A-Z]\w+)|ODIexample|ODIscoring|VernonNDI|Das28\w+", said[1])
        assert keys, name
        assert [key for key in keys if key not in works] == [], name


@pytest.mark.parametrize("name", SCALES)
def test_a_scale_is_sourced_and_complete(name: str) -> None:
    found = scores.scale(name)
    assert [key for key in found.sources if key not in content.references()] == []
    assert found.seen
    ends = [band.to if band.below is None else band.below for band in found.bands]
    assert ends[-1] is None
    assert None not in ends[:-1]
    assert ends[:-1] == sorted(end for end in ends if end is not None)
    assert len({band.name for band in found.bands}) == len(found.bands)


def test_the_words_of_the_bands_are_fixed() -> None:
    four = ["remission", "low", "moderate", "high"]
    for name in ("das28_esr", "das28_crp", "das28_crp_own", "cdai", "sdai"):
        assert [band.name for band in scores.scale(name).bands] == four
    for name in ("asdas_crp", "asdas_esr"):
        assert [band.name for band in scores.scale(name).bands] == ["inactive", "low", "high", "very high"]


def test_an_unknown_scale_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘das28_esr’"):
        scores.scale("das28esr")


def test_a_fault_in_the_scales_names_the_file(change: Change) -> None:
    change("disease/scores.yaml", "below: 2.6", "belo: 2.6")
    with pytest.raises(ContentError, match=r"data/disease/scores\.yaml"):
        scores.das28_esr(4, 5, 44, 12)


def test_a_band_follows_the_data(change: Change) -> None:
    change("disease/scores.yaml", "to: 5.1", "to: 4.5")
    assert scores.das28_esr(4, 5, 44, 12).band == "high"

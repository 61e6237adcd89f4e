"""Classification criteria against printed rules, worked examples and hand counts; their reasons; what they refuse."""

from __future__ import annotations

import csv
import dataclasses
import inspect
import json
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinelab import content, disease
from spinelab.content import ContentError
from spinelab.content.faults import InputError
from spinelab.disease import criteria
from spinelab.disease.instruments import instrument

Change = Callable[[str, str, str], int]

CASES = list(csv.DictReader((Path(__file__).parent / "rule_cases.csv").read_text(encoding="utf-8").splitlines()))

ITEMS = {
    "sle_2019": "fever leukopenia thrombocytopenia autoimmune_haemolysis delirium psychosis seizure alopecia"
    " oral_ulcers subacute_or_discoid_lupus acute_cutaneous_lupus effusion pericarditis joint_involvement proteinuria"
    " nephritis_class_2_or_5 nephritis_class_3_or_4 antiphospholipid low_c3_or_c4 low_c3_and_c4 anti_dsdna_or_anti_sm",
    "slicc_2012": "acute_cutaneous chronic_cutaneous oral_or_nasal_ulcers alopecia synovitis serositis renal neurologic"
    " haemolytic_anaemia leukopenia thrombocytopenia ana anti_dsdna anti_sm antiphospholipid low_complement"
    " direct_coombs biopsy_nephritis",
    "axspa_2009": "inflammatory_back_pain arthritis heel_enthesitis uveitis dactylitis psoriasis crohn_or_colitis"
    " good_nsaid_response family_history raised_crp",
    "calin": "onset_before_40 longer_than_3_months insidious_onset morning_stiffness improves_with_exercise",
    "berlin": "morning_stiffness_over_30_min improves_with_exercise_not_rest wakes_second_half_of_night"
    " alternating_buttock_pain",
    "asas": "onset_before_40 insidious_onset improves_with_exercise no_improvement_with_rest"
    " night_pain_better_on_rising",
    "sledai_2k": "seizure psychosis organic_brain_syndrome visual_disturbance cranial_nerve_disorder lupus_headache"
    " cerebrovascular_accident vasculitis arthritis myositis urinary_casts haematuria proteinuria pyuria rash alopecia"
    " mucosal_ulcers pleurisy pericarditis low_complement increased_dna_binding fever thrombocytopenia leukopenia",
    "ra_2010": "small_joints large_joints rf acpa crp_raised esr_raised duration_days",
    "modified_new_york_1984": "sacroiliitis_left sacroiliitis_right inflammatory_back_pain limited_lumbar_motion"
    " reduced_chest_expansion",
    "fibromyalgia_2016": "wpi sss months regions",
}

GOOD: dict[str, dict[str, Any]] = {
    "ra_2010": {
        "small_joints": 4, "large_joints": 3, "rf": "low", "acpa": "negative", "crp_raised": False,
        "esr_raised": False, "duration_days": 60,
    },
    "sle_2019": {"ana_positive": True, "findings": ["fever"]},
    "slicc_2012": {"findings": ["ana"]},
    "axspa_2009": {
        "back_pain_months": 6, "onset_age": 30, "sacroiliitis_on_imaging": True, "hla_b27": False,
        "features": ["psoriasis"],
    },
    "modified_new_york_1984": {
        "sacroiliitis_left": 2, "sacroiliitis_right": 2, "inflammatory_back_pain": True,
        "limited_lumbar_motion": False, "reduced_chest_expansion": False,
    },
    "inflammatory_back_pain": {"criteria": "asas", "insidious_onset": True},
    "fibromyalgia_2016": {"wpi": 7, "sss": 5, "months": 3, "regions": 4},
}  # fmt: skip

NOT_A_NUMBER = [None, "4", True, np.True_, math.nan, math.inf, -math.inf, -1, 1e9, 10**400, [4], object()]
NOT_A_COUNT = [*NOT_A_NUMBER, 2.5]
NAMES = [None, 3, "fever", b"fever", ["no_such_item"], [3], [["fever"]], [None]]
WRONG: dict[str, list[Any]] = {
    "small_joints": [*NOT_A_COUNT, 31], "large_joints": [*NOT_A_COUNT, 11], "rf": ["", "Low", "positive", 1, True],
    "acpa": ["", "Low", "positive", 1, True], "crp_raised": [0, 1, "yes", math.nan],
    "esr_raised": [0, 1, "yes", math.nan], "duration_days": NOT_A_NUMBER, "findings": NAMES, "features": NAMES,
    "back_pain_months": NOT_A_NUMBER, "onset_age": [*NOT_A_NUMBER, 121], "sacroiliitis_left": [*NOT_A_COUNT, 5],
    "sacroiliitis_right": [*NOT_A_COUNT, 5], "criteria": [None, "", "ASAS", 1, "sle_2019"], "wpi": [*NOT_A_COUNT, 20],
    "sss": [*NOT_A_COUNT, 13], "months": NOT_A_NUMBER, "regions": [*NOT_A_COUNT, 6],
}  # fmt: skip
YES_NO = [None, 0, 1, "yes", "True", math.nan, []]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['function']}-{case['kind'].replace(' ', '_')}")
def test_a_case_agrees(case: dict[str, str]) -> None:
    found = getattr(criteria, case["function"])(**json.loads(case["arguments"]))
    expected = json.loads(case["expected"])
    assert {name: getattr(found, name) for name in expected} == expected, case["note"]


def test_the_cases_are_enough_and_sourced() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert set(kinds) == {"worked example", "printed rule", "derived"}
    assert kinds["worked example"] + kinds["printed rule"] >= 50
    assert [key for case in CASES for key in case["source"].split(";") if key not in content.references()] == []
    assert set(GOOD) == {case["function"] for case in CASES}


@pytest.mark.parametrize("name", ITEMS)
def test_the_item_names_are_fixed(name: str) -> None:
    assert criteria.items(name) == ITEMS[name].split()
    rules = instrument(name)
    assert [key for key in rules.sources if key not in content.references()] == []
    assert rules.seen


@pytest.mark.parametrize("name", ["ra_2010", "modified_new_york_1984", "fibromyalgia_2016"])
def test_items_without_a_list_are_the_arguments(name: str) -> None:
    assert criteria.items(name) == list(inspect.signature(getattr(criteria, name)).parameters)


def test_an_unknown_set_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="no set of criteria is named 'sle_2091'; did you mean ‘sle_2019’"):
        criteria.items("sle_2091")
    for wrong in (None, 3, "", ["asas"]):
        with pytest.raises(ValueError, match="no set of criteria"):
            criteria.items(wrong)  # type: ignore[arg-type]


def test_the_signatures_are_fixed() -> None:
    for name, arguments in GOOD.items():
        parameters = list(inspect.signature(getattr(criteria, name)).parameters)
        assert parameters == (["criteria", "items"] if name == "inflammatory_back_pain" else list(arguments))


@pytest.mark.parametrize("name", GOOD)
def test_bad_input_names_argument_and_value(name: str) -> None:
    function: Callable[..., Any] = getattr(criteria, name)
    function(**GOOD[name])
    for argument, good in GOOD[name].items():
        for value in WRONG.get(argument, YES_NO if isinstance(good, bool) else []):
            with pytest.raises(ValueError, match=argument) as caught:
                function(**{**GOOD[name], argument: value})
            assert isinstance(caught.value, InputError)
            assert "expected" in str(caught.value) or "; " in str(caught.value)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: criteria.sle_2019(True, ["oral_ulcer"]), "which is no item; did you mean ‘oral_ulcers’?"),
        (lambda: criteria.sle_2019(1, []), "ana_positive is 1; expected True or False"),
        (lambda: criteria.sle_2019(True, "fever"), "findings is 'fever' (str); expected a list of item names"),
        (lambda: criteria.ra_2010(1, 1, None, None, True, None, 3), "rf and acpa are both None"),
        (lambda: criteria.ra_2010(1, 1, "low", None, None, None, 3), "crp_raised and esr_raised are both None"),
        (lambda: criteria.ra_2010(1, 1, "Low", None, True, None, 3), "expected 'negative', 'low' or 'high'"),
        (lambda: criteria.inflammatory_back_pain("asas", insidious=True), "did you mean ‘insidious_onset’?"),
        (lambda: criteria.inflammatory_back_pain("asas", insidious_onset=1), "insidious_onset is 1; expected True"),
        (lambda: criteria.inflammatory_back_pain("asass"), "expected 'calin', 'berlin' or 'asas'"),
    ],
)
def test_an_error_reads_well(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert said in str(caught.value)


# What the reasons say


def test_the_entry_comes_first() -> None:
    ana = criteria.sle_2019(False, ["seizure"])
    assert ana.because[0].startswith("Entry not met: needed are antinuclear antibodies")
    assert ana.because[1] == "Seizure: does not count, the entry is not met."
    assert criteria.ra_2010(0, 0, "high", "high", True, True, 99).because[0].startswith("Entry not met: no joint")
    assert criteria.ra_2010(1, 0, "high", "high", True, True, 99).because[0].startswith("Entry, taken as met: at least")
    old = criteria.axspa_2009(2, 50, True, True, ["uveitis"])
    assert old.because[0] == "Entry, duration: 2 months; 3 or more are needed: not met."
    assert old.because[1] == "Entry, age at onset: 50 years; less than 45 is needed: not met."
    assert len(old.because) == 3


def test_a_domain_counts_its_heaviest_item_once() -> None:
    found = criteria.sle_2019(True, ["oral_ulcers", "acute_cutaneous_lupus", "alopecia", "leukopenia"])
    assert "Mucocutaneous, acute cutaneous lupus: counts 6." in found.because
    assert (
        "Mucocutaneous, oral ulcers: does not count; in this domain acute cutaneous lupus counts more." in found.because
    )
    assert "Sum: 9 points; 10 are needed." in found.because
    tie = criteria.sle_2019(True, ["oral_ulcers", "alopecia"])
    assert tie.points == 2
    assert sum("counts as much" in line for line in tie.because) == 1
    bare = criteria.sle_2019(True, ["anti_dsdna_or_anti_sm", "low_c3_and_c4"])
    assert bare.because[-1] == "No clinical finding; at least one is needed."


def test_each_finding_has_a_line() -> None:
    every = criteria.items("sle_2019")
    found = criteria.sle_2019(True, every)
    assert sum(": counts " in line or "does not count" in line for line in found.because) == len(every)
    assert not any(line.startswith("Nothing found") for line in found.because)


def test_repeated_and_unordered_findings_are_one() -> None:
    assert criteria.sle_2019(True, ["fever", "seizure", "fever"]) == criteria.sle_2019(True, {"seizure", "fever"})


def test_new_york_says_probable() -> None:
    assert criteria.modified_new_york_1984(2, 2, False, False, False).because[-1].startswith("Probable only: the film")
    assert criteria.modified_new_york_1984(0, 1, True, True, True).because[-1].startswith("Probable only: all three")
    assert criteria.modified_new_york_1984(2, 1, True, True, False).because[-1] == "Neither definite nor probable."
    assert criteria.modified_new_york_1984(0, 3, True, False, False).because[-1].startswith("Definite")


def test_an_item_that_was_not_asked_is_said() -> None:
    found = criteria.inflammatory_back_pain("asas", insidious_onset=True, improves_with_exercise=False)
    assert "It began insidiously: counts." in found.because
    assert "Better with exercise: absent." in found.because
    assert "No better with rest: not asked, does not count." in found.because


def test_coombs_beside_haemolysis_does_not_count() -> None:
    found = criteria.slicc_2012(["direct_coombs", "haemolytic_anaemia"])
    assert found.points == 1
    assert any("does not count beside haemolytic anaemia" in line for line in found.because)


# What holds for every person

SLE, SPA = criteria.items("sle_2019"), criteria.items("axspa_2009")
SLICC = [name for name in criteria.items("slicc_2012") if name not in ("haemolytic_anaemia", "direct_coombs")]
LEVEL = st.sampled_from(["negative", "low", "high"])


@given(st.sets(st.sampled_from(SLE)), st.sampled_from(SLE))
def test_sle_2019_never_falls_with_one_more_finding(findings: set[str], more: str) -> None:
    less, full = criteria.sle_2019(True, findings), criteria.sle_2019(True, findings | {more})
    assert 0 <= (less.points or 0) <= (full.points or 0) <= 51
    assert full.meets or not less.meets
    assert not criteria.sle_2019(False, findings).meets


@given(st.sets(st.sampled_from(SLICC)), st.sampled_from(SLICC))
def test_slicc_never_falls_with_one_more_finding(findings: set[str], more: str) -> None:
    less, full = criteria.slicc_2012(findings), criteria.slicc_2012(findings | {more})
    assert (less.points or 0) <= (full.points or 0) <= 17
    assert full.meets or not less.meets


@given(st.integers(0, 30), st.integers(1, 10), LEVEL, LEVEL, st.booleans(), st.booleans(), st.floats(0, 9999))
def test_ra_2010_stays_in_range_and_rises(
    small: int, large: int, rf: str, acpa: str, crp: bool, esr: bool, days: float
) -> None:
    found = criteria.ra_2010(small, large, rf, acpa, crp, esr, days)
    assert 0 <= (found.points or 0) <= 10
    assert found.meets == ((found.points or 0) >= 6)
    more = criteria.ra_2010(min(small + 1, 30), large, rf, "high", True, esr, days + 42)
    assert (more.points or 0) >= (found.points or 0)
    assert criteria.ra_2010(small, large, acpa, rf, esr, crp, days).points == found.points


@given(st.floats(0, 600), st.floats(0, 100), st.booleans(), st.booleans(), st.sets(st.sampled_from(SPA)))
def test_axspa_needs_entry_and_an_arm(months: float, age: float, image: bool, b27: bool, features: set[str]) -> None:
    found = criteria.axspa_2009(months, age, image, b27, features)
    arm = (image and len(features) + b27 >= 1) or (b27 and len(features) >= 2)
    assert found.meets == (months >= 3 and age < 45 and arm)


@given(st.integers(0, 4), st.integers(0, 4), st.booleans(), st.booleans(), st.booleans())
def test_new_york_is_symmetric(left: int, right: int, pain: bool, motion: bool, chest: bool) -> None:
    found = criteria.modified_new_york_1984(left, right, pain, motion, chest)
    assert found.meets == criteria.modified_new_york_1984(right, left, pain, motion, chest).meets
    if found.meets:
        assert pain or motion or chest
        assert max(left, right) >= 2
        assert criteria.modified_new_york_1984(4, right, pain, motion, chest).meets


@given(st.integers(0, 19), st.integers(0, 12), st.floats(0, 600), st.integers(0, 5))
def test_fibromyalgia_never_falls(wpi: int, sss: int, months: float, regions: int) -> None:
    if criteria.fibromyalgia_2016(wpi, sss, months, regions).meets:
        assert wpi >= 4
        assert regions >= 4
        assert months >= 3
        assert criteria.fibromyalgia_2016(min(wpi + 1, 19), min(sss + 1, 12), months + 1, 5).meets


@given(st.sampled_from(["calin", "berlin", "asas"]), st.data())
def test_back_pain_counts_items(name: str, data: st.DataObject) -> None:
    every = criteria.items(name)
    present = data.draw(st.sets(st.sampled_from(every)))
    found = criteria.inflammatory_back_pain(name, **{item: item in present for item in every})
    assert found.points == len(present)
    assert found.meets == (len(present) >= (2 if name == "berlin" else 4))
    assert found == dataclasses.replace(
        criteria.inflammatory_back_pain(name, **dict.fromkeys(present, True)), because=found.because
    )


# How a classification shows itself, and its data


@pytest.mark.parametrize("name", GOOD)
def test_a_classification_shows_a_list(name: str) -> None:
    found = getattr(criteria, name)(**GOOD[name])
    bundle = found._repr_mimebundle_()
    assert bundle["text/plain"] == repr(found) == f"<{found.title}: {found.verdict}>"
    assert bundle["text/html"].count("<li>") == len(found.because) > 1
    assert f"<b>{found.verdict}</b>" in bundle["text/html"]
    assert isinstance(found.meets, bool)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.meets = True


def test_a_verdict_counts_points() -> None:
    assert criteria.sle_2019(True, ["fever"]).verdict == "not met, 2 points"
    assert criteria.slicc_2012(["ana"]).verdict == "not met, 1 point"
    assert criteria.axspa_2009(6, 30, True, True, []).verdict == "met"
    assert criteria.sle_2019(False, []).verdict == "not met"


def test_a_weight_lives_in_the_data(change: Change) -> None:
    change(
        "disease/criteria/sle_2019.yaml",
        "id: fever, group: constitutional, points: 2",
        "id: fever, group: constitutional, points: 7",
    )
    assert criteria.sle_2019(True, ["fever"]).points == 7


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("group: renal, points: 4", "group: rena, points: 4", "no group is named ‘rena’"),
        ("id: psychosis", "id: delirium", "the name ‘delirium’ is used twice"),
        ("cut_off: 10", "cut_off: ten", "limits.cut_off: expected a number; found text"),
    ],
)
def test_a_fault_names_the_file(change: Change, old: str, new: str, said: str) -> None:
    change("disease/criteria/sle_2019.yaml", old, new)
    with pytest.raises(ContentError, match=r"data/disease/criteria/sle_2019\.yaml:\d+: ") as caught:
        criteria.items("sle_2019")
    assert said in str(caught.value)


# The disputes


def test_the_disputes_are_a_table_with_sources() -> None:
    table = disease.disputes()
    page = table._repr_mimebundle_()["text/html"]
    assert page.count('scope="row"') == len(table.entries) >= 20
    assert page.count('scope="col"') == 5
    assert "{" not in page
    assert "<code>cutoffs=" in page
    assert all(view.sources for entry in table.entries for view in entry.views)
    ids = [entry.id for entry in table.entries]
    assert len(set(ids)) == len(ids)
    assert {
        "asdas-crp-floor",
        "das28-crp-cutoffs",
        "das28-esr-zero",
        "sle-ana",
        "axspa-imaging",
        "odi-sections",
    } <= set(ids)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[Lukas2009, MedalgASDAS]", "[Lukas2008, MedalgASDAS]", "did you mean ‘Lukas2009’"),
        ("{asdas-crp-floor}", "{asdas-crp-flor}", "did you mean ‘asdas-crp-floor’"),
    ],
)
def test_a_fault_in_a_dispute_names_its_line(change: Change, old: str, new: str, said: str) -> None:
    change("disease/disputes.yaml", old, new)
    with pytest.raises(ContentError, match=r"data/disease/disputes\.yaml:\d+: ") as caught:
        disease.disputes()
    assert said in str(caught.value)


def test_the_rooms_parts_are_attributes() -> None:
    for name in ("scores", "criteria", "likelihood", "cohort"):
        assert getattr(disease, name).__name__ == f"spinelab.disease.{name}"
        assert name in dir(disease)

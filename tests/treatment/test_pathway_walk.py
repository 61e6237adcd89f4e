"""Walking: what a step says, where a walk stops, and that nothing is assumed."""

from __future__ import annotations

import math

import pytest

from spinelab import content
from spinelab.treatment import pathway
from spinelab.treatment.pathway import Pathway, Patient

PLAIN = ["first_contact", "cauda_equina", "sciatica", "home_care", "exercise", "manual_safety"]
GIVEN = [
    "triage", "ra_eular_2022", "ra_eular_2025", "axspa_2022", "sle_2023", "sle_myelitis", "sle_back_pain", "ra_neck",
    "ra_periop", "as_trauma", "facet", "giop", "prescreen", "ra_pregnancy", "manual_safety", "lbp_sciatica", "nondrug",
]  # fmt: skip
PATIENTS = pathway.patients()
ALL = [pathway.load(id) for id in pathway.names()]


@pytest.fixture(params=ALL, ids=pathway.names())
def each(request: pytest.FixtureRequest) -> Pathway:
    return request.param


@pytest.mark.parametrize("id", [*PLAIN, *GIVEN])
def test_a_pathway_is_loaded_by_its_plain_name(id: str) -> None:
    assert id in pathway.names()
    assert pathway.load(id).id == id


def test_an_unknown_pathway_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘sciatica’"):
        pathway.load("sciatika")


@pytest.mark.parametrize("one", PATIENTS, ids=[one.id for one in PATIENTS])
def test_a_test_patient_passes_what_must_be_passed_and_nothing_else(one: Patient) -> None:
    walk = one.walk()
    assert walk.needs is None
    assert set(one.visits) <= set(walk.nodes)
    assert not set(one.avoids) & set(walk.nodes)


def test_the_test_patients_are_all_there_and_the_contested_ones_say_so() -> None:
    ids = {one.id for one in PATIENTS}
    assert {f"V{number:02d}" for number in (1, 2, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18)} <= ids
    assert {"V03a", "V03b", "V10a", "V10b", "V13a", "V13b"} <= ids
    assert {one.id for one in PATIENTS if one.contested} == {"V10a", "V10b", "V13b", "V18"}


def test_each_step_says_why_in_the_patients_own_numbers() -> None:
    neck = pathway.load("ra_neck")
    facts = {"neck_pain": True, "myelopathy": False, "hyperreflexia": False, "ranawat_class": "I", "padi_mm": 12}
    walk = neck.walk(facts)
    because = {step.node: step.because for step in walk}
    assert because["start"] == "The walk starts here."
    assert because["a_xr"] == "Neck pain: yes."
    assert because["d_rad"] == "Cord signs: no; brisk reflexes: no; Ranawat class: I, not II or IIIA or IIIB."
    assert because["d_hasmri"].startswith("PADI 12 mm is 14 mm or less.")
    assert walk.needs.name == "mri_neck_done"


def test_a_limit_that_does_not_hold_is_told_as_what_does() -> None:
    facts = {"conservative_weeks": 12, "pain_nrs": 4}
    walk = pathway.load("facet").walk(facts, start="d_cons")
    assert walk[-1].node == "a_cons" or walk.paused_at == "m_c"
    assert "Pain score 4 of 10 is below 5 of 10." in [step.because for step in walk]


def test_nothing_is_assumed_without_facts(each: Pathway) -> None:
    walk = each.walk({})
    assert walk.needs is not None
    assert walk.end is None
    assert walk.paused_at is None
    assert walk.needs.text.endswith("?")
    assert walk.needs.expected


def test_the_first_question_of_first_contact_is_about_cord_and_cauda_equina() -> None:
    needs = pathway.load("first_contact").walk({}).needs
    assert (needs.name, needs.type) == ("sphincter_disturbance", "bool")


def test_an_any_is_true_as_soon_as_one_member_is() -> None:
    walk = pathway.load("first_contact").walk({"cauda_equina": True})
    assert walk.end == "emergency-care"


def test_an_all_is_false_as_soon_as_one_member_is() -> None:
    trauma = pathway.load("as_trauma")
    assert trauma.walk({"ankylosed_spine": False}).end == "e_no"
    assert trauma.walk({"recent_trauma": False, "new_or_changed_pain": False}).end == "e_no"
    assert trauma.walk({"recent_trauma": False}).needs.name == "ankylosed_spine"


def test_an_unknown_fact_is_not_a_no() -> None:
    safety = pathway.load("manual_safety")
    assert safety.walk({"manual_therapy_considered": True, "disease": "ra"}).needs.name == "neck_films_normal"


def test_a_walk_pauses_at_a_monitor_and_goes_on_from_it() -> None:
    trauma = pathway.load("as_trauma")
    facts = {"ankylosed_spine": True, "recent_trauma": True}
    first = trauma.walk(facts)
    assert first.paused_at == "m_ct"
    assert "a_fix" not in first.nodes
    second = trauma.walk({**facts, "ct_fracture": True, "frail": False}, start=first.paused_at)
    assert second.nodes == ("m_ct", "d_fx", "d_def", "a_fix", "m_f")
    assert trauma.walk(facts, start=second.paused_at).end == "e_done"


def test_a_walk_is_a_sequence_of_steps_and_shows_itself() -> None:
    walk = next(one for one in PATIENTS if one.id == "V01").walk()
    assert len(walk) == len(list(walk))
    assert walk[0].kind == "decision"
    shown = walk._repr_mimebundle_()
    assert shown["text/plain"] == repr(walk)
    assert all(step.title in shown["text/html"] for step in walk)
    assert "https://doi.org/" in shown["text/html"]


def test_every_node_resolves_to_a_source_and_shows_its_status(each: Pathway) -> None:
    known = content.references()
    for node in each.nodes.values():
        assert node.source, node.id
        assert set(node.source) <= set(known), node.id
        walk = each.walk({}, start=node.id)
        assert walk[0].status == node.status
        assert f"Status:</em> {node.status}" in walk.to_html()


def test_every_pathway_says_what_it_follows_what_changed_and_who_differs(each: Pathway) -> None:
    assert each.guidelines
    assert [one.year for one in each.guidelines] == sorted((one.year for one in each.guidelines), reverse=True)
    assert {one.source for one in each.guidelines} <= set(content.references())
    assert each.scope
    assert each.changed
    assert each.differs


def test_no_slot_is_left_empty(each: Pathway) -> None:
    assert not any("{" in node.text + node.title for node in each.nodes.values())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("padi_mm", "12", r"padi_mm is '12'; expected a number from 0 to 30 mm"),
        ("padi_mm", math.nan, "padi_mm is nan"),
        ("padi_mm", math.inf, "padi_mm is inf"),
        ("padi_mm", -1, "padi_mm is -1"),
        ("padi_mm", True, "padi_mm is True"),
        ("padi_mm", None, "padi_mm is None"),
        ("mbb_done", 1.5, "expected a whole number from 0 to 2"),
        ("myelopathy", 1, "myelopathy is 1; expected True or False"),
        ("ranawat_class", "IIIC", "ranawat_class is ‘IIIC’; did you mean ‘IIIB’"),
        ("ranawat_class", 2, "ranawat_class is 2; expected one of I, II, IIIA, IIIB"),
        ("padi", 12, "no fact is named ‘padi’; did you mean ‘padi_mm’"),
    ],
)
def test_a_wrong_fact_is_named_with_what_was_expected(name: str, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        pathway.load("ra_neck").walk({name: value})


def test_an_unknown_start_names_the_nearest_node() -> None:
    with pytest.raises(LookupError, match="did you mean ‘d_rad’"):
        pathway.load("ra_neck").walk({}, start="d_radd")


def test_a_whole_number_may_be_given_as_a_float() -> None:
    assert pathway.load("facet").walk({"mbb_done": 0.0}, start="d_blk")[1].node == "a_mbb1"


def test_cord_and_cauda_equina_are_asked_before_everything_else() -> None:
    contact = pathway.load("first_contact")
    ruth = pathway.patient("ruth").facts
    assert contact.walk({**ruth, "sphincter_disturbance": True}).nodes == ("cord", "emergency", "emergency-care")


def test_a_rheumatoid_neck_is_checked_before_hands_and_the_back_is_not_forgotten() -> None:
    passed = pathway.patient("ruth").walk().nodes
    assert passed[-5:] == ("neck", "neck-check", "pattern", "chronic", "acute-care")


def test_an_unknown_patient_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘ruth’"):
        pathway.patient("rut")


def test_every_fact_is_asked_by_a_pathway_or_told_of_a_patient() -> None:
    asked = {question.name for one in ALL for question in one.questions}
    told = {name for one in PATIENTS for name in one.told}
    assert set(pathway.questions()) <= asked | told

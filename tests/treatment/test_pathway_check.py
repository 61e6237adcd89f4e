"""Broken pathways: each kind of fault is named with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spinelab import course
from spinelab.content import ContentError
from spinelab.treatment import pathway

Change = Callable[[str, str, str], int]


def test_every_pathway_of_the_course_is_sound() -> None:
    assert pathway.check() == []
    assert all(pathway.load(id).check() == [] for id in pathway.names())


NECK, FACET, TRIAGE = "ra_neck", "facet", "triage"
BROKEN = {
    "a node that nothing leads to": (
        NECK, "then: d_class", "then: a_surgE", "no way leads from start to d_class", None),
    "a dead end": (NECK, "    then: m_6\n", "", "a_cons is a dead end", None),
    "a decision without edges": (
        NECK, "    edges:\n      - to: a_surgL\n        when: {ranawat_class: IIIB}\n"
        '        because: "after walking is lost, few recover it"\n'
        "        source: [Casey1996lancet]\n        status: verified\n      - else: a_surgE\n", "",
        "d_class is a dead end", None),
    "an edge that an earlier one shadows": (
        FACET, "when: {all: [{facet_rule: dual_80}, {mbb_relief_pct: {lt: 80}}]}",
        "when: {all: [{facet_rule: dual_80}, {mbb_done: {lt: 2}}, {mbb_relief_pct: {lt: 80}}]}",
        "d_rule: the edge to a_neg is never taken", -1),
    "an else that is never reached": (
        NECK, "when: {ranawat_class: IIIB}", "when: {ranawat_class: {in: [I, II, IIIA, IIIB]}}",
        "the edge to a_surgE is never taken", 4),
    "a decision that leaves a case out": (
        NECK, "      - else: a_surgE\n", "      - to: a_surgE\n        when: {ranawat_class: {in: [I, II]}}\n",
        "d_class has no way out for ranawat_class IIIA", None),
    "a gap between two limits": (
        FACET, "      - else: a_cons\n  a_cons:", "      - to: a_cons\n        when: {conservative_weeks: {lt: 4}}\n"
        "  a_cons:", "d_cons has no way out for conservative_weeks 5", None),
    "a circle without a monitor": (FACET, "then: m_c", "then: d_cons", "lies on a circle without a monitor", None),
    "an unknown fact": (
        NECK, "{padi_mm: {le: 14}}", "{padi: {le: 14}}", "no fact is named ‘padi’; did you mean ‘padi_mm’", 0),
    "a value of the wrong type": (NECK, "{padi_mm: {le: 14}}", "{padi_mm: {le: wide}}", "padi_mm is 'wide'", 0),
    "a value out of range": (NECK, "{padi_mm: {le: 14}}", "{padi_mm: {le: 140}}", "padi_mm is 140; expected", 0),
    "an unknown choice": (
        NECK, "{ranawat_class: IIIB}", "{ranawat_class: IIIC}", "ranawat_class is ‘IIIC’; did you mean ‘III", 0),
    "an unknown comparison": (NECK, "{padi_mm: {le: 14}}", "{padi_mm: {less: 14}}", "padi_mm is compared by ‘less’", 0),
    "a yes or no that is compared": (
        TRIAGE, "{fever: true}", "{fever: {lt: 1}}", "fever is compared by ‘lt’; expected true or false", 0),
    "a condition without a shape": (
        TRIAGE, "{any: [{infection: true}, {fever: true}, {cancer_history: true}]}", "infection",
        "a condition is one of all", 0),
    "a missing source": (NECK, "    source: [Casey1996lancet, Wolfs2009]\n", "", "‘source’ is missing", None),
    "an unknown source": (NECK, "[Casey1996lancet, Wolfs2009]", "[Casey1996lancett, Wolfs2009]",
        "Casey1996lancett is not a reference; did you mean ‘Casey1996lancet’", 0),
    "an unknown status": (NECK, "status: contested", "status: disputed", "‘status’ is ‘disputed’", 0),
    "an unknown target": (
        NECK, "then: d_class", "then: d_clas", "no node is named ‘d_clas’; did you mean ‘d_class’", 0),
    "an unknown start": (NECK, "start: start", "start: begin", "‘start’ is ‘begin’, which is no node", 0),
    "an unknown kind": (NECK, "kind: monitor", "kind: wait", "‘kind’ is ‘wait’", 0),
    "a misspelt key": (NECK, "    title: \"Films", "    titel: \"Films", "has no ‘titel’; did you mean ‘title’", 0),
    "an else before the last edge": (
        TRIAGE, "      - to: e_ra\n        when: {disease: ra}\n", "      - else: e_ra\n", "‘else’ is tried last", 0),
    "an end that goes on": (NECK, "    kind: end\n", "    kind: end\n    then: a_xr\n", "e_no is an end", 1),
    "an unknown next pathway": (
        TRIAGE, "continues: giop", "continues: giops", "no pathway is named ‘giops’; did you mean ‘giop’", 0),
    "an unknown figure in a text": (
        "cauda_equina", "{ces-residual-volume}", "{ces-residual-volum}", "ces-residual-volum", 0),
    "no guideline": (
        "giop", '  - {name: "ACR, glucocorticoid-induced osteoporosis", year: 2022,', '  - {name: "ACR", year: soon,',
        "‘year’ is 'soon'", 0),
}  # fmt: skip


@pytest.mark.parametrize(("id", "old", "new", "said", "below"), BROKEN.values(), ids=BROKEN)
def test_a_broken_pathway_is_named_with_file_and_line(
    change: Change, id: str, old: str, new: str, said: str, below: int | None
) -> None:
    line = change(f"treatment/pathways/{id}.yaml", old, new)
    faults = [fault for fault in pathway.load(id).check() if said in fault.message]
    assert faults, [str(fault) for fault in pathway.load(id).check()]
    assert faults[0].file == f"data/treatment/pathways/{id}.yaml"
    assert faults[0].line > 0
    if below is not None:
        assert faults[0].line == line + below
    assert faults[0] in pathway.check()


def test_the_line_of_a_whole_node_is_the_line_of_its_id(change: Change, own_data: Path) -> None:
    path = own_data / "treatment" / "pathways" / "ra_neck.yaml"
    change("treatment/pathways/ra_neck.yaml", "then: d_class", "then: a_surgE")
    fault = next(fault for fault in pathway.load("ra_neck").check() if "d_class" in fault.message)
    assert path.read_text(encoding="utf-8").split("\n")[fault.line - 1] == "  d_class:"


def test_a_pathway_that_is_no_yaml_is_told(own_data: Path) -> None:
    (own_data / "treatment" / "pathways" / "ra_neck.yaml").write_text("title: [", encoding="utf-8")
    with pytest.raises(ContentError, match=r"ra_neck.yaml:\d+: not valid YAML"):
        pathway.load("ra_neck")
    assert any("ra_neck.yaml" in fault.file for fault in pathway.check())


def test_a_pathway_with_faults_is_not_walked(change: Change) -> None:
    change("treatment/pathways/ra_neck.yaml", "{padi_mm: {le: 14}}", "{padi: {le: 14}}")
    with pytest.raises(ContentError, match="did you mean ‘padi_mm’"):
        pathway.load("ra_neck").walk({})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("visits: [a_xr, a_mriU, a_surgE]", "visits: [a_xr, a_mriU, a_cons]", "V01: the walk does not pass a_cons"),
        ("avoids: [a_cons, a_surgL]", "avoids: [a_cons, a_surgE]", "V01: the walk passes a_surgE"),
        ("padi_mm: 12,", "padi_mm: 120,", "V01: padi_mm is 120; expected"),
        (", myelopathy: true, ranawat_class: II,", ", myelopathy: true,", "V01: the walk stops for ranawat_class"),
        ("pathway: ra_neck", "pathway: ra_nek", "no pathway is named ‘ra_nek’"),
        ("- id: V02", "- id: V01", "the id ‘V01’ is used before"),
    ],
)
def test_a_test_patient_who_goes_elsewhere_is_told(change: Change, old: str, new: str, said: str) -> None:
    line = change("treatment/patients.yaml", old, new)
    with pytest.raises(ContentError, match=said) as caught:
        pathway.patients()
    assert caught.value.faults[0].file == "data/treatment/patients.yaml"
    assert 1 < caught.value.faults[0].line <= line


def test_the_check_of_the_course_holds_the_pathways(change: Change, own_data: Path) -> None:
    (own_data / "course.yaml").write_text("title: A course\nlessons: []\n", encoding="utf-8")
    change("treatment/pathways/triage.yaml", "continues: giop", "continues: giops")
    assert any("giops" in fault.message for fault in course.check())

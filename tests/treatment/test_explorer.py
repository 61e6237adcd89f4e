"""The explorer in the kernel: what it is told, what it sends, what stands for it where nothing runs."""

from __future__ import annotations

import json
from typing import Any

import ipywidgets
import pytest

from spinelab import treatment
from spinelab.treatment import pathway
from spinelab.treatment.widgets import Explorer

NAMES = pathway.names()
MOST_BYTES = 2000
"""What one update may weigh."""


def sent(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Everything that goes to the view from now on."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(explorer, "_send", lambda msg, buffers=None: messages.append(msg))
    return messages


def test_it_starts_with_the_first_question() -> None:
    explorer = treatment.explore("ra_neck")
    assert explorer.way["stop"] == "asks"
    assert explorer.way["nodes"] == [pathway.load("ra_neck").start]
    assert explorer.way["asks"] == explorer.walk.needs.name


@pytest.mark.parametrize("patient", pathway.patients(), ids=lambda patient: patient.id)
def test_the_way_is_the_walk_of_the_patient(patient: pathway.Patient) -> None:
    explorer = treatment.explore(patient.pathway, patient.facts)
    walk = patient.walk()
    assert tuple(explorer.way["nodes"]) == walk.nodes
    assert explorer.way["stop"] == ("asks" if walk.needs else "waits" if walk.paused_at else "ends")


def test_facts_can_be_set_and_the_way_observed() -> None:
    explorer = treatment.explore("ra_neck")
    seen: list[str] = []
    explorer.observe(lambda change: seen.append(change.new["nodes"][-1]), "way")
    for name, value in pathway.patient("V01").facts.items():
        explorer.facts = {**explorer.facts, name: value}
    assert seen[-1] == pathway.patient("V01").walk().nodes[-1]


@pytest.mark.parametrize("facts", [{"neck_pian": True}, {"padi_mm": 500}, {"neck_pain": "yes"}])
def test_a_wrong_fact_is_refused_and_changes_nothing(facts: dict[str, object]) -> None:
    explorer = treatment.explore("ra_neck", {"neck_pain": True})
    before = explorer.way
    with pytest.raises(ValueError, match=r"did you mean|expected"):
        explorer.facts = facts
    assert explorer.facts == {"neck_pain": True}
    assert explorer.way == before


def test_unknown_names_say_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘ra_neck’"):
        treatment.explore("ra_nek")


@pytest.mark.parametrize("patient", pathway.patients(), ids=lambda patient: patient.id)
def test_every_update_is_small(patient: pathway.Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = treatment.explore(patient.pathway)
    messages = sent(explorer, monkeypatch)
    for name, value in patient.facts.items():
        explorer.facts = {**explorer.facts, name: value}
    updates = [json.dumps(message, ensure_ascii=False).encode() for message in messages]
    assert len(updates) >= len(patient.facts)
    assert max(map(len, updates)) <= MOST_BYTES


def test_each_change_is_answered_even_when_the_way_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The view tells a slow kernel from a quick one by the answer."""
    explorer = treatment.explore("ra_neck", pathway.patient("V01").facts)
    before = explorer.way
    explorer.facts = {**explorer.facts, "age": 71}
    assert explorer.way["nodes"] == before["nodes"]
    assert explorer.way != before


def test_reasons_and_changes_are_sent_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    patient = pathway.patient("V17")
    explorer = treatment.explore("ra_neck", patient.facts)
    messages = sent(explorer, monkeypatch)
    last = patient.walk()[-2]
    explorer._handle_custom_msg({"type": "why", "node": last.node}, [])
    explorer._handle_custom_msg({"type": "changes"}, [])
    explorer._handle_custom_msg({"type": "nonsense"}, [])
    explorer._handle_custom_msg("nonsense", [])
    why, changes = (message["content"] for message in messages)
    assert why == {"type": "why", "node": last.node, "text": last.because}
    words = [change.words for change in pathway.load("ra_neck").what_would_change(patient.facts)]
    assert words
    assert [row[0] for row in changes["changes"]] == words


@pytest.mark.parametrize("name", NAMES)
def test_the_scene_holds_every_box_question_and_source(name: str) -> None:
    drawn, scene = pathway.load(name), treatment.explore(name).scene
    assert {box["id"] for box in scene["boxes"]} == set(drawn.nodes)
    assert [question["name"] for question in scene["questions"]] == [question.name for question in drawn.questions]
    for box in scene["boxes"]:
        assert box["status"]
        assert box["sources"]
        assert set(box["sources"]) <= set(scene["links"])
    assert len(json.dumps(scene)) < 40_000


def test_before_a_kernel_runs_it_is_the_map_and_the_way_in_words() -> None:
    patient = pathway.patient("V01")
    explorer = treatment.explore("ra_neck", patient.facts)
    data = explorer._repr_mimebundle_()
    assert data["text/plain"] == repr(treatment.explore("ra_neck", patient.facts))
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "Flow chart: " in data["text/html"]
    for step in patient.walk():
        assert step.node in explorer.way["nodes"]
        assert step.title in data["text/html"].replace("&#x27;", "'")
    assert "image/png" in data


def test_the_fallback_does_not_follow_what_was_clicked() -> None:
    explorer = treatment.explore("ra_neck")
    before = explorer.fallback()["text/html"], repr(explorer)
    explorer.facts = pathway.patient("V01").facts
    assert (explorer.fallback()["text/html"], repr(explorer)) == before


def test_it_stands_in_a_box_and_its_view_is_light() -> None:
    assert len(ipywidgets.VBox([treatment.explore("ra_neck"), treatment.explore("facet")]).children) == 2
    assert len(Explorer.page_part(".js").encode()) <= 15_000

"""Random patients: every walk stops for one named reason, and what is said to change a step does change it."""

from __future__ import annotations

import random
import runpy
from pathlib import Path

import pytest

from spinelab.treatment import pathway
from spinelab.treatment.pathway import Change, Pathway, Test
from spinelab.treatment.pathway.checking import cells

BENCH = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "pathways.py"))
random_facts, stop = BENCH["random_facts"], BENCH["stop"]


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.full)])
@pytest.mark.parametrize("id", pathway.names())
def test_a_random_patient_reaches_an_end_a_pause_or_a_named_question(id: str, count: int) -> None:
    walked, draw = pathway.load(id), random.Random(id)
    seen = set()
    for _ in range(count):
        facts = random_facts(walked, draw)
        walk = walked.walk(facts)
        seen.add(stop(walk))
        if walk.paused_at:
            seen.add(stop(walked.walk(facts, start=walk.paused_at)))
        if walk.needs:
            assert walk.needs.name not in facts
    assert seen <= {"end", "pause", "question"}


def values(walked: Pathway) -> dict[str, list[object]]:
    """For each fact the values at and beside the limits of the pathway, or all where they can be counted."""
    tests: dict[str, list[Test]] = {}
    for node in walked.nodes.values():
        for leaf in (leaf for edge in node.edges if edge.when for leaf in edge.when.leaves()):
            tests.setdefault(leaf.question.name, []).append(leaf)
    return {one.name: cells(one, tests[one.name]) for one in walked.questions}


def facts_near_the_limits(walked: Pathway, draw: random.Random) -> dict[str, object]:
    """A random patient whose numbers lie at or beside the limits of the pathway."""
    likely, choices = draw.choice((0.1, 0.5)), values(walked)
    return {
        one.name: draw.random() < likely if one.type == "bool" else draw.choice(choices[one.name])
        for one in walked.questions
    }


@pytest.mark.parametrize("id", pathway.names())
def test_random_patients_together_pass_every_node(id: str) -> None:
    walked, draw = pathway.load(id), random.Random(id)
    missed, start = set(walked.nodes), None
    for _ in range(5000):
        walk = walked.walk(facts_near_the_limits(walked, draw), start)
        missed -= set(walk.nodes)
        start = walk.paused_at if draw.random() < 0.7 else None
        if not missed:
            return
    assert not missed


def parting(walked: Pathway, facts: dict[str, object], change: Change) -> tuple[str, str, str]:
    """The node where both walks part, and the two nodes after it."""
    one, other = walked.walk(facts).nodes, walked.walk({**facts, change.name: change.value}).nodes
    place = next(at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return one[place - 1], one[place], other[place]


@pytest.mark.parametrize("id", pathway.names())
def test_what_would_change_does_flip_the_step(id: str) -> None:
    walked, draw = pathway.load(id), random.Random(id)
    told = 0
    for _ in range(40):
        facts = random_facts(walked, draw)
        for change in walked.what_would_change(facts):
            assert parting(walked, facts, change) == (change.at, change.instead_of, change.to), change
            told += 1
    assert told


@pytest.mark.parametrize("id", pathway.names())
def test_no_single_fact_that_flips_a_step_is_left_out(id: str) -> None:
    walked, draw = pathway.load(id), random.Random(id)
    choices = values(walked)
    for _ in range(20):
        facts = random_facts(walked, draw)
        told = {(change.name, change.at, change.to) for change in walked.what_would_change(facts)}
        before = walked.walk(facts).nodes
        for name, value in ((one, value) for one in facts for value in choices[one]):
            after = walked.walk({**facts, name: value}).nodes
            for at, (one, other) in enumerate(zip(before, after, strict=False)):
                if one != other:
                    assert (name, before[at - 1], other) in told
                    break


def test_the_edge_of_a_range_is_told_in_the_unit_of_the_fact() -> None:
    facts = {"ra_diagnosed": True, "ra_stage": "csdmard1", "pregnancy": False, "pregnancy_planned": False}
    facts |= {"das28": 5.4, "months_on_therapy": 7, "poor_prognostic_factors": False}
    changes = {change.name: change for change in pathway.load("ra_eular_2022").what_would_change(facts)}
    assert (changes["das28"].value, changes["das28"].words) == (3.2, "DAS28 3.2 or less")
    assert changes["months_on_therapy"].value == 2
    assert changes["poor_prognostic_factors"].to == "d_jak"

"""Home care and physical therapy: what the data say and what they must not say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spinelab import content
from spinelab.treatment import home_and_physical
from spinelab.treatment.first_steps import KINDS, treatments


def test_every_treatment_has_a_source_that_resolves_and_a_note_of_care() -> None:
    known = content.references()
    for treatment in treatments():
        assert treatment.citations, treatment.id
        assert set(treatment.citations) <= set(known), treatment.id
        assert treatment.safety, treatment.id


def test_all_kinds_of_treatment_are_there() -> None:
    assert {treatment.kind for treatment in treatments()} == set(KINDS)


@pytest.mark.parametrize("word", ["ice", "heat", "nsaid", "stretching", "water", "massage", "ultrasound", "tens"])
def test_what_the_course_documents_recommend_is_judged(word: str) -> None:
    assert any(word in f"{treatment.id} {treatment.name}".lower() for treatment in treatments())


def test_a_drawn_effect_comes_with_an_interval() -> None:
    for treatment in treatments():
        for effect in treatment.effects:
            assert effect.low is not None, effect.id
            assert effect.high is not None, effect.id
            assert effect.low <= effect.value <= effect.high, effect.id


def test_an_effect_whose_interval_crosses_zero_is_not_called_help() -> None:
    for treatment in treatments():
        if treatment.effects and all(effect.low <= 0 for effect in treatment.effects):
            assert treatment.direction == "none", treatment.id


def test_one_changed_fact_changes_the_table(change: Callable[[str, str, str], int]) -> None:
    before = home_and_physical("active").to_html()
    change("evidence/facts/treatment.csv", ",15.2,12.2,18.3,", ",16.1,12.2,18.3,")
    after = home_and_physical("active").to_html()
    assert "15.2" in before
    assert "15.2" not in after
    assert "16.1" in after


def test_table_has_caption_and_headers_with_scope() -> None:
    page = home_and_physical().to_html()
    assert page.count("<caption") == 1
    assert page.count('scope="col"') == 6
    assert page.count('scope="rowgroup"') == len(KINDS)
    assert page.count('scope="row"') == len(treatments())


def test_no_slot_is_left_empty_for_a_learner() -> None:
    assert "{" not in home_and_physical().to_html()


def test_table_prints_the_same_each_time() -> None:
    assert repr(home_and_physical("home")) == repr(home_and_physical("home"))


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="passive"):
        home_and_physical("pasive")

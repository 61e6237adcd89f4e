"""The comparison widget: its fallback, its choices, its data."""

from __future__ import annotations

import re

import pytest

from spinelab import disease


def test_comparison_shows_a_table_without_a_kernel() -> None:
    data = disease.comparison()._repr_mimebundle_()
    assert re.fullmatch(r"Comparison\(8 conditions, 12 questions, [0-9a-f]{8}\)", data["text/plain"])
    assert data["text/html"].count("<table") == 2
    assert data["text/html"].count("<caption>") == 2
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_fallback_does_not_follow_what_was_clicked() -> None:
    widget = disease.comparison()
    before = widget._repr_mimebundle_()["text/html"]
    widget.conditions, widget.question = ["ms"], "night"
    assert widget._repr_mimebundle_()["text/html"] == before


def test_starts_with_the_three_diseases_or_with_those_named() -> None:
    assert disease.comparison().conditions == ["ra", "lupus", "axspa"]
    named = disease.comparison("axspa", "fracture")
    assert named.conditions == ["axspa", "fracture"]
    assert repr(named).startswith("Comparison(2 conditions, 12 questions, ")


def test_the_view_gets_all_answers_and_links() -> None:
    table = disease.comparison("ra").table
    assert len(table["conditions"]) == 8
    assert len(table["answers"]) > 100
    links = [link for answer in table["answers"] for _, link in answer["sources"] if link]
    assert links
    assert all(link.startswith("https://") or link.startswith("http://") for link in links)


def test_an_unknown_condition_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘lupus’"):
        disease.comparison("lupis")


def test_an_unknown_name_in_the_room_lists_what_there_is() -> None:
    with pytest.raises(AttributeError, match="where_it_strikes"):
        disease.where_it_strike  # noqa: B018

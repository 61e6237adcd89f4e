"""The widgets of the disease room: their fallbacks, their choices, their data."""

from __future__ import annotations

import re

import pytest

from spinelab import disease
from spinelab.disease import likelihood


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


def test_the_bench_shows_its_start_without_a_kernel() -> None:
    bench = disease.bayes_bench(present=["inflammatory_back_pain"])
    data = bench._repr_mimebundle_()
    assert re.fullmatch(r"BayesBench\(5 % to 14 %, rheumatology clinic, [0-9a-f]{8}\)", data["text/plain"])
    html = data["text/html"]
    assert html.count("<table") == 2
    assert "50 have axial spondyloarthritis; 38 of them have just these findings" in html
    assert "950 do not; 228 of them have just these findings" in html
    assert "3.9 / 0.71" in html
    assert "no ratio" in html
    assert "[from memory]" in html
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_bench_at_its_start_does_not_follow_what_was_clicked() -> None:
    bench = disease.bayes_bench()
    before = bench._repr_mimebundle_()["text/html"], repr(bench)
    bench.asked, bench.pre_test, bench.setting = {"hla_b27": True}, 0.2, "primary_care"
    assert (bench._repr_mimebundle_()["text/html"], repr(bench)) == before


def test_the_bench_works_out_what_likelihood_does() -> None:
    bench = disease.bayes_bench(0.03, present=["hla_b27"], absent=["psoriasis"], setting="primary_care")
    assert bench.asked == {"hla_b27": True, "psoriasis": False}
    assert bench.post_test == likelihood.post_test(0.03, ["hla_b27"], setting="primary_care")
    bench.asked = {**bench.asked, "hla_b27": False}
    assert bench.post_test == likelihood.post_test(0.03, [], ["hla_b27"], setting="primary_care")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pre_test", 1.2, "pre_test is 1.2; expected a number from 0.01 to 0.99"),
        ("asked", {"hla_27": True}, "did you mean ‘hla_b27’"),
        ("asked", {"hla_b27": "yes"}, "expected True or False"),
        ("setting", "primary", "did you mean ‘primary_care’"),
    ],
)
def test_the_bench_refuses_what_it_cannot_work_out(name: str, value: object, said: str) -> None:
    bench = disease.bayes_bench()
    before = getattr(bench, name)
    with pytest.raises(ValueError, match=re.escape(said)):
        setattr(bench, name, value)
    assert getattr(bench, name) == before


def test_the_bench_starts_only_with_what_can_be_worked_out() -> None:
    with pytest.raises(ValueError, match="both present and absent"):
        disease.bayes_bench(present=["hla_b27"], absent=["hla_b27"])
    with pytest.raises(ValueError, match="did you mean ‘hla_b27’"):
        disease.bayes_bench(present=["hla27"])
    with pytest.raises(ValueError, match=r"from 0\.01 to 0\.99"):
        disease.bayes_bench(5)


def test_the_scripts_of_the_views_stay_small() -> None:
    for widget in (disease.comparison(), disease.bayes_bench()):
        assert len(widget._esm) < 12_000

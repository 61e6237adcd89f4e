"""Differences and numbers needed to treat against published worked examples, and the table of effects."""

from __future__ import annotations

from math import inf

import pytest

from spinelab import content
from spinelab.treatment import effects
from spinelab.treatment.effects import NumberNeeded, RiskDifference, number_needed, risk_difference

NEWCOMBE_TABLE_II = [
    (56, 70, 48, 80, 5.24, 33.39),
    (9, 10, 3, 10, 17.05, 80.90),
    (6, 7, 2, 7, 5.82, 80.62),
    (5, 56, 0, 29, -3.81, 19.26),
    (0, 10, 0, 20, -16.11, 27.75),
    (0, 10, 0, 10, -27.75, 27.75),
    (10, 10, 0, 20, 67.91, 100.00),
    (10, 10, 0, 10, 60.75, 100.00),
]
"""The examples of Newcombe1998difference, table II, method 10 (from two counts of people), in 100."""


@pytest.mark.parametrize(("events", "n", "events_other", "n_other", "low", "high"), NEWCOMBE_TABLE_II)
def test_published_risk_differences_are_found(
    events: int, n: int, events_other: int, n_other: int, low: float, high: float
) -> None:
    found = risk_difference(events, n, events_other, n_other)
    assert found.value == pytest.approx(100 * (events / n - events_other / n_other))
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_a_difference_turns_round_with_its_groups() -> None:
    one, other = risk_difference(7, 12, 1, 12), risk_difference(1, 12, 7, 12)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


def test_an_interval_that_crosses_zero_runs_through_infinity() -> None:
    """Altman1998: 10 % (-5 to 25) is one helped for 10, from one helped for 4 through infinity to one harmed for 20."""
    found = number_needed(RiskDifference(10, -5, 25))
    assert (found.value, found.best, found.worst) == (10, 4, -20)
    assert found.text.startswith("not clear: one more helped for every 10 treated")
    assert "one helped for every 4, through no difference, to one harmed for every 20" in found.text


def test_an_interval_clear_of_zero_is_inverted_and_exchanged() -> None:
    """Barrowman2002: 16.6 % (0.9 to 32.2) is one for 6 treated, from 3.1 to 111.1."""
    found = number_needed(RiskDifference(16.6, 0.9, 32.2))
    assert (round(found.value), round(found.best, 1), round(found.worst, 1)) == (6, 3.1, 111.1)
    assert found.text == "one more helped for every 7 treated (4 to 112)"


def test_harm_is_called_harm() -> None:
    assert number_needed(RiskDifference(-2, -4, -1)).text == "one more harmed for every 50 treated (25 to 100)"
    assert number_needed(RiskDifference(-2, -4, 1)).text.startswith("not clear: one more harmed for every 50")


def test_no_difference_has_no_number() -> None:
    found = number_needed(RiskDifference(0, -5, 5))
    assert found == NumberNeeded(inf, 20, -20)
    assert found.text == "no difference"


@pytest.mark.parametrize("counts", [(5, 4, 1, 3), (1, 0, 1, 3), (-1, 4, 1, 3)])
def test_a_group_that_cannot_exist_is_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="expected"):
        risk_difference(*counts)


def test_every_effect_has_a_source_and_a_result() -> None:
    known = content.references()
    rows = effects.effects()
    assert len(rows) >= 59
    for row in rows:
        assert row.sources, row.id
        assert set(row.sources) <= set(known), row.id
        assert any(sign.isdigit() for sign in row.result), row.id
        assert (row.status == "verified") == ("[" not in row.result), row.id
    assert {row.topic for row in rows} == set(effects.TOPICS)


def test_a_good_drug_counts_as_plus_whatever_the_outcome() -> None:
    response, fracture, cancer = (effects.get(id) for id in ("upadacitinib-naive", "teriparatide-36", "jak-cancer"))
    assert response.difference is not None
    assert fracture.difference is not None
    assert cancer.difference is not None
    assert (round(response.difference.value, 1), round(response.difference.low, 1)) == (26.1, 12.2)
    assert fracture.difference.low > 0
    assert cancer.difference.high < 0
    assert cancer.needed is not None
    assert "harmed" in cancer.needed.text


def test_counts_are_rebuilt_from_percentages() -> None:
    assert effects.get("voclosporin-nephritis").group.counted == (73, 179)
    assert effects.get("belimumab").difference is None


def test_one_group_has_an_interval_and_no_difference() -> None:
    alone = effects.get("neoraco-neck")
    assert alone.difference is None
    assert alone.interval is not None
    assert (round(alone.interval.low, 1), round(alone.interval.high, 1)) == (1.8, 11.5)


def test_the_table_is_for_everyone() -> None:
    table = effects.table("blocks")
    html = table.to_html()
    assert html.count('scope="col"') == 6
    assert html.count('scope="row"') == len(table.effects)
    assert html.count("<caption") == 1
    assert "[from memory]" in html
    assert 'href="https://doi.org/' in html
    assert repr(table) == repr(effects.table("blocks"))


def test_unknown_names_say_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘blocks’"):
        effects.table("bloks")
    with pytest.raises(LookupError, match="did you mean ‘belimumab’"):
        effects.get("belimumb")

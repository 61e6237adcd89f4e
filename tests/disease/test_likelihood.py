"""Likelihood ratios and people, against the figures printed in the papers."""

from __future__ import annotations

import pytest

from spinelab.content import fact
from spinelab.disease import likelihood

# Probability before (%), likelihood ratios, probability after as Rudwaleit2004 and SieperRudwaleit2005 print it.
PRINTED = [
    (1, [3.1, 9.0, 7.3], 67), (3, [3.1, 9.0, 7.3], 86), (4, [3.1, 9.0, 7.3], 89), (5, [3.1, 9.0, 7.3], 91),
    (7, [3.1, 9.0, 7.3], 94), (10, [3.1, 9.0, 7.3], 96), (5, [3.1, 9.0, 3.4], 83), (5, [3.1], 14), (5, [5], 21),
    (5, [7.3], 28), (5, [6.4], 25), (5, [4], 17), (5, [9], 32), (5, [171], 90), (5, [76], 80),
]  # fmt: skip


@pytest.mark.parametrize(("before", "ratios", "printed"), PRINTED)
def test_probabilities_agree_with_the_papers(before: float, ratios: list[float], printed: float) -> None:
    probability = before
    for ratio in ratios:
        probability = likelihood.after(probability, ratio)
    assert probability == pytest.approx(printed, abs=1)


@pytest.mark.parametrize(("name", "printed"), [("ibp-clinic", 3.1), ("b27-clinic", 9.0), ("b27-referred", 3.9)])
def test_ratios_agree_with_the_papers(name: str, printed: float) -> None:
    assert likelihood.finding(name).ratio == pytest.approx(printed, abs=0.05)


def test_four_hundred_people_with_back_pain() -> None:
    people = likelihood.sort_people(400, 5, likelihood.finding("ibp-clinic"))
    assert (people.ill_with, people.ill_without, people.well_with, people.well_without) == (15, 5, 91, 289)
    assert round(people.percent_ill) == fact("axspa-after-ibp").value


def test_derived_facts_agree_with_their_sums() -> None:
    primary = likelihood.after(5, likelihood.finding("b27-referred").ratio)
    assert round(primary) == fact("axspa-after-b27-referred").value
    for name, id in [("movement", "mech-better-with-movement"), ("night", "mech-wakes-at-night")]:
        found = likelihood.finding(f"{name}-referred")
        assert fact(id).value == pytest.approx(100 - found.specificity)


def test_an_unknown_finding_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="did you mean ‘b27-clinic’"):
        likelihood.finding("b27-clinc")


@pytest.mark.parametrize("before", [0, 100, -3])
def test_a_share_must_leave_something_open(before: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        likelihood.sort_people(400, before, likelihood.finding("ibp-clinic"))

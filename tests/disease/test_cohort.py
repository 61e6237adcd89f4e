"""The simulated cohort: as many findings as its table says, the same each time, labelled wherever it shows."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from spinelab.content import ContentError, fact
from spinelab.disease import cohort, likelihood

Change = Callable[[str, str, str], int]

MATRIX = cohort.matrix()
BIG = cohort.simulate(120_000, seed=7, mix="equal")


@pytest.mark.parametrize("finding", MATRIX.findings)
def test_findings_are_as_frequent_as_the_table_says(finding: str) -> None:
    """Each share lies within 4.5 standard errors: 252 cells, so a sound generator leaves none outside."""
    for group in BIG.count(finding).groups:
        expected = MATRIX.cells[finding, group.id].probability
        assert abs(group.share - expected) <= 4.5 * sqrt(expected * (1 - expected) / group.people), group


def test_conditions_are_as_frequent_as_the_mix_says() -> None:
    """Pearson's chi-square with five degrees of freedom; 20.5 is passed once in a thousand."""
    for name, shares in MATRIX.mixes.items():
        people = cohort.simulate(50_000, seed=3, mix=name)
        found = {id: int(np.count_nonzero(people.condition == id)) for id in MATRIX.conditions}
        assert sum(found.values()) == len(people)
        assert set(people.conditions) == set(shares)
        assert sum((found[id] - 50_000 * share) ** 2 / (50_000 * share) for id, share in shares.items()) < 20.5


def test_findings_are_strangers_within_a_condition() -> None:
    """The product of two shares is the share of both; the label says that real findings are not like that."""
    ill = BIG.condition == "axspa"
    both = np.mean(BIG["hla_b27"].values[ill] & BIG["anterior_uveitis"].values[ill])
    product = np.mean(BIG["hla_b27"].values[ill]) * np.mean(BIG["anterior_uveitis"].values[ill])
    assert both == pytest.approx(product, abs=0.015)
    assert "as if they were strangers" in BIG.to_html()


def test_counting_people_agrees_with_the_likelihood_ratio() -> None:
    """With the clinic's mix, the share of the ill among those with the pattern is the probability after it."""
    people = cohort.simulate(200_000, seed=2, mix="chronic_back_pain")
    found = people.count("inflammatory_back_pain")
    after = likelihood.post_test(fact("axspa-pretest").value / 100, ["inflammatory_back_pain"])  # type: ignore[operator]
    assert found["axspa"].having / found.having == pytest.approx(after.value, abs=0.01)


def test_the_same_seed_draws_the_same_people() -> None:
    one, other, third = (cohort.simulate(500, seed=seed) for seed in (1, 1, 2))
    assert repr(one) == repr(other)
    assert np.array_equal(one.having, other.having)
    assert np.array_equal(one.codes, other.codes)
    assert repr(one) != repr(third)


def test_the_people_of_seed_one_stay_who_they_are() -> None:
    """Stored notebooks show them; numpy keeps the stream of a generator."""
    found = cohort.simulate(1000, seed=1).count("hla_b27", by="condition")
    assert (found["axspa"].having, found["axspa"].people, found.having) == (62, 83, 137)


def test_people_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        BIG["hla_b27"].values[0] = True


def test_several_findings_are_counted_together() -> None:
    names = ("inflammatory_back_pain", "hla_b27", "anterior_uveitis")
    found = BIG.count(*names)
    has_all = np.all([BIG[name] for name in names], axis=0)
    assert found["axspa"].having == np.count_nonzero(has_all & (BIG.condition == "axspa"))
    chances = [MATRIX.cells[name, "axspa"].probability for name in names]
    assert found["axspa"].expected == pytest.approx(np.prod(chances))
    assert found.name == "inflammatory back pain and HLA-B27 and anterior uveitis"


def test_counts_by_another_finding() -> None:
    found = BIG.count("anterior_uveitis", by="hla_b27")
    assert [group.name for group in found.groups] == ["with HLA-B27", "without HLA-B27"]
    assert sum(group.people for group in found.groups) == len(BIG)
    assert found.having == BIG.count("anterior_uveitis").having


@pytest.mark.parametrize(
    "shown",
    [BIG, BIG["hla_b27"], BIG.count("hla_b27", "psoriasis"), BIG.count("psoriasis", by="hla_b27")],
    ids=["cohort", "column", "count", "by finding"],
)
def test_everything_shown_says_that_it_is_simulated(shown: Any) -> None:
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == repr(shown)
    assert "SIMULATED" in bundle["text/plain"]
    assert "<caption>SIMULATED" in bundle["text/html"]
    assert 'scope="col"' in bundle["text/html"]
    assert 'scope="row"' in bundle["text/html"]


def test_each_column_knows_what_it_rests_on() -> None:
    assert len(MATRIX.findings) == 42
    assert len(MATRIX.cells) == 42 * 6
    for cell in MATRIX.cells.values():
        assert cell.status in cohort.STATUSES
        assert cell.low <= cell.probability + 1e-9 <= cell.high + 2e-9
        assert cell.sources or cell.status == "teaching assumption"
    pair = cohort.simulate(400, seed=1, mix={"axspa": 0.5, "mechanical": 0.5})
    assert pair["hla_b27"].status == "published"
    assert pair["malar_rash"].status == "teaching assumption"
    assert BIG["hla_b27"].status == "partly published"
    assert "teaching assumption" in pair["malar_rash"].to_html()


def test_the_table_of_a_count_names_the_status() -> None:
    html = BIG.count("hla_b27").to_html()
    assert "78 %, verified" in html
    assert "7 %, teaching assumption" in html
    assert "Of all who have it" in html


def test_a_corrected_figure_changes_what_is_drawn(correct: Callable[[str, str, str], None]) -> None:
    assert MATRIX.cells["hla_b27", "axspa"].probability == fact("as-b27").value / 100  # type: ignore[operator]
    correct("as-b27", "78", "81")
    assert cohort.matrix().cells["hla_b27", "axspa"].probability == 0.81


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"n": 0}, "n is 0; expected a whole number from 1"),
        ({"n": 2.5}, "n is 2.5"),
        ({"n": "many"}, "n is 'many'"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": None}, "seed is None"),
        ({"mix": "teaching clinic"}, "did you mean ‘teaching_clinic’"),
        ({"mix": {"axpsa": 1}}, "did you mean ‘axspa’"),
        ({"mix": {"axspa": 0.5, "ra": 0.4}}, "add up to 0.9; expected 1"),
        ({"mix": {"axspa": 1.5, "ra": -0.5}}, "the share of axspa in mix is 1.5; expected a number from 0 to 1"),
        ({"mix": {"axspa": float("nan")}}, "the share of axspa in mix is nan"),
        ({"mix": 5}, "mix is 5; expected a name"),
    ],
)
def test_what_cannot_be_drawn_says_why(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        cohort.simulate(**{"n": 10, "seed": 1, **arguments})


def test_what_cannot_be_counted_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean ‘hla_b27’"):
        BIG.count("hla27")
    with pytest.raises(ValueError, match="did you mean ‘condition’"):
        BIG.count("hla_b27", by="conditions")
    with pytest.raises(ValueError, match="name a finding to count"):
        BIG.count()
    with pytest.raises(ValueError, match="did you mean ‘axspa’"):
        BIG.count("hla_b27")["axpsa"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("cohort.csv", "hla_b27,ms,0.07,", "hla_b27,ms,1.7,", r"cohort.csv:\d+: column ‘probability’ is 1.7"),
        ("cohort.csv", "hla_b27,ms,0.07,0.03", "hla_b27,ms,0.07,0.08", "outside its range"),
        ("cohort.csv", "hla_b27,ms,", "hla_b27,sm,", "‘sm’ is no condition"),
        ("cohort.csv", "{as-b27.value}", "{as-b72.value}", "no fact has the id ‘as-b72’"),
        ("cohort.csv", "Nishimura2007,verified", ",verified", "names its source"),
        ("cohort.csv", "Nishimura2007,verified", "Nishimura2007,certain", "the status ‘certain’ is not known"),
        ("mixes.csv", "ms,0.05", "mss,0.05", "‘mss’ is no condition"),
    ],
)
def test_a_fault_in_the_table_says_where(file: str, old: str, new: str, said: str, change: Change) -> None:
    change(f"disease/{file}", old, new)
    with pytest.raises(ContentError, match=said):
        cohort.simulate(10, seed=1)

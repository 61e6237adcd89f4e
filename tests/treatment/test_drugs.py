"""The drugs: found by any name, told with their doubts, and safe where it matters."""

from __future__ import annotations

import pytest

from spinelab import content
from spinelab.treatment import drugs
from spinelab.treatment.drugs import FIELDS, VIEWS


def test_every_class_is_told_in_full_with_sources_that_resolve() -> None:
    known = content.references()
    assert len(drugs.drugs()) == 26
    for drug in drugs.drugs():
        assert set(drug.sources) <= set(known), drug.id
        assert all(getattr(drug, field) for field in FIELDS), drug.id


@pytest.mark.parametrize("name", ["TNF inhibitors", "adalimumab", "Adalimumab ", "tnf-inhibitors"])
def test_a_class_is_found_by_any_of_its_names(name: str) -> None:
    assert drugs.get(name).id == "tnf-inhibitors"


def test_an_unknown_drug_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="no drug is named ‘adalimumb’; did you mean ‘adalimumab’"):
        drugs.get("adalimumb")
    with pytest.raises(LookupError, match="did you mean ‘spine’"):
        drugs.table("spines")


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [
        ("methotrexate", "dose", "Once a WEEK"),
        ("methotrexate", "pregnancy", "Stop 1 to 3 months before"),
        ("methotrexate", "axspa", "Not for a purely axial disease"),
        ("hydroxychloroquine", "dose", "5 mg per kg"),
        ("hydroxychloroquine", "lupus", "everyone"),
        ("glucocorticoids", "axspa", "Not long-term"),
        ("JAK inhibitors", "avoid", "65 or over"),
        ("JAK inhibitors", "surgery", "3 days"),
        ("secukinumab", "avoid", "bowel disease"),
        ("tocilizumab", "axspa", "Not used"),
        ("mycophenolate", "pregnancy", "6 weeks"),
        ("denosumab", "spine", "when it is stopped"),
        ("NSAIDs", "pregnancy", "week 28"),
        ("adalimumab", "start", "TB"),
    ],
)
def test_what_must_not_be_missed(name: str, field: str, said: str) -> None:
    drug = drugs.get(name)
    assert said in getattr(drug, field)
    part = next(part for part in getattr(drug, field).replace(". ", "; ").split("; ") if said in part)
    assert "[" not in part, "this part must be verified"


def test_doubts_are_shown_beside_what_they_concern() -> None:
    nsaids = drugs.get("naproxen")
    assert nsaids.status("dose") == "secondary"
    assert nsaids.status("avoid") == "from memory"
    assert nsaids.status("harms") == "verified"
    assert "<em>[secondary]</em>" in nsaids.to_html()
    told = [drug for drug in drugs.drugs() if drug.status("pregnancy") == "from memory"]
    assert drugs.table("pregnancy").to_html().count("[from memory]") >= len(told) > 0


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_a_table_for_everyone(view: str) -> None:
    table = drugs.table(view)
    html = table.to_html()
    assert html.count('scope="col"') == len(VIEWS[view]) + 2
    assert html.count('scope="row"') == 26
    assert html.count("<caption") == 1
    assert repr(table) == repr(drugs.table(view))


def test_a_table_can_hold_only_the_named() -> None:
    table = drugs.table("spine", "etanercept", "naproxen")
    assert [drug.id for drug in table.drugs] == ["nsaids", "tnf-inhibitors"]


def test_what_slows_damage_is_told_from_what_eases_pain() -> None:
    assert drugs.get("naproxen").shown("does") == "eases pain only"
    assert drugs.get("methotrexate").shown("does") == "slows the disease"

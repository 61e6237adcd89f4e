"""The pictures of lesson 06 say what the data say."""

from __future__ import annotations

from spinelab.disease import figures
from spinelab.disease.instruments import instrument


def test_the_women_are_counted_from_the_shares() -> None:
    alt = figures.fractures_seen_and_known().alt
    assert "150 marks" in alt
    assert "6 filled triangles" in alt
    assert "38 open triangles" in alt
    assert "106 grey circles" in alt


def test_each_domain_shows_its_points() -> None:
    alt = figures.sle_2019_points().alt
    for group in instrument("sle_2019").groups:
        assert group.name in alt
    assert "Renal 4 or 8 or 10" in alt


def test_eight_places_are_told_with_their_origin() -> None:
    alt = figures.lupus_and_the_back().alt
    told = alt.partition("origin. ")[2].partition(". The arthritis")[0].split("; ")
    origins = [part.partition(":")[0] for part in told if part.partition(":")[0].startswith(("lupus", "its", "beside"))]
    assert len(origins) == 8
    assert set(origins) == {"lupus itself", "its treatment, or infection", "beside lupus"}

"""Lupus: the 2012 SLICC criteria."""

from __future__ import annotations

from collections.abc import Iterable

from spinelab.disease.arguments import names
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification


def slicc_2012(findings: Iterable[str]) -> Classification:
    """The 2012 criteria for lupus; the points are the items that count.

    Met by four items, at least one clinical and one immunologic; or by nephritis on biopsy with ANA or anti-dsDNA.
    The direct Coombs test counts only without haemolytic anaemia. `criteria.items("slicc_2012")` lists the names.
    Raises ValueError for an unknown name, with the nearest one. Source: Petri2012.
    """
    rules = instrument("slicc_2012")
    items = rules.by_id
    present = names("findings", findings, items)
    counted = [name for name in present if items[name].points]
    because = []
    if "direct_coombs" in counted and "haemolytic_anaemia" in counted:
        counted.remove("direct_coombs")
        because.append("Immunologic, direct Coombs test: does not count beside haemolytic anaemia.")
    because = [f"{items[name].group.capitalize()}, {items[name].text}: counts." for name in counted] + because
    kinds = {items[name].group for name in counted}
    by_count = len(counted) >= rules.limits["cut_off"] and kinds == {"clinical", "immunologic"}
    because.append(f"Items: {len(counted)}; {rules.limits['cut_off']:g} are needed.")
    because += [f"No {kind} item; at least one is needed." for kind in ("clinical", "immunologic") if kind not in kinds]
    by_biopsy = False
    if "biopsy_nephritis" in present:
        by_biopsy = "ana" in present or "anti_dsdna" in present
        because.append(
            "Biopsy: lupus nephritis with ANA or anti-dsDNA, which is enough alone."
            if by_biopsy
            else "Biopsy: lupus nephritis, which is enough only with ANA or anti-dsDNA."
        )
    return Classification(by_count or by_biopsy, float(len(counted)), because, title=rules.title)

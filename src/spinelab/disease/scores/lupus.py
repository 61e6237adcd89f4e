"""How active lupus is: SLEDAI-2K."""

from __future__ import annotations

from collections.abc import Iterable

from spinelab.disease.arguments import names
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Score
from spinelab.disease.scores.scales import exact, summed


def sledai_2k(present: Iterable[str]) -> Score:
    """SLEDAI-2K, 0 to 105: the sum of the weights of what is present and due to lupus.

    `criteria.items("sledai_2k")` lists the 24 names. Raises ValueError for an unknown name, with the nearest one.
    Source: Gladman2002.
    """
    items = instrument("sledai_2k").by_id
    found = names("present", present, items)
    return summed("sledai_2k", [(items[id].text, exact(items[id].points), "present") for id in found])

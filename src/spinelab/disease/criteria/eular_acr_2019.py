"""Lupus: the 2019 EULAR/ACR criteria."""

from __future__ import annotations

from collections.abc import Iterable

from spinelab.disease.arguments import names, yes_no
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification


def sle_2019(ana_positive: bool, findings: Iterable[str]) -> Classification:
    """The 2019 criteria for lupus: ANA first, then points; 10 with a clinical finding meet them.

    In each domain only the heaviest finding counts. `findings` hold what was ever present and is not better explained
    otherwise; `criteria.items("sle_2019")` lists the names. Without ANA nothing is scored. Raises ValueError for an
    unknown name, with the nearest one. Source: Aringer2019.
    """
    rules = instrument("sle_2019")
    ana = yes_no("ana_positive", ana_positive)
    present = [rules.by_id[name] for name in names("findings", findings, rules.by_id)]
    if not ana:
        because = [f"Entry not met: needed are {rules.entry}. Nothing is scored."]
        because += [f"{_first(item.text)}: does not count, the entry is not met." for item in present]
        return Classification(False, None, because, title=rules.title)
    because = ["Entry met: antinuclear antibodies."]
    total, clinical, empty = 0.0, False, []
    for group in rules.groups:
        here = [item for item in present if item.group == group.id]
        if not here:
            empty.append(group.name.lower())
            continue
        best = max(here, key=lambda item: item.points)
        total += best.points
        clinical |= group.kind == "clinical"
        for item in here:
            if item is best:
                verdict = f"counts {item.points:g}"
            else:
                more = "more" if item.points < best.points else "as much"
                verdict = f"does not count; in this domain {best.text} counts {more}"
            because.append(f"{group.name}, {item.text}: {verdict}.")
    if empty:
        because.append(f"Nothing found: {', '.join(empty)}.")
    because.append(f"Sum: {total:g} points; {rules.limits['cut_off']:g} are needed.")
    if not clinical:
        because.append("No clinical finding; at least one is needed.")
    return Classification(clinical and total >= rules.limits["cut_off"], total, because, title=rules.title)


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]

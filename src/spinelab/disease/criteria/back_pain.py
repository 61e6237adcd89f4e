"""Inflammatory back pain: three sets of questions."""

from __future__ import annotations

from spinelab.content import nearest
from spinelab.content.faults import InputError
from spinelab.disease.arguments import one_of, yes_no
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification

SETS = ("calin", "berlin", "asas")


def inflammatory_back_pain(criteria: str, **items: bool) -> Classification:
    """Inflammatory back pain by "calin" (4 of 5), "berlin" (2 of 4) or "asas" (4 of 5).

    Each item is True or False by its name; one that is left out counts as absent, and the reasons say so.
    `criteria.items("asas")` lists the names. The points are the items present. Raises ValueError for another set, an
    unknown item, with the nearest one, or an answer that is not True or False.
    Sources: Calin1977, Rudwaleit2006ibp, Sieper2009.
    """
    rules = instrument(one_of("criteria", criteria, SETS))
    for name in items:
        if name not in rules.by_id:
            raise InputError(f"{name} is no item of {criteria!r}{nearest(name, rules.by_id)}")
    answers = {name: yes_no(name, value) for name, value in items.items()}
    because = [f"Entry, taken as met: {rules.entry}."]
    for name, item in rules.by_id.items():
        answer = answers.get(name)
        said = "not asked, does not count" if answer is None else "counts" if answer else "absent"
        because.append(f"{item.text[:1].upper()}{item.text[1:]}: {said}.")
    present = sum(answers.values())
    because.append(f"Items: {present} of {len(rules.items)}; {rules.limits['cut_off']:g} are needed.")
    return Classification(present >= rules.limits["cut_off"], float(present), because, title=rules.title)

"""Ankylosing spondylitis: the 1984 modified New York criteria."""

from __future__ import annotations

from spinelab.disease.arguments import count, yes_no
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification


def modified_new_york_1984(
    sacroiliitis_left: int,
    sacroiliitis_right: int,
    inflammatory_back_pain: bool,
    limited_lumbar_motion: bool,
    reduced_chest_expansion: bool,
) -> Classification:
    """The 1984 criteria for ankylosing spondylitis; `meets` is definite disease.

    Definite: sacroiliitis on the film (grade 2 or more on both sides, or 3 or more on one) with a clinical criterion.
    The last line says when it is probable: sacroiliitis alone, or all three clinical criteria alone. Raises ValueError
    for a grade outside 0 to 4 or an answer that is not True or False. Source: VanDerLinden1984.
    """
    rules = instrument("modified_new_york_1984")
    limits = rules.limits
    worst = int(limits["worst_grade"])
    left = count("sacroiliitis_left", sacroiliitis_left, worst)
    right = count("sacroiliitis_right", sacroiliitis_right, worst)
    clinical = {
        "inflammatory_back_pain": yes_no("inflammatory_back_pain", inflammatory_back_pain),
        "limited_lumbar_motion": yes_no("limited_lumbar_motion", limited_lumbar_motion),
        "reduced_chest_expansion": yes_no("reduced_chest_expansion", reduced_chest_expansion),
    }
    film = min(left, right) >= limits["both_sides"] or max(left, right) >= limits["one_side"]
    met = sum(clinical.values())
    because = [
        f"Film, sacroiliitis grade {left} on the left, {right} on the right: {'counts' if film else 'does not count'};"
        f" {limits['both_sides']:g} on both sides or {limits['one_side']:g} on one is needed."
    ]
    because += [
        f"Clinical, {rules.by_id[name].text}: {'counts' if yes else 'absent'}." for name, yes in clinical.items()
    ]
    definite = film and met >= limits["clinical_for_definite"]
    if definite:
        because.append("Definite: the film and at least one clinical criterion.")
    elif film:
        because.append("Probable only: the film without a clinical criterion.")
    elif met >= limits["clinical_for_probable"]:
        because.append("Probable only: all three clinical criteria without the film.")
    else:
        because.append("Neither definite nor probable.")
    return Classification(definite, None, because, title=rules.title)

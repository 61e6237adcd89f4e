"""The pictures of the first steps: words that stand for the picture."""

from __future__ import annotations

from spinelab.treatment.figures import first_steps
from spinelab.treatment.first_steps import treatments


def test_every_treatment_and_every_effect_is_told_in_words() -> None:
    strength, effects = first_steps.evidence_strength().alt, first_steps.exercise_effects().alt
    for treatment in treatments():
        assert first_steps._short(treatment.name) in strength
        for effect in treatment.effects:
            if effect.unit in ("points of 100", "SMD"):
                assert effect.what in effects, effect.id

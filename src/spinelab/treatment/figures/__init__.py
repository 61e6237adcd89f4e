"""The pictures of this room. Each function returns a `Picture` and can be called without arguments."""

from spinelab.treatment.figures.care import care_timeline
from spinelab.treatment.figures.first_steps import back_pain_course, evidence_strength, exercise_effects
from spinelab.treatment.figures.forest_plots import forest
from spinelab.treatment.figures.maps import pathway_map
from spinelab.treatment.figures.medicines import monitoring_year, slows_or_eases, steroid_dose

__all__ = [
    "back_pain_course",
    "care_timeline",
    "evidence_strength",
    "exercise_effects",
    "forest",
    "monitoring_year",
    "pathway_map",
    "slows_or_eases",
    "steroid_dose",
]

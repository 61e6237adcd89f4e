"""The pictures of this room. Each function returns a `Picture` and can be called without arguments."""

from spinelab.treatment.figures.care import care_timeline
from spinelab.treatment.figures.first_steps import back_pain_course, evidence_strength, exercise_effects
from spinelab.treatment.figures.forest_plots import forest
from spinelab.treatment.figures.maps import pathway_map
from spinelab.treatment.figures.medicines import monitoring_year, slows_or_eases, steroid_dose
from spinelab.treatment.figures.procedures import (
    medial_branch_targets,
    neck_operations,
    one_block_or_two,
    outcomes_by_class,
)

__all__ = [
    "back_pain_course",
    "care_timeline",
    "evidence_strength",
    "exercise_effects",
    "forest",
    "medial_branch_targets",
    "monitoring_year",
    "neck_operations",
    "one_block_or_two",
    "outcomes_by_class",
    "pathway_map",
    "slows_or_eases",
    "steroid_dose",
]

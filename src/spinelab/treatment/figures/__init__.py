"""The pictures of this room. Each function returns a `Picture` and can be called without arguments."""

from spinelab._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "care": ["care_timeline"],
        "first_steps": ["back_pain_course", "evidence_strength", "exercise_effects"],
        "forest_plots": ["forest"],
        "maps": ["pathway_map"],
        "medicines": ["monitoring_year", "slows_or_eases", "steroid_dose"],
        "procedures": ["medial_branch_targets", "neck_operations", "one_block_or_two", "outcomes_by_class"],
    },
)

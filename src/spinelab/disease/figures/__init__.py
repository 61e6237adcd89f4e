"""The pictures of this room. Each function returns a `Picture` and can be called without arguments."""

from spinelab._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "evidence": ["missing_controls", "same_share_more_people", "what_became_of_80_percent"],
        "lupus": ["fractures_seen_and_known", "lupus_and_the_back", "myelitis_signs", "sle_2019_points"],
        "rheumatoid": ["das28_scale", "low_back_pain_in_ra", "points_2010", "subluxation_by_era"],
        "side_by_side": ["age_and_onset", "natural_frequencies", "pain_patterns", "red_flags", "where_it_strikes"],
        "spondylitis": [
            "asdas_and_basdai",
            "b27_is_no_diagnosis",
            "enthesis_to_bridge",
            "fused_spine_breaks",
            "sacroiliac_grades",
        ],
        "synovitis": ["synovitis_to_slip"],
    },
)

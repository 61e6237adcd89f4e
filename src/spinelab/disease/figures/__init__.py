"""The pictures of this room. Each function returns a `Picture` and can be called without arguments."""

from spinelab.disease.figures.evidence import missing_controls, same_share_more_people, what_became_of_80_percent
from spinelab.disease.figures.lupus import (
    fractures_seen_and_known,
    lupus_and_the_back,
    myelitis_signs,
    sle_2019_points,
)
from spinelab.disease.figures.rheumatoid import (
    das28_scale,
    low_back_pain_in_ra,
    points_2010,
    subluxation_by_era,
)
from spinelab.disease.figures.side_by_side import (
    age_and_onset,
    natural_frequencies,
    pain_patterns,
    red_flags,
    where_it_strikes,
)
from spinelab.disease.figures.spondylitis import (
    asdas_and_basdai,
    b27_is_no_diagnosis,
    enthesis_to_bridge,
    fused_spine_breaks,
    sacroiliac_grades,
)
from spinelab.disease.figures.synovitis import synovitis_to_slip

__all__ = [
    "age_and_onset",
    "asdas_and_basdai",
    "b27_is_no_diagnosis",
    "das28_scale",
    "enthesis_to_bridge",
    "fractures_seen_and_known",
    "fused_spine_breaks",
    "low_back_pain_in_ra",
    "lupus_and_the_back",
    "missing_controls",
    "myelitis_signs",
    "natural_frequencies",
    "pain_patterns",
    "points_2010",
    "red_flags",
    "sacroiliac_grades",
    "same_share_more_people",
    "sle_2019_points",
    "subluxation_by_era",
    "synovitis_to_slip",
    "what_became_of_80_percent",
    "where_it_strikes",
]

"""The diseases side by side: what each does to the spine, what a finding is worth, and what must not wait."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spinelab.disease import cohort as cohort
    from spinelab.disease import criteria as criteria
    from spinelab.disease import likelihood as likelihood
    from spinelab.disease import scores as scores
    from spinelab.disease.disputed import disputes as disputes
    from spinelab.disease.figures import age_and_onset as age_and_onset
    from spinelab.disease.figures import asdas_and_basdai as asdas_and_basdai
    from spinelab.disease.figures import b27_is_no_diagnosis as b27_is_no_diagnosis
    from spinelab.disease.figures import das28_scale as das28_scale
    from spinelab.disease.figures import enthesis_to_bridge as enthesis_to_bridge
    from spinelab.disease.figures import fractures_seen_and_known as fractures_seen_and_known
    from spinelab.disease.figures import fused_spine_breaks as fused_spine_breaks
    from spinelab.disease.figures import low_back_pain_in_ra as low_back_pain_in_ra
    from spinelab.disease.figures import lupus_and_the_back as lupus_and_the_back
    from spinelab.disease.figures import missing_controls as missing_controls
    from spinelab.disease.figures import myelitis_signs as myelitis_signs
    from spinelab.disease.figures import natural_frequencies as natural_frequencies
    from spinelab.disease.figures import pain_patterns as pain_patterns
    from spinelab.disease.figures import points_2010 as points_2010
    from spinelab.disease.figures import red_flags as red_flags
    from spinelab.disease.figures import sacroiliac_grades as sacroiliac_grades
    from spinelab.disease.figures import same_share_more_people as same_share_more_people
    from spinelab.disease.figures import sle_2019_points as sle_2019_points
    from spinelab.disease.figures import subluxation_by_era as subluxation_by_era
    from spinelab.disease.figures import synovitis_to_slip as synovitis_to_slip
    from spinelab.disease.figures import what_became_of_80_percent as what_became_of_80_percent
    from spinelab.disease.figures import where_it_strikes as where_it_strikes
    from spinelab.disease.flags import red_flag_table as red_flag_table
    from spinelab.disease.widgets import bayes_bench as bayes_bench
    from spinelab.disease.widgets import comparison as comparison

_HOME = {
    "age_and_onset": "figures",
    "asdas_and_basdai": "figures",
    "b27_is_no_diagnosis": "figures",
    "bayes_bench": "widgets",
    "comparison": "widgets",
    "das28_scale": "figures",
    "disputes": "disputed",
    "enthesis_to_bridge": "figures",
    "fractures_seen_and_known": "figures",
    "fused_spine_breaks": "figures",
    "low_back_pain_in_ra": "figures",
    "lupus_and_the_back": "figures",
    "missing_controls": "figures",
    "myelitis_signs": "figures",
    "natural_frequencies": "figures",
    "pain_patterns": "figures",
    "points_2010": "figures",
    "red_flag_table": "flags",
    "red_flags": "figures",
    "sacroiliac_grades": "figures",
    "same_share_more_people": "figures",
    "sle_2019_points": "figures",
    "subluxation_by_era": "figures",
    "synovitis_to_slip": "figures",
    "what_became_of_80_percent": "figures",
    "where_it_strikes": "figures",
}
_MODULES = ("cohort", "criteria", "likelihood", "scores")
__all__ = sorted([*_HOME, *_MODULES])


def __getattr__(name: str) -> object:
    if name in _HOME:
        value: object = getattr(import_module(f"spinelab.disease.{_HOME[name]}"), name)
        return value
    if name in _MODULES:
        return import_module(f"spinelab.disease.{name}")
    raise AttributeError(f"spinelab.disease has no {name!r}; there is: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__

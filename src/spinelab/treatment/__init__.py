"""The treatment of spinal pain: from first contact to surgery, as pathways, drugs and the effects of studies.

Everything is loaded when it is first asked for, so that importing this room costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spinelab.treatment import drugs as drugs
    from spinelab.treatment import effects as effects
    from spinelab.treatment import pathway as pathway
    from spinelab.treatment.figures import back_pain_course as back_pain_course
    from spinelab.treatment.figures import care_timeline as care_timeline
    from spinelab.treatment.figures import evidence_strength as evidence_strength
    from spinelab.treatment.figures import exercise_effects as exercise_effects
    from spinelab.treatment.figures import forest as forest
    from spinelab.treatment.figures import medial_branch_targets as medial_branch_targets
    from spinelab.treatment.figures import monitoring_year as monitoring_year
    from spinelab.treatment.figures import neck_operations as neck_operations
    from spinelab.treatment.figures import one_block_or_two as one_block_or_two
    from spinelab.treatment.figures import outcomes_by_class as outcomes_by_class
    from spinelab.treatment.figures import pathway_map as pathway_map
    from spinelab.treatment.figures import slows_or_eases as slows_or_eases
    from spinelab.treatment.figures import steroid_dose as steroid_dose
    from spinelab.treatment.first_steps import home_and_physical as home_and_physical
    from spinelab.treatment.widgets import explore as explore

_HOME = {
    "back_pain_course": "figures",
    "care_timeline": "figures",
    "drugs": "",
    "effects": "",
    "evidence_strength": "figures",
    "exercise_effects": "figures",
    "explore": "widgets",
    "forest": "figures",
    "home_and_physical": "first_steps",
    "medial_branch_targets": "figures",
    "monitoring_year": "figures",
    "neck_operations": "figures",
    "one_block_or_two": "figures",
    "outcomes_by_class": "figures",
    "pathway": "",
    "pathway_map": "figures",
    "slows_or_eases": "figures",
    "steroid_dose": "figures",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"spinelab.treatment has no {name!r}; there is: {', '.join(__all__)}")
    home = import_module(f"spinelab.treatment.{_HOME[name] or name}")
    value: object = getattr(home, name) if _HOME[name] else home
    return value


def __dir__() -> list[str]:
    return __all__

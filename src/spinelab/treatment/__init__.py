"""The treatment of spinal pain: first contact, home care, physical therapy.

Drawings are made when they are first asked for, so that importing this room costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spinelab.treatment.first_steps import follow, home_and_physical, pathway

if TYPE_CHECKING:
    from spinelab.treatment.figures import (
        back_pain_course,
        evidence_strength,
        exercise_effects,
        first_contact,
    )

__all__ = [
    "back_pain_course",
    "evidence_strength",
    "exercise_effects",
    "first_contact",
    "follow",
    "home_and_physical",
    "pathway",
]


def __getattr__(name: str) -> Any:
    """A drawing of this room, imported on first use."""
    if name in __all__:
        from spinelab.treatment import figures

        return getattr(figures, name)
    raise AttributeError(f"spinelab.treatment has no {name!r}; it has: {', '.join(__all__)}")

"""The diseases side by side: what each does to the spine, what a finding is worth, and what must not wait."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spinelab.disease.figures import age_and_onset as age_and_onset
    from spinelab.disease.figures import natural_frequencies as natural_frequencies
    from spinelab.disease.figures import pain_patterns as pain_patterns
    from spinelab.disease.figures import red_flags as red_flags
    from spinelab.disease.figures import where_it_strikes as where_it_strikes
    from spinelab.disease.flags import red_flag_table as red_flag_table
    from spinelab.disease.widgets import comparison as comparison

_HOME = {
    "age_and_onset": "figures",
    "comparison": "widgets",
    "natural_frequencies": "figures",
    "pain_patterns": "figures",
    "red_flag_table": "flags",
    "red_flags": "figures",
    "where_it_strikes": "figures",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name in _HOME:
        value: object = getattr(import_module(f"spinelab.disease.{_HOME[name]}"), name)
        return value
    raise AttributeError(f"spinelab.disease has no {name!r}; there is: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__

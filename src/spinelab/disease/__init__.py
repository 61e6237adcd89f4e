"""The diseases side by side: what each does to the spine, what a finding is worth, and what must not wait."""

from spinelab._lazy import lazily
from spinelab.disease import figures

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "": ["cohort", "criteria", "likelihood", "scores"],
        "disputed": ["disputes"],
        "flags": ["red_flag_table"],
        "widgets": ["bayes_bench", "comparison"],
        "figures": figures.__all__,
    },
)

"""The pictures of this room. Each function returns a `Picture` and can be called without arguments."""

from spinelab.disease.figures.side_by_side import (
    age_and_onset,
    natural_frequencies,
    pain_patterns,
    red_flags,
    where_it_strikes,
)

__all__ = ["age_and_onset", "natural_frequencies", "pain_patterns", "red_flags", "where_it_strikes"]

"""Films and sections of the virtual spine as teaching figures. Each function returns a `Picture`, without arguments."""

from spinelab.imaging.figures.atlas_slip import healthy_and_slipped, slip_lettered
from spinelab.imaging.figures.grades import (
    corner_steps,
    corners_to_score,
    pelves_numbered,
    sacroiliac_grades,
    slip_on_film,
    wedge_grades,
    wedges_unnamed,
)
from spinelab.imaging.figures.neck import (
    flexed_lettered,
    lines_at_the_skull,
    lines_lettered,
    neutral_and_flexed,
    open_mouth_lettered,
    staircase,
    staircase_unmarked,
    three_ways_lettered,
    three_ways_to_see,
)
from spinelab.imaging.figures.readers import agreement_example, agreement_lettered

__all__ = [
    "agreement_example",
    "agreement_lettered",
    "corner_steps",
    "corners_to_score",
    "flexed_lettered",
    "healthy_and_slipped",
    "lines_at_the_skull",
    "lines_lettered",
    "neutral_and_flexed",
    "open_mouth_lettered",
    "pelves_numbered",
    "sacroiliac_grades",
    "slip_lettered",
    "slip_on_film",
    "staircase",
    "staircase_unmarked",
    "three_ways_lettered",
    "three_ways_to_see",
    "wedge_grades",
    "wedges_unnamed",
]

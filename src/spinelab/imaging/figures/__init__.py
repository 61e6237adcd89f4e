"""Films and sections of the virtual spine as teaching figures. Each function returns a `Picture`, without arguments."""

from spinelab._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "atlas_slip": ["healthy_and_slipped", "slip_lettered"],
        "grades": [
            "corner_steps",
            "corners_to_score",
            "pelves_numbered",
            "sacroiliac_grades",
            "slip_on_film",
            "wedge_grades",
            "wedges_unnamed",
        ],
        "neck": [
            "flexed_lettered",
            "lines_at_the_skull",
            "lines_lettered",
            "neutral_and_flexed",
            "open_mouth_lettered",
            "staircase",
            "staircase_unmarked",
            "three_ways_lettered",
            "three_ways_to_see",
        ],
        "readers": ["agreement_example", "agreement_lettered"],
    },
)

"""Simulated films and slices of the virtual spine, and measuring on them. Names load on first use: this is light."""

from spinelab._lazy import lazily
from spinelab.imaging import figures

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "craniovertebral_lines": ["lines"],
        "radiography": ["radiograph", "Radiograph"],
        "section": ["Sections", "Slice"],
        "widgets": ["measure", "Measurement", "reading_room", "ReadingRoom", "slices", "SectionViewer"],
        "figures": figures.__all__,
    },
)

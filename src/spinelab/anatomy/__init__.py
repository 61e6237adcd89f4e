"""Anatomy of the spine: drawn figures, geometry and measures. Names load on first use, so importing this is light."""

from spinelab._lazy import lazily
from spinelab.anatomy import figures

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "craniovertebral": ["intervals", "adi_band", "padi_band", "Intervals"],
        "bone": ["vertebra", "Bone"],
        "standing": ["spine", "Spine"],
        "widgets": ["explore", "Explorer", "slip_diagram", "SlipDiagram"],
        "figures": figures.__all__,
    },
)

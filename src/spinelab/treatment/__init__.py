"""The treatment of spinal pain: from first contact to surgery, as pathways, drugs and the effects of studies.

Everything is loaded when it is first asked for, so that importing this room costs next to nothing.
"""

from spinelab._lazy import lazily
from spinelab.treatment import figures

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "": ["drugs", "effects", "pathway"],
        "first_steps": ["home_and_physical"],
        "widgets": ["explore"],
        "figures": figures.__all__,
    },
)

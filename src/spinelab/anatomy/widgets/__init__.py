"""The widgets of this room: the diagram of the slipping atlas, and the 3-D view."""

from spinelab.anatomy.widgets.explorer import Explorer, explore
from spinelab.anatomy.widgets.slip import SlipDiagram, slip_diagram

__all__ = ["Explorer", "SlipDiagram", "explore", "slip_diagram"]

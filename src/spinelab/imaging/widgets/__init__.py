"""The widgets of this room: three linked sections with a crosshair, measuring on a film, and the reading room."""

from spinelab.imaging.widgets.measurement import Measurement, measure
from spinelab.imaging.widgets.reading_room import ReadingRoom, reading_room
from spinelab.imaging.widgets.section_viewer import SectionViewer, slices

__all__ = ["Measurement", "ReadingRoom", "SectionViewer", "measure", "reading_room", "slices"]

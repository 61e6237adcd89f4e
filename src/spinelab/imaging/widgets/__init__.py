"""The widgets of this room: three linked sections with a crosshair."""

from spinelab.imaging.widgets.section_viewer import SectionViewer, slices

__all__ = ["SectionViewer", "slices"]

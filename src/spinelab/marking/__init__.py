"""Assignments: their keys, and marks recomputed from what learners handed in."""

from spinelab.marking.key import Key, check, keyed, read_key
from spinelab.marking.marks import Marks, marks

__all__ = ["Key", "Marks", "check", "keyed", "marks", "read_key"]

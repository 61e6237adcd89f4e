"""Builds the virtual spine: named parts in `data/anatomy` become labelled, closed, calibrated meshes.

Only `make spine` uses it; a learner's kernel reads the finished meshes.
"""

"""Solids whose lengths and areas are known by formula."""

import numpy as np

from spinelab.anatomy.solids import stack
from spinelab.imaging.film import Body


def box(size: tuple[float, float, float], turn_deg: float = 0) -> Body:
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]) * size
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = np.array([part for a, b, c, d in faces for part in ((a, b, c), (a, c, d))])
    angle = np.radians(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    return Body(corners @ turn.T, triangles)


def sphere(radius: float) -> Body:
    height = np.cos(np.linspace(np.pi, 0, 121))[1:-1] * radius
    across = np.sqrt(radius**2 - height**2)
    centres = np.stack([np.zeros(len(height)), np.zeros(len(height)), height], axis=1)
    solid = stack(centres, across, across, around=240)
    return Body(solid.vertices, solid.triangles)

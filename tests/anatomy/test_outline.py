"""Smooth outlines."""

import numpy as np
import pytest

from spinelab.anatomy.outline import bezier, ellipse, mirrored, moved, svg_path

SQUARE = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]


def test_the_curve_passes_through_every_point() -> None:
    assert bezier(SQUARE)[::3].tolist() == [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    assert bezier(SQUARE, closed=False)[::3].tolist() == [[0, 0], [2, 0], [2, 2], [0, 2]]


def test_a_point_given_twice_is_a_corner() -> None:
    corner = bezier([(0, 0), (2, 0), (2, 0), (2, 2)], closed=False)
    into, out_of = corner[3] - corner[2], corner[7] - corner[6]
    assert into[0] > 0
    assert into[1] == pytest.approx(0)
    assert out_of[1] > 0
    assert out_of[0] == pytest.approx(0)


def test_neighbouring_pieces_meet_without_a_kink() -> None:
    curve = bezier(ellipse((3, 1), 4, 2, turned=20))
    before, after = curve[3] - curve[2], curve[4] - curve[3]
    assert before[0] * after[1] - before[1] * after[0] == pytest.approx(0, abs=1e-9)


def test_one_point_is_not_an_outline() -> None:
    with pytest.raises(ValueError, match="at least two points"):
        bezier([(1.0, 2.0)])


def test_mirroring_keeps_midline_points_single() -> None:
    whole = mirrored([(0, 1), (1, 0), (0, -1)])
    assert whole.tolist() == [[0, 1], [1, 0], [0, -1], [-1, 0]]


def test_turning_is_anticlockwise() -> None:
    assert np.allclose(moved([(1, 0)], by=(1, 1), turned=90), [[1, 2]])


def test_svg_has_y_down_the_page() -> None:
    assert svg_path([(0, 0), (3, 3)], closed=False) == "M0 0C1 -1 2 -2 3 -3"
    assert svg_path(SQUARE).endswith("Z")

"""Atlas and axis on the model: letters stand on what the questions say, and a cut mesh ends at the plane."""

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy.bone import Bone, vertebra
from spinelab.anatomy.figures import junction
from spinelab.anatomy.figures.placing import cut
from spinelab.anatomy.figures.shaded import screen_axes
from spinelab.anatomy.standing import spine

STEP_MM = 0.4  # a letter stands at least so far from the edge of what it names
ATLAS = {
    "A": "superior articular facet",
    "B": "posterior arch",
    "C": "groove for the vertebral artery",
    "D": "anterior arch",
    "E": "tubercle for the transverse ligament",
}
AXIS = {
    "A": "groove for the transverse ligament",
    "B": "alar facet of the dens",
    "C": "facet for the atlas",
    "D": "superior articular facet",
    "E": "inferior articular facet",
}


def dots(figure: str) -> list[tuple[float, float]]:
    """Where the leader lines of a figure end, in the order in which they were drawn."""
    plate = getattr(anatomy, figure).__wrapped__()
    return [(line.get_xdata()[0], line.get_ydata()[0]) for line in plate.axes.lines if len(line.get_xdata()) == 1]


def hit(bone: Bone, view: str, across: float, up: float) -> str:
    """The structure that a ray from the eye meets first, by a second way: the nearest vertex of the triangle it meets.

    `across` and `up` are mm from the middle of the bone in that view.
    """
    axes = screen_axes(view)
    vertices = bone.vertices.astype(float)
    local = (vertices - (vertices.max(axis=0) + vertices.min(axis=0)) / 2) @ axes
    a, b, c = (local[bone.triangles[:, corner]] for corner in range(3))
    point = np.array([across, up])
    span = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    span = np.where(np.abs(span) < 1e-12, np.inf, span)
    away = point - a[:, :2]
    v = (away[:, 0] * (c - a)[:, 1] - away[:, 1] * (c - a)[:, 0]) / span
    w = ((b - a)[:, 0] * away[:, 1] - (b - a)[:, 1] * away[:, 0]) / span
    inside = np.nonzero((v >= 0) & (w >= 0) & (v + w <= 1))[0]
    share = np.stack([1 - v - w, v, w], axis=1)[inside]
    depth = (share * np.stack([a[inside, 2], b[inside, 2], c[inside, 2]], axis=1)).sum(axis=1)
    first = int(depth.argmax())
    vertex = bone.triangles[inside[first], share[first].argmax()]
    return bone.structures[bone.structure_of[vertex]]


@pytest.mark.parametrize(
    ("figure", "level", "views", "named"),
    [
        ("atlas_lettered", "C1", dict.fromkeys(ATLAS, ("above", (0.0, 0.0))), ATLAS),
        (
            "axis_lettered",
            "C2",
            {letter: ("behind", (-29.0, -2.0)) if letter == "A" else ("left", (31.0, -2.0)) for letter in AXIS},
            AXIS,
        ),
    ],
)
def test_each_letter_stands_on_what_it_stands_for(
    figure: str, level: str, views: dict[str, tuple[str, tuple[float, float]]], named: dict[str, str]
) -> None:
    spots = dots(figure)
    assert len(spots) == len(named)
    for (letter, structure), (x, y) in zip(named.items(), spots, strict=True):
        view, at = views[letter]
        for dx, dy in ((0, 0), (STEP_MM, 0), (-STEP_MM, 0), (0, STEP_MM), (0, -STEP_MM)):
            assert hit(vertebra(level), view, x - at[0] + dx, y - at[1] + dy) == structure, letter


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("atlas_lettered", ("ligament", "artery", "arch", "facet", "condyle")),
        ("axis_lettered", ("ligament", "atlas", "facet", "alar")),
        ("ligaments_lettered", ("ligament", "alar", "transverse", "posterior")),
    ],
)
def test_a_picture_for_questions_does_not_answer_them(figure: str, told: tuple[str, ...]) -> None:
    written = " ".join(text.get_text() for text in getattr(anatomy, figure).__wrapped__().words)
    spoken = getattr(anatomy, figure)().alt
    assert [word for word in told if word in f"{written} {spoken}"] == []


def test_each_letter_of_the_ligaments_stands_on_one() -> None:
    cut_face, alar, transverse = dots("ligaments_lettered")
    neck, scale, at = spine("cervical"), 1.12, (0.0, -2.0)
    for name, (x, y) in (("left alar ligament", alar), ("transverse ligament", transverse)):
        own = (x - at[0]) / scale, (y - at[1]) / scale + junction._MIDDLE[2]
        low, high = (getattr(neck.ligaments[name].vertices, end)(axis=0) for end in ("min", "max"))
        assert low[0] < own[0] < high[0]
        assert low[2] < own[1] < high[2]
    loops = [loop for loop in cut(neck.bones["C1"], 1, junction._CUT_MM) if loop[:, 0].min() > 0]
    assert len(loops) == 1, "the ring is cut once on each side"
    assert cut_face[0] / scale == pytest.approx(loops[0][:, 0].mean(), abs=0.1)


def test_what_lies_beyond_a_plane_ends_at_the_plane() -> None:
    bone = vertebra("C2")
    kept = junction.beyond(bone, 1, -14.0)
    assert kept.vertices[:, 1].min() == pytest.approx(-14.0, abs=1e-6)
    edges = np.sort(kept.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    pairs, count = np.unique(edges, axis=0, return_counts=True)
    assert set(count) == {1, 2}, "a surface without tears"
    open_ends = kept.vertices[np.unique(pairs[count == 1])]
    assert np.allclose(open_ends[:, 1], -14.0), "it is open only where it was cut"
    assert sum(map(len, cut(bone, 1, -14.0))) == len(open_ends)


def test_a_plane_beside_the_bone_cuts_nothing_off() -> None:
    bone = vertebra("C2")
    assert len(junction.beyond(bone, 1, -200.0).triangles) == len(bone.triangles)


def test_the_deepest_pixel_is_inside() -> None:
    mask = np.zeros((9, 30), bool)
    mask[1:8, 2:9] = True
    mask[4, 9:29] = True  # a tail must not draw it away
    assert junction.deepest(mask) == (5, 4)
    with pytest.raises(ValueError, match="nothing"):
        junction.deepest(np.zeros((3, 3), bool))

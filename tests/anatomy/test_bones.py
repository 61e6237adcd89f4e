"""The bones of the virtual spine: closed, labelled, of the published sizes, light to load."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from spinelab import anatomy
from spinelab.anatomy import packed
from spinelab.anatomy.bone import levels
from spinelab.anatomy.morphometry import compared, table
from spinelab.content import data_folder, references

LEVELS = levels()
NAMED = {
    "C1": {"anterior arch", "posterior arch", "lateral mass", "superior articular facet", "transverse foramen"},
    "C2": {"dens", "facet for the atlas", "pars interarticularis", "spinous process", "lamina", "transverse foramen"},
    "C4": {"vertebral body", "uncinate process", "articular pillar", "lamina", "inferior articular facet"},
    "T6": {"pedicle", "superior costal facet", "costal facet of the transverse process", "spinous process"},
    "L4": {"mamillary process", "pars interarticularis", "inferior articular process", "superior articular facet"},
    "sacrum": {"ala", "sacral foramen", "auricular surface", "median sacral crest"},
    "ilium_left": {"iliac crest", "auricular surface"},
    "occiput": {"occipital condyle", "clivus", "hard palate"},
}


def edges(triangles):
    return np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]).astype(np.int64)


def is_closed(triangles):
    """Every edge is shared by exactly two triangles that run along it in opposite directions."""
    both = edges(triangles)
    there = both[:, 0] * 10**6 + both[:, 1]
    back = both[:, 1] * 10**6 + both[:, 0]
    return len(np.unique(there)) == len(there) and np.array_equal(np.sort(there), np.sort(back))


def volume(vertices, triangles):
    a, b, c = (vertices[triangles[:, i]].astype(float) for i in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6


def test_every_bone_of_the_spine_is_there():
    named = {f"C{n}" for n in range(1, 8)} | {f"T{n}" for n in range(1, 13)} | {f"L{n}" for n in range(1, 6)}
    assert set(LEVELS) == named | {"sacrum", "ilium_left", "ilium_right", "occiput"}


@pytest.mark.parametrize("level", LEVELS)
def test_each_bone_is_closed_and_faces_outward(level):
    bone = anatomy.vertebra(level)
    assert bone.vertices.dtype == np.float32
    assert is_closed(bone.triangles)
    assert is_closed(bone.inner.triangles)
    whole, marrow = volume(bone.vertices, bone.triangles), volume(bone.inner.vertices, bone.inner.triangles)
    assert 0.15 * whole < marrow < 0.97 * whole


def test_a_bone_with_a_triangle_missing_is_not_closed():
    assert not is_closed(anatomy.vertebra("C4").triangles[1:])


@pytest.mark.parametrize("level", LEVELS)
def test_each_vertex_belongs_to_a_named_structure(level):
    bone = anatomy.vertebra(level)
    assert len(bone.structure_of) == len(bone.vertices)
    assert set(np.unique(bone.structure_of)) == set(range(len(bone.structures)))
    assert NAMED.get(level, set()) <= set(bone.structures)
    assert all(name.strip() for name in bone.structures)


def test_the_patient_s_right_is_on_the_positive_side():
    assert anatomy.vertebra("L3").landmarks["right pedicle"][0] > 0
    assert (
        anatomy.vertebra("ilium_right").vertices[:, 0].mean() > 0 > anatomy.vertebra("ilium_left").vertices[:, 0].mean()
    )
    dens = anatomy.vertebra("C2").landmarks
    assert dens["front of the dens"][1] > dens["back of the dens"][1]


@pytest.mark.parametrize(("level", "near"), [("C8", "C7"), ("sacrun", "sacrum"), ("ilium", "ilium")])
def test_an_unknown_bone_is_answered_with_the_nearest(level, near):
    with pytest.raises(ValueError, match=f"‘{level}’.*({near})"):
        anatomy.vertebra(level)


def test_a_bone_loads_with_numpy_only():
    script = (
        "import sys; from spinelab import anatomy; anatomy.vertebra('C1').measures(); "
        "print(*({'matplotlib', 'ipywidgets', 'anywidget', 'PIL', 'fast_simplification', 'scipy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_file_of_bones_is_small():
    assert packed.file().stat().st_size < 4e6


@pytest.fixture(scope="module")
def rows():
    """Every size of the bones beside the published one."""
    return compared()


def test_at_least_150_sizes_are_compared_over_all_levels(rows):
    assert len(rows) >= 150
    assert {row.level for row in rows} >= {level for level in LEVELS if level[0] in "CTL"}


def test_sizes_meet_the_published_means(rows):
    outside = [row for row in rows if not row.within]
    assert len(outside) <= 0.05 * len(rows), [(row.level, row.name, round(row.difference, 2)) for row in outside]
    assert [(row.level, row.name) for row in outside if not row.why] == []
    assert [(row.level, row.name) for row in rows if row.why and row.within] == []


def test_a_bone_that_is_too_large_is_outside():
    bone = anatomy.vertebra("L4")
    grown = replace(bone, vertices=bone.vertices * np.float32(1.05)).measures()
    published = bone.sources()["endplate_w_upper"].value
    assert grown["endplate_w_upper"] - published > 0.02 * published


def test_the_page_of_sizes_is_up_to_date(rows):
    page = data_folder().parent / "docs" / "morphometry.md"
    assert page.read_text(encoding="utf-8") == table(rows), "make spine writes docs/morphometry.md anew"


def test_every_size_names_its_source_and_status():
    stages = {"verified", "secondary source", "derived", "from memory", "teaching assumption"}
    for level in LEVELS:
        for name, size in anatomy.vertebra(level).sources().items():
            assert size.source in references(), (level, name)
            assert size.status in stages, (level, name)


def test_measures_do_not_depend_on_where_a_bone_stands():
    bone = anatomy.vertebra("C5")
    turn = np.array([[1, 0, 0], [0, 0.8, -0.6], [0, 0.6, 0.8]])
    there = bone.moved(turn, np.array([10.0, -20.0, 30.0])).measures()
    assert there == pytest.approx(bone.measures(), abs=0.02)


def test_a_bone_that_has_lost_its_shape_is_not_measured_as_in_health():
    crushed = anatomy.spine("cervical", wedge={"C5": 0.5}).bones["C5"]
    with pytest.raises(ValueError, match=r"so changed that its .* cannot be measured"):
        crushed.measures()


def test_bones_and_spines_can_be_compared():
    assert anatomy.vertebra("C5") == anatomy.vertebra("C5") != anatomy.vertebra("C6")
    assert anatomy.spine("cervical") != anatomy.spine("cervical")


def test_a_picture_is_the_same_each_time_and_says_what_it_is():
    bone = anatomy.vertebra("C1")
    picture = bone.draw("above")
    assert picture.png == bone.draw("above").png
    assert len(picture.png) < 90_000
    assert "model, not a patient" in picture.alt
    assert "posterior arch" in picture.alt
    assert picture.png != bone.draw("above", label=False).png


def test_an_unknown_view_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"no view ‘abov’ of a bone; did you mean ‘above’"):
        anatomy.vertebra("C1").draw("abov")


def test_a_drawing_names_what_is_well_seen_and_no_slivers():
    assert "inferior articular facet" in anatomy.vertebra("L4").draw("left").alt
    assert "inferior articular facet" not in anatomy.vertebra("L4").draw("behind").alt
    assert "transverse foramen" in anatomy.vertebra("C4").draw("above").alt


@pytest.mark.parametrize(
    ("level", "hole", "into", "beside"),
    [
        ("C1", "transverse foramen", ["above", "below"], ["left", "right", "front"]),
        ("C4", "vertebral canal", ["above", "below"], ["left", "front"]),
        ("C2", "transverse foramen", ["left"], ["front", "behind"]),
        ("sacrum", "sacral foramen", ["front", "behind"], ["above", "left"]),
        ("occiput", "foramen magnum", ["above", "below"], ["behind", "left"]),
    ],
)
def test_a_hole_is_named_where_one_looks_into_it(level, hole, into, beside):
    bone = anatomy.vertebra(level)
    named = {
        view: hole in bone.draw(view).alt.partition("in view: ")[2].strip(".").split(", ") for view in (*into, *beside)
    }
    assert named == dict.fromkeys(into, True) | dict.fromkeys(beside, False)


@pytest.mark.skipif(os.name == "nt", reason="the order of a folder is not the point here")
def test_drawing_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    anatomy.vertebra("T4").draw("behind")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("level", ["C4", "ilium_left"])
def test_nobody_can_change_the_bone_that_others_get(level):
    bone = anatomy.vertebra(level)
    mark, way = next(iter(bone.landmarks.values())), next(iter(bone.normals.values()))
    for array in (bone.vertices, bone.triangles, bone.structure_of, bone.inner.vertices, mark, way):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize(
    ("level", "said"),
    [
        *(("c4", "mean ‘C4’"), ("atlas", "mean ‘C1’"), ("S1", "mean ‘sacrum’")),
        *((None, "no bone ‘None’"), ([], "no bone ‘\\[\\]’")),
    ],
)
def test_a_level_in_the_wrong_form_is_refused_in_words(level, said):
    with pytest.raises(ValueError, match=said):
        anatomy.vertebra(level)

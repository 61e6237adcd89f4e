"""Plane sections: against formulas, against volumes, and the names of what they show."""

import base64
import re

import numpy as np
import pytest

from spinelab import anatomy, imaging
from spinelab.anatomy.scene import HOLES
from spinelab.anatomy.structures import structures
from spinelab.content.faults import InputError
from spinelab.imaging.film import Body
from spinelab.imaging.section import PLANES, SOFT, crossings, filled

from .solids import box, sphere


def area(body: Body, axis: int, at_mm: float, pixel_mm: float = 0.1) -> float:
    segments = np.delete(crossings(body, axis, at_mm), axis, axis=2)
    pixels = (segments + 30) / pixel_mm
    found = filled(pixels, np.ones(len(pixels), np.int64), (600, 600))
    assert set(np.unique(found)) <= {0, 1} or set(np.unique(found)) <= {0, -1}
    return float(np.abs(found).sum() * pixel_mm**2)


@pytest.mark.parametrize(("axis", "expected"), [(0, 35), (1, 50), (2, 70)])
def test_a_box_is_cut_to_a_rectangle(axis: int, expected: float) -> None:
    assert area(box((10, 7, 5)), axis, 2.5) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_sphere_is_cut_to_circles(axis: int) -> None:
    for at_mm in (-17.2, 0.0, 9.1):
        assert area(sphere(20), axis, at_mm) == pytest.approx(np.pi * (400 - at_mm**2), rel=0.01)


def test_a_plane_beside_a_body_cuts_nothing() -> None:
    assert len(crossings(box((10, 7, 5)), 0, 10.5)) == 0


@pytest.fixture(scope="module")
def sections() -> imaging.Sections:
    return imaging.Sections(anatomy.spine("cervical"))


@pytest.mark.parametrize("plane", list(PLANES))
def test_the_cut_areas_of_a_bone_add_up_to_its_volume(sections: imaging.Sections, plane: str) -> None:
    bone = sections.bones["C5"]
    p = bone.vertices.astype(float)[bone.triangles]
    volume = np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum() / 6
    across = PLANES[plane][0]
    step = 2.0
    places = np.arange(bone.vertices[:, across].min() - 1, bone.vertices[:, across].max() + 1, step)
    number = sections.names.index("C5")
    areas = [(sections.cut(plane, float(at)).labels == number).sum() * sections.pixel_mm**2 for at in places]
    assert sum(areas) * step == pytest.approx(volume, rel=0.03)


def test_a_section_names_what_it_shows(sections: imaging.Sections) -> None:
    at = sections.bones["C2"].landmarks["middle of the dens"]
    for plane in PLANES:
        cut = sections.cut(plane, float(at[PLANES[plane][0]]) + 0.1)
        assert sections.name_at(cut, *sections.pixel(plane, at)) == "C2: dens, spongy bone"
    cut = sections.cut("sagittal", 0.1)
    disc = (sections.bones["C4"].landmarks["lower plate"] + sections.bones["C5"].landmarks["upper plate"]) / 2
    assert sections.name_at(cut, *sections.pixel("sagittal", disc)) == "disc C4-C5"
    canal = sections.bones["C4"].landmarks["middle of the canal"]
    assert sections.name_at(cut, *sections.pixel("sagittal", canal)) == "cord"


def named(sections: imaging.Sections, point: np.ndarray) -> str:
    return sections.name_at(sections.cut("axial", float(point[2])), *sections.pixel("axial", point))


@pytest.fixture(scope="module", params=["cervical", "thoracic", "lumbar"])
def stood(request: pytest.FixtureRequest) -> imaging.Sections:
    return imaging.Sections(anatomy.spine(request.param))


def test_pedicles_and_bodies_are_named_as_such(stood: imaging.Sections) -> None:
    """The wall of the canal is often nearer to the middle of a pedicle than its other sides are."""
    for level, bone in stood.bones.items():
        marks = bone.landmarks
        for side in ("right", "left"):
            if f"{side} pedicle" in marks:
                assert named(stood, marks[f"{side} pedicle"]) == f"{level}: pedicle, spongy bone"
        if {"upper plate", "lower plate"} <= set(marks):
            middle = (marks["upper plate"] + marks["lower plate"]) / 2
            assert named(stood, middle) == f"{level}: vertebral body, spongy bone"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        *(((side * x, 0, z), "C1: lateral mass") for side in (1, -1) for x in (14, 16, 18) for z in (-1, 1)),
        ((12, 2, 11), "occiput: occipital condyle"),
    ],
)
def test_the_thick_bone_of_atlas_and_condyle_is_named(
    sections: imaging.Sections, place: tuple[float, float, float], name: str
) -> None:
    assert named(sections, np.array(place)) == f"{name}, spongy bone"


def test_no_bone_is_named_after_a_hole_and_no_marrow_after_a_joint_surface(stood: imaging.Sections) -> None:
    """Holes, hollows and joint surfaces by their words, so that none is missing in structures.yaml."""
    hollow = re.compile(r": (?!rim of |roof of )[^,]*(canal|foramen|groove|notch)")
    joint = re.compile(r": (?!roof of )[^,]*(facet|surface|acetabulum)[^,]*, (?!cortex)")
    rng, seen = np.random.default_rng(0), set()
    for at_mm in np.linspace(stood.low[2] + 20, stood.high[2] - 20, 20):
        cut = stood.cut("axial", float(at_mm))
        rows, columns = np.nonzero((cut.labels > SOFT) & (cut.labels <= SOFT + len(stood.bones)))
        for pick in rng.permutation(len(rows))[:40]:
            seen.add(stood.name_at(cut, columns[pick] + 0.5, rows[pick] + 0.5))
    assert len(seen) > 15
    assert [name for name in sorted(seen) if hollow.search(name) or joint.search(name)] == []


def test_the_holes_of_a_view_are_spaces() -> None:
    assert {structures()[name].kind for name in HOLES} == {"space"}


def test_a_pixel_and_its_point_agree(sections: imaging.Sections) -> None:
    point = np.array([12.5, -20.0, -41.0])
    for plane, (across, *_) in PLANES.items():
        column, row = sections.pixel(plane, point)
        assert sections.point(plane, point[across], column, row) == pytest.approx(point)


def test_sides_are_where_the_letters_say(sections: imaging.Sections) -> None:
    """The right transverse process lies left of the middle in coronal and axial sections; front is left in sagittal."""
    right = sections.bones["C1"].landmarks["right transverse process"]
    for plane in ("coronal", "axial"):
        assert sections.pixel(plane, right)[0] < sections.shape(plane)[1] / 2
        assert PLANES[plane][3][:2] == "RL"
    front = sections.pixel("sagittal", sections.bones["C1"].landmarks["anterior tubercle"])
    back = sections.pixel("sagittal", sections.bones["C1"].landmarks["posterior tubercle"])
    assert front[0] < back[0]
    assert PLANES["sagittal"][3] == "APSI"


def test_cortex_is_lighter_than_marrow_and_both_than_muscle(sections: imaging.Sections) -> None:
    cut = sections.cut("sagittal", 0.1)
    bone = cut.labels == sections.names.index("C3")
    assert cut.image[bone & ~cut.cancellous].min() > cut.image[bone & cut.cancellous].max()
    assert cut.image[bone].min() > cut.image[cut.labels == SOFT].max()
    assert (bone & cut.cancellous).any()
    assert (bone & ~cut.cancellous).any()


def test_bone_made_dense_by_disease_is_called_so_and_not_cortex() -> None:
    ill = anatomy.spine("lumbar", sacroiliitis={"right": 3})
    mesh = ill.sclerosis["sclerosis of ilium_right right"]
    shallow, deep = np.split(mesh.vertices, 2)
    thickest = np.linalg.norm(deep - shallow, axis=1).argsort()[-200::20]
    for spine, made_of in ((ill, "dense bone (sclerosis)"), (anatomy.spine("lumbar"), "spongy bone")):
        cut = imaging.Sections(spine)
        for point in (shallow + deep)[thickest] / 2:
            section = cut.cut("axial", float(point[2]))
            name = cut.name_at(section, *cut.pixel("axial", point))
            assert name.startswith("ilium_right: ")
            assert name.endswith(f", {made_of}")


def test_a_section_beside_the_model_is_refused(sections: imaging.Sections) -> None:
    with pytest.raises(ValueError, match="axial section at 900 mm misses the model"):
        sections.cut("axial", 900)
    with pytest.raises(ValueError, match="no plane ‘saggital’; did you mean ‘sagittal’"):
        sections.cut("saggital", 0)


def test_the_viewer_follows_its_point() -> None:
    viewer = imaging.slices(anatomy.spine("cervical"))
    assert viewer.under == "C2: dens, spongy bone"
    before = dict(viewer.images)
    x, y, z = viewer.point_mm
    viewer.point_mm = [x, y, z - 30]
    changed = {plane for plane in PLANES if viewer.images[plane] != before[plane]}
    assert changed == {"axial"}
    assert not viewer.under.startswith("C2: dens")
    with pytest.raises(InputError, match="z is 900 mm"):
        viewer.point_mm = [x, y, 900]
    with pytest.raises(InputError, match="three coordinates in mm, not 2"):
        viewer.point_mm = [x, y]
    assert viewer.point_mm == [x, y, z - 30]


def test_the_viewer_answers_also_where_the_next_section_looks_the_same() -> None:
    viewer = imaging.slices(anatomy.spine("cervical"))
    x, _, z = viewer.point_mm
    front = viewer.bounds[1][1]
    viewer.point_mm = [x, front, z]
    before = dict(viewer.images)
    viewer.point_mm = [x, front - 1, z]
    assert viewer.images == before
    assert viewer.shown_mm == [x, front - 1, z]


@pytest.mark.parametrize(("region", "body"), [("lumbar", "L3"), ("thoracic", "T7"), ("whole", "C2: dens")])
def test_the_viewer_starts_inside_a_body(region: str, body: str) -> None:
    viewer = imaging.slices(anatomy.spine(region))
    assert viewer.under.startswith(body)
    assert viewer.under.endswith(", spongy bone")


def test_the_viewer_names_what_the_pointer_is_on() -> None:
    viewer = imaging.slices(anatomy.spine("cervical"))
    view = next(view for view in viewer.views if view["plane"] == "sagittal")
    at = anatomy.spine("cervical").bones["C6"].landmarks["tip of the spinous process"]
    column = (viewer.bounds[1][1] - at[1] - 3) / view["pixel"]
    row = (viewer.bounds[1][2] - at[2]) / view["pixel"]
    viewer.pointer = ["sagittal", column, row]
    assert re.match(r"C6: .*spinous process", viewer.pointed)
    viewer.pointer = []
    assert viewer.pointed == ""


def test_before_a_kernel_runs_the_viewer_is_a_picture_with_words() -> None:
    shown = imaging.slices(anatomy.spine("cervical"))._repr_mimebundle_()
    assert shown["text/plain"].startswith("SectionViewer(C2: dens")
    assert "Three sections of the simulated spine" in shown["text/html"]
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")

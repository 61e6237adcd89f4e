"""Simulated films: what they show, what they say, and that they follow the bones."""

import base64
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from spinelab import anatomy, imaging
from spinelab.content.faults import InputTypeError
from spinelab.imaging import measuring, radiography
from spinelab.imaging.lettering import lettering


def slipped(mm: float) -> anatomy.Spine:
    """The neck with atlas and skull carried forward."""
    spine = anatomy.spine("cervical")
    step = np.array([0, mm, 0])
    bones = {
        level: bone.moved(np.eye(3), step) if level in ("occiput", "C1") else bone
        for level, bone in spine.bones.items()
    }
    return replace(spine, bones=bones)


@pytest.fixture(scope="module")
def film() -> imaging.Radiograph:
    return imaging.radiograph(anatomy.spine("cervical"))


def test_the_same_seed_gives_the_same_film(film: imaging.Radiograph) -> None:
    spine = anatomy.spine("cervical")
    assert (imaging.radiograph(spine).image == film.image).all()
    assert (imaging.radiograph(spine, seed=1).image != film.image).mean() > 0.3
    clean = imaging.radiograph(spine, seed=None).image.astype(int)
    assert 0.5 < np.abs(clean - film.image).mean() < 12


def test_the_word_simulated_is_burnt_in(film: imaging.Radiograph) -> None:
    for shown in (film, imaging.radiograph(anatomy.spine("cervical"), "open-mouth", pixel_mm=1)):
        ink = lettering("SIMULATED", max(1, shown.image.shape[1] // 180))
        place = shown.image[6 : 6 + ink.shape[0], 6 : 6 + ink.shape[1]]
        assert place.shape == ink.shape
        assert (place[ink] == 255).all()
        assert place[~ink].max() < 80


@pytest.mark.parametrize("view", ["ap", "open-mouth", "sacroiliac"])
@pytest.mark.parametrize("pixel_mm", [0.2, 0.4, 1.5])
def test_word_and_side_are_whole_however_fine_the_film(view: Any, pixel_mm: float) -> None:
    spine = anatomy.spine("lumbar" if view == "sacroiliac" else "cervical")
    image = imaging.radiograph(spine, view, pixel_mm, seed=None).image
    dot = max(1, image.shape[1] // 180)
    for words, top in (("SIMULATED", 6), ("R", image.shape[0] - 6 - 7 * dot)):
        ink = lettering(words, dot)
        place = image[top : top + ink.shape[0], 6 : 6 + ink.shape[1]]
        assert (place[ink] == 255).all()
        assert place[~ink].max() < 80


@pytest.mark.parametrize(("view", "pixel_mm"), [("lateral", 0.5), ("lateral", 1.0), ("ap", 0.3)])
def test_what_is_stamped_reaches_as_far_as_it_is_said_to(
    view: Any, pixel_mm: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    spine = anatomy.spine("cervical")
    film = imaging.radiograph(spine, view, pixel_mm, seed=None)
    wide, high = radiography.stamped(film)
    monkeypatch.setattr(radiography, "_burn", lambda *_, **__: None)
    bare = imaging.radiograph(spine, view, pixel_mm, seed=None).image
    changed = (film.image != bare)[: film.image.shape[0] // 2]
    assert changed[:high, :wide].any()
    assert not changed[high:].any()
    assert not changed[:, wide:].any()
    assert (film.image[high - 4 : high - 3, :wide] == 255).any(), "the last row of letters is 3 pixels from the end"


def test_a_film_cannot_be_written_to(film: imaging.Radiograph) -> None:
    with pytest.raises(ValueError, match="read-only"):
        film.image[0, 0] = 0


def test_bone_is_white_and_air_is_black(film: imaging.Radiograph) -> None:
    def shade(name: str, right: int = 0, down: int = 0) -> float:
        column, row = film.landmarks[name]
        x, y = round(column) + right, round(row) + down
        return float(film.image[y - 2 : y + 3, x - 2 : x + 3].mean())

    assert shade("C4 right pedicle") > shade("C4 front of the body", right=-8) + 25
    assert shade("C4 front of the body", right=12) > shade("C4 front of the body", right=-8) + 15  # bone, then muscle
    assert shade("C4 front of the body", right=-26) < shade("C4 front of the body", right=-8)  # the throat is darker
    assert film.image[-60:-40, -8:].mean() < 10  # behind the neck there is nothing


def test_landmarks_lie_where_the_bones_are_drawn(film: imaging.Radiograph) -> None:
    spine = anatomy.spine("cervical")
    for level in ("C1", "C3", "C7"):
        for name, at in spine.bones[level].landmarks.items():
            column, row = film.landmarks[f"{level} {name}"]
            assert film.frame.corner[0] + column * film.pixel_mm == pytest.approx(-at[1])
            assert film.frame.corner[1] - row * film.pixel_mm == pytest.approx(at[2])
    arch, dens = film.landmarks["C1 back of the anterior arch"], film.landmarks["C2 front of the dens"]
    assert (dens[0] - arch[0]) * film.pixel_mm == pytest.approx(film.truth["adi_mm"], abs=0.5)


def test_a_slip_moves_the_atlas_and_nothing_else(film: imaging.Radiograph) -> None:
    after = imaging.radiograph(slipped(5))
    assert after.image.shape == film.image.shape
    assert after.landmarks["C1 anterior tubercle"][0] == pytest.approx(film.landmarks["C1 anterior tubercle"][0] - 10)
    assert after.landmarks["C2 tip of the dens"] == pytest.approx(film.landmarks["C2 tip of the dens"])
    assert after.truth["adi_mm"] == pytest.approx(film.truth["adi_mm"] + 5, abs=0.05)
    column, row = (round(value) for value in film.landmarks["C6 middle of the canal"])
    around = np.s_[row - 20 : row + 20, column - 40 : column + 40]
    assert np.abs(after.image[around].astype(int) - film.image[around]).mean() < 4
    top = np.s_[30:130, 100:]
    assert np.abs(after.image[top].astype(int) - film.image[top]).mean() > 4


@pytest.mark.parametrize(
    ("region", "view"),
    [("cervical", "open-mouth"), ("cervical", "ap"), ("lumbar", "lateral"), ("lumbar", "ap"), ("thoracic", "lateral")],
)
def test_every_view_shows_light_and_dark(region: str, view: str) -> None:
    shown = imaging.radiograph(anatomy.spine(region), view)
    assert shown.image.dtype == np.uint8
    assert shown.image.std() > 25
    assert "Simulated radiograph, not a patient" in shown.alt


def test_words_for_a_film_name_the_pelvis_and_no_code_name() -> None:
    low_back, neck = (imaging.radiograph(anatomy.spine(region), pixel_mm=1.5) for region in ("lumbar", "cervical"))
    for words in (low_back.alt, repr(low_back)):
        assert "T12 to the pelvis, " in words
    assert ": occiput to T1, " in neck.alt


def test_the_sacroiliac_view_needs_a_sacrum() -> None:
    with pytest.raises(ValueError, match="needs sacrum; this spine has occiput, C1"):
        imaging.radiograph(anatomy.spine("cervical"), "sacroiliac")
    shown = imaging.radiograph(anatomy.spine("lumbar"), "sacroiliac")
    left, right = np.split(shown.image[40:-40].astype(int), 2, axis=1)
    assert np.abs(left - right[:, ::-1]).mean() < 20  # the model is even on both sides


def test_impossible_wishes_are_refused() -> None:
    spine = anatomy.spine("cervical")
    with pytest.raises(ValueError, match="no view ‘latral’; did you mean ‘lateral’"):
        imaging.radiograph(spine, "latral")
    with pytest.raises(ValueError, match=r"0\.2 to 1\.5"):
        imaging.radiograph(spine, pixel_mm=0.05)
    with pytest.raises(ValueError, match="no view ‘AP’; did you mean ‘ap’"):
        imaging.radiograph(spine, "AP")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"pixel_mm": "0.5"}, "a pixel of '0.5' mm"),
        ({"seed": -1}, "the seed is -1; it must be a whole number from 0 on, or None"),
        ({"seed": 1.5}, "the seed is 1.5; it must be"),
        ({"seed": True}, "the seed is True; it must be"),
        ({"pixel_mm": True}, "a pixel of True mm"),
        ({"grain": True}, "the grain is True; it must be"),
        ({"grain": -1}, "the grain is -1; it must be a number from 0 to 20"),
    ]
    for wish, said in wrong:
        with pytest.raises(ValueError, match=said):
            imaging.radiograph(spine, **wish)


@pytest.mark.parametrize("given", [None, "cervical", anatomy.vertebra("C1")], ids=["None", "text", "bone"])
def test_only_a_spine_is_shown_on_a_film_or_cut(given: Any) -> None:
    for use in (imaging.radiograph, imaging.slices):
        with pytest.raises(InputTypeError, match="is no spine: try spine"):
            use(given)


def test_the_film_shows_itself_as_a_picture_with_words(film: imaging.Radiograph) -> None:
    shown = film._repr_mimebundle_()
    assert shown["text/plain"] == repr(film) == "Radiograph(lateral, occiput to T1, 440 by 340 pixels; simulated)"
    assert 'alt="Simulated radiograph, not a patient. Side film' in shown["text/html"]
    png = base64.b64decode(shown["image/png"])
    assert (np.asarray(Image.open(io.BytesIO(png))) == film.image).all()


@pytest.mark.parametrize(
    "state",
    [{"wedge": {"T1": 0.6}}, {"flexion_deg": 40.0, "wedge": {"C5": 0.4}}, {"slip_mm": {"C2": 5.0, "C5": 6.0}}],
    ids=["a wedged T1", "bent over a wedge", "two slips"],
)
def test_the_shoulders_reach_below_every_film_of_a_neck(state: dict[str, Any]) -> None:
    film = imaging.radiograph(anatomy.spine("cervical", **state), seed=None)
    column = round(film.landmarks["T1 front of the body"][0])
    assert film.image[-1, column] > 20


@pytest.mark.parametrize(
    ("slip_mm", "edges"),
    [(0.0, ["arch", "front of the dens", "ring"]), (6.0, ["arch", "front of the dens", "back of the dens", "ring"])],
    ids=["in health", "slipped"],
)
def test_the_edges_of_adi_and_padi_can_be_seen(slip_mm: float, edges: list[str]) -> None:
    """Grey levels change by more than grain within a millimetre: neither mastoid nor lateral masses burn them out."""
    film = imaging.radiograph(anatomy.spine("cervical", atlantoaxial_slip_mm=slip_mm), pixel_mm=0.25, seed=None)
    adi, padi = measuring.plan(film, "adi").true_points, measuring.plan(film, "padi").true_points
    places = dict(zip(("arch", "front of the dens", "back of the dens", "ring"), (*adi, *padi), strict=True))
    along = np.subtract(padi[1], adi[0]) / np.hypot(*np.subtract(padi[1], adi[0]))
    for name in edges:
        line = np.array(places[name]) + np.arange(-6, 7)[:, None] * along
        greys = film.image[line[:, 1].round().astype(int), line[:, 0].round().astype(int)].astype(int)
        assert np.abs(greys[4:] - greys[:-4]).max() > 20, name

"""The pictures of films: what they say, that words can be read, and that questions ask what the model shows."""

from __future__ import annotations

import io
import itertools
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from spinelab import imaging
from spinelab.content import picture, picture_names, quizzes
from spinelab.content.facts import facts
from spinelab.content.figures import WIDTH
from spinelab.content.folder import data_folder
from spinelab.imaging import figures
from spinelab.imaging.figures import grades, neck, readers, stained
from spinelab.imaging.figures.lightbox import Lightbox, mark
from spinelab.imaging.section import Sections

NAMES = picture_names("imaging")
QUIZZES = data_folder() / "quizzes" / "04-seeing-the-spine.yaml"
UNANSWERED = {
    "corners_to_score": ("12", "points"),
    "flexed_lettered": ("ADI", "PADI", "6.9"),
    "lines_lettered": ("Ranawat", "Redlund", "McGregor’s"),
    "open_mouth_lettered": ("dens", "lateral mass"),
    "pelves_numbered": ("grade",),
    "slip_on_film": ("grade", "second quarter"),
    "staircase_unmarked": ("C3:", "C4:"),
    "three_ways_lettered": ("MRI", "CT", "pannus"),
    "wedges_unnamed": ("mild", "moderate", "severe"),
    "agreement_lettered": ("bias",),
}
"""What the alt of a picture for questions must not give away."""


@pytest.fixture(scope="module")
def shown() -> dict[str, tuple[Any, Any]]:
    """Each picture with the matplotlib figure that it was drawn on."""
    drawn: dict[str, tuple[Any, Any]] = {}
    finish = Lightbox.picture
    with pytest.MonkeyPatch.context() as patch:
        seen: list[Any] = []
        patch.setattr(Lightbox, "picture", lambda sheet, *words: (seen.append(sheet.figure), finish(sheet, *words))[1])
        for name in NAMES:
            found = picture(name)
            drawn[name] = found, seen.pop() if seen else None
    return drawn


def test_the_registry_and_the_room_know_the_figures() -> None:
    assert [f"imaging/{name}" for name in sorted(figures.__all__)] == NAMES
    assert all(getattr(imaging, name) is getattr(figures, name) for name in figures.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_small_and_told_in_words(name: str, shown: dict[str, tuple[Any, Any]]) -> None:
    found, _ = shown[name]
    with Image.open(io.BytesIO(found.png)) as image:
        assert image.width == found.width_px == WIDTH
    assert len(found.png) < 90_000
    assert 200 < len(found.alt) < 1000
    assert any(word in f"{found.alt} {found.caption}".lower() for word in ("simulated", "model", "invented"))


def test_a_picture_is_the_same_each_time(shown: dict[str, tuple[Any, Any]]) -> None:
    for name in ("imaging/corner_steps", "imaging/agreement_example", "imaging/three_ways_to_see"):
        assert picture(name) == shown[name][0]


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_on_the_sheet_and_do_not_overlap(name: str, shown: dict[str, tuple[Any, Any]]) -> None:
    _, figure = shown[name]
    if figure is None:
        pytest.skip("not drawn on a lightbox")
    renderer = FigureCanvasAgg(figure).get_renderer()
    words = [text for text in figure.axes[0].texts if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in words]
    width, height = figure.bbox.width, figure.bbox.height
    assert all(text.get_fontsize() >= 9 for text in words)
    outside = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    assert outside == []
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        across, up = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or up <= 1, f"‘{one}’ overlaps ‘{other}’"


@pytest.mark.parametrize(("name", "words"), UNANSWERED.items())
def test_pictures_for_questions_do_not_answer_them(name: str, words: tuple[str, ...]) -> None:
    alt = picture(f"imaging/{name}").alt
    assert [word for word in words if word in alt] == []


def test_both_gaps_are_drawn_as_long_as_they_are() -> None:
    sheet, film = Lightbox("", 400), neck._film("bent")
    hung = sheet.film(film, mark(film, "C2 middle of the dens"), (0, 0), (362, 330), 62)
    gaps = {name: np.array(hung.at(point)) for name, point in neck._gaps(film).items()}
    mm = 362 / 62
    assert np.linalg.norm(gaps["A"] - gaps["B"]) / mm == pytest.approx(film.truth["adi_mm"], rel=0.01)
    assert np.linalg.norm(gaps["C"] - gaps["D"]) / mm == pytest.approx(film.truth["padi_mm"], rel=0.01)
    ring = np.linalg.norm(gaps["A"] - gaps["D"]) / mm
    assert ring == pytest.approx(np.linalg.norm(np.subtract(*(neck._gaps(film)[end] for end in "AD"))), rel=0.01)


def test_the_feet_of_the_drawn_distances_are_where_the_truth_says() -> None:
    film = neck._film("settled")
    sheet = Lightbox("", 400)
    hung = sheet.film(film, mark(film, "C2 middle of the dens"), (0, 0), (400, 300), 100)
    mcgregor, arches = neck._ends(hung, film)
    for start, line, name in (
        (mark(film, "C2 right pedicle", "C2 left pedicle"), arches, "ranawat_mm"),
        (mark(film, "C2 lower plate"), mcgregor, "redlund_johnell_mm"),
        (mark(film, "C2 tip of the dens"), mcgregor, "mcgregor_mm"),
    ):
        end = hung.at(start)
        assert np.hypot(*np.subtract(end, neck._foot(end, *line))) / 4 == pytest.approx(film.truth[name], abs=0.1)


def test_the_bent_neck_crosses_the_lines_that_the_lesson_tells_of() -> None:
    known, rest, bent = facts(), neck.upright().truth(), neck.bent().truth()
    assert rest["adi_mm"] < known["adi-limit-film-women"].value < known["adi-adult-limit"].value < bent["adi_mm"]
    assert known["padi-no-recovery"].value < bent["padi_mm"] < known["padi-danger"].value < rest["padi_mm"]


def test_the_settled_neck_is_beyond_each_limit_for_a_woman_and_the_healthy_one_beyond_none() -> None:
    known, rest, risen = facts(), neck.upright().truth(), neck.settled().truth()
    for name, limit in (("ranawat_mm", "ranawat-limit-women"), ("redlund_johnell_mm", "redlund-limit-women")):
        assert risen[name] < known[limit].value < rest[name]
    assert rest["mcgregor_mm"] < known["mcgregor-limit"].value < risen["mcgregor_mm"]


def test_only_the_named_bodies_step_forward() -> None:
    slips = neck.stepped().truth()["slip_mm"]
    limit = facts()["subaxial-slip-limit"].value or 0
    assert {level for level, slip in slips.items() if slip > limit} == set(neck.STEPS_MM)


def test_questions_ask_for_what_the_model_shows() -> None:
    asked = {question.id: question for quiz in quizzes.load_file(QUIZZES) for question in quiz.questions}
    bent, rest, risen = neck.bent().truth(), neck.upright().truth(), neck.settled().truth()
    assert asked["04-read-the-adi"].answer == pytest.approx(bent["adi_mm"], abs=0.05)
    scored = grades._film(0.25, "lateral", "scored").truth["msasss"]
    corners = ("L1 lower", "L2 upper", "L2 lower", "L3 upper", "L3 lower", "L4 upper")
    assert asked["04-score-the-corners"].answer == sum(scored[corner] for corner in corners)
    assert asked["04-exit-risen-dens"].answer == f"{facts()['ranawat-limit-women'].text.split()[0]} - 10.1"
    assert (round(rest["ranawat_mm"], 1), round(risen["ranawat_mm"], 1)) == (16.1, 10.1)
    slipped = grades._film(0.4, "lateral", "slipped").truth
    right = [option.text for option in asked["04-grade-the-slip-on-film"].options if option.correct]
    assert right == [["", "I", "II", "III", "IV"][slipped["meyerding_grade"]["L4"]]]


@pytest.mark.parametrize("reader", [readers.LESSON, *readers.ASKED.values()])
def test_invented_readers_err_as_they_are_said_to(reader: readers.Reader) -> None:
    errors = reader.errors_mm()
    assert errors.mean() == pytest.approx(reader.bias_mm)
    assert errors.std(ddof=1) == pytest.approx(reader.sd_mm)
    assert reader.agreement.upper - reader.bias_mm == pytest.approx(1.96 * reader.sd_mm)


def test_pannus_takes_the_place_of_fluid_on_mri() -> None:
    bright = {}
    for name, spine in (("healthy", neck.upright()), ("pannus", neck.inflamed())):
        sections = Sections(spine, 0.5)
        image = stained.as_mri(sections.cut("sagittal", 0.0), sections)
        row = round(sections.pixel("sagittal", spine.bones["C2"].landmarks["middle of the dens"])[1])
        bright[name] = int((image[row] > 200).sum())
    assert bright["healthy"] > 2 * bright["pannus"]


def test_ct_shows_bone_white_and_everything_soft_nearly_alike() -> None:
    sections = Sections(neck.inflamed(), 0.5)
    cut = sections.cut("sagittal", 0.0)
    image = stained.as_ct(cut, sections)
    kinds = stained._kinds(sections)
    soft = [
        int(np.median(image[cut.labels == n])) for n, kind in enumerate(kinds) if kind in ("cord", "pannus", "disc")
    ]
    cortex = image[np.isin(cut.labels, [n for n, kind in enumerate(kinds) if kind == "bone"]) & ~cut.cancellous]
    assert max(soft) - min(soft) < 25 < 60 < np.median(cortex) - max(soft)

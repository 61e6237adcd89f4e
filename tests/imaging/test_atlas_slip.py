"""The sum of the ring on films: what is drawn, said and asked is what the model measures."""

import json
import re

import numpy as np
import pytest

from spinelab import imaging
from spinelab.content import quizzes
from spinelab.content.facts import facts
from spinelab.content.folder import data_folder, notebooks_folder
from spinelab.imaging.figures import atlas_slip

LESSON = "02-atlas-and-axis"
SLIPS = (0, atlas_slip.SLIP_MM, atlas_slip.ASKED_SLIP_MM)


@pytest.mark.parametrize("slip_mm", SLIPS)
def test_the_three_lengths_fill_the_ring(slip_mm: float) -> None:
    film = atlas_slip.film(slip_mm)
    ends = atlas_slip.ends(film)
    length = {name: float(np.linalg.norm(back - front)) for name, (front, back) in ends.items()}
    assert length["ADI"] + length["dens"] + length["PADI"] == pytest.approx(length["ring"], abs=0.02)
    measured = film.truth["adi_mm"], film.truth["padi_mm"]
    assert (length["ADI"], length["PADI"]) == pytest.approx(measured, abs=0.001)
    written = [float(atlas_slip.lengths(film)[name]) for name in ("ADI", "dens", "PADI", "ring")]
    assert sum(written[:3]) == pytest.approx(written[3]), "learners add up what is written"


def test_a_slip_takes_from_the_padi_what_it_gives_to_the_adi() -> None:
    rest, slipped = (atlas_slip.film(slip).truth for slip in (0, atlas_slip.SLIP_MM))
    assert slipped["adi_mm"] - rest["adi_mm"] == pytest.approx(atlas_slip.SLIP_MM, abs=0.05)
    assert rest["padi_mm"] - slipped["padi_mm"] == pytest.approx(atlas_slip.SLIP_MM, abs=0.1)


def test_the_films_stand_where_the_lesson_says() -> None:
    known = facts()
    padi = [atlas_slip.film(slip).truth["padi_mm"] for slip in SLIPS]
    danger, lost = known["padi-danger"].value, known["padi-no-recovery"].value
    assert padi[1] < lost < padi[2] < danger < padi[0]
    assert (known["padi-normal-volunteers"].low or 0) < padi[0] < (known["padi-normal-volunteers"].value or 0)


def test_the_sums_in_the_lesson_are_those_on_the_films() -> None:
    cells = json.loads((notebooks_folder() / f"{LESSON}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = next("".join(cell["source"]) for cell in cells if cell["id"] == "the-sum-on-film")
    sums = re.findall(r"([\d.]+) − ([\d.]+) − ([\d.]+) = ([\d.]+) mm", text)
    expected = [atlas_slip.lengths(atlas_slip.film(slip)) for slip in SLIPS[:2]]
    assert sums == [tuple(one[name] for name in ("ring", "dens", "ADI", "PADI")) for one in expected]


def test_the_question_gives_and_asks_what_the_film_shows() -> None:
    asked = {
        q.id: q for quiz in quizzes.load_file(data_folder() / "quizzes" / f"{LESSON}.yaml") for q in quiz.questions
    }
    question = asked["02-padi-on-film"]
    lengths = atlas_slip.lengths(atlas_slip.film(atlas_slip.ASKED_SLIP_MM))
    assert question.answer == pytest.approx(float(lengths["PADI"]))
    for letter, name in (("A", "ADI"), ("B", "dens"), ("D", "ring")):
        assert re.search(rf"\b{letter} (measures )?{lengths[name]} mm", question.prompt)
    ring, dens, adi = (float(lengths[name]) for name in ("ring", "dens", "ADI"))
    healthy = float(atlas_slip.lengths(atlas_slip.film(0))["PADI"])
    assert [one.value for one in question.wrong] == pytest.approx([ring - dens, ring - adi, healthy, adi + dens])


def test_the_lettered_film_does_not_tell_lengths_or_names() -> None:
    alt = imaging.slip_lettered().alt
    assert [word for word in ("ADI", "PADI", "cord", "room", "mm") if word in alt] == []

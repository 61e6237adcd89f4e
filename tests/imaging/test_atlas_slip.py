"""The sum of the ring on films: what is drawn, said and asked is what the model measures."""

import re

import numpy as np
import pytest

from spinelab import imaging
from spinelab.content import quizzes
from spinelab.content.facts import facts
from spinelab.content.folder import data_folder
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
    assert sum(written[:3]) == pytest.approx(written[3], abs=0.15), "learners add up what is written"


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


def test_the_question_gives_and_asks_what_the_film_shows() -> None:
    asked = {
        q.id: q for quiz in quizzes.load_file(data_folder() / "quizzes" / f"{LESSON}.yaml") for q in quiz.questions
    }
    question, film = asked["02-padi-on-film"], atlas_slip.film(atlas_slip.ASKED_SLIP_MM)
    true = {name: float(np.linalg.norm(back - front)) for name, (front, back) in atlas_slip.ends(film).items()}
    read = {letter: float(mm) for letter, mm in re.findall(r"\b([ABD]) ([\d.]+) mm", question.prompt)}
    assert read == pytest.approx({"A": true["ADI"], "B": true["dens"], "D": true["ring"]}, abs=0.5)
    assert question.answer == read["D"] - read["B"] - read["A"] == pytest.approx(true["PADI"], abs=0.5)
    forgotten = [read["D"] - read["B"], read["D"] - read["A"], read["A"], read["A"] + read["B"]]
    assert [one.value for one in question.wrong] == forgotten


def test_the_lettered_film_does_not_tell_lengths_or_names() -> None:
    alt = imaging.slip_lettered().alt
    assert [word for word in ("ADI", "PADI", "cord", "room", "mm") if word in alt] == []

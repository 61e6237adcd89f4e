"""The reading room: random films to measure one after another, and how well the measurements agree with the truth."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import Any

import traitlets

from spinelab import progress
from spinelab.content.faults import InputError
from spinelab.content.picture import Picture
from spinelab.content.widgets import ELEMENTS, ScriptedWidget
from spinelab.imaging.agreement import Agreement, bland_altman, in_words
from spinelab.imaging.cases import Case, Difficulty, cases, graded
from spinelab.imaging.measures import spelled, to_tenth
from spinelab.imaging.measuring import Plan, Result, plan, result
from spinelab.imaging.widgets.measurement import Measurement
from spinelab.progress import Store

_HERE = Path(__file__).parent
_CAPTION = "The first film. Simulated, of a model, not a patient: run the cell to measure."


class ReadingRoom(ScriptedWidget):
    """A series of films. Each is a `Measurement`; what is measured on it is recorded as one.

    `film` (from 1) is the film that is shown; it can be set and observed. The first measurement of each film counts, as
    the second has seen the truth: `results` has them by film. `agreement` is bias and limits of agreement. Setting a
    film that is not there raises ValueError.
    """

    shared = (ELEMENTS,)
    script = _HERE / "reading_room.js"
    style = _HERE / "reading_room.css"

    scene = traitlets.Dict(read_only=True).tag(sync=True)
    film = traitlets.Int(1).tag(sync=True)
    shown = traitlets.Dict(read_only=True, help="for the page: which film is ready, and its view").tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List(read_only=True).tag(sync=True)
    says = traitlets.Unicode(read_only=True).tag(sync=True)
    plot = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, cases: list[Case], difficulty: Difficulty, store: Store) -> None:
        self.cases = cases
        self.difficulty = difficulty
        self.results: dict[int, Result] = {}
        self._store = store
        self._measurements: dict[int, Measurement] = {}
        super().__init__()
        self.set_trait("scene", {"difficulty": difficulty, "titles": [case.title for case in cases]})
        self._show()

    @property
    def measurement(self) -> Measurement:
        """The film that is shown, as it is measured."""
        return self._measurements[self.film]

    @property
    def agreement(self) -> Agreement | None:
        """How well what was measured so far agrees with the truth; None before the first film."""
        return bland_altman(*self._pairs()) if self.results else None

    @traitlets.validate("film")
    def _check_film(self, proposal: dict[str, Any]) -> int:
        wanted = int(proposal["value"])
        if not 1 <= wanted <= len(self.cases):
            raise InputError(f"there is no film {wanted}; this reading room has films 1 to {len(self.cases)}")
        return wanted

    @traitlets.observe("film")
    def _show(self, _: object = None) -> None:
        number = self.film
        if number not in self._measurements:
            case = self.cases[number - 1]
            radiograph = case.film()
            planned = plan(radiograph, case.measure, case.level)
            made = Measurement(radiograph, planned, self._store)
            made.observe(lambda _: self._note(number, planned, made), "result")
            self._measurements[number] = made
        self.set_trait("shown", {"film": number, "view": f"anywidget:{self._measurements[number].model_id}"})

    def _note(self, number: int, planned: Plan, made: Measurement) -> None:
        """Keep the first measurement of a film, and tell the agreement once there is nothing more to measure."""
        if made.value is None or number in self.results:
            return
        self.results[number] = result(planned, made.points)
        done = len(self.results) == len(self.cases)
        with self.hold_sync():
            self.set_trait("rows", [_row(at, self.results[at]) for at in sorted(self.results)])
            self.set_trait("says", in_words(*self._pairs()) if done else "")
            self.set_trait("plot", self._plotted() if done else {})

    def _pairs(self) -> tuple[list[float], list[float]]:
        """Measured and true values as they are told, film by film."""
        found = [self.results[number] for number in sorted(self.results)]
        return [to_tenth(one.value) for one in found], [to_tenth(one.truth) for one in found]

    def _plotted(self) -> dict[str, Any]:
        # Drawing needs matplotlib, which measuring does not.
        from spinelab.imaging.figures.own_errors import own_errors

        picture = own_errors(*self._pairs())
        return {"png": picture.png, "alt": picture.alt, "width": picture.width_px}

    def __repr__(self) -> str:
        done = f"{len(self.results)} of {len(self.cases)} films measured"
        return f"ReadingRoom({self.difficulty}: {done}{'. ' + self.says if self.says else ''})"

    def fallback(self) -> dict[str, str]:
        """The first film, and what is to be measured on each."""
        film = self.cases[0].film()
        picture = Picture(film.png, film.alt, _CAPTION, min(620, 2 * film.image.shape[1]))
        tasks = "".join(f"<li>{escape(case.title)}</li>" for case in self.cases)
        head = f"<p><strong>Reading room, {self.difficulty}: {len(self.cases)} films to measure.</strong></p>"
        return {
            "text/html": f"<div>{head}<ol>{tasks}</ol>{picture.to_html()}</div>",
            "image/png": base64.b64encode(picture.png).decode("ascii"),
        }


def reading_room(n: int = 4, seed: int = 0, difficulty: Difficulty | int = "easy") -> ReadingRoom:
    """`n` random films to measure, marked; after the last one a plot of one's own errors.

    The same `seed` gives the same films. `difficulty` is easy, medium or hard, or 1 to 3. Raises ValueError, naming
    what can be chosen.
    """
    return ReadingRoom(cases(n, seed, difficulty), graded(difficulty), progress.store())


def _row(number: int, found: Result) -> dict[str, Any]:
    return {
        "film": number,
        "measure": found.plan.title,
        "yours": spelled(found.value, "mm"),
        "truth": spelled(found.truth, "mm"),
        "error": spelled(found.error, "mm", signed=True),
        "close": found.close,
        "verdict": found.verdict,
    }

"""Measuring on a film: the learner places the points; value, truth, error and limits are told after the last one."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import traitlets

from spinelab import progress
from spinelab.content.facts import fact
from spinelab.content.faults import InputError
from spinelab.content.picture import Picture
from spinelab.content.references import Reference, references
from spinelab.content.widgets import ELEMENTS, ScriptedWidget
from spinelab.imaging.craniovertebral_lines import junction_lines
from spinelab.imaging.measures import spelled
from spinelab.imaging.measuring import Plan, Result, plan, result
from spinelab.imaging.radiography import Radiograph
from spinelab.progress import Answer, Receipt, Store, now

QUIZ = "measuring"
"""Under which measurements stand in the learner's progress; the question is the measure, such as `slip-L4`."""

_HERE = Path(__file__).parent
_CAPTION = "Simulated film of a model, not a patient: run the cell to measure on it."


class Measurement(ScriptedWidget):
    """One measure on one film.

    `points` are the points so far, each (column, row) in pixels or None; setting the last one finishes. Then `value`,
    `truth` and `error` (in the unit of the measure, None before) tell what came of it, and it is recorded. All can be
    observed; setting `points` to [] begins anew. ValueError for points that are too many or not on the film.
    """

    shared = (ELEMENTS,)
    script = _HERE / "measurement.js"
    style = _HERE / "measurement.css"

    film = traitlets.Bytes(read_only=True).tag(sync=True)
    scene = traitlets.Dict(read_only=True).tag(sync=True)
    points: traitlets.List[Any] = traitlets.List().tag(sync=True)
    result = traitlets.Dict(read_only=True).tag(sync=True)
    show_lines = traitlets.Bool(False).tag(sync=True)
    lines: traitlets.List[Any] = traitlets.List(read_only=True).tag(sync=True)
    value = traitlets.Float(None, allow_none=True, read_only=True)
    truth = traitlets.Float(None, allow_none=True, read_only=True)
    error = traitlets.Float(None, allow_none=True, read_only=True)

    def __init__(self, radiograph: Radiograph, plan: Plan, store: Store) -> None:
        self._radiograph, self._plan, self._store = radiograph, plan, store
        super().__init__()
        self.set_trait("film", radiograph.png)
        self.set_trait("scene", _scene(radiograph, plan))

    @traitlets.validate("points")
    def _check_points(self, proposal: dict[str, Any]) -> list[list[float] | None]:
        placed = proposal["value"]
        if len(placed) > len(self._plan.true_points):
            raise InputError(f"‘{self._plan.id}’ has {len(self._plan.true_points)} points, not {len(placed)}")
        return [None if point is None else self._on_film(point) for point in placed]

    def _on_film(self, point: Any) -> list[float]:
        high, wide = self._radiograph.image.shape
        try:
            column, row = map(float, point)
        except (TypeError, ValueError):
            raise InputError(f"{point!r} is no point; a point is (column, row) in pixels, or None") from None
        if not (-1 <= column <= wide and -1 <= row <= high):
            raise InputError(f"{point} is not on the film; columns go to {wide - 1}, rows to {high - 1}")
        return [column, row]

    @traitlets.observe("points")
    def _measure(self, _: object) -> None:
        placed = [point for point in self.points if point is not None]
        if len(placed) < len(self._plan.true_points):
            self._tell(None, {})
            return
        try:
            found = result(self._plan, placed)
        except ValueError as error:
            self._tell(None, {})  # the same notice again is told again
            self._tell(None, {"notice": f"{error}."})
            return
        receipt = self._record(found)
        self._tell(found, _told(found, receipt))

    def _tell(self, found: Result | None, told: dict[str, Any]) -> None:
        for name in ("value", "truth", "error"):
            self.set_trait(name, getattr(found, name, None))
        self.set_trait("result", told)

    def _record(self, found: Result) -> Receipt:
        """Keep what was measured, before it is told what is true."""
        before = [event for event in self._store.events(QUIZ) if isinstance(event, Answer)]
        return self._store.record(
            Answer(
                quiz=QUIZ,
                question=self._plan.id,
                response=f"{found.value:.2f}",
                points=float(found.close),
                out_of=1.0,
                correct=found.close,
                attempt=1 + sum(event.question == self._plan.id for event in before),
                time=now(),
                kind="numeric",
                drawn={"truth": round(found.truth, 3)},
            )
        )

    @traitlets.observe("show_lines")
    def _draw_lines(self, _: object) -> None:
        if self.show_lines and not self.lines and self.scene["lines"]:
            self.set_trait("lines", [asdict(line) for line in junction_lines(self._radiograph)])

    def __repr__(self) -> str:
        told = self.result
        state = f"{told['value']}, truth {told['truth']}, error {told['error']}" if told else "not measured yet"
        return f"Measurement({self._plan.title}: {state})"

    def fallback(self) -> dict[str, str]:
        """The film, and the points that are to be placed on it."""
        picture = Picture(self._radiograph.png, self._radiograph.alt, _CAPTION, min(620, 2 * self.scene["wide"]))
        points = "".join(f"<li>{escape(words)}</li>" for words in self._plan.point_words)
        task = f"<p><strong>{escape(self._plan.title)}.</strong> {escape(self._plan.how)}</p><ol>{points}</ol>"
        return {
            "text/html": f"<div>{task}{picture.to_html()}</div>",
            "image/png": base64.b64encode(picture.png).decode("ascii"),
        }


def measure(radiograph: Radiograph, measure: str, level: str | None = None) -> Measurement:
    """Measure on a film: click the points, or place them by keyboard.

    Measures: adi, padi, ranawat, redlund_johnell, mcgregor, chamberlain, mcrae, cervical_lordosis, thoracic_kyphosis
    and lumbar_lordosis; with a level canal, slip and wedge. Raises ValueError, naming what is nearest, where there is
    no such measure or the film does not show it.
    """
    return Measurement(radiograph, plan(radiograph, measure, level), progress.store())


def _scene(radiograph: Radiograph, plan: Plan) -> dict[str, Any]:
    """What the view needs before anything is measured: no true point is in it."""
    high, wide = radiograph.image.shape
    return {
        "title": plan.title,
        "how": plan.how,
        "points": list(plan.point_words),
        "wide": wide,
        "high": high,
        "alt": radiograph.alt,
        "pixelMm": radiograph.pixel_mm,
        "lines": {"occiput", "C1", "C2"} <= set(radiograph.levels),
    }


def _told(found: Result, receipt: Receipt) -> dict[str, Any]:
    """What is told when all points stand."""
    plan, unit = found.plan, found.plan.measure.unit
    rows = []
    for limit in plan.limits():
        yours, true = (limit.crossed(values[limit.unit]) for values in (found.values, plan.truth))
        rows.append({"words": str(limit), "yours": yours, "true": true, "sources": _works(limit.sources)})
    return {
        "value": _all(found.values),
        "truth": _all(plan.truth),
        "error": spelled(found.error, unit, signed=True),
        "close": found.close,
        "verdict": found.verdict,
        "meaning": found.meaning(found.values),
        "trueMeaning": found.meaning(plan.truth),
        "limits": rows,
        "compared": _compared(plan),
        "step": _step(plan),
        "off": [spelled(off, "mm") for off in found.off_mm],
        "astray": found.astray,
        "strokes": plan.strokes(found.points),
        "truePoints": plan.true_points,
        "trueStrokes": plan.strokes(plan.true_points),
        "notice": receipt.notice,
    }


def _all(values: dict[str, float]) -> str:
    """A value in each of its units: `9.0 mm (26.5 %)`."""
    first, *others = (spelled(value, unit) for unit, value in values.items())
    return f"{first} ({', '.join(others)})" if others else first


def _works(sources: Sequence[Reference]) -> list[dict[str, str]]:
    return [{"label": work.label, "full": work.full, "link": work.link} for work in sources]


def _compared(plan: Plan) -> dict[str, Any]:
    """What people without symptoms have, where there is no limit."""
    if not plan.measure.compared:
        return {}
    known, works = fact(plan.measure.compared), references()
    sources = _works([works[key] for key in known.sources if key in works])
    return {"words": f"{known.what}: {known.text}", "sources": sources}


def _step(plan: Plan) -> str:
    if abs(plan.step_mm) < 0.05:
        return ""
    stands = f"{spelled(abs(plan.step_mm), 'mm')} {'in front of' if plan.step_mm > 0 else 'behind'} the other"
    return (
        f"Healthy bodies do not stand flush: at rest this corner of the model stands {stands}. "
        "The slip is counted from there."
    )

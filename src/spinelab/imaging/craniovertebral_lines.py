"""The lines of the craniovertebral junction on a lateral film, from its landmarks: where they run, what they show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.measures import first_hits
from spinelab.content.faults import InputError
from spinelab.imaging.measures import Place, Stroke, spelled
from spinelab.imaging.radiography import Radiograph, a_film

if TYPE_CHECKING:
    from spinelab.content.picture import Picture

Array = NDArray[np.float64]
_ON_THE_CLIVUS_MM = (10.0, 24.0)  # above the basion, where the back of the clivus is sought
_ROW_MM = 7.0  # from one label to the next
_HEAD_MM = 17.0  # from the upper edge, where words are burnt in, to the first label
_ASIDE_MM = 14.0  # from the lines to their labels


@dataclass(frozen=True)
class Line:
    """A line on a film and, dashed, the distance measured to it; places are (column, row) in pixels.

    Its name stands at `label` on that side, and a leader runs from there to `named`. `says` is where the line runs and
    what it shows here.
    """

    name: str
    says: str
    line: Stroke | None
    distance: Stroke | None
    side: Literal["left", "right"]
    named: Place
    label: Place


def junction_lines(radiograph: Radiograph) -> tuple[Line, ...]:
    """Wackenheim, McRae, Chamberlain, McGregor, Ranawat, Redlund-Johnell. ValueError where the film lacks a bone."""
    bones, truth, mm = a_film(radiograph).spine.bones, radiograph.truth, 1 / radiograph.pixel_mm
    if radiograph.view != "lateral" or not {"occiput", "C1", "C2"} <= set(bones):
        found = f"this film is ‘{radiograph.view}’, {radiograph.shown}"
        raise InputError(
            f"the lines of the craniovertebral junction need a lateral film of occiput, C1 and C2; {found}"
        )

    def at(*names: str) -> Array:
        return np.asarray(np.mean([radiograph.landmarks[name] for name in names], axis=0))

    palate, lowest = at("occiput back of the hard palate"), at("occiput lowest point of the occiput")
    basion, opisthion = at("occiput basion"), at("occiput opisthion")
    front, back = at("C1 middle of the anterior arch"), at("C1 middle of the posterior arch")
    pedicles, plate, tip = at("C2 right pedicle", "C2 left pedicle"), at("C2 lower plate"), at("C2 tip of the dens")
    clivus, top = radiograph.frame.place(_back_of_the_clivus(bones["occiput"]))[:, :2]

    behind = _right_of(tip, clivus, top) / mm
    dens = "the tip of the dens lies"
    return _labelled(
        (
            _line(
                "Wackenheim",
                f"down the back of the clivus; {dens} {_side(behind, 'behind', 'in front of')} it",
                _past(top, clivus, max(float((tip - clivus) @ _unit(clivus - top)) + 6 * mm, 0)),
                side="left",
                named=top,
            ),
            _line(
                "McRae",
                f"from basion to opisthion; {dens} {_side(truth['mcrae_mm'], 'below', 'above')} it",
                _past(basion, opisthion, 5 * mm),
            ),
            _line(
                "Chamberlain",
                f"from the back of the hard palate to the opisthion; {dens} "
                f"{_side(truth['chamberlain_mm'], 'above', 'below')} it",
                _past(palate, opisthion, 12 * mm),
            ),
            _line(
                "McGregor",
                "from the back of the hard palate to the lowest point of the occiput; "
                f"{dens} {_side(truth['mcgregor_mm'], 'above', 'below')} it",
                _past(palate, lowest, 6 * mm),
            ),
            _line(
                "Ranawat",
                "through the middles of both arches of the atlas; the middle of the pedicles of the axis lies "
                f"{_side(truth['ranawat_mm'], 'below', 'above')} it",
                _past(front, back, 12 * mm),
                (pedicles, _foot(pedicles, front, back)),
            ),
            _line(
                "Redlund-Johnell",
                f"from McGregor’s line down to the middle of the lower plate of the axis: "
                f"{spelled(truth['redlund_johnell_mm'], 'mm')}",
                None,
                (_foot(plate, palate, lowest), plate),
                side="left",
                named=plate,
            ),
        ),
        mm,
    )


def in_words(radiograph: Radiograph) -> str:
    """The lines of a film in words."""
    return " ".join(f"{line.name}: {line.says}." for line in junction_lines(radiograph))


def lines(radiograph: Radiograph) -> Picture:
    """The film with the lines of the craniovertebral junction over it. ValueError where it does not show them."""
    from spinelab.imaging.figures.drawn_lines import drawn_lines  # drawing needs matplotlib

    return drawn_lines(radiograph)


def _back_of_the_clivus(occiput: Bone) -> Array:
    """Two points (2, 3) mm on the back of the clivus in the median plane, the lower first."""
    own = occiput.own()
    foot = occiput.into_own(occiput.landmarks["basion"])
    starts = np.array([[0, foot[1] - 16, foot[2] + up] for up in _ON_THE_CLIVUS_MM])
    forward = np.array([[0.0, 1, 0]] * 2)
    met = first_hits(own, occiput.triangles.astype(np.int64), (starts, forward, np.full(2, 60.0)))
    return occiput.placed(starts + met[:, None] * forward)


def _line(
    name: str,
    says: str,
    line: tuple[Array, Array] | None,
    distance: tuple[Array, Array] | None = None,
    side: Literal["left", "right"] = "right",
    named: Array | None = None,
) -> Line:
    """A line that is named where it ends, unless said otherwise. Its label has no place yet."""
    here = _place(line[1]) if line is not None and named is None else _place(np.asarray(named))
    return Line(name, says, _stroke(line), _stroke(distance), side, here, here)


def _labelled(rows: Iterable[Line], mm: float) -> tuple[Line, ...]:
    """The lines with their labels beside them, on each side one below the other."""
    found = list(rows)
    for side, way, outermost in (("right", 1, max), ("left", -1, min)):
        here = sorted((line for line in found if line.side == side), key=lambda line: line.named[1])
        column = outermost(line.named[0] for line in here) + way * _ASIDE_MM * mm
        row = (_HEAD_MM - _ROW_MM) * mm
        for line in here:
            row = max(line.named[1], row + _ROW_MM * mm)
            found[found.index(line)] = replace(line, label=(float(column), float(row)))
    return tuple(found)


def _past(start: Array, end: Array, beyond: float) -> tuple[Array, Array]:
    """From one point through the other and `beyond` it."""
    return start, end + _unit(end - start) * beyond


def _foot(point: Array, start: Array, end: Array) -> Array:
    way = _unit(end - start)
    return np.asarray(start + way * float((point - start) @ way))


def _right_of(point: Array, start: Array, end: Array) -> float:
    """How far a point lies to the right of the way from `start` to `end`, as one looks along it; rows run down."""
    way, aside = _unit(end - start), point - start
    return float(way[0] * aside[1] - way[1] * aside[0])


def _side(distance_mm: float, positive: str, negative: str) -> str:
    return f"{spelled(abs(distance_mm), 'mm')} {positive if distance_mm >= 0 else negative}"


def _unit(way: Array) -> Array:
    return np.asarray(way / np.hypot(*way))


def _place(point: Array) -> Place:
    return float(point[0]), float(point[1])


def _stroke(ends: tuple[Array, Array] | None) -> Stroke | None:
    return None if ends is None else (_place(ends[0]), _place(ends[1]))

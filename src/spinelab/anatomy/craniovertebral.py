"""The craniovertebral junction in the median plane: its outlines, and what a slip of the atlas does to the intervals.

Outlines are in millimetres. The back of the anterior arch is at x = 0, back is +x, up is +y, the middle of the arch is
at y = 0. The outlines are drawn to published sizes; they belong to no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from spinelab.anatomy.outline import Points, between
from spinelab.content.facts import Fact, facts, plain
from spinelab.content.faults import InputError
from spinelab.content.references import Reference, references

SLIP_MAX_MM = 12.0
SLIP_STEP_MM = 0.5


@dataclass(frozen=True)
class Intervals:
    """Anterior and posterior atlantodental interval (mm): in front of the dens, and behind it."""

    adi_mm: float
    padi_mm: float


@dataclass(frozen=True)
class Threshold:
    """A published limit of one interval; `when` is `above`, `below` or `from`.

    `source` names the paper, `fact` the figure.
    """

    measure: str
    when: str
    limit_mm: float
    meaning: str
    source: str
    fact: str

    def crossed(self, found: Intervals) -> bool:
        """Whether the interval lies beyond the limit. The limit itself does only where it says `from`."""
        return lies(self.when, self.limit_mm, found.adi_mm if self.measure == "ADI" else found.padi_mm)

    def __str__(self) -> str:
        return f"{self.measure} {self.when} {plain(self.limit_mm)} mm: {self.meaning} ({self.source})"


def lies(when: str, limit: float, value: float) -> bool:
    """Whether a value lies `above`, `below` or `from` a limit on. The limit itself does only where it says `from`."""
    value = round(value, 2)  # what is asked of a spine is met but for the last bits
    if when == "from":
        return value >= limit
    return value > limit if when == "above" else value < limit


def intervals(slip_mm: float, known: Mapping[str, Fact] | None = None) -> Intervals:
    """Both intervals after the atlas has slid forward by `slip_mm` from its healthy place.

    The dens fills its third of the ring (Steel1968), and the healthy gap in front of it is that of adults on CT
    (Rojas2007); what one interval gains the other loses. Raises ValueError outside 0 to 12 mm.
    """
    if not 0 <= slip_mm <= SLIP_MAX_MM:
        raise InputError(f"the slip is {plain(slip_mm)} mm; it must lie between 0 and {plain(SLIP_MAX_MM)} mm")
    known = known or facts()
    ring, dens, healthy = (known[id].exact for id in ("steel-ring", "steel-dens", "adi-healthy-ct"))
    adi = healthy + slip_mm
    return Intervals(adi_mm=round(adi, 6), padi_mm=round(ring - dens - adi, 6))


def thresholds(known: Mapping[str, Fact] | None = None) -> tuple[Threshold, ...]:
    """The published limits that the course uses, mildest first for each interval."""
    known, listed = known or facts(), references()
    return tuple(
        Threshold(measure, when, known[id].exact, meaning, _labels(known[id], listed), id)
        for measure, when, id, meaning in (
            ("ADI", "above", "adi-limit-film-women", "too wide on the film of a woman"),
            ("ADI", "above", "adi-adult-limit", "too wide on the film of a woman and a man"),
            ("ADI", "above", "adi-alar-limit", "the alar ligaments have probably failed too"),
            ("ADI", "from", "adi-severe", "severe instability in a study of rheumatoid arthritis"),
            ("PADI", "below", "padi-danger", "the cord is in danger"),
            ("PADI", "below", "padi-no-recovery", "nobody who was paralysed at this size recovered"),
        )
    )


def adi_band(adi_mm: float, known: Mapping[str, Fact] | None = None) -> str:
    """What an anterior interval means: the gravest published limit that it crosses, or that it crosses none."""
    return _band("ADI", adi_mm, "within the limits of men and women", known)


def padi_band(padi_mm: float, known: Mapping[str, Fact] | None = None) -> str:
    """What a posterior interval means: the gravest published limit that it crosses, or that it crosses none."""
    return _band("PADI", padi_mm, "above the danger line", known)


def crossed(found: Intervals, limits: Iterable[Threshold]) -> list[Threshold]:
    """Those limits that the intervals cross, in the order given."""
    return [limit for limit in limits if limit.crossed(found)]


def cord_words(slip_mm: float, known: Mapping[str, Fact] | None = None) -> str:
    """What the drawing shows of the cord after a slip."""
    known = known or facts()
    depth, full = cord_depth_mm(intervals(slip_mm, known).padi_mm, known), known["cord-depth-at-c1"].exact
    return (
        f"cord squeezed from {full:.1f} to {depth:.1f} mm"
        if depth < full
        else f"cord not squeezed ({full:.1f} mm deep)"
    )


def cord_depth_mm(padi_mm: float, known: Mapping[str, Fact] | None = None) -> float:
    """How deep the cord is drawn: its measured depth (Lu1998) until ligament and arch leave it less room.

    A teaching assumption: a living cord suffers before bone squeezes it, and movement adds to the harm.
    """
    known = known or facts()
    return min(known["cord-depth-at-c1"].exact, max(padi_mm - known["transverse-ligament-thickness"].exact, 0.0))


def cord_outline(slip_mm: float, known: Mapping[str, Fact] | None = None) -> Points:
    """The cord in the median plane, carried forward and then squeezed by the posterior arch."""
    known = known or facts()
    found = intervals(slip_mm, known)
    arch = DENS_BACK_MM + found.padi_mm
    back = min(CORD_BACK[_ARCH_LEVEL][0], arch)
    front = min(CORD_FRONT[_ARCH_LEVEL][0], back - cord_depth_mm(found.padi_mm, known))
    front_edge = _pushed(CORD_FRONT, front - CORD_FRONT[_ARCH_LEVEL][0])
    back_edge = _pushed(CORD_BACK, back - CORD_BACK[_ARCH_LEVEL][0])
    return between(front_edge, back_edge)


# fmt: off
DENS_BACK_MM = 11.3
ANTERIOR_ARCH = [(0.0, 0.0), (-0.1, 3.0), (-1.1, 5.0), (-3.0, 4.7), (-5.2, 2.6), (-6.1, -0.4), (-5.6, -3.2),
    (-3.4, -5.2), (-1.1, -4.9),
                 (-0.1, -3.0)]
POSTERIOR_ARCH = [(30.0, -3.0), (30.4, -0.2), (32.2, 1.3), (34.6, 1.2), (36.4, -0.6), (36.6, -3.2), (35.6, -6.0),
    (33.6, -7.4), (31.6, -6.8),
                  (30.4, -5.2)]
AXIS = [
    (6.2, 12.0), (3.2, 10.6), (1.8, 7.6), (1.3, 3.6), (1.3, 0.0), (1.4, -3.4), (1.9, -5.8), (1.4, -8.6),
    (0.4, -12.6), (0.1, -18.6), (-0.8, -23.8),
    (-2.2, -27.0), (-1.6, -28.4), (2.5, -26.8), (8.0, -25.4), (13.0, -25.4), (14.7, -25.8), (14.7, -23.6),
    (14.2, -18.0), (13.8, -12.2),
    (12.6, -8.2), (11.5, -5.4), (11.3, -3.4), (11.3, 0.0), (11.3, 3.6), (11.0, 7.4), (9.4, 10.8),
]
AXIS_SPINE = [(32.9, -13.0), (34.6, -10.0), (39.0, -10.8), (45.0, -14.6), (50.4, -20.4), (50.2, -24.4),
    (46.2, -25.0), (40.0, -22.8), (35.2, -21.2),
              (32.9, -18.4)]
TRANSVERSE_LIGAMENT = [(11.5, 0.0), (11.7, 3.2), (12.9, 4.7), (14.0, 3.2), (14.3, 0.0), (14.0, -3.2),
    (12.9, -4.7), (11.7, -3.2)]
CORD_FRONT = [(4.4, 36.0), (9.0, 26.5), (13.6, 16.5), (15.8, 8.5), (16.5, 2.5), (16.7, -3.0), (16.8, -8.5),
    (17.2, -18.0), (17.6, -30.0), (18.0, -48.0)]
CORD_BACK = [(20.0, 36.0), (22.0, 26.5), (23.6, 16.5), (24.2, 8.5), (24.4, 2.5), (24.43, -3.0), (24.8, -8.5),
    (25.8, -18.0), (26.2, -30.0), (26.6, -48.0)]
# fmt: on
_ARCH_LEVEL = 5


def _pushed(edge: list[tuple[float, float]], by: float) -> Points:
    """An edge of the cord moved at the level of the arch, less and less above and below."""
    points = np.array(edge)
    points[:, 0] += by * np.exp(-(((points[:, 1] - edge[_ARCH_LEVEL][1]) / 9.0) ** 2))
    return points


def _band(measure: str, value_mm: float, harmless: str, known: Mapping[str, Fact] | None) -> str:
    found = Intervals(value_mm, value_mm)
    beyond = [limit.meaning for limit in crossed(found, thresholds(known)) if limit.measure == measure]
    return beyond[-1] if beyond else harmless


def _labels(known: Fact, listed: Mapping[str, Reference]) -> str:
    return ", ".join(listed[key].label if key in listed else key for key in known.sources)

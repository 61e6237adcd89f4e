"""How far one level bends and turns in each region of the column, as ranges on a common scale."""

from __future__ import annotations

from dataclasses import dataclass

from spinelab.anatomy.figures.plate import INK, Plate, drawn
from spinelab.anatomy.outline import rectangle
from spinelab.content.facts import Fact, facts, plain

NECK, CHEST, LOIN, TOP = "#A9CBE2", "#E6D5AE", "#EBB598", "#6F9DBE"


@dataclass(frozen=True)
class _Bar:
    """One row: what it is, how it was measured, the fact, and by what to divide it (two for both sides together)."""

    name: str
    how: str
    id: str
    colour: str
    share: int = 1

    def fact(self) -> Fact:
        return facts()[self.id]

    def ends(self) -> tuple[float, float]:
        """Where the bar begins and ends, degrees."""
        found = self.fact()
        value = 0.0 if found.value is None else found.value
        low = value if found.low is None else found.low
        high = value if found.high is None else found.high
        return low / self.share, high / self.share

    def words(self) -> str:
        low, high = self.ends()
        return f"{plain(low)}°" if low == high else f"{plain(low)} to {plain(high)}°"


BENDING = (
    _Bar("neck, C2-3 to C4-5", "moving X-ray", "neck-bend-per-level", NECK),
    _Bar("chest, T4-5 to T12-L1", "CT, lying", "thoracic-bend-per-level", CHEST),
    _Bar("low back, L1-2 to L5-S1", "films", "lumbar-bend-per-level", LOIN),
)
TURNING = (
    _Bar("C1-C2", "CT, mean", "c1-c2-rotation", TOP),
    _Bar("neck, C4-5", "CT, mean ± SD", "neck-turn-per-level", NECK),
    _Bar("chest, T1 to T10", "specimens, halved", "thoracic-turn-both", CHEST, 2),
    _Bar("low back, L1 to S1", "MRI, living", "lumbar-turn-per-level", LOIN),
)


def _alt() -> str:
    def sentence(bars: tuple[_Bar, ...]) -> str:
        return "; ".join(f"{bar.name} {bar.words()} ({bar.how})" for bar in bars)

    return (
        "Bars on one scale of degrees: how far one level moves in each region. Bending forward and back, all the "
        f"way: {sentence(BENDING)}. Turning to one side: {sentence(TURNING)}. The neck bends most, the low back next, "
        "the chest least. C1-C2 turns far more than any other level, and the low back hardly turns. The studies "
        "differ in method, so compare the sizes roughly."
    )


@drawn(_alt, "Movement of one level by region. Ranges of published means; the methods differ.")
def movement_by_region() -> Plate:
    """Bending and turning of one level in neck, chest and low back."""
    plate = Plate("How far does one level move?", 0, 740, -440, 40, width_px=740)
    top = -8.0
    for title, bars in (("Bending forward and back, all the way", BENDING), ("Turning to one side", TURNING)):
        plate.text((8, top), title, 10.5, bold=True, across="left")
        top -= 18
        floor = top - 46 * len(bars)
        for degrees in range(0, 41, 10):
            x = _x(degrees)
            plate.line([(x, top + 6), (x, floor + 8)], "#CCCCCC", 0.8, smooth=False)
            plate.text((x, floor - 2), f"{degrees}°", 9, "#333333")
        for row, bar in enumerate(bars):
            y = top - 46 * row - 17
            low, high = bar.ends()
            plate.text((8, y + 10), bar.name, across="left")
            plate.text((8, y - 10), bar.how, 9, "#333333", across="left")
            plate.fill(rectangle(_x(0), _x(low), y - 9, y + 9), bar.colour, INK, 1.2)
            if high > low:
                plate.fill(rectangle(_x(low), _x(high), y - 9, y + 9), "white", INK, 1.2, hatch="////")
            plate.text((_x(high) + 10, y), bar.words(), bold=True, across="left")
        top = floor - 32
    plate.note("Solid: to the lowest mean. Hatched: on to the highest. Methods differ, so compare roughly.")
    return plate


def _x(degrees: float) -> float:
    return 200 + degrees * 11

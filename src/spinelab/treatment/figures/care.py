"""The timeline of care: what happens when, from the first hour to ten years, on one scale."""

from __future__ import annotations

from math import log10

from matplotlib.patches import Rectangle

from spinelab.content import ContentError, Picture, data_folder, references
from spinelab.content.csvtext import Row, read_rows
from spinelab.content.figures import page as blank
from spinelab.content.references import unknown_keys
from spinelab.treatment.figures import page
from spinelab.treatment.figures.page import BLUE, GREEN, GREY, INK, ORANGE, RULE, SOFT, TEXT_PT, VERMILLION

COLUMNS = ("lane", "from_hours", "to_hours", "what", "sources", "status")
SCALE = {
    1: "1 hour", 24: "1 day", 168: "1 week", 720: "1 month", 2160: "3 months", 4320: "6 months", 8760: "1 year",
    43800: "5 years", 87600: "10 years",
}  # fmt: skip
COLOURS = (VERMILLION, ORANGE, BLUE, GREEN, "#8C2F63", GREY)
LEFT_PX, RIGHT_PX, ROW_PX, LANE_PX, HEAD_PX = 384, 740, 22, 30, 56


def care_timeline() -> Picture:
    """What is done when: emergencies, back pain, the three diseases, operations. The scale is logarithmic."""
    rows = _rows()
    lanes = list(dict.fromkeys(row["lane"] for row in rows))
    height = HEAD_PX + ROW_PX * len(rows) + LANE_PX * len(lanes) + 34
    figure, axes = blank(760, height)
    for number, (hours, name) in enumerate(SCALE.items()):
        x, above = _place(hours), 12 + 17 * (number % 3)
        axes.plot([x, x], [HEAD_PX - 4, height - 30], color=RULE, linewidth=0.8, zorder=0)
        axes.text(x, above, name, fontsize=TEXT_PT, color=SOFT, ha="center", va="center")
    y = float(HEAD_PX)
    for lane, colour in zip(lanes, COLOURS, strict=True):
        axes.text(12, y + 17, lane, fontsize=TEXT_PT + 1, weight="bold", color=colour, va="center")
        y += LANE_PX
        for row in (row for row in rows if row["lane"] == lane):
            start, end = (_place(row.number(column) or 0) for column in ("from_hours", "to_hours"))
            doubt = "" if row["status"] == "verified" else " *"
            axes.text(12, y + ROW_PX / 2, row["what"] + doubt, fontsize=TEXT_PT, color=INK, va="center")
            bar = Rectangle((start, y + 5), max(end - start, 6), ROW_PX - 10, facecolor=colour, edgecolor=colour)
            axes.add_patch(bar)
            y += ROW_PX
    axes.text(12, height - 14, "* seen in a secondary source only. A bar ends when the step is due.", fontsize=TEXT_PT,
              color=SOFT, va="center")  # fmt: skip
    told = ". ".join(f"{lane}: " + "; ".join(_said(row) for row in rows if row["lane"] == lane) for lane in lanes)
    cites = dict.fromkeys(key for row in rows for key in row.listed("sources"))
    alt = f"Timeline of care on a logarithmic scale from one hour to ten years, in {len(lanes)} lanes. {told}."
    return Picture(page.png(figure), alt, f"Sources: {', '.join(cites)}.", 760)


def _place(hours: float) -> float:
    """Where a time stands, in pixels; everything in the first hour stands at the left edge."""
    return LEFT_PX + (RIGHT_PX - LEFT_PX - 14) * log10(min(max(hours, 1), 100_000)) / 5


def _said(row: Row) -> str:
    return row["what"] + ("" if row["status"] == "verified" else f" [{row['status']}]")


def _rows() -> list[Row]:
    known, faults = references(), []
    rows = read_rows(data_folder() / "treatment" / "timeline.csv", COLUMNS)
    for row in rows:
        faults += [row.fault(message) for message in unknown_keys(row.listed("sources"), known)]
        start, end = row.number("from_hours"), row.number("to_hours")
        if start is None or end is None or not 0 <= start < end:
            faults.append(row.fault("a step needs from_hours and to_hours, the first before the second"))
        if row["status"] not in ("verified", "secondary", "from memory"):
            faults.append(row.fault(f"the status ‘{row['status']}’ is not known"))
    if faults:
        raise ContentError(faults)
    return rows

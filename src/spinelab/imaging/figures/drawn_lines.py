"""A film of the neck with the lines of the craniovertebral junction drawn over it."""

from __future__ import annotations

from spinelab.content.figures import WIDTH
from spinelab.content.picture import Picture
from spinelab.imaging.craniovertebral_lines import in_words, junction_lines
from spinelab.imaging.figures.lightbox import BLUE, YELLOW, Lightbox
from spinelab.imaging.measures import Place
from spinelab.imaging.radiography import Radiograph

_HIGH = 470
_ROOM_MM = 24.0  # for the names, on either side


def drawn_lines(radiograph: Radiograph) -> Picture:
    """The lines over the film, each named, and its distance dashed. ValueError where the film does not show them."""
    found = junction_lines(radiograph)
    sheet = Lightbox("Lines of the craniovertebral junction", _HIGH)
    size, mm = (WIDTH - 20.0, _HIGH - 44.0), radiograph.pixel_mm
    columns = [line.label[0] for line in found] + [end[0] for line in found for end in line.line or ()]
    wide = (max(columns) - min(columns)) * mm + 2 * _ROOM_MM
    high = wide * size[1] / size[0]
    column = (max(columns) + min(columns)) / 2
    row = max(radiograph.landmarks["C1 middle of the canal"][1], high / mm / 2)  # not above the film
    frame = radiograph.frame
    middle = frame.right * (frame.corner[0] + column * mm) + frame.up * (frame.corner[1] - row * mm)
    hung = sheet.film(radiograph, middle, (10, 34), size, wide)
    sheet.stamp(hung, radiograph)

    def at(place: Place) -> Place:
        x, y = ((place[i] + 0.5 - hung.origin[i]) * hung.scale for i in (0, 1))
        return hung.box[0] + x, hung.box[1] + y

    for line in found:
        if line.line:
            sheet.line([at(end) for end in line.line], YELLOW, 1.8, rim=True)
        if line.distance:
            ends = [at(end) for end in line.distance]
            sheet.line(ends, "#000000", 3.8)
            sheet.line(ends, BLUE, 2.2, (0, (4, 1.5)))
        x, y = at(line.label)
        sheet.leader(x, y, line.name, at(line.named), across="left" if line.side == "right" else "right")
    alt = f"{radiograph.alt} {in_words(radiograph)}"
    return sheet.picture(
        alt, "Simulated film of a model, not a patient. Lines yellow, distances to them blue and dashed."
    )

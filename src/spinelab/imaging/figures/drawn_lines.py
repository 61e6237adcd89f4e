"""A film of the neck with the lines of the craniovertebral junction drawn over it."""

from __future__ import annotations

from spinelab.content.picture import Picture
from spinelab.imaging.craniovertebral_lines import in_words, junction_lines
from spinelab.imaging.figures.lightbox import BLUE, WIDTH, YELLOW, Lightbox
from spinelab.imaging.measuring import Place
from spinelab.imaging.radiography import Radiograph

_HIGH = 470
_MM_WIDE = 150.0


def drawn_lines(radiograph: Radiograph) -> Picture:
    """The lines over the film, each named, and its distance dashed. ValueError where the film does not show them."""
    found = junction_lines(radiograph)
    sheet = Lightbox("Lines of the craniovertebral junction", _HIGH)
    middle = radiograph.spine.bones["C1"].landmarks["middle of the canal"]
    hung = sheet.film(radiograph, middle, (10, 34), (WIDTH - 20, _HIGH - 44), _MM_WIDE)

    def at(place: Place) -> Place:
        x, y = ((place[i] + 0.5 - hung.origin[i]) * hung.scale for i in (0, 1))
        return hung.box[0] + x, hung.box[1] + y

    for line in found:
        if line.line:
            sheet.line([at(end) for end in line.line], YELLOW, 1.8, rim=True)
        if line.distance:
            sheet.line([at(end) for end in line.distance], BLUE, 1.8, (0, (4, 2)), rim=True)
        x, y = at(line.label)
        sheet.leader(x, y, line.name, at(line.named), across="left" if line.side == "right" else "right")
    alt = f"{radiograph.alt} {in_words(radiograph)}"
    return sheet.picture(alt, "Simulated film of a model, not a patient. Lines yellow, distances to them blue and dashed.")

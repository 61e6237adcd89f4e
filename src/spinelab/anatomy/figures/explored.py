"""The first view of a 3-D scene as a still picture: one state of it, or two side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from spinelab.anatomy.figures.bones import INK, LEADER, NOTICE, lettering
from spinelab.anatomy.figures.placing import beyond, cut
from spinelab.anatomy.figures.shaded import Shaded, screen_axes, shade, surfaces
from spinelab.anatomy.packed import Mesh
from spinelab.anatomy.scene import Part
from spinelab.content.picture import Picture, small_png

WIDTH_PX, HEIGHT_PX = 760, 400
_ABOVE_PX, _BELOW_PX, _GAP_PX = 28, 26, 8
_FINE = 1.5  # drawn so many times larger, then brought down, for smooth edges
_AROUND = 1.2  # what is looked at, and a little of what is around it
_DEEP_PX = 8  # to each side, for a name to stand on what it names
_NAMED = ("bone", "pannus", "cord")
Array = NDArray[np.float64]
_TINTS = {
    "disc": (0.62, 0.78, 0.72),
    "cord": (0.93, 0.79, 0.22),
    "ligament": (0.7, 0.44, 0.14),
    "pannus": (0.7, 0.36, 0.46),
    "bridge": (0.72, 0.42, 0.3),
    "fusion": (0.72, 0.42, 0.3),
}
_BONE = (0.93, 0.87, 0.75)
_CLEAR = 0.15  # how much is seen of what is seen through
_BEHIND_MM = 0.4  # pannus holds the dens: soft tissue is cut a little deeper, so that bone shows in front of it
_WAYS = (("left", "right"), ("behind", "front"), ("below", "above"))


@dataclass(frozen=True)
class Seeing:
    """How a scene is seen: the side; with `cut`, from the left, only right halves; parts in `clear` are seen through.

    `look_at` names the parts between which one looks; without them all is in view.
    """

    view: str
    cut: bool = False
    clear: Collection[str] = ()
    look_at: Collection[str] = ()


def explored_picture(states: Mapping[str, Sequence[Part]], how: Seeing, alt: str) -> Picture:
    """One or two states of a scene by their titles, seen alike, named, and said to be a model."""
    wide = (WIDTH_PX - _GAP_PX * (len(states) - 1)) // len(states)
    sheet = Image.new("RGB", (WIDTH_PX, _ABOVE_PX + HEIGHT_PX + _BELOW_PX), "white")
    draw = ImageDraw.Draw(sheet)
    scale, centre = _framed([part for parts in states.values() for part in parts], how, wide)
    for place, (title, parts) in enumerate(states.items()):
        left = place * (wide + _GAP_PX)
        panel = _panel(_in_view(parts, how, (wide / scale, HEIGHT_PX / scale), centre), how, wide, scale, centre)
        _ways(ImageDraw.Draw(panel), how.view, wide)
        sheet.paste(panel, (left, _ABOVE_PX))
        draw.rectangle((left, _ABOVE_PX, left + wide - 1, _ABOVE_PX + HEIGHT_PX - 1), outline=LEADER)
        draw.text((left + 2, 5), title, fill=INK, font=lettering(14, True))
    draw.text((2, _ABOVE_PX + HEIGHT_PX + 5), NOTICE, fill=INK, font=lettering(14, False))
    side = how.view if how.view in ("above", "below", "behind") else f"the {how.view}"
    words = f"The 3-D view, {'cut in the middle and ' if how.cut else ''}seen from {side}: run the cell to turn it."
    return Picture(small_png(np.asarray(sheet), 96), alt, words, WIDTH_PX)


def _framed(parts: Sequence[Part], how: Seeing, wide: int) -> tuple[float, Array]:
    """Pixels to the millimetre at which what is looked at fills a panel, and its middle."""
    points = np.concatenate([part.standing() for part in parts if not how.look_at or part.name in how.look_at])
    low, high = points.min(axis=0), points.max(axis=0)
    across, up, _ = np.abs(screen_axes(how.view)).T @ (high - low) * (_AROUND if how.look_at else 1.05)
    return float(min(wide / across, HEIGHT_PX / up)), (low + high) / 2


def _in_view(parts: Sequence[Part], how: Seeing, size_mm: tuple[float, float], centre: Array) -> list[Part]:
    """The parts that reach into a panel about a point."""
    half, axes = np.array(size_mm) / 2, screen_axes(how.view)[:, :2]
    places = [(part.standing() - centre) @ axes for part in parts]
    there = [(at.min(axis=0) < half).all() and (at.max(axis=0) > -half).all() for at in places]
    return [part for part, seen in zip(parts, there, strict=True) if seen]


def _panel(parts: Sequence[Part], how: Seeing, wide: int, scale: float, centre: Array) -> Image.Image:
    opaque = [part for part in parts if part.name not in how.clear]
    size = round(wide * _FINE), round(HEIGHT_PX * _FINE)
    drawn, part_at = _drawn(opaque, how, size, scale * _FINE, centre)
    rgb = drawn.rgb
    if len(opaque) < len(parts):
        rgb = (1 - _CLEAR) * rgb + _CLEAR * _drawn(parts, how, size, scale * _FINE, centre)[0].rgb
    panel = Image.fromarray((np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8))
    panel = panel.resize((wide, HEIGHT_PX), Image.Resampling.LANCZOS)
    _name(ImageDraw.Draw(panel), opaque, drawn, part_at)
    return panel


def _drawn(
    parts: Sequence[Part], how: Seeing, size: tuple[int, int], scale: float, centre: Array
) -> tuple[Shaded, NDArray[np.int64]]:
    """Parts from one side, and for each pixel which part is seen there, or -1."""
    whole = [Mesh(part.standing(), part.triangles) for part in parts]
    meshes = [beyond(mesh, 0, _cut_at(part)) for mesh, part in zip(whole, parts, strict=True)] if how.cut else whole
    first = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    tints = np.concatenate(
        [np.tile(_tint(part), (len(mesh.vertices), 1)) for mesh, part in zip(meshes, parts, strict=True)]
    )
    drawn = shade(*surfaces(meshes), how.view, *size, scale, tints, centre, fine=1)
    part_at = np.where(drawn.vertex_at < 0, -1, np.searchsorted(first, drawn.vertex_at, side="right") - 1)
    if how.cut:
        # Bone last: soft tissue is cut a little deeper.
        for index in sorted(range(len(parts)), key=lambda index: parts[index].kind == "bone"):
            face = _face(whole[index], _cut_at(parts[index]), drawn, size)
            drawn.rgb[face] = 0.5 + 0.45 * _tint(parts[index])
            part_at[face] = index
    return drawn, part_at


def _face(mesh: Mesh, at_mm: float, drawn: Shaded, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The pixels of a drawing at which a cut in the middle has opened a part."""
    face = Image.new("1", size)
    for loop in cut(mesh, 0, at_mm):
        inside = Image.new("1", size)
        ImageDraw.Draw(inside).polygon([(x, y) for x, y, _ in drawn.on_screen(loop)], fill=1)
        face = ImageChops.logical_xor(face, inside)
    return np.asarray(face)


def _cut_at(part: Part) -> float:
    return 0.0 if part.kind == "bone" else _BEHIND_MM


def _tint(part: Part) -> Array:
    return np.array(_TINTS.get(part.kind, _BONE))


def _name(draw: ImageDraw.ImageDraw, parts: Sequence[Part], drawn: Shaded, part_at: NDArray[np.int64]) -> None:
    """Each bone's name on its body, where that is seen; the name of what is thin at the edge, with a leader."""
    font = lettering(13, True)
    for index, part in enumerate(parts):
        rows, columns = np.nonzero(part_at == index)
        if part.kind not in _NAMED or not len(rows):
            continue
        body = part.body()
        aim = np.array([columns.mean(), rows.mean()])
        if body is not None:
            aim = drawn.on_screen(part.turn @ body + part.shift)[0, :2]
        name = " ".join(reversed(part.name.split("_")))  # ilium_left is the left ilium
        (x, y), deep = _spot(part_at == index, aim)
        x, y = x / _FINE, y / _FINE
        if deep / _FINE >= _DEEP_PX:
            draw.text((x, y), name, fill=INK, font=font, anchor="mm", stroke_width=2, stroke_fill="white")
        elif part.kind != "bone" or body is None:
            draw.line([(8 + font.getlength(name), y), (x, y)], fill=LEADER, width=1)
            draw.text((5, y), name, fill=INK, font=font, anchor="lm", stroke_width=2, stroke_fill="white")


def _spot(seen: NDArray[np.bool_], aim: Array) -> tuple[tuple[float, float], int]:
    """The pixel x, y of a region that is nearest to an aim and as far from its rim as a name needs; how far that is."""
    deep, inner = 1, seen
    while deep <= _DEEP_PX * _FINE:
        rim = np.pad(inner, 1)
        smaller = inner & rim[:-2, 1:-1] & rim[2:, 1:-1] & rim[1:-1, :-2] & rim[1:-1, 2:]
        if not smaller.any():
            break
        deep, inner = deep + 1, smaller
    rows, columns = np.nonzero(inner)
    best = int(np.hypot(columns - aim[0], rows - aim[1]).argmin())
    return (float(columns[best]), float(rows[best])), deep


def _ways(draw: ImageDraw.ImageDraw, view: str, wide: int) -> None:
    """What lies to the left and the right of a panel, in its lower corners."""
    axis = screen_axes(view)[:, 0]
    along = int(np.abs(axis).argmax())
    ways = _WAYS[along] if axis[along] > 0 else _WAYS[along][::-1]
    for word, x, anchor in ((f"← {ways[0]}", 6, "ls"), (f"{ways[1]} →", wide - 6, "rs")):
        place = (x, HEIGHT_PX - 7)
        draw.text(place, word, (20, 60, 110), lettering(13, True), anchor, stroke_width=2, stroke_fill="white")

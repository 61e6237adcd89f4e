"""Pictures of single bones and of columns of bones: shaded, labelled with leader lines, said to be a model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import font_manager
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from spinelab.anatomy.figures.shaded import BONE, SCREEN, Shaded, shade, surfaces, vertex_normals
from spinelab.anatomy.scene import HOLES, parts
from spinelab.content.faults import InputError, nearest
from spinelab.content.picture import Picture, small_png

if TYPE_CHECKING:
    from spinelab.anatomy.bone import Bone

Array = NDArray[np.float64]
WIDTH, MOST_HIGH, SIDE = 760, 480, 172
INK, LEADER = (34, 34, 34), (90, 90, 90)
NOTICE = "Model, not a patient"
# What a label needs to see of what it names: pixels to each side, or a little less over a large area, as of a hole.
_DEEP_PX, _THIN_PX, _LARGE_PX2 = 3, 2, 400
_HOLES = (*HOLES, "sacral canal", "sacral foramen")
_ALONG = 0.5  # cosine to the axis at which one sees into a hole
VIEWS = ("above", "below", "front", "behind", "left", "right")
# What stands at the left, right, top and bottom of each view.
_EDGES = {
    "above": ("left", "right", "front", "back"),
    "below": ("right", "left", "front", "back"),
    "front": ("right", "left", "up", "down"),
    "behind": ("left", "right", "up", "down"),
    "left": ("front", "back", "up", "down"),
    "right": ("back", "front", "up", "down"),
}
_SEEN_FROM = {
    "above": "from above",
    "below": "from below",
    "front": "from in front",
    "behind": "from behind",
    "left": "from the left",
    "right": "from the right",
}


def bone_picture(bone: Bone, view: str, label: bool = True) -> Picture:
    """One bone from one side. ValueError names the nearest view when there is no such one."""
    if str(view) not in VIEWS:
        raise InputError(f"there is no view ‘{view}’ of a bone{nearest(view, VIEWS)}")
    vertices, triangles = bone.vertices.astype(float), bone.triangles.astype(np.int64)
    room = WIDTH - 2 * SIDE - 16 if label else WIDTH - 80
    seen = _fitted(vertices, triangles, view, room, MOST_HIGH - 104, _tints(bone))
    spots = _spots(bone, seen)
    stacks = _stacks(spots, seen.rgb.shape[1]) if label else {}
    stack = max((sum(16 * len(lines) + 5 for _, _, lines in rows) for rows in stacks.values()), default=0)
    high = max(seen.rgb.shape[0] + 104, stack + 90)
    sheet = Image.new("RGB", (WIDTH, high), "white")
    left, top = (WIDTH - seen.rgb.shape[1]) // 2, 54 + (high - 104 - seen.rgb.shape[0]) // 2
    sheet.paste(_image(seen.rgb), (left, top))
    draw = ImageDraw.Draw(sheet)
    name = title_of(bone.level)
    draw.text((10, 8), f"{name}, {_SEEN_FROM[view]}", fill=INK, font=lettering(17, True))
    _orientation(draw, view, left, top, seen, high)
    _labels(draw, stacks, left, top, high)
    draw.text((10, high - 24), NOTICE, fill=INK, font=lettering(14, False))
    named = ", ".join(spots) if spots else "no single structure"
    alt = (
        f"{name} of the virtual spine, seen {_SEEN_FROM[view]}; a model, not a patient. "
        f"At the left edge of the picture is {_EDGES[view][0]}, at the top {_EDGES[view][2]}. "
        f"Structures in view: {named}."
    )
    return Picture(small_png(np.asarray(sheet), 160), alt, f"{name}, {_SEEN_FROM[view]}. {NOTICE}.", WIDTH)


def title_of(level: str) -> str:
    """A bone's name for people: ‘Atlas (C1)’, ‘Vertebra L4’."""
    known = {"C1": "Atlas (C1)", "C2": "Axis (C2)", "sacrum": "Sacrum", "occiput": "Occiput (part)"}
    if level.startswith("ilium"):
        return f"{level.removeprefix('ilium_').capitalize()} ilium"
    return known.get(level, f"Vertebra {level}")


def sheet_of_sides(bones: Sequence[Bone], tile: int = 150) -> Image.Image:
    """A contact sheet: a row for each bone, a column for each side."""
    sheet = Image.new("RGB", (tile * 6 + 76, tile * len(bones) + 42), "white")
    draw = ImageDraw.Draw(sheet)
    for column, view in enumerate(VIEWS):
        draw.text((80 + column * tile, 22), _SEEN_FROM[view], fill=INK, font=lettering(13, False))
    draw.text((6, 4), f"{NOTICE}. A row for each bone, not to one scale.", fill=INK, font=lettering(13, True))
    for row, bone in enumerate(bones):
        vertices, triangles = bone.vertices.astype(float), bone.triangles.astype(np.int64)
        spread = float(np.ptp(vertices, axis=0).max())
        draw.text((6, 42 + row * tile + tile // 2), bone.level.replace("_", "\n"), fill=INK, font=lettering(15, True))
        for column, view in enumerate(VIEWS):
            seen = shade(vertices, triangles, view, tile - 4, tile - 4, scale=(tile - 8) / spread / 1.04)
            sheet.paste(_image(seen.rgb), (78 + column * tile, 42 + row * tile))
    return sheet


def column_picture(bones: Sequence[Bone], views: Sequence[str], height: int = 620) -> Image.Image:
    """Several bones where they stand, from several sides."""
    vertices, triangles = surfaces(bones)
    parts = []
    for view in views:
        span = vertices @ np.array([SCREEN[view][0], SCREEN[view][1]], float).T
        wide, high = np.ptp(span, axis=0)
        scale = (height - 50) / (high * 1.04)
        parts.append(shade(vertices, triangles, view, int(wide * scale * 1.06) + 8, height - 40, scale=scale))
    sheet = Image.new("RGB", (sum(part.rgb.shape[1] for part in parts) + 10 * len(parts), height), "white")
    draw, x = ImageDraw.Draw(sheet), 5
    for view, part in zip(views, parts, strict=True):
        sheet.paste(_image(part.rgb), (x, 36))
        draw.text((x + 4, 18), _SEEN_FROM.get(view, view), fill=INK, font=lettering(13, False))
        for bone in bones:
            if len(bones) > 1 and view == views[-1]:
                px, py, _ = part.on_screen(bone.vertices.astype(float).mean(axis=0)[None])[0]
                draw.text(
                    (x + px - 8, 36 + py - 8), bone.level.split("_")[0], fill=(20, 40, 120), font=lettering(11, True)
                )
        x += part.rgb.shape[1] + 10
    draw.text((6, 2), NOTICE, fill=INK, font=lettering(13, True))
    return sheet


def _fitted(
    vertices: Array, triangles: NDArray[np.int64], view: str, wide: int, high: int, tints: Array | None
) -> Shaded:
    right, up = (np.array(axis, float) for axis in SCREEN[view])
    span = np.ptp(vertices @ np.stack([right, up], axis=1), axis=0) * 1.03
    scale = min(wide / span[0], high / span[1])
    return shade(vertices, triangles, view, int(span[0] * scale) + 6, int(span[1] * scale) + 6, scale, tints)


def _tints(bone: Bone) -> Array:
    """Bone colour; joint facets bluish like cartilage. On the alar facet of the dens a ligament is fixed."""
    tints = np.tile(BONE, (len(bone.vertices), 1))
    for i, name in enumerate(bone.structures):
        joint = "facet" in name and "alar" not in name
        if joint or name in ("auricular surface", "joint surface of the condyle"):
            tints[bone.structure_of == i] = (0.76, 0.90, 0.97)
    return tints


def _spots(bone: Bone, seen: Shaded) -> dict[str, tuple[float, float]]:
    """Where each structure that is well in view can be pointed at: screen x, y of a pixel deep inside it."""
    labels = np.where(seen.vertex_at >= 0, bone.structure_of[np.clip(seen.vertex_at, 0, None)].astype(int), -1)
    depths = _depths(labels)
    part = parts(bone)[0]
    holes = {name: places[0] @ part.turn.T + part.shift for name, places in part.holes().items()}
    spots: dict[str, tuple[float, float]] = {}
    for i, name in enumerate(bone.structures):
        if name in _HOLES and not _looked_into(bone, i, seen.axes[:, 2]):
            continue
        if name in holes:
            column, row, _ = seen.on_screen(holes[name][None])[0]
            if labels[round(row), round(column)] < 0:  # one sees through
                spots[name] = (float(column), float(row))
                continue
        y, x = np.nonzero(labels == i)
        deep = depths[y, x].max(initial=0)
        if deep < (_THIN_PX if len(x) >= _LARGE_PX2 else _DEEP_PX):
            continue
        # A mirrored structure is pointed at on the side where more of it shows.
        middle = labels.shape[1] / 2
        side = x < middle if (x < middle).sum() > len(x) / 2 else x >= middle
        if np.ptp(x) > labels.shape[1] * 0.3 and 0.25 < (x < middle).mean() < 0.75:
            side = x < middle if len(spots) % 2 else x >= middle
            x, y = (x[side], y[side]) if side.any() else (x, y)
        centre = x.mean(), y.mean()
        best = int((depths[y, x] - 0.08 * np.hypot(x - centre[0], y - centre[1])).argmax())
        spots[name] = (float(x[best]), float(y[best]))
    return spots


def _looked_into(bone: Bone, structure: int, eye: Array) -> bool:
    """Whether the eye looks along a hole of the right half, rather than at its wall, which faces across its axis."""
    wall = (bone.structure_of == structure) & (bone.own()[:, 0] > 0)
    facing = vertex_normals(bone.vertices.astype(float), bone.triangles.astype(np.int64))[wall]
    return bool(abs(np.linalg.eigh(facing.T @ facing)[1][:, 0] @ eye) > _ALONG)


def _depths(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many pixels deep each pixel lies inside what carries its label; 0 outside."""
    high, wide = labels.shape
    around = [(dy, dx) for dy in (0, 1, 2) for dx in (0, 1, 2)]
    rim = np.pad(labels, 1, constant_values=-1)
    depths = (labels >= 0).astype(np.int64)
    inside = np.all([rim[dy : dy + high, dx : dx + wide] == labels for dy, dx in around], axis=0) & (labels >= 0)
    while inside.any():
        depths += inside
        rim = np.pad(inside, 1)
        inside = np.all([rim[dy : dy + high, dx : dx + wide] for dy, dx in around], axis=0)
    return depths


Stacks = dict[bool, list[tuple[float, float, list[str]]]]


def _stacks(spots: dict[str, tuple[float, float]], wide: int) -> Stacks:
    """The labels left (True) and right of the bone, from top to bottom: where each points, and its lines."""
    font = lettering(13, False)
    columns: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
    for name, (x, y) in sorted(spots.items(), key=lambda item: item[1][0]):
        columns[x < wide / 2].append((x, y, name))
    while abs(len(columns[True]) - len(columns[False])) > 1:
        more = len(columns[True]) > len(columns[False])
        movable = (max if more else min)(columns[more], key=lambda spot: spot[0])
        columns[more].remove(movable)
        columns[not more].append(movable)
    return {
        at_left: [(x, y, _wrapped(name, font)) for x, y, name in sorted(items, key=lambda spot: spot[1])]
        for at_left, items in columns.items()
    }


def _labels(draw: ImageDraw.ImageDraw, stacks: Stacks, left: int, top: int, high: int) -> None:
    font = lettering(13, False)
    for at_left, words in stacks.items():
        heights = [16 * len(lines) + 5 for _, _, lines in words]
        tops: list[float] = []
        floor = 44.0
        for (_, y, _), tall in zip(words, heights, strict=True):
            tops.append(max(floor, top + y - tall / 2))
            floor = tops[-1] + tall
        limit = high - 34.0
        for i in range(len(tops) - 1, -1, -1):
            tops[i] = min(tops[i], limit - heights[i])
            limit = tops[i]
        for (x, y, lines), start in zip(words, tops, strict=True):
            # All words of a side end at one line, so that no leader runs through another's words.
            edge = SIDE - 8 if at_left else WIDTH - SIDE + 8
            end_x = edge + 4 if at_left else edge - 4
            spot = left + x, top + y
            draw.line([(end_x, start + 8 * len(lines)), spot], fill=LEADER, width=1)
            draw.ellipse([spot[0] - 2.5, spot[1] - 2.5, spot[0] + 2.5, spot[1] + 2.5], fill=INK, outline="white")
            for n, line in enumerate(lines):
                draw.text((edge, start + 16 * n), line, fill=INK, font=font, anchor="ra" if at_left else "la")


def _wrapped(name: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > SIDE - 22 and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _orientation(draw: ImageDraw.ImageDraw, view: str, left: int, top: int, seen: Shaded, sheet_high: int) -> None:
    font = lettering(13, True)
    at_left, at_right, above, below = _EDGES[view]
    high, wide = seen.rgb.shape[:2]
    for word, x, y, anchor in (
        (at_left, WIDTH / 2 - 70, sheet_high - 16, "rm"),
        (at_right, WIDTH / 2 + 70, sheet_high - 16, "lm"),
        (above, left + wide / 2, top - 10, "mm"),
        (below, left + wide / 2, min(top + high + 10, sheet_high - 36), "mm"),
    ):
        draw.text((x, y), word.upper(), fill=(20, 60, 110), font=font, anchor=anchor)
    y = sheet_high - 16
    draw.line([(WIDTH / 2 - 62, y), (WIDTH / 2 + 62, y)], fill=(20, 60, 110), width=1)
    for side in (-1, 1):
        tip = WIDTH / 2 + side * 62
        draw.line([(tip - side * 6, y - 4), (tip, y), (tip - side * 6, y + 4)], fill=(20, 60, 110), width=1)


def _image(rgb: Array) -> Image.Image:
    return Image.fromarray((np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8))


@cache
def lettering(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    weight = "bold" if bold else "normal"
    path = Path(font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans", weight=weight)))
    return ImageFont.truetype(str(path), size)

"""Simulated films of the virtual spine, with the exact truth of every measurement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from spinelab.anatomy.bone import Bone
from spinelab.anatomy.standing import Spine, a_spine
from spinelab.content.faults import InputError, InputTypeError, nearest
from spinelab.content.picture import Picture
from spinelab.imaging import tissue
from spinelab.imaging.film import Darkroom, Frame
from spinelab.imaging.lettering import lettering
from spinelab.imaging.png import png

Array = NDArray[np.float64]
View = Literal["lateral", "open-mouth", "ap", "sacroiliac"]
_WORDS = {
    "lateral": "Side film, the front of the body on the left",
    "open-mouth": "Film through the open mouth, the patient's right on the left",
    "ap": "Film from front to back, the patient's right on the left",
    "sacroiliac": "Film of the sacroiliac joints from front to back, tilted, the patient's right on the left",
}
_TILT_DEG = {"sacroiliac": 28.0, "open-mouth": 0.0, "ap": 0.0}
_GRID_MM = 10.0
_PIXELS_MM = (0.2, 1.5)  # coarser films have no room for their word
_EVEN_MM = 20.0  # over which bright and dark regions are evened out, as digital films are
_EVEN = 0.8
_GREY_AT = 0.85  # attenuation that shows as middle grey
_CONTRAST = 2.7
_GRAIN = 0.02
_MOST_GRAIN = 20.0  # times the usual: more shows nothing but grain
_SHEET = 256  # pixels: grain is made in whole sheets of this size
SIMULATED = "SIMULATED"
"""The word that every film bears."""
_EDGE, _STRIP = 6, 3  # pixels: from the edge of a film to the words burnt in, and how far the strip goes beyond them
_DARKROOM = Darkroom()


@dataclass(frozen=True, eq=False)
class Radiograph:
    """A simulated film. `image` (h, w) uint8, white is dense; it cannot be written to.

    `frame` is where the film lay, `spine` what stood before it.
    """

    image: NDArray[np.uint8]
    pixel_mm: float
    view: str
    levels: tuple[str, ...]
    frame: Frame = field(repr=False)
    spine: Spine = field(repr=False)

    def __post_init__(self) -> None:
        self.image.flags.writeable = False

    @cached_property
    def landmarks(self) -> dict[str, tuple[float, float]]:
        """Where each landmark falls: its level and name, and its column and row in pixels."""
        points = {
            f"{level} {name}": at for level, named in self.spine.landmarks().items() for name, at in named.items()
        }
        places = self.frame.place(np.array([*points.values()]).reshape(-1, 3))[:, :2]
        return {name: (column, row) for name, (column, row) in zip(points, places.tolist(), strict=True)}

    @cached_property
    def truth(self) -> dict[str, Any]:
        """The exact value of every measurement, mm and degrees; worked out when it is first asked for."""
        return dict(self.spine.truth())

    @property
    def png(self) -> bytes:
        """The film as a picture."""
        return png(self.image)

    @property
    def alt(self) -> str:
        """The film in words."""
        high, wide = self.image.shape
        return (
            f"Simulated radiograph, not a patient. {_WORDS[self.view]}: {self.shown}, "
            f"{wide * self.pixel_mm:.0f} by {high * self.pixel_mm:.0f} mm. Bone is white, air is black."
        )

    def __repr__(self) -> str:
        high, wide = self.image.shape
        return f"Radiograph({self.view}, {self.shown}, {wide} by {high} pixels; simulated)"

    @property
    def shown(self) -> str:
        """From where to where the film reaches."""
        ends = self.levels[0], self.levels[-1]
        first, last = ("the pelvis" if level.startswith("ilium") else level for level in ends)
        return first if first == last else f"{first} to {last}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        width = min(620, 2 * self.image.shape[1])
        picture = Picture(self.png, self.alt, "Simulated film of a model, not a patient.", width)
        return {**picture._repr_mimebundle_(), "text/plain": repr(self)}


def radiograph(
    spine: Spine, view: View = "lateral", pixel_mm: float = 0.5, seed: int | None = 0, grain: float = 1.0
) -> Radiograph:
    """A film of a spine, as parallel rays give it. `seed` draws the grain; None gives a film without grain.

    `grain` is its strength, 1 for a usual film. Raises ValueError for an unknown view, for a pixel outside 0.2 to 1.5
    mm, for a seed or a grain that cannot be, and where the bones of a view are missing; TypeError for what is no spine.
    """
    bones = dict(a_spine(spine).bones)
    if str(view) not in _WORDS:
        raise InputError(f"there is no view ‘{view}’{nearest(view, _WORDS)}")
    if isinstance(pixel_mm, bool) or not isinstance(pixel_mm, Real) or not _PIXELS_MM[0] <= pixel_mm <= _PIXELS_MM[1]:
        raise InputError(f"a pixel of {pixel_mm!r} mm: choose from {_PIXELS_MM[0]} to {_PIXELS_MM[1]} mm")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0):
        raise InputError(f"the seed is {seed!r}; it must be a whole number from 0 on, or None for a film without grain")
    if isinstance(grain, bool) or not isinstance(grain, Real) or not 0 <= grain <= _MOST_GRAIN:
        raise InputError(f"the grain is {grain!r}; it must be a number from 0 to {_MOST_GRAIN:g}")
    frame = framed(bones, view, pixel_mm)
    groups = [tissue.bone_bodies(bone) for bone in bones.values()]
    groups += [tissue.new_bone(mesh) for mesh in spine.bridges.values()]
    groups += [tissue.new_bone(mesh, tissue.FUSED_PER_MM) for mesh in spine.fusions.values()]
    groups += [tissue.new_bone(mesh, tissue.SCLEROSIS_PER_MM) for mesh in spine.sclerosis.values()]
    groups += tissue.around(bones, view == "open-mouth")
    image = exposed(_DARKROOM.attenuation(groups, frame), pixel_mm, seed, grain)
    _burn(image, SIMULATED)
    if view != "lateral":
        _burn(image, "R", at_the_foot=True)
    return Radiograph(image, pixel_mm, view, tuple(bones), frame, spine)


def stamped(film: Radiograph) -> tuple[int, int]:
    """Columns and rows that the word SIMULATED and the strip about it take in the upper left corner of a film."""
    high, wide = _inked(SIMULATED, film.image).shape
    return _EDGE + wide + _STRIP, _EDGE + high + _STRIP


def a_film(shown: object) -> Radiograph:
    """What was given, when it is a film. TypeError that shows how to take one when it is not."""
    if not isinstance(shown, Radiograph):
        raise InputTypeError(f"a {type(shown).__name__} is no film: try radiograph(spine())")
    return shown


def framed(bones: Mapping[str, Bone], view: str, pixel_mm: float) -> Frame:
    """Where the film lies for a view of these bones. ValueError where the view needs bones that are missing."""
    needed = {"open-mouth": ("C1", "C2"), "sacroiliac": ("sacrum",)}.get(view, ())
    for level in needed:
        if level not in bones:
            raise InputError(f"a view ‘{view}’ needs {' and '.join(needed)}; this spine has {', '.join(bones)}")
    if view == "lateral":
        right, up = np.array([0.0, -1, 0]), np.array([0.0, 0, 1])
    else:
        tilt = np.radians(_TILT_DEG[view])
        right, up = np.array([-1.0, 0, 0]), np.array([0.0, np.sin(tilt), np.cos(tilt)])
    shown = [level for level in bones if level not in _beside(view, bones)] or list(bones)
    points = np.concatenate([bones[level].vertices for level in shown])
    across, height = (points @ way.astype(np.float32) for way in (right, up))
    left, more, top, bottom = _margins(view, "C2" in bones, "occiput" in bones)
    if view == "sacroiliac":
        height = bones["sacrum"].vertices @ up.astype(np.float32)
    # To the centimetre, so that the film stays where it is while a bone slides by millimetres.
    low, base = np.floor(np.array([across.min() - left, height.min() - bottom]) / _GRID_MM) * _GRID_MM
    high, crown = np.ceil(np.array([across.max() + more, height.max() + top]) / _GRID_MM) * _GRID_MM
    shape = round((crown - base) / pixel_mm), round((high - low) / pixel_mm)
    return Frame(right, up, np.cross(right, up), (float(low), float(crown)), shape, pixel_mm)


def _beside(view: str, bones: Mapping[str, Bone]) -> set[str]:
    """Bones that do not decide where the film lies."""
    if view == "sacroiliac":
        return {level for level in bones if level != "sacrum" and not level.startswith("ilium")}
    if view == "open-mouth":
        return set(bones) - {"C1", "C2"}
    # The skull and the atlas may slip forward; the film stays with the axis and what is below.
    return {"occiput", "ilium_left", "ilium_right"} | ({"C1"} if view == "lateral" and "C2" in bones else set())


def _margins(view: str, neck: bool, skull: bool) -> tuple[float, float, float, float]:
    """Room left, right, above and below the bones, mm."""
    if view == "open-mouth":
        return 14, 14, 12, 4
    if view == "lateral" and neck:
        return 74, 30, 30 if skull else 14, 8
    if view == "sacroiliac":
        return 8, 8, 16, 4
    return 22, 22, 10, 10


def exposed(
    attenuation: NDArray[np.floating[Any]], pixel_mm: float, seed: int | None, strength: float = 1.0
) -> NDArray[np.uint8]:
    """How a film shows attenuation: evened out, a little blurred, grainy where few rays pass; white is dense."""
    rays = attenuation.astype(np.float32, order="C")
    dense = _smooth(rays)
    broad = _broad(dense, pixel_mm)
    broad -= np.float32(_GREY_AT)
    broad *= np.float32(_EVEN)
    dense -= broad
    if seed is not None:
        grain = np.float32(strength * _GRAIN * (0.5 / pixel_mm) ** 0.5) * _grain(seed, dense.shape)
        dim = np.clip(rays, 0, 4, out=broad)
        dim *= np.float32(0.45)
        grain *= np.exp(dim, out=dim)
        dense += grain
    dense -= np.float32(_GREY_AT)
    dense *= np.float32(-_CONTRAST)
    shown = np.exp(dense, out=dense)
    shown += 1
    np.divide(255, shown, out=shown)
    rays *= 9
    shown *= np.clip(rays, 0, 1, out=rays)  # bare film is black
    return shown.astype(np.uint8)


def _smooth(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each pixel with a quarter of its neighbours, along rows and along columns; edges repeat."""
    found = image * np.float32(1 / 16)
    for lines in (found, found.T):
        between = lines[1:] + lines[:-1]
        for edge in (0, -1):
            lines[edge] *= 2
            lines[edge] += between[edge]
        np.add(between[1:], between[:-1], out=lines[1:-1])
    return found


def _broad(image: NDArray[np.float32], pixel_mm: float) -> NDArray[np.float32]:
    """The image with everything finer than some centimetres taken out: averaged over blocks, then joined smoothly."""
    block = max(1, round(_EVEN_MM / 4 / pixel_mm))
    high, wide = image.shape
    rows, columns = -(-high // block), -(-wide // block)
    padded = np.pad(image, ((0, rows * block - high), (0, columns * block - wide)), mode="edge")
    coarse = padded.reshape(rows, block, -1).mean(axis=1).reshape(rows, columns, block).mean(axis=2)
    for _ in range(4):
        coarse = _smooth(coarse)
    top, below, from_top = _joined(high, block, rows)
    left, beside, from_left = _joined(wide, block, columns)
    lines = coarse[top] + (coarse[below] - coarse[top]) * from_top[:, None]
    found = lines.take(left, axis=1)
    rest = lines.take(beside, axis=1)
    rest -= found
    rest *= from_left
    found += rest
    return np.asarray(found)


@lru_cache(maxsize=8)
def _joined(size: int, block: int, blocks: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Between the middles of which two blocks each of `size` pixels lies, and how far from the first, 0 to 1."""
    middle = np.clip((np.arange(size) + 0.5) / block - 0.5, 0, blocks - 1)
    first = np.minimum(middle.astype(int), max(blocks - 2, 0))
    return first, np.minimum(first + 1, blocks - 1), (middle - first).astype(np.float32)


def _grain(seed: int, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Grain for a film; films of one seed that differ a little in size have the same grain."""
    high, wide = shape
    return _sheet_of_grain(seed, -(-high // _SHEET) * _SHEET, -(-wide // _SHEET) * _SHEET)[:high, :wide]


@lru_cache(maxsize=2)
def _sheet_of_grain(seed: int, high: int, wide: int) -> NDArray[np.float32]:
    fine = np.random.default_rng(seed).standard_normal((high, wide), np.float32)
    return np.asarray(0.6 * fine + 0.8 * _smooth(fine), np.float32)


def _inked(words: str, image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Words as large as they are burnt into an image."""
    return lettering(words, max(1, image.shape[1] // 180))


def _burn(image: NDArray[np.uint8], words: str, at_the_foot: bool = False) -> None:
    """Write words into a left corner of the film, in white on a dark strip."""
    ink = _inked(words, image)
    high, wide = ink.shape
    top = image.shape[0] - _EDGE - high if at_the_foot else _EDGE
    strip = image[top - _STRIP : top + high + _STRIP, _EDGE - _STRIP : _EDGE + wide + _STRIP]
    strip //= 4
    image[top : top + high, _EDGE : _EDGE + wide][ink] = 255

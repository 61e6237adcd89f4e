"""The 3-D view: turn a bone or a column, pick a structure and read what it is."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import traitlets

from spinelab.anatomy import scene
from spinelab.anatomy.bone import Bone
from spinelab.anatomy.standing import Spine
from spinelab.anatomy.structures import structures
from spinelab.content.faults import nearest
from spinelab.content.picture import Picture
from spinelab.content.references import references
from spinelab.content.widgets import ELEMENTS, ScriptedWidget

_HERE = Path(__file__).parent
_NOTE = "A model built from published sizes, not a patient."
_SAME_MM = 1e-3


class Explorer(ScriptedWidget):
    """A bone or a column in three dimensions.

    `picked` is what is chosen: a part (`C2`), a structure of it (`C2/dens`), or nothing; it can be set and observed.
    Setting what is not there raises ValueError that names the nearest. `show` brings in another state of the model.
    """

    shared = (ELEMENTS,)
    script = _HERE / "explorer.js"
    style = _HERE / "explorer.css"

    parts: traitlets.List[Any] = traitlets.List(read_only=True).tag(sync=True)
    geometry = traitlets.Bytes(read_only=True).tag(sync=True)
    poses = traitlets.Dict(read_only=True).tag(sync=True)
    shapes = traitlets.Dict(read_only=True).tag(sync=True)
    structures = traitlets.Dict(read_only=True).tag(sync=True)
    note = traitlets.Unicode(_NOTE, read_only=True).tag(sync=True)
    alt = traitlets.Unicode(read_only=True).tag(sync=True)
    side = traitlets.Unicode("front", read_only=True).tag(sync=True)
    labels = traitlets.Bool(True).tag(sync=True)
    picked = traitlets.Unicode("").tag(sync=True)
    picture = traitlets.Unicode("", read_only=True).tag(sync=True)
    picture_wanted = traitlets.Bool(False).tag(sync=True)

    def __init__(self, model: Bone | Spine) -> None:
        self._sent = scene.parts(model)
        self._now = self._sent
        super().__init__()
        packed = [scene.packed(part) for part in self._sent]
        self.set_trait("side", "above" if isinstance(model, Bone) else "left")
        self.set_trait("alt", _alt(self._sent))
        self.set_trait("structures", _told(self._sent))
        self.set_trait("poses", {part.name: scene.pose(part) for part in self._sent})
        self.set_trait("parts", [about for about, _, _ in packed])
        self.set_trait("geometry", b"".join(rows + triangles for _, rows, triangles in packed))

    def show(self, model: Bone | Spine) -> None:
        """Show another state of the same model: bones that only moved are sent as poses, changed ones as new vertices.

        Raises ValueError when the model has other parts or other triangles than the first one.
        """
        now = scene.parts(model)
        if [(part.name, len(part.vertices)) for part in now] != [
            (part.name, len(part.vertices)) for part in self._sent
        ]:
            raise ValueError("this model has other parts than the one that is shown; make a new view with explore()")
        shapes = {}
        for part, sent in zip(now, self._sent, strict=True):
            if np.abs(part.vertices - sent.vertices).max() > _SAME_MM:
                about, rows, _ = scene.packed(part)
                shapes[part.name] = {"low": about["low"], "step": about["step"], "place": rows}
        self._now = now
        self.set_trait("alt", _alt(now))
        self.set_trait("picture", "")
        self._draw()
        self.set_trait("shapes", shapes)
        self.set_trait("poses", {part.name: scene.pose(part) for part in now})

    @traitlets.validate("picked")
    def _check_picked(self, proposal: dict[str, Any]) -> str:
        wanted = str(proposal["value"])
        names = [part.name for part in self._sent]
        names += [f"{part.name}/{one}" for part in self._sent for one in part.structures if one != part.name]
        if wanted and wanted not in names:
            raise ValueError(f"there is no ‘{wanted}’ in this view{nearest(wanted, names)}")
        return wanted

    @traitlets.observe("picture_wanted")
    def _draw(self, _: object = None) -> None:
        if self.picture_wanted and not self.picture:
            self.set_trait("picture", self._picture().data_uri())

    def _picture(self) -> Picture:
        # Drawing needs matplotlib, which a live view does not.
        from spinelab.anatomy.figures.explored import explored_picture

        return explored_picture(self._now, self.side, self.alt)

    def __repr__(self) -> str:
        names = [part.name for part in self._sent]
        what = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}, {len(names)} parts"
        return f"Explorer({what}, {sum(len(part.triangles) for part in self._sent)} triangles)"

    def fallback(self) -> dict[str, str]:
        """The first view as a picture."""
        picture = self._picture()
        return {"text/html": picture.to_html(), "image/png": base64.b64encode(picture.png).decode("ascii")}


def explore(model: Bone | Spine) -> Explorer:
    """The 3-D view of a bone or of a spine. Raises TypeError for anything else."""
    return Explorer(model)


def _alt(shown: list[scene.Part]) -> str:
    if len(shown) == 1:
        part = shown[0]
        return f"Model of {part.name} in three dimensions, with {len(part.structures)} named structures: " + ", ".join(
            sorted(part.structures)
        )
    return "Model of the spine in three dimensions: " + ", ".join(part.name for part in shown)


def _told(shown: list[scene.Part]) -> dict[str, Any]:
    """What the view says of each name: a sentence, and its sources with links. A soft tissue speaks for its kind."""
    known, works = structures(), references()
    wanted = {name: name for part in shown for name in (part.name, *part.structures)}
    wanted |= {part.name: part.kind for part in shown if part.name not in known}
    return {
        name: {"says": known[key].says, "sources": [[one, works[one].link] for one in known[key].sources]}
        for name, key in wanted.items()
        if key in known
    }

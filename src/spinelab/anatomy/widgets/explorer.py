"""The 3-D view: turn a bone or a column, pick a structure and read what it is, follow a disease stage by stage."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import traitlets

from spinelab.anatomy import scene
from spinelab.anatomy.bone import Bone
from spinelab.anatomy.course_of_disease import disease_of, ill
from spinelab.anatomy.standing import Spine
from spinelab.anatomy.structures import structures
from spinelab.content.faults import InputError, InputTypeError, nearest
from spinelab.content.picture import Picture
from spinelab.content.references import references
from spinelab.content.widgets import ELEMENTS, ScriptedWidget

_HERE = Path(__file__).parent
_NOTE = "A model built from published sizes, not a patient."
_SAME_MM = 1e-3


@dataclass(frozen=True)
class _Shown:
    """What the page is told of one state of the model: where parts stand, those in another shape, and words."""

    poses: dict[str, list[float]]
    shapes: dict[str, dict[str, Any]]
    alt: str


class Explorer(ScriptedWidget):
    """A bone or a column in three dimensions, healthy or through the stages of a disease.

    `picked` is what is chosen: a part (`C2`), a structure of it (`C2/dens`), or nothing. `stage` is the name of the
    stage that is shown. Both can be set and observed; setting what is not there raises ValueError that names the
    nearest. `show` brings in another state of the model.
    """

    shared = (ELEMENTS,)
    script = _HERE / "explorer.js"
    style = _HERE / "explorer.css"

    parts: traitlets.List[Any] = traitlets.List(read_only=True).tag(sync=True)
    geometry = traitlets.Bytes(read_only=True).tag(sync=True)
    poses = traitlets.Dict(read_only=True, help="where each part stands; a part without a place is not there").tag(
        sync=True
    )
    shapes = traitlets.Dict(read_only=True, help="parts in another shape than was sent first").tag(sync=True)
    structures = traitlets.Dict(read_only=True).tag(sync=True)
    course = traitlets.Dict(read_only=True, help="a disease and its stages in words").tag(sync=True)
    note = traitlets.Unicode(_NOTE, read_only=True).tag(sync=True)
    alt = traitlets.Unicode(read_only=True).tag(sync=True)
    side = traitlets.Unicode("front", read_only=True).tag(sync=True)
    picked = traitlets.Unicode("").tag(sync=True)
    stage = traitlets.Any("").tag(sync=True)
    picture = traitlets.Unicode("", read_only=True).tag(sync=True)
    picture_wanted = traitlets.Bool(False).tag(sync=True)

    def __init__(self, model: Bone | Spine, disease: str | None = None) -> None:
        self._model = model
        self._sent: dict[str, scene.Part] = {}
        self._stages: dict[str, _Shown] = {}
        now = self._seen(scene.parts(model))
        course = self._follow(model, disease) if disease is not None else {}
        super().__init__()
        self.set_trait("side", course.get("seen_from", "above" if isinstance(model, Bone) else "left"))
        self.set_trait("course", course)
        self._bring(now)
        self._send_parts()
        if self._stages:
            self.stage = next(iter(self._stages))

    def show(self, model: Bone | Spine) -> None:
        """Show another state of the same model: bones that only moved are sent as poses, changed ones as new vertices.

        Raises ValueError when the model has other bones, or when the view follows a disease.
        """
        if self._stages:
            raise InputError(f"this view follows {self.course['name']}; set its ‘stage’, or make a new view")
        parts = scene.parts(model)
        if _bones(parts) != _bones(self._sent.values()):
            raise InputError("this model has other bones than the one that is shown; make a new view with explore()")
        known = len(self._sent)
        self._model, now = model, self._seen(parts)
        with self.hold_sync():
            self._bring(now)
            if len(self._sent) > known:
                self._send_parts()

    def _follow(self, healthy: Bone | Spine, name: str) -> dict[str, Any]:
        """Get the stages of a disease ready; returns what the page says of them."""
        if not isinstance(healthy, Spine):
            raise InputTypeError(
                f'a disease is followed in a spine, not in a bone: try explore(spine(), disease="{name}")'
            )
        followed = disease_of(name, healthy)
        words: list[dict[str, Any]] = []
        look_at: tuple[str, ...] = ()
        for number, stage in enumerate(followed.stages, 1):
            model = ill(healthy, stage)
            measured = followed.told(model)
            title = f"{followed.name}, stage {number} of {len(followed.stages)}: {stage.name}. {measured}."
            self._stages[stage.name] = self._seen(scene.parts(model), title)
            look_at = stage.look_at or look_at
            about = {"name": stage.name, "measured": measured, "look_at": [*look_at]}
            words.append({**about, **_cited(stage.says, stage.sources)})
        self._course = followed
        about = {name: getattr(followed, name) for name in ("name", "seen_from", "cut")} | {"clear": [*followed.clear]}
        return {**about, **_cited(followed.says, followed.sources), "stages": words}

    def _seen(self, parts: Sequence[scene.Part], title: str = "") -> _Shown:
        """What changes in the page when it shows these parts. Parts that it has not had are taken up to be sent."""
        shapes = {}
        for part in parts:
            sent = self._sent.setdefault(part.name, part)
            retied = not np.array_equal(part.triangles, sent.triangles)
            if retied or np.abs(part.vertices - sent.vertices).max() > _SAME_MM:
                about, rows, triangles = scene.packed(part)
                shapes[part.name] = {"low": about["low"], "step": about["step"], "place": rows}
                if retied:
                    shapes[part.name]["triangles"] = triangles
        return _Shown({part.name: scene.pose(part) for part in parts}, shapes, _alt(parts, title))

    def _bring(self, now: _Shown) -> None:
        if self.picked.partition("/")[0] not in now.poses:
            self.picked = ""
        self.set_trait("alt", now.alt)
        self.set_trait("picture", "")
        self._draw()
        self.set_trait("shapes", now.shapes)
        self.set_trait("poses", now.poses)

    def _send_parts(self) -> None:
        packed = [scene.packed(part) for part in self._sent.values()]
        self.set_trait("structures", _told(self._sent.values()))
        self.set_trait("geometry", b"".join(rows + triangles for _, rows, triangles in packed))
        self.set_trait("parts", [about for about, _, _ in packed])

    @traitlets.validate("picked")
    def _check_picked(self, proposal: dict[str, Any]) -> str:
        wanted = str(proposal["value"])
        there = [part for name, part in self._sent.items() if name in self.poses]
        names = [part.name for part in there]
        names += [f"{part.name}/{one}" for part in there for one in part.structures if one != part.name]
        if wanted and wanted not in names:
            raise InputError(f"there is no ‘{wanted}’ in this view{nearest(wanted, names)}")
        return wanted

    @traitlets.validate("stage")
    def _check_stage(self, proposal: dict[str, Any]) -> str:
        wanted = str(proposal["value"])
        if not self._stages:
            raise InputError("this view follows no disease; name one: explore(spine(), disease=…)")
        if wanted not in self._stages:
            raise InputError(f"there is no stage ‘{wanted}’{nearest(wanted, self._stages)}")
        return wanted

    @traitlets.observe("stage")
    def _show_stage(self, change: dict[str, Any]) -> None:
        with self.hold_sync():
            self._bring(self._stages[change["new"]])

    @traitlets.observe("picture_wanted")
    def _draw(self, _: object = None) -> None:
        if self.picture_wanted and not self.picture:
            self.set_trait("picture", self._picture().data_uri())

    def _picture(self, *also: str) -> Picture:
        """The state that is shown, and beside it another stage."""
        # Drawing needs matplotlib, which a live view does not.
        from spinelab.anatomy.figures.bones import bone_picture
        from spinelab.anatomy.figures.explored import Seeing, explored_picture

        if isinstance(self._model, Bone):
            return replace(bone_picture(self._model, self.side), alt=self.alt)
        told = {stage["name"]: stage for stage in self.course.get("stages", ())}
        if not told:
            states = {f"{self._model.region.capitalize()} spine": scene.parts(self._model)}
            return explored_picture(states, Seeing(self.side), self.alt)
        states, alt, now = {}, self.alt, str(self.stage)
        for number, stage in enumerate(self._course.stages, 1):
            if stage.name not in (now, *also):
                continue
            title = f"{number} of {len(told)}: {stage.name}"
            states[title] = scene.parts(ill(self._model, stage))
            alt += f". Beside it stage {title}. {told[stage.name]['measured']}." if stage.name != now else ""
        how = Seeing(self.side, self._course.cut, self._course.clear, told[now]["look_at"])
        return explored_picture(states, how, alt)

    def __repr__(self) -> str:
        names = list(self._sent)
        what = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}, {len(names)} parts"
        what += f", {self.course['name']} in {len(self._stages)} stages" if self._stages else ""
        return f"Explorer({what}, {sum(len(part.triangles) for part in self._sent.values())} triangles)"

    def fallback(self) -> dict[str, str]:
        """The first view as a picture; of a disease two stages, of which the second shows where it leads."""
        picture = self._picture(*self._other_stage())
        return {"text/html": picture.to_html(), "image/png": base64.b64encode(picture.png).decode("ascii")}

    def _other_stage(self) -> list[str]:
        """The last stage that is looked at in the same place as the one that is shown; else the first of all."""
        stages = {stage["name"]: stage["look_at"] for stage in self.course.get("stages", ())}
        alike = [name for name, look_at in stages.items() if look_at == stages[str(self.stage)]]
        return [next(iter(stages)) if alike[-1] == self.stage else alike[-1]] if alike else []


def explore(model: Bone | Spine, disease: str | None = None) -> Explorer:
    """The 3-D view of a bone or of a spine; with the name of a disease, a slider through its stages under it.

    Raises TypeError for what is neither, and ValueError with the nearest name for a disease that is not there.
    """
    return Explorer(model, disease)


def _bones(parts: Iterable[scene.Part]) -> set[str]:
    return {part.name for part in parts if part.kind == "bone"}


def _alt(shown: Sequence[scene.Part], title: str) -> str:
    if len(shown) == 1:
        part = shown[0]
        return f"Model of {part.name} in three dimensions, with {len(part.structures)} named structures: " + ", ".join(
            sorted(part.structures)
        )
    parts = ", ".join(part.name for part in shown)
    return f"Model of the spine in three dimensions{f', with {title} Parts' if title else ''}: {parts}"


def _told(sent: Iterable[scene.Part]) -> dict[str, Any]:
    """What the view says of each name: a sentence, and its sources with links. A soft tissue speaks for its kind."""
    known = structures()
    shown = list(sent)
    wanted = {name: name for part in shown for name in (part.name, *part.structures)}
    wanted |= {part.name: part.kind for part in shown if part.name not in known}
    return {name: _cited(known[key].says, known[key].sources) for name, key in wanted.items() if key in known}


def _cited(says: str, sources: Sequence[str]) -> dict[str, Any]:
    works = references()
    return {"says": says, "sources": [[works[key].label, works[key].link] for key in sources]}

"""Diseases as a course of stages: each a state of the virtual spine, what is seen in it, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from spinelab.anatomy.kept import BONES, COLUMN, kept
from spinelab.anatomy.levels import REGIONS, Region
from spinelab.anatomy.standing import Spine, spine
from spinelab.anatomy.state.asked import State, asked
from spinelab.content.citations import held_by_source, unsupported_numbers
from spinelab.content.facts import facts, fill, plain
from spinelab.content.faults import ContentError, Fault, InputError, nearest
from spinelab.content.folder import data_folder
from spinelab.content.records import Record, Text
from spinelab.content.references import references, unknown_keys
from spinelab.content.typed import typed
from spinelab.content.yamltext import Document, read

MEASURES = {
    "adi_mm": "ADI {value} mm",
    "padi_mm": "PADI {value} mm",
    "ranawat_mm": "Ranawat {value} mm",
    "redlund_johnell_mm": "Redlund-Johnell {value} mm",
    "pannus_mm": "pannus {value} mm",
    "slip_mm": "slip of {place} {value} mm",
    "slip_percent": "{value} % of the plate below {place}",
    "meyerding_grade": "Meyerding grade {value}",
    "wedge_percent": "front of {place} {value} % lower than its back",
    "genant_grade": "Genant grade {value}",
    "msasss": "mSASSS of this region {value}",
    "sacroiliac_grade": "{place} sacroiliac joint grade {value}",
}
"""What can be told of a stage: a name of `Spine.truth()`, and how it is said."""


class Stage(Record, frozen=True, kw_only=True):
    """One stage: its name, a sentence on what is seen, the arguments of `spine` that show it, and citation keys.

    `look_at` are the bones between which it is seen best. Without them the view stays as in the stage before.
    """

    name: Text
    says: Text
    sources: Annotated[tuple[Text, ...], Meta(min_length=1)]
    state: dict[str, Any] = msgspec.field(default_factory=dict)
    look_at: tuple[Text, ...] = ()


class Disease(Record, frozen=True, kw_only=True):
    """A disease in a region of the spine.

    `seen_from` is the side from which it is seen best; with `cut`, the half that lies before the middle is taken away.
    Bones in `clear` are seen through.
    `measures` are told at every stage: names of `MEASURES`, with a level or a side where there is one for each
    (`slip_mm C4`).
    """

    name: Text
    region: Region
    says: Text
    sources: Annotated[tuple[Text, ...], Meta(min_length=1)]
    seen_from: Literal["above", "below", "front", "behind", "left", "right"] = "left"
    cut: bool = False
    clear: tuple[Text, ...] = ()
    measures: Annotated[tuple[Text, ...], Meta(min_length=1)]
    stages: Annotated[tuple[Stage, ...], Meta(min_length=2)]

    def told(self, ill: Spine) -> str:
        """The measures of a spine in words: `ADI 5.3 mm, PADI 13.2 mm`."""
        truth = ill.truth()
        words = ", ".join(_measured(measure, truth) for measure in self.measures)
        return _tied(words[:1].upper() + words[1:])


def diseases() -> dict[str, Disease]:
    """Every disease of `data/anatomy/diseases.yaml`, facts filled in.

    Raises ContentError with every fault: file, line, nearest valid choice.
    """
    document = read(data_folder() / "anatomy" / "diseases.yaml")
    entries = typed(document, tuple[Disease, ...])
    faults, found = list[Fault](), dict[str, Disease]()
    for index, entry in enumerate(entries):
        if entry.name in found:
            faults.append(document.fault((index, "name"), f"‘{entry.name}’ is written twice"))
        wrong = list(_faults(document, index, entry))
        faults += wrong
        found[entry.name] = entry if wrong else _filled(entry)
    if faults:
        raise ContentError(faults)
    return found


def disease_of(name: str, healthy: Spine) -> Disease:
    """A disease that can strike this spine.

    Raises ValueError with the nearest name when there is none, with the region that can show it, or when the spine is
    ill already.
    """
    known = diseases()
    if name not in known:
        raise InputError(f"no disease is named ‘{name}’{nearest(name, known)}")
    found = known[name]
    if not set(REGIONS[found.region]) <= set(REGIONS[healthy.region]):
        raise InputError(f'{name} is shown in another region: try explore(spine("{found.region}"), disease="{name}")')
    if healthy.state != State(flexion_deg=healthy.state.flexion_deg):
        raise InputError(f"this spine is ill already; {name} starts from a healthy one")
    return found


def ill(healthy: Spine, stage: Stage) -> Spine:
    """The spine at a stage, bent as it was."""
    return spine(healthy.region, flexion_deg=healthy.state.flexion_deg, **stage.state)


def _filled(entry: Disease) -> Disease:
    stages = tuple(msgspec.structs.replace(stage, says=_tied(fill(stage.says))) for stage in entry.stages)
    return msgspec.structs.replace(entry, says=_tied(fill(entry.says)), stages=stages)


def _tied(text: str) -> str:
    """Text in which a figure and its unit stay on one line."""
    return text.replace(" %", "\u00a0%").replace(" mm", "\u00a0mm")


def _faults(document: Document, index: int, entry: Disease) -> Iterator[Fault]:
    for place, measure in enumerate(entry.measures):
        if measure not in _measurable(entry.region):
            message = f"‘{measure}’ is not a measure of this region{nearest(measure, _measurable(entry.region))}"
            yield document.fault((index, "measures", place), message)
    if entry.cut and entry.seen_from not in ("left", "right"):
        yield document.fault((index, "cut"), f"a cut in the middle is seen from left or right, not ‘{entry.seen_from}’")
    yield from _no_bones(document, entry.region, (index, "clear"), entry.clear)
    yield from _unsaid(document, (index,), entry.says, entry.sources)
    names = [stage.name for stage in entry.stages]
    for place, stage in enumerate(entry.stages):
        where = (index, "stages", place)
        if stage.name in names[:place]:
            yield document.fault((*where, "name"), f"‘{stage.name}’ is an earlier stage too")
        yield from _no_bones(document, entry.region, (*where, "look_at"), stage.look_at)
        yield from _unsaid(document, where, stage.says, stage.sources)
        try:
            asked(entry.region, **stage.state)
        except ValueError as error:
            yield document.fault((*where, "state"), str(error))


def _no_bones(
    document: Document, region: Region, where: tuple[str | int, ...], bones: Sequence[str]
) -> Iterator[Fault]:
    for place, bone in enumerate(bones):
        if bone not in (here := REGIONS[region]):
            yield document.fault((*where, place), f"‘{bone}’ is no bone of this region{nearest(bone, here)}")


def _unsaid(document: Document, where: tuple[str | int, ...], says: str, sources: Sequence[str]) -> Iterator[Fault]:
    """Keys that are no reference, facts that do not exist, and figures that are in no fact of the sources."""
    for message in unknown_keys(sources, references()):
        yield document.fault((*where, "sources"), message)
    try:
        text = f"{fill(says).rstrip('.')} {' '.join(f'[@{key}]' for key in sources)}."
    except LookupError as error:
        yield document.fault((*where, "says"), str(error.args[0]))
        return
    of_these = {id: fact for id, fact in facts().items() if not set(sources).isdisjoint(fact.sources)}
    for _, message in unsupported_numbers(text, held_by_source(of_these)):
        yield document.fault((*where, "says"), message)


@kept(BONES, COLUMN)
def _measurable(region: Region) -> tuple[str, ...]:
    """What `measures` can name in a region."""
    truth = spine(region).truth()
    levels = {name: truth[name] if isinstance(truth[name], dict) else [""] for name in MEASURES if name in truth}
    return tuple(f"{name} {level}".strip() for name, places in levels.items() for level in places)


def _measured(measure: str, truth: Mapping[str, Any]) -> str:
    name, _, place = measure.partition(" ")
    value = truth[name][place] if place else truth[name]
    return MEASURES[name].format(value=plain(round(value, 1) + 0.0), place=place)

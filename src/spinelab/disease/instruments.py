"""The item lists of instruments: names, words, points and sources, from `data/disease/criteria/NAME.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from spinelab.content import ContentError, Fault, nearest
from spinelab.content.faults import InputError
from spinelab.content.folder import stamps
from spinelab.content.records import Record, Text
from spinelab.content.typed import typed
from spinelab.content.yamltext import read

Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]


class Item(Record, frozen=True, kw_only=True):
    """One item: its name, what it means, its points, and the group it belongs to."""

    id: Name
    text: Text
    points: float = 1
    group: str = ""


class Group(Record, frozen=True, kw_only=True):
    """A group of items: a domain, or a class such as clinical."""

    id: Name
    name: Text
    kind: str = ""


class Instrument(Record, frozen=True, kw_only=True):
    """What is published of an instrument: who it is for, its items, and the numbers of its rule.

    `items` are the names that a person may give; `categories` are steps of points that the rule derives from them.
    `seen` says where the items and the numbers were read.
    """

    title: Text
    entry: Text
    rule: Text
    limits: dict[Name, float]
    items: tuple[Item, ...]
    sources: tuple[Text, ...]
    status: Literal["verified", "secondary", "from memory"]
    seen: Text
    groups: tuple[Group, ...] = ()
    categories: tuple[Item, ...] = ()

    @property
    def by_id(self) -> dict[str, Item]:
        """The items by name, in authored order."""
        return {item.id: item for item in self.items}

    @property
    def category(self) -> dict[str, Item]:
        """The categories by name."""
        return {item.id: item for item in self.categories}


def instrument(name: str) -> Instrument:
    """An instrument by name. Raises InputError naming the nearest, and ContentError for a fault in its file."""
    files = stamps("disease/criteria", "*.yaml")
    known = {file[0].stem: file for file in files}
    if not isinstance(name, str) or name not in known:
        raise InputError(f"no set of criteria is named {name!r}{nearest(str(name), known)}")
    return _read(known[name])


@lru_cache(maxsize=32)
def _read(file: tuple[Path, int, int]) -> Instrument:
    document = read(file[0])
    found = typed(document, Instrument)
    faults: list[Fault] = []
    groups = {group.id for group in found.groups}
    for field, items in (("items", found.items), ("categories", found.categories)):
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                faults.append(document.fault((field, index), f"the name ‘{item.id}’ is used twice"))
            if item.group and item.group not in groups:
                faults.append(document.fault((field, index), f"no group is named ‘{item.group}’"))
            seen.add(item.id)
    if faults:
        raise ContentError(faults)
    return found

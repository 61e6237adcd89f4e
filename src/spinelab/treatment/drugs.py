"""The medicines of the three diseases: what each does for the spine, and what makes it safe.

Everything is read from `data/treatment/drugs.csv`. In a cell, `[from memory]` or `[secondary]` follows each part that
nobody has checked against its source, and shows like that; all else was seen in one of the row's sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from spinelab.content import nearest, references
from spinelab.content.csvtext import Row, by_name, read_rows
from spinelab.content.folder import stamps
from spinelab.content.references import Reference, keys_in, linked_keys
from spinelab.content.shown import Shown
from spinelab.content.spelling import key

DOES = {
    "slows": "slows the disease",
    "bridge": "calms fast, harms in the long run",
    "eases": "eases pain only",
    "bone": "protects bone",
    "safety": "makes treatment safe",
}
"""What a class of drugs does."""

FIELDS = {
    "does": "What it does",
    "ra": "In rheumatoid arthritis",
    "axspa": "In axial spondyloarthritis",
    "lupus": "In lupus",
    "spine": "For the spine",
    "dose": "Usual dose",
    "onset": "Works after",
    "start": "Before the start",
    "monitoring": "Then check",
    "harms": "Harms",
    "avoid": "Avoid with",
    "pregnancy": "Pregnancy and breastfeeding",
    "infection": "Infection",
    "surgery": "Around planned surgery",
}
"""What is told of each class, with its heading."""

VIEWS = {
    "overview": ("does", "ra", "axspa", "lupus"),
    "spine": ("does", "spine"),
    "start": ("dose", "onset", "start", "avoid"),
    "monitoring": ("harms", "monitoring"),
    "pregnancy": ("pregnancy",),
    "infection": ("start", "infection"),
    "surgery": ("surgery",),
    "everything": tuple(FIELDS),
}
"""The views of the table: which fields each shows."""

COLUMNS = ("id", "name", "examples", "group", *FIELDS, "sources")
_DOUBT = re.compile(r" ?\[(from memory|secondary)\]")
_MARK = re.compile(r"\[([^\]]*)\]")
_LEFT = "text-align:left;vertical-align:top"


@dataclass(frozen=True, repr=False)
class Drug(Shown):
    """A class of drugs. Each field of `FIELDS` is an attribute; `examples` are the drugs in it."""

    id: str
    name: str
    examples: tuple[str, ...]
    group: str
    does: str
    ra: str
    axspa: str
    lupus: str
    spine: str
    dose: str
    onset: str
    start: str
    monitoring: str
    harms: str
    avoid: str
    pregnancy: str
    infection: str
    surgery: str
    sources: tuple[str, ...]

    def __repr__(self) -> str:
        return f"{self.name} ({', '.join(self.examples)}): {DOES[self.does]}. For the spine: {self.spine}"

    def shown(self, field: str) -> str:
        """A field as it is read, its doubts in it."""
        text: str = getattr(self, field)
        return DOES[text] if field == "does" else text

    def status(self, field: str) -> str:
        """How well a field was seen: verified, secondary, or from memory when any part of it is."""
        doubts = set(_DOUBT.findall(getattr(self, field)))
        return next((doubt for doubt in ("from memory", "secondary") if doubt in doubts), "verified")

    def to_html(self) -> str:
        """All that is told of it, as a table of two columns."""
        known = references()
        rows = "".join(
            f'<tr><th scope="row" style="{_LEFT}">{title}</th><td style="{_LEFT}">{_html(self.shown(field))}</td></tr>'
            for field, title in FIELDS.items()
        )
        cites = linked_keys(self.sources, known)
        return (
            f'<table style="text-align:left"><caption style="text-align:left"><strong>{escape(self.name)}</strong>: '
            f"{escape(', '.join(self.examples))}. {_CAUTION}</caption><tbody>{rows}"
            f'<tr><th scope="row" style="{_LEFT}">Sources</th><td style="{_LEFT}">{cites}</td></tr></tbody></table>'
        )


_CAUTION = "For teaching; not a guide to prescribing. Parts that nobody checked are marked."


@dataclass(frozen=True, repr=False)
class DrugTable(Shown):
    """Classes of drugs (rows) and a few fields (columns) for the page, with links to the sources."""

    view: str
    drugs: tuple[Drug, ...]
    sources: dict[str, Reference]

    def __repr__(self) -> str:
        mark = sha256(self.to_html().encode()).hexdigest()[:8]
        return f"Table of drugs: {self.view} ({len(self.drugs)} rows, {mark})"

    def to_html(self) -> str:
        """The table; each group of drugs has its own header."""
        fields = VIEWS[self.view]
        titles = ["Drugs", *(FIELDS[field] for field in fields), "Sources"]
        head = "".join(f'<th scope="col" style="{_LEFT}">{title}</th>' for title in titles)
        groups = dict.fromkeys(drug.group for drug in self.drugs)
        body = "".join(self._group(group, fields) for group in groups)
        caption = f"Drugs: {'all fields' if self.view == 'everything' else self.view}. {_CAUTION}"
        return (
            f'<table style="text-align:left"><caption style="text-align:left">{caption}</caption>'
            f"<thead><tr>{head}</tr></thead>{body}</table>"
        )

    def _group(self, group: str, fields: tuple[str, ...]) -> str:
        named = escape(group[0].upper() + group[1:])
        title = f'<th scope="rowgroup" colspan="{len(fields) + 2}" style="{_LEFT}">{named}</th>'
        rows = "".join(self._row(drug, fields) for drug in self.drugs if drug.group == group)
        return f"<tbody><tr>{title}</tr>{rows}</tbody>"

    def _row(self, drug: Drug, fields: tuple[str, ...]) -> str:
        cites = linked_keys(drug.sources, self.sources)
        cells = [*(_html(drug.shown(field)) for field in fields), f"<small>{cites}</small>"]
        row = "".join(f'<td style="{_LEFT}">{cell}</td>' for cell in cells)
        examples = escape(", ".join(drug.examples))
        return f'<tr><th scope="row" style="{_LEFT}">{escape(drug.name)}<br><small>{examples}</small></th>{row}</tr>'


def table(view: str = "overview", *names: str) -> DrugTable:
    """The drugs as a table: all, or those named, in one of the `VIEWS`.

    Raises LookupError that names the nearest view or drug.
    """
    if view not in VIEWS:
        raise LookupError(f"no view is named ‘{view}’{nearest(view, VIEWS)}")
    chosen = {get(name).id for name in names}
    return DrugTable(view, tuple(drug for drug in drugs() if not chosen or drug.id in chosen), references())


def get(name: str) -> Drug:
    """The class with that name, or the one that a drug belongs to. Raises LookupError naming the nearest."""
    known: dict[str, Drug] = {}
    for drug in drugs():
        for word in (drug.id, drug.name, *drug.examples):
            known.setdefault(key(word), drug)
    if key(name) not in known:
        raise LookupError(f"no drug is named ‘{name}’{nearest(key(name), known)}")
    return known[key(name)]


def drugs() -> tuple[Drug, ...]:
    """All classes of drugs, by group in the order of the file. Raises ContentError with every fault found."""
    return _read(stamps("treatment", "drugs.csv"))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int, int], ...]) -> tuple[Drug, ...]:
    known = references()
    rows = (row for path, _, _ in files for row in read_rows(path, COLUMNS))
    found = by_name(rows, "id", lambda row: _drug(row, known)).values()
    groups = list(dict.fromkeys(drug.group for drug in found))
    return tuple(sorted(found, key=lambda drug: groups.index(drug.group)))


def _drug(row: Row, known: dict[str, Reference]) -> Drug:
    for column in COLUMNS:
        if not row[column]:
            raise row.error(f"{row['id']}: {column} is empty; write what is known, or that nothing is")
        for mark in _MARK.findall(row[column]):
            if mark not in ("from memory", "secondary"):
                raise row.error(f"{row['id']}: {column} holds [{mark}]; a doubt is [from memory] or [secondary]")
    if row["does"] not in DOES:
        raise row.error(f"{row['id']}: does holds ‘{row['does']}’{nearest(row['does'], DOES)}")
    lists = {"examples": row.listed("examples"), "sources": keys_in(row, "sources", known)}
    words: dict[str, Any] = {**row.cells, **lists}
    return Drug(**words)


def _html(text: str) -> str:
    return _DOUBT.sub(r" <em>[\1]</em>", escape(text))

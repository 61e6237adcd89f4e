"""Where sources differ about a score or a rule, what this course does, and why."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import msgspec

from spinelab.content import ContentError, Fault, data_folder, nearest, references
from spinelab.content.facts import fill
from spinelab.content.records import Id, Record, Text
from spinelab.content.references import Reference, unknown_keys
from spinelab.content.shown import Shown
from spinelab.content.typed import typed
from spinelab.content.yamltext import read
from spinelab.disease.tables import cites_html, table_html


class View(Record, frozen=True, kw_only=True):
    """What some sources say."""

    says: Text
    sources: tuple[Text, ...]


class Dispute(Record, frozen=True, kw_only=True):
    """One dispute: the instrument, what differs, the views, what is done here, and why."""

    id: Id
    instrument: Text
    differs: Text
    views: tuple[View, ...]
    here: Text
    why: Text


@dataclass(frozen=True)
class Disputes(Shown):
    """The disputes as a table, in authored order."""

    entries: tuple[Dispute, ...]

    def __repr__(self) -> str:
        return f"<Disputes: {len(self.entries)}, from {self.entries[0].instrument} to {self.entries[-1].instrument}>"

    def to_html(self) -> str:
        """An HTML table: a row for each dispute."""
        works = references()
        heads = ("Instrument", "What differs", "What sources say", "What this course does", "Why")
        caption = "Known disputes about scores and criteria, and what this course does"
        return table_html(caption, heads, (_row(entry, works) for entry in self.entries))


def disputes(*instruments: str) -> Disputes:
    """The table of known disputes, or of these instruments only, such as `disputes("CDAI", "ASDAS")`.

    Raises LookupError with the nearest instrument, and ContentError with file, line and the nearest valid choice.
    """
    document = read(data_folder() / "disease" / "disputes.yaml")
    entries = typed(document, tuple[Dispute, ...])
    works, faults, filled = references(), list[Fault](), []
    for index, entry in enumerate(entries):
        views = []
        for place, view in enumerate(entry.views):
            at = (index, "views", place)
            faults += [document.fault(at, message) for message in unknown_keys(view.sources, works)]
            try:
                views.append(msgspec.structs.replace(view, says=fill(view.says)))
            except LookupError as error:
                faults.append(document.fault(at, str(error.args[0])))
        filled.append(msgspec.structs.replace(entry, views=tuple(views)))
    if faults:
        raise ContentError(faults)
    known = {entry.instrument for entry in filled}
    for name in instruments:
        if name not in known:
            raise LookupError(f"no dispute is about ‘{name}’{nearest(name, known)}")
    return Disputes(tuple(entry for entry in filled if not instruments or entry.instrument in instruments))


def _row(entry: Dispute, works: dict[str, Reference]) -> tuple[str, ...]:
    views = "".join(f"<li>{_code(view.says)} {cites_html(view.sources, works)}</li>" for view in entry.views)
    return escape(entry.instrument), _code(entry.differs), f"<ul>{views}</ul>", _code(entry.here), _code(entry.why)


def _code(text: str) -> str:
    """Text as HTML, with `names` in code, and a figure on one line with its percent sign."""
    parts = escape(text.replace(" %", "\u00a0%"), quote=False).split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))

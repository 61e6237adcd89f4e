"""How the tables of this room are written in HTML: texts at the upper left, small sources, doubts told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from spinelab.content.references import Reference, linked_keys

_TOP = 'style="text-align:left;vertical-align:top"'  # notebooks align cells to the right and the middle


def table_html(caption: str, heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the first cell of each row is its header. Caption, heads and cells are HTML."""
    head = "".join(f'<th scope="col" {_TOP}>{name}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row" {_TOP}>{first}</th>{"".join(f"<td {_TOP}>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def cites_html(keys: Sequence[str], works: Mapping[str, Reference]) -> str:
    """Citation keys as links, small, separated by commas; nothing for no keys."""
    return f"<small>{linked_keys(keys, works)}</small>" if keys else ""


def doubt_html(status: str, certain: Sequence[str] = ("verified",)) -> str:
    """How well something was seen, unless that is certain."""
    return "" if status in certain else f" <em>[{escape(status)}]</em>"

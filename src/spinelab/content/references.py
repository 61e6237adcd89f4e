"""The works that the course cites, from CSL-JSON files, one a room."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from spinelab.content.csvtext import Row
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import short_name, stamps
from spinelab.content.textfile import read_text
from spinelab.content.yamltext import Document

KEY = re.compile(r"[A-Z][A-Za-z0-9_]*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True)
class Reference:
    """One work. `status` says how well we saw it: verified, secondary or from memory."""

    key: str
    authors: tuple[str, ...]
    year: int | None
    title: str
    container: str
    volume: str
    pages: str
    doi: str
    pmid: str
    url: str
    status: str

    @property
    def link(self) -> str:
        """The lasting address: the DOI, else PubMed, else the page; empty when none is known."""
        if self.doi:
            return f"https://doi.org/{quote(self.doi, safe='/:;')}"  # brackets in a DOI would end a Markdown link
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    @property
    def label(self) -> str:
        """The short form, such as “Boden 1993”."""
        first = self.authors[0] if self.authors else self.container or self.title
        return f"{first} {self.year}" if self.year else first

    @property
    def full(self) -> str:
        """The entry of a bibliography, plain text."""
        names = ", ".join(self.authors[:3]) + (" et al." if len(self.authors) > 3 else "")
        place = " ".join(
            filter(
                None,
                [
                    self.container,
                    f"{self.volume}:" if self.volume and self.pages else self.volume,
                    self.pages,
                ],
            )
        )
        year = f"({self.year})" if self.year else ""
        head = " ".join(filter(None, [names, year]))
        return ". ".join(part.rstrip(".") for part in (head, self.title, place) if part) + "."


def references() -> dict[str, Reference]:
    """All references by citation key, read again when a file has changed. Raises ContentError with every fault."""
    return dict(_read(stamps("references", "*.json")))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int, int], ...]) -> dict[str, Reference]:
    found: dict[str, Reference] = {}
    faults: list[Fault] = []
    for path, _, _ in files:
        for item, line in _items(path):
            try:
                reference = _reference(item, short_name(path), line)
            except ContentError as error:
                faults += error.faults
                continue
            if reference.key in found:
                faults.append(Fault(short_name(path), line, f"the key {reference.key} is used twice"))
            found[reference.key] = reference
    if faults:
        raise ContentError(faults)
    return found


def reference(key: str) -> Reference:
    """One reference. Raises LookupError naming the nearest key."""
    known = references()
    if key not in known:
        raise LookupError(f"no reference has the key {key}{nearest(key, known)}")
    return known[key]


def unknown_keys(keys: Iterable[str], known: Mapping[str, Reference]) -> list[str]:
    """What to tell the author about each key that is no reference: the key, and the nearest one."""
    return [f"{key} is not a reference{nearest(key, known)}" for key in keys if key not in known]


def unknown_sources(document: Document, known: Mapping[str, Reference]) -> list[Fault]:
    """A fault for each `source` or `sources` in a YAML file that is no reference."""
    faults: list[Fault] = []

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if key in ("source", "sources"):
                    keys = inner if isinstance(inner, list) else [inner]
                    faults.extend(document.fault((*path, key), said) for said in unknown_keys(map(str, keys), known))
                else:
                    walk(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, (*path, index))

    walk(document.value, ())
    return faults


def keys_in(row: Row, column: str, known: Mapping[str, Reference]) -> tuple[str, ...]:
    """The citation keys in a cell. Raises ContentError for each that is no reference."""
    keys = row.listed(column)
    if faults := [row.fault(message) for message in unknown_keys(keys, known)]:
        raise ContentError(faults)
    return keys


def linked(html: str, address: str) -> str:
    """HTML as a link that opens beside the lesson; left as it is when there is no address."""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{html}</a>' if address else html


def linked_keys(keys: Iterable[str], known: Mapping[str, Reference]) -> str:
    """Citation keys as HTML, each linked to its work. A key that is no reference stands without a link."""
    return ", ".join(linked(escape(key), known[key].link if key in known else "") for key in keys)


def _items(path: Path) -> list[tuple[dict[str, Any], int]]:
    text, name = read_text(path), short_name(path)
    try:
        items = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise ContentError.at(name, line, f"not valid JSON: {getattr(error, 'msg', 'nested too deeply')}") from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ContentError.at(name, 1, "expected a list of CSL-JSON items")
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in re.finditer(r'"id":\s*"([^"]*)"', text)}
    return [(item, lines.get(str(item.get("id")), 1)) for item in items]


def _reference(item: dict[str, Any], file: str, line: int) -> Reference:
    def text(name: str) -> str:
        value = item.get(name, "")
        if not isinstance(value, str | int):
            raise ContentError.at(file, line, f"‘{name}’ must be text; found {type(value).__name__}")
        return str(value).strip()

    key = text("id")
    if not KEY.fullmatch(key):
        raise ContentError.at(
            file, line, f"the key ‘{key}’ must start with a capital and hold only letters, digits and _"
        )
    if not text("title"):
        raise ContentError.at(file, line, f"{key} has no title")
    doi = text("DOI")
    if doi and not _DOI.fullmatch(doi):
        raise ContentError.at(file, line, f"{key}: ‘{doi}’ is not a DOI; expected 10.NNNN/…, without an address")
    if text("PMID") and not text("PMID").isdigit():
        raise ContentError.at(file, line, f"{key}: ‘{text('PMID')}’ is not a PubMed number")
    url = text("URL")
    if url and not url.startswith(("http://", "https://")):
        raise ContentError.at(file, line, f"{key}: ‘{url}’ is not a web address")
    return Reference(
        key, _authors(item), _year(item), text("title"), text("container-title"), text("volume"), text("page"), doi,
        text("PMID"), url, str((item.get("custom") or {}).get("status", "")),
    )  # fmt: skip


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    people = item.get("author") or []
    return tuple(
        str(person.get("family") or person.get("literal") or "") for person in people if isinstance(person, dict)
    )


def _year(item: dict[str, Any]) -> int | None:
    try:
        return int(item["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError):
        return None

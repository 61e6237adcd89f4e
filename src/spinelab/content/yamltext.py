"""The one YAML loader of the course.

It differs from `yaml.safe_load` where authors get hurt: `yes`, `no` and `on` stay text, a key written twice is an
error, dates stay text, aliases and tags are refused, and every value knows its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import events
from yaml._yaml import CParser

from spinelab.content.faults import ContentError, Fault
from spinelab.content.folder import short_name
from spinelab.content.textfile import read_text, reject_invisible

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_DEEPEST = 20
_LONGEST_INT = 300


@dataclass(frozen=True)
class Document:
    """A parsed YAML file: plain Python values, and the line of each by its path of keys."""

    file: str
    value: Any
    lines: dict[tuple[str | int, ...], int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """The line (from 1) of the value at a path of keys and indices, or of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: tuple[str | int, ...], message: str) -> Fault:
        """A fault at the value with that path."""
        return Fault(self.file, self.line(*path), message)


def read(path: Path) -> Document:
    """Read a YAML file. Raises ContentError with file and line when it cannot be used."""
    return parse(read_text(path), short_name(path))


def parse(text: str, file: str) -> Document:
    """Parse YAML text that came from `file` (used in messages only)."""
    reject_invisible(text, file)
    reader = _Reader(text, file)
    try:
        return Document(file, reader.document(), reader.lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise ContentError.at(file, line, f"not valid YAML: {_plain(error.problem or str(error))}") from None
    except yaml.YAMLError as error:
        raise ContentError.at(file, 0, f"not valid YAML: {_plain(str(error))}") from None


def _plain(problem: str) -> str:
    return " ".join(problem.split())


class _Reader:
    """Builds values from libyaml's events, so that depth and aliases are checked before anything is built."""

    def __init__(self, text: str, file: str):
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}
        self._parser = CParser(text)

    def document(self) -> Any:
        self._next()
        if self._parser.check_event(events.StreamEndEvent):
            raise self._error(0, "the file is empty")
        self._next()
        value = self._value(())
        self._next()
        extra = self._next()
        if not isinstance(extra, events.StreamEndEvent):
            raise self._error(extra.start_mark.line, "a second document starts here; one file holds one document")
        return value

    def _next(self) -> Any:
        return self._parser.get_event()

    def _error(self, line: int, message: str) -> ContentError:
        return ContentError.at(self.file, line + 1, message)

    def _value(self, path: tuple[str | int, ...], event: Any = None) -> Any:
        event = event or self._next()
        line = event.start_mark.line
        self.lines.setdefault(path, line + 1)
        if isinstance(event, events.AliasEvent) or event.anchor:
            raise self._error(
                line, "anchors (&) and aliases (*) are not used here; write the value out, or quote the text"
            )
        if event.tag:
            raise self._error(line, f"tags such as {event.tag} are not used here; quote the text")
        if len(path) > _DEEPEST:
            raise self._error(line, f"nested deeper than {_DEEPEST} levels")
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, events.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _scalar(self, event: events.ScalarEvent) -> Any:
        text: str = event.value
        if event.style:
            return text
        if text.lower() in _WORDS and text in (text.lower(), text.capitalize(), text.upper()):
            return _WORDS[text.lower()]
        if _INT.match(text) and len(text) <= _LONGEST_INT:
            return int(text)
        if _FLOAT.match(text) and len(text) <= _LONGEST_INT:
            return float(text)
        return text

    def _sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), events.SequenceEndEvent):
            items.append(self._value((*path, len(items)), event))
        return items

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        while not isinstance(event := self._next(), events.MappingEndEvent):
            line = event.start_mark.line
            if not isinstance(event, events.ScalarEvent) or event.anchor or event.tag:
                raise self._error(line, "a key must be plain text; quote a text that starts with *, &, !, { or [")
            key: str = event.value
            if key in found:
                raise self._error(line, f"‘{key}’ is written twice; first on line {first[key]}")
            first[key] = line + 1
            self.lines[(*path, key)] = line + 1
            found[key] = self._value((*path, key))
        return found

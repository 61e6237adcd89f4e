"""Authored values as typed records: what does not fit is told at its line, in the author's words."""

from __future__ import annotations

import re
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.yamltext import Document

T = TypeVar("T")
Place = tuple[str | int, ...]

_WHERE = re.compile(r" - at `\$?(.*)`$")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_NOT_ONE_OF = re.compile(r"Invalid enum value '(.*)'")
_WORDS_FOR_TYPES = {
    "bool": "true or false", "str": "text", "int": "a whole number", "float": "a number", "array": "a list",
    "object": "a list of ‘name: value’ lines", "null": "nothing",
}  # fmt: skip
_WORDS_FOR_PATTERNS = {
    r"'\\S'": "some text",
    "'^[A-Za-z0-9][A-Za-z0-9_./-]*$'": "letters, digits and hyphens without spaces",
    "'^[A-Za-z0-9][A-Za-z0-9_.-]*$'": "letters, digits and hyphens without spaces",
}


def typed(document: Document, shape: type[T]) -> T:
    """A document as a record, or a tuple or mapping of records.

    Raises ContentError with the line that does not fit, and with the nearest name for an unknown one.
    """
    try:
        return msgspec.convert(document.value, shape)
    except msgspec.ValidationError as error:
        raise ContentError([misfit(document, (), shape, error)]) from None


def misfit(document: Document, place: Place, shape: Any, error: msgspec.ValidationError) -> Fault:
    """Why the value at a place of a document cannot be of that shape."""
    message = str(error)
    where = _WHERE.search(message)
    steps = tuple(int(index) if index else name for name, index in _STEP.findall(where[1] if where else ""))
    value = document.value
    for step in place:
        value = value[step]
    steps, inner = _way(shape, value, steps)
    listed = bool(steps) and isinstance(steps[0], int)  # in a file that is a list, the line says which one it is
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps[listed:]).lstrip(".")
    said = f"{written}: " if written else ""
    if unknown := _UNKNOWN.search(message):
        steps = (*steps, unknown[1])
        return document.fault((*place, *steps), f"unknown field ‘{unknown[1]}’{nearest(unknown[1], _fields(inner))}")
    if missing := _MISSING.search(message):
        return document.fault((*place, *steps), f"‘{missing[1]}’ is missing" + (f" in {written}" if written else ""))
    if (wrong := _NOT_ONE_OF.search(message)) and get_origin(inner) is Literal:
        return document.fault((*place, *steps), f"{said}found ‘{wrong[1]}’{nearest(wrong[1], get_args(inner))}")
    text = _WHERE.sub("", message)
    for pattern, words in _WORDS_FOR_PATTERNS.items():
        text = text.replace(f"`str` matching regex {pattern}", words)
    for name, words in _WORDS_FOR_TYPES.items():
        text = text.replace(f"`{name}`", words)
    return document.fault((*place, *steps), said + text[:1].lower() + text[1:].replace(", got ", "; found "))


def _way(shape: Any, value: Any, steps: Place) -> tuple[Place, Any]:
    """The keys and indices to what does not fit, and its type, None where that cannot be told.

    msgspec does not say which key of a mapping it means: the first one whose value does not fit.
    """
    found: list[str | int] = []
    for step in steps:
        if isinstance(step, int):
            shape = (*get_args(shape), None)[0]
        elif step:
            fields = msgspec.structs.fields(shape) if _fields(shape) else ()
            shape = next((field.type for field in fields if field.encode_name == step), None)
        else:
            shape = (*get_args(shape), None, None)[1]
            unfit = [key for key, one in value.items() if shape is not None and not _fits(one, shape)]
            if not unfit:
                return tuple(found), None
            step = unfit[0]
        shape = _plain(shape)
        found.append(step)
        value = value[step]
    return tuple(found), shape


def _plain(shape: Any) -> Any:
    """A type without its limits and without None; None for one of several types."""
    if get_origin(shape) is Annotated:
        return _plain(get_args(shape)[0])
    if get_origin(shape) in (Union, UnionType):
        kinds = [kind for kind in get_args(shape) if kind is not NoneType]
        return _plain(kinds[0]) if len(kinds) == 1 else None
    return shape


def _fits(value: Any, shape: Any) -> bool:
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return False
    return True


def _fields(shape: Any) -> tuple[str, ...]:
    """The names that may stand in a record of that type."""
    if not (isinstance(shape, type) and issubclass(shape, msgspec.Struct)):
        return ()
    tag = shape.__struct_config__.tag_field
    return (*([tag] if tag else []), *shape.__struct_encode_fields__)

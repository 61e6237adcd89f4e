"""Reading an authored text file, with a fault that names the line when it is not UTF-8."""

from __future__ import annotations

import re
from pathlib import Path

from spinelab.content.faults import ContentError
from spinelab.content.folder import short_name

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def reject_invisible(text: str, file: str) -> None:
    """Raise ContentError for a control character, which an editor does not show."""
    odd = _INVISIBLE.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        raise ContentError.at(file, line, f"the invisible character U+{ord(odd[0]):04X} is not allowed; remove it")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises ContentError when it is missing, unreadable or not UTF-8."""
    name = short_name(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ContentError.at(name, 0, "this file does not exist") from None
    except OSError as error:
        raise ContentError.at(name, 0, f"cannot be read: {error.strerror}") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError.at(
            name, line, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from None

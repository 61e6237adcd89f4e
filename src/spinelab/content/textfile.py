"""Reading an authored text file, with a fault that names the line when it is not UTF-8."""

from __future__ import annotations

from pathlib import Path

from spinelab.content.faults import ContentError
from spinelab.content.folder import short_name


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

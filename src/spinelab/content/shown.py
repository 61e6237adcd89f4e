"""What a notebook shows as a page, and as plain text where there is none."""

from __future__ import annotations

from typing import Any


class Shown:
    """The base of what has an HTML form, `to_html()`, and a `repr` that says the same in short."""

    def to_html(self) -> str:
        """The HTML form."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": repr(self)}

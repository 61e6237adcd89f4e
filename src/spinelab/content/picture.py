"""A finished picture with its text alternative."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Picture:
    """A drawn figure: PNG bytes, and the words that stand for it.

    The HTML form carries the text alternative, which JupyterLab does not take from output metadata.
    `width_px` is the width on the page. An empty text alternative raises ValueError.
    """

    png: bytes
    alt: str
    caption: str = ""
    width_px: int = 640

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs a text alternative (alt)")

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"

    def to_html(self) -> str:
        """The picture as a `<figure>` that needs nothing outside itself."""
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure style="margin:0"><img alt="{escape(self.alt)}" width="{self.width_px}" style="max-width:100%" '
            f'src="{self.data_uri()}">{caption}</figure>'
        )

    def data_uri(self) -> str:
        """The PNG as a `data:` address."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        png = base64.b64encode(self.png).decode("ascii")
        return {"text/html": self.to_html(), "image/png": png, "text/plain": repr(self)}


def small_png(pixels: NDArray[np.uint8], colours: int) -> bytes:
    """Pixels (height, width, 3 or 4) as PNG bytes with at most so many colours, without transparency.

    The same pixels give the same bytes.
    """
    from PIL import Image  # only who draws needs it

    memory = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").quantize(colours).save(memory, "PNG", optimize=True)
    return memory.getvalue()

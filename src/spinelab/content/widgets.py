"""The base of the course's own widgets: traits in Python, one JavaScript module in the page.

The page part is anywidget's. Its Python part is not imported: that saves each kernel 1 MiB and a tenth of a second,
and a course needs none of what it adds (reloading while one writes, other notebooks than Jupyter's).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import ipywidgets  # type: ignore[import-untyped]  # it ships no types
import traitlets

ANYWIDGET = "~0.11.*"
"""The versions of anywidget's page part that can show these widgets; `pyproject.toml` pins the same."""
ELEMENTS = Path(__file__).with_name("elements.js")
"""The maker of elements, for the `shared` of a widget whose script calls `make`."""
THEME = Path(__file__).with_name("theme.css")
"""Type and colours of all widgets, for what a script gives the class `spinelab-theme`."""


class ScriptedWidget(ipywidgets.DOMWidget):  # type: ignore[misc]  # ipywidgets ships no types
    """A widget drawn by the module `script`, styled by `style`, with a fallback for pages that run nothing.

    `shared` are scripts and styles that several widgets have in common; they stand before its own, and the theme of all
    widgets before them.
    """

    script: ClassVar[Path]
    style: ClassVar[Path]
    shared: ClassVar[tuple[Path, ...]] = ()

    _model_name = traitlets.Unicode("AnyModel").tag(sync=True)
    _model_module = traitlets.Unicode("anywidget").tag(sync=True)
    _model_module_version = traitlets.Unicode(ANYWIDGET).tag(sync=True)
    _view_name = traitlets.Unicode("AnyView").tag(sync=True)
    _view_module = traitlets.Unicode("anywidget").tag(sync=True)
    _view_module_version = traitlets.Unicode(ANYWIDGET).tag(sync=True)
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _anywidget_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(
            _esm=self.page_part(".js"),
            _css=self.page_part(".css"),
            _anywidget_id=f"{type(self).__module__}.{type(self).__name__}",
            **traits,
        )

    @classmethod
    def page_part(cls, suffix: str) -> str:
        """All that the page gets of one kind, `.js` or `.css`."""
        paths = (THEME, *cls.shared, cls.script, cls.style)
        return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix == suffix)

    def fallback(self) -> dict[str, str]:
        """What stands for the widget where no kernel runs, by MIME type."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        live = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"application/vnd.jupyter.widget-view+json": live, "text/plain": repr(self), **self.fallback()}

"""Authored Markdown to safe HTML.

Only the marks switched on here can make a tag: an allow-list by construction. Raw HTML is shown as text, and links
that are not http, https or mailto are refused by the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKED = re.compile(r"[*_`\[\\&\r\n\t\0]|^\s|\s$|^[-+]\s|^\d+[.)]\s|  |^$|^[-+]$|^\d+[.)]$")
_MARKS = ["emphasis", "backticks", "link", "list", "newline", "escape", "entity"]


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt  # a kernel that shows plain texts only does without

    renderer = MarkdownIt("zero", {"html": False}).enable(_MARKS)
    renderer.validateLink = _is_web_address  # type: ignore[method-assign, assignment]
    renderer.add_render_rule("link_open", _open_beside)
    return renderer


def _open_beside(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A link opens in a new tab, so that the notebook stays."""
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener")
    return str(self.renderToken(tokens, index, options, env))


def _is_web_address(address: str) -> bool:
    return address.lower().startswith(("http://", "https://", "mailto:"))


def to_html(text: str) -> str:
    """Markdown with paragraphs and lists to HTML."""
    if not _MARKED.search(text):
        return f"<p>{_plain(text)}</p>"
    return str(_renderer().render(text)).strip()


def to_inline_html(text: str) -> str:
    """One line of Markdown to HTML without a paragraph around it."""
    if not _MARKED.search(text):
        return _plain(text)
    return str(_renderer().renderInline(text)).strip()


def _plain(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")

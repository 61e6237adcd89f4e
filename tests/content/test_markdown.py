"""Authored Markdown can make only the tags that it is allowed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from spinelab.content.markdown import _renderer, to_html, to_inline_html

ALLOWED = {"p", "em", "strong", "code", "a", "ul", "ol", "li", "br"}


def test_marks_and_links() -> None:
    assert to_inline_html("*dens* and **atlas**") == "<em>dens</em> and <strong>atlas</strong>"
    link = to_inline_html("[Boden](https://doi.org/10.1/x)")
    assert link == '<a href="https://doi.org/10.1/x" target="_blank" rel="noopener">Boden</a>'


def test_html_and_scripts_are_shown_as_text() -> None:
    assert "<script" not in to_html("<script>alert(1)</script>")
    assert "href" not in to_html("[x](javascript:alert(1)) [y](data:text/html,z) [z](vbscript:q)")
    assert "<img" not in to_html("![x](https://a.b/c.png)")


@given(st.text(alphabet="<>/\"'=:()[]!*_`\\&#;\n -.1ajsx", max_size=60))
def test_no_other_tag_can_be_made(text: str) -> None:
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", to_html(text)))
    assert tags <= ALLOWED


@given(st.text(alphabet="ab <>&\"'!#-+1.)(:;/|~=\n\t*_`[]\\\u00a0é", max_size=20))
def test_plain_text_takes_a_short_way_to_the_same_end(text: str) -> None:
    assert to_html(text) == str(_renderer().render(text)).strip()
    assert to_inline_html(text) == str(_renderer().renderInline(text)).strip()

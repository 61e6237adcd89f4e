"""Citations in Markdown, and the figures in the sentences that carry them.

An author writes `[@Boden1993]`; stored notebooks hold `[Boden1993](https://doi.org/…)`. Both are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spinelab.content.facts import Fact, plain
from spinelab.content.faults import nearest
from spinelab.content.references import Reference

_ADDRESS = r"https?://[^()\s]+(?:\([^()\s]*\)[^()\s]*)*"
_LINKED = re.compile(rf"\[([A-Z][A-Za-z0-9_]*)\]\(({_ADDRESS})\)")
_AUTHORED = re.compile(r"\[@([A-Za-z0-9_]*)\]")
_MARKS = re.compile(r"<!--.*?-->|<[^>]+>|`[^`]*`|\[[^\]]*\]\((?:" + _ADDRESS + r"|[^)]*)\)|https?://\S+", re.DOTALL)
_MARKER = re.compile(r"^[ \t>]*(?:[-*+]|\d+\.)[ \t]+", re.MULTILINE)
_BREAK = re.compile(r"(?<=[.!?])[\"”’)*_]*\s+(?=[\"“‘(*_\[]*[A-Z0-9])|\n\s*\n|\n(?=\s*\||\x1e)|(?<=\|)\n")
_NUMBER = re.compile(r"(?<![\w.,/–-])[−-]?\d+(?:[.,]\d+)?(?![\w]|[.,]\d|-[a-z])|(?<=\d)–\d+(?:[.,]\d+)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?%")
_NOTE = re.compile(r'<details class="instructor">.*?</details>', re.DOTALL)
_CLINICAL = re.compile(
    r"""\b(?i:arthrit|spondyl|lupus|myel|sacroil|fractur|cancer|infect|steroid|predniso|methotrex|cauda|radicul|synovi|pannus
    |ligament|dens\b|cord\b|nerve|uveit|psoria|osteopor|fibromyalg|sciatic|manipul|traction|exercis|massag|ultrasound
    |ibuprofen|pain|drug|risk|kidney|stomach|sclerosis|surg|artery|reflex|bladder|joint)
    |\b(?:HLA|NSAIDs?|MRI|CT|CRP|ESR|TENS|MS|RA|AS|ADI|PADI)\b""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Sentence:
    """One sentence of Markdown: its line in the text (from 1), plain text, and the keys it cites."""

    line: int
    text: str
    cites: tuple[str, ...]

    @property
    def numbers(self) -> list[float]:
        """The figures in it: not years, not names such as C1 or HLA-B27."""
        found = (match.strip("–").replace("−", "-").replace(",", ".") for match in _NUMBER.findall(self.text))
        return [abs(float(number)) for number in found if not _YEAR.fullmatch(number)]


def sentences(markdown: str) -> Iterator[Sentence]:
    """The sentences of a Markdown text, list items and table rows each on their own."""
    markdown = _MARKER.sub("\x1e", markdown)
    start = 0
    for end in [*(match.end() for match in _BREAK.finditer(markdown)), len(markdown)]:
        piece = markdown[start:end]
        line = markdown.count("\n", 0, start + len(piece) - len(piece.lstrip())) + 1
        start = end
        text = " ".join(_MARKS.sub(" ", _AUTHORED.sub(" ", piece)).replace("\x1e", " ").split())
        if text:
            yield Sentence(line, text, tuple(key for key, _ in cited(piece)))


def uncited(markdown: str) -> Iterator[Sentence]:
    """The sentences with a figure or a clinical word in paragraphs that cite nothing.

    Headings and instructor notes are left out; each of the others needs a link, or a reason in `uncited.csv`.
    """
    line = 1
    for block in re.split(r"(\n\s*\n)", _NOTE.sub(lambda note: "\n" * note[0].count("\n"), markdown)):
        if block.strip() and not block.lstrip().startswith("#") and not cited(block):
            for sentence in sentences(block):
                if sentence.numbers or _CLINICAL.search(sentence.text):
                    yield Sentence(line + sentence.line - 1, sentence.text, ())
        line += block.count("\n")


def cited(markdown: str) -> list[tuple[str, str]]:
    """The citations in a text: key, and the link's address (empty for one that is not linked yet)."""
    return [*_LINKED.findall(markdown), *((key, "") for key in _AUTHORED.findall(markdown))]


def link(markdown: str, known: Mapping[str, Reference]) -> str:
    """Turn each `[@Key]` into a link. Raises LookupError that names the nearest key."""

    def shown(match: re.Match[str]) -> str:
        key = match[1]
        if key not in known:
            raise LookupError(f"[@{key}] is not a reference{nearest(key, known)}")
        return f"[{key}]({known[key].link})" if known[key].link else f"{key}"

    return _AUTHORED.sub(shown, markdown)


def wrong_citations(markdown: str, known: Mapping[str, Reference]) -> Iterator[tuple[int, str]]:
    """Line and message for each citation that does not resolve, or whose link is not its reference's."""
    for line, text in enumerate(markdown.split("\n"), 1):
        for key, address in cited(text):
            if key not in known:
                yield line, f"[{key}] is not a reference{nearest(key, known)}"
            elif address and address != known[key].link:
                yield line, f"[{key}] links to {address}; expected {known[key].link or 'no link'}"


def held_by_source(facts: Mapping[str, Fact]) -> dict[str, set[float]]:
    """The figures that our facts take from each work, without sign."""
    by_source: dict[str, set[float]] = {}
    for fact in facts.values():
        for key in fact.sources:
            by_source.setdefault(key, set()).update(abs(number) for number in fact.numbers)
    return by_source


def unsupported_shares(text: str, held: set[float]) -> list[str]:
    """The percentages in a text that are not among the figures held."""
    return [share for share in _SHARE.findall(text) if float(share) not in held]


def unsupported_numbers(markdown: str, by_source: Mapping[str, set[float]]) -> Iterator[tuple[int, str]]:
    """Line and message for each figure in a sentence with a citation that no fact of a cited work holds.

    `by_source` is what `held_by_source` tells of the facts.
    """
    for sentence in sentences(markdown):
        if not sentence.cites:
            continue
        held = set[float]().union(*(by_source.get(key, set()) for key in sentence.cites))
        for number in sentence.numbers:
            if not any(abs(number - known) < 1e-9 for known in held):
                have = ", ".join(plain(value) for value in sorted(held)[:20]) or "none"
                keys = ", ".join(sentence.cites)
                yield (
                    sentence.line,
                    f"“{plain(number)}” is in no fact of {keys} (facts there: {have}): “{sentence.text[:90]}”",
                )

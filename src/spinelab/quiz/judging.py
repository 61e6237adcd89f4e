"""Judging a claim: what the learner says of it, what we say, and how far both agree.

Pure: claims in, JSON values and marks out. Claims hold plain text, so nothing here is Markdown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from spinelab.content import nearest
from spinelab.content.claims import ERRORS, TOPICS, VERDICTS, Claim, group_of
from spinelab.quiz.faces import Json
from spinelab.quiz.fallback import folded, sources_html
from spinelab.quiz.marking import Mark
from spinelab.quiz.view import sources

QUIZ = "12-reading-the-evidence/claims"
"""The quiz that judgements belong to, so that they are handed in with the lesson."""

NOWHERE = "nowhere"
"""Where the error of a claim crept in that has none."""

OUT_OF = 2.0
_CLOSE = 0.5
_RESPONSE = re.compile(r"verdict\[\.\]([a-z-]+)\[,\]error\[\.\]([a-z-]+)")


@dataclass(frozen=True)
class Judgement:
    """What a learner says of a claim: a verdict, and where the error crept in (`nowhere` when it did not).

    Raises ValueError with the nearest word for one that is not in the list.
    """

    verdict: str
    error: str

    def __post_init__(self) -> None:
        for word, kind, known in ((self.verdict, "verdict", _words()), (self.error, "kind of error", _places())):
            if word not in known:
                raise ValueError(f"‘{word}’ is not a {kind}{nearest(word, known)}")

    @property
    def response(self) -> str:
        """The judgement as xAPI writes an answer of the type `matching`."""
        return f"verdict[.]{_dashed(self.verdict)}[,]error[.]{_dashed(self.error)}"


def read(response: str) -> Judgement:
    """The judgement of a recorded response. Raises ValueError when it is none."""
    found = _RESPONSE.fullmatch(response)
    if not found:
        raise ValueError(f"‘{response}’ is not a judgement")
    return Judgement(*(part.replace("-", " ") for part in found.groups()))


def question_id(claim: Claim) -> str:
    """The claim's name among the questions of the course, such as `claims/claim-03`."""
    return f"claims/{claim.id}"


def mark(claim: Claim, judgement: Judgement) -> Mark:
    """A point for our verdict (half for one of its group), a point for a place where the error crept in."""
    points = {"same": 1.0, "close": _CLOSE, "other": 0.0}[_agreement(claim, judgement)] + _names_the_error(
        claim, judgement
    )
    return Mark(points, OUT_OF, points == OUT_OF)


def describe(claims: Iterable[Claim]) -> Json:
    """The claims as the view first draws them, and the words to judge them with. No verdicts."""
    told = [{"id": c.id, "document": c.document, "topic": c.topic, "claim": c.claim} for c in claims]
    documents = sorted({claim["document"] for claim in told})
    there = {claim["topic"] for claim in told}
    return {
        "claims": told,
        "documents": [
            [key, f"{key}: {work['label']}"] for key, work in zip(documents, sources(documents), strict=True)
        ],
        "topics": [topic for topic in TOPICS if topic in there],
        "verdicts": [[group, list(verdicts.items())] for group, verdicts in VERDICTS.items()],
        "errors": list(_places().items()),
    }


def reveal(claim: Claim, judgement: Judgement) -> Json:
    """What the learner sees once a claim is judged: both judgements, the evidence, and where it is taught."""
    return {
        "yours": {"verdict": judgement.verdict, "error": judgement.error},
        "verdict": claim.verdict,
        "errors": list(claim.errors) or [NOWHERE],
        "agreement": _agreement(claim, judgement),
        "named": _names_the_error(claim, judgement),
        "why": claim.why,
        "evidence": claim.evidence,
        "sources": sources(claim.citations),
        "status": "" if claim.status == "verified" else claim.status,
        "lesson": _lesson(claim),
    }


def to_text(claims: Collection[Claim]) -> str:
    """One line that changes when anything in the claims changes."""
    digest = hashlib.sha256(repr([_authored(claim) for claim in claims]).encode()).hexdigest()[:8]
    return f"Claims({len(claims)} claims, {digest})"


def to_html(claims: Collection[Claim]) -> str:
    """The claims as a page that runs nothing: one fold a document, and in it one fold a claim with its verdict."""
    documents = sorted({claim.document for claim in claims})
    return (
        f'<section class="mathjax_ignore" aria-label="{len(claims)} claims"><p><strong>{len(claims)} claims of '
        f"{len(documents)} documents, in our words</strong></p>"
        "<p>Open a document to read what it claims, and a verdict to see what the evidence says of it and where the "
        "error crept in.</p>"
        f"{''.join(_document_html(name, claims) for name in documents)}"
        "<p><em>Run this cell to judge them yourself first.</em></p></section>"
    )


def _document_html(document: str, claims: Iterable[Claim]) -> str:
    mine = [claim for claim in claims if claim.document == document]
    items = "".join(f"<li>{escape(claim.claim)}{folded('Verdict', _verdict_html(claim))}</li>" for claim in mine)
    return folded(f"{escape(document)}: {len(mine)} claims", f"<ol>{items}</ol>")


def _verdict_html(claim: Claim) -> str:
    place = f" <em>({escape(', '.join(claim.errors))})</em>" if claim.errors else ""
    words = f"<p><strong>{escape(claim.verdict)}</strong>{place}. {escape(claim.why)}.</p>"
    return f"{words}<p>{escape(claim.evidence)}.</p>{sources_html(claim.citations)}"


def _agreement(claim: Claim, judgement: Judgement) -> str:
    if judgement.verdict == claim.verdict:
        return "same"
    return "close" if group_of(judgement.verdict) == group_of(claim.verdict) else "other"


def _names_the_error(claim: Claim, judgement: Judgement) -> bool:
    return judgement.error in (claim.errors or (NOWHERE,))


def _words() -> list[str]:
    return [verdict for verdicts in VERDICTS.values() for verdict in verdicts]


def _places() -> Mapping[str, str]:
    return {NOWHERE: "the claim is right as it stands", **ERRORS}


def _dashed(words: str) -> str:
    return words.replace(" ", "-")


def _lesson(claim: Claim) -> str:
    number, _, name = claim.lesson.partition("-")
    return f"lesson {number}, {name.replace('-', ' ')}"


def _authored(claim: Claim) -> list[object]:
    """Everything of a claim but where its row stands."""
    return [getattr(claim, name) for name in claim.__dataclass_fields__ if name not in ("file", "line")]

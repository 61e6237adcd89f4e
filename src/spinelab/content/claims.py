"""The claims of the five source documents, in our words: each judged, with its evidence and where it went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spinelab.content.csvtext import Row, read_rows
from spinelab.content.faults import ContentError, Fault, nearest
from spinelab.content.folder import stamps

COLUMNS = (
    "id",
    "document",
    "topic",
    "claim",
    "verdict",
    "error",
    "why",
    "evidence",
    "citations",
    "status",
    "lesson",
    "section",
)
STATUSES = ("verified", "partly verified", "from memory", "derived")
VERDICTS: Mapping[str, Mapping[str, str]] = {
    "It stands": {
        "right": "the evidence supports the claim as it is",
        "right but incomplete": "true, but what is left out changes how it is used",
    },
    "It needs correcting": {
        "partly right": "one half holds, the other does not",
        "imprecise": "the words are wrong, the thought may be right",
        "overstated": "true of fewer people, places or times than it says",
        "omission": "something that should have been said is not there",
    },
    "It is open": {
        "plausible": "reasonable, not shown directly",
        "weak evidence": "few, small or borrowed studies",
        "disputed": "good studies or good usage disagree",
        "not supported": "no evidence was found, or it points the other way",
    },
    "It does not stand": {
        "wrong": "the evidence contradicts it",
        "outdated": "was true, or was good practice, and is no longer",
        "misattributed": "the figure belongs to another source",
        "unsafe": "whoever acts on it may come to harm",
    },
}
"""Every verdict with its meaning, in groups of verdicts that lie close together."""

ERRORS: Mapping[str, str] = {
    "wrong number": "a figure was copied wrongly",
    "wrong denominator": "counted among other people than the reader thinks",
    "no control group": "nothing to compare with, or the comparison was dropped",
    "clock": "counted from another moment, or over another time",
    "definition": "a word means something else than what was measured",
    "setting": "measured in other people, places or parts of the body",
    "merged statements": "two true sentences became one false one",
    "dated": "newer figures or newer practice have replaced it",
    "wrong citation": "the source is missing, wrong, or does not say it",
    "overreach": "more general or more certain than what was found",
    "thin evidence": "few, small or no studies behind it",
    "left out": "something is missing that changes its use",
    "unsafe advice": "whoever follows it may come to harm",
}
"""Where an error can creep into a claim."""

TOPICS = (
    "the rheumatoid neck",
    "back pain in rheumatoid arthritis",
    "joints and discs",
    "lupus",
    "ankylosing spondylitis",
    "other causes",
    "tests",
    "treatment",
    "sources",
)


@dataclass(frozen=True)
class Claim:
    """One claim of one document. `errors` is where the error crept in, the main place first; empty when right."""

    id: str
    document: str
    topic: str
    claim: str
    verdict: str
    errors: tuple[str, ...]
    why: str
    evidence: str
    citations: tuple[str, ...]
    status: str
    lesson: str
    section: str
    file: str
    line: int

    def fault(self, message: str) -> Fault:
        """A fault in this claim's row."""
        return Fault(self.file, self.line, f"{self.id}: {message}")


def claims() -> dict[str, Claim]:
    """All claims by id, read again when the file has changed. Raises ContentError with every fault found."""
    return dict(_read(stamps("evidence", "claims.csv")))


def group_of(verdict: str) -> str:
    """The group that a verdict belongs to. Raises LookupError naming the nearest verdict."""
    for group, verdicts in VERDICTS.items():
        if verdict in verdicts:
            return group
    raise LookupError(f"no verdict is called ‘{verdict}’{nearest(verdict, _verdicts())}")


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int, int], ...]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    faults: list[Fault] = []
    for row in (row for path, _, _ in files for row in read_rows(path, COLUMNS)):
        claim = _claim(row)
        faults += [claim.fault(message) for message in _wrong_in(claim, found)]
        found[claim.id] = claim
    if faults:
        raise ContentError(faults)
    return found


def _claim(row: Row) -> Claim:
    plain = {name: row[name] for name in COLUMNS if name not in ("error", "citations")}
    return Claim(**plain, errors=row.listed("error"), citations=row.listed("citations"), file=row.file, line=row.line)


def _wrong_in(claim: Claim, before: Mapping[str, Claim]) -> Iterator[str]:
    if claim.id in before:
        yield f"the id is used before, in line {before[claim.id].line}"
    for column in ("claim", "why", "evidence"):
        if not getattr(claim, column):
            yield f"‘{column}’ is empty"
    for word, kind, known in (
        (claim.verdict, "verdict", _verdicts()),
        (claim.status, "status", STATUSES),
        (claim.topic, "topic", TOPICS),
        *((error, "kind of error", ERRORS) for error in claim.errors),
    ):
        if word not in known:
            yield f"‘{word}’ is not a {kind}{nearest(word, known)}"
    if (claim.verdict == "right") == bool(claim.errors):
        yield "a right claim has no ‘error’, and every other has one"


def _verdicts() -> Iterable[str]:
    return [verdict for verdicts in VERDICTS.values() for verdict in verdicts]

"""A walk: the steps of one patient along a pathway, and where and why it stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import overload

from spinelab.content.references import Reference, linked_keys, references
from spinelab.content.shown import Shown
from spinelab.treatment.pathway.catalogue import Question


@dataclass(frozen=True)
class Step:
    """One node passed. `because` says what led here, in the patient's own numbers; `source` holds citation keys.

    `title` is the node's short name; `note` says what of the text was not seen at its source.
    """

    node: str
    kind: str
    text: str
    because: str
    source: tuple[str, ...]
    status: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Walk(Shown, Sequence[Step]):
    """The steps passed, in order. Exactly one of `needs`, `paused_at` and `end` is set.

    `needs` is the question whose answer is missing, `paused_at` the monitor where time must pass (walk on with
    `start=paused_at` and the new facts), `end` the node where the pathway ends.
    """

    pathway: str
    title: str
    steps: tuple[Step, ...]
    needs: Question | None = None
    paused_at: str | None = None
    end: str | None = None

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        return self.steps[index]

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of the nodes passed."""
        return tuple(step.node for step in self.steps)

    @property
    def stop(self) -> str:
        """Why the walk stops, in a sentence."""
        if self.needs:
            return f"Stops here and asks: {self.needs.text} (fact {self.needs.name}: {self.needs.expected})"
        if self.paused_at:
            return f"Pauses here ({self.paused_at}): walk on from there when there is something new to tell."
        return f"Ends here: {self.steps[-1].title}."

    def __repr__(self) -> str:
        lines = [f"{self.title} ({self.pathway})"]
        for number, step in enumerate(self.steps, 1):
            lines.append(f"{number}. {step.title} [{step.kind}; {step.status}]")
            lines.append(f"   {step.because}")
        return "\n".join([*lines, self.stop])

    def to_html(self) -> str:
        """The steps as a numbered list, each with its reason, status and linked sources."""
        works = references()
        items = "".join(_item(step, works) for step in self.steps)
        return f"<p><strong>{escape(self.title)}</strong></p><ol>{items}</ol><p>{escape(self.stop)}</p>"


def _item(step: Step, works: dict[str, Reference]) -> str:
    note = f" {escape(step.note)}" if step.note else ""
    cites = linked_keys(step.source, works)
    return (
        f"<li><strong>{escape(step.title)}</strong> ({step.kind})<br>{escape(step.text)}<br>"
        f"<em>Why:</em> {escape(step.because)}<br><em>Status:</em> {escape(step.status)}.{note} {cites}</li>"
    )

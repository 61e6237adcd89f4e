"""Conditions over facts, as trees of `all`, `any` and `not`, with unknown facts left unknown.

The logic has three values (Kleene): an `any` is true as soon as one member is true, an `all` false as soon as one is
false; otherwise one unknown member makes the whole unknown (`None`), and its first unknown fact is what to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from spinelab.treatment.pathway.catalogue import Question, Value

Facts = Mapping[str, Value]
RELATIONS = {
    "lt": ("below {}", "ge"),
    "le": ("{} or less", "gt"),
    "gt": ("above {}", "le"),
    "ge": ("{} or more", "lt"),
}
"""The relations of a number to a limit: in words, and the one that holds when it does not."""


@dataclass(frozen=True)
class Test:
    """A leaf: one fact compared. `relation` is `is`, `in`, or one of lt, le, gt, ge."""

    question: Question
    relation: str
    value: Value | tuple[str, ...]

    __test__ = False  # pytest: this is no test case

    def truth(self, facts: Facts) -> bool | None:
        """Whether it holds; None when the fact is not known."""
        found = facts.get(self.question.name)
        if found is None:
            return None
        limit = self.value
        if self.relation == "is":
            return found == limit
        if isinstance(limit, tuple):
            return found in limit
        if isinstance(found, str) or isinstance(limit, str):
            return None
        if self.relation == "lt":
            return found < limit
        if self.relation == "le":
            return found <= limit
        return found > limit if self.relation == "gt" else found >= limit

    def asks(self, facts: Facts) -> Question | None:
        """The question to ask when the truth is not known."""
        return None if self.question.name in facts else self.question

    def leaves(self) -> Iterator[Test]:
        """Every comparison in the tree, from the left."""
        yield self

    def words(self, holds: bool = True) -> str:
        """The condition as a person would say it, such as `PADI 14 mm or less`."""
        label, shown, value = self.question.label, self.question.shown, self.value
        if isinstance(value, bool):
            return label if value == holds else f"not: {label}"
        if isinstance(value, tuple):
            return f"{label} {'one' if holds else 'none'} of {', '.join(map(shown, value))}"
        if self.relation == "is":
            return f"{label} {'' if holds else 'not '}{shown(value)}"
        relation = self.relation if holds else RELATIONS[self.relation][1]
        return f"{label} {RELATIONS[relation][0].format(shown(value))}"

    def why(self, facts: Facts) -> list[str]:
        """Why it holds or not, with the patient's own value: `PADI 12 mm is below 14 mm`."""
        if self.question.name not in facts:
            return []
        found, value, shown = facts[self.question.name], self.value, self.question.shown
        said = f"{self.question.label}: {shown(found)}"
        if isinstance(value, bool):
            return [said]
        if isinstance(value, tuple) or self.relation == "is":
            choices = value if isinstance(value, tuple) else (value,)
            return [said if self.truth(facts) else f"{said}, not {' or '.join(map(shown, choices))}"]
        relation = self.relation if self.truth(facts) else RELATIONS[self.relation][1]
        return [f"{self.question.label} {shown(found)} is {RELATIONS[relation][0].format(shown(value))}"]


@dataclass(frozen=True)
class _Group:
    """Members joined by a word. One member whose truth is `decides` decides the whole."""

    members: tuple[Condition, ...]
    decides: ClassVar[bool]

    def asks(self, facts: Facts) -> Question | None:
        """The first question, from the left, whose answer matters."""
        unknown = (member for member in self.members if member.truth(facts) is None)
        return next((member.asks(facts) for member in unknown), None)

    def leaves(self) -> Iterator[Test]:
        """Every comparison in the tree, from the left."""
        for member in self.members:
            yield from member.leaves()

    def truth(self, facts: Facts) -> bool | None:
        """Decided as soon as one member decides; None while one is not known."""
        known = True
        for member in self.members:
            held = member.truth(facts)
            if held is self.decides:
                return held
            known = known and held is not None
        return not self.decides if known else None

    def words(self, holds: bool = True) -> str:
        """The condition as a person would say it."""
        return _joined(self.members, "or" if holds is self.decides else "and", holds)

    def why(self, facts: Facts) -> list[str]:
        """The members that decided it, or all when none did."""
        deciding = tuple(member for member in self.members if member.truth(facts) is self.decides)
        return _of(deciding or self.members, facts)


class All(_Group):
    """True when every member is."""

    decides = False


class Any(_Group):
    """True when at least one member is."""

    decides = True


@dataclass(frozen=True)
class Not:
    """True when its member is false."""

    member: Condition

    def truth(self, facts: Facts) -> bool | None:
        """The contrary; None while the member is not known."""
        held = self.member.truth(facts)
        return None if held is None else not held

    def asks(self, facts: Facts) -> Question | None:
        """The first question, from the left, whose answer matters."""
        return self.member.asks(facts)

    def leaves(self) -> Iterator[Test]:
        """Every comparison in the tree, from the left."""
        yield from self.member.leaves()

    def words(self, holds: bool = True) -> str:
        """The condition as a person would say it."""
        return self.member.words(not holds)

    def why(self, facts: Facts) -> list[str]:
        """What made it true or false."""
        return self.member.why(facts)


Condition = Test | All | Any | Not


def _joined(members: tuple[Condition, ...], word: str, holds: bool) -> str:
    parts = [member.words(holds) for member in members]
    nested = [isinstance(member, All | Any) and len(member.members) > 1 for member in members]
    return f" {word} ".join(f"({part})" if deep else part for part, deep in zip(parts, nested, strict=True))


def _of(members: tuple[Condition, ...], facts: Facts) -> list[str]:
    return list(dict.fromkeys(reason for member in members for reason in member.why(facts)))

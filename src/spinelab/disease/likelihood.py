"""What a finding is worth: likelihood ratios, and the same counted in people.

Odds after = odds before × likelihood ratio (Rudwaleit2004). Multiplying several ratios takes the findings as
independent, which they seldom are; so the product overstates certainty.
"""

from __future__ import annotations

from dataclasses import dataclass

from spinelab.content import fact, facts, nearest


@dataclass(frozen=True)
class Finding:
    """A finding: how often it is present with the disease (`sensitivity`) and absent without (`specificity`), in %."""

    name: str
    sensitivity: float
    specificity: float
    sources: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """The positive likelihood ratio; infinite when nobody without the disease has the finding."""
        false_alarms = 100 - self.specificity
        return self.sensitivity / false_alarms if false_alarms else float("inf")


@dataclass(frozen=True)
class People:
    """A crowd sorted by disease and finding, in whole people."""

    ill_with: int
    ill_without: int
    well_with: int
    well_without: int

    @property
    def with_finding(self) -> int:
        """Everyone who has the finding."""
        return self.ill_with + self.well_with

    @property
    def percent_ill(self) -> float:
        """Of those with the finding, the share that has the disease, in %."""
        return 100 * self.ill_with / self.with_finding if self.with_finding else 0.0


def findings() -> list[str]:
    """The names that `finding` knows: pairs of facts axspa-NAME-sensitivity and axspa-NAME-specificity."""
    ids = facts()
    head, tail = "axspa-", "-sensitivity"
    return sorted(
        id[len(head) : -len(tail)]
        for id in ids
        if id.startswith(head) and id.endswith(tail) and f"{id[: -len(tail)]}-specificity" in ids
    )


def finding(name: str) -> Finding:
    """A finding for axial spondyloarthritis by name, such as `ibp-clinic`. Raises LookupError naming the nearest."""
    known = findings()
    if name not in known:
        raise LookupError(f"no finding is named ‘{name}’{nearest(name, known)}")
    sensitivity = fact(f"axspa-{name}-sensitivity")
    specificity = fact(f"axspa-{name}-specificity")
    if sensitivity.value is None or specificity.value is None:
        raise LookupError(f"the finding ‘{name}’ has a range, not a value, so nothing can be counted with it")
    return Finding(name, sensitivity.value, specificity.value, sensitivity.sources)


def after(before_percent: float, ratio: float) -> float:
    """The probability after a finding, in %, from the one before and a likelihood ratio."""
    odds = before_percent / (100 - before_percent) * ratio
    return 100 * odds / (1 + odds)


def sort_people(crowd: int, before_percent: float, found: Finding) -> People:
    """Sort a crowd of people by disease and finding, rounded to whole people.

    Raises ValueError when the probability before is not between 0 and 100 %.
    """
    if not 0 < before_percent < 100:
        raise ValueError(f"the probability before is {before_percent:g} %; expected a number between 0 and 100")
    ill = round(crowd * before_percent / 100)
    ill_with = round(ill * found.sensitivity / 100)
    well_with = round((crowd - ill) * (100 - found.specificity) / 100)
    return People(ill_with, ill - ill_with, well_with, crowd - ill - well_with)

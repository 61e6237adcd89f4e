"""What a finding is worth for axial spondyloarthritis: likelihood ratios, and the same counted in people.

Odds after = odds before × likelihood ratio (Rudwaleit2004). Multiplying several ratios takes the findings as
independent, which they seldom are; so the product overstates certainty, and `post_test` says where.

`data/disease/likelihood.yaml` says which figures belong to which finding and setting; the figures are facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import prod
from pathlib import Path
from typing import Any, Literal

from spinelab.content import ContentError, data_folder, fact, references
from spinelab.content.facts import Fact, fill, plain
from spinelab.content.faults import InputError, nearest
from spinelab.content.folder import stamps
from spinelab.content.records import Id, Record, Text
from spinelab.content.references import unknown_keys
from spinelab.content.shown import Shown
from spinelab.content.typed import typed
from spinelab.content.yamltext import read
from spinelab.disease import arguments, findings
from spinelab.disease.findings import percent
from spinelab.disease.tables import cites_html, table_html


class Setting(Record, frozen=True, kw_only=True):
    """Where ratios were measured, and who the people without the disease were.

    `pre_test` is a fact: the range of shares, in %, that had the disease in the sources.
    """

    id: Literal["clinic", "primary_care"]
    name: Text
    others: Text
    pre_test: Id


class _Published(Record, frozen=True, kw_only=True):
    id: Id
    clinic: Id | None = None
    primary_care: Id | None = None
    late: bool = False


class _Pair(Record, frozen=True, kw_only=True):
    findings: tuple[Id, Id]
    because: Text
    sources: tuple[Text, ...] = ()


class _File(Record, frozen=True, kw_only=True):
    settings: tuple[Setting, ...]
    findings: tuple[_Published, ...]
    together: tuple[_Pair, ...]


@dataclass(frozen=True)
class Finding:
    """A finding in one setting: how often it is present with the disease (`sensitivity`) and absent without, in %.

    `late` ones often come years after the back pain, so that their absence says little.
    """

    feature: str
    name: str
    setting: str
    sensitivity: float
    specificity: float
    sources: tuple[str, ...]
    status: str
    late: bool

    def share(self, ill: bool, present: bool) -> float:
        """Of the people with the disease, or without it, the share that has this result; from 0 to 1."""
        having = self.sensitivity if ill else 100 - self.specificity
        return (having if present else 100 - having) / 100

    def ratio(self, present: bool = True) -> float:
        """The likelihood ratio of its presence (sensitivity / (1 − specificity)), or of its absence."""
        return self.share(True, present) / self.share(False, present)


@dataclass(frozen=True)
class Together:
    """Two findings that travel together, and the warning when both are used."""

    features: frozenset[str]
    warning: str


@dataclass(frozen=True)
class Table:
    """All that is known: settings, findings by setting, and the pairs that travel together."""

    settings: dict[str, Setting]
    features: tuple[str, ...]
    late: frozenset[str]
    names: dict[str, str]
    published: dict[tuple[str, str], Finding]
    together: tuple[Together, ...]

    def setting(self, name: object) -> Setting:
        """A setting by name. Raises InputError that names the nearest."""
        return self.settings[findings.known(name, self.settings, "setting")]

    def settings_of(self, feature: str) -> list[str]:
        """The settings in which ratios of a finding are published."""
        return [name for name in self.settings if (feature, name) in self.published]

    def range_of(self, setting: Setting) -> tuple[float, float]:
        """The lowest and highest share with the disease, from 0 to 1, in the sources of a setting."""
        found = fact(setting.pre_test)
        assert found.low is not None
        assert found.high is not None
        return found.low / 100, found.high / 100


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


class PostTest(Shown, float):
    """The probability after some findings, from 0 to 1: a number that also tells how it came about.

    `warnings` say in words why the number may be wrong. `of_the_ill` and `of_the_others` are the shares of people with
    and without the disease who have just these findings, if findings were independent.
    """

    pre_test: float
    present: tuple[Finding, ...]
    absent: tuple[Finding, ...]
    setting: Setting
    warnings: tuple[str, ...]
    of_the_ill: float
    of_the_others: float

    @property
    def value(self) -> float:
        """The probability, from 0 to 1."""
        return float(self)

    @property
    def ratio(self) -> float:
        """The product of the likelihood ratios."""
        return self.of_the_ill / self.of_the_others

    def __repr__(self) -> str:
        warned = f", {len(self.warnings)} warning{'' if len(self.warnings) == 1 else 's'}" if self.warnings else ""
        return f"<PostTest: {percent(self.pre_test)} to {percent(self)}, {self.setting.name}{warned}>"

    def to_html(self) -> str:
        """A table of the findings used, and a list of the warnings."""
        works = references()
        used = [(one, True) for one in self.present] + [(one, False) for one in self.absent]
        rows = [
            (
                escape(one.name),
                "present" if present else "absent",
                ratio_text(one.ratio(present)),
                cites_html(one.sources, works),
            )
            for one, present in used
        ]
        told = f"from {percent(self.pre_test)} to <b>{percent(self)}</b>, ratios of {escape(self.setting.name)}"
        caption = f"Axial spondyloarthritis: {told}"
        if not used:
            return f"<p>{caption}; no finding is used.</p>{warnings_html(self.warnings)}"
        return table_html(caption, ("Finding", "It is", "Ratio", "Source"), rows) + warnings_html(self.warnings)


def features(setting: str = "clinic") -> list[str]:
    """The findings whose ratios are published in a setting: "clinic" or "primary_care"."""
    known = table()
    known.setting(setting)
    return [feature for feature in known.features if (feature, setting) in known.published]


def finding(feature: str, setting: str = "clinic") -> Finding:
    """A finding in a setting.

    Raises InputError (a ValueError) that names the nearest, or the settings in which the finding was measured.
    """
    known = table()
    where = known.setting(setting)
    findings.known(feature, known.features, "finding")
    if (feature, setting) not in known.published:
        there = ", ".join(known.settings_of(feature))
        raise InputError(f"no usable ratio of ‘{feature}’ is published for {where.name}; there is one for: {there}")
    return known.published[feature, setting]


def ratio(feature: str, present: bool, setting: str = "clinic") -> float:
    """The likelihood ratio of a finding that is present, or absent. Raises InputError as `finding` does."""
    return finding(feature, setting).ratio(arguments.yes_no("present", present))


def post_test(
    pre_test: float, present: Iterable[str] = (), absent: Iterable[str] = (), setting: str = "clinic"
) -> PostTest:
    """The probability of axial spondyloarthritis after findings, from the one before (between 0 and 1).

    A finding with no ratio in the setting is left out, and a warning says so. Raises InputError (a ValueError) for a
    probability that is not between 0 and 1, an unknown finding or setting, and one called both present and absent.
    """
    before = probability_before(pre_test)
    known = table()
    where = known.setting(setting)
    here = arguments.names("present", present, known.features)
    missing = arguments.names("absent", absent, known.features)
    for feature in here:
        if feature in missing:
            raise InputError(f"‘{feature}’ is both present and absent; it can be one of them, or not asked")
    used_here, used_missing = (
        tuple(known.published[one, setting] for one in asked if (one, setting) in known.published)
        for asked in (here, missing)
    )
    ill, others = (
        prod(one.share(sick, True) for one in used_here) * prod(one.share(sick, False) for one in used_missing)
        for sick in (True, False)
    )
    result = PostTest(before * ill / (before * ill + (1 - before) * others))
    result.pre_test, result.setting, result.present, result.absent = before, where, used_here, used_missing
    result.of_the_ill, result.of_the_others = ill, others
    result.warnings = tuple(_warnings(known, where, before, here, missing))
    return result


def probability_before(pre_test: object) -> float:
    """A probability between 0 and 1, neither of them. Raises InputError otherwise, with a hint for a percentage."""
    expected = "expected a probability between 0 and 1"
    try:
        before = arguments.number("pre_test", pre_test, 0, 100)
    except InputError:
        raise InputError(f"pre_test is {pre_test!r}; {expected}") from None
    if not 0 < before < 1:
        hint = f"; {before:g} % is {before / 100:g}" if before > 1 else ""
        raise InputError(f"pre_test is {pre_test!r}; {expected}{hint}")
    return before


def sort_people(crowd: int, pre_test: float, found: Finding) -> People:
    """Sort a crowd of people by disease and finding, rounded to whole people.

    Raises InputError when the probability before is not between 0 and 1.
    """
    ill = round(crowd * probability_before(pre_test))
    ill_with = round(ill * found.share(True, True))
    well_with = round((crowd - ill) * found.share(False, True))
    return People(ill_with, ill - ill_with, well_with, crowd - ill - well_with)


def ratio_text(value: float) -> str:
    """A likelihood ratio as learners read it: two digits."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}"


def warnings_html(warnings: Iterable[str]) -> str:
    """The warnings as a list; nothing when there are none."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in warnings)
    return f"<p><b>Mind:</b></p><ul>{lines}</ul>" if lines else ""


def outside_warning(setting: Setting) -> str:
    """What to say when the probability before lies outside what the sources of a setting used."""
    used = fact(setting.pre_test)
    return (
        f"The ratios of {setting.name} come from {plain(used.low)} to {plain(used.high)} % with the disease "
        f"({', '.join(used.sources)}). You start outside that: other people, perhaps other ratios."
    )


def left_out_warning(name: str, setting: Setting) -> str:
    """What to say of a finding that was not measured in a setting."""
    return f"{_sentence(name)}: no ratio for {setting.name} is published that we could use, so it is left out."


def late_warning(name: str) -> str:
    """What to say of the absence of a finding that often comes late."""
    return f"{_sentence(name)} may still come; its authors advise not to count its absence early (Rudwaleit2006easy)."


def status_warning(found: Finding) -> str:
    """What to say of figures that nobody has checked against the paper."""
    return f"{_sentence(found.name)}: the figures are {found.status}, not checked against the paper."


def _warnings(known: Table, setting: Setting, before: float, present: list[str], absent: list[str]) -> Iterator[str]:
    low, high = known.range_of(setting)
    if not low <= before <= high:
        yield outside_warning(setting)
    used = []
    for feature in known.features:
        if feature not in present and feature not in absent:
            continue
        found = known.published.get((feature, setting.id))
        if found is None:
            yield left_out_warning(known.names[feature], setting)
            continue
        used.append(feature)
        if found.status not in ("verified", "derived"):
            yield status_warning(found)
        if found.late and feature in absent:
            yield late_warning(found.name)
    for pair in known.together:
        if pair.features <= set(used):
            yield pair.warning


def table() -> Table:
    """All findings, settings and pairs, read again when a file has changed. Raises ContentError with every fault."""
    return _read(stamps("disease", "likelihood.yaml"), stamps("disease", "findings.csv"), stamps("evidence/facts", "*"))


@lru_cache(maxsize=2)
def _read(*_: tuple[tuple[Path, int, int], ...]) -> Table:
    document = read(data_folder() / "disease" / "likelihood.yaml")
    file = typed(document, _File)
    names, works = findings.names(), references()
    faults = []
    published: dict[tuple[str, str], Finding] = {}
    for index, one in enumerate(file.findings):
        try:
            if one.id not in names:
                raise LookupError(f"no finding is named ‘{one.id}’{nearest(one.id, names)}")
            for setting in file.settings:
                stem = getattr(one, setting.id)
                if stem:
                    published[one.id, setting.id] = _finding(one, names[one.id], setting.id, stem)
        except LookupError as error:
            faults.append(document.fault(("findings", index), str(error.args[0])))
    for index, setting in enumerate(file.settings):
        try:
            used = fact(setting.pre_test)
            if used.low is None or used.high is None:
                raise LookupError(f"the fact ‘{used.id}’ has no low and high")
        except LookupError as error:
            faults.append(document.fault(("settings", index, "pre_test"), str(error.args[0])))
    together = []
    for index, pair in enumerate(file.together):
        try:
            together.append(_together(pair, {one.id: names[one.id] for one in file.findings if one.id in names}, works))
        except LookupError as error:
            faults.append(document.fault(("together", index), str(error.args[0])))
    if faults:
        raise ContentError(faults)
    return Table(
        {setting.id: setting for setting in file.settings},
        tuple(one.id for one in file.findings),
        frozenset(one.id for one in file.findings if one.late),
        names,
        published,
        tuple(together),
    )


def _finding(one: _Published, name: str, setting: str, stem: str) -> Finding:
    sensitivity, specificity = fact(f"{stem}-sensitivity"), fact(f"{stem}-specificity")
    values = [_inside(sensitivity), _inside(specificity)]
    doubts = [found.status for found in (sensitivity, specificity) if found.status not in ("verified", "derived")]
    status = doubts[0] if doubts else sensitivity.status
    return Finding(one.id, name, setting, values[0], values[1], sensitivity.sources, status, one.late)


def _inside(figure: Fact) -> float:
    """A share that leaves something open: at 0 or 100 % a ratio would be nothing or without end."""
    if figure.value is None or not 0 < figure.value < 100:
        raise LookupError(f"the fact ‘{figure.id}’ must be a value between 0 and 100 %")
    return figure.value


def _together(pair: _Pair, names: dict[str, str], works: dict[str, Any]) -> Together:
    for feature in pair.findings:
        if feature not in names:
            raise LookupError(f"no finding is named ‘{feature}’{nearest(feature, names)}")
    for message in unknown_keys(pair.sources, works):
        raise LookupError(message)
    one, other = (names[feature] for feature in pair.findings)
    because = fill(pair.because)
    cited = f" ({', '.join(pair.sources)})" if pair.sources else ""
    warning = f"{_sentence(one)} and {other} travel together: {because}{cited}. Do not trust the product of the two."
    return Together(frozenset(pair.findings), warning)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]

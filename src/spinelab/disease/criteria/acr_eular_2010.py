"""Rheumatoid arthritis: the 2010 ACR/EULAR criteria."""

from __future__ import annotations

from spinelab.content.faults import InputError
from spinelab.disease.arguments import count, number, one_of, yes_no
from spinelab.disease.instruments import Instrument, instrument
from spinelab.disease.outcome import Classification

LEVELS = ("negative", "low", "high")


def ra_2010(
    small_joints: int,
    large_joints: int,
    rf: str | None,
    acpa: str | None,
    crp_raised: bool | None,
    esr_raised: bool | None,
    duration_days: float,
) -> Classification:
    """The 2010 criteria for rheumatoid arthritis, 0 to 10 points; 6 or more meet them.

    Joints are swollen or tender ones. `rf` and `acpa` are "negative", "low" or "high". None stands for a test that
    was not done; of each pair one is needed. The entry criteria (a swollen joint, no better explanation) are for the
    examiner; without any joint they fail, and nothing is scored. Raises ValueError for a value out of range.
    Source: Aletaha2010.
    """
    rules = instrument("ra_2010")
    limits = rules.limits
    small = count("small_joints", small_joints, int(limits["most_small"]))
    large = count("large_joints", large_joints, int(limits["most_large"]))
    antibodies = _done("rf", "acpa", [rf, acpa])
    levels = [one_of(name, value, LEVELS) for name, value in antibodies]
    reactants = [yes_no(name, value) for name, value in _done("crp_raised", "esr_raised", [crp_raised, esr_raised])]
    days = number("duration_days", duration_days, 0, 100 * 366, "days")
    if small + large == 0:
        return Classification(
            False, None, [f"Entry not met: no joint is affected; needed is {rules.entry}. Nothing is scored."],
            title=rules.title,
        )  # fmt: skip
    chosen = [
        _joints(small, large, rules),
        max(levels, key=LEVELS.index),
        "raised" if any(reactants) else "normal",
        "long" if days >= limits["weeks_6_in_days"] else "short",
    ]
    found = [rules.category[name] for name in chosen]
    total = sum(one.points for one in found)
    because = [f"Entry, taken as met: {rules.entry}."]
    for group, one in zip(rules.groups, found, strict=True):
        because.append(f"{group.name}, {one.text}: counts {one.points:g}.")
    meets = total >= limits["cut_off"]
    because.append(f"Sum: {total:g} points; {limits['cut_off']:g} are needed.")
    return Classification(meets, total, because, title=rules.title)


def _done(first: str, second: str, values: list[object]) -> list[tuple[str, object]]:
    done = [(name, value) for name, value in zip((first, second), values, strict=True) if value is not None]
    if not done:
        raise InputError(f"{first} and {second} are both None; expected the result of at least one test")
    return done


def _joints(small: int, large: int, rules: Instrument) -> str:
    """The highest category of joints that applies; large joints count beside small ones only above ten in all."""
    limits = rules.limits
    if small and small + large > limits["many_joints"]:
        return "many"
    if small >= limits["some_small"]:
        return "several_small"
    if small:
        return "few_small"
    return "several_large" if large >= limits["some_large"] else "one_large"

"""Fibromyalgia: the 2016 criteria."""

from __future__ import annotations

from spinelab.disease.arguments import count, number
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification, met


def fibromyalgia_2016(wpi: int, sss: int, months: float, regions: int) -> Classification:
    """The 2016 criteria for fibromyalgia; other diagnoses do not exclude it.

    `wpi` is the widespread pain index (0 to 19), `sss` the symptom severity scale (0 to 12), `regions` the regions
    with pain (0 to 5). Raises ValueError for a value out of range. Source: Wolfe2016.
    """
    rules = instrument("fibromyalgia_2016")
    limits = rules.limits
    areas = count("wpi", wpi, int(limits["most_wpi"]))
    severity = count("sss", sss, int(limits["most_sss"]))
    time = number("months", months, 0, 1200, "months")
    where = count("regions", regions, int(limits["most_regions"]))
    many = areas >= limits["wpi_high"] and severity >= limits["sss_with_high"]
    fewer = limits["wpi_low"] <= areas < limits["wpi_high"] and severity >= limits["sss_with_low"]
    spread, long = where >= limits["regions"], time >= limits["months"]
    upper = f"{limits['wpi_high']:g} and {limits['sss_with_high']:g}"
    lower = f"{limits['wpi_low']:g} to {limits['wpi_high'] - 1:g} and {limits['sss_with_low']:g}"
    most = limits["most_wpi"] + limits["most_sss"]
    because = [
        f"WPI {areas} and SSS {severity}; needed are {upper}, or {lower}: {met(many or fewer)}.",
        f"Regions with pain: {where} of {limits['most_regions']:g}; {limits['regions']:g} are needed: {met(spread)}.",
        f"Duration: {time:g} months; {limits['months']:g} are needed: {met(long)}.",
        f"Severity (WPI + SSS), which decides nothing: {areas + severity} of {most:g}.",
    ]
    return Classification((many or fewer) and spread and long, None, because, title=rules.title)

"""How active and how stiff axial spondyloarthritis is: BASDAI, ASDAS, BASFI, BASMI and the modified Schober test."""

from __future__ import annotations

from fractions import Fraction
from math import log, sqrt

from spinelab.content.faults import InputError
from spinelab.disease.arguments import number, ratings
from spinelab.disease.outcome import Score
from spinelab.disease.scores.joints import CRP_MAX, ESR_MAX
from spinelab.disease.scores.scales import Row, exact, summed, words


def basdai(
    fatigue: float,
    spinal_pain: float,
    joint_pain: float,
    enthesitis: float,
    stiffness_severity: float,
    stiffness_duration: float,
) -> Score:
    """The Bath disease activity index, 0 to 10: six answers, each 0 to 10; the two on stiffness share one place.

    Raises ValueError for an answer out of range. Source: Garrett1994.
    """
    whole = {"fatigue": fatigue, "spinal_pain": spinal_pain, "joint_pain": joint_pain, "enthesitis": enthesitis}
    halves = {"stiffness_severity": stiffness_severity, "stiffness_duration": stiffness_duration}
    rows = [_share(name, value, 5) for name, value in whole.items()]
    rows += [_share(name, value, 10) for name, value in halves.items()]
    return summed("basdai", rows)


def _share(name: str, value: float, divisor: int) -> Row:
    found = number(name, value, 0, 10)
    return words(name), exact(found) / divisor, f"{found:g} ÷ {divisor}"


def basfi(items: list[float]) -> Score:
    """The Bath functional index, 0 to 10: the mean of ten answers, each 0 to 10. It has no validated bands.

    Raises ValueError for more or fewer than ten answers, or one out of range. Source: Calin1994.
    """
    answers = ratings("items", items, 10)
    found = [number(f"items[{index}]", answer, 0, 10) for index, answer in enumerate(answers)]
    return summed("basfi", [(f"Item {n}", exact(one) / 10, f"{one:g} ÷ 10") for n, one in enumerate(found, 1)])


def asdas_crp(
    back_pain: float, stiffness_duration: float, patient_global: float, peripheral_pain: float, crp_mg_l: float
) -> Score:
    """ASDAS with CRP in mg/L (not mg/dL): four answers, each 0 to 10.

    A CRP under 2 mg/L counts as 2, as Machado2015 advises. Raises ValueError for a value out of range.
    Source: Lukas2009.
    """
    crp = number("crp_mg_l", crp_mg_l, 0, CRP_MAX, "mg/L")
    floor = f" (CRP {crp:g} counts as 2)" if crp < 2 else ""
    counted = max(crp, 2)
    rows = _asdas_answers(
        (back_pain, 0.121), (stiffness_duration, 0.058), (patient_global, 0.110), (peripheral_pain, 0.073)
    )
    return summed(
        "asdas_crp", [*rows, ("CRP", exact(0.579) * exact(log(counted + 1)), f"0.579 × ln({counted:g} + 1){floor}")]
    )


def asdas_esr(
    back_pain: float, stiffness_duration: float, patient_global: float, peripheral_pain: float, esr_mm_h: float
) -> Score:
    """ASDAS with ESR in mm/h, for when CRP is not to be had: four answers, each 0 to 10.

    Raises ValueError for a value out of range. Source: Lukas2009.
    """
    esr = number("esr_mm_h", esr_mm_h, 0, ESR_MAX, "mm/h")
    rows = _asdas_answers(
        (back_pain, 0.079), (stiffness_duration, 0.069), (patient_global, 0.113), (peripheral_pain, 0.086)
    )
    return summed("asdas_esr", [*rows, ("ESR", exact(0.293) * exact(sqrt(esr)), f"0.293 × √{esr:g}")])


def _asdas_answers(*answers: tuple[float, float]) -> list[Row]:
    names = ("back_pain", "stiffness_duration", "patient_global", "peripheral_pain")
    rows: list[Row] = []
    for name, (value, weight) in zip(names, answers, strict=True):
        found = number(name, value, 0, 10)
        rows.append((words(name), exact(weight) * exact(found), f"{weight:.3f} × {found:g}"))
    return rows


_BASMI = {
    "lateral_flexion_cm": (21.1, -2.1, 50, "cm"),
    "tragus_to_wall_cm": (8.0, 3.0, 60, "cm"),
    "lumbar_flexion_cm": (7.4, -0.7, 20, "cm"),
    "intermalleolar_cm": (124.5, -10.0, 250, "cm"),
    "cervical_rotation_deg": (89.3, -8.5, 130, "deg"),
}
"""Each measure: where its component is 0, what one point more is, and the largest plausible value."""


def basmi_linear(
    lateral_flexion_cm: float,
    tragus_to_wall_cm: float,
    lumbar_flexion_cm: float,
    intermalleolar_cm: float,
    cervical_rotation_deg: float,
) -> Score:
    """The linear Bath metrology index, 0 to 10: the mean of five components, each held between 0 and 10.

    Left and right are averaged before. `lumbar_flexion_cm` is the lengthening between two marks 10 cm apart. It has
    no validated bands. Raises ValueError for a measure out of range. Source: VdHeijde2008.
    """
    given = (lateral_flexion_cm, tragus_to_wall_cm, lumbar_flexion_cm, intermalleolar_cm, cervical_rotation_deg)
    rows: list[Row] = []
    for (name, (zero, step, most, unit)), value in zip(_BASMI.items(), given, strict=True):
        found = number(name, value, 0, most, unit)
        raw = (exact(found) - exact(zero)) / exact(step)
        component = min(max(raw, Fraction(0)), Fraction(10))
        held = "" if component == raw else f", held at {component}"
        sum_ = f"({zero:g} − {found:g}) ÷ {-step:g}" if step < 0 else f"({found:g} − {zero:g}) ÷ {step:g}"
        rows.append(
            (
                words(name.rpartition("_")[0]),
                component / 5,
                f"{sum_} = {float(raw):.2f}{held}; ÷ 5".replace("= -", "= −"),
            )
        )
    return summed("basmi_linear", rows)


def modified_schober(flexed_cm: float, upright_cm: float = 15) -> Score:
    """The modified Schober test: how much the skin over the lumbar spine lengthens in full flexion, in cm.

    Two marks stand `upright_cm` apart in the standing person: 5 cm below and 10 cm above the lumbosacral junction.
    `flexed_cm` is their distance when the person bends forward. Raises ValueError for a value out of range, or a
    flexed distance shorter than the upright one. Source: MacraeWright1969.
    """
    upright = number("upright_cm", upright_cm, 5, 30, "cm")
    flexed = number("flexed_cm", flexed_cm, 5, 40, "cm")
    if flexed < upright:
        raise InputError(f"flexed_cm is {flexed:g}; expected at least upright_cm, which is {upright:g}")
    rows = [("Lengthening", exact(flexed) - exact(upright), f"{flexed:g} cm − {upright:g} cm")]
    return summed("modified_schober", rows)

"""How active rheumatoid arthritis is: DAS28, the EULAR response, CDAI and SDAI."""

from __future__ import annotations

from math import log, sqrt

from spinelab.disease.arguments import count, number, one_of
from spinelab.disease.outcome import Score
from spinelab.disease.scores.scales import Row, exact, summed

ESR_MAX, CRP_MAX = 300, 1000
"""The largest plausible ESR (mm/h) and CRP (mg/L): they catch slips of the pen; no paper sets them."""


def das28_esr(tender_28: int, swollen_28: int, esr_mm_h: float, patient_global_mm: float) -> Score:
    """DAS28 with ESR: 28 tender and swollen joints, ESR in mm/h, the patient's global score in mm (0 to 100).

    An ESR under 1 counts as 1, because the logarithm of 0 is infinite. Raises ValueError for a value out of range.
    Source: Prevoo1995.
    """
    esr = number("esr_mm_h", esr_mm_h, 0, ESR_MAX, "mm/h")
    raised = f" (ESR {esr:g} counts as 1)" if esr < 1 else ""
    rows = [
        *_das28_joints(tender_28, swollen_28),
        ("ESR", exact(0.70) * exact(log(max(esr, 1))), f"0.70 × ln {max(esr, 1):g}{raised}"),
        _das28_global(patient_global_mm),
    ]
    return summed("das28_esr", rows)


def das28_crp(
    tender_28: int, swollen_28: int, crp_mg_l: float, patient_global_mm: float, cutoffs: str = "das28"
) -> Score:
    """DAS28 with CRP in mg/L (not mg/dL), the patient's global score in mm (0 to 100).

    `cutoffs="das28"` bands it by the cut-offs of DAS28-ESR; `cutoffs="crp"` by its own, which are lower. Raises
    ValueError for a value out of range. Sources: Das28crpNijmegen (formula), Fleischmann2015 and Fleischmann2017high
    (own cut-offs).
    """
    name = {"das28": "das28_crp", "crp": "das28_crp_own"}[one_of("cutoffs", cutoffs, ("das28", "crp"))]
    crp = number("crp_mg_l", crp_mg_l, 0, CRP_MAX, "mg/L")
    rows = [
        *_das28_joints(tender_28, swollen_28),
        ("CRP", exact(0.36) * exact(log(crp + 1)), f"0.36 × ln({crp:g} + 1)"),
        _das28_global(patient_global_mm),
        ("Constant", exact(0.96), "the same for everyone"),
    ]
    return summed(name, rows)


def _das28_joints(tender_28: int, swollen_28: int) -> list[Row]:
    tender, swollen = count("tender_28", tender_28, 28), count("swollen_28", swollen_28, 28)
    return [
        ("Tender joints", exact(0.56) * exact(sqrt(tender)), f"0.56 × √{tender}"),
        ("Swollen joints", exact(0.28) * exact(sqrt(swollen)), f"0.28 × √{swollen}"),
    ]


def _das28_global(patient_global_mm: float) -> Row:
    found = number("patient_global_mm", patient_global_mm, 0, 100, "mm")
    return "Patient's global score", exact(0.014) * exact(found), f"0.014 × {found:g} mm"


def eular_response(das28_before: float, das28_after: float) -> str:
    """The EULAR response to treatment from two DAS28 values: "good", "moderate" or "none".

    Good: an improvement of more than 1.2 that ends at 3.2 or less. None: an improvement of 0.6 or less, or one of at
    most 1.2 that ends above 5.1. Moderate: all between. Raises ValueError for a value outside 0 to 10.
    Sources: VanGestel1998, ResponseTable_ard177030.
    """
    before = exact(number("das28_before", das28_before, 0, 10))
    after = exact(number("das28_after", das28_after, 0, 10))
    better = before - after
    if better > exact(1.2):
        return "good" if after <= exact(3.2) else "moderate"
    return "moderate" if better > exact(0.6) and after <= exact(5.1) else "none"


def cdai(tender_28: int, swollen_28: int, patient_global_cm: float, evaluator_global_cm: float) -> Score:
    """The Clinical Disease Activity Index: two joint counts and two global scores in cm (0 to 10), no blood test.

    Raises ValueError for a value out of range. Source: Aletaha2005.
    """
    return summed("cdai", _cdai_rows(tender_28, swollen_28, patient_global_cm, evaluator_global_cm))


def sdai(
    tender_28: int, swollen_28: int, patient_global_cm: float, evaluator_global_cm: float, crp_mg_dl: float
) -> Score:
    """The Simplified Disease Activity Index: the CDAI plus CRP in mg/dL (10 mg/L is 1 mg/dL).

    Raises ValueError for a value out of range. Source: Smolen2003.
    """
    crp = number("crp_mg_dl", crp_mg_dl, 0, CRP_MAX / 10, "mg/dL")
    doubt = "; more than 10 mg/dL: was it measured in mg/L?" if crp > 10 else ""
    rows = _cdai_rows(tender_28, swollen_28, patient_global_cm, evaluator_global_cm)
    return summed("sdai", [*rows, ("CRP", exact(crp), f"in mg/dL{doubt}")])


def _cdai_rows(tender_28: int, swollen_28: int, patient_global_cm: float, evaluator_global_cm: float) -> list[Row]:
    return [
        ("Tender joints", exact(count("tender_28", tender_28, 28)), "of 28"),
        ("Swollen joints", exact(count("swollen_28", swollen_28, 28)), "of 28"),
        ("Patient's global score", exact(number("patient_global_cm", patient_global_cm, 0, 10, "cm")), "0 to 10 cm"),
        (
            "Evaluator's global score",
            exact(number("evaluator_global_cm", evaluator_global_cm, 0, 10, "cm")),
            "0 to 10 cm",
        ),
    ]

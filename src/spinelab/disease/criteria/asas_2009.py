"""Axial spondyloarthritis: the 2009 ASAS criteria."""

from __future__ import annotations

from collections.abc import Iterable

from spinelab.disease.arguments import names, number, yes_no
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification, met


def axspa_2009(
    back_pain_months: float,
    onset_age: float,
    sacroiliitis_on_imaging: bool,
    hla_b27: bool,
    features: Iterable[str],
) -> Classification:
    """The 2009 criteria for axial spondyloarthritis, after 3 months of back pain that began before the age of 45.

    Imaging arm: sacroiliitis (active on MRI, or definite on the film) with one feature, HLA-B27 among them. Clinical
    arm: HLA-B27 with two other features. `criteria.items("axspa_2009")` lists the features. Raises ValueError for an
    unknown feature, with the nearest one, or a value out of range. Source: Rudwaleit2009.
    """
    rules = instrument("axspa_2009")
    limits = rules.limits
    months = number("back_pain_months", back_pain_months, 0, 1200, "months")
    age = number("onset_age", onset_age, 0, 120, "years")
    imaging = yes_no("sacroiliitis_on_imaging", sacroiliitis_on_imaging)
    b27 = yes_no("hla_b27", hla_b27)
    present = names("features", features, rules.by_id)
    long, young = months >= limits["months"], age < limits["onset_age"]
    because = [
        f"Entry, duration: {months:g} months; {limits['months']:g} or more are needed: {met(long)}.",
        f"Entry, age at onset: {age:g} years; less than {limits['onset_age']:g} is needed: {met(young)}.",
    ]
    if not (long and young):
        because.append("The entry is not met, so neither arm is read.")
        return Classification(False, None, because, title=rules.title)
    because += [f"Feature, {rules.by_id[name].text}: counts." for name in present]
    because.append(f"Features: {len(present)}{', and HLA-B27 as one more for the imaging arm' if b27 else ''}.")
    by_imaging = imaging and len(present) + b27 >= limits["features_with_imaging"]
    by_clinic = b27 and len(present) >= limits["features_with_hla_b27"]
    seen = "sacroiliitis" if imaging else "no sacroiliitis"
    because.append(f"Imaging arm, {seen}; one feature or HLA-B27 is needed with sacroiliitis: {met(by_imaging)}.")
    carried = "HLA-B27" if b27 else "no HLA-B27"
    because.append(f"Clinical arm, {carried}; two other features are needed with HLA-B27: {met(by_clinic)}.")
    return Classification(by_imaging or by_clinic, None, because, title=rules.title)

"""Scores of activity, function and damage: each gives a value, its band, and the parts that made it."""

from spinelab.disease.outcome import Part, Score
from spinelab.disease.scores.cord import mjoa, nurick, ranawat_class
from spinelab.disease.scores.disability import neck_disability, oswestry
from spinelab.disease.scores.joints import cdai, das28_crp, das28_esr, eular_response, sdai
from spinelab.disease.scores.lupus import sledai_2k
from spinelab.disease.scores.scales import Band, Scale, scale
from spinelab.disease.scores.spondylitis import asdas_crp, asdas_esr, basdai, basfi, basmi_linear, modified_schober

__all__ = [
    "Band",
    "Part",
    "Scale",
    "Score",
    "asdas_crp",
    "asdas_esr",
    "basdai",
    "basfi",
    "basmi_linear",
    "cdai",
    "das28_crp",
    "das28_esr",
    "eular_response",
    "mjoa",
    "modified_schober",
    "neck_disability",
    "nurick",
    "oswestry",
    "ranawat_class",
    "scale",
    "sdai",
    "sledai_2k",
]

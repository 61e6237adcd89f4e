"""Treatment pathways as decision graphs: written as data, walked one patient at a time, checked for holes.

    ra_neck = pathway.load("ra_neck")
    ra_neck.walk({"neck_pain": True, "myelopathy": True, "ranawat_class": "II"})

A walk takes only what it is told. Where a fact is missing it stops and says which one it needs.
"""

from spinelab.treatment.pathway.catalogue import Question, questions
from spinelab.treatment.pathway.checking import check
from spinelab.treatment.pathway.conditions import All, Any, Condition, Not, Test
from spinelab.treatment.pathway.graph import Change, Edge, Guideline, Node, Pathway
from spinelab.treatment.pathway.reading import load, names
from spinelab.treatment.pathway.vignettes import Patient, patient, patients
from spinelab.treatment.pathway.walking import Step, Walk

__all__ = [
    "All",
    "Any",
    "Change",
    "Condition",
    "Edge",
    "Guideline",
    "Node",
    "Not",
    "Pathway",
    "Patient",
    "Question",
    "Step",
    "Test",
    "Walk",
    "check",
    "load",
    "names",
    "patient",
    "patients",
    "questions",
]

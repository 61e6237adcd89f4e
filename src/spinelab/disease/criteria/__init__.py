"""Classification criteria: each says whether they are met, with how many points, and why, item by item.

They classify people for studies. They do not make a diagnosis.
"""

from spinelab.disease.criteria.acr_eular_2010 import ra_2010
from spinelab.disease.criteria.asas_2009 import axspa_2009
from spinelab.disease.criteria.back_pain import inflammatory_back_pain
from spinelab.disease.criteria.eular_acr_2019 import sle_2019
from spinelab.disease.criteria.fibromyalgia import fibromyalgia_2016
from spinelab.disease.criteria.new_york_1984 import modified_new_york_1984
from spinelab.disease.criteria.slicc import slicc_2012
from spinelab.disease.instruments import instrument
from spinelab.disease.outcome import Classification

__all__ = [
    "Classification",
    "axspa_2009",
    "fibromyalgia_2016",
    "inflammatory_back_pain",
    "items",
    "modified_new_york_1984",
    "ra_2010",
    "sle_2019",
    "slicc_2012",
]


def items(name: str) -> list[str]:
    """The item names of a set of criteria, such as "sle_2019", or of SLEDAI-2K.

    Raises ValueError for an unknown set, with the nearest one.
    """
    return list(instrument(name).by_id)

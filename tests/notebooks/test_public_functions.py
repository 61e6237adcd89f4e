"""What the rooms offer to learners is used by a cell of a lesson."""

from __future__ import annotations

import inspect
import json
import re

import pytest

from spinelab.content import notebooks_folder
from spinelab.disease import criteria, scores

CELLS = [
    "".join(cell["source"])
    for path in sorted(notebooks_folder().glob("*.ipynb"))
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]
OFFERED = [
    *(
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (scores, criteria)
        for name in module.__all__
        if inspect.isfunction(getattr(module, name)) and name != "scale"  # what the pictures of a scale are drawn from
    ),
    "likelihood.features",
    "likelihood.ratio",
    "likelihood.post_test",
    "cohort.simulate",
    "pathway.load",
    "drugs.table",
    "drugs.get",
    "effects.table",
    "treatment.explore",
]


@pytest.mark.parametrize("name", OFFERED)
def test_a_lesson_uses_it(name: str) -> None:
    assert any(re.search(rf"\b{re.escape(name)}\(", cell) for cell in CELLS), f"no lesson calls {name}"

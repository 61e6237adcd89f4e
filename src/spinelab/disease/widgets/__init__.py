"""The widgets of this room: the comparison table, and the bench on which findings change a probability."""

from spinelab.disease.widgets.bench import BayesBench, bayes_bench
from spinelab.disease.widgets.table import Comparison, comparison

__all__ = ["BayesBench", "Comparison", "bayes_bench", "comparison"]

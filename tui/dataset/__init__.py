"""The dataset: TOML files in, one immutable value or a list of faults out."""

from tui.dataset.dataset import Cohort, Dataset, Meta
from tui.dataset.faults import DatasetError, Fault
from tui.dataset.fields import PartialDate
from tui.dataset.loading import load

__all__ = ["Cohort", "Dataset", "DatasetError", "Fault", "Meta", "PartialDate", "load"]

"""Everything that is wrong with a dataset: its files, the filters and the rules in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tui.analysis.findings.check import finding_faults
from tui.dataset import Dataset, DatasetError, Fault, load
from tui.frozen import frozen
from tui.query.engine.checks import filter_faults


@frozen
class Checked:
    """A dataset, None where none can be opened, with every fault of it by place."""

    dataset: Dataset | None
    faults: tuple[Fault, ...]

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is no fault and yet worth a look."""
        return self.dataset.warnings if self.dataset is not None else ()


def checked(folders: Sequence[Path]) -> Checked:
    """Load all of a dataset and look for every fault, once each."""
    try:
        dataset = load(folders)
    except DatasetError as error:
        return Checked(None, _by_place(error.faults))
    return Checked(dataset, faults_of(dataset, folders))


def faults_of(dataset: Dataset, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Every fault of a dataset that was read from these folders, by place."""
    dataset.load_all()
    deeper = (*filter_faults(dataset, folders), *finding_faults(dataset, folders))
    return _by_place((*dataset.known_faults(), *deeper))


def _by_place(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line)))

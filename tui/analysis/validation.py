"""Everything that is wrong with a dataset: its files, the filters and the rules in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tui.analysis.findings.check import finding_faults
from tui.dataset import Dataset, DatasetError, Fault, load
from tui.dataset.faults import Report
from tui.dataset.files import Folders
from tui.dataset.reading import rows_of
from tui.frozen import frozen
from tui.query.engine.match import match_text
from tui.query.engine.store import store_of
from tui.query.language.tree import FilterError


def filter_faults(dataset: Dataset, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Faults in the filters of the cohorts of these folders, read against the dataset."""
    report, read_before = Report(), Report()
    store, where = store_of(dataset), Folders(folders)
    for path in where.paths("dataset.toml"):
        top = where.read(path, read_before)
        for row in rows_of(top, "cohort", top.raw.get("cohort", []), read_before) if top else ():
            text = row.raw.get("where")
            try:
                match_text(store, "sites", text if isinstance(text, str) else "")
            except FilterError as error:
                reason = f"{error.reason} at column {error.span.start + 1}"
                report.add(row, "where", reason, error.suggestion)
    return tuple(report.faults)


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

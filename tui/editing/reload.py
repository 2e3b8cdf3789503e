"""Looking at a changed folder again: new data, or the old ones with the faults that came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from tui.dataset import Dataset, Fault
from tui.dataset.files import Signature, signature
from tui.frozen import frozen


@frozen
class Reloaded:
    """What looking again gave.

    ``dataset`` is the new one, or the old one where the change ``brought`` faults; ``faults``
    are all that the folders have now.
    """

    dataset: Dataset
    brought: tuple[Fault, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the old data were kept."""
        return bool(self.brought)


def reload(now: Dataset, before: Iterable[Fault], folders: Sequence[Path]) -> Reloaded:
    """Read changed folders again; faults that were not there ``before`` keep the old data.

    A fault that only stands at another line than before is no new one.
    """
    from tui.analysis.validation import checked

    found = checked(folders)
    brought = new_faults(before, found.faults)
    if found.dataset is None or brought:
        return Reloaded(now, brought or found.faults, found.faults)
    return Reloaded(found.dataset, (), found.faults)


def faults_before(now: Dataset, seen: Signature, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Faults that the data had when the files were ``seen``, of filters and rules too.

    Those of filters and rules are told by the files that are as they were.
    """
    from tui.analysis.validation import faults_of

    same = [path for path, *_ in seen & signature(folders)]
    known = now.known_faults()
    deeper = faults_of(now, folders)
    return (
        *known,
        *(fault for fault in deeper if any(path.endswith(f"/{fault.file}") for path in same)),
    )


def new_faults(before: Iterable[Fault], after: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults of a later state that an earlier one had not, at whatever line."""
    known = {replace(fault, line=0) for fault in before}
    return tuple(fault for fault in after if replace(fault, line=0) not in known)

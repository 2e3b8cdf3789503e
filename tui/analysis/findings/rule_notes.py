"""What in the rules of findings was taken for something else than it was written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tui.query import FilterError
from tui.query.engine.bind import notes
from tui.query.engine.store import Store, store_of

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.dataset.reference import Finding


def rule_notes(dataset: Dataset, findings: Iterable[Finding]) -> Iterator[str]:
    """Each note on a rule of these findings once, behind the id of the finding.

    What is wrong with a rule is told by its verdict, not here.
    """
    store = store_of(dataset)
    for finding in findings:
        checks = (finding.check, *(each.get("check") for each in finding.variants))
        told = (note for check in checks if check for note in _of_check(store, check))
        yield from (f"finding {finding.id}: {note}" for note in dict.fromkeys(told))


def _of_check(store: Store, check: Mapping[str, Any]) -> Iterator[str]:
    table = check.get("of")
    for key in ("where", "among"):
        text = check.get(key)
        if isinstance(table, str) and table in store.specs and isinstance(text, str):
            with contextlib.suppress(FilterError):
                yield from (note.text for note in notes(store, table, text))
    for key in ("numerator", "denominator"):
        if isinstance(part := check.get(key), Mapping):
            yield from _of_check(store, part)

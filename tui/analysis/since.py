"""What changed in a dataset since a person saw it last."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tui.analysis.difference import Change, compared
from tui.analysis.recorded import Recorded, from_json, recorded, to_json
from tui.dataset import Dataset
from tui.query.engine.store import store_of
from tui.user.last_seen import LastSeen, load_seen, save_seen

MOST_ROWS = 30_000
"""Of larger datasets nothing is kept: comparing and writing would be felt."""


@dataclass(frozen=True)
class Since:
    """Two states of a dataset.

    ``old`` is None where no earlier one is known; ``told`` says that the person has seen the
    changes; ``too_large`` that nothing is kept of a dataset of this size.
    """

    new: Recorded | None
    old: Recorded | None = None
    told: bool = True
    too_large: bool = False

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What differs."""
        return _changes(self.old, self.new) if self.old and self.new else ()


def since_last_seen(dataset: Dataset, folders: Sequence[Path], mark: str) -> Since:
    """Hold the dataset against the state seen last, and keep it as the latest one.

    ``mark`` stands for its files; ``folders`` are () for the bundled data.
    """
    store = store_of(dataset)
    if sum(len(store.table(name)) for name in store.specs) > MOST_ROWS:
        return Since(None, too_large=True)
    seen, new = load_seen(dataset.meta.id, folders), recorded(dataset)
    latest, before = (_state(seen.latest), _state(seen.before)) if seen else (None, None)
    if latest is None or seen is None:
        after = LastSeen(to_json(new), mark)
    elif not _changes(latest, new):
        after = dataclasses.replace(seen, latest=to_json(new), mark=mark)
    elif before is None or seen.told:
        before, after = latest, LastSeen(to_json(new), mark, seen.latest, told=False)
    else:
        # Not looked at yet: what was seen before stays what counts.
        after = LastSeen(to_json(new), mark, seen.before, told=not _changes(before, new))
    if after != seen:
        save_seen(dataset.meta.id, folders, after)
    return Since(new, before, after.told)


def tell(dataset: Dataset, folders: Sequence[Path]) -> None:
    """Remember that the person has seen what changed."""
    seen = load_seen(dataset.meta.id, folders)
    if seen is not None and not seen.told:
        save_seen(dataset.meta.id, folders, dataclasses.replace(seen, told=True))


def _changes(old: Recorded, new: Recorded) -> tuple[Change, ...]:
    """What differs but the names of the states themselves."""
    return tuple(
        each
        for each in compared(old, new)
        if each.table != "dataset" or each.column not in ("version", "as_of")
    )


def _state(text: str) -> Recorded | None:
    try:
        return from_json(text) if text else None
    except ValueError:
        return None

"""Whether the files of a dataset are still those that were read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

Signature = frozenset[tuple[str, int, int, int]]


def signature(folders: Iterable[Path]) -> Signature:
    """What tells whether a file of the folders was changed: names, sizes and times."""
    found: set[tuple[str, int, int, int]] = set()
    for folder in folders:
        for place in (folder, folder / "sites"):
            try:
                entries = list(os.scandir(place))
            except OSError:
                continue
            for entry in entries:
                try:
                    state = entry.stat()
                except OSError:
                    continue
                found.add((entry.path, state.st_size, state.st_mtime_ns, state.st_ino))
    return frozenset(found)

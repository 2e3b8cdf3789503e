"""Time the pure filter: every beginning of a text, as typing gives them, without a terminal.

Arguments: dataset's folder, filter text, rounds. Prints JSON: seconds to load, milliseconds of
the very first filter, milliseconds of every later one.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

from tui.dataset import Dataset, load
from tui.query import FilterError, View, table


def milliseconds(dataset: Dataset, text: str) -> float:
    start = time.perf_counter()
    # an unfinished filter is answered with an error, and that takes time too
    with contextlib.suppress(FilterError):
        table(dataset, View(filter=text), "sites")
    return (time.perf_counter() - start) * 1000


def main(folder: str, text: str, rounds: str) -> None:
    start = time.perf_counter()
    dataset = load([Path(folder)])
    loaded = time.perf_counter() - start
    first = milliseconds(dataset, text)
    beginnings = [text[:end] for end in range(1, len(text) + 1)]
    later = [milliseconds(dataset, part) for _ in range(int(rounds)) for part in beginnings]
    json.dump({"load": loaded, "first": first, "later": later}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

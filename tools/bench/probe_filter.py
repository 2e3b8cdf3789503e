"""Time the pure filter: every beginning of a text, as typing gives them, without a terminal.

Arguments: dataset's folder, filter text, rounds. Prints JSON: seconds to load, milliseconds of
the very first filter, and for every beginning a list of milliseconds, one a round.
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
    later: list[list[float]] = [[] for _ in text]
    for _ in range(int(rounds)):
        for end, times in enumerate(later, 1):
            times.append(milliseconds(dataset, text[:end]))
    json.dump({"load": loaded, "first": first, "later": later}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

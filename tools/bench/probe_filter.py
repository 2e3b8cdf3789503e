"""Time the pure filter, without a terminal: a text typed once, character by character.

Arguments: dataset's folder, filter text. Prints JSON: seconds to load, then for every beginning
of the text the milliseconds that its sites take. Nothing is asked twice, so nothing remembered
from the same question helps.
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


def main(folder: str, text: str) -> None:
    start = time.perf_counter()
    dataset = load([Path(folder)])
    loaded = time.perf_counter() - start
    typed = [milliseconds(dataset, text[:end]) for end in range(1, len(text) + 1)]
    json.dump({"load": loaded, "typed": typed}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

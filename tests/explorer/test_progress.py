"""Reading a large dataset tells how far it has come; a small one tells nothing."""

from __future__ import annotations

import io
from pathlib import Path

from tests.explorer.helpers import FIXTURES
from tui.dataset import load
from tui.explorer.start import AFTER, AGAIN, Progress


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_what_is_quick_tells_nothing() -> None:
    stream = io.StringIO()
    progress = Progress(stream, Clock())
    load([FIXTURES / "small"], progress)
    progress.close()
    assert stream.getvalue() == ""


def test_what_takes_long_has_one_line_that_goes_away() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock)
    progress("Reading", 1, 12_000)
    clock.time += AFTER
    progress("Reading", 3_400, 12_000)
    progress("Reading", 3_401, 12_000)
    clock.time += AGAIN
    progress("Checking", 1, 12_000)
    progress.close()
    progress.close()
    told = stream.getvalue().split("\r\x1b[K")
    assert told == ["", "Reading the sites: 3,400 of 12,000", "Checking the sites: 1 of 12,000", ""]


def test_each_site_counts_when_read_and_when_checked() -> None:
    told: list[tuple[str, int, int]] = []
    data = load([Path(FIXTURES / "small")], lambda *step: told.append(step))
    sites = len(data.sites)
    assert told == [
        *(("Reading", number, sites) for number in range(1, sites + 1)),
        *(("Checking", number, sites) for number in range(1, sites + 1)),
    ]

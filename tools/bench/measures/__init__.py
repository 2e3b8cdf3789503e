"""What the benchmark measures, by name, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..programs import Bench
from ..report import Result
from . import filtering, scale, session, show, tabs

Measure = Callable[[Bench], list[Result]]

# name -> heading (what the yardsticks are), function
MEASURES: Mapping[str, tuple[str, Measure]] = {
    "near": ("beside a bare Textual app and VisiData with the same table", session.near),
    "far": ("the same with a round trip of 100 ms and 256 kbit/s", session.far),
    "tabs": ("each tab opened for the first time", tabs.measure),
    "show": ("beside a plain script that reads the same files, and bare Python", show.measure),
    "filter": ("the pure filter in fresh processes, a text typed once", filtering.measure),
    "scale": ("synthetic datasets with 20 partners a site", scale.measure),
}

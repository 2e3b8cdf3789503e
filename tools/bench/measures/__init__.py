"""What the benchmark measures, by name, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..programs import Bench
from ..report import Result
from . import filtering, keys, memory, scale, show, start, tabs

Measure = Callable[[Bench], list[Result]]

# name -> heading (what the yardstick is), function
MEASURES: Mapping[str, tuple[str, Measure]] = {
    "start": ("beside a bare Textual app with the same table", start.measure),
    "keys": ("beside the same key in a bare table, bare tabs, a bare input line", keys.measure),
    "show": ("beside a plain script that reads the same files, and bare Python", show.measure),
    "memory": ("peak resident size, beside the bare apps", memory.measure),
    "tabs": ("each tab opened for the first time, beside bare tabs", tabs.measure),
    "filter": ("the pure filter in fresh processes, a text typed once", filtering.measure),
    "scale": ("synthetic datasets with 20 partners a site, beside a bare input", scale.measure),
}

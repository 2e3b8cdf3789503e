"""The map of the sites in words: what its signs stand for, and where each site lies."""

from __future__ import annotations

from collections.abc import Iterator

from tui.analysis.telling.sections import Line, Section
from tui.analysis.telling.site import site_sections
from tui.explorer.tabs.map_marks import TITLES, Reading, read
from tui.explorer.tabs.way import Scene

_PLACE = ("Position", "Works with", "Nearest", "Most similar")
"""What the detail of a site says of its place."""


def map_told(scene: Scene) -> list[Section]:
    """How many sites have each sign, then of each site what its sign says and which are near."""
    result = scene.result
    if not len(result):
        return []
    readings = [read(result, way, scene.glyphs) for way in range(len(TITLES))]
    signs = (
        Line(each.title, ", ".join(f"{entry.label}: {entry.count}" for entry in each.entries))
        for each in readings
    )
    sites = (Section("", tuple(_site(scene, readings, row))) for row in range(len(result)))
    return [Section("Map", tuple(signs)), *sites]


def _site(scene: Scene, readings: list[Reading], row: int) -> Iterator[Line]:
    site = scene.result.record(row)
    yield Line("Site", site.name)
    for reading in readings:
        labels = {entry.glyph: entry.label for entry in reading.entries}
        yield Line(reading.title, labels[reading.marks[row].glyph])
    for section in site_sections(scene.store, site):
        yield from (line for line in section.lines if line.label in _PLACE)

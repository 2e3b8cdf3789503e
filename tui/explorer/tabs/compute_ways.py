"""The ways of looking at tab compute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.analysis.lenses.compute import UNITS, Group, names, tally
from tui.analysis.lenses.machines import Bar
from tui.analysis.telling.sections import Line as DetailLine
from tui.analysis.telling.sections import Section
from tui.dataset.records import Ranking, System
from tui.explorer.tabs import compute_text as text
from tui.explorer.tabs.naming import Said, naming
from tui.explorer.tabs.way import Scene, Spot, Way, recorded_row
from tui.query.engine.format import TOP500, UNSURE
from tui.query.engine.store import Store
from tui.text import number, plural, printable

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence


_FIGURE = 10
"""Cells for a figure before a name."""


def system_note(scene: Scene, spot: Spot) -> str:
    """What the columns have no room for: vendor, wordings, the remark."""
    system: System = spot.record
    label = scene.store.vocabulary.label
    parts = {
        "kind": f"{system.name}: {label('system_kind', system.kind).lower()}",
        "vendor": system.vendor,
        "accelerator": system.accelerator,
        "": f"AI performance: {system.ai_exaflops_basis}" if system.ai_exaflops_basis else None,
        "note": system.note,
    }
    return sentences(part for column, part in parts.items() if not scene.tells(column))


def sentences(parts: Iterable[str | None]) -> str:
    """Texts one after the other, each ending in one full stop."""
    return " ".join(f"{printable(part).rstrip('. ')}." for part in parts if part)


def rank_note(scene: Scene, spot: Spot) -> str:
    """Remarks on the places of a system, newest first."""
    system: System = spot.record.system
    remarks = [f"{place.edition}: {place.note}" for place in _ranked(system) if place.note]
    return sentences([*([] if scene.tells("name") else [system.name]), *remarks])


def _ranked(system: System) -> list[Ranking]:
    found = [place for place in system.rankings if place.list == TOP500]
    return sorted(found, key=lambda place: place.edition, reverse=True)


def size_note(scene: Scene, spot: Spot) -> str:
    """The yardstick or system in full, with its remark."""
    bar: Bar = spot.record
    record = scene.store.table(bar.table).records[bar.row] if bar.table else None
    figure = f"{number(bar.value)} {bar.unit}, {bar.what}"
    accelerator = getattr(record, "accelerator", None)
    state = "" if not bar.unsure else "Not confirmed by a source"
    lead, more = f"{bar.label}: {figure}", [accelerator, getattr(record, "note", None)]
    return sentences(more if scene.tells("size") else [lead, *more, state])


def group_note(scene: Scene, spot: Spot) -> Said:
    """The systems missing from a sum."""
    if scene.tells("without"):
        return ""
    store: Store = scene.store
    group: Group = spot.record.group
    found = tally(store, group.rows, group.measure)
    if not found.without:
        return f"{group.title}: every one of these systems has a figure."
    missing = [printable(name) for name in names(store, found.without)]
    which = f"{len(missing)} of {plural(len(group.rows), 'system')}"
    return naming(f"{printable(group.title)}: no figure for {which}", missing)


def group_detail(store: Store, group: Group) -> tuple[Section, ...]:
    """The systems behind a sum: those that are counted, and those that are missing."""
    records = store.table("systems").records
    sites = store.table("systems").parents["site"]
    values = {row: getattr(records[row], group.measure) for row in group.rows}

    def told(row: int) -> DetailLine:
        system, value = records[row], values[row]
        sign = "" if system.confidence == "confirmed" else UNSURE
        figure = "" if value is None else f"{sign}{number(value)}".rjust(_FIGURE)
        site = store.dataset.sites[sites[row]].name
        return DetailLine(figure, f"{printable(system.name)} · {printable(site)}")

    known = sorted((row for row in values if values[row] is not None), key=lambda row: -values[row])
    missing = tuple(told(row) for row in values if values[row] is None)
    return (
        Section(f"{group.title}, {UNITS[group.measure]}", tuple(map(told, known))),
        *((Section(f"No figure ({len(missing)})", missing),) if missing else ()),
    )


def _system(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The system behind a row of the ranks."""
    systems = scene.store.table("systems")
    for row in scene.selection.rows("systems"):
        if systems.records[row] is spot.record.system:
            return "systems", row
    return None


def _open_bar(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """The systems behind a sum; a system and a yardstick open as they are."""
    bar = spot.record
    if bar.table:
        return ()
    sums = scene.state.result("compute-totals").source
    place = sums.place(bar.key)
    return () if place is None else group_detail(scene.store, sums.records[place].group)


def _sources_of_sum(scene: Scene, spot: Spot) -> Evidence | None:
    """What the systems of a sum rest on."""
    from tui.analysis.provenance import basis

    group = spot.record.group
    found = (each for row in group.rows for each in basis(scene.store, "systems", row)[:1])
    return group.title, tuple(found)


WAYS: tuple[Way, ...] = (
    Way(
        "systems", "systems", "systems", drawn=text.system_columns, figures=text.sums,
        note=system_note, legend=text.system_legend, narrows=("systems",)
    ),
    Way(
        "sizes", "sizes", "compute-sizes", drawn=text.size_columns, figures=text.sums,
        note=size_note, behind=recorded_row, opens=_open_bar, legend=text.size_legend,
        narrows=("systems",)
    ),
    Way(
        "top500", "TOP500", "compute-ranks", drawn=text.rank_columns, figures=text.rank_sums,
        note=rank_note, behind=_system, legend=text.rank_legend,
        empty=lambda _: "No system here has a rank that is known.", narrows=("systems",)
    ),
    Way(
        "totals", "totals", "compute-totals", drawn=text.total_columns, figures=text.sums,
        note=group_note, opens=lambda scene, spot: group_detail(scene.store, spot.record.group),
        evidence=_sources_of_sum, legend=text.total_legend, narrows=("systems",)
    ),
)  # fmt: skip

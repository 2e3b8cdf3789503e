"""What is said about the row under the cursor of the computers, and what it opens."""

from __future__ import annotations

from collections.abc import Iterable

from tui.analysis.lenses import ranks
from tui.analysis.lenses.compute import UNITS, Group, names, tally
from tui.analysis.lenses.sizes import Bar
from tui.analysis.telling.sections import Line as DetailLine
from tui.analysis.telling.sections import Section
from tui.dataset.records import Ranking, System
from tui.explorer.tabs.way import Scene, Spot
from tui.query.engine.format import UNSURE
from tui.query.engine.store import Store
from tui.text import number, printable

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
    found = [place for place in system.rankings if place.list == ranks.LIST]
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


def group_note(scene: Scene, spot: Spot) -> str:
    """The systems missing from a sum."""
    if scene.tells("without"):
        return ""
    store: Store = scene.store
    group: Group = spot.record.group
    found = tally(store, group.rows, group.measure)
    if not found.without:
        return f"{group.title}: every one of these systems has a figure."
    missing = ", ".join(map(printable, names(store, found.without)))
    return f"{printable(group.title)}: no figure for {missing}."


def group_detail(store: Store, group: Group) -> tuple[Section, ...]:
    """The systems behind a sum: those that are counted, and those that are missing."""
    records = store.table("systems").records
    sites = store.table("systems").parents["site"]
    known: list[tuple[float, str, str]] = []
    missing: list[DetailLine] = []
    for row in group.rows:
        system: System = records[row]
        value = getattr(system, group.measure)
        name = f"{printable(system.name)} · {printable(store.dataset.sites[sites[row]].name)}"
        if value is None:
            missing.append(DetailLine("", name))
        else:
            sign = "" if system.confidence == "confirmed" else UNSURE
            known.append((value, f"{sign}{number(value)}", name))
    known.sort(key=lambda each: -each[0])
    lines = tuple(DetailLine(f"{text:>{_FIGURE}}", name) for _, text, name in known)
    title = f"{group.title}, {UNITS[group.measure]}"
    return (
        Section(title, lines),
        *((Section(f"No figure ({len(missing)})", tuple(missing)),) if missing else ()),
    )


def ranks_detail(system: System) -> tuple[Section, ...]:
    """The places of a system, newest edition first."""
    lines = []
    for place in _ranked(system):
        sign = "" if place.confidence == "confirmed" else UNSURE
        rmax = f", Rmax {number(place.rmax_pflops)} PFlop/s" if place.rmax_pflops else ""
        note = f". {printable(place.note)}" if place.note else ""
        lines.append(DetailLine(str(place.edition), f"{sign}{place.rank}{rmax}{note}"))
    return (Section(ranks.LIST, tuple(lines)),) if lines else ()

"""Everything known about a row, in words, for detail and profile; the sites near a site."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from heapq import nlargest, nsmallest

from tui.analysis.telling.sections import INCOMPLETE, Line, Section
from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.records import Site
from tui.query import Result
from tui.query.engine.format import UNSURE
from tui.query.engine.row_words import CONFIRMED, Telling, Told, kind_of, tell, told
from tui.query.engine.store import Store
from tui.text import number, printable

_NEAREST = 3
_CHILDREN = {"systems": "rankings", "regions": "indicators"}
"""Tables whose rows are told with their children."""


def site_sections(store: Store, row: int) -> tuple[Section, ...]:
    """All that is known about a site, given as a row of the store's table of sites."""
    site: Site = store.dataset.sites[row]
    full = site.completeness
    lists = {
        name: [_child(store, name, child) for child in store.children("sites", name)[row]]
        for name in ("partners", "sectors", "services", "access")
    }
    roles = store.vocabulary.flagged("role", "member")
    inside, others = (
        [each for part, each in zip(site.partners, lists["partners"], strict=True)
         if (part.role in roles) is is_member]
        for is_member in (True, False)
    )  # fmt: skip
    parts = (
        Section(site.name, tuple(_about(store, _child(store, "sites", row)))),
        Section("Money and dates", tuple(_parts(store, row))),
        Section(
            _counted("Systems", len(site.systems), full.systems),
            tuple(_systems(store, row)),
        ),
        Section(_counted("Members", len(inside), full.partners), _entries(inside)),
        Section(f"Supporters and funders ({len(others)})", _entries(others)),
        Section(
            _counted("Sectors", len(site.sectors), full.sectors),
            tuple(_sectors(site, lists["sectors"])),
        ),
        Section(
            _counted("Services", len(site.services), full.services),
            tuple(line for each in lists["services"] for line in _short(each, label=True)),
        ),
        Section("Access", _entries(lists["access"])),
        Section("Neighbours", tuple(_neighbours(store, site))),
    )
    return tuple(part for part in parts if part.lines)


def row_detail(result: Result, row: int) -> tuple[Section, ...]:
    """All that is known about a row of any table, under its name."""
    store, source, place = result.store, result.source, result.rows[row]
    name = source.spec.name
    if name == "sites":
        return site_sections(store, place)
    if source.key is not None:
        found = [
            each for column in source.spec.columns if (each := told(store, source, place, column))
        ]
        title = found[0].words if found else kind_of(source.spec)
        return (Section(title, tuple(map(_line, found))),)
    telling = tell(store, source, place)
    about = Section(telling.full_name, (Line("", telling.kind, "muted"), *lines_of(store, telling)))
    children = _CHILDREN.get(name)
    if children is None:
        return (about,)
    below = store.children(name, children)[place]
    told_below = tuple(line for child in below for line in _short(_child(store, children, child)))
    title = f"{store.specs[children].label} ({len(below)})"
    return (about, Section(title, told_below)) if told_below else (about,)


def lines_of(store: Store, telling: Telling) -> Iterator[Line]:
    """The keys of a row under their labels, how sure it is, and its note."""
    yield from map(_line, telling.keys)
    if telling.confidence:
        yield _confidence(store, telling)
    if telling.note:
        yield Line("Note", telling.note, "muted")


def entry(
    telling: Telling, indent: int = 0, *, role: str = "", without: str = ""
) -> Iterator[Line]:
    """A row of a list: its name and what needs no label, then the rest, then the note.

    ``without`` is a key that the heading tells.
    """
    states = [each for each in telling.states if each.key != without]
    head = (f"{telling.mark}{telling.name}", *(each.text for each in states if each.plain))
    yield Line("", " · ".join(head), "unsure" if telling.mark else role, indent, 4 if role else 2)
    if rest := [each for each in states if not each.plain]:
        yield Line("", _joined(rest), _role(rest), indent + 2, 2)
    if telling.note:
        yield Line("", telling.note, "muted", indent + 2, 2)


def _short(telling: Telling, indent: int = 0, *, label: bool = False) -> Iterator[Line]:
    """A row of a list of short ones on a line, its name perhaps as the label, then the note."""
    said = _joined(telling.states)
    mark = "" if UNSURE in said else telling.mark
    role = "unsure" if telling.mark else ""
    if label:
        yield Line(telling.name, f"{mark}{said}", role, indent)
    else:
        yield Line("", f"{mark}{telling.name}: {said}", role, indent, 2)
    if telling.note:
        yield Line("", telling.note, "muted", indent + 2, 2)


def _entries(rows: Iterable[Telling]) -> tuple[Line, ...]:
    return tuple(line for each in rows for line in entry(each))


def _child(store: Store, name: str, row: int) -> Telling:
    return tell(store, store.table(name), row)


def _line(each: Told) -> Line:
    return Line(each.label, each.text, _role([each]))


def _confidence(store: Store, telling: Telling) -> Line:
    label = store.vocabulary.label("confidence", telling.confidence)
    return Line("Confidence", label, "" if telling.confidence == CONFIRMED else "unsure")


def _joined(keys: Iterable[Told]) -> str:
    return " · ".join(each.said for each in keys)


def _role(keys: Iterable[Told]) -> str:
    return "unsure" if any(each.mark for each in keys) else ""


def _counted(title: str, count: int, completeness: str) -> str:
    ending = INCOMPLETE.get(completeness)
    return f"{title} ({count}, {ending})" if ending else f"{title} ({count})"


def _about(store: Store, telling: Telling) -> Iterator[Line]:
    head = [each for each in telling.states if each.plain or each.brief]
    yield Line("", _joined(head), "muted", hang=2)
    yield from (_line(each) for each in telling.keys if each not in head)
    if telling.confidence != CONFIRMED:
        yield _confidence(store, telling)
    if telling.note:
        yield Line("", telling.note, "muted", hang=2)


def _parts(store: Store, row: int) -> Iterator[Line]:
    """The money and the dates of a site, each with its note."""
    for part in ("budget", "timeline"):
        if getattr(store.dataset.sites[row], part) is not None:
            telling = tell(store, store.table("sites"), row, part)
            yield from map(_line, telling.keys)
            if telling.note:
                yield Line("", telling.note, "muted", hang=2)


def _systems(store: Store, row: int) -> Iterator[Line]:
    for system in store.children("sites", "systems")[row]:
        yield from entry(_child(store, "systems", system), role="title")
        for place in store.children("systems", "rankings")[system]:
            yield from _short(_child(store, "rankings", place), 2)


def _sectors(site: Site, rows: Iterable[Telling]) -> Iterator[Line]:
    named = list(zip(site.sectors, rows, strict=True))
    for official, heading in ((True, "Official"), (False, "Other evidence")):
        here = [each for sector, each in named if sector.official is official]
        if here:
            yield Line("", heading, "title")
        for each in here:
            yield from entry(each, 2, without="official")


def neighbours(store: Store, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nearest sites with the distance as the crow flies, and those of like sectors.

    Each under its label; nothing where there is none.
    """
    near = (
        f"{printable(each.name)} {number(round(km))} km"
        for km, each in nearest(store.dataset, site, _NEAREST)
    )
    alike = (
        f"{printable(each.name)} ({shared} of {either} sectors shared)"
        for each, shared, either in most_similar(store.dataset, site)[:_NEAREST]
    )
    for label, those in (("Nearest", tuple(near)), ("Most similar", tuple(alike))):
        if those:
            yield label, those


def _neighbours(store: Store, site: Site) -> Iterator[Line]:
    for label, those in neighbours(store, site):
        yield Line(label, ", ".join(those))


_MEAN_RADIUS_KM = 6371.0088
# Points as near to one another as rounding can make them seem.
_CLOSE = 1e-9

_Point = tuple[float, float, float]


def kilometres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Distance as the crow flies between two positions in degrees, latitude first.

    Along a great circle of the mean sphere; the ellipsoid differs by half a percent at most.
    """
    ahead, across = math.radians(end[0] - start[0]), math.radians(end[1] - start[1])
    parallels = math.cos(math.radians(start[0])) * math.cos(math.radians(end[0]))
    square = math.sin(ahead / 2) ** 2 + parallels * math.sin(across / 2) ** 2
    return 2 * _MEAN_RADIUS_KM * math.asin(min(1.0, math.sqrt(square)))


def nearest(dataset: Dataset, site: Site, most: int) -> list[tuple[float, Site]]:
    """The sites next to a site with their distances in kilometres, the nearest first.

    At the same distance they stand in the order of their names.
    """
    x, y, z = _point(site)
    # How far round the globe: 1 for the same place, -1 for the other side.
    turned = [x * each[0] + y * each[1] + z * each[2] for each in _points(dataset)]
    least = min(nlargest(most + 1, turned), default=0.0) - _CLOSE
    here = (site.latitude, site.longitude)
    close = [
        (kilometres(here, (other.latitude, other.longitude)), other)
        for other, near in zip(dataset.sites, turned, strict=True)
        if near >= least and other.id != site.id
    ]
    return nsmallest(most, close, key=lambda each: (each[0], each[1].name))


def most_similar(dataset: Dataset, site: Site) -> list[tuple[Site, int, int]]:
    """The sites that share the largest part of their sectors with a site, more only at a tie.

    Each with the number of sectors that both name and that either of them names; [] where
    nothing is shared.
    """
    own = _sectors_of(site)
    best, found = 0.0, list[tuple[Site, int, int]]()
    for other, names in zip(dataset.sites, _sector_sets(dataset), strict=True):
        shared = len(own & names)
        either = len(own) + len(names) - shared
        if not shared or shared / either < best or other.id == site.id:
            continue
        if shared / either > best:
            best, found = shared / either, []
        found.append((other, shared, either))
    return found


@kept()
def _points(dataset: Dataset) -> tuple[_Point, ...]:
    """Where the sites stand on a globe of radius 1, which is quicker to compare than degrees."""
    return tuple(map(_point, dataset.sites))


@kept()
def _sector_sets(dataset: Dataset) -> tuple[frozenset[str], ...]:
    return tuple(map(_sectors_of, dataset.sites))


def _point(site: Site) -> _Point:
    latitude, longitude = math.radians(site.latitude), math.radians(site.longitude)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)


def _sectors_of(site: Site) -> frozenset[str]:
    return frozenset(each.id for each in site.sectors)

"""What the keys of a row must not say together: checks beyond type and vocabulary.

They look at the rows as the files give them, so that a fault elsewhere in a row does not
hide another one.

What sites must not say of one another are links, organisations and places in one list. An
organisation is the same wherever it sits, and in an edition of a list performance falls with the
rank. All sites are looked over before one of them is held against the others; of each only its
outline is kept for that, since all rows would take several times the memory of the dataset.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from operator import attrgetter
from typing import Any, NamedTuple

from tui.dataset.faults import Report, Row
from tui.dataset.fields import PartialDate, date_of, date_of_day
from tui.dataset.overlay import Stack, laid_over
from tui.dataset.records import SEAT, Site
from tui.dataset.values import LARGEST
from tui.text import quote

Raw = Mapping[str, Any]

# NUTS codes name Greece and the United Kingdom in their own way.
_NUTS_COUNTRY = {"EL": "GR", "UK": "GB"}


def tables(raw: Raw, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The items of an array of tables that are tables at all, each with its place."""
    listed = raw.get(key)
    if isinstance(listed, list):
        for index, item in enumerate(listed):
            if isinstance(item, dict):
                yield index, item


def table(row: Row, key: str) -> Row:
    """A table below a row; an empty one where it is absent or something else."""
    raw = row.raw.get(key)
    return row.child(raw if isinstance(raw, dict) else {}, key)


def check_site(row: Row, modes: Collection[str] | None, report: Report) -> None:
    """Report what is wrong with a site by itself.

    ``modes`` are the access modes; None where it is not known which there are.
    """
    ident = row.raw.get("id")
    if isinstance(ident, str) and ident != row.path.stem:
        report.add(row, "id", f"{quote(ident)} differs from the name of the file")
    if row.raw.get("kind") == "factory" and "host" not in row.raw:
        report.add(row, "", "missing key 'host'; only an antenna may lack it")
    for key in ("system", "partner", "sector"):
        _unique(row, key, report)
    for index, access in tables(row.raw, "access"):
        mode = access.get("mode")
        if isinstance(mode, str) and modes is not None and mode not in modes:
            place = row.child(access, "access", index)
            report.add(place, "mode", f"no access mode {quote(mode)}", report.nearest(mode, modes))
    for index, system in tables(row.raw, "system"):
        _performance(row, index, system, report)
    _budget(table(row, "budget"), report)
    _dates(table(row, "timeline"), report)
    country_of_region(row, report)


def _unique(row: Row, key: str, report: Report) -> None:
    if _all_differ(row.raw.get(key)):
        return
    seen: set[str] = set()
    for index, raw in tables(row.raw, key):
        ident = raw.get("id")
        if isinstance(ident, str):
            if ident in seen:
                report.add(row.child(raw, key, index), "id", f"{quote(ident)} is used twice")
            seen.add(ident)


def _all_differ(listed: Any) -> bool:
    """Whether all rows of an array have ids, each another one: the usual case, in one step."""
    try:
        return len({raw["id"] for raw in listed}) == len(listed)
    except (KeyError, TypeError):
        return False


def _performance(site: Row, index: int, system: dict[str, Any], report: Report) -> None:
    a, b = figure_of(system.get("rmax_pflops")), figure_of(system.get("rpeak_pflops"))
    if a is not None and b is not None and a > b:
        row = site.child(system, "system", index)
        report.add(row, "rmax_pflops", f"{a:g} is more than rpeak_pflops, {b:g}")


def _budget(row: Row, report: Report) -> None:
    total = figure_of(row.raw.get("total_meur"))
    parts = [figure_of(row.raw.get("eu_meur")), figure_of(row.raw.get("national_meur"))]
    known = sum(part for part in parts if part is not None)
    if total is not None and known > total * 1.001:
        report.add(row, "total_meur", f"{total:g} is less than its parts, {known:g}")


def _dates(row: Row, report: Report) -> None:
    started, ends = _date(row.raw.get("started")), _date(row.raw.get("ends"))
    if started and ends and ends.last < started.first:
        report.add(row, "ends", f"{ends} is before the start, {started}")


def country_of_region(row: Row, report: Report) -> None:
    """The first two letters of a NUTS code name the country."""
    code, country = row.raw.get("nuts2"), row.raw.get("country")
    if isinstance(code, str) and isinstance(country, str) and len(code) == 4 and len(country) == 2:
        meant = _NUTS_COUNTRY.get(code[:2], code[:2])
        if meant != country and country not in _NUTS_COUNTRY:
            where = "nuts2" if row.steps == () else "country"
            report.add(row, where, f"{quote(code)} lies in {meant}, not in {country}")


def figure_of(raw: object) -> float | None:
    """A number that is one by itself; what is not was reported where it was read."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return raw if abs(raw) <= LARGEST else None


def _date(raw: object) -> PartialDate | None:
    if type(raw) is datetime.date:
        return date_of_day(raw)
    if isinstance(raw, str):
        try:
            return date_of(raw)
        except ValueError:
            return None
    return None


def check_regions(rows: Iterable[Row], sites: Mapping[str, str | None], report: Report) -> None:
    """Regions: sites that exist and name this region, no indicator and year twice."""
    for row in rows:
        country_of_region(row, report)
        for key in ("sites", "partner_of"):
            _sites_of_region(row, key, sites, report)
        seen: set[tuple[str, int]] = set()
        for index, raw in tables(row.raw, "indicator"):
            ident, year = raw.get("id"), raw.get("year")
            if not isinstance(ident, str) or not isinstance(year, int):
                continue
            if (ident, year) in seen:
                place = row.child(raw, "indicator", index)
                report.add(place, "id", f"{quote(ident)} stands twice for {quote(year)}")
            seen.add((ident, year))


def _sites_of_region(row: Row, key: str, sites: Mapping[str, str | None], report: Report) -> None:
    linked = row.raw.get(key)
    for site in linked if isinstance(linked, list) else []:
        if not isinstance(site, str):
            continue
        if site not in sites:
            report.add(row, key, f"no site {quote(site)}", report.nearest(site, sites))
        elif key == "sites" and sites[site] not in (None, row.raw.get("nuts2")):
            report.add(row, key, f"site {quote(site)} names another region, {sites[site]}")


def check_access_modes(rows: Iterable[Row], report: Report) -> None:
    """Access modes: the least GPU-hours are not more than the most."""
    for row in rows:
        low, high = figure_of(row.raw.get("gpu_hours_min")), figure_of(row.raw.get("gpu_hours_max"))
        if low is not None and high is not None and low > high:
            report.add(row, "gpu_hours_min", f"{low} is more than gpu_hours_max, {high}")


def check_sources(rows: Iterable[Row], report: Report) -> None:
    """Sources: only a quoted one names the texts that quote it."""
    for row in rows:
        if row.raw.get("quoted_by") and row.raw.get("read") == "direct":
            report.add(row, "quoted_by", 'stands only with read = "quoted"')


_seat_of = attrgetter(*SEAT)
_RANKED = ("id", "ranking")


class Outlines:
    """Outlines of rows of sites: only what other sites are held against."""

    def __init__(self) -> None:
        """Start without any."""
        self._seats: set[tuple[object, ...]] = set()
        self._odd = False

    def disputed(self) -> bool:
        """Whether rows may say different things of one organisation; few datasets have such."""
        return self._odd or len({seat[0] for seat in self._seats}) < len(self._seats)

    def see(self, row: Row) -> None:
        """Note what a row says of organisations."""
        try:
            for _, partner in tables(row.raw, "partner"):
                self._seats.add(tuple(map(partner.get, SEAT)))
        except TypeError:  # a table where a text is meant, a fault told where it is read
            self._odd = True

    def of(self, row: Row, site: Site | None) -> Row:
        """The row of a site with the keys that matter to others, each at its place.

        Of a sound one the organisations are left out: ``with_partners`` puts them back.
        """
        kept: dict[str, object] = {
            key: row.raw[key] for key in ("id", "kind", "linked_sites") if key in row.raw
        }
        for key, keys in (("partner", SEAT), ("system", _RANKED)):
            listed = row.raw.get(key)
            if isinstance(listed, list) and (key == "system" or site is None):
                kept[key] = [
                    _part(item, keys) if isinstance(item, dict) else None for item in listed
                ]
        if site is None:
            self.see(row)
        else:
            self._seats.update(map(_seat_of, site.partners))
        return Row(row.file, row.path, row.steps, kept, row.moved)


def with_partners(outline: Row, site: Site) -> Row:
    """The outline of a sound site with its organisations."""
    seats = (zip(SEAT, _seat_of(partner), strict=True) for partner in site.partners)
    listed = [{key: value for key, value in seat if value is not None} for seat in seats]
    return outline._replace(raw={**outline.raw, "partner": listed})


def _part(raw: Raw, keys: Iterable[str]) -> dict[str, Any]:
    return {key: raw[key] for key in keys if key in raw}


class BetweenSites:
    """Checks of a site against the other sites."""

    def __init__(self, unread: Set[str], stacks: Mapping[str, Stack]) -> None:
        """Look over the rows of all sites, by id; outlines do.

        ``unread`` are the sites whose files cannot be read.
        """
        self._factories = {ident for ident, stack in stacks.items() if not _is_antenna(stack)}
        self._linkable = self._factories | unread
        several = any(len(stack) > 1 for stack in stacks.values())
        self._lowest = _Together((stack[0] for stack in stacks.values()), all_seats=several)
        self._highest = self._lowest
        if several:
            whole = (laid_over(stack, Site, Report()) for stack in stacks.values())
            self._highest = _Together(row for row in whole if row is not None)

    def check(self, row: Row, report: Report) -> None:
        """Report what a site says otherwise than the others."""
        self._links(row, report)
        for index, partner in tables(row.raw, "partner"):
            self._organisation(row, index, partner, report)
        self._rankings(row, report)

    def _links(self, row: Row, report: Report) -> None:
        linked = row.raw.get("linked_sites")
        for other in linked if isinstance(linked, list) else []:
            if isinstance(other, str) and other not in self._linkable:
                close = report.nearest(other, self._factories)
                report.add(row, "linked_sites", f"no AI Factory {quote(other)}", close)

    def _organisation(self, site: Row, index: int, raw: Raw, report: Report) -> None:
        """Report what tells an organisation from itself at another site.

        A row that lies over another is held against the others as they will be, so that
        it is the one at fault, not a sound site below.
        """
        known = self._other_seat(site, raw)
        for key in SEAT[1:] if known is not None else ():
            mine, theirs = raw.get(key), known.get(key) if known else None
            if mine != theirs and key in {*raw, *(known or ())}:
                elsewhere = f"organisation {quote(raw['id'])} has {quote(theirs)}"
                place = site.child(dict(raw), "partner", index)
                report.add(place, key, f"{elsewhere} at another site, {quote(mine)} here")

    def _other_seat(self, site: Row, raw: Raw) -> Raw | None:
        ident = raw.get("id")
        if not isinstance(ident, str):
            return None
        if not site.moved:
            first = self._lowest.seats[ident][0][1]
            return None if first is raw else first
        seats = self._highest.seats.get(ident, [])
        return next((other for stem, other in seats if stem != site.path.stem), None)

    def _rankings(self, site: Row, report: Report) -> None:
        for index, system in tables(site.raw, "system"):
            met: set[tuple[object, object]] = set()
            for number, raw in tables(system, "ranking"):
                place = _place(site, index, system, raw)
                if place is None:
                    continue
                row = site.child(raw, "system", index, "ranking", number)
                name, edition = place.edition
                if place.edition in met:
                    report.add(row, "edition", f"{quote(edition)} of {quote(name)} stands twice")
                met.add(place.edition)
                reason = self._lowest.misfit(place, is_over=bool(site.moved))
                if reason:
                    report.add(row, "rmax_pflops", reason)


class _Together:
    """What rows of several sites say of the same thing.

    Without ``all_seats`` only the first of each organisation is held.
    """

    def __init__(self, sites: Iterable[Row], *, all_seats: bool = True) -> None:
        self.seats: dict[str, list[tuple[str, Raw]]] = {}
        editions: dict[tuple[str, str], list[RankedPlace]] = {}
        for site in sites:
            stem = site.path.stem
            for _, partner in tables(site.raw, "partner"):
                ident = partner.get("id")
                if isinstance(ident, str) and (all_seats or ident not in self.seats):
                    self.seats.setdefault(ident, []).append((stem, partner))
            for index, system in tables(site.raw, "system"):
                for _, row in tables(system, "ranking"):
                    place = _place(site, index, system, row)
                    if place is not None and place.rmax is not None:
                        editions.setdefault(place.edition, []).append(place)
        self._editions = {name: in_order(places) for name, places in editions.items()}

    def misfit(self, place: RankedPlace, *, is_over: bool) -> str:
        """Why a performance does not fit its rank; "" where it does, or nothing is known.

        A row that lies over another is held against what stands without it.
        """
        order = self._editions.get(place.edition)
        if order is None or place.rmax is None or (place in order and not is_over):
            return ""
        for other in order:
            above = other.rank < place.rank
            if other.system == place.system or other.rmax is None:
                continue
            if other.rank == place.rank or (
                other.rmax < place.rmax if above else other.rmax > place.rmax
            ):
                return (
                    f"{place.rmax:g} at rank {place.rank} does not fit {other.rmax:g} at rank "
                    f"{other.rank} ({quote(other.system)}) in the same edition"
                )
        return ""


class RankedPlace(NamedTuple):
    """A rank in an edition (list and date), with the performance and the system there."""

    rank: int
    rmax: float | None
    system: str
    edition: tuple[str, str]


def in_order(places: Iterable[RankedPlace]) -> tuple[RankedPlace, ...]:
    """The most places of one edition whose performance falls as the rank goes down."""
    ordered = sorted(places, key=lambda place: (place.rank, -(place.rmax or 0)))
    # The longest falling run: lowest[n] is where the best run of n + 1 places ends so far.
    lowest: list[float] = []
    ends: list[int] = []
    before: list[int] = []
    for at, place in enumerate(ordered):
        figure = -(place.rmax or 0)
        length = bisect_right(lowest, figure)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [figure]
        ends[length : length + 1] = [at]
    run: list[RankedPlace] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(ordered[at])
        at = before[at]
    return tuple(reversed(run))


def _place(site: Row, index: int, system: Raw, raw: Raw) -> RankedPlace | None:
    name, edition, rank = (raw.get(key) for key in ("list", "edition", "rank"))
    if not isinstance(name, str) or not isinstance(rank, int) or isinstance(rank, bool):
        return None
    if not isinstance(edition, str | datetime.date):
        return None
    ident = system.get("id")
    known = ident if isinstance(ident, str) else f"{site.path.stem} {index}"
    return RankedPlace(rank, figure_of(raw.get("rmax_pflops")), known, (name, str(edition)))


def _is_antenna(stack: Stack) -> bool:
    kinds = [row.raw["kind"] for row in stack if "kind" in row.raw]
    return bool(kinds) and kinds[-1] == "antenna"

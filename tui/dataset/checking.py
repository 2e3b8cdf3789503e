"""What the keys of a row must not say together: checks beyond type and vocabulary.

They look at the rows as the files give them, so that a fault elsewhere in a row does not
hide another one. What sites must not say of one another stands in ``between_sites``.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from tui.dataset.faults import Report, Row
from tui.dataset.fields import PartialDate, date_of, date_of_day
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

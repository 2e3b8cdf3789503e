"""What the keys of a row must not say together: checks beyond type and vocabulary.

They look at the rows as the files give them, so that a fault elsewhere in a row does not
hide another one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.dataset.building import LARGEST
from tui.dataset.dates import PartialDate
from tui.dataset.faults import Report, Row, nearest, quote

Raw = Mapping[str, Any]

# NUTS codes name Greece and the United Kingdom in their own way.
_NUTS_COUNTRY = {"EL": "GR", "UK": "GB"}
# What identifies an organisation wherever it sits.
_ORGANISATION = ("name", "acronym", "country", "type")


def children(row: Row, key: str) -> Iterator[Row]:
    """The rows of an array of tables that are tables at all."""
    raw = row.raw.get(key)
    if isinstance(raw, list):
        for index, item in enumerate(raw):
            if isinstance(item, dict):
                yield row.child(item, key, index)


def table(row: Row, key: str) -> Row:
    """A table below a row; an empty one where it is absent or something else."""
    raw = row.raw.get(key)
    return row.child(raw if isinstance(raw, dict) else {}, key)


@dataclass(slots=True)
class SiteRules:
    """Checks of a site against itself, the access modes and the sites read before.

    ``modes`` None: which there are is not known.
    """

    report: Report
    modes: Collection[str] | None
    organisations: dict[str, Raw] = field(default_factory=dict)

    def check(self, row: Row) -> None:
        """Report all that is wrong with a site."""
        ident = row.raw.get("id")
        if isinstance(ident, str) and ident != row.path.stem:
            self.report.add(row, "id", f"{quote(ident)} differs from the name of the file")
        if row.raw.get("kind") == "factory" and "host" not in row.raw:
            self.report.add(row, "", "missing key 'host'; only an antenna may lack it")
        for key in ("system", "partner", "sector"):
            self._unique(row, key)
        for access in children(row, "access"):
            mode = access.raw.get("mode")
            if isinstance(mode, str) and self.modes is not None and mode not in self.modes:
                close = nearest(mode, self.modes)
                self.report.add(access, "mode", f"no access mode {quote(mode)}", close)
        for system in children(row, "system"):
            self._no_more(system, "rmax_pflops", "rpeak_pflops")
        self._budget(table(row, "budget"))
        self._dates(table(row, "timeline"))
        country_of_region(row, self.report)
        for partner in children(row, "partner"):
            self._organisation(partner)

    def _unique(self, row: Row, key: str) -> None:
        seen: set[str] = set()
        for child in children(row, key):
            ident = child.raw.get("id")
            if isinstance(ident, str):
                if ident in seen:
                    self.report.add(child, "id", f"{quote(ident)} is used twice")
                seen.add(ident)

    def _no_more(self, row: Row, low: str, high: str) -> None:
        a, b = _figure(row.raw.get(low)), _figure(row.raw.get(high))
        if a is not None and b is not None and a > b:
            self.report.add(row, low, f"{a:g} is more than {high}, {b:g}")

    def _budget(self, row: Row) -> None:
        total = _figure(row.raw.get("total_meur"))
        parts = [_figure(row.raw.get("eu_meur")), _figure(row.raw.get("national_meur"))]
        known = sum(part for part in parts if part is not None)
        if total is not None and known > total * 1.001:
            self.report.add(row, "total_meur", f"{total:g} is less than its parts, {known:g}")

    def _dates(self, row: Row) -> None:
        started, ends = _date(row.raw.get("started")), _date(row.raw.get("ends"))
        if started and ends and ends.last < started.first:
            self.report.add(row, "ends", f"{ends} is before the start, {started}")

    def _organisation(self, row: Row) -> None:
        ident = row.raw.get("id")
        if not isinstance(ident, str):
            return
        known = self.organisations.setdefault(ident, row.raw)
        for key in _ORGANISATION:
            mine, theirs = row.raw.get(key), known.get(key)
            if mine != theirs and known is not row.raw and key in {*row.raw, *known}:
                elsewhere = f"organisation {quote(ident)} has {quote(theirs)} at another site"
                self.report.add(row, key, f"{elsewhere}, {quote(mine)} here")


def country_of_region(row: Row, report: Report, key: str = "nuts2") -> None:
    """The first two letters of a NUTS code name the country."""
    code, country = row.raw.get(key), row.raw.get("country")
    if isinstance(code, str) and isinstance(country, str) and len(code) == 4 and len(country) == 2:
        meant = _NUTS_COUNTRY.get(code[:2], code[:2])
        if meant != country and country not in _NUTS_COUNTRY:
            where = "nuts2" if row.steps == () else "country"
            report.add(row, where, f"{quote(code)} lies in {meant}, not in {country}")


def _figure(raw: object) -> float | None:
    """A number that is one by itself; what is not was reported where it was read."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return raw if abs(raw) <= LARGEST else None


def _date(raw: object) -> PartialDate | None:
    if type(raw) is datetime.date:
        return PartialDate.of_day(raw)
    if isinstance(raw, str):
        try:
            return PartialDate.parse(raw)
        except ValueError:
            return None
    return None


def check_regions(rows: Iterable[Row], sites: Mapping[str, str | None], report: Report) -> None:
    """Regions: sites that exist and name this region, no indicator and year twice."""
    for row in rows:
        country_of_region(row, report)
        linked = row.raw.get("sites")
        for site in linked if isinstance(linked, list) else []:
            if not isinstance(site, str):
                continue
            if site not in sites:
                report.add(row, "sites", f"no site {quote(site)}", nearest(site, sites))
            elif sites[site] not in (None, row.raw.get("nuts2")):
                report.add(row, "sites", f"site {quote(site)} names another region, {sites[site]}")
        seen: set[tuple[str, int]] = set()
        for figure in children(row, "indicator"):
            ident, year = figure.raw.get("id"), figure.raw.get("year")
            if not isinstance(ident, str) or not isinstance(year, int):
                continue
            if (ident, year) in seen:
                report.add(figure, "id", f"{quote(ident)} stands twice for {quote(year)}")
            seen.add((ident, year))


def check_access_modes(rows: Iterable[Row], report: Report) -> None:
    """Access modes: the least GPU-hours are not more than the most."""
    for row in rows:
        low, high = _figure(row.raw.get("gpu_hours_min")), _figure(row.raw.get("gpu_hours_max"))
        if low is not None and high is not None and low > high:
            report.add(row, "gpu_hours_min", f"{low} is more than gpu_hours_max, {high}")


def check_sources(rows: Iterable[Row], report: Report) -> None:
    """Sources: only a quoted one names the texts that quote it."""
    for row in rows:
        if row.raw.get("quoted_by") and row.raw.get("read") == "direct":
            report.add(row, "quoted_by", 'stands only with read = "quoted"')

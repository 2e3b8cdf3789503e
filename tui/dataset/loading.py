"""Dataset folders -> :class:`Dataset`; all faults at once, sound sites kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tui.dataset.building import Context, build, rows_of
from tui.dataset.dataset import Cohort, Dataset, Meta, Reader
from tui.dataset.faults import DatasetError, Fault, Report, Row, nearest
from tui.dataset.files import Folders
from tui.dataset.records import Partner, Site
from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Region, Source
from tui.dataset.vocabulary import Vocabulary, read_vocabulary

T = TypeVar("T")

EMPTY = Vocabulary({})


def load(folders: Sequence[Path]) -> Dataset:
    """Read the sites of one or several dataset folders, later ones over earlier ones.

    Raises :class:`DatasetError` where there is no dataset, its description or vocabulary
    cannot be used, or no sound site is left.
    """
    where = Folders(folders)
    report = Report()
    for folder in where:
        if not folder.is_dir():
            report.file(str(folder), "no such folder")
    if report.faults:
        raise DatasetError(report.faults)
    vocabulary = read_vocabulary(where.tables("vocabulary.toml", report, None), report)
    meta = _meta(where, report)
    if meta is None:
        raise DatasetError(report.faults)
    sites = _sites(where, vocabulary, report)
    reader = _reader(where, vocabulary, frozenset(site.id for site in sites))
    dataset = Dataset(meta, vocabulary, sites, tuple(report.faults), reader)
    if not sites:
        if not report.faults:
            report.file(f"{where.folders[0].name}/sites", "holds no site")
        raise DatasetError(report.faults)
    return dataset


def _meta(where: Folders, report: Report) -> Meta | None:
    merged: dict[str, object] = {}
    cohorts: dict[object, tuple[Row, dict[str, object]]] = {}
    first: Row | None = None
    for path in where.paths("dataset.toml"):
        top = where.read(path, report)
        if top is None:
            return None
        first = first or top
        for child in rows_of(top, "cohort", top.raw.get("cohort", []), report):
            if child.raw.get("id") in cohorts and cohorts[child.raw["id"]][0].path == path:
                report.add(child, "id", f"{child.raw['id']!r} is used twice")
            cohorts[child.raw.get("id")] = (child, child.raw)
        merged.update({key: value for key, value in top.raw.items() if key != "cohort"})
    if first is None:
        report.file(f"{where.folders[0].name}/dataset.toml", "no such file")
        return None
    context = Context(report, EMPTY)
    meta = build(Meta, Row(first.file, first.path, (), merged), context)
    built = tuple(
        cohort for row, _ in cohorts.values() if (cohort := build(Cohort, row, context)) is not None
    )
    if meta is None:
        return None
    values = {name: getattr(meta, name) for name in Meta.__slots__ if name != "cohorts"}
    return Meta(**values, cohorts=built)


def _sites(where: Folders, vocabulary: Vocabulary, report: Report) -> tuple[Site, ...]:
    sources = where.ids("sources.toml")
    modes = where.ids("access_modes.toml") | frozenset(vocabulary.words("access_scope"))
    context = Context(report, vocabulary, sources)
    rows: dict[str, Row] = {}
    built: list[Site] = []
    organisations: dict[str, Partner] = {}
    for path in where.site_files():
        row = where.read(path, report)
        if row is None:
            continue
        before = len(report.faults)
        site = build(Site, row, context)
        if site is None:
            continue
        _check_site(site, row, modes, report)
        _check_organisations(site, row, organisations, report)
        if len(report.faults) == before:
            built.append(site)
            rows[site.id] = row
            for partner in site.partners:
                organisations.setdefault(partner.id, partner)
    built = _check_links(built, rows, report)
    return tuple(sorted(built, key=lambda site: (site.kind != "factory", site.selected, site.name)))


def _check_site(site: Site, row: Row, modes: frozenset[str], report: Report) -> None:
    if site.id != row.path.stem:
        report.add(row, "id", f"{site.id!r} differs from the name of the file")
    if site.host is None and site.kind == "factory":
        report.add(row, "", "missing key 'host'; only an antenna may lack it")
    for key, idents in (
        ("system", [system.id for system in site.systems]),
        ("partner", [partner.id for partner in site.partners]),
        ("sector", [sector.id for sector in site.sectors]),
    ):
        seen: set[str] = set()
        for index, ident in enumerate(idents):
            if ident in seen:
                report.add(_at(row, key, index), "id", f"{ident!r} is used twice")
            seen.add(ident)
    for index, access in enumerate(site.access):
        if access.mode not in modes:
            reason = f"no access mode {access.mode!r}"
            report.add(_at(row, "access", index), "mode", reason, nearest(access.mode, modes))
    time = site.timeline
    if time and time.started and time.ends and time.ends.last < time.started.first:
        report.add(row, "timeline.ends", f"{time.ends} is before the start, {time.started}")


def _at(row: Row, key: str, index: int) -> Row:
    return row.child(row.raw[key][index], key, index)  # type: ignore[index]


def _check_organisations(
    site: Site, row: Row, known: Mapping[str, Partner], report: Report
) -> None:
    for index, partner in enumerate(site.partners):
        other = known.get(partner.id)
        if other is None:
            continue
        for key in ("name", "acronym", "country", "type"):
            mine, theirs = getattr(partner, key), getattr(other, key)
            if mine != theirs:
                reason = f"organisation {partner.id!r} is {theirs!r} at another site, {mine!r} here"
                report.add(_at(row, "partner", index), key, reason)


def _check_links(sites: list[Site], rows: Mapping[str, Row], report: Report) -> list[Site]:
    """Linked sites must be factories; links to factories left out for faults are allowed."""
    known = {site.id for site in sites if site.kind == "factory"}
    left_out = {fault.site for fault in report.faults}
    sound: list[Site] = []
    for site in sites:
        wrong = [other for other in site.linked_sites if other not in known | left_out]
        for other in wrong:
            reason = f"no AI Factory {other!r}"
            report.add(rows[site.id], "linked_sites", reason, nearest(other, known))
        if not wrong:
            sound.append(site)
    return sound


def _reader(where: Folders, vocabulary: Vocabulary, site_ids: frozenset[str]) -> Reader:
    def listed(record: type[T], file: str, kind: str, kinds: Mapping[str, str]) -> _Part[T]:
        report = Report()
        tables = where.tables(file, report, kinds)
        context = Context(report, vocabulary, where.ids("sources.toml"))
        return _build_all(record, tables.get(kind, []), context), tuple(report.faults)

    def sources() -> _Part[Source]:
        report = Report()
        rows = where.tables("sources.toml", report, {"source": "id"}).get("source", [])
        found = _build_all(Source, rows, Context(report, vocabulary))
        for row in rows:
            if row.raw.get("read") != "quoted" and row.raw.get("quoted_by"):
                report.add(row, "quoted_by", 'stands only with read = "quoted"')
        return found, tuple(report.faults)

    def regions() -> _Part[Region]:
        report = Report()
        rows = where.tables("regions.toml", report, {"region": "nuts2"}).get("region", [])
        context = Context(report, vocabulary, where.ids("sources.toml"))
        found = _build_all(Region, rows, context)
        every_site = site_ids | {path.stem for path in where.site_files()}
        for row in rows:
            linked = row.raw.get("sites")
            for site in linked if isinstance(linked, list) else []:
                if site not in every_site:
                    report.add(row, "sites", f"no site {site!r}", nearest(str(site), every_site))
        return found, tuple(report.faults)

    def comparisons() -> tuple[tuple[tuple[Cluster, ...], tuple[Fact, ...]], tuple[Fault, ...]]:
        report = Report()
        tables = where.tables("comparisons.toml", report, {"cluster": "id", "fact": "id"})
        context = Context(report, vocabulary, where.ids("sources.toml"))
        clusters = _build_all(Cluster, tables.get("cluster", []), context)
        facts = _build_all(Fact, tables.get("fact", []), context)
        return (clusters, facts), tuple(report.faults)

    return Reader(
        sources=sources,
        regions=regions,
        access_modes=lambda: listed(
            AccessMode, "access_modes.toml", "access_mode", {"access_mode": "id"}
        ),
        comparisons=comparisons,
        findings=lambda: listed(Finding, "findings.toml", "finding", {"finding": "id"}),
    )


_Part = tuple[tuple[T, ...], tuple[Fault, ...]]


def _build_all(record: type[T], rows: Sequence[Row], context: Context) -> tuple[T, ...]:
    return tuple(item for row in rows if (item := build(record, row, context)) is not None)

"""Dataset folders -> :class:`Dataset`; all faults at once, sound sites kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tui.dataset import checking
from tui.dataset.building import Context, build, rows_of
from tui.dataset.dataset import Cohort, Dataset, Meta, Reader
from tui.dataset.faults import DatasetError, Fault, Report, Row, nearest
from tui.dataset.fields import declared
from tui.dataset.files import Folders
from tui.dataset.records import Site
from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Region, Source
from tui.dataset.vocabulary import VOCABULARIES, Vocabulary, read_vocabulary

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
    rows = where.tables("vocabulary.toml", report, dict.fromkeys(VOCABULARIES, "id"))
    vocabulary = read_vocabulary(rows, report)
    meta = _meta(where, report)
    if meta is None:
        raise DatasetError(report.faults)
    sites = _sites(where, vocabulary, report)
    if not sites:
        if not any(fault.site for fault in report.faults):
            report.file(f"{where.folders[0].name}/sites", "holds no site")
        raise DatasetError(report.faults)
    reader = _reader(where, vocabulary, {site.id: site.nuts2 for site in sites})
    return Dataset(meta, vocabulary, sites, tuple(report.faults), reader)


def _meta(where: Folders, report: Report) -> Meta | None:
    """The description, merged over the folders; an unknown key or a faulty cohort is left out."""
    merged: dict[str, object] = {}
    cohorts: dict[object, Row] = {}
    first: Row | None = None
    known = declared(Meta).specs
    for path in where.paths("dataset.toml"):
        top = where.read(path, report)
        if top is None:
            return None
        first = first or top
        for child in rows_of(top, "cohort", top.raw.get("cohort", []), report):
            ident = child.raw.get("id")
            if ident in cohorts and cohorts[ident].path == path:
                report.add(child, "id", f"{ident!r} is used twice")
            else:
                cohorts[ident] = child
        for key, value in top.raw.items():
            if key not in known:
                report.add(top, key, "unknown key", nearest(key, known))
            elif key != "cohort":
                merged[key] = value
    if first is None:
        report.file(f"{where.folders[0].name}/dataset.toml", "no such file")
        return None
    context = Context(report, EMPTY)
    meta = build(Meta, Row(first.file, first.path, (), merged), context)
    built = _build_all(Cohort, list(cohorts.values()), context)
    if meta is None:
        return None
    values = {name: getattr(meta, name) for name in Meta.__slots__ if name != "cohorts"}
    return Meta(**values, cohorts=built)


def _sites(where: Folders, vocabulary: Vocabulary, report: Report) -> tuple[Site, ...]:
    context = Context(report, vocabulary, where.ids("sources.toml"))
    modes = where.ids("access_modes.toml") | frozenset(vocabulary.words("access_scope"))
    rules = checking.SiteRules(report, modes, modes)
    built: list[tuple[Site, Row]] = []
    for path in where.site_files():
        row = where.read(path, report)
        if row is None:
            continue
        before = len(report.faults)
        site = build(Site, row, context)
        rules.check(row)
        if site is not None and len(report.faults) == before:
            built.append((site, row))
    sites = _linked(built, report)
    return tuple(sorted(sites, key=lambda site: (site.kind != "factory", site.selected, site.name)))


def _linked(built: Sequence[tuple[Site, Row]], report: Report) -> list[Site]:
    """Sites whose links lead to factories, left out ones included."""
    known = {site.id for site, _ in built if site.kind == "factory"}
    left_out = {fault.site for fault in report.faults}
    sound: list[Site] = []
    for site, row in built:
        wrong = [other for other in site.linked_sites if other not in known | left_out]
        for other in wrong:
            report.add(row, "linked_sites", f"no AI Factory {other!r}", nearest(other, known))
        if not wrong:
            sound.append(site)
    return sound


_Part = tuple[tuple[T, ...], tuple[Fault, ...]]
_Check = Callable[[Sequence[Row], Report], None]


def _reader(where: Folders, vocabulary: Vocabulary, sites: Mapping[str, str | None]) -> Reader:
    """The way to the files beside the sites; ``sites`` maps ids to NUTS 2 codes."""
    every_site = dict.fromkeys((path.stem for path in where.site_files()), None) | dict(sites)

    def part(
        record: type[T], file: str, kind: str, check: _Check | None = None, key: str = "id"
    ) -> Callable[[], _Part[T]]:
        def read() -> _Part[T]:
            report = Report()
            rows = where.tables(file, report, {kind: key}).get(kind, [])
            sources = None if record is Source else where.ids("sources.toml")
            found = _build_all(record, rows, Context(report, vocabulary, sources))
            if check is not None:
                check(rows, report)
            return found, tuple(report.faults)

        return read

    def regions(rows: Sequence[Row], report: Report) -> None:
        checking.check_regions(rows, every_site, report)

    def comparisons() -> tuple[tuple[tuple[Cluster, ...], tuple[Fact, ...]], tuple[Fault, ...]]:
        report = Report()
        tables = where.tables("comparisons.toml", report, {"cluster": "id", "fact": "id"})
        context = Context(report, vocabulary, where.ids("sources.toml"))
        clusters = _build_all(Cluster, tables.get("cluster", []), context)
        return (clusters, _build_all(Fact, tables.get("fact", []), context)), tuple(report.faults)

    return Reader(
        sources=part(Source, "sources.toml", "source", checking.check_sources),
        regions=part(Region, "regions.toml", "region", regions, "nuts2"),
        access_modes=part(
            AccessMode, "access_modes.toml", "access_mode", checking.check_access_modes
        ),
        comparisons=comparisons,
        findings=part(Finding, "findings.toml", "finding"),
    )


def _build_all(record: type[T], rows: Sequence[Row], context: Context) -> tuple[T, ...]:
    return tuple(item for row in rows if (item := build(record, row, context)) is not None)

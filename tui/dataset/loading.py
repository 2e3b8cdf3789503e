"""Dataset folders -> :class:`Dataset`; all faults at once, sound sites kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.dataset import checking
from tui.dataset.building import Context, build, rows_of
from tui.dataset.dataset import Cohort, Dataset, Meta
from tui.dataset.faults import DatasetError, Report, Row, nearest
from tui.dataset.fields import declared
from tui.dataset.files import Folders
from tui.dataset.records import Site
from tui.dataset.vocabulary import VOCABULARIES, Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from tui.dataset.reading import Reader

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
    sites = _sites(where, vocabulary, report)
    if meta is None:
        raise DatasetError(report.faults)
    if not sites:
        if not any(fault.site for fault in report.faults):
            report.file(f"{where.folders[0].name}/sites", "holds no site")
        raise DatasetError(report.faults)

    def reader() -> Reader:
        from tui.dataset.reading import Reader

        return Reader(where, vocabulary, {site.id: site.nuts2 for site in sites})

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
    built = build_all(Cohort, list(cohorts.values()), context)
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


def build_all(record: type[T], rows: Sequence[Row], context: Context) -> tuple[T, ...]:
    """Records of the rows that have no fault."""
    return tuple(item for row in rows if (item := build(record, row, context)) is not None)

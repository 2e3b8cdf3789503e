"""Dataset folders -> :class:`Dataset`; all faults at once, sound sites kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tui.dataset import checking
from tui.dataset.building import Context, build, read_values, rows_of
from tui.dataset.dataset import Cohort, Dataset, Meta
from tui.dataset.faults import DatasetError, Report, Row, nearest, quote
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
        if not os.path.isdir(folder):
            report.file(str(folder), "no such folder")
        elif not os.access(folder, os.R_OK | os.X_OK):
            report.file(str(folder), "cannot be read: no permission")
    if report.faults:
        raise DatasetError(report.faults)
    meta = _meta(where, report)
    vocabulary = _vocabulary(where, report)
    sites = _sites(where, vocabulary, report)
    if meta is None:
        raise DatasetError(report.faults)
    if not sites:
        place = where.label(where.folders[0] / "sites")
        if any(fault.site for fault in report.faults):
            # The cause may stand in one of the files that are otherwise read later.
            report.faults += _reader(where, vocabulary, ()).faults()
        elif not any(fault.file == place for fault in report.faults):
            report.file(place, "holds no site")
        raise DatasetError(report.faults)

    def reader() -> Reader:
        return _reader(where, vocabulary, sites)

    return Dataset(meta, vocabulary, sites, tuple(report.faults), reader)


def _reader(where: Folders, vocabulary: Vocabulary, sites: Sequence[Site]) -> Reader:
    from tui.dataset.reading import Reader

    return Reader(where, vocabulary, {site.id: site.nuts2 for site in sites})


def _vocabulary(where: Folders, report: Report) -> Vocabulary:
    """The controlled values; without any, nothing else can be checked, so DatasetError."""
    rows = where.tables("vocabulary.toml", report, dict.fromkeys(VOCABULARIES, "id"))
    if not rows:
        if not report.faults:
            there = where.paths("vocabulary.toml")
            label = where.label(where.folders[0] / "vocabulary.toml")
            report.file(label, "holds no list of words" if there else "no such file")
        raise DatasetError(report.faults)
    return read_vocabulary(rows, report)


def _meta(where: Folders, report: Report) -> Meta | None:
    """The description, merged over the folders; an unknown key or a faulty cohort is left out."""
    paths = where.paths("dataset.toml")
    if not paths:
        report.file(where.label(where.folders[0] / "dataset.toml"), "no such file")
        return None
    tops = [top for path in paths if (top := where.read(path, report)) is not None]
    if len(tops) < len(paths):
        return None
    giver: dict[str, Row] = {}
    known = declared(Meta).specs
    for top in tops:
        for key in top.raw:
            if key not in known:
                report.add(top, key, "unknown key", nearest(key, known))
            elif key != "cohort":
                giver[key] = top
    context = Context(report, EMPTY)
    cohorts = build_all(Cohort, _cohorts(tops, report), context)
    before = len(report.faults)
    values: dict[str, Any] = {}
    for top in tops:
        own = {key: raw for key, raw in top.raw.items() if giver.get(key) is top}
        values |= read_values(Meta, Row(top.file, top.path, (), own), context)
    for key in sorted(declared(Meta).required - giver.keys()):
        report.add(tops[0], "", f"missing key '{key}'")
    return Meta(**values, cohorts=cohorts) if len(report.faults) == before else None


def _cohorts(tops: Sequence[Row], report: Report) -> list[Row]:
    """The rows of cohorts, merged by id."""
    merged: dict[object, Row] = {}
    for top in tops:
        for index, row in enumerate(rows_of(top, "cohort", top.raw.get("cohort", []), report)):
            ident = row.raw.get("id")
            name: object = ident if isinstance(ident, str) else (top.path, index)
            if name in merged and merged[name].path == top.path:
                report.add(row, "id", f"{quote(ident)} is used twice")
            else:
                merged[name] = row
    return list(merged.values())


def _sites(where: Folders, vocabulary: Vocabulary, report: Report) -> tuple[Site, ...]:
    context = Context(report, vocabulary, where.ids("sources.toml"))
    rules = checking.SiteRules(report, _modes(where, vocabulary))
    built: list[tuple[Site, Row]] = []
    for path in where.site_files(report):
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


def _modes(where: Folders, vocabulary: Vocabulary) -> frozenset[str] | None:
    """What a way to computing time may name; None where that cannot be read."""
    modes = where.ids("access_modes.toml")
    return None if modes is None else modes | frozenset(vocabulary.words("access_scope"))


def _linked(built: Sequence[tuple[Site, Row]], report: Report) -> list[Site]:
    """Sites whose links lead to factories, left out ones included."""
    known = {site.id for site, _ in built if site.kind == "factory"}
    valid = known | {fault.site for fault in report.faults}
    sound: list[Site] = []
    for site, row in built:
        wrong = [other for other in site.linked_sites if other not in valid]
        for other in wrong:
            report.add(row, "linked_sites", f"no AI Factory {quote(other)}", nearest(other, known))
        if not wrong:
            sound.append(site)
    return sound


def build_all(record: type[T], rows: Sequence[Row], context: Context) -> tuple[T, ...]:
    """Records of the rows that have no fault."""
    return tuple(item for row in rows if (item := build(record, row, context)) is not None)

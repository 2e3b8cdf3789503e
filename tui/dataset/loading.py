"""Dataset folders -> :class:`Dataset`; all faults at once, sound sites kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.dataset.checking import BetweenSites, Outlines, check_site, with_partners
from tui.dataset.dataset import Cohort, Dataset, Meta
from tui.dataset.faults import DatasetError, Fault, Report, Row
from tui.dataset.fields import declared
from tui.dataset.files import Folders, add_rows, holds_data, leftovers
from tui.dataset.overlay import ABSENT, Stack, settle
from tui.dataset.reading import build, build_all, read_values, rows_of
from tui.dataset.records import Site
from tui.dataset.values import Context
from tui.dataset.vocabulary import VOCABULARIES, Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from tui.dataset.reading import Reader

EMPTY = Vocabulary({})

Progress = Callable[[str, int, int], None]
"""Is told what is done with the sites, how many are done, and how many there are."""


def load(folders: Sequence[Path], progress: Progress | None = None) -> Dataset:
    """Read the sites of one or several dataset folders, later ones over earlier ones.

    ``progress`` is called for each site, twice: when it is read and when it is checked.

    Raises :class:`DatasetError` where there is no dataset, its description or vocabulary
    cannot be used, or no sound site is left.
    """
    where = Folders(folders)
    report = Report()
    _look_at(where, report)
    left = leftovers(where)
    meta = _meta(where, report)
    if meta is None:
        report.faults += left.faults
    vocabulary = _vocabulary(where, report)
    sites, files = _sites(where, vocabulary, report, progress or _silent)
    if meta is None:
        raise DatasetError(report.faults)
    if not sites:
        place = where.label(where.folders[0] / "sites")
        if any(fault.site for fault in report.faults):
            # The cause may stand in one of the files that are otherwise read later.
            report.faults += _reader(where, vocabulary, ()).faults()
        elif not any(fault.file == place for fault in report.faults):
            report.file(place, "holds no site")
        raise DatasetError([*report.faults, *left.faults])

    def reader() -> Reader:
        return _reader(where, vocabulary, sites)

    return Dataset(meta, vocabulary, sites, tuple(report.faults), reader, files, left)


def _look_at(where: Folders, report: Report) -> None:
    """Raise :class:`DatasetError` where one of the folders is none."""
    for folder in where:
        if not os.path.lexists(folder):
            report.file(str(folder), "no such folder")
        elif not os.path.isdir(folder):
            report.file(str(folder), "is a file, and the folder of a dataset is meant")
        elif not os.access(folder, os.R_OK | os.X_OK):
            report.file(str(folder), "cannot be read: no permission")
    if report.faults:
        raise DatasetError(report.faults)


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
        first = where.folders[0]
        if holds_data(first):
            report.file(where.label(first / "dataset.toml"), "no such file")
        return None
    tops = [top for path in paths if (top := where.read(path, report)) is not None]
    if not tops or tops[0].path != paths[0]:
        return None
    cohorts = build_all(Cohort, _cohorts(tops, report), Context(report, EMPTY))
    known = declared(Meta).specs

    def make(row: Row, report: Report) -> Meta | None:
        for key in sorted(declared(Meta).required - row.raw.keys()):
            report.missing(row, key)
        before = len(report.faults)
        values = read_values(Meta, row, Context(report, EMPTY))
        sound = len(report.faults) == before and declared(Meta).required <= row.raw.keys()
        return Meta(**values, cohorts=cohorts) if sound else None

    stack = []
    for top in tops:
        for key in top.raw:
            if key not in known and key != ABSENT:
                report.add(top, key, "unknown key", report.nearest(key, known))
        kept = (known.keys() | {ABSENT}) - {"cohort"}
        own = {key: raw for key, raw in top.raw.items() if key in kept}
        stack.append(Row(top.file, top.path, (), own))
    standing = settle(stack, Meta, make, report)
    return standing.record if standing else None


def _cohorts(tops: Sequence[Row], report: Report) -> list[Stack]:
    """The rows of cohorts, those of one id together."""
    stacks: dict[object, list[Row]] = {}
    for top in tops:
        rows = rows_of(top, "cohort", top.raw.get("cohort", []), report)
        add_rows(stacks, list(rows), "id", report)
    return list(stacks.values())


def _silent(_doing: str, _done: int, _of: int) -> None:
    """Tell nothing."""


class _Sites:
    """Reading the sites: each is checked by itself when it is read, then against the others."""

    def __init__(self, where: Folders, vocabulary: Vocabulary, report: Report) -> None:
        """Know what the rows are checked against."""
        self._where = where
        self._report = report
        self._context = Context(report.apart(), vocabulary, where.ids("sources.toml"))
        self._modes = _modes(where, vocabulary)
        self._outlines = Outlines()
        self.unread: set[str] = set()
        self.stacks: dict[str, Stack] = {}
        self._read: dict[str, tuple[Site | None, list[Fault]]] = {}

    def read(self, ident: str, paths: Sequence[Path]) -> None:
        """Read the files of a site.

        What only one file says becomes a record at once, and its row is let go of: all of
        them together would take several times the memory of the records.
        """
        rows = [self._where.read(path, self._report) for path in paths]
        # Where the lowest cannot be read, what lies over it is only a part of a site.
        if rows[0] is None:
            self.unread.add(ident)
        elif len(rows) == 1:
            site = self._build(rows[0], self._context)
            self._read[ident] = (site, self._context.report.taken())
            self.stacks[ident] = [self._outlines.of(rows[0], site)]
        else:
            stack = [row for row in rows if row is not None]
            for row in stack:
                self._outlines.see(row)
            self.stacks[ident] = stack

    def _build(self, row: Row, context: Context) -> Site | None:
        before = len(context.report.faults)
        site = build(Site, row, context)
        check_site(row, self._modes, context.report)
        return site if len(context.report.faults) == before else None

    def rules(self) -> BetweenSites:
        """What holds between the sites, once all are read."""
        if self._outlines.disputed():
            for ident, (site, _) in self._read.items():
                if site is not None:
                    self.stacks[ident] = [with_partners(self.stacks[ident][0], site)]
        return BetweenSites(self.unread, self.stacks)

    def settled(self, ident: str, rules: BetweenSites) -> Site | None:
        """What stands of a site, held against the others; its faults are reported."""
        stack = self.stacks[ident]
        if ident in self._read:
            site, faults = self._read.pop(ident)
            self._report.faults += faults
            before = len(self._report.faults)
            rules.check(stack[0], self._report)
            return None if faults or len(self._report.faults) > before else site

        def make(row: Row, report: Report) -> Site | None:
            before = len(report.faults)
            site = self._build(row, replace(self._context, report=report))
            rules.check(row, report)
            return site if len(report.faults) == before else None

        standing = settle(stack, Site, make, self._report)
        return standing.record if standing else None


def _sites(
    where: Folders, vocabulary: Vocabulary, report: Report, progress: Progress
) -> tuple[tuple[Site, ...], dict[str, str]]:
    """The sound sites in order, and the lowest file of each as messages name it."""
    site_files = where.site_files(report)
    reading = _Sites(where, vocabulary, report)
    for done, (ident, paths) in enumerate(site_files.items(), 1):
        progress("Reading", done, len(site_files))
        reading.read(ident, paths)
    rules = reading.rules()
    files = {ident: stack[0].file for ident, stack in reading.stacks.items()}
    sites = []
    for done, ident in enumerate(files, 1):
        progress("Checking", done, len(files))
        site = reading.settled(ident, rules)
        if site is not None:
            sites.append(site)
    sites.sort(key=lambda site: (site.kind != "factory", site.selected, site.name))
    return tuple(sites), files


def _modes(where: Folders, vocabulary: Vocabulary) -> frozenset[str] | None:
    """What a way to computing time may name; None where that cannot be read."""
    modes = where.ids("access_modes.toml")
    return None if modes is None else modes | frozenset(vocabulary.words("access_scope"))

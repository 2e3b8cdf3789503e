"""Reading the files beside the sites, each when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from tui.dataset import checking
from tui.dataset.building import build_all
from tui.dataset.faults import Fault, Report, Row
from tui.dataset.files import Folders
from tui.dataset.overlay import REMOVED, Stack
from tui.dataset.regional import Region
from tui.dataset.values import Context
from tui.dataset.vocabulary import Vocabulary

if TYPE_CHECKING:
    from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Source

T = TypeVar("T")
Part = tuple[tuple[T, ...], tuple[Fault, ...]]
_Check = Callable[[Sequence[Row], Report], None]


class Reader:
    """Each method reads its file and gives the sound rows and the faults."""

    def __init__(
        self, where: Folders, vocabulary: Vocabulary, sites: Mapping[str, str | None]
    ) -> None:
        """``sites`` maps the ids of the sound sites to their NUTS 2 codes."""
        self._where = where
        self._vocabulary = vocabulary
        every_site = dict.fromkeys(where.site_files())
        self._sites: dict[str, str | None] = every_site | dict(sites)

    def sources(self) -> Part[Source]:
        """The bibliography."""
        from tui.dataset.reference import Source

        return self._part(Source, "sources.toml", "source", checking.check_sources, removable=False)

    def regions(self) -> Part[Region]:
        """The regions with their indicators."""

        def check(rows: Sequence[Row], report: Report) -> None:
            checking.check_regions(rows, self._sites, report)

        return self._part(Region, "regions.toml", "region", check, "nuts2")

    def access_modes(self) -> Part[AccessMode]:
        """The EuroHPC-wide access modes."""
        from tui.dataset.reference import AccessMode

        check = checking.check_access_modes
        return self._part(AccessMode, "access_modes.toml", "access_mode", check)

    def findings(self) -> Part[Finding]:
        """The claims of the brief."""
        from tui.dataset.reference import Finding

        return self._part(Finding, "findings.toml", "finding")

    def comparisons(self) -> tuple[tuple[tuple[Cluster, ...], tuple[Fact, ...]], tuple[Fault, ...]]:
        """Clusters and single figures, which share a file."""
        from tui.dataset.reference import Cluster, Fact

        report = Report()
        kinds = {"cluster": "id", "fact": "id"}
        tables = self._where.tables("comparisons.toml", report, kinds)
        context = Context(report, self._vocabulary, self._where.ids("sources.toml"))
        clusters = build_all(Cluster, tables.get("cluster", []), context)
        facts = build_all(Fact, tables.get("fact", []), context)
        return (clusters, facts), tuple(report.faults)

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with all these files."""
        parts = (
            self.sources()[1],
            self.regions()[1],
            self.access_modes()[1],
            self.comparisons()[1],
            self.findings()[1],
        )
        return tuple(fault for part in parts for fault in part)

    def _part(
        self,
        record: type[T],
        file: str,
        kind: str,
        check: _Check | None = None,
        key: str = "id",
        *,
        removable: bool = True,
    ) -> Part[T]:
        report = Report()
        stacks = self._where.tables(file, report, {kind: key}).get(kind, [])
        if not removable:
            stacks = [[*_kept(stack, report)] for stack in stacks]
        sources = None if kind == "source" else self._where.ids("sources.toml")
        found = build_all(record, stacks, Context(report, self._vocabulary, sources), check)
        return found, tuple(report.faults)


def _kept(stack: Stack, report: Report) -> Iterator[Row]:
    """The rows of a stack that other rows rest on: none of them takes it away."""
    for row in stack:
        if REMOVED in row.raw and row is not stack[0]:
            report.add(row, REMOVED, "a source stays, since rows rest on it; correct its keys")
        else:
            yield row

"""Which site names which sector: the matrix, its margins and gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tui.analysis.tables import Selection, count, site_column, worked_out
from tui.dataset.records import Sector
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.derived import GENERALIST_SECTORS
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table

OFFICIAL = "official"
EVIDENCE = "other evidence"
UNNAMED = "not named"


@dataclass(frozen=True)
class SiteRow:
    """What one site names.

    ``cells`` maps a column (sector or group) to rows of the table of sectors, in the order of
    the file; ``named`` counts what is shown of its sectors, None where none is listed and
    nobody says that the list is whole; ``all_named`` whatever the filter speaks of.
    """

    site: int
    id: str
    cells: Mapping[str, tuple[int, ...]]
    named: int | None
    all_named: int | None
    completeness: str

    @property
    def generalist(self) -> bool:
        """Whether it names as many sectors as make a generalist."""
        return (self.all_named or 0) >= GENERALIST_SECTORS


@dataclass(frozen=True)
class Coverage:
    """The matrix of sites and sectors (or groups of sectors).

    ``columns`` are ids of the vocabulary, most covered first; ``sites`` likewise, those of
    which nothing is known last.
    """

    store: Store
    by: str
    columns: tuple[str, ...]
    sites: tuple[SiteRow, ...]

    @property
    def name(self) -> str:
        """Name of the matrix as a table."""
        return "sector-matrix" if self.by == "sector" else "sector-groups"

    @cached_property
    def covering(self) -> Mapping[str, tuple[SiteRow, ...]]:
        """The sites that name a column, by column."""
        return {
            ident: tuple(site for site in self.sites if ident in site.cells)
            for ident in self.columns
        }

    @cached_property
    def official(self) -> Mapping[str, int]:
        """How many sites have a column in an official list, by column."""
        return {
            ident: sum(self.evidence(site, ident)[0] > 0 for site in sites)
            for ident, sites in self.covering.items()
        }

    @cached_property
    def uncertain(self) -> tuple[SiteRow, ...]:
        """The sites whose list of sectors may lack some."""
        return tuple(site for site in self.sites if site.completeness != "complete")

    def evidence(self, site: SiteRow, column: str) -> tuple[int, int]:
        """How many sectors a site names there officially, and how many by other evidence."""
        records = self.store.table("sectors").records
        rows = site.cells.get(column, ())
        official = sum(records[row].official for row in rows)
        return official, len(rows) - official

    def label(self, column: str) -> str:
        """A column in words."""
        return self.store.vocabulary.label(_list(self.by), column)


def _list(by: str) -> str:
    return "sector_group" if by == "group" else "sector"


def coverage(
    store: Store, sites: Mask, rows: Sequence[int] | None = None, by: str = "sector"
) -> Coverage:
    """The matrix over chosen sites, by ``sector`` or by ``group``.

    ``rows`` are rows of the table of sectors: only these are shown, and only columns that one
    of them names; None stands for all of the chosen sites.
    """
    words = store.vocabulary.words("sector")
    column_of = {
        ident: str(word.attributes.get("group", "")) if by == "group" else ident
        for ident, word in words.items()
    }
    records = store.table("sectors").records
    children = store.children("sites", "sectors")
    picked = None if rows is None else frozenset(rows)
    found: list[SiteRow] = []
    times: dict[str, int] = dict.fromkeys(store.vocabulary.words(_list(by)), 0)
    for row in masks.rows(sites):
        site = store.dataset.sites[row]
        every = children[row]
        seen = every if picked is None else [child for child in every if child in picked]
        cells: dict[str, list[int]] = {}
        for child in seen:
            cells.setdefault(column_of[records[child].id], []).append(child)
        for ident in cells:
            times[ident] += 1
        unknown = not every and site.completeness.sectors == "unknown"
        found.append(
            SiteRow(
                row,
                site.id,
                {ident: tuple(those) for ident, those in cells.items()},
                None if unknown else len(seen),
                None if unknown else len(every),
                site.completeness.sectors,
            )
        )
    found.sort(key=lambda site: -1 if site.named is None else site.named, reverse=True)
    columns = sorted(times, key=lambda ident: -times[ident])
    if picked is not None:
        columns = [ident for ident in columns if times[ident]]
    return Coverage(store, by, tuple(columns), tuple(found))


# Tables


@frozen
class MatrixRow:
    """A site in a matrix; None stands for all of them."""

    found: Coverage
    site: SiteRow | None

    def cell(self, column: str) -> str | int | None:
        """What the site says of a column; of all sites, how many name it.

        By sector :data:`OFFICIAL`, :data:`EVIDENCE`, :data:`UNNAMED` where the whole list lacks
        it, or None where the list may lack some; by group the number of sectors named.
        """
        if self.site is None:
            return len(self.found.covering[column])
        official, other = self.found.evidence(self.site, column)
        if self.found.by == "group":
            return official + other if self.site.named is not None else None
        if official or other:
            return OFFICIAL if official else EVIDENCE
        return UNNAMED if self.site.completeness == "complete" else None

    def sure(self, column: str) -> bool:
        """Whether a source confirms each sector that the site names there."""
        records = records_of(self.found, self.site, column) if self.site else ()
        return all(each.confidence == "confirmed" for each in records)


_SITE = site_column(lambda row: row.site.id if row.site else None)
_NAMED = count(
    "sectors", "Sectors", "Number of sectors named", short="No.",
    value=lambda row: row.site.named if row.site else sum(s.named or 0 for s in row.found.sites),
)  # fmt: skip
_GENERALIST = Field(
    id="generalist", title="Generalist", kind="flag", default=True,
    meaning=f"True from {GENERALIST_SECTORS} sectors on, whatever the filter speaks of",
    value=lambda row: (
        row.site.generalist if row.site and row.site.all_named is not None else None
    ),
)  # fmt: skip
_COMPLETENESS = Field("completeness", "List of sectors", "word", "Is the list of sectors whole",
                      vocabulary="completeness", default=True, short="Sectors list",
                      value=lambda row: row.site.completeness if row.site else None)  # fmt: skip


def _cell_field(found: Coverage, ident: str) -> Field:
    label = found.label(ident)
    if found.by == "group":
        return count(ident, label, "Number of sectors of this group named", value=_reader(ident))
    return Field(ident, label, "text",
                 "Official target, other evidence, not named; unknown where the list may lack some",
                 default=True, value=_reader(ident), sure=lambda row: row.sure(ident))  # fmt: skip


def _reader(ident: str) -> Callable[[MatrixRow], Any]:
    return lambda row: row.cell(ident)


def _matrix(found: Coverage) -> Table:
    fields = (
        _SITE,
        _NAMED,
        *(_cell_field(found, ident) for ident in found.columns),
        _GENERALIST,
        _COMPLETENESS,
    )
    return worked_out(found.name, fields, [MatrixRow(found, site) for site in found.sites],
                      key=lambda row: str(row.site.id), total=MatrixRow(found, None),
                      singular="site")  # fmt: skip


@frozen
class Gap:
    """A sector that few sites name."""

    found: Coverage
    sector: str
    sites: tuple[SiteRow, ...]

    @property
    def group(self) -> str | None:
        """Group of the sector."""
        word = self.found.store.vocabulary.words("sector")[self.sector]
        return str(word.attributes["group"]) if word.attributes.get("group") else None

    @property
    def official(self) -> bool | None:
        """Whether a site has it in an official list; None where no site names it."""
        return self.found.official.get(self.sector, 0) > 0 if self.sites else None


_GAPS = (
    Field("sector", "Sector", "word", "Sector", vocabulary="sector", default=True,
          value=lambda gap: gap.sector),
    Field("named_by", "Named by", "slugs", "Sites that name it", default=True, refers="site",
          value=lambda gap: tuple(site.id for site in gap.sites)),
    count("sites", "Sites", "Number of sites that name it", lambda gap: len(gap.sites),
          default=False),
    Field("official", "Official", "flag", "Whether a site has it in an official list", default=True,
          value=lambda gap: gap.official),
    Field("group", "Group", "word", "Group of the sector", vocabulary="sector_group", default=True,
          value=lambda gap: gap.group),
)  # fmt: skip


def gaps(found: Coverage) -> list[Gap]:
    """Sectors that at most one of the sites names, those that none names first."""
    if not found.sites:
        return []
    few = [
        Gap(found, ident, sites)
        for ident in found.store.vocabulary.words("sector")
        if len(sites := found.covering.get(ident, ())) <= 1
    ]
    return sorted(few, key=lambda gap: len(gap.sites))


def records_of(found: Coverage, site: SiteRow, column: str) -> tuple[Sector, ...]:
    """The records behind a cell."""
    records = found.store.table("sectors").records
    return tuple(records[row] for row in site.cells.get(column, ()))


def coverage_of(selection: Selection, by: str = "sector") -> Coverage:
    """The sectors that the picked sites name, as far as the filter speaks of them."""
    rows = selection.rows("sectors")
    narrowed = len(rows) != len(selection.whole("sectors"))
    return coverage(selection.store, selection.picked, rows if narrowed else None, by)


def every_sector(selection: Selection) -> Coverage:
    """What the picked sites name, whatever sectors the filter speaks of."""
    return coverage(selection.store, selection.picked)


def sector_matrix(selection: Selection) -> Table:
    """The table of sites by sectors."""
    return _matrix(coverage_of(selection))


def sector_groups(selection: Selection) -> Table:
    """The table of sites by groups of sectors."""
    return _matrix(coverage_of(selection, "group"))


def sector_gaps(selection: Selection) -> Table:
    """The table of sectors that at most one of the picked sites names."""
    return worked_out("sector-gaps", _GAPS, gaps(every_sector(selection)),
                      key=lambda gap: str(gap.sector), singular="sector")  # fmt: skip

"""Which site names which sector: the matrix, its margins, gaps and likenesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tui.analysis.lenses.breakdown import Breakdown, Line, as_table, count, percent, share
from tui.analysis.lenses.rows import Selection
from tui.dataset.records import Sector
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.derived import GENERALIST_SECTORS
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table

OFFICIAL = "official"
EVIDENCE = "other evidence"
UNNAMED = "unnamed"
MOST_SITES = 300
"""Up to so many sites every pair is compared; beyond it the pairs would be millions."""


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

_SITE = Column("site", "Site", "slug", "Id of the site", default=True)
_NAMED = count("sectors", "Sectors", "Number of sectors named")
_GENERALIST = Column(
    "generalist", "Generalist", "flag",
    f"True from {GENERALIST_SECTORS} sectors on, whatever the filter speaks of",
)  # fmt: skip
_COMPLETENESS = Column(
    "completeness", "Sectors list", "word", "Is the list of sectors whole",
    vocabulary="completeness", default=True,
)  # fmt: skip


def matrix(found: Coverage) -> Breakdown:
    """The matrix as a table: a row a site, a column a sector or group.

    By sector a cell holds ``official``, ``other evidence``, ``unnamed`` where the whole list
    lacks it, or None where the list may lack some; by group the number of sectors named.
    The total counts the sites that name a column.
    """
    columns = (
        _SITE,
        _NAMED,
        *(_cell_column(found, ident) for ident in found.columns),
        _GENERALIST,
        _COMPLETENESS,
    )
    rows: list[Line] = []
    for site in found.sites:
        generalist = None if site.all_named is None else site.generalist
        cells = (_cell(found, site, ident) for ident in found.columns)
        rows.append((site.id, site.named, *cells, generalist, site.completeness))
    named = sum(site.named or 0 for site in found.sites)
    margin = (len(found.covering[ident]) for ident in found.columns)
    total = (None, named, *margin, None, None)
    keys = tuple(site.id for site in found.sites)
    return Breakdown(found.name, columns, keys, tuple(rows), total)


def _cell_column(found: Coverage, ident: str) -> Column:
    if found.by == "group":
        return count(ident, found.label(ident), "Number of sectors of this group named")
    meaning = "Official target, other evidence, unnamed; unknown where the list may lack some"
    return Column(ident, found.label(ident), "text", meaning, default=True)


def _cell(found: Coverage, site: SiteRow, ident: str) -> str | int | None:
    official, other = found.evidence(site, ident)
    if found.by == "group":
        return official + other if site.named is not None else None
    if official:
        return OFFICIAL
    if other:
        return EVIDENCE
    return UNNAMED if site.completeness == "complete" else None


_SECTOR = Column("sector", "Sector", "word", "Sector", vocabulary="sector", default=True)
_GROUP = Column(
    "group", "Group", "word", "Group of the sector", vocabulary="sector_group", default=True
)
_SITES = count("sites", "Sites", "Number of sites that name it")
_NAMES = Column("named_by", "Named by", "slugs", "Sites that name it", default=True)
_OFFICIAL = count("official", "Official", "Number of sites with it in an official list")


def gaps(found: Coverage, most: int = 1) -> Breakdown:
    """Sectors that at most so many of the sites name, those that none names first."""
    words = found.store.vocabulary.words("sector")
    rows: list[Line] = []
    for ident in words:
        sites = found.covering.get(ident, ())
        if len(sites) <= most:
            group = words[ident].attributes.get("group")
            names = tuple(site.id for site in sites)
            rows.append((ident, group, len(sites), found.official.get(ident, 0), names))
    rows.sort(key=lambda row: row[2])
    columns = (_SECTOR, _GROUP, _SITES, _OFFICIAL, _NAMES)
    return Breakdown("sector-gaps", columns, tuple(row[0] for row in rows), tuple(rows))


_PAIR = (
    Column("site", "Site", "slug", "Id of a site", default=True),
    Column("other", "Other site", "slug", "Id of the site it is compared with", default=True),
    share("likeness", "Sectors", "Shared sectors as percent of those that either names (Jaccard)"),
    share("group_likeness", "Groups", "The same of the groups of sectors"),
    count("shared", "Shared", "Number of sectors that both name"),
    count("either", "Either", "Number of sectors that one or both name"),
    Column(
        "shared_sectors", "Shared sectors", "words", "Sectors that both name",
        vocabulary="sector", default=True,
    ),
)  # fmt: skip


def likeness(found: Coverage, site: str = "") -> Breakdown:
    """Pairs of sites by how alike their sectors are, the most alike first.

    With ``site`` only its pairs, with it first. Sites that name no sector are left out, and
    without ``site`` there is no pair at all beyond :data:`MOST_SITES` sites. ``found`` has to
    be by sector.
    """
    words = found.store.vocabulary.words("sector")
    group_of = {ident: word.attributes.get("group") for ident, word in words.items()}
    sectors = {each.id: frozenset(each.cells) for each in found.sites if each.cells}
    groups = {
        ident: frozenset(group_of[name] for name in names) for ident, names in sectors.items()
    }
    names = list(sectors)
    if site:
        pairs = [(site, other) for other in names if other != site] if site in sectors else []
    elif len(names) <= MOST_SITES:
        pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]
    else:
        pairs = []
    rows: list[Line] = []
    for a, b in pairs:
        both, either = sectors[a] & sectors[b], sectors[a] | sectors[b]
        rows.append(
            (
                a,
                b,
                percent(len(both), len(either)),
                percent(len(groups[a] & groups[b]), len(groups[a] | groups[b])),
                len(both),
                len(either),
                tuple(ident for ident in words if ident in both),
            )
        )
    rows.sort(key=lambda row: (row[2], row[3], row[4]), reverse=True)
    keys = tuple(f"{row[0]}/{row[1]}" for row in rows)
    return Breakdown("sector-likeness", _PAIR, keys, tuple(rows))


def closest(found: Coverage) -> Breakdown:
    """A row a site: the site most like it, and how alike they are."""
    best: dict[str, Line] = {}
    for row in likeness(found).rows:
        for ident, other in ((row[0], row[1]), (row[1], row[0])):
            best.setdefault(ident, (ident, other, *row[2:]))
    blank = (None,) * (len(_PAIR) - 3)
    rows = [best.get(each.id, (each.id, None, *blank, ())) for each in found.sites]
    rows.sort(key=lambda row: -1 if row[2] is None else row[2], reverse=True)
    total = (None, None, *blank, ())
    return Breakdown("closest-sites", _PAIR, tuple(row[0] for row in rows), tuple(rows), total)


def records_of(found: Coverage, site: SiteRow, column: str) -> tuple[Sector, ...]:
    """The records behind a cell."""
    records = found.store.table("sectors").records
    return tuple(records[row] for row in site.cells.get(column, ()))


def coverage_of(selection: Selection, by: str = "sector") -> Coverage:
    """The sectors that the picked sites name, as far as the filter speaks of them."""
    rows = selection.rows("sectors")
    narrowed = len(rows) != len(selection.whole("sectors"))
    return coverage(selection.store, selection.picked, rows if narrowed else None, by)


def _every_sector(selection: Selection) -> Coverage:
    """What the picked sites name, whatever sectors the filter speaks of."""
    return coverage(selection.store, selection.picked)


def sector_matrix(selection: Selection) -> Table:
    """The table of sites by sectors."""
    return as_table(matrix(coverage_of(selection)), "Sectors by site", "site")


def sector_groups(selection: Selection) -> Table:
    """The table of sites by groups of sectors."""
    return as_table(matrix(coverage_of(selection, "group")), "Sector groups by site", "site")


def sector_gaps(selection: Selection) -> Table:
    """The table of sectors that at most one of the picked sites names."""
    return as_table(gaps(_every_sector(selection)), "Sector gaps", "sector")


def sector_likeness(selection: Selection) -> Table:
    """The table of pairs of sites."""
    return as_table(likeness(_every_sector(selection)), "Likeness of sites", "pair")


def closest_sites(selection: Selection) -> Table:
    """The table of the site most like each site."""
    return as_table(closest(_every_sector(selection)), "Closest sites", "site")

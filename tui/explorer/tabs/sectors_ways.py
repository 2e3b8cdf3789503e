"""Tab sectors: its ways of looking, with what they say in words and cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.analysis.lenses.coverage import Coverage, SiteRow
from tui.analysis.telling.sections import SIGNS, Section
from tui.explorer.colours import heat, role_of
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.text import Cell, GridColumn, ListSource
from tui.explorer.result_rows import NO_ROW, TOTAL, sized
from tui.explorer.tabs import sector_text as text
from tui.explorer.tabs.way import Below, Scene, Spot, Way
from tui.query.engine.derived import GENERALIST_SECTORS
from tui.query.engine.format import UNKNOWN
from tui.query.engine.view import PLAIN, TableView
from tui.query.language.parse import parse
from tui.query.language.render import any_of, only, render
from tui.text import printable

if TYPE_CHECKING:
    from tui.explorer.grid.grid import Grid


LINE = f"{NO_ROW}line"
"""Key of the line below the generalists."""
PINNED = 2
"""Columns before the sectors: the site, and how many sectors it names."""


def matrix_source(scene: Scene) -> MatrixSource:
    """The rows of a matrix in the order of its table.

    The line of the generalists is drawn as long as the sites stand by their number of sectors,
    and all of these are shown.
    """
    found: Coverage = scene.result.source.total.found
    shown = scene.state.view.table(scene.result.name)
    sort = shown.sort
    whole = all(site.named == site.all_named for site in found.sites)
    order = [scene.result.key(row) for row in range(len(scene.result))]
    by_number = not sort or sort[0] == ("sectors", True)
    columns = [each.id for each in scene.result.columns if each.id in found.columns]
    line = whole and by_number
    return MatrixSource(found, order, columns, scene.glyphs, line=line, shown=shown)


class MatrixSource(ListSource[SiteRow | str]):
    """Rows for a matrix: the sites that name each column, then the sites in order.

    With ``line`` the sites stand by falling number of sectors, and a line is drawn below the
    generalists.
    """

    pinned = PINNED

    def __init__(
        self,
        found: Coverage,
        order: Sequence[str],
        columns: Sequence[str],
        glyphs: Glyphs,
        *,
        line: bool = False,
        shown: TableView = PLAIN,
    ) -> None:
        """Show sites by id in this order, and these columns of the matrix."""
        self.found = found
        self._shown = columns
        self._glyphs = glyphs
        sites = {site.id: site for site in found.sites}
        ordered = [sites[ident] for ident in order]
        rows: list[SiteRow | str] = [TOTAL, *ordered] if ordered else []
        generalists = sum(site.generalist for site in ordered)
        if line and 0 < generalists < len(ordered):
            rows.insert(generalists + 1, LINE)
        super().__init__(rows)
        words = found.store.vocabulary.words("sector")
        self._roles = {
            ident: role_of(
                "sector_group",
                str(words[ident].attributes.get("group", "")) if ident in words else ident,
            )
            for ident in found.columns
        }
        self._most_named = max((site.named or 0 for site in found.sites), default=0)
        self._most_covered = max(map(len, found.covering.values()), default=0)
        self.columns: Sequence[GridColumn] = [
            sized(GridColumn("site", "Site", max_width=22), shown),
            sized(GridColumn("sectors", "No.", align="right"), shown),
            *(
                GridColumn(ident, found.label(ident), align="center", min_width=1, max_width=1)
                for ident in columns
            ),
        ]

    def key(self, row: int) -> str:
        """Identity of the row."""
        entry = self.lines[row]
        return entry if isinstance(entry, str) else entry.id

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""
        entry = self.lines[row]
        if isinstance(entry, str):
            return self._total(column) if entry == TOTAL else self._line(column)
        if column == 0:
            return printable(self.found.store.site_name(entry.id)), "title"
        if column == 1:
            return self._named(entry), heat(entry.named or 0, self._most_named) or "muted"
        return self._evidence(entry, self._shown[column - PINNED])

    def _total(self, column: int) -> Cell:
        if column < PINNED:
            return ("Named by", "muted") if column == 0 else ("", "")
        number = len(self.found.covering[self._shown[column - PINNED]])
        return str(number), heat(number, self._most_covered) or "muted"

    def _line(self, column: int) -> Cell:
        if column == 0:
            return f"{self._glyphs.up} {GENERALIST_SECTORS} or more", "muted"
        return self._glyphs.border, "muted"

    def _named(self, site: SiteRow) -> str:
        if site.named is None:
            return f"{UNKNOWN} "
        return f"{site.named}{SIGNS.get(site.completeness, ' ')}"

    def _evidence(self, site: SiteRow, column: str) -> Cell:
        official, other = self.found.evidence(site, column)
        glyphs = self._glyphs
        if not official and not other:
            return glyphs.absent if site.completeness == "complete" else UNKNOWN, "muted"
        role = self._roles[column]
        if self.found.by != "group":
            return glyphs.official if official else glyphs.evidence, role
        parts = [f"{glyphs.official}{official}"] if official else []
        return " ".join([*parts, *([f"{glyphs.evidence}{other}"] if other else [])]), role


def _matrix() -> type[Grid]:
    from tui.explorer.panes.matrix import Matrix

    return Matrix


def _cell(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The first sector of the cell under the cursor, or the site before the sectors."""
    site = text.site_at(spot)
    if site is None:
        return None
    if spot.column not in text.coverage_in(scene).columns:
        return "sites", site.site
    named = site.cells.get(spot.column, ())
    return ("sectors", named[0]) if named else None


def _open_cell(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """All about a cell, a sector or all sites; a site opens as it is."""
    found, site = text.coverage_in(scene), text.site_at(spot)
    if site is not None and spot.column not in found.columns:
        return ()
    return text.detail(scene.state, found, site, spot.column)


def _open_gap(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """The sector, and what the site that names it says."""
    gap = spot.record
    site = gap.sites[0] if gap.sites else None
    return text.detail(scene.state, gap.found, site, gap.sector)


def _only(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """What the only site that names a sector says of it."""
    gap = spot.record
    return ("sectors", gap.sites[0].cells[gap.sector][0]) if gap.sites else None


def _site(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The site under the cursor: of a pair the one whose name it stands on."""
    pair = spot.record
    ident = pair.other if spot.column == "other" else pair.site
    return None if ident is None else ("sites", scene.store.site_row(ident))


def _pairs(_: Scene, spot: Spot) -> str:
    """The pairs that a site is in; all of them for the row of all."""
    if spot.row is None:
        return ""
    return render(any_of(parse(only(field, spot.key)) for field in ("site", "other")))


def _named_by(what: str, table: str) -> Way:
    """Which site names which sector, or a sector of which group."""
    return Way(
        id=f"by-{what}",
        title=f"by {what}",
        table=table,
        grid=_matrix,
        source=matrix_source,
        rows_told=text.rows_told,
        note=text.note,
        behind=_cell,
        opens=_open_cell,
        legend=text.legend,
        narrows=("sectors",),
    )


WAYS: tuple[Way, ...] = (
    _named_by("sector", "sector-matrix"),
    _named_by("group", "sector-groups"),
    Way(
        "gaps", "gaps", "sector-gaps", drawn=text.gap_columns, note=text.gap_note, behind=_only,
        opens=_open_gap, legend=lambda _: text.GAP_LEGEND, empty=text.no_gap
    ),
    Way(
        "similarity", "similarity", "closest-sites", drawn=text.pair_columns,
        total="All pairs", behind=_site, legend=lambda _: text.PAIR_LEGEND,
        below=Below("sector-likeness", _pairs, text.pair_caption)
    ),
)  # fmt: skip

"""A way of looking as data: what a tab shows of a table, one to choose from, why it is empty."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.text import GridSource
from tui.explorer.result_rows import Drawn, ResultSource, index_of
from tui.explorer.state import State
from tui.explorer.tabs.naming import Said
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine import masks
from tui.query.engine.relations import listed_for
from tui.query.engine.store import Store
from tui.query.language.render import only
from tui.text import cut, plural, printable

if TYPE_CHECKING:
    from tui.analysis.tables import Selection
    from tui.analysis.telling.sections import Section
    from tui.explorer.grid.grid import Grid
    from tui.query.assist.empty_result import Excluder
    from tui.query.engine.row_words import Telling

    Evidence = tuple[str, tuple[Telling, ...]]
    """Name of what is under the cursor, and what it rests on."""


@frozen
class Chooser:
    """What a way of looking is chosen by.

    ``table`` is listed beside the way's own, whose column ``field`` holds the key of the row
    chosen. ``moves`` gives from that key, and the key of the row that was under the cursor, the
    row that is to be under it. ``drawn`` says how its columns are laid out. The choice is part of
    the view.
    """

    table: str
    field: str
    moves: Callable[[str, str], str]
    drawn: Mapping[str, Drawn] = dataclasses.field(default_factory=dict)

    def chosen(self, state: State) -> str:
        """Key of the row chosen, by default the first of the list unsorted; "" without rows."""
        result = state.result(self.table)
        key = state.view.table(self.table).chosen
        if key and index_of(result, key) is not None:
            return key
        first = min(result.rows, default=None)
        return "" if first is None else dataclasses.replace(result, rows=(first,)).key(0)

    def pick(self, state: State, table: str) -> Result:
        """The rows of a table that the choice picks; none where there is nothing to choose."""
        key = self.chosen(state)
        if key:
            return state.result(table, only(self.field, key))
        return dataclasses.replace(state.result(table), rows=())

    def choice(self, state: State, result: Result, row: int) -> tuple[str, str] | None:
        """What a row of another way would have chosen here, as a table and a key of it.

        None where it says nothing of it, or that is chosen already.
        """
        column = result.spec.own_column(self.field)
        key = None if column is None else result.value(row, column)
        listed = state.result(self.table)
        if not isinstance(key, str) or index_of(listed, key) is None or key == self.chosen(state):
            return None
        return self.table, key


_LONGEST_TERM = 60


def empty_text(state: State, result: Result, *, keys: bool = True) -> str:
    """Why a table is empty, and with ``keys`` which one helps."""
    if state.site_count:
        if state.view.findings and not state.view.whole and _of_findings(result):
            return _no_finding(state, result, keys=keys)
        narrowed = result.name != "sites" and not state.view.whole and state.view.filter
        if result.name in state.store.specs:
            rows = result.spec.label.lower()
            text = f"No {rows} are known for these sites."
            text = f"The filter leaves none of the {rows} of these sites." if narrowed else text
        else:
            text = "The filter leaves nothing here." if narrowed else "Nothing is known here."
        return f"{text}\nw shows whole lists." if narrowed and keys else text
    from tui.query.assist import empty_result

    excluders = empty_result.why_empty(state.dataset, state.view)
    if not excluders:
        return "The cohort has no site."
    first = excluders[0]
    sites = plural(first.left_without, "site")
    term = cut(printable(first.text), _LONGEST_TERM)
    text = "No site matches"
    if first.nowhere:
        text += f": nothing in the dataset matches  {term}"
        text += f"  ({first.known})" if first.known else ""
    text += f"; did you mean '{printable(first.meant)}'? " if first.meant else ". "
    it = "it" if first.nowhere else f" {term} "
    drop = ": Enter, then d removes it" if keys else ""
    text += f"Without {it} there would be {sites}{drop}."
    beyond = empty_result.outside(state.dataset, state.view)
    if beyond:
        other = ": b changes the cohort" if keys else ""
        text += f"\n{plural(beyond, 'site')} beyond this cohort would match{other}."
    return text


def _of_findings(result: Result) -> bool:
    from tui.analysis.tables import OF_FINDINGS

    return result.name in OF_FINDINGS


def findings_excluders(state: State, name: str) -> tuple[Excluder, ...]:
    """The terms on findings that leave none in a table of findings, the likeliest cause first."""
    from tui.analysis.tables import table
    from tui.query.assist.empty_result import why_no_rows

    view = state.view.but(findings="", rows="")
    return why_no_rows(table(state.dataset, view, name), view.but(rows=state.view.findings))


def _no_finding(state: State, result: Result, *, keys: bool) -> str:
    """Which term leaves no finding."""
    excluders = findings_excluders(state, result.name)
    if not excluders:
        return "No finding is known."
    first = excluders[0]
    term = cut(printable(first.text), _LONGEST_TERM)
    known = f" ({first.known})" if first.known else ""
    text = f"No finding matches{known}. Without  {term}  there would be {first.left_without:,}."
    return f"{text}\nEnter, then d removes it; w shows all of them." if keys else text


Piece = tuple[str, str]
"""Text of a piece of a line and its role: "", "label" or "strong"; of a legend "" or, for what
explains a sign that is only drawn, "sign", or the role in which the sign itself is drawn."""


def explained(sign: str, words: str, role: str = "glyph", gap: int = 2) -> list[Piece]:
    """A sign of the table in its own colour, and what it means, for a legend."""
    return [(sign, role), (f" {words}{' ' * gap}", "sign")]


def usual_signs(glyphs: Glyphs) -> list[Piece]:
    """The signs of most tables, for a legend."""
    return [
        *explained(glyphs.unknown, "unknown", "muted"),
        *explained(glyphs.unsure, "not confirmed", "unsure"),
    ]


LABEL = 12
"""Cells of what a line above a table tells of, with the blanks around it."""


def label_line(label: str, *told: Piece) -> list[Piece]:
    """A line above the table, with what it tells of in front."""
    return [(f" {label:<{LABEL - 1}}", "label"), *told]


def site_names(store: Store, sites: Iterable[str]) -> list[str]:
    """Names of sites by their ids."""
    return [printable(store.site_name(site)) for site in sites]


def list_signs(completeness: Collection[str]) -> list[Piece]:
    """The signs behind the length of lists that are not complete, of those that occur."""
    return [
        *(explained("+", "incomplete") if "partial" in completeness else []),
        *(explained("?", "perhaps") if "unknown" in completeness else []),
    ]


class Scene:
    """What a way is drawn from: the state, its table, and the room that there is.

    ``width`` is that of the tab in cells; with ``wide`` two panes stand side by side. It is told
    ``in_words`` where nothing is drawn and no key acts: no bars and no signs that need a legend.
    """

    def __init__(
        self,
        state: State,
        result: Result,
        width: int,
        *,
        wide: bool = False,
        in_words: bool = False,
    ) -> None:
        """Look at a table under a state."""
        self.state = state
        self.result = result
        self.width = width
        self.wide = wide
        self.in_words = in_words

    @property
    def store(self) -> Store:
        """The dataset as columns."""
        return self.state.store

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the terminal can draw."""
        return self.state.glyphs

    def tells(self, column: str) -> bool:
        """Whether a column, in full in the row itself, need not be told again."""
        return self.in_words and any(each.id == column for each in self.result.columns)

    @cached_property
    def selection(self) -> Selection:
        """The picked sites, for what is worked out beside the table."""
        return self.state.selection

    @cached_property
    def records(self) -> Sequence[Any]:
        """Records of the rows shown, in their order."""
        return [self.result.record(row) for row in range(len(self.result))]


@frozen
class Spot:
    """What is under the cursor: a record of the table, and the column.

    ``row`` counts the rows of the result; it is None where the record stands for all rows.
    """

    record: Any
    column: str
    key: str
    row: int | None


@frozen
class Below:
    """A second table, of what belongs to the row under the cursor.

    ``rows`` gives the filter of its rows, "" for all; ``without`` are columns that say the
    same in every row of it.
    """

    table: str
    rows: Callable[[Scene, Spot], str]
    caption: Callable[[Scene, Spot], str]
    without: tuple[str, ...] = ()


@frozen
class Way:
    """One way of looking at a tab.

    ``id`` is its name on the command line and in saved views, ``title`` that on the screen;
    ``table`` is the table that it shows; with a ``chooser`` its rows are picked by what is chosen
    there. ``without`` are columns that tell nothing here: they are left out where none are chosen
    by hand. All else says how: how columns are ``drawn``; ``total`` names the row of all rows, with
    ``{}`` for the number of sites; ``figures`` stand above the table and ``note`` tells of the
    cursor below it, in full in a pane where ``tells`` is given; ``opens`` is what Enter shows, by
    default the row of the dataset ``behind`` the cursor; ``evidence`` is what ``o`` shows where
    that is not what the row behind rests on. ``narrows`` are the tables whose rows a filter may
    leave out. With ``late`` it needs more than the sites, which are read first. ``aside`` tells
    whether the table takes so long that it is worked out beside the screen. ``grid`` is the widget,
    where it is not the usual table, and ``source`` its rows; ``rows_told`` are these rows in words,
    where their cells are signs.
    """

    id: str
    title: str
    table: str
    chooser: Chooser | None = None
    without: Callable[[State, Result], Collection[str]] | None = None
    drawn: Callable[[Scene], Mapping[str, Drawn]] | None = None
    total: str = ""
    figures: Callable[[Scene], list[list[Piece]]] | None = None
    remark: Callable[[Scene], str] | None = None
    note: Callable[[Scene, Spot], Said] | None = None
    tells: Callable[[Scene, Spot], tuple[Section, ...]] | None = None
    opens: Callable[[Scene, Spot], tuple[Section, ...]] | None = None
    behind: Callable[[Scene, Spot], tuple[str, int] | None] | None = None
    evidence: Callable[[Scene, Spot], Evidence | None] | None = None
    legend: Callable[[Scene], Sequence[Piece]] | None = None
    empty: Callable[[Scene], str] | None = None
    below: Below | None = None
    narrows: tuple[str, ...] = ()
    late: bool = False
    aside: Callable[[State], bool] | None = None
    grid: Callable[[], type[Grid]] | None = None
    source: Callable[[Scene], GridSource] | None = None
    rows_told: Callable[[Scene], Sequence[Section]] | None = None


def with_id(table: str) -> Callable[[Scene, Spot], tuple[str, int]]:
    """The row behind the cursor, where the way's rows go by the ids of a table."""
    return lambda scene, spot: (table, scene.store.table(table).values("id").index(spot.key))


def recorded_row(_: Scene, spot: Spot) -> tuple[str, int] | None:
    """The row behind the cursor, where the record there names its table and row; else none."""
    return (spot.record.table, spot.record.row) if spot.record.table else None


def one_row(store: Store, table: str, row: int) -> Result:
    """The result that holds this row of the store's table only."""
    source = store.table(table)
    return Result(table, source.spec.defaults, (row,), 1, store, source)


def result_of(way: Way, state: State) -> Result:
    """The table that a way shows."""
    chooser = way.chooser
    result = state.result(way.table) if chooser is None else chooser.pick(state, way.table)
    if way.without is None or state.view.table(way.table).columns:
        return result
    without = way.without(state, result)
    columns = tuple(column for column in result.columns if column.id not in without)
    return dataclasses.replace(result, columns=columns)


def source_of(way: Way, scene: Scene) -> GridSource:
    """The rows of a way as they stand in the grid."""
    if way.source is not None:
        return way.source(scene)
    drawn = way.drawn(scene) if way.drawn is not None else None
    total = way.total.format(scene.state.site_count)
    shown = scene.state.view.table(scene.result.name)
    return ResultSource(scene.result, shown, drawn=drawn, total=total)


def spot_at(scene: Scene, source: GridSource, row: int, column: str) -> Spot | None:
    """What stands in a row of the grid; None where the source is that of another table."""
    key = source.key(row)
    if isinstance(source, ResultSource):
        if source.result is not scene.result:
            return None
        return Spot(source.record(row), column, key, source.row_of(row))
    place = index_of(scene.result, key)
    if place is None:
        return Spot(None, column, key, None)
    return Spot(scene.result.record(place), column, key, place)


def below_of(part: Below, scene: Scene, spot: Spot | None) -> Result:
    """The rows of the second table that belong to the row under the cursor."""
    rows = part.rows(scene, spot) if spot is not None else ""
    result = scene.state.result(part.table, rows)
    if not rows or not part.without:
        return result
    columns = tuple(each for each in result.columns if each.id not in part.without)
    return dataclasses.replace(result, columns=columns or result.columns)


def left_out(way: Way, state: State) -> str:
    """How many rows the filter leaves out of the lists, such as ``3 of 12 rows``; "" for none."""
    listed = whole = 0
    for name in way.narrows:
        listed += len(state.result(name))
        whole += masks.count(listed_for(state.store, name, state.picked) or b"")
    return f"{listed:,} of {whole:,} rows" if listed != whole else ""


def why_empty(way: Way, scene: Scene) -> str:
    """Why a way shows no row."""
    keys = not scene.in_words
    if not scene.state.site_count:
        return empty_text(scene.state, scene.state.result("sites"), keys=keys)
    if way.empty is not None:
        return way.empty(scene)
    return empty_text(scene.state, scene.result, keys=keys)

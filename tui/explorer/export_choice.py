"""What is taken away: which table, which rows and columns; looking into tables, and writing one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from tui.analysis.tables import kept_table, tables
from tui.dataset import Dataset
from tui.explorer.messages import Request
from tui.explorer.result_rows import marked, rows_only
from tui.export.formats import DoesNotFitError, MissingLibraryError, format_of
from tui.export.origin import Origin, origin_of
from tui.export.saving import SaveError, export, suggest_name
from tui.export.sheet import Sheet, sheet, with_evidence
from tui.frozen import frozen
from tui.query import Result, View
from tui.text import plural, printable

MARKED, MARKED_ANYWHERE, VISIBLE, UNFILTERED = "marked", "marked-anywhere", "visible", "unfiltered"
SHOWN_COLUMNS, ALL_COLUMNS = "shown", "all"
COMPUTED = "*"
"""Stands for the computed table of a tab among the names of tables."""
MANY_SITES = 1_000
"""Sites from which tables are worked out beside the screen."""


@frozen
class Option:
    """One of several things to take: its id, the words for it, and how much it is."""

    id: str
    label: str
    count: int = 0


@frozen
class Order:
    """What a person asks for in the export dialog, by the ids of the options."""

    table: str
    rows: str = VISIBLE
    columns: str = SHOWN_COLUMNS
    format: str = "csv"
    origin: bool = False


class Picker:
    """Answers what can be taken from a view, and takes it.

    ``computed`` is a worked-out table that is on offer beside those of the dataset; ``looked_at``
    stands on the screen, perhaps with fewer rows than the view gives. Safe to be asked from a
    thread.
    """

    def __init__(
        self,
        dataset: Dataset,
        view: View,
        computed: Sheet | None = None,
        looked_at: Result | None = None,
        folders: Sequence[Path] = (),
        base: str = "sites",
    ) -> None:
        """Offer the tables of a dataset under a view; ``folders`` are those of own data.

        What the view says of the rows of one table holds for ``computed`` and no other; that is
        worked out from the rows of the table ``base``.
        """
        self._base = base
        self.folders = folders
        self.dataset = dataset
        self.view = view.but(rows="")
        self._counted = view.rows
        self.sheet = computed
        self._looked_at = looked_at
        self._shown: tuple[str, Result] | None = None

    def result(self, name: str) -> Result:
        """A table as it is shown; the last one asked for is kept."""
        if self._looked_at is not None and self._looked_at.name == name:
            return self._looked_at
        kept = self._shown
        if kept is None or kept[0] != name:
            kept = self._shown = (name, kept_table(self.dataset, self.view, name))
        return kept[1]

    def tables(self) -> tuple[Option, ...]:
        """The tables: the computed one first, then those of the dataset."""
        options = tuple(Option(each.name, each.title) for each in tables(self.dataset).values())
        if self.sheet is None:
            return options
        return (
            Option(COMPUTED, printable(self.sheet.name.replace("_", " ").replace("-", " "))),
            *options,
        )

    def rows(self, name: str) -> tuple[Option, ...]:
        """Which rows of a table can be had, the best guess first; each choice differs."""
        if name == COMPUTED:
            size = len(self.sheet) if self.sheet else 0
            return (Option(VISIBLE, f"all {size:,}", size),)
        result = self.result(name)
        size, total = len(result), result.total
        filtered = size != total
        options = [Option(VISIBLE, f"{size:,} shown" if filtered else f"all {size:,}", size)]
        if filtered:
            options.append(Option(UNFILTERED, f"{total:,} without filter", total))
        picked = marked(result, self.view.marks)
        if picked.hidden:
            many = len(picked)
            words = f"{many:,} marked, hidden too" if picked.visible else f"{many:,} marked, hidden"
            options.insert(
                0 if picked.visible else len(options), Option(MARKED_ANYWHERE, words, many)
            )
        if picked.visible:
            many = len(picked.visible)
            options.insert(0, Option(MARKED, f"{many:,} marked", many))
        return tuple(options)

    def columns(self, name: str) -> tuple[Option, ...]:
        """Which columns of a table can be had."""
        if name == COMPUTED:
            count = len(self.sheet.columns) if self.sheet else 0
            return (Option(SHOWN_COLUMNS, f"all {count}", count),)
        result = self.result(name)
        count, total = len(result.columns), len(result.spec.columns)
        if set(result.columns) == set(result.spec.columns):
            return (Option(SHOWN_COLUMNS, f"all {count}", count),)
        return (
            Option(SHOWN_COLUMNS, f"{count} shown", count),
            Option(ALL_COLUMNS, f"all {total}", total),
        )

    def file_name(self, order: Order) -> str:
        """A name for the file."""
        view = self._unfiltered() if order.rows == UNFILTERED else self.view
        computed = order.table == COMPUTED and self.sheet is not None
        named = self.sheet if computed and self.sheet else sheet(order.table, (), ())
        return suggest_name(named, view, order.format)

    @property
    def slow(self) -> bool:
        """Whether a table may take so long to work out that a person would notice."""
        return len(self.dataset.sites) >= MANY_SITES

    def take(self, order: Order) -> Result | Sheet:
        """The table asked for."""
        if order.table == COMPUTED and self.sheet is not None:
            return self.sheet
        result = self.result(order.table)
        if order.rows == UNFILTERED:
            result = kept_table(self.dataset, self._unfiltered(), order.table)
        elif order.rows in (MARKED, MARKED_ANYWHERE):
            result = self._marked(result, anywhere=order.rows == MARKED_ANYWHERE)
        if order.columns == ALL_COLUMNS:
            result = dataclasses.replace(result, columns=result.spec.columns)
        return with_evidence(result) if format_of(order.format).whole else result

    def _unfiltered(self) -> View:
        return self.view.but(filter="", findings="", rows="", whole=False, limit=0)

    def _marked(self, result: Result, *, anywhere: bool) -> Result:
        picked = marked(result, self.view.marks)
        if not anywhere:
            return rows_only(result, picked.visible)
        named = {*picked.visible, *picked.hidden}
        sort = self.view.table(result.name).sort
        order = result.source.order(sort, result.store.rank) if sort else sorted(named)
        return rows_only(result, [row for row in order if row in named])

    def origin(self, order: Order, what: Result | Sheet) -> Origin:
        """Where the table asked for comes from."""
        if isinstance(what, Sheet):
            return self._origin_of_sheet(what, order.format)
        view = self._unfiltered() if order.rows == UNFILTERED else self.view.but(rows=what.where)
        origin = origin_of(self.dataset, view, what, fmt=order.format, data=self.folders)
        if order.rows in (MARKED, MARKED_ANYWHERE):
            return dataclasses.replace(origin, rows="marked by hand")
        return origin

    def _origin_of_sheet(self, computed: Sheet, fmt: str) -> Origin:
        """The origin of a computed table: that of the rows which it is worked out from."""
        rows = "" if self._base == "sites" else self._counted
        base = kept_table(self.dataset, self.view.but(rows=rows), self._base)
        origin = origin_of(self.dataset, self.view, base, fmt=fmt, data=self.folders)
        return dataclasses.replace(
            origin,
            table=computed.name,
            rows=self._counted,
            count=len(computed),
            columns=tuple(column.id for column in computed.columns),
            command=f"{origin.command} (the {self._base} that it is worked out from)",
        )


@frozen
class Taken:
    """What was written, so that the next dialog can start from the same choices."""

    order: Order
    folder: str


class Known(Request):
    """Which rows and columns of a table can be had."""

    name: str
    rows: Sequence[Option]
    columns: Sequence[Option]


class Done(Request):
    """The writer is through: the paths written, or what prevented it."""

    order: Order
    rows: int
    outcome: Sequence[Path] | SaveError

    def words(self) -> str:
        """The outcome as a sentence or two."""
        if isinstance(self.outcome, SaveError):
            return f"{printable(str(self.outcome))}."
        first, *beside = (printable(str(path)) for path in self.outcome)
        text = f"Wrote {plural(self.rows, 'row')} to {first}"
        return f"{text}\nand where they come from to {beside[0]}" if beside else text


def written(picker: Picker, order: Order, path: str, *, force: bool) -> Done:
    """Write the table asked for; what prevents it comes back as an error, not raised."""
    what = picker.take(order)
    try:
        always = format_of(order.format).origin == "always"
        origin = picker.origin(order, what) if order.origin or always else None
        paths = export(what, order.format, path, origin=origin, beside=order.origin, force=force)
    except (MissingLibraryError, DoesNotFitError) as error:
        return Done(order, len(what), SaveError(str(error)))
    except SaveError as error:
        return Done(order, len(what), error)
    return Done(order, len(what), paths)

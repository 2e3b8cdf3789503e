"""What a person is looking at, as one value: cohort, filter, tab, columns, sort, marks, tally."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal, get_args

from tui.frozen import frozen
from tui.query.language.render import with_part
from tui.query.language.tree import FilterError
from tui.text import did_you_mean, one_line, quote

Measure = Literal["sum", "mean", "median", "least", "most"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
TALLY = "tally"
"""Name of the table of a tally."""
Each = Literal["", "value", "day", "month", "year", "class"]
GRAINS: tuple[Each, ...] = get_args(Each)
Share = Literal["", "row", "column", "all"]
SHARES: tuple[Share, ...] = get_args(Share)


@frozen
class Ask:
    """What is to be counted.

    ``by`` holds the ids of one or two columns, ``figure`` that of a numeric column to measure
    ("" for none), ``each`` how dates or numbers of the first column are put together ("" for
    what suits them). ``share`` tells of what the cells of a cross table are percentages, "" for
    counts.
    """

    by: tuple[str, ...]
    figure: str = ""
    measure: Measure = "sum"
    each: Each = ""
    share: Share = ""


@frozen
class TallyView:
    """A tally of a table; ``rows`` is the filter of its rows, "" for all."""

    table: str
    ask: Ask
    rows: str = ""


_KEYS = ("table", "rows", "by", "figure", "measure", "each", "share")


def tally_to_plain(tally: TallyView) -> dict[str, Any]:
    """A tally as plain values for TOML; what is at its default is left out."""
    ask = tally.ask
    plain = {
        "table": tally.table,
        "rows": tally.rows,
        "by": list(ask.by),
        "figure": ask.figure,
        "measure": ask.measure if ask.figure else "",
        "each": ask.each,
        "share": ask.share,
    }
    return {key: value for key, value in plain.items() if value}


def tally_from_plain(plain: Mapping[str, Any]) -> TallyView:
    """The tally that :func:`tally_to_plain` wrote. Raises ValueError naming the key at fault."""
    for key in plain:
        if key not in _KEYS:
            close = did_you_mean(key, _KEYS)
            raise ValueError(f"tally.{key} is unknown{f', {close} is near' if close else ''}")
    texts = {key: _text(plain, key) for key in _KEYS if key != "by"}
    by = plain.get("by")
    named = isinstance(by, list) and all(isinstance(each, str) and each for each in by)
    if not named or not by or len(by) > 2:
        raise ValueError("tally.by must name one column or two")
    if not texts["table"]:
        raise ValueError("tally.table must name a table")
    measure = next((each for each in MEASURES if each == (texts["measure"] or "sum")), None)
    if measure is None:
        raise ValueError(f"tally.measure must be one of {', '.join(MEASURES)}")
    grain = next((each for each in GRAINS if each == texts["each"]), None)
    if grain is None:
        raise ValueError(f"tally.each must be one of {', '.join(GRAINS[1:])}")
    share = next((each for each in SHARES if each == texts["share"]), None)
    if share is None or (share and len(by) < 2):
        raise ValueError(f"tally.share must be one of {', '.join(SHARES[1:])}, of two columns")
    ask = Ask(tuple(by), texts["figure"], measure, grain, share)
    return TallyView(texts["table"], ask, texts["rows"])


def _text(plain: Mapping[str, Any], key: str) -> str:
    value = plain.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"tally.{key} must be a text, not {quote(value)}")
    return value


Sort = tuple[tuple[str, bool], ...]


@frozen
class TableView:
    """How one table is shown.

    ``columns`` are ids in order, () for the default selection without ``hidden``; ``sort``
    holds (column id, descending) pairs, the first weighing most; ``pinned`` counts the first
    columns that stay in place while scrolling sideways; ``widths`` are those that a person set,
    in terminal cells by column id. ``chosen`` is the key of the row by which another table is
    picked, "" for the first. ``cursor`` is the key of the row and the id of the column where the
    cursor is to begin, each "" for the first.
    """

    columns: tuple[str, ...] = ()
    sort: Sort = ()
    pinned: int = 1
    chosen: str = ""
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    cursor: tuple[str, str] = ("", "")


PLAIN = TableView()
LEAST_WIDTH, MOST_WIDTH = 3, 400
"""Bounds of the width of a column, in terminal cells."""


@frozen
class View:
    """An immutable state of the explorer, or of one ``aif show`` call.

    ``filter`` picks sites, ``findings`` which of the re-computed findings are listed, ``rows``
    picks rows of the table itself (command line only); with ``whole`` neither child tables nor
    findings are narrowed to the rows that the filter speaks of.
    ``ways`` names the way of looking that is on in a tab where it is not the first one; ``map``
    what the signs of the map stand for, "" where it is closed; ``facets`` says that these are
    open; ``tally`` is a count of rows that lies over the tab.
    """

    cohort: str = ""
    filter: str = ""
    findings: str = ""
    rows: str = ""
    tab: str = "sites"
    whole: bool = False
    limit: int = 0
    tables: Mapping[str, TableView] = field(default_factory=lambda: MappingProxyType({}))
    ways: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    map: str = ""
    facets: bool = False
    marks: frozenset[str] = frozenset()
    tally: TallyView | None = None

    def __post_init__(self) -> None:
        """Keep the filter on one line, wherever it comes from."""
        for name in ("filter", "findings"):
            text = getattr(self, name)
            if not text.isprintable():
                object.__setattr__(self, name, one_line(text))

    @property
    def text(self) -> str:
        """The filter as one text: what it says of sites, then what it says of findings."""
        if not (self.filter.strip() and self.findings.strip()):
            return self.findings or self.filter
        try:
            return with_part(self.filter, self.findings)
        except FilterError:
            return f"{self.filter} {self.findings}"

    def table(self, name: str) -> TableView:
        """How this table is shown."""
        return self.tables.get(name, PLAIN)

    def with_table(self, name: str, **changes: Any) -> View:
        """A view in which this table is shown differently."""
        return self.with_shown(name, dataclasses.replace(self.table(name), **changes))

    def with_shown(self, name: str, shown: TableView) -> View:
        """A view in which this table is shown so."""
        tables = {each: entry for each, entry in self.tables.items() if each != name}
        if shown != PLAIN:
            tables[name] = shown
        return dataclasses.replace(self, tables=MappingProxyType(tables))

    def with_way(self, tab: str, way: str) -> View:
        """A view in which a tab is looked at another way; "" for its first one."""
        ways = {name: each for name, each in self.ways.items() if name != tab}
        if way:
            ways[tab] = way
        return dataclasses.replace(self, ways=MappingProxyType(ways))

    def but(self, **changes: Any) -> View:
        """A view with some parts replaced."""
        return dataclasses.replace(self, **changes)


def to_plain(view: View) -> dict[str, Any]:
    """The view as plain values for TOML; what is at its default is left out."""
    names = ("cohort", "filter", "findings", "tab", "whole", "map", "facets")
    plain = {name: getattr(view, name) for name in names} | {
        "ways": dict(view.ways),
        "marks": sorted(view.marks),
        "tally": tally_to_plain(view.tally) if view.tally is not None else {},
        "tables": {name: entry for name, each in view.tables.items() if (entry := _shown(each))},
    }
    return {name: value for name, value in plain.items() if value}


def _shown(table: TableView) -> dict[str, Any]:
    entry = {
        "columns": list(table.columns),
        "sort": [f"-{ident}" if down else ident for ident, down in table.sort],
        "pinned": table.pinned if table.pinned != 1 else None,
        "chosen": table.chosen,
        "hidden": sorted(table.hidden),
        "widths": dict(table.widths),
        "cursor": list(table.cursor) if any(table.cursor) else [],
    }
    return {key: value for key, value in entry.items() if value or value == 0}


def from_plain(plain: Mapping[str, Any]) -> View:
    """The view that :func:`to_plain` wrote. Raises ValueError naming a key of the wrong type."""
    tables = {}
    for name, entry in _checked(plain, "tables", dict, {}).items():
        if not isinstance(entry, dict):
            raise ValueError(f"tables.{name} must be a table")
        tables[name] = TableView(
            columns=tuple(_checked(entry, "columns", list, [])),
            sort=parse_sort(",".join(_checked(entry, "sort", list, []))),
            pinned=max(_checked(entry, "pinned", int, 1), 0),
            chosen=_checked(entry, "chosen", str, ""),
            hidden=frozenset(_checked(entry, "hidden", list, [])),
            widths=MappingProxyType(_widths(entry)),
            cursor=_cursor(entry),
        )
    counted = _checked(plain, "tally", dict, {})
    return View(
        cohort=_checked(plain, "cohort", str, ""),
        filter=_checked(plain, "filter", str, ""),
        findings=_checked(plain, "findings", str, ""),
        tab=_checked(plain, "tab", str, "sites"),
        whole=_checked(plain, "whole", bool, False),
        map=_checked(plain, "map", str, ""),
        facets=_checked(plain, "facets", bool, False),
        marks=frozenset(_checked(plain, "marks", list, [])),
        ways=MappingProxyType(_ways(plain)),
        tables=MappingProxyType(tables),
        tally=tally_from_plain(counted) if "tally" in plain else None,
    )


def _ways(plain: Mapping[str, Any]) -> dict[str, str]:
    ways = _checked(plain, "ways", dict, {})
    for tab, way in ways.items():
        if not isinstance(way, str):
            raise ValueError(f"ways.{tab} must be a text, not {quote(way)}")
    return dict(ways)


def _widths(entry: Mapping[str, Any]) -> dict[str, int]:
    widths = _checked(entry, "widths", dict, {})
    for ident, width in widths.items():
        if type(width) is not int or not LEAST_WIDTH <= width <= MOST_WIDTH:
            bounds = f"{LEAST_WIDTH} to {MOST_WIDTH}"
            raise ValueError(f"widths.{ident} must be {bounds}, not {quote(width)}")
    return dict(widths)


def _cursor(entry: Mapping[str, Any]) -> tuple[str, str]:
    cursor = _checked(entry, "cursor", list, ["", ""])
    if len(cursor) != 2:
        raise ValueError(f"cursor must name a row and a column, not {quote(cursor)}")
    return cursor[0], cursor[1]


def _checked(plain: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
    value = plain.get(key, default)
    if not isinstance(value, kind):
        raise ValueError(f"{key} must be {kind.__name__}, not {quote(value)}")
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} must be a list of texts")
    return value


def parse_sort(text: str) -> Sort:
    """``"a,-b"`` as ``(("a", False), ("b", True))``."""
    names = [part.strip() for part in text.split(",") if part.strip()]
    return tuple((name.removeprefix("-"), name.startswith("-")) for name in names)

"""Which columns tell the rows of a table apart, and which lead to another table.

A key is declared where it holds for the rows at hand: a selection may leave out what a row
points to, and faulty data may have two rows of one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.export.sheet import Sheet
from tui.frozen import frozen

_KEYS: Mapping[str, tuple[str, ...]] = {
    "systems": ("site", "id"),
    "rankings": ("site", "system", "list", "edition"),
    "partners": ("site", "id"),
    "sectors": ("site", "id"),
    "regions": ("nuts2",),
    "vocabulary": ("list", "id"),
    **dict.fromkeys(
        ("sites", "organisations", "access_modes", "clusters", "facts", "findings", "sources"),
        ("id",),
    ),
}


@frozen
class Link:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


_SITE = Link(("site",), "sites", ("id",))
_LINKS: Mapping[str, tuple[Link, ...]] = {
    "systems": (_SITE,),
    "rankings": (_SITE, Link(("site", "system"), "systems", ("site", "id"))),
    "partners": (_SITE, Link(("id",), "organisations", ("id",))),
    "sectors": (_SITE,),
    "services": (_SITE,),
    "access": (_SITE,),
    "indicators": (Link(("nuts2",), "regions", ("nuts2",)),),
}


def key_of(sheet: Sheet) -> tuple[str, ...]:
    """The primary key of a table, () where none holds."""
    key = _KEYS.get(sheet.name, ())
    if not key or not _has(sheet, key):
        return ()
    rows = list(tuples(sheet, key))
    unknown = any(None in row for row in rows)
    return () if unknown or len(set(rows)) < len(rows) else key


def links_of(sheet: Sheet, sheets: Sequence[Sheet]) -> Iterator[Link]:
    """The links of a table whose every row finds what it names among the tables at hand."""
    there = {each.name: each for each in sheets}
    for link in _LINKS.get(sheet.name, ()):
        target = there.get(link.table)
        if target is None or not _has(sheet, link.columns) or key_of(target) != link.target:
            continue
        if set(tuples(sheet, link.columns)) <= set(tuples(target, link.target)):
            yield link


def tuples(sheet: Sheet, idents: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of all rows."""
    places = [[column.id for column in sheet.columns].index(ident) for ident in idents]
    return (tuple(row[place] for place in places) for row in sheet.values())


def _has(sheet: Sheet, idents: Sequence[str]) -> bool:
    return {column.id for column in sheet.columns} >= set(idents)

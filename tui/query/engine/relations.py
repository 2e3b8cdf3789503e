"""How tables hang together: which rows of another table belong to a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.masks import Mask
from tui.query.language.tree import And, Count, Group, Node, Not, Or

if TYPE_CHECKING:
    from tui.query.engine.store import Store

# table -> word in a filter -> table that it leads to
RELATIONS: Mapping[str, Mapping[str, str]] = {
    "sites": {
        "partner": "partners",
        "member": "partners",
        "sector": "sectors",
        "system": "systems",
        "service": "services",
        "access": "access",
        "ranking": "rankings",
        "region": "regions",
        "indicator": "indicators",
    },
    "systems": {"site": "sites", "ranking": "rankings"},
    "rankings": {"site": "sites", "system": "systems"},
    "partners": {"site": "sites"},
    "sectors": {"site": "sites"},
    "services": {"site": "sites"},
    "access": {"site": "sites"},
    "regions": {"site": "sites", "indicator": "indicators"},
    "indicators": {"region": "regions", "site": "sites"},
}

_FLAGS: Mapping[str, str] = {"member": "member"}
"""Relation -> flag column of the rows that it leads to, where it leads to some of them only."""

ROWS_ALSO_CALLED: Mapping[str, Mapping[str, str]] = {"partners": _FLAGS}
"""Table -> name of some of its rows -> flag column that marks them."""

# table -> columns by which a child is found by its name alone
NAMES: Mapping[str, Sequence[str]] = {
    "sites": ("id", "name", "full_name"),
    "partners": ("id", "acronym", "name"),
    "sectors": ("id",),
    "systems": ("id", "name"),
    "services": ("kind",),
    "access": ("mode", "name"),
    "rankings": ("list",),
    "regions": ("nuts2", "name"),
    "indicators": ("id",),
    "organisations": ("id", "acronym", "name"),
    "access_modes": ("id", "name"),
    "clusters": ("id", "name"),
    "facts": ("id", "label.en"),
    "findings": ("id", "statement.en"),
    "sources": ("id", "title", "publisher"),
}

TITLES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(NAMES, ("name",)),
    "partners": ("name", "acronym"),
    "organisations": ("name", "acronym"),
    "sectors": ("id",),
    "services": ("kind",),
    "rankings": ("list", "edition"),
    "indicators": ("id",),
    "facts": ("label.en",),
    "findings": ("statement.en",),
    "sources": ("title",),
}
"""Table -> keys that make the name of a row; the second stands in brackets behind the first."""

# children of a site that free text looks into
SEARCHED = ("partners", "sectors", "systems", "services", "access")


def members_first(table: str) -> list[tuple[str, str]]:
    """Its relations with their targets, members before all partners: a word means those."""
    return sorted(RELATIONS.get(table, {}).items(), key=lambda each: each[0] != "member")


@frozen
class Link:
    """The way from the rows of a table to those that a filter calls ``relation``.

    ``flag`` is the column that marks them among the rows of the target, "" where all are meant.
    """

    table: str
    relation: str
    target: str
    flag: str = ""

    def rows(self, store: Store, mask: Mask) -> Mask:
        """Those picked rows of the target that the link leads to."""
        if not self.flag:
            return mask
        column = store.table(self.target).coded(self.flag)
        return masks.both(mask, column.mask([value is True for value in column.distinct]))

    def some(self, store: Store, mask: Mask) -> Mask:
        """Rows of the table for which some picked row stands at the other end."""
        return some(store, self.table, self.relation, self.rows(store, mask))

    def counts(self, store: Store, mask: Mask) -> list[int]:
        """For each row of the table, how many picked rows stand at the other end."""
        return counts(store, self.table, self.relation, self.rows(store, mask))


def link_of(table: str, relation: str) -> Link | None:
    """The link of this name; None where the table has none."""
    target = RELATIONS.get(table, {}).get(relation)
    return None if target is None else Link(table, relation, target, _FLAGS.get(relation, ""))


def parts_of(table: str, node: Node) -> Iterator[tuple[str, Node]]:
    """A filter and all that it is made of, each with the table that it is about."""
    yield table, node
    match node:
        case Not():
            yield from parts_of(table, node.node)
        case And() | Or():
            for each in node.nodes:
                yield from parts_of(table, each)
        case Count():
            yield from parts_of(table, node.group)
        case Group():
            link = link_of(table, node.relation)
            yield from parts_of(table if link is None else link.target, node.node)


CHILDREN: Mapping[str, Link] = {
    target: Link("sites", relation, target)
    for relation, target in RELATIONS["sites"].items()
    if relation not in _FLAGS
}
"""Table -> the link from the sites to all of its rows."""


def has_sites(table: str) -> bool:
    """Whether rows of the table belong to sites."""
    return table == "sites" or "site" in RELATIONS.get(table, {})


def links(store: Store, table: str, relation: str) -> list[list[int]]:
    """Rows of the related table, a list for each row of the table."""
    target = RELATIONS[table][relation]
    if relation in store.table(table).parents:
        return [[row] for row in store.table(table).parents[relation]]
    if table == "sites" and target in ("regions", "indicators"):
        return _of_sites(store, target)
    if target == "sites":
        return _sites_of(store, table)
    return store.children(table, target)


def some(store: Store, table: str, relation: str, mask: Mask) -> Mask:
    """Rows of the table for which some related row is picked."""
    source = store.table(table)
    if relation in source.parents:
        return masks.spread(mask, source.parents[relation])
    target = store.table(RELATIONS[table][relation])
    own = store.specs[table].singular
    if own in target.parents:
        flags = bytearray(len(source))
        for row in compress(target.parents[own], mask):
            flags[row] = 1
        return bytes(flags)
    return bytes(any(mask[row] for row in rows) for rows in links(store, table, relation))


def counts(store: Store, table: str, relation: str, mask: Mask) -> list[int]:
    """For each row of the table, how many related rows are picked."""
    return [sum(mask[row] for row in rows) for rows in links(store, table, relation)]


def of_sites(store: Store, table: str, sites: Mask) -> Mask | None:
    """Rows of a table that belong to the picked sites; None where the table has no site."""
    if table == "sites":
        return sites
    return some(store, table, "site", sites) if has_sites(table) else None


def listed_for(store: Store, table: str, sites: Mask) -> Mask | None:
    """Rows of a table that are listed for the picked sites; None where the table has no site.

    Of regions and their figures also those where only partners of the sites sit: they are shown,
    and nothing is worked out from them. Where every site is picked no row is left out, so that a
    region of which no site is known is not lost.
    """
    found = of_sites(store, table, sites)
    if found is None or table not in ("regions", "indicators"):
        return found
    if 0 not in sites:
        return masks.everything(len(found))
    partners = bytes(
        any((at := store.site_row(site)) >= 0 and sites[at] for site in region.partner_of)
        for region in store.table("regions").records
    )
    if table == "indicators":
        partners = masks.spread(partners, store.table(table).parents["region"])
    return masks.either(found, partners)


def _of_sites(store: Store, target: str) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in store.dataset.sites]
    for row, sites in enumerate(_sites_of(store, target)):
        for site in sites:
            found[site].append(row)
    return found


def _sites_of(store: Store, table: str) -> list[list[int]]:
    """Sites of each region, or of the region of each indicator."""
    regions = [
        [row for site in region.sites if (row := store.site_row(site)) >= 0]
        for region in store.table("regions").records
    ]
    if table == "regions":
        return regions
    return [regions[row] for row in store.table("indicators").parents["region"]]

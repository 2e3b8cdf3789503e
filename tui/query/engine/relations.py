"""How tables hang together: which rows of another table belong to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress

from tui.query.engine import masks
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store

# table -> word in a filter -> table that it leads to
RELATIONS: Mapping[str, Mapping[str, str]] = {
    "sites": {
        "partner": "partners",
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

# children of a site that free text looks into
SEARCHED = ("partners", "sectors", "systems", "services", "access")


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
    if "site" not in RELATIONS.get(table, {}):
        return None
    return some(store, table, "site", sites)


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

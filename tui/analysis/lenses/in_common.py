"""What sites have in common: sectors, by which they are alike, and organisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from tui.analysis.lenses.consortia import grouped, kinds
from tui.analysis.lenses.coverage import Coverage, every_sector
from tui.analysis.tables import (
    Selection,
    count,
    ordered,
    percent,
    share,
    site_column,
    worked_out,
)
from tui.dataset.records import Partner
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.store import Table

MOST_SITES = 300
"""Up to so many sites every pair is compared; beyond it the pairs would be millions."""


@frozen
class Pair:
    """Two sites and the sectors and groups of sectors that they name.

    ``other`` is None where nothing can be compared, ``site`` where the row stands for all.
    """

    site: str | None
    other: str | None
    shared: tuple[str, ...] = ()
    either: int | None = None
    likeness: float | None = None
    groups: float | None = None

    @property
    def order(self) -> tuple[float, float, int]:
        """By how alike they are, those that cannot be compared last."""
        return self.likeness or 0, self.groups or 0, len(self.shared) if self.either else -1


def _whole(value: Callable[[Pair], float | None]) -> Callable[[Pair], str]:
    return lambda pair: f"{value(pair):.0f}"


_PAIRS = (
    site_column(lambda pair: pair.site, "Id of a site"),
    Field("other", "Other site", "slug", "Id of the site it is compared with", default=True,
          refers="site", value=lambda pair: pair.other),
    share("likeness", "Sectors shared",
          "Shared sectors as percent of those that either names (Jaccard)",
          lambda pair: pair.likeness, text=_whole(lambda pair: pair.likeness), short="Shared%"),
    share("group_likeness", "Groups shared", "The same of the groups of sectors",
          lambda pair: pair.groups, text=_whole(lambda pair: pair.groups), short="Groups%"),
    count("shared", "Shared", "Number of sectors that both name",
          lambda pair: len(pair.shared) if pair.either is not None else None),
    count("either", "Either", "Number of sectors that one or both name", lambda pair: pair.either,
          short="Of"),
    Field("shared_sectors", "Shared sectors", "words", "Sectors that both name",
          vocabulary="sector", default=True, value=lambda pair: pair.shared),
)  # fmt: skip


def likeness(found: Coverage) -> list[Pair]:
    """Pairs of sites by how alike their sectors are, the most alike first.

    Sites that name no sector are left out, and beyond :data:`MOST_SITES` sites there is no
    pair at all. ``found`` has to be by sector.
    """
    words = found.store.vocabulary.words("sector")
    group_of = {ident: word.attributes.get("group") for ident, word in words.items()}
    sectors = {each.id: frozenset(each.cells) for each in found.sites if each.cells}
    groups = {
        ident: frozenset(group_of[name] for name in names) for ident, names in sectors.items()
    }
    if len(sectors) > MOST_SITES:
        return []
    pairs = []
    for a, b in combinations(sectors, 2):
        both, either = sectors[a] & sectors[b], sectors[a] | sectors[b]
        pairs.append(
            Pair(
                a,
                b,
                tuple(ident for ident in words if ident in both),
                len(either),
                percent(len(both), len(either)),
                percent(len(groups[a] & groups[b]), len(groups[a] | groups[b])),
            )
        )
    return sorted(pairs, key=lambda pair: pair.order, reverse=True)


def closest(found: Coverage) -> list[Pair]:
    """A row a site: the site most like it, and how alike they are."""
    best: dict[str | None, Pair] = {}
    for pair in likeness(found):
        best.setdefault(pair.site, pair)
        best.setdefault(pair.other, replace(pair, site=pair.other, other=pair.site))
    pairs = [best.get(each.id) or Pair(each.id, None) for each in found.sites]
    return sorted(pairs, key=lambda pair: pair.order, reverse=True)


def sector_likeness(selection: Selection) -> Table:
    """The table of pairs of sites."""
    return worked_out("sector-likeness", "Similarity of sites", _PAIRS,
                      likeness(every_sector(selection)),
                      key=lambda pair: f"{pair.site}/{pair.other}", singular="pair")  # fmt: skip


def closest_sites(selection: Selection) -> Table:
    """The table of the site most like each site."""
    return worked_out("closest-sites", "Most similar sites", _PAIRS,
                      closest(every_sector(selection)), key=lambda pair: str(pair.site),
                      total=Pair(None, None), singular="site")  # fmt: skip


@frozen
class Shared:
    """An organisation that sits at several sites, as a member or otherwise."""

    partner: Partner
    member_at: tuple[str, ...]
    other_sites: tuple[str, ...]
    roles: tuple[str, ...]


_SHARED = (
    Field("name", "Organisation", "text", "Name of the organisation", default=True,
          value=lambda row: row.partner.name),
    count("consortia", "Consortia", "Number of chosen sites where it is a member",
          lambda row: len(row.member_at), short="In"),
    Field("sites", "Member at", "slugs", "Chosen sites where it is a member", default=True,
          value=lambda row: row.member_at),
    Field("other_sites", "Funds or supports", "slugs", "Chosen sites that it supports or pays for",
          default=True, refers="site", value=lambda row: row.other_sites),
    Field("acronym", "Acronym", "text", "Short name", default=True,
          value=lambda row: row.partner.acronym),
    Field("type", "Type", "word", "Type of organisation", default=True, vocabulary="partner_type",
          value=lambda row: row.partner.type),
    Field("country", "Country", "country", "Country of its seat", default=True,
          value=lambda row: row.partner.country),
    Field("roles", "Roles", "words", "Its roles there", vocabulary="role",
          value=lambda row: row.roles),
    Field("id", "Id", "slug", "Id of the organisation", value=lambda row: row.partner.id),
)  # fmt: skip


def shared_organisations(selection: Selection) -> Table:
    """The table of organisations at two or more sites in any role, most consortia first."""
    store, known = selection.store, kinds(selection.store)
    partners = store.table("partners")
    ids = store.table("sites").values("id")
    records, parents = partners.records, partners.parents["site"]
    found = []
    for seats in grouped(selection.rows("partners"), lambda row: records[row].id).values():
        places: dict[bool, list[str]] = {True: [], False: []}
        for row in seats:
            places[records[row].role in known.members].append(ids[parents[row]])
        if len({*places[True], *places[False]}) > 1:
            roles = tuple(dict.fromkeys(records[row].role for row in seats))
            found.append(
                Shared(records[seats[0]], tuple(places[True]), tuple(places[False]), roles)
            )
    table = worked_out("shared-organisations", "Organisations in several consortia", _SHARED, found,
                       key=lambda row: str(row.partner.id), singular="organisation")  # fmt: skip
    return ordered(store, table, ("consortia", True), ("name", False))

"""Organisations that sit at several sites."""

from __future__ import annotations

from tui.analysis.lenses.consortia import grouped, kinds
from tui.analysis.lenses.rows import Selection, count, ordered, worked_out
from tui.dataset.records import Partner
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.store import Table


@frozen
class Shared:
    """An organisation that sits at several sites, as a member or otherwise."""

    partner: Partner
    member_at: tuple[str, ...]
    other_sites: tuple[str, ...]
    roles: tuple[str, ...]


_SHARED = (
    Field(
        id="name", title="Organisation", kind="text", meaning="Name of the organisation",
        default=True, value=lambda row: row.partner.name,
    ),
    count(
        "consortia", "Consortia", "Number of chosen sites where it is a member",
        lambda row: len(row.member_at), short="In",
    ),
    Field(
        id="sites", title="Member at", kind="slugs", default=True,
        meaning="Chosen sites where it is a member", value=lambda row: row.member_at,
    ),
    Field(
        id="other_sites", title="Funds or supports", kind="slugs", default=True, refers="site",
        meaning="Chosen sites that it supports or pays for", value=lambda row: row.other_sites,
    ),
    Field(
        id="acronym", title="Acronym", kind="text", meaning="Short name", default=True,
        value=lambda row: row.partner.acronym,
    ),
    Field(
        id="type", title="Type", kind="word", meaning="Type of organisation", default=True,
        vocabulary="partner_type", value=lambda row: row.partner.type,
    ),
    Field(
        id="country", title="Country", kind="country", meaning="Country of its seat", default=True,
        value=lambda row: row.partner.country,
    ),
    Field(
        id="roles", title="Roles", kind="words", meaning="Its roles there", vocabulary="role",
        value=lambda row: row.roles,
    ),
    Field(
        id="id", title="Id", kind="slug", meaning="Id of the organisation",
        value=lambda row: row.partner.id,
    ),
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
    table = worked_out(
        "shared-organisations", "Organisations in several consortia", _SHARED, found,
        key=lambda row: str(row.partner.id), singular="organisation",
    )  # fmt: skip
    return ordered(store, table, ("consortia", True), ("name", False))

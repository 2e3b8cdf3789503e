"""The field that is meant by a name that no field has."""

from __future__ import annotations

from tui.query.engine.columns import column_meant
from tui.query.engine.relations import has_sites, members_first
from tui.query.engine.store import Store
from tui.query.engine.typed_values import NEAR
from tui.text import did_you_mean


def field_names(store: Store, table: str) -> list[str]:
    """Every name that a filter on the table may use before a colon, relations last.

    Members come before partners of all kinds: a word alone means those, as in ``type:company``.
    """
    names = [column.id for column in store.specs[table].columns]
    names += ["in"] if has_sites(table) else []
    for relation, target in members_first(table):
        names.append(relation)
        names += [f"{relation}.{column.id}" for column in store.specs[target].columns]
    return names


def suggested_field(store: Store, table: str, name: str) -> str:
    """Nearest field; ``partners.type`` leads to ``partner.type``, ``type`` to ``member.type``."""
    names = field_names(store, table)
    nearly = did_you_mean(name, names, least=NEAR)
    if not nearly:
        ends = {each: each.rpartition(".")[2] for each in names}
        last = did_you_mean(name.rpartition(".")[2], dict.fromkeys(ends.values()), least=NEAR)
        nearly = next((each for each, end in ends.items() if last and end == last), "")
    return column_meant(name, store.specs[table].columns, nearly=nearly)

"""The field that is meant by a name that no field has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.lazy_pattern import lazy_pattern
from tui.query.engine.columns import column_meant, other_names
from tui.query.engine.relations import ROWS_ALSO_CALLED, has_sites, members_first
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


def columns_named(store: Store, table: str) -> Mapping[str, None]:
    """The names of columns before a colon, in order, to look up among.

    Words for related rows, ``partner`` alone, are none of them.
    """
    own = {column.id for column in store.specs[table].columns}
    links = {"in", *(relation for relation, _ in members_first(table))} - own
    return {name: None for name in field_names(store, table) if name not in links}


def suggested_field(store: Store, table: str, name: str) -> str:
    """Nearest field; ``partners.type`` leads to ``partner.type``, ``type`` to ``member.type``."""
    names = field_names(store, table)
    heads = (store.specs[table].singular, *ROWS_ALSO_CALLED.get(table, ()))
    own = [f"{head}.{column.id}" for head in heads for column in store.specs[table].columns]
    nearly = _of_rows(name, names, own) or did_you_mean(name, names, least=NEAR)
    if not nearly:
        ends = {each: each.rpartition(".")[2] for each in names}
        last = did_you_mean(name.rpartition(".")[2], dict.fromkeys(ends.values()), least=NEAR)
        nearly = next((each for each, end in ends.items() if last and end == last), "")
    if not nearly and (relation := _rows_called(table, name)):
        return relation
    found = column_meant(name, store.specs[table].columns, nearly=nearly)
    if not found and table != "sites" and has_sites(table):
        of_site = _rows_called("sites", name) or column_meant(name, store.specs["sites"].columns)
        return f"site.{of_site}" if of_site else ""
    return found


def _rows_called(table: str, name: str) -> str:
    """The related rows that a word in German, or another one, stands for; "" for none."""
    relations = dict(members_first(table))
    return next((each for each in other_names(name) if each in relations), "")


def _of_rows(name: str, names: Sequence[str], own: Sequence[str]) -> str:
    """The field of related rows that a name is: ``site.members``, ``member.type``, else "".

    The first is meant by ``members``, the other by ``member_type`` or ``memberType``; ``own`` are
    names of the table's own columns with that of a row before them.
    """
    if alone := next((each for each in names if each.endswith(f".{name}")), ""):
        return alone
    word = _JOINT.sub("_", name).casefold()
    return next(
        (each for each in (*names, *own) if "." in each and _JOINT.sub("_", each) == word), ""
    )


_JOINT = lazy_pattern(r"[-._]|(?<=[a-z])(?=[A-Z])")

"""Values of claims in the words that people read: ids by name, words by label, countries in full.

What a text in such a value is an id of, the rule of the claim says: the table that it reads, and
the column.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.dataset.vocabulary import country_name
from tui.query.engine.columns import Column
from tui.query.engine.relations import NAMES, RELATIONS, TITLES
from tui.text import listed, printable

if TYPE_CHECKING:
    from tui.dataset.reference import Finding
    from tui.query.engine.store import Store

Namer = Callable[[str], str]

# Columns with ids of other rows than the sites, and of which table.
_IDS_OF = {"system": "systems", "nuts2": "regions"}


def namer(store: Store, measure: str, of: str, value: str = "") -> Namer:
    """How texts that a rule gives are read out: ``of`` is its table, ``value`` its column.

    What is no id, word or country, and an id that nothing bears, is read as it stands.
    """
    spec = store.specs.get(of)
    ident = NAMES[of][0] if measure == "ids" and of in NAMES else value
    column = spec.column(ident) if spec is not None and ident else None
    return printable if column is None else partial(_told, store, of, column)


def namer_of(store: Store, finding: Finding) -> Namer:
    """The same for the value that a finding states, whose rule may be missing or faulty."""
    rule = finding.check or {}
    measure, of, value = (str(rule.get(name, "")) for name in ("measure", "of", "value"))
    return namer(store, measure, of, value)


def stated(store: Store, finding: Finding) -> str:
    """The texts that a finding states, in one; "" where it states none."""
    claimed = finding.claimed
    texts = claimed if isinstance(claimed, tuple) else (claimed,)
    name = namer_of(store, finding)
    return listed([name(text) for text in texts if isinstance(text, str)])


def _told(store: Store, table: str, column: Column, text: str) -> str:
    parent, _, own = column.id.partition(".")
    above = RELATIONS.get(table, {}).get(parent) if own else None
    if above is not None:
        table, column = above, store.specs[above].own_column(own) or column
    if column.kind in ("country", "countries"):
        return printable(country_name(text))
    if not column.vocabulary and not column.refers:
        table = _IDS_OF.get(column.id, table if column.id == "id" else "")
        if table:
            return printable(_name(store, table, text))
    return printable(store.label(column, text))


def _name(store: Store, table: str, ident: str) -> str:
    """Name of the row with this id, the id itself where none has it."""
    source = store.table(table)
    ids = source.values(NAMES[table][0])
    return str(source.values(TITLES[table][0])[ids.index(ident)]) if ident in ids else ident

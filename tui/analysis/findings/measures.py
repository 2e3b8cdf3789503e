"""What a choice of sites leaves, and what a rule gives over it: the value and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tui.analysis.findings.rule import (
    LIST_OF,
    OVER_FIGURES,
    Check,
    Figure,
    FigureMeasure,
    Problem,
    RuleError,
    has_sites,
)
from tui.dataset import Dataset
from tui.dataset.fields import PartialDate
from tui.frozen import frozen
from tui.query.engine import derived, masks, relations
from tui.query.engine.bind import bind_text
from tui.query.engine.conditions import (
    Bound,
    BoundColumn,
    BoundCount,
    BoundName,
    BoundRelated,
    conjuncts,
    walk,
)
from tui.query.engine.masks import Mask
from tui.query.engine.match import match, match_text
from tui.query.engine.relations import NAMES
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.table import row_key, site_mask
from tui.query.engine.view import View
from tui.query.language.tree import OneOf, Term
from tui.text import listed


class Scope:
    """Chosen sites and what belongs to them, table by table.

    Rows are row numbers of the store's tables.
    """

    def __init__(self, store: Store, sites: Mask) -> None:
        """Keep the choice; tables are narrowed to it when they are asked for."""
        self.store = store
        self.sites = sites
        self._organisations: Store | None = None
        self._numbers: list[int] = []

    @property
    def size(self) -> int:
        """Number of chosen sites."""
        return masks.count(self.sites)

    def site_ids(self, mask: Mask) -> tuple[str, ...]:
        """Ids of the chosen sites that a mask over the sites picks."""
        ids = self.store.table("sites").values("id")
        return tuple(ids[row] for row in masks.rows(masks.both(mask, self.sites)))

    def source(self, table: str) -> Store:
        """The store to read a table from: organisations are grouped over the chosen sites only."""
        if table != "organisations":
            return self.store
        if self._organisations is None:
            found, parents = derived.organisations(self.store, self.sites)
            overlay = Store(self.store.dataset)
            overlay.put(
                table,
                Table(
                    self.store.specs[table],
                    found,
                    parents,
                    lambda ident: [getattr(record, ident) for record in found],
                ),
            )
            every = {ident: row for row, ident in enumerate(self.store.table(table).values("id"))}
            self._numbers = [every[record.id] for record in found]
            self._organisations = overlay
        return self._organisations

    def population(self, table: str) -> Mask:
        """All rows of the table that the choice leaves, as a mask over :meth:`source`."""
        if table == "organisations":
            return masks.everything(len(self.source(table).table(table)))
        found = relations.of_sites(self.store, table, self.sites)
        return masks.everything(len(self.store.table(table))) if found is None else found

    def pick(self, table: str, where: str) -> Mask:
        """Those rows of the population that a filter picks. Raises FilterError."""
        population = self.population(table)
        if not where:
            return population
        return masks.both(population, match_text(self.source(table), table, where))

    def numbers(self, table: str, rows: Iterable[int]) -> tuple[int, ...]:
        """Rows of :meth:`source` as row numbers of the store's own table."""
        return (
            tuple(self._numbers[row] for row in rows) if table == "organisations" else tuple(rows)
        )

    def keys(self, table: str, rows: Iterable[int]) -> tuple[str, ...]:
        """Keys of rows of the store's own table, as the table function names them."""
        source = self.store.table(table)
        return tuple(row_key(source, row) for row in rows)


def scope_of(dataset: Dataset, cohort: str = "", text: str = "") -> Scope:
    """The scope of a cohort ("" for every site) and a filter on sites. Raises FilterError."""
    return Scope(store_of(dataset), site_mask(dataset, View(cohort=cohort, filter=text)))


@frozen
class Measured:
    """The outcome of a rule.

    ``value`` is None where it cannot be told, ``why`` then says so. ``picked`` are the rows
    that match, ``base`` those they are compared with (a share's ``among``, else the same),
    ``blank`` those that match and have no figure: masks over ``scope.source(check.of)``.
    A ratio has ``parts``, numerator and denominator, and no rows of its own.
    """

    check: Check
    value: Figure | None
    why: str = ""
    picked: Mask = b""
    base: Mask = b""
    blank: Mask = b""
    parts: tuple[Measured, ...] = ()

    @property
    def leaves(self) -> tuple[Measured, ...]:
        """The outcomes that have rows, numerator first."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) if self.parts else (self,)


def measure(scope: Scope, check: Check) -> Measured:
    """Apply a rule. Raises RuleError where the rows do not fit the measure."""
    if check.numerator is not None and check.denominator is not None:
        return _ratio(check, measure(scope, check.numerator), measure(scope, check.denominator))
    base = scope.pick(check.of, check.among)
    picked = masks.both(base, scope.pick(check.of, check.where))
    blank = masks.nothing(len(picked))
    values: list[Any] = []
    if check.value:
        column = scope.source(check.of).table(check.of).values(check.value)
        rows = masks.rows(picked)
        blank = masks.of_rows((r for r in rows if column[r] in (None, ())), len(picked))
        values = [column[row] for row in rows if not blank[row]]
    why = _nothing(scope, check)
    value = None if why else _value(scope, check, picked, base, values)
    if value is None and not why:
        why = _why(check, picked, base)
    return Measured(check, value, why, picked, base if check.measure == "share" else picked, blank)


def _ratio(check: Check, above: Measured, below: Measured) -> Measured:
    parts = (above, below)
    if above.value is None or below.value is None:
        whys = [part.why for part in parts if part.value is None]
        return Measured(check, None, "; ".join(dict.fromkeys(whys)), parts=parts)
    for name, part in (("numerator", above), ("denominator", below)):
        if not isinstance(part.value, int | float):
            reason = f"gives '{part.value}', which is not a number"
            raise RuleError(Problem(f"check.{name}", reason))
    assert isinstance(above.value, int | float)  # noqa: S101 - the loop has seen to it
    assert isinstance(below.value, int | float)  # noqa: S101
    if not below.value:
        return Measured(check, None, "the number to divide by is 0", parts=parts)
    return Measured(check, above.value / below.value, parts=parts)


def _nothing(scope: Scope, check: Check) -> str:
    """Why there is nothing to compute.

    No row in all the data, no site chosen, or not the one that the rule names.
    """
    for table in _spoken_of(scope.store, check):
        if not len(scope.store.table(table)) and not _known_empty(scope, table):
            return f"the data have no row of {table} at all"
    if not has_sites(check):
        return ""
    if not scope.size:
        return "no site is chosen"
    for part in conjuncts(bind_text(scope.store, check.of, check.where)):
        condition = _site_named(part)
        if condition is not None:
            named = match(scope.store, "sites", Term("site", condition))
            if not any(masks.both(named, scope.sites)):
                names = listed([scope.store.site_name(each.text) for each in condition.values])
                return f"the rule is about {names}, not among the chosen sites"
    return ""


def _spoken_of(store: Store, check: Check) -> list[str]:
    """The tables whose rows decide over a rule: its own, and those that its filters ask of."""
    found = [check.of]
    asked = [store.specs[check.of].column(check.value)] if check.value else []
    for text in (check.where, check.among):
        for part in walk(bind_text(store, check.of, text)):
            if isinstance(part, BoundRelated | BoundCount):
                found.append(part.link.target)
            elif isinstance(part, BoundColumn):
                asked.append(part.column)
    indicators = store.vocabulary.words("indicator")
    if check.of == "sites" and any(each is not None and each.id in indicators for each in asked):
        found.append("indicators")
    return found


def _known_empty(scope: Scope, table: str) -> bool:
    """Whether some chosen site says that its list is whole, so that no row in it means none."""
    name = "partners" if table == "organisations" else LIST_OF.get(table)
    if name is None:
        return False
    states = scope.store.table("sites").values(f"completeness.{name}")
    return "complete" in (states[row] for row in masks.rows(scope.sites))


def _site_named(part: Bound) -> OneOf | None:
    """The ids of sites that a part of a filter asks for; None where it asks for none."""
    if isinstance(part, BoundRelated) and part.link.target == "sites":
        return _site_named(part.inner)
    if isinstance(part, BoundColumn):
        own = part.column.id == ("id" if part.table == "sites" else "site")
        return part.condition if own and isinstance(part.condition, OneOf) else None
    if isinstance(part, BoundName) and part.table == "sites":
        return part.condition if isinstance(part.condition, OneOf) else None
    return None


def _why(check: Check, picked: Mask, base: Mask) -> str:
    if not masks.count(picked):
        compared = check.measure == "share" and not masks.count(base)
        return f"no row of {check.of} to {'compare with' if compared else 'compute from'}"
    return f"no {check.value} is known"


def _value(
    scope: Scope, check: Check, picked: Mask, base: Mask, values: Sequence[Any]
) -> Figure | None:
    name, number = check.measure, masks.count(picked)
    if name == "count":
        return number
    if name == "share":
        whole = masks.count(base)
        return 100 * number / whole if whole else None
    if name == "ids":
        own = scope.source(check.of).table(check.of).values(NAMES[check.of][0])
        return tuple(dict.fromkeys(str(own[row]) for row in masks.rows(picked)))
    if name == "value":
        if number > 1:
            reason = f"picks {number} rows of {check.of}, and the measure 'value' needs one"
            raise RuleError(Problem("check.where", reason))
        return plain(values[0]) if values else None
    if not values:
        return None
    return over(OVER_FIGURES[name], values)


def plain(value: Any) -> Figure:
    """A cell as it is compared: flags as true and false, lists as texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    found: Figure = value
    return found


def over(measure: FigureMeasure, values: Sequence[Any]) -> Figure:
    """A measure of known values. Raises RuleError for one that is no number where it needs them."""
    taken = values
    if measure.by_item:
        taken = [
            plain(item)
            for value in values
            for item in (value if isinstance(value, tuple) else (value,))
        ]
    elif measure.reads == "numbers" or not all(isinstance(each, PartialDate) for each in values):
        for value in values:
            if isinstance(value, bool) or not isinstance(value, int | float):
                reason = f"{measure.id} needs numbers, and one of the values is '{value}'"
                raise RuleError(Problem("check.value", reason))
    found: Figure = measure.value(taken)
    return found

"""The rules of findings as values: measure, table, column and filters, each checked.

A rule is read from the table that a finding file gives (``check``, ``see``). All problems
of a rule are found at once, each with the key it lies at; who reads the file adds the line.
The measures over figures are one object each: value, words, and how far it can move. One added
here is known to the rules, to their checking, to verdicts and to sentences.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from math import fsum
from statistics import fmean, median, multimode
from typing import Any, Literal

from tui.dataset.fields import PartialDate
from tui.frozen import frozen
from tui.query.engine.columns import LIST_KINDS, NUMBER_KINDS, Column
from tui.query.engine.match import match_text
from tui.query.engine.relations import has_sites as belongs_to_sites
from tui.query.engine.store import Store
from tui.query.language.tree import FilterError, placed
from tui.text import did_you_mean, quote


@frozen
class Room:
    """What a measure can come to rest on once lists are completed and figures are found.

    ``low`` are the figures that are picked in any case, ``high`` all that may be; no figure is
    below ``floor``; with ``loose`` there may be others.
    """

    low: Sequence[Any]
    high: Sequence[Any]
    floor: float
    loose: bool


@frozen(kw_only=True)
class FigureMeasure:
    """A measure over the known figures of a column.

    ``words`` are a rule in words, with ``{value}`` and ``{of}``. ``reads`` says which columns it
    takes: numbers, those with an order (dates too), or any; what it gives is a number, else what
    the column holds, with ``by_item`` single items of lists. ``value`` is that of one figure or
    more. ``ends`` are the bounds of a value, None where none are known; with ``grows`` more
    sites can only make it more.
    """

    id: str
    words: str
    value: Callable[[Sequence[Any]], Any]
    reads: Literal["numbers", "ordered", "any"] = "numbers"
    by_item: bool = False
    ends: Callable[[Room], tuple[float, float]] | None = None
    grows: bool = False


def _sum(values: Sequence[Any]) -> int | float:
    return fsum(values) if float in map(type, values) else sum(values)


def _sum_ends(room: Room) -> tuple[float, float]:
    if room.floor:
        return -math.inf, math.inf
    return sum(room.low), math.inf if room.loose else sum(room.high)


def _middle(room: Room) -> tuple[float, float]:
    return (room.floor, math.inf) if room.loose else (min(room.high), max(room.high))


def _least(room: Room) -> tuple[float, float]:
    return room.floor if room.loose else min(room.high), min(room.low, default=math.inf)


def _most(room: Room) -> tuple[float, float]:
    return max(room.low, default=room.floor), math.inf if room.loose else max(room.high)


def _modes(items: Sequence[Any]) -> Any:
    """The value that occurs most often; all of them, sorted, where several do."""
    top = multimode(items)
    return top[0] if len(top) == 1 else tuple(sorted(map(str, top)))


OVER_FIGURES = {
    each.id: each
    for each in (
        FigureMeasure(id="sum", words="sum of {value} over {of}", value=_sum, ends=_sum_ends,
                      grows=True),
        FigureMeasure(id="mean", words="mean of {value} over {of}", value=fmean, ends=_middle),
        FigureMeasure(id="median", words="median of {value} over {of}",
                      value=lambda values: float(median(values)), ends=_middle),
        FigureMeasure(id="min", words="least {value} in {of}", value=min, reads="ordered",
                      ends=_least),
        FigureMeasure(id="max", words="greatest {value} in {of}", value=max, reads="ordered",
                      ends=_most),
        FigureMeasure(id="mode", words="most frequent {value} in {of}", value=_modes, reads="any",
                      by_item=True),
    )
}  # fmt: skip
"""The measures over figures by their id."""


Kind = Literal["number", "date", "text", "list", "any"]
Figure = int | float | str | PartialDate | tuple[str, ...]

OVER_ROWS = ("count", "share", "ids")
MEASURES = (*OVER_ROWS, *OVER_FIGURES, "value", "ratio")

COMPARATORS: Mapping[Kind, tuple[str, ...]] = {
    "number": ("==", "!=", ">=", "<=", ">", "<", "~="),
    "date": ("==", "!=", ">=", "<=", ">", "<"),
    "text": ("==", "!="),
    "list": ("==", "!=", ">=", "<="),
}
"""Comparators by what is compared; for lists ``>=`` and ``<=`` mean with and without more."""

# child table -> list whose completeness tells whether rows are missing
LIST_OF: Mapping[str, str] = {
    "systems": "systems",
    "rankings": "systems",
    "partners": "partners",
    "sectors": "sectors",
    "services": "services",
    "access": "services",
}
LISTS = ("systems", "partners", "sectors", "services")

_DEEPEST = 5


@frozen
class Check:
    """One rule. ``where`` and ``among`` are filter texts, "" for every row of ``of``."""

    measure: str
    of: str = ""
    value: str = ""
    where: str = ""
    among: str = ""
    numerator: Check | None = None
    denominator: Check | None = None

    @property
    def leaves(self) -> tuple[Check, ...]:
        """The rules that read rows: the rule itself, or those of a ratio, numerator first."""
        if self.numerator is None or self.denominator is None:
            return (self,)
        return (*self.numerator.leaves, *self.denominator.leaves)


@frozen
class See:
    """What to look at where nothing is computed: a table and a filter on it."""

    table: str
    where: str = ""


@frozen
class Problem:
    """What is wrong with a rule, and the key below the row where it stands."""

    key: str
    reason: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f"; did you mean '{self.suggestion}'?" if self.suggestion else ""
        return f"{self.key}: {self.reason}{hint}"


class RuleError(ValueError):
    """A rule that cannot be applied; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; the message joins them."""
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))


def read_check(store: Store, raw: object, key: str = "check", depth: int = 0) -> Check:
    """Read a rule and bind its names. Raises :class:`RuleError` with every problem."""
    if not isinstance(raw, Mapping):
        raise RuleError(Problem(key, "must be a table such as { measure = …, of = … }"))
    if depth > _DEEPEST:
        raise RuleError(Problem(key, "ratios stand inside each other too deeply"))
    measure = raw.get("measure")
    if measure is None:
        raise RuleError(Problem(key, "missing key 'measure'"))
    if measure not in MEASURES:
        close = did_you_mean(measure, MEASURES) if isinstance(measure, str) else ""
        raise RuleError(Problem(f"{key}.measure", f"no measure {quote(measure)}", close))
    if measure == "ratio":
        return _ratio(store, raw, key, depth)
    return _plain(store, raw, key)


def _ratio(store: Store, raw: Mapping[str, Any], key: str, depth: int) -> Check:
    problems = _keys(raw, ("measure", "numerator", "denominator"), key, "ratio")
    parts: dict[str, Check] = {}
    for name in ("numerator", "denominator"):
        if name not in raw:
            problems.append(Problem(f"{key}.{name}", "missing; a ratio has one"))
            continue
        try:
            parts[name] = read_check(store, raw[name], f"{key}.{name}", depth + 1)
        except RuleError as error:
            problems.extend(error.problems)
            continue
        if kind_of(store, parts[name]) not in ("number", "any"):
            problems.append(Problem(f"{key}.{name}", "is not a number, so it cannot be divided"))
    if problems:
        raise RuleError(*problems)
    return Check("ratio", numerator=parts["numerator"], denominator=parts["denominator"])


def _plain(store: Store, raw: Mapping[str, Any], key: str) -> Check:
    measure = str(raw["measure"])
    allowed = ["measure", "of", "where"]
    allowed += ["among"] if measure == "share" else []
    allowed += ["value"] if measure not in OVER_ROWS else []
    problems = _keys(raw, tuple(allowed), key, measure)
    texts = {
        name: raw[name]
        for name in ("of", "value", "where", "among")
        if name in raw and name in allowed
    }
    for name, text in texts.items():
        if not isinstance(text, str):
            problems.append(Problem(f"{key}.{name}", f"must be text, not {quote(text)}"))
    if "of" not in raw:
        problems.append(Problem(key, "missing key 'of'; the table to read"))
    if problems:
        raise RuleError(*problems)
    check = Check(measure, **texts)
    problems += _table(store, check.of, f"{key}.of")
    if not problems:
        problems += _column(store, check, key)
        problems += _filter(store, check.of, check.where, f"{key}.where")
        problems += _filter(store, check.of, check.among, f"{key}.among")
    if problems:
        raise RuleError(*problems)
    return check


def _keys(raw: Mapping[str, Any], allowed: tuple[str, ...], key: str, name: str) -> list[Problem]:
    return [
        Problem(f"{key}.{each}", f"unknown key; {name} has none such", did_you_mean(each, allowed))
        for each in raw
        if each not in allowed
    ]


def _table(store: Store, name: str, key: str) -> list[Problem]:
    if name in store.specs:
        return []
    return [Problem(key, f"no table {quote(name)}", did_you_mean(name, store.specs))]


def _column(store: Store, check: Check, key: str) -> list[Problem]:
    if check.measure in OVER_ROWS:
        return []
    if not check.value:
        return [Problem(key, f"missing key 'value'; {check.measure} needs a column")]
    column = store.specs[check.of].column(check.value)
    if column is None:
        names = [each.id for each in store.specs[check.of].columns]
        reason = f"no column {quote(check.value)} in {check.of}"
        return [Problem(f"{key}.value", reason, did_you_mean(check.value, names))]
    kind = _column_kind(column)
    measure = OVER_FIGURES.get(check.measure)
    if measure is None:
        return []
    if measure.reads == "numbers" and kind not in ("number", "any"):
        reason = f"'{check.value}' is not a number, so {check.measure} cannot take it"
        return [Problem(f"{key}.value", reason)]
    if measure.reads == "ordered" and kind not in ("number", "date", "any"):
        reason = f"'{check.value}' is neither a number nor a date, so it has no {check.measure}"
        return [Problem(f"{key}.value", reason)]
    return []


def _filter(store: Store, table: str, text: str, key: str) -> list[Problem]:
    try:
        match_text(store, table, text)
    except FilterError as error:
        reason = placed(error.reason, error.span, " of the filter")
        return [Problem(key, reason, error.suggestion)]
    return []


def read_see(store: Store, raw: object) -> See:
    """Read what a judgement points to. Raises :class:`RuleError` with every problem."""
    if not isinstance(raw, Mapping):
        raise RuleError(Problem("see", "must be a table such as { table = …, where = … }"))
    problems = _keys(raw, ("table", "where"), "see", "see")
    if "table" not in raw:
        problems.append(Problem("see", "missing key 'table'"))
    texts = {name: raw.get(name, "") for name in ("table", "where")}
    for name, text in texts.items():
        if not isinstance(text, str):
            problems.append(Problem(f"see.{name}", f"must be text, not {quote(text)}"))
    see = See(**texts)
    if "table" in raw and all(isinstance(text, str) for text in texts.values()):
        unknown = _table(store, see.table, "see.table")
        problems += unknown or _filter(store, see.table, see.where, "see.where")
    if problems:
        raise RuleError(*problems)
    return see


def _column_kind(column: Column) -> Kind:
    if column.kind in NUMBER_KINDS:
        return "number"
    if column.kind in LIST_KINDS:
        return "list"
    if column.kind in ("date", "mixed"):
        return "date" if column.kind == "date" else "any"
    return "text"


def value_column(store: Store, check: Check) -> Column | None:
    """The column whose values a rule reads, None where it counts rows."""
    return store.specs[check.of].column(check.value) if check.value else None


def kind_of(store: Store, check: Check) -> Kind:
    """What a rule gives: a number, a date, a text, a list, or any of them."""
    measure = OVER_FIGURES.get(check.measure)
    if check.measure == "value" or (measure is not None and measure.reads != "numbers"):
        column = value_column(store, check)
        kind = _column_kind(column) if column else "any"
        return "text" if kind == "list" and measure is not None and measure.by_item else kind
    return "list" if check.measure == "ids" else "number"


def has_sites(check: Check) -> bool:
    """Whether a choice of sites changes what the rule reads."""
    return any(of_sites(leaf.of) for leaf in check.leaves)


def of_sites(table: str) -> bool:
    """Whether a choice of sites changes what rows of the table there are."""
    return table == "organisations" or belongs_to_sites(table)


def figure(raw: object) -> Figure | None:
    """A stated value as it is compared: TOML days as dates, lists as tuples; None for others."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
        return PartialDate.of_day(raw)
    if isinstance(raw, list | tuple):
        return tuple(raw) if all(isinstance(item, str) for item in raw) else None
    return raw if isinstance(raw, int | float | str | PartialDate) else None


def figure_kind(value: Figure) -> Kind:
    """What a stated value is."""
    if isinstance(value, PartialDate):
        return "date"
    if isinstance(value, tuple):
        return "list"
    return "text" if isinstance(value, str) else "number"

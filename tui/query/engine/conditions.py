"""What stands behind the colon: a condition on the values of one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tui.dataset.countries import COUNTRIES
from tui.dataset.dates import PartialDate
from tui.query.engine.columns import LIST_KINDS, NUMBER_KINDS, Column
from tui.query.engine.dictionary_column import Coded
from tui.query.engine.fold import needle
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store
from tui.query.language.tree import (
    Between,
    Compare,
    Condition,
    FilterError,
    OneOf,
    Pattern,
    Present,
    Span,
    Value,
)
from tui.text import did_you_mean

Test = Callable[[Any], bool]

# How the EU's own statistics write two of the codes.
_CODES_OF_THE_EU = {"EL": "GR", "UK": "GB"}
_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})


def mask_of(store: Store, column: Column, coded: Coded, condition: Condition, where: Span) -> Mask:
    """Rows of a column that meet a condition.

    Raises :class:`FilterError` where the condition does not fit the column.
    """
    if isinstance(condition, Present):
        return coded.mask([value is not None and value != () for value in coded.distinct])
    if isinstance(condition, Pattern):
        texts = [_own(store, column, value) for value in coded.distinct]
        return coded.mask(_matching(condition, texts, store.endless))
    if isinstance(condition, OneOf):
        return _one_of(store, column, coded, condition)
    test = ordered(column, condition, where)
    if column.kind in LIST_KINDS:
        return coded.mask([any(test(item) for item in value) for value in coded.distinct])
    return coded.mask([value is not None and test(value) for value in coded.distinct])


def _matching(pattern: Pattern, texts: Iterable[Sequence[str]], endless: set[str]) -> list[bool]:
    """Whether the expression is found in one of the lines of each text."""
    from tui.query.engine.regex_timeout import OutOfPatienceError, patience

    found = re.compile(pattern.source, re.IGNORECASE).search
    flags = []
    try:
        if pattern.source in endless:
            raise OutOfPatienceError
        with patience() as check:
            for lines in texts:
                check()
                flags.append(any(found(line) for line in lines))
    except OutOfPatienceError:
        endless.add(pattern.source)
        reason = "the regular expression takes too long; repetitions inside others often do"
        raise FilterError(reason, pattern.span) from None
    return flags


def _own(store: Store, column: Column, value: Any) -> Sequence[str]:
    if value is None:
        return ()
    items = value if isinstance(value, tuple) else (value,)
    texts = (text for item in items for text in store.searchable(column, item))
    return [line for text in texts for line in text.split("\n")]


def _one_of(store: Store, column: Column, coded: Coded, condition: OneOf) -> Mask:
    if column.kind in ("text", "texts", "mixed"):
        return _containing(store, column, coded, condition.values)
    wanted: set[Any] = set()
    tests: list[Test] = []
    for value in condition.values:
        if column.kind in ("word", "words"):
            wanted.update(words(store, column, value))
        elif column.kind in ("country", "countries"):
            wanted.update(countries(value))
        elif column.kind in ("slug", "slugs"):
            wanted.update(_slugs(store, column, coded, value))
        elif column.kind == "flag":
            wanted.add(flag(value))
        elif column.kind == "date":
            tests.append(_inside(date(value)))
        else:
            wanted.add(number(value))
    flags = []
    for value in coded.distinct:
        items = value if isinstance(value, tuple) else (value,)
        flags.append(
            value is not None
            and any(item in wanted or any(test(item) for test in tests) for item in items)
        )
    return coded.mask(flags)


def _inside(period: PartialDate) -> Test:
    return lambda value: value.within(period)


def _containing(store: Store, column: Column, coded: Coded, values: Iterable[Value]) -> Mask:
    """Texts that contain one of the values; numbers equal it."""
    needles = [needle(value.text) for value in values]
    numbers = {_as_number(value.text) for value in values} - {None}
    flags = []
    stacks = coded.haystacks(lambda value: store.searchable(column, value))
    for value, stack in zip(coded.distinct, stacks, strict=True):
        if isinstance(value, int | float) and not isinstance(value, bool):
            flags.append(value in numbers)
        else:
            flags.append(any(text in stack for text in needles))
    return coded.mask(flags)


def containing(store: Store, column: Column, coded: Coded, text: str) -> Mask:
    """Rows whose value, or a label of it, contains an already folded text."""
    return coded.containing(text, lambda value: store.searchable(column, value))


def _slugs(store: Store, column: Column, coded: Coded, value: Value) -> set[str]:
    """Ids meant by a value: the id itself, or those of the sites whose name contains it."""
    text = value.text.lower()
    present = {item for cell in coded.distinct for item in _items(cell)}
    if text in present or column.id not in ("site", "sites", "linked_sites"):
        return {text}
    wanted = needle(value.text)
    return {item for item in present if wanted in needle(store.label(column, item))}


def _items(cell: object) -> Iterable[Any]:
    if cell is None:
        return ()
    return cell if isinstance(cell, tuple) else (cell,)


def words(store: Store, column: Column, value: Value) -> set[str]:
    """Vocabulary ids meant by a value: by id or label, else all that contain it.

    ``role:member`` stands for every role that the vocabulary marks as member. Raises
    :class:`FilterError` where nothing is meant.
    """
    listed = store.vocabulary.words(column.vocabulary)
    if value.text in listed:
        return {value.text}
    wanted = needle(value.text)
    if column.vocabulary == "role" and wanted == "member":
        return set(store.vocabulary.flagged("role", "member"))
    forms = {ident: (needle(ident), needle(w.en), needle(w.de)) for ident, w in listed.items()}
    found = {ident for ident, names in forms.items() if wanted in names}
    if not found and wanted:
        found = {ident for ident, names in forms.items() if any(wanted in name for name in names)}
    if not found:
        kind = column.title.lower() or column.id
        reason = f"no {kind} '{value.text}'"
        raise FilterError(reason, value.span, did_you_mean(value.text.lower(), listed))
    return found


def countries(value: Value) -> set[str]:
    """Country codes meant by a value: a code, or names that begin with it."""
    code = value.text.upper()
    code = _CODES_OF_THE_EU.get(code, code)
    if code in COUNTRIES:
        return {code}
    wanted = needle(value.text)
    found = {
        code
        for code, names in COUNTRIES.items()
        if wanted and any(needle(name).startswith(wanted) for name in names)
    }
    if not found:
        by_name = {names[0].lower(): names[0] for names in COUNTRIES.values()}
        close = did_you_mean(value.text.lower(), by_name)
        raise FilterError(f"no country '{value.text}'", value.span, by_name.get(close, ""))
    return found


def flag(value: Value) -> bool:
    """True or false as typed."""
    text = value.text.lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise FilterError(f"'{value.text}' is neither true nor false", value.span)


def date(value: Value) -> PartialDate:
    """A date as typed."""
    try:
        return PartialDate.parse(value.text)
    except ValueError as error:
        raise FilterError(f"'{value.text}': {error}", value.span) from None


_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_SEPARATED = re.compile(r"-?[1-9]\d{0,2}(?:[,'’_]\d{3})+(?:\.\d+)?", re.ASCII)
_WITH_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_WITH_DASH = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:-|…|to|bis)(?P<high>\d+(?:\.\d+)?)", re.ASCII)


def _as_number(text: str) -> float | None:
    """A number, also with thousands signs as the screen writes them; None for any other text."""
    if _SEPARATED.fullmatch(text):
        text = re.sub(r"[,'’_]", "", text)
    return float(text) if _NUMBER.fullmatch(text) else None


def number(value: Value) -> float:
    """A number as typed. Raises FilterError."""
    found = _as_number(value.text)
    if found is None:
        span = _WITH_DASH.fullmatch(value.text)
        meant = f"{span['low']}..{span['high']}" if span else ""
        meant = meant or (value.text.replace(".", "") if _WITH_POINTS.fullmatch(value.text) else "")
        raise FilterError(f"'{value.text}' is not a number", value.span, meant)
    return found


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
}


def number_test(condition: Condition, where: Span) -> Test:
    """Test of a number; used for counts as well."""
    if isinstance(condition, Compare):
        limit, compare = number(condition.value), _COMPARE[condition.operator]
        return lambda value: compare(value, limit)
    if isinstance(condition, Between):
        low = number(condition.low) if condition.low else float("-inf")
        high = number(condition.high) if condition.high else float("inf")
        return lambda value: low <= value <= high
    if isinstance(condition, OneOf):
        wanted = {number(value) for value in condition.values}
        return lambda value: value in wanted
    if isinstance(condition, Present):
        return lambda value: value > 0
    raise FilterError("a regular expression does not fit a number", where)


def _date_test(condition: Compare | Between) -> Test:
    """Test of a date that holds for every day of it."""
    if isinstance(condition, Between):
        low = date(condition.low).first if condition.low else None
        high = date(condition.high).last if condition.high else None
        return lambda value: (
            (low is None or value.first >= low) and (high is None or value.last <= high)
        )
    limit = date(condition.value)
    tests: Mapping[str, Test] = {
        "<": lambda value: value.last < limit.first,
        "<=": lambda value: value.last <= limit.last,
        ">": lambda value: value.first > limit.last,
        ">=": lambda value: value.first >= limit.first,
        "=": lambda value: value.within(limit),
    }
    return tests[condition.operator]


def ordered(column: Column, condition: Compare | Between, where: Span) -> Test:
    """Test of a comparison or range on a number or date column."""
    if column.kind in NUMBER_KINDS or column.kind == "integers":
        return number_test(condition, where)
    if column.kind == "date":
        return _date_test(condition)
    if column.kind == "mixed":
        return _mixed_test(condition, where)
    raise FilterError(f"'{column.id}' is not a number or a date, so it cannot be compared", where)


def _mixed_test(condition: Compare | Between, where: Span) -> Test:
    """Numbers against a number, dates against a date; other values never match."""
    ends = (
        [condition.value]
        if isinstance(condition, Compare)
        else [end for end in (condition.low, condition.high) if end]
    )
    if all(_as_number(end.text) is not None for end in ends):
        numeric = number_test(condition, where)
        return lambda value: isinstance(value, int | float) and numeric(value)
    dated = _date_test(condition)
    return lambda value: isinstance(value, PartialDate) and dated(value)

"""What a filter means once its names are resolved: conditions on columns, and the bound tree.

:mod:`tui.query.engine.bind` makes the tree; matching, narrowing, bounds and support walk it, and
none of them looks up a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any

from tui.frozen import frozen
from tui.query.engine.columns import LIST_KINDS, Column, Field
from tui.query.engine.fold import needle
from tui.query.engine.masks import DictionaryColumn, Mask
from tui.query.engine.relations import Link
from tui.query.engine.store import Store
from tui.query.engine.typed_numbers import (
    Amount,
    Figures,
    Test,
    as_number,
    figures_of,
    notes_of_comma,
    number,
    ordered,
)
from tui.query.engine.typed_values import countries, date, flag, words
from tui.query.language.condition import DECIMAL_COMMA, ONE_NUMBER
from tui.query.language.tree import (
    Between,
    Compare,
    Condition,
    FilterError,
    Note,
    OneOf,
    Pattern,
    Present,
    Span,
    Value,
)

Picks = Callable[[DictionaryColumn], Mask]
"""From the values of a column to the rows that meet a condition."""


def prepare(
    store: Store, column: Column, condition: Condition, where: Span, notes: list[Note]
) -> tuple[Condition, Picks]:
    """A condition on a column as it is meant there, and the rows that it picks.

    What was taken for something else than written goes to ``notes``. Raises
    :class:`FilterError` where the condition does not fit the column.
    """
    condition = _meant(column, condition, where, notes)
    if isinstance(condition, Present):
        return condition, _tested(lambda _: True)
    if isinstance(condition, Pattern):
        pattern = condition
        return condition, lambda coded: matching(store, column, coded, pattern)
    if isinstance(condition, OneOf):
        return condition, _one_of(store, column, condition, notes)
    test = ordered(column, condition, where, notes)
    if column.kind == "integers":
        return condition, _tested(lambda value: any(map(test, value)))
    if column.kind in LIST_KINDS:
        _check_length(column, test, where)
        return condition, _tested(lambda value: test(len(value)))
    return condition, _tested(test)


def _tested(test: Test) -> Picks:
    """Rows whose value is known and meets a test."""

    def picks(coded: DictionaryColumn) -> Mask:
        flags = [value is not None and value != () and test(value) for value in coded.distinct]
        return coded.mask(flags)

    return picks


def _meant(column: Column, condition: Condition, where: Span, notes: list[Note]) -> Condition:
    """The condition as it is meant for the column."""
    if isinstance(column, Field) and column.meant is not None:
        ends = (condition.low, condition.high) if isinstance(condition, Between) else ()
        typed = condition.values if isinstance(condition, OneOf) else ends
        values = tuple(value for value in typed if value is not None)
        return OneOf(column.meant(values, notes)) if values else condition
    if isinstance(condition, OneOf):
        return OneOf(tuple(_values(column, condition.values, notes)))
    if not isinstance(condition, Compare) or condition.operator != "=":
        return condition
    value = condition.value
    listed = column.kind in LIST_KINDS and as_number(value.text) is None
    if column.kind in ("word", "country", "slug", "flag") or listed:
        notes.append(Note(f"{column.id}:={value.text} is read as {column.id}:{value.text}", where))
        return OneOf((value,))
    if column.kind == "text":
        raise FilterError("'=' compares numbers and dates", where, f"{column.id}:{value.text}")
    return condition


def _values(column: Column, values: Iterable[Value], notes: list[Note]) -> Iterator[Value]:
    """The values of a list; one that looks like ``4,480`` is two where no thousands are written."""
    for value in values:
        if not ONE_NUMBER.fullmatch(value.text) or column.kind in ("text", "texts", "mixed"):
            yield value
        elif column.numeric and not column.plain_digits:
            if column.kind == "integer" and not DECIMAL_COMMA.fullmatch(value.text):
                notes.append(Note(f"{value.text} is read as {number(value):.12g}", value.span))
            yield value
        else:
            yield from (Value(part, span=value.span) for part in value.text.split(","))


def _check_length(column: Column, test: Test, where: Span) -> None:
    """Refuse what only an empty list would meet: it is one of which nothing is known."""
    if test(0) and not any(map(test, range(1, 1000))):
        raise FilterError("an empty list is an unknown one", where, f"-{column.id}:*")


def matching(store: Store, column: Column, coded: DictionaryColumn, pattern: Pattern) -> Mask:
    """Rows in one of whose lines the expression is found. Raises FilterError if it takes long."""
    texts = [_own(store, column, value) for value in coded.distinct]
    return coded.mask(_matching(pattern, texts, store.endless))


def _matching(pattern: Pattern, texts: Iterable[Sequence[str]], endless: set[str]) -> list[bool]:
    """Whether the expression is found in one of the lines of each text."""
    from tui.query.language.condition import TooSlowError, found_in

    try:
        if pattern.source in endless:
            raise TooSlowError
        return found_in(pattern.source, texts)
    except TooSlowError:
        endless.add(pattern.source)
        reason = "the regular expression takes too long; repetitions inside others often do"
        raise FilterError(reason, pattern.span) from None


def _own(store: Store, column: Column, value: Any) -> Sequence[str]:
    if value is None:
        return ()
    items = value if isinstance(value, tuple) else (value,)
    texts = (text for item in items for text in store.searchable(column, item))
    return [line for text in texts for line in text.split("\n")]


def _one_of(store: Store, column: Column, condition: OneOf, notes: list[Note]) -> Picks:
    values = condition.values
    if column.kind == "mixed":
        _tell_numbers(values, figures_of(column), notes)
    if column.kind in ("text", "texts", "mixed"):
        return lambda coded: _containing(store, column, coded, values)
    if column.kind in ("slug", "slugs"):
        return lambda coded: coded.mask(_slug_flags(store, column, coded, values))
    if column.kind == "date":
        periods = [date(value) for value in values]
        return _tested(lambda value: any(value.within(period) for period in periods))
    if column.numeric:
        notes += notes_of_comma(condition, figures_of(column))
    wanted = {each for value in values for each in _meant_by(store, column, value, notes)}
    if column.kind in LIST_KINDS:
        return _tested(lambda value: not wanted.isdisjoint(value))
    return _tested(lambda value: value in wanted)


def _meant_by(store: Store, column: Column, value: Value, notes: list[Note]) -> Iterable[Any]:
    """The values of a column that one typed stands for."""
    if column.kind in ("word", "words"):
        return words(store, column, value, notes)
    if column.kind in ("country", "countries"):
        return countries(value, notes)
    if column.kind == "flag":
        return (flag(value),)
    return (number(value, figures_of(column), notes),)


def _tell_numbers(values: Iterable[Value], figures: Figures, notes: list[Note]) -> None:
    """Tell how numbers among the values are read."""
    for value in values:
        if as_number(value.text) is not None:
            number(value, figures, notes)


def _containing(
    store: Store, column: Column, coded: DictionaryColumn, values: Iterable[Value]
) -> Mask:
    """Texts that contain one of the values; numbers equal it."""
    needles = [needle(value.text) for value in values]
    numbers = {as_number(value.text) for value in values} - {None}
    flags = []
    stacks = coded.haystacks(store.texts_of(column))
    for value, stack in zip(coded.distinct, stacks, strict=True):
        if isinstance(value, int | float) and not isinstance(value, bool):
            flags.append(value in numbers)
        else:
            flags.append(any(text in stack for text in needles))
    return coded.mask(flags)


def containing(store: Store, column: Column, coded: DictionaryColumn, text: str) -> Mask:
    """Rows whose value, or a label of it, contains an already folded text."""
    return coded.containing(text, store.texts_of(column))


def _slug_flags(
    store: Store, column: Column, coded: DictionaryColumn, values: Iterable[Value]
) -> list[bool]:
    """Whether each distinct value is, or holds, one of the ids meant."""
    present = {item for cell in coded.distinct for item in _items(cell)}
    wanted: set[str] = set()
    for value in values:
        wanted |= _slugs(store, column, present, value)
    return [not wanted.isdisjoint(_items(cell)) for cell in coded.distinct]


def _slugs(store: Store, column: Column, present: Iterable[str], value: Value) -> set[str]:
    """Ids meant by a value: the id itself, or those of the sites whose name contains it."""
    text = value.text.lower()
    if text in present or not column.names_sites:
        return {text}
    wanted = needle(value.text)
    return {item for item in present if wanted in needle(store.label(column, item))}


def _items(cell: object) -> tuple[Any, ...]:
    if cell is None:
        return ()
    return cell if isinstance(cell, tuple) else (cell,)


@frozen
class BoundEverything:
    """Every row of the table."""

    table: str


@frozen
class BoundText:
    """Rows that hold a text, for sites also in their children."""

    table: str
    text: str


@frozen
class BoundColumn:
    """Rows whose own column meets a condition, which ``picks`` tells of a column of values."""

    table: str
    column: Column
    condition: Condition
    picks: Picks = field(compare=False, repr=False)


@frozen
class BoundName:
    """Rows found by their name alone."""

    table: str
    condition: OneOf | Pattern


@frozen
class BoundCohort:
    """Rows of the sites of one of these cohorts."""

    table: str
    cohorts: tuple[str, ...]


@frozen
class BoundRelated:
    """Rows for which some row at the other end of the link is picked by ``inner``."""

    table: str
    link: Link
    inner: Bound


@frozen
class BoundCount:
    """Rows for which the number of such rows meets a condition, which is what ``test`` says."""

    table: str
    link: Link
    inner: Bound
    condition: Amount
    test: Test = field(compare=False, repr=False)


@frozen
class BoundNot:
    """Rows that ``inner`` does not pick."""

    table: str
    inner: Bound


@frozen
class BoundAnd:
    """Rows that all parts pick."""

    table: str
    parts: tuple[Bound, ...]


@frozen
class BoundOr:
    """Rows that some part picks."""

    table: str
    parts: tuple[Bound, ...]


Leaf = BoundEverything | BoundText | BoundColumn | BoundName | BoundCohort
Bound = Leaf | BoundRelated | BoundCount | BoundNot | BoundAnd | BoundOr


def conjuncts(tree: Bound) -> tuple[Bound, ...]:
    """The parts that must all match; none for every row."""
    if isinstance(tree, BoundAnd):
        return tree.parts
    return () if isinstance(tree, BoundEverything) else (tree,)


def walk(tree: Bound) -> Iterator[Bound]:
    """The node and all nodes below it."""
    yield tree
    if isinstance(tree, BoundAnd | BoundOr):
        for part in tree.parts:
            yield from walk(part)
    elif isinstance(tree, BoundNot | BoundRelated | BoundCount):
        yield from walk(tree.inner)

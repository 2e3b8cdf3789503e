"""Completion: what can stand at the cursor of a filter, and how many rows it would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from os.path import commonprefix

from tui.dataset import Dataset
from tui.frozen import frozen
from tui.query.assist import candidates
from tui.query.assist.candidates import DOTTED, Candidate, Kind
from tui.query.engine import masks, relations
from tui.query.engine.bind import bind
from tui.query.engine.columns import Column, Field
from tui.query.engine.fold import begins_part, fold
from tui.query.engine.match import match, match_text
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import Result, cohort_mask, over
from tui.query.engine.view import View
from tui.query.language.lex import COUNT, Typing, context_at, tokens
from tui.query.language.parse import parse
from tui.query.language.render import filter_parts, literal
from tui.query.language.tree import FilterError, Span
from tui.text import printable

# The quickest places to find a name: where it begins, where a part begins, where it occurs.
_WHOLE, _BEGINS, _PART_BEGINS, _HOLDS = range(4)
# Where there are more rows than this the sites that a value would leave are not counted.
_MANY = 10_000


@frozen
class Item:
    """One completion.

    ``text`` replaces the span; ``label`` is what to show for it and ``hint`` what explains
    it (meaning, label, range). ``count`` is the number of sites that would be left, for a value
    of the table beside that of its rows; None where that cannot be said.
    """

    text: str
    label: str
    kind: Kind
    count: int | None = None
    hint: str = ""


@frozen
class Completions:
    """What can stand in ``span`` of the text, best first; ``total`` counts those not given too.

    ``common`` is what all of the best begin with, where that is more than was typed: what
    one press of Tab may insert. It is the whole text of an only item. ``uncounted`` says that
    counts lack because the table beside was given without rows.
    """

    span: Span
    items: tuple[Item, ...] = ()
    common: str = ""
    total: int = 0
    uncounted: bool = False

    def put(self, text: str, insertion: str) -> tuple[str, int]:
        """The text with ``insertion`` in the span, and the place of the cursor behind it."""
        before = text[: self.span.start] + insertion
        return before + text[self.span.end :], len(before)


def complete(
    dataset: Dataset,
    view: View,
    text: str,
    cursor: int,
    saved: Sequence[tuple[str, str]] = (),
    limit: int = 50,
    beside: Result | None = None,
) -> Completions:
    """Completions of a filter on sites at the cursor, at most ``limit`` of them.

    ``view`` gives the cohort that counts refer to; ``saved`` are names of saved views with
    their filters, offered as whole filters while nothing else is typed. ``beside`` is a table
    whose fields the filter may name too where sites have none such; its values are counted
    over all rows that it was made from, or not at all where it has none.
    """
    store = store_of(dataset)
    typing = context_at(text, cursor)
    table = candidates.table_at(store, typing.relations)
    offered = list(_offered(store, table, typing)) if table else []
    if table != "sites" or typing.relations:
        beside = None
    if beside is not None:
        offered += _beside(store, beside, typing)
    found = _ranked(offered, typing.prefix)
    views = [] if text[cursor:].strip() else candidates.of_views(saved, text.strip())
    if views and typing.prefix == text.strip():
        found = _ranked([*(each for _, each in found), *views], typing.prefix)
    elif views:
        # Several words that begin the name of a view, such as "companies on".
        typing = Typing("text", text.strip(), _written(text))
        found = _ranked(views, typing.prefix)
    if not found:
        return Completions(typing.span)
    asked = beside if beside is not None and _column_beside(store, beside, typing) else None
    items = _counted(store, view, text, typing, found[:limit], asked)
    uncounted = asked is not None and not len(asked.source)
    return Completions(typing.span, items, _common(found, typing), len(found), uncounted)


def _written(text: str) -> Span:
    """The text without white space around it."""
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))


def _offered(store: Store, table: str, typing: Typing) -> Sequence[Candidate]:
    if typing.kind == "field":
        return candidates.names(store.dataset, table)
    if typing.kind == "relation":
        return candidates.relations_of(store, table)
    if typing.kind == "value" and typing.field:
        return _values(store, table, typing)
    return ()


def _beside(store: Store, beside: Result, typing: Typing) -> Iterator[Candidate]:
    """Fields of a table beside that sites do not have, and their values."""
    spec = beside.spec
    if typing.kind == "field":
        own = {each.text for each in candidates.names(store.dataset, "sites")}
        for each in spec.columns:
            if each.id not in own:
                yield candidates.field_of(each, f"{spec.singular.capitalize()}: ")
    column = _column_beside(store, beside, typing)
    if column is None:
        return
    if not typing.operator and not typing.listed:
        yield from candidates.compared(beside.store, beside.source, column)
    within = column.within if isinstance(column, Field) else ""
    for each in filter(None, (column, spec.own_column(within))):
        for value in candidates.values_of(beside.store, beside.source, each):
            if value.text not in typing.listed:
                yield value


def _column_beside(store: Store, beside: Result, typing: Typing) -> Column | None:
    """The column of the table beside whose value is typed, None where sites have it or none is."""
    column = beside.spec.own_column(typing.field) if typing.kind == "value" else None
    return None if column and candidates.column_at(store, "sites", column.id) else column


def _values(store: Store, table: str, typing: Typing) -> Sequence[Candidate]:
    """Values of the field before the colon; signs of comparison while nothing is typed."""
    dataset, field = store.dataset, typing.field
    if field == COUNT:
        return () if typing.operator else candidates.signs("number of rows")
    if field == "in":
        return candidates.of_cohorts(dataset)
    named = candidates.named_at(store, table, field)
    column = candidates.column_at(store, table, field)
    if named and not typing.operator:
        return candidates.of_names(dataset, named)
    if column is None:
        return _counts(store, table, field)
    values = candidates.of_column(dataset, *column)
    if typing.operator or typing.listed:
        return [each for each in values if each.text not in typing.listed]
    return (*candidates.comparisons(dataset, *column), *values)


def _counts(store: Store, table: str, relation: str) -> Sequence[Candidate]:
    """Numbers of related rows, behind a comparison such as ``partner:>=``."""
    if relation not in relations.RELATIONS.get(table, {}):
        return ()
    numbers = {len(rows) for rows in relations.links(store, table, relation)}
    return [Candidate(str(each), "", str(each)) for each in sorted(numbers)]


def _ranked(offered: Iterable[Candidate], prefix: str) -> list[tuple[int, Candidate]]:
    """Candidates that what was typed fits, best first, each with how well it fits."""
    typed = fold(prefix)
    fitting = []
    for place, each in enumerate(offered):
        if typed not in each.forms:
            continue
        fit = _fit(each, typed)
        if fit is not None:
            fitting.append((fit, each.weight, place, each))
    fitting.sort(key=lambda entry: entry[:3])
    return [(fit, each) for fit, _, _, each in fitting]


def _fit(candidate: Candidate, typed: str) -> int | None:
    """How well a candidate fits; None where it does not.

    Fields of a relation are offered when they are asked for: ``partner.`` or ``type``.
    """
    first, *others = forms = candidate.forms.split("\n")
    dotted = candidate.weight == DOTTED
    if not typed:
        return None if dotted else _BEGINS
    if first == typed:
        return _WHOLE
    if first.startswith(typed):
        return _PART_BEGINS if dotted and "." not in typed else _BEGINS
    if any(form.startswith(typed) for form in others):
        return _PART_BEGINS if candidate.kind == "field" else _BEGINS
    if any(begins_part(typed, form) for form in forms):
        return _PART_BEGINS
    if len(typed) > 1 and not dotted and any(typed in form for form in forms):
        return _HOLDS
    return None


def _counted(
    store: Store,
    view: View,
    text: str,
    typing: Typing,
    found: Sequence[tuple[int, Candidate]],
    beside: Result | None,
) -> tuple[Item, ...]:
    """Items with the number of rows that each value would leave, those that leave none last."""
    left: Callable[[str], int] | None = None
    if beside is None:
        left = partial(_left, store, view) if _few_rows(store, typing) else None
    elif 0 < len(beside.source) <= _MANY:
        left = partial(_left_beside, store, beside, over(store, beside.source))
    items = []
    for fit, each in found:
        countable = each.kind in ("value", "cohort")
        count = _tried(left, text, typing, each) if left and countable else None
        items.append((fit, count == 0, _item(each, count)))
    items.sort(key=lambda entry: entry[:2])
    return tuple(item for _, _, item in items)


def _few_rows(store: Store, typing: Typing) -> bool:
    """Whether a value is looked for in so few rows that each can be tried between two keys."""
    table = candidates.table_at(store, typing.relations)
    if table is None:
        return False
    column = candidates.column_at(store, table, typing.field)
    named = candidates.named_at(store, table, typing.field) or (column[0] if column else table)
    return len(store.table(named)) <= _MANY


def _tried(left: Callable[[str], int], text: str, typing: Typing, each: Candidate) -> int | None:
    """How many rows the filter would leave with this value at the cursor, None if that fails."""
    span = typing.span
    filled = text[: span.start] + _insertion(each) + text[span.end :]
    try:
        return left(filled + _missing(filled))
    except FilterError:
        return None


def _left(store: Store, view: View, text: str) -> int:
    """How many sites a filter leaves."""
    picked = match_text(store, "sites", text)
    return masks.count(masks.both(cohort_mask(store.dataset, view), picked))


def _left_beside(store: Store, beside: Result, there: Store, text: str) -> int:
    """How many rows of the table beside are left by what a filter says of them."""
    found = masks.everything(len(beside.source))
    for term in filter_parts(parse(text)):
        try:
            bind(store, "sites", term)
        except FilterError:
            found = masks.both(found, match(there, beside.name, term))
    return masks.count(found)


def _missing(text: str) -> str:
    """The parentheses that a filter in the making still lacks, innermost first."""
    opened: list[str] = []
    pieces = tokens(text)
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            counted = pieces[at - 1].kind == "relation" and pieces[at - 1].text == COUNT
            opened.append("):>0" if counted else ")")
        elif piece.kind == "close" and opened:
            opened.pop()
    return "".join(reversed(opened))


def _item(candidate: Candidate, count: int | None) -> Item:
    text, hint = printable(candidate.text + candidate.ending), printable(candidate.hint)
    if candidate.kind == "view":
        text, hint = hint, text
    return Item(_insertion(candidate), text, candidate.kind, count, hint)


def _insertion(candidate: Candidate) -> str:
    """The text to insert: values in quotes where the language needs them."""
    return (
        literal(candidate.text) if candidate.kind == "value" else candidate.text + candidate.ending
    )


def _common(found: Sequence[tuple[int, Candidate]], typing: Typing) -> str:
    """What the best candidates begin with, where that is more than was typed."""
    best = min(fit for fit, _ in found)
    group = [each for fit, each in found if fit <= max(best, _BEGINS)]
    names = [each for each in group if each.kind != "view"]
    if len(group) == 1:
        return _insertion(group[0])
    common = commonprefix([each.text for each in names])  # noqa: RUF071 - by character
    if len(common) <= len(typing.prefix) or not fold(common).startswith(fold(typing.prefix)):
        return ""
    written = literal(common)
    return written[:-1] if typing.kind == "value" and written.startswith('"') else common

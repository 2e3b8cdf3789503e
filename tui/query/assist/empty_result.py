"""Why a filter leaves nothing: the terms that exclude the last sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.frozen import frozen
from tui.query.assist.known_figures import known_figures
from tui.query.engine import masks
from tui.query.engine.bind import bind
from tui.query.engine.columns import Column
from tui.query.engine.conditions import BoundColumn, BoundName, BoundRelated, walk
from tui.query.engine.fold import fold, needle
from tui.query.engine.habit_terms import is_nothing, says_anything
from tui.query.engine.masks import Mask
from tui.query.engine.match import is_searched, match, picked
from tui.query.engine.notes import instead_of
from tui.query.engine.relations import NAMES
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import Result, cohort_mask, over
from tui.query.engine.typed_values import NEAR, class_of, dates_meant, denied
from tui.query.engine.values_meant import excluded
from tui.query.engine.view import View
from tui.query.language.parse import parse
from tui.query.language.render import (
    filter_parts,
    only,
    render,
    source,
    without_parts,
)
from tui.query.language.tree import Node, OneOf, Pattern, Span, Term, Text, Value
from tui.text import did_you_mean

# So many terms times sites are looked at one by one; beyond that the whole filter is named.
_MOST_WORK = 200_000
_MOST_WORDS = 20_000
# As much of a text is looked through for words.
_LONGEST = 1_000
_SHORTEST = 3
_TOP = re.compile(r"top[- ]?(?P<number>\d{1,3})", re.IGNORECASE)
_PARTED = re.compile(r"[,;|]")
_ISO = re.compile(r"\d{4}-(?:\d\d(?:-\d\d)?|[HQ]\d)")
_PART = re.compile(r"[A-Za-z0-9-]{3,}")
_WORD = re.compile(r"[^\W\d_]{3,}")


@frozen
class Excluder:
    """Terms without which sites would be left.

    ``text`` is how they are written, ``spans`` where: one span for a single term;
    ``left_without`` is the number of sites without them. ``nowhere`` says that none of the
    terms picks a site of the dataset, ``meant`` is the term that a misspelt one may mean, and
    ``known`` says from what to what the figures go that it compares; both may be "".
    """

    text: str
    spans: tuple[Span, ...]
    left_without: int
    nowhere: bool = False
    meant: str = ""
    known: str = ""


@frozen
class _Part:
    """A term, the rows that it picks, and whether it picks any of the whole dataset."""

    node: Node
    mask: Mask

    @property
    def nowhere(self) -> bool:
        return 1 not in self.mask


def why_empty(dataset: Dataset, view: View) -> tuple[Excluder, ...]:
    """The terms of a filter that exclude the last sites, the likeliest cause first.

    That is the term without which most are left; one that no site of the dataset meets, such
    as a misspelt word, stands alone. Where no single term helps, it is the smallest set that
    does: the terms that no site meets, else a pair, else the whole filter. Empty where sites
    are left, or where the cohort itself is empty. Raises FilterError.
    """
    return _why(store_of(dataset), "sites", cohort_mask(dataset, view), view.filter)


def why_no_rows(result: Result, view: View) -> tuple[Excluder, ...]:
    """The same of a filter of rows: the terms that exclude the last rows of a table.

    ``result`` is the table without that filter; ``left_without`` then counts its rows.
    Raises FilterError.
    """
    scope = bytearray(len(result.source))
    for row in result.rows:
        scope[row] = 1
    store = over(result.store, result.source)
    return _why(store, result.name, bytes(scope), view.rows)


def _why(store: Store, table: str, scope: Mask, text: str) -> tuple[Excluder, ...]:
    node = parse(text)
    if 1 not in scope or 1 in masks.both(scope, match(store, table, node)):
        return ()
    nodes = filter_parts(node)
    if len(nodes) * len(scope) > _MOST_WORK:
        whole = [_Part(each, b"") for each in nodes]
        return (_excluder(store, table, text, whole, masks.count(scope)),)
    parts = [_Part(each, picked(store, bind(store, table, each))) for each in nodes]
    single, pairs = _left_without(scope, parts)
    if single:
        found = [_excluder(store, table, text, [parts[at]], left) for at, left in single.items()]
        return tuple(sorted(found, key=lambda each: -each.left_without))
    gone = [part for part in parts if part.nowhere]
    left = _left(scope, [part for part in parts if not part.nowhere])
    if not (gone and left):
        gone, left = parts, masks.count(scope)
        if pairs:
            best = min(pairs, key=lambda places: (-pairs[places], places))
            gone, left = [parts[at] for at in best], pairs[best]
    return (_excluder(store, table, text, gone, left),)


def _left(scope: Mask, parts: Sequence[_Part]) -> int:
    """How many rows all these terms leave."""
    found = scope
    for part in parts:
        found = masks.both(found, part.mask)
    return masks.count(found)


def _left_without(
    scope: Mask, parts: Sequence[_Part]
) -> tuple[Counter[int], Counter[tuple[int, int]]]:
    """How many rows dropping one term would leave, and dropping two that exclude them alone."""
    single: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for row in masks.rows(scope):
        against = []
        for at, part in enumerate(parts):
            if not part.mask[row]:
                against.append(at)
                if len(against) > 2:
                    break
        if len(against) == 1:
            single[against[0]] += 1
        elif len(against) == 2:
            pairs[against[0], against[1]] += 1
    return single, pairs


def outside(dataset: Dataset, view: View) -> int:
    """How many sites beyond the view's cohort the filter picks. Raises FilterError."""
    picked = match(store_of(dataset), "sites", parse(view.filter))
    return masks.count(masks.both(masks.invert(cohort_mask(dataset, view)), picked))


def without(filter_text: str, excluder: Excluder) -> str:
    """The filter text without the terms, the rest as it was written. Raises FilterError."""
    gone = set(excluder.spans)
    parts = filter_parts(parse(filter_text))
    return without_parts(filter_text, {at for at, p in enumerate(parts) if p.span in gone})


def _excluder(store: Store, table: str, text: str, parts: Sequence[_Part], left: int) -> Excluder:
    written = source(text, *(part.node for part in parts))
    nowhere = all(part.nowhere for part in parts) and bool(parts[0].mask)
    spans = tuple(part.node.span for part in parts)
    if not nowhere or len(parts) > 1:
        return Excluder(written, spans, left, nowhere)
    node = parts[0].node
    meant, known = _meant(store, table, node), known_figures(store, table, node)
    return Excluder(written, spans, left, nowhere, meant, known)


def _meant(store: Store, table: str, node: Node) -> str:
    """The term as it may have been meant: one word or value that no site has, put right."""
    if isinstance(node, Text):
        return (
            _class(store, table, node)
            or _denied(store, table, node)
            or _text_meant(store, table, node.value.text)
        )
    if isinstance(node, Term) and isinstance(node.condition, OneOf):
        values = node.condition.values
        plain = None if any(each.quoted for each in values) else excluded(node)
        if plain is not None:
            found = 1 in match(store, table, plain)
            meant = render(plain) if found else _meant(store, table, plain)
            return f"-{meant}" if meant else ""
        if len(values) == 1:
            return _class(store, table, node) or _term_meant(store, table, node, values[0].text)
    return ""


def _class(store: Store, table: str, node: Text | Term) -> str:
    """The term that asks for a class, such as a country, that was looked for in texts."""
    other = next(instead_of(store, table, node), None)
    return render(other.term) if other is not None else ""


def _denied(store: Store, table: str, node: Text) -> str:
    """The term that asks for all but a class: of what is not confirmed for "unconfirmed"."""
    if is_nothing(node.value.text):
        return ""
    found = class_of(store, table, denied(node.value.text))
    return f"-{only(found[0].id, found[1])}" if found is not None else ""


def _listed(store: Store, table: str, typed: str) -> str:
    """The term that asks for the classes of a list, ``country:DE,FR`` for "DE,FR"."""
    parts = [part.strip() for part in _PARTED.split(typed)]
    found = [class_of(store, table, part) for part in parts if part]
    known = [each for each in found if each is not None]
    if len(parts) < 2 or not known or known != found or len({each[0].id for each in known}) > 1:
        return ""
    return render(Term(known[0][0].id, OneOf(tuple(Value(each[1]) for each in known))))


def _day(store: Store, table: str, typed: str) -> str:
    """The term that asks for a date, in the first column of dates that are shown unasked."""
    days = dates_meant(typed) or ((typed,) if _ISO.fullmatch(typed) else ())
    shown = (each for each in store.specs[table].columns if each.kind == "date" and each.default)
    column = next(shown, None)
    if column is None or not days:
        return ""
    return render(Term(column.id, OneOf(tuple(Value(each) for each in days))))


def _text_meant(store: Store, table: str, typed: str) -> str:
    if is_nothing(typed):
        return ""  # a note tells how rows without a value are asked for
    if meant := _listed(store, table, typed) or _day(store, table, typed):
        return meant
    if (top := _TOP.fullmatch(typed)) and store.table(table).spec.own_column("rank"):
        return f"rank:<={top['number']}"
    close = _nearest(typed, _words(store.dataset) if table == "sites" else _texts(store, table))
    return render(Text(Value(close))) if close and fold(close) != fold(typed) else ""


def _term_meant(store: Store, table: str, node: Term, typed: str) -> str:
    bound = bind(store, table, node)
    looked_at = bound.inner if isinstance(bound, BoundRelated) else bound
    if meant := (
        _in_words(node, typed, own=bound is looked_at or isinstance(looked_at, BoundName))
        or _wildcards(store, table, node, typed)
    ):
        return meant
    for tree in walk(bound):
        if isinstance(tree, BoundColumn):
            columns, kinds = [tree.column], {}
        elif isinstance(tree, BoundName):
            spec = store.table(tree.table).spec
            kinds = _kinds(store, tree.table)
            if fold(typed) in kinds:
                return _of_kind(node, kinds[fold(typed)])
            columns = [found for ident in NAMES[tree.table] if (found := spec.own_column(ident))]
        else:
            continue
        if isinstance(tree, BoundColumn) and (part := _ids_holding(store, tree, node, typed)):
            return part
        if isinstance(tree, BoundColumn) and (other := _elsewhere(store, tree, node, typed)):
            return other
        close = _nearest(typed, _values(store, tree.table, columns))
        if close and fold(close) != fold(typed):
            return only(node.field, close)
        if near := did_you_mean(fold(typed), kinds, least=NEAR):
            return _of_kind(node, kinds[near])
    return ""


def _in_words(node: Term, typed: str, *, own: bool) -> str:
    """The term that asks whether there is a value, where a word says so; "" for other words."""
    if says_anything(node.condition):
        return f"{node.field}:*"
    if not is_nothing(typed) and typed.casefold() not in _DENIES:
        return ""
    head, _, rest = node.field.partition(".")
    return f"-{node.field}:*" if own else f"{head}(-{rest}:*)"


def _wildcards(store: Store, table: str, node: Term, typed: str) -> str:
    """The term that is meant by ``name:^b``, ``name:%hpc%`` and ``name:h?c`` if it finds rows."""
    inner = typed.strip("%")
    begins, ends = typed.startswith("^"), typed.endswith("$")
    if begins or ends:
        source = re.escape(typed[begins : len(typed) - ends])
        condition: Pattern | OneOf = Pattern(f"{'^' * begins}{source}{'$' * ends}")
    elif _WILD.search(inner):
        condition = Pattern(re.escape(inner).replace("%", ".*").replace(r"\?", "."))
    elif inner != typed and inner:
        condition = OneOf((Value(inner),))
    else:
        return ""
    meant = replace(node, condition=condition)
    return render(meant) if 1 in match(store, table, meant) else ""


_DENIES = frozenset({"no", "false", "nein"})
_WILD = re.compile("[%?]")


def _elsewhere(store: Store, tree: BoundColumn, node: Term, typed: str) -> str:
    """The term that finds a text in another column of the table, or a day in its month."""
    source = store.table(tree.table)
    if tree.column.kind == "date":
        known = [each for each in source.coded(tree.column.id).distinct if each is not None]
        wider = (typed[:length] for length in (7, 4) if len(typed) > length)
        fitting = (each for each in wider if any(date.text.startswith(each) for date in known))
        found = next(fitting, "")
        return only(node.field, found) if found else ""
    if tree.column.kind != "text" or len(typed) < _SHORTEST:
        return ""
    for column in source.spec.columns:
        if column.kind == "text" and column.default and column is not tree.column:
            stacks = source.coded(column.id).haystacks(store.texts_of(column))
            if any(needle(typed) in stack for stack in stacks):
                return only(f"{node.field.removesuffix(tree.column.id)}{column.id}", typed)
    return ""


def _ids_holding(store: Store, tree: BoundColumn, node: Term, typed: str) -> str:
    """The term that finds the ids, or the only one, that hold a part of an id."""
    if tree.column.kind not in ("slug", "slugs") or not _PART.fullmatch(typed):
        return ""
    values = store.table(tree.table).coded(tree.column.id).distinct
    ids = {each for held in values if held for each in ((held,) if isinstance(held, str) else held)}
    found = [each for each in ids if typed.lower() in each]
    if len(found) < 2:
        return only(node.field, found[0]) if found else ""
    return render(replace(node, condition=Pattern(typed.lower())))


def _kinds(store: Store, table: str) -> dict[str, tuple[str, str]]:
    """The column and value that a word stands for which was sought in names, as ``company``."""
    found: dict[str, tuple[str, str]] = {}
    for column in store.table(table).spec.columns:
        if column.vocabulary and column.id not in NAMES[table]:
            for word, value in _values(store, table, [column]).items():
                found.setdefault(word, (column.id, value))
    return found


def _of_kind(node: Term, meant: tuple[str, str]) -> str:
    return only(f"{node.field}.{meant[0]}", meant[1])


def _nearest(word: str, words: Mapping[str, str]) -> str:
    """The word that is nearest, as the data write it. ``words`` is keyed by folded words."""
    return words.get(did_you_mean(fold(word), words, least=NEAR), "")


def _values(store: Store, table: str, columns: Sequence[Column]) -> dict[str, str]:
    """Values of columns and the words in them, by what is compared; at most some thousands."""
    found: dict[str, str] = {}
    for column in columns:
        for value in store.table(table).coded(column.id).distinct:
            if len(found) > _MOST_WORDS:
                return found
            for text in store.searchable(column, value) if value else ():
                for word in (text[:_LONGEST], *_WORD.findall(text[:_LONGEST])):
                    found.setdefault(fold(word), word)
    return found


def _texts(store: Store, table: str) -> dict[str, str]:
    """Words of all that free text is looked for in among the rows of a table."""
    return _values(store, table, list(filter(is_searched, store.table(table).spec.columns)))


@kept()
def _words(dataset: Dataset) -> dict[str, str]:
    """Words of the names in the dataset, by what is compared; at most some thousands."""
    store = store_of(dataset)
    found: dict[str, str] = {}
    named = (("sites", ("name", "full_name", "city", "country")), ("systems", ("name",)),
             ("sectors", ("id",)), ("partners", ("name", "acronym")))  # fmt: skip
    for table, idents in named:
        source = store.table(table)
        for ident in idents:
            column = source.spec.own_column(ident)
            for value in source.coded(ident).distinct if column else ():
                if len(found) > _MOST_WORDS:
                    return found
                for text in store.searchable(column, value) if column and value else ():
                    for word in _WORD.findall(text[:_LONGEST]):
                        found.setdefault(fold(word), word)
    return found

"""Why a filter leaves nothing: the terms that exclude the last sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tui.dataset import Dataset
from tui.query.engine import masks
from tui.query.engine.bind import bind
from tui.query.engine.conditions import NEAR
from tui.query.engine.fold import fold
from tui.query.engine.masks import Mask
from tui.query.engine.match import match, picked
from tui.query.engine.store import store_of
from tui.query.engine.table import cohort_mask
from tui.query.engine.view import View
from tui.query.language import edit
from tui.query.language.parse import parse
from tui.query.language.tree import Node, Span, Text
from tui.text import did_you_mean

# So many terms times sites are looked at one by one; beyond that the whole filter is named.
_MOST_WORK = 200_000
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Excluder:
    """Terms without which sites would be left.

    ``text`` is how they are written, ``spans`` where: one span for a single term;
    ``left_without`` is the number of sites without them. ``nowhere`` says that none of the
    terms picks a site of the dataset, ``meant`` is the word that a misspelt one may mean.
    """

    text: str
    spans: tuple[Span, ...]
    left_without: int
    nowhere: bool = False
    meant: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A term, the sites that it picks, and whether it picks any of the whole dataset."""

    node: Node
    mask: Mask

    @property
    def nowhere(self) -> bool:
        return 1 not in self.mask


def why_empty(dataset: Dataset, view: View) -> tuple[Excluder, ...]:
    """The terms of a filter that exclude the last sites, the likeliest cause first.

    That is a term that no site of the dataset meets, such as a misspelt word, then the one
    that leaves most. Where no single term helps, it is the smallest set that does: the terms
    that no site meets, else a pair, else the whole filter. Empty where sites are left, or
    where the cohort itself is empty. Raises FilterError.
    """
    store = store_of(dataset)
    scope, node = cohort_mask(dataset, view), parse(view.filter)
    if 1 not in scope or 1 in masks.both(scope, match(store, "sites", node)):
        return ()
    nodes = edit.parts(node)
    if len(nodes) * len(scope) > _MOST_WORK:
        return (_excluder(dataset, view.filter, [_Part(node, b"")], masks.count(scope)),)
    parts = [_Part(each, picked(store, bind(store, "sites", each))) for each in nodes]
    single, pairs = _left_without(scope, parts)
    if single:
        found = [_excluder(dataset, view.filter, [parts[at]], left) for at, left in single.items()]
        return tuple(sorted(found, key=lambda each: (not each.nowhere, -each.left_without)))
    gone = [part for part in parts if part.nowhere]
    left = _left(scope, [part for part in parts if not part.nowhere])
    if not (gone and left):
        gone, left = parts, masks.count(scope)
        if pairs:
            places, left = max(pairs.items(), key=lambda each: (each[1], -each[0][0], -each[0][1]))
            gone = [parts[at] for at in places]
    return (_excluder(dataset, view.filter, gone, left),)


def _left(scope: Mask, parts: Sequence[_Part]) -> int:
    """How many sites all these terms leave."""
    found = scope
    for part in parts:
        found = masks.both(found, part.mask)
    return masks.count(found)


def _left_without(
    scope: Mask, parts: Sequence[_Part]
) -> tuple[Counter[int], Counter[tuple[int, int]]]:
    """How many sites dropping one term would leave, and dropping two that exclude them alone."""
    single: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for site in masks.rows(scope):
        against = []
        for at, part in enumerate(parts):
            if not part.mask[site]:
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
    parts = edit.parts(parse(filter_text))
    return edit.without_parts(filter_text, {at for at, p in enumerate(parts) if p.span in gone})


def _excluder(dataset: Dataset, text: str, parts: Sequence[_Part], left: int) -> Excluder:
    written = edit.source(text, *(part.node for part in parts))
    nowhere = all(part.nowhere for part in parts) and bool(parts[0].mask)
    first = parts[0].node
    meant = ""
    if nowhere and len(parts) == 1 and isinstance(first, Text):
        meant = did_you_mean(fold(first.value.text), _words(dataset), least=NEAR)
    return Excluder(written, tuple(part.node.span for part in parts), left, nowhere, meant)


@lru_cache(maxsize=2)
def _words(dataset: Dataset) -> tuple[str, ...]:
    """Words of the names in the dataset, as they are looked for; at most some thousands."""
    store = store_of(dataset)
    found: dict[str, None] = {}
    named = (("sites", ("name", "full_name", "city", "country")), ("systems", ("name",)),
             ("sectors", ("id",)), ("partners", ("name", "acronym")))  # fmt: skip
    for table, idents in named:
        source = store.table(table)
        for ident in idents:
            column = source.spec.own_column(ident)
            for value in source.coded(ident).distinct if column else ():
                if len(found) > _MOST_WORDS:
                    return tuple(found)
                for text in store.searchable(column, value) if column and value else ():
                    found.update(dict.fromkeys(_WORD.findall(fold(text[:1000]))))
    return tuple(found)

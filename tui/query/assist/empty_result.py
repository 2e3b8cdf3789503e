"""Why a filter leaves nothing: the terms that exclude the last sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

from tui.dataset import Dataset
from tui.query.engine import masks
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.store import store_of
from tui.query.engine.table import cohort_mask
from tui.query.engine.view import View
from tui.query.language import edit
from tui.query.language.parse import parse
from tui.query.language.tree import Node, Span


@dataclass(frozen=True, slots=True)
class Excluder:
    """Terms without which sites would be left.

    ``text`` is how they are written, ``spans`` where: one span for a single term;
    ``left_without`` is the number of sites without them.
    """

    text: str
    spans: tuple[Span, ...]
    left_without: int


def why_empty(dataset: Dataset, view: View) -> tuple[Excluder, ...]:
    """The terms of a filter that exclude the last sites, the one that leaves most first.

    Where no single term helps, the one smallest set that does: a pair, else the whole filter.
    Empty where sites are left, or where the cohort itself is empty. Raises FilterError.
    """
    store = store_of(dataset)
    parts = edit.parts(parse(view.filter))
    scope = cohort_mask(dataset, view)
    found = [match(store, "sites", part) for part in parts]
    if not parts or 1 not in scope or 1 in reduce(masks.both, found, scope):
        return ()
    single = [
        _excluder(view.filter, [parts[at]], left)
        for at, left in enumerate(_without_each(scope, found))
        if left
    ]
    if single:
        return tuple(sorted(single, key=lambda each: -each.left_without))
    pair = _best_pair(scope, found)
    if pair is not None:
        (first, second), left = pair
        return (_excluder(view.filter, [parts[first], parts[second]], left),)
    return (_excluder(view.filter, parts, masks.count(scope)),)


def outside(dataset: Dataset, view: View) -> int:
    """How many sites beyond the view's cohort the filter picks. Raises FilterError."""
    picked = match(store_of(dataset), "sites", parse(view.filter))
    return masks.count(masks.both(masks.invert(cohort_mask(dataset, view)), picked))


def without(filter_text: str, excluder: Excluder) -> str:
    """The filter text without the terms, the rest as it was written. Raises FilterError."""
    gone = set(excluder.spans)
    parts = edit.parts(parse(filter_text))
    return edit.without_parts(filter_text, {at for at, p in enumerate(parts) if p.span in gone})


def _excluder(text: str, parts: Sequence[Node], left: int) -> Excluder:
    written = " ".join(edit.source(text, part) for part in parts)
    return Excluder(written, tuple(part.span for part in parts), left)


def _without_each(scope: Mask, found: Sequence[Mask]) -> list[int]:
    """For each mask, how many sites all the others leave: joined from both ends."""
    after = [scope]
    for mask in reversed(found[1:]):
        after.append(masks.both(after[-1], mask))
    after.reverse()
    before, left = masks.everything(len(scope)), []
    for mask, rest in zip(found, after, strict=True):
        left.append(masks.count(masks.both(before, rest)))
        before = masks.both(before, mask)
    return left


def _best_pair(scope: Mask, found: Sequence[Mask]) -> tuple[tuple[int, int], int] | None:
    """The two masks without which most sites are left; None where no pair helps."""
    best = None
    for pair in combinations(range(len(found)), 2):
        others = (mask for at, mask in enumerate(found) if at not in pair)
        left = masks.count(reduce(masks.both, others, scope))
        if left and (best is None or left > best[1]):
            best = pair, left
    return best

"""Counts of the facets: how many sites each value would leave."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from tui.dataset import Dataset
from tui.frozen import frozen
from tui.query.assist.facet_filter import owned_parts, read
from tui.query.assist.facet_values import BY_ID, FACETS, Choice, Facet, available, label, values
from tui.query.engine import masks
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.store import store_of
from tui.query.engine.table import cohort_mask
from tui.query.engine.view import View
from tui.query.language import edit
from tui.query.language.parse import parse

__all__ = ["BY_ID", "FACETS", "Facet", "FacetValue", "all_counts", "available", "counts", "known"]


@frozen
class FacetValue:
    """One value of a facet, with the number of sites that it alone would leave."""

    id: str
    label: str
    count: int
    state: Choice = ""


def counts(dataset: Dataset, view: View, facet: Facet) -> tuple[FacetValue, ...]:
    """The values of a facet that occur in the view's cohort, and those chosen.

    A count is the number of sites that would remain with this value chosen: the cohort, the
    rest of the filter and the other facets hold, what the facet itself asks for does not,
    so that the alternatives show real numbers. Raises FilterError.
    """
    return _Counter(dataset, view).of(facet)


def all_counts(dataset: Dataset, view: View) -> Mapping[Facet, tuple[FacetValue, ...]]:
    """:func:`counts` of every facet that has a value, worked out together."""
    counter = _Counter(dataset, view)
    return {facet: counter.of(facet) for facet in available(dataset)}


def known(dataset: Dataset, view: View, facet: Facet) -> tuple[int, int]:
    """For how many sites of the cohort the facet has a value, and how many there are."""
    scope = cohort_mask(dataset, view)
    some = reduce(
        masks.either, values(dataset, facet).sites.values(), masks.nothing(len(dataset.sites))
    )
    return masks.count(masks.both(scope, some)), masks.count(scope)


class _Counter:
    """The parts of one filter as masks, joined anew for each facet."""

    def __init__(self, dataset: Dataset, view: View) -> None:
        self._dataset = dataset
        self._scope = cohort_mask(dataset, view)
        self._chosen = read(dataset, view.filter).chosen
        parts = edit.parts(parse(view.filter))
        owners = {part.place: part.facet for part in owned_parts(dataset, parts)}
        self._parts: list[tuple[Facet | None, Mask]] = [
            (owners.get(place), match(store_of(dataset), "sites", part))
            for place, part in enumerate(parts)
        ]

    def of(self, facet: Facet) -> tuple[FacetValue, ...]:
        """The values of a facet with their counts."""
        others = (mask for owner, mask in self._parts if owner != facet)
        base = reduce(masks.both, others, self._scope)
        chosen = self._chosen.get(facet.id, {})
        sites = values(self._dataset, facet).sites
        found = [
            FacetValue(each, label(self._dataset, facet, each),
                       masks.count(masks.both(base, mask)), chosen.get(each, ""))
            for each, mask in sites.items()
            if each in chosen or 1 in masks.both(self._scope, mask)
        ]  # fmt: skip
        absent = [
            FacetValue(each, label(self._dataset, facet, each), 0, state)
            for each, state in chosen.items()
            if each not in sites
        ]
        return (*found, *absent)

"""The cohorts by name, and between which two of them a claim turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations
from typing import Any

from tui.analysis.findings.engine import standing_of, standing_with
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.lenses.rows import Selection
from tui.dataset import Dataset
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.fold import needle
from tui.query.engine.table import cohort_mask
from tui.query.engine.view import View
from tui.query.language.tree import FilterError, Note, Value
from tui.text import did_you_mean

FILTER = "filter"
"""Stands for the present filter among the ids of cohorts."""
_JOIN = "/"
_NO_JUDGEMENT = frozenset({"unknown", "not_checkable"})


def standings(dataset: Dataset, present: Evaluated) -> dict[str, Standing]:
    """How a claim fares for each cohort by id, and last under the filter where there is one."""
    finding = present.finding
    found = {
        cohort.id: standing_of(dataset, finding.id, cohort.id)
        if present.by_sites
        else standing_with(cohort.label.en, cohort.id, present)
        for cohort in dataset.cohorts
    }
    if present.filter.strip():
        found[FILTER] = standing_with("the filter", "", present)
    return found


def pairs_of(found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The pairs of cohorts between which the verdict turns, such as ``brief/factories``."""
    return tuple(
        pair_id(one, other)
        for one, other in combinations(found, 2)
        if _turns(found[one].verdict, found[other].verdict)
    )


def _turns(one: str, other: str) -> bool:
    """Whether there is a verdict for both, and not the same."""
    return one != other and not {one, other} & _NO_JUDGEMENT


def pair_id(one: str, other: str) -> str:
    """Two cohorts as a filter names them."""
    return f"{one}{_JOIN}{other}"


def turn_fields(
    named: Mapping[str, Named], pairs: Callable[[Any], tuple[str, ...]], *, default: bool = False
) -> tuple[Field, Field]:
    """The columns that say whether the claim of a row turns, and between which two cohorts."""
    return (
        Field(
            id="turns", title="Turns", kind="flag", default=default, within="turns_between",
            meaning="Whether its verdict is not the same for every cohort; turns:brief/factories "
            "asks for two of them",
            value=lambda row: bool(pairs(row)),
        ),
        Field(
            id="turns_between", title="Turns between", kind="slugs",
            meaning="Pairs of cohorts for which its verdict is not the same",
            value=pairs, meant=partial(_meant, named),
            offers=tuple(pair_id(one, other) for one, other in combinations(named, 2)),
        ),
    )  # fmt: skip


@frozen
class Named:
    """A cohort, or the present filter, as people know it."""

    id: str
    label: str
    sites: int

    @property
    def short(self) -> str:
        """Its label up to what explains it."""
        return self.label.partition(":")[0].partition(",")[0]


def named_cohorts(selection: Selection) -> dict[str, Named]:
    """The cohorts of a dataset by id, the present filter last."""
    dataset = selection.dataset
    found = {
        each.id: Named(
            each.id, each.label.en, masks.count(cohort_mask(dataset, View(cohort=each.id)))
        )
        for each in dataset.cohorts
    }
    if selection.view.filter.strip():
        found[FILTER] = Named(FILTER, "Under the filter", masks.count(selection.picked))
    return found


def _meant(
    named: Mapping[str, Named], values: tuple[Value, ...], notes: list[Note]
) -> tuple[Value, ...]:
    """The pairs that typed values mean, in the order of the cohorts.

    A cohort can be named by its id, by words of its label or by its number of sites. Two values
    that each name one cohort are a pair. Raises FilterError.
    """
    if len(values) == 2 and not any(_JOIN in each.text for each in values):
        one, other = values
        joined = Value(pair_id(one.text, other.text), span=one.span)
        pair = _pair_of(named, joined)
        notes.append(Note(f"{one.text},{other.text} is read as the pair {pair.text}", one.span))
        return (pair,)
    return tuple(_pair_of(named, each) for each in values)


def _pair_of(named: Mapping[str, Named], value: Value) -> Value:
    one, joined, other = value.text.partition(_JOIN)
    if not joined:
        example = pair_id(*list(named)[:2]) if len(named) > 1 else pair_id("one", "other")
        raise FilterError(f"'{value.text}' is no pair of cohorts; such as {example}", value.span)
    found = sorted({_cohort_of(named, each, value) for each in (one, other)}, key=list(named).index)
    if len(found) != 2:
        raise FilterError(f"'{value.text}' names one cohort twice", value.span)
    return Value(pair_id(*found), span=value.span)


def _cohort_of(named: Mapping[str, Named], text: str, value: Value) -> str:
    wanted = needle(text)
    exactly = [each.id for each in named.values() if needle(each.id) == wanted]
    wholly = [each.id for each in named.values() if wanted in (str(each.sites), needle(each.label))]
    partly = [each.id for each in named.values() if wanted and wanted in needle(each.label)]
    found = exactly or wholly or partly
    if len(found) == 1:
        return found[0]
    if found:
        raise FilterError(f"'{text}' may be {' or '.join(found)}", value.span)
    close = did_you_mean(text, named)
    known = "" if close else f", only {', '.join(named)}"
    raise FilterError(f"no cohort '{text}'{known}", value.span, close)

"""What a sentence states, checked against the rule that re-computes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.analysis.findings.figures import OVER_FIGURES
from tui.analysis.findings.rule import (
    COMPARATORS,
    Check,
    Figure,
    Kind,
    Problem,
    RuleError,
    figure,
    figure_kind,
    kind_of,
    value_column,
)
from tui.analysis.findings.verdicts import Stated
from tui.dataset.dates import PartialDate
from tui.query.engine.store import Store
from tui.text import did_you_mean, quote

VARIANT_KEYS = ("label", "since", "check", "claimed", "comparator", "tolerance", "note")

_NEAR = {"=": "==", "=<": "<=", "=>": ">=", "<>": "!=", "~": "~=", "≈": "~=", "≥": ">=", "≤": "<="}
_NOUNS: Mapping[Kind, str] = {
    "number": "a number",
    "date": "a date",
    "text": "a text",
    "list": "a list of texts",
}


def stated(
    store: Store, check: Check, claimed: object, comparator: object, tolerance: object
) -> Stated:
    """The stated value as it is compared. Raises RuleError with every problem.

    ``claimed`` and the others are as the file gives them, None where it does not.
    """
    problems: list[Problem] = []
    value = figure(claimed)
    if value is None:
        reason = "missing; a claim states a value" if claimed is None else _no_figure(claimed)
        problems.append(Problem("claimed", reason))
        kind: Kind = kind_of(store, check)
    else:
        kind = _kind(store, check, value)
        problems += _claimed(store, check, value, kind)
    problems += _comparator(comparator, kind)
    problems += _tolerance(comparator, tolerance)
    if problems:
        raise RuleError(*problems)
    assert value is not None  # noqa: S101 - else there is a problem
    assert isinstance(comparator, str)  # noqa: S101
    margin = float(tolerance) if isinstance(tolerance, int | float) and comparator == "~=" else None
    return Stated(value, comparator, margin)


def _no_figure(claimed: object) -> str:
    return f"must be a number, a date, a text or a list of texts, not {quote(claimed)}"


def _kind(store: Store, check: Check, value: Figure) -> Kind:
    """What is compared: a text that is a date counts as one where dates are expected."""
    given, wanted = figure_kind(value), kind_of(store, check)
    if given == "text" and wanted in ("date", "any") and isinstance(value, str) and _is_date(value):
        return "date"
    return given


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _claimed(store: Store, check: Check, value: Figure, kind: Kind) -> list[Problem]:
    wanted = kind_of(store, check)
    measure = OVER_FIGURES.get(check.measure)
    tie = kind == "list" and measure is not None and measure.by_item
    if wanted not in (kind, "any") and not tie:
        reason = f"{check.measure} gives {_NOUNS[wanted]} here, and this is {_NOUNS[kind]}"
        return [Problem("claimed", reason)]
    items = value if isinstance(value, tuple) else (value,)
    known = _valid(store, check)
    return [
        Problem("claimed", f"no {noun} {quote(item)}", did_you_mean(str(item), words))
        for noun, words in known
        for item in items
        if isinstance(item, str) and item not in words
    ]


def _valid(store: Store, check: Check) -> list[tuple[str, tuple[str, ...]]]:
    """The words that a claim may name, where they are known: vocabulary ids, sites."""
    if check.measure == "ids" and check.of == "sites":
        dataset = store.dataset
        return [("site", (*(site.id for site in dataset.sites), *dataset.left_out))]
    column = value_column(store, check)
    if column is not None and column.vocabulary:
        return [(column.title.lower(), tuple(store.vocabulary.words(column.vocabulary)))]
    return []


def _comparator(comparator: object, kind: Kind) -> list[Problem]:
    if comparator is None:
        return [Problem("comparator", "missing; a claim has one")]
    every = COMPARATORS["number"]
    if comparator not in every:
        reason = f"{quote(comparator)} is none of {' '.join(every)}"
        close = _NEAR.get(comparator, "") if isinstance(comparator, str) else ""
        return [Problem("comparator", reason, close)]
    allowed = COMPARATORS.get(kind, every)
    if comparator not in allowed:
        reason = f"{quote(comparator)} does not compare {_NOUNS[kind]}; use one of"
        return [Problem("comparator", f"{reason} {' '.join(allowed)}")]
    return []


def _tolerance(comparator: object, tolerance: object) -> list[Problem]:
    number = tolerance if isinstance(tolerance, int | float) else -1
    if tolerance is not None and (isinstance(tolerance, bool) or not 0 <= number < 1):
        return [Problem("tolerance", "must be a number from 0 to below 1, such as 0.1 for 10 %")]
    if comparator == "~=" and tolerance is None:
        return [Problem("tolerance", "missing; the comparator ~= needs one")]
    return []


def claims_of(finding: Mapping[str, Any], variant: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Stated value, comparator and tolerance of a variant, its own before the finding's."""
    names = ("claimed", "comparator", "tolerance")
    claimed, comparator, tolerance = (variant.get(name, finding.get(name)) for name in names)
    return claimed, comparator, tolerance

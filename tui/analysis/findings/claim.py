"""What a sentence states, held against what its rule gives, and the verdict from all readings."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

from tui.analysis.findings.rule import (
    COMPARATORS,
    OVER_FIGURES,
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
from tui.dataset.fields import PartialDate
from tui.frozen import frozen
from tui.query.engine.store import Store
from tui.text import did_you_mean, quote

Verdict = Literal["holds", "fails", "depends", "outdated", "unknown", "not_checkable"]
Truth = bool | None


@frozen
class Stated:
    """What a sentence states: the value, how the re-computed one must relate to it.

    ``tolerance`` is the part of the stated value by which ``~=`` may differ, else None.
    """

    claimed: Figure
    comparator: str
    tolerance: float | None = None


def compare(computed: Figure | None, stated: Stated) -> Truth:
    """Whether a re-computed value is as stated.

    None where it is unknown, cannot be compared, or is a period within which the date
    stated falls.
    """
    claimed = stated.claimed
    if computed is None:
        return None
    if isinstance(computed, tuple) or isinstance(claimed, tuple):
        return _sets(_items(computed), stated.comparator, _items(claimed))
    if isinstance(computed, int | float) and isinstance(claimed, int | float):
        return numbers(computed, stated.comparator, claimed, stated.tolerance or 0.0)
    left, right = _date(computed), _date(claimed)
    if left is not None and right is not None:
        return _dates(left, stated.comparator, right)
    if isinstance(computed, str) and isinstance(claimed, str):
        return _sets(_items(computed), stated.comparator, _items(claimed))
    return None


def numbers(computed: float, comparator: str, claimed: float, tolerance: float = 0.0) -> bool:
    """Compare two numbers; differences that only rounding of the machine makes do not count."""
    same = computed == claimed or math.isclose(computed, claimed, rel_tol=1e-9, abs_tol=1e-12)
    if comparator == "~=":
        margin = tolerance * abs(claimed)
        apart = abs(computed - claimed)
        return apart <= margin or math.isclose(apart, margin, rel_tol=1e-9, abs_tol=1e-12)
    if comparator in ("==", ">=", "<="):
        return same or (comparator != "==" and _ORDER[comparator](computed, claimed))
    return not same and (comparator == "!=" or _ORDER[comparator](computed, claimed))


_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def _items(value: Figure) -> frozenset[object]:
    return frozenset(value) if isinstance(value, tuple) else frozenset({value})


def _sets(computed: frozenset[object], comparator: str, claimed: frozenset[object]) -> Truth:
    """Compare sets: ``>=`` is all of these and perhaps more, ``<=`` none but these."""
    if comparator == "==":
        return computed == claimed
    if comparator == "!=":
        return computed != claimed
    if comparator == ">=":
        return computed >= claimed
    return computed <= claimed if comparator == "<=" else None


def _date(value: Figure) -> PartialDate | None:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _dates(computed: PartialDate, comparator: str, claimed: PartialDate) -> Truth:
    if comparator in ("==", "!="):
        apart = computed.last < claimed.first or computed.first > claimed.last
        if not apart and not computed.within(claimed):
            return None
        return apart == (comparator == "!=")
    surely: Mapping[str, tuple[bool, bool]] = {
        "<=": (computed.last <= claimed.last, computed.first > claimed.last),
        ">": (computed.first > claimed.last, computed.last <= claimed.last),
        "<": (computed.last < claimed.first, computed.first >= claimed.first),
        ">=": (computed.first >= claimed.first, computed.last < claimed.first),
    }
    if comparator not in surely:
        return None
    true, false = surely[comparator]
    return True if true else (False if false else None)


def verdict_of(now: Sequence[Truth], later: Sequence[tuple[str, Truth]]) -> tuple[Verdict, str]:
    """The verdict over all readings, and since when a claim is outdated ("" where it is not).

    ``now`` holds the readings of the state that the sentence speaks of, the headline first;
    ``later`` those of later states with their dates. A reading that is unknown counts
    neither way, but without the headline there is no verdict. Of the later states the
    newest decides.
    """
    if not now or now[0] is None:
        return "unknown", ""
    known = {truth for truth in now if truth is not None}
    if len(known) == 2:
        return "depends", ""
    if known == {False}:
        return "fails", ""
    since = outdated_since(later)
    return ("outdated", since) if since else ("holds", "")


def outdated_since(later: Sequence[tuple[str, Truth]]) -> str:
    """The first of the states, up to the newest, that all disagree; "" where the newest agrees."""
    states: dict[PartialDate, tuple[str, bool]] = {}
    for text, truth in later:
        if truth is not None:
            moment = PartialDate.parse(text)
            states[moment] = (text, truth and states.get(moment, (text, True))[1])
    since = ""
    for moment in sorted(states, reverse=True):
        text, agrees = states[moment]
        if agrees:
            break
        since = text
    return since


def reachable(
    now: Sequence[Collection[Truth]], later: Sequence[tuple[str, Collection[Truth]]]
) -> frozenset[Verdict]:
    """Every verdict that can come out where each reading may turn out in several ways."""
    found: set[Verdict] = set()
    alike = {frozenset(each) for each in now[1:]}
    for head in now[0]:
        for others in itertools.product(*alike):
            verdict, _ = verdict_of((head, *others), ())
            found |= _later_verdicts(later) if verdict == "holds" else {verdict}
    return frozenset(found)


def _later_verdicts(later: Sequence[tuple[str, Collection[Truth]]]) -> set[Verdict]:
    """Whether what held can still hold, be outdated, or either: the newest known state decides."""
    states: dict[PartialDate, list[Collection[Truth]]] = {}
    for text, truths in later:
        states.setdefault(PartialDate.parse(text), []).append(truths)
    found: set[Verdict] = set()
    for moment in sorted(states, reverse=True):
        group = states[moment]
        if any(False in truths for truths in group):
            found.add("outdated")
        if any(True in truths for truths in group) and all(set(each) - {False} for each in group):
            found.add("holds")
        if not all(None in truths for truths in group):
            return found
    return found | {"holds"}


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

"""Stated against re-computed values, and the verdict over all readings of a claim."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from tui.analysis.findings.rule import Figure
from tui.dataset.dates import PartialDate
from tui.frozen import frozen

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

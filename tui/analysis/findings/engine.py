"""Every claim re-computed: readings with their values and rows, a verdict, and the gaps.

Pure functions over a dataset, safe to call from a thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.analysis.findings.claim import Verdict, reachable, verdict_of
from tui.analysis.findings.evaluate import Evaluated, Reading, Rows, Standing
from tui.analysis.findings.measures import Scope, scope_of
from tui.analysis.findings.readings import gaps_told, read
from tui.analysis.findings.row_bounds import Growth
from tui.analysis.findings.rule import (
    LISTS,
    OVER_FIGURES,
    Problem,
    RuleError,
    See,
    has_sites,
    of_sites,
    read_check,
    read_see,
)
from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.reference import Finding
from tui.query.engine import masks
from tui.query.engine.format import UNKNOWN
from tui.query.engine.match import usable_cohorts
from tui.query.engine.table import UnknownNameError
from tui.query.language.tree import FilterError
from tui.text import MOST_NAMED, did_you_mean, listed, printable

__all__ = [
    "Evaluated", "Reading", "Rows", "Standing", "evaluate", "evaluate_all", "standing",
    "standing_of", "standing_with",
]  # fmt: skip


def evaluate(
    dataset: Dataset,
    finding: Finding,
    *,
    cohort: str | None = None,
    filter: str = "",  # noqa: A002
) -> Evaluated:
    """Re-compute one finding.

    ``cohort`` None takes the finding's own (every site where it names none), "" every site;
    ``filter`` picks among its sites. Raises FilterError for a filter or cohort given here
    that does not fit; a fault of the finding itself gives the verdict ``unknown``.
    """
    own = cohort is None
    used = (finding.cohort or "") if cohort is None else cohort
    scope = scope_of(dataset, "", filter)
    try:
        scope = scope_of(dataset, used, filter)
    except FilterError as error:
        if not own:
            raise
        return _faulty(finding, scope, used, filter, (Problem("cohort", str(error)),))
    try:
        return _evaluate(finding, scope, used, filter)
    except RuleError as error:
        return _faulty(finding, scope, used, filter, error.problems)


def evaluate_all(
    dataset: Dataset,
    *,
    cohort: str | None = None,
    filter: str = "",  # noqa: A002
    ids: Sequence[str] = (),
    theme: str = "",
) -> tuple[Evaluated, ...]:
    """Re-compute findings, by default all, in the order of themes and of the file.

    Raises UnknownNameError for an id or theme that there is not, FilterError as
    :func:`evaluate`.
    """
    themes = list(dataset.vocabulary.words("theme"))
    known = [finding.id for finding in dataset.findings]
    _known("finding", ids, known)
    _known("theme", [theme] if theme else [], themes)
    place = {name: number for number, name in enumerate(themes)}
    chosen = [
        finding
        for finding in sorted(dataset.findings, key=lambda each: place[each.theme])
        if (not ids or finding.id in ids) and (not theme or finding.theme == theme)
    ]
    return tuple(evaluate(dataset, each, cohort=cohort, filter=filter) for each in chosen)


def _known(kind: str, names: Sequence[str], valid: Sequence[str]) -> None:
    for name in names:
        if name not in valid:
            close = did_you_mean(name, valid)
            hint = f"did you mean '{close}'?" if close else f"there are {listed(valid, MOST_NAMED)}"
            raise UnknownNameError(f"unknown {kind} '{name}'; {hint}")


def standing(
    dataset: Dataset,
    finding: Finding,
    filter: str = "",  # noqa: A002
    *,
    cohort: str | None = None,
) -> tuple[Standing, ...]:
    """How a claim fares for each cohort of the dataset, and for the present filter.

    The last one is there where ``filter`` is not blank; it picks among the sites of
    ``cohort`` (None: the finding's own). () for judgements, one entry for claims that rest
    on no sites. Raises FilterError as :func:`evaluate`, and UnknownNameError for a claim on
    sites that the dataset does not have.
    """
    if finding.kind != "claim":
        return ()
    first = evaluate(dataset, finding)
    if not first.by_sites:
        return (standing_with("whatever the sites", "", first),)
    found = [standing_of(dataset, finding.id, each.id) for each in usable_cohorts(dataset)]
    if filter.strip():
        present = evaluate(dataset, finding, cohort=cohort, filter=filter)
        found.append(standing_with("present filter", "", present))
    return tuple(found)


@kept()
def standing_of(dataset: Dataset, ident: str, cohort: str) -> Standing:
    """How the claim of this id fares for a cohort of the dataset; kept, since no filter moves it.

    Raises FilterError where the filter of the cohort is faulty, UnknownNameError for a claim or
    a cohort that the dataset does not have.
    """
    findings = {each.id: each for each in dataset.findings}
    labels = {each.id: each.label.en for each in dataset.cohorts}
    _known("finding", [ident], list(findings))
    _known("cohort", [cohort], list(labels))
    return standing_with(labels[cohort], cohort, evaluate(dataset, findings[ident], cohort=cohort))


def standing_with(label: str, cohort: str, found: Evaluated) -> Standing:
    """What re-computing gave, in short, under the name of the choice of sites."""
    text = found.readings[0].value_words if found.readings else UNKNOWN
    return Standing(label, cohort, found.verdict, found.computed, text, found.open, found.sites)


def _faulty(
    finding: Finding, scope: Scope, cohort: str, text: str, problems: Sequence[Problem]
) -> Evaluated:
    """A finding that cannot be evaluated: no verdict, and why."""
    verdict: Verdict = "unknown" if finding.kind == "claim" else "not_checkable"
    problem = "; ".join(map(str, problems))
    end = "" if problem.endswith("?") else "."
    reason = f"The finding is faulty and cannot be re-computed: {problem}{end}"
    return Evaluated(
        finding, verdict, False, (), (), printable(reason), cohort, text, scope.size, True
    )


def _evaluate(finding: Finding, scope: Scope, cohort: str, text: str) -> Evaluated:
    if finding.kind != "claim":
        see, by_sites = _see(finding, scope)
        return Evaluated(
            finding, "not_checkable", False, (), (), "", cohort, text, scope.size, by_sites, see=see
        )
    growth = Growth(scope, _lists(finding))
    readings = (read(finding, growth), *(read(finding, growth, raw) for raw in finding.variants))
    now = [reading for reading in readings if not reading.since]
    later = [(reading.since, reading) for reading in readings if reading.since]
    verdict, since = verdict_of(
        [each.holds for each in now], [(date, each.holds) for date, each in later]
    )
    can = reachable(
        [each.outcomes for each in now], [(date, each.outcomes) for date, each in later]
    )
    rules = [finding.check, *(raw["check"] for raw in finding.variants)]
    by_sites = any(has_sites(read_check(scope.store, raw)) for raw in rules)
    if text.strip() and _grows_beyond(scope, cohort, finding, readings, verdict):
        # Sites outside the filter count too, so that its value says nothing of the sentence.
        return Evaluated(
            finding, "not_checkable", False, readings, (), NOT_TESTED, cohort, text, scope.size,
            by_sites,
        )  # fmt: skip
    left_out = scope.store.dataset.left_out if by_sites else {}
    is_open = verdict != "unknown" and (can != {verdict} or bool(left_out))
    incomplete = scope.site_ids(growth.sites)
    return Evaluated(
        finding,
        verdict,
        is_open,
        readings,
        incomplete,
        gaps_told(scope, growth, readings, is_open=is_open, left_out=left_out),
        cohort,
        text,
        scope.size,
        by_sites,
        since,
    )


NOT_TESTED = "It counts over all its sites, and the filter leaves out some that count: not tested."
_GROWING = {"count", "ids", *(each.id for each in OVER_FIGURES.values() if each.grows)}
"""Measures that can only become more with more sites."""


def _grows_beyond(
    scope: Scope, cohort: str, finding: Finding, readings: Sequence[Reading], verdict: Verdict
) -> bool:
    """Whether sites outside the filter could turn the verdict of a claim on a number of things.

    What is at least so much, or too much, among some sites is so among all of them; anything
    else is told only where the filter leaves out nothing that counts.
    """
    check = read_check(scope.store, finding.check)
    if check.measure not in _GROWING or not has_sites(check):
        return False
    if verdict == "unknown" or (finding.comparator, verdict) in _SAFE:
        return False
    whole = Growth(scope_of(scope.store.dataset, cohort), _lists(finding))
    every = (read(finding, whole), *(read(finding, whole, raw) for raw in finding.variants))
    return [each.computed for each in every] != [each.computed for each in readings]


_SAFE = {(">=", "holds"), (">", "holds"), ("<=", "fails"), ("<", "fails")}


def _lists(finding: Finding) -> tuple[str, ...]:
    wrong = [name for name in finding.uses if name not in LISTS]
    if wrong:
        close = did_you_mean(wrong[0], LISTS)
        raise RuleError(Problem("uses", f"no list '{wrong[0]}' has a completeness", close))
    return tuple(dict.fromkeys(finding.uses))


def _see(finding: Finding, scope: Scope) -> tuple[Rows | None, bool]:
    if finding.see is None:
        return None, False
    see: See = read_see(scope.store, finding.see)
    rows = scope.numbers(see.table, masks.rows(scope.pick(see.table, see.where)))
    found = Rows(see.table, see.where, rows, scope.keys(see.table, rows))
    return found, of_sites(see.table)

"""One reading of a claim: its rule applied, set against what is stated, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.analysis.findings import wording as words
from tui.analysis.findings.claim import claims_of, stated
from tui.analysis.findings.evaluate import Reading, Rows
from tui.analysis.findings.measures import Measured, Scope, measure
from tui.analysis.findings.row_bounds import Growth
from tui.analysis.findings.rule import Check, Problem, RuleError, figure, read_check, value_column
from tui.analysis.findings.support import grounds, sources, unconfirmed
from tui.analysis.findings.value_bounds import FIXED, reach, rows_needed, truths
from tui.analysis.findings.verdicts import Stated, compare
from tui.dataset.dates import PartialDate
from tui.dataset.fields import Label
from tui.dataset.reference import Finding
from tui.query.engine import masks
from tui.query.engine.store import Store
from tui.text import listed, printable

HEADLINE = Label(en="as stated", de="wie formuliert")


def read(finding: Finding, growth: Growth, variant: Mapping[str, Any] | None = None) -> Reading:
    """Apply the rule of the finding, or that of a variant. Raises RuleError for a faulty one."""
    scope = growth.scope
    raw = finding.check if variant is None else variant.get("check")
    if raw is None:
        raise RuleError(Problem("check", "missing; a claim has one"))
    check = read_check(scope.store, raw)
    own = {name: getattr(finding, name) for name in ("claimed", "comparator", "tolerance")}
    told = stated(scope.store, check, *claims_of(own, variant or {}))
    measured = measure(scope, check)
    why, holds = measured.why, compare(measured.value, told)
    absent = _absent(scope, check, told)
    if absent and not why:
        holds = None
        verb = "is" if len(absent) == 1 else "are"
        why = f"{listed(absent)} {verb} not among the chosen sites"
    elif holds is None and not why:
        why = f"{words.figure_words(measured.value)} cannot be set against the value stated"
    name, unit = _namer(scope.store, check), finding.unit or ""
    found = FIXED if holds is None else reach(growth, measured)
    outcomes = truths(found, measured.value, told) if holds is not None else frozenset({None})
    turns, behind = len(outcomes) > 1, grounds(scope, measured)
    return Reading(
        label=HEADLINE if variant is None else _label(variant),
        since=str(_since(variant)),
        computed=measured.value,
        claimed=told.claimed,
        comparator=told.comparator,
        tolerance=told.tolerance,
        holds=holds,
        why=why,
        rule=words.rule_words(check),
        value_words=words.value_words(measured.value, unit, name=name),
        figure=words.figure_words(measured.value, name=name),
        stated_words=words.comparator_words(
            told.comparator, told.claimed, unit, told.tolerance, name=name
        ),
        stated_figure=words.comparator_words(
            told.comparator, told.claimed, "", told.tolerance, name=name
        ),
        parts=_parts(scope, measured),
        unsure=unconfirmed(scope, behind),
        sources=sources(scope, behind),
        missing=_missing(scope, measured),
        outcomes=outcomes,
        needed=rows_needed(found, measured, told) if turns else 0,
        doubt=scope.site_ids(found.doubt) if turns and found.doubt else (),
    )


def _absent(scope: Scope, check: Check, stated: Stated) -> tuple[str, ...]:
    """Sites that a claim names although they are not among the chosen ones."""
    if check.measure != "ids" or check.of != "sites" or not isinstance(stated.claimed, tuple):
        return ()
    return tuple(site for site in stated.claimed if site not in scope.site_ids(scope.sites))


def _label(variant: Mapping[str, Any]) -> Label:
    raw = variant.get("label")
    texts = raw if isinstance(raw, Mapping) else {}
    english, german = texts.get("en"), texts.get("de")
    if not isinstance(english, str) or not isinstance(german, str | None):
        raise RuleError(Problem("variant.label", "needs the text .en"))
    return Label(en=english, de=german)


def _since(variant: Mapping[str, Any] | None) -> PartialDate | str:
    raw = (variant or {}).get("since")
    if raw is None:
        return ""
    found = figure(raw)
    try:
        return found if isinstance(found, PartialDate) else PartialDate.parse(str(raw))
    except ValueError as error:
        raise RuleError(Problem("variant.since", str(error))) from None


def _parts(scope: Scope, measured: Measured) -> tuple[Rows, ...]:
    above = len(measured.parts[0].leaves) if measured.parts else 0
    found = []
    for number, leaf in enumerate(measured.leaves):
        rows = scope.numbers(leaf.check.of, masks.rows(leaf.picked))
        role = ("numerator" if number < above else "denominator") if above else ""
        keys = scope.keys(leaf.check.of, rows)
        found.append(Rows(leaf.check.of, leaf.check.where, rows, keys, role, leaf.check.value))
    return tuple(found)


def _missing(scope: Scope, measured: Measured) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for leaf in measured.leaves:
        of = leaf.check.of
        rows = scope.numbers(of, masks.rows(leaf.blank))
        found.update(dict.fromkeys(scope.keys(of, rows)))
    return tuple(found)


def _namer(store: Store, check: Check) -> words.Namer:
    """How texts and ids that a rule gives are read out: labels of words, names of sites."""
    if check.measure == "ids" and check.of == "sites":
        column = store.specs["partners"].column("site")
    else:
        column = value_column(store, check)
    return (lambda text: printable(store.label(column, text))) if column else printable

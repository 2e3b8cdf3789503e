"""Readings of a claim: a rule applied and set against what is stated; what the data leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.analysis.findings import wording as words
from tui.analysis.findings.claim import Stated, claims_of, compare, stated
from tui.analysis.findings.evaluate import Place, Reading, Rows, grounds, sources, unconfirmed
from tui.analysis.findings.measures import Measured, Scope, measure
from tui.analysis.findings.row_bounds import Growth
from tui.analysis.findings.rule import Check, Problem, RuleError, read_check
from tui.analysis.findings.value_bounds import FIXED, reach, rows_needed, truths
from tui.analysis.findings.wording import sentence
from tui.dataset.fields import Label, PartialDate
from tui.dataset.reference import Finding
from tui.query.engine import masks, relations
from tui.query.engine.claim_words import namer
from tui.text import listed, plural, printable

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
    name, unit = namer(scope.store, check.measure, check.of, check.value), finding.unit or ""
    why, holds = measured.why, compare(measured.value, told)
    absent = _absent(scope, check, told)
    if absent and not why:
        holds = None
        verb = "is" if len(absent) == 1 else "are"
        why = f"{listed(list(map(name, absent)))} {verb} not among the chosen sites"
    elif holds is None and not why:
        value = words.figure_words(measured.value, name=name)
        why = f"{value} cannot be set against the value stated"
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
        claimed_figure=words.figure_words(told.claimed, name=name),
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
    try:
        return PartialDate.parse(str(raw))
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


def _missing(scope: Scope, measured: Measured) -> tuple[Place, ...]:
    found: dict[Place, None] = {}
    for leaf in measured.leaves:
        of = leaf.check.of
        rows = scope.numbers(of, masks.rows(leaf.blank))
        found.update(dict.fromkeys((of, key) for key in scope.keys(of, rows)))
    return tuple(found)


_NAMED = 6


def gaps_told(
    scope: Scope,
    growth: Growth,
    readings: Sequence[Reading],
    *,
    is_open: bool,
    left_out: Mapping[str, int],
) -> str:
    """Which lists and figures are missing where, and whether they could turn the verdict.

    ``left_out`` are the sites left out of the dataset, with the number of their faults.
    """
    parts = [_incomplete(scope, growth), _without(scope, readings), _left_out(left_out)]
    if any(parts):
        parts.append(_consequence(scope, readings[0], is_open=is_open))
    parts.append(_no_region(scope, readings))
    parts.extend(_unknown(readings))
    return sentence(parts)


def _names(scope: Scope, ids: Sequence[str]) -> str:
    sites = {site.id: site.name for site in scope.store.dataset.sites}
    return listed([printable(sites.get(ident, ident)) for ident in ids], _NAMED)


def _incomplete(scope: Scope, growth: Growth) -> str:
    found = []
    for name, gaps in growth.open.items():
        ids = scope.site_ids(gaps)
        if ids:
            where = f"at {len(ids)} of {plural(scope.size, 'site')}: {_names(scope, ids)}"
            found.append(f"The list of {name} is not known to be complete {where}.")
    return sentence(found)


def _without(scope: Scope, readings: Sequence[Reading]) -> str:
    """Rows that match and have no figure, in the headline or else in another reading."""
    for number, reading in enumerate(readings):
        if reading.missing:
            names = listed(
                [words.place_name(scope.store, *each) for each in reading.missing], _NAMED
            )
            whose = "" if number == 0 else f" in the reading '{printable(reading.label.en)}'"
            many = plural(len(reading.missing), "matching row has", "matching rows have")
            return f"{many} no figure{whose}: {names}."
    return ""


def _left_out(left_out: Mapping[str, int]) -> str:
    if not left_out:
        return ""
    names = listed([printable(name) for name in left_out], _NAMED)
    verb = "is" if len(left_out) == 1 else "are"
    return f"{plural(len(left_out), 'site')} {verb} left out because of faults: {names}."


def _consequence(scope: Scope, headline: Reading, *, is_open: bool) -> str:
    if headline.holds is None:
        return ""
    if not is_open:
        return "Filling these gaps cannot turn the verdict."
    how = _turning(headline)
    how = f"; the headline turns {how}" if how else ""
    if headline.doubt:
        how += f"; the match is open at {_names(scope, headline.doubt)}"
    return f"Filling these gaps could turn the verdict{how}."


def _turning(headline: Reading) -> str:
    """What it takes, where that can be told in rows."""
    number, sites = abs(headline.needed), headline.table == "sites"
    if not number:
        return ""
    if sites and headline.needed > 0:
        return f"once {plural(number, 'more site')} match{'es' if number == 1 else ''}"
    if sites:
        verb = "does" if number == 1 else "do"
        return f"once {number} of the matching sites {verb} so no longer"
    if headline.needed > 0:
        return f"with {plural(number, 'more matching row')}"
    return f"with {plural(number, 'more row')} of another kind"


def _no_region(scope: Scope, readings: Sequence[Reading]) -> str:
    """Chosen sites whose region has no such figure, over both parts of the headline."""
    parts = [part for part in readings[0].parts if part.table == "indicators"]
    if not parts:
        return ""
    up = scope.store.table("indicators").parents["region"]
    size = len(scope.store.table("regions"))
    regions = masks.of_rows((up[row] for part in parts for row in part.rows), size)
    covered = relations.some(scope.store, "sites", "region", regions)
    ids = scope.site_ids(masks.invert(covered))
    return f"No such figure is known for the region of {_names(scope, ids)}." if ids else ""


def _unknown(readings: Sequence[Reading]) -> list[str]:
    found = []
    if readings[0].holds is None:
        found.append(f"The value cannot be told ({printable(readings[0].why)}).")
    whys: dict[str, list[str]] = {}
    for reading in readings[1:]:
        if reading.holds is None:
            whys.setdefault(reading.why, []).append(f"'{printable(reading.label.en)}'")
    for why, labels in whys.items():
        what = "reading" if len(labels) == 1 else "readings"
        verb = "counts" if len(labels) == 1 else "count"
        found.append(
            f"The {what} {listed(labels)} cannot be told ({printable(why)}) and {verb} neither way."
        )
    return found

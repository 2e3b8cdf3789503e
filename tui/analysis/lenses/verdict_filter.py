"""A filter that speaks of findings as well as of sites."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import compress

from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.lenses.cohorts import named_cohorts, turn_fields
from tui.analysis.lenses.rows import Selection
from tui.analysis.lenses.verdict_table import pairs_between, verdict_table
from tui.dataset import Dataset
from tui.query.engine.bind import bind_text
from tui.query.engine.match import match_text
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.table import over
from tui.query.engine.view import View
from tui.query.language.edit import parts, source
from tui.query.language.parse import parse
from tui.query.language.tree import FilterError

_NAME = "verdicts"


def split_filter(dataset: Dataset, text: str) -> tuple[str, str]:
    """The terms of a filter that speak of sites, and those that speak of findings alone.

    What fits neither is left to the sites, unless its fields are those of findings. Raises
    FilterError for what does not parse, and for such a term.
    """
    if not text.strip():
        return text, ""
    store = store_of(dataset)
    terms = parts(parse(text))
    wrong = {id(each): _error(store, "sites", source(text, each)) for each in terms}
    of_sites = [each for each in terms if wrong[id(each)] is None]
    findings = over(store, findings_table(dataset, (), source(text, *of_sites)))
    of_findings = []
    for each in terms:
        error = wrong[id(each)]
        if error is None:
            continue
        other = _error(findings, _NAME, source(text, each))
        if other is None:
            of_findings.append(each)
        elif other.span.start > error.span.start:
            raise other
        else:
            of_sites.append(each)
    if not of_findings:
        return text, ""
    return source(text, *of_sites), source(text, *of_findings)


def _error(store: Store, table: str, text: str) -> FilterError | None:
    try:
        bind_text(store, table, text)
    except FilterError as error:
        return error
    return None


def picked_by(
    dataset: Dataset, found: Sequence[Evaluated], sites: str, rows: str
) -> tuple[Evaluated, ...]:
    """The findings, re-computed under a filter on sites, that a filter of findings picks."""
    if not rows:
        return tuple(found)
    table = findings_table(dataset, found, sites)
    return tuple(compress(found, match_text(over(store_of(dataset), table), _NAME, rows)))


def findings_table(dataset: Dataset, found: Sequence[Evaluated], sites: str) -> Table:
    """Re-computed findings as a table, with the pairs of cohorts between which they turn.

    ``sites`` is the filter under which they were re-computed.
    """
    selection = Selection(dataset, View(filter=sites))
    return verdict_table(
        found, turn_fields(named_cohorts(selection), partial(pairs_between, dataset))
    )

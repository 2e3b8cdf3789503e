"""Why a table is empty."""

from __future__ import annotations

from tui.explorer.state import State
from tui.query import Result
from tui.text import cut, plural, printable

_LONGEST_TERM = 60


def empty_text(state: State, result: Result, *, keys: bool = True) -> str:
    """Why a table is empty, and with ``keys`` which one helps."""
    if state.site_count:
        if state.view.findings and not state.view.whole and _of_findings(result):
            return _no_finding(state, result, keys=keys)
        narrowed = result.name != "sites" and not state.view.whole and state.view.filter
        if result.name in state.store.specs:
            rows = result.spec.label.lower()
            text = f"No {rows} are known for these sites."
            text = f"The filter leaves none of the {rows} of these sites." if narrowed else text
        else:
            text = "The filter leaves nothing here." if narrowed else "Nothing is known here."
        return f"{text}\nw shows whole lists." if narrowed and keys else text
    from tui.query.assist.empty_result import outside, why_empty

    excluders = why_empty(state.dataset, state.view)
    if not excluders:
        return "The cohort has no site."
    first = excluders[0]
    sites = plural(first.left_without, "site")
    term = cut(printable(first.text), _LONGEST_TERM)
    text = "No site matches"
    if first.nowhere:
        text += f", and none of the dataset meets  {term}"
    text += f"; did you mean '{printable(first.meant)}'? " if first.meant else ". "
    it = "it" if first.nowhere else f" {term} "
    drop = ": Enter, then d drops it" if keys else ""
    text += f"Without {it} there would be {sites}{drop}."
    beyond = outside(state.dataset, state.view)
    if beyond:
        other = ": b changes the cohort" if keys else ""
        text += f"\n{plural(beyond, 'site')} beyond this cohort would match{other}."
    return text


def _of_findings(result: Result) -> bool:
    from tui.analysis.tables import OF_FINDINGS

    return result.name in OF_FINDINGS


def _no_finding(state: State, result: Result, *, keys: bool) -> str:
    """Which term leaves no finding."""
    from tui.analysis.tables import table
    from tui.query.assist.empty_result import why_no_rows

    view = state.view.but(findings="", rows="")
    unasked = table(state.dataset, view, result.name)
    excluders = why_no_rows(unasked, view.but(rows=result.where))
    if not excluders:
        return "No finding is known."
    first = excluders[0]
    term = cut(printable(first.text), _LONGEST_TERM)
    text = f"No finding matches. Without  {term}  there would be {first.left_without:,}."
    return f"{text}\nw shows all of them." if keys else text

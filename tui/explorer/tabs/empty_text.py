"""Why a table is empty."""

from __future__ import annotations

from tui.explorer.state import State
from tui.query import Result
from tui.text import cut, plural, printable

_LONGEST_TERM = 60


def empty_text(state: State, result: Result, *, keys: bool = True) -> str:
    """Why a table is empty, and with ``keys`` which one helps."""
    if state.site_count:
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

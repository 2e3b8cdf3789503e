"""A tally as findings of one's own: each value with its count and the rule that re-computes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tui.analysis.tally import Group, tally
from tui.query.engine.fold import slug_of
from tui.query.engine.table import Result
from tui.query.engine.view import Ask, Measure, View
from tui.text import number, plural
from tui.user.writing import write_all

FILE = "findings.toml"
_RULES: dict[Measure, str] = {
    "sum": "sum", "mean": "mean", "median": "median", "least": "min", "most": "max",
}  # fmt: skip


class KeptError(ValueError):
    """A tally that cannot be kept; the message says why."""


def keep(folder: str, result: Result, ask: Ask, view: View, *, force: bool = False) -> str:
    """Write a tally as findings to ``findings.toml`` in a folder; gives what to tell.

    Raises :class:`KeptError` where the folder holds findings already and ``force`` is not given,
    or where the tally takes a second column or a filter of sites, which no single rule can say,
    and OSError where the file cannot be written.
    """
    import tomli_w

    if len(ask.by) > 1:
        raise KeptError("a finding has one rule: keep a tally of one column")
    if view.filter and result.name != "sites":
        raise KeptError(
            "keep a tally whose filter picks rows: write 'site.country:DE', not --sites"
        )
    path = Path(folder) / FILE
    if path.exists() and not force:
        raise KeptError(f"{path} exists already: --force overwrites it")
    found = list(findings(Path(folder).name, result, ask, view))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_all({path: tomli_w.dumps({"finding": found})}, new=not force)
    return f"{plural(len(found), 'finding')} in {path}; 'aif findings --data {folder}' holds them"


def findings(name: str, result: Result, ask: Ask, view: View) -> Iterator[dict[str, Any]]:
    """The findings of a tally as the file writes them; their ids begin with ``name``."""
    own = view.filter or view.rows
    for group in tally(result, ask).records:
        where = " ".join(part for part in (f"({own})" if own else "", group.where) if part)
        value = _value(group, ask)
        if value is None or not _sources(result, group):
            continue
        check: dict[str, Any] = {"measure": "count", "of": result.name, "where": where}
        if ask.figure:
            check |= {"measure": _RULES[ask.measure], "value": ask.figure}
        yield {
            "id": slug_of(f"{name}-{group.key or 'unknown'}"),
            "theme": "scope",
            "kind": "claim",
            "statement": {"en": _sentence(result, ask, group, value)},
            "cohort": view.cohort,
            "claimed": value,
            "comparator": "==",
            "unit": result.spec.label.lower() if not ask.figure else _unit(result, ask),
            "sources": _sources(result, group),
            "check": check,
        }


def _value(group: Group, ask: Ask) -> float | None:
    if not ask.figure:
        return len(group.rows)
    return group.figure.value if group.figure is not None else None


def _sources(result: Result, group: Group) -> list[str]:
    """What the rows of a group rest on."""
    named: dict[str, None] = {}
    for row in group.rows:
        named.update(dict.fromkeys(getattr(result.record(row), "sources", ()) or ()))
    return list(named)


def _unit(result: Result, ask: Ask) -> str:
    column = result.spec.column(ask.figure)
    return column.unit if column is not None else ""


def _sentence(result: Result, ask: Ask, group: Group, value: float) -> str:
    column = result.spec.column(ask.by[0])
    title = column.title if column is not None else ask.by[0]
    what = f"{title}: {group.label}"
    if not ask.figure:
        return f"{what}, {number(value)} of {plural(len(result), 'row')} of {result.name}"
    return f"{what}, {ask.measure} of {ask.figure}: {number(value)}"

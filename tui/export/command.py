"""A view as the command that prints the same table."""

from __future__ import annotations

import shlex

from tui.query.view import View


def show_command(view: View, table: str) -> str:
    """The ``aif show`` call that gives this table under this view, quoted for a shell."""
    shown = view.table(table)
    on_sites = table == "sites" and not view.rows
    picked, sites = (view.filter, "") if on_sites else (view.rows, view.filter)
    words = ["aif", "show", table]
    words += [picked] if picked else []
    words += ["--cohort", view.cohort] if view.cohort else []
    words += ["--sites", sites] if sites else []
    words += ["--whole"] if view.whole and sites else []
    words += ["--columns", ",".join(shown.columns)] if shown.columns else []
    if shown.sort:
        words += ["--sort", ",".join(f"-{name}" if down else name for name, down in shown.sort)]
    words += ["--limit", str(view.limit)] if view.limit else []
    return shlex.join(words)

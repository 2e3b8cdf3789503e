"""A view as the command that prints the same table."""

from __future__ import annotations

import shlex

from tui.query.view import View


def show_command(view: View, table: str) -> str:
    """The ``aif show`` call that gives this table under this view, quoted for a shell."""
    shown = view.table(table)
    words = ["aif", "show", table]
    picked = view.filter if table == "sites" else view.rows
    words += [picked] if picked else []
    words += ["--cohort", view.cohort] if view.cohort else []
    if table != "sites":
        words += ["--sites", view.filter] if view.filter else []
        words += ["--whole"] if view.whole and view.filter else []
    words += ["--columns", ",".join(shown.columns)] if shown.columns else []
    if shown.sort:
        words += ["--sort", ",".join(f"-{name}" if down else name for name, down in shown.sort)]
    words += ["--limit", str(view.limit)] if view.limit else []
    return shlex.join(words)

"""Which keys the last line names: those that act now, in the pane that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from tui.explorer.commands import TABS, Command, Hint
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.here import Here
from tui.explorer.main_base import MainBase
from tui.query.engine.bind import bind_text
from tui.query.engine.match import spoken_of


def hints(screen: MainBase, here: Here) -> tuple[Hint, ...]:
    """The keys worth naming, in the order of the commands."""
    own = pane_hints(screen)
    if own is not None:
        return own
    return tuple(_hint(each.keys[0], each.title, each.footer) for each in acting(screen, here))


@cache
def _hint(key: str, title: str, weight: int) -> Hint:
    return Hint(key, title, weight)


def pane_hints(screen: MainBase) -> tuple[Hint, ...] | None:
    """The keys of the pane that has the keyboard, where it takes most keys itself."""
    own = getattr(screen.focused, "key_hints", None)
    return None if own is None else tuple(own)


def acting(screen: MainBase, here: Here) -> tuple[Command, ...]:
    """The commands worth naming that do something now."""
    return tuple(
        command
        for command in screen.commands
        if command.footer
        and command.enabled_on(here.tab)
        and _WHEN.get(command.id, _always)(screen, here)
        and screen.acts_on(here, command.id)
    )


def _always(_: MainBase, __: Here) -> bool:
    return True


def _has_rows(_: MainBase, here: Here) -> bool:
    return bool(here.state.site_count)


def _at_table(_: MainBase, here: Here) -> bool:
    """Whether a table has the keyboard, or is about to have it."""
    return bool(here.state.site_count) and (here.pane is None or isinstance(here.pane, LineCursor))


def _narrows(_: MainBase, here: Here) -> bool:
    """Whether the filter speaks of lists of this tab, so that it can show them whole."""
    state = here.state
    if here.tab == "findings":
        return bool(state.view.findings)
    lists = next(tab.narrowed for tab in TABS if tab.id == here.tab)
    return not spoken_of(bind_text(state.store, "sites", state.view.filter)).isdisjoint(lists)


def _opens(_: MainBase, here: Here) -> bool:
    only_scrolls = here.pane is not None and not hasattr(here.pane, "action_open")
    return bool(here.state.site_count) and not only_scrolls


_WHEN: Mapping[str, Callable[[MainBase, Here], bool]] = {
    "clear": lambda _, here: bool(here.state.view.text),
    "drop": lambda _, here: not here.state.site_count,
    "undo": lambda screen, _: screen.history.place > 0,
    "whole": _narrows,
    "open": _opens,
    "sort_up": _at_table,
    "mark": _at_table,
    "compare": lambda _, here: bool(here.state.view.marks),
    "export": _has_rows,
    "copy": _has_rows,
    "copy_command": _has_rows,
}
"""When a command does something; one that is not named does wherever the cursor allows it."""

"""Which keys the last line names: those that act now, in the pane that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from textual.widget import Widget

from tui.explorer.commands import TABS, Command, Hint
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.main_base import MainBase
from tui.query.engine.bind import bind_text
from tui.query.engine.narrow import spoken_of


def hints(screen: MainBase) -> tuple[Hint, ...]:
    """The keys worth naming, in the order of the commands."""
    own = pane_hints(screen)
    if own is not None:
        return own
    return tuple(map(_hint, acting(screen)))


@cache
def _hint(command: Command) -> Hint:
    return Hint(command.keys[0], command.title, command.footer)


def pane_hints(screen: MainBase) -> tuple[Hint, ...] | None:
    """The keys of the pane that has the keyboard, where it takes most keys itself."""
    own = getattr(screen.focused, "key_hints", None)
    return None if own is None else tuple(own)


def acting(screen: MainBase) -> tuple[Command, ...]:
    """The commands worth naming that do something now."""
    tab = screen.tab
    return tuple(
        command
        for command in screen.commands
        if command.footer and command.enabled_on(tab) and _acts(screen, command)
    )


def _acts(screen: MainBase, command: Command) -> bool:
    acts = _WHEN.get(command.id)
    return (acts is None or acts(screen)) and screen.acts_here(command.id)


def _has_rows(screen: MainBase) -> bool:
    return bool(screen.now.site_count)


def _at_table(screen: MainBase) -> bool:
    """Whether a table has the keyboard, or is about to have it."""
    focused: Widget | None = screen.focused
    return _has_rows(screen) and (focused is None or isinstance(focused, LineCursor))


def _narrows(screen: MainBase) -> bool:
    """Whether the filter speaks of lists of this tab, so that it can show them whole."""
    state = screen.now
    lists = next(tab.narrowed for tab in TABS if tab.id == screen.tab)
    return not spoken_of(bind_text(state.store, "sites", state.view.filter)).isdisjoint(lists)


def _only_scrolls(screen: MainBase) -> bool:
    focused = screen.focused
    return focused is not None and not hasattr(focused, "action_open")


_WHEN: Mapping[str, Callable[[MainBase], bool]] = {
    "clear": lambda screen: bool(screen.now.view.filter),
    "drop": lambda screen: not _has_rows(screen),
    "undo": lambda screen: screen.history.place > 0,
    "whole": _narrows,
    "open": lambda screen: _has_rows(screen) and not _only_scrolls(screen),
    "sort_up": _at_table,
    "mark": _at_table,
    "compare": lambda screen: bool(screen.now.view.marks),
    "export": _has_rows,
    "copy": _has_rows,
    "copy_command": _has_rows,
}
"""When a command does something; one that is not named does wherever the cursor allows it."""

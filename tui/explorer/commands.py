"""The one table of commands: keys, footer, palette, help and keymap are all read from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.text import listed

if TYPE_CHECKING:
    from textual.binding import BindingType


@frozen
class Command:
    """Something a person can do.

    ``action`` is the Textual action on the main screen; ``title`` stands in the footer and
    the palette, ``help`` in the key table. ``tabs`` limits it to these tabs (() for all), and
    ``off`` says on the others why it does nothing there, "" that it belongs to these.
    ``footer`` weighs its place in the key line, 0 keeps it out.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    action: str
    group: str
    footer: int = 0
    tabs: tuple[str, ...] = ()
    off: str = ""

    def enabled_on(self, tab: str) -> bool:
        """Whether the command does anything on this tab."""
        return not self.tabs or tab in self.tabs

    def why_off(self) -> str:
        """What to say where it does nothing on a tab."""
        there = [f"{TAB_BY_ID[tab].title} ({TAB_BY_ID[tab].key})" for tab in self.tabs]
        return self.off or f"{self.title} is for {listed(there)}"


@frozen
class Hint:
    """A key and what it does, as the last line names them.

    ``weight`` decides what stays where room is short. A pane that takes most keys itself
    names its own in ``key_hints``.
    """

    key: str
    title: str
    weight: int = 0


@frozen
class Tab:
    """A tab of the explorer: its key, title, and the child tables that a filter narrows on it."""

    id: str
    key: str
    title: str
    narrowed: tuple[str, ...] = ()


TABS = (
    Tab("sites", "1", "Sites"),
    Tab("compute", "2", "Compute", ("systems", "rankings")),
    Tab("consortia", "3", "Consortia", ("partners",)),
    Tab("sectors", "4", "Sectors", ("sectors",)),
    Tab("access", "5", "Access", ("services", "access")),
    Tab("regions", "6", "Regions", ("indicators",)),
    Tab("findings", "7", "Findings"),
    Tab("sources", "8", "Sources"),
)
TAB_IDS = tuple(tab.id for tab in TABS)
TAB_BY_ID: Mapping[str, Tab] = {tab.id: tab for tab in TABS}

_AS_IN_BRIEF = "Findings keep the order of the brief"
SORTABLE = tuple(ident for ident in TAB_IDS if ident != "findings")
"""Tabs whose rows can be sorted and marked; findings keep the order of the brief."""

COMMANDS = (
    *(
        Command(
            f"tab.{tab.id}", (tab.key,), tab.title, f"Go to the tab {tab.title}",
            f"tab('{tab.id}')", "Tabs",
        )
        for tab in TABS
    ),
    Command("filter", ("/",), "filter", "Type a filter", "filter", "Filter", 100),
    Command("clear", ("x",), "clear", "Clear the filter", "clear", "Filter", 75),
    Command("facets", ("f",), "facets", "Tick values of facets, with counts", "facets", "Filter",
            80),
    Command("drop", ("d",), "remove term", "Remove the term that leaves nothing", "drop", "Filter",
            85),
    Command("cohort", ("b",), "cohort", "Choose the cohort", "cohort", "Filter", 40),
    Command("whole", ("w",), "whole lists", "Show whole or narrowed lists", "whole", "Filter", 25,
            ("compute", "consortia", "sectors", "access", "findings", "sources")),
    Command("undo", ("u",), "undo", "Undo the last change of the view", "undo", "Filter", 20),
    Command("redo", ("U",), "redo", "Redo what was undone", "redo", "Filter"),
    Command("views", ("v",), "views", "Saved views: apply, save, rename, delete", "views",
            "Filter", 30),
    Command("open", ("enter",), "open", "Open what is under the cursor", "open", "Table", 90),
    Command("up", ("up", "k"), "up", "One row up", "row(-1)", "Table"),
    Command("down", ("down", "j"), "down", "One row down", "row(1)", "Table"),
    Command("left", ("left", "h"), "left", "One column to the left", "grid('cursor_left')",
            "Table"),
    Command("right", ("right", "l"), "right", "One column to the right", "grid('cursor_right')",
            "Table"),
    Command("page_up", ("pageup",), "page up", "One page up", "grid('page_up')", "Table"),
    Command("page_down", ("pagedown",), "page down", "One page down", "grid('page_down')", "Table"),
    Command("first", ("home", "g"), "first", "To the first row", "grid('home')", "Table"),
    Command("last", ("end", "G"), "last", "To the last row", "grid('end')", "Table"),
    Command("next_pane", ("tab",), "next pane", "To the next pane", "pane(1)", "Table"),
    Command("previous_pane", ("shift+tab",), "previous pane", "To the previous pane", "pane(-1)",
            "Table"),
    Command("sort_up", ("s",), "sort", "Sort upwards by this column, earlier sorts break ties",
            "sort(False)", "Table", 60, SORTABLE, _AS_IN_BRIEF),
    Command("sort_down", ("S",), "sort down", "Sort downwards; once more: not by this column",
            "sort(True)", "Table", 0, SORTABLE, _AS_IN_BRIEF),
    Command("back", ("backspace",), "back", "Back to the finding whose rule was applied",
            "back", "Table"),
    Command("columns", ("C",), "columns", "Choose, order, pin and size the columns", "columns",
            "Table"),
    Command("widen", (">",), "wider", "Make the column under the cursor wider", "widen(1)",
            "Table"),
    Command("narrow", ("<",), "narrower", "Make the column under the cursor narrower",
            "widen(-1)", "Table"),
    Command("full_width", ("_",), "full width",
            "Make the column as wide as its texts; again: as it is by itself", "full_width",
            "Table"),
    Command("hide", ("-",), "hide", "Hide the column under the cursor", "hide", "Table"),
    Command("mark", ("space",), "mark", "Mark the row, or unmark it", "mark", "Table", 10,
            SORTABLE, "Findings cannot be marked"),
    Command("mark_range", ("V",), "mark a range",
            "Begin a range of marks, or end it at the cursor", "mark_range", "Table"),
    Command("mark_down", ("shift+down",), "mark down", "Mark this row and the one below",
            "mark_on(1)", "Table"),
    Command("mark_up", ("shift+up",), "mark up", "Mark this row and the one above",
            "mark_on(-1)", "Table"),
    Command("unmark", ("*",), "unmark", "Take all marks away", "unmark", "Table"),
    Command("breakdown", ("a",), "way", "Look at this tab another way", "breakdown",
            "Table", 65),
    Command("tally", ("T",), "tally", "Count the rows by the column under the cursor", "tally",
            "Table", 50),
    Command("measure", ("+",), "measure", "Sum, mean, median, least or most of the column",
            "measure", "Table"),
    Command("totals", ("=",), "totals", "All numeric columns added up", "totals", "Table"),
    Command("map", ("m",), "map", "Show the sites on a map of Europe, or close it", "map", "Table",
            59, ("sites",)),
    Command("compare", ("c",), "compare",
            "Compare two to four marked sites or systems side by side", "compare", "Table", 72),
    Command("sources", ("o",), "sources", "Show on which sources the row rests", "sources",
            "Table", 66),
    Command("export", ("e",), "export", "Write the table to a file", "export", "Take away", 70),
    Command("copy", ("y",), "copy",
            "Copy the row or marked rows; again: table, Markdown, text, cell",
            "copy", "Take away", 55),
    Command("copy_command", ("Y",), "as command", "Copy the aif call that prints this table",
            "copy_command", "Take away", 8),
    Command("reload", ("r",), "reload", "Read changed data files again, keeping the view", "reload",
            "Explorer"),
    Command("changes", ("D",), "changes", "What changed in the data since you last saw them",
            "changes", "Explorer"),
    Command("faults", ("!",), "faults", "List the faults of the dataset", "faults", "Explorer"),
    Command("theme", ("t",), "theme", "Change the colours", "app.choose_theme", "Explorer"),
    Command("redraw", ("ctrl+l",), "redraw", "Draw the screen anew, over what others wrote on it",
            "app.redraw", "Explorer"),
    Command("palette", (":", "ctrl+p"), "commands", "Find a command, or data, by name", "palette",
            "Explorer"),
    Command("suspend", ("ctrl+z",), "suspend", "To the shell; fg there comes back",
            "app.suspend_process", "Explorer"),
    Command("help", ("?",), "help", "Show the keys, to search by typing", "help", "Explorer", 95),
    Command("tour", ("W",), "tour", "Walk through in six steps", "tour", "Explorer"),
    Command("quit", ("q",), "quit", "Quit", "quit", "Explorer", 5),
)  # fmt: skip

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


def bindings() -> list[BindingType]:
    """Textual bindings of the commands; the id lets settings.toml rebind them."""
    from textual.binding import Binding

    return [
        Binding(
            ",".join(textual_key(key) for key in command.keys),
            command.action,
            command.title,
            show=False,
            id=command.id,
        )
        for command in COMMANDS
    ]


def first_keys(commands: Iterable[Command], *, ascii_only: bool = False) -> dict[str, str]:
    """The first key of each command, as people write it, by the id of the command."""
    return {each.id: key_text(each.keys[0], ascii_only=ascii_only) for each in commands}


def rebound(commands: Iterable[Command], keys: Mapping[str, Sequence[str]]) -> tuple[Command, ...]:
    """The commands with the keys that the settings give, by id."""
    return tuple(
        dataclasses.replace(command, keys=tuple(keys[command.id]))
        if keys.get(command.id)
        else command
        for command in commands
    )


def filled(text: str, keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """A sentence with the keys of commands in place of ``{command}``, as pieces.

    The second of each pair is "strong" for what is to be pressed, else "".
    """
    parts = _COMMAND.split(text)
    return [
        (keys.get(part, part), "strong") if place % 2 else (part, "")
        for place, part in enumerate(parts)
        if part
    ]


_COMMAND = lazy_pattern(r"\{([\w.]+)\}")
_NAMES = {
    ":": "colon", "/": "slash", "?": "question_mark", ",": "comma", " ": "space",
    "*": "asterisk", "!": "exclamation_mark", "+": "plus", "=": "equals_sign",
    ">": "greater_than_sign", "<": "less_than_sign", "_": "underscore", "-": "minus",
}  # fmt: skip


def textual_key(key: str) -> str:
    """A key as Textual names it."""
    return _NAMES.get(key, key)


_SHOWN = {
    "enter": "⏎", "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "space": "Space", "tab": "Tab",
    "backspace": "Backspace",
    "shift+tab": "Shift+Tab", "shift+up": "Shift+↑", "shift+down": "Shift+↓",
    "ctrl+l": "Ctrl+L", "ctrl+p": "Ctrl+P", "ctrl+z": "Ctrl+Z",
    "escape": "Esc", "colon": ":", "slash": "/",
    "question_mark": "?", "asterisk": "*",
    "exclamation_mark": "!", "plus": "+", "equals_sign": "=",
    "greater_than_sign": ">", "less_than_sign": "<", "underscore": "_", "minus": "-",
}  # fmt: skip
_ASCII = {
    "enter": "Enter",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "shift+up": "Shift+Up",
    "shift+down": "Shift+Down",
}


def key_text(key: str, *, ascii_only: bool = False) -> str:
    """A key as people write it."""
    if ascii_only and key in _ASCII:
        return _ASCII[key]
    return _SHOWN.get(key, key)

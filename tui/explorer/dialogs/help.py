"""The keys and the filter language on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.explorer.commands import Command, key_text
from tui.explorer.dialogs.base import Dialog
from tui.explorer.glyphs import ASCII, Glyphs
from tui.explorer.panes.detail import SCROLL_KEYS
from tui.text import wrap

LANGUAGE = (
    ("stuttgart", "free text, anywhere in a site or its lists; accents do not matter"),
    ("country:DE,AT", "one of several values, by id, code or label"),
    ("sectors:>=5", "numbers and dates: < <= > >= and ranges such as 1..10"),
    ("website:*  -website:*", "there is a value, there is none"),
    ("sector:health", "a partner, sector, system, service by its name"),
    ("member.type:company", "some member is a company"),
    ("member(type:company country:DE)", "one and the same member is both; partner means all"),
    ("count(member(type:company)):>=2", "two or more such members"),
    ("a b   a OR b   -a   ( … )", "and, or, not, grouping"),
    ("in:factories", "in a cohort"),
)
NARROWING = (
    "A filter picks sites. A part that speaks of partners, sectors, systems, services or access "
    "also narrows those lists; w shows the whole lists again."
)


class HelpScreen(Dialog[None]):
    """What each key does here, and how a filter is written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", show=False),
        *SCROLL_KEYS,
    ]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background; }
    HelpScreen VerticalScroll {
        width: 100%; max-width: 96; padding: 1 2; scrollbar-size-vertical: 1;
    }
    HelpScreen Static { height: auto; }
    """

    def __init__(self, tab: str, title: str, commands: Iterable[Command], glyphs: Glyphs) -> None:
        super().__init__()
        self._tab = tab
        self._title = title
        self._commands = tuple(commands)
        self._ascii = glyphs is ASCII

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(can_focus=True):
            yield Static("", markup=False)

    def on_resize(self) -> None:
        """Break the text anew for the width."""
        self.query_one(Static).update(self._text(self.query_one(VerticalScroll).size.width - 1))

    def _text(self, width: int) -> Content:
        parts: list[str | tuple[str, str]] = [(f"Keys on {self._title}", "bold $primary"), "\n"]
        group = ""
        for command in self._commands:
            if not command.enabled_on(self._tab):
                continue
            if command.group != group:
                group = command.group
                parts += ["\n", (group, "bold $secondary"), "\n"]
            names = "  ".join(key_text(key, ascii_only=self._ascii) for key in command.keys)
            parts += _beside(names, 18, command.help, width)
        parts += ["\n", ("The filter", "bold $primary"), "\n\n"]
        for example, meaning in LANGUAGE:
            parts += _beside(example, 34, meaning, width)
        parts += ["\n", _set_in(NARROWING, 2, width), "\n\n", ("Esc or ? back", "$text-muted")]
        return Content.assemble(*parts)

    def on_mount(self) -> None:
        """Let the scrolling keys work."""
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_scroll_down(self) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_up(animate=False)


def _set_in(text: str, indent: int, width: int) -> str:
    """A text broken into lines that all begin behind the indent."""
    broken = wrap(text, max(width - indent, 16))
    return "\n".join(f"{' ' * indent}{line}" for line in broken)


def _beside(name: str, column: int, text: str, width: int) -> list[str | tuple[str, str]]:
    """A key or an example, and beside it what it means; below it where there is little room."""
    indent = column + 2
    if width - indent < max(len(text) // 3, 20):
        return [(f"  {name}\n", "bold"), _set_in(text, 6, width), "\n"]
    return [(f"  {name:<{column}}", "bold"), _set_in(text, indent, width).lstrip(), "\n"]

"""The command table in the command palette."""

from __future__ import annotations

from collections.abc import Iterable

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon

from tui.explorer.commands import key_text
from tui.explorer.dialogs.base import Dialog
from tui.explorer.main_base import MainBase


class Palette(CommandPalette, Dialog[None]):
    """The palette with a plain sign before its input."""

    def on_mount(self) -> None:
        """Put the sign."""
        self.query_one(SearchIcon).icon = ":"


class TableCommands(Provider):
    """The command table in the palette."""

    async def discover(self) -> Hits:
        """All commands."""
        for title, action, text in self._commands():
            yield DiscoveryHit(
                title, lambda action=action: self.screen.run_action(action), help=text
            )

    async def search(self, query: str) -> Hits:
        """Commands that fit what is typed."""
        matcher = self.matcher(query)
        for title, action, text in self._commands():
            score = max(matcher.match(title), matcher.match(text))
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(title),
                    lambda action=action: self.screen.run_action(action),
                    help=text,
                )

    def _commands(self) -> Iterable[tuple[str, str, str]]:
        main = self.screen
        commands = main.commands if isinstance(main, MainBase) else ()
        for command in commands:
            if command.group != "Table" or command.footer:
                text = f"{command.title}: key {key_text(command.keys[0])}"
                yield command.help, command.action, text

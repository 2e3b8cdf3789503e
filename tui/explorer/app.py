"""The explorer as a Textual app: themes, palette, and the way in from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from tui.dataset import Dataset, load
from tui.explorer.commands import COMMANDS, key_text
from tui.explorer.options import Options
from tui.explorer.screens.main import MainScreen
from tui.explorer.theming import NamedTheme, load_themes
from tui.paths import data_dir, themes_dir
from tui.query import View


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
            score = matcher.match(title)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(title),
                    lambda action=action: self.screen.run_action(action),
                    help=text,
                )

    def _commands(self) -> Iterable[tuple[str, str, str]]:
        for command in COMMANDS:
            if command.group != "Table" or command.footer:
                yield command.help, command.action, f"key {key_text(command.keys[0])}"


class ExplorerApp(App[int]):
    """AIF Explorer on a dataset and a view."""

    CSS_PATH = "styles/explorer.tcss"
    TITLE = "AIF Explorer"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = ""
    COMMANDS: ClassVar = {TableCommands}
    AUTO_FOCUS = None

    def __init__(
        self, dataset: Dataset, view: View, themes: tuple[NamedTheme, ...], theme: str = "night"
    ) -> None:
        """Prepare the app; it runs with :meth:`run`."""
        super().__init__(ansi_color="NO_COLOR" in os.environ or theme == "terminal")
        self.animation_level = "none"
        self._dataset = dataset
        self._view = view
        self.folders: tuple[Path, ...] = ()
        """Folders of a dataset that is not the bundled one, for commands that are copied."""
        for name in list(self.available_themes):
            self.unregister_theme(name)
        for each in themes:
            self.register_theme(each)
        self.theme = theme if theme in {each.name for each in themes} else themes[0].name

    def get_default_screen(self) -> MainScreen:
        """The main screen."""
        screen = MainScreen(self._dataset, self._view)
        screen.folders = self.folders
        return screen

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None: the palette shows the command table."""
        return ()


def run(options: Options) -> int:
    """Open the explorer and stay until the person leaves; the exit code."""
    dataset = load(options.folders)
    view = View(
        cohort=options.cohort or dataset.default_cohort,
        filter=options.filter,
        tab=options.tab or "sites",
    )
    themes, problems = load_themes([themes_dir()])
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201 - talk goes to stderr
    app = ExplorerApp(dataset, view, themes, options.theme or "night")
    if options.folders != (data_dir(),):
        app.folders = tuple(folder.absolute() for folder in options.folders)
    return app.run(mouse=options.mouse) or 0

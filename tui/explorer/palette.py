"""The command palette: the command table, and what the data have a name for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content, Span
from textual.markup import escape

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.explorer.actions.look import LookActions, column_tables
from tui.explorer.commands import key_text
from tui.explorer.dialogs.base import Dialog
from tui.explorer.main_base import MainBase
from tui.query.assist.things import Things
from tui.query.engine.fold import fold
from tui.query.engine.store import store_of
from tui.text import cut, printable

ASKS = "a command, a site, a system, an organisation, a claim, a column"
"""What the palette finds, told until something is typed."""


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


LONGEST = 100
"""Cells of a name at most."""
# Beside commands, which score about three a letter where they hold what is typed: names that
# begin with it stand with them, those that only hold it behind.
_WEIGHT = (3.0, 2.0, 1.3)


@kept()
def things_of(dataset: Dataset) -> Things:
    """The named things of a dataset, read once."""
    store = store_of(dataset)
    return Things(store, column_tables(store))


class ThingFinder(Provider):
    """Finds what the dataset has a name for; Enter goes there."""

    async def search(self, query: str) -> Hits:
        """Things whose names hold the words typed."""
        main = self.screen
        if not isinstance(main, LookActions):
            return
        things = things_of(main.now.dataset)
        # Names of a large dataset take a while to be read for the first time.
        found = await asyncio.to_thread(lambda: list(things.find(query)))
        words = fold(query).split()
        for place, (rank, thing) in enumerate(found):
            score = _WEIGHT[rank] * (len(query) + 1) - place / 1000
            label = cut(printable(thing.label), LONGEST)
            yield Hit(
                score,
                self._marked(label, words),
                partial(main.go_to, thing),
                text=label,
                help=escape(printable(thing.detail)),
            )

    def _marked(self, label: str, words: Sequence[str]) -> Content:
        """A name with what was typed set off, where it stands there letter by letter."""
        folded = fold(label)
        if len(folded) != len(label):
            return Content(label)
        places = ((folded.find(word), len(word)) for word in words)
        style = self.match_style or ""
        return Content(label, spans=[Span(at, at + n, style) for at, n in places if at >= 0])

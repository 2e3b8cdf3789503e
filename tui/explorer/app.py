"""The explorer as a Textual app: themes, keys, palette, signals."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding
from textual.message import Message
from textual.notifications import Notify
from textual.screen import Screen
from textual.theme import Theme

from tui.dataset import Dataset
from tui.explorer.commands import BY_ID, COMMANDS, TAB_IDS, Command, key_text, textual_key
from tui.explorer.ending import KEYS_HAVE, LOST, Ending
from tui.explorer.first_frame import too_small
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.grid.paint import use_thin_scrollbars
from tui.explorer.input_queue import InputQueue
from tui.explorer.main_screen import MainScreen
from tui.explorer.terminal_cells import TakenTerminal
from tui.explorer.textual_private import (
    CellsApp,
    ErrorKeepingApp,
    obey_late_timers,
    stand_still,
    watch_queues,
)
from tui.explorer.textual_private.driver import OnlyVisible, TerminalDriver, steady
from tui.explorer.textual_private.memory import keep_less, keep_lines_lean, let_go
from tui.explorer.textual_private.notices import make_room
from tui.explorer.theming import NamedTheme, load_themes, with_few_colours
from tui.frozen import frozen
from tui.query import View
from tui.text import one_line

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel


def _palette() -> type[Provider]:
    from tui.explorer.palette import TableCommands

    return TableCommands


def _things() -> type[Provider]:
    from tui.explorer.palette import ThingFinder

    return ThingFinder


@frozen
class Launch:
    """How the explorer starts.

    ``commands`` carry the keys that hold; ``notes`` are lines to tell at the start, such as
    faults of the settings; ``folders`` those of a dataset that is not the bundled one;
    ``keep`` lets the session and the filters be kept for the next time; ``welcome`` shows the
    three lines of the first start, ``tour`` begins with the tour; ``themes`` are the
    folders with the themes that are not registered yet; ``ending`` ends the process where
    nobody pressed a key for it; ``terminal`` shows the first frame already; ``kept`` is the view
    of an earlier time that the explorer begins with.
    """

    glyphs: Glyphs = UNICODE
    commands: tuple[Command, ...] = COMMANDS
    notes: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    keep: bool = False
    welcome: bool = False
    tour: bool = False
    themes: tuple[Path, ...] = ()
    ending: Ending | None = None
    terminal: TakenTerminal | None = None
    kept: View | None = None


class Fit(events.Event):
    """The window has another size."""


class KeysDone(events.Event):
    """All that was typed before the end began has had its effect."""


class ExplorerApp(ErrorKeepingApp, CellsApp[int], inherit_bindings=False):
    """AIF Explorer on a dataset and a view."""

    CSS_PATH = "styles/explorer.tcss"
    TITLE = "AIF Explorer"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = ""
    COMMANDS: ClassVar = {_palette, _things}
    AUTO_FOCUS = None

    few_colours = False
    """Whether the terminal has sixteen colours or fewer, so that themes give each role one."""
    # Also in dialogues, whose keys are their own.
    BINDINGS: ClassVar = [
        Binding(",".join(BY_ID["suspend"].keys), "suspend_process", show=False, id="suspend"),
        Binding("ctrl+c", "say_how_to_leave", show=False),
    ]

    def __init__(
        self,
        dataset: Dataset,
        view: View,
        themes: Sequence[NamedTheme],
        theme: str = "night",
        launch: Launch | None = None,
    ) -> None:
        """Prepare the app; it runs with :meth:`run`."""
        watch_queues()
        let_go()
        keep_less()
        keep_lines_lean()
        obey_late_timers()
        self.launch = launch or Launch()
        self.keys = InputQueue(
            self,
            self._hand_on,
            self._no_hurry,
            leaving=self._pressed_for("filter", "quit", *(f"tab.{tab}" for tab in TAB_IDS)),
            moving=self._pressed_for("up", "down"),
        )
        if self.launch.terminal is not None:
            self.cells = self.launch.terminal.cells
        super().__init__(ansi_color="NO_COLOR" in os.environ or theme == "terminal")
        stand_still(self)
        self._only_visible = OnlyVisible()
        self._begins_with = [(dataset, view)]
        for name in list(self.available_themes):
            self.unregister_theme(name)
        for each in themes:
            self.register_theme(each)
        self.theme = theme if theme in {each.name for each in themes} else themes[0].name
        self._first_theme = self.theme
        self._leaves_with: int | None = None
        self.stylesheet.set_variables(self.get_css_variables())
        keys = {
            command.id: ",".join(map(textual_key, command.keys))
            for command in self.launch.commands
            if command.keys != BY_ID[command.id].keys
        }
        self.set_keymap(keys)

    def use_few_colours(self) -> None:
        """Draw every theme in the sixteen colours of plain terminals."""
        self.few_colours = True
        for theme in list(self.available_themes.values()):
            self.register_theme(theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def register_theme(self, theme: Theme) -> None:
        """Let a theme be chosen, in the colours that the terminal has."""
        super().register_theme(with_few_colours(theme) if self.few_colours else theme)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, unless nothing has been styled in other colours yet."""
        if not self.held or self.theme != self._first_theme:
            super().refresh_css(animate)

    def action_choose_theme(self) -> None:
        """Choose the colours."""
        from tui.explorer.dialogs.base import Choice, ChoiceScreen

        for each in load_themes(self.launch.themes)[0] if self.launch.themes else ():
            if each.name not in self.available_themes:
                self.register_theme(each)
        choices = [
            Choice(name, getattr(theme, "label", "") or name)
            for name, theme in self.available_themes.items()
        ]

        def chosen(name: str | None) -> None:
            if name:
                self.theme = name

        self.push_screen(ChoiceScreen("Colours", choices, self.theme), chosen)

    def post_message(self, message: Message) -> bool:
        """Take a message; keys, pastes and the mouse wait for what the last one set going."""
        if isinstance(message, events.Paste) and not message.is_forwarded:
            # Every field has one line, and takes the first line of a paste alone.
            message = events.Paste(one_line(message.text))
            message.set_sender(self)
            return self.keys.put(message)
        if isinstance(message, events.InputEvent) and not message.is_forwarded:
            return self.keys.put(message)
        return super().post_message(message)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something, never as markup: it may come from a file."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def on_notify(self, event: Notify) -> None:
        """Make room for a notice before it is shown."""
        make_room(self, event.notification)

    def _pressed_for(self, *idents: str) -> frozenset[str]:
        """The keys of some commands, as Textual names them."""
        return frozenset(textual_key(key) for each in idents for key in self._keys_of(each))

    def _hand_on(self, event: events.Event, times: int) -> None:
        """Dispatch an event of keyboard or mouse that came so many times."""
        for screen in self.screen_stack[:1]:
            if isinstance(screen, MainScreen):
                screen.times = times
        super().post_message(event)

    def _no_hurry(self) -> None:
        """Let the screen make up for what it left out while keys waited."""
        for screen in self.screen_stack[:1]:
            if isinstance(screen, MainScreen):
                screen.tidying.rest()
                if screen.hurried:
                    screen.hurried = False
                    screen.check_idle()

    def outdated(self) -> bool:
        """Whether keys wait that will change what is drawn now."""
        return len(self.keys) > 0

    def action_say_how_to_leave(self) -> None:
        """Answer the key that leaves elsewhere."""
        self.notify(f"{key_text(self._keys_of('quit')[0])} quits")

    def _keys_of(self, ident: str) -> tuple[str, ...]:
        """The keys of a command, those of the settings before its own."""
        return next(each.keys for each in self.launch.commands if each.id == ident)

    def on_unmount(self) -> None:
        """Take no more keys."""
        self.keys.close()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every line drawn passes the door."""
        return (self._only_visible, *super().get_line_filters())

    def get_driver_class(self) -> type[Driver]:
        """The driver that ends with its terminal, with texts kept in their cells."""
        return steady(TerminalDriver)

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the terminal can draw."""
        return self.launch.glyphs

    def get_default_screen(self) -> MainScreen:
        """The main screen, which alone holds the data from now on: it may read others."""
        opened = self._begins_with.pop()
        screen = MainScreen(*opened, self.launch.glyphs, self.launch.commands)
        screen.folders = self.launch.folders
        screen.keeps = self.launch.keep
        screen.welcome = self.launch.welcome
        screen.tour_first = self.launch.tour
        screen.kept = self.launch.kept
        return screen

    def on_mount(self) -> None:
        """Tell what is to be known."""
        use_thin_scrollbars(self.launch.glyphs)
        if self.launch.glyphs is ASCII:
            self.add_class("-ascii")
        if self.launch.notes:
            self.notify("\n".join(self.launch.notes), title="At the start", severity="warning",
                        timeout=20)  # fmt: skip

    def on_resize(self, event: events.Resize) -> None:
        """Look at the new size once a screen that opens or closes has done so."""
        self.keys.put(Fit())

    def on_fit(self) -> None:
        """Say so in a window that is too small, whatever is open; all is there again after."""
        top, small = self.screen, too_small(*self.size)
        if not small and isinstance(top, MainScreen):
            return
        from tui.explorer.dialogs.base import TooSmallScreen

        if small and not isinstance(top, TooSmallScreen):
            self.push_screen(TooSmallScreen(self._keys_of("quit")))
        elif isinstance(top, TooSmallScreen) and not small:
            top.dismiss()

    # The end

    def on_load(self) -> None:
        """From now on the app can be asked to leave."""
        loop, ending = asyncio.get_running_loop(), self.launch.ending
        if ending is not None:
            ending.keep = self.keep_session
            ending.restore = self.put_terminal_back
            ending.leave = lambda code: loop.call_soon_threadsafe(self._leave_after_keys, code)

    def _leave_after_keys(self, code: int) -> None:
        """Leave once keys that wait for their turn have had it, or their time is over.

        On a slow line whole questions come in one packet: they are in the view that is kept.
        """
        self._leaves_with = code
        self.keys.put(KeysDone())
        asyncio.get_running_loop().call_later(KEYS_HAVE, self.on_keys_done)

    def on_keys_done(self) -> None:
        """Keep what they have made of the view."""
        if self._leaves_with is not None:
            code, self._leaves_with = self._leaves_with, None
            self.keys.close()
            with contextlib.suppress(Exception):
                self.keep_session()
            self.exit(code)

    def action_suspend_process(self) -> None:
        """Stop until the shell goes on with it; nobody could once the end has begun."""
        if self.launch.ending is None or self.launch.ending.code is None:
            super().action_suspend_process()

    def terminal_lost(self) -> None:
        """Keep the view and leave, since nobody can see or answer any more; from any thread."""
        if self.launch.ending is not None:
            self.launch.ending.begin(LOST)

    def failed(self) -> None:
        """Lose nothing to an error, whatever state it left behind."""
        with contextlib.suppress(Exception):
            self.keep_session()

    def keep_session(self) -> None:
        """Keep the view for the next start."""
        for screen in self.screen_stack[:1]:
            if isinstance(screen, MainScreen):
                screen.keep_session()

    async def action_quit(self) -> None:
        """Leave; the view is kept for the next time."""
        self.keep_session()
        self.exit(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None: the palette shows the command table."""
        return ()

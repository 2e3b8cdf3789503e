"""Starting the explorer: settings, saved view or last session, themes, terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from tui.dataset import Dataset, load
from tui.explorer.commands import COMMANDS, Command, rebound
from tui.explorer.ending import Ending
from tui.explorer.first_frame import first_frame
from tui.explorer.glyphs import ASCII, UNCOLOURED, UNICODE
from tui.explorer.refit import default_cohort, fitted
from tui.explorer.state import State, make_state, under
from tui.explorer.terminal_cells import TakenTerminal
from tui.query import UnknownNameError, View
from tui.text import did_you_mean
from tui.user import paths
from tui.user.settings import DEFAULT_THEME, Options

if TYPE_CHECKING:
    from types import ModuleType

    from tui.explorer.app import ExplorerApp
    from tui.explorer.tabs.way import Way
    from tui.explorer.theming import NamedTheme
    from tui.user.settings import Settings


_ARENA_MAX = -8
"""M_ARENA_MAX of <malloc.h> in the GNU library; no other has it."""


def import_asyncio_alone() -> None:
    """Import asyncio without the TLS that it offers, as where Python was built without it.

    The explorer opens no connection, and TLS takes as long to import as the data to read. Whoever
    asks for it later gets it.
    """
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = cast("ModuleType", None)  # what is None there cannot be imported
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def share_heaps() -> None:
    """Give threads that begin from now on no heap of their own; where that cannot be said, none."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


AFTER = 0.5
"""Seconds that reading takes at least before anything is told."""
AGAIN = 0.1
"""Seconds between two lines."""


class Progress:
    """Tells on one line of a terminal how far reading has come, once it takes its time."""

    def __init__(self, stream: TextIO | None, now: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._now = now
        self._next = now() + AFTER
        self._told = False

    def __call__(self, doing: str, done: int, of: int) -> None:
        """``done`` of ``of`` sites have been read, or whatever is being done with them."""
        if self._stream is None or self._now() < self._next:
            return
        self._next = self._now() + AGAIN
        self._told = True
        self._stream.write(f"\r\x1b[K{doing} the sites: {done:,} of {of:,}")
        self._stream.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._told and self._stream is not None:
            self._told = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()


class CrashedError(Exception):
    """An unexpected error has ended the explorer; the view is kept, the terminal put back."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def run(options: Options, ending: Ending | None = None) -> int:
    """Open the explorer and stay until the person leaves; the exit code.

    ``ending`` ends it where nobody pressed a key for it. Raises DatasetError where nothing can
    be opened, FilterError or UnknownNameError where what was asked for does not fit the
    dataset, and CrashedError.
    """
    folder = paths.config_dir()
    settings, notes = settings_in(folder)
    state, kept = opening(options, _load(options.folders), settings)
    theme = options.theme or (settings.theme if settings else DEFAULT_THEME)
    where = [paths.themes_dir(), *([folder / "themes"] if folder is not None else [])]
    commands, clashes = _commands(settings.keys if settings else {})
    _utf8_terminal()
    welcome = _welcome(settings, folder) and not options.tour
    cells = first_frame(state, theme, where, commands if welcome else ())
    terminal = None if cells is None else TakenTerminal(cells)
    if terminal is not None and ending is not None:
        ending.restore = terminal.leave
    try:
        share_heaps()
        import_asyncio_alone()
        from tui.explorer.app import ExplorerApp, Launch

        themes, problems = _themes(theme, where)
        launch = Launch(
            glyphs=state.glyphs,
            kept=kept,
            commands=commands,
            notes=(*notes, *problems, *clashes),
            folders=_own_folders(options.folders),
            keep=not options.tour,
            welcome=welcome,
            tour=options.tour,
            themes=tuple(where),
            ending=ending,
            terminal=terminal,
        )
        app = ExplorerApp(state.dataset, state.view, themes, theme, launch)
        del state  # the explorer alone holds the data, which it may read anew
        if app.console.color_system in ("standard", "windows", None):
            app.use_few_colours()
        return _run(app, mouse=options.mouse and (settings is None or settings.mouse))
    finally:
        if terminal is not None:
            terminal.leave()


def opening(
    options: Options, dataset: Dataset, settings: Settings | None
) -> tuple[State, View | None]:
    """What is shown first, and the view kept that it begins with, if any, as it was kept.

    Raises FilterError or UnknownNameError where what was asked for does not fit.
    """
    ascii_only = options.ascii or (settings is not None and settings.ascii)
    coloured = "NO_COLOR" not in os.environ
    glyphs = UNICODE if coloured else UNCOLOURED
    if ascii_only or not _draws_unicode():
        glyphs = ASCII
    resume = options.resume or bool(settings and settings.resume)
    kept = kept_view(options, resume=resume)
    view = opening_view(options, dataset, kept)
    return make_state(dataset, view, glyphs=glyphs), kept


def _load(folders: Sequence[Path]) -> Dataset:
    """The dataset; how far reading has come is told where it takes long."""
    progress = Progress(sys.__stderr__)
    try:
        return load(folders, progress)
    finally:
        progress.close()


def _run(app: ExplorerApp, *, mouse: bool) -> int:
    """Run the app to its end. Raises CrashedError."""
    try:
        code = app.run(mouse=mouse) or 0
    except Exception as error:
        app.error = app.error or error
    finally:
        app.put_terminal_back()
        if app.launch.ending is not None:
            app.launch.ending.complete()  # errors of a terminal that is gone are none
    if app.error is not None:
        raise CrashedError(app.error)
    return code


def settings_in(folder: Path | None) -> tuple[Settings | None, tuple[str, ...]]:
    """The settings and what is wrong with them; None where there is no file of them."""
    if folder is None or not (folder / "settings.toml").exists():
        return None, ()
    from tui.user.settings import read_settings

    return read_settings([command.id for command in COMMANDS], folder)


def _welcome(settings: Settings | None, folder: Path | None) -> bool:
    """Whether somebody is new here, and can put the lines that say so away for good."""
    if folder is None or (settings is not None and not settings.welcome):
        return False
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
    return os.access(there, os.W_OK)


def _themes(name: str, where: Sequence[Path]) -> tuple[tuple[NamedTheme, ...], tuple[str, ...]]:
    """The theme asked for; all of them, with what is wrong, where it cannot be had alone."""
    from tui.explorer.theming import load_theme, load_themes

    alone = load_theme(name, where)
    if alone is not None:
        return (alone,), ()
    themes, problems = load_themes(where)
    if name not in {each.name for each in themes}:
        names = ", ".join(each.name for each in themes)
        problems = (*problems, f"no theme '{name}'; there are {names}")
    return themes, problems


def _commands(keys: Mapping[str, Sequence[str]]) -> tuple[tuple[Command, ...], tuple[str, ...]]:
    """The commands with the keys of the settings, and a line for each key that clashes."""
    if not keys:
        return COMMANDS, ()
    from tui.user.settings import conflicts

    commands = rebound(COMMANDS, keys)
    return commands, conflicts({command.id: command.keys for command in commands})


def kept_view(options: Options, *, resume: bool) -> View | None:
    """The saved view that was asked for, or the last session where one is gone on with."""
    if options.view:
        from tui.user.saved_views import find_view

        return find_view(options.view, options.folders)
    if resume:
        from tui.user.session import load_session

        return load_session()
    return None


def opening_view(options: Options, dataset: Dataset, kept: View | None) -> View:
    """The view to open: what was kept, as far as it fits, changed by what was asked for."""
    view = View(cohort=default_cohort(dataset)) if kept is None else fitted(dataset, kept)
    changes = {
        name: value
        for name, value in (
            ("cohort", options.cohort),
            ("tab", options.tab),
        )
        if value
    }
    view = view.but(**changes)
    if options.filter:
        view = under(dataset, view, options.filter)
    return _looked_at(view, dataset, options.way) if options.way else view


def _looked_at(view: View, dataset: Dataset, address: str) -> View:
    """A view of its tab in the way of an address, such as ``by-indicator:rd_gdp``.

    Raises UnknownNameError, with the nearest one, where there is no such way or choice.
    """
    ident, _, key = address.partition(":")
    way = _known_way(view.tab, ident)
    view = view.with_way(view.tab, way.id)
    if not key:
        return view
    what = f"to choose in the way '{way.id}' of {view.tab}"
    if way.chooser is None:
        raise UnknownNameError(f"there is nothing {what}")
    from tui.analysis.tables import table
    from tui.explorer.result_rows import index_of

    listed = table(dataset, view, way.chooser.table)
    if index_of(listed, key) is None:
        close = did_you_mean(key, map(listed.key, range(len(listed))))
        hint = f"; did you mean '{close}'?" if close else ""
        raise UnknownNameError(f"no '{key}' {what}{hint}")
    return view.with_table(way.chooser.table, chosen=key)


def _known_way(tab: str, ident: str) -> Way:
    """A way of looking at a tab; raises UnknownNameError with the nearest one."""
    from tui.explorer.tabs import ways_of

    known = {each.id: each for each in ways_of(tab)}
    if ident not in known:
        close = did_you_mean(ident, known)
        hint = (
            f"; did you mean '{close}'?" if close else f"; there are {', '.join(known) or 'none'}"
        )
        raise UnknownNameError(f"no way '{ident}' of looking at {tab}{hint}")
    return known[ident]


_CONSOLES = frozenset(("linux", "vt100", "vt220", "ansi"))


def _draws_unicode() -> bool:
    """Whether the locale promises UTF-8, or promises nothing, and the terminal has the signs.

    The fonts of text consoles lack braille and most blocks.
    """
    if os.environ.get("TERM", "") in _CONSOLES:
        return False
    names = ("LC_ALL", "LANG") if _coerced() else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    charset = locale.partition(".")[2].lower().replace("-", "")
    return locale not in ("C", "POSIX") and (not charset or charset.startswith("utf8"))


def _coerced() -> bool:
    """Whether the interpreter itself chose LC_CTYPE, as it does where the locale is C.

    That says nothing of the terminal. Known where the system keeps what a process began with.
    """
    if os.environ.get("LANG") not in ("C", "POSIX"):
        return False
    with contextlib.suppress(OSError), open("/proc/self/environ", "rb") as file:
        return not any(each.startswith(b"LC_CTYPE=") for each in file.read().split(b"\0"))
    return False


def _own_folders(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Folders that a copied command must name; none for the bundled dataset."""
    if folders == (paths.data_dir(),):
        return ()
    return tuple(folder.absolute() for folder in folders)


def _utf8_terminal() -> None:
    """Let the screen be drawn in UTF-8 whatever the locale; Textual writes to stderr."""
    stream = sys.__stderr__
    if stream is not None and hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")

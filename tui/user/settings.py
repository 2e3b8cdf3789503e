"""What the user has settled: ``settings.toml`` in the configuration folder.

    theme = "night"
    ascii = false        # draw with ASCII characters only
    mouse = true         # take the mouse from the terminal
    resume = false       # go on where the last session ended
    welcome = true       # three lines of help, until they were put away

    [keys]               # command = its key, or several; [] for none
    sort_up = "s"
    clear = ["x", "ctrl+l"]

Nothing in the file stops the program: what cannot be used is reported and the default holds.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tui import toml
from tui.dataset.faults import Report, Row
from tui.dataset.files import Folders
from tui.frozen import frozen
from tui.text import did_you_mean, printable
from tui.user import paths
from tui.user.writing import locked, write_whole

FILE = "settings.toml"
Keys = Mapping[str, tuple[str, ...]]


@frozen
class Settings:
    """The settings; ``keys`` holds the keys of the commands that the user binds anew."""

    theme: str = "night"
    ascii: bool = False
    mouse: bool = True
    resume: bool = False
    welcome: bool = True
    keys: Keys = field(default_factory=lambda: MappingProxyType({}))


_PATIENCE = 0.5
"""Seconds for which another program that writes the file is waited for."""
_PLAIN = tuple(each.name for each in dataclasses.fields(Settings) if each.name != "keys")


def read_settings(
    commands: Collection[str] = (), folder: Path | None = None
) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a line for everything in the file that cannot be used.

    ``commands`` are the ids that ``[keys]`` may name, () to take any. The file is looked for
    in ``folder``, the user's configuration folder if None.
    """
    folder = folder or paths.config_dir()
    if folder is None or not os.path.lexists(folder / FILE):
        return Settings(), ()
    report = Report()
    top = Folders((folder,), links_out=True).read(folder / FILE, report)
    settings = Settings() if top is None else _settings(top, commands, report)
    return settings, tuple(printable(str(fault)) for fault in report.faults)


def put_setting(name: str, *, value: bool, folder: Path | None = None) -> bool:
    """Set one of the plain settings in the file, whose other lines stay; whether that worked.

    Never raises an ordinary error: a file that is no TOML, or cannot be written, stays as it is.
    """
    folder = folder or paths.config_dir()
    if folder is None:
        return False
    path = folder / FILE
    try:
        with locked(path, _PATIENCE):
            text = path.read_bytes().decode("utf-8") if path.exists() else ""
            changed = _with(text, name, str(value).lower())
            if toml.loads(changed) != {**toml.loads(text), name: value}:
                return False
            write_whole(path, changed)
    except (OSError, ValueError, RecursionError):
        return False
    return True


def _with(text: str, name: str, value: str) -> str:
    """The text of a file with a key set where it stands, else in a line before all others."""
    changed, times = re.subn(
        rf"(?m)^([ \t]*{name}[ \t]*=[ \t]*)[^\s#]+", rf"\g<1>{value}", text, count=1
    )
    return changed if times else f"{name} = {value}\n{text}"


def _settings(top: Row, commands: Collection[str], report: Report) -> Settings:
    chosen: dict[str, Any] = {}
    for name, value in top.raw.items():
        if name == "keys":
            chosen[name] = MappingProxyType(_keys(top, value, commands, report))
        elif name not in _PLAIN:
            report.add(top, name, "unknown key", did_you_mean(name, (*_PLAIN, "keys")))
        elif name == "theme":
            if isinstance(value, str) and value.strip():
                chosen[name] = value.strip()
            else:
                _refuse(top, name, "must be the name of a theme", report)
        elif isinstance(value, bool):
            chosen[name] = value
        else:
            _refuse(top, name, "must be true or false", report)
    return Settings(**chosen)


def _refuse(top: Row, name: str, why: str, report: Report) -> None:
    default = getattr(Settings(), name)
    plain = str(default).lower() if isinstance(default, bool) else f"'{default}'"
    report.add(top, name, f"{why}; {plain} holds")


def _keys(
    top: Row, value: object, commands: Collection[str], report: Report
) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        report.add(top, "keys", "must be a table [keys]; the keys are the usual ones")
        return {}
    row = top.child(value, "keys")
    found: dict[str, tuple[str, ...]] = {}
    for command, keys in _flat(value):
        listed = [keys] if isinstance(keys, str) else keys
        if commands and command not in commands:
            report.add(row, command, "unknown command", did_you_mean(command, commands))
        elif not isinstance(listed, list) or not all(isinstance(k, str) and k for k in listed):
            report.add(row, command, "must be a key or a list of keys; the usual ones hold")
        else:
            found[command] = tuple(listed)
    return found


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Names with dots, which TOML reads as tables in tables, as one name each."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def conflicts(keys: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A line for each key that several commands of the same screen are bound to.

    ``keys`` maps the commands that can be used at the same time to their keys.
    """
    holders: dict[str, list[str]] = {}
    for command, listed in keys.items():
        for each in dict.fromkeys(listed):
            holders.setdefault(each, []).append(command)
    return tuple(
        printable(f"key '{each}' is bound to {', '.join(names)}; {names[0]} has it")
        for each, names in holders.items()
        if len(names) > 1
    )


DEFAULT_THEME = "night"
EVERY = "all"
"""With --plain, in place of a tab or a way: one after the other."""


@frozen
class Options:
    """Choices of the command line; an empty text leaves the choice to the settings.

    ``folders`` are dataset folders, later ones over earlier ones; ``way`` is the way of
    looking at the tab; ``view`` is the name of a saved view; ``resume`` goes on
    where the last session ended; ``tour`` begins with the tour.
    """

    folders: tuple[Path, ...]
    filter: str
    cohort: str
    tab: str
    way: str
    theme: str
    mouse: bool
    view: str
    resume: bool
    ascii: bool
    tour: bool = False

"""A file of saved views as text: reading it, and changing one view without the others.

What stands in the file beside the view that changes, comments and unknown keys included,
stays as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from tui import toml
from tui.dataset.files import read_regular
from tui.frozen import frozen
from tui.user.writing import reason

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*view[ \t]*\]\]")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@frozen
class ViewFile:
    """One file as read. ``broken`` says why it cannot be used or changed, "" where it can."""

    path: Path
    text: str
    raw: Mapping[str, Any]
    broken: str = ""

    @property
    def label(self) -> str:
        """How it is named in messages: its folder's own name and its own."""
        return _label(self.path)

    @property
    def entries(self) -> Sequence[Mapping[str, Any]]:
        """Its ``[[view]]`` tables."""
        found: Sequence[Mapping[str, Any]] = self.raw.get("view", [])
        return found


def _label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def read_file(path: Path, within: Path | None = None) -> ViewFile:
    """Read a file of views; one that does not exist is empty.

    Links may not lead out of ``within``, a folder that came from anyone.
    """
    try:
        text = read_regular(path, within).decode("utf-8")
        raw = toml.loads(text)
    except FileNotFoundError:
        return ViewFile(path, "", {})
    except OSError as error:
        return ViewFile(path, "", {}, f"{_label(path)}: cannot be read: {reason(error)}")
    except UnicodeDecodeError as error:
        return ViewFile(path, "", {}, f"{_label(path)}: not valid UTF-8 at byte {error.start}")
    except toml.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at line (\d+)", str(error))
        why, line = found.groups() if found else (str(error), "0")
        return ViewFile(path, "", {}, f"{_label(path)}:{line}: not valid TOML: {why}")
    except (ValueError, RecursionError):
        why = "nested too deeply, or a number too long"
        return ViewFile(path, "", {}, f"{_label(path)}: not valid TOML: {why}")
    views = raw.get("view", [])
    if not isinstance(views, list) or not all(isinstance(view, dict) for view in views):
        return ViewFile(path, text, {}, f"{_label(path)}: views must be written as [[view]] tables")
    return ViewFile(path, text, raw)


def added(file: ViewFile, entry: Mapping[str, Any]) -> str:
    """The text of the file with one more view at its end."""
    text = f"{file.text.rstrip()}\n\n" if file.text.strip() else ""
    return _said(text + written(entry), {**file.raw, "view": [*file.entries, entry]})


def replaced(file: ViewFile, place: int, entry: Mapping[str, Any]) -> str:
    """The text of the file with another view at ``place``, counted from 0."""
    entries = [*file.entries[:place], entry, *file.entries[place + 1 :]]
    return _said(_with_block(file.text, place, written(entry)), {**file.raw, "view": entries})


def removed(file: ViewFile, place: int) -> str:
    """The text of the file without the view at ``place``."""
    raw = dict(file.raw)
    raw["view"] = [*file.entries[:place], *file.entries[place + 1 :]]
    if not raw["view"]:
        del raw["view"]
    return _said(_with_block(file.text, place, ""), raw)


def written(entry: Mapping[str, Any]) -> str:
    """One view as TOML."""
    return "\n".join(_tables("view", entry, "[[view]]"))


def _tables(path: str, table: Mapping[str, Any], header: str) -> list[str]:
    """A table and the tables in it, each with its header."""
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    plain = {key: value for key, value in table.items() if key not in inner}
    found = [f"{header}\n{tomli_w.dumps(plain)}"] if plain or not inner else []
    for key, value in inner.items():
        name = f"{path}.{key if _BARE.fullmatch(key) else json.dumps(key)}"
        found += _tables(name, value, f"[{name}]")
    return found


def _with_block(text: str, place: int, block: str) -> str:
    """The text with another block in place of a view's lines, up to the next view's."""
    lines = text.splitlines(keepends=True)
    starts = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if place >= len(starts):
        return text
    first, last = starts[place], [*starts, len(lines)][place + 1]
    # Blank lines and comments above the next view belong to that one.
    while last > first and not lines[last - 1].split("#")[0].strip():
        last -= 1
    before, after = "".join(lines[:first]), "".join(lines[last:])
    return before + block + (after if block else after.lstrip("\n"))


def _said(text: str, wanted: Mapping[str, Any]) -> str:
    """The text if it says what is wanted, else what is wanted written anew."""
    try:
        return text if toml.loads(text) == wanted else tomli_w.dumps(wanted)
    except toml.TOMLDecodeError:
        return tomli_w.dumps(wanted)

"""What the program remembers by itself: the last view and the filters used before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import tomli_w

from tui import toml
from tui.query.engine.view import View, from_plain, to_plain
from tui.user import paths
from tui.user.writing import locked, write_whole

SESSION = "session.toml"
RECENT = "recent.txt"
KEPT = 50
"""How many filters are remembered."""

# A history is not worth waiting for.
_PATIENCE = 0.5


def save_session(view: View) -> bool:
    """Keep the view for the next start; whether that worked. Never raises an ordinary error.

    Takes no lock and waits for no disk, so that it may be called when a signal ends the
    program, also in the middle of another call.
    """
    folder = paths.state_dir()
    if folder is None:
        return False
    try:
        write_whole(folder / SESSION, tomli_w.dumps(to_plain(view)), lasting=False)
    except (OSError, TypeError, ValueError):
        return False
    return True


def load_session() -> View | None:
    """The view that was kept last; None where there is none or it cannot be read."""
    folder = paths.state_dir()
    if folder is None:
        return None
    try:
        return from_plain(toml.loads((folder / SESSION).read_bytes().decode("utf-8")))
    except (OSError, ValueError, RecursionError):
        return None


def recent_filters() -> tuple[str, ...]:
    """Filters used before, the latest first, each once; () where none can be read."""
    path = _recent()
    return tuple(_read(path))[:KEPT] if path else ()


def remember_filter(text: str) -> bool:
    """Put a filter first among those used before; whether that worked. Never raises.

    Explorers that run at the same time add to the same list.
    """
    path = _recent()
    if path is None or not text.strip():
        return False
    try:
        with locked(path, _PATIENCE):
            latest = list(dict.fromkeys((text.strip(), *_read(path))))[:KEPT]
            lines = (json.dumps(each, ensure_ascii=False) for each in latest)
            write_whole(path, "\n".join(lines) + "\n", lasting=False)
    except OSError:
        return False
    return True


def _recent() -> Path | None:
    folder = paths.state_dir()
    return folder / RECENT if folder else None


def _read(path: Path) -> Iterator[str]:
    """The filters in the file, one a line as JSON; what is none is passed over."""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return
    for line in lines:
        try:
            text = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(text, str) and text.strip():
            yield text

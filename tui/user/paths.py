"""Where things lie: the bundled data and themes, and the user's own folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).parent.parent
_APP = "aif"


def data_dir() -> Path:
    """Folder of the bundled dataset: the installed package's, else the checkout's."""
    return _bundled("data")


def over_bundled(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Dataset folders, below them the bundled one where the first is only a part of a dataset.

    A part has files of a dataset but no dataset.toml, such as findings of one's own.
    """
    from tui.dataset.files import holds_data

    if not folders:
        return (data_dir(),)
    first = folders[0]
    part = holds_data(first) and not os.path.lexists(first / "dataset.toml")
    return (data_dir(), *folders) if part else tuple(folders)


def themes_dir() -> Path:
    """Folder of the bundled themes: the installed package's, else the checkout's."""
    return _bundled("themes")


def config_dir() -> Path | None:
    """Folder of the user's settings, which may not exist yet; None without a home."""
    return _personal("XDG_CONFIG_HOME", ".config")


def state_dir() -> Path | None:
    """Folder of what the program remembers, which may not exist yet; None without a home."""
    return _personal("XDG_STATE_HOME", ".local/state")


def cache_dir() -> Path | None:
    """Folder of what can be made anew, which may not exist yet; None without a home."""
    return _personal("XDG_CACHE_HOME", ".cache")


def _bundled(name: str) -> Path:
    installed = _HERE / "_bundled" / name
    return installed if installed.is_dir() else _HERE.parent / name


def _personal(variable: str, fallback: str) -> Path | None:
    """``$variable/aif``; a relative path there is ignored, as the XDG rules ask."""
    given = os.environ.get(variable, "")
    if os.path.isabs(given):
        return Path(given) / _APP
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / fallback / _APP if home.is_absolute() else None

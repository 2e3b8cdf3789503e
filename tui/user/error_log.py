"""The file that says where an unexpected error came about, for whoever mends it."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tui import __version__
from tui.user import paths
from tui.user.writing import write_whole

KEPT = 10
"""How many files are kept; the oldest go first."""


def write_error_log(error: BaseException) -> Path | None:
    """Write version, call and traceback of an error into a file of its own.

    The file lies among what the program remembers, else in the folder for temporary files;
    None where neither can be written. It holds no values of variables.
    """
    lines = (
        f"aif {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"TERM={os.environ.get('TERM', '')} LANG={os.environ.get('LANG', '')}",
        f"call: {sys.argv[1:]!r}",
        "",
        "\n".join("".join(traceback.format_exception(each)) for each in _told(error)),
    )
    name = f"error-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    for folder in (paths.state_dir(), Path(tempfile.gettempdir())):
        if folder is None:
            continue
        try:
            write_whole(folder / name, "\n".join(lines))
        except OSError:
            continue
        if folder == paths.state_dir():
            _drop_oldest(folder)
        return folder / name
    return None


def _told(error: BaseException) -> list[BaseException]:
    """The error, and the one it only tells of, as that of a worker does without its lines."""
    inner = getattr(error, "error", None)
    return [error, *_told(inner)] if isinstance(inner, BaseException) else [error]


def _drop_oldest(folder: Path) -> None:
    """Keep the latest files; their names sort by time."""
    names = sorted(path.name for path in folder.glob("error-*-*-*.log"))
    for name in names[:-KEPT]:
        with contextlib.suppress(OSError):
            (folder / name).unlink()

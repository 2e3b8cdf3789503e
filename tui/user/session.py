"""What the program remembers by itself: the last view, filters, data seen last, its errors."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import tomli_w

from tui import __version__, toml
from tui.dataset.files import read_regular
from tui.frozen import frozen
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


FOLDER = "seen"
KEPT_DATASETS = 10
"""How many datasets are remembered; the longest unopened go first."""


@frozen
class LastSeen:
    """The state ``before`` the latest change and the ``latest`` one, each on a line of its own.

    ``before`` is "" while only one state is known; ``told`` says that the person has seen what
    changed between the two; ``mark`` stands for the files that the latest one was read from.
    """

    latest: str
    mark: str
    before: str = ""
    told: bool = True


def load_mark(dataset: str, folders: Sequence[Path]) -> tuple[str, bool]:
    """Mark and ``told`` of what was seen last; "" where nothing was."""
    try:
        head = json.loads(_seen(dataset, folders).split(b"\n", 1)[0])
        return str(head["mark"]), bool(head["told"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", True


def load_seen(dataset: str, folders: Sequence[Path]) -> LastSeen | None:
    """What was seen last; None where nothing was, or what is there cannot be read."""
    try:
        lines = _seen(dataset, folders).decode("utf-8").split("\n")
        head = json.loads(lines[0])
        return LastSeen(lines[1], str(head["mark"]), lines[2], bool(head["told"]))
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None


def save_seen(dataset: str, folders: Sequence[Path], seen: LastSeen) -> bool:
    """Keep it for the next start; whether that worked. Never raises an ordinary error."""
    path = _seen_file(dataset, folders)
    if path is None:
        return False
    head = json.dumps({"mark": seen.mark, "told": seen.told})
    try:
        with locked(path, _PATIENCE):
            write_whole(path, f"{head}\n{seen.latest}\n{seen.before}\n", lasting=False)
        _drop_oldest(path.parent)
    except OSError:
        return False
    return True


def _seen(dataset: str, folders: Sequence[Path]) -> bytes:
    path = _seen_file(dataset, folders)
    if path is None:
        raise FileNotFoundError
    return read_regular(path, None)


def _seen_file(dataset: str, folders: Sequence[Path]) -> Path | None:
    """One file a dataset and the folders it is read from; none for the bundled one."""
    state = paths.state_dir()
    if state is None:
        return None
    import hashlib

    text = "\0".join([dataset, *map(str, folders)])
    return state / FOLDER / f"{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _drop_oldest(folder: Path) -> None:
    files = [path for path in folder.iterdir() if not path.name.startswith(".")]
    for path in sorted(files, key=lambda each: each.stat().st_mtime)[:-KEPT_DATASETS]:
        for each in (path, path.with_name(f".{path.name}.lock")):
            with contextlib.suppress(OSError):
                each.unlink()


KEPT_LOGS = 10
"""How many files are kept; the oldest go first."""


def write_error_log(error: BaseException) -> Path | None:
    """Write version, call and traceback of an error into a file of its own.

    The file lies among what the program remembers, else in the folder for temporary files;
    None where neither can be written. It holds no values of variables.
    """
    import platform
    import tempfile
    import traceback

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
            _drop_oldest_logs(folder)
        return folder / name
    return None


def _told(error: BaseException) -> list[BaseException]:
    """The error, and the one it only tells of, as that of a worker does without its lines."""
    inner = getattr(error, "error", None)
    return [error, *_told(inner)] if isinstance(inner, BaseException) else [error]


def _drop_oldest_logs(folder: Path) -> None:
    """Keep the latest files; their names sort by time."""
    names = sorted(path.name for path in folder.glob("error-*-*-*.log"))
    for name in names[:-KEPT]:
        with contextlib.suppress(OSError):
            (folder / name).unlink()

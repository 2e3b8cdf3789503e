"""What of the data a person saw last, kept as text so that later ones can be compared."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from tui.dataset.files import read_regular
from tui.frozen import frozen
from tui.user import paths
from tui.user.writing import locked, write_whole

FOLDER = "seen"
KEPT = 10
"""How many datasets are remembered; the longest unopened go first."""

_PATIENCE = 0.5


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
        head = json.loads(_content(dataset, folders).split(b"\n", 1)[0])
        return str(head["mark"]), bool(head["told"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", True


def load_seen(dataset: str, folders: Sequence[Path]) -> LastSeen | None:
    """What was seen last; None where nothing was, or what is there cannot be read."""
    try:
        lines = _content(dataset, folders).decode("utf-8").split("\n")
        head = json.loads(lines[0])
        return LastSeen(lines[1], str(head["mark"]), lines[2], bool(head["told"]))
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None


def save_seen(dataset: str, folders: Sequence[Path], seen: LastSeen) -> bool:
    """Keep it for the next start; whether that worked. Never raises an ordinary error."""
    path = _path(dataset, folders)
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


def _content(dataset: str, folders: Sequence[Path]) -> bytes:
    path = _path(dataset, folders)
    if path is None:
        raise FileNotFoundError
    return read_regular(path, None)


def _path(dataset: str, folders: Sequence[Path]) -> Path | None:
    """One file a dataset and the folders it is read from; none for the bundled one."""
    state = paths.state_dir()
    if state is None:
        return None
    text = "\0".join([dataset, *map(str, folders)])
    return state / FOLDER / f"{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _drop_oldest(folder: Path) -> None:
    files = [path for path in folder.iterdir() if not path.name.startswith(".")]
    for path in sorted(files, key=lambda each: each.stat().st_mtime)[:-KEPT]:
        for each in (path, path.with_name(f".{path.name}.lock")):
            with contextlib.suppress(OSError):
                each.unlink()

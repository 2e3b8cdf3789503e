"""``aif edit``: change a row of the data in an editor, checked before it counts."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli import options
from tui.cli.common import DONE, FAULTS, USAGE, WRITE, CommandError, folders_of, output, say
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.editing.edit import Outcome, Spot

EXAMPLES = """\
examples:
  aif edit jaif --data mine               a correction over the bundled data
  aif edit jaif/kit --data mine           one partner of a site
  aif edit top500-2026-06 --data data     a source, in a dataset of your own

The text is edited in a copy. It is checked when the editor ends; only a text without new
faults takes the place of the file, and what it changes is listed. A text with faults is
kept, and the next call goes on with it.
"""
# Editors that begin at a line when told so in this way.
_AT_LINE = frozenset({"vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "joe", "ne"})
_FALLBACKS = ("nano", "vim", "vi")


@options.command(
    "aif edit ID [options]",
    "Open the file of a row in $VISUAL or $EDITOR, check it on return, and show what it\n"
    "changes and which verdicts it turns.",
    options.required(
        "ident", "ID", "id of a site, source, finding, region, system, partner, fact or cluster"
    ),
    options.FOLDERS,
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Edit a row; 0 when it is changed or left as it was, 1 where faults are left."""
    from tui.editing.edit import EditError, Spot, correction, locate

    folders = _folders(args)
    try:
        spot = locate([folder for folder in folders if folder.is_dir()], args.ident)
    except EditError as error:
        raise CommandError(str(error), USAGE) from None
    target = spot
    text = _read(spot.path)
    if spot.folder != folders[-1]:
        target = Spot(folders[-1], spot.name, 1)
        text = _read(target.path) if target.path.exists() else ""
        text = f"{text}\n{correction(spot)}".lstrip("\n")
    return _edited(folders, target, text)


def _folders(args: argparse.Namespace) -> Sequence[Path]:
    """The folders of the dataset; the last of them is the one to write to."""
    from tui.dataset.files import holds_data
    from tui.user.paths import data_dir

    given = [Path(name).expanduser() for name in args.data]
    # A folder for corrections may be made by the first of them.
    empty = len(given) == 1 and not holds_data(given[0])
    folders = (data_dir(), *given) if empty else folders_of(args.data)
    if folders[-1] == data_dir() and not given:
        raise CommandError("the bundled data stay as they are; --data mine puts the correction "
                           "into the folder mine, which lies over them", USAGE)  # fmt: skip
    return folders


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"cannot read {path}: {error}", WRITE) from None


def _edited(folders: Sequence[Path], spot: Spot, text: str) -> int:
    """Edit until the text is sound, left as it was, or given up."""
    from tui.editing.edit import outcome
    from tui.user.writing import cannot_write, write_whole

    before = _read(spot.path) if spot.path.exists() else None
    draft = _draft(spot)
    if draft.exists():
        say(f"going on with the text kept in {draft}")
    else:
        try:
            write_whole(draft, text)
        except OSError as error:
            raise CommandError(cannot_write(draft, error), WRITE) from None
    while True:
        _open(draft, spot.line)
        new = _read(draft)
        if new in (before, text):
            _drop(draft)
            say("nothing changed")
            return DONE
        found = outcome(folders, spot, new)
        _show(found)
        if not found.faults:
            break
        if not _again():
            say(f"aif: {spot.path} is as it was; your text is kept in {draft}")
            return FAULTS
    if (_read(spot.path) if spot.path.exists() else None) != before:
        raise CommandError(
            f"{spot.path} was changed meanwhile; your text is kept in {draft}", WRITE
        )
    _write(spot, new, draft)
    return DONE


def _draft(spot: Spot) -> Path:
    """Where the text is while it is edited; it has the name of the file for the editor's sake."""
    from hashlib import sha256

    from tui.user.paths import state_dir

    place = state_dir()
    if place is None:
        raise CommandError("there is no home to keep the text in while it is edited", WRITE)
    mark = sha256(str(spot.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return place / "edits" / mark / spot.path.name


def _drop(draft: Path) -> None:
    draft.unlink()
    with contextlib.suppress(OSError):
        draft.parent.rmdir()


def _open(path: Path, line: int) -> None:
    """Run the editor. Raises CommandError where there is none, or where it fails."""
    given = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    words = shlex.split(given) or [next(filter(shutil.which, _FALLBACKS), "")]
    if not words[0] or shutil.which(words[0]) is None:
        named = f"there is no editor '{words[0]}'" if words[0] else "no editor is known"
        raise CommandError(f"{named}; set EDITOR", USAGE)
    at = [f"+{line}"] if line > 1 and Path(words[0]).name in _AT_LINE else []
    done = subprocess.run([*words, *at, str(path)], check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(
            f"the editor ended with {done.returncode}; your text is kept in {path}", WRITE
        )


def _show(found: Outcome) -> None:
    """The faults, or what the text changes."""
    if found.faults:
        for fault in found.faults:
            say(str(fault))
        say(f"aif: {plural(len(found.faults), 'fault')}")
        return
    stream = output()
    for change in found.changes:
        column = f" {change.column}" if change.column else ""
        values = "" if change.kind in ("added", "gone") else f": {change.old} → {change.new}"
        line = f"{change.kind} {change.table} {change.row}{column}{values}"
        stream.write(f"{printable(line)}\n")
    stream.flush()
    turned = sum(change.kind == "turned" for change in found.changes)
    say(f"{plural(len(found.changes), 'difference')}, {plural(turned, 'verdict')} turned")


def _again() -> bool:
    """Ask whether to go on editing, where somebody can answer."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    sys.stderr.write("edit again? [Y/n] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    return bool(answer) and answer.strip().lower() in ("", "y", "yes", "j", "ja")


def _write(spot: Spot, text: str, draft: Path) -> None:
    from tui.user.writing import cannot_write, write_all

    try:
        spot.path.parent.mkdir(parents=True, exist_ok=True)
        write_all({spot.path: text})
    except OSError as error:
        raise CommandError(
            f"{cannot_write(spot.path, error)}; your text is kept in {draft}", WRITE
        ) from None
    _drop(draft)
    say(f"wrote {spot.path}")

"""Texts on their way to the clipboard of the terminal that a person sits at.

Within tmux the text goes through tmux, which passes it on. On the machine that the person sits
at, a program of its desktop takes it. Elsewhere it goes out as the escape sequence OSC 52, which
GNU screen is asked to pass on. No way answers, so a text is *sent*, never known to be copied.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import dataclasses
import os
import shutil
import sys
from collections.abc import Collection, Sequence
from typing import Any

from textual.app import App

from tui.explorer.grid.grid import Grid
from tui.explorer.result_rows import lines_of, marked_lines
from tui.explorer.textual_private import write_raw
from tui.export.formats import render
from tui.export.formats.texts import pasted
from tui.export.sheet import Sheet, sheet
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine.columns import Column
from tui.text import cut, plural, printable

MOST = 74_994
"""Bytes of base64 that terminals take in one OSC 52 sequence; many drop more."""

MOST_BYTES = MOST // 4 * 3
"""Bytes of text that come to :data:`MOST` bytes of base64."""

PATIENCE = 2.0
"""Seconds that tmux has to answer."""

_UNKNOWN_FLAG = ("unknown flag", "unknown option", "invalid option", "usage:")


@frozen
class Outcome:
    """What became of a text: whether it was sent, and a sentence that says so."""

    sent: bool
    words: str


def size_of(text: str) -> int:
    """Bytes of a text in UTF-8."""
    return len(text) if text.isascii() else len(_encoded(text))


def too_large(what: str, size: int = 0) -> Outcome:
    """The outcome of not sending; ``size`` are the bytes of the text, 0 where not counted."""
    fit = f"{MOST_BYTES // 1000} kB fit"
    sizes = f"{-(-size // 1000):,} kB, {fit}" if size else fit
    return Outcome(False, f"Too large for the terminal's clipboard: {what} ({sizes}).")


async def copy(app: App[Any], text: str, what: str = "the text") -> Outcome:
    """Send a text to the clipboard; ``what`` names it in the outcome. Raises nothing.

    Takes at most :data:`PATIENCE` seconds, during which the screen goes on.
    """
    size = size_of(text)
    if size > MOST_BYTES:
        return too_large(what, size)
    if os.environ.get("TMUX"):
        outcome = await _through_tmux(text, what)
        if outcome is not None:
            return outcome
    elif (tool := local_tool()) and await _run(tool, text):
        return Outcome(True, f"Sent {what} to the clipboard, with {tool[0]}.")
    if os.environ.get("STY") and not os.environ.get("TMUX"):
        write_raw(app, through_screen(_encoded(text)))
        return Outcome(True, f"Sent {what} to the terminal's clipboard, through screen.")
    app.copy_to_clipboard(_encoded(text).decode("utf-8"))
    return Outcome(True, f"Sent {what} to the terminal's clipboard{_doubt()}.")


def send(app: App[Any], text: str, what: str = "the text") -> None:
    """Send a text in the background and tell in a notice what became of it."""

    async def work() -> None:
        outcome = await copy(app, text, what)
        app.notify(outcome.words, severity="information" if outcome.sent else "warning")

    app.run_worker(work(), group="clipboard", description="Send a text to the clipboard")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def local_tool() -> Sequence[str]:
    """The program that fills the clipboard of this very desktop, () on a distant machine."""
    if any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")):
        return ()
    for variable, words in _TOOLS:
        there = sys.platform == "darwin" if variable == "" else bool(os.environ.get(variable))
        if there and shutil.which(words[0]):
            return words
    return ()


_TOOLS: Sequence[tuple[str, Sequence[str]]] = (
    ("", ("pbcopy",)),
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
)
"""Variable that says that the desktop is there ("" for macOS), and the program with its words."""

SCREEN_CHUNK = 512
"""Bytes that GNU screen passes on at once; it drops longer strings."""


def through_screen(text: bytes) -> str:
    """OSC 52 in pieces that GNU screen hands to the terminal as they are."""
    sequence = f"\x1b]52;c;{base64.b64encode(text).decode()}\a"
    pieces = (sequence[at : at + SCREEN_CHUNK] for at in range(0, len(sequence), SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


async def _run(words: Sequence[str], text: str) -> bool:
    """Hand a text to a program; whether it took it in time."""
    process = None
    try:
        async with asyncio.timeout(PATIENCE):
            # What such a program leaves behind keeps its streams open: none is read.
            process = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await process.communicate(_encoded(text))
    except (OSError, TimeoutError):
        if process is not None:
            await _end(process)
        return False
    return process.returncode == 0


def _doubt() -> str:
    """A word of caution where a multiplexer stands between, which may drop the sequence."""
    term = os.environ.get("TERM", "")
    if term.startswith(("tmux", "screen")):
        return " (tmux or screen on the way may drop it)"
    return ""


async def _through_tmux(text: str, what: str) -> Outcome | None:
    """Hand the text to tmux; None where there is no tmux to be had."""
    try:
        async with asyncio.timeout(PATIENCE):
            code, said = await _load_buffer(text, "-w")
            if code and any(word in said.lower() for word in _UNKNOWN_FLAG):
                code, said = await _load_buffer(text)
                where = "tmux's own buffer; its paste key brings it"
            else:
                where = "the terminal's clipboard, through tmux"
    except TimeoutError:
        return Outcome(False, "Not sent: tmux does not answer.")
    except OSError:
        return None
    if code:
        reason = f" ({said.splitlines()[0]})" if said else ""
        return Outcome(False, f"Not sent: tmux refused{reason}.")
    return Outcome(True, f"Sent {what} to {where}.")


async def _load_buffer(text: str, *flags: str) -> tuple[int, str]:
    """Run ``tmux load-buffer``; its exit code and what it said. Raises OSError without tmux."""
    process = await asyncio.create_subprocess_exec(
        "tmux",
        "load-buffer",
        *flags,
        "-",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate(_encoded(text))
    finally:
        if process.returncode is None:
            await _end(process)
    return process.returncode or 0, said.decode("utf-8", "replace").strip()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill a program that does not come to an end; wait for it, but not for long."""
    with contextlib.suppress(ProcessLookupError, TimeoutError):
        process.kill()
        async with asyncio.timeout(0.5):
            await process.wait()


@frozen
class Load:
    """Something for the clipboard: the words for it, the table and how to write it.

    A single row goes without its header, so that it can stand in a sentence or a cell.
    """

    words: str
    what: Result | Sheet
    format: str = "tsv"
    header: bool = True

    def text(self) -> str | None:
        """The text; None where the number of cells alone says that it is too large."""
        if len(self.what) * len(self.what.columns) > MOST_BYTES:
            return None
        text = pasted(self.what) if self.format == "tsv" else render(self.what, self.format)
        return text if self.header else text.split("\n", 1)[1].rstrip("\n")


def loads_of(grid: Grid | None, table: Result, marks: Collection[str]) -> list[Load]:
    """What can be copied of a table that stands in a grid, the quickest first."""
    rows = _rows(grid, marks) if grid is not None else None
    loads = [rows] if rows is not None else []
    size = plural(len(table), "row")
    loads.append(Load(f"the table ({size})", table))
    loads.append(Load(f"the table as Markdown ({size})", table, "md"))
    loads.append(Load(f"the table as text ({size})", table, "table"))
    if rows is not None and grid is not None:
        for form, name in (("md", "Markdown"), ("table", "text")):
            words = f"{rows.words} as {name}"
            loads.append(dataclasses.replace(rows, words=words, format=form, header=True))
        loads.append(_cell(grid))
    return loads


def _cell(grid: Grid) -> Load:
    """The cell under the cursor, as it reads."""
    source = grid.source
    if source is None:
        raise ValueError("a grid without rows has no cell")
    place = grid.cursor_column
    column = source.columns[place]
    text = source.cell(grid.cursor_row, place)[0].strip()
    held = sheet("cell", (Column("cell", column.title, "text", ""),), [(text,)])
    words = f"the cell {cut(printable(column.title), 30, grid.glyphs.ellipsis)}"
    return Load(words, held, header=False)


def _rows(grid: Grid, marks: Collection[str]) -> Load | None:
    """The marked rows in sight, else the one under the cursor; None without rows."""
    source = grid.source
    if source is None or grid.cursor_key is None:
        return None
    rows, hidden = marked_lines(source, marks)
    words = plural(len(rows), "marked row")
    if hidden:
        words += f" (not the {hidden:,} that the filter hides)"
    if not rows:
        rows = [grid.cursor_row]
        name = printable(source.cell(grid.cursor_row, 0)[0])
        words = f"the row {cut(name, 40, grid.glyphs.ellipsis)}"
    return Load(words, lines_of(source, rows), header=len(rows) > 1)

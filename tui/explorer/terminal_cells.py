"""What the terminal shows, cell by cell, so that only the cells that change are sent.

Knows no Textual: a style is the text of its SGR parameters ("1;38;5;4", "" for
the terminal's own), as they would be sent.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterable
from functools import lru_cache

from tui.text import fenced, width_of

Piece = tuple[str, str]
"""A text and the SGR parameters of its style."""

_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27",
    "8": "28", "9": "29", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
"""The parameter that ends what another one begins."""
_SEEN_ON_BLANKS = frozenset(("4", "7", "9", "21", "51", "52", "53"))
"""Attributes that are visible where no character stands."""
_GAP = 4
"""Unchanged cells that are sent again rather than jumped over: a jump takes as many bytes."""
_UNKNOWN = "\0"
"""Stands in a cell of which nobody knows what it shows."""


@lru_cache(4096)
def _parts(style: str) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background of a style."""
    attributes: list[str] = []
    colours = {"3": "", "4": ""}
    words = iter(style.split(";") if style else ())
    for word in words:
        if word in ("38", "48"):
            kind = next(words, "")
            rest = [next(words, "") for _ in range(1 if kind == "5" else 3)]
            colours[word[0]] = ";".join((word, kind, *rest))
        elif word in _OFF:
            attributes.append(word)
        elif word not in ("39", "49"):
            ground = (len(word) == 3 and word.startswith("10")) or word.startswith("4")
            colours["4" if ground else "3"] = word
    return frozenset(attributes), colours["3"], colours["4"]


@lru_cache(4096)
def _canonical(style: str) -> str:
    """One text for all ways to write a style."""
    attributes, fore, ground = _parts(style)
    return ";".join(filter(None, (*sorted(attributes, key=int), fore, ground)))


@lru_cache(4096)
def _on_blank(style: str) -> str:
    """The style without what cannot be seen on a blank cell."""
    attributes, _, ground = _parts(style)
    return _canonical(style) if attributes & _SEEN_ON_BLANKS else ground


@lru_cache(1024)
def _change(old: str, new: str) -> str:
    """The shortest sequence that leads from one style to another."""
    if old == new:
        return ""
    if not new:
        return "\x1b[m"
    had, fore, ground = _parts(old)
    wanted, new_fore, new_ground = _parts(new)
    ended = sorted({_OFF[each] for each in had - wanted})
    kept = {each for each in had if _OFF[each] not in ended}
    words = [*ended, *sorted(wanted - kept)]
    if fore != new_fore:
        words.append(new_fore or "39")
    if ground != new_ground:
        words.append(new_ground or "49")
    return "\x1b[" + min(";".join(words), f"0;{new}", key=len) + "m"


@lru_cache(4096)
def _even(text: str) -> bool:
    """Whether each character takes one cell, in every terminal."""
    return text.isascii() or (width_of(text) == len(text) and fenced(text) == text)


def _split(text: str) -> list[str]:
    """A text cell by cell; one cell for all where its characters join to one sign."""
    cells: list[str] = []
    for char in text:
        width = width_of(char)
        if width:
            cells += [char, *([""] * (width - 1))]
        elif cells:
            cells[-1 if cells[-1] else -2] += char
    width = width_of(text)
    return cells if len(cells) == width else [text, *([""] * (width - 1))][:width]


class _Row:
    """The cells of one line: characters, styles, and whether each is sure to take one cell.

    The first cell of a wide character, or of characters that belong together, holds the text;
    the others are empty.
    """

    __slots__ = ("even", "styles", "texts")

    def __init__(self, texts: list[str], styles: list[str], *, even: bool = True) -> None:
        self.texts = texts
        self.styles = styles
        self.even = even

    def copy(self) -> _Row:
        return _Row(self.texts.copy(), self.styles.copy(), even=self.even)

    def put(self, x: int, pieces: Iterable[Piece], end: int) -> None:
        """Set the cells from `x` up to `end`."""
        texts: list[str] = []
        styles: list[str] = []
        even = True
        for text, written in pieces:
            style = _canonical(written)
            if _even(text):
                texts += text
                cells = len(text)
            else:
                even = False
                split = _split(text)
                cells = len(split)
                texts += split
            styles += [style] * cells
        for at, text in enumerate(texts):
            if text == " ":
                styles[at] = _on_blank(styles[at])
        end = min(end, x + len(texts))
        self._split_at(x)
        self._split_at(end)
        self.texts[x:end] = texts[: end - x]
        self.styles[x:end] = styles[: end - x]
        self.even = even and (self.even or (x == 0 and end == len(self.texts)))

    def _split_at(self, x: int) -> None:
        """Blank a wide character of which only a part stays."""
        if self.even or not 0 < x < len(self.texts) or self.texts[x]:
            return
        first = last = x
        while first and not self.texts[first]:
            first -= 1
        while last < len(self.texts) and not self.texts[last]:
            last += 1
        for at in range(first, last):
            self.texts[at], self.styles[at] = " ", _on_blank(self.styles[at])


class TerminalCells:
    """The cells of a terminal of `width` by `height`, none of them known at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._sent: list[_Row] = []
        self._next: dict[int, _Row] = {}
        self.forget()

    def forget(self) -> None:
        """Take it that the terminal may show anything."""
        self._sent = [_Row([_UNKNOWN] * self.width, [""] * self.width) for _ in range(self.height)]

    def put(self, y: int, x: int, pieces: Iterable[Piece], end: int) -> None:
        """Set the cells of a line from `x` up to `end`; they are sent by :meth:`changes`."""
        if 0 <= y < self.height:
            row = self._next.get(y)
            if row is None:
                row = self._next[y] = self._sent[y].copy()
            row.put(x, pieces, min(end, self.width))

    def changes(self) -> str:
        """What brings the terminal to the cells that were set; it begins and ends unstyled."""
        sender = _Sender()
        for y in sorted(self._next):
            row, sent = self._next[y], self._sent[y]
            self._sent[y] = row
            if row.texts != sent.texts or row.styles != sent.styles:
                sender.send(y, row, sent)
        self._next.clear()
        return sender.text()


class _Sender:
    """Collects the sequences of one frame."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._style = ""

    def text(self) -> str:
        """All that was collected."""
        self._turn("")
        return "".join(self._out)

    def send(self, y: int, row: _Row, sent: _Row) -> None:
        """Send the cells of a line that differ.

        A line with characters of which terminals do not agree that they take one cell is sent
        to its end from the first difference on: a wider one may hide its neighbour.
        """
        texts, styles = row.texts, row.styles
        differ = [
            x
            for x, pair in enumerate(zip(texts, sent.texts, styles, sent.styles, strict=True))
            if pair[0] != pair[1] or pair[2] != pair[3]
        ]
        if not (row.even and sent.even):
            first = differ[0]
            while first and not (texts[first] and sent.texts[first]):
                first -= 1
            differ = list(range(first, len(texts)))
        filled = _filled(row)
        at = -1
        for x in differ:
            if x != at:
                self._go(row, at, x, y)
            if x >= filled:
                self._turn("")
                self._out.append("\x1b[K")
                return
            self._add(texts[x], styles[x])
            at = x + 1

    def _go(self, row: _Row, at: int, x: int, y: int) -> None:
        """Go right to a cell, over unchanged ones by sending them again where that is short."""
        if at < 0:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        elif x - at <= _GAP and all(
            row.texts[each] != _UNKNOWN and self._fits(row.texts[each], row.styles[each])
            for each in range(at, x)
        ):
            self._out.extend(row.texts[at:x])
        else:
            self._out.append(f"\x1b[{x - at}C")

    def _fits(self, text: str, style: str) -> bool:
        """Whether a character looks the same in the style that holds."""
        return style == self._style or (text == " " and _on_blank(self._style) == style)

    def _add(self, text: str, style: str) -> None:
        if not self._fits(text, style):
            self._turn(style)
        self._out.append(" " if text == _UNKNOWN else text)

    def _turn(self, style: str) -> None:
        if style != self._style:
            self._out.append(_change(self._style, style))
            self._style = style


def _filled(row: _Row) -> int:
    """The cell from which on a line is blank and unstyled; its end where that is not worth it."""
    end = len(row.texts)
    at = end
    while at and row.texts[at - 1] == " " and not row.styles[at - 1]:
        at -= 1
    return at if end - at > _GAP else end


ENTER = "\x1b[?1049h"
"""Goes to the screen that full-screen programs use, and clears it."""
_LEAVE = "\x1b[?7h\x1b[?1049l\x1b[?25h"
_HIDE_CURSOR = "\x1b[?25l\x1b[?7l"


class TakenTerminal:
    """A terminal that shows ``cells``; ``handed_over`` once the driver goes on with it."""

    def __init__(self, cells: TerminalCells) -> None:
        """Show the cells that are set. Raises OSError where nothing can be written."""
        self.cells = cells
        self.handed_over = False
        # Nobody could put the screen back before a stop; the driver can.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._write(f"{ENTER}{_HIDE_CURSOR}{fenced(cells.changes())}")

    def leave(self) -> None:
        """Put the screen back, unless it was handed over."""
        if not self.handed_over:
            self.handed_over = True
            with contextlib.suppress(OSError):
                self._write(_LEAVE)

    def _write(self, text: str) -> None:
        stream = sys.__stderr__
        if stream is not None:
            stream.write(text)
            stream.flush()

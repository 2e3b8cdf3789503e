"""Pure part of the matrix: heads for narrow columns, and where the columns stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.explorer.grid.layout import Arrangement, Slot
from tui.explorer.grid.text import GAP, GUTTER
from tui.text import cut, printable, width_of

CODE = 3
"""Letters of a short head."""
TELLING = 16
"""Letters of a name that tell more than a short head, also from top to bottom."""
WORD = 6
"""Cells from which on a head is a word."""
WORDS = 10
"""Cells from which on a head is words on two lines."""


def codes(labels: Sequence[str]) -> tuple[str, ...]:
    """A short head for each label, all different: three letters where that is enough."""
    found: list[str] = []
    for label in labels:
        texts = (_within(text) for text in _candidates(printable(label)))
        found.append(next((text for text in texts if text and text not in found), "?"))
    return tuple(found)


def _within(text: str) -> str:
    """As much of a text as a code has room for."""
    while width_of(text) > CODE:
        text = text[:-1]
    return text if width_of(text) else ""


def _candidates(label: str) -> Iterator[str]:
    words = [word for word in label.split() if word[0].isalnum()] or ["?"]
    yield words[0]
    for word in words[1:]:
        yield words[0][:2] + word[0].lower()
    for letter in words[0][CODE:]:
        yield words[0][:2] + letter
    for number in range(2, 100):
        yield f"{words[0][0]}{number}"
    yield from map(str, range(1000))


def letters(text: str, lines: int) -> list[str]:
    """A text from top to bottom, a character a line; a longer one ends in a point."""
    if len(text) > lines:
        text = cut(text, lines, ".")
    return [char if width_of(char) == 1 else "?" for char in text[:lines].rjust(lines)]


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """A text in words on lines of ``width`` cells; a point or dots stand for what is left out."""
    found: list[str] = []
    for word in printable(text).split():
        short = cut(word, width, ".")
        joined = f"{found[-1]} {short}" if found else short
        if found and width_of(joined) <= width:
            found[-1] = joined
        elif len(found) < lines:
            found.append(short)
        else:
            found[-1] = cut(f"{found[-1]}…", width, "…")
            break
    return [""] * (lines - len(found)) + found


def heads(labels: Sequence[str], width: int, lines: int) -> list[list[str]]:
    """Lines of the head of each column, ``width`` cells wide."""
    if width >= WORD:
        texts = labels if lines > 1 else [label.partition(" ")[0].rstrip(",") for label in labels]
        return [wrapped(text, width, lines) for text in texts]
    short = codes(labels)
    if width >= CODE:
        return [[""] * (lines - 1) + [code] for code in short]
    texts = short if lines <= CODE else [printable(label) for label in labels]
    return [letters(text, lines) for text in texts]


def place(widths: Sequence[int], pinned: int, pitch: int, first: int, width: int) -> Arrangement:
    """Place the pinned columns, and those from ``first`` on every ``pitch`` cells."""
    slots = []
    x = GUTTER
    for column in range(pinned):
        slots.append(Slot(column, x, widths[column], True))
        x += widths[column] + GAP
    room = max((width - x) // pitch, 1)
    first = max(min(first, len(widths) - room), pinned)
    last = min(first + room, len(widths))
    for column in range(first, last):
        slots.append(Slot(column, x, pitch - 1, True))
        x += pitch
    return Arrangement(tuple(slots), first > pinned, last < len(widths))

"""What pressing a key costs, repeated."""

from __future__ import annotations

from .report import NO_CHANGE, Result, Target, result
from .terminal import Terminal

DOWN, UP, PAGE_DOWN, PAGE_UP = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~"
ENTER, CLEAR, FILTER, EMPTY_LINE = "\r", "x", "/", "\x15"
# What follows a key may come a moment later: silence must last longer than such a delay.
ANSWERED = 0.2


class Strokes:
    """Times in milliseconds and bytes of one kind of key.

    ``answer`` is the end of the first burst of output; ``drawn`` the last byte before the
    program is at rest; ``bytes`` all that was sent until then.
    """

    def __init__(self) -> None:
        self.answer: list[float] = []
        self.drawn: list[float] = []
        self.bytes: list[float] = []

    def press(self, terminal: Terminal, key: str, patience: float = 1.0) -> None:
        """Press a key; one that changes nothing within ``patience`` seconds is left out."""
        first = terminal.press(key, patience=patience)
        if first is None:
            return
        drawn = terminal.rest(ANSWERED, after=first) or first
        self.answer.append(first.last * 1000)
        self.drawn.append(drawn.last * 1000)
        self.bytes.append(drawn.size)


def beside(
    name: str,
    label: str,
    ours: Strokes,
    *others: Strokes,
    time: tuple[Target, ...] = (),
    sent: tuple[Target, ...] = (),
) -> list[Result]:
    """Return the results of a key beside those of the same key in the yardsticks."""
    if not ours.answer:
        return [Result(name, label, "", problem=NO_CHANGE)]
    times, sizes = [each.answer for each in others], [each.bytes for each in others]
    return [
        result(f"{name}.time", label, "ms", ours.answer, times, time),
        result(f"{name}.bytes", "  sent", "bytes", ours.bytes, sizes, sent),
    ]


def open_filter(explorer: Terminal, patience: float = 1.0) -> None:
    """Go to the filter bar."""
    explorer.press(FILTER, patience=patience)
    explorer.rest(ANSWERED)

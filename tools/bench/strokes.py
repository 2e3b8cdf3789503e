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

    ``frame`` is the end of the first burst of output; ``drawn`` the last byte before the
    program is at rest; ``bytes`` all that was sent until then.
    """

    def __init__(self) -> None:
        self.frame: list[float] = []
        self.drawn: list[float] = []
        self.bytes: list[float] = []

    def press(
        self, terminal: Terminal, key: str, patience: float = 1.0, *, bare: bool = False
    ) -> None:
        """Press a key; one that changes nothing within ``patience`` seconds is left out.

        A ``bare`` app draws everything in its first burst, so nothing more is waited for.
        """
        frame = terminal.press(key, patience=patience)
        if frame is None:
            return
        drawn = frame if bare else terminal.rest(ANSWERED, after=frame) or frame
        self.frame.append(frame.last * 1000)
        self.drawn.append(drawn.last * 1000)
        self.bytes.append(drawn.size)

    def beside(
        self,
        bare: Strokes | None,
        name: str,
        label: str,
        frame: Target | None = None,
        drawn: Target | None = None,
    ) -> list[Result]:
        """Return the results, beside those of the same key in a yardstick."""
        if not self.frame:
            return [Result(name, label, "", problem=NO_CHANGE)]
        other = Strokes() if bare is None else bare
        return [
            result(f"{name}.frame", f"{label}: frame", "ms", self.frame, other.frame, frame),
            result(f"{name}.drawn", "  all drawn", "ms", self.drawn, other.drawn, drawn),
            result(f"{name}.bytes", "  sent", "bytes", self.bytes, other.bytes),
        ]


def open_filter(explorer: Terminal, patience: float = 1.0) -> int:
    """Go to the filter bar; return the bytes received until then."""
    before = explorer.received
    explorer.press(FILTER, patience=patience)
    explorer.rest(ANSWERED)
    return before

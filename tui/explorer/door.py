"""The last door before the terminal: nothing acts on it, everything takes the cells it should.

Widgets show texts through :func:`tui.text.printable`, which leaves a visible code. What one of
them let through is replaced here, in the cells it was laid out for.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter

from tui.text import fenced, hides, printable

REPLACEMENT = "�"


class OnlyVisible(LineFilter):
    """Takes out of a line what cannot be seen or would act on the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, each as wide as before."""
        if all(segment.control or printable(segment.text) == segment.text for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(_replaced(segment.text), segment.style)
            for segment in segments
        ]


def _replaced(text: str) -> str:
    return "".join(
        REPLACEMENT * cell_len(character) if hides(character) else character for character in text
    )


def steady(driver: type[Driver]) -> type[Driver]:
    """A driver like the given one under which every terminal puts texts into the same cells."""

    class Steady(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            """Write to the terminal."""
            super().write(fenced(data))

    return Steady

"""Scroll bars of thin lines that can be seen without colour."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui.explorer.glyphs import ASCII, Glyphs

_GRAB = {"@mouse.down": "grab"}
_BACK = {"@mouse.down": "scroll_up"}
_FORTH = {"@mouse.down": "scroll_down"}


class ThinBars(ScrollBarRender):
    """Draws the track as a light line and the thumb as a heavy one."""

    TRACK = ("│", "─")
    """Sign of the track, vertical and horizontal."""
    THUMB = ("┃", "━")

    @classmethod
    def render_bar(  # noqa: PLR0913, PLR0917 -- the base class decides the arguments
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color | None = None,
        bar_color: Color | None = None,
    ) -> Segments:
        """Draw a bar of `size` cells; the arguments mean what they mean in the base class."""
        start, end = thumb_span(size, virtual_size, window_size, position)
        across = 0 if vertical else 1
        width = thickness if vertical else 1
        track = cls.TRACK[across] * width
        colours = Style(color=bar_color, bgcolor=back_color)
        faint = colours + Style(dim=True)
        cells = [Segment(track, faint + Style(meta=_BACK))] * start
        cells += [Segment(cls.THUMB[across] * width, colours + Style(meta=_GRAB))] * (end - start)
        cells += [Segment(track, faint + Style(meta=_FORTH))] * (size - end)
        if vertical:
            return Segments(cells, new_lines=True)
        return Segments([*cells, Segment.line()] * thickness)


class AsciiBars(ThinBars):
    """The same in ASCII."""

    TRACK = ("|", "-")
    THUMB = ("#", "=")


def thumb_span(
    size: int, virtual_size: float, window_size: float, position: float
) -> tuple[int, int]:
    """First cell of the thumb and the cell after its last, on a bar of `size` cells.

    Where the bar is long enough, the thumb touches an end only if the view stands at it.
    """
    hidden = virtual_size - window_size
    if size <= 0 or window_size <= 0 or hidden <= 0:
        return 0, 0
    length = min(max(1, round(size * window_size / virtual_size)), size)
    free = size - length
    if position <= 0:
        start = 0
    elif position >= hidden:
        start = free
    else:
        start = round(free * position / hidden)
        start = min(max(start, min(1, free)), max(free - 1, 0))
    return start, start + length


def use_thin_scrollbars(glyphs: Glyphs) -> None:
    """Have every scroll bar of the process drawn as a thin line of this glyph set."""
    ScrollBar.renderer = AsciiBars if glyphs is ASCII else ThinBars

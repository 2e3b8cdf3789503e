"""What the explorer uses of Textual beyond its public interface, each with the reason.

Here stand the app and what waits for its messages, in ``widgets.py`` the screen and the input,
in ``driver.py`` the terminal, in ``memory.py`` what is let go of, in ``notices.py`` which notices
stand.

Textual is pinned exactly; ``tests/explorer/test_textual_private.py`` fails where a new version
no longer has what is used here, and where a private use stands in any other file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import _queue, events, message_pump
from textual._animator import Animator
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from tui.explorer.colours import nearest
from tui.explorer.terminal_cells import Piece, TerminalCells

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.widget import Widget

_Item = TypeVar("_Item")
Exit = TypeVar("Exit")
Result = TypeVar("Result")
AWAITED = "awaited"
"""Group of the workers that belong to the effect of a key: they fill the table, write the file."""
LONGEST_HOLD = 1.0
"""Seconds after which the first frame is sent in any case."""

_resting: set[Callable[[], None]] = set()
"""Called whenever a message queue has run dry."""


class WatchedQueue(_queue.Queue[_Item]):
    """Textual's message queue; it knows whether its owner waits for a message.

    Reason: an empty queue does not say that nothing is under way, since the owner may still
    be in the middle of its last message (mounting, removing a screen). Only an owner that
    asks for the next one has finished.
    """

    at_rest = False

    async def get(self) -> _Item:
        """The next item; waits for one."""
        if not self.ready_event.is_set():
            self.at_rest = True
            for tell in tuple(_resting):
                tell()
            try:
                await self.ready_event.wait()
            finally:
                self.at_rest = False
        return await super().get()


def watch_queues() -> None:
    """Let every message queue that is made from now on be a watched one."""
    setattr(message_pump, "Queue", WatchedQueue)  # noqa: B010, the name is not exported


def obey_late_timers() -> None:
    """Let a timer for one call make it, however late it begins.

    Reason: Textual skips what could not be done in time. So such a timer is given up where its
    time is over before it begins, and counts for ever where it is below zero, as that of a
    message which is shown on another screen for the time it has left: the explorer hung.
    """
    setattr(Timer, "__init__", _never_skipped)  # noqa: B010, a method is no name


def _never_skipped(
    timer: Any, *args: Any, make: Callable[..., None] = Timer.__init__, **how: Any
) -> None:
    make(timer, *args, **how)
    if timer._repeat == 0:
        timer._skip = False


def when_resting(tell: Callable[[], None]) -> None:
    """Call this whenever a message queue has run dry, until :func:`no_longer`."""
    _resting.add(tell)


def no_longer(tell: Callable[[], None]) -> None:
    """Take back :func:`when_resting`."""
    _resting.discard(tell)


def at_rest(pump: MessagePump) -> bool:
    """Whether this app, screen or widget has nothing under way and nothing to do."""
    if pump._closed:
        return True
    queue: object = pump._message_queue
    return (
        pump._is_mounted
        and isinstance(queue, WatchedQueue)
        and queue.at_rest
        and not queue.values
        and not pump._next_callbacks
    )


def settled(app: App[Any], *, in_place: bool = False) -> bool:
    """Whether all that was set going has come to its end: messages, focus, mounting, screens.

    Reason: Textual focuses, mounts and pops screens by messages to itself and after the next
    refresh, and has no public word for "done". The next layout counts, since keys go by it
    (a page down); painting does not. With ``in_place`` scrolling counts too, for the mouse.
    """
    if in_place and (app.animator._animations or app.animator._scheduled):
        return False
    if not app._running or not at_rest(app) or app._resize_timer is not None:
        return False
    stack = app.screen_stack
    return bool(stack) and all(
        _screen_settled(screen, top=screen is stack[-1], in_place=in_place) for screen in stack
    )


def _screen_settled(screen: Screen[Any], *, top: bool, in_place: bool) -> bool:
    if screen._callbacks:
        return False
    if top and (screen._layout_required or (in_place and screen._scroll_required)):
        return False
    return _all_at_rest(screen)


def waits_for_frame(screen: Screen[Any]) -> bool:
    """Whether the next frame is all that this screen and its app wait for.

    Reason: Textual's clock of frames starts with the screen, so that the first ones wait for it
    while nothing else is under way.
    """
    clock: Any = screen._update_timer
    return clock._active.is_set() and at_rest(screen.app) and _all_at_rest(screen)


def _all_at_rest(widget: Widget) -> bool:
    return at_rest(widget) and all(map(_all_at_rest, widget._nodes))


class StillAnimator(Animator):
    """An animator for an app without animations: what would move stands at its end at once.

    Reason: Textual takes one tick even for a move that takes no time, and the next key, such as
    a page down behind a line down, goes by where things are.
    """

    def animate(self, obj: object, attribute: str, value: Any, **how: Any) -> None:
        """Set the attribute; only what cannot be set, or waits for a while, is left to Textual."""
        if how.get("delay") or hasattr(obj, "__textual_animation__"):
            super().animate(obj, attribute, value, **how)
            return
        final = how.get("final_value", ...)
        setattr(obj, attribute, value if final is ... else final)
        if how.get("on_complete") is not None:
            self.app.call_later(how["on_complete"])


def stand_still(app: App[Any]) -> None:
    """Let nothing move on its way."""
    app.animation_level = "none"
    app._animator = StillAnimator(app)


def resize_quietly(view: ScrollView, size: Size) -> None:
    """Set the virtual size of a view whose scroll bars stay as they are.

    Reason: Textual lays the whole screen out again where a public word for it is used.
    """
    view.set_reactive(ScrollView.virtual_size, size)
    view._scroll_update(size)


class CellsApp(App[Exit]):
    """An app that sends only the cells that differ from what the terminal shows.

    Reason: Textual sends every line of a region that may have changed, and the whole screen when a
    dialogue closes: 12 KB at 80x24, of which most stands there already. Its compositor hands
    the finished lines to ``App._display``, the one place that all output passes; there is no
    public one. ``tests/explorer/test_terminal_cells.py`` compares the screens.
    """

    cells: TerminalCells | None = None
    """What the terminal shows; None before the first frame."""
    held = True
    """Nothing is sent before the first frame is complete: the steps to it would flicker."""
    _cursor: Offset | None = None
    """Where the cursor was put last, for those who compose characters."""

    def outdated(self) -> bool:
        """Whether keys wait that will change what is drawn now."""
        return False

    def on_mount(self) -> None:
        """Send the first frame when nothing is under way any more."""
        when_resting(self._may_send)
        self.set_timer(LONGEST_HOLD, self._send)

    def on_unmount(self) -> None:
        """Wait no more."""
        no_longer(self._may_send)

    def _may_send(self) -> None:
        asyncio.get_running_loop().call_soon(self._send_if_settled)

    def _send_if_settled(self) -> None:
        if settled(self):
            self._send()

    def _send(self) -> None:
        no_longer(self._may_send)
        if self.held and self.screen_stack:
            self.held = False
            self.screen.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if self.held:
            super()._display(screen, None)
        elif isinstance(renderable, LayoutUpdate | ChopsUpdate):
            sent = screen is self.screen and not self._batch_count
            sent = sent and self._running and not self._closed and self._driver is not None
            changes = self._changes(renderable) if sent and not self.is_headless else ""
            place = self.cursor_position
            if changes or place != self._cursor:
                self._cursor = place
                # What a compositor gives counts as renderable by its class alone.
                super()._display(screen, _Sequence(changes))  # type: ignore[arg-type]
            else:
                super()._display(screen, None)
        else:
            super()._display(screen, renderable)

    def _changes(self, frame: LayoutUpdate | ChopsUpdate) -> str:
        """What brings the terminal to a frame of the compositor."""
        colours = COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)
        if isinstance(frame, LayoutUpdate):
            region = frame.region
            cells = self.cells_of(region.right, region.bottom)
            for y, strips in enumerate(frame.strips, region.y):
                pieces = (piece for strip in strips for piece in _pieces(strip, colours))
                cells.put(y, region.x, pieces, region.right)
        else:
            cells = self.cells_of(frame.chop_ends[0][-1], len(frame.chops))
            for y, x, end, strip in _chops(frame):
                cells.put(y, x, _pieces(strip, colours), end)
        return cells.changes()

    def cells_of(self, width: int, height: int) -> TerminalCells:
        """What a terminal of this size shows, unknown where it had another size."""
        cells = self.cells
        if cells is None or (cells.width, cells.height) != (width, height):
            cells = self.cells = TerminalCells(width, height)
        return cells

    def on_resize(self, event: events.Resize) -> None:
        """Send everything: nobody knows what a terminal keeps when its size changes.

        The same event follows when a suspended process comes back, with the size it had. The
        first one is no change.
        """
        if not self.held:
            self.action_redraw()

    def action_redraw(self) -> None:
        """Send the whole screen, over what another program may have written on it."""
        if self.cells is not None:
            self.cells.forget()
        if self.screen_stack:
            self.screen.refresh()


class _Sequence(CompositorUpdate):
    """A frame that is rendered already."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render_segments(self, console: Console) -> str:
        return self._text


def _chops(frame: ChopsUpdate) -> Iterator[tuple[int, int, int, Strip]]:
    """Line, start, end and content of the parts of lines that a frame draws anew."""
    for y, start, end in frame.spans:
        for cut, (x, strip) in zip(frame.chop_ends[y], frame.chops[y].items(), strict=False):
            if strip is not None and x < end and cut > start:
                yield y, x, cut, strip


def _pieces(segments: Iterable[Segment], colours: ColorSystem) -> Iterator[Piece]:
    return ((text, _sgr(style, colours)) for text, style, _ in segments)


@lru_cache(1024)
def _sgr(style: Style | None, colours: ColorSystem) -> str:
    """The SGR parameters of a style, as Textual would send them.

    Of 256 colours those are taken that look nearest.
    """
    if style is None:
        return ""
    if colours is ColorSystem.EIGHT_BIT:
        style += Style(color=_of_256(style.color), bgcolor=_of_256(style.bgcolor))
    # What it caches itself, 16,384 styles, goes by the place of each text on the screen.
    render: Callable[..., str] = Strip.render_ansi.__wrapped__
    return render(Strip, style, colours)


def _of_256(colour: Color | None) -> Color | None:
    """A colour as one of the palette; one of the terminal's own stays."""
    if colour is None or colour.triplet is None:
        return colour
    return Color.from_ansi(nearest(tuple(colour.triplet)))


class ErrorKeepingApp(App[int]):
    """An app that ends at an unexpected error and keeps it in ``error``.

    Reason: Textual prints a page of traceback with all local values, and then returns as if
    all were well.
    """

    error: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        if self.error is None:
            self.error = error
            self.failed()
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 1
        self._close_messages_no_wait()

    def failed(self) -> None:
        """Called once, before the app ends with an error."""

    def put_terminal_back(self) -> None:
        """Put the terminal back at once, where the app cannot do it any more."""
        put_back = getattr(self._driver, "put_back", None)
        if put_back is not None:
            put_back()


def write_raw(app: App[Any], sequence: str) -> None:
    """Send a sequence to the terminal as it is; Textual has no public way to do so.

    Private: ``App._driver``, what ``App.copy_to_clipboard`` itself writes to.
    """
    if app._driver is not None:
        app._driver.write(sequence)

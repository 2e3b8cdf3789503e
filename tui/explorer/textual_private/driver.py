"""The terminal: what it sends becomes events, its end the end of the process.

What is written passes a last door: nothing acts on the terminal, everything takes the cells it
should. Widgets show texts through :func:`tui.text.printable`, which leaves a visible code; what
one of them let through is replaced here, in the cells it was laid out for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import IO, TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.segment import Segment
from textual import constants, events, messages
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.color import Color
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.geometry import Size
from textual.keys import Keys
from textual.message import Message

from tui.explorer.terminal_cells import ENTER
from tui.explorer.terminal_input import Piece, TerminalInput
from tui.lazy_pattern import lazy_pattern
from tui.text import fenced, hides, printable

if TYPE_CHECKING:
    from textual.app import App


LOOK = 0.1
"""Seconds between two looks at what stands in the input and whether to go on."""

_CURSOR = lazy_pattern(r"\x1b\[(\d+);(\d+)R")
_MODE = lazy_pattern(r"\x1b\[\?(\d+);(\d)\$y")
_RESIZE = lazy_pattern(r"\x1b\[48;(\d+)[\d:]*;(\d+)[\d:]*;(\d+)[\d:]*;(\d+)[\d:]*t")
_PRIVATE = lazy_pattern(r"\x1b\[[<=>?]")

_MODES_OFF = (2004, 1000, 1003, 1015, 1006, 1016, 2048, 1004)
RESTORED = "".join(f"\x1b[?{mode}l" for mode in _MODES_OFF) + "\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
"""What puts a terminal back as it was: pastes, mouse, reports; wrapping, keys, screen, cursor."""


class SequenceParser:
    """Textual's knowledge of what a whole sequence means.

    Reason: its tables of keys and its reading of mouse codes are wanted, but not the parser
    around them, which hands on as keys what it does not know.
    """

    def __init__(self) -> None:
        self._parser = XTermParser()
        self.smooth = constants.SMOOTH_SCROLL and not IS_ITERM
        """Whether the terminal's own reports of its size are used."""

    def keys(self, sequence: str) -> list[events.Key]:
        """The keys that a character or sequence stands for; none where it is not known."""
        try:
            keys = list(self._parser._sequence_to_key_events(sequence))
        except (ValueError, OverflowError):  # a code point that does not exist
            return []
        if len(sequence) > 1 and not sequence.endswith("u"):
            return [key for key in keys if not key.is_printable]  # a number is no character
        return keys

    def mouse(self, sequence: str) -> Message | None:
        """The mouse event of a sequence; None for any other."""
        return self._parser.parse_mouse_code(sequence)

    def resized(self, event: events.Resize) -> None:
        """Remember the size, by which mouse positions in pixels are read."""
        self._parser.terminal_size = event.size
        self._parser.terminal_pixel_size = event.pixel_size
        self._parser.mouse_pixels = True


class Output:
    """The terminal's output: what can no longer be written is dropped, and told once."""

    def __init__(self, file: IO[str], lost: Callable[[], None]) -> None:
        self._file = file
        self._lost = lost
        self._broken = False

    def write(self, text: str) -> int:
        """Write a text, unless the terminal is gone."""
        if not self._broken:
            try:
                self._file.write(text)
            except (OSError, ValueError):
                self._break()
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        if not self._broken:
            try:
                self._file.flush()
            except (OSError, ValueError):
                self._break()

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()

    def _break(self) -> None:
        self._broken = True
        self._lost()


class TerminalDriver(LinuxDriver):
    """Textual's driver, with an input that nothing ends but its end, and an output likewise.

    The app is told through ``terminal_lost``, from whatever thread it is noticed in.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._lost: Callable[[], None] = getattr(app, "terminal_lost", lambda: None)
        self._file: Any = Output(self._file, self._lost)
        self._active = False
        self._goes_on = False
        self._looked = Event()

    # The application mode

    def start_application_mode(self) -> None:
        """Take the terminal; one that shows the first frame is gone on with, not cleared."""
        self._active = True
        launch = getattr(self._app, "launch", None)
        shown = getattr(launch, "terminal", None)
        self._goes_on = shown is not None and not shown.handed_over
        self._looked.clear()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._looked.wait(LOOK)  # what was typed meanwhile is answered by the first frame
        self._watch_size()
        if shown is not None:
            shown.handed_over = True
        self._goes_on = False
        ending = getattr(launch, "ending", None)
        if ending is not None and ending.attributes is not None:
            self.attrs_before = ending.attributes  # keys were held before
        if self._writer_thread is None:
            self._lost()  # its attributes cannot be set any more

    def _watch_size(self) -> None:
        """Ask for the size once a signal has been handled, and tell it to the app.

        A handler that asks may be interrupted by the next signal between asking and telling:
        an old size would be the last one told.
        """
        loop = asyncio.get_running_loop()

        def tell() -> None:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

        def signalled(_number: int, _frame: object) -> None:
            if not self._in_band_window_resize and not loop.is_closed():
                loop.call_soon_threadsafe(tell)

        signal.signal(signal.SIGWINCH, signalled)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super().stop_application_mode()
        self._active = False

    def resume_application_mode(self) -> None:
        """Take the terminal again; also after a stop that did not give it back before."""
        if self._active:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super().resume_application_mode()

    def write(self, data: str) -> None:
        """Write to the terminal; to none while there is none."""
        if self._goes_on and data == ENTER:
            return
        if self._writer_thread is not None:
            super().write(data)

    def send_message(self, message: Message) -> None:
        """Hand a message to the app without a task of its own."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def put_back(self) -> None:
        """Put the terminal back at once, where the process ends without asking the app."""
        import termios

        if not self._active:
            return
        with contextlib.suppress(OSError):
            os.write(self._file.fileno(), RESTORED.encode())
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    # The input

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # an error of this thread is one of the app
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read until the app leaves or the input ends."""
        terminal, parser = TerminalInput(), SequenceParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            wait = 0.0
            while not self.exit_event.is_set():
                ready = selector.select(wait)
                if ready:
                    data = self._read()
                    if data is None:
                        self._lost()
                        return
                    pieces = terminal.feed(data, time.monotonic())
                else:
                    pieces = terminal.tick(time.monotonic())
                for piece in pieces:
                    for event in events_of(piece, parser):
                        self.process_message(event)
                wait = LOOK
                self._looked.set()

    def _read(self) -> bytes | None:
        """What has come; None at the end of the input, and where it cannot be read any more."""
        try:
            return os.read(self.fileno, 4096) or None
        except (BlockingIOError, InterruptedError):
            return b""
        except OSError:
            return None


def events_of(piece: Piece, parser: SequenceParser) -> Iterator[Message]:
    """The events that a piece of input means; none for a reply and for what is not known."""
    text = piece.text
    if piece.pasted:
        yield events.Paste(text)
    elif text == "\x1b":
        yield events.Key("escape", text)
    elif text == "\x1b[I":
        yield events.AppFocus()
    elif text == "\x1b[O":
        yield events.AppBlur()
    elif found := _CURSOR.fullmatch(text):
        yield events.CursorPosition(int(found[2]) - 1, int(found[1]) - 1)
    elif found := _RESIZE.fullmatch(text):
        height, width, tall, broad = map(int, found.groups())
        resize = events.Resize.from_dimensions((width, height), (broad, tall))
        parser.resized(resize)
        yield resize
    elif _PRIVATE.match(text):
        yield from _private(text, parser)
    else:
        # Enter, typed before the terminal was taken and turned into a new line by it.
        for key in parser.keys("\r" if text == "\n" else text):
            if key.key != Keys.Ignore:
                yield key


def _private(text: str, parser: SequenceParser) -> Iterator[Message]:
    """A mouse event, or the report of a mode that was asked for."""
    mouse = parser.mouse(text)
    if mouse is not None:
        yield mouse
    elif found := _MODE.fullmatch(text):
        mode, setting = found[1], int(found[2])
        if mode == "2026" and setting:
            yield messages.TerminalSupportsSynchronizedOutput()
        elif mode == "2048" and parser.smooth:
            yield messages.InBandWindowResize.from_setting_parameter(setting)


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

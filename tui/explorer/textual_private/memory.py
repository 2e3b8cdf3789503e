"""Letting go of what Textual and Rich would keep for as long as the explorer is open."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any
from weakref import ref

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.await_remove import AwaitRemove
from textual.cache import FIFOCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastHolder
from textual.worker import Worker

KEPT = 1024
"""Results kept of each reckoning with parts of the screen: a tab needs some hundreds."""


RESTING = 0.1
"""Seconds without a key after which it disturbs nobody to look for what can go."""
AT_REST = 1.0
"""Seconds without a key after which it disturbs nobody to look among everything."""
AGAIN = 1.0
"""Seconds after which data that something still holds are looked for once more."""
GROWN = 0.04
"""By how much of itself what is in use may grow until what is over of it is looked for."""
ALL_GROWN = 0.08
"""By how much until that is looked for among everything, and what is kept of drawing goes."""
MUCH_GROWN = 0.16
"""By how much until the shorter pause is for that too: hundreds of keys without a longer one."""
MUCH = 80_000
"""How many objects that is at least: all tabs opened one by one are fewer."""


class Tidying:
    """Lets go of what nobody reaches any more in a pause between keys.

    Reason: by itself Python looks at everything once in a long while, and never at what was
    there at the start. Until then closed dialogues, replaced rows and whole datasets pile up,
    and the holes that they leave stay with the process. A short pause has time to look at what
    came since everything was looked at; a longer one for that too.
    """

    def __init__(self, at_work: Callable[[], bool], forget_unseen: Callable[[], object]) -> None:
        """``at_work`` tells whether something is under way that holds what it works on.

        ``forget_unseen`` lets go of what can be drawn again, such as the lines of other tabs.
        """
        self._at_work, self._forget_unseen = at_work, forget_unseen
        self._replaced: list[ref[object]] = []
        self._pause = self._again = 0.0
        self._usual = self._all_usual = 0
        self._timer: asyncio.TimerHandle | None = None

    def rest(self) -> None:
        """All keys have been handed on: look in a while, unless others come."""
        self._in(RESTING, self._look)

    def replaced(self, data: object) -> None:
        """Others stand in place of these data: let them go, even if they were there at the start.

        Where something still holds them, a dialogue or a message, they are looked for again,
        each time after twice as long.
        """
        self._replaced.append(ref(data))
        self._pause = self._again = 0.0
        self.rest()

    def _in(self, seconds: float, look: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, look)

    def _look(self) -> None:
        """Look at what is new, and at everything where data were replaced."""
        self._timer = None
        now = asyncio.get_running_loop().time()
        if self._replaced and now >= self._again:
            if self._at_work():
                self.rest()
                return
            self._look_at_all()
            if self._replaced:
                self._pause = 2 * self._pause or AGAIN
                self._again = now + self._pause
                self._in(self._pause, self._look)
        elif gc.isenabled():
            if self._much_more() and not self._at_work():
                self._forget_unseen()
                self._look_at_all()
            else:
                self._look_at_new()
            self._in(AT_REST, self._look_at_rest)

    def _much_more(self) -> bool:
        more = sys.getallocatedblocks() - self._all_usual
        return self._all_usual > 0 and more >= max(self._all_usual * MUCH_GROWN, MUCH)

    def _look_at_new(self) -> None:
        if not _grown(self._usual, GROWN):
            return
        if self._usual:
            gc.collect()
            hand_back()
        self._usual = sys.getallocatedblocks()

    def _look_at_rest(self) -> None:
        self._timer = None
        if not (self._replaced or _grown(self._all_usual, ALL_GROWN)):
            hand_back()
            return
        if self._at_work():
            self._in(AT_REST, self._look_at_rest)
            return
        self._forget_unseen()
        self._look_at_all()

    def _look_at_all(self) -> None:
        give_back()
        self._replaced = [each for each in self._replaced if each() is not None]
        self._usual = self._all_usual = sys.getallocatedblocks()


def _grown(usual: int, by: float) -> bool:
    return sys.getallocatedblocks() >= usual * (1 + by)


def keep_for_good() -> None:
    """Look for nothing to let go of among what there is now, until :func:`give_back`.

    Reason: that is most of what there will be, and each look at all of it stops the explorer.
    What comes is little, so Python is to look at it often: by itself it waits for a quarter of
    what it has seen, and let 30,000 objects more pile up while 60 random keys came in one go.
    """
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, 1)


def give_back() -> None:
    """Let go of all that nobody reaches any more; takes a tenth of a second on the bundled data.

    Reason: a dataset and what was worked out of it reach one another, and are so old when
    others are read in their place that Python looks for them once in a long while.
    """
    gc.unfreeze()
    forget_results()
    gc.collect()
    keep_for_good()
    gc.collect()  # among nothing: what it sees now is what it takes a quarter of
    hand_back()


def forget_results() -> None:
    """Empty what is kept of drawing and of typing: what comes again is soon reckoned again.

    Reason: thousands of small results that came one by one lie among all that has gone since,
    and hold its places: with them 85 MiB were taken after 8,000 random keys, without them 76.
    """
    for each in gc.get_objects():
        if type(each) is _CACHED and (each.__module__ or "").startswith(_OF_DRAWING_AND_TYPING):
            each.cache_clear()


_CACHED: Any = type(lru_cache(lambda: None))
_OF_DRAWING_AND_TYPING = (
    "rich.", "textual.", "tui.explorer.terminal_cells", "tui.explorer.colours",
    "tui.explorer.textual_private", "tui.query.language.", "tui.text", "tui.markup",
)  # fmt: skip


def hand_back() -> None:
    """Hand pages on which nothing lies back to the system, where its library can.

    Reason: glibc keeps them for later, 4 MiB of 97 after 22,000 random keys.
    """
    with contextlib.suppress(ImportError, OSError, AttributeError):  # such as musl's, macOS's
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)


def forget_frame(widget: Widget) -> None:
    """Let go of the lines that Textual keeps of a widget: its own, its border and padding."""
    widget._styles_cache.clear()


def let_go() -> None:
    """Let the lines of a widget go with it, what a worker was given, and a message's frame.

    Reason: Textual caches two colours by the cache of lines that asks for them, and so keeps
    all that a thousand widgets showed: 70 MiB after 100,000 keys. Here they go by the colours.
    Whatever is mounted on a worker's behalf keeps its context, and so the worker. A message that
    is over is taken out of the frame around it, which stays: one in a hundred keys leaves one.
    """
    setattr(Worker, "run", _run_once)  # noqa: B010, a method is no name
    setattr(Toast, "remove", _with_its_frame)  # noqa: B010, a method is no name
    if isinstance(vars(StylesCache)["get_inner_outer"], staticmethod):
        return
    told = lru_cache(1024)(partial(StylesCache.get_inner_outer.__wrapped__, StylesCache))
    setattr(StylesCache, "get_inner_outer", staticmethod(told))  # noqa: B010, a method is no name


async def _run_once(worker: Any, run: Callable[[Any], Any] = Worker.run) -> object:
    try:
        return await run(worker)
    finally:
        worker._work = None


def _with_its_frame(toast: Toast) -> AwaitRemove:
    frame = toast.parent
    return frame.remove() if isinstance(frame, ToastHolder) else super(Toast, toast).remove()


def keep_lines_lean() -> None:
    """Give a drawn line each of its caches when something is kept in it.

    Reason: Textual gives each line seven at once, a kibibyte, of which one or two are used; a
    line that is cut and coloured is three. 5,000 lines were kept after 26,000 random keys.
    """
    sizes = {
        name: cache._maxsize
        for name in Strip.__slots__
        if isinstance(cache := getattr(Strip(()), name), FIFOCache)
    }

    def begin(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        self._segments = list(segments)
        self._cell_length = cell_length
        self._render_cache = self._link_ids = self._cell_count = None

    def late(self: Strip, name: str) -> FIFOCache[Any, Any]:
        """A cache that is asked for the first time. Raises AttributeError for what is none."""
        if name not in sizes:
            raise AttributeError(name)
        cache: FIFOCache[Any, Any] = FIFOCache(sizes[name])
        setattr(self, name, cache)
        return cache

    setattr(Strip, "__init__", begin)  # noqa: B010, a method is no name
    setattr(Strip, "__getattr__", late)  # noqa: B010, a method is no name


def keep_less() -> None:
    """Keep what comes again of parts of the screen and of cut texts, not what came once.

    Reason: Textual keeps 4,096 results of each, Rich 16,384, and fills them for a day. Over
    2,300 random keys a thousand answered every call that four thousand answered.
    """
    for name in ("intersection", "union", "grow", "shrink", "__contains__"):
        setattr(Region, name, lru_cache(KEPT)(vars(Region)[name].__wrapped__))
    cut: Any = lru_cache(KEPT)(vars(Segment)["_split_cells"].__func__.__wrapped__)
    setattr(Segment, "_split_cells", classmethod(cut))  # noqa: B010, a method is no name

"""A limit on the time that a regular expression may take.

Some expressions, such as ``(a+)+$``, need longer than anyone lives on a text of one line.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 1.0


class OutOfPatienceError(Exception):
    """The time is over."""


@contextmanager
def patience(seconds: float | None = None) -> Iterator[Callable[[], None]]:
    """Raise :class:`OutOfPatienceError` where the block takes longer than this (``SECONDS``).

    In the main thread an alarm ends even a single search; in any other, where there are no
    alarms, the function given to the block does when it is called between two searches.
    """
    seconds = SECONDS if seconds is None else seconds
    until = time.monotonic() + seconds

    def check() -> None:
        if time.monotonic() >= until:
            raise OutOfPatienceError

    if threading.current_thread() is not threading.main_thread():
        yield check
        return

    def ring(*_: object) -> None:
        raise OutOfPatienceError

    handler = signal.signal(signal.SIGALRM, ring)
    alarm = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield check
    finally:
        signal.setitimer(signal.ITIMER_REAL, *alarm)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)

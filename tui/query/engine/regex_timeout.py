"""A limit on the time that a regular expression may take, in any thread.

Some expressions, such as ``(a+)+$``, need longer than anyone lives on a text of one line.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from tui.query.language.patterns import compiled

SECONDS = 1.0
"""Seconds of computing for all texts together."""


class TooSlowError(Exception):
    """The time is over."""


def found_in(source: str, texts: Iterable[Sequence[str]]) -> list[bool]:
    """Whether the expression is found in one of the lines of each text.

    Raises :class:`TooSlowError` where that takes longer than ``SECONDS``.
    """
    search, flags = compiled(source).search, []
    until = time.thread_time() + SECONDS
    for lines in texts:
        found = False
        for line in lines:
            left = until - time.thread_time()
            if left <= 0:
                raise TooSlowError
            try:
                found = search(line, timeout=left) is not None
            except TimeoutError:
                raise TooSlowError from None
            if found:
                break
        flags.append(found)
    return flags

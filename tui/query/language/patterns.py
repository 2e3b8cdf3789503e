"""Regular expressions, compiled by an engine that is told when to stop.

The engine is imported when the first expression is read: few filters have one. Some, such as
``(a+)+$``, need longer than anyone lives on a text of one line.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import regex


MAX_PARENTHESES = 60
"""How many groups an expression may have."""
MAX_LENGTH = 500_000
"""How long an expression may be with its repetitions written out, however they are nested."""

_AT_LEAST = lazy_pattern(r"\{\s*(\d{1,9})")

# An expression inside itself needs memory without bound.
_CALLS_ITSELF = lazy_pattern(r"\(\?(?:R|[+-]?\d|&|P>)")


class PatternError(ValueError):
    """Why an expression is not valid, and where in it, None where that is not known."""

    def __init__(self, reason: str, place: int | None = None) -> None:
        """Keep the parts."""
        super().__init__(reason)
        self.place = place


@lru_cache(maxsize=64)
def compiled(source: str) -> regex.Pattern[str]:
    """The expression, for which case does not matter. Raises :class:`PatternError`."""
    if source.count("(") > MAX_PARENTHESES:
        raise PatternError("the regular expression has too many parentheses")
    if call := _CALLS_ITSELF.search(source):
        raise PatternError("a regular expression cannot call itself", call.start())
    # The engine writes out what must be there, some 280 bytes a sign, before any limit of time.
    if len(source) * math.prod(int(n) or 1 for n in _AT_LEAST.findall(source)) > MAX_LENGTH:
        raise PatternError("the regular expression repeats too much")
    try:
        import regex
    except ImportError:
        raise PatternError("regular expressions need the package 'regex'") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return regex.compile(source, regex.IGNORECASE)
    except Exception as error:
        # Besides its own the engine raises errors of many kinds for what it cannot read.
        reason = getattr(error, "msg", "") or str(error).lower() or "too large"
        place = getattr(error, "pos", None)
        raise PatternError(f"the regular expression is not valid ({reason})", place) from None


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

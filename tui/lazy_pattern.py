"""Regular expressions that are compiled when they are first used.

The modules that the start needs hold a hundred of them, of which a start uses ten; compiling
all takes as long as reading the whole dataset.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


class _LazyPattern(Generic[AnyStr]):
    """Stands for a pattern; what is asked of it first compiles it."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self._text: AnyStr = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, whose faults show when it is first used."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(text, flags))

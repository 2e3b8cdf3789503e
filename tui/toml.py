"""Reading TOML: by the fast ``rtoml``; what that refuses is read once more, with care.

The careful reader, ``tomli`` or the standard library where a machine has no other, knows
what is wrong in words, and takes the few numbers and depths that the fast one does not.
"""

from __future__ import annotations

import re
from typing import Any

try:
    from rtoml import TomlParsingError as _RefusedError
    from rtoml import loads as _fast
except ImportError:
    _fast = None  # type: ignore[assignment]


class TOMLDecodeError(ValueError):
    """A text that is not TOML; the message says why and where, ``reason`` why.

    ``line`` counts from 1; 0 where the reader does not tell it.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.reason = re.sub(r" \(at .*\)$", "", message)
        self.line = line


def loads(text: str) -> dict[str, Any]:
    """The table that a text holds.

    Raises :class:`TOMLDecodeError`, RecursionError for what is nested too deeply, and
    ValueError for a number that is too long.
    """
    if _fast is not None:
        try:
            # Line ends within texts are those of TOML, as the careful reader has them.
            return _fast(text.replace("\r\n", "\n") if "\r" in text else text)
        except _RefusedError:
            pass
    return _carefully(text)


def _carefully(text: str) -> dict[str, Any]:
    try:
        import tomli as careful
    except ImportError:
        import tomllib as careful  # type: ignore[no-redef]
    try:
        return careful.loads(text)
    except careful.TOMLDecodeError as error:
        raise TOMLDecodeError(str(error), _line(error)) from None


def _line(error: ValueError) -> int:
    line = getattr(error, "lineno", None)
    if isinstance(line, int):
        return line
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else 0

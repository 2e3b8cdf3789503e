"""Signs of word processors and other keyboards, read as those of the language.

Typographic quotes and dashes and full-width letters stand for the plain ones, invisible
characters for nothing. What stands in plain quotes or in a regular expression stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern

_QUOTES = "“”„‟«»＂"
_DASHES = "‐‑‒–—―−－"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_PLAIN = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}
_UNTOUCHED = lazy_pattern(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?)'  # in plain quotes
    rf'|(?P<first>[{_QUOTES}])(?P<quoted>[^"{_QUOTES}]*+)(?P<last>[{_QUOTES}"]?)'
    r"|(?<=[:：])/(?!/)[^/\\]*+(?:\\.[^/\\]*+)*(?:/|\\?)",  # a regular expression
    re.DOTALL,
)
INVISIBLE = lazy_pattern(f"[{_INVISIBLE}]")
_FOREIGN = lazy_pattern(f"[{_INVISIBLE}{_QUOTES}{_DASHES}！-～]")


@frozen
class Plain:
    """A text in the signs of the language.

    ``places`` holds for each character where it stands in the text as written, and then its
    length; None where nothing was changed.
    """

    text: str
    places: list[int] | None = None


def plain(text: str) -> Plain:
    """The text with plain signs and without invisible characters."""
    if text.isascii() or not _FOREIGN.search(text):
        return Plain(text)
    pieces: list[str] = []
    places: list[int] = []
    for start, piece, changed in _segments(text):
        if not changed:
            pieces.append(piece)
            places.extend(range(start, start + len(piece)))
            continue
        for at, character in enumerate(piece, start):
            if not INVISIBLE.match(character):
                pieces.append(character.translate(_PLAIN))
                places.append(at)
    return Plain("".join(pieces), [*places, len(text)])


def _segments(text: str) -> Iterator[tuple[int, str, bool]]:
    """The text in pieces with their places, each with whether its signs are to be changed."""
    end = 0
    for found in _UNTOUCHED.finditer(text):
        yield end, text[end : found.start()], True
        end = found.end()
        if found["first"] is None:
            yield found.start(), found[0], False
            continue
        yield found.start(), found["first"], True
        yield found.start("quoted"), found["quoted"], False
        yield found.start("last"), found["last"], True
    yield end, text[end:], True

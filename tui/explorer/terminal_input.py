"""What a terminal sends, cut into whole pieces: characters, keys, pastes, and its replies.

Textual's own parser gives up on a reply that it does not know or that comes in two parts, and
hands its characters on as keys; and it ends at a byte that is not UTF-8. Here a sequence is
known by its form, which ECMA-48 lays down, so that all of it can be passed over.
"""

from __future__ import annotations

import codecs
import re

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern

ESCAPE_WAIT = 0.1
"""Seconds after which a lone Escape is the key."""
SEQUENCE_WAIT = 3.0
"""Seconds after which the rest of a sequence or paste is no longer waited for."""
LONGEST = 65_536
"""Bytes of a reply after which it is none."""

ESC = 0x1B
PASTE, PASTE_END = b"\x1b[200~", b"\x1b[201~"
ALT_BACKSPACE = b"\x1b\x7f"

# A reply that a pause has cut behind its first byte goes on like this; no key does.
_GOES_ON = lazy_pattern(rb"\[|\]\d|P[\d>!$+|]|_G")
_STRING_BEGINS = lazy_pattern(rb"\x1b(?:\]\d|P[\d>!$+|]|_G)")
_STRING_ENDS = lazy_pattern(rb"\x1b\\|\x07|[\x18\x1a]")
_CSI = lazy_pattern(rb"\x1b\[(?:\[[@-~]|[\x20-\x3f]*[\x40-\x5a\x5c-\x7e])")
_CSI_SO_FAR = lazy_pattern(rb"\x1b\[\[?[\x20-\x3f]*")
_SS3 = lazy_pattern(rb"\x1bO[\d;]*[A-Za-z]")
_SS3_SO_FAR = lazy_pattern(rb"\x1bO[\d;]*")
_X10_MOUSE = 6


@frozen
class Piece:
    """One piece of input: ``text`` is a character, a key's sequence, or what was pasted."""

    text: str
    pasted: bool = False


class TerminalInput:
    """Cuts bytes into pieces, however they are split up on their way."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._pasting = False
        self._since = 0.0
        self._escaped = False

    @property
    def waiting(self) -> bool:
        """Whether something stands there that is not whole yet."""
        return bool(self._bytes) or self._pasting

    def feed(self, data: bytes, now: float) -> list[Piece]:
        """The pieces that are whole with these bytes. ``now`` counts seconds."""
        if self._escaped and _GOES_ON.match(data):
            self._bytes += b"\x1b"
        self._escaped = False
        self._bytes += data
        self._since = now
        return self._pieces(last=False)

    def tick(self, now: float) -> list[Piece]:
        """What stands there alone, once nothing has come for a while."""
        if not self.waiting:
            return []
        quiet = now - self._since
        if self._bytes == b"\x1b" and not self._pasting:
            if quiet < ESCAPE_WAIT:
                return []
            self._bytes.clear()
            self._escaped = True
            return [Piece("\x1b")]
        if quiet < (ESCAPE_WAIT if self._bytes[:1] > b"\x7f" else SEQUENCE_WAIT):
            return []
        return self._pieces(last=True)

    def _pieces(self, *, last: bool) -> list[Piece]:
        found = []
        while self.waiting:
            length, piece = self._paste(last) if self._pasting else self._piece(last)
            if not length and not last:
                break
            del self._bytes[:length]
            if piece is not None:
                found.append(piece)
        return found

    def _paste(self, last: bool) -> tuple[int, Piece | None]:
        """What is being pasted, once its end has come."""
        end = self._bytes.find(PASTE_END)
        if end < 0 and not last:
            return 0, None
        self._pasting = False
        text = _decoded(bytes(self._bytes[:end] if end >= 0 else self._bytes))
        length = end + len(PASTE_END) if end >= 0 else len(self._bytes)
        return length, Piece(text.replace("\0", ""), pasted=True)

    def _piece(self, last: bool) -> tuple[int, Piece | None]:
        """Length and meaning of what the bytes begin with; 0 where more must come first."""
        data = self._bytes
        if data[0] == ESC:
            return self._sequence(last)
        length = _character_length(data)
        if not length and not last:
            return 0, None
        length = length or 1
        text = _decoded(bytes(data[:length]))
        return length, None if text in _CONTROLS else Piece(text)

    def _sequence(self, last: bool) -> tuple[int, Piece | None]:
        data = self._bytes
        if len(data) == 1:
            return (1, Piece("\x1b")) if last else (0, None)
        if data.startswith(ALT_BACKSPACE):
            return 2, Piece("\x1b\x7f")
        if data[1:2] == b"[":
            return self._control_sequence(last)
        if data[1:2] == b"O":
            return _matched(data, _SS3, _SS3_SO_FAR, last)
        if bytes(data[1:2]) in (b"]", b"P", b"_") and (
            len(data) == 2 or _STRING_BEGINS.match(data)
        ):
            return self._string(last)
        return 1, Piece("\x1b")  # Alt and a key is Escape and a key: nothing is bound to Alt

    def _control_sequence(self, last: bool) -> tuple[int, Piece | None]:
        data = self._bytes
        if data[2:3] == b"M":
            whole = len(data) >= _X10_MOUSE or last
            return (min(len(data), _X10_MOUSE) if whole else 0), None
        length, piece = _matched(data, _CSI, _CSI_SO_FAR, last)
        if piece is not None and piece.text.encode() == PASTE:
            self._pasting = True
            piece = None
        return length, piece

    def _string(self, last: bool) -> tuple[int, Piece | None]:
        """A reply that is a text: passed over up to its end, or the next sequence."""
        data = self._bytes
        end = _STRING_ENDS.search(data, 2)
        stray = data.find(ESC, 2)
        if stray >= 0 and (end is None or stray < end.start()):
            cut = stray + 1 < len(data) or last
            return (stray if cut else 0), None
        if end is not None:
            return end.end(), None
        return (len(data) if last or len(data) > LONGEST else 0), None


_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))


def _matched(
    data: bytearray, whole: re.Pattern[bytes], so_far: re.Pattern[bytes], last: bool
) -> tuple[int, Piece | None]:
    """A sequence of this form; passed over where it breaks off, waited for where it may go on."""
    found = whole.match(data)
    if found is not None:
        return found.end(), Piece(found[0].decode("ascii"))
    begun = so_far.match(data)
    length = begun.end() if begun is not None else 1
    return (length if last or length < len(data) or length > LONGEST else 0), None


def _character_length(data: bytearray) -> int:
    """Bytes of the first character; 1 for one that is no UTF-8, 0 where more must come."""
    first = data[0]
    length = 1 if first < 0xC2 or first > 0xF4 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    for place in range(1, length):
        if place == len(data):
            return 0
        if not 0x80 <= data[place] < 0xC0:
            return 1
    try:
        data[:length].decode("utf-8")
    except UnicodeDecodeError:
        return 1
    return length


def _decoded(data: bytes) -> str:
    """UTF-8, and byte by byte Latin-1 where it is none."""
    return data.decode("utf-8", _OR_LATIN)


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


_OR_LATIN = "or-latin-1"
codecs.register_error(_OR_LATIN, _as_latin)

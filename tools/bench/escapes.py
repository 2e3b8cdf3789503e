"""The readable text in what a program sends to a terminal."""

from __future__ import annotations

import codecs
import re

# An escape sequence, complete: strings (OSC, DCS, …), CSI, charset choice, two-byte ones.
_SEQUENCE = re.compile(
    r"\x1b(?:"
    r"[\]PX^_].*?(?:\x07|\x1b\\)"
    r"|\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|[ -/]+[0-~]"
    r"|[0-OQ-WYZ\\`-~]"
    r")",
    re.DOTALL,
)
# Colours and modes leave the cursor where it is; everything else may move it.
_STAYS = frozenset("mhlpqu")
_LONGEST_UNFINISHED = 4096


class PlainText:
    """Strips escape sequences from a stream that arrives in pieces.

    Colour changes vanish, so a word in two colours is still one word; whatever moves the
    cursor becomes a line break, so words that are not neighbours do not run together.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._unfinished = ""

    def feed(self, data: bytes) -> str:
        """Return the text in ``data``; a sequence cut off at its end waits for the next piece."""
        text = self._unfinished + self._decoder.decode(data)
        self._unfinished = ""
        plain: list[str] = []
        at = 0
        while (start := text.find("\x1b", at)) >= 0:
            plain.append(text[at:start])
            match = _SEQUENCE.match(text, start)
            if match is not None:
                if match["csi"] and match["csi"][-1] not in _STAYS:
                    plain.append("\n")
                at = match.end()
            elif len(text) - start < _LONGEST_UNFINISHED:
                self._unfinished = text[start:]
                return "".join(plain)
            else:
                at = start + 1
        plain.append(text[at:])
        return "".join(plain)


def plain(data: bytes) -> str:
    """Return the text in a complete stream."""
    return PlainText().feed(data)

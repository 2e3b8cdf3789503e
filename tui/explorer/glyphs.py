"""The characters the explorer draws with, once for Unicode terminals and once for ASCII."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping
from functools import cache

from tui.frozen import frozen


@frozen
class Glyphs:
    """One set of one-cell glyphs; every widget that draws a sign takes it from here.

    A glyph is exactly one terminal cell wide, so both sets give the same layout.
    """

    name: str
    mark: str
    """Before a marked row."""
    ellipsis: str
    """Where a text was cut."""
    up: str
    """Sorted upwards."""
    down: str
    """Sorted downwards."""
    left: str
    """Columns are hidden to the left."""
    right: str
    """Columns are hidden to the right."""
    unknown: str
    """No value known."""
    unsure: str
    """Before a value nobody has confirmed."""
    yes: str
    horizontal: str
    """Light horizontal rule."""
    border: str
    """A rule between rows whose cells may hold dashes."""
    vertical: str
    """Light vertical rule."""
    official: str
    """Sector matrix: named by the site itself."""
    evidence: str
    """Sector matrix: other evidence."""
    absent: str
    """Not there, as the whole list says."""
    blocks: str
    """Fills of one cell, from the thinnest to the full one."""
    shapes: str
    """Bars that can be told apart without colour, from the strongest to the weakest."""
    fill: str
    """Rest of a part of a bar behind its letter: a line where no colour tells how far it goes."""

    def adapt(self, text: str) -> str:
        """Give `text` with the signs this set does not know replaced, one by one.

        Latin letters lose their accents where the set is ASCII; other scripts stay.
        """
        if self.name == UNICODE.name or text.isascii():
            return text
        return text.translate(_in_ascii())


UNICODE = Glyphs(
    name="unicode", mark="▌", ellipsis="…", up="▲", down="▼", left="‹", right="›", unknown="·",
    unsure="~", yes="✓", horizontal="─", border="═", vertical="│", official="●", evidence="○",
    absent="–", blocks="▏▎▍▌▋▊▉█", shapes="█▄─░", fill=" ",
)  # fmt: skip
"""For terminals that draw box and block characters."""

UNCOLOURED = dataclasses.replace(UNICODE, fill="▁")
"""For terminals that draw them and no colours."""

ASCII = Glyphs(
    name="ascii", mark="*", ellipsis=">", up="^", down="v", left="<", right=">", unknown=".",
    unsure="~", yes="+", horizontal="-", border="=", vertical="|", official="#", evidence="o",
    absent="-", blocks="#", shapes="#=-:", fill="_",
)  # fmt: skip
"""For terminals and fonts without them."""


@cache
def _in_ascii() -> Mapping[int, str]:
    """What stands for each sign and letter where only ASCII can be drawn."""
    pairs: dict[int, str] = {
        ord(before): after
        for field in _SIGNS
        for before, after in zip(getattr(UNICODE, field), getattr(ASCII, field), strict=True)
    }
    pairs.update((ord(fill), "#") for fill in UNICODE.blocks)
    return {**pairs, **_TYPOGRAPHY, **_latin()}


def _latin() -> Mapping[int, str]:
    """The Latin letters beyond ASCII, each with the one letter nearest to it."""
    pairs = dict(_LETTERS)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            pairs[code] = base
    return pairs


_LETTERS = {ord(letter): base for letter, base in zip(
    "ØøŁłĐđßÆæŒœıÞþÐðĦħŊŋŦŧ", "OoLlDdsAaOoiTtDdHhNnTt", strict=True)}  # fmt: skip
_SIGNS = (
    "ellipsis", "up", "down", "left", "right", "unknown", "yes", "horizontal", "border",
    "vertical", "official", "evidence", "absent", "shapes",
)  # fmt: skip
_TYPOGRAPHY = {
    **{ord(sign): "-" for sign in "—‐‑−"},
    **{ord(sign): "'" for sign in "‘’‚"},
    **{ord(sign): '"' for sign in "“”„"},
    **dict.fromkeys((*range(9216, 9250), 65533), "?"),
    **{ord(sign): plain for sign, plain in zip("°²³→←×•✗≈↻", "o23><x*x~@", strict=True)},
}

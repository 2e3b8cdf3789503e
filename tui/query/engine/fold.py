"""Text made comparable: without case, accents, typographic signs and extra white space.

A stored ``Jülich`` is searchable as ``julich`` (accents dropped) and as ``juelich`` (written
out, the German and Nordic way); what the user types is only ever folded the first way.
"""

from __future__ import annotations

import re
import unicodedata

from tui.lazy_pattern import lazy_pattern

_RUN = lazy_pattern(r"\s{2,}|[^\S ]")
_SPACES = lazy_pattern(r"\s+")
_NUMBERS = lazy_pattern(r"([0-9]{1,18})")

_PLAIN = {
    "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th",
    **dict.fromkeys("‘’‚‛′ʼ‹›´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "⁄": "/",
}  # fmt: skip
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_HAS_WRITTEN_OUT = lazy_pattern(f"[{''.join(_WRITTEN_OUT)}]", re.IGNORECASE)
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})


def _fold_character(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    # Twice, since a compatibility form may stand for capitals.
    decomposed = unicodedata.normalize("NFKD", character.casefold()).casefold()
    return "".join(
        _PLAIN.get(part, part)
        for part in unicodedata.normalize("NFKD", decomposed)
        if unicodedata.category(part) not in _INVISIBLE
    )


class _Plain(dict[int, str]):
    """Translation table that folds each character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


class _WrittenOut(dict[int, str]):
    """The same, with umlauts and the like as two letters."""

    def __missing__(self, code: int) -> str:
        character = chr(code).lower()
        folded = self[code] = _WRITTEN_OUT.get(character) or _TO_PLAIN[code]
        return folded


_TO_PLAIN = _Plain()
_TO_WRITTEN_OUT = _WrittenOut()


def fold(text: str) -> str:
    """Return the key under which texts are the same: ``JÜLICH`` and ``Julich`` give ``julich``."""
    if text.isascii():
        folded = text.lower()
        if "  " not in folded and folded.isprintable():
            return folded
    else:
        folded = text.translate(_TO_PLAIN)
    return _SPACES.sub(" ", folded) if _RUN.search(folded) else folded


def slug_of(text: str) -> str:
    """An id made of a name: ``Jülich Supercomputing Centre`` gives ``julich-…``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def natural(text: str) -> tuple[str | int, ...]:
    """Return the key by which texts are sorted as people do: ``Cluster 9`` before ``Cluster 10``.

    Texts and numbers take turns, a text first.
    """
    folded = fold(text)
    parts: list[str] = _NUMBERS.split(folded)
    if len(parts) == 1:
        return (folded,)
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def folds(text: str) -> tuple[str, ...]:
    """Return the forms under which a stored text is found: plain, then written out if different."""
    plain = fold(text)
    if text.isascii():
        return (plain,)
    composed = unicodedata.normalize("NFC", text)
    if not _HAS_WRITTEN_OUT.search(composed):
        return (plain,)
    written_out = _SPACES.sub(" ", composed.translate(_TO_WRITTEN_OUT))
    return (plain,) if written_out == plain else (plain, written_out)


def begins_part(typed: str, text: str) -> bool:
    """Whether a folded text has a part that begins with a folded word: ``member`` of two_members.

    Parts begin behind a space, ``-``, ``_`` and, as they are no decimals, letters behind a point.
    """
    signs = " -_." if typed[:1].isalpha() else " -_"
    return text.startswith(typed) or any(f"{sign}{typed}" in text for sign in signs)


def needle(text: str) -> str:
    """Fold what the user looks for; it is found where it is part of a haystack."""
    return fold(text)


def haystack(text: str) -> str:
    """Return all forms of a stored text, one a line, to look for needles in.

    A needle holds no line break, so it never matches across two forms.
    """
    return fold(text) if text.isascii() else "\n".join(folds(text))

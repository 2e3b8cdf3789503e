"""Words and figures on a terminal: made harmless, measured, cut, wrapped, counted, corrected.

Every text that came from a file or was typed passes :func:`printable` before it is shown.
Widths are those of Rich, which lays out what the explorer draws; see :func:`width_of`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from tui.lazy_pattern import lazy_pattern

Side = Literal["left", "right", "center"]
Part = Literal["start", "end", "both"]

ELLIPSIS = "…"
_OTHER_BEGINNING = 0.8
"""Likeness that is asked for of a word with another first letter."""
_MOST_MARKS = 4
"""Combining marks on one letter; scripts need three, towers of them hide the lines above."""

# Characters of one cell in every terminal, all of them harmless.
_NARROW = (
    " -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u21ff\u2200-\u22ff\u23ce\u2500-\u25fc\u2713-\u2718\u2800-\u28ff"
)
# Characters of two cells in every terminal.
_WIDE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e"
_ALL_NARROW = lazy_pattern(f"[{_NARROW}]*")
_NOT_NARROW = lazy_pattern(f"[^{_NARROW}]+")
_UNSTEADY = lazy_pattern(f"[^{_NARROW}{_WIDE}\x00-\x1f\x7f]+")
_ESCAPES = lazy_pattern("(\x1b(?:[\\[][0-?]*[ -/]*[@-~]|[\\]P_^][^\x07\x1b]*(?:\x07|\x1b\\\\)|.))")
# Letters and marks that draw nothing, beyond what their category says.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_BREAKS = "\n\r\t\x0b\x0c\u2028\u2029"
_BREAK = lazy_pattern("\r\n|[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = frozenset(map(chr, (*range(0x20), 0x7F)))
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def printable(text: str) -> str:
    """A text on one line in which everything can be seen and nothing acts on a terminal.

    Line breaks and tabs become spaces. Controls (C0, C1, DEL), characters that turn the
    direction, have no width or draw nothing, tags, lone surrogates and unassigned code points
    become a visible code such as ``<U+001B>``, and so does a combining mark without a letter,
    or on a letter that has four.
    """
    return text if _ALL_NARROW.fullmatch(text) else _NOT_NARROW.sub(_seen, text)


def _seen(found: re.Match[str]) -> str:
    return "".join(visible(found.group(), begins=not found.start()))


def one_line(text: str) -> str:
    """A text for a field of one line: breaks and tabs become spaces, nothing else is changed.

    Breaks at either end, which copying takes along, go.
    """
    return _BREAK.sub(" ", text.strip("\r\n"))


def visible(text: str, *, begins: bool = True) -> Iterator[str]:
    """What stands for each character of a text in :func:`printable`.

    Unless it ``begins`` there, the text goes on behind a letter without marks.
    """
    marks = _MOST_MARKS if begins else 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if character in _BREAKS:
            yield " "
        elif category in _HIDDEN or character in _BLANK or marks > _MOST_MARKS:
            yield f"<U+{ord(character):04X}>"
        else:
            yield character


def hides(character: str) -> bool:
    """Whether a character cannot be seen or acts on a terminal, so that it is shown as a code."""
    return unicodedata.category(character) in _HIDDEN or character in _BLANK


def width_of(text: str) -> int:
    """Cells that a printable text takes on a terminal, as Rich and so the explorer lays it out.

    Terminals disagree on some scripts and on new emoji; :func:`fenced` makes them keep to this.
    """
    if _ALL_NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fenced(output: str) -> str:
    """Output for a terminal in which every text takes the cells that :func:`width_of` says.

    Where terminals disagree, the cursor is put where the text ends: its place is saved, blanks
    are written, the text over them, and the cursor moves on by its width from the place saved.
    Escape sequences pass as they are.
    """
    shown = "".join(set(output).difference(_CONTROLS))  # a frame has thousands, of a hundred kinds
    if _ALL_NARROW.fullmatch(shown) or not _UNSTEADY.search(shown):
        return output
    parts = _ESCAPES.split(output)
    parts[::2] = [_UNSTEADY.sub(_fence, part) for part in parts[::2]]
    return "".join(parts)


def _fence(found: re.Match[str]) -> str:
    text = found.group()
    cells = width_of(text)
    forward = f"\x1b[{cells}C" if cells else ""
    # Saved twice: some terminals forget the place when they go back to it.
    return f"\x1b7{' ' * cells}\x1b8\x1b7{text}\x1b8{forward}"


def clusters(text: str) -> Iterator[tuple[int, int, int]]:
    """What is seen as one sign each: start, end and cells; a flag is one, a joined letter too."""
    from rich.cells import split_graphemes

    flag: tuple[int, int, int] | None = None
    for start, end, cells in split_graphemes(text)[0]:
        if ord(text[start]) in _FLAG_LETTERS:
            if flag is None:
                flag = (start, end, cells)
            else:
                yield flag[0], end, flag[2] + cells
                flag = None
            continue
        if flag is not None:
            yield flag
            flag = None
        yield start, end, cells
    if flag is not None:
        yield flag


def cut(text: str, room: int, ellipsis: str = ELLIPSIS, keep: Part = "start") -> str:
    """A printable text in at most ``room`` cells, the ellipsis standing for what is left out.

    ``keep`` says which part stays: the start, the end (of a path), or both with the ellipsis
    in the middle. No sign is ever cut in two.
    """
    if room <= 0:
        return ""
    # A text far too long is not measured: no sign needs sixteen characters.
    if len(text) <= 16 * room and width_of(text) <= room:
        return text
    room -= width_of(ellipsis)
    if keep == "start":
        return _start(text, room) + ellipsis
    if keep == "end":
        return ellipsis + _end(text, room)
    return _start(text, room - room // 2) + ellipsis + _end(text, room // 2)


def _start(text: str, room: int) -> str:
    """As much of the beginning as fits."""
    head = text[: 16 * max(room, 0) + 16]
    if _ALL_NARROW.fullmatch(head):
        return head[: max(room, 0)]
    kept = 0
    for _, end, cells in clusters(head):
        room -= cells
        if room < 0:
            break
        kept = end
    return head[:kept]


def _end(text: str, room: int) -> str:
    """As much of the end as fits."""
    tail = text[-16 * max(room, 0) - 16 :]
    if _ALL_NARROW.fullmatch(tail):
        return tail[len(tail) - max(room, 0) :]
    kept = len(tail)
    for start, _, cells in reversed(list(clusters(tail))):
        room -= cells
        if room < 0:
            break
        kept = start
    return tail[kept:]


def padded(text: str, room: int, align: Side = "left", ellipsis: str = ELLIPSIS) -> str:
    """A printable text in exactly ``room`` cells, cut where it is longer."""
    text = cut(text, room, ellipsis)
    free = room - width_of(text)
    before = {"left": 0, "right": free, "center": free // 2}[align]
    return " " * before + text + " " * (free - before)


def wrap(text: str, room: int) -> list[str]:
    """A printable text in lines of at most ``room`` cells, broken at blanks where there are any.

    An empty text is one empty line. A sign wider than ``room`` stands alone on its line.
    """
    narrow = bool(_ALL_NARROW.fullmatch(text))
    measure = len if narrow else width_of
    room = max(room, 1)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        cells = measure(word)
        if line and used + 1 + cells > room:
            lines.append(line)
            line, used = "", 0
        elif line:
            line, used = f"{line} ", used + 1
        if cells <= room:
            line, used = line + word, used + cells
            continue
        for piece in _equal_pieces(word, room) if narrow else _pieces(word, room):
            if line:
                lines.append(line)
            line, used = piece, measure(piece)
    lines.append(line)
    return lines


def _equal_pieces(word: str, room: int) -> Iterator[str]:
    """A word of one-cell characters that is too long for a line, in parts that fit."""
    return (word[start : start + room] for start in range(0, len(word), room))


def _pieces(word: str, room: int) -> Iterator[str]:
    """A word too long for a line, in parts that fit; no sign is cut in two."""
    begin = used = 0
    for start, _, cells in clusters(word):
        if used and used + cells > room:
            yield word[begin:start]
            begin, used = start, 0
        used += cells
    yield word[begin:]


def number(value: float) -> str:
    """A figure with thousands separated, at most two decimals, three digits below one."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    if abs(value) < 1:
        return f"{value:.3g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def plural(count: int, one: str, several: str = "") -> str:
    """``1 site``, ``1,200 sites``, ``2 countries``; ``several`` where the rule does not hold."""
    if count == 1:
        return f"1 {one}"
    if not several:
        ends_in_y = one[-1:] == "y" and one[-2:-1] not in set("aeiou")
        several = f"{one[:-1]}ies" if ends_in_y else f"{one}s"
    return f"{count:,} {several}"


MOST_NAMED = 8
"""Names that a message lists at most, where any of them may be meant."""


def listed(items: Sequence[str], most: int = 0) -> str:
    """``a``, ``a and b``, ``a, b and c``; with ``most``, the first and how many more."""
    if most and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most:,} more"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def listed_within(items: Sequence[str], room: int) -> str:
    """Items with commas between, as many as ``room`` cells take, and how many more.

    Empty where not even the first one fits.
    """
    text, used, fitting = "", 0, ""
    for kept, item in enumerate(items, 1):
        used += width_of(item) + (2 if kept > 1 else 0)
        if used > room:
            break
        text += f", {item}" if kept > 1 else item
        more = f" and {len(items) - kept:,} more" if kept < len(items) else ""
        if used + len(more) <= room:
            fitting = text + more
    return fitting


def quote(value: object, limit: int = 60) -> str:
    """A value from a file for a message: one line, nothing hidden, at most ``limit`` characters."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except (ValueError, RecursionError):
        return "a number of very many digits, or a very deep list"
    text = printable(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


# A longer word is no slip of the pen.
_LONGEST_SLIP = 200
_MOST_SCORED = 60
_MOST_LOOKED_AT = 5000


def did_you_mean(word: str, valid: Iterable[str], *, least: float = 0.0) -> str:
    """The valid word that looks most like the given one, or "".

    Among few words a fainter likeness counts; case does not. A word with digits means those
    very digits: another edition, year or number is another thing. Only the sixty words that
    share most pairs of letters with the given one are compared with it, so that thousands of
    valid words cost little more time than a hundred. ``least`` is the likeness that is asked
    for at least, from 0 to 1 for the same word.
    """
    if len(word) > _LONGEST_SLIP:
        return ""
    return _nearest(word.casefold(), _same(tuple(valid)), least)


@lru_cache(maxsize=32)
def _same(valid: tuple[str, ...]) -> tuple[str, ...]:
    """One tuple for all equal ones: hundreds of names, kept for each word looked up among them."""
    return valid


@lru_cache(maxsize=1024)
def _nearest(word: str, valid: tuple[str, ...], least: float) -> str:
    from difflib import SequenceMatcher

    best, found = max(0.6 if len(valid) > 12 else 0.45, least), ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    for each in likely(word, valid):
        folded = each.casefold()
        # Few slips are in the first letter: another one makes another word (cost, host).
        asked = best if folded[:1] == word[:1] else max(best, _OTHER_BEGINNING)
        matcher.set_seq1(folded)
        if matcher.real_quick_ratio() >= asked and matcher.quick_ratio() >= asked:
            likeness = matcher.ratio()
            if likeness < asked:
                continue
            # Among equals the last by the alphabet, whatever the order they came in.
            if likeness > best or (likeness == best and each > found):
                best, found = likeness, each
    return found


def likely(word: str, valid: tuple[str, ...]) -> Sequence[str]:
    """The words worth comparing with a folded one: all of a few, sixty of many."""
    digits = _digits(word)
    if len(valid) <= _MOST_SCORED:
        return [each for each in valid if not digits or _digits(each) == digits]
    shared: dict[int, int] = {}
    index = _index(valid)
    looked_at = 0
    # The rarest pairs tell most; those that half of all words have would only take time.
    for places in sorted((index.get(pair, []) for pair in _pairs(word)), key=len):
        looked_at += len(places)
        if shared and looked_at > _MOST_LOOKED_AT:
            break
        for place in places:
            shared[place] = shared.get(place, 0) + 1

    def rank(place: int) -> tuple[int, int, str]:
        return -shared[place], abs(len(valid[place]) - len(word)), valid[place]

    from heapq import nsmallest

    fitting = (each for each in shared if not digits or _digits(valid[each]) == digits)
    return [valid[place] for place in nsmallest(_MOST_SCORED, fitting, key=rank)]


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


@lru_cache(maxsize=8)
def _index(valid: tuple[str, ...]) -> dict[str, list[int]]:
    """The places of the words by the pairs of letters in them."""
    index: dict[str, list[int]] = {}
    for place, each in enumerate(valid):
        if len(each) <= _LONGEST_SLIP * 2:
            for pair in _pairs(each.casefold()):
                index.setdefault(pair, []).append(place)
    return index


def _pairs(word: str) -> set[str]:
    """Its pairs of neighbouring letters, the first and the last letter on their own."""
    return {word[at : at + 2] for at in range(len(word) - 1)} | {f"^{word[:1]}", f"{word[-1:]}$"}

"""Bars of block characters in one line, numbers in, text out; letters that stand for words.

Every bar is exactly as wide as asked, blanks included. Zero is blank; any other value, however
small, leaves a sign; only the maximum fills the last block. Negative numbers and "not a number"
count as zero, values beyond the maximum fill the bar.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.grid.text import ON, Runs
from tui.text import number, printable, width_of

CODE = 3
"""Letters of a short head."""


def bar(value: float, maximum: float, width: int, glyphs: Glyphs = UNICODE) -> str:
    """Bar of `width` cells for `value` on a scale from 0 to `maximum`."""
    return _blocks(_share(value, maximum), width, glyphs)


def log_bar(
    value: float, minimum: float, maximum: float, width: int, glyphs: Glyphs = UNICODE
) -> str:
    """Bar for `value` on a logarithmic scale whose blank end is `minimum` (above zero).

    A value at or below `minimum`, but above zero, leaves the smallest sign.
    """
    return _blocks(_log_share(value, minimum, maximum), width, glyphs)


def scale(values: Iterable[float]) -> tuple[float, float]:
    """The powers of ten around the values that are above zero."""
    known = [value for value in values if value > 0]
    if not known:
        return 1.0, 10.0
    low = 10.0 ** math.floor(math.log10(min(known)))
    high = 10.0 ** math.ceil(math.log10(max(known)))
    return low, max(high, low * 10)


def _power(value: float) -> str:
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:g}"


def log_axis(minimum: float, maximum: float, width: int) -> str:
    """Line of `width` cells naming the powers of ten where `log_bar` reaches them.

    Each label begins at its place; one that would run into the label before it or out of the
    line is left out.
    """
    line = ""
    if not 0 < minimum < maximum < math.inf:
        return " " * max(width, 0)
    first = math.ceil(math.log10(minimum) - 1e-9)
    for power in range(first, math.floor(math.log10(maximum) + 1e-9) + 1):
        text = _power(10.0**power)
        at = round(_log_share(10.0**power, minimum, maximum) * width)
        if at + width_of(text) <= width and (at > width_of(line) or not line):
            line += " " * (at - width_of(line)) + text
    return line + " " * (width - width_of(line))


def lettered(
    parts: Sequence[tuple[float, str, str]], maximum: float, width: int, fill: str = " "
) -> tuple[str, Runs]:
    """Bar of parts (value, letter, role): ``fill`` on the colours of the roles, from letter on.

    The figure stands behind the letter where there is room. The runs say how many characters
    are on which colour, as roles of a grid. Without any colour a part keeps its letter, and its
    length where ``fill`` is no blank.
    """
    text, runs = "", []
    values = [_clean(value) for value, _, _ in parts]
    filled = _filled(math.fsum(values), maximum, width, sum(value > 0 for value in values))
    for size, (value, letter, role) in zip(_divide(values, filled), parts, strict=True):
        if size:
            label = f"{letter} {number(value)}"
            text += (label if len(label) < size else letter).ljust(size, fill)
            runs.append((size, ON + role))
    return text + " " * (width - filled), tuple(runs)


def letters_of(labels: Sequence[str]) -> list[str]:
    """A capital letter of each label, all different as long as that can be."""
    found: list[str] = []
    for label in labels:
        letters = [char.upper() for char in label if char.isalpha() and width_of(char) == 1]
        found.append(next((each for each in letters if each not in found), "?"))
    return found


def codes(labels: Sequence[str]) -> tuple[str, ...]:
    """A short head for each label, all different: three letters where that is enough."""
    found: list[str] = []
    for label in labels:
        texts = (_within(text) for text in _candidates(printable(label)))
        found.append(next((text for text in texts if text and text not in found), "?"))
    return tuple(found)


def _within(text: str) -> str:
    """As much of a text as a code has room for."""
    while width_of(text) > CODE:
        text = text[:-1]
    return text if width_of(text) else ""


def _candidates(label: str) -> Iterator[str]:
    words = [word for word in label.split() if word[0].isalnum()] or ["?"]
    yield words[0]
    for word in words[1:]:
        yield words[0][:2] + word[0].lower()
    for letter in words[0][CODE:]:
        yield words[0][:2] + letter
    for place in range(2, 100):
        yield f"{words[0][0]}{place}"
    yield from map(str, range(1000))


def shaped(text: str, place: int, glyphs: Glyphs = UNICODE) -> str:
    """A bar in the shape at `place`; the first one keeps its end of a part of a cell."""
    if not place:
        return text
    filled = len(text.rstrip())
    return shape_of(place, glyphs) * filled + " " * (len(text) - filled)


def shape_of(place: int, glyphs: Glyphs = UNICODE) -> str:
    """The shape at `place`, for a legend."""
    return glyphs.shapes[place % len(glyphs.shapes)]


def _clean(value: float) -> float:
    return 0.0 if math.isnan(value) or value <= 0 else float(value)


def _share(value: float, maximum: float) -> float:
    """Part of the whole, 0 to 1."""
    value = _clean(value)
    if value <= 0 or not maximum > 0:
        return 0.0
    return 1.0 if value >= maximum else max(value / maximum, math.ulp(0.0))


def _log_share(value: float, minimum: float, maximum: float) -> float:
    value = _clean(value)
    if value <= 0 or not 0 < minimum < maximum < math.inf:
        return 0.0
    if value >= maximum:
        return 1.0
    share = (math.log(value) - math.log(minimum)) / (math.log(maximum) - math.log(minimum))
    return min(max(share, math.ulp(0.0)), 1.0)


def _blocks(share: float, width: int, glyphs: Glyphs) -> str:
    if width <= 0:
        return ""
    if share <= 0:
        return " " * width
    steps = len(glyphs.blocks)
    full = width * steps
    size = full if share >= 1 else max(min(round(share * full), full - 1), 1)
    whole, rest = divmod(size, steps)
    text = glyphs.blocks[-1] * whole + (glyphs.blocks[rest - 1] if rest else "")
    return text + " " * (width - len(text))


def _filled(total: float, maximum: float, width: int, signs: int) -> int:
    """Cells of a stacked bar that are not blank."""
    if width <= 0 or total <= 0 or not maximum > 0:
        return 0
    return min(max(round(_share(total, maximum) * width), signs), width)


def _divide(values: Sequence[float], cells: int) -> list[int]:
    """Divide cells by value, at least one to every value above zero while there are enough."""
    total = math.fsum(values)
    if cells <= 0:
        return [0] * len(values)
    ideal = [_share(value, total) * cells for value in values]
    sizes = [0] * len(values)
    for place in sorted(range(len(values)), key=lambda place: -ideal[place])[:cells]:
        if values[place] > 0:
            sizes[place] = max(math.floor(ideal[place]), 1)
    while sum(sizes) > cells:
        place = max(
            (place for place, size in enumerate(sizes) if size > 1),
            key=lambda place: sizes[place] - ideal[place],
        )
        sizes[place] -= 1
    while sum(sizes) < cells:
        place = max(range(len(sizes)), key=lambda place: ideal[place] - sizes[place])
        sizes[place] += 1
    return sizes

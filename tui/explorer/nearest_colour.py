"""The nearest of the 256 colours of a terminal, as the eye sees it. Knows no Textual.

Rich takes the nearest step of each channel on its own, so that a dark blue ground comes out in
a strong teal and a warm white in pink; here the greys count like all others, and what looks
nearest is taken.
"""

from __future__ import annotations

from functools import lru_cache

RGB = tuple[int, int, int]

_STEPS = (0, 95, 135, 175, 215, 255)
"""What red, green and blue can be in the colours 16 to 231."""
_GREYS = range(232, 256)


def colour_of(number: int) -> RGB:
    """Red, green and blue of a colour of the palette, 16 to 255."""
    if number in _GREYS:
        grey = 8 + 10 * (number - _GREYS.start)
        return grey, grey, grey
    red, rest = divmod(number - 16, 36)
    green, blue = divmod(rest, 6)
    return _STEPS[red], _STEPS[green], _STEPS[blue]


@lru_cache(1024)
def nearest(colour: RGB) -> int:
    """The number of the colour of the palette that looks most like a colour."""
    seen = as_seen(colour)

    def apart(number: int) -> float:
        return sum((one - other) ** 2 for one, other in zip(seen, _told(number), strict=True))

    return min(_candidates(colour), key=apart)


def _candidates(colour: RGB) -> list[int]:
    """The steps around each channel, and the greys about as bright."""
    around = [_around(value) for value in colour]
    cube = [16 + 36 * r + 6 * g + b for r in around[0] for g in around[1] for b in around[2]]
    places = {min(max((value - 8) // 10 + more, 0), 23) for value in colour for more in (0, 1)}
    return [*cube, *(_GREYS[place] for place in range(min(places), max(places) + 1))]


def _around(value: int) -> tuple[int, ...]:
    """The places of the steps at and below, and above a value."""
    below = max(place for place, step in enumerate(_STEPS) if step <= value)
    return (below,) if below == len(_STEPS) - 1 else (below, below + 1)


@lru_cache(256)
def _told(number: int) -> tuple[float, float, float]:
    return as_seen(colour_of(number))


def as_seen(colour: RGB) -> tuple[float, float, float]:
    """Lightness and the two differences of colour in the space OKLab (Björn Ottosson, 2020)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )

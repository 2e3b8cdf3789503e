"""Masks: one byte a row, 1 where the row is picked. All operations are linear.

A column by its distinct values gives one without testing a condition once a row.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import Any

Mask = bytes


def nothing(size: int) -> Mask:
    """No row."""
    return bytes(size)


def everything(size: int) -> Mask:
    """Every row."""
    return b"\x01" * size


def both(a: Mask, b: Mask) -> Mask:
    """Rows picked by both."""
    joined = int.from_bytes(a, "little") & int.from_bytes(b, "little")
    return joined.to_bytes(len(a), "little")


def either(a: Mask, b: Mask) -> Mask:
    """Rows picked by one or both."""
    joined = int.from_bytes(a, "little") | int.from_bytes(b, "little")
    return joined.to_bytes(len(a), "little")


_FLIP = bytes([1, 0]) + bytes(254)


def invert(mask: Mask) -> Mask:
    """Rows that are not picked."""
    return mask.translate(_FLIP)


def count(mask: Mask) -> int:
    """Number of picked rows."""
    return mask.count(1)


def rows(mask: Mask) -> list[int]:
    """Indices of the picked rows, ascending."""
    return list(compress(range(len(mask)), mask))


def of_rows(indices: Iterable[int], size: int) -> Mask:
    """The mask that picks these rows."""
    flags = bytearray(size)
    for index in indices:
        flags[index] = 1
    return bytes(flags)


def spread(mask: Mask, parents: Sequence[int]) -> Mask:
    """Mask over children: each as its parent. A parent of -1 counts as not picked."""
    padded = mask + b"\x00"
    return bytes(map(padded.__getitem__, parents))


# From this many values on, a text is looked for in all of them at once.
MANY = 2000
_END = "\n\0\n"


class DictionaryColumn:
    """A column as its distinct values and, for each row, the number of its value."""

    __slots__ = ("_codes", "_haystacks", "_joined", "_rows", "_starts", "distinct")

    def __init__(self, values: Sequence[Any]) -> None:
        """Number the values in the order in which they are met."""
        numbers: dict[Any, int] = {}
        codes = [numbers.setdefault(value, len(numbers)) for value in values]
        self.distinct: list[Any] = list(numbers)
        self._codes: bytes | array[int] = bytes(codes) if len(numbers) <= 256 else array("l", codes)
        self._haystacks: list[str] | None = None
        self._joined: str | None = None
        self._starts: list[int] = []
        self._rows: tuple[list[int], list[int]] | None = None

    def mask(self, flags: Sequence[bool]) -> Mask:
        """Rows whose distinct value is flagged."""
        if True not in flags:
            return nothing(len(self._codes))
        if isinstance(self._codes, bytes):
            return self._codes.translate(bytes(flags).ljust(256, b"\x00"))
        return bytes(map(bytes(flags).__getitem__, self._codes))

    def haystacks(self, texts_of: Callable[[Any], Sequence[str]] | None) -> list[str]:
        """Searchable texts of each distinct value, folded once, one form a line.

        Without ``texts_of`` the values themselves are the texts.
        """
        if self._haystacks is None:
            from tui.query.engine.fold import haystack

            if texts_of is None:
                self._haystacks = [haystack(value) if value else "" for value in self.distinct]
                return self._haystacks
            self._haystacks = [
                "" if value is None or value == () else "\n".join(map(haystack, texts_of(value)))
                for value in self.distinct
            ]
        return self._haystacks

    def containing(self, wanted: str, texts_of: Callable[[Any], Sequence[str]] | None) -> Mask:
        """Rows of which a searchable text contains an already folded one."""
        stacks = self.haystacks(texts_of)
        if len(stacks) < MANY or not wanted or "\0" in wanted:
            return self.mask([wanted in stack for stack in stacks])
        if self._joined is None:
            self._joined = _END.join(stacks) + _END
            sizes = (len(stack) + len(_END) for stack in stacks)
            self._starts = list(accumulate(sizes, initial=0))
        if self._joined.count(wanted) * 8 > len(stacks):
            return self.mask([wanted in stack for stack in stacks])
        return self._mask_of(list(self._found(self._joined, wanted)))

    def _found(self, joined: str, wanted: str) -> Iterator[int]:
        """Numbers of the values in which the text occurs, each once."""
        place = joined.find(wanted)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number
            place = joined.find(wanted, self._starts[number + 1])

    def _mask_of(self, numbers: Sequence[int]) -> Mask:
        """Rows that have one of a few values."""
        if self._rows is None:
            codes = self._codes
            order = sorted(range(len(codes)), key=codes.__getitem__)
            counts = [0] * len(self.distinct)
            for code in codes:
                counts[code] += 1
            self._rows = order, list(accumulate(counts, initial=0))
        order, starts = self._rows
        flags = bytearray(len(self._codes))
        for number in numbers:
            for row in order[starts[number] : starts[number + 1]]:
                flags[row] = 1
        return bytes(flags)

"""Masks: one byte a row, 1 where the row is picked. All operations are linear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress

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

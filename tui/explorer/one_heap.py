"""Threads share the memory that the C library has taken from the system.

Each thread would get a heap of its own, up to eight for each core, and each heap keeps what was
once needed at the same time: 21 of 105 MiB lay idle there after 3,000 keys.
"""

from __future__ import annotations

import contextlib

_ARENA_MAX = -8
"""M_ARENA_MAX of <malloc.h> in the GNU library; no other has it."""


def share_heaps() -> None:
    """Give threads that begin from now on no heap of their own; where that cannot be said, none."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)

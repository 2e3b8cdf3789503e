"""Drawing what a person might press: keys of the whole command table, dialogues, texts."""

from __future__ import annotations

import random

from tui.explorer.commands import COMMANDS

KEYS = tuple(key for each in COMMANDS for key in each.keys if each.id != "suspend")
"""Every key of the command table, but the one that stops the process."""
DIALOG_KEYS = ("escape", "enter", "down", "up", "left", "right", "n", "s", "q", "tab", "space")
"""Keys that mean something in dialogues and fields, some of them another thing than in tables."""
TEXTS = ("country:DE", "sectors:>=5", "energy", "q", "zzz", "-country:", "(a OR", "name:/a/", "x y")
"""Filters and names to type: good ones, faulty ones, and ones that are keys as well."""


def draw_keys(rng: random.Random, count: int) -> list[str]:
    """``count`` keys by Textual's names or as characters; a text counts as one."""
    keys: list[str] = []
    for _ in range(count):
        kind = rng.random()
        if kind < 0.12:
            keys += ["/", *rng.choice(TEXTS), *rng.choice(([], ["enter"], ["escape"]))]
        elif kind < 0.4:
            keys.append(rng.choice(DIALOG_KEYS))
        else:
            keys.append(rng.choice(KEYS))
    return keys


_SEQUENCES = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "space": b" ", "backspace": b"\x7f",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~",
    "shift+tab": b"\x1b[Z", "shift+up": b"\x1b[1;2A", "shift+down": b"\x1b[1;2B",
}  # fmt: skip


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key."""
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1]) & 0x1F])
    return _SEQUENCES.get(key) or key.encode()


def sent(keys: list[str]) -> list[bytes]:
    """The bytes of each key; without a Backspace behind Escape, which means Alt and Backspace."""
    pairs = zip(["", *keys], keys, strict=False)
    return [bytes_of(key) for before, key in pairs if (before, key) != ("escape", "backspace")]

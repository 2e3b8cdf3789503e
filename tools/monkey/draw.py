"""Drawing what a person might press: keys of the whole command table, dialogues, texts."""

from __future__ import annotations

import random

from tui.explorer.commands import COMMANDS

KEYS = tuple(key for command in COMMANDS for key in command.keys)
"""Every key of the command table."""
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

"""What may be meant by a word that is no command, or by an option in another place."""

from __future__ import annotations

import shlex
from collections.abc import Container, Mapping, Sequence
from difflib import SequenceMatcher

from tui.cli.common import USAGE, CommandError, over_folders
from tui.text import did_you_mean

# Commands of other programs -> the one that does it here.
HABITS: Mapping[str, str] = {
    "list": "aif show",
    "ls": "aif tables",
    "get": "aif show",
    "print": "aif show",
    "cat": "aif show",
    "query": "aif show",
    "table": "aif tables",
    "columns": "aif fields",
    "describe": "aif fields",
    "check": "aif validate",
    "lint": "aif validate",
    "version": "aif --version",
    "save": "aif export",
    "dump": "aif export",
    "download": "aif export",
    "compare": "aif diff",
    "import": "aif data import",
    "open": "aif",
    "run": "aif",
    "start": "aif",
}


NEAR = 0.7
"""Likeness from which a word is taken for a slip of another: jaif is none of diff."""


def meant_command(word: str, commands: Sequence[str]) -> str:
    """The call that a word may stand for, "" where it looks like no command."""
    close = did_you_mean(word, [*commands, *HABITS])
    if not close or SequenceMatcher(None, word.lower(), close).ratio() < NEAR:
        return ""
    return HABITS.get(close) or f"aif {close}"


def check_word(words: Sequence[str], data: Sequence[str], commands: Sequence[str]) -> None:
    """Refuse the name of a table, and a lone word that is or looks like a command.

    The explorer would open with nothing in it, or with what nobody asked for. A word that is
    only like a command is none where a site mentions it.
    """
    if words and words[0] in _tables():
        call = shlex.join(["aif", "show", *words])
        raise CommandError(
            f"'{words[0]}' is a table; did you mean '{call}'? A filter comes after --", USAGE
        )
    if len(words) != 1 or not words[0].isalpha():
        return
    meant = meant_command(words[0], commands)
    if meant and (words[0].lower() in HABITS or not _mentioned(words[0], data)):
        raise CommandError(
            f"'{words[0]}' is no command; did you mean '{meant}'? A filter comes after --", USAGE
        )


def _tables() -> Container[str]:
    from tui.query.engine.specs import Specs, Words

    return Specs(Words())


def _mentioned(word: str, data: Sequence[str]) -> bool:
    from tui.dataset import DatasetError, load
    from tui.query.engine.match import match_text
    from tui.query.engine.store import store_of

    try:
        return any(match_text(store_of(load(over_folders(data))), "sites", word))
    except DatasetError:
        return True  # what is wrong with the data is said when they are opened


def misplaced(option: str, words: Sequence[str], command: str) -> CommandError:
    """An option of a command that stands before it."""
    at = words.index(command)
    before, behind = words[:at], words[at + 1 :]
    call = " ".join(["aif", command, *behind, *before])
    return CommandError(f"option {option} belongs to '{command}' and comes after it: {call}", USAGE)

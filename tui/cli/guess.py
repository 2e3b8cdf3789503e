"""What may be meant by a word that is no command, or by an option in another place."""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tui.cli.common import USAGE, CommandError, over_folders
from tui.text import did_you_mean, listed

if TYPE_CHECKING:
    from tui.dataset import Dataset

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


SHORTEST_PART = 3
"""Letters of a part of an id from which on it tells something."""
_NAMED = 4
"""Ids that hold a part, as many as a message names."""


def holding(part: str, ids: Iterable[str]) -> list[str]:
    """The ids that hold a part of an id, those that begin with it first; none for a short one."""
    if len(part) < SHORTEST_PART:
        return []
    word = part.lower()
    found = [each for each in ids if word in each.lower()]
    return sorted(found, key=lambda each: not each.lower().startswith(word))


def id_meant(word: str, ids: Sequence[str]) -> str:
    """The question whether another id is meant: one that holds the word, or looks like it.

    "" where there is none.
    """
    found = holding(word, ids)
    if len(found) > 1:
        return f"did you mean one of {listed(found, _NAMED)}?"
    close = found[0] if found else did_you_mean(word, ids)
    return f"did you mean '{close}'?" if close else ""


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

    try:
        return mentioned(word, load(over_folders(data)))
    except DatasetError:
        return True  # what is wrong with the data is said when they are opened


def mentioned(word: str, dataset: Dataset) -> bool:
    """Whether some site holds a word, as text."""
    from tui.query.engine.match import match_text
    from tui.query.engine.store import store_of

    return any(match_text(store_of(dataset), "sites", word))


def tables_with(name: str) -> str:
    """What tells which tables have a field that another one lacks; "" where none has it."""
    if not name:
        return ""
    from tui.analysis.lenses.verdict_table import FIELDS
    from tui.analysis.lenses.verdict_table import NAME as VERDICTS
    from tui.query.engine.specs import Specs, Words

    found = [each for each, spec in Specs(Words()).items() if spec.own_column(name)]
    of_findings = name in {*(each.id for each in FIELDS), "turns", "turns_between"}
    found += [VERDICTS] if of_findings else []
    if not found:
        return ""
    said = f"; it is a field of {listed(found, _NAMED)}"
    return f"{said}, and 'aif findings' takes it" if of_findings else said


def misplaced(option: str, words: Sequence[str], command: str) -> CommandError:
    """An option of a command that stands before it."""
    at = words.index(command)
    before, behind = words[:at], words[at + 1 :]
    call = " ".join(["aif", command, *behind, *before])
    return CommandError(f"option {option} belongs to '{command}' and comes after it: {call}", USAGE)


_DOCUMENTS = (".pdf", ".docx", ".doc", ".odt", ".rtf")


def check_ending(path: str, *, ending: str, holds: str) -> None:
    """Raise a CommandError for a file whose ending says that it holds something else.

    ``ending`` is one that fits what the file ``holds``.
    """
    from pathlib import Path

    from tui.export import format_of_path

    fmt = format_of_path(path)
    other = fmt is not None and fmt.id not in ("md", "table")
    if other or Path(path).suffix.lower() in _DOCUMENTS:
        name = Path(path).with_suffix(ending).name
        raise CommandError(f"'{path}' would hold {holds}; name it {name}", USAGE)

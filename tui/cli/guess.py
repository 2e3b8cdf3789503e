"""What may be meant by a word that is no command, or by an option in another place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tui.text import MOST_NAMED, did_you_mean, listed

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
        return f"did you mean one of {listed(found, MOST_NAMED)}?"
    close = found[0] if found else did_you_mean(word, ids)
    return f"did you mean '{close}'?" if close else ""


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
    said = f"; it is a field of {listed(found, MOST_NAMED)}"
    return f"{said}, and 'aif findings' takes it" if of_findings else said

"""What a list says of what is not on it: one wording for sectors, services and partners."""

from __future__ import annotations

INCOMPLETE = {"partial": "list incomplete", "unknown": "list perhaps incomplete"}
"""How a list that is not known to be whole is told, by its completeness."""
SIGNS = {"partial": "+", "unknown": "?"}
"""The sign behind the length of such a list."""


def missing(completeness: str, known: str) -> str:
    """What is told of something that a list does not have.

    ``known`` where the list is whole, such as "not named"; else it is unknown.
    """
    ending = INCOMPLETE.get(completeness)
    return f"unknown, {ending}" if ending else known

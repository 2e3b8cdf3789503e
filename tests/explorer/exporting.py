"""Reading and filling in the export dialog, for its tests."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from tests.explorer.helpers import lines, press, write
from tui.explorer.dialogs.export import ExportScreen
from tui.query import View

BRIEF = View(cohort="brief")
NAME = "aif-sites-brief.csv"
QUESTIONS = ("table", "rows", "columns", "format", "origin")


def said(pilot: Pilot[Any]) -> str:
    return "\n".join(notice.message for notice in pilot.app._notifications)


def field(pilot: Pilot[Any]) -> Input:
    return pilot.app.screen.query_one(Input)


def asking(pilot: Pilot[Any]) -> bool:
    """Whether the dialog stands open."""
    return isinstance(pilot.app.screen, ExportScreen)


def line(pilot: Pilot[Any], label: str) -> str:
    """The line of the dialog with this label."""
    parts = (part.strip() for text in lines(pilot) for part in text.split("│"))
    return next(part for part in parts if part.startswith(label))


def chosen(pilot: Pilot[Any], label: str) -> str:
    return line(pilot, label).split("‹")[1].split("›")[0]


async def go(pilot: Pilot[Any], question: str) -> None:
    """Move from the first question down to another."""
    await press(pilot, *["down"] * QUESTIONS.index(question))


async def choose(pilot: Pilot[Any], question: str, steps: int) -> None:
    """Choose by so many steps to the right, and go back to the first question."""
    await go(pilot, question)
    await press(pilot, *["right"] * steps)
    await press(pilot, *["up"] * QUESTIONS.index(question))


async def rename(pilot: Pilot[Any], name: str) -> None:
    """Type another name for the file, from the first question."""
    await press(pilot, "up", "ctrl+u")
    await write(pilot, name)

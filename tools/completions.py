"""Writes the completions for bash, zsh and fish anew from the parser of the program.

Run with ``make completions``; a test holds them together. What changes with the data (tables,
columns, cohorts, ids) is asked of ``aif words`` when a person presses Tab.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab

from tui.cli.parser import COMMANDS, Parser, explorer_parser, parser_of

FOLDER = Path(__file__).parent.parent / "completions"
FILES = {"bash": "aif", "zsh": "_aif", "fish": "aif.fish"}

_OPTIONS = {
    "--cohort": "cohorts",
    "--columns": "columns",
    "--sort": "columns",
    "--tables": "tables",
    "--table": "tables",
    "--theme": "themes",
    "--explain": "findings",
    "--format": "formats",
}
_ARGUMENTS = {
    ("show", "table"): "tables",
    ("fields", "table"): "tables",
    ("schema", "name"): "schemas",
    ("cite", "ids"): "sources",
    ("findings", "words"): "findings",
    ("help", "command"): "commands",
}
_FILES = frozenset({"--output", "--to"})
_FOLDERS = frozenset({"--data", "folders", "dest"})


def script(shell: str) -> str:
    """The completion for a shell."""
    return shtab.complete(_parser(), shell)


def _parser() -> argparse.ArgumentParser:
    """One parser of all commands, with what completes each of their arguments."""
    main = Parser(prog="aif", description="Explore the EU's AI Factories.")
    for action in explorer_parser()._actions:
        if action.option_strings and not isinstance(action, argparse._HelpAction):
            main._add_action(action)
            if action.dest != "theme":
                _complete("", action)
    commands = main.add_subparsers(title="commands", prog="aif")
    for name in COMMANDS:
        parser = commands.choices[name] = parser_of(name)
        # Without a line of help argparse keeps a command to itself.
        commands._choices_actions.append(commands._ChoicesPseudoAction(name, (), COMMANDS[name]))
        for action in parser._actions:
            _complete(name, action)
    return main


def _complete(command: str, action: argparse.Action) -> None:
    names = [*action.option_strings, action.dest]
    asked = next((_OPTIONS[each] for each in names if each in _OPTIONS), "")
    asked = _ARGUMENTS.get((command, action.dest), asked)
    if asked:
        action.complete = shtab.cmd(f"aif words {asked} 2>/dev/null")  # type: ignore[attr-defined]
    elif _FILES & {*names}:
        action.complete = shtab.FILE  # type: ignore[attr-defined]
    elif _FOLDERS & {*names}:
        action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for shell, name in FILES.items():
        (FOLDER / name).write_text(script(shell), "utf-8")


if __name__ == "__main__":
    main()

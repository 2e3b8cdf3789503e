"""The manual page says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.manpage import page
from tui.cli.options import EXIT_CODES, EXITS
from tui.cli.parser import COMMANDS, parser_of
from tui.cli.show import TABLES
from tui.export.formats import FORMATS

PAGE = (Path(__file__).parents[2] / "man" / "aif.1").read_text("utf-8")


def section(name: str) -> str:
    """Text of the part that begins with this heading."""
    found = re.search(rf"^\.S[SH] {name}\b.*?(?=^\.S[SH] |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return found.group()


def test_page_is_that_of_the_program() -> None:
    assert page(PAGE) == PAGE, "make man writes it anew"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_options_are_those_of_the_program(command: str) -> None:
    parser = parser_of(command)
    text = section(command or "explorer").replace("\\-", "-")
    for each in parser._option_string_actions:
        assert each in ("-h", "--help") or re.search(rf"[ \"]{each}[,\"\n]", text), each


def test_commands_tables_formats_and_exit_codes_are_named() -> None:
    headings = re.findall(r"^\.SS (\w+)", PAGE, re.MULTILINE)
    assert headings[0] == "explorer"
    assert set(headings[1:]) == set(COMMANDS)
    for table in TABLES:
        assert table in section("show")
    for fmt in FORMATS:
        assert fmt in section("FORMATS").replace("\\-", "-")
    for code in EXITS:
        assert f"\n.B {code}\n" in section("EXIT STATUS")


def test_exit_codes_stand_one_a_line_in_two_columns() -> None:
    lines = EXIT_CODES.splitlines()[1:]
    assert [int(line.split()[0]) for line in lines] == list(EXITS)
    assert len({re.match(r" +\d+ +", line).end() for line in lines}) == 1  # type: ignore[union-attr]


def test_page_is_plain_roff() -> None:
    assert PAGE.isascii()
    for line in PAGE.splitlines():
        assert not line.startswith("'")
        assert line.strip(), "an empty line breaks the layout"

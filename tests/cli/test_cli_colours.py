"""Colours on a terminal repeat what words say, and are nowhere else."""

from __future__ import annotations

import re

import pytest

from tests.cli.running import FIXTURES, SMALL, in_terminal, piped
from tui.cli.common import DONE

SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("words", [("show", "systems"), ("findings",), ("fields", "sites")])
def test_a_terminal_gets_colours_and_the_same_text(words: tuple[str, ...]) -> None:
    code, coloured = in_terminal(*words, *SMALL, no_color="")
    assert code == DONE
    assert SGR.search("\n".join(coloured))
    _, plain = in_terminal(*words, *SMALL)
    assert not SGR.search("\n".join(plain))
    assert [SGR.sub("", line) for line in coloured] == plain


def test_verdicts_and_headings_have_theirs() -> None:
    _, lines = in_terminal("findings", *SMALL, no_color="")
    assert any("\x1b[32m✓ holds" in line for line in lines)
    assert any("\x1b[1;31m✗ fails" in line for line in lines)
    _, lines = in_terminal("show", "sites", *SMALL, no_color="")
    assert lines[0].startswith("\x1b[1m")


def test_a_pipe_and_a_plain_terminal_get_none() -> None:
    assert "\x1b" not in piped("findings", "--format", "table", *SMALL).stdout
    _, lines = in_terminal("show", "sites", *SMALL, term="dumb", no_color="")
    assert "\x1b" not in "".join(lines)


def test_texts_from_files_send_nothing_of_their_own() -> None:
    _, lines = in_terminal("show", "sites", "--data", str(FIXTURES / "hostile"), no_color="")
    left = SGR.sub("", "\n".join(lines))
    assert not re.search(r"\x1b\[(?![su78]|\d*[CG])|\x1b[^\[78]", left)

"""Words to options: filters may begin with a minus, mistakes are named."""

from __future__ import annotations

import shlex

import pytest

from tui.cli.common import USAGE, CommandError
from tui.cli.parser import (
    COMMANDS,
    Parser,
    _command,
    arranged,
    explorer_parser,
    owners_of,
    parser_of,
)


@pytest.fixture
def parser() -> Parser:
    made = Parser(prog="made")
    made.add_argument("words", nargs="*")
    made.add_argument("--sort", default="")
    made.add_argument("--limit", type=int, default=0)
    made.add_argument("--whole", action="store_true")
    return made


@pytest.mark.parametrize(
    ("line", "words", "sort", "whole"),
    [
        ("sites -partner.type:company", ["sites", "-partner.type:company"], "", False),
        ("-website:* sites --whole", ["-website:*", "sites"], "", True),
        ("'-(a OR b)' --sort -members", ["-(a OR b)"], "-members", False),
        ("--sort=-members,name x", ["x"], "-members,name", False),
        ("--sort -website:* x", ["x"], "-website:*", False),
        ("a --whole b --sort c d", ["a", "b", "d"], "c", True),
        ("-- --whole --sort", ["--whole", "--sort"], "", False),
        ("a -- -- b", ["a", "--", "b"], "", False),
        ("-stuttgart", ["-stuttgart"], "", False),
        ("-", ["-"], "", False),
        ("'-\"max planck\"'", ['-"max planck"'], "", False),
        ("", [], "", False),
        ("''", [""], "", False),
    ],
)
def test_words_are_read(
    parser: Parser, line: str, words: list[str], sort: str, whole: bool
) -> None:
    read = parser.parse(shlex.split(line))
    assert (read.words, read.sort, read.whole) == (words, sort, whole)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--srot a", "unknown option '--srot'; did you mean '--sort'?"),
        ("--wohle", "unknown option '--wohle'; did you mean '--whole'?"),
        ("--so a", "unknown option '--so'; did you mean '--sort'?"),
        ("--reveal", "unknown option '--reveal'; --help lists them"),
        ("-sort a", "unknown option '-sort'; did you mean '--sort'?"),
        ("-limit=3", "unknown option '-limit'; did you mean '--limit'?"),
        ("-x", "unknown option '-x'; a filter like that comes after --"),
        ("--sort", "option --sort needs a value"),
        ("--sort --whole", "option --sort needs a value"),
        ("--sort -- x", "option --sort needs a value"),
        ("--limit x", "option --limit: invalid int value: 'x'"),
        ("--whole=yes", "option --whole takes no value"),
    ],
)
def test_mistakes_are_named(parser: Parser, line: str, message: str) -> None:
    with pytest.raises(CommandError) as caught:
        parser.parse(shlex.split(line))
    assert str(caught.value).startswith(message)
    assert caught.value.code == USAGE


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_an_option_of_another_command_leads_there(command: str) -> None:
    """Whichever: it is neither unknown nor taken for another one."""
    own = set(parser_of(command)._option_string_actions)
    others = {each for name in COMMANDS for each in parser_of(name)._option_string_actions} - own
    for option in others:
        with pytest.raises(CommandError) as caught:
            parser_of(command).parse([option, "x"])
        assert str(caught.value).startswith(f"no option {option} here; 'aif")
        assert all(each in str(caught.value) for each in owners_of(option)[:3])


def test_the_commands_that_have_an_option_are_named() -> None:
    assert owners_of("--limit") == ["'aif show'"]
    assert owners_of("--tab") == ["'aif' alone"]
    assert owners_of("--reveal") == []
    with pytest.raises(CommandError, match="did you mean '--limit' of 'aif show'"):
        parser_of("tally").parse(["--limt", "3"])


def test_every_option_of_the_explorer_can_stand_anywhere() -> None:
    parser = explorer_parser()
    words = ["a", "--tab", "sites", "-b:c", "--no-mouse", "--data", "x", "--data=y", "--ascii"]
    read = parser.parse(words)
    assert read.filter == ["a", "-b:c"]
    assert (read.tab, read.mouse, read.data, read.ascii) == ("sites", False, ["x", "y"], True)


def test_order_of_words_is_kept() -> None:
    assert arranged(["b", "a", "-c:d"], {}) == ["--", "b", "a", "-c:d"]
    assert arranged([], {}) == []


@pytest.mark.parametrize("word", ["jaif", "vega", "gaia", "lumi", "health"])
def test_a_filter_is_no_slip_of_a_command(word: str) -> None:
    name, rest = _command([word, "--data", "mine"], explorer_parser()._option_string_actions)
    assert (name, rest) == ("", [word, "--data", "mine"])


@pytest.mark.parametrize(
    ("word", "meant"),
    [("shwo", "show"), ("validte", "validate"), ("repotr", "report"), ("finding", "findings")],
)
def test_a_slip_of_a_command_is_named(word: str, meant: str) -> None:
    with pytest.raises(CommandError, match=f"did you mean 'aif {meant}'"):
        _command([word, "sites"], explorer_parser()._option_string_actions)

"""What is longer than the terminal goes through the person's own pager, where that is asked for."""

from __future__ import annotations

import pytest

from tests.cli.running import FACTORIES, stream_in_terminal

LONG = ("show", "sources", "--pager", *FACTORIES)


def shown(*words: str, pager: str) -> tuple[int, list[str]]:
    code, stream = stream_in_terminal(*words, env={"PAGER": pager})
    return code, stream.splitlines()


def test_a_long_table_is_handed_to_the_pager() -> None:
    code, lines = shown(*LONG, pager="sed s/^/paged:/")
    assert code == 0
    assert len(lines) > 24
    assert all(line.startswith("paged:") for line in lines[:24])


def test_what_fits_is_not() -> None:
    code, lines = shown("show", "sites", "--limit", "3", *LONG[2:], pager="sed s/^/paged:/")
    assert code == 0
    assert not any("paged:" in line for line in lines)


@pytest.mark.parametrize("pager", ["/nowhere/less -R", "'"])
def test_without_the_program_all_is_shown(pager: str) -> None:
    words = [word for word in LONG if word != "--pager"]
    assert shown(*LONG, pager=pager) == shown(*words, pager="less")


def test_a_pager_that_is_left_ends_it() -> None:
    code, lines = shown(*LONG, pager="head -n 1")
    assert code == 0
    assert len(lines) < 5

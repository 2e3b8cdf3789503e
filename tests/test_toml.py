"""Reading TOML: two readers, one answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.mutate_data import mutated
from tui import toml

DATA = Path(__file__).parents[1] / "data"
ODD = (
    "a = 1\r\nb = '''\r\nx\r\n'''\r\n",
    "a = 123456789012345678901234567890",
    "a = 1e400",
    "a = " + "[" * 200 + "]" * 200,
    "a = {b = 1,\n c = 2,}",
    'a = ["\\e", "null", "\\u00e4"]',
    "a = 2025-01-02T03:04:05.123456789+01:30\nb = 2025-01-02\nc = 03:04",
    "z = 1\na = 2\nm = 3",
    "a = [inf, -inf, -0.0, 0xff, 1_000]",
)
WRONG = (
    "a = 1\na = 2",
    "a = 2025-02-30",
    "[a]\n[a]",
    "a = 1\rb = 2",
    'a = "\x00"',
    "ä = 1",
    'a = "\\ud800"',
)


@pytest.mark.parametrize("text", ODD)
def test_the_fast_reader_gives_what_the_careful_one_gives(text: str) -> None:
    expected = tomli.loads(text)
    found = toml.loads(text)
    assert found == expected
    assert [*found] == [*expected]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_in_words_with_its_line(text: str) -> None:
    with pytest.raises(tomli.TOMLDecodeError) as expected:
        tomli.loads(text)
    with pytest.raises(toml.TOMLDecodeError) as found:
        toml.loads(text)
    assert str(found.value) == str(expected.value)
    assert found.value.line == expected.value.lineno


def test_without_the_fast_reader_all_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DATA / "vocabulary.toml").read_text("utf-8")
    fast = toml.loads(text)
    monkeypatch.setattr(toml, "_fast", None)
    assert toml.loads(text) == fast


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_both_readers_agree_on_broken_files(seed: int) -> None:
    _, content = mutated(seed, DATA)
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    assert same(outcome(toml.loads, text), outcome(tomli.loads, text))


def outcome(read: Callable[[str], object], text: str) -> object:
    """What a reader gives, or says is wrong."""
    try:
        return read(text)
    except (ValueError, RecursionError) as error:
        return str(error)


def same(found: object, expected: object) -> bool:
    """Whether values are equal and of one type; not-a-number is equal to itself."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return [*found] == [*expected] and all(map(same, found.values(), expected.values()))
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    alike = found == expected or (found != found and expected != expected)  # noqa: PLR0124
    return type(found) is type(expected) and alike

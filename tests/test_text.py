"""Texts made harmless, measured, cut, wrapped, counted and corrected."""

from __future__ import annotations

import random
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text import (
    clusters,
    cut,
    did_you_mean,
    fenced,
    hides,
    likely,
    listed,
    listed_within,
    number,
    padded,
    plural,
    printable,
    quote,
    width_of,
    wrap,
)

FLAG, FAMILY, THAI, LAO, HINDI = "🇩🇪", "👩\u200d💻", "ที่ปรึกษา", "ກຳປັ່ນ", "नमस्ते"
# Letters, marks, emoji, and all that a hostile file may carry; surrogates too.
anything = st.text(st.characters(), max_size=40) | st.text(
    st.sampled_from([*"ab ", "\x1b", "\x9b", "\u202e", "\u200b", "\u0301", "e", "界", *FLAG]),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("Grünes Österreich – Ελλάδα България", "Grünes Österreich – Ελλάδα България"),
        ("two\nlines\tand\u2028more\xa0here", "two lines and more\xa0here"),
        ("\x1b]52;c;aGk=\x07", "<U+001B>]52;c;aGk=<U+0007>"),
        ("\x9b31m \x7f", "<U+009B>31m <U+007F>"),
        ("abc\u202edef\u2066", "abc<U+202E>def<U+2066>"),
        ("zero\u200bwidth\u2060\ufeff", "zero<U+200B>width<U+2060><U+FEFF>"),
        ("\ud800lone", "<U+D800>lone"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("\u115f\u3164\uffa0", "<U+115F><U+3164><U+FFA0>"),
        ("heart \u2764\ufe0f", "heart \u2764<U+FE0F>"),
        (FAMILY, "👩<U+200D>💻"),
        (FLAG + THAI + LAO + HINDI, FLAG + THAI + LAO + HINDI),
        ("e\u0301", "e\u0301"),
        ("\u0301e", "<U+0301>e"),
        ("a" + "\u0301" * 6, "a" + "\u0301" * 4 + "<U+0301>" * 2),
    ],
)
def test_everything_in_a_text_can_be_seen(text: str, seen: str) -> None:
    assert printable(text) == seen


@given(anything)
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    seen = printable(text)
    assert not any(map(hides, seen))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff]",
                         seen)  # fmt: skip
    assert printable(seen) == seen
    seen.encode("utf-8")


def test_width_is_what_the_explorer_lays_out() -> None:
    for code in range(0x20, 0x110000):
        character = chr(code)
        if not hides(character):
            assert width_of(character) == cell_len(character), hex(code)
    for text in (FLAG, THAI, LAO, HINDI, "日本 ab", "👍🏽"):
        assert width_of(text) == cell_len(text)


@given(anything)
def test_signs_are_the_whole_text_in_order(text: str) -> None:
    text = printable(text)
    parts = list(clusters(text))
    assert "".join(text[start:end] for start, end, _ in parts) == text
    assert sum(cells for *_, cells in parts) == width_of(text)


def test_a_flag_is_one_sign() -> None:
    assert list(clusters("🇩🇪🇫🇷x")) == [(0, 2, 2), (2, 4, 2), (4, 5, 1)]
    assert cut("ab🇩🇪🇫🇷", 5) == "ab🇩🇪…"
    assert cut("ab🇩🇪🇫🇷", 4) == "ab…"


@given(anything, st.integers(0, 30), st.sampled_from(["start", "end", "both"]))
def test_a_cut_text_fits_and_says_so(text: str, room: int, keep: str) -> None:
    text = printable(text)
    found = cut(text, room, keep=keep)  # type: ignore[arg-type]
    assert width_of(found) <= room
    if width_of(text) <= room:
        assert found == text
    elif room:
        assert "…" in found
        head, _, tail = found.partition("…") if "…" not in text else (found, "", "")
        if "…" not in text:
            assert text.startswith(head)
            assert text.endswith(tail)


@pytest.mark.parametrize(
    ("room", "keep", "found"),
    [
        (6, "start", "/home…"),
        (6, "end", "…e.csv"),
        (7, "both", "/ho…csv"),
        (1, "start", "…"),
        (0, "start", ""),
        (99, "both", "/home/reader/file.csv"),
    ],
)
def test_where_a_text_is_cut(room: int, keep: str, found: str) -> None:
    assert cut("/home/reader/file.csv", room, keep=keep) == found  # type: ignore[arg-type]


def test_a_wide_sign_that_does_not_fit_is_left_out_whole() -> None:
    assert cut("日本国", 4) == "日…"
    assert cut("日本国", 4, keep="end") == "…国"
    assert padded("日本国", 4) == "日… "


@given(anything, st.integers(1, 30), st.sampled_from(["left", "right", "center"]))
def test_padded_is_exactly_as_wide_as_asked(text: str, room: int, align: str) -> None:
    assert width_of(padded(printable(text), room, align)) == room  # type: ignore[arg-type]


@given(anything, st.integers(2, 20))
def test_wrapping_loses_nothing_and_fits(text: str, room: int) -> None:
    text = printable(text)
    lines = wrap(text, room)
    assert all(width_of(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrapping_breaks_at_blanks_and_long_words_anywhere() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("a abcdefghij b", 4) == ["a", "abcd", "efgh", "ij b"]
    assert wrap("", 5) == [""]
    assert wrap("日本", 1) == ["日", "本"]


@given(anything)
def test_a_fenced_text_ends_where_its_width_says(text: str) -> None:
    """Also on a terminal that takes every odd sign for two cells, and on one that takes none."""
    line = printable(text)
    for strange in (0, 2):
        assert column_after(fenced(f"\x1b[1m{line}\x1b[0m"), strange) == width_of(line)


def column_after(output: str, strange: int) -> int:
    """The column of the cursor, on a terminal where what is not ASCII takes ``strange`` cells."""
    column = saved = 0
    for found in re.finditer("\x1b7|\x1b8|\x1b\\[(\\d+)C|\x1b\\[\\d*m|(.)", output):
        if found.group() == "\x1b7":
            saved = column
        elif found.group() == "\x1b8":
            column = saved
        elif found.group(1):
            column += int(found.group(1))
        elif found.group(2):
            odd = fenced(found.group(2)) != found.group(2)
            column += strange if odd else width_of(found.group(2))
    return column


def test_ordinary_output_is_not_fenced() -> None:
    line = "\x1b[1;1HÖsterreich ▌ │ ● 日本 …\x1b[0m"
    assert fenced(line) == line


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1234567, "1,234,567"), (2.0, "2"), (0.12345, "0.123"), (1234.567, "1,234.57"),
     (12.5, "12.5"), (-3, "-3")],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_counts_and_lists() -> None:
    assert [plural(1, "site"), plural(1200, "site")] == ["1 site", "1,200 sites"]
    assert [plural(2, "country"), plural(0, "day")] == ["2 countries", "0 days"]
    assert plural(2, "claim fails", "claims fail") == "2 claims fail"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    assert listed(["a", "b", "c"], 1) == "a and 2 more"
    assert listed_within(["alpha", "beta", "gamma"], 20) == "alpha, beta, gamma"
    assert listed_within(["alpha", "beta", "gamma"], 17) == "alpha and 2 more"
    assert listed_within(["alpha", "beta"], 3) == ""


def test_quoted_values() -> None:
    assert quote("a\x1bb\u202e") == r"'a\x1bb\u202e'"
    assert quote("\u3164") == "'<U+3164>'"
    assert quote("x" * 99, 10) == "'xxxxxxxx…"
    assert quote(3) == "3"
    assert len(quote([["x"] * 1000] * 1000)) == 60


@pytest.mark.parametrize(
    ("word", "found"),
    [("contry", "country"), ("COUNTRY", "country"), ("zzz", ""), ("x" * 300, ""), ("", "")],
)
def test_the_nearest_word(word: str, found: str) -> None:
    assert did_you_mean(word, ["city", "country", "kind"]) == found


def test_other_digits_are_another_thing() -> None:
    """An edition is no slip for another one, so that no wrong citation is suggested."""
    editions = ["top500-2025-11", "top500-2026-06"]
    assert did_you_mean("top500-2025-06", editions) == ""
    assert did_you_mean("top50-2026-06", editions) == ""
    assert did_you_mean("tp500-2026-06", editions) == "top500-2026-06"


letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=20)


chance = random.Random(1)
MANY = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=12)) for _ in range(500)]


@given(letters, st.integers(0, 19))
def test_a_slip_is_found_among_many_words(word: str, at: int) -> None:
    slip = word[: at % len(word)] + word[at % len(word) + 1 :]
    valid = (*MANY, word)
    assert word in likely(slip, valid)
    assert did_you_mean(slip, valid) == word


@pytest.mark.parametrize("seed", range(3))
def test_of_words_as_near_the_choice_is_always_the_same(seed: int) -> None:
    words = [f"site-{letter}" for letter in "abcdefgh"]
    random.Random(seed).shuffle(words)
    assert did_you_mean("site-x", words) == "site-h"


def test_words_are_kept_once_for_all_that_are_looked_up_among_them() -> None:
    """The explorer looks up each word of a filter; of some hundred names each would keep all."""
    names = ["a name", *map(str, range(30))]
    before = sys.getrefcount(names[0])
    for place in range(50):
        did_you_mean(f"slip {place}", names)
    assert sys.getrefcount(names[0]) <= before + 3


def test_only_some_of_many_words_are_compared() -> None:
    """Also where all of them share every pair of letters with the wrong one."""
    valid = tuple(f"partner-{number}" for number in range(20_000))
    assert len(likely("partner-x1234", valid)) <= 60
    assert did_you_mean("partnr-19999", valid) == "partner-19999"


def test_categories_are_covered() -> None:
    shown = {unicodedata.category(chr(code)) for code in range(0x110000) if hides(chr(code))}
    assert {"Cc", "Cf", "Cs", "Co", "Cn"} <= shown

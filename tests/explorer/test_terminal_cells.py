"""Only the cells that change are sent, and the terminal then shows what it should."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.terminals import as_seen, explorer
from tools.bench.terminal import Terminal
from tui.explorer.terminal_cells import Piece, TerminalCells

WIDTH, HEIGHT = 12, 4
STYLES = (
    "", "1", "2", "1;2", "3;38;2;1;2;3", "4;31", "7", "7;1;48;5;20", "38;5;9;48;2;9;8;7",
    "48;2;9;8;7", "1;97;104", "9;39;49",
)  # fmt: skip

styles = st.sampled_from(STYLES)
words = st.text(st.sampled_from("ab █é│ "), min_size=1, max_size=5)
pieces = st.lists(st.tuples(words, styles), min_size=1, max_size=5)
puts = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), pieces)
frames = st.lists(st.lists(puts, max_size=6), min_size=1, max_size=4)


def end_of(x: int, content: Iterable[Piece]) -> int:
    return min(x + sum(len(text) for text, _ in content), WIDTH)


def screen_of(*sent: str) -> pyte.Screen:
    screen = pyte.Screen(WIDTH, HEIGHT)
    screen.reset_mode(pyte.modes.DECAWM)
    stream = pyte.Stream(screen)
    for text in sent:
        stream.feed(text)
    return screen


@given(frames)
def test_what_differs_is_enough(drawn: list[list[tuple[int, int, list[Piece]]]]) -> None:
    cells = TerminalCells(WIDTH, HEIGHT)
    plainly: list[str] = []
    changes: list[str] = []
    for frame in drawn:
        for y, x, content in frame:
            cells.put(y, x, content, end_of(x, content))
            plainly.append(f"\x1b[{y + 1};{x + 1}H")
            room = WIDTH - x
            for text, style in content:
                plainly.append(f"\x1b[0;{style}m{text[:room]}\x1b[0m")
                room = max(room - len(text), 0)
        changes.append(cells.changes())
    assert as_seen(screen_of(*changes)) == as_seen(screen_of(*plainly))


@given(st.lists(puts, unique_by=lambda put: put[0]))
def test_what_stands_there_is_not_sent_again(frame: list[tuple[int, int, list[Piece]]]) -> None:
    cells = TerminalCells(WIDTH, HEIGHT)
    sent = []
    for forgotten in (False, False, True):
        if forgotten:
            cells.forget()
        for y, x, content in frame:
            cells.put(y, x, content, end_of(x, content))
        sent.append(cells.changes())
    assert sent == [sent[0], "", sent[0]]


def line(cells: TerminalCells, content: list[Piece], x: int = 0) -> str:
    cells.put(0, x, content, WIDTH)
    return cells.changes()


def test_a_short_gap_is_written_and_a_long_one_jumped_over() -> None:
    cells = TerminalCells(WIDTH, 1)
    line(cells, [("abcdefghijkl", "")])
    assert line(cells, [("Abc", ""), ("Defghijkl", "")]) == "\x1b[1HAbcD"
    assert line(cells, [("abcdefghijkL", "")]) == "\x1b[1Habcd\x1b[7CL"


def test_the_end_of_a_line_in_the_colours_of_the_terminal_is_erased() -> None:
    cells = TerminalCells(WIDTH, 1)
    line(cells, [("abcdefghijkl", "")])
    assert line(cells, [("ab" + " " * 10, "1")]) == "\x1b[1H\x1b[1mab\x1b[m\x1b[K"
    assert "\x1b[K" not in line(cells, [("a" + " " * 11, "44")])


def test_only_what_changes_of_a_style_is_sent() -> None:
    cells = TerminalCells(WIDTH, 1)
    sent = line(cells, [("ab", "1;38;5;1;48;5;2"), ("cd", "38;5;3;48;5;2"), ("ef", "4")])
    assert sent == "\x1b[1H\x1b[1;38;5;1;48;5;2mab\x1b[22;38;5;3mcd\x1b[0;4mef\x1b[m"


def test_a_line_with_wide_characters_is_sent_to_its_end() -> None:
    cells = TerminalCells(WIDTH, 1)
    line(cells, [("名前", ""), ("  abcdef", "")])
    assert line(cells, [("名前", ""), ("  Abcdef", "")]) == "\x1b[1;7HAbcdef"
    assert line(cells, [("名字", ""), ("  Abcdef", "")]) == "\x1b[1;3H字  Abcdef"


def test_half_a_wide_character_is_blank() -> None:
    cells = TerminalCells(WIDTH, 1)
    line(cells, [("名前名前名前", "")])
    assert line(cells, [("x", "")], x=3).endswith("H x名前名前")


# --- the explorer in a terminal


KEYS = ("2", "jjkj", "3jjk", "\x1b[6~", "f", "f", "?", "q", "e", "\x1b", "7", "/a", "\r", "1", "m")


def test_the_screen_is_the_same_as_one_drawn_whole(tmp_path: Path) -> None:
    with explorer(tmp_path, (80, 24), COLORTERM="truecolor") as terminal:
        terminal.wait_for(["help"], 60)
        terminal.rest()
        for key in KEYS:
            terminal.send(key)
            terminal.rest()
            before = as_seen(terminal.screen)
            terminal.send("\x0c")
            terminal.rest()
            assert as_seen(terminal.screen) == before, key


def answer(terminal: Terminal, key: str) -> int:
    """Bytes that a key is answered with."""
    before = terminal.received
    terminal.send(key)
    terminal.rest()
    return terminal.received - before


def test_a_dialogue_closes_without_the_whole_screen(tmp_path: Path) -> None:
    with explorer(tmp_path, (80, 24), COLORTERM="truecolor") as terminal:
        terminal.wait_for(["help"], 60)
        terminal.rest()
        answer(terminal, "\x1b")  # puts the lines of the first start away
        moved, whole = answer(terminal, "j"), answer(terminal, "\x0c")
        answer(terminal, "b")
        assert "1 Sites 2 Compute" in terminal.screen.display[1], "the tab can be seen behind it"
        closed = answer(terminal, "q")
    assert 0 < moved < 400
    assert 0 < closed < whole / 2

"""Bytes of a terminal become keys and pastes, however they are cut; its replies become nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tui.explorer.terminal_input import ESCAPE_WAIT, SEQUENCE_WAIT, Piece, TerminalInput
from tui.explorer.textual_private.driver import SequenceParser, events_of

REPLIES = {
    "device attributes": b"\x1b[?62;22c",
    "secondary device attributes": b"\x1b[>41;354;0c",
    "tertiary device attributes": b"\x1bP!|00000000\x1b\\",
    "background colour": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "foreground colour, ended by a bell": b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    "palette colour": b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    "version": b"\x1bP>|XTerm(388)\x1b\\",
    "kitty protocol": b"\x1b[?31u",
    "kitty graphics": b"\x1b_Gi=31;OK\x1b\\",
    "unknown mode": b"\x1b[?9999;0$y",
    "termcap": b"\x1bP1+r544e=787465726d\x1b\\",
    "window size": b"\x1b[8;24;80t",
    "status": b"\x1b[0n",
    "urxvt mouse": b"\x1b[32;40;12M",
    "X10 mouse": b"\x1b[M \xff\xa1",
    "unknown key": b"\x1b[999~",
    "code point that does not exist": b"\x1b[99999999u",
}
KEYS = {
    b"q": "q",
    b"\r": "enter",
    b"\t": "tab",
    b"\x1b[A": "up",
    b"\x1bOB": "down",
    b"\x1b[6~": "pagedown",
    b"\x1b[1;2B": "shift+down",
    b"\x1b[Z": "shift+tab",
    b"\x1b[[A": "f1",
    b"\x1b[97;5u": "ctrl+a",
    b"\x1b\x7f": "ctrl+w",
    "ü".encode(): "ü",
    "ü".encode("latin-1"): "ü",
    b"\xe4": "ä",
    b"\x10": "ctrl+p",
}
WHOLE = [*REPLIES.values(), *KEYS, b"\x1b", b"\x1b[<35;4;5M", b"\x1b[I", b"\x1b[200~a\nb\x1b[201~"]


def read(*pieces: bytes, pause: float = 0.0, quiet: float = 60.0) -> list[Message]:
    """The events of bytes that come in these pieces, with a pause between them."""
    terminal, parser = TerminalInput(), SequenceParser()
    now, found = 0.0, list[Piece]()
    for piece in pieces:
        found += terminal.feed(piece, now)
        now += pause
        found += terminal.tick(now)
    while terminal.waiting:
        found += terminal.tick(now + quiet)
        now += quiet
    return [event for piece in found for event in events_of(piece, parser)]


def names(messages: list[Message]) -> list[str]:
    """Keys by name, pastes by text, the rest by kind."""
    return [
        each.key
        if isinstance(each, events.Key)
        else f"pasted {each.text!r}"
        if isinstance(each, events.Paste)
        else type(each).__name__
        for each in messages
    ]


@pytest.mark.parametrize("sequence", KEYS, ids=KEYS.values())
def test_keys(sequence: bytes) -> None:
    assert names(read(sequence)) == [KEYS[sequence]]


@pytest.mark.parametrize("what", REPLIES)
def test_a_reply_is_never_a_key_wherever_it_is_cut(what: str) -> None:
    reply = REPLIES[what]
    for place in range(1, len(reply)):
        for pause in (0.0, ESCAPE_WAIT * 1.5, SEQUENCE_WAIT * 0.9):
            got = names(read(b"q" + reply[:place], reply[place:] + b"x", pause=pause))
            # A lone Escape is the key once nothing follows; it cannot be taken back.
            assert [name for name in got if name != "escape"] == ["q", "x"], (place, pause)
            assert "escape" not in got or (place == 1 and pause > 0)


@given(st.lists(st.sampled_from(WHOLE), max_size=8), st.data())
def test_the_cuts_make_no_difference(sequences: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(sequences)
    pieces, rest = [], stream
    while rest:
        place = data.draw(st.integers(1, len(rest)))
        pieces.append(rest[:place])
        rest = rest[place:]
    assert names(read(*pieces)) == names(read(stream))


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_a_key_comes_through_after_any_bytes(pieces: list[bytes]) -> None:
    terminal, parser = TerminalInput(), SequenceParser()
    found = []
    for now, piece in enumerate(pieces):
        found += terminal.feed(piece, now)
    found += terminal.tick(len(pieces) + SEQUENCE_WAIT)
    assert not terminal.waiting
    found += terminal.feed(b"q", len(pieces) + 2 * SEQUENCE_WAIT)
    assert names([event for piece in found for event in events_of(piece, parser)])[-1] == "q"


def test_escape_and_a_key_in_one_packet_are_two_keys() -> None:
    assert names(read(b"\x1bb")) == ["escape", "b"]
    assert names(read(b"\x1b\x1b[A")) == ["escape", "up"]
    assert names(read(b"\x1b", b"x", pause=1)) == ["escape", "x"]
    assert names(read(b"\x1bPx")) == ["escape", "P", "x"]


def test_a_key_comes_at_once() -> None:
    assert [piece.text for piece in TerminalInput().feed(b"\x1b[Aq\x1b[I", 0.0)] == [
        "\x1b[A",
        "q",
        "\x1b[I",
    ]


def test_pastes_are_whole_and_keep_what_they_hold() -> None:
    pasted = "a\r\nb\x1b[A ü €".encode()
    stream = b"\x1b[200~" + pasted + b"\x1b[201~q"
    for place in range(1, len(stream)):
        got = names(read(stream[:place], stream[place:]))
        assert got == [f"pasted {pasted.decode()!r}", "q"]
    assert names(read(b"\x1b[200~half of it")) == ["pasted 'half of it'"]
    assert names(read(b"\x1b[200~M\xfcnchen\x1b[201~")) == ["pasted 'München'"]


def test_the_mouse_and_what_was_asked_of_the_terminal_arrive() -> None:
    assert names(read(b"\x1b[<0;4;5M\x1b[<0;4;5m")) == ["MouseDown", "MouseUp"]
    assert names(read(b"\x1b[?2026;2$y")) == ["TerminalSupportsSynchronizedOutput"]
    assert names(read(b"\x1b[48;24;80;480;800t")) == ["Resize"]
    assert names(read(b"\x1b[12;40R")) == ["CursorPosition"]

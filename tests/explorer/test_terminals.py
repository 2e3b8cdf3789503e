"""The same screen in every terminal: other colours, none at all, and signs of ASCII alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from tests.explorer.helpers import ROOT, dataset, lines, press, settle
from tests.explorer.terminals import explorer
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.commands import TABS
from tui.explorer.glyphs import ASCII
from tui.explorer.tabs import ways_of
from tui.explorer.theming import load_themes
from tui.query import View

WAYS = [key for tab in TABS for key in (tab.key, *"a" * (len(ways_of(tab.id)) - 1))]
OVER = ("1", "m", "m", "f", "f ?", "q T", "q e", "escape o", "q b", "q t", "q v", "q C",
        "q space j space c", "q slash x", "escape")  # fmt: skip
STEPS = tuple(tuple(keys.split()) for keys in (*WAYS, *OVER))
"""Every tab in every way, then the panes and dialogues over the first one."""
WIDE = (120, 40)


async def pictures(
    size: tuple[int, int], *, theme: str = "night", few: bool = False
) -> list[list[str]]:
    """The lines of the screen after each step, in signs of ASCII alone."""
    data = dataset("small")
    themes, _ = load_themes([ROOT / "themes"])
    view = View(cohort=data.default_cohort)
    app = ExplorerApp(data, view, themes, theme, Launch(glyphs=ASCII))
    app.few_colours = few
    shown = []
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for keys in STEPS:
            await press(pilot, *keys)
            shown.append(lines(pilot))
    return shown


async def test_no_sign_is_drawn_that_ascii_lacks_and_colours_change_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = await pictures(WIDE)
    for place, shown in enumerate(plain):
        for line in shown:
            assert not {each for each in line if lacking(each)}, (STEPS[: place + 1], line)
    monkeypatch.setenv("NO_COLOR", "1")
    bare = await pictures(WIDE, theme="terminal", few=True)
    choosing = STEPS.index(("q", "t"))  # the theme that is on has a mark there
    for place, (one, other) in enumerate(zip(plain, bare, strict=True)):
        assert place == choosing or one == other, STEPS[: place + 1]


@cache
def lacking(character: str) -> bool:
    """Whether a character is beyond ASCII and no letter of another script."""
    if character.isascii():
        return False
    return not character.isalpha() or "LATIN" in unicodedata.name(character, "")


@pytest.mark.parametrize(
    ("environment", "banned"),
    [
        ({"NO_COLOR": "1"}, r"\x1b\[(?:[\d;]*;)?(?:3\d|4\d|9\d|10\d)(?:;[\d;]*)?m"),
        ({"TERM": "linux"}, r"[^\x00-\x7f]|\x1b\[(?:[\d;]*;)?[34]8;[\d;]*m"),
        ({"TERM": "screen", "LANG": "C"}, r"[^\x00-\x7f]"),
        ({"TERM": "xterm-16color"}, r"\x1b\[(?:[\d;]*;)?[34]8;[\d;]*m"),
        ({"TERM": "xterm-256color"}, r"\x1b\[(?:[\d;]*;)?[34]8;2;"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_nothing_is_sent_that_the_terminal_cannot_show(
    tmp_path: Path, environment: dict[str, str], banned: str
) -> None:
    with explorer(tmp_path, (120, 40), **environment) as terminal:
        terminal.wait_for(["help"], 60)
        for keys in (*(tab.key for tab in TABS), "1m", "m", "?", "q"):
            terminal.press(keys)
        terminal.rest()
        sent = terminal.sent.decode()
    assert "Sources" in sent
    assert re.findall(banned, sent) == []

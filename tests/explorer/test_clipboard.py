"""What leaves for the clipboard, through tmux and as an escape sequence, and what is said."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from textual.app import App

from tui.explorer import clipboard
from tui.explorer.clipboard import MOST, MOST_BYTES, copy, send

ACCEPTS = 'echo "$@" > {folder}/flags; cat > {folder}/text'
OLD = 'case "$2" in -w) echo "tmux: unknown flag -w" >&2; exit 1;; esac; cat > {folder}/text'
REFUSES = 'cat > /dev/null; echo "no server running" >&2; exit 1'
HANGS = "exec /bin/sleep 60"


class Driverless(App[int]):
    """An app that remembers what it was given for the clipboard."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.given.append(text)


def fake_tmux(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program called tmux first on the path, as if the explorer ran inside tmux."""
    program = folder / "tmux"
    program.write_text("#!/bin/sh\n" + script.format(folder=folder) + "\n")
    program.chmod(0o755)
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.usefixtures("bare")
async def test_outside_tmux_the_text_goes_out_as_an_escape_sequence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app: App[int] = App()
    async with app.run_test():
        sent: list[str] = []
        monkeypatch.setattr(app._driver, "write", sent.append)
        outcome = await copy(app, "Jülich\t1", "the row JAIF")
        code = base64.b64encode("Jülich\t1".encode()).decode()
        assert f"\x1b]52;c;{code}\a" in sent
    assert outcome.sent
    assert outcome.words == "Sent the row JAIF to the terminal's clipboard."


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("term", ["tmux-256color", "screen"])
async def test_a_multiplexer_on_the_way_is_named(
    monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    outcome = await copy(Driverless(), "x")
    assert outcome.sent
    assert "may drop it" in outcome.words


@pytest.mark.usefixtures("bare")
async def test_the_cap_is_on_the_encoded_text() -> None:
    app = Driverless()
    most = "a" * MOST_BYTES
    assert len(base64.b64encode(most.encode())) <= MOST
    assert (await copy(app, most)).sent
    refused = await copy(app, most + "a", "the table (9 rows)")
    assert not refused.sent
    assert refused.words.startswith("Too large")
    assert "the table (9 rows)" in refused.words
    assert "57 kB" in refused.words
    assert not (await copy(app, "ü" * (MOST_BYTES // 2 + 1))).sent
    assert app.given == [most]


@pytest.mark.usefixtures("bare")
async def test_what_cannot_be_encoded_is_replaced() -> None:
    app = Driverless()
    assert (await copy(app, "a\ud800b")).sent
    assert app.given == ["a?b"]


async def test_tmux_gets_the_text_and_passes_it_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_tmux(monkeypatch, tmp_path, ACCEPTS)
    app = Driverless()
    outcome = await copy(app, "Jülich\n", "3 rows")
    assert (tmp_path / "text").read_text() == "Jülich\n"
    assert (tmp_path / "flags").read_text().split() == ["load-buffer", "-w", "-"]
    assert outcome.sent
    assert outcome.words == "Sent 3 rows to the terminal's clipboard, through tmux."
    assert app.given == []


async def test_an_old_tmux_keeps_the_text_in_its_own_buffer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_tmux(monkeypatch, tmp_path, OLD)
    outcome = await copy(Driverless(), "text")
    assert (tmp_path / "text").read_text() == "text"
    assert outcome.sent
    assert "tmux's own buffer" in outcome.words


async def test_a_tmux_that_refuses_is_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_tmux(monkeypatch, tmp_path, REFUSES)
    outcome = await copy(Driverless(), "text")
    assert not outcome.sent
    assert "no server running" in outcome.words


async def test_a_tmux_that_hangs_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_tmux(monkeypatch, tmp_path, HANGS)
    monkeypatch.setattr(clipboard, "PATIENCE", 0.05)
    outcome = await copy(Driverless(), "text")
    assert not outcome.sent
    assert "does not answer" in outcome.words


async def test_without_a_tmux_program_the_sequence_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    monkeypatch.setenv("PATH", str(tmp_path))
    app = Driverless()
    assert (await copy(app, "text")).sent
    assert app.given == ["text"]


@pytest.mark.usefixtures("bare")
async def test_sending_tells_what_became_of_it() -> None:
    app: App[int] = App()
    async with app.run_test() as pilot:
        send(app, "text", "the citation")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.clipboard == "text"
        said = [notice.message for notice in app._notifications]
        assert said == ["Sent the citation to the terminal's clipboard."]


@pytest.mark.usefixtures("bare")
async def test_screen_is_asked_to_pass_the_sequence_on_in_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STY", "1234.pts-0.host")
    app: App[int] = App()
    text = "Jülich\t" * 300
    async with app.run_test():
        sent: list[str] = []
        monkeypatch.setattr(app._driver, "write", sent.append)
        outcome = await copy(app, text, "the table")
        (written,) = [each for each in sent if each.startswith("\x1bP")]
    pieces = written.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert len(pieces) > 2
    assert max(map(len, pieces)) <= clipboard.SCREEN_CHUNK
    code = base64.b64encode(text.encode()).decode()
    assert "".join(pieces) == f"\x1b]52;c;{code}\a"
    assert outcome.words == "Sent the table to the terminal's clipboard, through screen."


def desktop(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, script: str) -> None:
    """Put a program of a desktop first on the path, with that desktop's variables."""
    program = folder / name
    program.write_text("#!/bin/sh\n" + script.format(folder=folder) + "\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    for variable in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "STY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY" if name == "wl-copy" else "DISPLAY", ":0")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("name", ["wl-copy", "xclip", "xsel"])
async def test_a_program_of_the_desktop_takes_it_where_the_person_sits(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desktop(monkeypatch, tmp_path, name, ACCEPTS)
    app = Driverless()
    outcome = await copy(app, "Jülich", "the cell City")
    assert (tmp_path / "text").read_text("utf-8") == "Jülich"
    assert outcome.words == f"Sent the cell City to the clipboard, with {name}."
    assert app.given == []


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("script", ["exit 1", HANGS])
async def test_a_program_that_fails_leaves_it_to_the_terminal(
    script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.2)
    desktop(monkeypatch, tmp_path, "xclip", script)
    app = Driverless()
    outcome = await copy(app, "Jülich")
    assert app.given == ["Jülich"]
    assert outcome.words == "Sent the text to the terminal's clipboard."


@pytest.mark.usefixtures("bare")
async def test_a_distant_desktop_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desktop(monkeypatch, tmp_path, "xclip", ACCEPTS)
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
    app = Driverless()
    await copy(app, "Jülich")
    assert app.given == ["Jülich"]
    assert not (tmp_path / "text").exists()

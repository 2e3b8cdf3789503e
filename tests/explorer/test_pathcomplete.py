"""Completion of file names as in a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.explorer.panes.fields import complete


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("report", "reports-old", "data"):
        (tmp_path / name).mkdir()
    for name in ("sites.csv", "sites.json", "sizes.csv", ".hidden", "a b.csv", "reports.md"):
        (tmp_path / name).touch()
    (tmp_path / "data" / "inner.toml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "text", "candidates"),
    [
        ("s", "si", ("sites.csv", "sites.json", "sizes.csv")),
        ("sit", "sites.", ("sites.csv", "sites.json")),
        ("sites.c", "sites.csv", ()),
        ("d", "data/", ()),
        ("data/", "data/inner.toml", ()),
        ("./data/i", "./data/inner.toml", ()),
        ("a", "a b.csv", ()),
        (".h", ".hidden", ()),
        ("r", "report", ("report/", "reports-old/", "reports.md")),
        ("report", "report", ("report/", "reports-old/", "reports.md")),
    ],
)
def test_what_is_common_is_added(
    folder: Path, typed: str, text: str, candidates: tuple[str, ...]
) -> None:
    found = complete(typed, folder)
    assert (found.text, found.candidates, found.reason) == (text, candidates, "")


def test_hidden_files_are_offered_only_when_asked_for(folder: Path) -> None:
    assert ".hidden" not in complete("", folder).candidates
    assert len(complete("", folder).candidates) == 8


def test_an_absolute_path_and_a_home_are_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert complete(f"{folder}/dat").text == f"{folder}/data/"
    assert complete("~").text == "~/"
    assert complete("~/dat").text == "~/data/"
    assert complete("~nobody-of-this-name").reason == "there is no such home folder"
    assert "no such home folder" in complete("~nobody-of-this-name/x").reason


@pytest.mark.parametrize("typed", ["zzz", "nowhere/x", "sites.csv/x", "a\0b/", "data/zzz"])
def test_nothing_to_complete_leaves_the_text_and_says_why(folder: Path, typed: str) -> None:
    found = complete(typed, folder)
    assert found.text == typed
    assert found.candidates == ()
    assert found.reason


def test_names_that_cannot_be_shown_are_left_out(tmp_path: Path) -> None:
    for name in (b"evil\x1b[2J.csv", b"latin-\xe9.csv", b"even.csv"):
        (Path(str(tmp_path)) / name.decode("utf-8", "surrogateescape")).touch()
    assert complete("", tmp_path).text == "even.csv"


def test_a_link_to_a_folder_is_a_folder_and_a_broken_one_a_file(folder: Path) -> None:
    (folder / "link-good").symlink_to(folder / "data")
    (folder / "link-lost").symlink_to(folder / "nowhere")
    assert complete("link", folder).candidates == ("link-good/", "link-lost")

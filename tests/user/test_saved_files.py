"""The file of saved views: kept as it was written, whatever happens to it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import tomli

from tests.user.test_saved import PLAIN, RICH, names, write
from tui.query import View
from tui.user.saved_views import delete_view, find_view, list_views, rename_view, save_view
from tui.user.writing import locked

COMMENTED = """\
# my views
extra = 1

[[view]]
name = "One"
filter = "a"   # why
mood = "calm"

# the second
[[view]]
name = "Two"
filter = "b"

[view.tables.sites]
columns = ["name"]

# the third
[[ view ]]
name = "Three"
"""


def test_what_was_written_by_hand_stays(config: Path) -> None:
    path = write(config, COMMENTED)
    save_view("Four", PLAIN)
    assert path.read_text().startswith(COMMENTED)
    save_view("Two", View(filter="c"), replace=True)
    text = path.read_text()
    assert "# my views\nextra = 1\n" in text
    assert 'filter = "a"   # why' in text
    assert "# the second\n[[view]]\nname" in text
    assert "# the third\n[[ view ]]" in text
    delete_view("One")
    text = path.read_text()
    assert "# the second" in text
    assert "mood" not in text
    assert names() == ["Two", "Three", "Four"]
    assert tomli.loads(text)["extra"] == 1


def test_unknown_keys_are_told_and_kept(config: Path) -> None:
    path = write(config, COMMENTED)
    assert list_views([]).problems == ("aif/views.toml:7: view[1].mood: unknown key",)
    save_view("One", PLAIN, replace=True)
    rename_view("One", "Uno")
    assert tomli.loads(path.read_text())["view"][0]["mood"] == "calm"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("filter = 3", "aif/views.toml:3: view[1].filter: the view cannot be read: filter must"),
        ('fliter = "a"', "aif/views.toml:3: view[1].fliter: unknown key; did you mean 'filter'?"),
        ("tally = 3", "aif/views.toml:3: view[1].tally: the view cannot be read: tally must"),
        (
            'tally = { table = "partners" }',
            "aif/views.toml:3: view[1].tally.by: the view cannot be read: tally.by must name one",
        ),
        (
            'tally = { table = "partners", by = ["type"], measure = "avg" }',
            "aif/views.toml:3: view[1].tally.measure: the view cannot be read: tally.measure must",
        ),
        (
            'tally = { table = "partners", by = ["type"], ecah = "year" }',
            "aif/views.toml:3: view[1].tally.ecah: the view cannot be read: tally.ecah is unknown",
        ),
        ("tables = 3", "aif/views.toml:3: view[1].tables: the view cannot be read: tables must"),
    ],
)
def test_a_view_that_cannot_be_used_is_told_with_its_line(
    config: Path, entry: str, problem: str
) -> None:
    path = write(config, f'[[view]]\nname = "Odd"\n{entry}\n')
    (told,) = list_views([]).problems
    assert told.startswith(problem)
    save_view("Sound", PLAIN)
    assert entry in path.read_text()
    assert "Sound" in names()


def test_a_view_without_a_name_is_told(config: Path) -> None:
    write(config, '[[view]]\nfilter = "a"\n')
    assert list_views([]).views == ()
    assert list_views([]).problems == ("aif/views.toml:1: view[1].name: a view needs a name",)


@pytest.mark.parametrize(
    "broken",
    [b'[[view]]\nname = "One\n', b"\xff\xfe", b"view = 3\n", b"a = 1\na = 2\n"],
)
def test_a_broken_file_is_kept_and_told_and_the_view_saved_elsewhere(
    config: Path, broken: bytes
) -> None:
    write(config, "")
    (config / "views.toml").write_bytes(broken)
    outcome = save_view("New", PLAIN)
    assert (outcome.status, outcome.done) == ("elsewhere", True)
    assert outcome.path == config / "views-2026-11-22.toml"
    assert "aif/views.toml" in outcome.message
    assert (config / "views.toml").read_bytes() == broken
    assert find_view("New", []) == PLAIN
    assert save_view("New", RICH).status == "exists"
    assert save_view("Newer", RICH).done
    assert len(list_views([]).problems) == 1
    assert delete_view("One").status == "missing"
    assert rename_view("New", "Newest").done
    assert names() == ["Newest", "Newer"]
    (config / "views-2026-11-22.toml").write_bytes(broken)
    assert save_view("Last", PLAIN).path == config / "views-2026-11-22-2.toml"
    assert (config / "views-2026-11-22.toml").read_bytes() == broken


def test_a_broken_file_says_its_line(config: Path) -> None:
    write(config, '[[view]]\nname = "One"\nfilter = \n')
    (problem,) = list_views([]).problems
    assert problem.startswith("aif/views.toml:3: not valid TOML: ")


def test_a_link_is_kept(config: Path, tmp_path: Path) -> None:
    real = write(tmp_path / "dotfiles", "# mine\n")
    config.mkdir()
    (config / "views.toml").symlink_to(real)
    assert save_view("One", PLAIN).done
    assert (config / "views.toml").is_symlink()
    assert real.read_text().startswith("# mine\n")


def test_the_mode_of_the_file_is_kept(config: Path) -> None:
    path = write(config, "")
    path.chmod(0o640)
    save_view("One", PLAIN)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_file_as_it_was(
    config: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    save_view("One", PLAIN)
    before = (config / "views.toml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"os.{step}", full)
        for outcome in (save_view("Two", RICH), delete_view("One"), rename_view("One", "Two")):
            assert outcome.status == "failed"
            path = config / "views.toml"
            assert outcome.message == (
                f"cannot write {path}: the disk is full; what was there is as it was"
            )
    assert (config / "views.toml").read_bytes() == before
    assert not list(config.glob(".*.part"))
    assert names() == ["One"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_only_be_read_is_told(config: Path) -> None:
    save_view("One", PLAIN)
    config.chmod(0o500)
    try:
        assert save_view("Two", RICH).message.endswith("no permission; what was there is as it was")
        assert names() == ["One"]
    finally:
        config.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path, config: Path) -> None:
    config.write_text("")
    assert save_view("One", PLAIN).message.endswith(
        "a part of its path is a file; no file was made"
    )
    assert names() == []


def test_without_a_home_nothing_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.user.paths.config_dir", lambda: None)
    assert save_view("One", PLAIN).status == "failed"
    assert names() == []


def test_a_lock_that_is_held_is_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.user.saved_views._PATIENCE", 0.0)
    with locked(config / "views.toml", 0.0):
        outcome = save_view("One", PLAIN)
    assert outcome.status == "failed"
    assert outcome.message.endswith("another program is writing it; no file was made")

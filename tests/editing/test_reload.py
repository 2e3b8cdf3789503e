"""Looking at a folder again keeps the old data where the change brought faults."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.running import FIXTURES
from tui.dataset import load
from tui.dataset.files import signature
from tui.editing.edit import reload


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "small", tmp_path / "data")
    return tmp_path / "data"


def edited(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_a_sound_change_gives_new_data(folder: Path) -> None:
    now = load([folder])
    edited(folder / "sites" / "alder.toml", 'city = "Stuttgart"', 'city = "Ulm"')
    found = reload(now, (), [folder])
    assert not found.kept
    assert {site.city for site in found.dataset.sites if site.id == "alder"} == {"Ulm"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("sites/alder.toml", "city =", "citi ="),
        ("dataset.toml", "licence = ", "licence = 1 #"),
        ("vocabulary.toml", "[[", "[["[:1]),
    ],
)
def test_a_broken_change_keeps_the_old_data(folder: Path, name: str, old: str, new: str) -> None:
    now = load([folder])
    edited(folder / name, old, new)
    found = reload(now, (), [folder])
    assert found.kept
    assert found.dataset is now
    assert all(fault.file == f"data/{name}" for fault in found.brought)


def test_old_faults_are_no_new_ones_wherever_they_stand(folder: Path) -> None:
    edited(folder / "sites" / "alder.toml", "city =", "citi =")
    now = load([folder])
    path = folder / "sites" / "alder.toml"
    path.write_text("# moved\n# down\n" + path.read_text("utf-8"), "utf-8")
    edited(folder / "sites" / "birch.toml", 'name = "Birch"', 'name = "BIRCH"')
    found = reload(now, now.known_faults(), [folder])
    assert not found.kept
    assert "BIRCH" in {site.name for site in found.dataset.sites}


def test_a_change_is_seen_by_name_size_and_time(folder: Path) -> None:
    before = signature([folder])
    assert signature([folder]) == before
    path = folder / "sites" / "alder.toml"
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    touched = signature([folder])
    assert touched != before
    path.rename(path.with_name("oak.toml"))
    assert signature([folder]) != touched
    shutil.rmtree(folder)
    assert signature([folder]) == frozenset()

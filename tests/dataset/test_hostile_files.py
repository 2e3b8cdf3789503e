"""Folders and values that nobody means to have: a fault each, never a crash."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.analysis.lenses.geo import CoastError, load_coast
from tui.dataset import Dataset, DatasetError, load
from tui.user.saved_views import list_views

SMALL = Path(__file__).parent.parent / "fixtures" / "small"
FIGURES = ("latitude", "accelerator_count", "rmax_pflops", "total_meur")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small dataset."""
    shutil.copytree(SMALL, tmp_path / "data")
    return tmp_path / "data"


def faults(folder: Path) -> list[str]:
    """Every fault of the folder."""
    try:
        dataset = load([folder])
    except DatasetError as error:
        return [str(fault) for fault in error.faults]
    dataset.load_all()
    return [str(fault) for fault in dataset.known_faults()]


def edited(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def test_a_byte_order_mark_and_other_line_ends_are_no_fault(folder: Path) -> None:
    for path in folder.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(folder) == []
    edited(folder / "sites" / "alder.toml", lambda text: text.replace("city =", "citi ="))
    assert "data/sites/alder.toml:6: citi: unknown key; did you mean 'city'?" in faults(folder)


def odd(path: Path, kind: str) -> None:
    """Put something that is no file at a path."""
    path.unlink(missing_ok=True)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "endless":
            path.symlink_to("/dev/zero")
        case "nowhere":
            path.symlink_to("gone")
        case "loop":
            path.symlink_to(path.name)


ODD = {
    "folder": "a folder",
    "pipe": "no plain file",
    "endless": "no plain file",
    "nowhere": "No such file or directory",
    "loop": "Too many levels of symbolic links",
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_file_is_named_and_leaves_the_rest(folder: Path, kind: str) -> None:
    odd(folder / "sites" / "odd.toml", kind)
    odd(folder / "regions.toml", kind)
    odd(folder / "sources.toml", kind)
    odd(folder / "access_modes.toml", kind)
    assert sorted(faults(folder)) == sorted(
        f"data/{name}: cannot be read: {ODD[kind]}"
        for name in ("sites/odd.toml", "regions.toml", "sources.toml", "access_modes.toml")
    )
    assert len(load([folder]).sites) == 5


@pytest.mark.parametrize("name", ["dataset.toml", "vocabulary.toml"])
def test_without_description_or_words_only_the_cause_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert faults(folder) == [f"data/{name}: no such file"]
    odd(folder / name, "folder")
    assert faults(folder) == [f"data/{name}: cannot be read: a folder"]


def test_an_empty_vocabulary_is_one_fault(folder: Path) -> None:
    (folder / "vocabulary.toml").write_text("", "utf-8")
    assert faults(folder) == ["data/vocabulary.toml: holds no list of words"]


def test_a_folder_of_sites_that_is_none_is_one_fault(folder: Path) -> None:
    shutil.rmtree(folder / "sites")
    (folder / "sites").write_text("", "utf-8")
    assert faults(folder) == ["data/sites: is a file, and a folder is meant"]


def test_sites_in_a_folder_below_are_not_passed_over_in_silence(folder: Path) -> None:
    shutil.copytree(folder / "sites", folder / "sites" / "old")
    (folder / "sites" / "images").mkdir()
    (folder / "sites" / ".hidden.toml").write_text("?", "utf-8")
    reason = "is a folder, and the files in it are not read; they belong in sites/"
    assert faults(folder) == [f"data/sites/old: {reason}"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(folder: Path) -> None:
    (folder / "sources.toml").chmod(0)
    (folder / "sites" / "alder.toml").chmod(0)
    assert sorted(faults(folder)) == [
        "data/sites/alder.toml: cannot be read: Permission denied",
        "data/sources.toml: cannot be read: Permission denied",
    ]
    mode = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(0)
    try:
        assert [fault.rpartition(": ")[2] for fault in faults(folder)] == ["no permission"]
    finally:
        folder.chmod(mode)


@pytest.mark.parametrize("figure", ["0x" + "f" * 20_000, "1" + "0" * 400, "-1e300", "1e16", "nan"])
@pytest.mark.parametrize("key", FIGURES)
def test_numbers_beyond_all_figures_are_a_fault_at_their_key(
    folder: Path, key: str, figure: str
) -> None:
    path = folder / "sites" / "alder.toml"
    lines = path.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{key} ="))
    lines[at] = f"{key} = {figure}"
    path.write_text("\n".join(lines), "utf-8")
    found = [fault for fault in faults(folder) if not fault.startswith("data/regions.toml")]
    assert len(found) == 1
    assert found[0].startswith(f"data/sites/alder.toml:{at + 1}: ")


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("dataset.toml", ('id = "all"', "id = [1]"), "must be text"),
        ("regions.toml", ("year = ", "year = [[]] #"), "must be a whole number"),
        ("regions.toml", ("sites = [", "sites = [{}, "), "must be text"),
        ("findings.toml", ("claimed = ", "claimed = 0x" + "f" * 9000 + " #"), "is beyond"),
        ("sites/alder.toml", ("host = ", "host = " + "[" * 90 + "]" * 90 + " #"), "must be text"),
        ("sites/alder.toml", ('country = "', 'country = "' + "x" * 100_000), "no country code"),
    ],
)
def test_values_of_any_type_are_a_fault(
    folder: Path, name: str, change: tuple[str, str], fault: str
) -> None:
    edited(folder / name, lambda text: text.replace(*change, 1))
    found = [text for text in faults(folder) if fault in text]
    assert found
    assert all(len(text) < 200 for text in found)


def test_each_language_of_a_text_has_its_own_line(folder: Path) -> None:
    edited(
        folder / "findings.toml",
        lambda text: text.replace('statement.de = "', "statement.de = 1 # ", 1),
    )
    edited(
        folder / "vocabulary.toml", lambda text: text.replace('label.en = "', "label.en = 1 # ", 1)
    )
    found = faults(folder)
    assert any(text.endswith("statement.de: must be text, not 1") for text in found)
    assert any(text.endswith("label.en: must be text") for text in found)
    for text in found:
        name, line = text.split(": ")[0].removeprefix("data/").split(":")
        assert " = 1 # " in (folder / name).read_text("utf-8").split("\n")[int(line) - 1]


def test_ids_of_the_vocabulary_can_be_typed_and_be_columns(folder: Path) -> None:
    edited(folder / "vocabulary.toml", lambda text: text.replace('id = "factory"', 'id = "a.b c"'))
    reason = "'a.b c' is not an id (a-z, 0-9, single hyphens or _)"
    assert any(text.endswith(f"site_kind[1].id: {reason}") for text in faults(folder))


def test_where_no_site_is_sound_the_cause_elsewhere_is_told(folder: Path) -> None:
    """One wrong id in the bibliography, and a fault at each row that rests on it."""
    edited(folder / "sources.toml", lambda text: text.replace('id = "office"', 'id = 7 # "office"'))
    found = faults(folder)
    assert "data/sources.toml:" in "".join(found)
    with pytest.raises(DatasetError):
        load([folder])


def test_a_fault_of_the_description_names_the_folder_that_it_comes_from(folder: Path) -> None:
    over = folder.parent / "over"
    over.mkdir()
    (over / "dataset.toml").write_text('\n\nlicence = ["MIT"]\n', "utf-8")
    below = load([folder])
    dataset: Dataset = load([folder, over])
    assert [str(fault) for fault in dataset.known_faults()] == [
        "over/dataset.toml:3: licence: must be text, not ['MIT']"
    ]
    assert dataset.meta.licence == below.meta.licence
    (over / "dataset.toml").write_text('licence = "MIT"\n', "utf-8")
    dataset = load([folder, over])
    assert dataset.meta.licence == "MIT"
    assert dataset.cohorts


@pytest.mark.parametrize("kind", ["folder", "pipe", "endless", "link"])
def test_views_and_coast_of_a_folder_hold_nothing_up(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    """A data folder may bring its own; it is read as carefully as the data."""
    (tmp_path / "secret").write_text("[[view]]\nname = 'stolen'\n", "utf-8")
    for name in ("views.toml", "coast.json"):
        if kind == "link":
            (folder / name).symlink_to(tmp_path / "secret")
        else:
            odd(folder / name, kind)
    found = list_views([folder])
    assert "stolen" not in {view.name for view in found.views}
    assert [text for text in found.problems if "data/views.toml: cannot be read" in text]
    with pytest.raises(CoastError):
        load_coast(folder / "coast.json")

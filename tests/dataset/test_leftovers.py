"""Whatever lies in a data folder and is not read is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tui.dataset import load
from tui.dataset.files import MOST_BYTES

SMALL = Path(__file__).parent.parent / "fixtures" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small dataset."""
    shutil.copytree(SMALL, tmp_path / "data")
    return tmp_path / "data"


def faults(*folders: Path) -> list[str]:
    dataset = load(folders)
    dataset.load_all()
    return [str(fault) for fault in dataset.known_faults()]


NO_FILE = "is not read; a dataset has no file of this name"
NO_SITE = "is not read; the name of a site's file is its id and .toml, in lower case"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("finding.toml", f"{NO_FILE}; did you mean 'findings.toml'?"),
        ("SOURCES.TOML", f"{NO_FILE}; did you mean 'sources.toml'?"),
        ("findings.toml.txt", f"{NO_FILE}; did you mean 'findings.toml'?"),
        ("hammerhai.toml", f"{NO_FILE}; the file of a site belongs in sites/"),
        ("sites/hammerhai.toml.txt", f"{NO_SITE}; did you mean 'sites/hammerhai.toml'?"),
        ("sites/HAMMERHAI.TOML", f"{NO_SITE}; did you mean 'sites/hammerhai.toml'?"),
        ("Sites/own.toml", "is not read; the folder of sites is 'sites'; did you mean 'sites'?"),
        (
            "sites/old/own.toml",
            "is a folder, and the files in it are not read; they belong in sites/",
        ),
    ],
)
def test_what_looks_like_data_and_is_not_read_is_a_fault(
    folder: Path, name: str, reason: str
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text('id = "own"\n', "utf-8")
    shown = name if name.startswith("sites/") and "old" not in name else name.rpartition("/")[0]
    assert faults(folder) == [f"data/{shown or name}: {reason}"]


def test_what_may_well_lie_there_is_a_warning(folder: Path) -> None:
    for name in ("table.csv", "README.md", "LICENSE", ".git", "sites/.keep", "sites/map.png"):
        (folder / name).write_text("", "utf-8")
    (folder / "sites" / "images").mkdir()
    assert faults(folder) == []
    assert [str(fault) for fault in load([folder]).warnings] == [
        "data/table.csv: is not read",
        "data/sites/images: is a folder, and nothing in it is read",
        "data/sites/map.png: is not read",
    ]


def test_a_folder_of_which_nothing_is_read_is_a_fault(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    [fault] = faults(folder, tmp_path / "empty")
    assert fault.endswith("/empty: holds nothing that is read, such as dataset.toml, sources.toml "
                          "or sites/ID.toml")  # fmt: skip


def test_a_site_that_is_there_under_another_id_is_warned_of(folder: Path) -> None:
    text = (folder / "sites" / "alder.toml").read_text("utf-8")
    text = text.replace('id = "alder"', 'id = "a-l-der"', 1).replace('"Alder"', '"ALDER"', 1)
    text = text.replace("Alder AI Factory", "Something else").replace('host = "Alder', 'host = "')
    mine = folder.parent / "mine"
    (mine / "sites").mkdir(parents=True)
    (mine / "sites" / "a-l-der.toml").write_text(text, "utf-8")
    [warning] = load([folder, mine]).warnings
    assert str(warning) == (
        "mine/sites/a-l-der.toml: looks like the site 'alder' (Alder) once more; what corrects "
        "it belongs in sites/alder.toml"
    )
    assert load([SMALL]).warnings == ()


def test_links_may_not_lead_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    """A folder may come from anyone; only the link that the user names is followed."""
    for name in ("regions.toml", "sites/birch.toml"):
        (folder / name).rename(tmp_path / Path(name).name)
        (folder / name).symlink_to(tmp_path / Path(name).name)
    assert [fault.partition(", to")[0] for fault in faults(folder)] == [
        "data/sites/birch.toml: cannot be read: a link out of the folder",
        "data/regions.toml: cannot be read: a link out of the folder",
    ]


def test_links_within_the_folder_and_to_the_folder_are_followed(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "sites" / "birch.toml").rename(folder / ".birch")
    (folder / "sites" / "birch.toml").symlink_to("../.birch")
    (tmp_path / "link").symlink_to("data")
    assert faults(tmp_path / "link") == []
    assert len(load([tmp_path / "link"]).sites) == 5


def test_a_folder_of_sites_that_leads_out_is_one_fault(folder: Path, tmp_path: Path) -> None:
    (folder / "sites").rename(tmp_path / "elsewhere")
    (folder / "sites").symlink_to("../elsewhere")
    over = tmp_path / "over"
    shutil.copytree(SMALL, over)
    assert faults(over, folder) == ["data/sites: is a link out of the folder"]


def test_a_file_beyond_the_limit_is_not_read(folder: Path) -> None:
    with open(folder / "regions.toml", "ab") as file:
        os.truncate(file.fileno(), MOST_BYTES + 1)
    assert faults(folder) == ["data/regions.toml: cannot be read: more than 64 MB"]

"""The command that a file names makes the very same file again, byte for byte."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import FACTORIES, SMALL
from tests.explorer.exporting import choose, rename
from tests.explorer.helpers import opened, press
from tests.export.samples import TABLES
from tui.cli import main
from tui.cli.common import DONE
from tui.export.formats import FORMATS

Capture = pytest.CaptureFixture[bytes]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests write where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def same_again(here: Path, capsysbinary: Capture) -> bool:
    """Whether the command in the origin of the file that is here prints the same bytes."""
    [origin] = here.glob("*.origin.toml")
    [path] = [path for path in here.iterdir() if path != origin]
    command = shlex.split(tomllib.loads(origin.read_text("utf-8"))["command"])
    capsysbinary.readouterr()
    assert command[0] == "aif"
    assert main(command[1:]) == DONE
    return capsysbinary.readouterr().out == path.read_bytes()


@pytest.mark.parametrize("fmt", FORMATS)
def test_in_every_format(here: Path, capsysbinary: Capture, fmt: str) -> None:
    words = ["show", "partners", "role:member type:company,research", "--cohort", "factories",
             "--sort", "-name", "--format", fmt, "-o", "mine.out", "--origin"]  # fmt: skip
    assert main([*words, *FACTORIES]) == DONE
    assert same_again(here, capsysbinary)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("fmt", ["csv", "html", "parquet"])
def test_of_every_table(here: Path, capsysbinary: Capture, name: str, fmt: str) -> None:
    words = ["show", name, "--cohort", "all", "--format", fmt, "-o", f"it.{fmt}", "--origin"]
    assert main([*words, *SMALL]) == DONE
    assert same_again(here, capsysbinary)


@pytest.mark.parametrize(
    "words",
    [
        ["systems", "--sites", "country:DE", "--columns", "name,rmax_pflops", "--exact"],
        ["sites", 'name:"LUMI AIF"', "--limit", "3"],
        ["partners", "--whole", "--sites", "partner.type:company"],
        ["sites", "-country:DE,FR", "--sort", "-members,name"],
    ],
)
def test_whatever_was_asked(here: Path, capsysbinary: Capture, words: list[str]) -> None:
    assert main(["show", *words, "-o", "a file.csv", "--origin", *FACTORIES]) == DONE
    assert same_again(here, capsysbinary)


@pytest.mark.parametrize("tab", ["sites", "compute", "consortia", "access", "regions", "sources"])
async def test_of_a_file_that_was_written_from_the_screen(
    here: Path, capsysbinary: Capture, tab: str
) -> None:
    async with opened(tab=tab, filter="country:DE,FR,FI") as pilot:
        await press(pilot, "e")
        await choose(pilot, "origin", 1)
        await rename(pilot, "it.csv")
        await press(pilot, "enter")
    assert same_again(here, capsysbinary)

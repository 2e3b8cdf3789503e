"""README and docs say what the program does: its keys, its commands, its filter language."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.analysis.findings_samples import factories
from tools.keytable import BEGIN, END, SCREEN, key_table
from tools.pictures import FOLDER, plain
from tui.explorer.commands import TABS
from tui.query import FilterError
from tui.query.engine import masks
from tui.query.engine.match import match_text
from tui.query.engine.store import store_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
FILTERS = (ROOT / "docs" / "filter.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "README.md"]


def commands() -> list[str]:
    """The calls of ``aif`` in the README's blocks, without remarks."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    found = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in found if line.removeprefix("$ ").startswith("aif ")]


def cells(first: str, text: str = FILTERS) -> list[list[str]]:
    """The rows of the tables whose first heading is this word, without backticks."""
    tables = re.findall(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    rows = [line for table in tables for line in table.splitlines()]
    return [[cell.strip().strip("`") for cell in row.strip("|").split(" | ")] for row in rows]


def test_the_key_table_is_the_command_table() -> None:
    """`python -m tools.keytable` writes it anew."""
    written = SCREEN.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    assert written.strip() == key_table().strip()


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_works(line: str, tmp_path: Path) -> None:
    """Each gives something on stdout or writes its file, with exit code 0."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", *shlex.split(line)[1:]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout or list(tmp_path.iterdir()) or "no faults" in done.stderr


def test_the_readme_has_commands() -> None:
    """The list above is not empty by accident."""
    assert len(commands()) > 15


@pytest.mark.parametrize("text", [row[0] for row in cells("example")])
def test_every_example_of_a_filter_picks_some_sites(text: str) -> None:
    """And none of them all; what is taken from elsewhere comes with a note."""
    store = store_of(factories())
    assert 0 < masks.count(match_text(store, "sites", text)) < len(store.table("sites"))


def habits() -> list[list[str]]:
    """What is taken for another form."""
    return cells("example", FILTERS.partition("## Habits")[2].partition("##")[0])


@pytest.mark.parametrize(("text", "form"), habits())
def test_habits_pick_what_their_form_picks(text: str, form: str) -> None:
    store = store_of(factories())
    assert match_text(store, "sites", text) == match_text(store, "sites", form)


@pytest.mark.parametrize(("text", "form"), cells("refused"))
def test_what_is_refused_names_the_form(text: str, form: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(store_of(factories()), "sites", text)
    assert form in f"{caught.value} {caught.value.suggestion}"


def test_the_tables_of_filters_are_read() -> None:
    assert len(cells("example")) > 35
    assert len(cells("refused")) > 3
    assert len(habits()) > 4


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page: Path) -> None:
    """No link leads nowhere."""
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_there_is_a_picture_of_every_tab_that_fetches_nothing() -> None:
    """`make pictures` draws them anew."""
    assert {path.stem for path in FOLDER.glob("*.svg")} == {tab.id for tab in TABS}
    for path in FOLDER.glob("*.svg"):
        text = path.read_text("utf-8")
        assert text == plain(text)
        assert "@font-face" not in text
        assert 'xml:space="preserve"' in text, "some viewers shift columns without it"
        assert not re.search(r"(?:href|src|url\()\W*https?:", text)

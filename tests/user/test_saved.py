"""Saved views: found by name, kept whatever happens to the file."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import tomli
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tui.analysis.tally import tally
from tui.dataset import load
from tui.query import UnknownNameError, View, table
from tui.query.engine.ask import GRAINS, MEASURES, Ask, TallyView
from tui.query.engine.view import to_plain
from tui.user.saved_views import (
    delete_view,
    find_view,
    list_views,
    name_key,
    rename_view,
    save_view,
    slug,
)
from tui.user.writing import locked

DATA = Path(__file__).parents[2] / "data"
PLAIN = View(cohort="brief", filter="country:DE", tab="consortia")
RICH = View(filter='"a" OR b\n', whole=True, marks=frozenset({"x/y", "z"})).with_table(
    "sites", columns=("name", "city"), sort=(("city", True), ("name", False)), pinned=2,
    hidden=frozenset({"rank"}), widths={"name": 30, "budget.total_meur": 9},
)  # fmt: skip


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("tui.user.saved_views._today", lambda: "2026-11-22")
    return tmp_path / "aif"


def write(folder: Path, text: str, name: str = "views.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def names(folders: Sequence[Path] = ()) -> list[str]:
    return [each.name for each in list_views(folders).views]


def test_a_view_comes_back_as_it_was_saved(config: Path) -> None:
    for name, view in (("Plain", PLAIN), ("Rich", RICH), ("Nothing", View())):
        assert save_view(name, view).status == "saved"
        assert find_view(name, []) == view
    assert names() == ["Plain", "Rich", "Nothing"]
    assert [path.name for path in config.iterdir() if not path.name.startswith(".")] == [
        "views.toml"
    ]


NAMES = st.text(min_size=1, max_size=9)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        TallyView,
        NAMES,
        st.builds(
            Ask,
            st.lists(NAMES, min_size=1, max_size=2).map(tuple),
            NAMES,
            st.sampled_from(MEASURES),
            st.sampled_from(GRAINS),
        ),
        st.text(),
    )
)
def test_a_tally_comes_back_as_it_was_saved(config: Path, tally: TallyView) -> None:
    view = PLAIN.but(tally=tally)
    assert save_view("Tally", view, replace=True).done
    assert find_view("Tally", []) == view


def test_a_view_is_found_by_name_and_id_in_any_case(config: Path) -> None:
    save_view("Zürich & co", PLAIN, "what it is for")
    for name in ("Zürich & co", "zurich & CO", " zürich & co ", "zurich-co"):
        assert find_view(name, []) == PLAIN
    assert list_views([]).views[0].description == "what it is for"


def test_an_unknown_name_says_the_nearest(config: Path) -> None:
    save_view("Companies", PLAIN)
    with pytest.raises(UnknownNameError, match="no saved view 'companis'; did you mean 'Comp"):
        find_view("companis", [])


def test_the_same_name_asks_first(config: Path) -> None:
    save_view("One", PLAIN, "kept")
    outcome = save_view("ONE ", View(filter="x"))
    assert (outcome.status, outcome.done) == ("exists", False)
    assert find_view("One", []) == PLAIN
    assert save_view("one", View(filter="x"), replace=True).done
    assert [(v.name, v.view, v.description) for v in list_views([]).views] == [
        ("one", View(filter="x"), "kept")
    ]


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_a_name_is_needed(config: Path, name: str) -> None:
    assert save_view(name, PLAIN).status == "failed"
    assert not (config / "views.toml").exists()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1), st.text(), st.dictionaries(st.text(), st.text(), max_size=2))
def test_any_name_and_text_can_be_saved(
    config: Path, name: str, text: str, columns: dict[str, str]
) -> None:
    (config / "views.toml").unlink(missing_ok=True)
    view = View(filter=text)
    for each, column in columns.items():
        view = view.with_table(each, columns=(column, "x"))
    save_view("first", PLAIN)
    outcome = save_view(name, view, replace=True)
    if name.strip():
        found = list_views([])
        assert find_view("first", []) == PLAIN or name_key(name) == "first"
        assert found.problems == ()
        written = found.named(name)
        assert written is not None
        assert to_plain(written.view) == to_plain(view)
        assert written.name == name.strip()
    else:
        assert outcome.status == "failed"


def test_renaming(config: Path) -> None:
    save_view("One", PLAIN)
    save_view("Two", RICH)
    assert rename_view("none", "x").status == "missing"
    assert rename_view("one", "Two").status == "exists"
    assert names() == ["One", "Two"]
    assert rename_view("one", "Uno").done
    assert names() == ["Uno", "Two"]
    assert rename_view("uno", "UNO").done
    assert rename_view("UNO", "two", replace=True).done
    assert [(v.name, v.view) for v in list_views([]).views] == [("two", PLAIN)]


def test_deleting(config: Path) -> None:
    save_view("One", PLAIN)
    save_view("Two", RICH)
    assert delete_view("none").status == "missing"
    assert delete_view("one").done
    assert names() == ["Two"]
    assert delete_view("two").done
    assert names() == []


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


SAVER = """
import sys
from tui.query import View
from tui.user.saved_views import save_view
sys.stdin.read(1)
for number in range(15):
    assert save_view(f"{sys.argv[1]} {number}", View(filter=f"x{number}")).done
"""


def test_two_explorers_at_once_lose_nothing(config: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", SAVER, name], stdin=subprocess.PIPE)
        for name in ("left", "right")
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write(b"g")
        each.stdin.close()
    assert [each.wait() for each in running] == [0, 0]
    assert sorted(names()) == sorted(f"{s} {n}" for s in ("left", "right") for n in range(15))


def test_own_views_lie_over_those_of_the_data(config: Path, tmp_path: Path) -> None:
    write(
        tmp_path / "one",
        '[[view]]\nid = "big"\nlabel.en = "Big ones"\nlabel.de = "Große"\nfilter = "a"\n'
        '[[view]]\nid = "small"\nlabel.en = "Small ones"\ndescription.en = "not big"\n',
    )
    write(tmp_path / "two", '[[view]]\nid = "big"\nlabel.en = "Big ones"\nfilter = "b"\n')
    folders = [tmp_path / "one", tmp_path / "two", tmp_path / "none"]
    assert names(folders) == ["Big ones", "Small ones"]
    assert find_view("big", folders) == View(filter="b")
    assert find_view("große", folders[:1]) == View(filter="a")
    assert list_views(folders).views[1].description == "not big"
    save_view("big ones", PLAIN)
    assert [(v.name, v.own) for v in list_views(folders).views] == [
        ("big ones", True), ("Small ones", False),
    ]  # fmt: skip
    assert find_view("Big ones", folders) == PLAIN
    delete_view("Big ones")
    assert find_view("Big ones", folders) == View(filter="b")
    assert delete_view("Small ones").status == "missing"


def test_ids_can_be_typed() -> None:
    assert slug("Companies on board") == "companies-on-board"
    assert slug("  Größe > 5!  ") == "grosse-5"
    assert slug("!!") == "view"


def test_the_bundled_views_answer_their_question(config: Path) -> None:
    found = list_views([DATA])
    assert found.problems == ()
    data = load([DATA])
    tabs = {"consortia": "partners", "compute": "systems"}
    ids = [each.id for each in found.views]
    assert {"companies-on-board", "generalists", "operational-today", "exascale",
            "unconfirmed-figures"} <= set(ids)  # fmt: skip
    for each in found.views:
        assert each.german
        assert each.description
        assert each.id == each.id.strip()
        if each.view.tally is not None:
            shown = table(data, each.view.but(rows=each.view.tally.rows), each.view.tally.table)
            assert len(tally(shown, each.view.tally.ask)) > 1
            continue
        for name in {tabs.get(each.view.tab, each.view.tab), "sites", *each.view.tables}:
            shown = table(data, each.view, name)
            assert 0 < len(shown) < shown.total, (each.id, name)

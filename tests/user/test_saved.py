"""Saved views: found by name, saved, renamed, deleted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tui.analysis.tally import tally
from tui.dataset import load
from tui.query import UnknownNameError, View, table
from tui.query.engine.view import GRAINS, MEASURES, Ask, TallyView, to_plain
from tui.user.saved_views import (
    delete_view,
    find_view,
    list_views,
    name_key,
    rename_view,
    save_view,
    slug,
)

DATA = Path(__file__).parents[2] / "data"
PLAIN = View(cohort="brief", filter="country:DE", tab="consortia")
RICH = View(filter='"a" OR b\n', whole=True, marks=frozenset({"x/y", "z"})).with_table(
    "sites", columns=("name", "city"), sort=(("city", True), ("name", False)), pinned=2,
    hidden=frozenset({"rank"}), widths={"name": 30, "budget.total_meur": 9},
)  # fmt: skip


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


def described(config: Path, name: str, text: str) -> None:
    """An empty view, with what somebody wrote about it into the file."""
    save_view(name, PLAIN)
    with (config / "views.toml").open("a") as file:
        file.write(f'description = "{text}"\n')


def test_a_view_is_found_by_name_and_id_in_any_case(config: Path) -> None:
    described(config, "Zürich & co", "what it is for")
    for name in ("Zürich & co", "zurich & CO", " zürich & co ", "zurich-co"):
        assert find_view(name, []) == PLAIN
    assert list_views([]).views[0].description == "what it is for"


def test_an_unknown_name_says_the_nearest(config: Path) -> None:
    save_view("Companies", PLAIN)
    with pytest.raises(UnknownNameError, match="no saved view 'companis'; did you mean 'Comp"):
        find_view("companis", [])


def test_the_same_name_asks_first(config: Path) -> None:
    described(config, "One", "kept")
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

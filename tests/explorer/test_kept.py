"""What a person sets: undo, saved views, session and the copied command agree on all of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.explorer.helpers import FACTORIES, ROOT, dataset, lines, press, screen, settle
from tests.explorer.test_takecommand import printed
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.dialogs.views import call_of
from tui.explorer.panes.facets import FacetPane
from tui.explorer.refit import fitted, misfits
from tui.explorer.state import History, make_state
from tui.explorer.theming import load_themes
from tui.export.formats import render
from tui.export.sheet import with_evidence
from tui.query import TableView, View
from tui.query.engine.view import Ask, TallyView
from tui.user.saved_views import find_view, save_view
from tui.user.session import load_session, save_session

SET: dict[str, object] = {
    "cohort": "network",
    "filter": "country:DE OR sectors:>=5",
    "findings": "verdict:fails OR turns:yes",
    "tab": "regions",
    "whole": True,
    "ways": MappingProxyType({"consortia": "by-type"}),
    "map": "status",
    "facets": True,
    "marks": frozenset({"lumi", "hammerhai"}),
    "tally": TallyView(
        "partners", Ask(("type", "country"), each="value", share="row"), "site:lumi"
    ),
    "tables": None,
}
"""Something else than the default for each part of a view; tables have a list of their own."""
SET_OF_A_TABLE: dict[str, object] = {
    "columns": ("country", "name"),
    "sort": (("country", True), ("name", False)),
    "pinned": 0,
    "chosen": "lumi",
    "hidden": frozenset({"country"}),
    "widths": MappingProxyType({"name": 9}),
    "cursor": ("lumi", "country"),
}
ONLY_TYPED = {"rows", "limit"}
"""Parts of a view that are words of a command alone."""
VIEWS = {
    **{name: View(**{name: value}) for name, value in SET.items() if value is not None},  # type: ignore[arg-type]
    **{
        f"tables.{name}": View().with_table("sites", **{name: value})
        for name, value in SET_OF_A_TABLE.items()
    },
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_every_part_of_a_view_is_held() -> None:
    assert {each.name for each in dataclasses.fields(View)} == SET.keys() | ONLY_TYPED
    assert {each.name for each in dataclasses.fields(TableView)} == SET_OF_A_TABLE.keys()


@pytest.mark.parametrize("part", VIEWS)
def test_undo_saved_view_session_and_command_agree(
    part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    view = VIEWS[part] if part == "cohort" else VIEWS[part].but(cohort="brief")
    assert view != View(cohort="brief")
    assert History((View(),)).push(view).push(View()).undo().present == view
    save_view("mine", view)
    save_session(view)
    assert find_view("mine", ()) == load_session() == view
    assert (fitted(dataset(), view), misfits(dataset(), view)) == (view, "")
    state = make_state(dataset(), view)
    for name in ("verdicts", "cohort-pairs") if view.findings else ("sites", "partners"):
        result = state.result(name)
        assert printed(call_of(view, result, [FACTORIES]), capsys) == render(
            with_evidence(result), "csv"
        )


def test_what_is_gone_is_named_and_the_rest_applied() -> None:
    view = View(
        cohort="gone", filter="in:gone country:DE", tab="gone", map="status",
        ways=MappingProxyType({"compute": "gone", "sites": "by-country"}),
        tables=MappingProxyType({
            "sites": TableView(columns=("name", "gone.1"), sort=(("gone.2", True),)),
            "gone-table": TableView(pinned=2),
            "tally": TableView(pinned=2),
            "systems": TableView(widths=MappingProxyType({"gone": 9})),
        }),
    )  # fmt: skip
    assert misfits(dataset(), view) == (
        "Not in these data and left out: the cohort 'gone', the filter 'in:gone country:DE', "
        "the tab 'gone', the way 'gone' of compute, the column 'gone.1' of sites, "
        "the column 'gone.2' of sites and the table 'gone-table'"
    )
    shown = fitted(dataset(), view)
    assert (shown.cohort, shown.filter, shown.tab) == (dataset().default_cohort, "", "sites")
    assert (shown.map, shown.ways, shown.tables) == (view.map, view.ways, view.tables)
    result = make_state(dataset(), shown).result("sites")
    assert [column.id for column in result.columns] == ["name"]


@pytest.mark.parametrize(
    ("sites", "findings", "fit", "told"),
    [
        ("verdict:fails country:DE", "", ("country:DE", "verdict:fails"), ""),
        ("country:DE", "verdict:gone", ("country:DE", ""), "verdict:gone"),
        ("in:gone", "verdict:fails", ("", "verdict:fails"), "in:gone"),
        ("in:gone", "verdict:gone", ("", ""), "in:gone' and the filter 'verdict:gone"),
    ],
)
def test_a_filter_kept_or_written_by_hand_keeps_what_fits(
    sites: str, findings: str, fit: tuple[str, str], told: str
) -> None:
    view = View(cohort="brief", filter=sites, findings=findings)
    shown = fitted(dataset(), view)
    assert (shown.filter, shown.findings) == fit
    named = f"Not in these data and left out: the filter '{told}'" if told else ""
    assert misfits(dataset(), view) == named


def app_with(view: View, kept: View | None = None) -> ExplorerApp:
    themes, _ = load_themes([ROOT / "themes"])
    return ExplorerApp(dataset(), view, themes, "night", Launch(keep=True, kept=kept))


async def test_map_signs_cursor_facets_and_tally_are_there_again() -> None:
    """Undo closes the map; the session brings it back with all that lies over and beside it."""
    app = app_with(View(cohort="brief"))
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "m", "a", "u", "u")
        assert "Day of selection" not in screen(pilot)
        await press(pilot, "m", "a", "tab", "j", "j", "l", "f")
        app.screen.query_one("#sites-grid").focus()
        await press(pilot, "T")
        shown = lines(pilot)
        app.keep_session()
    kept = load_session()
    assert kept is not None
    assert (kept.map, kept.facets, kept.table("sites").cursor[1]) == ("companies", True, "country")
    assert kept.tally == TallyView("sites", Ask(("country",)))
    gone = kept.with_table("sites", columns=("name", "country", "gone"))
    app = app_with(gone, kept=gone)
    async with app.run_test(size=(160, 40), notifications=True) as pilot:
        await settle(pilot)
        assert "left out: the column 'gone' of sites" in screen(pilot)
        app.clear_notifications()
        await settle(pilot)
        assert lines(pilot)[:38] == shown[:38]
        await press(pilot, "escape")
        assert app.screen.here().spot.key == "it4lia"  # type: ignore[attr-defined]
        assert "Companies among members" in screen(pilot)
        assert app.screen.query_one(FacetPane).display

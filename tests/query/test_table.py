"""The table function: rows, columns, sort, narrowing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import Dataset
from tui.query import FilterError, TableView, UnknownNameError, View, table
from tui.query.engine.bind import bind_text
from tui.query.engine.format import cell
from tui.query.engine.match import narrowing, spoken_of
from tui.query.engine.store import store_of
from tui.query.engine.table import fitting, notes_of
from tui.query.engine.view import from_plain, parse_sort, to_plain


def keys(dataset: Dataset, view: View, name: str) -> list[str]:
    """Keys of the displayed rows."""
    result = table(dataset, view, name)
    return [result.key(row) for row in range(len(result))]


def test_the_cohort_and_the_filter_pick_sites(small: Dataset) -> None:
    """And the total is the cohort's."""
    result = table(small, View(cohort="early", filter="country:DE"), "sites")
    assert [result.key(row) for row in range(len(result))] == ["alder", "cedar"]
    assert result.total == 3


def test_child_tables_are_narrowed_to_what_the_filter_speaks_of(small: Dataset) -> None:
    """Companies only, in the sites that have one; whole lists on demand."""
    view = View(cohort="all", filter="partner.type:company")
    narrowed = table(small, view, "partners")
    assert {narrowed.record(row).type for row in range(len(narrowed))} == {"company"}
    whole = table(small, view.but(whole=True), "partners")
    assert len(whole) == 4 + 3
    assert len(narrowed) == 3


def test_negation_does_not_narrow(small: Dataset) -> None:
    """The sites without a company show all their partners."""
    view = View(cohort="early", filter="-partner.type:company")
    assert len(table(small, view, "partners")) == 3 + 3


def test_an_or_narrows_only_if_each_side_speaks_of_the_table(small: Dataset) -> None:
    """Else the other side has picked sites whose rows all belong there."""
    mixed = View(cohort="all", filter="partner.type:company OR country:FI")
    assert len(table(small, mixed, "partners")) == len(
        table(small, mixed.but(whole=True), "partners")
    )
    plain = View(cohort="all", filter="partner.type:company OR partner.role:funder")
    assert len(table(small, plain, "partners")) == 4


def test_row_filters_are_the_tables_own(small: Dataset) -> None:
    """As the command line uses them."""
    assert keys(small, View(cohort="all", rows="role:funder"), "partners") == [
        "alder/" + _funder(small)
    ]


def _funder(dataset: Dataset) -> str:
    alder = next(site for site in dataset.sites if site.id == "alder")
    return next(partner.id for partner in alder.partners if partner.role == "funder")


def test_organisations_follow_the_selection(small: Dataset) -> None:
    """An organisation counts the consortia of the picked sites only."""
    view = View(cohort="all", rows="consortia:>=2")
    assert set(keys(small, view, "organisations")) == {"pine-lab", "kiefer"}
    early = View(cohort="early", rows="consortia:>=2")
    assert set(keys(small, early, "organisations")) == {"pine-lab"}
    assert len(table(small, View(cohort="early"), "organisations")) == 9


def test_sort_puts_unknown_last_either_way(small: Dataset) -> None:
    """An unknown rank is neither first nor zero."""
    for down in (False, True):
        view = View(cohort="all").with_table("sites", sort=(("rank", down),))
        result = table(small, view, "sites")
        ranks = [result.source.values("rank")[row] for row in result.rows]
        assert ranks[2:] == [None] * 3
        assert ranks[:2] == sorted((9, 22), reverse=down)


def test_several_sort_keys(small: Dataset) -> None:
    """The first weighs most."""
    view = View(cohort="all").with_table("sites", sort=(("country", False), ("members", True)))
    result = table(small, view, "sites")
    pairs = [(result.record(row).country, result.source.values("members")[result.rows[row]])
             for row in range(len(result))]  # fmt: skip
    assert pairs == sorted(pairs, key=lambda pair: (pair[0], -pair[1]))


def test_unknown_names_suggest_the_nearest(small: Dataset) -> None:
    """Tables and columns alike."""
    with pytest.raises(UnknownNameError, match="unknown table 'partner'; did you mean 'partners'"):
        table(small, View(), "partner")
    with pytest.raises(
        UnknownNameError, match="unknown column 'cty' of sites; did you mean 'city'"
    ):
        table(small, View().with_table("sites", columns=("name", "cty")), "sites")


@pytest.mark.parametrize(
    ("table_name", "word", "meant"),
    [
        ("sites", "budget", "budget.total_meur"),
        ("sites", "chips", "accelerators_installed"),
        ("systems", "Chips", "accelerator_count"),
        ("sites", "cost", ""),
        ("partners", "cost", ""),
        ("partners", "selected", "site.selected"),
        ("sectors", "contry", "site.country"),
    ],
)
def test_a_group_or_a_heading_leads_to_its_figure(
    small: Dataset, table_name: str, word: str, meant: str
) -> None:
    with pytest.raises(UnknownNameError) as error:
        table(small, View().with_table(table_name, columns=(word,)), table_name)
    said, _, suggested = str(error.value).partition("; did you mean ")
    assert said.partition("; there are ")[0] == f"unknown column '{word}' of {table_name}"
    assert suggested.strip("'?") == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("budget", "budget.total_meur"),
        ("chips", "accelerators_installed"),
        ("type", "member.type"),
        ("types", "member.type"),
    ],
)
def test_a_field_is_meant_by_its_group_heading_or_end(
    small: Dataset, word: str, meant: str
) -> None:
    with pytest.raises(FilterError) as error:
        bind_text(store_of(small), "sites", f"{word}:>1")
    assert error.value.suggestion == meant


def test_unconfirmed_figures_carry_a_tilde(small: Dataset) -> None:
    """Birch's budget is only likely."""
    view = View(cohort="all").with_table("sites", columns=("id", "budget.total_meur"))
    result = table(small, view, "sites")
    shown = {result.key(row): cell(result, row, result.columns[1]) for row in range(len(result))}
    assert shown["birch"] == "~200"
    assert shown["alder"] == "85"
    assert shown["cedar"] == "·"


@given(
    cohort=st.sampled_from(["", "early", "all"]),
    text=st.text(max_size=30),
    tab=st.sampled_from(["sites", "consortia"]),
    whole=st.booleans(),
    marks=st.frozensets(st.text(min_size=1, max_size=8), max_size=3),
    sort=st.lists(st.tuples(st.sampled_from(["name", "rank"]), st.booleans()), max_size=2),
)
def test_a_view_survives_being_written(
    cohort: str, text: str, tab: str, whole: bool, marks: frozenset[str],
    sort: list[tuple[str, bool]],
) -> None:  # fmt: skip
    """to_plain and from_plain are inverse."""
    widths = {"budget.total_meur": 12}
    shown = TableView(("name",), tuple(sort), 2, "x", frozenset({"city"}), widths)
    tables = {"sites": shown}
    view = View(cohort, text, tab=tab, whole=whole, marks=marks, tables=tables)
    assert from_plain(to_plain(view)) == view


@pytest.mark.parametrize(
    "plain",
    [
        {"cohort": 3},
        {"tables": {"sites": 1}},
        {"marks": [1]},
        {"tables": {"sites": {"widths": {"name": 10**9}}}},
        {"tables": {"sites": {"widths": {"name": True}}}},
    ],
)
def test_a_view_of_the_wrong_shape_says_why(plain: dict[str, object]) -> None:
    """It is refused by name of the key."""
    widths = "widths" in str(plain)
    with pytest.raises(ValueError, match="widths.name" if widths else next(iter(plain))):
        from_plain(plain)


def test_sort_texts() -> None:
    """A minus turns the order round."""
    assert parse_sort("a, -b") == (("a", False), ("b", True))


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("country:DE", set()),
        ("partner.type:company", {"partners"}),
        ("partner(type:company) sector:health", {"partners", "sectors"}),
        ("member.type:company", {"partners"}),
        ("count(member):>=2", {"partners"}),
        ("partner:>=2", set()),
        ("-partner.type:company", set()),
        ("partner.type:company OR country:DE", set()),
        ("partner.type:company OR partner:kit", {"partners"}),
        ("count(system(status:operational)):>=2", {"systems"}),
        ("access:>=2", set()),
    ],
)
def test_what_a_filter_narrows_can_be_told(small: Dataset, text: str, tables: set[str]) -> None:
    """It agrees with what the table function does."""
    store = store_of(small)
    tree = bind_text(store, "sites", text)
    assert spoken_of(tree) == tables
    for name in ("partners", "sectors", "systems", "access"):
        assert (narrowing(store, name, tree) is not None) == (name in tables)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("alder", "site:alder picks them by their site"),
        ("country:DE Alder", "site:alder picks them by their site"),
        ('"Alder"', ""),
        ("site:alder", ""),
        ("kiefer", ""),
        ("lder", ""),
    ],
)
def test_free_text_that_names_a_site_says_how_to_pick_its_rows(
    small: Dataset, typed: str, said: str
) -> None:
    view = View(cohort="all", rows=typed)
    notes = " ".join(note.text for note in notes_of(table(small, view, "partners"), view))
    assert notes.endswith(said)
    assert bool(said) == bool(notes)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("sites", "alder", "antenna-elm"),
        ("systems", "alder/alder-one", "dogwood/dogwood-x"),
        ("sectors", "alder/manufacturing", "dogwood/health_life_sciences"),
        ("rankings", "alder/TOP500/0", "birch/TOP500/2"),
        ("services", "alder/compute/0", "antenna-elm/helpdesk/7"),
        ("indicators", "ris_score/0", "ai_enterprises/7"),
        ("regions", "DE11", "FI1D"),
        ("organisations", "alder-centre", "elm-foundation"),
    ],
)
def test_every_row_has_a_name_of_its_own(small: Dataset, name: str, first: str, last: str) -> None:
    """With its site where the id alone is not one, and its place where neither is."""
    found = keys(small, View(), name)
    assert {first, last} <= set(found)
    assert len(set(found)) == len(found)


def test_the_total_is_that_of_the_cohort_in_every_table(small: Dataset) -> None:
    view = View(cohort="early", filter="id:birch")
    counts = {name: (len(found), found.total) for name in ("sites", "systems", "organisations")
              if (found := table(small, view, name))}  # fmt: skip
    assert counts == {"sites": (1, 3), "systems": (1, 4), "organisations": (3, 9)}
    assert table(small, view, "facts").total == 2


def test_columns_are_the_chosen_the_usual_or_all(small: Dataset) -> None:
    """Hidden ones are left out of the usual, unless nothing were left."""

    def shown(view: View, name: str = "sectors", **more: bool) -> list[str]:
        return [column.id for column in table(small, view, name, **more).columns]

    usual = ["site", "id", "group", "wording", "official"]
    every = [column.id for column in store_of(small).specs["sectors"].columns]
    assert shown(View()) == usual
    assert shown(View(), every=True) == every
    assert shown(View(), "organisations") != shown(View(), "organisations", every=True)
    hiding = View().with_table("sectors", hidden=frozenset({"group", "official"}))
    assert shown(hiding) == ["site", "id", "wording"]
    assert shown(hiding, every=True) == every
    assert shown(View().with_table("sectors", hidden=frozenset(usual))) == usual
    chosen = View().with_table("sectors", columns=("id", "group"), hidden=frozenset({"group"}))
    assert shown(chosen) == ["id", "group"]


def test_rows_come_as_tuples_of_the_shown_values(small: Dataset) -> None:
    view = View(filter="country:DE").with_table("sites", columns=("id", "systems"))
    result = table(small, view, "sites")
    assert list(result.lines()) == [("alder", 2), ("cedar", 1)]
    assert (result.where, table(small, View(rows="country:DE"), "sites").where) == (
        "", "country:DE",
    )  # fmt: skip


def test_what_a_table_does_not_have_is_left_out_of_how_it_is_shown(small: Dataset) -> None:
    shown = TableView(("id", "none"), (("none", True), ("id", False)), pinned=2)
    assert fitting(store_of(small).specs["sites"], shown) == TableView(
        ("id",), (("id", False),), pinned=2
    )


@pytest.mark.parametrize(
    ("name", "column", "said", "lacking", "of"),
    [
        ("sites", "rank desc", "; did you mean '-rank'?", "", ""),
        ("sites", "rank ab", "; did you mean '-rank'?", "", ""),
        ("sites", "rank auf", "; did you mean 'rank'?", "", ""),
        ("sites", "rank:asc", "; did you mean 'rank'?", "", ""),
        ("systems", "rank", "; did you mean 'rank_2025-11'?", "", ""),
        ("sites", "zzzzzz", "", "zzzzzz", "sites"),
        (
            "partners", "zzzzz",
            "; there are site, id, name, acronym, country, type, role, coordinates, sources, "
            "confidence, note and member", "zzzzz", "",
        ),
    ],
)  # fmt: skip
def test_a_column_that_there_is_not_leads_to_one_or_to_all(
    small: Dataset, name: str, column: str, said: str, lacking: str, of: str
) -> None:
    with pytest.raises(UnknownNameError) as raised:
        table(small, View().with_table(name, columns=(column,)), name)
    assert str(raised.value) == f"unknown column '{column}' of {name}{said}"
    assert (raised.value.column, raised.value.table) == (lacking, of)


def test_a_table_that_there_is_not_and_a_cohort_are_told(small: Dataset) -> None:
    with pytest.raises(UnknownNameError) as raised:
        table(small, View(), "zzzz")
    assert str(raised.value) == "unknown table 'zzzz'"
    for cohort, suggested in (("erly", "early"), ("zzz", "")):
        with pytest.raises(FilterError) as error:
            bind_text(store_of(small), "sites", f"in:{cohort}")
        known = "" if suggested else ", only early, all"
        assert (error.value.reason, error.value.suggestion) == (
            f"no cohort '{cohort}'{known}", suggested,
        )  # fmt: skip
    with pytest.raises(FilterError, match="'site' is the row itself at column 7"):
        bind_text(store_of(small), "sites", "count(site):>1")
    with pytest.raises(FilterError, match=r"^'in' takes the id of a cohort at column 1"):
        bind_text(store_of(small), "sites", "in:*")

"""Filters against rows that were picked by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.conftest import FIXTURES
from tui.dataset import Dataset, load
from tui.dataset.records import Site
from tui.query import FilterError
from tui.query.engine import masks
from tui.query.engine.fields_meant import field_names
from tui.query.engine.match import match, match_text
from tui.query.engine.notes import notes
from tui.query.engine.store import Store, store_of
from tui.query.engine.typed_values import countries
from tui.query.language.parse import parse
from tui.query.language.tree import And, Node, Not, Or, Value

MEMBERS = {"host", "coordinator", "partner", "affiliated"}
README = (Path(__file__).parent.parent / "fixtures" / "README.md").read_text("utf-8")


def answers() -> list[tuple[str, set[str]]]:
    """Filters and sites as the fixtures' README lists them."""
    section = README.split("### Filters over the sites of `all`")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", section, re.MULTILINE)
    return [(text, set() if found == "none" else set(found.split(", "))) for text, found in rows]


def ids(store: Store, text: str, table: str = "sites") -> set[str]:
    """Ids of the rows that a filter picks."""
    values = store.table(table).values("id")
    return {values[row] for row in masks.rows(match_text(store, table, text))}


def installed(site: Site) -> int:
    """Accelerators in use at a site."""
    systems = [each for each in site.systems if each.status == "operational"]
    return sum(each.accelerator_count or 0 for each in systems)


@pytest.mark.parametrize(("text", "expected"), answers())
def test_filters_of_the_fixture(store: Store, text: str, expected: set[str]) -> None:
    """Every filter picks the sites worked out by hand."""
    assert ids(store, text) == expected


def test_the_readme_lists_filters() -> None:
    """The list above is not empty by accident."""
    assert len(answers()) > 20


@pytest.mark.parametrize("written", ["juelich", "jülich", "julich", "JÜLICH", "Jülich"])
def test_accents_do_not_matter(factories: Dataset, written: str) -> None:
    """Every way to write Jülich finds it."""
    assert ids(store_of(factories), written) == {"jaif"}


def test_child_tables_have_their_own_fields(factories: Dataset) -> None:
    """A bare field is the row's own, site. is the parent's."""
    store = store_of(factories)
    own = ids(store, "type:company site.country:DE", "partners")
    assert own == {"sicos-bw"}
    assert ids(store, "partner.type:company site.country:DE", "partners") == own
    assert ids(store, "partner(type:company) site(country:DE)", "partners") == own


def test_role_member_stands_for_the_roles_of_members(factories: Dataset) -> None:
    """It is read from the vocabulary."""
    store = store_of(factories)
    roles = "host,coordinator,partner,affiliated"
    assert match_text(store, "partners", "role:member") == match_text(
        store, "partners", f"role:{roles}"
    )


@pytest.mark.parametrize("form", ["id", "en", "de"])
def test_a_word_that_names_one_value_stands_for_it_alone(factories: Dataset, form: str) -> None:
    """``space`` is no part of ``aerospace`` where it is a sector of its own."""
    for ident, word in factories.vocabulary.words("sector").items():
        text = ident if form == "id" else getattr(word, form)
        having = {site.id for site in factories.sites if ident in {s.id for s in site.sectors}}
        if having:
            assert ids(store_of(factories), f'sector:"{text}"') == having, text


@pytest.mark.parametrize(
    ("table", "short", "long"),
    [
        ("sites", "member.type:company", "partner(type:company role:member)"),
        ("sites", "-member.type:company", "-partner(type:company role:member)"),
        ("sites", "member:kit", "partner(id:kit role:member)"),
        (
            "sites",
            "member(type:company country:DE)",
            "partner(role:member type:company country:DE)",
        ),
        (
            "sites",
            "count(member(type:company)):>=2",
            "count(partner(type:company role:member)):>=2",
        ),
        ("sites", "member:>=10", "members:>=10"),
        ("systems", "site.member.type:company", "site(partner(type:company role:member))"),
        ("partners", "member.type:company", "type:company role:member"),
        ("partners", "-member(type:company)", "-(type:company role:member)"),
        ("partners", "site.member.type:company", "site(partner(type:company role:member))"),
    ],
)
def test_a_member_is_a_partner_whose_role_makes_it_one(
    factories: Dataset, table: str, short: str, long: str
) -> None:
    """The two ways to say it pick the same rows, and some but not all of them."""
    store = store_of(factories)
    assert match_text(store, table, short) == match_text(store, table, long)
    assert 0 < masks.count(match_text(store, table, short)) < len(store.table(table))


def test_lists_match_an_element_and_compare_by_their_length(factories: Dataset) -> None:
    """An empty list is one of which nothing is known."""
    store = store_of(factories)
    lengths = {
        site.id: len({p.country for p in site.partners if p.role in MEMBERS})
        for site in factories.sites
    }
    assert ids(store, "member_countries:>1") == {each for each, n in lengths.items() if n > 1}
    assert ids(store, "member_countries:1..2") == {each for each, n in lengths.items() if 0 < n < 3}
    assert ids(store, "member_countries:=1") == {each for each, n in lengths.items() if n == 1}
    assert ids(store, "member_countries:FI") >= {"lumi-aif"}
    with pytest.raises(FilterError, match="an empty list is an unknown one") as caught:
        match_text(store, "sites", "member_countries:<1")
    assert caught.value.suggestion == "-member_countries:*"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Holland", "NL"), ("Britain", "GB"), ("great britain", "GB"), ("Czech Republic", "CZ"),
        ("Éire", "IE"), ("eire", "IE"), ("España", "ES"), ("Suomi", "FI"), ("USA", "US"),
    ],
)  # fmt: skip
def test_other_names_of_countries_are_taken_with_a_note(
    store: Store, written: str, code: str
) -> None:
    """The note shows the code that is meant."""
    text = f'country:"{written}"'
    assert match_text(store, "sites", text) == match_text(store, "sites", f"country:{code}")
    (note,) = notes(store, "sites", text)
    assert note.text.startswith(f"'{written}' is read as {code} (")


@pytest.mark.parametrize("written", ["Deutschland", "germany", "DE", "Niederlande", "ger"])
def test_names_of_countries_need_no_note(store: Store, written: str) -> None:
    """English and German names, codes, and how they begin."""
    assert notes(store, "sites", f"country:{written}") == ()


@pytest.mark.parametrize("written", ["Atlantis", "Narnia", "Utopia", "Mordor", "Xanadu"])
def test_no_other_country_is_suggested_for_what_is_none(store: Store, written: str) -> None:
    """A suggestion is near or absent."""
    with pytest.raises(FilterError) as caught:
        match_text(store, "sites", f"country:{written}")
    assert caught.value.suggestion == ""


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("accelerators_installed:4,480", "4,480 is read as 4480"),
        ('accelerators_installed:"4,480"', "4,480 is read as 4480"),
        ("country:=DE", "country:=DE is read as country:DE"),
        ("country:Czech Republic", 'write country:"Czech Republic" for the value'),
        ("member.type:HPC centre", 'write member.type:"HPC centre" for the value'),
        ("country:DE or FR", "write country:DE,FR for the value"),
    ],
)
def test_what_a_value_was_taken_for_is_told(store: Store, text: str, note: str) -> None:
    """The note shows the form."""
    assert note in "\n".join(each.text for each in notes(store, "sites", text))


def test_thousands_are_read_as_the_screen_writes_them(factories: Dataset) -> None:
    """Ranks and years have no thousands signs, so that their commas part two of them."""
    store = store_of(factories)
    found = {site.id for site in factories.sites if installed(site) == 4480}
    assert found
    for written in ("4,480", "4 480", "4480", "4'480", "4_480"):
        assert ids(store, f"accelerators_installed:{written}") == found
    assert ids(store, "accelerators_installed:>10,000") == ids(
        store, "accelerators_installed:>10 000"
    )
    assert match_text(store, "rankings", "rank:4,100") == match_text(
        store, "rankings", "rank:4 OR rank:100"
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rank:1-10", "1..10"),
        ("rank:1–10", "1..10"),
        ("accelerators_installed:>1.000.0", ""),
        ("city:=Kajaani", "city:Kajaani"),
        ("sectors:>=nan", ""),
        ("sectors:<inf", ""),
    ],
)
def test_numbers_are_read_strictly(store: Store, text: str, meant: str) -> None:
    """What is no number is an error with the form."""
    with pytest.raises(FilterError) as caught:
        match_text(store, "sites", text)
    assert caught.value.suggestion == meant


def test_labels_and_names_work_like_ids(factories: Dataset) -> None:
    """Countries by name, vocabulary by label in both languages."""
    store = store_of(factories)
    assert (
        ids(store, "country:germany")
        == ids(store, "country:DE")
        == ids(store, "country:deutschland")
    )
    for written in ('"HPC centre"', '"HPC-Zentrum"', "hpc_centre"):
        assert ids(store, f"type:{written}", "partners") == ids(
            store, "type:hpc_centre", "partners"
        )


def test_cohorts_reach_child_tables_and_regions(store: Store) -> None:
    """in: works wherever rows belong to sites."""
    partners = store.table("partners").values("site")
    rows = masks.rows(match_text(store, "partners", "in:early"))
    assert {partners[row] for row in rows} == {"alder", "birch", "cedar"}
    assert masks.count(match_text(store, "regions", "in:early")) == 2


def test_a_date_of_which_the_day_is_unknown_must_lie_wholly_in_the_range(store: Store) -> None:
    """2026-H2 is after June, but not surely before October."""
    assert "alder" in ids(store, "timeline.operational_expected:>2026-06")
    assert "alder" not in ids(store, "timeline.operational_expected:<2026-10")
    assert "alder" in ids(store, "timeline.operational_expected:2026")


@pytest.mark.parametrize(
    ("text", "reason", "column", "suggestion"),
    [
        ("contry:DE", "unknown field 'contry'", 1, "country"),
        ("sectors:>=5 partners.type:x", "unknown field 'partners.type'", 13, "partner.type"),
        ("partner.type:compny", "no type 'compny'", 14, "company"),
        ("partner(typ:company)", "unknown field 'typ'", 9, "type"),
        ("in:earli", "no cohort 'earli'", 4, "early"),
        ("country:Grmany", "no country 'Grmany'", 9, "Germany"),
        ("sectors:>=x", "'x' is not a number", 11, ""),
        ("selected:>yesterday", "not a date", 11, ""),
        ("city:>3", "cannot be compared", 1, ""),
        ("experimental_platform:maybe", "neither true nor false", 23, ""),
        ("partnr(type:company)", "'partnr' has no rows here", 1, "partner"),
        ("count(partner):*", "compared with a number", 1, ""),
    ],
)
def test_errors_name_the_place_and_the_nearest_word(
    store: Store, text: str, reason: str, column: int, suggestion: str
) -> None:
    """What is wrong, where, and what may be meant."""
    with pytest.raises(FilterError) as caught:
        match_text(store, "sites", text)
    error = caught.value
    assert reason in str(error)
    assert error.span.start + 1 == column
    assert error.suggestion == suggestion


def test_a_cohort_that_names_itself_is_an_error(tmp_path: Path) -> None:
    """It does not run for ever."""
    text = (FIXTURES / "small" / "dataset.toml").read_text("utf-8")
    own = text.replace('where = "kind:factory,antenna"', 'where = "in:all"')
    assert own != text
    (tmp_path / "dataset.toml").write_text(own, "utf-8")
    store = store_of(load([FIXTURES / "small", tmp_path]))
    with pytest.raises(FilterError, match="defined by itself"):
        match_text(store, "sites", "in:all")


def cohorts(folder: Path, *wheres: str) -> Store:
    """The small dataset with cohorts c0, c1 and so on."""
    rows = (
        f'[[cohort]]\nid = "c{at}"\nlabel.en = "C"\nlabel.de = "C"\nwhere = "{where}"\n'
        for at, where in enumerate(wheres)
    )
    (folder / "dataset.toml").write_text("".join(rows), "utf-8")
    return store_of(load([FIXTURES / "small", folder]))


def test_cohorts_may_stand_on_cohorts_but_not_without_end(tmp_path: Path) -> None:
    """Neither many of them nor each of them twice takes long."""
    twice = cohorts(tmp_path, *(f"in:c{at} in:c{at}" for at in range(1, 18)), "kind:factory")
    assert ids(twice, "in:c0") == ids(twice, "kind:factory")
    deep = cohorts(tmp_path, *(f"in:c{at}" for at in range(1, 2000)), "kind:factory")
    with pytest.raises(FilterError, match="too many cohorts are defined by one another"):
        match_text(deep, "sites", "in:c0")
    ring = cohorts(tmp_path, "in:c1", "-in:c2", "in:c0")
    with pytest.raises(FilterError, match="the cohort 'c0' is defined by itself"):
        match_text(ring, "partners", "in:c0")


@pytest.mark.parametrize(
    ("written", "code"), [("UK", "GB"), ("el", "GR"), ("GB", "GB"), ("ukrain", "UA")]
)
def test_countries_go_by_the_codes_of_the_eu_as_well(store: Store, written: str, code: str) -> None:
    """UK is the United Kingdom, not Ukraine."""
    assert match_text(store, "partners", f"country:{written}") == match_text(
        store, "partners", f"country:{code}"
    )
    assert countries(Value(written)) == {code}


def test_every_field_that_is_offered_can_be_used(factories: Dataset) -> None:
    """field:* works for each name of each table."""
    store = store_of(factories)
    for table in store.specs:
        for name in field_names(store, table):
            if name != "in":
                assert len(match_text(store, table, f"{name}:*")) == len(store.table(table)), name


PARTS = st.sampled_from(
    ["country:DE", "sectors:>=5", "partner.type:company", "pine", "rank:*", "in:early",
     "partner(type:university role:member)", "count(partner):>=3", "website:*", "name:/^a/"]
)  # fmt: skip
NODES = st.recursive(
    PARTS.map(parse),
    lambda inner: st.one_of(
        inner.map(Not),
        st.tuples(inner, inner).map(And),
        st.tuples(inner, inner).map(Or),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(a=NODES, b=NODES)
def test_logic_of_sets(store: Store, a: Node, b: Node) -> None:
    """Negation is the complement, and the intersection, or the union."""
    first, second = match(store, "sites", a), match(store, "sites", b)
    rows_a, rows_b = set(masks.rows(first)), set(masks.rows(second))
    every = set(range(len(first)))
    assert set(masks.rows(match(store, "sites", Not(a)))) == every - rows_a
    assert set(masks.rows(match(store, "sites", And((a, b))))) == rows_a & rows_b
    assert set(masks.rows(match(store, "sites", Or((a, b))))) == rows_a | rows_b

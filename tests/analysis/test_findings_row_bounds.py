"""Which rows a filter may come to pick as lists are completed: no fewer, and hardly more."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.findings_samples import changed, claim, count, partner, sector, small
from tui.analysis.findings import row_bounds
from tui.analysis.findings.engine import evaluate
from tui.analysis.findings.measures import measure, scope_of
from tui.analysis.findings.row_bounds import Growth
from tui.analysis.findings.rule import Check, RuleError
from tui.analysis.findings.value_bounds import reach
from tui.dataset import Dataset
from tui.query.engine.bind import bind_text
from tui.query.engine.match import match_text
from tui.query.engine.store import store_of
from tui.query.engine.typed_numbers import number_test
from tui.query.language.parse import parse
from tui.query.language.tree import Between, Compare, OneOf, Term

WHOLE = st.integers(0, 6).map(str)
NUMBER = WHOLE | WHOLE.map(lambda text: f"{text}.5")
AMOUNTS = st.one_of(
    st.lists(NUMBER, min_size=1, max_size=3).map(",".join),
    st.tuples(st.sampled_from([">", ">=", "<", "<="]), NUMBER).map("".join),
    st.tuples(WHOLE, NUMBER).map(sorted).map("..".join),
    NUMBER.map(lambda text: f"..{text}"),
    NUMBER.map(lambda text: f"{text}.."),
)


@given(AMOUNTS, st.integers(0, 8), st.integers(0, 8) | st.none())
def test_a_number_that_grows_can_come_to_all_that_lie_between(
    amount: str, low: int, more: int | None
) -> None:
    node = parse(f"members:{amount}")
    assert isinstance(node, Term)
    assert isinstance(node.condition, OneOf | Compare | Between)
    test = number_test(node.condition)
    found = row_bounds._outcomes(
        test, row_bounds._numbers(node.condition), low, math.inf if more is None else low + more
    )
    assert found == {test(each) for each in range(low, low + (40 if more is None else more) + 1)}


@pytest.mark.parametrize(
    ("of", "where", "uses", "cohort", "comparator", "claimed", "is_open"),
    [
        # what is not known may come to be any number, and to be there; what is there stays
        ("sites", "systems:<1", "systems", "all", "==", 0, True),
        ("sites", "systems:>=0", "systems", "all", "==", 4, True),
        ("sites", "systems:*", "systems", "all", "==", 4, True),
        ("sites", "systems:*", "systems", "all", ">=", 4, False),
        ("sites", "-systems:*", "systems", "all", ">=", 1, True),
        # a number that grows leaves the one it is, and never what it has passed
        ("sites", "members:2", "partners", "early", ">=", 1, True),
        ("sites", "members:>=1", "partners", "early", ">=", 3, False),
        ("sites", "members:>=2", "partners", "early", ">=", 3, False),
        ("sites", "members:>=3", "partners", "early", "==", 2, True),
        # a list gains items and loses none; its length grows
        ("sites", "member_countries:EE", "partners", "early", ">=", 2, False),
        ("sites", "member_countries:FI", "partners", "early", "==", 1, True),
        ("sites", "member_countries:>=3", "partners", "early", "==", 0, True),
        ("sites", "member_countries:>=2", "partners", "early", ">=", 2, False),
        # members of a site decide on rows of other lists, which are no more for it
        ("sites", "count(system(site.members:>=3)):>=1", "partners", "early", "==", 2, True),
        ("sites", "count(system(site.members:>=3)):>=2", "partners", "early", "==", 1, False),
        # a system of cedar may have a rank that is not listed yet; the others have theirs
        ("systems", "-ranking:*", "systems", "early", ">=", 2, True),
        ("systems", "-ranking:*", "systems", "early", ">=", 1, False),
        ("systems", "-accelerator_count:>1500", "systems", "early", ">=", 2, False),
        ("rankings", "-rank:<10", "systems", "early", ">=", 2, False),
        ("regions", "indicator(id:hrst)", "partners", "early", "==", 1, False),
        # an organisation may come to sit elsewhere and have another role; it stays what it is
        ("organisations", "consortia:1", "partners", "early", ">=", 6, True),
        ("organisations", "-sites:cedar", "partners", "early", ">=", 6, True),
        ("organisations", "-roles:host", "partners", "early", ">=", 6, True),
        ("organisations", "country:DE", "partners", "early", ">=", 6, False),
        ("organisations", "consortia:1", "sectors", "early", ">=", 6, False),
        # where it sits it stays: only more sites and roles can come, one for each open list
        ("organisations", "consortia:>=2", "partners", "early", ">=", 1, False),
        ("organisations", "consortia:>=2", "partners", "early", "<=", 1, True),
        ("organisations", "-consortia:>=2", "partners", "early", ">=", 7, True),
        ("organisations", "consortia:<=2", "partners", "early", ">=", 7, False),
        ("organisations", "consortia:*", "partners", "early", ">=", 7, False),
        ("organisations", "sites:cedar", "partners", "early", ">=", 3, False),
        ("organisations", "sites:/ced/", "partners", "early", ">=", 3, False),
        ("organisations", "sites:>=2", "partners", "early", ">=", 1, False),
        ("organisations", "roles:host", "partners", "early", ">=", 3, False),
    ],
)  # fmt: skip
def test_a_verdict_is_open_where_rows_can_turn_it(
    of: str, where: str, uses: str, cohort: str, comparator: str, claimed: int, is_open: bool
) -> None:
    rule = count(where, of)
    each = evaluate(small(), claim(rule, claimed, comparator, uses=(uses,), cohort=cohort))
    assert (each.verdict, each.open) == ("holds", is_open)


@pytest.mark.parametrize(
    ("where", "among", "comparator", "claimed", "is_open"),
    [
        # what comes to cedar is picked as all of its rows are, or as none
        ("", "", "==", 100, False),
        ("site.country:DE", "site:cedar", "==", 100, False),
        ("site:cedar", "site:cedar", "==", 100, False),
        ("in:early", "site:cedar", "==", 100, False),
        ("-in:early", "site:cedar", "==", 0, False),
        ("site.country:FI", "site:cedar", "==", 0, False),
        ("site.country:DE OR type:company", "site:cedar", "==", 100, False),
        ("-type:company", "site:cedar", "==", 100, True),
        ("role:member", "site:cedar", ">", 66, True),
        # and raises a share without taking from it
        ("site.country:DE", "", ">=", 46, True),
        ("site:cedar", "in:early", ">=", 30, False),
        ("site:cedar", "in:early", "<=", 30, True),
        ("in:early", "in:early", "==", 100, False),
        ("site:alder", "in:early", ">=", 40, True),
        ("site:alder", "in:early", "<=", 40, False),
    ],
)
def test_rows_that_come_are_known_by_their_site(
    where: str, among: str, comparator: str, claimed: int, is_open: bool
) -> None:
    rule = {"measure": "share", "of": "partners", "where": where, "among": among}
    each = evaluate(small(), claim(rule, claimed, comparator, uses=("partners",), cohort="all"))
    assert (each.verdict, each.open) == ("holds", is_open)


def test_rows_come_to_the_chosen_sites_alone() -> None:
    cases = (("type:company", 3, True), ("type:company -in:early", 2, False))
    for where, claimed, is_open in cases:
        rule = claim(count(where, "partners"), claimed, uses=("partners",), cohort="all")
        each = evaluate(small(), rule, filter="-id:antenna-elm")
        assert (each.verdict, each.open) == ("holds", is_open)


NUMBERS = itertools.count()
SYSTEM = next(each for site in small().sites for each in site.systems)
SERVICE = next(each for site in small().sites for each in site.services)
SYSTEMS = st.builds(
    lambda status, kind, chips: dataclasses.replace(
        SYSTEM, id=f"made-up-{next(NUMBERS)}", status=status, kind=kind, accelerator_count=chips,
        rankings=(),
    ),
    st.sampled_from(["operational", "planned", "contracted"]),
    st.sampled_from(["existing", "new", "upgrade"]),
    st.sampled_from([None, 10, 3000]),
)  # fmt: skip
SECTORS = st.sampled_from(sorted(small().vocabulary.words("sector"))).map(sector)
ROWS = st.fixed_dictionaries({
    "partners": st.lists(
        st.builds(
            partner,
            st.sampled_from(["university", "research_organisation", "company", "hpc_centre"]),
            st.sampled_from(["partner", "affiliated", "supporting"]),
            st.sampled_from(["DE", "EE", "IT"]),
        ), max_size=3,
    ),
    "sectors": st.lists(SECTORS, max_size=3, unique_by=lambda each: each.id),
    "systems": st.lists(SYSTEMS, max_size=2),
    "services": st.lists(st.just(SERVICE), max_size=2),
})  # fmt: skip
LISTS = ("partners", "sectors", "systems", "services")
CONDITIONS = st.sampled_from(["*", ">=1", "<3", "2", "1,4", "1..3", ">100", "<=50"])
ATOMS = st.one_of(
    st.tuples(
        st.sampled_from([
            "systems", "partners", "sectors", "services", "access", "members", "academic_members",
            "research_members", "company_members", "sector_groups", "accelerators_installed",
            "accelerators_announced", "research_share",
        ]),
        CONDITIONS,
    ).map(":".join),
    st.sampled_from(["*", ">=1", "<3", ">2"]).map(lambda text: f"member_countries:{text}"),
    st.sampled_from([
        "member_countries:IT", "member_countries:DE", "generalist:true", "generalist:*",
        "new_status:operational", "new_status:*", "country:DE", "system(status:planned)",
        "count(sector(official:true)):2..5", "sector:energy", "energy", "member:*",
        "count(system(site.members:>=3)):>=1", "partner(-role:member)", "service:training",
    ]),
)  # fmt: skip
FILTERS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda text: f"-({text})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) OR ({pair[1]})"),
    ),
    max_leaves=3,
)


def completed(rows: Mapping[str, Mapping[str, Any]]) -> Dataset:
    """The small dataset with these rows behind those of its lists that are not complete."""
    sites = {}
    for site in small().sites:
        new = rows.get(site.id, {})
        sites[site.id] = {
            name: (*getattr(site, name), *(
                each for each in new.get(name, ())
                if name != "sectors" or each.id not in {one.id for one in site.sectors}
            ))
            for name in LISTS
            if getattr(site.completeness, name) != "complete"
        }  # fmt: skip
    return changed(small(), sites)


@given(FILTERS, ROWS, ROWS, ROWS)
def test_what_is_picked_in_the_end_lies_within_the_bounds(
    where: str, birch: Any, cedar: Any, elm: Any
) -> None:
    """Whatever is added, of every list at once."""
    store = store_of(small())
    growth = Growth(scope_of(small(), "all"), LISTS)
    low, high = growth.bounds(bind_text(store, "sites", where))
    after = completed({"birch": birch, "cedar": cedar, "antenna-elm": elm})
    found = match_text(store_of(after), "sites", where)
    assert all(least <= it <= most for least, it, most in zip(low, found, high, strict=True))


PARTNERS = [each for site in small().sites for each in site.partners]
SEATS = st.fixed_dictionaries({
    "partners": st.lists(
        st.builds(
            lambda one, role: dataclasses.replace(one, role=role),
            st.sampled_from(PARTNERS) | st.builds(partner),
            st.sampled_from(["partner", "affiliated", "supporting", "host"]),
        ), max_size=4, unique_by=lambda each: each.id,
    ),
    "systems": st.lists(SYSTEMS, max_size=2),
})  # fmt: skip
"""Rows to come, among them seats of organisations that sit elsewhere."""
OF_SEATS = st.one_of(
    CONDITIONS.map(lambda amount: f"consortia:{amount}"),
    st.sampled_from([
        "sites:cedar", "sites:alder,birch", "sites:/a/", "sites:>=2", "sites:<2", "sites:*",
        "roles:host", "roles:supporting", "roles:>=2", "roles:*", "country:DE", "type:university",
    ]),
)  # fmt: skip
OPEN = ("birch", "cedar", "antenna-elm")


def seated(birch: Any, cedar: Any, elm: Any) -> Dataset:
    """The dataset with these rows, an organisation at most once at a site."""
    there = {site.id: {each.id for each in site.partners} for site in small().sites}
    rows = dict(zip(OPEN, (birch, cedar, elm), strict=True))
    return completed({
        ident: {
            "systems": new["systems"],
            "partners": [each for each in new["partners"] if each.id not in there[ident]],
        }
        for ident, new in rows.items()
    })  # fmt: skip


@given(OF_SEATS, st.booleans(), SEATS, SEATS, SEATS)
def test_organisations_are_picked_in_the_end_as_the_bounds_say(
    where: str, other: bool, birch: Any, cedar: Any, elm: Any
) -> None:
    text = f"-({where})" if other else where
    growth = Growth(scope_of(small(), "all"), LISTS)
    low, high = growth.bounds(bind_text(store_of(small()), "organisations", text))
    after = scope_of(seated(birch, cedar, elm), "all")
    table = after.source("organisations").table("organisations")
    found = dict(zip(table.values("id"), after.pick("organisations", text), strict=True))
    ids = growth.scope.source("organisations").table("organisations").values("id")
    assert all(
        least <= found[ident] <= most for ident, least, most in zip(ids, low, high, strict=True)
    )


COUNTED = st.sampled_from([
    ("organisations", "consortia"), ("sites", "members"), ("sites", "partners"),
    ("sites", "company_members"), ("sites", "systems"), ("sites", "accelerators_announced"),
    ("sites", "research_share"), ("sites", "sectors"),
])  # fmt: skip
PICKED = st.sampled_from(["", "country:DE", "name:/c/", "id:cedar", "id:pine-lab", "name:cedar"])


@given(
    st.sampled_from(["sum", "mean", "median", "min", "max", "value"]), COUNTED, PICKED,
    SEATS, SEATS, SEATS,
)  # fmt: skip
def test_a_figure_that_counts_rows_lies_in_the_end_within_its_bounds(
    name: str, counted: tuple[str, str], where: str, birch: Any, cedar: Any, elm: Any
) -> None:
    """It grows with what comes to the lists; none of it goes."""
    of, value = counted
    check = Check(name, of=of, value=value, where=where)
    try:
        before = measure(scope_of(small(), "all"), check)
        after = measure(scope_of(seated(birch, cedar, elm), "all"), check)
    except RuleError:
        return  # several rows, where one is asked for
    if before.value is None or after.value is None:
        return
    found = reach(Growth(scope_of(small(), "all"), LISTS), before)
    if found.kind == "fixed":
        assert after.value == before.value
    elif found.kind == "numbers":
        assert found.low <= after.value <= found.high  # type: ignore[operator]
    else:
        assert value == "research_share"


@pytest.mark.parametrize(
    ("name", "where", "comparator", "claimed", "is_open"),
    [
        # it sits at two of the three sites, and the list of the third is whole
        ("value", "id:pine-lab", "==", 2, False),
        # it sits at one, and may come to one more
        ("value", "id:alder-centre", ">=", 1, False),
        ("value", "id:alder-centre", "<=", 2, False),
        ("value", "id:alder-centre", "==", 1, True),
        ("max", "", ">=", 2, False),
        ("max", "", "<=", 2, True),
        ("sum", "", ">=", 8, False),
        ("sum", "", "<=", 8, True),
    ],
)
def test_completing_lists_only_adds_to_the_consortia_of_an_organisation(
    name: str, where: str, comparator: str, claimed: int, is_open: bool
) -> None:
    rule = {"measure": name, "of": "organisations", "value": "consortia", "where": where}
    each = evaluate(small(), claim(rule, claimed, comparator, uses=("partners",), cohort="early"))
    assert (each.verdict, each.open) == ("holds", is_open)

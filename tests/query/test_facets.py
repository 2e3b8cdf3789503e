"""Facets: true counts, and one filter with two faces."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.dataset import Dataset, load
from tui.query import FilterError, View
from tui.query.assist.facets import (
    BY_ID,
    FACETS,
    Choice,
    FacetValue,
    all_counts,
    available,
    clear,
    counts,
    known,
    meant,
    read,
    toggle,
    values,
)
from tui.query.engine import masks
from tui.query.engine.store import store_of
from tui.query.engine.table import site_mask
from tui.query.language.parse import parse
from tui.query.language.render import (
    filter_parts,
    render,
    source,
)

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
FACTORIES = Path(__file__).parents[1] / "fixtures" / "factories"


@cache
def dataset(folder: Path = SMALL) -> Dataset:
    return load([folder])


def facet(ident: str, view: View | None = None, folder: Path = SMALL) -> list[FacetValue]:
    return list(counts(dataset(folder), view or View(cohort="all"), BY_ID[ident]))


def numbers(ident: str, filter_text: str = "", cohort: str = "all") -> dict[str, int]:
    return {each.id: each.count for each in facet(ident, View(cohort=cohort, filter=filter_text))}


def chosen(filter_text: str, folder: Path = SMALL) -> dict[str, dict[str, Choice]]:
    state = read(dataset(folder), filter_text)
    return {ident: dict(states) for ident, states in state.chosen.items()}


def rest(filter_text: str) -> str:
    return render(read(dataset(), filter_text).rest)


def ticked(filter_text: str, ident: str, value: str, how: Choice = "in") -> str:
    return toggle(dataset(), filter_text, ident, value, how)


def test_values_have_labels_counts_and_a_natural_order() -> None:
    assert [(each.label, each.count) for each in facet("country")] == [
        ("Finland", 2), ("Germany", 2), ("Ireland", 1),
    ]  # fmt: skip
    assert facet("wave")[0] == FacetValue("2024-12", "December 2024", 2)
    assert numbers("member_type")["company"] == 2
    assert list(numbers("region_2025")) == ["leader", "strong"]


def test_a_way_to_computing_time_is_called_as_in_its_table() -> None:
    store = store_of(dataset(FACTORIES))
    column = store.specs["access"].own_column("mode")
    assert column is not None
    found = {each.id: each.label for each in facet("access", View(), FACTORIES)}
    assert found["national"] == "National share"
    assert found == {ident: store.label(column, ident) for ident in found}


def test_member_types_leave_funders_and_supporters_out() -> None:
    assert numbers("member_type")["public_body"] == sum(
        any(p.type == "public_body" and p.role in ("host", "coordinator", "partner", "affiliated")
            for p in site.partners)
        for site in dataset().sites
    )  # fmt: skip
    assert numbers("member_type")["public_body"] < len(
        [s for s in dataset().sites if any(p.type == "public_body" for p in s.partners)]
    )


def test_only_values_of_the_cohort_are_listed_and_those_chosen() -> None:
    assert "IE" not in numbers("country", cohort="early")
    assert numbers("country", "country:IE", "early")["IE"] == 0
    assert numbers("country", "country:SE")["SE"] == 0


def test_the_other_facets_and_the_rest_hold_but_not_the_facet_itself() -> None:
    assert numbers("country", "country:DE") == numbers("country")
    assert numbers("country", "member.type:company") == {"DE": 1, "FI": 1, "IE": 0}
    assert numbers("country", "kiefer -country:DE") == {"DE": 1, "FI": 1, "IE": 0}


def test_facets_without_a_value_are_not_offered() -> None:
    assert BY_ID["region_2023"] not in available(dataset())
    assert available(dataset(FACTORIES)) == FACETS
    assert set(all_counts(dataset(), View(cohort="all"))) == set(available(dataset()))


def test_it_is_told_for_how_many_sites_a_facet_is_known() -> None:
    assert known(dataset(), View(cohort="all"), BY_ID["region_2025"]) == (4, 5)
    assert known(dataset(), View(cohort="early"), BY_ID["country"]) == (3, 3)
    assert known(dataset(), View(cohort="all"), BY_ID["region_2023"]) == (0, 5)


def test_ticking_builds_one_term_a_facet() -> None:
    text = ticked("", "country", "DE")
    assert text == "country:DE"
    text = ticked(text, "country", "FI")
    assert text == "country:DE,FI"
    text = ticked(text, "member_type", "company")
    assert text == "country:DE,FI member.type:company"
    text = ticked(text, "member_type", "university")
    assert text == "country:DE,FI member.type:company,university"
    text = ticked(text, "sector", "energy", "out")
    assert text == "country:DE,FI member.type:company,university -sector:energy"
    assert ticked(text, "country", "DE") == text.replace("DE,", "")


def test_every_facet_has_its_term() -> None:
    terms = {
        ident: ticked("", ident, next(iter(values(dataset(FACTORIES), BY_ID[ident]).sites)))
        for ident in BY_ID
    }
    assert terms == {
        "country": "country:AT",
        "wave": "selected:2024-12",
        "new_status": "new_status:operational",
        "sector": "sector:health_life_sciences",
        "sector_group": "sector.group:industry",
        "member_type": "member.type:university",
        "service": "service:compute",
        "access": "access.mode:playground",
        "region_2023": "ris23_group:leader",
        "region_2025": "ris_group:leader",
        "confidence": "confidence:confirmed",
    }


def test_a_value_changes_sides() -> None:
    assert ticked("country:DE,FI", "country", "DE", "out") == "country:FI -country:DE"
    assert ticked("-country:DE", "country", "DE") == "country:DE"
    assert ticked("-country:DE", "country", "DE", "out") == ""
    assert ticked("-country:DE x", "country", "FI", "out") == "-country:DE,FI x"
    assert ticked("country:DE,FI", "country", "DE", "") == "country:FI"
    assert ticked("country:DE", "country", "FI", "") == "country:DE"


def test_what_was_written_by_hand_is_shown() -> None:
    assert chosen("country:germany") == {"country": {"DE": "in"}}
    assert chosen("member.type:Company,university") == {
        "member_type": {"company": "in", "university": "in"}
    }
    assert chosen("sector:health", FACTORIES) == {"sector": {"health_life_sciences": "in"}}
    assert chosen("selected:2024-12-10") == {"wave": {"2024-12": "in"}}
    assert chosen("NOT country:DE (x OR y) AND -country:FI") == {
        "country": {"DE": "out", "FI": "out"}
    }
    assert chosen("access:playground") == {"access": {"playground": "in"}}


@pytest.mark.parametrize(
    "text",
    [
        "stuttgart",
        "country:DE OR country:FI",
        "partner.type:company",
        "partner(type:company)",
        "partner(type:company role:host)",
        "partner(type:company role:member)",
        "member(type:company country:DE)",
        "-member(type:company OR country:DE)",
        "country:/^D/",
        "country:*",
        "country:XX",
        "sectors:>=5",
        "selected:2025-10-10",
        "-(country:DE FI)",
        "--country:DE",
        "count(member(type:company)):>=2",
    ],
)
def test_what_the_facets_cannot_show_is_left_as_it_is(text: str) -> None:
    folder = FACTORIES if text.startswith("selected") else SMALL
    assert chosen(text, folder) == {}
    assert rest(text) == render(parse(text))
    changed = toggle(dataset(folder), text, "confidence", "likely", "in")
    assert changed in (f"{text} confidence:likely", f"({text}) confidence:likely")
    assert read(dataset(folder), changed).rest == parse(text)


def test_a_second_list_of_the_same_facet_is_the_hand_writers() -> None:
    text = "sector:energy  x sector:manufacturing"
    assert chosen(text) == {"sector": {"energy": "in"}}
    assert rest(text) == "x sector:manufacturing"
    assert ticked(text, "sector", "automotive") == (
        "sector:energy,automotive  x sector:manufacturing"
    )


def test_the_second_list_is_shown_once_the_first_is_gone() -> None:
    assert chosen(ticked("sector:energy sector:manufacturing", "sector", "energy")) == {
        "sector": {"manufacturing": "in"}
    }


def test_the_other_values_stay_as_they_were_written() -> None:
    text = 'x  country:"Germany",fi,IE  (y OR z)'
    assert ticked(text, "country", "FI") == 'x  country:"Germany",IE  (y OR z)'
    assert ticked(text, "country", "AT", "out") == f"{text} -country:AT"


def test_a_word_for_several_values_is_taken_apart() -> None:
    data = dataset(FACTORIES)
    sector = BY_ID["sector"]
    both = meant(data, sector, "sector", "mat")
    assert len(both) > 1
    first, *others = sorted(both)
    text = toggle(data, "sector:mat", "sector", first, "in")
    assert set(read(data, text).chosen["sector"]) == set(others)


def test_clearing_a_facet_leaves_the_others() -> None:
    text = "x country:DE,FI sector:energy -country:IE (a OR b)"
    assert clear(dataset(), text, "country") == "x sector:energy (a OR b)"
    assert clear(dataset(), text, "wave") == text


def test_a_filter_that_does_not_parse_is_an_error() -> None:
    for broken in ("country:", "(x", "OR"):
        with pytest.raises(FilterError):
            read(dataset(), broken)
        with pytest.raises(FilterError):
            ticked(broken, "country", "DE")


def test_the_question_of_an_analyst_takes_three_ticks() -> None:
    data = dataset(FACTORIES)
    text = toggle(data, "", "member_type", "company", "in")
    text = toggle(data, text, "sector", "health_life_sciences", "in")
    text = toggle(data, text, "region_2023", "leader", "in")
    view = View(cohort="factories", filter=text)
    picked = [data.sites[row].id for row in masks.rows(site_mask(data, view))]
    members = {"host", "coordinator", "partner", "affiliated"}
    leading = {
        site
        for region in data.regions
        for figure in region.indicators
        if figure.id == "ris23_group" and figure.value == "leader"
        for site in region.sites
    }
    assert picked == [
        site.id
        for site in data.sites
        if site.kind == "factory"
        and any(p.type == "company" and p.role in members for p in site.partners)
        and any(s.id == "health_life_sciences" for s in site.sectors)
        and site.id in leading
    ]
    assert picked


PARTS = st.sampled_from(
    ["stuttgart", "country:DE", "-country:FI,IE", "country:germany,FI", "-(a b)", "(x OR y)",
     "sector:health", "sector:energy sector:language", "-sector:energy", "partner.type:company",
     "member.type:company", "-member.type:university",
     "selected:2024-12", "selected:2025", "ris23_group:leader,strong", "NOT access:playground",
     "sectors:>=3", 'service:"Training"', "-service:compute,training", "sector.group:society",
     "confidence:confirmed"]
)  # fmt: skip


@st.composite
def filters(draw: st.DrawFn) -> str:
    listed = draw(st.lists(PARTS, max_size=4))
    return draw(st.sampled_from([" ", "  ", " AND "])).join(listed)


@st.composite
def values_of(draw: st.DrawFn) -> tuple[str, str]:
    ident = draw(st.sampled_from(sorted(BY_ID)))
    return ident, draw(st.sampled_from(sorted(values(dataset(FACTORIES), BY_ID[ident]).sites)))


CHOICES = st.sampled_from(["in", "out"])


def one_list_a_facet(text: str) -> bool:
    """Whether no part of the rest would be shown if it stood alone."""
    left = filter_parts(read(dataset(FACTORIES), text).rest)
    return not any(read(dataset(FACTORIES), render(part)).chosen for part in left)


def picked(text: str) -> bytes:
    return site_mask(dataset(FACTORIES), View(cohort="network", filter=text))


@given(filters(), values_of(), CHOICES)
def test_toggling_shows_and_leaves_the_rest(
    text: str, choice: tuple[str, str], how: Choice
) -> None:
    assume(one_list_a_facet(text))
    data = dataset(FACTORIES)
    ident, value = choice
    before = read(data, text)
    changed = toggle(data, text, ident, value, how)
    after = read(data, changed)
    was = before.chosen.get(ident, {}).get(value, "")
    assert after.chosen.get(ident, {}).get(value, "") == ("" if was == how else how)
    assert after.rest == before.rest
    for other, states in before.chosen.items():
        kept = {each: state for each, state in states.items() if (other, each) != choice}
        assert {each: after.chosen[other][each] for each in kept} == kept
    if was in ("", how):
        assert picked(toggle(data, changed, ident, value, how)) == picked(text)


@given(filters(), values_of())
def test_a_count_is_what_the_value_alone_leaves(text: str, choice: tuple[str, str]) -> None:
    assume(one_list_a_facet(text))
    data = dataset(FACTORIES)
    ident, value = choice
    alone = toggle(data, clear(data, text, ident), ident, value, "in")
    counted = numbers_of(text, ident)
    assert counted.get(value, 0) == masks.count(picked(alone))


def numbers_of(text: str, ident: str) -> dict[str, int]:
    view = View(cohort="network", filter=text)
    return {each.id: each.count for each in counts(dataset(FACTORIES), view, BY_ID[ident])}


@given(filters(), values_of(), CHOICES)
def test_parts_written_by_hand_keep_their_spelling(
    text: str, choice: tuple[str, str], how: Choice
) -> None:
    assume(one_list_a_facet(text))
    data = dataset(FACTORIES)
    changed = toggle(data, text, *choice, how)
    parts = filter_parts(parse(text))
    for part in parts:
        if parts.count(part) == 1 and part in filter_parts(read(data, text).rest):
            assert source(text, part) in changed


def test_the_masks_of_the_values_are_those_of_their_terms() -> None:
    data = dataset(FACTORIES)
    store = store_of(data)
    for each in FACETS:
        for value, mask in values(data, each).sites.items():
            assert mask == site_mask(store.dataset, View(filter=toggle(data, "", each.id, value,
                                                                       "in")))  # fmt: skip
